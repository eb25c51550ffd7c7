//! The days of a branch's pairs over the helping phase: contacts, pauses, and the days on which contact was late by the rule.

use crate::i18n::Message;
use crate::model::contact_log::ContactLog;
use crate::model::dataset::Core;
use crate::model::day::{Day, Period};
use crate::model::records::PairIx;
use crate::model::word::{Side, Word};
use crate::reports::check::{BranchPart, RowView, name};
use crate::reports::page::{Calendar, DayKind, Mark};
use crate::rules::cadence::CadenceFrame;

/// A calendar for each pair of a branch that was active by the day, in the order of ids.
#[must_use]
pub fn calendars(core: &Core, part: &BranchPart, log: &ContactLog, frames: &[CadenceFrame<'_>], as_of: Day) -> Vec<Calendar> {
    let helping = core.scheme.helping();
    let span = Period::new(helping.first, helping.last.min(as_of));
    let pairs = core.pairs.range(part.branch).map(PairIx);
    pairs.filter_map(|pair| of_pair(core, pair, part, log, frames, span)).collect()
}

fn of_pair(core: &Core, pair: PairIx, part: &BranchPart, log: &ContactLog, frames: &[CadenceFrame<'_>], span: Period) -> Option<Calendar> {
    let active = core.active(core.pairs.get(pair)?).intersect(span);
    if active.is_empty() {
        return None;
    }
    let rows: Vec<(&CadenceFrame<'_>, RowView<'_>)> =
        part.rows().filter(|row| row.pair == pair).filter_map(|row| of_row(frames, row)).collect();
    let late: Vec<(&CadenceFrame<'_>, Period)> =
        rows.iter().flat_map(|(frame, row)| row.breaches.iter().map(|breach| (*frame, frame.late(breach)))).collect();
    let is_late = |day: Day| late.iter().any(|(frame, days)| days.contains(day) && frame.calendar.is_counted(day));
    let counts =
        |day: Day| log.of(pair).iter().filter(|contact| contact.date == day && frames.iter().any(|frame| frame.counts(contact))).count();
    let mark = |day: Day| {
        let kind = match active.contains(day) {
            false => DayKind::Outside,
            true if is_late(day) => DayKind::Late,
            true if !core.calendar.is_counted(day) => DayKind::Paused,
            true => DayKind::Counted,
        };
        Mark { contacts: u32::try_from(counts(day)).unwrap_or(u32::MAX), kind }
    };
    let monday = span.first.monday();
    let days = std::iter::successors(Some(monday), |day| Some(day.next())).take_while(|day| *day <= span.last).map(mark).collect();
    let title = Message::new("site.pair").with("pair", core.pairs.id(pair));
    let title = title.with("helper", name(core, pair, Side::Helper)).with("helped", name(core, pair, Side::Helped));
    let note =
        Message::joined("site.and", rows.iter().map(|(frame, row)| note(frame, row))).unwrap_or_else(|| Message::new("site.not-judged"));
    Some(Calendar { title, note, monday, days })
}

fn of_row<'r, 'f>(frames: &'r [CadenceFrame<'f>], row: RowView<'r>) -> Option<(&'r CadenceFrame<'f>, RowView<'r>)> {
    frames.iter().find(|frame| frame.index == row.cadence).map(|frame| (frame, row))
}

/// How a pair stands by a cadence.
fn note(frame: &CadenceFrame<'_>, row: &RowView<'_>) -> Message {
    Message::new("site.pair-note")
        .with("cadence", frame.cadence.name.as_str())
        .word("status", row.status.label())
        .with("contacts", row.contacts)
        .with("late", row.late_days)
        .with("rate", row.keeping_digits())
}
