//! Which of many changes a new problem comes from, so that the others can be made without it. Not here: what is a problem.

use std::collections::HashMap;

use crate::finding::Finding;
use crate::i18n::Message;
use crate::model::records::BranchIx;
use crate::model::table::{Need, Table};
use crate::model::text::stored;
use crate::store::edit::{Change, records_in_lines};

/// A change that would make the records wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blamed {
    /// The branch of a branch's table.
    pub branch: Option<BranchIx>,
    /// Its place among the changes of its file.
    pub at: usize,
    /// What would be wrong.
    pub message: Message,
}

/// The changes of a file, which would be `bytes` with them, that these findings come from. A finding that comes from no new or amended
/// record is left out.
pub fn blame(
    table: &'static Table,
    branch: Option<BranchIx>,
    file: &str,
    bytes: &[u8],
    changes: &[Change],
    findings: &[&Finding],
) -> Vec<Blamed> {
    if findings.is_empty() {
        return Vec::new();
    }
    let lines: Vec<u32> = findings.iter().map(|found| found.place.line).collect();
    let records: HashMap<u32, Vec<String>> = records_in_lines(table, file, bytes, &lines).into_iter().collect();
    let mut by_key: HashMap<Vec<String>, Vec<usize>> = HashMap::new();
    for (at, change) in changes.iter().enumerate() {
        by_key.entry(key(table, change)).or_default().push(at);
    }
    let mut blamed: Vec<Blamed> = Vec::new();
    for found in findings {
        let Some(record) = records.get(&found.place.line) else { continue };
        let key = |column: usize| record.get(column).cloned().unwrap_or_default();
        let alike = by_key.get(&key_columns(table).map(key).collect::<Vec<_>>()).into_iter().flatten();
        let makes = |at: &&usize| changes.get(**at).is_some_and(|change| makes(table, change, record));
        for at in alike.filter(makes).filter(|at| !blamed.iter().any(|other| other.at == **at)).copied().collect::<Vec<_>>() {
            let message = Message { key: found.code.message_key(), args: found.args.clone() };
            blamed.push(Blamed { branch, at, message });
        }
    }
    blamed
}

/// The columns of a key without the number, which the file gives.
fn key_columns(table: &Table) -> impl Iterator<Item = usize> {
    table.key().filter(|column| table.columns.get(*column).is_some_and(|column| column.need != Need::KeyOptional))
}

/// The key of the record that a change makes, without the number.
fn key(table: &Table, change: &Change) -> Vec<String> {
    let (cells, old) = match change {
        Change::Insert(cells) => (cells.as_slice(), [].as_slice()),
        Change::Amend { key, cells } => (cells.as_slice(), key.as_slice()),
        Change::Remove { key } => ([].as_slice(), key.as_slice()),
    };
    let cell = |(place, column): (usize, usize)| {
        let name = table.columns.get(column).map_or("", |column| column.name);
        let new = cells.iter().find(|(column, _)| *column == name).map(|(_, text)| text);
        new.or_else(|| old.get(place)).cloned().unwrap_or_default()
    };
    key_columns(table).enumerate().map(cell).collect()
}

/// Whether a record has the cells that a change gives.
fn makes(table: &Table, change: &Change, record: &[String]) -> bool {
    let (Change::Insert(cells) | Change::Amend { cells, .. }) = change else { return false };
    let has = |(name, text): &(&'static str, String)| {
        let own = table.column(name).and_then(|column| record.get(column));
        own.is_some_and(|own| stored(text).is_ok_and(|text| text == own.as_str()))
    };
    cells.iter().all(has)
}

#[cfg(test)]
mod tests {
    use super::blame;
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
        let finding = |line| Finding::new(Code::DuplicateKey, Place { file: "contacts.csv".into(), line, column: 0 });
        let at = |line| {
            blame(&CONTACTS, None, "contacts.csv", &bytes, &changes, &[&finding(line)]).iter().map(|blamed| blamed.at).collect::<Vec<_>>()
        };
        assert_eq!((at(2), at(3), at(4), at(5), at(1)), (vec![2], vec![0], vec![1], vec![], vec![]));
    }
}
