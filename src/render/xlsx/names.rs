//! How worksheets are called: at most 31 characters, none of `[]:*?/\`, no name twice; and how a text is cut to a length.

/// The most characters of a worksheet's name, counted as the format counts: in UTF-16 units.
const MOST: usize = 31;

/// A worksheet's name made of a title, unlike those taken; it is added to them.
pub fn name(title: &str, taken: &mut Vec<String>) -> String {
    let plain: String = super::visible(title).chars().map(|c| if is_forbidden(c) { ' ' } else { c }).collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = Some(plain.trim_matches(['\'', ' '])).filter(|plain| !plain.is_empty()).unwrap_or("1");
    let mut name = shortened(plain, MOST);
    let mut number = 2;
    while taken.iter().any(|other| other.to_lowercase() == name.to_lowercase()) || name.eq_ignore_ascii_case("history") {
        let tail = format!(" ({number})");
        name = shortened(plain, MOST - tail.len()) + &tail;
        number += 1;
    }
    taken.push(name.clone());
    name
}

fn is_forbidden(c: char) -> bool {
    matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\n' | '\t' | '\u{fffe}' | '\u{ffff}')
}

/// A title's two ends where it is too long: what tells months and persons apart stands at the end.
fn shortened(title: &str, most: usize) -> String {
    if units(title) <= most {
        return title.to_owned();
    }
    let tail: Vec<char> = title.chars().rev().scan(0, |used, c| within(used, c, most / 2)).collect();
    let tail: String = tail.into_iter().rev().collect();
    let head: String = title.chars().scan(0, |used, c| within(used, c, most - 1 - units(&tail))).collect();
    format!("{}…{}", head.trim_end(), tail.trim_matches(['\'', ' ']))
}

/// A text of at most so many UTF-16 units; `…` ends one that was cut.
pub fn cut(text: &str, most: usize) -> String {
    if units(text) <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().scan(0, |used, c| within(used, c, most - 1)).collect();
    kept + "…"
}

/// The length of a text as spreadsheets count it.
pub fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

fn within(used: &mut usize, c: char, most: usize) -> Option<char> {
    *used += c.len_utf16();
    (*used <= most).then_some(c)
}

#[cfg(test)]
mod tests {
    use super::{cut, name, units};

    #[test]
    fn names_are_short_plain_and_different() {
        let mut taken = Vec::new();
        let long = "外国语学院学生党员“一帮一”主题活动实施方案（示例） 2012-12 月度汇总";
        let names: Vec<String> = [long, long, "a/b:c*[d]", "A/B:C*[D]", "'", "", "History"].map(|title| name(title, &mut taken)).to_vec();
        assert!(names.iter().all(|name| (1..=31).contains(&units(name))), "{names:?}");
        assert!(names[0].ends_with("2012-12 月度汇总") && names[1].ends_with(" (2)"), "{names:?}");
        assert_eq!(names[2..], ["a b c d", "A B C D (2)", "1", "1 (2)", "History (2)"].map(str::to_owned));
    }

    #[test]
    fn texts_are_cut_by_the_units_that_spreadsheets_count() {
        assert_eq!((cut("𠮷𠮷", 4), cut("𠮷𠮷", 3), cut("甲乙", 1)), ("𠮷𠮷".to_owned(), "𠮷…".to_owned(), "…".to_owned()));
    }
}
