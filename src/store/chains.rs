//! What follows from a line that could not be read: everything that refers to its person or pair looks unknown. Only the line itself is
//! told. Not here: reading lines; what is wrong between records that were read (`rules::relations`).

use std::sync::Arc;

use hashbrown::HashSet;

use super::csv::{BOM, without_line_end};
use super::header::Header;
use super::open::Root;
use crate::finding::Findings;
use crate::model::dataset::Pairs;
use crate::model::id;
use crate::model::lost_ids::{Lost, LostIds};
use crate::model::roster::Roster;
use crate::model::table::{PAIRS, PEOPLE, Table};

/// The ids of the roster and the pairs in lines with an error that kept them from being read.
#[must_use]
pub fn lost(root: &Root, findings: &Findings, roster: &Roster, pairs: &Pairs) -> LostIds {
    let file = format!("/{}", PAIRS.file);
    LostIds {
        persons: words(root, &PEOPLE, findings.faulty_lines(|path| path == PEOPLE.file), |id| roster.find_bytes(id).is_some()),
        pairs: words(root, &PAIRS, findings.faulty_lines(|path| path.ends_with(&file)), |id| pairs.find_bytes(id).is_some()),
    }
}

/// The words in lines of some files that may be the ids of those lines, where none that was read has the id of the line.
fn words(root: &Root, table: &'static Table, files: Vec<(Arc<str>, Vec<u32>)>, known: impl Fn(&[u8]) -> bool) -> Lost {
    let mut words = HashSet::new();
    for (file, faulty) in files {
        let bytes = root.read(&file, &mut Findings::default()).unwrap_or_default();
        let mut lines = bytes.split(|byte| *byte == b'\n').map(without_line_end);
        let first = lines.next().map_or(&[][..], |line| line.strip_prefix(BOM).unwrap_or(line));
        // The header tells what the cells are.
        let header =
            if faulty.first().is_some_and(|line| *line <= 1) { None } else { Header::read(table, &file, first, &mut Findings::default()) };
        let Some(id_at) = header.and_then(|header| header.position(0)) else { return Lost::Any };
        let mut next = 2;
        for number in faulty {
            let Some(line) = lines.nth((number - next) as usize) else { break };
            next = number + 1;
            let cells = || line.split(|byte| *byte == b',').map(bare);
            if !cells().nth(id_at).is_some_and(&known) {
                words.extend(cells().filter(|cell| is_id(cell) && !known(cell)).map(Box::from));
            }
        }
    }
    Lost::Words(words)
}

/// A cell without its quotes and the blanks around it.
fn bare(cell: &[u8]) -> &[u8] {
    let is_edge = |byte: &u8| matches!(byte, b'"' | b' ');
    let start = cell.iter().position(|byte| !is_edge(byte)).unwrap_or(cell.len());
    let end = cell.iter().rposition(|byte| !is_edge(byte)).map_or(start, |last| last + 1);
    cell.get(start..end).unwrap_or_default()
}

fn is_id(cell: &[u8]) -> bool {
    std::str::from_utf8(cell).is_ok_and(id::is_id)
}
