//! `screen refer`, `screen close`: a concern (心理, safety) goes to one named owner, the counsellor, and stays open until it is closed
//! with an outcome.

use super::change::{replace, seal, written};
use super::editor::Form;
use super::{dialogue, fill, find, from_input};
use crate::app::App;
use crate::commands::sealing::{SealedSession, needed};
use crate::commands::spoken;
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::import::details::Details;
use crate::model::dataset::Core;
use crate::model::records::PersonIx;
use crate::model::scheme::Vocabulary;
use crate::model::sealed::{CLOSED, OUTCOME, OWNER, SealedRecord};
use crate::model::secret::Secret;
use crate::model::word::SealedKind;
use crate::store::directory::Access;
use crate::ui::Exit;

#[derive(Debug, clap::Args)]
pub struct Refer {
    /// The person: id or name
    #[arg(value_name = "PERSON")]
    person: String,
    /// Who owns it from now on (the person's counsellor)
    #[arg(long, value_name = "NAME")]
    to: Option<String>,
    /// Write the details in your editor
    #[arg(long)]
    edit: bool,
}

#[derive(Debug, clap::Args)]
pub struct Close {
    /// The referral's box, or the person where there is but one
    #[arg(value_name = "BOX")]
    which: String,
    /// Write the details in your editor
    #[arg(long)]
    edit: bool,
}

/// Passes a concern on.
pub fn refer(app: &App, arguments: &Refer) -> Result<Exit> {
    let record = |core: &Core, details: Details| {
        let person = spoken::person(core, &arguments.person)?;
        let mut record = SealedRecord::new(SealedKind::Referral, core.people.id(person).into(), app.today, Secret::default());
        record.set(OWNER, owner(core, arguments, person));
        fill::fill(app, core, &mut record, details)?;
        Ok(record)
    };
    let details = match arguments.edit {
        true => written(app, &["concern", OWNER, "note", "date", "by"], &record)?,
        false if app.can_ask() => dialogue::refer(app)?,
        false => from_input(app)?,
    };
    let session = SealedSession::begin(app, Access::Write)?;
    let record = record(&session.core, details)?;
    seal(app, &session, record, "screen.referred")
}

/// The owner named on the command line, else the counsellor on the roster; details may still name another.
fn owner(core: &Core, arguments: &Refer, person: PersonIx) -> Secret {
    let counsellor = core.people.text(person, "counsellor");
    Secret::from(spoken::actor(core, arguments.to.as_deref().unwrap_or(counsellor).trim()))
}

/// Closes a referral with its outcome.
pub fn close(app: &App, arguments: &Close) -> Result<Exit> {
    let identities = needed(app)?;
    let mut details = match arguments.edit {
        true => Form::new(&[OUTCOME, CLOSED]).ask(app, &Vocabulary::default(), &|_| Ok(()))?,
        false if app.can_ask() => dialogue::close(app)?,
        false => from_input(app)?,
    };
    closing_day(app, &mut details);
    let session = SealedSession::begin(app, Access::Write)?;
    let mut boxes = session.open(&identities);
    boxes.retain(|open| open.record.kind == SealedKind::Referral);
    // A person's referrals that are closed already are not meant.
    if !boxes.iter().any(|open| open.id == arguments.which) {
        boxes.retain(|open| open.record.closed().is_none());
    }
    let open = find(&session.core, &boxes, &arguments.which)?;
    if open.record.closed().is_some() {
        return Err(Failure::usage(Message::new("screen.closed-already").with("box", open.id.as_str())));
    }
    let mut record = open.record.clone();
    fill::fill(app, &session.core, &mut record, details)?;
    replace(app, &session, &open.id, &open.record, record, "screen.closed-now")
}

/// The day of closing: the one that the details call `closed` or `date`, else today.
fn closing_day(app: &App, details: &mut Details) {
    for (name, _) in details.iter_mut().filter(|(name, _)| *name == "date") {
        *name = CLOSED;
    }
    if !details.iter().any(|(name, _)| *name == CLOSED) {
        details.push((CLOSED, Secret::from(app.today.to_string())));
    }
}
