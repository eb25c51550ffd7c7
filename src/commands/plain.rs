//! What is typed with full-width digits and signs (`１１－０９`), as input methods for Chinese write them: days, months, numbers and ids
//! are read as plain ones, like those that are imported. Free text stays as it is.

use std::borrow::Cow;
use std::ffi::OsStr;

use clap::builder::TypedValueParser;
use clap::{Arg, Command, Error};

/// A text without full-width letters, digits, signs and blanks. Others that look like these (`³`, `③`) stay: what they stand for is
/// anybody's guess.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.chars().map(half_width).collect()) }
}

/// A full-width form of ASCII (U+FF01 to U+FF5E) or the ideographic blank as what it is a form of.
fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFF01 + u32::from('!')).unwrap_or(c),
        '\u{3000}' => ' ',
        other => other,
    }
}

/// Reads an option's number as another parser does, once its digits are plain ones.
#[derive(Clone, Debug)]
pub struct Plain<P>(pub P);

impl<P: TypedValueParser> TypedValueParser for Plain<P> {
    type Value = P::Value;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<Self::Value, Error> {
        match value.to_str() {
            Some(text) => self.0.parse_ref(command, arg, OsStr::new(plain(text).as_ref())),
            None => self.0.parse_ref(command, arg, value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn full_width_signs_are_plain_ones_and_words_stay() {
        assert_eq!(plain("２０１２－１１"), "2012-11");
        assert_eq!(plain("ｕｇ１－００１"), "ug1-001");
        assert_eq!(plain("11月8日"), "11月8日");
        assert_eq!(plain("昨天　１４：３０～"), "昨天 14:30~");
        assert_eq!(plain("3²③…"), "3²③…");
    }
}
