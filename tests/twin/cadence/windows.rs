//! The windows laid over the calendar: fixed, week, month, day, phase.

use super::{Breach, Question, Status, rate_of};
use crate::calendar::{Day, Month, after, days, shifted, weekday};
use crate::fraction::Fraction;
use crate::records::{Phase, Window};

/// One window, the same for all pairs.
struct Stretch {
    /// First and last calendar day: contacts on these days and between belong to it.
    first: Day,
    last: Day,
    /// Its counted days, all inside the phase; at least one.
    counted: Vec<Day>,
    /// Counted days that make it due where the setting is 0: half of it, rounded up.
    half: i64,
}

impl Stretch {
    fn last_counted(&self) -> Day {
        *self.counted.last().unwrap()
    }
}

/// Breaches, keeping rate, and status with next due day (for a pair that has begun and not ended).
pub fn answer(question: &Question<'_>) -> (Vec<Breach>, Fraction, (Status, Option<Day>)) {
    let mut due = all(question);
    due.retain(|window| is_due(question, window));
    let mut closed = Vec::new();
    let mut breaches = Vec::new();
    for window in &due {
        if window.last_counted() <= question.z {
            let missed = lacks(question, window);
            closed.push((window.last_counted(), missed));
            if missed {
                breaches.push(breach(question, window));
            }
        }
    }
    let rate = rate_of(breaches.len(), i64::try_from(closed.len()).unwrap());
    let live = live(question, &due, closed.last().copied());
    (breaches, rate, live)
}

fn breach(question: &Question<'_>, window: &Stretch) -> Breach {
    Breach::Missed {
        from: window.counted[0],
        to: window.last_counted(),
        contacts: i64::try_from(contacts_in(question, window).len()).unwrap(),
        owed: question.cadence.total_minutes.unwrap_or(question.cadence.at_least),
    }
}

fn contacts_in(question: &Question<'_>, window: &Stretch) -> Vec<(Day, i64)> {
    let inside = |day: Day| window.first <= day && day <= window.last;
    question.contacts.iter().filter(|(day, _)| inside(*day)).copied().collect()
}

/// Whether the window holds too little up to the asking day.
fn lacks(question: &Question<'_>, window: &Stretch) -> bool {
    let contacts = contacts_in(question, window);
    match question.cadence.total_minutes {
        Some(owed) => contacts.iter().map(|(_, minutes)| minutes).sum::<i64>() < owed,
        None => i64::try_from(contacts.len()).unwrap() < question.cadence.at_least,
    }
}

fn is_due(question: &Question<'_>, window: &Stretch) -> bool {
    let least = if question.cadence.min_days == 0 { window.half } else { question.cadence.min_days };
    window.counted.iter().all(|day| question.s <= *day && *day <= question.e) && i64::try_from(window.counted.len()).unwrap() >= least
}

fn live(question: &Question<'_>, due: &[Stretch], latest_closed: Option<(Day, bool)>) -> (Status, Option<Day>) {
    let open = due.iter().find(|window| window.last_counted() >= question.as_of && lacks(question, window));
    let next_due = open.map(Stretch::last_counted);
    if let Some((end, true)) = latest_closed
        && !question.contacts.iter().any(|(day, _)| *day > end)
    {
        return (Status::Overdue, next_due);
    }
    let status = next_due.map_or(Status::Ok, |day| question.reminded(day));
    (status, next_due)
}

/// All windows of the cadence that have a counted day.
fn all(question: &Question<'_>) -> Vec<Stretch> {
    let phase = question.directory.phase(&question.cadence.phase);
    let counted: Vec<Day> = days(phase.start, phase.end).into_iter().filter(|day| question.counted_day(*day)).collect();
    if question.cadence.window == Window::Fixed {
        return fixed(question, phase, &counted);
    }
    let mut found: Vec<Stretch> = Vec::new();
    for day in counted {
        let (first, last) = around(question.cadence.window, phase, day);
        match found.last_mut() {
            Some(window) if window.first == first => window.counted.push(day),
            _ => found.push(Stretch { first, last, counted: vec![day], half: half(first, last) }),
        }
    }
    found
}

/// First and last calendar day of the window in which the day lies.
fn around(window: Window, phase: &Phase, day: Day) -> (Day, Day) {
    match window {
        Window::Week => {
            let monday = shifted(day, 1 - weekday(day));
            (monday, shifted(monday, 6))
        }
        Window::Month => (Month::of(day).first(), Month::of(day).last()),
        Window::Day => (day, day),
        Window::Phase => (phase.start, phase.end),
        Window::Rolling | Window::Fixed => panic!("not laid over the calendar by dates"),
    }
}

fn half(first: Day, last: Day) -> i64 {
    rounded_up_half(i64::try_from(days(first, last).len()).unwrap())
}

fn rounded_up_half(number: i64) -> i64 {
    (number + 1) / 2
}

/// Windows of N counted days laid end to end from the phase's first day.
fn fixed(question: &Question<'_>, phase: &Phase, counted: &[Day]) -> Vec<Stretch> {
    let every = question.cadence.every.unwrap();
    let mut found: Vec<Stretch> = Vec::new();
    for chunk in counted.chunks(usize::try_from(every).unwrap()) {
        if let Some(before) = found.last_mut() {
            before.last = shifted(chunk[0], -1);
        }
        found.push(Stretch { first: chunk[0], last: phase.end, counted: chunk.to_vec(), half: rounded_up_half(every) });
    }
    debug_assert!(found.iter().all(|window| after(window.last) > window.first));
    found
}
