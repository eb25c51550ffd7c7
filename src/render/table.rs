//! Sheets as tables for a terminal. Columns are measured as terminals measure them, so that Chinese lines up.

use comfy_table::{Cell as TableCell, CellAlignment, ColumnConstraint, ContentArrangement, Table, Width};

use unicode_width::UnicodeWidthStr;

use super::column_widths::{Span, widths};
use super::text_of;
use super::visible::{is_unseen, visible};
use super::wrap::wrapped;
use crate::i18n::Lang;
use crate::reports::sheet::{Align, Cell, Sheet};

/// A text of so many columns is short.
const SHORT: usize = 12;

/// Blanks around a text in its column, and these with the line beside it.
const PADDING: usize = 2;
const FRAME: usize = PADDING + 1;

/// So many columns at most are repeated in each part of a table.
const MOST_LEADING: usize = 3;

/// The tables, one under the other, with their titles and footers.
pub fn render(sheets: &[Sheet], lang: Lang, width: u16) -> String {
    let mut out = String::new();
    for (index, sheet) in sheets.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        if let Some(title) = &sheet.title {
            sentence(&title.text(lang), width, &mut out);
        }
        if !sheet.columns.is_empty() && !sheet.rows.is_empty() {
            out.push_str(&table(sheet, lang, width));
            out.push('\n');
        }
        for line in &sheet.footer {
            sentence(&line.text(lang), width, &mut out);
        }
    }
    out
}

fn sentence(text: &str, width: u16, out: &mut String) {
    out.push_str(&wrapped(&visible(text), usize::from(width)));
    out.push('\n');
}

/// A sheet's texts as they are shown, cell by cell.
struct Texts {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Texts {
    fn of(sheet: &Sheet, lang: Lang) -> Self {
        let header = sheet.columns.iter().map(|column| visible(&column.header.text(lang))).collect();
        let row = |row: &Vec<Cell>| row.iter().take(sheet.columns.len()).map(|cell| shown(cell, lang)).collect();
        Self { header, rows: sheet.rows.iter().map(row).collect() }
    }

    /// These columns alone.
    fn of_columns(&self, columns: &[usize]) -> Self {
        let of = |row: &Vec<String>| columns.iter().map(|column| row.get(*column).cloned().unwrap_or_default()).collect();
        Self { header: of(&self.header), rows: self.rows.iter().map(of).collect() }
    }

    /// Whether every text is one line and no wider than its column.
    fn fit(&self, widths: &[usize], spans: &[Span]) -> bool {
        let one_line = |text: &String| !text.contains('\n');
        widths.iter().zip(spans).all(|(width, span)| span.whole <= *width)
            && std::iter::once(&self.header).chain(&self.rows).all(|row| row.iter().all(one_line))
    }
}

/// The table of a sheet; one that is too wide at its narrowest comes in parts, each with the leading columns, which say whose row it is.
fn table(sheet: &Sheet, lang: Lang, width: u16) -> String {
    let texts = Texts::of(sheet, lang);
    let spans: Vec<Span> = (0..sheet.columns.len()).map(|column| span(sheet, &texts, column)).collect();
    let parts = parts(&spans, usize::from(width));
    let drawn: Vec<String> = match parts.as_slice() {
        [_] => vec![part(&texts, &spans, &aligns(sheet), width)],
        _ => parts
            .iter()
            .map(|columns| part(&texts.of_columns(columns), &chosen(&spans, columns), &chosen(&aligns(sheet), columns), width))
            .collect(),
    };
    drawn.join("\n")
}

fn aligns(sheet: &Sheet) -> Vec<Align> {
    sheet.columns.iter().map(|column| column.align).collect()
}

fn part(texts: &Texts, spans: &[Span], aligns: &[Align], width: u16) -> String {
    let room = usize::from(width).saturating_sub(FRAME * spans.len() + 1);
    let widths = widths(spans, room);
    if texts.fit(&widths, spans) { drawn(texts, &widths, aligns) } else { arranged(texts, &widths, aligns, width) }
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

/// A table whose texts all fit, as `arranged` would draw it: a long answer is drawn in a fraction of the time.
fn drawn(texts: &Texts, widths: &[usize], aligns: &[Align]) -> String {
    let mut out = String::new();
    let rule = |[left, line, between, right]: [&str; 4], out: &mut String| {
        let lines: Vec<String> = widths.iter().map(|width| line.repeat(width + PADDING)).collect();
        out.extend([left, &lines.join(between), right, "\n"]);
    };
    rule(["┌", "─", "┬", "┐"], &mut out);
    row(&texts.header, widths, aligns, &mut out);
    rule(["╞", "═", "╪", "╡"], &mut out);
    texts.rows.iter().for_each(|cells| row(cells, widths, aligns, &mut out));
    rule(["└", "─", "┴", "┘"], &mut out);
    out.trim_end().to_owned()
}

fn row(cells: &[String], widths: &[usize], aligns: &[Align], out: &mut String) {
    let texts = cells.iter().map(String::as_str).chain(std::iter::repeat(""));
    for (index, ((width, align), text)) in widths.iter().zip(aligns).zip(texts).enumerate() {
        let blanks = width.saturating_sub(text.width());
        let (before, after) = if *align == Align::Right { (blanks, 0) } else { (0, blanks) };
        out.push_str(if index == 0 { "│ " } else { " ┆ " });
        out.extend(std::iter::repeat_n(' ', before));
        out.push_str(text);
        out.extend(std::iter::repeat_n(' ', after));
    }
    out.push_str(" │\n");
}

/// A table in which texts are broken to the widths of their columns.
fn arranged(texts: &Texts, widths: &[usize], aligns: &[Align], width: u16) -> String {
    let mut table = Table::new();
    table.load_style(comfy_table::presets::UTF8_FULL_CONDENSED);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    let cells = |row: &[String]| row.iter().zip(aligns).map(|(text, align)| aligned(TableCell::new(text), *align)).collect::<Vec<_>>();
    table.set_header(cells(&texts.header));
    for row in &texts.rows {
        table.add_row(cells(row));
    }
    for (index, width) in widths.iter().enumerate() {
        if let Some(column) = table.column_mut(index) {
            let width = u16::try_from(width + PADDING).unwrap_or(u16::MAX);
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        }
    }
    table.lines().map(|line| format!("{}\n", line.trim_end())).collect::<String>().trim_end().to_owned()
}

/// What a column needs: days and numbers stay in one piece, of texts and headers each word, if it is short.
fn span(sheet: &Sheet, texts: &Texts, column: usize) -> Span {
    let header = texts.header.get(column).map_or("", String::as_str);
    let mut span = Span { least: longest_word(header).max(1), whole: widest_line(header).max(1) };
    let cells = sheet.rows.iter().zip(&texts.rows).filter_map(|(cells, texts)| cells.get(column).zip(texts.get(column)));
    for (cell, text) in cells {
        let whole = widest_line(text);
        let least = match cell {
            Cell::Empty | Cell::Number(_) | Cell::Digits(_) | Cell::Day(_) => whole,
            Cell::Text(_) | Cell::Say(_) if whole <= SHORT => whole,
            Cell::Text(_) | Cell::Say(_) => longest_word(text),
        };
        span = Span { least: span.least.max(least), whole: span.whole.max(whole) };
    }
    span
}

fn widest_line(text: &str) -> usize {
    text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0)
}

/// The width of the longest word, at most `SHORT`: a longer one may be broken.
fn longest_word(text: &str) -> usize {
    text.split_whitespace().map(UnicodeWidthStr::width).max().unwrap_or(0).min(SHORT)
}

fn shown(cell: &Cell, lang: Lang) -> String {
    let text = text_of(cell, lang);
    if text.chars().any(|c| c == '\t' || is_unseen(c)) { visible(&text).replace('\t', " ") } else { text }
}

fn aligned(cell: TableCell, align: Align) -> TableCell {
    cell.set_alignment(match align {
        Align::Left => CellAlignment::Left,
        Align::Right => CellAlignment::Right,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, proptest};
    use unicode_width::UnicodeWidthStr;

    use super::{Span, Texts, arranged, drawn, parts};
    use crate::reports::sheet::Align;

    fn spans(least: &[usize]) -> Vec<Span> {
        least.iter().map(|least| Span { least: *least, whole: least + 5 }).collect()
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
        /// A table that is drawn here looks as the library that breaks texts would have it.
        #[test]
        fn what_fits_is_drawn_as_it_would_be_arranged(cells in proptest::collection::vec("[a中 é—0-9]{0,6}", 3..30), wider in 0..3_usize, right: bool) {
            let columns = 3;
            let mut rows: Vec<Vec<String>> = cells.chunks_exact(columns).map(<[String]>::to_vec).collect();
            let header = rows.swap_remove(0);
            let widest = |column: usize| rows.iter().chain([&header]).map(|row| row[column].width()).max().unwrap_or(0).max(1);
            let widths: Vec<usize> = (0..columns).map(|column| widest(column) + wider).collect();
            let aligns = [Align::Left, if right { Align::Right } else { Align::Left }, Align::Right];
            let texts = || Texts { header: header.clone(), rows: rows.clone() };
            prop_assert_eq!(drawn(&texts(), &widths, &aligns), arranged(&texts(), &widths, &aligns, 120));
        }

        #[test]
        fn a_row_that_lacks_cells_is_filled(lacking in 0..2_usize, narrow in any::<bool>()) {
            let text = if narrow { "x" } else { "xyz" };
            let texts = || Texts { header: vec![text.to_owned(); 2], rows: vec![vec![text.to_owned(); lacking]] };
            prop_assert_eq!(drawn(&texts(), &[3, 3], &[Align::Left; 2]), arranged(&texts(), &[3, 3], &[Align::Left; 2], 120));
        }
    }
}
