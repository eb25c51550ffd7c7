//! The lot that decides between equally good assignments: fixed by a recorded seed, drawn anew by anyone.
//!
//! The lot of a pair is the first bits of the SHA-256 (FIPS 180-4) of four strings in UTF-8, each written as a
//! netstring (its length in bytes in decimal, a colon, the string, a comma): `bangfu/lot/1`, the seed, the
//! helper's id, the helped student's id. With 20 bits that is the first five hexadecimal digits of
//!
//! ```text
//! printf '12:bangfu/lot/1,4:seed,3:h07,4:s012,' | sha256sum
//! ```

use sha2::{Digest, Sha256};

use crate::model::netstring::{hash, netstring};

/// Names this use of the seed and its version, so that no other draw with the same seed gives the same numbers.
const PURPOSE: &str = "bangfu/lot/1";

/// The largest number of bits a lot can have.
pub const MOST_BITS: u32 = 63;

/// The lot of a pair, below 2 to the power of `bits` (at most [`MOST_BITS`]; more count as that many).
pub fn lot(seed: &str, helper: &str, helped: &str, bits: u32) -> u64 {
    first_bits(&hash([PURPOSE, seed, helper, helped]), bits)
}

fn first_bits(digest: &[u8; 32], bits: u32) -> u64 {
    let first = digest.first_chunk::<8>().map_or(0, |first| u64::from_be_bytes(*first));
    first.checked_shr(64 - bits.min(MOST_BITS)).unwrap_or(0)
}

/// SHA-256 takes its text in blocks of so many bytes.
const BLOCK: usize = 64;

/// The lots of one helper, each as [`lot`] draws it, for many students in the order of their ids: what their texts begin with alike is
/// digested once.
#[derive(Clone, Debug)]
pub struct HelperLots {
    /// The digest of all that stands before a student's id.
    begun: Sha256,
    /// So many bytes more fill a block.
    missing: usize,
    /// The bytes that filled it last, and the digest with them.
    filling: Vec<u8>,
    filled: Sha256,
}

impl HelperLots {
    /// The lots of a helper by a seed.
    #[must_use]
    pub fn new(seed: &str, helper: &str) -> Self {
        let text: String = [PURPOSE, seed, helper].map(netstring).concat();
        let begun = Sha256::new_with_prefix(&text);
        Self { filled: begun.clone(), begun, missing: BLOCK - text.len() % BLOCK, filling: Vec::new() }
    }

    /// The lot with a student, whose id is given as [`netstring`].
    pub fn with(&mut self, helped: &str, bits: u32) -> u64 {
        let helped = helped.as_bytes();
        let (filling, rest) = helped.split_at_checked(self.missing).unwrap_or((&[], helped));
        // Byte by byte: so short a text is compared faster than by a call.
        let alike = self.filling.len() == filling.len() && self.filling.iter().zip(filling).all(|(one, other)| one == other);
        if !alike {
            self.filling = filling.to_vec();
            self.filled = self.begun.clone().chain_update(filling);
        }
        first_bits(&self.filled.clone().chain_update(rest).finalize().into(), bits)
    }
}

#[cfg(test)]
mod tests {
    use super::{HelperLots, lot};
    use crate::model::netstring::netstring;

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

    #[test]
    fn many_of_one_helper_are_the_same_as_each_alone() {
        let students: Vec<String> = (0..70).flat_map(|length| ["1", "2", "张"].map(|letter| letter.repeat(length))).collect();
        for helper in [1, 11, 12, 13, 40, 62, 63, 64] {
            let helper = "h".repeat(helper);
            for seed in ["s", "2012-11-05", "一个很长很长的种子"] {
                let mut lots = HelperLots::new(seed, &helper);
                for student in students.iter().chain(students.iter().rev()) {
                    assert_eq!(lots.with(&netstring(student), 20), lot(seed, &helper, student, 20), "{seed} {helper} {student}");
                }
            }
        }
    }
}
