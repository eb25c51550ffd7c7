//! Works out the columns of findings that only name a cell, and fetches the source lines of findings. Each file is read once, however
//! many findings it has.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::csv::{BOM, Fields, without_line_end};
use super::header::{Header, column_of};
use super::open::Root;
use crate::finding::{Finding, Findings};
use crate::model::table::{self, Table};

/// Fills in the columns of findings that name a cell.
pub fn locate(root: &Root, findings: &mut [Finding]) {
    for run in findings.chunk_by_mut(|a, b| a.place.file == b.place.file) {
        let Some(file) = run.first().map(|finding| Arc::clone(&finding.place.file)) else { continue };
        if run.iter().any(|finding| finding.cell.is_some() && finding.place.column == 0) {
            locate_in(root, &file, run);
        }
    }
}

fn locate_in(root: &Root, file: &Arc<str>, findings: &mut [Finding]) {
    let Some((bytes, table)) = root.read(file, &mut Findings::default()).zip(table_of(file)) else { return };
    let bytes = bytes.strip_prefix(BOM).unwrap_or(&bytes);
    let mut lines = bytes.split(|byte| *byte == b'\n').map(without_line_end).zip(1_u32..);
    let Some((head, _)) = lines.next() else { return };
    let Some(header) = Header::read(table, file, head, &mut Findings::default()) else { return };
    let mut fields = Fields::default();
    let mut current = None;
    for finding in findings {
        while current.is_none_or(|(_, number)| number < finding.place.line) {
            let Some(next) = lines.next() else { return };
            current = Some(next);
        }
        let Some((line, number)) = current else { return };
        let column = finding.cell.and_then(|cell| table.column(cell)).and_then(|column| header.position(column));
        if let Some(position) = column.filter(|_| number == finding.place.line && finding.place.column == 0) {
            let split = fields.split(line, usize::MAX).is_ok();
            let raw = fields.list.get(position).filter(|_| split).map(|field| field.raw as usize);
            finding.place.column = raw.map_or(1, |raw| column_of(line, raw));
        }
    }
}

/// The table that a path belongs to, by its file name.
fn table_of(file: &str) -> Option<&'static Table> {
    let name = file.rsplit('/').next().unwrap_or(file);
    table::ALL.into_iter().find(|table| table.file == name)
}

/// The source lines of findings by file and line, for those that are shown.
#[must_use]
pub fn source_lines(root: &Root, findings: &[Finding]) -> BTreeMap<(Arc<str>, u32), String> {
    let mut lines = BTreeMap::new();
    for run in findings.chunk_by(|a, b| a.place.file == b.place.file) {
        // A line of sealed records tells a reader nothing, and what stands there by mistake is not to be repeated.
        let Some(first) = run.first().filter(|first| first.place.file.as_ref() != table::SEALED.file) else { continue };
        let wanted: Vec<u32> = run.iter().map(|finding| finding.place.line).filter(|line| *line > 0).collect();
        let Some(bytes) = root.read(&first.place.file, &mut Findings::default()).filter(|_| !wanted.is_empty()) else { continue };
        let bytes = bytes.strip_prefix(BOM).unwrap_or(&bytes);
        for (line, number) in bytes.split(|byte| *byte == b'\n').zip(1_u32..) {
            if wanted.binary_search(&number).is_ok() {
                let text = String::from_utf8_lossy(without_line_end(line)).into_owned();
                lines.insert((Arc::clone(&first.place.file), number), text);
            }
        }
    }
    lines
}
