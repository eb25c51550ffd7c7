//! `import roster`: shows what a spreadsheet would change, then writes what is sound. Importing twice changes nothing.

use std::path::PathBuf;

use crate::app::{App, Writing};
use crate::commands::writing::{Done, RecordChange, Session};
use crate::failure::{Failure, Result};
use crate::i18n::{Message, say};
use crate::import::roster::{Entry, read};
use crate::model::dataset::Core;
use crate::model::id::folded;
use crate::model::records::PersonIx;
use crate::model::table::PEOPLE;
use crate::model::word::{Stage, Word};
use crate::reports::sheet::{Cell, Column, Sheet};
use crate::store::edit::{Cells, Change};
use crate::ui::Exit;

/// Take records from a spreadsheet
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Take a roster from a CSV file in UTF-8
    Roster(Roster),
}

#[derive(Debug, clap::Args)]
struct Roster {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Write what is sound without asking
    #[arg(long)]
    yes: bool,
}

/// What a row of the file does to the roster.
enum Effect {
    Same,
    New(Cells),
    Changed(Cells, Vec<(&'static str, String, String)>),
    Refused(Message),
}

/// Shows, asks, writes; the answer is "no" where rows were refused.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let What::Roster(arguments) = &arguments.what;
    let bytes = crate::store::foreign::read(&arguments.file)?;
    let entries = read(&bytes).map_err(|message| Failure::usage(message.with("file", arguments.file.display().to_string())))?;
    let session = Session::begin(app)?;
    let effects: Vec<(Entry, Effect)> = entries.into_iter().map(|entry| with_effect(&session.core, entry)).collect();
    let sheet = sheet(&effects);
    if !sheet.rows.is_empty() {
        app.show_sheets_or_nothing(vec![sheet])?;
    }
    let refused = effects.iter().filter(|(_, effect)| matches!(effect, Effect::Refused(_))).count();
    let changes: Vec<RecordChange> = effects.iter().filter_map(change).collect();
    let count = changes.len();
    let message = |key| Message::new(key).with("count", count).with("refused", refused);
    if count == 0 || !(arguments.yes || app.writing == Writing::DryRun || wanted(app)?) {
        app.say(&message(if count == 0 { "import.nothing" } else { "import.not-written" }))?;
        return Ok(Exit::no_if(refused > 0));
    }
    if session.apply(changes)? == Done::Written {
        app.say(&message("import.written"))?;
    }
    Ok(Exit::no_if(refused > 0))
}

/// Asks on a terminal; elsewhere nothing is written without `--yes`.
fn wanted(app: &App) -> Result<bool> {
    if !app.can_ask() {
        return Ok(false);
    }
    let answer = inquire::Confirm::new(&say(app.lang, "import.ask")).with_default(false).prompt();
    answer.map_err(|error| Failure::usage(Message::new("log.cannot-ask").with("reason", error.to_string())))
}

fn with_effect(core: &Core, entry: Entry) -> (Entry, Effect) {
    let effect = match &entry.refused {
        Some(message) => Effect::Refused(message.clone()),
        None => effect(core, &entry),
    };
    (entry, effect)
}

fn effect(core: &Core, entry: &Entry) -> Effect {
    let mut cells: Cells = entry.cells.clone();
    if let Some((_, branch)) = cells.iter_mut().find(|(column, _)| *column == "branch") {
        let known = core.scheme.branches.iter().find(|known| known.key == *branch || known.name == *branch);
        match known {
            Some(known) => known.key.clone_into(branch),
            None => return Effect::Refused(Message::new("import.no-branch").with("value", branch.as_str())),
        }
    }
    let Some(person) = core.people.find(entry.cell("id")) else {
        return if entry.cell("stage").is_empty() { Effect::Refused(Message::new("import.stage-missing")) } else { Effect::New(cells) };
    };
    if let Some(conflict) = conflict(core, person, entry) {
        return Effect::Refused(conflict);
    }
    let differs = |(column, text): &(&'static str, String)| {
        let own = core.people.text(person, column);
        (own != text).then(|| (*column, own.to_owned(), text.clone()))
    };
    // The name is the same but for how it is written.
    let changed: Vec<_> = cells.iter().filter(|(column, _)| *column != "name").filter_map(differs).collect();
    if changed.is_empty() {
        return Effect::Same;
    }
    Effect::Changed(changed.iter().map(|(column, _, new)| (*column, new.clone())).collect(), changed)
}

/// What a row says of a known person that a roster cannot decide: that the id is somebody else's, or a stage that records rest on (R2).
fn conflict(core: &Core, person: PersonIx, entry: &Entry) -> Option<Message> {
    let own = core.people.text(person, "name");
    if folded(own) != folded(entry.cell("name")) {
        return Some(Message::new("import.other-name").with("id", entry.cell("id")).with("name", own));
    }
    let (old, new) = (core.people.text(person, "stage"), entry.cell("stage"));
    let rests = || !core.pairs_of(person).is_empty() || core.stages.iter().any(|(other, ..)| *other == person);
    let decided = !new.is_empty() && Stage::parse(old) != Stage::parse(new) && rests();
    decided.then(|| Message::new("import.stage-decided").with("id", entry.cell("id")).with("old", old).with("new", new))
}

fn change((entry, effect): &(Entry, Effect)) -> Option<RecordChange> {
    let change = match effect {
        Effect::New(cells) => Change::Insert(cells.clone()),
        Effect::Changed(cells, _) => Change::Amend { key: vec![entry.cell("id").to_owned()], cells: cells.clone() },
        Effect::Same | Effect::Refused(_) => return None,
    };
    Some(RecordChange { table: &PEOPLE, branch: None, change })
}

fn sheet(effects: &[(Entry, Effect)]) -> Sheet {
    let columns = vec![
        Column::right("line", "import.line"),
        Column::left("effect", "import.effect"),
        Column::left("id", "column.id"),
        Column::left("name", "column.name"),
        Column::left("detail", "import.detail"),
    ];
    let row = |(entry, effect): &(Entry, Effect)| {
        let (word, detail) = match effect {
            Effect::Same => return None,
            Effect::New(_) => ("import.new", Cell::Empty),
            Effect::Changed(_, changed) => {
                let said: Vec<String> = changed.iter().map(|(column, old, new)| format!("{column}: {old} → {new}")).collect();
                ("import.changed", Cell::Text(said.join("; ")))
            }
            Effect::Refused(message) => ("import.refused", Cell::Say(message.clone())),
        };
        Some(vec![Cell::number(entry.line), Cell::word(word), Cell::text(entry.cell("id")), Cell::text(entry.cell("name")), detail])
    };
    let same = effects.iter().filter(|(_, effect)| matches!(effect, Effect::Same)).count();
    let footer = vec![Message::new("import.same").with("count", same)];
    Sheet { title: Some(Message::new("import.title")), columns, rows: effects.iter().filter_map(row).collect(), footer }
}
