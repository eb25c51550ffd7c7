//! An office's own costs in place of the settings: which pairs there are, and what each costs. Not here: how they are read.

use std::collections::HashMap;

use crate::model::records::PersonIx;
use crate::model::word::Side;

/// Costs by helper and student; a pair that is not in it cannot be made.
#[derive(Clone, Debug, Default)]
pub struct OwnCosts {
    /// By student, then by helper.
    costs: HashMap<PersonIx, HashMap<PersonIx, i128>>,
    least: i128,
    largest: i128,
}

impl OwnCosts {
    /// Adds the cost of a pair; `false` where the pair has one already.
    pub fn add(&mut self, helper: PersonIx, helped: PersonIx, cost: i128) -> bool {
        let first = self.costs.is_empty();
        self.least = if first { cost } else { self.least.min(cost) };
        self.largest = if first { cost } else { self.largest.max(cost) };
        self.costs.entry(helped).or_default().insert(helper, cost).is_none()
    }

    /// The costs of somebody on a side with persons of the other, in no order.
    pub(super) fn with(&self, side: Side, one: PersonIx) -> Vec<(PersonIx, i128)> {
        match side {
            Side::Helped => self.costs.get(&one).into_iter().flatten().map(|(helper, cost)| (*helper, *cost)).collect(),
            Side::Helper => self.costs.iter().filter_map(|(helped, costs)| Some((*helped, *costs.get(&one)?))).collect(),
        }
    }

    /// The cost of a pair.
    #[must_use]
    pub fn get(&self, helper: PersonIx, helped: PersonIx) -> Option<i128> {
        self.costs.get(&helped)?.get(&helper).copied()
    }

    /// The largest cost less the least; none where that is too large to calculate with.
    #[must_use]
    pub fn spread(&self) -> Option<u64> {
        u64::try_from(self.largest.checked_sub(self.least)?).ok()
    }

    /// The largest cost.
    pub(super) fn largest(&self) -> i128 {
        self.largest
    }
}
