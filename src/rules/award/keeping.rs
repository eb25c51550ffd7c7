//! Keeping rates as awards weigh them: one for each pair and cadence, from the rows of the cadence rule (rules.md R4 and R7).

use crate::model::contact_log::ContactLog;
use crate::model::dataset::Core;
use crate::model::decimal::{Fraction, fraction};
use crate::model::records::{BranchIx, PairIx};
use crate::rules::cadence::{BranchContacts, CadenceFrame, CadenceRow};

/// How a pair kept one cadence up to the day of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeepingRate {
    /// The pair.
    pub pair: PairIx,
    /// Index of the cadence in the scheme.
    pub cadence: u16,
    /// Late days, or missed windows.
    pub missed: i32,
    /// Counted days in (s, z], or closed due windows.
    pub out_of: i32,
    /// Counted days in (s, z]: the weight of the rate in a mean.
    pub weight: i32,
}

impl KeepingRate {
    /// The rate of a row.
    #[must_use]
    pub fn of(row: &CadenceRow) -> Self {
        Self { pair: row.pair, cadence: row.cadence, missed: row.late_days, out_of: row.judged, weight: row.counted }
    }

    /// `1 − missed / out_of`; 1 where nothing was owed.
    #[must_use]
    pub fn rate(&self) -> Fraction {
        if self.out_of > 0 { fraction((self.out_of - self.missed).into(), self.out_of.into()) } else { fraction(1, 1) }
    }
}

impl KeepingRate {
    /// The mean of some rates, each weighted by its counted days (rules.md R7 `cadence`, R8); none where no day counted.
    #[must_use]
    pub fn mean<'r>(rates: impl Iterator<Item = &'r Self> + Clone) -> Option<Fraction> {
        let weight: i64 = rates.clone().map(|rate| i64::from(rate.weight)).sum();
        let kept: Fraction = rates.map(|rate| rate.rate() * fraction(rate.weight.into(), 1)).sum();
        (weight > 0).then(|| kept / fraction(weight, 1))
    }
}

/// The keeping rates of a branch's pairs by all cadences; `frames`: `CadenceFrame::all` as of the day of asking.
#[must_use]
pub fn keeping_rates(core: &Core, branch: BranchIx, log: &ContactLog, frames: &[CadenceFrame<'_>]) -> Vec<KeepingRate> {
    let contacts = BranchContacts::new(core, branch, log, frames);
    let pairs = core.pairs.range(branch).map(PairIx);
    let rows = pairs.flat_map(|pair| frames.iter().map(move |frame| (frame, pair)));
    rows.filter_map(|(frame, pair)| frame.row_of(core, pair, &contacts)).map(|row| KeepingRate::of(&row)).collect()
}
