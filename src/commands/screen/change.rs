//! `screen add`, `screen amend`, `screen remove`: one box at a time. Adding needs no key; where one is given, what is sealed already is
//! not sealed again.

use super::editor::Form;
use super::{answer, dialogue, fill, find, from_input};
use crate::app::App;
use crate::commands::sealing::{SealedSession, identities, needed};
use crate::commands::spoken;
use crate::commands::writing::Done;
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::import::details::Details;
use crate::model::dataset::Core;
use crate::model::sealed::{OpenBox, SealedRecord};
use crate::model::secret::Secret;
use crate::model::word::SealedKind;
use crate::reports::answer::Action;
use crate::store::directory::Access;
use crate::store::sealed::boxes::BoxChange;
use crate::store::sealed::identity::Identities;
use crate::ui::Exit;

#[derive(Debug, clap::Args)]
pub struct Add {
    /// The person: id or name
    #[arg(value_name = "PERSON")]
    person: String,
    /// Write the details in your editor
    #[arg(long)]
    edit: bool,
}

#[derive(Debug, clap::Args)]
pub struct Amend {
    /// The box, or the person where there is but one
    #[arg(value_name = "BOX")]
    which: String,
    /// Write the details in your editor
    #[arg(long)]
    edit: bool,
}

#[derive(Debug, clap::Args)]
pub struct Which {
    /// The box, or the person where there is but one
    #[arg(value_name = "BOX")]
    which: String,
}

/// Seals a record.
pub fn add(app: &App, arguments: &Add) -> Result<Exit> {
    let identities = identities(app)?;
    let record = |core: &Core, details: Details| {
        let person = spoken::person(core, &arguments.person)?;
        let mut record = SealedRecord::new(fill::kind(&details)?, core.people.id(person).into(), app.today, Secret::default());
        fill::fill(app, core, &mut record, details)?;
        Ok(record)
    };
    let details = match arguments.edit {
        true => written(app, &NEW, &record)?,
        false if app.can_ask() => dialogue::add(app, &arguments.person)?,
        false => from_input(app)?,
    };
    let session = SealedSession::begin(app, Access::Write)?;
    let record = record(&session.core, details)?;
    let known = identities.map(|identities| session.open(&identities)).unwrap_or_default();
    if let Some(same) = known.iter().find(|open| open.record.says_the_same(&record)) {
        return answer(app, Action::Added, Message::new("screen.same").with("box", same.id.as_str()), &[]);
    }
    seal(app, &session, record, "screen.sealed")
}

/// The details of a new record, in the order in which an editor shows them.
const NEW: [&str; 13] =
    ["category", "severity", "note", "date", "by", "consent", "scope", "family", "character", "ethnicity", "home", "interests", "skills"];

/// Details of a new record from the editor; the data directory is free meanwhile. `record` makes the record of them.
pub fn written(app: &App, names: &[&'static str], record: &dyn Fn(&Core, Details) -> Result<SealedRecord>) -> Result<Details> {
    let core = SealedSession::begin(app, Access::Read)?.core;
    Form::new(names).ask(app, &core.scheme.needs, &|details| record(&core, details).map(drop))
}

/// Seals a new record and answers.
pub fn seal(app: &App, session: &SealedSession<'_>, record: SealedRecord, said: &'static str) -> Result<Exit> {
    let (done, ids) = session.apply(&[BoxChange::Add(record)])?;
    match (done, ids.first()) {
        (Done::Written, Some(id)) => answer(app, Action::Added, Message::new(said).with("box", id.as_str()), &ids),
        _ => Ok(Exit::Fine),
    }
}

/// Corrects a record; where nothing changes the box stays as it is.
pub fn amend(app: &App, arguments: &Amend) -> Result<Exit> {
    let identities = needed(app)?;
    let (shown, details) = match arguments.edit {
        true => edited(app, &identities, &arguments.which).map(|(shown, details)| (Some(shown), details))?,
        false if app.can_ask() => (None, dialogue::amend(app)?),
        false => (None, from_input(app)?),
    };
    let session = SealedSession::begin(app, Access::Write)?;
    let boxes = session.open(&identities);
    let old = amendable(find(&session.core, &boxes, &arguments.which)?)?;
    if shown.is_some_and(|shown| !shown.says_the_same(&old.record)) {
        return Err(Failure::refused(Message::new("screen.moved-meanwhile")));
    }
    let mut record = old.record.clone();
    fill::fill(app, &session.core, &mut record, details)?;
    replace(app, &session, &old.id, &old.record, record, "screen.amended")
}

/// A record as it was shown in the editor, and what came of it.
fn edited(app: &App, identities: &Identities, which: &str) -> Result<(SealedRecord, Details)> {
    // The directory is let go before the editor opens.
    let (core, old) = {
        let session = SealedSession::begin(app, Access::Read)?;
        let old = amendable(find(&session.core, &session.open(identities), which)?)?.record.clone();
        (session.core, old)
    };
    let check = |details| fill::fill(app, &core, &mut old.clone(), details);
    let details = Form::of(&old).ask(app, &core.scheme.needs, &check)?;
    Ok((old, details))
}

fn amendable(open: &OpenBox) -> Result<&OpenBox> {
    if open.record.kind == SealedKind::Erased { Err(Failure::usage(Message::new("screen.erased"))) } else { Ok(open) }
}

/// Puts another record into a box and answers.
pub fn replace(
    app: &App,
    session: &SealedSession<'_>,
    id: &str,
    old: &SealedRecord,
    new: SealedRecord,
    said: &'static str,
) -> Result<Exit> {
    if old.says_the_same(&new) {
        app.say(&Message::new("done.same"))?;
        return Ok(Exit::Fine);
    }
    let change = BoxChange::Replace { id: id.to_owned(), record: new };
    match session.apply(&[change])?.0 {
        Done::Written => answer(app, Action::Amended, Message::new(said).with("box", id), &[id.to_owned()]),
        _ => Ok(Exit::Fine),
    }
}

/// Takes a box away. By its id that needs no key.
pub fn remove(app: &App, arguments: &Which) -> Result<Exit> {
    let identities = identities(app)?;
    let session = SealedSession::begin(app, Access::Write)?;
    let id = match session.boxes.iter().find(|closed| closed.id == arguments.which) {
        Some(closed) => closed.id.clone(),
        None => {
            let identities = identities.map_or_else(|| needed(app), Ok)?;
            let opening = session.opening(&identities);
            find(&session.core, &[opening.boxes, opening.erased].concat(), &arguments.which)?.id.clone()
        }
    };
    match session.apply(&[BoxChange::Remove { id: id.clone() }])?.0 {
        Done::Written => answer(app, Action::Removed, Message::new("screen.removed").with("box", id.as_str()), std::slice::from_ref(&id)),
        _ => Ok(Exit::Fine),
    }
}
