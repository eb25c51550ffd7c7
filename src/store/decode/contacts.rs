//! The branches' contacts.csv: the one table that grows. Rows usually come in the order of pair and day, so the last pair is
//! remembered; any order gives the same log.

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
use crate::store::table_reader::{Buffers, Sink};

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
    let key = reading.scheme.branch_key(branch);
    let path: Arc<str> = Arc::from(CONTACTS.path(key));
    let mut decoder = Decoder::new(reading, pairs, branch);
    let dates: &[usize] = if decoder.minutes_matter { &[PAIR, DATE, N, ACT, MINUTES] } else { &[PAIR, DATE, N, ACT] };
    let columns = if reading.needs.care == Care::Dates { dates } else { &[PAIR, DATE, N, ACT, MODE, TOPICS, MINUTES, ENTERED] };
    reading.rows_into(&CONTACTS, &path, reading.needs.depth(columns), buffers, findings, &mut decoder);
    let mut log = decoder.log;
    put_in_order(&mut log);
    number_the_day(&mut log, &path, findings);
    log
}

struct Decoder<'a> {
    reading: &'a Reading<'a>,
    pairs: &'a Pairs,
    branch: BranchIx,
    minutes_matter: bool,
    /// The pair that the row before named, and its id.
    last: PairIx,
    last_id: &'a [u8],
    /// Index of the act that the row before named, and its key.
    last_act: (u8, &'a [u8]),
    log: ContactLog,
}

impl<'a> Decoder<'a> {
    fn new(reading: &'a Reading<'a>, pairs: &'a Pairs, branch: BranchIx) -> Self {
        let minutes_matter = reading.scheme.cadences.iter().any(|cadence| cadence.minutes > 0 || cadence.total_minutes.is_some());
        let last = PairIx(pairs.range(branch).start);
        let first_act = reading.scheme.acts.terms.first().map_or(&b""[..], |act| act.key.as_bytes());
        let mut log = ContactLog::default();
        if reading.needs.keeps_texts() {
            log.texts = TextTable::keeping_all(&CONTACTS);
        }
        Self { reading, pairs, branch, minutes_matter, last, last_id: pairs.id_bytes(last), last_act: (0, first_act), log }
    }

    fn take(&mut self, row: &mut Row<'_>) {
        let pair = self.pair(row);
        let date = row.day(DATE);
        let n = self.number(row);
        let act = row.term(ACT, &self.reading.scheme.acts);
        let care = self.reading.needs.care;
        let minutes = if care != Care::Dates || self.minutes_matter { row.integer(MINUTES, 0, MOST_MINUTES) } else { Ok(None) };
        let detail = if care == Care::Dates { None } else { self.detail(row) };
        let (Some(pair), Some(date), Some(n), Some(act), Ok(minutes)) = (pair, date, n, act, minutes) else { return };
        let log = &mut self.log;
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
        if self.last_id != row.bytes(PAIR) || self.last_id.is_empty() {
            self.turn_to(super::forms::pair_of_branch(row, PAIR, self.reading.scheme, self.pairs, self.branch)?);
        }
        Some(self.last)
    }

    fn turn_to(&mut self, pair: PairIx) {
        self.last = pair;
        self.last_id = self.pairs.id_bytes(pair);
    }

    /// The rest of a line after the id of the pair before or of the one that follows it in order.
    fn after_pair<'l>(&mut self, raw: &'l [u8]) -> Option<&'l [u8]> {
        let after = |id: &[u8]| raw.strip_prefix(id).and_then(|rest| rest.strip_prefix(b",")).filter(|_| !id.is_empty());
        if let Some(rest) = after(self.last_id) {
            return Some(rest);
        }
        let next = PairIx(self.last.0 + 1);
        let rest = after(self.pairs.id_bytes(next)).filter(|_| self.pairs.range(self.branch).contains(&next.0))?;
        self.turn_to(next);
        Some(rest)
    }

    /// The index of the act at the start of a part of a line, where a comma ends it.
    fn act_before_comma(&mut self, rest: &[u8]) -> Option<u8> {
        let ends = |key: &[u8]| rest.strip_prefix(key).is_some_and(|rest| rest.first() == Some(&b','));
        if !ends(self.last_act.1) {
            let acts = &self.reading.scheme.acts.terms;
            let index = acts.iter().position(|act| ends(act.key.as_bytes()))?;
            self.last_act = (index as u8, acts.get(index)?.key.as_bytes());
        }
        Some(self.last_act.0)
    }

    /// A line of the usual shape: a known pair, a day, one digit or nothing, a known act. The rest is not looked at.
    fn usual(&mut self, raw: &[u8]) -> Option<Contact> {
        let rest = self.after_pair(raw)?;
        let (date, rest) = rest.split_at_checked(10)?;
        let date = Day::parse(date).ok()?;
        let (n, rest) = match rest {
            [b',', digit @ b'1'..=b'9', b',', rest @ ..] => (digit - b'0', rest),
            [b',', b',', rest @ ..] => (LEFT_OUT, rest),
            _ => return None,
        };
        let act = self.act_before_comma(rest)?;
        Some(Contact { pair: self.last, date, minutes: 0, n, act })
    }

    fn number(&mut self, row: &mut Row<'_>) -> Option<u8> {
        match *row.bytes(N) {
            [] => Some(LEFT_OUT),
            [digit @ b'1'..=b'9'] => Some(digit - b'0'),
            _ => row.integer(N, 1, MOST_A_DAY).ok().flatten().map(|n| n as u8),
        }
    }
}

impl Sink for Decoder<'_> {
    fn row(&mut self, row: &mut Row<'_>) {
        self.take(row);
    }

    fn plain_line(&mut self, raw: &[u8], line: u32) -> bool {
        if self.minutes_matter || self.reading.needs.care != Care::Dates {
            return false;
        }
        let usual = self.usual(raw);
        if let Some(contact) = usual {
            self.log.contacts.push(contact);
            self.log.lines.push(line);
        }
        usual.is_some()
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
