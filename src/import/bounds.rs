//! Bounds on what a workbook may unpack and spread to, looked at before its reader takes it whole: a file of a few bytes can ask for all the
//! memory there is. Not here: compound files (`compound_file`), and reading.

use std::io::{BufRead, BufReader, Cursor, Read};

use memchr::memmem::find;

use super::compound_file;
use super::file_kind::FileKind;
use super::ods_tags::Tags;
use crate::i18n::Message;

/// A part of a workbook unpacks to at most so many bytes; a sheet of 100,000 rows takes about 60 MiB.
const MOST_PART: u64 = 256 << 20;
/// All parts together unpack to at most so many bytes.
const MOST_PARTS: u64 = 768 << 20;
/// A workbook that is read whole has at most so many cells in the rectangle that it fills.
pub(super) const MOST_SPREAD: u64 = 6 << 20;

/// Looks at the bounds of a workbook.
///
/// # Errors
/// It is too large, damaged, or protected by a password.
pub fn check(bytes: &[u8], kind: FileKind) -> Result<(), Message> {
    match kind {
        FileKind::Xlsx | FileKind::Ods => check_parts(bytes),
        FileKind::Xls => compound_file::check(bytes),
        FileKind::Csv => Ok(()),
    }
}

fn damaged(error: impl ToString) -> Message {
    Message::new("import.damaged").with("reason", error.to_string())
}

fn too_large() -> Message {
    Message::new("import.spreads-too-far")
}

fn check_parts(bytes: &[u8]) -> Result<(), Message> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut all = 0;
    for index in 0..archive.len() {
        let part = match archive.by_index(index) {
            Ok(part) => part,
            Err(zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED)) => {
                return Err(Message::new("import.password"));
            }
            Err(error) => return Err(damaged(error)),
        };
        let name = part.name().map_err(damaged)?.to_ascii_lowercase();
        if name.ends_with(".xml") || name.ends_with(".rels") {
            all += check_part(&name, part)?;
            if all > MOST_PARTS {
                return Err(too_large());
            }
        }
    }
    Ok(())
}

/// The number of bytes that a part unpacks to.
fn check_part(name: &str, part: impl Read) -> Result<u64, Message> {
    let mut part = BufReader::new(part.take(MOST_PART + 1));
    let counted = if name == "content.xml" { check_spread(&mut part)? } else { check_strings(&mut part)? };
    if counted > MOST_PART { Err(too_large()) } else { Ok(counted) }
}

/// A table of shared strings says how many it has, and its reader makes room for as many: each takes five bytes at least.
fn check_strings(part: &mut impl Read) -> Result<u64, Message> {
    const PIECE: usize = 64 << 10;
    const OVERLAP: usize = 64;
    let (mut piece, mut kept) = (vec![0; PIECE], 0);
    let (mut counted, mut said) = (0, 0);
    loop {
        let read = part.read(piece.get_mut(kept..).unwrap_or_default()).map_err(damaged)?;
        if read == 0 {
            return if said > counted / 5 + 1 { Err(damaged("sst")) } else { Ok(counted) };
        }
        counted += read as u64;
        let end = kept + read;
        let text = piece.get(..end).unwrap_or_default();
        said = said.max(number(text, b"uniqueCount").unwrap_or(0));
        kept = end.min(OVERLAP);
        piece.copy_within(end - kept..end, 0);
    }
}

/// The largest number that an attribute of this name has.
pub(super) fn number(text: &[u8], name: &[u8]) -> Option<u64> {
    let value = |at: usize| {
        let rest = text.get(at + name.len()..)?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let digits = rest.get(1..)?.iter().take_while(|byte| byte.is_ascii_digit());
        // A number beyond all bounds is beyond these too.
        Some(digits.fold(0_u64, |sum, digit| sum.saturating_mul(10).saturating_add(u64::from(digit - b'0'))))
    };
    memchr::memmem::find_iter(text, name).filter_map(value).max()
}

/// How far the sheets of an ods spread: cells and rows may be there many times by one tag.
#[derive(Default)]
struct Spread {
    /// Rows up to the last that has a word.
    rows: u64,
    /// Empty rows since.
    empty_rows: u64,
    /// Columns of the widest row.
    width: u64,
    row_repeats: u64,
    cells: u64,
    empty_cells: u64,
}

impl Spread {
    fn take(&mut self, tag: &[u8]) {
        let starts = |name: &str| tag.starts_with(name.as_bytes());
        if starts("<table:table-row") {
            self.row_repeats = number(tag, b"number-rows-repeated").unwrap_or(1);
            (self.cells, self.empty_cells) = (0, 0);
        } else if starts("<table:table-cell") || starts("<table:covered-table-cell") {
            let repeats = number(tag, b"number-columns-repeated").unwrap_or(1);
            let is_empty = tag.ends_with(b"/>") && find(tag, b"value=").is_none() && find(tag, b"formula=").is_none();
            if is_empty {
                self.empty_cells = self.empty_cells.saturating_add(repeats);
            } else {
                self.cells = self.cells.saturating_add(self.empty_cells).saturating_add(repeats);
                self.empty_cells = 0;
            }
        } else if starts("</table:table-row") {
            self.end_row();
        } else if starts("<table:table ") {
            *self = Self::default();
        }
    }

    fn end_row(&mut self) {
        if self.cells == 0 {
            self.empty_rows = self.empty_rows.saturating_add(self.row_repeats);
            return;
        }
        self.width = self.width.max(self.cells);
        self.rows = self.rows.saturating_add(self.empty_rows).saturating_add(self.row_repeats);
        self.empty_rows = 0;
    }

    fn is_too_far(&self) -> bool {
        self.rows.saturating_mul(self.width) > MOST_SPREAD || self.cells > MOST_SPREAD
    }
}

fn check_spread(part: impl BufRead) -> Result<u64, Message> {
    let mut spread = Spread::default();
    let mut tags = Tags::new(part);
    while let Some(tag) = tags.next_tag().map_err(damaged)? {
        spread.take(tag);
        if spread.is_too_far() {
            return Err(too_large());
        }
    }
    Ok(tags.read())
}

#[cfg(test)]
mod tests {
    use super::{check_spread, check_strings};

    fn spread(rows: &str) -> Result<u64, &'static str> {
        let text = format!("<office:spreadsheet><table:table table:name=\"a\">{rows}</table:table>");
        check_spread(&mut text.as_bytes()).map_err(|message| message.key)
    }

    #[test]
    fn what_spreads_too_far_is_seen() {
        let word = "<table:table-cell office:value-type=\"string\"><text:p>a</text:p></table:table-cell>";
        let empty = "<table:table-cell table:number-columns-repeated=\"16384\"/>";
        let row =
            |repeats: u64, cells: &str| format!("<table:table-row table:number-rows-repeated=\"{repeats}\">{cells}</table:table-row>");
        assert!(
            spread(&format!("{}{}", row(1, &format!("{word}{empty}")), row(1_048_575, empty))).is_ok(),
            "what is empty at the end is nothing"
        );
        assert_eq!(spread(&row(1_000_000, &word.repeat(20))), Err("import.spreads-too-far"));
        assert_eq!(spread(&row(1000, &format!("{word}{empty}{word}"))), Err("import.spreads-too-far"));
        assert_eq!(
            spread(&format!("{}{}{}", row(1, &word.repeat(20)), row(1_000_000, empty), row(1, word))),
            Err("import.spreads-too-far")
        );
        assert_eq!(spread(&row(u64::MAX, word)), Err("import.spreads-too-far"));
    }

    #[test]
    fn strings_that_are_not_there_are_seen() {
        let strings = |sst: &str| check_strings(&mut format!("{}{sst}<si><t>a</t></si></sst>", " ".repeat(65_530)).as_bytes()).is_ok();
        assert!(strings("<sst uniqueCount=\"1\">") && strings("<sst>"));
        for sst in ["<sst uniqueCount=\"4000000000000\">", "<x:sst uniqueCount = '99999999999999999999999999'>"] {
            assert!(!strings(sst), "{sst}");
        }
    }
}
