//! `form review`: the branch passes the latest hand-in or sends it back.

use super::{HandIns, Which};
use crate::app::App;
use crate::commands::found::{Found, filled};
use crate::commands::spoken;
use crate::commands::writing::Session;
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::word::{Review, Word};
use crate::rules::forms::{Delivery, due_day};
use crate::ui::Exit;

/// The branch passes the latest hand-in or sends it back
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The pair: its id, or the id or name of one of the two
    #[arg(value_name = "PAIR")]
    pair: String,
    /// The month that the form is for, YYYY-MM
    #[arg(value_name = "MONTH")]
    month: String,
    /// passed (合格) or returned (退回)
    #[arg(value_name = "REVIEW")]
    review: String,
    /// The day of the review (today)
    #[arg(long, alias = "date", value_name = "DAY")]
    on: Option<String>,
    /// Score, 0 to 100
    #[arg(long, value_name = "SCORE", allow_negative_numbers = true)]
    score: Option<String>,
    /// What the branch says to it
    #[arg(long, value_name = "TEXT")]
    comment: Option<String>,
    /// Who reviewed it
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

/// Writes the review into the row of the latest hand-in, which must not have one yet.
pub(super) fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let review: Review = spoken::word(&arguments.review)?;
    let reviewed = spoken::past_day(arguments.on.as_deref(), app.today)?;
    let session = Session::begin(app)?;
    let form = HandIns::of(&session, &Which { pair: arguments.pair.clone(), month: arguments.month.clone() })?;
    let (_, latest) = form.named()?;
    if let Some(known) = latest.review {
        let message = Message::new("form.reviewed-already").with("pair", form.id.as_str()).with("month", form.month);
        let failure = Failure::usage(message.with("n", latest.n).word("review", known.label()));
        return Err(failure.hint(Message::new("form.amend-hint").with("pair", form.id.as_str()).with("month", form.month)));
    }
    let found: Found = form.found()?;
    let cells = filled(vec![
        ("review", Some(review.key().to_owned())),
        ("reviewed", Some(reviewed.to_string())),
        ("by", arguments.by.as_deref().map(|by| spoken::actor(&session.core, by))),
        ("score", arguments.score.clone()),
        ("comment", arguments.comment.clone()),
    ]);
    let due = due_day(&session.core.scheme, form.month);
    // What was sent back counts as not received until it is handed in again.
    let received = (review == Review::Passed).then_some(latest.received);
    let state = Delivery::of(received, due, app.today);
    let said = Message::new(if review == Review::Passed { "form.passed" } else { "form.returned" });
    let said = said.with("pair", form.id.as_str()).with("month", form.month).with("n", latest.n).with("day", reviewed);
    let said = said.with("due", due).word("state", state.label());
    found.rewrite_saying(app, &session, cells, |answer| answer.saying(said).fact("state", state.word()))
}
