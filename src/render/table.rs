//! Sheets as tables for a terminal. Columns are measured as terminals measure them, so that Chinese lines up.

use comfy_table::{Cell as TableCell, CellAlignment, ColumnConstraint, ContentArrangement, Table, Width};

use super::text_of;
use super::visible::visible;
use crate::i18n::Lang;
use crate::reports::sheet::{Align, Cell, Sheet};

/// A text of so many columns is short.
const SHORT: usize = 12;

/// The tables, one under the other, with their titles and footers.
pub fn render(sheets: &[Sheet], lang: Lang, width: u16) -> String {
    let mut out = String::new();
    for (index, sheet) in sheets.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        if let Some(title) = &sheet.title {
            out.push_str(&visible(&title.text(lang)));
            out.push('\n');
        }
        if !sheet.columns.is_empty() && !sheet.rows.is_empty() {
            out.push_str(&table(sheet, lang, width));
            out.push('\n');
        }
        for line in &sheet.footer {
            out.push_str(&visible(&line.text(lang)));
            out.push('\n');
        }
    }
    out
}

fn table(sheet: &Sheet, lang: Lang, width: u16) -> String {
    let mut table = Table::new();
    table.load_style(comfy_table::presets::UTF8_FULL_CONDENSED);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    table.set_header(sheet.columns.iter().map(|column| aligned(TableCell::new(visible(&column.header.text(lang))), column.align)));
    for row in &sheet.rows {
        table.add_row(row.iter().zip(&sheet.columns).map(|(cell, column)| aligned(TableCell::new(shown(cell, lang)), column.align)));
    }
    for (index, column) in sheet.columns.iter().enumerate() {
        if let Some(shown) = table.column_mut(index).filter(|_| stays_on_one_line(sheet, index, lang)) {
            let header = console::measure_text_width(&column.header.text(lang));
            shown.set_constraint(if header <= SHORT {
                ColumnConstraint::ContentWidth
            } else {
                ColumnConstraint::LowerBoundary(Width::Fixed(SHORT as u16 + 2))
            });
        }
    }
    table.lines().map(|line| format!("{}\n", line.trim_end())).collect::<String>().trim_end().to_owned()
}

/// Days, numbers and short words are never broken over two lines; long texts are.
fn stays_on_one_line(sheet: &Sheet, column: usize, lang: Lang) -> bool {
    sheet.rows.iter().filter_map(|row| row.get(column)).all(|cell| match cell {
        Cell::Empty | Cell::Number(_) | Cell::Digits(_) | Cell::Day(_) => true,
        Cell::Text(_) | Cell::Say(_) => console::measure_text_width(&text_of(cell, lang)) <= SHORT,
    })
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
