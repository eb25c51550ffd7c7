//! How many an award may take: a share of the pool, a fixed number, or steps (rules.md R7). Not here: who is in the pool, and who is
//! taken.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;

use crate::model::award_rule::{AwardRule, Quota, Rounding, Step};
use crate::model::decimal::{Fraction, fraction};

/// Seats of one unit, with the steps of the reckoning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seats {
    /// `ratio × pool`, exact; nothing where seats are not a share.
    pub share: Option<Fraction>,
    /// Seats by share, number or steps, before `at_least` and the cap.
    pub by_rule: u32,
    /// Seats: at least `at_least`, at most the eligible candidates.
    pub seats: u32,
}

/// The seats of a pool of persons of whom so many are eligible.
#[must_use]
pub fn seats(rule: &AwardRule, pool: u32, eligible: u32) -> Seats {
    let share = match &rule.quota {
        Quota::Ratio(ratio, _) => Some(share(ratio, pool)),
        Quota::Seats(_) | Quota::Steps(_) => None,
    };
    let by_rule = match &rule.quota {
        Quota::Ratio(..) => share.as_ref().map_or(0, |share| round(share, rule.rounding)),
        Quota::Seats(seats) => *seats,
        Quota::Steps(steps) => step(steps, pool),
    };
    Seats { share, by_rule, seats: by_rule.max(rule.at_least).min(eligible) }
}

/// `ratio × pool`, exact.
#[must_use]
pub fn share(ratio: &Fraction, pool: u32) -> Fraction {
    ratio * BigRational::from_integer(BigInt::from(pool))
}

/// A part of a seat rounded down, half up, or up (进一法). Never below 0.
#[must_use]
pub fn round(share: &Fraction, rounding: Rounding) -> u32 {
    let whole = match rounding {
        Rounding::Down => share.floor(),
        Rounding::Nearest => (share + fraction(1, 2)).floor(),
        Rounding::Up => share.ceil(),
    };
    let whole = whole.to_integer().max(BigInt::from(0));
    whole.to_u32().unwrap_or(u32::MAX)
}

/// The seats of the first step that the pool lies in; 0 where none holds it.
fn step(steps: &[Step], pool: u32) -> u32 {
    steps.iter().find(|step| step.holds(pool)).map_or(0, |step| step.seats)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::{Rounding, round, seats, share};
    use crate::model::award_rule::{AwardRule, Quota, Step};
    use crate::model::decimal::{fraction, parse_ratio};
    use crate::model::word::Side;
    use crate::rules::fixture::Fixture;

    fn rule(quota: Quota, rounding: Rounding, at_least: u32) -> AwardRule {
        let mut rule = Fixture::empty().award("star", Side::Helper).clone();
        (rule.quota, rule.rounding, rule.at_least) = (quota, rounding, at_least);
        rule
    }

    fn ratio(text: &str) -> Quota {
        Quota::Ratio(parse_ratio(text).unwrap(), text.into())
    }

    /// The same in whole numbers: num × n / den rounded.
    fn by_integers(num: u64, den: u64, n: u64, rounding: Rounding) -> u64 {
        match rounding {
            Rounding::Down => num * n / den,
            Rounding::Nearest => (2 * num * n + den) / (2 * den),
            Rounding::Up => (num * n).div_ceil(den),
        }
    }

    #[test]
    fn every_pool_up_to_ten_thousand_agrees_with_whole_numbers() {
        let ratios = [
            ("10%", 10, 100),
            ("5%", 5, 100),
            ("6%", 6, 100),
            ("0.07", 7, 100),
            ("1/3", 1, 3),
            ("2.5%", 25, 1000),
            ("12.345%", 2469, 20000),
        ];
        for (text, num, den) in ratios {
            let exact = parse_ratio(text).unwrap();
            for n in 0..=10_000_u32 {
                for rounding in [Rounding::Down, Rounding::Nearest, Rounding::Up] {
                    let expected = by_integers(num, den, u64::from(n), rounding);
                    assert_eq!(u64::from(round(&share(&exact, n), rounding)), expected, "{text} of {n} {}", rounding.word());
                }
            }
        }
    }

    #[test]
    fn whole_seats_stay_whole_however_they_are_rounded() {
        let weights = [(30, 57), (40, 60), (30, 63)].map(|(weight, value)| fraction(weight, 100) * fraction(value, 1));
        assert_eq!(weights.into_iter().sum::<super::Fraction>(), fraction(60, 1));
        for rounding in [Rounding::Down, Rounding::Nearest, Rounding::Up] {
            assert_eq!(seats(&rule(ratio("6%"), rounding, 0), 100, 100).seats, 6);
            assert_eq!(seats(&rule(ratio("0.29"), rounding, 0), 100, 100).seats, 29);
        }
    }

    #[test]
    fn the_floor_and_the_cap() {
        let star = rule(ratio("10%"), Rounding::Down, 1);
        assert_eq!([0, 1, 9, 19, 20].map(|pool| seats(&star, pool, pool).seats), [0, 1, 1, 1, 2]);
        assert_eq!(seats(&star, 57, 57).share, Some(fraction(57, 10)));
        assert_eq!(seats(&star, 57, 3).seats, 3);
        assert_eq!(seats(&star, 57, 0).seats, 0);
        assert_eq!(seats(&rule(Quota::Seats(4), Rounding::Down, 0), 2, 2).seats, 2);
        assert_eq!(seats(&rule(ratio("999999999999"), Rounding::Up, 0), 9, 9).seats, 9);
    }

    #[test]
    fn half_a_seat() {
        for (rounding, expected) in [(Rounding::Down, 2), (Rounding::Nearest, 3), (Rounding::Up, 3)] {
            assert_eq!(seats(&rule(ratio("5%"), rounding, 0), 50, 50).seats, expected);
        }
        for (rounding, expected) in [(Rounding::Down, 2), (Rounding::Nearest, 2), (Rounding::Up, 3)] {
            assert_eq!(seats(&rule(ratio("5%"), rounding, 0), 49, 49).seats, expected);
        }
    }

    #[test]
    fn the_first_step_that_holds_the_pool() {
        let steps = vec![
            Step { from: 30, to: Some(59), seats: 2 },
            Step { from: 50, to: Some(99), seats: 3 },
            Step { from: 120, to: None, seats: 9 },
        ];
        let rule = rule(Quota::Steps(steps), Rounding::Up, 0);
        let found = [29, 30, 55, 59, 60, 99, 100, 120, 5000].map(|pool| seats(&rule, pool, pool).seats);
        assert_eq!(found, [0, 2, 2, 2, 3, 3, 0, 9, 9]);
    }

    proptest! {
        #[test]
        fn rounding_is_ordered_and_seats_are_bounded(num in 0..200_u32, den in 1..200_u32, pool in 0..5000_u32, eligible in 0..5000_u32, least in 0..9_u32) {
            let quota = |rounding| {
                let rule = rule(Quota::Ratio(fraction(num.into(), den.into()), String::new()), rounding, least);
                seats(&rule, pool, eligible)
            };
            let [down, nearest, up] = [Rounding::Down, Rounding::Nearest, Rounding::Up].map(quota);
            prop_assert!(down.by_rule <= nearest.by_rule && nearest.by_rule <= up.by_rule && up.by_rule - down.by_rule <= 1);
            prop_assert_eq!(up.by_rule == down.by_rule, num * pool % den == 0);
            prop_assert!(nearest.seats <= eligible && nearest.seats >= least.min(eligible));
        }
    }
}
