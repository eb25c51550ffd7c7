//! people.csv.

use std::sync::Arc;

use super::{Presence, Reading};
use crate::finding::{Code, Finding};
use crate::model::records::{BranchIx, Person};
use crate::model::roster::Roster;
use crate::model::table::PEOPLE;
use crate::model::text_table::TextTable;
use crate::model::word::Stage;
use crate::model::word_distance::nearest;
use crate::source::Place;
use crate::store::needs::Care;
use crate::store::row::Row;
use crate::store::table_reader::Buffers;

const ID: usize = 0;
const NAME: usize = 1;
const MAJOR: usize = 3;
const GRADE: usize = 4;
const CLASS: usize = 5;
const BRANCH: usize = 6;
const STAGE: usize = 7;
const STAGE_SINCE: usize = 8;
const LEFT: usize = 12;

/// The columns that figures need.
const FIGURES: &[usize] = &[ID, NAME, MAJOR, GRADE, CLASS, BRANCH, STAGE];

/// Reads the roster. That it is missing is a finding.
pub fn read(reading: &Reading<'_>, buffers: &mut Buffers, findings: &mut Vec<Finding>) -> Roster {
    let path: Arc<str> = Arc::from(PEOPLE.path(""));
    let kept = kept_columns(reading.needs.care);
    let mut texts = TextTable::keeping(kept.iter().filter_map(|column| PEOPLE.columns.get(*column)).map(|column| column.name).collect());
    let mut people = Vec::new();
    let branches = BranchKeys::of(reading);
    let presence = reading.rows(&PEOPLE, &path, reading.needs.depth(FIGURES), buffers, findings, |row| {
        let Some(person) = decode(row, &branches) else { return };
        people.push(person);
        kept.iter().for_each(|column| texts.push_bytes(row.bytes(*column)));
    });
    if presence == Presence::Absent {
        findings.push(Finding::new(Code::MissingFile, Place { file: Arc::clone(&path), line: 0, column: 0 }).with("file", path.as_ref()));
    }
    let (roster, doubled) = Roster::new(people, texts);
    for (person, earlier) in doubled {
        let place = |person| Place::new(&path, roster.get(person).map_or(0, |person| person.line), 0);
        let finding = Finding::in_cell(Code::DuplicateKey, place(person), "id").with("value", roster.id(person));
        findings.push(finding.with("other", place(earlier).to_string()));
    }
    roster
}

/// The columns whose texts are kept.
fn kept_columns(care: Care) -> Vec<usize> {
    match care {
        Care::Dates | Care::Everything => vec![ID, NAME],
        Care::Figures => vec![ID, NAME, MAJOR, GRADE, CLASS],
        Care::Texts => (0..PEOPLE.columns.len()).collect(),
    }
}

fn decode(row: &mut Row<'_>, branches: &BranchKeys<'_>) -> Option<Person> {
    let id = row.id(ID);
    row.required(NAME);
    let branch = branches.index(row);
    let stage = row.word::<Stage>(STAGE);
    let stage_since = row.optional_day(STAGE_SINCE).ok().flatten();
    let left = row.optional_day(LEFT).ok().flatten();
    id.then_some(Person { line: row.line, stage: stage?, branch, stage_since, left })
}

/// The branches' keys, sorted for search.
struct BranchKeys<'a> {
    sorted: Vec<(&'a str, u16)>,
}

impl<'a> BranchKeys<'a> {
    fn of(reading: &Reading<'a>) -> Self {
        let mut sorted: Vec<_> = reading.scheme.branches.iter().zip(0..).map(|(branch, index)| (branch.key.as_str(), index)).collect();
        sorted.sort_unstable();
        Self { sorted }
    }

    fn index(&self, row: &mut Row<'_>) -> BranchIx {
        let text = row.text(BRANCH);
        if text.is_empty() {
            return BranchIx::NONE;
        }
        if let Ok(at) = self.sorted.binary_search_by_key(&text, |(key, _)| key) {
            return self.sorted.get(at).map_or(BranchIx::NONE, |(_, index)| BranchIx(*index));
        }
        let near = nearest(text, self.sorted.iter().take(1000).map(|(key, _)| *key));
        row.unknown_word(Code::UnknownBranch, BRANCH, near, &[]);
        BranchIx::NONE
    }
}
