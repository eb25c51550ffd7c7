//! Exact fractions: how they are read from text and shown. No floating point anywhere.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};

/// An exact fraction.
pub type Fraction = BigRational;

/// A whole number as a fraction.
pub fn whole(number: i64) -> Fraction {
    Fraction::from_integer(BigInt::from(number))
}

/// `over / under`.
pub fn ratio(over: i64, under: i64) -> Fraction {
    Fraction::new(BigInt::from(over), BigInt::from(under))
}

/// A fraction written as `12`, `-0.75`, `1/3` or `7.5%`.
pub fn fraction(text: &str) -> Fraction {
    if let Some(percent) = text.strip_suffix('%') {
        return fraction(percent) / whole(100);
    }
    if let Some((over, under)) = text.split_once('/') {
        return fraction(over) / fraction(under);
    }
    let (before, behind) = text.split_once('.').unwrap_or((text, ""));
    let Ok(digits) = format!("{before}{behind}").parse::<BigInt>() else {
        panic!("not a number: {text:?}");
    };
    let mut scale = BigInt::one();
    for _ in behind.chars() {
        scale *= 10;
    }
    Fraction::new(digits, scale)
}

/// Shown with so many digits behind the point, half up.
pub fn shown(value: &Fraction, digits: usize) -> String {
    let mut scale = BigInt::one();
    for _ in 0..digits {
        scale *= 10;
    }
    let scaled = (value * Fraction::from_integer(scale) + ratio(1, 2)).floor().to_integer();
    let sign = if scaled < BigInt::zero() { "-" } else { "" };
    let all = format!("{:0>width$}", scaled.magnitude().to_string(), width = digits + 1);
    let (before, behind) = all.split_at(all.len() - digits);
    if digits == 0 { format!("{sign}{before}") } else { format!("{sign}{before}.{behind}") }
}

/// The mean; nothing without values.
pub fn mean(values: &[Fraction]) -> Option<Fraction> {
    let count = i64::try_from(values.len()).unwrap();
    (count > 0).then(|| values.iter().sum::<Fraction>() / whole(count))
}

/// The value, not below 0 and not above 1.
pub fn clamped(value: Fraction) -> Fraction {
    value.max(Fraction::zero()).min(Fraction::one())
}

#[test]
fn arithmetic_is_exact() {
    let sum = fraction("0.3") * whole(57) + fraction("0.4") * whole(60) + fraction("0.3") * whole(63);
    assert_eq!(sum, whole(60));
    assert_eq!(fraction("6%") * whole(100), whole(6));
    assert_eq!(fraction("1/2"), fraction("0.50"));
    assert_eq!(fraction("-0.75"), ratio(-3, 4));
}

#[test]
fn fractions_are_shown_half_up() {
    assert_eq!(shown(&ratio(93, 95), 4), "0.9789");
    assert_eq!(shown(&ratio(1, 32), 4), "0.0313");
    assert_eq!(shown(&whole(1), 4), "1.0000");
    assert_eq!(shown(&fraction("87.495"), 2), "87.50");
    assert_eq!(shown(&fraction("0.005"), 2), "0.01");
}
