//! Characters that a terminal or a reader would not show, or that would change what follows, made visible: control characters,
//! bidirectional marks, invisible ones. Line breaks and tabs stay. And how wide a text is that can be seen.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

use crate::model::character;

/// Whether a character is one of those that most texts are made of, printable ASCII, the common Han characters and the marks between
/// them: nothing is to be feared of it, and it takes one column or, beyond ASCII, two.
#[inline]
#[must_use]
pub fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{4E00}'..='\u{9FFF}' | '\u{3001}'..='\u{3002}' | '\u{FF01}'..='\u{FF5E}')
}

/// How many columns a text takes on a terminal.
#[must_use]
pub fn columns(text: &str) -> usize {
    let of_plain = |sum: usize, c: char| is_plain(c).then(|| sum + if c.is_ascii() { 1 } else { 2 });
    text.chars().try_fold(0, of_plain).unwrap_or_else(|| text.width())
}

/// Whether a character must not reach a terminal as it is.
#[inline]
#[must_use]
pub fn is_unseen(c: char) -> bool {
    !is_plain(c) && (c.is_control() && c != '\n' && c != '\t' || character::is_unseen(c))
}

/// The text with unseen characters as `\u{…}`.
#[must_use]
pub fn visible(text: &str) -> String {
    seen(text).into_owned()
}

/// The same, without a copy where every character can be seen.
#[must_use]
pub fn seen(text: &str) -> Cow<'_, str> {
    if !text.get(plain_ascii(text)..).unwrap_or(text).chars().any(is_unseen) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_unseen(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    Cow::Owned(out)
}

/// How many bytes at the start are printable ASCII, or some fewer: many are looked at together.
fn plain_ascii(text: &str) -> usize {
    let (blocks, _) = text.as_bytes().as_chunks::<16>();
    let is_plain = |block: &&[u8; 16]| block.iter().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~'));
    blocks.iter().take_while(is_plain).count() * 16
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};
    use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

    use super::{columns, is_plain, visible};

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

    proptest! {
        #[test]
        fn a_text_is_as_wide_as_unicode_says(text in "(\\PC|[a中é𠮷👩\u{200d}\u{fe0f}\n\t]){0,12}") {
            prop_assert_eq!(columns(&text), text.width());
        }
    }
}
