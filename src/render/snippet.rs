//! A line of a file as it is shown under a problem: what cannot be seen written out, the cell in question measured as terminals
//! measure it, a long line cut around it.

use std::borrow::Cow;
use std::str::Chars;

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

/// A character as it is shown.
struct Shown {
    /// The columns up to its end.
    columns: u32,
    /// Where it ends, in bytes.
    end: u32,
}

/// The columns that a character takes as it is shown; `is_replaced` becomes true where something else is shown in its place.
#[inline]
fn width(c: char, is_replaced: &mut bool) -> usize {
    match c {
        ' '..='~' => 1,
        c if is_plain(c) => 2,
        '\t' => {
            *is_replaced = true;
            1
        }
        c if is_unseen(c) => {
            *is_replaced = true;
            visible(c.encode_utf8(&mut [0; 4])).width()
        }
        c => c.encode_utf8(&mut [0; 4]).width(),
    }
}

fn push_as_shown(c: char, out: &mut String) {
    match c {
        '\t' => out.push(' '),
        c if is_unseen(c) => out.push_str(&visible(c.encode_utf8(&mut [0; 4]))),
        c => out.push(c),
    }
}

impl Snippet {
    /// A line, the character from which on it is marked (from 1; 0: the line as a whole), and the columns that there are.
    #[must_use]
    pub fn new(line: &str, column: u32, is_csv: bool, columns: usize) -> Self {
        let columns = columns.max(20);
        Self::of(line, &Near::of(line, (column as usize).saturating_sub(1), columns, columns), column, is_csv, columns)
    }

    fn of(line: &str, near: &Near, column: u32, is_csv: bool, columns: usize) -> Self {
        let (start, all) = (near.start, near.shown.len());
        let end = if column == 0 { start } else { near.end_of(line, is_csv) };
        let (from, to) = if near.columns(0, all) <= columns { (0, all) } else { near.window(start, end, columns) };
        let cut_before = if from > 0 || near.begins_before { CUT } else { "" };
        let cut_after = if to < all || near.goes_on { CUT } else { "" };
        let mark = if column == 0 { 0 } else { near.columns(start, end.min(to)).max(1) };
        let line = [cut_before, &near.text(line, from, to), cut_after].concat();
        Self { line, before: cut_before.width() + near.columns(from, start), mark }
    }
}

/// The characters of a line that may be shown: a line of a megabyte costs no more than one that fits.
struct Near {
    shown: Vec<Shown>,
    /// Where the first of them begins in the line.
    first: usize,
    /// Where the place is among them.
    start: usize,
    begins_before: bool,
    goes_on: bool,
    /// Whether anything else is shown in place of some of them.
    is_replaced: bool,
}

impl Near {
    /// Around the character at `start`, as many on either side as there are columns; from there on no more than take `enough` columns, and
    /// one that is too many.
    fn of(line: &str, start: usize, columns: usize, enough: usize) -> Self {
        let skipped = start.saturating_sub(columns);
        let mut rest = line.chars();
        if skipped > 0 && rest.nth(skipped - 1).is_none() {
            return Self::of(line, line.chars().count(), columns, enough);
        }
        let first = line.len() - rest.as_str().len();
        let (before, most) = (start - skipped, columns + 1);
        let mut near = Self {
            shown: Vec::with_capacity((before + most).min(line.len() - first)),
            first,
            start: 0,
            begins_before: skipped > 0,
            goes_on: false,
            is_replaced: false,
        };
        near.add(&mut rest, before, usize::MAX);
        near.start = near.shown.len();
        near.add(&mut rest, most, near.columns(0, near.start).saturating_add(enough));
        near.goes_on = rest.next().is_some();
        near
    }

    /// Adds so many characters, but none any more as soon as all take more columns than this.
    fn add(&mut self, rest: &mut Chars<'_>, most: usize, columns: usize) {
        let (mut at, mut end) = self.shown.last().map_or((0, 0), |last| (last.columns as usize, last.end as usize));
        for c in rest.take(most) {
            (at, end) = (at + width(c, &mut self.is_replaced), end + c.len_utf8());
            self.shown.push(Shown { columns: at as u32, end: end as u32 });
            if at > columns {
                break;
            }
        }
    }

    /// The last of the first so many.
    fn last_of(&self, count: usize) -> Option<&Shown> {
        count.checked_sub(1).and_then(|last| self.shown.get(last))
    }

    /// The columns that those from one to another take, the latter left out.
    fn columns(&self, from: usize, to: usize) -> usize {
        let up_to = |count: usize| self.last_of(count).map_or(0, |c| c.columns as usize);
        up_to(to).saturating_sub(up_to(from))
    }

    /// Where so many of them end, in bytes of the line.
    fn byte(&self, count: usize) -> usize {
        self.first + self.last_of(count).map_or(0, |c| c.end as usize)
    }

    /// Behind which of them the cell or the word ends that begins at the place.
    fn end_of(&self, line: &str, is_csv: bool) -> usize {
        let start = self.byte(self.start);
        let end = start + extent(line.get(start..self.byte(self.shown.len())).unwrap_or_default(), is_csv);
        self.shown.partition_point(|c| self.first + c.end as usize <= end)
    }

    /// Some of them as they are shown.
    fn text<'l>(&self, line: &'l str, from: usize, to: usize) -> Cow<'l, str> {
        let text = line.get(self.byte(from)..self.byte(to)).unwrap_or_default();
        if !self.is_replaced {
            return Cow::Borrowed(text);
        }
        let mut out = String::new();
        text.chars().for_each(|c| push_as_shown(c, &mut out));
        Cow::Owned(out)
    }

    /// Which of more than fit are shown, so that the beginning of the mark is among them with something before it.
    fn window(&self, start: usize, end: usize, columns: usize) -> (usize, usize) {
        let room = columns.saturating_sub(2);
        let before = room.saturating_sub(self.columns(start, end)).min(room / 3).max(room / 6);
        let hidden = self.columns(0, start).saturating_sub(before);
        let from = if hidden == 0 { 0 } else { self.shown.partition_point(|c| (c.columns as usize) < hidden) + 1 };
        let last = self.columns(0, from) + room;
        (from, self.shown.partition_point(|c| c.columns as usize <= last))
    }
}

/// How many bytes from the start of a cell or a word belong to it.
fn extent(rest: &str, is_csv: bool) -> usize {
    let until = |end: Option<usize>| end.unwrap_or(rest.len());
    match (rest.chars().next(), is_csv) {
        (Some('"'), true) => quoted(rest),
        (Some(quote @ ('"' | '\'')), false) => until(rest.get(1..).and_then(|text| text.find(quote)).map(|at| at + 2)),
        (_, true) => until(rest.find(',')),
        (None, false) => 0,
        (Some(first), false) => {
            until(rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | ',' | ']' | '}' | '#'))).max(first.len_utf8())
        }
    }
}

/// The length of a quoted cell, doubled quotes inside it.
fn quoted(rest: &str) -> usize {
    let is_quote = |at: usize| rest.as_bytes().get(at) == Some(&b'"');
    let mut at = 1;
    while let Some(quote) = rest.get(at..).and_then(|text| text.find('"')).map(|found| at + found) {
        if !is_quote(quote + 1) {
            return quote + 1;
        }
        at = quote + 2;
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};
    use unicode_width::UnicodeWidthStr;

    use super::{Near, Snippet, width};

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

    /// Character by character: what stands before the mark as far as there is room, then whatever fits.
    fn window(widths: &[usize], start: usize, end: usize, columns: usize) -> (usize, usize) {
        let room = columns - 2;
        let mark: usize = widths[start..end].iter().sum();
        let mut before = room.saturating_sub(mark).min(room / 3).max(room / 6);
        let mut from = start;
        while from > 0 && widths[from - 1] <= before {
            from -= 1;
            before -= widths[from];
        }
        let mut left = room;
        let fits = |width: &&usize| left.checked_sub(**width).map(|rest| left = rest).is_some();
        (from, from + widths[from..].iter().take_while(fits).count())
    }

    proptest! {
        #[test]
        fn what_is_shown_of_a_long_line_is_what_fits(line in "[a中，\u{301}\t]{1,90}", from in 0..90_usize, long in 0..30_usize, columns in 20..60_usize) {
            let widths: Vec<usize> = line.chars().map(|c| width(c, &mut false)).collect();
            let (start, end) = (from.min(widths.len()), (from + long).min(widths.len()));
            let near = Near::of(&line, start, usize::from(u16::MAX), usize::MAX);
            prop_assert_eq!((near.shown.len(), near.byte(near.shown.len())), (widths.len(), line.len()));
            prop_assert_eq!(near.window(start, end, columns), window(&widths, start, end, columns));
        }

        /// No more characters are looked at than fill the columns; nothing of what is shown depends on the others.
        #[test]
        fn what_is_shown_does_not_hang_on_what_fits_no_more(
            line in "([a,\"' 中，\u{301}\u{202e}\t]{0,9}|[中文字]{0,40}){0,8}", column in 0..120_u32, is_csv: bool, columns in 20..90_usize,
        ) {
            let all = Near::of(&line, (column as usize).saturating_sub(1), columns, usize::MAX);
            prop_assert_eq!(Snippet::new(&line, column, is_csv, columns), Snippet::of(&line, &all, column, is_csv, columns));
        }
    }
}
