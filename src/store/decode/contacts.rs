//! The branches' contacts.csv: the one table that grows. Rows usually come in the order of pair and day, so the last pair is
//! remembered; any order gives the same log.

use std::sync::Arc;

use super::forms::pair_after;
use super::last_pair::LastPair;
use super::last_word::{KnownLists, LastNames, LastWord};
use super::{Reading, twice};
use crate::finding::{Code, Finding, Findings};
use crate::model::contact_log::{Contact, ContactDetail, ContactLog};
use crate::model::dataset::Pairs;
use crate::model::day::{Day, DayReader};
use crate::model::records::{BranchIx, PairIx};
use crate::model::table::CONTACTS;
use crate::model::text_table::TextTable;
use crate::source::Place;
use crate::store::needs::Care;
use crate::store::plain_line::{PlainLine, small_number};
use crate::store::row::Row;
use crate::store::table_reader::{Buffers, Quotes, Sink};

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
/// Bytes of a line with few words of what was talked about. Room for a file's rows is set aside by it, but no more than for this many.
const USUAL_LINE: u64 = 160;
const MOST_SET_ASIDE: u64 = 4096;
/// Marks a number of the day that the file leaves out.
const LEFT_OUT: u8 = 0;

/// Reads one branch's contact log.
pub fn read(reading: &Reading<'_>, pairs: &Pairs, branch: BranchIx, buffers: &mut Buffers, findings: &mut Findings) -> ContactLog {
    let key = reading.scheme.branch_key(branch);
    let path: Arc<str> = Arc::from(CONTACTS.path(key));
    let mut decoder = Decoder::new(reading, pairs, branch);
    let dates: &[usize] = if decoder.minutes_matter { &[PAIR, DATE, N, ACT, MINUTES] } else { &[PAIR, DATE, N, ACT] };
    let columns = if reading.needs.care == Care::Dates { dates } else { &[PAIR, DATE, N, ACT, MODE, TOPICS, MINUTES, ENTERED] };
    reading.rows_into(&CONTACTS, &path, reading.needs.depth(columns), buffers, findings, &mut decoder);
    let mut log = decoder.log;
    if !decoder.in_sequence {
        put_in_order(&mut log);
        decoder.unread.sort_unstable();
        number_the_day(&mut log, &decoder.unread, pairs, &path, findings);
    }
    log
}

struct Decoder<'a> {
    reading: &'a Reading<'a>,
    pairs: &'a Pairs,
    branch: BranchIx,
    minutes_matter: bool,
    last: LastPair<'a>,
    acts: LastWord<'a>,
    modes: LastWord<'a>,
    topics: KnownLists<'a>,
    by: LastNames,
    days: DayReader,
    log: ContactLog,
    /// Every contact so far came behind the one before it, with the number that it must have.
    in_sequence: bool,
    /// The rank of the last one.
    rank: u64,
    /// Days of pairs with a contact that could not be read: its number is missing among those of the others.
    unread: Vec<u64>,
}

/// What a line of the usual shape holds.
enum Usual {
    Contact(Contact, Option<ContactDetail>),
    /// A contact without a fault of its own, of a pair that is not known since its own line could not be read.
    OfLostPair,
}

impl<'a> Decoder<'a> {
    fn new(reading: &'a Reading<'a>, pairs: &'a Pairs, branch: BranchIx) -> Self {
        let minutes_matter = reading.scheme.cadences.iter().any(|cadence| cadence.minutes > 0 || cadence.total_minutes.is_some());
        let mut log = ContactLog::default();
        if reading.needs.keeps_texts() {
            log.texts = TextTable::keeping_all(&CONTACTS);
        }
        let (acts, modes) = (LastWord::of(&reading.scheme.acts), LastWord::of(&reading.scheme.modes));
        let (last, topics, by) = (LastPair::first(pairs, branch), KnownLists::of(&reading.scheme.topics), LastNames::default());
        let days = DayReader::default();
        Self {
            reading,
            pairs,
            branch,
            minutes_matter,
            last,
            acts,
            modes,
            topics,
            by,
            days,
            log,
            in_sequence: true,
            rank: 0,
            unread: Vec::new(),
        }
    }

    #[inline]
    fn push(&mut self, contact: Contact, line: u32, detail: Option<ContactDetail>) {
        let before = std::mem::replace(&mut self.rank, rank(&contact));
        let follows = if contact.n == 1 { self.rank > before } else { contact.n != LEFT_OUT && self.rank == before + 1 };
        self.in_sequence &= follows;
        self.log.contacts.push(contact);
        self.log.lines.push(line);
        if let Some(detail) = detail {
            self.log.details.push(detail);
        }
    }

    fn take(&mut self, row: &mut Row<'_>) {
        let (scheme, care) = (self.reading.scheme, self.reading.needs.care);
        let pair = pair_after(row, PAIR, &mut self.last, scheme, self.pairs, self.branch);
        // What has no fault is read the quick way, what has one by the row, which says so.
        let date = self.days.read(row.bytes(DATE)).ok().or_else(|| row.day(DATE));
        let n = self.number(row);
        let act = self.acts.find(row.bytes(ACT)).or_else(|| row.term(ACT, &scheme.acts));
        let minutes = match small_number(row.bytes(MINUTES)) {
            _ if care == Care::Dates && !self.minutes_matter => Ok(None),
            Some(minutes) => Ok(Some(u32::from(minutes))),
            None => row.integer(MINUTES, 0, MOST_MINUTES),
        };
        let detail = if care == Care::Dates { None } else { self.detail(row) };
        let (Some(pair), Some(date), Some(n), Some(act), Ok(minutes)) = (pair, date, n, act, minutes) else {
            self.unread.extend(pair.map(|pair| date.map_or(some_day_of(pair), |date| day_of_pair(pair, date))));
            return;
        };
        self.push(Contact { pair, date, minutes: minutes.unwrap_or(0) as u16, n, act }, row.line, detail);
        if care == Care::Texts {
            let log = &mut self.log;
            log.text_rows.push(log.texts.len() as u32);
            (0..CONTACTS.columns.len()).for_each(|column| log.texts.push(row.text(column)));
        }
    }

    fn detail(&mut self, row: &mut Row<'_>) -> Option<ContactDetail> {
        let scheme = self.reading.scheme;
        let topics = self.topics.read(row.bytes(TOPICS)).or_else(|| row.terms(TOPICS, &scheme.topics));
        let mode = self.modes.find(row.bytes(MODE)).map_or_else(|| row.optional_term(MODE, &scheme.modes), |mode| Ok(Some(mode)));
        let entered = self.days.read(row.bytes(ENTERED)).map_or_else(|_| row.optional_day(ENTERED), |day| Ok(Some(day)));
        if self.reading.needs.care != Care::Counts {
            row.required(CONTENT);
        }
        let mark = self.mark(row.bytes(CONTENT));
        Some(ContactDetail { topics: topics.unwrap_or(0), mode: mode.ok().flatten(), entered: entered.ok().flatten(), mark })
    }

    /// A line of the usual shape: a pair that is known or was lost, a day, one digit or nothing, a known act, and what else is asked for,
    /// all without a fault. The rest is not looked at.
    fn usual(&mut self, raw: &[u8], quotes: Quotes) -> Option<Usual> {
        let mut line = PlainLine::new(raw);
        let is_lost = !self.last.take(&mut line);
        if is_lost && !self.last.take_lost(&mut line) {
            return None;
        }
        let day = line.day()?;
        let date = self.days.read(day).ok()?;
        let n = line.take_digit()?;
        let act = self.acts.take(&mut line)?;
        let contact = Contact { pair: self.last.pair(), date, minutes: 0, n, act };
        let (contact, detail) = match self.reading.needs.care {
            Care::Dates if self.minutes_matter || line.is_at_end() => return None,
            Care::Dates => (contact, None),
            Care::Counts | Care::Figures | Care::Everything if quotes == Quotes::None => self.usual_detail(contact, day, line)?,
            Care::Counts | Care::Figures | Care::Everything | Care::Texts => return None,
        };
        Some(if is_lost { Usual::OfLostPair } else { Usual::Contact(contact, detail) })
    }

    /// The usual rest of a line without quotes, of a contact on a day: most are entered on that day, by whoever entered the one before.
    fn usual_detail(&mut self, contact: Contact, day: &[u8; 10], mut line: PlainLine<'_>) -> Option<(Contact, Option<ContactDetail>)> {
        let mode = self.modes.take_or_nothing(&mut line)?;
        let topics = self.topics.take(&mut line)?;
        let minutes = line.take_number()?;
        let (_place, content) = (line.field()?, line.long_field()?);
        let (_problem, _next) = (line.field()?, line.field()?);
        let entered = if line.take_empty() {
            None
        } else {
            let entered = line.day()?;
            Some(if entered == day { contact.date } else { self.days.read(entered).ok()? })
        };
        // With a comma too many the cells before it may stand in the wrong columns.
        let sound = self.by.take(&mut line) && line.is_at_end() && (self.reading.needs.care == Care::Counts || !content.is_empty());
        sound.then_some((Contact { minutes, ..contact }, Some(ContactDetail { topics, mode, entered, mark: self.mark(content) })))
    }

    fn mark(&self, content: &[u8]) -> u32 {
        if matches!(self.reading.needs.care, Care::Everything | Care::Texts) { twice::mark(content) } else { 0 }
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
    fn expect(&mut self, bytes: u64) {
        let rows = (bytes / USUAL_LINE).min(MOST_SET_ASIDE) as usize;
        self.log.contacts.reserve(rows);
        self.log.lines.reserve(rows);
        if self.reading.needs.care != Care::Dates {
            self.log.details.reserve(rows);
        }
    }

    fn row(&mut self, row: &mut Row<'_>) {
        self.take(row);
    }

    fn plain_line(&mut self, line: &[u8], number: u32, quotes: Quotes) -> bool {
        match self.usual(line, quotes) {
            Some(Usual::Contact(contact, detail)) => {
                self.push(contact, number, detail);
                true
            }
            Some(Usual::OfLostPair) => true,
            None => false,
        }
    }
}

/// A number for each day of each pair, which goes by pair and day.
#[inline]
fn day_of_pair(pair: PairIx, date: Day) -> u64 {
    u64::from(pair.0) << 24 | u64::from(date.number().unsigned_abs())
}

/// A number for a day of a pair that is not known.
fn some_day_of(pair: PairIx) -> u64 {
    u64::from(pair.0) << 24 | 0xff_ffff
}

/// Goes by pair, day and number; numbers left out come behind the given ones.
#[inline]
fn rank(contact: &Contact) -> u64 {
    day_of_pair(contact.pair, contact.date) << 8 | u64::from(contact.n.wrapping_sub(LEFT_OUT + 1))
}

/// Puts the log into the order of pair, day and number; numbers left out keep the file's order behind the given ones.
fn put_in_order(log: &mut ContactLog) {
    if log.contacts.iter().map(rank).is_sorted() {
        return;
    }
    // Lines come in the order of the file.
    let mut order: Vec<_> = log.contacts.iter().map(rank).zip(0_u32..).collect();
    // By runs, since most stand in order but for a few.
    order.sort();
    let order: Vec<u32> = order.into_iter().map(|(_, index)| index).collect();
    log.contacts = permuted(&log.contacts, &order);
    log.lines = permuted(&log.lines, &order);
    log.details = permuted(&log.details, &order);
    log.text_rows = permuted(&log.text_rows, &order);
}

fn permuted<T: Copy>(values: &[T], order: &[u32]) -> Vec<T> {
    order.iter().filter_map(|index| values.get(*index as usize).copied()).collect()
}

/// Gives the numbers left out, and reports numbers of a day that are doubled or not 1, 2, …: these only where all of the day could be read.
fn number_the_day(log: &mut ContactLog, unread: &[u64], pairs: &Pairs, path: &Arc<str>, findings: &mut Findings) {
    let (mut day, mut last) = (u64::MAX, 0_u8);
    for (index, contact) in log.contacts.iter_mut().enumerate() {
        let own = day_of_pair(contact.pair, contact.date);
        if own != day {
            (day, last) = (own, 0);
        }
        if contact.n == LEFT_OUT {
            contact.n = last.saturating_add(1);
        }
        let is_whole = || [own, some_day_of(contact.pair)].iter().all(|day| unread.binary_search(day).is_err());
        if contact.n == last || (contact.n != last.saturating_add(1) && is_whole()) {
            let line = |index: Option<usize>| index.and_then(|index| log.lines.get(index)).copied().unwrap_or(0);
            bad_number((pairs.id(contact.pair), contact), last, (path, line(Some(index))), line(index.checked_sub(1)), findings);
        }
        last = contact.n;
    }
}

/// Reports a number that does not follow the last one, on `before`'s line.
fn bad_number((pair, contact): (&str, &Contact), last: u8, place: (&Arc<str>, u32), before: u32, findings: &mut Findings) {
    if contact.n == last {
        findings.tell(Code::DuplicateKey, place, "pair", |finding| {
            let other = Place::new(place.0, before, 0).to_string();
            finding.with("value", format!("{pair} {} {}", contact.date, contact.n)).with("other", other)
        });
    } else {
        let args = |finding: Finding| finding.with("value", contact.n).with("want", last.saturating_add(1));
        findings.tell(Code::BadSequence, place, "n", args);
    }
}
