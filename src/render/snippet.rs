//! A line of a file as it is shown under a problem: what cannot be seen written out, the cell in question measured as terminals
//! measure it, a long line cut around it.

use unicode_width::UnicodeWidthStr;

use super::visible::{is_plain, is_unseen, visible};

/// What is left of a line that was cut.
const CUT: &str = "…";

/// A line with the place of its mark, in columns of the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The line, or what is shown of it.
    pub line: String,
    /// Columns before the mark.
    pub before: usize,
    /// Columns of the mark; 0: there is none.
    pub mark: usize,
}

/// A character and the columns that it takes as it is shown.
struct Shown {
    c: char,
    width: usize,
}

impl Shown {
    fn of(c: char) -> Self {
        if is_plain(c) {
            return Self { c, width: if c.is_ascii() { 1 } else { 2 } };
        }
        let mut bytes = [0; 4];
        let text = c.encode_utf8(&mut bytes);
        let width = if is_unseen(c) { visible(text).width() } else { text.width() };
        Self { c, width: if c == '\t' { 1 } else { width } }
    }

    fn push_to(&self, out: &mut String) {
        match self.c {
            '\t' => out.push(' '),
            c if is_unseen(c) => out.push_str(&visible(c.encode_utf8(&mut [0; 4]))),
            c => out.push(c),
        }
    }
}

impl Snippet {
    /// A line, the character from which on it is marked (from 1; 0: the line as a whole), and the columns that there are.
    #[must_use]
    pub fn new(line: &str, column: u32, is_csv: bool, columns: usize) -> Self {
        let columns = columns.max(20);
        let near = Near::of(line, (column as usize).saturating_sub(1), columns);
        let (chars, start) = (near.chars, near.start);
        let end = if column == 0 { start } else { start + extent(chars.get(start..).unwrap_or_default(), is_csv) };
        let shown: Vec<Shown> = chars.iter().map(|c| Shown::of(*c)).collect();
        let (from, to) = window(&shown, start, end, columns);
        let width = |from: usize, to: usize| shown.get(from..to).unwrap_or_default().iter().map(|c| c.width).sum::<usize>();
        let cut_before = if from > 0 || near.begins_before { CUT } else { "" };
        let cut_after = if to < shown.len() || near.goes_on { CUT } else { "" };
        let mut line = cut_before.to_owned();
        shown.get(from..to).unwrap_or_default().iter().for_each(|c| c.push_to(&mut line));
        line.push_str(cut_after);
        let mark = if column == 0 { 0 } else { width(start, end.min(to)).max(1) };
        Self { line, before: cut_before.width() + width(from, start), mark }
    }
}

/// The characters of a line that may be shown: a line of a megabyte costs no more than one that fits.
struct Near {
    chars: Vec<char>,
    /// Where the place is among them.
    start: usize,
    begins_before: bool,
    goes_on: bool,
}

impl Near {
    /// Around the character at `start`, as many on either side as there are columns.
    fn of(line: &str, start: usize, columns: usize) -> Self {
        let skipped = start.saturating_sub(columns);
        let mut rest = line.chars();
        if skipped > 0 && rest.nth(skipped - 1).is_none() {
            return Self::of(line, line.chars().count(), columns);
        }
        let chars: Vec<char> = rest.by_ref().take(start - skipped + columns + 1).collect();
        Self { start: (start - skipped).min(chars.len()), chars, begins_before: skipped > 0, goes_on: rest.next().is_some() }
    }
}

/// How many characters from the start of a cell or a word belong to it.
fn extent(rest: &[char], is_csv: bool) -> usize {
    let until = |stop: &dyn Fn(char) -> bool| rest.iter().position(|c| stop(*c)).unwrap_or(rest.len());
    match (rest.first(), is_csv) {
        (Some('"'), true) => quoted(rest, '"'),
        (Some(quote @ ('"' | '\'')), false) => rest.iter().skip(1).position(|c| c == quote).map_or(rest.len(), |at| at + 2),
        (_, true) => until(&|c| c == ','),
        (_, false) => until(&|c| c.is_whitespace() || matches!(c, '=' | ',' | ']' | '}' | '#')).max(1),
    }
}

/// The length of a quoted cell, doubled quotes inside it.
fn quoted(rest: &[char], quote: char) -> usize {
    let mut at = 1;
    while at < rest.len() {
        if rest.get(at) == Some(&quote) {
            if rest.get(at + 1) != Some(&quote) {
                return at + 1;
            }
            at += 1;
        }
        at += 1;
    }
    rest.len()
}

/// Which characters are shown, so that the beginning of the mark is among them with something before it.
fn window(shown: &[Shown], start: usize, end: usize, columns: usize) -> (usize, usize) {
    let widths = || shown.iter().map(|c| c.width);
    if widths().sum::<usize>() <= columns {
        return (0, shown.len());
    }
    let room = columns.saturating_sub(2);
    let mark: usize = widths().skip(start).take(end - start).sum();
    let mut before = room.saturating_sub(mark).min(room / 3).max(room / 6);
    let mut from = start;
    while let Some(c) = from.checked_sub(1).and_then(|previous| shown.get(previous)).filter(|c| c.width <= before) {
        before -= c.width;
        from -= 1;
    }
    let mut left = room;
    let fitting = widths().skip(from).take_while(|width| {
        let fits = *width <= left;
        left = left.saturating_sub(*width);
        fits
    });
    (from, from + fitting.count())
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::Snippet;

    fn under(line: &str, column: u32, is_csv: bool) -> (usize, usize) {
        let snippet = Snippet::new(line, column, is_csv, 100);
        (snippet.before, snippet.mark)
    }

    #[test]
    fn the_mark_stands_under_the_cell_whatever_its_characters() {
        assert_eq!(under("a,bb,c", 3, true), (2, 2));
        assert_eq!(under("阿衣努尔,𠮷田,c", 6, true), (9, 4));
        assert_eq!(under("a,\"x,\"\"y\",c", 3, true), (2, 7));
        assert_eq!(under("a,,c", 3, true), (2, 1));
        assert_eq!(under("a,b", 9, true), (3, 1));
        assert_eq!(under("支部 = \"甲\"", 1, false), (0, 4));
        assert_eq!(under("key = \"甲乙\" # x", 7, false), (6, 6));
        assert_eq!(under("a,b", 0, true).1, 0);
    }

    #[test]
    fn what_is_written_out_is_measured_as_written() {
        let snippet = Snippet::new("a\u{202e}\tb,c", 6, true, 100);
        assert_eq!(snippet, Snippet { line: "a\\u{202e} b,c".to_owned(), before: 12, mark: 1 });
    }

    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        let line = format!("{},目标,{}", "字".repeat(4000), "x".repeat(4000));
        for columns in [20, 40, 80, 100] {
            let snippet = Snippet::new(&line, 4002, true, columns);
            assert!(snippet.line.width() <= columns, "{columns}: {}", snippet.line);
            assert!(snippet.line.contains("目标") && snippet.line.starts_with('…') && snippet.line.ends_with('…'));
            let before: String = snippet.line.chars().take_while(|c| *c != '目').collect();
            assert_eq!((before.width(), snippet.mark), (snippet.before, 4));
        }
        let short: String = line.chars().skip(3800).take(400).collect();
        let cut = |snippet: Snippet| snippet.line.trim_matches('…').to_owned();
        assert_eq!(cut(Snippet::new(&line, 4002, true, 80)), cut(Snippet::new(&short, 202, true, 80)), "what is far away is not looked at");
        assert_eq!(Snippet::new("短,行", 900, true, 80).line, "短,行");
        let huge = Snippet::new(&"字".repeat(100_000), 1, true, 80);
        assert!(huge.line.width() <= 80 && huge.mark <= 80);
    }
}
