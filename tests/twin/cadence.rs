//! R4, the cadences: for one pair and one cadence, the days that are late, the breaches, what is
//! due next and where the pair stands, found by looking at every day.

mod rolling;
mod windows;

use crate::calendar::{Day, after, weekday};
use crate::fraction::{Fraction, ratio, whole};
use crate::records::{Cadence, Contact, Directory, Pair, Pauses, Per, Window};
use num_traits::One;

/// How a pair stands with a cadence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// Nothing is owed soon.
    Ok,
    /// A contact is owed within the reminder's days.
    Due,
    /// A contact is owed and its day is past.
    Overdue,
    /// The pair's time is over.
    Ended,
    /// The pair's time has not begun.
    NotStarted,
}

impl Status {
    /// Its word in answers.
    pub fn word(self) -> &'static str {
        match self {
            Status::Ok => "ok",
            Status::Due => "due",
            Status::Overdue => "overdue",
            Status::Ended => "ended",
            Status::NotStarted => "not_started",
        }
    }
}

/// One failure to keep a cadence.
pub enum Breach {
    /// Too long from one contact to the next (rolling, n = 1).
    Gap { from: Day, to: Day, days: i64, over: i64, missed: i64, open: bool, late: Vec<Day> },
    /// Late days in a row (rolling, n > 1).
    Run { late: Vec<Day>, open: bool },
    /// A window with too few contacts: first and last counted day.
    Missed { from: Day, to: Day, contacts: i64, owed: i64 },
}

impl Breach {
    /// Its late days.
    pub fn late(&self) -> Vec<Day> {
        match self {
            Breach::Gap { late, .. } | Breach::Run { late, .. } => late.clone(),
            Breach::Missed { to, .. } => vec![*to],
        }
    }
}

/// How one pair does with one cadence, as of a day.
pub struct Row<'a> {
    /// The pair.
    pub pair: &'a Pair,
    /// The cadence.
    pub cadence: &'a Cadence,
    /// Where it stands.
    pub status: Status,
    /// Days of the qualifying contacts, in order.
    pub contacts: Vec<Day>,
    /// When the next contact is owed.
    pub next_due: Option<Day>,
    /// The breaches, in order.
    pub breaches: Vec<Breach>,
    /// counted(s, z].
    pub counted: i64,
    /// The keeping rate.
    pub rate: Fraction,
}

impl Row<'_> {
    /// All late days, in order.
    pub fn late(&self) -> Vec<Day> {
        self.breaches.iter().flat_map(Breach::late).collect()
    }
}

/// One pair under one cadence as of a day: the terms that the rule is written in.
struct Question<'a> {
    directory: &'a Directory,
    cadence: &'a Cadence,
    /// First active day in the phase.
    s: Day,
    /// Last active day in the phase.
    e: Day,
    /// The earlier of `e` and the asking day.
    z: Day,
    as_of: Day,
    /// Qualifying contacts: day and minutes, in order of days.
    contacts: Vec<(Day, i64)>,
}

impl Question<'_> {
    fn counted_day(&self, day: Day) -> bool {
        self.cadence.pauses == Pauses::Ignore || !self.directory.paused(day)
    }

    /// counted(a, b]: the counted days after `a` up to `b`.
    fn counted(&self, a: Day, b: Day) -> i64 {
        let mut number = 0;
        let mut day = a;
        while day < b {
            day = after(day);
            if self.counted_day(day) {
                number += 1;
            }
        }
        number
    }

    fn reminded(&self, next_due: Day) -> Status {
        if self.counted(self.as_of, next_due) <= self.cadence.remind_days { Status::Due } else { Status::Ok }
    }
}

/// The row of a pair for a cadence; none if it has no active day in the phase.
pub fn row<'a>(directory: &'a Directory, pair: &'a Pair, cadence: &'a Cadence, as_of: Day) -> Option<Row<'a>> {
    let phase = directory.phase(&cadence.phase);
    let s = pair.start.max(phase.start);
    let e = directory.last_day(pair).min(phase.end);
    if s > e {
        return None;
    }
    let z = e.min(as_of);
    let contacts = qualifying(directory, pair, cadence, s, z);
    let question = Question { directory, cadence, s, e, z, as_of, contacts };
    let (breaches, rate, live) = if cadence.window == Window::Rolling { rolling::answer(&question) } else { windows::answer(&question) };
    let (status, next_due) = if as_of < s {
        (Status::NotStarted, None)
    } else if as_of > e {
        (Status::Ended, None)
    } else {
        live
    };
    let days = question.contacts.iter().map(|(day, _)| *day).collect();
    let counted = question.counted(s, z);
    Some(Row { pair, cadence, status, contacts: days, next_due, breaches, counted, rate })
}

/// Days and minutes of the contacts that qualify, in order of days.
fn qualifying(directory: &Directory, pair: &Pair, cadence: &Cadence, s: Day, z: Day) -> Vec<(Day, i64)> {
    let mut found = Vec::new();
    for contact in &directory.contacts {
        let ours = contact.pair == pair.id || cadence.per == Per::Helper && helper_of(directory, contact) == pair.helper;
        if ours && counts(directory, cadence, contact) && s <= contact.date && contact.date <= z {
            found.push((contact.date, contact.minutes));
        }
    }
    found.sort_unstable();
    found
}

fn helper_of<'a>(directory: &'a Directory, contact: &Contact) -> &'a str {
    &directory.pairs.iter().find(|pair| pair.id == contact.pair).unwrap().helper
}

/// Whether a contact is of a kind that counts: its act, its length, its weekday.
fn counts(directory: &Directory, cadence: &Cadence, contact: &Contact) -> bool {
    let (_, answered) = directory.scheme.acts.iter().find(|(key, _)| *key == contact.act).unwrap();
    let wanted = cadence.acts.is_empty() || cadence.acts.contains(&contact.act);
    let on_day = cadence.weekdays.is_empty() || cadence.weekdays.contains(&weekday(contact.date));
    *answered && wanted && on_day && contact.minutes >= cadence.minutes
}

/// 1 − bad / all; 1 where nothing could go wrong.
fn rate_of(bad: usize, all: i64) -> Fraction {
    if all == 0 {
        return Fraction::one();
    }
    whole(1) - ratio(i64::try_from(bad).unwrap(), all)
}
