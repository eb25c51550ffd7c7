//! Ids and names: what an id may look like, and how names are compared. Ids are opaque text: a student number keeps its zeros.

use unicode_normalization::UnicodeNormalization;

use super::character::{is_blank, usual};

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
    (1..=MOST_CHARACTERS).contains(&text.len()) && text[0] != b'.' && kinds_of(text) & FOREIGN == 0
}

/// Whether bytes are an id of which nothing but the usual is to be feared: ASCII alone, and no number that a spreadsheet wrote.
#[must_use]
pub fn is_usual_id(text: &[u8]) -> bool {
    (1..=MOST_CHARACTERS).contains(&text.len()) && kinds_of(text) == 0
}

/// Belongs in no ASCII id.
const FOREIGN: u8 = 1;
/// May be part of a number in scientific notation.
const OF_NUMBERS: u8 = 2;

/// What kind of byte each one is.
const KINDS: [u8; 256] = {
    let mut kinds = [FOREIGN; 256];
    let mut byte = 0;
    while byte < 256 {
        if (byte as u8).is_ascii_alphanumeric() || matches!(byte as u8, b'-' | b'_' | b'.') {
            kinds[byte] = if matches!(byte as u8, b'.' | b'e' | b'E') { OF_NUMBERS } else { 0 };
        }
        byte += 1;
    }
    kinds
};

fn kinds_of(text: &[u8]) -> u8 {
    text.iter().fold(0, |kinds, byte| kinds | KINDS[usize::from(*byte)])
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
    let whole = mantissa.strip_prefix('-').unwrap_or(mantissa);
    let (before, after) = whole.split_once('.').unwrap_or((whole, "0"));
    let power = exponent.strip_prefix(['+', '-']);
    let marked = power.is_some() || whole.contains('.');
    marked && is_digits(before) && is_digits(after) && is_digits(power.unwrap_or(exponent))
}

/// Whether a text looks like what a spreadsheet makes of an id that it took for a number: digits with `.0`, or 18 and more digits of
/// which all after the fifteenth are zeros (a spreadsheet keeps 15; of a shorter id such an end says too little).
#[must_use]
pub fn is_number_like(text: &str) -> bool {
    let zeros = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte == b'0');
    let decimal = text.split_once('.').is_some_and(|(before, after)| is_digits(before) && zeros(after));
    decimal || text.len() >= 18 && is_digits(text) && text.bytes().skip(15).all(|byte| byte == b'0')
}

/// Whether a text is digits alone, and some.
#[must_use]
pub fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Ids that somebody may have meant who wrote one that is not known: without blanks, in usual characters, in small or large letters,
/// with a zero or two that a spreadsheet took from its start, or without those that it took from the other.
pub fn meant(text: &str) -> impl Iterator<Item = String> {
    let usual: String = text.chars().filter(|c| !is_blank(*c)).map(|c| if matches!(c, '–' | '—' | '−') { '-' } else { usual(c) }).collect();
    let zeros = is_digits(&usual).then(|| [format!("0{usual}"), format!("00{usual}"), usual.trim_start_matches('0').to_owned()]);
    [usual.to_lowercase(), usual.to_uppercase(), usual].into_iter().chain(zeros.into_iter().flatten())
}

/// The form in which two names are compared: NFC, and every dot that stands for a middle one as U+00B7 (data.md, types).
#[must_use]
pub fn folded(name: &str) -> String {
    name.nfc().map(|c| if matches!(c, '•' | '・' | '．' | '.') { '·' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::{folded, is_ascii_id, is_id, is_number_like, is_scientific, is_usual_id, meant};

    #[test]
    fn what_a_spreadsheet_or_a_hurried_hand_makes_of_an_id_leads_back_to_it() {
        for (written, id) in [
            (" ug1-001", "ug1-001"),
            ("UG1-001", "ug1-001"),
            ("ug1－００１", "ug1-001"),
            ("ug1—001", "ug1-001"),
            ("b2_x", "B2_X"),
            ("82003140001", "082003140001"),
            ("2003140001", "002003140001"),
            ("002003140001", "2003140001"),
        ] {
            assert!(meant(written).any(|meant| meant == id), "{written}");
        }
        assert!(meant("ug1-01").all(|meant| !meant.starts_with('0')));
    }

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
    fn a_usual_id_is_an_id_and_no_number() {
        for byte in 0..=255_u8 {
            let text = [b'1', byte, b'2'];
            let plain = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
            assert_eq!(is_usual_id(&text), plain && !matches!(byte, b'e' | b'E'), "{byte}");
            assert_eq!(is_ascii_id(&text), plain || byte == b'.', "{byte}");
        }
        assert!(!is_usual_id(b"") && !is_usual_id(&[b'1'; 65]) && is_usual_id(&[b'1'; 64]));
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
    fn an_id_that_was_a_number_is_seen() {
        for damage in ["2010210101.0", "2010210101.00", "201021010123456000", "2010210101234560000"] {
            assert!(is_number_like(damage), "{damage}");
        }
        for sound in ["2010210101", "201021010123450", "2010210101234560", "201021010123456001", "2010210101.1", "a.0", ".0"] {
            assert!(!is_number_like(sound), "{sound}");
        }
    }

    #[test]
    fn middle_dots_are_one() {
        for dot in ['•', '・', '．', '.'] {
            assert_eq!(folded(&format!("阿依古丽{dot}买买提")), "阿依古丽·买买提");
        }
    }
}
