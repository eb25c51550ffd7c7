//! The lot that decides between equally good assignments: fixed by a recorded seed, drawn anew by anyone.
//!
//! The lot of a pair is the first bits of the SHA-256 (FIPS 180-4) of four strings in UTF-8, each written as a
//! netstring (its length in bytes in decimal, a colon, the string, a comma): `bangfu/lot/1`, the seed, the
//! helper's id, the helped student's id. With 20 bits that is the first five hexadecimal digits of
//!
//! ```text
//! printf '12:bangfu/lot/1,4:seed,3:h07,4:s012,' | sha256sum
//! ```

use crate::model::netstring::hash;

/// Names this use of the seed and its version, so that no other draw with the same seed gives the same numbers.
const PURPOSE: &str = "bangfu/lot/1";

/// The largest number of bits a lot can have.
pub const MOST_BITS: u32 = 63;

/// The lot of a pair, below 2 to the power of `bits` (at most [`MOST_BITS`]; more count as that many).
pub fn lot(seed: &str, helper: &str, helped: &str, bits: u32) -> u64 {
    let mut first = [0; 8];
    first.copy_from_slice(&hash([PURPOSE, seed, helper, helped])[..8]);
    let bits = bits.min(MOST_BITS);
    u64::from_be_bytes(first).checked_shr(64 - bits).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::lot;

    /// `printf '12:bangfu/lot/1,4:seed,3:h07,4:s012,' | sha256sum` and so on.
    #[test]
    fn anyone_can_draw_it_again() {
        assert_eq!(lot("seed", "h07", "s012", 20), 0xac3b2);
        assert_eq!(lot("2012-03", "张三", "李四", 32), 0x5aa7_c9cb);
    }

    #[test]
    fn ids_do_not_run_into_each_other() {
        assert_ne!(lot("seed", "h0", "7s012", 63), lot("seed", "h07", "s012", 63));
        assert_ne!(lot("seed", "s012", "h07", 63), lot("seed", "h07", "s012", 63));
    }

    #[test]
    fn widths_are_the_first_bits() {
        let all = lot("seed", "h07", "s012", 63);
        for bits in 0..=63 {
            assert_eq!(lot("seed", "h07", "s012", bits), all.checked_shr(63 - bits).unwrap());
        }
        assert_eq!(lot("seed", "h07", "s012", 200), all);
    }
}
