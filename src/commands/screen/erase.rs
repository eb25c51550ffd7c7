//! `screen erase`, `screen expire`: sealed records go out of the working tree. What git's history holds stays until the key is destroyed
//! (`key destroy`), and both say so.

use super::touched;
use crate::app::App;
use crate::commands::sealing::{SealedSession, agreed, needed};
use crate::commands::writing::Done;
use crate::commands::{reading, spoken};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::sealed::{BOXES, OpenBox, SealedRecord};
use crate::model::secret::Secret;
use crate::model::word::SealedKind;
use crate::reports::answer::{Action, Answer};
use crate::rules::retention::expired;
use crate::store::directory::Access;
use crate::store::sealed::boxes::BoxChange;
use crate::ui::Exit;

#[derive(Debug, clap::Args)]
pub struct Erase {
    /// The person: id or name
    #[arg(value_name = "PERSON")]
    person: String,
    /// Erase without asking
    #[arg(long)]
    yes: bool,
}

#[derive(Debug, clap::Args)]
pub struct Expire {
    /// The day as of which to judge (today)
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
    /// Take them away without asking
    #[arg(long)]
    yes: bool,
}

/// Takes away all boxes of a person; one is left that names nobody but the boxes that are gone.
pub fn erase(app: &App, arguments: &Erase) -> Result<Exit> {
    let identities = needed(app)?;
    let session = SealedSession::begin(app, Access::Write)?;
    // Whoever left the roster can still be erased by id.
    let person = match spoken::person(&session.core, &arguments.person) {
        Ok(person) => session.core.people.id(person).to_owned(),
        Err(_) => arguments.person.clone(),
    };
    let boxes = session.open(&identities);
    let own: Vec<String> = boxes.iter().filter(|open| open.record.person.reveal() == person).map(|open| open.id.clone()).collect();
    if own.is_empty() {
        return Err(Failure::usage(Message::new("screen.none").with("value", arguments.person.as_str())));
    }
    agreed(app, arguments.yes, &Message::new("screen.ask-erase").with("count", own.len()))?;
    let mut stone = SealedRecord::new(SealedKind::Erased, Secret::default(), app.today, Secret::default());
    stone.set(BOXES, Secret::from(own.join(";")));
    let gone = own.iter().map(|id| BoxChange::Remove { id: id.clone() });
    let changes: Vec<BoxChange> = gone.chain([BoxChange::Add(stone)]).collect();
    finish(app, &session, &changes, &own, "screen.erased-now")
}

/// Takes away the boxes whose time has run out.
pub fn expire(app: &App, arguments: &Expire) -> Result<Exit> {
    let as_of = reading::as_of(app, arguments.as_of.as_deref())?;
    let identities = needed(app)?;
    let session = SealedSession::begin(app, Access::Write)?;
    let rules = &session.core.scheme.privacy;
    if rules.retention.is_empty() {
        return Err(Failure::usage(Message::new("screen.no-retention")).hint(Message::new("screen.no-retention-hint")));
    }
    let boxes = session.open(&identities);
    let gone: Vec<&OpenBox> = expired(&boxes, rules, as_of);
    if gone.is_empty() {
        app.say(&Message::new("screen.nothing-expired").with("day", as_of))?;
        return Ok(Exit::Fine);
    }
    agreed(app, arguments.yes, &Message::new("screen.ask-expire").with("count", gone.len()).with("day", as_of))?;
    let ids: Vec<String> = gone.iter().map(|open| open.id.clone()).collect();
    let changes: Vec<BoxChange> = ids.iter().map(|id| BoxChange::Remove { id: id.clone() }).collect();
    finish(app, &session, &changes, &ids, "screen.expired")
}

fn finish(app: &App, session: &SealedSession<'_>, changes: &[BoxChange], ids: &[String], said: &'static str) -> Result<Exit> {
    if session.apply(changes)?.0 != Done::Written {
        return Ok(Exit::Fine);
    }
    let done = Answer::new(Message::new(said).with("count", ids.len())).note(Message::new("screen.history"));
    app.say_done(&Answer { records: touched(Action::Removed, ids), ..done })?;
    Ok(Exit::Fine)
}
