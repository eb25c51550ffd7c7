//! The numbers of records that share the rest of their key: contacts of a pair on a day, handings-in of a form. A number may be left
//! out in the file; what it then is depends on the other rows. The reader follows the same rule. Not here: how numbers are written.

use std::collections::HashMap;
use std::hash::Hash;

use crate::model::table::{Need, Table};
use crate::model::text_table::TextTable;

/// The column by whose value rows with numbers left out follow each other, before their order in the file.
const ORDERING_COLUMN: &str = "received";

/// A row as far as its number is concerned.
#[derive(Clone, Copy, Debug)]
pub struct Numbered<'a, K> {
    /// What it shares with the rows that it is numbered among.
    pub group: K,
    /// The number in the file.
    pub written: Option<u64>,
    /// Where it comes among rows without a number.
    pub turn: &'a str,
}

/// The column of a table's numbers.
#[must_use]
pub fn number_column(table: &Table) -> Option<usize> {
    table.columns.iter().position(|column| column.need == Need::KeyOptional)
}

/// The column that says where a row comes among rows without a number.
#[must_use]
pub fn turn_column(table: &Table) -> Option<usize> {
    table.columns.iter().position(|column| column.name == ORDERING_COLUMN)
}

/// A number in a cell; nothing where it is left out. What is no number comes last.
#[must_use]
pub fn written(cell: &str) -> Option<u64> {
    if cell.is_empty() { None } else { Some(cell.parse().unwrap_or(u64::MAX)) }
}

/// The number of each row: the written one, or one more than the row before it in its group, rows without a number last.
#[must_use]
pub fn numbers<K: Eq + Hash + Copy>(rows: &[Numbered<'_, K>]) -> Vec<u64> {
    let mut result: Vec<u64> = rows.iter().map(|row| row.written.unwrap_or(0)).collect();
    let left_out = |index: &usize| rows.get(*index).is_some_and(|row| row.written.is_none());
    let mut open: Vec<usize> = (0..rows.len()).filter(left_out).collect();
    if open.is_empty() {
        return result;
    }
    let mut last: HashMap<K, u64> = HashMap::new();
    for row in rows {
        let number = last.entry(row.group).or_insert(0);
        *number = row.written.unwrap_or(0).max(*number);
    }
    open.sort_by_key(|index| rows.get(*index).map(|row| row.turn));
    for index in open {
        if let (Some(row), Some(slot)) = (rows.get(index), result.get_mut(index)) {
            let number = last.entry(row.group).or_insert(0);
            *number = number.saturating_add(1);
            *slot = *number;
        }
    }
    result
}

/// The number of each row of a file's texts as a reader works it out; none for a table without numbers.
#[must_use]
pub fn of_texts(table: &Table, texts: &TextTable) -> Option<Vec<u64>> {
    let number = number_column(table)?;
    let others: Vec<usize> = table.key().filter(|column| *column != number).collect();
    let cell = |row: usize, column: usize| texts.get(row, table.column_name(column));
    let groups: Vec<Vec<&str>> = (0..texts.len()).map(|row| others.iter().map(|column| cell(row, *column)).collect()).collect();
    let turn = turn_column(table);
    let rows: Vec<_> = groups
        .iter()
        .enumerate()
        .map(|(row, group)| Numbered {
            group: group.as_slice(),
            written: written(cell(row, number)),
            turn: turn.map_or("", |turn| cell(row, turn)),
        })
        .collect();
    Some(numbers(&rows))
}

#[cfg(test)]
mod tests {
    use super::{Numbered, numbers, of_texts};
    use crate::model::table::{FORMS, PAIRS};
    use crate::model::text_table::TextTable;

    #[test]
    fn numbers_left_out_follow_the_written_ones_by_turn_and_place() {
        let row = |group: char, written, turn| Numbered { group, written, turn };
        let rows = [row('a', None, "2"), row('b', None, ""), row('a', Some(1), "9"), row('a', None, "1"), row('b', None, "")];
        assert_eq!(numbers(&rows), [3, 1, 1, 2, 2]);
        assert_eq!(numbers(&[row('a', Some(4), ""), row('a', Some(4), "")]), [4, 4]);
        assert_eq!(numbers::<char>(&[]), [0; 0]);
    }

    #[test]
    fn texts_are_numbered_by_pair_and_month() {
        let mut texts = TextTable::keeping(vec!["pair", "month", "n", "received"]);
        let rows =
            [["a", "2012-11", "", "2012-12-09"], ["a", "2012-12", "", ""], ["a", "2012-11", "", "2012-12-02"], ["a", "2012-11", "1", ""]];
        rows.iter().flatten().for_each(|cell| texts.push(cell));
        assert_eq!(of_texts(&FORMS, &texts), Some(vec![3, 1, 2, 1]));
        assert_eq!(of_texts(&PAIRS, &texts), None);
    }
}
