//! What follows from a line that could not be read: everything that refers to its person or pair looks unknown. Only the line itself is
//! told. Not here: reading lines; what is wrong between records that were read (`rules::relations`).

use std::sync::Arc;

use hashbrown::HashSet;

use super::csv::{BOM, without_line_end};
use super::header::Header;
use super::open::Root;
use crate::finding::{Code, Finding, Severity};
use crate::i18n::Value;
use crate::model::dataset::Pairs;
use crate::model::id;
use crate::model::lost_ids::{Lost, LostIds};
use crate::model::roster::Roster;
use crate::model::table::{PAIRS, PEOPLE, Table};

/// The ids of the roster and the pairs in lines with an error that kept them from being read.
#[must_use]
pub fn lost(root: &Root, findings: &[Finding], roster: &Roster, pairs: &Pairs) -> LostIds {
    let file = format!("/{}", PAIRS.file);
    LostIds {
        persons: words(root, &PEOPLE, faulty_lines(findings, |path| path == PEOPLE.file), |id| roster.find_bytes(id).is_some()),
        pairs: words(root, &PAIRS, faulty_lines(findings, |path| path.ends_with(&file)), |id| pairs.find_bytes(id).is_some()),
    }
}

/// The lines with an error in files of a kind, each file's once and in order.
fn faulty_lines(findings: &[Finding], is_of: impl Fn(&str) -> bool) -> Vec<(&Arc<str>, Vec<u32>)> {
    let mut files: Vec<(&Arc<str>, Vec<u32>)> = Vec::new();
    for place in findings.iter().filter(|finding| loses(finding) && is_of(&finding.place.file)).map(|finding| &finding.place) {
        match files.last_mut() {
            Some((file, lines)) if **file == place.file => lines.push(place.line),
            _ => files.push((&place.file, vec![place.line])),
        }
    }
    for (_, lines) in &mut files {
        lines.sort_unstable();
        lines.dedup();
    }
    files
}

/// Whether a finding may have kept its line from being read; a reference to somebody unknown does not.
fn loses(finding: &Finding) -> bool {
    finding.severity() == Severity::Error && finding.code != Code::UnknownPerson
}

/// The words in lines of some files that may be the ids of those lines, where none that was read has the id of the line.
fn words(root: &Root, table: &'static Table, files: Vec<(&Arc<str>, Vec<u32>)>, known: impl Fn(&[u8]) -> bool) -> Lost {
    let mut words = HashSet::new();
    for (file, faulty) in files {
        let bytes = root.read(file, &mut Vec::new()).unwrap_or_default();
        let mut lines = bytes.split(|byte| *byte == b'\n').map(without_line_end);
        let first = lines.next().map_or(&[][..], |line| line.strip_prefix(BOM).unwrap_or(line));
        // The header tells what the cells are.
        let header = if faulty.first().is_some_and(|line| *line <= 1) { None } else { Header::read(table, file, first, &mut Vec::new()) };
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

/// Drops what is said of references to ids that were lost.
pub fn drop_chained(lost: &LostIds, findings: &mut Vec<Finding>) {
    if lost.persons.is_none() && lost.pairs.is_none() {
        return;
    }
    findings.retain(|finding| match finding.code {
        Code::UnknownPerson => !lost.persons.has(value(finding)),
        Code::UnknownPair => !lost.pairs.has(value(finding)),
        _ => true,
    });
}

fn value(finding: &Finding) -> &str {
    let value = finding.args.iter().find(|(name, _)| *name == "value").map(|(_, value)| value);
    if let Some(Value::Text(text)) = value { text } else { "" }
}
