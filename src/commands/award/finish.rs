//! `award final`: a decision becomes final once its notice has run. Where what it rests on changed since, only for a reason.

use super::basis::Basis;
use super::decided::Known;
use super::verify::verified;
use crate::app::App;
use crate::commands::spoken;
use crate::commands::writing::Session;
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::day::Day;
use crate::model::decision::{Decision, Fixed};
use crate::model::text::on_one_line;
use crate::ui::Exit;

/// A decision becomes final once its notice has run
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The award: its key, its name or another name of it
    #[arg(value_name = "AWARD")]
    award: String,
    /// The day (today)
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// What was said, for instance of objections
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Why it stands although what it rests on has changed
    #[arg(long, value_name = "TEXT")]
    despite: Option<String>,
}

/// Writes the day down from which the decision is final.
pub(super) fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let date = spoken::past_day(arguments.date.as_deref(), app.today)?;
    let session = Session::for_report(app)?;
    let core = Basis::core(app, session.root())?;
    let award = super::award(&core, &arguments.award)?;
    ripe(&Known::of(&core, award)?, date)?;
    let (core, found) = verified(app, session.root(), core, award)?;
    let known = Known::of(&core, award)?;
    if !found.is_unchanged() && arguments.despite.as_deref().is_none_or(|reason| reason.trim().is_empty()) {
        let failure = Failure::refused(known.named("decision.changed-since"));
        return Err(failure.hint(Message::new("decision.changed-hint").with("key", known.key())));
    }
    let notes: Vec<&str> = [&arguments.note, &arguments.despite].into_iter().flatten().map(|note| note.trim()).collect();
    let note = Some(on_one_line(&notes.join("；"))).filter(|note| !note.is_empty());
    let decision = Decision { fixed: Some(Fixed { date, note }), ..known.decided()?.clone() };
    known.keep(app, &session, &decision)
}

/// Refuses where there was no notice, where it still runs, and where the decision is final already.
fn ripe(known: &Known<'_>, date: Day) -> Result<()> {
    match &known.open()?.notice {
        None => Err(Failure::usage(known.named("decision.no-notice")).hint(Message::new("decision.next-notice").with("key", known.key()))),
        Some(notice) if date <= notice.until => {
            let runs = known.named("decision.notice-runs").with("until", notice.until);
            Err(Failure::usage(runs.with("next", notice.until.next())))
        }
        Some(_) => Ok(()),
    }
}
