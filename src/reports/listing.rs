//! The records of a table as a list: for people with the names of persons, for programs cell by cell. Not here: reading them.

use std::collections::HashMap;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::list_titles::title;
use super::sheet::{Cell, Column, LongSheet, Reader, Sheet, Sheets};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::decimal::Decimal;
use crate::model::record_key;
use crate::model::records::BranchIx;
use crate::model::scheme::Vocabulary;
use crate::model::table::{CONTACTS, Column as Stored, Holds, Table};
use crate::model::table_words::built_in;
use crate::model::text_table::TextTable;
use crate::model::word::{Stage, Word};

/// Records of a table as they stand in the files: `bangfu/list/1`.
pub struct Listing<'a> {
    core: &'a Core,
    table: &'static Table,
    title: Message,
    /// The texts of each file, with its branch, in the order of the branches.
    files: Vec<(Option<BranchIx>, TextTable)>,
    /// The records that are listed, in the order of branch and key.
    rows: Vec<Row>,
    /// Of pairs: the stages of the two on this day.
    stages_on: Option<Day>,
}

/// A record by its file and its row there.
#[derive(Clone, Copy)]
struct Row {
    file: u32,
    row: u32,
}

/// The cells of a record, in the table's order.
#[derive(Clone, Copy)]
struct Cells<'l> {
    texts: &'l TextTable,
    row: usize,
}

impl<'l> Cells<'l> {
    fn get(self, column: usize) -> &'l str {
        self.texts.at(self.row, column)
    }

    fn with_columns(self, table: &'static Table) -> impl Iterator<Item = (&'static crate::model::table::Column, &'l str)> {
        table.columns.iter().enumerate().map(move |(at, column)| (column, self.get(at)))
    }
}

/// The columns that hold a person.
const PERSONS: [&str; 5] = ["person", "helper", "helped", "a", "b"];

/// The two sides of a pair with the columns of their stages.
const STAGES: [(&str, &str, &str); 2] =
    [("helper", "helper_stage", "column.helper_stage"), ("helped", "helped_stage", "column.helped_stage")];

impl<'a> Listing<'a> {
    /// The records of a table's files, which keep all columns, for which `keep` says yes; it is given each record's cells by column.
    #[must_use]
    pub fn new(
        core: &'a Core,
        table: &'static Table,
        files: Vec<(Option<BranchIx>, TextTable)>,
        keep: impl Fn(&dyn Fn(&str) -> String) -> bool,
    ) -> Self {
        let kept = |(file, (_, texts)): (u32, &(_, TextTable))| {
            let is_kept = |row: &usize| keep(&|column| texts.get(*row, column).to_owned());
            (0..texts.len()).filter(is_kept).map(|row| Row { file, row: row as u32 }).collect::<Vec<_>>()
        };
        let rows = (0_u32..).zip(&files).flat_map(kept).collect();
        Self { core, table, title: Message::new(title(table.file)), files, rows, stages_on: None }
    }

    /// A record's branch and cells.
    fn record(&self, Row { file, row }: Row) -> Option<(Option<BranchIx>, Cells<'_>)> {
        self.files.get(file as usize).map(|(branch, texts)| (*branch, Cells { texts, row: row as usize }))
    }

    /// The cells of all records.
    fn records(&self) -> impl Iterator<Item = Cells<'_>> {
        self.rows.iter().filter_map(|row| Some(self.record(*row)?.1))
    }

    /// The same with the stages of helper and helped on a day.
    #[must_use]
    pub fn with_stages(self, day: Day) -> Self {
        Self { stages_on: Some(day), ..self }
    }

    /// The stage of the person in a column, where stages are asked for.
    fn stage(&self, cells: Cells<'_>, column: &str) -> Option<Stage> {
        let id = cells.get(self.table.column(column)?);
        self.core.stage_on(self.core.people.find(id)?, self.stages_on?)
    }

    /// The columns of stages, where they are asked for.
    fn stages(&self) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
        STAGES.into_iter().filter(|_| self.stages_on.is_some())
    }

    /// Keeps the records that share these cells with another one.
    pub fn keep_doubled(&mut self, columns: &[&str]) {
        let at: Vec<usize> = columns.iter().filter_map(|column| self.table.column(column)).collect();
        let shared: Vec<Vec<&str>> = self.records().map(|cells| at.iter().map(|column| cells.get(*column)).collect()).collect();
        let mut counts: HashMap<&[&str], usize> = HashMap::new();
        shared.iter().for_each(|cells| *counts.entry(cells).or_default() += 1);
        let is_doubled = |cells: &Vec<&str>| counts.get(cells.as_slice()).is_some_and(|count| *count > 1);
        self.rows = self.rows.iter().zip(&shared).filter(|(_, cells)| is_doubled(cells)).map(|(row, _)| *row).collect();
    }

    /// Keeps the last so many of the records that share a cell, which stand together.
    pub fn keep_last(&mut self, number: usize, column: &str) {
        let Some(at) = self.table.column(column) else { return };
        let cell = |row: &Row| self.record(*row).map(|(_, cells)| cells.get(at));
        let groups = self.rows.chunk_by(|a, b| cell(a) == cell(b));
        self.rows = groups.flat_map(|group| group.iter().skip(group.len().saturating_sub(number))).copied().collect();
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A cell for people: persons and pairs with their names, words by name.
    fn cell(&self, cells: Cells<'_>, column: usize) -> Cell {
        let text = cells.get(column);
        let name = self.table.column_name(column);
        let kind = self.table.column("kind").map_or("", |kind| cells.get(kind));
        if let Some(word) = built_in(self.table, name, text, kind) {
            return Cell::word(word.label);
        }
        let scheme = &self.core.scheme;
        match (self.table.file, name) {
            (_, person) if PERSONS.contains(&person) => Cell::text(&with_name(self.core, text)),
            (_, "pair") => Cell::text(&with_names(self.core, text)),
            (_, "topics" | "topic") => Cell::text(&names(&scheme.topics, text)),
            ("contacts.csv", "mode") => Cell::text(&names(&scheme.modes, text)),
            ("contacts.csv", "act") => Cell::text(&names(&scheme.acts, text)),
            _ => self.table.columns.get(column).map_or(Cell::Empty, |column| typed(self.table, column, text)),
        }
    }

    /// The record's name in commands.
    fn name(&self, cells: Cells<'_>) -> String {
        let key: Vec<&str> = self.table.key().map(|column| cells.get(column)).collect();
        record_key::name(self.table, &key)
    }

    /// Columns that some record fills; those that the record's name says are left out, but no day in a spreadsheet.
    fn filled(&self, reader: Reader) -> Vec<usize> {
        let filled = |column: &usize| self.records().any(|cells| !cells.get(*column).is_empty());
        let named = |column: &usize| {
            let said = if reader == Reader::Spreadsheet { &["n"][..] } else { &["date", "n"] };
            self.names_records() && self.table.columns.get(*column).is_some_and(|column| said.contains(&column.name))
        };
        (0..self.table.columns.len()).filter(|column| (self.rows.is_empty() || filled(column)) && !named(column)).collect()
    }

    /// Whether records have a name that is more than the cells of their key.
    fn names_records(&self) -> bool {
        self.table.file == CONTACTS.file
    }
}

/// A cell with the kind of its column, so that a spreadsheet gets days and numbers; whatever else stands in them stays text, ids too.
fn typed(table: &Table, column: &Stored, text: &str) -> Cell {
    match column.holds(table) {
        Holds::Days => Day::parse(text.as_bytes()).map_or_else(|_| Cell::text(text), Cell::Day),
        Holds::Numbers if Decimal::parse(text).is_some() => Cell::Digits(text.to_owned()),
        Holds::Numbers | Holds::Texts => Cell::text(text),
    }
}

/// An id with the person's name before it.
fn with_name(core: &Core, id: &str) -> String {
    core.people.find(id).map_or_else(|| id.to_owned(), |person| format!("{} {id}", core.people.name(person)))
}

/// A pair's id with the names of its two persons.
fn with_names(core: &Core, id: &str) -> String {
    let pair = core.pairs.find(id).and_then(|pair| core.pairs.get(pair));
    let name = |person| core.people.name(person);
    pair.map_or_else(|| id.to_owned(), |pair| format!("{id} {}→{}", name(pair.helper), name(pair.helped)))
}

/// The names of a vocabulary's words given by key, joined by `;`.
pub(in crate::reports) fn names(vocabulary: &Vocabulary, keys: &str) -> String {
    let name = |key: &str| vocabulary.terms.iter().find(|term| term.key == key).map_or_else(|| key.to_owned(), |term| term.name.clone());
    if keys.is_empty() { String::new() } else { keys.split(';').map(name).collect::<Vec<_>>().join("、") }
}

/// The key of a column's header in the catalogues: the table's own, else the one that many tables have.
fn header(table: &Table, column: &str) -> &'static str {
    let own = format!("{}.{column}", table.file.trim_end_matches(".csv"));
    let key = |name: &str| crate::i18n::key_of("column.", name);
    key(&own).or_else(|| key(column)).unwrap_or("column.note")
}

impl Listing<'_> {
    /// The records as people read them.
    fn for_person(&self, reader: Reader) -> LongSheet<'_> {
        let filled = self.filled(reader);
        let own = filled
            .iter()
            .filter_map(|column| self.table.columns.get(*column))
            .map(|column| Column::left(column.name, header(self.table, column.name)));
        let record = self.names_records().then(|| Column::left("record", "column.record"));
        let stages = self.stages().map(|(_, key, header)| Column::left(key, header));
        let columns = record.into_iter().chain(own).chain(stages).collect();
        let name = |cells| self.names_records().then(|| Cell::Text(self.name(cells)));
        let stage = |cells, column| self.stage(cells, column).map_or(Cell::Empty, |stage| Cell::word(stage.label()));
        let footer = vec![Message::new("list.count").with("count", self.rows.len())];
        let frame = Sheet { title: Some(self.title.clone()), columns, rows: Vec::new(), footer };
        self.long_sheet(frame, move |cells| {
            let own = filled.iter().map(|column| self.cell(cells, *column));
            name(cells).into_iter().chain(own).chain(self.stages().map(|(column, ..)| stage(cells, column))).collect()
        })
    }

    /// The records as they stand in the files.
    fn for_program(&self) -> LongSheet<'_> {
        let columns = self.table.columns.iter().map(|column| Column::left(column.name, header(self.table, column.name))).collect();
        let frame = Sheet { columns, ..Sheet::default() };
        self.long_sheet(frame, |cells| cells.with_columns(self.table).map(|(column, cell)| typed(self.table, column, cell)).collect())
    }

    fn long_sheet<'l>(&'l self, frame: Sheet, row: impl Fn(Cells<'l>) -> Vec<Cell> + 'l) -> LongSheet<'l> {
        let record = |number: usize| self.rows.get(number).and_then(|row| self.record(*row));
        LongSheet::made(frame, self.rows.len(), move |number| record(number).map_or_else(Vec::new, |(_, cells)| row(cells)))
    }
}

impl Sheets for Listing<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        vec![self.for_person(Reader::Person).kept()]
    }

    fn flat(&self) -> Vec<Sheet> {
        vec![self.for_program().kept()]
    }

    fn long(&self, reader: Reader) -> Option<LongSheet<'_>> {
        Some(if reader == Reader::Program { self.for_program() } else { self.for_person(reader) })
    }
}

/// One record of a listing.
struct Record<'a>(&'a Listing<'a>, Option<BranchIx>, Cells<'a>);

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(listing, branch, cells) = *self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("record", &listing.name(cells))?;
        if let Some(branch) = branch.filter(|_| listing.table.column("branch").is_none()) {
            map.serialize_entry("branch", listing.core.scheme.branch_key(branch))?;
        }
        for (column, cell) in cells.with_columns(listing.table) {
            let text = (!cell.is_empty()).then(|| cell.replace('↵', "\n"));
            map.serialize_entry(column.name, &text)?;
        }
        for (column, cell) in cells.with_columns(listing.table).filter(|(column, _)| PERSONS.contains(&column.name)) {
            let name = listing.core.people.find(cell).map(|person| listing.core.people.name(person));
            map.serialize_entry(&format!("{}_name", column.name), &name)?;
        }
        for (column, key, _) in listing.stages() {
            map.serialize_entry(key, &listing.stage(cells, column).map(Stage::key))?;
        }
        map.end()
    }
}

/// The records of a listing, one after the other.
struct Records<'a>(&'a Listing<'a>);

impl Serialize for Records<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(listing) = *self;
        let record = |row: &Row| listing.record(*row).map(|(branch, cells)| Record(listing, branch, cells));
        serializer.collect_seq(listing.rows.iter().filter_map(record))
    }
}

impl Serialize for Listing<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("format", "bangfu/list/1")?;
        map.serialize_entry("file", self.table.file)?;
        map.serialize_entry("records", &Records(self))?;
        map.end()
    }
}
