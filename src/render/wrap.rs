//! Sentences broken to a width: at spaces, and between Chinese characters where punctuation allows it. Not here: texts inside tables.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Characters that begin no line.
const NOT_FIRST: &str = "，。、；：！？）】》〉」』”’…—·％,.;:!?)]}%";

/// Characters that end no line.
const NOT_LAST: &str = "（【《〈「『“‘([{";

/// The text with line feeds where it would be wider than `width` columns. A word that is wider by itself is not broken.
#[must_use]
pub fn wrapped(text: &str, width: usize) -> String {
    let lines: Vec<String> = text.split('\n').map(|line| wrapped_line(line, width)).collect();
    lines.join("\n")
}

fn wrapped_line(line: &str, width: usize) -> String {
    if line.width() <= width {
        return line.to_owned();
    }
    let mut out = String::with_capacity(line.len() + 8);
    let mut used = 0;
    for piece in pieces(line) {
        let wide = piece.trim_end().width();
        if used > 0 && used + wide > width {
            out.truncate(out.trim_end().len());
            out.push('\n');
            used = 0;
        }
        out.push_str(&piece);
        used += piece.width();
    }
    out.truncate(out.trim_end().len());
    out
}

/// The pieces between which a line may be broken, each with the spaces that follow it.
fn pieces(line: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for c in line.chars() {
        match pieces.last_mut().filter(|_| before.is_some_and(|before| !may_break(before, c))) {
            Some(piece) => piece.push(c),
            None => pieces.push(c.to_string()),
        }
        before = Some(c);
    }
    pieces
}

fn may_break(before: char, after: char) -> bool {
    if NOT_FIRST.contains(after) || NOT_LAST.contains(before) || after == ' ' {
        return false;
    }
    before == ' ' || is_wide(before) || is_wide(after)
}

fn is_wide(c: char) -> bool {
    c.width() == Some(2)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
    use unicode_width::UnicodeWidthStr;

    use super::wrapped;

    #[test]
    fn words_stay_whole_and_punctuation_stays_with_its_word() {
        assert_eq!(wrapped("at least one contact", 9), "at least\none\ncontact");
        assert_eq!(wrapped("每两周至少一次，暂停不计。", 14), "每两周至少一\n次，暂停不计。");
        assert_eq!(wrapped("（2012-11-06 至 2013-06-06）", 14), "（2012-11-06\n至\n2013-06-06）");
        assert_eq!(wrapped("extraordinary", 5), "extraordinary");
        assert_eq!(wrapped("a\nb c", 3), "a\nb c");
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_is_too_wide(text in "[a-z ,.（）“”，。字词 0-9-]{0,120}", width in 20_usize..60) {
            let shown = wrapped(&text, width);
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(bare(&shown), bare(&text));
            for line in shown.lines() {
                // Only what may not be broken is wider.
                prop_assert!(line.width() <= width || super::pieces(line).len() == 1 || super::pieces(line)[0].width() > width, "{}", line);
            }
        }
    }
}
