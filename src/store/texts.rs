//! The texts of a table's file as they stand, for lists: every column of every row that could be read, in the order of the key.

use std::sync::Arc;

use super::decode::Reading;
use super::decode::order::key_order;
use super::needs::Needs;
use super::open::Root;
use super::table_reader::{Buffers, Depth};
use crate::finding::Findings;
use crate::model::dataset::Core;
use crate::model::records::BranchIx;
use crate::model::table::Table;
use crate::model::text_table::TextTable;

/// Reads the texts of a table, of one branch where it is a branch's table.
#[must_use]
pub fn read_texts(root: &Root, core: &Core, table: &'static Table, branch: Option<BranchIx>, findings: &mut Findings) -> TextTable {
    let key = branch.map_or("", |branch| core.scheme.branch_key(branch));
    let path: Arc<str> = Arc::from(table.path(key));
    let reading = Reading { root, scheme: &core.scheme, needs: Needs::ALL };
    let mut texts = TextTable::keeping_all(table);
    reading.rows(table, &path, Depth::Everything, &mut Buffers::default(), findings, |row| {
        (0..table.columns.len()).for_each(|column| texts.push(row.text(column)));
    });
    let Some(order) = key_order(&texts, table, &path, |row| row as u32, &mut Findings::default()) else { return texts };
    let mut sorted = TextTable::keeping_all(table);
    for row in order {
        (0..table.columns.len()).for_each(|column| sorted.push(texts.at(row as usize, column)));
    }
    sorted
}
