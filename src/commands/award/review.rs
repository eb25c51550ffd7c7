//! `award review`: the branch passes a nomination or sends it back, with a score and an opinion.

use super::nomination::{self, Known, Which};
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
    #[arg(long, value_name = "SCORE", allow_negative_numbers = true)]
    score: Option<String>,
    /// The branch's opinion
    #[arg(long, value_name = "TEXT")]
    opinion: Option<String>,
    /// The day of the review (today)
    #[arg(long, alias = "date", value_name = "DAY")]
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
        let message = named(&session, &known, Message::new("award.reviewed-already"));
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
    let said = Message::new("award.reviewed").with("by", known.by.as_str()).with("day", day).word("review", review.label());
    let (said, follows) = (named(&session, &known, said), follows(&session, &known, review));
    known.found.rewrite_saying(app, &session, cells, |answer| answer.saying(said).note(follows))
}

/// With the award and the person by name.
fn named(session: &Session<'_>, known: &Known, message: Message) -> Message {
    let (core, person) = (&session.core, known.record.person);
    let award = core.scheme.awards.get(usize::from(known.record.award)).map_or("", |rule| rule.name.as_str());
    message.with("award", award).with("person", core.people.id(person)).with("name", core.people.name(person))
}

/// What follows from the review: the latest nomination decides, and only in awards that need a review (rules.md R7).
fn follows(session: &Session<'_>, known: &Known, review: Review) -> Message {
    let award = usize::from(known.record.award);
    let order = |known: &Known| (known.record.date, known.by.clone());
    let latest =
        nomination::all(session, award, known.record.person).into_iter().max_by_key(order).filter(|latest| order(latest) > order(known));
    let needs_review = session.core.scheme.awards.get(award).is_some_and(|rule| rule.needs_review);
    match (latest, needs_review, review) {
        (_, false, _) => Message::new("award.review-free"),
        (Some(latest), _, _) => Message::new("award.review-not-latest").with("by", latest.by).with("day", latest.record.date),
        (None, _, Review::Passed) => Message::new("award.review-opens"),
        (None, _, Review::Returned) => Message::new("award.review-bars"),
    }
}
