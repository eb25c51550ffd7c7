//! The integers the engine calculates in: `i64` where the costs fit, `i128` otherwise. No arithmetic of its own.

use std::fmt::Debug;
use std::ops::{Add, AddAssign, Sub, SubAssign};

/// An integer wide enough for the costs of one instance.
///
/// Every cost is at most [`Number::LIMIT`] in size, and with an outside option every price of an optimal
/// solution lies within three times that size of zero; sixteen times leaves room for every sum that the
/// search forms, so plain operators cannot wrap.
pub(super) trait Number: Copy + Ord + Debug + Add<Output = Self> + Sub<Output = Self> + AddAssign + SubAssign {
    const ZERO: Self;
    const MAX: Self;
    /// The largest size of a single cost.
    const LIMIT: i128;

    /// `value` in this width, if it is within the limit.
    fn narrow(value: i128) -> Option<Self>;
    fn widen(self) -> i128;
}

impl Number for i64 {
    const ZERO: Self = 0;
    const MAX: Self = i64::MAX;
    const LIMIT: i128 = (i64::MAX / 16) as i128;

    fn narrow(value: i128) -> Option<Self> {
        i64::try_from(value).ok().filter(|_| value.unsigned_abs() <= Self::LIMIT.unsigned_abs())
    }

    fn widen(self) -> i128 {
        self.into()
    }
}

impl Number for i128 {
    const ZERO: Self = 0;
    const MAX: Self = i128::MAX;
    const LIMIT: i128 = i128::MAX / 16;

    fn narrow(value: i128) -> Option<Self> {
        Some(value).filter(|value| value.unsigned_abs() <= Self::LIMIT.unsigned_abs())
    }

    fn widen(self) -> i128 {
        self
    }
}
