//! Ties at the cut.

use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

use crate::model::award_rule::{CriterionKey, Ties};
use crate::model::decimal::{Fraction, fraction};
use crate::rules::award::cut::{Cut, Fate, cut};

fn scores(numbers: &[i64]) -> Vec<Fraction> {
    numbers.iter().map(|number| fraction(*number, 1)).collect()
}

fn by_criteria() -> Ties {
    Ties::Criteria(vec![CriterionKey::Forms, CriterionKey::Goals])
}

fn taken(cut: &Cut) -> Vec<bool> {
    cut.fates.iter().map(|fate| fate.is_taken()).collect()
}

#[test]
fn without_a_tie_the_first_are_taken() {
    for ties in [Ties::LeaveOut, Ties::TakeAll, by_criteria()] {
        let cut = cut(&scores(&[9, 8, 8, 7]), 3, &ties, |_| Vec::new());
        assert_eq!((taken(&cut), cut.is_tied(), cut.tie.is_some()), (vec![true, true, true, false], false, false));
    }
}

#[test]
fn a_group_across_the_cut_is_left_out_or_taken_whole() {
    let list = scores(&[9, 8, 8, 8, 7]);
    let left = cut(&list, 2, &Ties::LeaveOut, |_| Vec::new());
    assert_eq!((taken(&left), left.is_tied()), (vec![true, false, false, false, false], true));
    let all = cut(&list, 2, &Ties::TakeAll, |_| Vec::new());
    assert_eq!((taken(&all), all.is_tied()), (vec![true, true, true, true, false], true));
    let tie = left.tie.unwrap();
    assert_eq!((tie.score, tie.group, tie.free, tie.undivided), (fraction(8, 1), 3, 1, 3));
}

#[test]
fn no_seat_is_no_cut() {
    for seats in [0, 3, 4] {
        let cut = cut(&scores(&[5, 5, 5]), seats, &Ties::LeaveOut, |_| Vec::new());
        assert_eq!((cut.is_tied(), taken(&cut)), (false, vec![seats > 0; 3]));
    }
    assert_eq!(cut(&[], 2, &Ties::TakeAll, |_| Vec::new()), Cut::default());
}

#[test]
fn criteria_divide_a_tie_as_far_as_they_go() {
    let list = scores(&[9, 8, 8, 8, 8]);
    let keys = [[0, 0], [1, 0], [2, 1], [1, 1], [1, 1]];
    let key = |at: usize| scores(&keys[at]);
    let fates = |seats| cut(&list, seats, &by_criteria(), key);
    // In order: position 2 first, then 3 and 4 level, then 1.
    let one = fates(2);
    assert_eq!(
        (one.fates[2], one.fates[3], one.fates[1], one.is_tied()),
        (Fate::TakenByTieBreak, Fate::LostTieBreak, Fate::LostTieBreak, false)
    );
    let two = fates(3);
    assert_eq!(
        (two.fates[2], two.fates[3], two.fates[4], two.fates[1]),
        (Fate::TakenByTieBreak, Fate::LeftOutByTie, Fate::LeftOutByTie, Fate::LostTieBreak)
    );
    assert_eq!((two.is_tied(), two.tie.unwrap().undivided), (true, 2));
    let three = fates(4);
    assert_eq!((taken(&three), three.is_tied()), (vec![true, false, true, true, true], false));
}

proptest! {
    #[test]
    fn seats_are_never_exceeded_but_by_taking_all(mut numbers: Vec<u8>, seats in 0..12_u32, breakers: Vec<u8>) {
        numbers.truncate(40);
        numbers.iter_mut().for_each(|number| *number %= 8);
        numbers.sort_unstable_by(|a, b| b.cmp(a));
        let list: Vec<Fraction> = numbers.iter().map(|number| fraction(i64::from(*number), 7)).collect();
        let key = |at: usize| vec![fraction(i64::from(breakers.get(at).copied().unwrap_or(0) % 3), 1)];
        let wanted = (seats as usize).min(list.len());
        for ties in [Ties::LeaveOut, Ties::TakeAll, by_criteria()] {
            let cut = cut(&list, seats, &ties, key);
            let count = taken(&cut).iter().filter(|taken| **taken).count();
            match (&ties, cut.is_tied()) {
                (_, false) => prop_assert_eq!(count, wanted),
                (Ties::TakeAll, true) => prop_assert!(count > wanted),
                (_, true) => prop_assert!(count < wanted),
            }
            // Whoever is taken is ahead of, or level with, whoever is not; level persons with level keys share their fate.
            for (a, one) in cut.fates.iter().enumerate() {
                for (b, other) in cut.fates.iter().enumerate() {
                    let ahead = (&list[a], if matches!(ties, Ties::Criteria(_)) { key(a) } else { Vec::new() });
                    let behind = (&list[b], if matches!(ties, Ties::Criteria(_)) { key(b) } else { Vec::new() });
                    if one.is_taken() && !other.is_taken() {
                        prop_assert!(ahead > behind);
                    }
                }
            }
        }
    }

    #[test]
    fn the_order_of_a_tied_group_does_not_matter(group in 2..9_usize, keys: Vec<u8>, free in 1..9_usize, turn in any::<usize>()) {
        let list = scores(&vec![5; group]);
        let keys: Vec<u8> = (0..group).map(|at| keys.get(at).copied().unwrap_or(0) % 3).collect();
        let of = |keys: &[u8]| {
            let keys = keys.to_vec();
            cut(&list, free as u32, &by_criteria(), move |at| vec![fraction(i64::from(keys[at]), 1)]).fates
        };
        let mut turned = keys.clone();
        turned.rotate_left(turn % group);
        let mut fates = of(&keys);
        fates.rotate_left(turn % group);
        prop_assert_eq!(fates, of(&turned));
    }
}
