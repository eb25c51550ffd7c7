//! The late days of a breach, and how many of them lie in a period (rules.md R6). Not here: finding breaches.

use super::row::Breach;
use crate::model::calendar::Calendar;
use crate::model::day::Period;

/// From the first late day of a breach to the last; every counted day between is late.
pub(super) fn late(calendar: &Calendar, breach: &Breach) -> Period {
    match *breach {
        Breach::Gap { from, to, days, over, .. } => {
            Period::new(calendar.nth_counted_after(from, days - over + 1), calendar.last_counted_to(to))
        }
        Breach::Run { from, to, .. } => Period::new(from, to),
        Breach::Missed { to, .. } => Period::new(to, to),
    }
}

/// Late days of a breach within a period.
pub(super) fn late_days(calendar: &Calendar, breach: &Breach, within: Period) -> i32 {
    calendar.counted_in(late(calendar, breach).intersect(within))
}
