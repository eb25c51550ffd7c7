//! Windows that roll: `at_least` contacts within any `every` counted days (rules.md R4, rolling). The cost is a step per contact
//! and a search among the pauses per breach; days are never walked through.

use super::frame::{CadenceFrame, PairTime};
use super::row::{Breach, CadenceRow, Open};
use crate::model::contact_log::Contact;
use crate::model::day::Day;

/// Judges a pair that has started.
pub(super) fn judge(frame: &CadenceFrame<'_>, time: PairTime, contacts: &[Contact], row: &mut CadenceRow) {
    let anchor = if frame.cadence.at_least <= 1 { one(frame, time, contacts, row) } else { several(frame, time, contacts, row) };
    row.judged = row.counted;
    let every = frame.every;
    let next_due = (frame.calendar.counted(anchor, time.last) > every).then(|| frame.calendar.last_day_within(anchor, every));
    frame.settle(row, time, next_due, next_due.is_some_and(|day| frame.as_of > day));
}

/// One contact owed: gaps from contact to contact. Gives the anchor of the next due day.
fn one(frame: &CadenceFrame<'_>, time: PairTime, contacts: &[Contact], row: &mut CadenceRow) -> Day {
    let mut from = time.first;
    for contact in frame.qualifying(time, contacts) {
        add_gap(frame, from, contact.date, Open::Closed, row);
        from = contact.date;
        row.contacts += 1;
        row.last_contact = Some(from);
    }
    add_gap(frame, from, time.judged, Open::Open, row);
    from
}

fn add_gap(frame: &CadenceFrame<'_>, from: Day, to: Day, open: Open, row: &mut CadenceRow) {
    let every = frame.every;
    if to.since(from) <= every {
        return;
    }
    let days = frame.calendar.counted(from, to);
    let over = days - every;
    if over > 0 {
        let missed = (days - 1) / every;
        row.late_days += over;
        row.breaches.push(Breach::Gap { from, to, days, over, missed, open });
    }
}

/// Several contacts owed: runs of late days. Gives the anchor of the next due day.
fn several(frame: &CadenceFrame<'_>, time: PairTime, contacts: &[Contact], row: &mut CadenceRow) -> Day {
    let owed = frame.cadence.at_least as usize;
    let dates: Vec<Day> = frame.qualifying(time, contacts).map(|contact| contact.date).collect();
    let anchor = |before: usize| before.checked_sub(owed).map_or(time.first, |index| dates[index]);
    let mut after = time.first;
    for (before, to) in dates.iter().copied().chain([time.judged]).enumerate() {
        if let Some((first, last)) = late_between(frame, anchor(before), after, to) {
            add_run(frame, first, last, row);
        }
        after = to;
    }
    let end = frame.calendar.last_counted_to(time.judged);
    if let Some(Breach::Run { to, open, .. }) = row.breaches.last_mut() {
        *open = Open::when(*to == end && frame.as_of <= time.last);
    }
    row.contacts = dates.len() as u32;
    row.last_contact = dates.last().copied();
    anchor(dates.len())
}

/// The first and last late day d with after < d ≤ to under one anchor; late days are the end of such a stretch.
pub(super) fn late_between(frame: &CadenceFrame<'_>, anchor: Day, after: Day, to: Day) -> Option<(Day, Day)> {
    if to.since(anchor) <= frame.every {
        return None;
    }
    let calendar = &frame.calendar;
    let first = calendar.nth_counted_after(anchor, frame.every + 1).max(calendar.first_counted_from(after.next()));
    let last = calendar.last_counted_to(to);
    (first <= last).then_some((first, last))
}

/// Adds late days, which lengthen the last run where no counted day lies between.
fn add_run(frame: &CadenceFrame<'_>, first: Day, last: Day, row: &mut CadenceRow) {
    row.late_days += frame.calendar.counted(first.previous(), last);
    match row.breaches.last_mut() {
        Some(Breach::Run { from, to, over, .. }) if frame.calendar.counted(*to, first) == 1 => {
            *to = last;
            *over = frame.calendar.counted(from.previous(), last);
        }
        _ => row.breaches.push(Breach::Run {
            from: first,
            to: last,
            over: frame.calendar.counted(first.previous(), last),
            open: Open::Closed,
        }),
    }
}
