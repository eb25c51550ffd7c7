//! Rows in the order of their key, whatever the order in the file, and doubled keys as findings.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::finding::{Code, Finding, Findings};
use crate::model::records::BranchIx;
use crate::model::scheme::Scheme;
use crate::model::table::{Order, Table};
use crate::model::text_table::TextTable;
use crate::source::Place;
use crate::store::sheet_lines::compare_cells;

/// Compares two rows of kept texts by the key of a table.
fn compare(texts: &TextTable, key: &[(usize, Order)], a: usize, b: usize) -> Ordering {
    key.iter().fold(Ordering::Equal, |so_far, (position, order)| {
        so_far.then_with(|| match order {
            Order::Text => texts.bytes_at(a, *position).cmp(texts.bytes_at(b, *position)),
            Order::Number => compare_cells(texts.at(a, *position), texts.at(b, *position), *order),
        })
    })
}

/// Positions of the key's columns among the kept ones.
fn key_positions(texts: &TextTable, table: &Table) -> Vec<(usize, Order)> {
    let position = |name: &str| texts.columns().iter().position(|kept| *kept == name);
    table.key_columns().filter_map(|column| Some((position(column.name)?, column.order))).collect()
}

/// The order of rows by key (nothing where they already are in it). Rows with an equal key after the first are findings.
pub fn key_order(
    texts: &TextTable,
    table: &Table,
    path: &Arc<str>,
    line_of: impl Fn(usize) -> u32,
    findings: &mut Findings,
) -> Option<Vec<u32>> {
    let key = key_positions(texts, table);
    let rows = texts.len();
    let in_order = (1..rows).all(|row| compare(texts, &key, row - 1, row) == Ordering::Less);
    if in_order {
        return None;
    }
    let mut order: Vec<u32> = (0..rows as u32).collect();
    order.sort_by(|a, b| compare(texts, &key, *a as usize, *b as usize).then(line_of(*a as usize).cmp(&line_of(*b as usize))));
    for two in order.windows(2) {
        let (a, b) = (two[0] as usize, two[1] as usize);
        if compare(texts, &key, a, b) == Ordering::Equal {
            let value: Vec<&str> = key.iter().map(|(position, _)| texts.at(b, *position)).collect();
            let column = table.key().next().map_or("", |index| table.column_name(index));
            let finding = Finding::in_cell(Code::DuplicateKey, Place::new(path, line_of(b), 0), column);
            findings.push(finding.with("value", value.join(" ")).with("other", Place::new(path, line_of(a), 0).to_string()));
        }
    }
    Some(order)
}

/// Rows and texts, both in the order of the key.
pub fn sorted_by_key<T: Copy>(
    rows: Vec<T>,
    texts: TextTable,
    table: &Table,
    path: &Arc<str>,
    line_of: impl Fn(&T) -> u32,
    findings: &mut Findings,
) -> (Vec<T>, TextTable) {
    let Some(order) = key_order(&texts, table, path, |row| rows.get(row).map_or(0, &line_of), findings) else { return (rows, texts) };
    let mut sorted = TextTable::keeping(texts.columns().to_vec());
    for row in &order {
        (0..texts.columns().len()).for_each(|position| sorted.push(texts.at(*row as usize, position)));
    }
    (order.iter().filter_map(|row| rows.get(*row as usize).copied()).collect(), sorted)
}

/// The place of a line in a branch's table.
#[must_use]
pub fn place_of(scheme: &Scheme, table: &Table, branch: BranchIx, line: u32) -> Place {
    let key = scheme.branch_key(branch);
    Place { file: Arc::from(table.path(key)), line, column: 0 }
}
