//! Listing, amending and removing the records of any table: every record that can be added can be seen, corrected and taken back.
//! What is particular about a table's records is with its own command.

use super::reading::Opened;
use super::writing::{Done, RecordChange, Session};
use crate::app::App;
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::records::BranchIx;
use crate::model::table::{Home, Table};
use crate::model::word_distance::nearest;
use crate::reports::listing::Listing;
use crate::store::edit::{Cells, Change};
use crate::store::texts::read_texts;

/// All records of a table for which `keep` says yes; it is given each record's cells by column.
pub fn listing<'a>(
    app: &App,
    opened: &Opened,
    core: &'a Core,
    table: &'static Table,
    keep: impl Fn(&dyn Fn(&str) -> String) -> bool,
) -> Listing<'a> {
    let mut findings = Vec::new();
    let mut rows = Vec::new();
    let branches: Vec<Option<BranchIx>> = if table.home == Home::Branch { core.branch_indexes().map(Some).collect() } else { vec![None] };
    for branch in branches {
        let texts = read_texts(&opened.root, core, table, branch, &mut findings);
        for row in 0..texts.len() {
            let cell = |column: &str| texts.get(row, column).to_owned();
            if keep(&cell) {
                rows.push((branch, table.columns.iter().map(|column| cell(column.name)).collect()));
            }
        }
    }
    app.warn_of(&opened.root, findings);
    Listing::new(core, table, rows)
}

/// Cells from `FIELD=VALUE` words; fields by header, English or Chinese.
pub fn assignments(table: &'static Table, words: &[String]) -> Result<Cells> {
    if words.is_empty() {
        return Err(Failure::usage(Message::new("failure.nothing-to-amend").with("fields", fields(table))));
    }
    words.iter().map(|word| assignment(table, word)).collect()
}

fn fields(table: &Table) -> String {
    table.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(" ")
}

fn assignment(table: &'static Table, word: &str) -> Result<(&'static str, String)> {
    let no_field = || Failure::usage(Message::new("failure.no-assignment").with("value", word).with("fields", fields(table)));
    let (field, value) = word.split_once('=').ok_or_else(no_field)?;
    let column = table.column(field.trim()).and_then(|column| table.columns.get(column));
    let unknown = || {
        let near = nearest(field, table.columns.iter().flat_map(|column| [column.name, column.zh]));
        let message = Message::new("failure.unknown-field").with("value", field).with("nearest", near);
        Failure::usage(message.with("fields", fields(table)))
    };
    column.map(|column| (column.name, value.to_owned())).ok_or_else(unknown)
}

/// Amends one record.
pub fn amend(
    app: &App,
    table: &'static Table,
    branch: impl FnOnce(&Session<'_>) -> Result<Option<BranchIx>>,
    key: Vec<String>,
    words: &[String],
) -> Result<()> {
    let cells = assignments(table, words)?;
    change(app, table, branch, Change::Amend { key, cells }, "done.amended")
}

/// Removes one record.
pub fn remove(
    app: &App,
    table: &'static Table,
    branch: impl FnOnce(&Session<'_>) -> Result<Option<BranchIx>>,
    key: Vec<String>,
) -> Result<()> {
    change(app, table, branch, Change::Remove { key }, "done.removed")
}

/// Adds one record.
pub fn add(app: &App, session: &Session<'_>, table: &'static Table, branch: Option<BranchIx>, cells: Cells) -> Result<()> {
    let cells = cells.into_iter().filter(|(_, text)| !text.is_empty()).collect();
    let done = session.apply(vec![RecordChange { table, branch, change: Change::Insert(cells) }])?;
    tell(app, done, "done.added", &session.path(table, branch))
}

fn change(
    app: &App,
    table: &'static Table,
    branch: impl FnOnce(&Session<'_>) -> Result<Option<BranchIx>>,
    change: Change,
    said: &'static str,
) -> Result<()> {
    let session = Session::begin(app)?;
    let branch = branch(&session)?;
    let done = session.apply(vec![RecordChange { table, branch, change }])?;
    tell(app, done, said, &session.path(table, branch))
}

/// The answer of a command that wrote.
pub fn tell(app: &App, done: Done, said: &'static str, file: &str) -> Result<()> {
    if done == Done::Shown {
        return Ok(());
    }
    app.say(&Message::new(said).with("file", file))
}
