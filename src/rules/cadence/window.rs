//! Windows that lie fast: fixed, week, month, day, phase (rules.md R4). They are laid once for a cadence and shared by all pairs.

use super::frame::{CadenceFrame, PairTime};
use super::row::{Breach, CadenceRow};
use crate::model::calendar::Calendar;
use crate::model::contact_log::Contact;
use crate::model::day::{Day, Period};
use crate::model::scheme::{Cadence, Window};

/// One window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowSpan {
    /// The days whose contacts it holds.
    pub days: Period,
    /// Its first counted day.
    pub first: Day,
    /// Its last counted day.
    pub last: Day,
    /// The number of its counted days; days outside the phase are none.
    pub counted: i32,
    /// Counted days that it must have to be due (`min_days`).
    pub least: i32,
}

impl WindowSpan {
    /// A window of these days; none where no day of it counts. `whole`: its days on the calendar, of which those in the phase count.
    fn lay(cadence: &Cadence, calendar: &Calendar, phase: Period, whole: Period, length: i32) -> Option<Self> {
        let inside = whole.intersect(phase);
        let counted = calendar.counted_in(inside);
        let least = if cadence.min_days > 0 { cadence.min_days } else { (length + 1) / 2 };
        let (first, last) = (calendar.first_counted_from(inside.first), calendar.last_counted_to(inside.last));
        (counted > 0).then_some(Self { days: whole, first, last, counted, least })
    }

    /// Whether it is long enough to be due.
    #[must_use]
    pub fn is_long_enough(&self) -> bool {
        self.counted >= self.least
    }
}

/// The windows of a cadence, in order; none for rolling.
pub(super) fn lay(cadence: &Cadence, calendar: &Calendar, phase: Period) -> Vec<WindowSpan> {
    if phase.is_empty() {
        return Vec::new();
    }
    match cadence.window {
        Window::Rolling => Vec::new(),
        Window::Fixed => fixed(cadence, calendar, phase),
        Window::Week => laid(cadence, calendar, phase, weeks(phase)),
        Window::Month => laid(cadence, calendar, phase, phase.months().map(|month| month.period())),
        Window::Day => laid(cadence, calendar, phase, days(phase)),
        Window::Phase => laid(cadence, calendar, phase, std::iter::once(phase)),
    }
}

fn laid(cadence: &Cadence, calendar: &Calendar, phase: Period, wholes: impl Iterator<Item = Period>) -> Vec<WindowSpan> {
    wholes.filter_map(|whole| WindowSpan::lay(cadence, calendar, phase, whole, whole.len())).collect()
}

fn weeks(phase: Period) -> impl Iterator<Item = Period> {
    let mondays = std::iter::successors(Some(phase.first.monday()), |monday| Some(monday.plus(7)));
    mondays.take_while(move |monday| *monday <= phase.last).map(|monday| Period::new(monday, monday.plus(6)))
}

fn days(phase: Period) -> impl Iterator<Item = Period> {
    (0..phase.len()).map(move |number| Period::new(phase.first.plus(number), phase.first.plus(number)))
}

/// Windows of `every` counted days end to end; the last one ends with the phase.
fn fixed(cadence: &Cadence, calendar: &Calendar, phase: Period) -> Vec<WindowSpan> {
    let every = cadence.every.max(1);
    let start = calendar.first_counted_from(phase.first);
    let starts = std::iter::successors(Some(start), |first| Some(calendar.nth_counted_after(*first, every)));
    let whole = |first: Day| Period::new(first, calendar.nth_counted_after(first, every).previous().min(phase.last));
    starts
        .take_while(|first| *first <= phase.last)
        .filter_map(|first| WindowSpan::lay(cadence, calendar, phase, whole(first), every))
        .collect()
}

/// The windows whose counted days all lie in a pair's time and that are long enough: those due for it.
pub(super) fn due<'w>(windows: &'w [WindowSpan], time: PairTime) -> impl Iterator<Item = &'w WindowSpan> + use<'w> {
    let start = windows.partition_point(|window| window.first < time.first);
    let inside = windows.get(start..).unwrap_or_default();
    let end = inside.partition_point(|window| window.last <= time.last);
    inside.get(..end).unwrap_or_default().iter().filter(|window| window.is_long_enough())
}

/// What a window holds of a pair's qualifying contacts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Contacts.
    pub contacts: u32,
    /// Their minutes.
    pub minutes: u32,
}

impl Held {
    fn add(&mut self, contact: &Contact) {
        self.contacts += 1;
        self.minutes += u32::from(contact.minutes);
    }

    /// Whether it is enough for the cadence.
    #[must_use]
    pub fn meets(self, cadence: &Cadence) -> bool {
        match cadence.total_minutes {
            Some(minutes) => self.minutes >= minutes,
            None => self.contacts >= cadence.at_least,
        }
    }
}

/// Judges a pair that has started.
pub(super) fn judge(frame: &CadenceFrame<'_>, time: PairTime, contacts: &[Contact], row: &mut CadenceRow) {
    let mut qualifying = frame.qualifying(time, contacts).peekable();
    let mut next_due = None;
    let mut latest_missed = None;
    for window in due(frame.windows(), time) {
        let held = take(&mut qualifying, window, row);
        let met = held.meets(frame.cadence);
        if window.last <= time.judged {
            row.judged += 1;
            latest_missed = (!met).then_some(window.last);
            add_missed(frame.cadence, window, held, met, row);
        }
        if !met && window.last >= frame.as_of {
            next_due = Some(window.last);
            break;
        }
    }
    qualifying.for_each(|contact| note(contact, row));
    let overdue = latest_missed.is_some_and(|last| row.last_contact.is_none_or(|contact| contact <= last));
    frame.settle(row, time, next_due, overdue);
}

/// Takes the contacts up to a window's end and gives what it holds.
fn take<'c>(qualifying: &mut std::iter::Peekable<impl Iterator<Item = &'c Contact>>, window: &WindowSpan, row: &mut CadenceRow) -> Held {
    let mut held = Held::default();
    while let Some(contact) = qualifying.next_if(|contact| contact.date <= window.days.last) {
        note(contact, row);
        if contact.date >= window.days.first {
            held.add(contact);
        }
    }
    held
}

fn note(contact: &Contact, row: &mut CadenceRow) {
    row.contacts += 1;
    row.last_contact = Some(contact.date);
}

fn add_missed(cadence: &Cadence, window: &WindowSpan, held: Held, met: bool, row: &mut CadenceRow) {
    if !met {
        row.late_days += 1;
        let owed = cadence.total_minutes.unwrap_or(cadence.at_least);
        row.breaches.push(Breach::Missed { from: window.first, to: window.last, contacts: held.contacts, owed });
    }
}
