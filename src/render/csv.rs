//! Sheets as CSV (RFC 4180, UTF-8, LF) with stable headers. Cells that a spreadsheet would take for a formula are defused with a
//! leading apostrophe (OWASP ASVS 1.2.10); numbers and days are no formulas.

use std::io::{self, Write};

use super::text_of;
use super::visible::visible;
use crate::i18n::Lang;
use crate::reports::sheet::{Cell, Column, LongSheet};

/// Whom a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Other programs: UTF-8 as it is.
    Plain,
    /// A spreadsheet program: behind a byte order mark, by which it knows the encoding, and with its line ends.
    Excel,
}

/// Writes the tables, one under the other, an empty line between them.
///
/// # Errors
/// What the system says.
pub fn write(sheets: &[LongSheet<'_>], dialect: Dialect, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let (mark, line_end, empty_line) = match dialect {
        Dialect::Plain => ("", csv::Terminator::Any(b'\n'), "\n"),
        Dialect::Excel => ("\u{feff}", csv::Terminator::CRLF, "\r\n"),
    };
    out.write_all(mark.as_bytes())?;
    for (index, sheet) in sheets.iter().enumerate() {
        if index > 0 {
            out.write_all(empty_line.as_bytes())?;
        }
        let mut writer = csv::WriterBuilder::new().terminator(line_end).from_writer(&mut *out);
        writer.write_record(sheet.frame.columns.iter().map(|column| header(column, lang))).map_err(of_the_system)?;
        for row in sheet.rows() {
            writer.write_record(row.iter().map(|cell| field(cell, lang))).map_err(of_the_system)?;
        }
        writer.flush()?;
    }
    Ok(())
}

/// What the system said, by which a reader who left is told from a full disk: the library's own conversion forgets it.
fn of_the_system(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// The stable key; where several columns share one (the words of a vocabulary, branches), the header that tells them apart.
fn header(column: &Column, lang: Lang) -> String {
    if column.header.args.is_empty() { column.key.to_owned() } else { column.header.text(lang) }
}

fn field(cell: &Cell, lang: Lang) -> String {
    let text = text_of(cell, lang);
    match cell {
        Cell::Text(_) | Cell::Say(_) => defused(&visible(&text)),
        Cell::Empty | Cell::Number(_) | Cell::Digits(_) | Cell::Day(_) => text.into_owned(),
    }
}

fn defused(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) { format!("'{text}") } else { text.to_owned() }
}
