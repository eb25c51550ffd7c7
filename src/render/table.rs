//! Sheets as tables for a terminal. Columns are measured as terminals measure them, so that Chinese lines up.

use std::borrow::Cow;
use std::io::{self, Write};

use comfy_table::{Cell as TableCell, CellAlignment, ColumnConstraint, ContentArrangement, Table, Width};

use super::column_widths::{Span, widths};
use super::text_of;
use super::visible::{columns as width_of, is_unseen, visible};
use super::wrap::wrapped;
use crate::i18n::{Lang, Message};
use crate::reports::sheet::{Align, Cell, LongSheet};

/// A text of so many columns is short.
const SHORT: usize = 12;

/// Blanks around a text in its column, and these with the line beside it.
const PADDING: usize = 2;
const FRAME: usize = PADDING + 1;

/// So many columns at most are repeated in each part of a table.
const MOST_LEADING: usize = 3;

/// Writes the tables, one under the other, with their titles and footers. Rows are gone through twice: measured, then written.
///
/// # Errors
/// What the system says.
pub fn write(sheets: &[LongSheet<'_>], lang: Lang, width: u16, out: &mut dyn Write) -> io::Result<()> {
    for (index, sheet) in sheets.iter().enumerate() {
        if index > 0 {
            out.write_all(b"\n")?;
        }
        if let Some(title) = &sheet.frame.title {
            sentence(&title.text(lang), width, out)?;
        }
        if !sheet.frame.columns.is_empty() && sheet.count > 0 {
            table(sheet, lang, width, out)?;
        }
        for line in &sheet.frame.footer {
            sentence(&line.text(lang), width, out)?;
        }
    }
    Ok(())
}

fn sentence(text: &str, width: u16, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", wrapped(&visible(text), usize::from(width)))
}

/// How a table, or a part of one, looks: what each of its columns has.
struct Frame {
    header: Vec<String>,
    widths: Vec<usize>,
    aligns: Vec<Align>,
}

/// The table of a sheet; one that is too wide at its narrowest comes in parts, each with the leading columns, which say whose row it is.
fn table(sheet: &LongSheet<'_>, lang: Lang, width: u16, out: &mut dyn Write) -> io::Result<()> {
    let header: Vec<String> = sheet.frame.columns.iter().map(|column| visible(&column.header.text(lang))).collect();
    let mut texts = Texts { lang, words: Vec::new() };
    let spans = spans(sheet, &header, &mut texts);
    for columns in parts(&spans, usize::from(width)) {
        let room = usize::from(width).saturating_sub(FRAME * columns.len() + 1);
        let of_columns = columns.iter().map(|column| (header.get(*column), sheet.frame.columns.get(*column)));
        let (header, aligns) = of_columns.filter_map(|(header, column)| Some((header?.clone(), column?.align))).unzip();
        let frame = Frame { header, widths: widths(&chosen(&spans, &columns), room), aligns };
        let mut drawing = Drawing::begun(&frame, out)?;
        for row in sheet.rows() {
            let text = |column: &usize| row.get(*column).map_or(Cow::Borrowed(""), |cell| texts.of(cell));
            drawing.row(&columns.iter().map(text).collect::<Vec<_>>())?;
        }
        drawing.ended()?;
    }
    Ok(())
}

/// What each column needs: days and numbers stay in one piece, of texts and headers each word, if it is short.
fn spans(sheet: &LongSheet<'_>, header: &[String], texts: &mut Texts) -> Vec<Span> {
    let of_header = |text: &String| Span { least: longest_word(text).max(1), whole: widest_line(text).max(1) };
    let mut spans: Vec<Span> = header.iter().map(of_header).collect();
    for row in sheet.rows() {
        for (span, cell) in spans.iter_mut().zip(row.iter()) {
            *span = widened(*span, cell, &texts.of(cell));
        }
    }
    spans
}

/// What a column needs with one cell more.
fn widened(span: Span, cell: &Cell, text: &str) -> Span {
    let whole = widest_line(text);
    let least = match cell {
        Cell::Empty | Cell::Number(_) | Cell::Digits(_) | Cell::Day(_) => whole,
        Cell::Text(_) | Cell::Say(_) if whole <= SHORT => whole,
        Cell::Text(_) | Cell::Say(_) => longest_word(text),
    };
    Span { least: span.least.max(least), whole: span.whole.max(whole) }
}

/// The columns of each part of a table: as many as there is room for, after the leading ones of all parts.
fn parts(spans: &[Span], width: usize) -> Vec<Vec<usize>> {
    let room = |columns: &[usize]| {
        columns.iter().filter_map(|column| spans.get(*column)).map(|span| span.least.min(span.whole) + FRAME).sum::<usize>() + 1
    };
    let all: Vec<usize> = (0..spans.len()).collect();
    if all.len() == 1 || room(&all) <= width {
        return vec![all];
    }
    let leading = (1..=MOST_LEADING.min(all.len())).rev().find(|count| room(&all[..*count]) <= width / 3).unwrap_or(1);
    let (leading, others) = all.split_at(leading);
    let mut parts: Vec<Vec<usize>> = Vec::new();
    for column in others {
        match parts.last_mut() {
            Some(part) if room(&[part, &[*column][..]].concat()) <= width => part.push(*column),
            _ => parts.push([leading, &[*column]].concat()),
        }
    }
    parts
}

fn chosen<T: Copy>(values: &[T], columns: &[usize]) -> Vec<T> {
    columns.iter().filter_map(|column| values.get(*column).copied()).collect()
}

/// A table on its way out, row by row. Only the rows with a text that does not fit go through the library that breaks texts: a long
/// answer is drawn in a fraction of the time and of the room.
struct Drawing<'f, 'o> {
    frame: &'f Frame,
    out: &'o mut dyn Write,
    /// The row that is put together.
    line: Vec<u8>,
}

impl<'f, 'o> Drawing<'f, 'o> {
    /// A table with its header drawn.
    fn begun(frame: &'f Frame, out: &'o mut dyn Write) -> io::Result<Self> {
        let mut drawing = Self { frame, out, line: Vec::new() };
        drawing.rule(["┌", "─", "┬", "┐"])?;
        drawing.row(&frame.header)?;
        drawing.rule(["╞", "═", "╪", "╡"])?;
        Ok(drawing)
    }

    fn ended(mut self) -> io::Result<()> {
        self.rule(["└", "─", "┴", "┘"])
    }

    fn rule(&mut self, [left, line, between, right]: [&str; 4]) -> io::Result<()> {
        let lines: Vec<String> = self.frame.widths.iter().map(|width| line.repeat(width + PADDING)).collect();
        writeln!(self.out, "{left}{}{right}", lines.join(between))
    }

    fn row(&mut self, cells: &[impl AsRef<str>]) -> io::Result<()> {
        self.line.clear();
        if push_plain_row(cells, self.frame, &mut self.line) {
            self.out.write_all(&self.line)
        } else {
            self.out.write_all(broken_row(cells, self.frame).as_bytes())
        }
    }
}

/// Adds a row whose texts all fit; says so if one does not.
fn push_plain_row(cells: &[impl AsRef<str>], frame: &Frame, line: &mut Vec<u8>) -> bool {
    let texts = cells.iter().map(AsRef::as_ref).chain(std::iter::repeat(""));
    for (index, ((width, align), text)) in frame.widths.iter().zip(&frame.aligns).zip(texts).enumerate() {
        let Some(blanks) = width.checked_sub(width_of(text)).filter(|_| !text.contains('\n')) else { return false };
        line.extend_from_slice(if index == 0 { "│ " } else { " ┆ " }.as_bytes());
        let before = if *align == Align::Right { blanks } else { 0 };
        line.resize(line.len() + before, b' ');
        line.extend_from_slice(text.as_bytes());
        line.resize(line.len() + blanks - before, b' ');
    }
    line.extend_from_slice(" │\n".as_bytes());
    true
}

/// A row with a text that is broken to the width of its column.
fn broken_row(cells: &[impl AsRef<str>], frame: &Frame) -> String {
    let mut table = empty_table();
    let texts = cells.iter().map(AsRef::as_ref).chain(std::iter::repeat(""));
    table.add_row(texts.zip(&frame.aligns).map(|(text, align)| aligned(TableCell::new(text), *align)).collect::<Vec<_>>());
    fix_widths(&mut table, &frame.widths);
    let lines: Vec<String> = table.lines().collect();
    // The first and the last are the frame of a table of its own.
    let own = lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default();
    own.iter().flat_map(|line| [line.trim_end(), "\n"]).collect()
}

fn empty_table() -> Table {
    let mut table = Table::new();
    table.load_style(comfy_table::presets::UTF8_FULL_CONDENSED);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(u16::MAX);
    table
}

fn fix_widths(table: &mut Table, widths: &[usize]) {
    for (index, width) in widths.iter().enumerate() {
        if let Some(column) = table.column_mut(index) {
            let width = u16::try_from(width + PADDING).unwrap_or(u16::MAX);
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        }
    }
}

fn widest_line(text: &str) -> usize {
    if text.contains('\n') { text.lines().map(width_of).max().unwrap_or(0) } else { width_of(text) }
}

/// The width of the longest word, at most `SHORT`: a longer one may be broken.
fn longest_word(text: &str) -> usize {
    text.split_whitespace().map(width_of).max().unwrap_or(0).min(SHORT)
}

/// The texts of cells, with nothing unseen in them. The same few words fill whole columns: each is looked up once.
struct Texts {
    lang: Lang,
    /// Keys of the catalogue with their words.
    words: Vec<(&'static str, String)>,
}

impl Texts {
    fn of<'c>(&mut self, cell: &'c Cell) -> Cow<'c, str> {
        match cell {
            Cell::Empty | Cell::Number(_) | Cell::Day(_) => text_of(cell, self.lang),
            Cell::Say(message) if message.args.is_empty() => Cow::Owned(self.word(message)),
            Cell::Text(_) | Cell::Digits(_) | Cell::Say(_) => shown(text_of(cell, self.lang)),
        }
    }

    fn word(&mut self, message: &Message) -> String {
        if let Some((_, word)) = self.words.iter().find(|(key, _)| *key == message.key) {
            return word.clone();
        }
        let word = shown(Cow::Owned(message.text(self.lang))).into_owned();
        self.words.push((message.key, word.clone()));
        word
    }
}

fn shown(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.chars().any(|c| c == '\t' || is_unseen(c)) { Cow::Owned(visible(&text).replace('\t', " ")) } else { text }
}

fn aligned(cell: TableCell, align: Align) -> TableCell {
    cell.set_alignment(match align {
        Align::Left => CellAlignment::Left,
        Align::Right => CellAlignment::Right,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{Drawing, Frame, Span, TableCell, aligned, empty_table, fix_widths, parts};
    use crate::reports::sheet::Align;

    fn spans(least: &[usize]) -> Vec<Span> {
        least.iter().map(|least| Span { least: *least, whole: least + 5 }).collect()
    }

    /// The table as it is drawn here, and as the library draws it all by itself.
    fn both(rows: &[Vec<String>], frame: &Frame) -> (String, String) {
        let mut own = Vec::new();
        let mut drawing = Drawing::begun(frame, &mut own).unwrap();
        rows.iter().for_each(|row| drawing.row(row).unwrap());
        drawing.ended().unwrap();
        let mut table = empty_table();
        let cells =
            |row: &[String]| row.iter().zip(&frame.aligns).map(|(text, align)| aligned(TableCell::new(text), *align)).collect::<Vec<_>>();
        table.set_header(cells(&frame.header));
        for row in rows {
            table.add_row(cells(row));
        }
        fix_widths(&mut table, &frame.widths);
        (String::from_utf8(own).unwrap(), table.lines().map(|line| format!("{}\n", line.trim_end())).collect())
    }

    #[test]
    fn a_table_that_is_too_wide_comes_in_parts_with_its_leading_columns() {
        let of = |width| parts(&spans(&[4, 6, 10, 8, 8, 30, 8]), width);
        assert_eq!(of(96), [(0..7).collect::<Vec<_>>()]);
        assert_eq!(of(95), [vec![0, 1, 2, 3, 4, 5], vec![0, 1, 2, 6]]);
        assert_eq!(of(60), [vec![0, 1, 2, 3, 4], vec![0, 1, 5], vec![0, 1, 6]]);
        assert_eq!(of(20), [1, 2, 3, 4, 5, 6].map(|column| vec![0, column]));
        assert_eq!(parts(&spans(&[200]), 80), [vec![0]]);
    }

    proptest! {
        /// A table is drawn as the library that breaks texts would have it as a whole, whether they fit or not.
        #[test]
        fn a_table_looks_as_it_would_be_arranged(
            cells in proptest::collection::vec("[a中 é—0-9\n]{0,9}", 3..30),
            widths in proptest::collection::vec(2..12_usize, 3),
            right: bool,
        ) {
            let mut rows: Vec<Vec<String>> = cells.chunks_exact(3).map(<[String]>::to_vec).collect();
            let header = rows.swap_remove(0);
            let aligns = vec![Align::Left, if right { Align::Right } else { Align::Left }, Align::Right];
            let (own, whole) = both(&rows, &Frame { header, widths, aligns });
            prop_assert_eq!(own, whole);
        }

        #[test]
        fn a_row_that_lacks_cells_is_filled(lacking in 0..2_usize, text in "[xyz]{1,5}") {
            let header = vec![text.clone(); 2];
            let frame = Frame { header, widths: vec![3, 3], aligns: vec![Align::Left; 2] };
            let (own, whole) = both(&[vec![text; lacking]], &frame);
            prop_assert_eq!(own, whole);
        }
    }
}
