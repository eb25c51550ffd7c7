//! Days, months and ranges of days. A day is a calendar date of the proleptic Gregorian calendar; there is no time of day.
//! Not here: which days count (`calendar`), and the clock.

use std::fmt;
use std::num::NonZeroI32;

use chrono::{Datelike, NaiveDate};

use crate::i18n::Value;

/// The first year that a day may have (data.md, types).
pub const FIRST_YEAR: i32 = 1900;
/// The last year that a day may have (data.md, types).
pub const LAST_YEAR: i32 = 2100;

/// A calendar date, kept as the number of days since the first day of the year 1 (which is day 1). A day that may be left out takes
/// no more room than one that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NonZeroI32);

/// A number of a day, none of which is 0: records begin in 1900.
const fn not_zero(number: i32) -> NonZeroI32 {
    match NonZeroI32::new(number) {
        Some(number) => number,
        None => NonZeroI32::MIN,
    }
}

impl Day {
    /// The first day of 1900.
    pub const MIN: Self = Self(not_zero(693_596));
    /// The last day of 2100.
    pub const MAX: Self = Self(not_zero(767_009));

    /// The day with a number (chrono's `num_days_from_ce`).
    #[must_use]
    pub fn from_number(number: i32) -> Self {
        Self(not_zero(number))
    }

    /// The day of a spreadsheet's serial number, where it counts days from 1899-12-30, as Excel does from March 1900 on.
    #[must_use]
    pub fn from_serial(serial: i32) -> Self {
        Self::from_number(693_594 + serial)
    }

    /// Its number.
    #[must_use]
    pub fn number(self) -> i32 {
        self.0.get()
    }

    /// A real date within the years that data may have, else nothing.
    #[must_use]
    pub fn of(year: i32, month: u32, day: u32) -> Option<Self> {
        let sound = (FIRST_YEAR..=LAST_YEAR).contains(&year) && (1..=12).contains(&month) && (1..=month_len(year, month)).contains(&day);
        sound.then(|| Self::in_month(year, month, day as i32))
    }

    /// Reads `YYYY-MM-DD` and nothing else. Errors: why it is no day.
    pub fn parse(text: &[u8]) -> Result<Self, DayFault> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text else { return Err(DayFault::Shape) };
        let year = number(&[y1, y2, y3, y4]).ok_or(DayFault::Shape)?;
        let month = number(&[m1, m2]).ok_or(DayFault::Shape)?;
        let day = number(&[d1, d2]).ok_or(DayFault::Shape)?;
        if !(FIRST_YEAR as u32..=LAST_YEAR as u32).contains(&year) {
            return Err(DayFault::Year);
        }
        Self::of(year as i32, month, day).ok_or(DayFault::NoSuchDay)
    }

    /// The date as chrono knows it.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.number()).unwrap_or_default()
    }

    /// `YYYY-MM-DD`.
    fn digits(self) -> [u8; 10] {
        let date = self.date();
        let digit = |number: u32, unit: u32| b'0' + (number / unit % 10) as u8;
        let (year, month, day) = (date.year().unsigned_abs(), date.month(), date.day());
        let [y1, y2, y3, y4] = [1000, 100, 10, 1].map(|unit| digit(year, unit));
        [y1, y2, y3, y4, b'-', digit(month, 10), digit(month, 1), b'-', digit(day, 10), digit(day, 1)]
    }

    /// The month it lies in.
    #[must_use]
    pub fn month(self) -> Month {
        let date = self.date();
        Month::of(date.year(), date.month())
    }

    /// The day with this number in a month that has it.
    fn in_month(year: i32, month: u32, day: i32) -> Self {
        Self::from_number(days_before_year(year) + days_before_month(year, month) + day)
    }

    /// 1 for Monday to 7 for Sunday.
    #[must_use]
    pub fn weekday(self) -> u8 {
        (self.number() - 1).rem_euclid(7) as u8 + 1
    }

    /// The Monday of its week.
    #[must_use]
    pub fn monday(self) -> Self {
        self.plus(1 - i32::from(self.weekday()))
    }

    /// So many days later (earlier if negative).
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self::from_number(self.number().saturating_add(days))
    }

    /// The day after.
    #[must_use]
    pub fn next(self) -> Self {
        self.plus(1)
    }

    /// The day before.
    #[must_use]
    pub fn previous(self) -> Self {
        self.plus(-1)
    }

    /// The same day of the month so many months later (earlier if negative); where that month is shorter, its last day.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        self.month().plus(months).day(self.date().day())
    }

    /// Days from an earlier day to this one; negative if that one is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> i32 {
        self.number() - earlier.number()
    }
}

/// Days of a common year before each month.
const BEFORE_MONTH: [i32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn month_len(year: i32, month: u32) -> u32 {
    match month {
        2 => 28 + u32::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from the first day of the year 1 to the last of the year before. The arithmetic is our own because every contact needs it
/// and chrono's costs several times as much; chrono is its oracle in the tests.
fn days_before_year(year: i32) -> i32 {
    let past = year - 1;
    past * 365 + past.div_euclid(4) - past.div_euclid(100) + past.div_euclid(400)
}

fn days_before_month(year: i32, month: u32) -> i32 {
    let common = BEFORE_MONTH.get(month as usize - 1).copied().unwrap_or(0);
    common + i32::from(month > 2 && is_leap(year))
}

fn number<const N: usize>(digits: &[u8; N]) -> Option<u32> {
    let sound = digits.iter().fold(true, |sound, digit| sound & digit.is_ascii_digit());
    sound.then(|| digits.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit & 0xF)))
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Self {
        Self::from_number(date.num_days_from_ce())
    }
}

impl From<Day> for Value {
    fn from(day: Day) -> Self {
        Self::from(day.to_string())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(std::str::from_utf8(&self.digits()).unwrap_or_default())
    }
}

impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(std::str::from_utf8(&self.digits()).unwrap_or_default())
    }
}

/// Reads days of which many lie in the same few months, as those of a log do: a month is worked out once.
#[derive(Clone, Debug, Default)]
pub struct DayReader {
    months: [KnownMonth; 16],
}

/// A month that days were read of.
#[derive(Clone, Copy, Debug, Default)]
struct KnownMonth {
    /// The text of its days up to the day of the month, its first byte lowest.
    text: u64,
    /// Number of the day before it.
    before: i32,
    /// Its number of days; 0: no month yet.
    days: u8,
    month: Option<Month>,
}

impl DayReader {
    /// Reads `YYYY-MM-DD` and nothing else, as `Day::parse` does.
    ///
    /// # Errors
    /// Why it is no day.
    #[inline]
    pub fn read(&mut self, text: &[u8]) -> Result<Day, DayFault> {
        let Some((month, [d1 @ b'0'..=b'9', d2 @ b'0'..=b'9'])) = text.split_first_chunk::<8>() else { return Day::parse(text) };
        let month = u64::from_le_bytes(*month);
        let known = &self.months[KnownMonth::place(month)];
        let day = (d1 - b'0') * 10 + (d2 - b'0');
        if known.text == month && (1..=known.days).contains(&day) {
            return Ok(Day::from_number(known.before + i32::from(day)));
        }
        self.learn(month, text)
    }

    fn learn(&mut self, month: u64, text: &[u8]) -> Result<Day, DayFault> {
        let read = Day::parse(text)?;
        self.remember(month, read.month());
        Ok(read)
    }

    fn remember(&mut self, text: u64, month: Month) {
        let days = month.period();
        let before = days.first.previous().number();
        self.months[KnownMonth::place(text)] = KnownMonth { text, before, days: days.len() as u8, month: Some(month) };
    }

    /// Reads `YYYY-MM` and nothing else, as `Month::parse` does.
    #[inline]
    pub fn month(&mut self, text: &[u8; 7]) -> Option<Month> {
        let [y1, y2, y3, y4, dash, m1, m2] = *text;
        let month = u64::from_le_bytes([y1, y2, y3, y4, dash, m1, m2, b'-']);
        let known = &self.months[KnownMonth::place(month)];
        if known.text == month {
            return known.month;
        }
        let read = Month::parse(text)?;
        self.remember(month, read);
        Some(read)
    }
}

impl KnownMonth {
    /// Where a month is remembered: any sixteen that follow each other within a decade have places of their own.
    #[inline]
    fn place(text: u64) -> usize {
        let digit = |at: u64| text >> (at * 8) & 0xF;
        let (year, tens, ones) = (digit(3), digit(5), digit(6));
        (year * 12 + tens * 10 + ones) as usize & 0xF
    }
}

/// Why a text is no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayFault {
    /// Not of the shape `YYYY-MM-DD`.
    Shape,
    /// A year before 1900 or after 2100.
    Year,
    /// Of the right shape, but the calendar has no such day.
    NoSuchDay,
}

/// A calendar month, kept as year × 12 + (month − 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

impl Month {
    /// The month of a year; `month` counts from 1 to 12.
    #[must_use]
    pub fn of(year: i32, month: u32) -> Self {
        Self(year * 12 + month as i32 - 1)
    }

    /// Reads `YYYY-MM` and nothing else.
    #[must_use]
    pub fn parse(text: &[u8]) -> Option<Self> {
        let [y1, y2, y3, y4, b'-', m1, m2] = *text else { return None };
        let year = number(&[y1, y2, y3, y4])? as i32;
        let month = number(&[m1, m2])?;
        ((FIRST_YEAR..=LAST_YEAR).contains(&year) && (1..=12).contains(&month)).then(|| Self::of(year, month))
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// The month's number, 1 to 12.
    #[must_use]
    pub fn number(self) -> u32 {
        self.0.rem_euclid(12) as u32 + 1
    }

    /// So many months later (earlier if negative).
    #[must_use]
    pub fn plus(self, months: i32) -> Self {
        Self(self.0 + months)
    }

    /// The month after.
    #[must_use]
    pub fn next(self) -> Self {
        self.plus(1)
    }

    /// The month before.
    #[must_use]
    pub fn previous(self) -> Self {
        self.plus(-1)
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> Day {
        Day::in_month(self.year(), self.number(), 1)
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> Day {
        self.first_day().plus(self.len() - 1)
    }

    /// Both ends.
    #[must_use]
    pub fn period(self) -> Period {
        let first = self.first_day();
        Period::new(first, first.plus(self.len() - 1))
    }

    /// How many days it has.
    fn len(self) -> i32 {
        month_len(self.year(), self.number()) as i32
    }

    /// A day of the month by number; a number past the end gives the last day.
    #[must_use]
    pub fn day(self, number: u32) -> Day {
        self.first_day().plus(number.clamp(1, self.len() as u32) as i32 - 1)
    }
}

impl From<Month> for Value {
    fn from(month: Month) -> Self {
        Self::from(month.to_string())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}", self.year(), self.number())
    }
}

impl serde::Serialize for Month {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A range of days, both ends included. Empty if `last` is before `first`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// First day.
    pub first: Day,
    /// Last day, included.
    pub last: Day,
}

impl Period {
    /// The range from one day to another.
    #[must_use]
    pub fn new(first: Day, last: Day) -> Self {
        Self { first, last }
    }

    /// Whether it has no day.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.last < self.first
    }

    /// Whether the day lies in it.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// The days in both; may be empty.
    #[must_use]
    pub fn intersect(self, other: Self) -> Self {
        Self { first: self.first.max(other.first), last: self.last.min(other.last) }
    }

    /// Whether the two share a day.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        !self.intersect(other).is_empty()
    }

    /// Number of days, 0 when empty.
    #[must_use]
    pub fn len(self) -> i32 {
        (self.last.since(self.first) + 1).max(0)
    }

    /// The months that it touches, in order.
    pub fn months(self) -> impl Iterator<Item = Month> {
        let end = self.last.month();
        let first = if self.is_empty() { end.next() } else { self.first.month() };
        std::iter::successors(Some(first), |month| Some(month.next())).take_while(move |month| *month <= end)
    }
}

#[cfg(test)]
mod tests {
    use super::{Day, DayFault, DayReader, Month, Period};

    fn day(text: &str) -> Day {
        Day::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn only_iso_dates_that_exist_are_days() {
        assert_eq!(day("2012-11-06").to_string(), "2012-11-06");
        assert_eq!(serde_json::to_string(&(day("1900-10-31"), Month::parse(b"2013-01"))).unwrap(), r#"["1900-10-31","2013-01"]"#);
        assert_eq!(Day::parse(b"2012-02-30"), Err(DayFault::NoSuchDay));
        assert_eq!(Day::parse(b"2013-02-29"), Err(DayFault::NoSuchDay));
        assert_eq!(Day::parse(b"2012/11/6"), Err(DayFault::Shape));
        assert_eq!(Day::parse(b"41219"), Err(DayFault::Shape));
        assert_eq!(Day::parse(b"1899-12-31"), Err(DayFault::Year));
        assert_eq!(Day::parse(b"2012-13-01"), Err(DayFault::NoSuchDay));
        assert_eq!(day("1900-01-01"), Day::MIN);
        assert_eq!(day("2100-12-31"), Day::MAX);
    }

    #[test]
    fn what_is_no_day_is_read_as_none_whatever_its_bytes() {
        let mut reader = DayReader::default();
        for byte in 0..=u8::MAX {
            for at in 0..10 {
                let mut text = *b"2012-11-06";
                text[at] = byte;
                assert_eq!(reader.read(&text), Day::parse(&text), "{text:?}");
            }
            assert_eq!(reader.read(&[byte; 10]), Day::parse(&[byte; 10]));
            for at in 0..7 {
                let mut text = *b"2012-11";
                text[at] = byte;
                assert_eq!(reader.month(&text), Month::parse(&text), "{text:?}");
            }
            assert_eq!(reader.month(&[byte; 7]), None);
        }
        assert_eq!(reader.read(b",,,9999-12"), Err(DayFault::Shape));
    }

    #[test]
    fn every_day_agrees_with_chrono() {
        let mut reader = DayReader::default();
        for number in Day::MIN.number()..=Day::MAX.number() {
            let date = chrono::NaiveDate::from_num_days_from_ce_opt(number).unwrap();
            let day = Day::parse(date.to_string().as_bytes()).unwrap();
            assert_eq!((day.number(), day.to_string()), (number, date.to_string()));
            assert_eq!(reader.read(date.to_string().as_bytes()), Ok(day));
            let month = day.month();
            let text = month.to_string();
            assert_eq!(text.as_bytes().first_chunk().and_then(|text| reader.month(text)), Some(month));
            assert_eq!(month.first_day().to_string(), date.format("%Y-%m-01").to_string());
            assert!(month.last_day().month() == month && month.last_day().next().month() == month.next());
        }
    }

    #[test]
    fn a_reader_of_days_is_as_strict_whatever_it_read_before() {
        let mut reader = DayReader::default();
        for text in
            ["2013-02-27", "2013-02-29", "2013-02-28", "2013-02-00", "2013-02-2x", "2013-02-1", "2013-02-011", "2013-02", "0000000001", ""]
        {
            assert_eq!(reader.read(text.as_bytes()), Day::parse(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn weekdays_and_mondays() {
        assert_eq!(day("2012-11-05").weekday(), 1);
        assert_eq!(day("2012-11-11").weekday(), 7);
        assert_eq!(day("2012-11-11").monday(), day("2012-11-05"));
    }

    #[test]
    fn months_have_ends_and_follow_each_other() {
        let month = Month::parse(b"2012-12").unwrap();
        assert_eq!(month.next().to_string(), "2013-01");
        assert_eq!(month.plus(-12).to_string(), "2011-12");
        assert_eq!(Month::parse(b"2012-02").unwrap().last_day(), day("2012-02-29"));
        assert_eq!(Month::parse(b"2013-02").unwrap().day(31), day("2013-02-28"));
        assert!(Month::parse(b"2012-00").is_none() && Month::parse(b"2012-13").is_none());
    }

    #[test]
    fn a_period_counts_both_ends() {
        let period = Period::new(day("2012-11-30"), day("2013-01-01"));
        assert_eq!(period.len(), 33);
        assert_eq!(period.months().map(|month| month.to_string()).collect::<Vec<_>>(), ["2012-11", "2012-12", "2013-01"]);
        assert_eq!(Period::new(day("2012-11-02"), day("2012-11-01")).months().count(), 0);
    }
}
