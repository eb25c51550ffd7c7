//! The branches' contacts.csv: the one table that grows. Rows usually come in the order of pair and day, so the last pair, month and
//! act are remembered; any order gives the same log.

use std::sync::Arc;

use super::Reading;
use crate::finding::{Code, Finding};
use crate::model::contact_log::{Contact, ContactDetail, ContactLog};
use crate::model::dataset::Pairs;
use crate::model::day::Day;
use crate::model::records::{BranchIx, PairIx};
use crate::model::table::CONTACTS;
use crate::model::text_table::TextTable;
use crate::source::Place;
use crate::store::needs::Care;
use crate::store::row::Row;
use crate::store::table_reader::Buffers;

const PAIR: usize = 0;
const DATE: usize = 1;
const N: usize = 2;
const ACT: usize = 3;
const MODE: usize = 4;
const TOPICS: usize = 5;
const MINUTES: usize = 6;
const CONTENT: usize = 8;
const ENTERED: usize = 11;

/// The most contacts of a pair on a day that are told apart.
const MOST_A_DAY: u32 = 255;
/// The most minutes of a contact.
const MOST_MINUTES: u32 = 65_534;
/// Marks a number of the day that the file leaves out.
const LEFT_OUT: u8 = 0;

/// Reads one branch's contact log.
pub fn read(reading: &Reading<'_>, pairs: &Pairs, branch: BranchIx, buffers: &mut Buffers, findings: &mut Vec<Finding>) -> ContactLog {
    let key = reading.scheme.branches.get(usize::from(branch.0)).map_or("", |branch| branch.key.as_str());
    let path: Arc<str> = Arc::from(CONTACTS.path(key));
    let mut log = ContactLog::default();
    if reading.needs.keeps_texts() {
        log.texts = TextTable::keeping_all(&CONTACTS);
    }
    let mut decoder = Decoder::new(reading, pairs, branch);
    let dates: &[usize] = if decoder.minutes_matter { &[PAIR, DATE, N, ACT, MINUTES] } else { &[PAIR, DATE, N, ACT] };
    let columns = if reading.needs.care == Care::Dates { dates } else { &[PAIR, DATE, N, ACT, MODE, TOPICS, MINUTES, ENTERED] };
    reading.rows(&CONTACTS, &path, reading.needs.depth(columns), buffers, findings, |row| decoder.row(row, &mut log));
    put_in_order(&mut log);
    number_the_day(&mut log, &path, findings);
    log
}

struct Decoder<'a> {
    reading: &'a Reading<'a>,
    pairs: &'a Pairs,
    branch: BranchIx,
    minutes_matter: bool,
    /// The pair that the row before named.
    last: PairIx,
    /// `YYYY-MM-` of the row before, with the day before its first and the number of its days.
    month: [u8; 8],
    month_before_first: Day,
    month_len: i32,
}

impl<'a> Decoder<'a> {
    fn new(reading: &'a Reading<'a>, pairs: &'a Pairs, branch: BranchIx) -> Self {
        let minutes_matter = reading.scheme.cadences.iter().any(|cadence| cadence.minutes > 0 || cadence.total_minutes.is_some());
        let last = PairIx(pairs.range(branch).start);
        Self { reading, pairs, branch, minutes_matter, last, month: [0; 8], month_before_first: Day::MIN, month_len: 0 }
    }

    fn row(&mut self, row: &mut Row<'_>, log: &mut ContactLog) {
        let pair = self.pair(row);
        let date = self.day(row);
        let n = self.number(row);
        let act = row.term(ACT, &self.reading.scheme.acts);
        let care = self.reading.needs.care;
        let minutes = if care != Care::Dates || self.minutes_matter { row.integer(MINUTES, 0, MOST_MINUTES) } else { Ok(None) };
        let detail = if care == Care::Dates { None } else { self.detail(row) };
        let (Some(pair), Some(date), Some(n), Some(act), Ok(minutes)) = (pair, date, n, act, minutes) else { return };
        log.contacts.push(Contact { pair, date, minutes: minutes.unwrap_or(0) as u16, n, act });
        log.lines.push(row.line);
        log.details.extend(detail);
        if care == Care::Texts {
            log.text_rows.push(log.texts.len() as u32);
            (0..CONTACTS.columns.len()).for_each(|column| log.texts.push(row.text(column)));
        }
    }

    fn detail(&self, row: &mut Row<'_>) -> Option<ContactDetail> {
        let scheme = self.reading.scheme;
        let topics = row.terms(TOPICS, &scheme.topics);
        let mode = row.optional_term(MODE, &scheme.modes);
        let entered = row.optional_day(ENTERED);
        if matches!(self.reading.needs.care, Care::Everything | Care::Texts) {
            row.required(CONTENT);
        }
        Some(ContactDetail { topics: topics.unwrap_or(0), mode: mode.ok().flatten(), entered: entered.ok().flatten() })
    }

    fn pair(&mut self, row: &mut Row<'_>) -> Option<PairIx> {
        let id = row.bytes(PAIR);
        let range = self.pairs.range(self.branch);
        for guess in [self.last.0, self.last.0 + 1] {
            if range.contains(&guess) && self.pairs.id_bytes(PairIx(guess)) == id {
                self.last = PairIx(guess);
                return Some(self.last);
            }
        }
        if !row.required(PAIR) {
            return None;
        }
        let found = super::forms::pair_of_branch(row, PAIR, self.reading.scheme, self.pairs, self.branch)?;
        self.last = found;
        Some(found)
    }

    fn day(&mut self, row: &mut Row<'_>) -> Option<Day> {
        let bytes = row.bytes(DATE);
        if let [y1, y2, y3, y4, b'-', m1, m2, b'-', tens @ b'0'..=b'9', ones @ b'0'..=b'9'] = *bytes {
            let month = [y1, y2, y3, y4, b'-', m1, m2, b'-'];
            let number = i32::from(tens - b'0') * 10 + i32::from(ones - b'0');
            if month == self.month && (1..=self.month_len).contains(&number) {
                return Some(self.month_before_first.plus(number));
            }
            let day = row.day(DATE)?;
            self.month = month;
            self.month_before_first = day.month().first_day().previous();
            self.month_len = day.month().period().len();
            return Some(day);
        }
        row.day(DATE)
    }

    fn number(&mut self, row: &mut Row<'_>) -> Option<u8> {
        match *row.bytes(N) {
            [] => Some(LEFT_OUT),
            [digit @ b'1'..=b'9'] => Some(digit - b'0'),
            _ => row.integer(N, 1, MOST_A_DAY).ok().flatten().map(|n| n as u8),
        }
    }
}

/// Puts the log into the order of pair, day and number; numbers left out keep the file's order behind the given ones.
fn put_in_order(log: &mut ContactLog) {
    let rank = |contact: &Contact| (contact.pair, contact.date, if contact.n == LEFT_OUT { u8::MAX } else { contact.n });
    if log.contacts.is_sorted_by_key(rank) {
        return;
    }
    let mut order: Vec<u32> = (0..log.contacts.len() as u32).collect();
    order.sort_by_key(|index| (log.contacts.get(*index as usize).map(rank), log.lines.get(*index as usize).copied()));
    log.contacts = permuted(&log.contacts, &order);
    log.lines = permuted(&log.lines, &order);
    log.details = permuted(&log.details, &order);
    log.text_rows = permuted(&log.text_rows, &order);
}

fn permuted<T: Copy>(values: &[T], order: &[u32]) -> Vec<T> {
    order.iter().filter_map(|index| values.get(*index as usize).copied()).collect()
}

/// Gives the numbers left out, and reports numbers of a day that are doubled or not 1, 2, ….
fn number_the_day(log: &mut ContactLog, path: &Arc<str>, findings: &mut Vec<Finding>) {
    let mut before: Option<(PairIx, Day, u8)> = None;
    for (index, contact) in log.contacts.iter_mut().enumerate() {
        let last = before.filter(|(pair, date, _)| (*pair, *date) == (contact.pair, contact.date)).map_or(0, |(_, _, n)| n);
        if contact.n == LEFT_OUT {
            contact.n = last.saturating_add(1);
        }
        if contact.n != last.saturating_add(1) {
            let line = log.lines.get(index).copied().unwrap_or(0);
            let other = index.checked_sub(1).and_then(|before| log.lines.get(before)).copied().unwrap_or(0);
            findings.push(bad_number(contact, last, Place::new(path, line, 0), &Place::new(path, other, 0)));
        }
        before = Some((contact.pair, contact.date, contact.n));
    }
}

fn bad_number(contact: &Contact, last: u8, place: Place, other: &Place) -> Finding {
    if contact.n == last {
        let finding = Finding::in_cell(Code::DuplicateKey, place, "pair");
        return finding.with("value", format!("{} {}", contact.date, contact.n)).with("other", other.to_string());
    }
    Finding::in_cell(Code::BadSequence, place, "n").with("value", contact.n).with("want", last.saturating_add(1))
}
