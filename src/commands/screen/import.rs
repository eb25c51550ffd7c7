//! `screen import`: a table of screenings, profiles or notes from an office's spreadsheet, each row sealed as a record. What stands in
//! the rows is never shown; those that will not do are named by their line.

use std::path::PathBuf;

use zeroize::Zeroizing;

use super::{fill, touched};
use crate::app::App;
use crate::commands::sealing::{SealedSession, agreed, identities};
use crate::commands::spoken;
use crate::commands::writing::Done;
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::import::details_table::{PersonDetails, read};
use crate::model::dataset::Core;
use crate::model::id::folded;
use crate::model::sealed::SealedRecord;
use crate::model::secret::Secret;
use crate::reports::answer::{Action, Answer};
use crate::store::sealed::boxes::BoxChange;
use crate::store::sealed::identity::Identities;
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

/// What an import would do.
#[derive(PartialEq)]
struct Plan {
    new: Vec<SealedRecord>,
    same: usize,
    /// Rows that will not do, each with its line and why.
    refused: Vec<(u32, Message)>,
}

impl Plan {
    fn counted(&self, key: &'static str) -> Message {
        Message::new(key).with("count", self.new.len()).with("same", self.same).with("refused", self.refused.len())
    }
}

/// Seals each row that will do and is not sealed yet; the answer is "no" where rows were left out.
pub fn import(app: &App, arguments: &Import) -> Result<Exit> {
    let identities = identities(app)?;
    let bytes = Zeroizing::new(crate::store::foreign::read(&arguments.file)?);
    let file = arguments.file.display().to_string();
    let rows = read(&bytes).map_err(|message| Failure::usage(message.with("file", file.as_str())))?;
    let decide = |session: &SealedSession<'_>| Ok(Some(plan(app, session, identities.as_ref(), &rows)));
    let tell = |plan: &Plan| {
        for (line, message) in &plan.refused {
            app.note(&Message::new("screen.import-line").with("line", i64::from(*line)).with("message", message.clone()));
        }
        (!plan.new.is_empty()).then(|| plan.counted("screen.ask-import"))
    };
    let Some((session, plan)) = agreed(app, arguments.yes, decide, tell)? else { return Ok(Exit::Fine) };
    let exit = Exit::no_if(!plan.refused.is_empty());
    if plan.new.is_empty() {
        app.say(&plan.counted("screen.import-nothing"))?;
        return Ok(exit);
    }
    let changes: Vec<BoxChange> = plan.new.iter().cloned().map(BoxChange::Add).collect();
    let (done, ids) = session.apply(&changes)?;
    if done == Done::Written {
        let said = Answer::new(plan.counted("screen.imported")).note(Message::new("screen.import-file").with("file", file));
        app.say_done(&Answer { records: touched(Action::Added, &ids), ..said })?;
    }
    Ok(exit)
}

fn plan(app: &App, session: &SealedSession<'_>, identities: Option<&Identities>, rows: &[PersonDetails]) -> Plan {
    let open = identities.map(|identities| session.open(identities)).unwrap_or_default();
    let mut known: Vec<SealedRecord> = open.into_iter().map(|open| open.record).collect();
    let mut plan = Plan { new: Vec::new(), same: 0, refused: Vec::new() };
    for row in rows {
        match record(app, &session.core, row) {
            Ok(record) if known.iter().any(|other| other.says_the_same(&record)) => plan.same += 1,
            Ok(record) => {
                known.push(record.clone());
                plan.new.push(record);
            }
            Err(failure) => plan.refused.push((row.line, failure.message)),
        }
    }
    plan
}

/// The record of a row. As in a roster, a name does not stand for an id that is left blank, and never belies one.
fn record(app: &App, core: &Core, row: &PersonDetails) -> Result<SealedRecord> {
    let wrong = |key: &'static str| Failure::usage(Message::new(key));
    if row.person.is_empty() {
        return Err(Failure::usage(Message::new("screen.import-blank").with("column", row.column)));
    }
    let person = match spoken::persons(core, row.person.reveal()).as_slice() {
        [one] => *one,
        [] => return Err(wrong("screen.import-person")),
        _ => return Err(wrong("screen.import-several")),
    };
    if !row.name.is_empty() && folded(row.name.reveal()) != folded(core.people.name(person)) {
        return Err(wrong("screen.import-other-name"));
    }
    let mut record = SealedRecord::new(fill::kind(&row.details)?, core.people.id(person).into(), app.today, Secret::default());
    fill::fill(app, core, &mut record, row.details.clone())?;
    Ok(record)
}
