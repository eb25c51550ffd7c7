//! The branches' pairs.csv.

use std::sync::Arc;

use super::Reading;
use super::last_word::{KnownLists, LastWord};
use super::order::sorted_by_key;
use crate::finding::{Code, Finding, Findings};
use crate::model::dataset::Pairs;
use crate::model::day::DayReader;
use crate::model::id::is_usual_id;
use crate::model::records::{BranchIx, Pair, PairIx, PersonIx};
use crate::model::roster::Roster;
use crate::model::table::PAIRS;
use crate::model::text_table::TextTable;
use crate::model::word::{Basis, Word};
use crate::store::plain_line::PlainLine;
use crate::store::row::Row;
use crate::store::table_reader::{Buffers, Depth, Quotes, Sink};

const ID: usize = 0;
const HELPER: usize = 1;
const HELPED: usize = 2;
const BASIS: usize = 3;
const TOPICS: usize = 4;
const START: usize = 5;
const END: usize = 6;
const END_REASON: usize = 7;

/// Bytes of a short line and of an id. Room for a file's rows is set aside by them, but no more than for this many.
const USUAL_LINE: u64 = 56;
const USUAL_ID: usize = 12;
const MOST_SET_ASIDE: u64 = 4096;

/// One branch's pairs in the order of their ids, with their texts.
pub struct BranchPairs {
    rows: Vec<Pair>,
    texts: TextTable,
}

/// Reads one branch's pairs.
pub fn read(reading: &Reading<'_>, roster: &Roster, branch: BranchIx, buffers: &mut Buffers, findings: &mut Findings) -> BranchPairs {
    let key = reading.scheme.branch_key(branch);
    let path: Arc<str> = Arc::from(PAIRS.path(key));
    let mut decoder = Decoder::new(reading, roster, branch);
    reading.rows_into(&PAIRS, &path, Depth::Everything, buffers, findings, &mut decoder);
    let (rows, texts) = sorted_by_key(decoder.rows, decoder.texts, &PAIRS, &path, |pair| pair.line, findings);
    BranchPairs { rows, texts }
}

struct Decoder<'a> {
    reading: &'a Reading<'a>,
    roster: &'a Roster,
    branch: BranchIx,
    kept: &'static [usize],
    bases: LastWord<'static>,
    topics: KnownLists<'a>,
    days: DayReader,
    /// Where helper and helped student of the pair before stand, or would: those of the next one often stand near them in the roster.
    near: [PersonIx; 2],
    rows: Vec<Pair>,
    texts: TextTable,
}

impl<'a> Decoder<'a> {
    fn new(reading: &'a Reading<'a>, roster: &'a Roster, branch: BranchIx) -> Self {
        let kept: &[usize] = if reading.needs.keeps_texts() { &[ID, END_REASON] } else { &[ID] };
        let names = kept.iter().filter_map(|column| PAIRS.columns.get(*column)).map(|column| column.name).collect();
        let bases = LastWord::among(Basis::ALL.iter().map(|basis| basis.key()));
        let (topics, days) = (KnownLists::of(&reading.scheme.topics), DayReader::default());
        Self {
            reading,
            roster,
            branch,
            kept,
            bases,
            topics,
            days,
            near: [PersonIx::UNKNOWN; 2],
            rows: Vec::new(),
            texts: TextTable::keeping(names),
        }
    }

    fn decode(&mut self, row: &mut Row<'_>) -> Option<Pair> {
        let id = row.id(ID);
        let [near_helper, near_helped] = &mut self.near;
        let helper = row.person_near(HELPER, self.roster, near_helper);
        let helped = row.person_near(HELPED, self.roster, near_helped);
        let basis = row.word::<Basis>(BASIS);
        let topics = row.terms(TOPICS, &self.reading.scheme.topics);
        let start = row.day(START);
        let end = row.optional_day(END);
        id.then_some(Pair {
            line: row.line,
            branch: self.branch,
            basis: basis.unwrap_or(Basis::Assigned),
            helper: helper.unwrap_or(PersonIx::UNKNOWN),
            helped: helped.unwrap_or(PersonIx::UNKNOWN),
            topics: topics.unwrap_or(0),
            start: start?,
            end: end.ok()?,
        })
    }

    /// A pair of the usual shape, without quotes and without a fault; its id is kept.
    fn usual(&mut self, raw: &[u8], number: u32) -> Option<Pair> {
        if self.reading.needs.keeps_texts() {
            return None;
        }
        let mut line = PlainLine::new(raw);
        let id = line.field().filter(|id| is_usual_id(id))?;
        let [near_helper, near_helped] = &mut self.near;
        let helper = self.roster.find_next(line.field()?, near_helper)?;
        let helped = self.roster.find_next(line.field()?, near_helped)?;
        let basis = *Basis::ALL.get(usize::from(self.bases.take(&mut line)?))?;
        let topics = self.topics.take(&mut line)?;
        let start = self.days.read(line.day()?).ok()?;
        let end = if line.take_empty() { None } else { Some(self.days.read(line.day()?).ok()?) };
        let _end_reason = line.field()?;
        if !line.is_at_end() {
            return None;
        }
        self.texts.push_bytes(id);
        Some(Pair { line: number, branch: self.branch, basis, helper, helped, topics, start, end })
    }
}

impl Sink for Decoder<'_> {
    fn expect(&mut self, bytes: u64) {
        let rows = (bytes / USUAL_LINE).min(MOST_SET_ASIDE) as usize;
        self.rows.reserve(rows);
        self.texts.reserve(rows, USUAL_ID);
    }

    fn row(&mut self, row: &mut Row<'_>) {
        let Some(pair) = self.decode(row) else { return };
        self.rows.push(pair);
        self.kept.iter().for_each(|column| self.texts.push_bytes(row.bytes(*column)));
    }

    fn plain_line(&mut self, line: &[u8], number: u32, quotes: Quotes) -> bool {
        let usual = if quotes == Quotes::None { self.usual(line, number) } else { None };
        self.rows.extend(usual);
        usual.is_some()
    }
}

/// Adds a branch's pairs to those of the branches before it in the scheme's order.
pub fn add(branch: &BranchPairs, pairs: &mut Pairs) {
    pairs.starts.push(pairs.rows.len() as u32);
    pairs.rows.extend_from_slice(&branch.rows);
    pairs.texts.append(&branch.texts);
}

/// All branches' pairs, once the last ones were added. An id that two branches use is a finding.
pub fn whole(reading: &Reading<'_>, mut pairs: Pairs, findings: &mut Findings) -> Pairs {
    pairs.starts.push(pairs.rows.len() as u32);
    pairs.rows.shrink_to_fit();
    pairs.texts.shrink();
    report_shared_ids(reading, &pairs, findings);
    pairs
}

/// Ids within a branch are in order, so two branches can share one only if their ranges of ids overlap.
fn report_shared_ids(reading: &Reading<'_>, pairs: &Pairs, findings: &mut Findings) {
    let bounds = |branch: u16| {
        let range = pairs.range(BranchIx(branch));
        (!range.is_empty()).then(|| (pairs.texts.at(range.start as usize, 0), pairs.texts.at(range.end as usize - 1, 0)))
    };
    let mut ranges: Vec<_> = (0..reading.scheme.branches.len() as u16).filter_map(bounds).collect();
    ranges.sort_unstable();
    if ranges.windows(2).all(|two| two[0].1 < two[1].0) {
        return;
    }
    let mut ids: Vec<u32> = (0..pairs.rows.len() as u32).collect();
    ids.sort_by_key(|index| pairs.texts.at(*index as usize, 0));
    for two in ids.windows(2).filter(|two| pairs.texts.at(two[0] as usize, 0) == pairs.texts.at(two[1] as usize, 0)) {
        let [first, second] = [two[0], two[1]].map(PairIx);
        let place = |pair| {
            super::order::place_of(
                reading.scheme,
                &PAIRS,
                pairs.get(pair).map_or(BranchIx::NONE, |pair| pair.branch),
                pairs.get(pair).map_or(0, |pair| pair.line),
            )
        };
        let finding = Finding::in_cell(Code::DuplicateKey, place(second), "id");
        findings.push(finding.with("value", pairs.id(second)).with("other", place(first).to_string()));
    }
}
