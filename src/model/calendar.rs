//! Which days count: the days outside the pauses (rules.md R4). Not here: phases, which are plain periods.

use super::day::{Day, Period};

/// The days on which a clock stands still, as disjoint ranges in order with running totals.
/// `counted` is O(log pauses); no range of days is prepared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    pauses: Vec<Period>,
    /// Paused days before `pauses[i]`.
    before: Vec<i32>,
}

impl Calendar {
    /// A calendar in which every day counts (`pauses = "ignore"`).
    #[must_use]
    pub fn every_day() -> Self {
        Self::default()
    }

    /// The calendar with these pauses, which may overlap, touch and come in any order.
    #[must_use]
    pub fn with_pauses(pauses: impl IntoIterator<Item = Period>) -> Self {
        let mut sorted: Vec<Period> = pauses.into_iter().filter(|pause| !pause.is_empty()).collect();
        sorted.sort_unstable();
        let mut merged: Vec<Period> = Vec::with_capacity(sorted.len());
        for pause in sorted {
            match merged.last_mut() {
                Some(last) if pause.first <= last.last.next() => last.last = last.last.max(pause.last),
                _ => merged.push(pause),
            }
        }
        let before = merged.iter().scan(0, |sum, pause| Some(std::mem::replace(sum, *sum + pause.len()))).collect();
        Self { pauses: merged, before }
    }

    /// Whether the day lies in no pause.
    #[must_use]
    pub fn is_counted(&self, day: Day) -> bool {
        self.pause_at(day).is_none()
    }

    /// The pause that a day lies in (touching pauses are one).
    #[must_use]
    pub fn pause_at(&self, day: Day) -> Option<Period> {
        let index = self.pauses.partition_point(|pause| pause.last < day);
        self.pauses.get(index).copied().filter(|pause| pause.contains(day))
    }

    /// Paused days up to and including the day.
    fn paused_up_to(&self, day: Day) -> i32 {
        let index = self.pauses.partition_point(|pause| pause.first <= day);
        let Some(last) = index.checked_sub(1) else { return 0 };
        self.before[last] + (self.pauses[last].last.min(day).since(self.pauses[last].first) + 1)
    }

    /// `counted(a, b]`: the number of counted days d with a < d ≤ b; 0 if b ≤ a.
    #[must_use]
    pub fn counted(&self, after: Day, to: Day) -> i32 {
        if to <= after {
            return 0;
        }
        to.since(after) - (self.paused_up_to(to) - self.paused_up_to(after))
    }

    /// The number of counted days of a range with both ends.
    #[must_use]
    pub fn counted_in(&self, period: Period) -> i32 {
        if period.is_empty() { 0 } else { self.counted(period.first.previous(), period.last) }
    }

    /// The `n`-th counted day after a day, n from 1.
    #[must_use]
    pub fn nth_counted_after(&self, after: Day, n: i32) -> Day {
        let mut day = after.plus(n);
        let mut index = self.pauses.partition_point(|pause| pause.last <= after);
        while let Some(pause) = self.pauses.get(index).filter(|pause| pause.first <= day) {
            day = day.plus(pause.last.since(pause.first.max(after.next())) + 1);
            index += 1;
        }
        day
    }

    /// The last day d with `counted(after, d] ≤ n`: where the count is reached inside or right before a pause, the pause's last day.
    #[must_use]
    pub fn last_day_within(&self, after: Day, n: i32) -> Day {
        self.nth_counted_after(after, n + 1).previous()
    }

    /// The first counted day on or after a day.
    #[must_use]
    pub fn first_counted_from(&self, day: Day) -> Day {
        self.pause_at(day).map_or(day, |pause| pause.last.next())
    }

    /// The last counted day on or before a day.
    #[must_use]
    pub fn last_counted_to(&self, day: Day) -> Day {
        self.pause_at(day).map_or(day, |pause| pause.first.previous())
    }

    /// The pauses, merged and in order.
    #[must_use]
    pub fn pauses(&self) -> &[Period] {
        &self.pauses
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::Calendar;
    use crate::model::day::{Day, Period};

    fn day(number: i32) -> Day {
        Day::MIN.plus(number)
    }

    fn calendar(pauses: &[(u8, u8)]) -> Calendar {
        Calendar::with_pauses(pauses.iter().map(|(first, len)| {
            let first = i32::from(*first);
            Period::new(day(first), day(first + i32::from(*len % 20) - 1))
        }))
    }

    fn slow_counted(pauses: &Calendar, after: i32, to: i32) -> i32 {
        (after + 1..=to).filter(|d| !pauses.pauses.iter().any(|pause| pause.contains(day(*d)))).count() as i32
    }

    #[test]
    fn touching_pauses_are_one() {
        let calendar = Calendar::with_pauses([Period::new(day(5), day(6)), Period::new(day(1), day(4))]);
        assert_eq!(calendar.pauses(), [Period::new(day(1), day(6))]);
        assert_eq!(calendar.first_counted_from(day(3)), day(7));
        assert_eq!(calendar.last_counted_to(day(3)), day(0));
    }

    proptest! {
        #[test]
        fn counting_agrees_with_looking_at_each_day(pauses: Vec<(u8, u8)>, after in 0..300_i32, len in 0..200_i32) {
            let calendar = calendar(&pauses);
            prop_assert_eq!(calendar.counted(day(after), day(after + len)), slow_counted(&calendar, after, after + len));
            prop_assert_eq!(calendar.counted(day(after + len), day(after)), 0);
        }

        #[test]
        fn the_nth_counted_day_is_counted_and_the_nth(pauses: Vec<(u8, u8)>, after in 0..300_i32, n in 1..60_i32) {
            let calendar = calendar(&pauses);
            let found = calendar.nth_counted_after(day(after), n);
            prop_assert_eq!(calendar.counted(day(after), found), n);
            prop_assert_eq!(calendar.is_counted(found), true);
            let last = calendar.last_day_within(day(after), n);
            prop_assert_eq!((calendar.counted(day(after), last), calendar.counted(day(after), last.next())), (n, n + 1));
        }

        #[test]
        fn a_period_counts_its_ends(pauses: Vec<(u8, u8)>, first in 1..300_i32, len in any::<u8>()) {
            let calendar = calendar(&pauses);
            let last = first + i32::from(len) - 1;
            prop_assert_eq!(calendar.counted_in(Period::new(day(first), day(last))), slow_counted(&calendar, first - 1, last));
        }
    }
}
