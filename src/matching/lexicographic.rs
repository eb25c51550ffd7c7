//! Packs tiers, the most important first, into one cost, so that no sum of lower tiers outweighs a higher one.
//!
//! A tier is as wide as the largest total it can reach: its largest value times the number of pairs.

use std::fmt;

/// Why tiers or values could not be packed. Tiers are counted from 0.
#[expect(missing_docs, reason = "the fields are the positions and numbers that the variants speak of")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TierError {
    /// With this tier the cost no longer fits; fewer or narrower tiers are needed.
    TooWide { tier: usize },
    /// The value of this tier is above the largest that was announced.
    ValueTooLarge { tier: usize, value: u64 },
    /// Not one value for each tier.
    ValueCount,
}

impl fmt::Display for TierError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooWide { tier } => write!(f, "tier {tier} makes the costs too large"),
            Self::ValueTooLarge { tier, value } => {
                write!(f, "{value} is above the largest value of tier {tier}")
            }
            Self::ValueCount => write!(f, "not one value for each tier"),
        }
    }
}

impl std::error::Error for TierError {}

/// The whole range of packed totals keeps this distance from the end of `i128`, as an instance asks of its costs.
const LIMIT: i128 = i128::MAX / 16;

/// Tiers with their widths. Every value counts in favour of a pair; staying outside costs 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tiers {
    largest: Vec<u64>,
    /// What 1 in each tier is worth.
    weights: Vec<i128>,
}

impl Tiers {
    /// Tiers by their largest values, the most important first, for at most `pairs` pairs.
    ///
    /// A tier whose largest value is 0 takes no room.
    ///
    /// # Errors
    /// [`TierError::TooWide`] for the first tier, from the least important on, that does not fit.
    pub fn new(largest: &[u64], pairs: usize) -> Result<Self, TierError> {
        let mut weights = vec![0; largest.len()];
        let mut weight: i128 = 1;
        for tier in (0..largest.len()).rev() {
            weights[tier] = weight;
            weight = widened(weight, largest[tier], pairs).ok_or(TierError::TooWide { tier })?;
        }
        Ok(Self { largest: largest.to_vec(), weights })
    }

    /// The cost of a pair with these values: below 0, the lower the better.
    ///
    /// # Errors
    /// A value above its tier's largest, or not one value a tier.
    pub fn cost(&self, values: &[u64]) -> Result<i128, TierError> {
        if values.len() != self.largest.len() {
            return Err(TierError::ValueCount);
        }
        let mut worth = 0;
        for (tier, &value) in values.iter().enumerate() {
            if value > self.largest[tier] {
                return Err(TierError::ValueTooLarge { tier, value });
            }
            worth += i128::from(value) * self.weights[tier];
        }
        Ok(-worth)
    }

    /// What 1 in a tier is worth; nothing where there is no such tier.
    #[must_use]
    pub fn weight(&self, tier: usize) -> i128 {
        self.weights.get(tier).copied().unwrap_or(0)
    }

    /// The totals of the tiers in an objective, or the values in the cost of one pair.
    pub fn totals(&self, objective: i128) -> Vec<i128> {
        let mut rest = -objective;
        let mut totals = Vec::with_capacity(self.weights.len());
        for &weight in &self.weights {
            totals.push(rest / weight);
            rest %= weight;
        }
        totals
    }
}

/// The weight above a tier that weighs `weight`.
fn widened(weight: i128, largest: u64, pairs: usize) -> Option<i128> {
    let total = i128::from(largest).checked_mul(i128::try_from(pairs).ok()?)?;
    weight.checked_mul(total.checked_add(1)?).filter(|&weight| weight <= LIMIT)
}

#[cfg(test)]
mod tests {
    use super::{TierError, Tiers};

    #[test]
    fn a_higher_tier_outweighs_all_lower_ones_together() {
        let tiers = Tiers::new(&[4, 1, 0, 255], 3).unwrap();
        let one_higher = tiers.cost(&[0, 1, 0, 0]).unwrap();
        let all_lower = 3 * tiers.cost(&[0, 0, 0, 255]).unwrap();
        assert!(one_higher < all_lower);
        assert!(tiers.cost(&[1, 0, 0, 0]).unwrap() < 3 * tiers.cost(&[0, 1, 0, 255]).unwrap());
    }

    #[test]
    fn totals_come_out_as_they_went_in() {
        let tiers = Tiers::new(&[4, 1, 0, 255], 3).unwrap();
        let values = [[4, 1, 0, 255], [4, 1, 0, 255], [3, 0, 0, 7]];
        let objective = values.iter().map(|values| tiers.cost(values).unwrap()).sum();
        assert_eq!(tiers.totals(objective), [11, 2, 0, 517]);
        assert_eq!(tiers.totals(tiers.cost(&values[2]).unwrap()), [3, 0, 0, 7]);
        assert_eq!(tiers.totals(0), [0; 4]);
    }

    #[test]
    fn too_much_is_refused() {
        assert_eq!(Tiers::new(&[1, u64::MAX, u64::MAX], 1), Err(TierError::TooWide { tier: 1 }));
        assert_eq!(Tiers::new(&[1, 255, 1 << 60], usize::MAX), Err(TierError::TooWide { tier: 2 }));
        assert!(Tiers::new(&[1, 0, u64::MAX], 1 << 29).is_ok());
        let tiers = Tiers::new(&[4, 1], 9).unwrap();
        assert_eq!(tiers.cost(&[4, 2]), Err(TierError::ValueTooLarge { tier: 1, value: 2 }));
        assert_eq!(tiers.cost(&[4]), Err(TierError::ValueCount));
    }
}
