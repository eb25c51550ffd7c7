//! `screen import`: a table of screenings, profiles or notes from an office's spreadsheet, each row sealed as a record. What stands in
//! the rows is never shown; those that will not do are named by their line.

use std::path::PathBuf;

use super::{fill, touched};
use crate::app::App;
use crate::commands::sealing::{SealedSession, agreed, identities};
use crate::commands::spoken;
use crate::commands::writing::Done;
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::import::details_table::{PersonDetails, read};
use crate::model::dataset::Core;
use crate::model::sealed::SealedRecord;
use crate::model::secret::Secret;
use crate::reports::answer::{Action, Answer};
use crate::store::directory::Access;
use crate::store::sealed::boxes::BoxChange;
use crate::ui::Exit;

#[derive(Debug, clap::Args)]
pub struct Import {
    /// The file: xlsx, xls, ods or csv
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Seal what is sound without asking
    #[arg(long)]
    yes: bool,
}

/// Seals each row that will do and is not sealed yet; the answer is "no" where rows were left out.
pub fn import(app: &App, arguments: &Import) -> Result<Exit> {
    let identities = identities(app)?;
    let bytes = crate::store::foreign::read(&arguments.file)?;
    let file = arguments.file.display().to_string();
    let rows = read(&bytes).map_err(|message| Failure::usage(message.with("file", file.as_str())))?;
    let session = SealedSession::begin(app, Access::Write)?;
    let mut known: Vec<SealedRecord> = match identities {
        Some(identities) => session.open(&identities).into_iter().map(|open| open.record).collect(),
        None => Vec::new(),
    };
    let (mut new, mut same, mut refused) = (Vec::new(), 0_usize, 0_usize);
    for row in rows {
        let line = row.line;
        match record(app, &session.core, row) {
            Ok(record) if known.iter().any(|other| other.says_the_same(&record)) => same += 1,
            Ok(record) => {
                known.push(record.clone());
                new.push(BoxChange::Add(record));
            }
            Err(failure) => {
                refused += 1;
                app.note(&Message::new("screen.import-line").with("line", i64::from(line)).with("message", failure.message));
            }
        }
    }
    let counted = |key| Message::new(key).with("count", new.len()).with("same", same).with("refused", refused);
    let exit = Exit::no_if(refused > 0);
    if new.is_empty() {
        app.say(&counted("screen.import-nothing"))?;
        return Ok(exit);
    }
    agreed(app, arguments.yes, &counted("screen.ask-import"))?;
    let (done, ids) = session.apply(&new)?;
    if done == Done::Written {
        let said = Answer::new(counted("screen.imported")).note(Message::new("screen.import-file").with("file", file));
        app.say_done(&Answer { records: touched(Action::Added, &ids), ..said })?;
    }
    Ok(exit)
}

fn record(app: &App, core: &Core, row: PersonDetails) -> Result<SealedRecord> {
    let person = match spoken::persons(core, row.person.reveal()).as_slice() {
        [one] => *one,
        _ => return Err(Failure::usage(Message::new("screen.import-person"))),
    };
    let mut record = SealedRecord::new(fill::kind(&row.details)?, core.people.id(person).into(), app.today, Secret::default());
    fill::fill(app, core, &mut record, row.details)?;
    Ok(record)
}
