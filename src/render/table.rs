//! Sheets as tables for a terminal. Columns are measured as terminals measure them, so that Chinese lines up.

use comfy_table::{Cell as TableCell, CellAlignment, ColumnConstraint, ContentArrangement, Table, Width};

use unicode_width::UnicodeWidthStr;

use super::column_widths::{Span, widths};
use super::text_of;
use super::visible::visible;
use super::wrap::wrapped;
use crate::i18n::Lang;
use crate::reports::sheet::{Align, Cell, Sheet};

/// A text of so many columns is short.
const SHORT: usize = 12;

/// Blanks around a text in its column, and these with the line beside it.
const PADDING: usize = 2;
const FRAME: usize = PADDING + 1;

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

fn table(sheet: &Sheet, lang: Lang, width: u16) -> String {
    let mut table = Table::new();
    table.load_style(comfy_table::presets::UTF8_FULL_CONDENSED);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    table.set_header(sheet.columns.iter().map(|column| aligned(TableCell::new(visible(&column.header.text(lang))), column.align)));
    for row in &sheet.rows {
        table.add_row(row.iter().zip(&sheet.columns).map(|(cell, column)| aligned(TableCell::new(shown(cell, lang)), column.align)));
    }
    let spans: Vec<Span> = (0..sheet.columns.len()).map(|column| span(sheet, column, lang)).collect();
    let room = usize::from(width).saturating_sub(FRAME * spans.len() + 1);
    for (index, width) in widths(&spans, room).into_iter().enumerate() {
        if let Some(column) = table.column_mut(index) {
            let width = u16::try_from(width + PADDING).unwrap_or(u16::MAX);
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        }
    }
    table.lines().map(|line| format!("{}\n", line.trim_end())).collect::<String>().trim_end().to_owned()
}

/// What a column needs: days and numbers stay in one piece, of texts and headers each word, if it is short.
fn span(sheet: &Sheet, column: usize, lang: Lang) -> Span {
    let header = sheet.columns.get(column).map_or_else(String::new, |column| visible(&column.header.text(lang)));
    let mut span = Span { least: longest_word(&header).max(1), whole: widest_line(&header).max(1) };
    for cell in sheet.rows.iter().filter_map(|row| row.get(column)) {
        let text = shown(cell, lang);
        let whole = widest_line(&text);
        let least = match cell {
            Cell::Empty | Cell::Number(_) | Cell::Digits(_) | Cell::Day(_) => whole,
            Cell::Text(_) | Cell::Say(_) if whole <= SHORT => whole,
            Cell::Text(_) | Cell::Say(_) => longest_word(&text),
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
    visible(&text_of(cell, lang)).replace('\t', " ")
}

fn aligned(cell: TableCell, align: Align) -> TableCell {
    cell.set_alignment(match align {
        Align::Left => CellAlignment::Left,
        Align::Right => CellAlignment::Right,
    })
}
