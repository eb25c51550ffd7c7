//! Seats of an award: how many there are in each unit, and who gets them.

use super::Candidate;
use crate::fraction::{Fraction, ratio, whole};
use crate::records::{Award, Quota, Ties};
use num_traits::{ToPrimitive, Zero};
use serde_json::{Value, json};
use std::cmp::Ordering;

/// A college, branch, class, major or grade with its own seats.
pub struct Unit {
    name: String,
    /// Persons of the pool in it.
    pub pool: i64,
    /// Its seats.
    pub seats: i64,
    /// Whether an undivided group of equals lies across its cut.
    pub tie_at_cut: bool,
}

impl Unit {
    /// Its line in the answer.
    pub fn line(&self) -> Value {
        json!({
            "unit": self.name,
            "pool": self.pool,
            "seats": self.seats,
            "tie_at_cut": self.tie_at_cut,
        })
    }
}

/// A number of seats that is not whole, made whole: `down`, `nearest` (half up) or `up`.
pub fn rounded(exact: &Fraction, rounding: &str) -> i64 {
    let whole = match rounding {
        "down" => exact.floor(),
        "nearest" => (exact + ratio(1, 2)).floor(),
        "up" => exact.ceil(),
        other => panic!("rounding = {other}"),
    };
    whole.to_integer().to_i64().unwrap()
}

/// Gives out the seats of every unit of the pool (`pool`: the unit of each of its persons).
pub fn fill(award: &Award, pool: &[String], candidates: &mut [Candidate<'_>]) -> Vec<Unit> {
    let mut names = pool.to_vec();
    if award.level == "college" {
        names.push(String::new());
    }
    names.sort();
    names.dedup();
    let mut units = Vec::new();
    for name in names {
        let size = pool.iter().filter(|unit| **unit == name).count();
        let size = i64::try_from(size).unwrap();
        let mut ours: Vec<&mut Candidate<'_>> = candidates.iter_mut().filter(|candidate| candidate.unit == name).collect();
        let eligible = i64::try_from(ours.len()).unwrap();
        let seats = seats(award, size).max(award.at_least).min(eligible);
        let tie_at_cut = take(award, seats, &mut ours);
        units.push(Unit { name, pool: size, seats, tie_at_cut });
    }
    units
}

/// Seats for a pool of that size, before the least and the most.
fn seats(award: &Award, pool: i64) -> i64 {
    match &award.quota {
        Quota::Ratio(_, ratio) => rounded(&(ratio * whole(pool)), &award.rounding),
        Quota::Seats(seats) => *seats,
        Quota::Steps(steps) => {
            let step = steps.iter().find(|(from, to, _)| *from <= pool && pool <= *to);
            step.map_or(0, |(_, _, seats)| *seats)
        }
    }
}

/// Marks who is taken; answers whether an undivided group of equals lies across the cut.
fn take(award: &Award, seats: i64, candidates: &mut [&mut Candidate<'_>]) -> bool {
    let seats = usize::try_from(seats).unwrap();
    candidates.sort_by(|a, b| better_first(award, a, b));
    let cut = seats > 0 && seats < candidates.len();
    let tied = cut && better_first(award, candidates[seats - 1], candidates[seats]).is_eq();
    let mut taken = Vec::new();
    for (place, candidate) in candidates.iter().enumerate() {
        let in_the_tie = tied && better_first(award, candidate, candidates[seats]).is_eq();
        taken.push(match (in_the_tie, &award.ties) {
            (true, Ties::TakeAll) => true,
            (true, Ties::LeaveOut | Ties::Criteria(_)) => false,
            (false, _) => place < seats,
        });
    }
    for (candidate, taken) in candidates.iter_mut().zip(taken) {
        candidate.selected = taken;
    }
    tied
}

/// By score and then by the criteria that break ties, each higher first; missing data is 0.
fn better_first(award: &Award, a: &Candidate<'_>, b: &Candidate<'_>) -> Ordering {
    let mut order = b.score.cmp(&a.score);
    if let Ties::Criteria(keys) = &award.ties {
        for key in keys {
            let place = award.criteria.iter().position(|criterion| criterion.key == *key).unwrap();
            let of = |candidate: &Candidate<'_>| candidate.fractions[place].clone().unwrap_or_else(Fraction::zero);
            order = order.then_with(|| of(b).cmp(&of(a)));
        }
    }
    order
}
