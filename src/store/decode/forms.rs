//! The branches' forms.csv, and how a row names a pair of its branch.

use std::sync::Arc;

use super::Reading;
use super::last_pair::LastPair;
use super::last_word::{LastNames, LastWord};
use crate::finding::{Code, Finding, Findings};
use crate::model::dataset::Pairs;
use crate::model::day::{DayReader, Month};
use crate::model::decimal::Decimal;
use crate::model::records::{BranchIx, Form, PairIx};
use crate::model::scheme::Scheme;
use crate::model::table::FORMS;
use crate::model::text_table::{Records, TextTable};
use crate::model::word::{Review, Word};
use crate::source::Place;
use crate::store::needs::Care;
use crate::store::plain_line::PlainLine;
use crate::store::row::Row;
use crate::store::table_reader::{Buffers, Quotes, Sink};

const PAIR: usize = 0;
const MONTH: usize = 1;
const N: usize = 2;
const RECEIVED: usize = 3;
const REVIEW: usize = 4;
const REVIEWED: usize = 5;
const SCORE: usize = 7;

/// The most times that a form is handed in.
const MOST: u32 = 999;
/// Bytes of a line with a short comment. Room for a file's rows is set aside by it, but no more than for this many.
const USUAL_LINE: u64 = 64;
const MOST_SET_ASIDE: u64 = 4096;

/// Reads one branch's forms.
pub fn read(reading: &Reading<'_>, pairs: &Pairs, branch: BranchIx, buffers: &mut Buffers, findings: &mut Findings) -> Records<Form> {
    let key = reading.scheme.branch_key(branch);
    let path: Arc<str> = Arc::from(FORMS.path(key));
    let depth = reading.needs.depth(&[PAIR, MONTH, N, RECEIVED, REVIEW, REVIEWED]);
    let mut decoder = Decoder::new(reading, pairs, branch);
    reading.rows_into(&FORMS, &path, depth, buffers, findings, &mut decoder);
    decoder.unread.sort_unstable();
    in_order(pairs, path, decoder, findings)
}

struct Decoder<'a> {
    reading: &'a Reading<'a>,
    pairs: &'a Pairs,
    branch: BranchIx,
    last: LastPair<'a>,
    days: DayReader,
    reviews: LastWord<'static>,
    by: LastNames,
    rows: Vec<Form>,
    texts: TextTable,
    /// Months of pairs with a form that could not be read: its number is missing among those of the others.
    unread: Vec<(PairIx, Option<Month>)>,
}

impl<'a> Decoder<'a> {
    fn new(reading: &'a Reading<'a>, pairs: &'a Pairs, branch: BranchIx) -> Self {
        let texts = if reading.needs.keeps_texts() { TextTable::keeping_all(&FORMS) } else { TextTable::default() };
        let (last, days) = (LastPair::first(pairs, branch), DayReader::default());
        let reviews = LastWord::among(Review::ALL.iter().map(|review| review.key()));
        Self { reading, pairs, branch, last, days, reviews, by: LastNames::default(), rows: Vec::new(), texts, unread: Vec::new() }
    }

    fn decode(&mut self, row: &mut Row<'_>) -> Option<Form> {
        let pair = pair_after(row, PAIR, &mut self.last, self.reading.scheme, self.pairs, self.branch);
        let month = row.month(MONTH);
        let n = row.integer(N, 1, MOST);
        // What has no fault is read the quick way, what has one by the row, which says so.
        let received = self.days.read(row.bytes(RECEIVED)).ok().or_else(|| row.day(RECEIVED));
        let review = row.optional_word::<Review>(REVIEW);
        let reviewed = self.days.read(row.bytes(REVIEWED)).map_or_else(|_| row.optional_day(REVIEWED), |day| Ok(Some(day)));
        // The monthly figures do not need it, so it is not looked at, wherever it stands.
        let score = match self.reading.needs.care {
            Care::Counts => Ok(None),
            _ => usual_score(row.bytes(SCORE)).map_or_else(|| row.score(SCORE), Ok),
        };
        let (Some(pair), Some(month), Ok(n), Some(received), Ok(review), Ok(reviewed), Ok(score)) =
            (pair, month, n, received, review, reviewed, score)
        else {
            self.unread.extend(pair.map(|pair| (pair, month)));
            return None;
        };
        Some(Form { line: row.line, n: n.unwrap_or(0), pair, month, received, review, reviewed, score })
    }

    /// A form of the usual shape, without quotes and without a fault; nothing to keep where its pair is not known since the pair's own
    /// line could not be read.
    fn usual(&mut self, raw: &[u8], number: u32) -> Option<Option<Form>> {
        let mut line = PlainLine::new(raw);
        let is_lost = !self.last.take(&mut line);
        if self.reading.needs.keeps_texts() || (is_lost && !self.last.take_lost(&mut line)) {
            return None;
        }
        let month = self.days.month(line.month()?)?;
        let n = u32::from(line.take_digit()?);
        let received = self.days.read(line.day()?).ok()?;
        let review = match self.reviews.take_or_nothing(&mut line)? {
            Some(review) => Some(*Review::ALL.get(usize::from(review))?),
            None => None,
        };
        let reviewed = if line.take_empty() { None } else { Some(self.days.read(line.day()?).ok()?) };
        let mut form = Form { line: number, n, pair: self.last.pair(), month, received, review, reviewed, score: None };
        if self.reading.needs.care != Care::Counts {
            if !self.by.take(&mut line) {
                return None;
            }
            let (score, _comment) = (line.field()?, line.field()?);
            form.score = usual_score(score)?;
            if !line.is_at_end() {
                return None;
            }
        }
        Some((!is_lost).then_some(form))
    }
}

/// A score in one or two digits, or none.
fn usual_score(cell: &[u8]) -> Option<Option<Decimal>> {
    match *cell {
        [] => Some(None),
        [ones @ b'0'..=b'9'] => Some(Some(Decimal::whole(i64::from(ones - b'0')))),
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => Some(Some(Decimal::whole(i64::from(tens - b'0') * 10 + i64::from(ones - b'0')))),
        _ => None,
    }
}

impl Sink for Decoder<'_> {
    fn expect(&mut self, bytes: u64) {
        self.rows.reserve((bytes / USUAL_LINE).min(MOST_SET_ASIDE) as usize);
    }

    fn row(&mut self, row: &mut Row<'_>) {
        let Some(form) = self.decode(row) else { return };
        self.rows.push(form);
        if self.reading.needs.keeps_texts() {
            (0..FORMS.columns.len()).for_each(|column| self.texts.push(row.text(column)));
        }
    }

    fn plain_line(&mut self, line: &[u8], number: u32, quotes: Quotes) -> bool {
        let usual = if quotes == Quotes::None { self.usual(line, number) } else { None };
        self.rows.extend(usual.flatten());
        usual.is_some()
    }
}

/// Puts the forms in order, gives the numbers left out (by day received), and reports numbers doubled or not 1, 2, …: these only where all
/// of the month could be read.
fn in_order(pairs: &Pairs, path: Arc<str>, decoder: Decoder<'_>, findings: &mut Findings) -> Records<Form> {
    let Decoder { rows, texts, unread, .. } = decoder;
    let is_whole = |form: &Form| [None, Some(form.month)].iter().all(|month| unread.binary_search(&(form.pair, *month)).is_err());
    let rank = |form: &Form| (form.pair, form.month, if form.n == 0 { u32::MAX } else { form.n }, form.received, form.line);
    let order = (!rows.is_sorted_by_key(rank)).then(|| {
        let mut order: Vec<u32> = (0..rows.len() as u32).collect();
        order.sort_by_key(|index| rows.get(*index as usize).map(rank));
        order
    });
    let mut sorted: Vec<Form> = match &order {
        Some(order) => order.iter().filter_map(|index| rows.get(*index as usize).copied()).collect(),
        None => rows,
    };
    let mut before: Option<(PairIx, Month, u32, u32)> = None;
    for form in &mut sorted {
        let last = before.filter(|(pair, month, _, _)| (*pair, *month) == (form.pair, form.month));
        let want = last.map_or(0, |(_, _, n, _)| n) + 1;
        form.n = if form.n == 0 { want } else { form.n };
        if form.n + 1 == want {
            findings.tell(Code::DuplicateKey, (&path, form.line), "pair", |finding| {
                let other = Place::new(&path, last.map_or(0, |(_, _, _, line)| line), 0).to_string();
                finding.with("value", format!("{} {} {}", pairs.id(form.pair), form.month, form.n)).with("other", other)
            });
        } else if form.n != want && is_whole(form) {
            let args = |finding: Finding| finding.with("value", form.n).with("want", want);
            findings.tell(Code::BadSequence, (&path, form.line), "n", args);
        }
        before = Some((form.pair, form.month, form.n, form.line));
    }
    Records::new(path, sorted, texts, order)
}

/// The pair that a cell names, which must lie in the branch's folder. It is looked for only where the row before named another.
pub(super) fn pair_after(
    row: &mut Row<'_>,
    column: usize,
    last: &mut LastPair<'_>,
    scheme: &Scheme,
    pairs: &Pairs,
    branch: BranchIx,
) -> Option<PairIx> {
    let id = row.bytes(column);
    if last.is(id) {
        return Some(last.pair());
    }
    if last.is_lost(id) {
        return None;
    }
    match named(row, column, scheme, pairs, branch) {
        Named::Pair(pair) => {
            last.turn_to(pair);
            Some(pair)
        }
        Named::Lost => {
            last.lose(row.bytes(column));
            None
        }
        Named::Nothing => None,
    }
}

/// The pair that a cell names, which must lie in the branch's folder.
pub fn pair_of_branch(row: &mut Row<'_>, column: usize, scheme: &Scheme, pairs: &Pairs, branch: BranchIx) -> Option<PairIx> {
    match named(row, column, scheme, pairs, branch) {
        Named::Pair(pair) => Some(pair),
        Named::Lost | Named::Nothing => None,
    }
}

/// What a cell names that should name a pair.
enum Named {
    /// One of the branch.
    Pair(PairIx),
    /// One whose line could not be read: nothing is to be told of it.
    Lost,
    /// None of the branch, which is told.
    Nothing,
}

fn named(row: &mut Row<'_>, column: usize, scheme: &Scheme, pairs: &Pairs, branch: BranchIx) -> Named {
    if !row.required(column) {
        return Named::Nothing;
    }
    if let Some(pair) = pairs.find_in(branch, row.bytes(column)) {
        return Named::Pair(pair);
    }
    match pairs.find_bytes(row.bytes(column)).and_then(|pair| pairs.get(pair)) {
        Some(pair) => row.fault(Code::MisfiledRecord, column, |row, finding| {
            let home = scheme.branch_key(pair.branch);
            let right = format!("branches/{home}/{}", row.table.file);
            finding.with("pair", row.text(column)).with("branch", home).with("other", right)
        }),
        None if row.names_lost(Code::UnknownPair, column) => return Named::Lost,
        None => row.unknown_reference(Code::UnknownPair, column, |text| pairs.meant(text)),
    }
    Named::Nothing
}
