//! What all pairs share under one cadence, and the way into the rule: what counts, the pair's time, the status.

use super::contacts::BranchContacts;
use super::row::{Breach, CadenceRow, Status};
use super::window::{self, WindowSpan};
use super::{period, rolling};
use crate::model::calendar::Calendar;
use crate::model::contact_log::Contact;
use crate::model::dataset::Core;
use crate::model::day::{Day, Period};
use crate::model::records::PairIx;
use crate::model::scheme::{Cadence, PauseReading, Vocabulary, Window};

/// Bits of all seven weekdays.
const EVERY_WEEKDAY: u8 = 0b1111_1110;

/// A cadence made ready for judging any number of pairs as of a day.
#[derive(Clone, Debug)]
pub struct CadenceFrame<'a> {
    /// Its settings.
    pub cadence: &'a Cadence,
    /// Its index in the scheme.
    pub index: u16,
    /// The day as of which it judges.
    pub as_of: Day,
    /// Which days count for it: the scheme's pauses, or none with `pauses = "ignore"`.
    pub calendar: Calendar,
    /// The days of its phase.
    pub phase: Period,
    /// Counted days of a rolling or fixed window, at least 1.
    pub every: i32,
    acts: u64,
    weekdays: u8,
    windows: Vec<WindowSpan>,
}

/// The part of a pair's time that a cadence judges: s, e and z of rules.md R4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PairTime {
    /// s: the pair's first active day in the phase.
    pub first: Day,
    /// e: its last.
    pub last: Day,
    /// z: the last judged day, min(e, as of); before `first` where the pair has not started.
    pub judged: Day,
}

impl<'a> CadenceFrame<'a> {
    /// The frame of a scheme's cadence; none where the scheme has no cadence with that index.
    #[must_use]
    pub fn new(core: &'a Core, index: usize, as_of: Day) -> Option<Self> {
        let scheme = &core.scheme;
        let cadence = scheme.cadences.get(index)?;
        let phase = scheme.phase(&cadence.phase).map_or(scheme.helping(), |phase| phase.period);
        Some(Self::of(cadence, index, &scheme.acts, &core.calendar, phase, as_of))
    }

    /// The frames of all the scheme's cadences, in the file's order.
    #[must_use]
    pub fn all(core: &'a Core, as_of: Day) -> Vec<Self> {
        (0..core.scheme.cadences.len()).filter_map(|index| Self::new(core, index, as_of)).collect()
    }

    /// The frame of a cadence from its parts; `calendar` has the scheme's pauses.
    #[must_use]
    pub fn of(cadence: &'a Cadence, index: usize, acts: &Vocabulary, calendar: &Calendar, phase: Period, as_of: Day) -> Self {
        let calendar = match cadence.pauses {
            PauseReading::Stop => calendar.clone(),
            PauseReading::Ignore => Calendar::every_day(),
        };
        let windows = window::lay(cadence, &calendar, phase);
        let weekdays = if cadence.weekdays.is_empty() { EVERY_WEEKDAY } else { weekday_bits(&cadence.weekdays) };
        Self {
            cadence,
            index: index as u16,
            as_of,
            calendar,
            phase,
            every: cadence.every.max(1),
            acts: act_bits(cadence, acts),
            weekdays,
            windows,
        }
    }

    /// The windows that lie fast, shared by all pairs; none for rolling.
    #[must_use]
    pub fn windows(&self) -> &[WindowSpan] {
        &self.windows
    }

    /// The time of a pair that the cadence judges; none where no active day lies in the phase. `active`: `Core::active`.
    #[must_use]
    pub fn time(&self, active: Period) -> Option<PairTime> {
        let time = active.intersect(self.phase);
        (!time.is_empty()).then(|| PairTime { first: time.first, last: time.last, judged: time.last.min(self.as_of) })
    }

    /// Whether a contact counts for the cadence, whenever it was: its kind, its length, its weekday.
    #[must_use]
    pub fn counts(&self, contact: &Contact) -> bool {
        self.counts_act(contact) && self.counts_minutes(contact) && self.counts_weekday(contact)
    }

    pub(super) fn counts_act(&self, contact: &Contact) -> bool {
        self.acts.checked_shr(u32::from(contact.act)).unwrap_or(0) & 1 == 1
    }

    pub(super) fn counts_minutes(&self, contact: &Contact) -> bool {
        u32::from(contact.minutes) >= self.cadence.minutes
    }

    pub(super) fn counts_weekday(&self, contact: &Contact) -> bool {
        self.weekdays == EVERY_WEEKDAY || self.weekdays >> contact.date.weekday() & 1 == 1
    }

    /// Those contacts that qualify in a pair's time, in order.
    pub fn qualifying<'c>(&self, time: PairTime, contacts: &'c [Contact]) -> impl Iterator<Item = &'c Contact> {
        // They come by day: what lies behind the judged days is not looked at.
        let begun = contacts.iter().take_while(move |contact| contact.date <= time.judged);
        begun.filter(move |contact| contact.date >= time.first && self.counts(contact))
    }

    /// Judges a pair. `active`: its active days (`Core::active`); `contacts`: those that may count for it, by day
    /// (`BranchContacts::of`). None where the pair has no active day in the phase.
    #[must_use]
    pub fn row(&self, pair: PairIx, active: Period, contacts: &[Contact]) -> Option<CadenceRow> {
        self.row_with(Vec::new(), pair, active, contacts)
    }

    /// Judges a pair as `row` does, with room for breaches that served another row.
    #[must_use]
    pub fn row_with(&self, room: Vec<Breach>, pair: PairIx, active: Period, contacts: &[Contact]) -> Option<CadenceRow> {
        let time = self.time(active)?;
        let mut row = self.blank(room, pair, time);
        if self.as_of < time.first {
            return Some(row);
        }
        match self.cadence.window {
            Window::Rolling => rolling::judge(self, time, contacts, &mut row),
            _ => window::judge(self, time, contacts, &mut row),
        }
        Some(row)
    }

    /// Judges a pair by the records of its branch.
    #[must_use]
    pub fn row_of(&self, core: &Core, pair: PairIx, contacts: &BranchContacts<'_>) -> Option<CadenceRow> {
        let active = core.active(core.pairs.get(pair)?);
        self.row(pair, active, contacts.of(self.cadence.per, pair))
    }

    /// Whether a contact that qualifies for the pair lies in a period.
    #[must_use]
    pub fn has_contact_in(&self, active: Period, contacts: &[Contact], within: Period) -> bool {
        self.time(active).is_some_and(|time| self.qualifying(time, contacts).any(|contact| within.contains(contact.date)))
    }

    /// Late days of a row within a period.
    #[must_use]
    pub fn late_days_in(&self, row: &CadenceRow, within: Period) -> i32 {
        row.breaches.iter().map(|breach| period::late_days(&self.calendar, breach, within)).sum()
    }

    /// Breaches of a row with a late day in a period.
    #[must_use]
    pub fn breaches_in(&self, row: &CadenceRow, within: Period) -> usize {
        row.breaches.iter().filter(|breach| period::late_days(&self.calendar, breach, within) > 0).count()
    }

    /// The first and last late day of a breach.
    #[must_use]
    pub fn late(&self, breach: &Breach) -> Period {
        period::late(&self.calendar, breach)
    }

    /// Counted days since the day by which an overdue pair's contact was due; none for a pair that is not overdue.
    #[must_use]
    pub fn overdue_days<B: AsRef<[Breach]>>(&self, row: &CadenceRow<B>) -> Option<i32> {
        row.due_day().filter(|_| row.is_overdue()).map(|due| self.calendar.counted(due, self.as_of))
    }

    /// The row of a pair of which nothing is said yet.
    fn blank(&self, mut breaches: Vec<Breach>, pair: PairIx, time: PairTime) -> CadenceRow {
        breaches.clear();
        CadenceRow {
            pair,
            cadence: self.index,
            status: Status::NotStarted,
            contacts: 0,
            last_contact: None,
            next_due: None,
            late_days: 0,
            judged: 0,
            counted: self.calendar.counted(time.first, time.judged),
            breaches,
        }
    }

    /// Sets status and next due day of a pair that has started; `overdue` says whether a contact is owed whose day has passed.
    pub(super) fn settle(&self, row: &mut CadenceRow, time: PairTime, next_due: Option<Day>, overdue: bool) {
        if self.as_of > time.last {
            row.status = Status::Ended;
            return;
        }
        row.next_due = next_due;
        row.status = match next_due {
            _ if overdue => Status::Overdue,
            Some(day) if self.calendar.counted(self.as_of, day) <= self.cadence.remind_days => Status::Due,
            _ => Status::Ok,
        };
    }
}

/// The acts that count: those named, or all, and of them only those whose `counts` is true.
fn act_bits(cadence: &Cadence, acts: &Vocabulary) -> u64 {
    let named = |index: u8| cadence.acts.is_empty() || cadence.acts.contains(&index);
    let counting = acts.terms.iter().take(Vocabulary::MOST).enumerate().filter(|(index, act)| act.counts && named(*index as u8));
    counting.fold(0, |bits, (index, _)| bits | 1 << index)
}

fn weekday_bits(weekdays: &[u8]) -> u8 {
    weekdays.iter().filter(|weekday| (1..=7).contains(*weekday)).fold(0, |bits, weekday| bits | 1 << weekday)
}
