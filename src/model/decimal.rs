//! Decimal numbers as people write them, and exact fractions. No floating point anywhere.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};

/// An exact fraction of whole numbers of any size.
pub type Fraction = BigRational;

/// A decimal number as written: `units / 10^places`. At most 15 digits before and 6 after the point.
#[derive(Clone, Copy, Debug)]
pub struct Decimal {
    units: i64,
    places: u8,
}

/// The most digits before the point.
const WHOLE_DIGITS: usize = 12;
/// The most digits after the point.
const PLACES: usize = 6;

impl Decimal {
    /// A whole number.
    #[must_use]
    pub fn whole(number: i64) -> Self {
        Self { units: number, places: 0 }
    }

    /// Reads `12`, `-3`, `3.25`: an optional sign, digits, and a point with digits after it. Nothing else (no exponent, no spaces).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, places) = digits.split_once('.').map_or((digits, ""), |(whole, places)| (whole, places));
        let pointed = digits.contains('.');
        let sound = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || (pointed && places.is_empty()) || !sound(whole) || !sound(places) {
            return None;
        }
        if whole.len() > WHOLE_DIGITS || places.len() > PLACES {
            return None;
        }
        let units = whole.bytes().chain(places.bytes()).fold(0_i64, |sum, digit| sum * 10 + i64::from(digit - b'0'));
        Some(Self { units: sign * units, places: places.len() as u8 })
    }

    /// How many digits stand after the point.
    #[must_use]
    pub fn places(self) -> u8 {
        self.places
    }

    /// The exact value.
    #[must_use]
    pub fn fraction(self) -> Fraction {
        Fraction::new(BigInt::from(self.units), BigInt::from(10_i64.pow(u32::from(self.places))))
    }

    /// The value times 10^6, as a whole number.
    fn millionths(self) -> i128 {
        i128::from(self.units) * 10_i128.pow(PLACES as u32 - u32::from(self.places))
    }

    /// The value in hundredths, where it has no finer part (scores have none).
    #[must_use]
    pub fn hundredths(self) -> Option<i64> {
        let millionths = self.millionths();
        (millionths % 10_000 == 0).then_some((millionths / 10_000) as i64)
    }

    /// Whether it is below zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.units < 0
    }

    /// Whether it is above zero.
    #[must_use]
    pub fn is_positive(self) -> bool {
        self.units > 0
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.millionths() == other.millionths()
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.millionths().cmp(&other.millionths())
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let power = 10_u64.pow(u32::from(self.places));
        let units = self.units.unsigned_abs();
        let sign = if self.units < 0 { "-" } else { "" };
        write!(out, "{sign}{}", units / power)?;
        if self.places > 0 {
            write!(out, ".{:0width$}", units % power, width = usize::from(self.places))?;
        }
        Ok(())
    }
}

/// A fraction of small whole numbers; `den` must not be 0.
#[must_use]
pub fn fraction(num: i64, den: i64) -> Fraction {
    Fraction::new(BigInt::from(num), BigInt::from(den))
}

/// Reads a share: `10%`, `0.1` or `1/10`.
#[must_use]
pub fn parse_ratio(text: &str) -> Option<Fraction> {
    if let Some(percent) = text.strip_suffix('%') {
        return Decimal::parse(percent).map(|value| value.fraction() / fraction(100, 1));
    }
    if let Some((num, den)) = text.split_once('/') {
        let (num, den) = (Decimal::parse(num)?.fraction(), Decimal::parse(den)?.fraction());
        return (!den.is_zero()).then(|| num / den);
    }
    Decimal::parse(text).map(Decimal::fraction)
}

/// A fraction with so many digits after the point, rounded half up (away from zero below zero).
#[must_use]
pub fn rounded(value: &Fraction, digits: u32) -> String {
    let scale = BigInt::from(10_u64.pow(digits));
    let doubled = value.abs() * Fraction::from_integer(scale * 2);
    let units = (doubled.floor().to_integer() + BigInt::from(1)) / BigInt::from(2);
    let sign = if value.is_negative() && !units.is_zero() { "-" } else { "" };
    let text = units.to_string();
    let width = digits as usize;
    if width == 0 {
        return format!("{sign}{text}");
    }
    let padded = format!("{text:0>size$}", size = width + 1);
    let (whole, places) = padded.split_at(padded.len() - width);
    format!("{sign}{whole}.{places}")
}

#[cfg(test)]
mod tests {
    use super::{Decimal, fraction, parse_ratio, rounded};

    #[test]
    fn decimals_are_read_as_written() {
        assert_eq!(Decimal::parse("-3.50").unwrap().to_string(), "-3.50");
        assert_eq!(Decimal::parse("3.5"), Decimal::parse("3.50"));
        for bad in ["", "-", "1.", ".5", "1e3", " 1", "１", "1,5", "1.2.3", "NaN", "1234567890123", "0.1234567"] {
            assert!(Decimal::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn fractions_round_half_up() {
        assert_eq!(rounded(&fraction(1, 2), 0), "1");
        assert_eq!(rounded(&fraction(93_335, 100_000), 4), "0.9334");
        assert_eq!(rounded(&fraction(2, 3), 4), "0.6667");
        assert_eq!(rounded(&fraction(-1, 1000), 2), "0.00");
        assert_eq!(rounded(&fraction(-15, 1000), 2), "-0.02");
        assert_eq!(rounded(&fraction(8750, 100), 2), "87.50");
    }

    #[test]
    fn three_ways_to_write_a_share() {
        let tenth = fraction(1, 10);
        assert_eq!([parse_ratio("10%"), parse_ratio("0.1"), parse_ratio("1/10")], [Some(tenth.clone()), Some(tenth.clone()), Some(tenth)]);
        assert_eq!(parse_ratio("1/0"), None);
    }
}
