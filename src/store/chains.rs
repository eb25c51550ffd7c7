//! What follows from a line that could not be read: everything that refers to its person or pair looks unknown. Only the line itself is
//! told. Not here: reading lines; what is wrong between records that were read (`rules::relations`).

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use super::open::Root;
use crate::finding::{Code, Finding, Severity};
use crate::i18n::Value;
use crate::model::lost_ids::{Lost, LostIds};
use crate::model::table::{PAIRS, PEOPLE};

/// The ids of the roster and the pairs in lines with an error.
#[must_use]
pub fn lost(root: &Root, findings: &[Finding]) -> LostIds {
    let of = |is_of: &dyn Fn(&str) -> bool| {
        let mut lines: BTreeMap<Arc<str>, BTreeSet<u32>> = BTreeMap::new();
        for finding in findings.iter().filter(|finding| loses(finding) && is_of(&finding.place.file)) {
            lines.entry(Arc::clone(&finding.place.file)).or_default().insert(finding.place.line);
        }
        words(root, &lines)
    };
    let pairs = format!("/{}", PAIRS.file);
    LostIds { persons: of(&|file| file == PEOPLE.file), pairs: of(&|file| file.ends_with(&pairs)) }
}

/// Whether a finding may have kept its line from being read; a reference to somebody unknown does not.
fn loses(finding: &Finding) -> bool {
    finding.severity() == Severity::Error && finding.code != Code::UnknownPerson
}

/// The cells of lines of some files.
fn words(root: &Root, lines: &BTreeMap<Arc<str>, BTreeSet<u32>>) -> Lost {
    let mut words = HashSet::new();
    for (file, lines) in lines {
        // The header tells what the cells are.
        if lines.first().is_some_and(|line| *line <= 1) {
            return Lost::Any;
        }
        let Some(bytes) = root.read(file, &mut Vec::new()) else { return Lost::Any };
        let faulty = bytes.split(|byte| *byte == b'\n').zip(1_u32..).filter(|(_, line)| lines.contains(line));
        let cells = faulty.flat_map(|(line, _)| line.split(|byte| *byte == b','));
        words.extend(cells.filter_map(|cell| std::str::from_utf8(cell).ok()).map(|cell| cell.trim_matches(['"', ' ', '\r']).to_owned()));
    }
    words.remove("");
    Lost::Words(words)
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
