//! Characters that a terminal or a reader would not show, or that would change what follows, made visible: control characters,
//! bidirectional marks, invisible ones. Line breaks and tabs stay.

use crate::model::character;

/// Whether a character is one of those that most texts are made of, printable ASCII and the common Han characters: nothing is to be
/// feared of it, and it takes one column or, beyond ASCII, two.
#[must_use]
pub fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{4E00}'..='\u{9FFF}')
}

/// Whether a character must not reach a terminal as it is.
#[must_use]
pub fn is_unseen(c: char) -> bool {
    if is_plain(c) {
        return false;
    }
    c.is_control() && c != '\n' && c != '\t' || character::is_unseen(c)
}

/// The text with unseen characters as `\u{…}`.
#[must_use]
pub fn visible(text: &str) -> String {
    if !text.chars().any(is_unseen) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_unseen(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthChar;

    use super::{is_plain, visible};

    #[test]
    fn plain_characters_are_seen_and_as_wide_as_they_are_taken_for() {
        for c in ('\0'..=char::MAX).filter(|c| is_plain(*c)) {
            assert!(!c.is_control() && c.width() == Some(if c.is_ascii() { 1 } else { 2 }), "{c:?}");
        }
    }

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        assert_eq!(visible("a\u{202e}b\u{1b}[31m\u{7}"), "a\\u{202e}b\\u{1b}[31m\\u{7}");
        assert_eq!(visible("阿依努尔·星原 𠮷\n\t"), "阿依努尔·星原 𠮷\n\t");
    }
}
