//! Which of many changes a new problem comes from, so that the others can be made without it. Not here: what is a problem.

use std::collections::HashMap;

use crate::finding::Finding;
use crate::i18n::Message;
use crate::model::records::BranchIx;
use crate::model::table::{Need, Table};
use crate::model::text::stored;
use crate::store::edit::{Change, records_in_lines};

/// What is wrong with records, by branch and key without the number: their cells and what is said of them.
#[derive(Default)]
pub struct Blame {
    by_key: HashMap<(Option<BranchIx>, Vec<String>), Vec<Blamed>>,
}

/// The cells of a record and what is said of it.
type Blamed = (Vec<String>, Message);

impl Blame {
    /// Adds what is found in a file, which has these bytes. A finding that is about no record is left out.
    pub fn add(&mut self, table: &'static Table, branch: Option<BranchIx>, file: &str, bytes: &[u8], findings: &[&Finding]) {
        if findings.is_empty() {
            return;
        }
        let lines: Vec<u32> = findings.iter().map(|found| found.place.line).collect();
        let records: HashMap<u32, Vec<String>> = records_in_lines(table, file, bytes, &lines).into_iter().collect();
        for found in findings {
            let Some(record) = records.get(&found.place.line) else { continue };
            let key = key_columns(table).map(|column| record.get(column).cloned().unwrap_or_default()).collect();
            self.by_key.entry((branch, key)).or_default().push((record.clone(), found.sentence()));
        }
    }

    /// What is wrong with the record that a change makes.
    #[must_use]
    pub fn of(&self, table: &Table, branch: Option<BranchIx>, change: &Change) -> Option<&Message> {
        let alike = self.by_key.get(&(branch, key(table, change)))?;
        alike.iter().find(|(record, _)| makes(table, change, record)).map(|(_, message)| message)
    }
}

/// The columns of a key without the number, which the file gives.
fn key_columns(table: &Table) -> impl Iterator<Item = usize> {
    table.key().filter(|column| table.columns.get(*column).is_some_and(|column| column.need != Need::KeyOptional))
}

/// The key of the record that a change makes, without the number.
fn key(table: &Table, change: &Change) -> Vec<String> {
    let (cells, old) = match change {
        Change::Insert(cells) | Change::Bring { cells, .. } => (cells.as_slice(), [].as_slice()),
        Change::Amend { key, cells } => (cells.as_slice(), key.as_slice()),
        Change::Remove { key } => ([].as_slice(), key.as_slice()),
    };
    let cell = |(place, column): (usize, usize)| {
        let name = table.column_name(column);
        let new = cells.iter().find(|(column, _)| *column == name).map(|(_, text)| text);
        new.or_else(|| old.get(place)).cloned().unwrap_or_default()
    };
    key_columns(table).enumerate().map(cell).collect()
}

/// Whether a record has the cells that a change gives.
fn makes(table: &Table, change: &Change, record: &[String]) -> bool {
    let (Change::Insert(cells) | Change::Bring { cells, .. } | Change::Amend { cells, .. }) = change else { return false };
    let has = |(name, text): &(&'static str, String)| {
        let own = table.column(name).and_then(|column| record.get(column));
        own.is_some_and(|own| stored(text).is_ok_and(|text| text == own.as_str()))
    };
    cells.iter().all(has)
}

#[cfg(test)]
mod tests {
    use super::Blame;
    use crate::finding::{Code, Finding};
    use crate::model::table::CONTACTS;
    use crate::source::Place;
    use crate::store::edit::{Change, edited};

    #[test]
    fn a_problem_comes_from_the_change_that_made_its_line() {
        let insert = |date: &str, content: &str| {
            let cells = [("pair", "a-1"), ("date", date), ("act", "talk"), ("topics", "study"), ("content", content)];
            Change::Insert(cells.map(|(column, text)| (column, text.to_owned())).to_vec())
        };
        let changes = [insert("2012-11-08", "first\nline"), insert("2012-11-08", "second"), insert("2012-11-07", "third")];
        let bytes = edited(&CONTACTS, "contacts.csv", None, &changes).unwrap();
        let at = |line| {
            let finding = Finding::new(Code::DuplicateKey, Place { file: "contacts.csv".into(), line, column: 0 });
            let mut blame = Blame::default();
            blame.add(&CONTACTS, None, "contacts.csv", &bytes, &[&finding]);
            changes.iter().map(|change| blame.of(&CONTACTS, None, change).is_some()).collect::<Vec<_>>()
        };
        assert_eq!((at(2), at(3), at(4)), (vec![false, false, true], vec![true, false, false], vec![false, true, false]));
        assert_eq!((at(5), at(1)), (vec![false; 3], vec![false; 3]));
    }
}
