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
use crate::model::table::SEALED;
use crate::model::word::{SealedKind, Word};
use crate::reports::answer::{Action, Answer};
use crate::rules::retention::expired;
use crate::store::sealed::boxes::BoxChange;
use crate::store::sealed::file as sealed_file;
use crate::store::sealed::identity::Identities;
use crate::store::working_tree::{Standing, each};
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

/// Takes away all boxes of a person, those too that came back after an erasure; one is left that names nobody but the boxes that are
/// gone.
pub fn erase(app: &App, arguments: &Erase) -> Result<Exit> {
    let identities = needed(app)?;
    let boxes_of = |session: &SealedSession<'_>| {
        let person = id_of(session, &arguments.person);
        let opening = session.opening(&identities);
        let own = |boxes: Vec<OpenBox>| boxes.into_iter().filter(|open| open.record.person.reveal() == person).map(|open| open.id);
        let ids: Vec<String> = own(opening.boxes).chain(own(opening.erased)).collect();
        if ids.is_empty() {
            // Where an erasure was stopped here, what is left to be done can still be said.
            tell_of_files(app, session, &identities, &person, &[]);
            return Err(Failure::usage(Message::new("screen.none").with("value", arguments.person.as_str())));
        }
        Ok(Some(ids))
    };
    let question = |own: &Vec<String>| Some(Message::new("screen.ask-erase").with("count", own.len()));
    let Some((session, own)) = agreed(app, arguments.yes, boxes_of, question)? else { return Ok(Exit::Fine) };
    let mut stone = SealedRecord::new(SealedKind::Erased, Secret::default(), app.today, Secret::default());
    stone.set(BOXES, Secret::from(own.join(";")));
    let gone = own.iter().map(|id| BoxChange::Remove { id: id.clone() });
    let changes: Vec<BoxChange> = gone.chain([BoxChange::Add(stone)]).collect();
    let exit = finish(app, &session, &changes, &own, "screen.erased-now")?;
    tell_of_files(app, &session, &identities, &id_of(&session, &arguments.person), &own);
    Ok(exit)
}

/// The id of a person; whoever left the roster can still be named by it.
fn id_of(session: &SealedSession<'_>, word: &str) -> String {
    let person = spoken::person(&session.core, word).ok();
    person.map_or_else(|| word.to_owned(), |person| session.core.people.id(person).to_owned())
}

/// Says which sealed files (proposals) still name a person, which cannot be looked into, and which files hold copies of the boxes that are
/// gone, as a merge leaves them: they are nobody's records, so that whoever keeps them takes them away.
fn tell_of_files(app: &App, session: &SealedSession<'_>, identities: &Identities, person: &str, gone: &[String]) {
    let (mut naming, mut closed, mut copies) = (Vec::new(), Vec::new(), Vec::new());
    let looked = each(session.folder(), &mut |file, standing, bytes| {
        let Some(bytes) = bytes.ok().filter(|_| standing == Standing::Tree) else { return };
        // The records themselves are written anew, and under `--dry-run` they still have the boxes.
        if file != SEALED.file && gone.iter().any(|id| memchr::memmem::find(bytes, id.as_bytes()).is_some()) {
            copies.push(file.to_owned());
        }
        if !bytes.starts_with(sealed_file::BEGINS) {
            return;
        }
        match sealed_file::open(bytes, identities) {
            Some(plain) if memchr::memmem::find(&plain, person.as_bytes()).is_some() => naming.push(file.to_owned()),
            Some(_) => {}
            None => closed.push(file.to_owned()),
        }
    });
    if let Err(failure) = looked {
        app.note(&Message::new("screen.files-not-seen").with("message", failure.message));
    }
    for (key, files) in [("screen.files-naming", naming), ("screen.files-closed", closed), ("screen.files-copies", copies)] {
        if !files.is_empty() {
            app.note(&Message::new(key).with("files", files.join("、")));
        }
    }
}

/// Takes away the boxes whose time has run out.
pub fn expire(app: &App, arguments: &Expire) -> Result<Exit> {
    let as_of = reading::as_of(app, arguments.as_of.as_deref())?;
    let identities = needed(app)?;
    let run_out = |session: &SealedSession<'_>| {
        let rules = &session.core.scheme.privacy;
        if rules.retention.is_empty() {
            return Err(Failure::usage(Message::new("screen.no-retention")).hint(Message::new("screen.no-retention-hint")));
        }
        let other: Vec<&str> =
            rules.retention.iter().map(|(class, _)| class.as_str()).filter(|class| SealedKind::parse(class).is_none()).collect();
        if !other.is_empty() {
            app.note(&Message::new("screen.other-classes").with("classes", other.join("、")));
        }
        let boxes = session.open(&identities);
        let ids: Vec<String> = expired(&boxes, rules, as_of).into_iter().map(|open| open.id.clone()).collect();
        Ok(Some(ids).filter(|ids| !ids.is_empty()))
    };
    let question = |ids: &Vec<String>| Some(Message::new("screen.ask-expire").with("count", ids.len()).with("day", as_of));
    let Some((session, ids)) = agreed(app, arguments.yes, run_out, question)? else {
        app.say(&Message::new("screen.nothing-expired").with("day", as_of))?;
        return Ok(Exit::Fine);
    };
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
