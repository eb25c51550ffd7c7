//! Digests of several texts that cannot run into each other: each is written as a netstring (its length in bytes in decimal, a colon,
//! the text, a comma), and SHA-256 (FIPS 180-4) is taken of them all. Not here: what is digested.

use sha2::{Digest, Sha256};

/// The SHA-256 of texts as netstrings, in hexadecimal digits. `printf '1:a,2:bc,' | sha256sum` gives that of `a` and `bc`.
pub fn digest<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    hex(&hash(texts))
}

/// Bytes in hexadecimal digits, small letters, as digests are written everywhere.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    halves.map(|half| char::from(DIGITS[usize::from(half)])).collect()
}

/// A text as a netstring.
#[must_use]
pub fn netstring(text: &str) -> String {
    format!("{}:{text},", text.len())
}

/// The bytes of the digest.
pub fn hash<'a>(texts: impl IntoIterator<Item = &'a str>) -> [u8; 32] {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update(netstring(text));
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::{digest, hex};

    #[test]
    fn digits_of_bytes() {
        assert_eq!(hex(&[0x00, 0x0f, 0xa0, 0xff]), "000fa0ff");
        assert_eq!(hex(&[]), "");
    }

    #[test]
    fn anyone_can_take_it_again() {
        // printf '1:a,2:bc,' | sha256sum
        assert_eq!(digest(["a", "bc"]), "d16f37a638ba770eff5e5da16e42c72f44dc44fd4da2eeffa698877ed1fd986c");
        assert_ne!(digest(["ab", "c"]), digest(["a", "bc"]));
        assert_eq!(digest([]), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
