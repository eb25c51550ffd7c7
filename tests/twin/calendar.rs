//! Days, months and closed ranges of days. Nothing here knows about pairs or rules.

use chrono::{Datelike, NaiveDate};
use std::fmt::{Display, Formatter, Result as FmtResult};

/// A calendar date; compares, prints as `YYYY-MM-DD`.
pub type Day = NaiveDate;

/// The day written `YYYY-MM-DD`.
pub fn day(text: &str) -> Day {
    match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        Ok(day) => day,
        Err(error) => panic!("not a day: {text:?}: {error}"),
    }
}

/// The day after.
pub fn after(day: Day) -> Day {
    day.succ_opt().unwrap()
}

/// The day `days` later (earlier if negative).
pub fn shifted(day: Day, days: i64) -> Day {
    day.checked_add_signed(chrono::TimeDelta::days(days)).unwrap()
}

/// Every day from `first` to `last`, both included; none if `last` lies before `first`.
pub fn days(first: Day, last: Day) -> Vec<Day> {
    let mut found = Vec::new();
    let mut day = first;
    while day <= last {
        found.push(day);
        day = after(day);
    }
    found
}

/// 1 for Monday to 7 for Sunday.
pub fn weekday(day: Day) -> i64 {
    i64::from(day.weekday().number_from_monday())
}

/// A calendar month; compares, prints as `YYYY-MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    year: i32,
    number: u32,
}

impl Month {
    /// The month that holds `day`.
    pub fn of(day: Day) -> Month {
        Month { year: day.year(), number: day.month() }
    }

    /// The month written `YYYY-MM`.
    pub fn parse(text: &str) -> Month {
        Month::of(day(&format!("{text}-01")))
    }

    /// Its day with that number (1 to 28 exist in every month).
    pub fn day(self, number: u32) -> Day {
        NaiveDate::from_ymd_opt(self.year, self.number, number).unwrap()
    }

    /// Its first day.
    pub fn first(self) -> Day {
        self.day(1)
    }

    /// Its last day.
    pub fn last(self) -> Day {
        self.next().first().pred_opt().unwrap()
    }

    /// All its days.
    pub fn days(self) -> Vec<Day> {
        days(self.first(), self.last())
    }

    /// The month after.
    pub fn next(self) -> Month {
        Month::of(shifted(self.first(), 31))
    }

    /// The month before.
    pub fn previous(self) -> Month {
        Month::of(shifted(self.first(), -1))
    }

    /// Whether `day` lies in it.
    pub fn holds(self, day: Day) -> bool {
        Month::of(day) == self
    }
}

impl Display for Month {
    fn fmt(&self, f: &mut Formatter<'_>) -> FmtResult {
        write!(f, "{:04}-{:02}", self.year, self.number)
    }
}

#[test]
fn months_know_their_days() {
    let february = Month::parse("2012-02");
    assert_eq!(february.days().len(), 29);
    assert_eq!(february.last(), day("2012-02-29"));
    assert_eq!(Month::parse("2012-12").next(), Month::parse("2013-01"));
    assert_eq!(Month::parse("2013-01").previous().to_string(), "2012-12");
    assert_eq!(weekday(day("2012-11-06")), 2);
}
