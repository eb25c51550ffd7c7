//! Listing and adding the records of any table, the words that amend one, and how one change is made and answered. Finding a record to
//! amend or remove is in `found`; what is particular about a table's records is with its own command.

use super::reading::Opened;
use super::values::by_key;
use super::writing::{Done, RecordChange, Session};
use crate::app::App;
use crate::failure::{Failure, Result};
use crate::finding::Findings;
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::records::BranchIx;
use crate::model::table::{Column, Home, Need, Table};
use crate::model::text_table::TextTable;
use crate::model::word::key_and_name;
use crate::model::word_distance::nearest;
use crate::reports::answer::{Action, Answer, Touched};
use crate::reports::listing::Listing;
use crate::store::edit::{Cells, Change};
use crate::store::numbering::{number_column, of_texts, turn_column};
use crate::store::texts::read_texts;
use crate::ui::Exit;

/// All records of a table for which `keep` says yes; it is given each record's cells by column.
pub fn listing<'a>(
    app: &App,
    opened: &Opened,
    core: &'a Core,
    table: &'static Table,
    keep: impl Fn(&dyn Fn(&str) -> String) -> bool,
) -> Listing<'a> {
    let mut findings = Findings::default();
    let branches: Vec<Option<BranchIx>> = if table.home == Home::Branch { core.branch_indexes().map(Some).collect() } else { vec![None] };
    let texts = |branch| (branch, read_texts(&opened.root, core, table, branch, &mut findings));
    let files = branches.into_iter().map(texts).collect();
    app.warn_of(&opened.root, findings.listed().0);
    Listing::new(core, table, files, keep)
}

/// Cells from `FIELD=VALUE` words; fields by header, English or Chinese. An empty value empties the cell.
pub fn assignments(table: &'static Table, words: &[String]) -> Result<Cells> {
    // Numbers are given by the program.
    let can_be_amended = |column: &&Column| column.need != Need::KeyOptional;
    let find = |field: &str| table.columns.get(table.column(field)?).filter(can_be_amended).map(|column| column.name);
    let names = table.columns.iter().flat_map(|column| [column.name, column.zh]).collect();
    let told = table.columns.iter().filter(can_be_amended).map(|column| (column.name, column.zh)).collect();
    let given = table.columns.iter().filter(|column| !can_be_amended(column)).flat_map(|column| [column.name, column.zh]).collect();
    assigned(&Fields { told, names, given, find: &find }, words)
}

/// The fields to which words may assign something.
pub struct Fields<'f> {
    /// Those that are told, in their order: each with its Chinese name, or twice the same.
    pub told: Vec<(&'static str, &'static str)>,
    /// Every name that may be meant by a mistyped one.
    pub names: Vec<&'static str>,
    /// Those that the program gives: nobody assigns them.
    pub given: Vec<&'static str>,
    /// The field of a name.
    pub find: &'f dyn Fn(&str) -> Option<&'static str>,
}

impl Fields<'_> {
    /// The fields that are told, with their Chinese names where they have some.
    fn in_words(&self) -> String {
        self.told.iter().map(|(name, zh)| key_and_name(name, zh)).collect::<Vec<_>>().join(" ")
    }
}

/// Values from `FIELD=VALUE` words, each field at most once.
pub fn assigned(fields: &Fields<'_>, words: &[String]) -> Result<Cells> {
    if words.is_empty() {
        return Err(Failure::usage(Message::new("failure.nothing-to-amend").with("fields", fields.in_words())));
    }
    let cells = words.iter().map(|word| assignment(fields, word)).collect::<Result<Cells>>()?;
    match cells.iter().enumerate().find(|(at, (field, _))| cells.iter().take(*at).any(|(earlier, _)| earlier == field)) {
        Some((_, (field, _))) => Err(Failure::usage(Message::new("failure.field-twice").with("field", *field))),
        None => Ok(cells),
    }
}

fn assignment(fields: &Fields<'_>, word: &str) -> Result<(&'static str, String)> {
    let told = |message: Message| Failure::usage(message.with("fields", fields.in_words()));
    let no_field = || told(Message::new("failure.no-assignment").with("value", word));
    let (field, value) = word.split_once(['=', '＝']).ok_or_else(no_field)?;
    if fields.given.iter().any(|given| given.eq_ignore_ascii_case(field.trim())) {
        return Err(told(Message::new("failure.number-is-given").with("value", field)));
    }
    let near = || nearest(field, fields.names.iter().copied());
    let unknown = || told(Message::new("failure.unknown-field").with("value", field).with("nearest", near()));
    (fields.find)(field.trim()).map(|field| (field, value.to_owned())).ok_or_else(unknown)
}

/// Adds one record; empty cells are left out.
pub fn add(app: &App, session: &Session<'_>, table: &'static Table, branch: Option<BranchIx>, cells: Cells) -> Result<Exit> {
    carry_out(app, session, adding(table, branch, cells), |answer| answer)
}

/// The change that adds one record; empty cells are left out.
#[must_use]
pub fn adding(table: &'static Table, branch: Option<BranchIx>, cells: Cells) -> RecordChange {
    let cells = by_key(table, cells.into_iter().filter(|(_, text)| !text.is_empty()).collect());
    RecordChange { table, branch, change: Change::Insert(cells) }
}

/// Makes one change and answers; `say` may put the answer in words of its own.
pub fn carry_out(app: &App, session: &Session<'_>, change: RecordChange, say: impl FnOnce(Answer) -> Answer) -> Result<Exit> {
    let (table, branch) = (change.table, change.branch);
    let (action, key, moved) = key_after(table, &change.change);
    let turn = turn_after(session, &change);
    match session.apply(vec![change])? {
        Done::Shown => {}
        Done::Same => app.say_done(&Answer::new(Message::new("done.same")))?,
        Done::Written => {
            let key = if moved { numbered(session, table, branch, key, turn.as_deref()) } else { key };
            app.say_done(&say(Answer::of(Touched { action, table, file: session.path(table, branch), key }, None)))?;
        }
    }
    Ok(Exit::Fine)
}

/// Takes a record from one file into another, both or neither, and answers.
pub fn carry_over(app: &App, session: &Session<'_>, away: RecordChange, here: RecordChange) -> Result<Exit> {
    let (table, branch) = (here.table, here.branch);
    let (_, old, _) = key_after(away.table, &away.change);
    let (_, key, _) = key_after(table, &here.change);
    let turn = turn_after(session, &here);
    let gone = Touched { action: Action::Removed, table: away.table, file: session.path(away.table, away.branch), key: old };
    match session.apply(vec![away, here])? {
        Done::Shown => {}
        Done::Same => app.say_done(&Answer::new(Message::new("done.same")))?,
        Done::Written => {
            let key = numbered(session, table, branch, key, turn.as_deref());
            let come = Touched { action: Action::Added, table, file: session.path(table, branch), key };
            let message = Message::new("done.moved").with("record", gone.name()).with("new", come.name()).with("file", come.file.as_str());
            app.say_done(&Answer { records: vec![gone, come], ..Answer::new(message) })?;
        }
    }
    Ok(Exit::Fine)
}

/// The record's key after a change, and whether it took a new place.
fn key_after(table: &'static Table, change: &Change) -> (Action, Vec<String>, bool) {
    let column = |cells: &Cells, index: usize| {
        let name = table.column_name(index);
        cells.iter().find(|(column, _)| *column == name).map(|(_, text)| text.clone())
    };
    match change {
        Change::Insert(cells) | Change::Bring { cells, .. } => {
            (Action::Added, table.key().map(|index| column(cells, index).unwrap_or_default()).collect(), true)
        }
        Change::Remove { key } => (Action::Removed, key.clone(), false),
        Change::Amend { key, cells } => {
            let new: Vec<String> = table.key().zip(key).map(|(index, old)| column(cells, index).unwrap_or_else(|| old.clone())).collect();
            let moved = new != *key;
            (Action::Amended, new, moved)
        }
    }
}

/// The key with the number that the file gave the record: it comes behind the others of its group, in a table with turns behind those of
/// its turn.
fn numbered(
    session: &Session<'_>,
    table: &'static Table,
    branch: Option<BranchIx>,
    mut key: Vec<String>,
    turn: Option<&str>,
) -> Vec<String> {
    let Some(number) = number_column(table) else { return key };
    let texts = session.texts(table, branch);
    let group = table.key().zip(&key).filter(|(column, _)| *column != number);
    let of_turn = turn_column(table).zip(turn).into_iter();
    let wanted: Vec<(&str, &str)> = group
        .map(|(column, cell)| (column, cell.as_str()))
        .chain(of_turn)
        .map(|(column, cell)| (table.column_name(column), cell))
        .collect();
    let is_it = |row: &usize| wanted.iter().all(|(column, cell)| texts.get(*row, column) == *cell);
    let numbers = of_texts(table, &texts).unwrap_or_default();
    let last = (0..texts.len()).filter(is_it).filter_map(|row| numbers.get(row)).max();
    let place = table.key().position(|column| column == number).and_then(|place| key.get_mut(place));
    if let (Some(cell), Some(last)) = (place, last) {
        *cell = last.to_string();
    }
    key
}

/// Where a record that a change makes or moves comes among those of its group; none in a table without turns.
fn turn_after(session: &Session<'_>, change: &RecordChange) -> Option<String> {
    let column = change.table.column_name(turn_column(change.table)?);
    let given = |cells: &Cells| cells.iter().find(|(name, _)| *name == column).map(|(_, cell)| cell.clone());
    match &change.change {
        Change::Insert(cells) | Change::Bring { cells, .. } => given(cells),
        Change::Remove { .. } => None,
        Change::Amend { key, cells } => given(cells).or_else(|| {
            let texts = session.texts(change.table, change.branch);
            let row = row_with_key(change.table, &texts, key)?;
            Some(texts.get(row, column).to_owned())
        }),
    }
}

/// The row of a record by its key, its number as a reader works it out.
#[must_use]
pub fn row_with_key(table: &Table, texts: &TextTable, key: &[String]) -> Option<usize> {
    let number = number_column(table);
    let numbers = of_texts(table, texts).unwrap_or_default();
    let is_it = |row: &usize| {
        table.key().zip(key).all(|(column, cell)| match Some(column) == number {
            true => numbers.get(*row).is_some_and(|number| number.to_string() == *cell),
            false => texts.get(*row, table.column_name(column)) == cell,
        })
    };
    (0..texts.len()).find(is_it)
}
