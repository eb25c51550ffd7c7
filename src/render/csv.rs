//! Sheets as CSV (RFC 4180, UTF-8, LF) with stable headers. Cells that a spreadsheet would take for a formula are defused with a
//! leading apostrophe (OWASP ASVS 1.2.10); numbers and days are no formulas.

use super::text_of;
use super::visible::visible;
use crate::failure::{Failure, Result};
use crate::i18n::{Lang, Message};
use crate::reports::sheet::{Cell, Column, Sheet};

/// The tables for a spreadsheet program: behind a byte order mark, by which it knows the encoding, and with its line ends.
pub fn render_for_excel(sheets: &[Sheet], lang: Lang) -> Result<Vec<u8>> {
    let mut out = "\u{feff}".as_bytes().to_vec();
    write(sheets, lang, csv::Terminator::CRLF, &mut out)?;
    Ok(out)
}

/// The tables, one under the other, an empty line between them.
pub fn render(sheets: &[Sheet], lang: Lang) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    write(sheets, lang, csv::Terminator::Any(b'\n'), &mut out)?;
    Ok(out)
}

fn write(sheets: &[Sheet], lang: Lang, line_end: csv::Terminator, out: &mut Vec<u8>) -> Result<()> {
    for (index, sheet) in sheets.iter().enumerate() {
        if index > 0 {
            out.extend_from_slice(if matches!(line_end, csv::Terminator::CRLF) { b"\r\n" } else { b"\n" });
        }
        let mut writer = csv::WriterBuilder::new().terminator(line_end).from_writer(&mut *out);
        let head = sheet.columns.iter().map(|column| header(column, lang));
        let rows = sheet.rows.iter().map(|row| row.iter().map(|cell| field(cell, lang)).collect());
        for record in std::iter::once(head.collect::<Vec<String>>()).chain(rows) {
            writer.write_record(&record).map_err(|error| failed(std::io::Error::other(error)))?;
        }
        writer.flush().map_err(failed)?;
    }
    Ok(())
}

fn failed(error: std::io::Error) -> Failure {
    Failure::io(Message::new("failure.cannot-render"), &error)
}

/// The stable key; where several columns share one (the words of a vocabulary, branches), the header that tells them apart.
fn header(column: &Column, lang: Lang) -> String {
    if column.header.args.is_empty() { column.key.to_owned() } else { column.header.text(lang) }
}

fn field(cell: &Cell, lang: Lang) -> String {
    let text = text_of(cell, lang);
    match cell {
        Cell::Text(_) | Cell::Say(_) => defused(&visible(&text)),
        Cell::Empty | Cell::Number(_) | Cell::Digits(_) | Cell::Day(_) => text,
    }
}

fn defused(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) { format!("'{text}") } else { text.to_owned() }
}
