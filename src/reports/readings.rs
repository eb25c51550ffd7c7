//! The readings in force, as sentences for the foot of a table: how a cadence is read, which pauses stop the clock. Every report
//! that rests on them shows them (rules.md, "Where the document is silent the reading is a named setting").

use crate::i18n::Message;
use crate::model::day::Period;
use crate::model::scheme::{Cadence, Pause, PauseReading, Per, Phase, Scheme, Window};

/// The name of a cadence with its key and, where there is one, its clause.
#[must_use]
pub fn heading(cadence: &Cadence) -> Message {
    let named = |key| Message::new(key).with("name", cadence.name.as_str()).with("key", cadence.key.as_str());
    match &cadence.clause {
        Some(clause) => named("reading.heading-clause").with("clause", clause.as_str()),
        None => named("reading.heading-plain"),
    }
}

/// How a cadence is read: one message of several sentences.
#[must_use]
pub fn cadence(scheme: &Scheme, cadence: &Cadence) -> Message {
    let mut sentences = vec![duty(cadence)];
    sentences.extend(phase(scheme, cadence));
    sentences.push(standing_still(scheme, cadence));
    sentences.extend(kinds(scheme, cadence));
    sentences.extend(limits(cadence));
    sentences.push(Message::new("reading.remind").with("days", cadence.remind_days));
    let all = Message::joined("reading.and-sentence", sentences).unwrap_or_else(|| heading(cadence));
    Message::new("reading.of").with("cadence", heading(cadence)).with("reading", all)
}

/// What a cadence owes: so many contacts or minutes.
#[must_use]
pub fn owed(cadence: &Cadence) -> Message {
    match cadence.total_minutes.filter(|_| cadence.window != Window::Rolling) {
        Some(minutes) => Message::new("reading.owed-minutes").with("minutes", minutes),
        None => Message::new("reading.owed-contacts").with("contacts", cadence.at_least),
    }
}

fn duty(cadence: &Cadence) -> Message {
    let key = match (cadence.window, cadence.at_least) {
        (Window::Rolling, 0 | 1) => "reading.rolling",
        (Window::Rolling, _) => "reading.rolling-several",
        (Window::Fixed, _) => "reading.fixed",
        (Window::Week, _) => "reading.week",
        (Window::Month, _) => "reading.month",
        (Window::Day, _) => "reading.day",
        (Window::Phase, _) => "reading.phase",
    };
    let duty = Message::new(key).with("owed", owed(cadence));
    match cadence.window {
        Window::Rolling | Window::Fixed => duty.with("every", cadence.every),
        _ => duty,
    }
}

fn phase(scheme: &Scheme, cadence: &Cadence) -> Option<Message> {
    let Phase { name, period, .. } = scheme.phase(&cadence.phase)?;
    Some(Message::new("reading.in-phase").with("name", name.as_str()).with("first", period.first).with("last", period.last))
}

fn standing_still(scheme: &Scheme, cadence: &Cadence) -> Message {
    if cadence.pauses == PauseReading::Ignore {
        return Message::new("reading.pauses-ignored");
    }
    let named = Message::joined("reading.and", scheme.pauses.iter().map(pause));
    named.map_or_else(|| Message::new("reading.no-pauses"), |pauses| Message::new("reading.pauses").with("pauses", pauses))
}

/// A pause by name and dates.
#[must_use]
pub fn pause(pause: &Pause) -> Message {
    let Pause { name, period, .. } = pause;
    Message::new("reading.named-pause").with("name", name.as_str()).with("first", period.first).with("last", period.last)
}

/// Which kinds of contact count, where not all do.
fn kinds(scheme: &Scheme, cadence: &Cadence) -> Option<Message> {
    let acts = scheme.acts.terms.iter().enumerate();
    let counts = |index: usize, counting: bool| counting && (cadence.acts.is_empty() || cadence.acts.contains(&(index as u8)));
    let (counted, others): (Vec<_>, Vec<_>) = acts.partition(|(index, act)| counts(*index, act.counts));
    let named = counted.iter().map(|(_, act)| Message::new("reading.name").with("name", act.name.as_str()));
    let named = (!others.is_empty()).then(|| Message::joined("reading.and", named)).flatten()?;
    Some(Message::new("reading.acts").with("acts", named))
}

/// The settings that are seldom used, where they are.
fn limits(cadence: &Cadence) -> Vec<Message> {
    let mut limits = Vec::new();
    if cadence.minutes > 0 {
        limits.push(Message::new("reading.minutes").with("minutes", cadence.minutes));
    }
    let weekdays = cadence.weekdays.iter().map(|day| Message::new(weekday(*day)));
    limits.extend(Message::joined("reading.and", weekdays).map(|days| Message::new("reading.weekdays").with("weekdays", days)));
    if cadence.per == Per::Helper {
        limits.push(Message::new("reading.per-helper"));
    }
    match cadence.window {
        Window::Rolling | Window::Day => {}
        _ if cadence.min_days > 0 => limits.push(Message::new("reading.min-days").with("days", cadence.min_days)),
        _ => limits.push(Message::new("reading.half")),
    }
    limits
}

fn weekday(number: u8) -> &'static str {
    match number {
        1 => "weekday.1",
        2 => "weekday.2",
        3 => "weekday.3",
        4 => "weekday.4",
        5 => "weekday.5",
        6 => "weekday.6",
        _ => "weekday.7",
    }
}

/// A clause of the document in brackets; empty where none is given.
#[must_use]
pub fn clause(clause: Option<&str>) -> Message {
    match clause {
        Some(clause) => Message::new("reading.clause").with("clause", clause),
        None => Message::new("reading.no-clause"),
    }
}

/// On which clauses of the document the sections rest that a report reads, where the settings say so.
#[must_use]
pub fn clauses(scheme: &Scheme, sections: &[&str]) -> Option<Message> {
    let named = sections.iter().filter_map(|section| {
        let clause = scheme.clause(section)?;
        Some(Message::new("reading.section-clause").with("section", *section).with("clause", clause))
    });
    Message::joined("reading.and", named).map(|all| Message::new("reading.clauses").with("clauses", all))
}

/// The pauses that touch a period, one sentence each.
pub fn pauses(scheme: &Scheme, period: Period) -> impl Iterator<Item = Message> {
    let touching = scheme.pauses.iter().filter(move |pause| pause.period.overlaps(period));
    touching.map(|pause: &Pause| {
        let named = Message::new("reading.pause").with("name", pause.name.as_str());
        named.with("first", pause.period.first).with("last", pause.period.last)
    })
}
