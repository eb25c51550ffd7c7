//! What follows from a line that could not be read: everything that refers to its person or pair looks unknown. Only the line itself is
//! told. Not here: reading lines; what is wrong between records that were read (`rules::relations`).

use memchr::memchr;

use super::csv::{has_fields, without_mark};
use super::header::Header;
use super::lines::Lines;
use super::open::Root;
use super::plain_line::PlainLine;
use crate::finding::{Code, Finding, Findings, LostLines};
use crate::model::dataset::Pairs;
use crate::model::id;
use crate::model::lost_ids::{Lost, LostIds, Words};
use crate::model::records::PersonIx;
use crate::model::roster::Roster;
use crate::model::table::{PAIRS, PEOPLE, Table};

/// The ids of the roster and the pairs in lines with an error that kept them from being read.
#[must_use]
pub fn lost(root: &Root, findings: &Findings, roster: &Roster, pairs: &Pairs) -> LostIds {
    let file = format!("/{}", PAIRS.file);
    let is_gone = |finding: &Finding| {
        let place = finding.place.file.as_ref();
        match finding.code {
            Code::SymlinkOutside => place == "branches" || place.starts_with("branches/"),
            Code::MisnamedFile => place == "branches" || place.ends_with(&file),
            _ => false,
        }
    };
    let mut near = PersonIx::UNKNOWN;
    let mut in_roster = |id: &[u8]| roster.find_next(id, &mut near).is_some();
    let persons = words(root, &PEOPLE, findings.faulty_lines(|path| path == PEOPLE.file), &mut in_roster);
    let pairs = match findings.iter().any(is_gone) {
        true => Lost::Any,
        false => words(root, &PAIRS, findings.faulty_lines(|path| path.ends_with(&file)), |id| pairs.find_bytes(id).is_some()),
    };
    LostIds { persons, pairs }
}

/// The words in lines of some files that may be the ids of those lines, where none that was read has the id of the line.
fn words(root: &Root, table: &'static Table, files: LostLines, mut known: impl FnMut(&[u8]) -> bool) -> Lost {
    let mut words = Words::default();
    for (file, faulty) in files {
        let bytes = root.read(&file, &mut Findings::default()).unwrap_or_default();
        let mut lines = Lines::of(without_mark(&bytes));
        let first = lines.to(1).unwrap_or_default();
        // The header tells what the cells are.
        let header =
            if faulty.first().is_some_and(|line| *line <= 1) { None } else { Header::read(table, &file, first, &mut Findings::default()) };
        let Some((id_at, width)) = header.and_then(|header| Some((header.position(0)?, header.width))) else { return Lost::Any };
        // Rows that follow each other often have the same word in a column, of which everything is known then.
        let mut before: Vec<&[u8]> = Vec::new();
        let mut id_before: &[u8] = &[];
        for number in faulty {
            let Some(line) = lines.to(number) else { break };
            let id = cells(line).nth(id_at).unwrap_or_default();
            if known(id) {
                continue;
            }
            // Where cells were moved something else stands there.
            let is_alike = id.len() == id_before.len() && id.first_chunk::<3>() == id_before.first_chunk();
            id_before = id;
            if is_alike && id::is_usual_id(id) && memchr(b'"', line).is_none() && has_fields(line, width) {
                words.enter(id);
                continue;
            }
            for (at, cell) in cells(line).enumerate() {
                match before.get_mut(at) {
                    Some(same) if *same == cell => continue,
                    Some(other) => *other = cell,
                    None => before.push(cell),
                }
                if is_id(cell) && !known(cell) {
                    words.enter(cell);
                }
            }
        }
    }
    Lost::Words(words)
}

/// What lies between the commas of a line, whatever its quotes, without quotes and blanks around it.
fn cells(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut line = PlainLine::new(line);
    std::iter::from_fn(move || line.field()).map(bare)
}

/// A cell without its quotes and the blanks around it.
fn bare(cell: &[u8]) -> &[u8] {
    let is_edge = |byte: &u8| matches!(byte, b'"' | b' ');
    let start = cell.iter().position(|byte| !is_edge(byte)).unwrap_or(cell.len());
    let end = cell.iter().rposition(|byte| !is_edge(byte)).map_or(start, |last| last + 1);
    cell.get(start..end).unwrap_or_default()
}

fn is_id(cell: &[u8]) -> bool {
    id::is_ascii_id(cell) || std::str::from_utf8(cell).is_ok_and(id::is_id)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;
    use std::sync::Arc;

    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{bare, is_id, words};
    use crate::model::lost_ids::Lost;
    use crate::model::table::PAIRS;
    use crate::store::open::Root;

    const FILE: &str = "branches/a/pairs.csv";
    const HEAD: &str = "id,helper,helped,basis,topics,start,end,end_reason\n";

    fn is_known(id: &[u8]) -> bool {
        id.starts_with(b"b")
    }

    fn found(text: &str, faulty: Vec<u32>) -> Lost {
        let root = Root::new(Path::new("/nowhere")).with(BTreeMap::from([(FILE.to_owned(), text.as_bytes().to_vec())]));
        words(&root, &PAIRS, vec![(Arc::from(FILE), faulty)], is_known)
    }

    #[test]
    fn a_header_with_a_fault_may_have_lost_anything() {
        assert!(matches!(found(HEAD, vec![1, 2]), Lost::Any));
        assert!(matches!(found("id;helper\na;b\n", vec![2]), Lost::Any));
        assert!(matches!(found(HEAD, vec![2]), Lost::Words(_)));
    }

    /// Of lines whose first cells look alike only those count; where cells were moved all do.
    #[test]
    fn a_line_in_place_has_lost_its_id_alone() {
        let text =
            format!("{HEAD}ug-001,x1,,,,,,\nug-002,x2,,,,,,\n20121,x3,,,,,ug-003,\nug-004,x4,,,,,,\nug-005,x5,,,,,\n\"ug-006\",x6,,,,,,\n");
        let lost = found(&text, (2..8).collect());
        let has = |word: &str| lost.has(word);
        assert!(["ug-001", "ug-002", "ug-003", "ug-004", "ug-005", "ug-006", "20121"].into_iter().all(has));
        assert_eq!(["x1", "x2", "x3", "x4", "x5", "x6"].map(has), [true, false, true, true, true, true]);
    }

    proptest! {
        /// Each word of a faulty line that may be an id is among them, if it has no known id: looked at cell by cell in each line.
        #[test]
        fn the_words_of_faulty_lines_are_lost(
            rows in proptest::collection::vec("(a|b|中|\" a\"|b c|.x|){1}(,(a|aa|b|中|\"a\"|)){0,4}", 1..12),
            faulty in proptest::collection::btree_set(2..16_u32, 1..12),
        ) {
            let expected: BTreeSet<&[u8]> = (2..)
                .zip(&rows)
                .filter(|(number, _)| faulty.contains(number))
                .map(|(_, row)| row.split(',').map(|cell| bare(cell.as_bytes())).collect::<Vec<_>>())
                .filter(|cells| !is_known(cells[0]))
                .flatten()
                .filter(|cell| is_id(cell) && !is_known(cell))
                .collect();
            let lost = found(&format!("{HEAD}{}\n", rows.join("\n")), faulty.iter().copied().collect());
            for word in ["a", "aa", "b", "中", "b c", "b\"", ".x", "", "c"] {
                prop_assert_eq!(lost.has(word), expected.contains(word.as_bytes()), "{}", word);
            }
            prop_assert_eq!(lost.is_none(), expected.is_empty());
        }
    }
}
