//! What speaks for a pair, and the order in which it counts: need, then running pairs, the own branch, choices, fit, and a lot.
//! `lexicographic` packs it into one number. Not here: whether a pair may be made at all.

use super::costs::OwnCosts;
use super::question::Question;
use super::wishes::Named;
use crate::matching::lexicographic::{TierError, Tiers};
use crate::model::scheme::PairingPolicy;

/// How many bits a lot has.
pub(super) const LOT_BITS: u32 = 20;

/// What speaks for a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Worth {
    /// 1 where the pair runs already.
    pub kept: u64,
    /// 1 where both are of one branch and the setting `scope` prefers that.
    pub own_branch: u64,
    /// Who named the other.
    pub named: Named,
    /// Points of the fit, in units of the table.
    pub fit: u64,
    /// The office's own cost, where those decide.
    pub cost: Option<i128>,
    /// The lot.
    pub lot: u64,
}

/// A tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tier {
    /// The student's first helper, by level of need.
    Cover,
    /// Any helper of a student.
    Place,
    Kept,
    /// A student whose pair ends, where it is asked who takes the helper's place.
    Bereft,
    OwnBranch,
    Mutual,
    Named,
    Fit,
    /// An office's own costs.
    Saving,
    Lot,
}

const NEED_FIRST: &[Tier] =
    &[Tier::Cover, Tier::Place, Tier::Kept, Tier::Bereft, Tier::OwnBranch, Tier::Mutual, Tier::Named, Tier::Fit, Tier::Lot];
const VOLUNTARY_FIRST: &[Tier] =
    &[Tier::Mutual, Tier::Cover, Tier::Place, Tier::Kept, Tier::Bereft, Tier::OwnBranch, Tier::Named, Tier::Fit, Tier::Lot];
const OWN_COSTS: &[Tier] = &[Tier::Cover, Tier::Place, Tier::Saving, Tier::Lot];

/// The tiers of a question, packed.
#[derive(Clone, Debug)]
pub(super) struct Packing {
    order: &'static [Tier],
    tiers: Tiers,
    /// The largest of an office's own costs.
    largest_cost: i128,
}

/// What 1 of each of a pair's values takes off its cost; 0 where the value does not count.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weights {
    pub(super) kept: i128,
    pub(super) own_branch: i128,
    pub(super) mutual: i128,
    pub(super) named: i128,
    pub(super) fit: i128,
    pub(super) saving: i128,
    pub(super) lot: i128,
}

/// The largest values that a question's tiers can have.
pub(super) struct Widths {
    pub(super) level: u64,
    pub(super) fit: u64,
    /// The most pairs that can be made.
    pub(super) pairs: usize,
}

impl Packing {
    pub(super) fn of(question: &Question<'_>, widths: &Widths) -> Result<Self, TierError> {
        let rules = &question.core.scheme.pairing;
        let order = match (&question.costs, question.policy) {
            (Some(_), _) => OWN_COSTS,
            (None, PairingPolicy::NeedFirst) => NEED_FIRST,
            (None, PairingPolicy::VoluntaryFirst) => VOLUNTARY_FIRST,
        };
        let own = question.costs.as_ref();
        let spread = own.map_or(Some(0), OwnCosts::spread).ok_or(TierError::TooWide { tier: 2 })?;
        let largest = |tier: &Tier| match tier {
            Tier::Cover => widths.level,
            Tier::Place => u64::from(rules.helped_capacity > 1),
            Tier::Kept => u64::from(!question.kept.is_empty()),
            Tier::Bereft => u64::from(!question.bereft.is_empty()),
            Tier::OwnBranch | Tier::Mutual | Tier::Named => 1,
            Tier::Fit => widths.fit,
            Tier::Saving => spread,
            Tier::Lot => question.seed.as_ref().map_or(0, |_| (1 << LOT_BITS) - 1),
        };
        let largest: Vec<u64> = order.iter().map(largest).collect();
        Ok(Self { order, tiers: Tiers::new(&largest, widths.pairs)?, largest_cost: own.map_or(0, OwnCosts::largest) })
    }

    /// What the values of a pair take off its cost, which is 0 without any and the lower the better.
    pub(super) fn weights(&self) -> Weights {
        let weight = |tier: Tier| self.order.iter().position(|other| *other == tier).map_or(0, |place| self.tiers.weight(place));
        Weights {
            kept: weight(Tier::Kept),
            own_branch: weight(Tier::OwnBranch),
            mutual: weight(Tier::Mutual),
            named: weight(Tier::Named),
            fit: weight(Tier::Fit),
            saving: weight(Tier::Saving),
            lot: weight(Tier::Lot),
        }
    }

    /// The cost of a pair by its worth. Errors: a value above the largest that was announced.
    pub(super) fn pair(&self, worth: &Worth) -> Result<i128, TierError> {
        self.tiers.cost(&self.values(|tier| self.value(*tier, worth)))
    }

    /// The cost of leaving a student without a helper, from the first on: `running` are there already.
    pub(super) fn outside(&self, level: u64, bereft: bool, running: u32, free: u32) -> Result<Vec<i128>, TierError> {
        let place = |unit: u32| {
            let first = running == 0 && unit == 0;
            let several = running + free > 1;
            let values = self.values(|tier| match tier {
                Tier::Cover if first => level,
                Tier::Place => u64::from(several),
                Tier::Bereft if first => u64::from(bereft),
                _ => 0,
            });
            self.tiers.cost(&values).map(|worth| -worth)
        };
        (0..free).map(place).collect()
    }

    /// Everything that counts for a pair but the lot, in its order, for comparison: the higher the better.
    pub(super) fn without_lot(&self, worth: &Worth) -> Vec<u64> {
        let told = self.order.iter().filter(|tier| **tier != Tier::Lot);
        told.map(|tier| self.value(*tier, worth)).collect()
    }

    /// What 1 in each tier is worth, the most important first, by the tier's name.
    pub(super) fn told(&self) -> impl Iterator<Item = (String, i128)> {
        self.order.iter().enumerate().map(|(place, tier)| (format!("{tier:?}"), self.tiers.weight(place)))
    }

    /// How much less than the largest a cost is.
    pub(super) fn saving(&self, cost: i128) -> u64 {
        self.largest_cost.checked_sub(cost).and_then(|saving| u64::try_from(saving).ok()).unwrap_or(0)
    }

    fn values(&self, value: impl Fn(&Tier) -> u64) -> Vec<u64> {
        self.order.iter().map(value).collect()
    }

    fn value(&self, tier: Tier, worth: &Worth) -> u64 {
        match tier {
            Tier::Cover | Tier::Place | Tier::Bereft => 0,
            Tier::Kept => worth.kept,
            Tier::OwnBranch => worth.own_branch,
            Tier::Mutual => u64::from(worth.named == Named::Both),
            Tier::Named => u64::from(worth.named != Named::Nobody),
            Tier::Fit => worth.fit,
            Tier::Saving => worth.cost.map_or(0, |cost| self.saving(cost)),
            Tier::Lot => worth.lot,
        }
    }
}
