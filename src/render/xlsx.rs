//! Sheets as a workbook (Office Open XML): real days and numbers, ids as text, no formula ever. A worksheet has its title, a header that
//! stays in view and filters, the rows, and the readings under them, set up for printing. The same sheets give the same bytes. Not
//! here: how a cell looks (`cells`), how a worksheet is called (`names`), charts (`charts`).

mod cells;
mod charts;
mod names;
#[cfg(test)]
mod tests;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, IgnoreError, Workbook, Worksheet, XlsxError};

use self::cells::{Styles, width_of, widths};
use super::visible::visible;
use crate::failure::{Failure, Result};
use crate::i18n::{Lang, Message, say};
use crate::reports::chart::Chart;
use crate::reports::sheet::LongSheet;

/// A4 in the format's own count.
const A4: u8 = 9;
/// Sheets wider than this, in half-width characters, are printed across.
const PORTRAIT: u16 = 90;
/// The height of a line of the foot, in points.
const LINE: u32 = 15;
/// The most rows of a long table that are held in memory.
const IN_MEMORY: usize = 10_000;
/// The width of a worksheet that is only sentences.
const SENTENCES: u16 = 100;

/// A workbook with a worksheet for each sheet and, where there are charts, one for them and their figures.
///
/// # Errors
/// More rows or columns than a worksheet can hold.
pub fn render(sheets: &[LongSheet<'_>], charts: &[Chart], lang: Lang) -> Result<Vec<u8>> {
    workbook(sheets, charts, lang).map_err(|error| match error {
        XlsxError::RowColumnLimitError => Failure::usage(Message::new("failure.too-large-for-xlsx")),
        other => Failure::io(Message::new("failure.cannot-render"), &std::io::Error::other(other)),
    })
}

fn workbook(sheets: &[LongSheet<'_>], charts: &[Chart], lang: Lang) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The time of making would make every run's bytes different.
    let never = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title = sheets.iter().find_map(|sheet| sheet.frame.title.as_ref()).map_or(String::new(), |title| visible(&title.text(lang)));
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&never).set_title(names::cut(&title, 200)).set_author("bangfu"));
    let mut taken = Vec::new();
    for sheet in sheets {
        let title = sheet.frame.title.as_ref().map_or_else(|| say(lang, "xlsx.sheet"), |title| title.text(lang));
        let name = names::name(&title, &mut taken);
        let styles = Styles::new(lang);
        write_sheet(worksheet(&mut workbook, sheet)?.set_name(name)?, sheet, &styles, lang)?;
    }
    if !charts.is_empty() {
        let name = names::name(&say(lang, "xlsx.charts"), &mut taken);
        charts::write(workbook.add_worksheet().set_name(&name)?, charts, &Styles::new(lang), &name, lang)?;
    }
    if sheets.is_empty() && charts.is_empty() {
        workbook.add_worksheet();
    }
    workbook.save_to_buffer()
}

/// A worksheet for a table. A long one, whose rows come from the plain files of the records, is kept row by row in a temporary file that
/// has no name and only the user's process can read; everything else, what was sealed among it, never leaves memory.
fn worksheet<'w>(workbook: &'w mut Workbook, sheet: &LongSheet<'_>) -> std::result::Result<&'w mut Worksheet, XlsxError> {
    if sheet.is_made() && sheet.count > IN_MEMORY { workbook.add_worksheet_with_constant_memory() } else { Ok(workbook.add_worksheet()) }
}

fn write_sheet(out: &mut Worksheet, sheet: &LongSheet<'_>, styles: &Styles, lang: Lang) -> std::result::Result<(), XlsxError> {
    let widths = widths(sheet, lang);
    for (column, width) in (0_u16..).zip(&widths) {
        out.set_column_width(column, f64::from(*width))?;
    }
    let last = u16::try_from(widths.len()).map_err(|_| XlsxError::RowColumnLimitError)?.saturating_sub(1);
    let mut row = 0;
    if let Some(title) = &sheet.frame.title {
        across(out, row, last, &visible(&title.text(lang)), &styles.title)?;
        out.set_row_height(row, 30)?;
        row += 1;
    }
    if !sheet.frame.columns.is_empty() {
        row = write_table(out, sheet, row, styles, lang)?;
    }
    let total = widths.iter().map(|width| u32::from(*width)).sum::<u32>().max(1);
    for line in &sheet.frame.footer {
        row += 1;
        let text = visible(&line.text(lang));
        across(out, row, last, &text, &styles.foot)?;
        let lines = text.lines().map(|line| u32::from(width_of(line, u16::MAX)).div_ceil(total).max(1)).sum::<u32>();
        out.set_row_height(row, lines.min(20) * LINE)?;
    }
    printing(out, row, last, total, lang)
}

/// The header and the rows from a row on; gives the last row used.
fn write_table(out: &mut Worksheet, sheet: &LongSheet<'_>, head: u32, styles: &Styles, lang: Lang) -> std::result::Result<u32, XlsxError> {
    for (column, header) in (0_u16..).zip(&sheet.frame.columns) {
        out.write_string_with_format(head, column, visible(&header.header.text(lang)), styles.header(header.align))?;
    }
    out.set_row_height(head, 22)?;
    let mut row = head;
    for cells in sheet.rows() {
        row += 1;
        for ((column, cell), header) in (0_u16..).zip(cells.iter()).zip(&sheet.frame.columns) {
            styles.write(out, (row, column), cell, header.align, lang)?;
        }
    }
    let last = u16::try_from(sheet.frame.columns.len()).map_err(|_| XlsxError::RowColumnLimitError)?.saturating_sub(1);
    out.set_freeze_panes(head + 1, 1)?;
    out.set_repeat_rows(0, head)?;
    if row > head {
        out.autofilter(head, 0, row, last)?;
        // Ids are text on purpose: no mark in their corners.
        out.ignore_error_range(head + 1, 0, row, last, IgnoreError::NumberStoredAsText)?;
    }
    Ok(row + 1)
}

/// A text over the whole width.
fn across(out: &mut Worksheet, row: u32, last: u16, text: &str, format: &rust_xlsxwriter::Format) -> std::result::Result<(), XlsxError> {
    let text = names::cut(text, cells::MOST_CHARACTERS);
    match last {
        0 => out.write_string_with_format(row, 0, text, format)?,
        _ => out.merge_range(row, 0, row, last, &text, format)?,
    };
    Ok(())
}

fn printing(out: &mut Worksheet, row: u32, last: u16, width: u32, lang: Lang) -> std::result::Result<(), XlsxError> {
    out.set_paper_size(A4);
    if width > u32::from(PORTRAIT) {
        out.set_landscape();
    }
    out.set_print_fit_to_pages(1, 0);
    out.set_print_area(0, 0, row, last)?;
    out.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    out.set_footer(format!("&C{}", say(lang, "xlsx.page")));
    Ok(())
}
