//! Rows of each table into typed records, one file per table or family of tables. A row with a fault in what identifies it is left
//! out (its finding is kept). Not here: how records relate to each other (`rules::relations`).

#[cfg(test)]
mod column_order;
pub mod committee;
pub mod contacts;
pub mod forms;
mod last_pair;
mod last_word;
pub mod order;
pub mod pairs;
pub mod people;
#[cfg(test)]
mod quick;
pub mod small;
pub mod twice;

use std::sync::Arc;

use super::chunks::Input;
use super::misnamed;
use super::needs::Needs;
use super::open::Root;
use super::row::Row;
use super::table_reader::{Buffers, Depth, Sink, read_rows};
use crate::finding::{Code, Finding, Findings};
use crate::model::scheme::Scheme;
use crate::model::table::Table;
use crate::source::Place;

/// What every decoder works with.
pub struct Reading<'a> {
    /// The data directory.
    pub root: &'a Root,
    /// The settings.
    pub scheme: &'a Scheme,
    /// What is asked for.
    pub needs: Needs,
}

impl Reading<'_> {
    /// Reads a table's file row by row; a file that does not exist has no rows, unless it seems to be there by another name.
    pub fn rows(
        &self,
        table: &'static Table,
        path: &Arc<str>,
        depth: Depth<'_>,
        buffers: &mut Buffers,
        findings: &mut Findings,
        mut decode: impl FnMut(&mut Row<'_>),
    ) -> Presence {
        self.rows_into(table, path, depth, buffers, findings, &mut decode)
    }

    /// Reads a table's file row by row into a sink.
    pub fn rows_into(
        &self,
        table: &'static Table,
        path: &Arc<str>,
        depth: Depth<'_>,
        buffers: &mut Buffers,
        findings: &mut Findings,
        sink: &mut impl Sink,
    ) -> Presence {
        let before = findings.told();
        let opened = if self.root.lacks(path, &buffers.folder) { None } else { self.root.open(path, findings) };
        let Some(mut file) = opened else {
            if findings.told() > before {
                return Presence::There;
            }
            misnamed::tell(self.root, table, path, &mut buffers.folder, findings);
            return Presence::Absent;
        };
        let input = match file.length() {
            // Some files that are not empty say that they are.
            0 => Input::new(&mut file),
            len => {
                sink.expect(len);
                Input::of_length(&mut file, len)
            }
        };
        if let Err(error) = read_rows(table, path, input, depth, buffers, findings, sink) {
            let place = Place::new(path, 0, 0);
            findings.push(Finding::new(Code::UnreadableFile, place).with("reason", error.to_string()));
        }
        Presence::There
    }
}

/// Whether a file exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It exists, readable or not.
    There,
    /// It does not exist.
    Absent,
}
