//! Any case: the rule and the plain reading agree, also within a part of the time.

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::{Just, Strategy, prop_assert_eq, prop_oneof, proptest};
use proptest::sample::select;

use super::{Case, contact, naive};
use crate::model::day::{Day, Period};
use crate::model::scheme::{Cadence, PauseReading, Window};
use crate::rules::cadence::{Step, WindowStanding};
use crate::rules::fixture::two_weeks;

/// 2012-11-06 and so many days.
fn at(offset: i32) -> Day {
    Day::of(2012, 11, 6).unwrap().plus(offset)
}

fn cadences() -> impl Strategy<Value = Cadence> {
    let windows = prop_oneof![
        3 => Just(Window::Rolling),
        2 => Just(Window::Fixed),
        1 => select(vec![Window::Week, Window::Month, Window::Day, Window::Phase]),
    ];
    let amounts = (1..=3_u32, 1..=16_i32, prop_oneof![Just(0), 0..=9_i32], 0..=5_i32);
    let filters = (
        prop_oneof![4 => Just(vec![]), 1 => select(vec![vec![0], vec![2], vec![0, 1]])],
        prop_oneof![4 => Just(vec![]), 1 => select(vec![vec![1, 3], vec![5, 6, 7]])],
        select(vec![0, 0, 0, 20]),
        weighted(0.2, 1..=90_u32),
        select(vec![PauseReading::Stop, PauseReading::Stop, PauseReading::Ignore]),
    );
    (windows, amounts, filters).prop_map(|(window, (at_least, every, min_days, remind_days), filters)| {
        let (acts, weekdays, minutes, total_minutes, pauses) = filters;
        let total_minutes = total_minutes.filter(|_| window != Window::Rolling);
        Cadence { window, at_least, every, min_days, remind_days, acts, weekdays, minutes, total_minutes, pauses, ..two_weeks() }
    })
}

fn cases() -> impl Strategy<Value = Case> {
    let pauses = vec((-5..110_i32, 1..=25_i32), 0..4);
    let contacts = vec((-5..110_i32, 0..=2_u8, 0..=60_u16), 0..25);
    let times = (0..=3_i32, 0..=110_i32, -10..=110_i32, 0..=110_i32, -12..=125_i32);
    (cadences(), pauses, contacts, times).prop_map(|(cadence, pauses, mut contacts, (begin, length, start, span, as_of))| {
        contacts.sort_unstable();
        Case {
            cadence,
            pauses: pauses.into_iter().map(|(first, length)| Period::new(at(first), at(first + length - 1))).collect(),
            phase: Period::new(at(begin), at(begin + length)),
            active: Period::new(at(start), at(start + span)),
            as_of: at(as_of),
            contacts: contacts.into_iter().map(|(date, act, minutes)| contact(at(date), act, minutes)).collect(),
        }
    })
}

proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(3000))]

    #[test]
    fn the_rule_agrees_with_the_plain_reading(case in cases(), within in (-5..110_i32, 0..40_i32)) {
        let within = Period::new(at(within.0), at(within.0 + within.1));
        let naive = naive::judge(&case);
        prop_assert_eq!(case.row(), naive.as_ref().map(|naive| naive.row.clone()));
        let Some(naive) = naive else { return Ok(()) };
        let frame = case.frame();
        let late_within = naive.late.iter().filter(|day| within.contains(**day)).count() as i32;
        prop_assert_eq!(frame.late_days_in(&naive.row, within), late_within);
        prop_assert_eq!(frame.breaches_in(&naive.row, within) == 0, late_within == 0);
        prop_assert_eq!(naive.row.breaches.iter().map(|breach| frame.late(breach).last).max(), naive.late.iter().max().copied());
        let everything = Period::new(at(-100), at(300));
        prop_assert_eq!(frame.late_days_in(&naive.row, everything), naive.row.late_days);
        prop_assert_eq!(frame.breaches_in(&naive.row, everything), naive.row.breaches.len());
        prop_assert_eq!(frame.has_contact_in(case.active, &case.contacts, everything), naive.row.contacts > 0);
    }
}

/// Late days by the steps of the derivation.
fn late_by_steps(case: &Case) -> i32 {
    let frame = case.frame();
    let Some(time) = frame.time(case.active).filter(|time| time.first <= case.as_of) else { return 0 };
    let late = |step: &Step| match step {
        Step::Stretch { late, .. } => late.map_or(0, |late| frame.calendar.counted_in(late)),
        Step::Window { standing, .. } => i32::from(*standing == WindowStanding::Missed),
        Step::NotCounted { .. } => 0,
    };
    frame.steps(time, &case.contacts).iter().map(late).sum()
}

/// Contacts that the steps let count, and those that they do not.
fn contacts_by_steps(case: &Case) -> (usize, usize) {
    let frame = case.frame();
    let Some(time) = frame.time(case.active).filter(|time| time.first <= case.as_of) else { return (0, case.contacts.len()) };
    let steps = frame.steps(time, &case.contacts);
    let not = steps.iter().filter(|step| matches!(step, Step::NotCounted { .. })).count();
    (case.contacts.len() - not, not)
}

proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(1000))]

    #[test]
    fn the_derivation_comes_to_the_same(case in cases()) {
        let Some(row) = case.row() else { return Ok(()) };
        prop_assert_eq!(late_by_steps(&case), row.late_days);
        prop_assert_eq!(contacts_by_steps(&case).0, row.contacts as usize);
        let frame = case.frame();
        if let (Window::Rolling, Some(due)) = (case.cadence.window, row.next_due) {
            let anchor = frame.anchor(frame.time(case.active).unwrap(), &case.contacts).day();
            prop_assert_eq!(frame.calendar.last_day_within(anchor, case.cadence.every), due);
        }
    }
}
