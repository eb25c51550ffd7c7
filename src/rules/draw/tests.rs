//! The draw against hand-made cases, against a second way of reckoning, and on records in every order.

use std::collections::BTreeSet;

use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

use super::{Population, Size, Turn, apportioned, draw, ever_helped, lot, population_digest, turned};
use crate::model::decimal::fraction;
use crate::model::word::Stage;
use crate::rules::fixture::{Fixture, day};

/// Branch b1 with `first` pairs, b2 with `second`.
fn season(first: usize, second: usize) -> Fixture {
    let mut fixture = Fixture::empty();
    for (branch, count) in [("b1", first), ("b2", second)] {
        for n in 0..count {
            let (helper, helped) = (format!("{branch}h{n:02}"), format!("{branch}s{n:02}"));
            fixture.person(&helper, Stage::Full, branch).person(&helped, Stage::League, "");
            fixture.pair(&format!("{branch}-{n:03}"), &helper, &helped, "2012-11-06", None);
        }
    }
    fixture
}

fn drawn(fixture: &Fixture, on: &str, seed: &str, count: u32) -> Vec<(u32, Vec<String>)> {
    let core = fixture.dataset().core;
    let population = Population::new(&core, day(on));
    let of_branch = |branch: super::BranchDraw| {
        (branch.seats, branch.persons.iter().map(|person| core.people.id(*person).to_owned()).collect::<Vec<_>>())
    };
    draw(&core, &population, seed, count).into_iter().map(of_branch).collect()
}

/// `printf '13:bangfu/draw/1,4:seed,6:person,4:s012,' | sha256sum`
#[test]
fn anyone_can_take_a_lot_again() {
    assert_eq!(lot("seed", "s012"), "6c22990c22a1d819cde9d944da8bd7eb7a29c9de2a2dbb38d23f9fd9f9d9799f");
    assert_ne!(lot("seed", "s012"), lot("seeds", "012"));
}

#[test]
fn seats_are_proportional_by_the_largest_remainder() {
    let none = |_: usize| String::new();
    assert_eq!(apportioned(10, &[22, 20, 14], none), [4, 4, 2]); // 3.93, 3.57, 2.5
    assert_eq!(apportioned(1, &[3, 5, 4], none), [0, 1, 0]);
    assert_eq!(apportioned(12, &[3, 5, 4], none), [3, 5, 4]);
    assert_eq!(apportioned(0, &[3, 5], none), [0, 0]);
    assert_eq!(apportioned(0, &[], none), [0; 0]);
    assert_eq!(apportioned(0, &[0, 0], none), [0, 0]);
}

#[test]
fn of_equal_remainders_the_lower_lot_goes_first_and_not_the_first_branch() {
    let lots = |at: usize| ["b", "a", "c"][at].to_owned();
    assert_eq!(apportioned(1, &[5, 5, 5], lots), [0, 1, 0]);
    assert_eq!(apportioned(2, &[5, 5, 5], lots), [1, 1, 0]);
}

proptest! {
    #[test]
    fn seats_keep_the_quota_and_fill_it(weights in proptest::collection::vec(0..40_u32, 1..7), part in 0..1000_u32) {
        let total: u32 = weights.iter().sum();
        let seats = if total == 0 { 0 } else { part % (total + 1) };
        let given = apportioned(seats, &weights, |at| format!("{at}"));
        prop_assert_eq!(given.iter().sum::<u32>(), seats);
        for (given, weight) in given.iter().zip(&weights) {
            let exact = fraction(i64::from(seats) * i64::from(*weight), i64::from(total.max(1)));
            let (given, floor) = (fraction(i64::from(*given), 1), exact.floor());
            prop_assert!(given == floor || given == floor.clone() + fraction(1, 1));
            prop_assert!(given <= fraction(i64::from(*weight), 1));
        }
    }

    #[test]
    fn the_order_of_the_rows_changes_nothing(turn in 0..40_usize, count in 0..12_u32, seed in "[a-z0-9]{1,8}") {
        let fixture = season(7, 5);
        let mut turned = fixture.clone();
        turned.turn_people(turn);
        prop_assert_eq!(drawn(&fixture, "2013-03-20", &seed, count), drawn(&turned, "2013-03-20", &seed, count));
    }
}

#[test]
fn the_same_seed_gives_the_same_list_and_another_another() {
    let fixture = season(9, 6);
    let first = drawn(&fixture, "2013-03-20", "2013-03", 5);
    assert_eq!(first.iter().map(|(seats, _)| *seats).collect::<Vec<_>>(), [3, 2]);
    assert_eq!(first, drawn(&fixture, "2013-03-20", "2013-03", 5));
    assert!((0..20).any(|seed| drawn(&fixture, "2013-03-20", &seed.to_string(), 5) != first));
    // The lowest lots, reckoned a second way.
    let mut lots: Vec<_> = (0..9).map(|n| format!("b1s{n:02}")).map(|id| (lot("2013-03", &id), id)).collect();
    lots.sort();
    let lowest: BTreeSet<_> = lots.into_iter().take(3).map(|(_, id)| id).collect();
    assert_eq!(first[0].1.iter().cloned().collect::<BTreeSet<_>>(), lowest);
}

#[test]
fn everyone_is_drawn_about_equally_often() {
    let core = season(8, 4).dataset().core;
    let population = Population::new(&core, day("2013-03-20"));
    let mut times = std::collections::BTreeMap::new();
    for seed in 0..3000 {
        for branch in draw(&core, &population, &seed.to_string(), 3) {
            branch.persons.into_iter().for_each(|person| *times.entry(person).or_insert(0) += 1);
        }
    }
    // Each of 12 persons is drawn with probability 1/4: 750 times of 3000; the standard deviation is 24.
    assert!(times.len() == 12 && times.values().all(|count| (630..870).contains(count)), "{times:?}");
}

#[test]
fn who_was_visited_in_the_days_before_rests_and_no_day_longer() {
    let visited = |on: &str| {
        let mut fixture = season(2, 0);
        fixture.scheme.visit_rest_days = 60;
        fixture.visit(on, "b1s00", None);
        let core = fixture.dataset().core;
        let population = Population::new(&core, day("2013-03-20"));
        (population.open.len(), population.resting.len(), population.helped())
    };
    assert_eq!(visited("2013-01-19"), (1, 1, 2)); // 60 days before
    assert_eq!(visited("2013-01-18"), (2, 0, 2)); // 61 days before
    assert_eq!(visited("2013-03-19"), (1, 1, 2));
    assert_eq!(visited("2013-03-20"), (2, 0, 2)); // a visit on the day may follow from the draw
    assert_eq!(visited("2013-03-21"), (2, 0, 2));
}

#[test]
fn only_the_helped_of_active_pairs_are_drawn_each_once() {
    let mut fixture = season(1, 1);
    fixture.person("h9", Stage::Full, "b2").person("h8", Stage::Full, "b1");
    fixture.pair("b1-100", "h8", "b2s00", "2012-12-01", Some("2013-03-19"));
    fixture.pair("b2-200", "h9", "b1s00", "2012-12-01", None);
    let core = fixture.dataset().core;
    let members = |on| {
        let population = Population::new(&core, day(on));
        population.members(&core).into_iter().map(|(id, branch)| format!("{id} {branch}")).collect::<Vec<_>>()
    };
    assert_eq!(members("2013-03-20"), ["b1s00 b2", "b2s00 b2"]);
    assert_eq!(members("2013-03-19"), ["b1s00 b2", "b2s00 b1"]);
    assert_eq!(members("2012-11-05"), [""; 0]);
}

#[test]
fn a_share_is_of_all_who_are_helped_and_rounded_up() {
    let mut fixture = season(57, 0);
    fixture.visit("2013-03-01", "b1s00", None);
    let core = fixture.dataset().core;
    let population = Population::new(&core, day("2013-03-20"));
    let share = |num, den| population.size(&Size::Share(fraction(num, den)));
    assert_eq!([share(5, 100), share(1, 57), share(2, 57), share(1, 1), share(0, 1)], [3, 1, 2, 56, 0]);
    assert_eq!(population.size(&Size::Count(99)), 56);
}

#[test]
fn the_digest_names_the_one_or_two_who_came_or_went() {
    let before = season(6, 4).dataset().core;
    let then = population_digest(&Population::new(&before, day("2013-03-20")).members(&before));
    let mut fixture = season(6, 4);
    fixture.visit("2013-03-01", "b1s02", None);
    let core = fixture.dataset().core;
    let candidates = ever_helped(&core);
    let now = Population::new(&core, day("2013-03-20")).members(&core);
    assert_eq!(turned(&now, &candidates, &then), Some(vec![(("b1s02", "b1"), Turn::WentOut)]));
    fixture.person("h9", Stage::Full, "b2").person("s9", Stage::League, "").pair("b2-9", "h9", "s9", "2013-01-01", None);
    let core = fixture.dataset().core;
    let now = Population::new(&core, day("2013-03-20")).members(&core);
    let both = vec![(("b1s02", "b1"), Turn::WentOut), (("s9", "b2"), Turn::CameIn)];
    assert_eq!(turned(&now, &ever_helped(&core), &then), Some(both));
    fixture.visit("2013-03-02", "b1s03", None);
    let core = fixture.dataset().core;
    let now = Population::new(&core, day("2013-03-20")).members(&core);
    assert_eq!(turned(&now, &ever_helped(&core), &then), None);
}
