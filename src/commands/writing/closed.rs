//! Tells at once when a change touches a closed month: the record is let in, since a late one is never dropped, and what becomes of the
//! month's figures is said. Not here: the digests of a month, and the signs of `audit`.

use super::Files;
use crate::finding::Findings;
use crate::i18n::Message;
use crate::model::closed::ClosedMonth;
use crate::model::table::Table;
use crate::rules::closing::{Scope, Span, TABLES};
use crate::store::closed;
use crate::store::edit::records_in_lines;
use crate::store::open::Root;
use crate::store::transaction::FileChange;

/// The cells of records.
type Rows = Vec<Vec<String>>;

/// What to say of the closed months that these changes touch; nothing of a closed.toml that cannot be read, which is told elsewhere.
pub(super) fn touched(root: &Root, files: &Files, changes: &[&FileChange]) -> Vec<Message> {
    let mut findings = Findings::default();
    let known = closed::read(root, &mut findings);
    if findings.has_error() || known.months.is_empty() {
        return Vec::new();
    }
    let of_months = |table: &Table| TABLES.iter().any(|counted| counted.file == table.file);
    let changed: Vec<(&'static Table, Rows, Rows)> = changes
        .iter()
        .filter_map(|change| Some((files.get(&change.path)?.0, change)))
        .filter(|(table, _)| of_months(table))
        .map(|(table, change)| changed_rows(table, change))
        .collect();
    let say = |month: &ClosedMonth| {
        let count: usize = changed.iter().map(|(table, gone, come)| differing(table, month, gone, come)).sum();
        let message = Message::new("closed.touched").with("month", month.month).with("day", month.closed);
        (count > 0).then(|| message.with("count", count))
    };
    known.months.iter().filter_map(say).collect()
}

/// The records of a file before and after that are not the same lines.
fn changed_rows(table: &'static Table, change: &FileChange) -> (&'static Table, Rows, Rows) {
    let (old, new) = (change.old.as_deref().unwrap_or_default(), change.new.as_deref().unwrap_or_default());
    let (before, after) = (lines(old), lines(new));
    let first = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let same_end = before.iter().skip(first).rev().zip(after.iter().skip(first).rev()).take_while(|(a, b)| a == b).count();
    let rows = |bytes: &[u8], count: usize| {
        let numbers: Vec<u32> = (first..count - same_end).map(|index| index as u32 + 1).collect();
        records_in_lines(table, &change.path, bytes, &numbers).into_iter().map(|(_, cells)| cells).collect()
    };
    (table, rows(old, before.len()), rows(new, after.len()))
}

fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.split(|byte| *byte == b'\n').collect()
}

/// How many records of a closed month went, came or changed.
fn differing(table: &Table, month: &ClosedMonth, gone: &Rows, come: &Rows) -> usize {
    let scope = Scope::new(month.month, month.as_of, Span::Month);
    let of_month = |rows: &Rows| -> Rows {
        let kept = |row: &Vec<String>| {
            let cell = |name: &'static str| table.column(name).and_then(|column| row.get(column)).map_or("", String::as_str);
            scope.has(table, cell).then(|| scope.cells(table, cell))
        };
        rows.iter().filter_map(kept).collect()
    };
    let (mut gone, mut come) = (of_month(gone), of_month(come));
    gone.sort_unstable();
    come.sort_unstable();
    let without = |own: &Rows, others: &Rows| own.iter().filter(|row| others.binary_search(row).is_err()).count();
    without(&gone, &come).max(without(&come, &gone))
}
