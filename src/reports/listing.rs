//! The records of a table as a list: for people with the names of persons, for programs cell by cell. Not here: reading them.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::sheet::{Cell, Column, Sheet, Sheets};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::records::BranchIx;
use crate::model::table::Table;

/// Records of a table as they stand in the files: `bangfu/list/1`.
pub struct Listing<'a> {
    core: &'a Core,
    table: &'static Table,
    title: Message,
    /// Each record's branch and cells, in the order of branch and key.
    rows: Vec<(Option<BranchIx>, Vec<String>)>,
}

impl<'a> Listing<'a> {
    /// The records of a table.
    #[must_use]
    pub fn new(core: &'a Core, table: &'static Table, rows: Vec<(Option<BranchIx>, Vec<String>)>) -> Self {
        Self { core, table, title: Message::new("list.title").with("file", table.file), rows }
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn branch_key(&self, branch: BranchIx) -> &str {
        self.core.scheme.branches.get(usize::from(branch.0)).map_or("", |branch| branch.key.as_str())
    }

    /// The name of the person that a cell names, for people.
    fn name(&self, column: &str, text: &str) -> Option<String> {
        let person = matches!(column, "person" | "helper" | "helped" | "a" | "b");
        let found = person.then(|| self.core.people.find(text)).flatten();
        found.map(|person| self.core.people.name(person).to_owned())
    }

    /// Columns that some record fills.
    fn filled(&self) -> Vec<usize> {
        let filled = |column: &usize| self.rows.iter().any(|(_, cells)| cells.get(*column).is_some_and(|cell| !cell.is_empty()));
        (0..self.table.columns.len()).filter(|column| self.rows.is_empty() || filled(column)).collect()
    }
}

/// The key of a column's header in the catalogues.
fn header(column: &'static str) -> &'static str {
    crate::i18n::keys(crate::i18n::Lang::En).find(|key| key.strip_prefix("column.") == Some(column)).unwrap_or("column.note")
}

impl Sheets for Listing<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        let filled = self.filled();
        let columns =
            filled.iter().filter_map(|column| self.table.columns.get(*column)).map(|column| Column::left(column.name, header(column.name)));
        let cell = |cells: &Vec<String>, column: usize| {
            let text = cells.get(column).map_or("", String::as_str);
            let name = self.table.columns.get(column).and_then(|column| self.name(column.name, text));
            name.map_or_else(|| Cell::text(text), |name| Cell::Text(format!("{name} {text}")))
        };
        let rows = self.rows.iter().map(|(_, cells)| filled.iter().map(|column| cell(cells, *column)).collect()).collect();
        let footer = vec![Message::new("list.count").with("count", self.rows.len())];
        vec![Sheet { title: Some(self.title.clone()), columns: columns.collect(), rows, footer }]
    }

    fn flat(&self) -> Vec<Sheet> {
        let columns = self.table.columns.iter().map(|column| Column::left(column.name, header(column.name))).collect();
        let rows = self.rows.iter().map(|(_, cells)| cells.iter().map(|cell| Cell::text(cell)).collect()).collect();
        vec![Sheet { title: None, columns, rows, footer: Vec::new() }]
    }
}

/// One record of a listing.
struct Record<'a>(&'a Listing<'a>, &'a (Option<BranchIx>, Vec<String>));

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(listing, (branch, cells)) = self;
        let mut map = serializer.serialize_map(None)?;
        if let Some(branch) = branch.filter(|_| listing.table.column("branch").is_none()) {
            map.serialize_entry("branch", listing.branch_key(branch))?;
        }
        for (column, cell) in listing.table.columns.iter().zip(cells) {
            let text = (!cell.is_empty()).then(|| cell.replace('↵', "\n"));
            map.serialize_entry(column.name, &text)?;
        }
        map.end()
    }
}

impl Serialize for Listing<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let records: Vec<Record<'_>> = self.rows.iter().map(|row| Record(self, row)).collect();
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("format", "bangfu/list/1")?;
        map.serialize_entry("file", self.table.file)?;
        map.serialize_entry("records", &records)?;
        map.end()
    }
}
