//! Decisions on record: found, shown, written anew, reopened for a reason.

use super::basis::Basis;
use crate::app::App;
use crate::commands::writing::{Done, Session};
use crate::commands::{reading, spoken};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::award_rule::AwardRule;
use crate::model::dataset::Core;
use crate::model::decision::{Decision, DecisionFile, Reopened, path};
use crate::model::text::on_one_line;
use crate::reports::award::DecisionReport;
use crate::store::decisions;
use crate::ui::Exit;

/// The decision on an award
#[derive(Debug, clap::Args)]
pub(super) struct Show {
    /// The award: its key, its name or another name of it
    #[arg(value_name = "AWARD")]
    award: String,
}

/// Reopen a decision, which is kept with the reason
#[derive(Debug, clap::Args)]
pub(super) struct Reopen {
    /// The award: its key, its name or another name of it
    #[arg(value_name = "AWARD")]
    award: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// The day (today)
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
}

/// An award with its file.
pub(super) struct Known<'a> {
    pub core: &'a Core,
    pub rule: &'a AwardRule,
    pub decision: Option<&'a Decision>,
    pub reopened: &'a [Reopened],
}

impl<'a> Known<'a> {
    /// What is on record of an award.
    pub fn of(core: &'a Core, award: usize) -> Result<Self> {
        let rule = core.scheme.awards.get(award).ok_or_else(|| Failure::usage(Message::new("award.unknown")))?;
        let file: Option<&DecisionFile> = core.committee.decisions.iter().find(|known| known.award == award);
        let decision = file.and_then(|file| file.decision.as_ref());
        Ok(Self { core, rule, decision, reopened: file.map_or(&[], |file| file.reopened.as_slice()) })
    }

    /// The decision, which there must be.
    pub fn decided(&self) -> Result<&'a Decision> {
        let missing =
            Failure::usage(self.named("decision.not-decided")).hint(Message::new("decision.next-approve").with("key", self.key()));
        self.decision.ok_or(missing)
    }

    /// The decision, which there must be, and which must not be final.
    pub fn open(&self) -> Result<&'a Decision> {
        let decision = self.decided()?;
        match &decision.fixed {
            Some(fixed) => Err(Failure::usage(self.named("decision.final-already").with("day", fixed.date)).hint(self.reopen_hint())),
            None => Ok(decision),
        }
    }

    /// A message about the award by name.
    pub fn named(&self, key: &'static str) -> Message {
        Message::new(key).with("award", self.rule.name.as_str())
    }

    /// How to decide anew.
    pub fn reopen_hint(&self) -> Message {
        Message::new("decision.reopen-hint").with("key", self.key())
    }

    pub fn key(&self) -> &'a str {
        &self.rule.key
    }

    /// Writes the file with a decision, and shows it.
    pub fn keep(&self, app: &App, session: &Session<'_>, decision: &Decision) -> Result<Exit> {
        if self.write(session, Some(decision), self.reopened)? != Done::Shown {
            app.show(&DecisionReport::new(self.core, self.rule, Some(decision), self.reopened))?;
        }
        Ok(Exit::Fine)
    }

    /// Writes the file.
    pub fn write(&self, session: &Session<'_>, decision: Option<&Decision>, reopened: &[Reopened]) -> Result<Done> {
        let text = decisions::text(self.core, self.key(), decision, reopened);
        session.put_file(&path(self.key()), text.into_bytes())
    }
}

/// Shows the decision; that there is none is an answer too.
pub(super) fn show(app: &App, arguments: &Show) -> Result<Exit> {
    let opened = reading::open(app)?;
    let core = Basis::core(app, &opened.root)?;
    let known = Known::of(&core, super::award(&core, &arguments.award)?)?;
    app.show(&DecisionReport::new(&core, known.rule, known.decision, known.reopened))?;
    Ok(Exit::Fine)
}

/// Reopens the decision.
pub(super) fn reopen(app: &App, arguments: &Reopen) -> Result<Exit> {
    let date = spoken::past_day(arguments.date.as_deref(), app.today)?;
    let session = Session::begin(app)?;
    let core = Basis::core(app, session.root())?;
    let known = Known::of(&core, super::award(&core, &arguments.award)?)?;
    let decision = known.decided()?;
    let reason = on_one_line(&arguments.reason);
    if reason.is_empty() {
        return Err(Failure::usage(Message::new("decision.no-reason").with("person", known.rule.name.as_str())));
    }
    let earlier = Reopened { date, reason, decided: decision.date, taken: decision.taken().collect() };
    let reopened: Vec<Reopened> = known.reopened.iter().cloned().chain([earlier]).collect();
    if known.write(&session, None, &reopened)? == Done::Written {
        app.say(&known.named("decision.reopened-now").with("day", decision.date))?;
    }
    Ok(Exit::Fine)
}
