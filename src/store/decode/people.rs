//! people.csv.

use std::sync::Arc;

use super::last_word::LastWord;
use super::{Presence, Reading};
use crate::finding::{Code, Finding, Findings, Known};
use crate::model::day::{Day, DayReader};
use crate::model::id::is_usual_id;
use crate::model::records::{BranchIx, Person};
use crate::model::roster::Roster;
use crate::model::table::PEOPLE;
use crate::model::text_table::TextTable;
use crate::model::word::{Stage, Word};
use crate::source::Place;
use crate::store::needs::Care;
use crate::store::plain_line::{fields, may_have_number};
use crate::store::row::Row;
use crate::store::table_reader::{Buffers, Depth, Quotes, Sink};

const ID: usize = 0;
const NAME: usize = 1;
const MAJOR: usize = 3;
const GRADE: usize = 4;
const CLASS: usize = 5;
const BRANCH: usize = 6;
const STAGE: usize = 7;
const STAGE_SINCE: usize = 8;
const COUNSELLOR: usize = 9;
const LEFT: usize = 12;
const COLUMNS: usize = 14;

/// Bytes of a short line, and of a text that is kept of it. Room for the file's rows is set aside by it, but no more than for this many.
const SHORT_LINE: u64 = 64;
const SHORT_TEXT: usize = 12;
const MOST_SET_ASIDE: u64 = 1 << 21;

/// Reads the roster. That it is missing is a finding. Every byte is read, whoever asks: in another encoding names, classes and majors
/// would be empty, and nobody would be told.
pub fn read(reading: &Reading<'_>, buffers: &mut Buffers, findings: &mut Findings) -> Roster {
    let path: Arc<str> = Arc::from(PEOPLE.path(""));
    let mut decoder = Decoder::new(reading);
    let before = findings.told();
    let presence = reading.rows_into(&PEOPLE, &path, Depth::Everything, buffers, findings, &mut decoder);
    if presence == Presence::Absent && findings.told() == before {
        findings.push(Finding::new(Code::MissingFile, Place::new(&path, 0, 0)).with("file", path.as_ref()));
    }
    let (roster, doubled) = Roster::new(decoder.people, decoder.texts);
    for (person, earlier) in doubled {
        let place = |person| Place::new(&path, roster.get(person).map_or(0, |person| person.line), 0);
        let finding = Finding::in_cell(Code::DuplicateKey, place(person), "id").with("value", roster.id(person));
        findings.push(finding.with("other", place(earlier).to_string()));
    }
    roster
}

struct Decoder<'a> {
    care: Care,
    kept: Vec<usize>,
    branches: BranchKeys<'a>,
    days: DayReader,
    /// The branch that was named last, with its key.
    branch: (&'a [u8], BranchIx),
    stages: LastWord<'static>,
    people: Vec<Person>,
    texts: TextTable,
}

impl<'a> Decoder<'a> {
    fn new(reading: &Reading<'a>) -> Self {
        let kept = kept_columns(reading.needs.care);
        let names = kept.iter().filter_map(|column| PEOPLE.columns.get(*column)).map(|column| column.name).collect();
        Self {
            care: reading.needs.care,
            kept,
            branches: BranchKeys::of(reading),
            days: DayReader::default(),
            branch: (&[], BranchIx::NONE),
            stages: LastWord::among(Stage::ALL.iter().map(|stage| stage.key())),
            people: Vec::new(),
            texts: TextTable::keeping(names),
        }
    }

    fn decode(&self, row: &mut Row<'_>) -> Option<Person> {
        let id = row.id(ID);
        row.required(NAME);
        let branch = self.branches.index(row);
        let stage = row.word::<Stage>(STAGE);
        let (stage_since, left) = (row.optional_day(STAGE_SINCE), row.optional_day(LEFT));
        let (stage_since, left) = (stage_since.ok().flatten(), left.ok().flatten());
        id.then_some(Person { line: row.line, stage: stage?, branch, stage_since, left })
    }

    /// A row of the usual shape, without quotes and without a fault; its texts are kept.
    fn usual(&mut self, raw: &[u8], number: u32) -> Option<Person> {
        if self.care == Care::Texts {
            return None;
        }
        let fields = fields::<COLUMNS>(raw)?;
        let (id, name) = (fields[ID], fields[NAME]);
        if !is_usual_id(id) || name.is_empty() || may_have_number(fields[COUNSELLOR]) {
            return None;
        }
        let branch = self.usual_branch(fields[BRANCH])?;
        let stage = *Stage::ALL.get(usize::from(self.stages.find(fields[STAGE])?))?;
        let (stage_since, left) = (self.usual_day(fields[STAGE_SINCE])?, self.usual_day(fields[LEFT])?);
        self.kept.iter().for_each(|column| self.texts.push_bytes(fields[*column]));
        Some(Person { line: number, stage, branch, stage_since, left })
    }

    fn usual_day(&mut self, cell: &[u8]) -> Option<Option<Day>> {
        if cell.is_empty() { Some(None) } else { self.days.read(cell).ok().map(Some) }
    }

    fn usual_branch(&mut self, key: &[u8]) -> Option<BranchIx> {
        if key.is_empty() {
            return Some(BranchIx::NONE);
        }
        if self.branch.0 != key {
            let (key, index) = self.branches.find(std::str::from_utf8(key).ok()?)?;
            self.branch = (key.as_bytes(), index);
        }
        Some(self.branch.1)
    }
}

impl Sink for Decoder<'_> {
    fn expect(&mut self, bytes: u64) {
        let rows = (bytes / SHORT_LINE).min(MOST_SET_ASIDE) as usize;
        self.people.reserve(rows);
        self.texts.reserve(rows, SHORT_TEXT);
    }

    fn row(&mut self, row: &mut Row<'_>) {
        let Some(person) = self.decode(row) else { return };
        self.people.push(person);
        self.kept.iter().for_each(|column| self.texts.push_bytes(row.bytes(*column)));
    }

    fn plain_line(&mut self, line: &[u8], number: u32, quotes: Quotes) -> bool {
        let usual = if quotes == Quotes::None { self.usual(line, number) } else { None };
        self.people.extend(usual);
        usual.is_some()
    }
}

/// The columns whose texts are kept.
fn kept_columns(care: Care) -> Vec<usize> {
    match care {
        Care::Dates | Care::Counts | Care::Everything => vec![ID, NAME],
        Care::Figures => vec![ID, NAME, MAJOR, GRADE, CLASS],
        Care::Texts => (0..PEOPLE.columns.len()).collect(),
    }
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

    fn find(&self, key: &str) -> Option<(&'a str, BranchIx)> {
        let at = self.sorted.binary_search_by_key(&key, |(key, _)| key).ok()?;
        self.sorted.get(at).map(|(key, index)| (*key, BranchIx(*index)))
    }

    fn index(&self, row: &mut Row<'_>) -> BranchIx {
        let text = row.text(BRANCH);
        if text.is_empty() {
            return BranchIx::NONE;
        }
        if let Some((_, index)) = self.find(text) {
            return index;
        }
        row.unknown_among(Code::UnknownBranch, BRANCH, || Known::keys(self.sorted.iter().take(1000).map(|(key, _)| *key)));
        BranchIx::NONE
    }
}
