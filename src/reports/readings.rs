//! The readings in force, as sentences for the foot of a table: how a cadence is read, which pauses stop the clock. Every report
//! that rests on them shows them (rules.md, "Where the document is silent the reading is a named setting").

use crate::i18n::Message;
use crate::model::day::Period;
use crate::model::scheme::{Cadence, Pause, PauseReading, Per, Scheme, Window};

/// How a cadence is read: what is owed, in which windows, whether pauses stop the clock, and its clause.
#[must_use]
pub fn cadence(cadence: &Cadence) -> Message {
    let owed = match cadence.total_minutes {
        Some(minutes) => Message::new("reading.owed-minutes").with("minutes", minutes),
        None => Message::new("reading.owed-contacts").with("count", cadence.at_least),
    };
    let pauses = match cadence.pauses {
        PauseReading::Stop => "reading.pauses-stop",
        PauseReading::Ignore => "reading.pauses-ignore",
    };
    let per = match cadence.per {
        Per::Pair => "reading.per-pair",
        Per::Helper => "reading.per-helper",
    };
    Message::new("reading.cadence")
        .with("name", cadence.name.as_str())
        .with("owed", owed)
        .with("window", window(cadence))
        .word("pauses", pauses)
        .word("per", per)
        .with("clause", clause(cadence.clause.as_deref()))
}

fn window(cadence: &Cadence) -> Message {
    match cadence.window {
        Window::Rolling => Message::new("reading.window-rolling").with("days", cadence.every),
        Window::Fixed => Message::new("reading.window-fixed").with("days", cadence.every),
        Window::Week => Message::new("reading.window-week"),
        Window::Month => Message::new("reading.window-month"),
        Window::Day => Message::new("reading.window-day"),
        Window::Phase => Message::new("reading.window-phase"),
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

/// The pauses that touch a period, one sentence each.
pub fn pauses(scheme: &Scheme, period: Period) -> impl Iterator<Item = Message> {
    let touching = scheme.pauses.iter().filter(move |pause| pause.period.overlaps(period));
    touching.map(|pause: &Pause| {
        let named = Message::new("reading.pause").with("name", pause.name.as_str());
        named.with("first", pause.period.first).with("last", pause.period.last)
    })
}
