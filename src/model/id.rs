//! Ids and names: what an id may look like, and how names are compared. Ids are opaque text: a student number keeps its zeros.

use unicode_normalization::UnicodeNormalization;

/// The most characters of an id.
pub const MOST_CHARACTERS: usize = 64;

/// Whether a text is an id: 1–64 of letters, digits, `-`, `_`, `.` and CJK, no leading dot (data.md, types).
#[must_use]
pub fn is_id(text: &str) -> bool {
    is_ascii_id(text.as_bytes()) || is_cjk_id(text)
}

fn is_cjk_id(text: &str) -> bool {
    !text.is_ascii() && !text.starts_with('.') && text.chars().count() <= MOST_CHARACTERS && text.chars().all(is_id_character)
}

/// Whether bytes are an id of ASCII characters alone, as most are.
#[must_use]
pub fn is_ascii_id(text: &[u8]) -> bool {
    (1..=MOST_CHARACTERS).contains(&text.len())
        && text[0] != b'.'
        && text.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

fn is_id_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '〇') || is_cjk(c)
}

/// Whether a character is a Han character of the unified blocks and their extensions.
#[must_use]
pub fn is_cjk(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x323AF)
}

/// Whether a text looks like a number that a spreadsheet wrote in scientific notation, as `2.0121E+09`.
#[must_use]
pub fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let whole = mantissa.strip_prefix('-').unwrap_or(mantissa);
    let (before, after) = whole.split_once('.').unwrap_or((whole, "0"));
    let power = exponent.strip_prefix(['+', '-']);
    let marked = power.is_some() || whole.contains('.');
    marked && digits(before) && digits(after) && digits(power.unwrap_or(exponent))
}

/// The form in which two names are compared: NFC, and every middle dot as U+00B7 (data.md, types).
#[must_use]
pub fn folded(name: &str) -> String {
    name.nfc().map(|c| if matches!(c, '•' | '・' | '．') { '·' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::{folded, is_id, is_scientific};

    #[test]
    fn ids_are_opaque_but_not_everything() {
        for good in ["082003140001", "ug1-001", "B2_7", "研一-01", "㛃𠮷", "a.b", "〇"] {
            assert!(is_id(good), "{good}");
        }
        for bad in ["", ".a", "a b", "a/b", "é", "a\u{200b}", "..", "１２", &"x".repeat(65)] {
            assert!(!is_id(bad), "{bad}");
        }
    }

    #[test]
    fn spreadsheet_damage_is_recognised() {
        for damage in ["2.0121E+09", "2E+11", "1.5e10", "2e-3"] {
            assert!(is_scientific(damage), "{damage}");
        }
        for sound in ["2012E01", "E12", "2010210101", "12e", "a2E+1"] {
            assert!(!is_scientific(sound), "{sound}");
        }
    }

    #[test]
    fn middle_dots_are_one() {
        assert_eq!(folded("阿依古丽•买买提"), folded("阿依古丽・买买提"));
    }
}
