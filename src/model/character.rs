//! Characters that say nothing to an eye, and those that people write in place of the plain ones. Which of them a text may hold is for the
//! rooms that take it in or show it.

/// Whether a character cannot be seen, or changes only how others are laid out: joiners, marks of direction, fillers, selectors of a
/// variant, tags. Control characters and white space are not among them.
#[must_use]
pub fn is_unseen(c: char) -> bool {
    shapes_another(c)
        || matches!(u32::from(c),
            0x00AD | 0x034F | 0x061C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F
            | 0x3164 | 0xFEFF | 0xFFA0 | 0xFFF9..=0xFFFB | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF)
}

/// Whether a character that cannot be seen belongs to the spelling of some names all the same, since it shapes the letter beside it:
/// joiners, and the variants of a Mongolian letter or of a Han character.
#[must_use]
pub fn shapes_another(c: char) -> bool {
    matches!(u32::from(c), 0x180B..=0x180F | 0x200C..=0x200D | 0xFE00..=0xFE0F | 0xE0100..=0xE01EF)
}

/// Whether a character at either end of a text says nothing: white space, and what has no width and joins nothing.
#[must_use]
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{2060}')
}

/// The plain character for one of full width: digits, Latin letters and the marks of ASCII.
#[must_use]
pub fn usual(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_blank, is_unseen, shapes_another, usual};

    #[test]
    fn what_is_unseen_is_neither_white_space_nor_control_nor_a_letter() {
        let all = || ('\0'..=char::MAX).filter(|c| is_unseen(*c));
        assert!(all().all(|c| !c.is_control() && !c.is_alphanumeric() || matches!(c, '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}')));
        assert!(all().filter(|c| c.is_whitespace()).eq(['\u{2028}', '\u{2029}']));
        assert!(['\u{AD}', '\u{200B}', '\u{202E}', '\u{2069}', '\u{FEFF}', '\u{E0041}'].into_iter().all(is_unseen));
        assert!(('\0'..=char::MAX).filter(|c| shapes_another(*c)).all(is_unseen));
        assert!(shapes_another('\u{E0100}') && !shapes_another('\u{200B}') && !shapes_another('\u{202E}'));
    }

    #[test]
    fn blank_is_what_may_be_cut_off_the_ends() {
        assert_eq!("\u{3000}\u{feff}甲\u{200d}\u{2060} ".trim_matches(is_blank), "甲\u{200d}");
    }

    #[test]
    fn full_width_characters_have_plain_ones() {
        assert_eq!("２０１２－１１／０６．（Ａ）：".chars().map(usual).collect::<String>(), "2012-11/06.(A):");
        assert_eq!("〇年·、\u{FF5F}".chars().map(usual).collect::<String>(), "〇年·、\u{FF5F}");
    }
}
