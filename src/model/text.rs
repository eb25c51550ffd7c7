//! Which texts a cell may hold, and how a line break is kept in a file whose records are lines. The same for whatever comes in at a
//! door and for what `validate` accepts. Not here: ids, days, numbers.

use std::borrow::Cow;

use memchr::memchr;

/// The longest text as it is stored, in bytes (data.md, types: 64 KiB).
pub const LONGEST: usize = 64 * 1024;

/// What a line break inside a text is stored as, so that a record stays a line.
pub const STORED_BREAK: char = '↵';

/// Its first byte.
const FIRST_OF_BREAK: u8 = "↵".as_bytes()[0];

/// Why a text cannot be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFault {
    /// A control character (NUL is one) at this character, from 1.
    Control(char, usize),
    /// Longer than `LONGEST`: this many bytes.
    TooLong(usize),
}

/// Whether a character may not be in a stored text.
#[must_use]
pub fn is_forbidden(c: char) -> bool {
    c.is_control() && c != '\t'
}

/// The text as it is stored: each line break (LF, CRLF, CR) as `↵`.
///
/// # Errors
/// What makes it unfit to be stored.
pub fn stored(text: &str) -> Result<Cow<'_, str>, TextFault> {
    let stored = if text.contains(['\n', '\r']) { Cow::Owned(with_stored_breaks(text)) } else { Cow::Borrowed(text) };
    match fault(&stored) {
        Some(fault) => Err(fault),
        None => Ok(stored),
    }
}

fn with_stored_breaks(text: &str) -> String {
    text.replace("\r\n", "\n").replace(['\n', '\r'], STORED_BREAK.encode_utf8(&mut [0; 4]))
}

/// A text that is kept on one line: nothing around it, each line break as a space.
#[must_use]
pub fn on_one_line(text: &str) -> String {
    text.trim().replace(['\n', '\r'], " ")
}

/// The first characters of a stored text, on one line.
#[must_use]
pub fn shortened(stored: &str, most: usize) -> String {
    let plain = stored.replace(STORED_BREAK, " ");
    if plain.chars().count() <= most { plain } else { plain.chars().take(most).chain(['…']).collect() }
}

/// The text as it is shown: each `↵` as a line break.
#[must_use]
pub fn shown(stored: &str) -> Cow<'_, str> {
    // Hardly any text has even a break's first byte, which is looked for in a fraction of the time.
    if memchr(FIRST_OF_BREAK, stored.as_bytes()).is_some() && stored.contains(STORED_BREAK) {
        Cow::Owned(stored.replace(STORED_BREAK, "\n"))
    } else {
        Cow::Borrowed(stored)
    }
}

/// What makes a stored text unfit, if anything does.
#[must_use]
pub fn fault(stored: &str) -> Option<TextFault> {
    if stored.len() > LONGEST {
        return Some(TextFault::TooLong(stored.len()));
    }
    stored.chars().position(is_forbidden).and_then(|at| Some(TextFault::Control(stored.chars().nth(at)?, at + 1)))
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, TextFault, fault, shown, stored};

    #[test]
    fn line_breaks_are_kept_and_come_back() {
        assert_eq!(stored("a\r\nb\nc\rd").unwrap(), "a↵b↵c↵d");
        assert_eq!(shown("a↵b"), "a\nb");
        assert_eq!(stored("制表\t符").unwrap(), "制表\t符");
    }

    #[test]
    fn what_a_file_may_not_hold_does_not_come_in() {
        assert_eq!(stored("ab\0"), Err(TextFault::Control('\0', 3)));
        for bad in ['\u{1b}', '\u{7f}', '\u{85}', '\u{9b}', '\u{8}'] {
            assert_eq!(stored(&format!("中{bad}")), Err(TextFault::Control(bad, 2)));
        }
        assert_eq!(stored(&"x".repeat(LONGEST)).unwrap().len(), LONGEST);
        assert_eq!(stored(&"x".repeat(LONGEST + 1)), Err(TextFault::TooLong(LONGEST + 1)));
        assert_eq!(fault(&"↵".repeat(LONGEST / 3 + 1)), Some(TextFault::TooLong(LONGEST + 2)));
    }
}
