//! What a row of the file says as a record of its table, and how it compares with the record that is there. Not here: reading a row's
//! cells (`row`), what is particular about a table (`roster`, `contacts`, `outcomes`, `choices`).

use super::known::Known;
use crate::model::decimal::Decimal;
use crate::model::records::BranchIx;
use crate::model::table::Table;
use crate::model::table_words::built_in;
use crate::model::text;

/// Cells by column.
pub type Cells = Vec<(&'static str, String)>;

/// A record that a row of the file makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The branch of a branch's table.
    pub branch: Option<BranchIx>,
    /// What it is recognised by among the records.
    pub identity: Vec<String>,
    /// What no other row of the file may say otherwise.
    pub claim: Vec<String>,
    /// What the file says; words by key, empty cells left out.
    pub cells: Cells,
    /// What a new record gets besides, where the file says nothing.
    pub defaults: Cells,
    /// The row of the table that it is, where no key tells it.
    pub own: Option<usize>,
}

impl Record {
    /// What it says of a column; empty where it says nothing.
    #[must_use]
    pub fn cell(&self, column: &str) -> &str {
        self.cells.iter().find(|(name, _)| *name == column).map_or("", |(_, text)| text.as_str())
    }
}

/// A cell that a row changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The column.
    pub column: &'static str,
    /// What the records say.
    pub old: String,
    /// What the file says.
    pub new: String,
}

/// What a row of the file says otherwise than a row of the records; what it leaves empty stays.
#[must_use]
pub fn differences(table: &Table, known: &Known<'_>, record: &Record, branch: Option<BranchIx>, row: usize) -> Vec<Difference> {
    let kind = known.text(branch, row, "kind");
    let differs = |(column, new): &(&'static str, String)| {
        let old = known.text(branch, row, column);
        (!is_same(table, column, kind, old, new)).then(|| Difference { column, old: old.to_owned(), new: new.clone() })
    };
    record.cells.iter().filter_map(differs).collect()
}

/// Whether two cells of a column say the same: words however written, numbers by value, lists in any order.
#[must_use]
pub fn is_same(table: &Table, column: &str, kind: &str, old: &str, new: &str) -> bool {
    let key = |cell: &'_ str| built_in(table, column, cell, kind).map(|word| word.key);
    let list = |cell: &str| {
        let mut parts: Vec<String> = cell.split(';').map(str::to_owned).collect();
        parts.sort_unstable();
        parts
    };
    match column {
        _ if old == new => true,
        "value" | "points" | "minutes" => {
            matches!((Decimal::parse(old), Decimal::parse(new)), (Some(old), Some(new)) if old.fraction() == new.fraction())
        }
        "topics" => list(old) == list(new),
        _ => key(old).is_some_and(|old| key(new) == Some(old)) || text::stored(old).ok() == text::stored(new).ok(),
    }
}
