//! `award review`: the branch passes a nomination or sends it back, with a score and an opinion.

use super::nomination::{self, Which};
use crate::app::App;
use crate::commands::found::filled;
use crate::commands::spoken;
use crate::commands::writing::Session;
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::word::{Review, Word};
use crate::ui::Exit;

/// The branch passes a nomination or sends it back
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The award: its key, its name or another name of it
    #[arg(value_name = "AWARD")]
    award: String,
    /// Who is nominated: id or name
    #[arg(value_name = "PERSON")]
    person: String,
    /// passed (合格) or returned (退回)
    #[arg(value_name = "REVIEW")]
    review: String,
    /// Whose nomination, where there are several
    #[arg(long, value_name = "NOMINATOR")]
    by: Option<String>,
    /// Score, 0 to 100
    #[arg(long, value_name = "SCORE")]
    score: Option<String>,
    /// The branch's opinion
    #[arg(long, value_name = "TEXT")]
    opinion: Option<String>,
    /// The day of the review (today)
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Who reviewed it
    #[arg(long, value_name = "NAME")]
    reviewer: Option<String>,
}

/// Writes the review into the nomination, which must not have one yet.
pub(super) fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let review: Review = spoken::word(&arguments.review)?;
    let day = spoken::past_day(arguments.on.as_deref(), app.today)?;
    let session = Session::begin(app)?;
    let Arguments { award, person, by, .. } = arguments;
    let which = Which { award: award.clone(), person: person.clone(), by: by.clone() };
    let known = nomination::one(&session, &which, |nomination| nomination.review.is_none())?;
    if let Some(earlier) = known.record.review {
        let message = Message::new("award.reviewed-already").with("award", award.as_str()).with("person", person.as_str());
        let failure = Failure::usage(message.with("by", known.by.as_str()).word("review", earlier.label()));
        return Err(failure.hint(Message::new("award.amend-hint")));
    }
    let cells = filled(vec![
        ("review", Some(review.key().to_owned())),
        ("review_score", arguments.score.clone()),
        ("review_by", arguments.reviewer.as_deref().map(|by| spoken::actor(&session.core, by))),
        ("review_date", Some(day.to_string())),
        ("opinion", arguments.opinion.clone()),
    ]);
    known.found.rewrite(app, &session, cells)
}
