//! The tags of the content of an ods, one after the other, and the merged cells that they tell, which the reader of workbooks does not.
//! Not here: what the cells say.

use std::io::{BufRead, BufReader, Cursor, Read};

use memchr::{memchr, memchr_iter};

use super::bounds::number;
use super::merged::Rectangle;
use crate::model::xml_text::plain;

/// A tag is at most so long.
const MOST_TAG: u64 = 1 << 20;

/// Reads tags one by one into a buffer of its own.
pub struct Tags<R> {
    from: R,
    piece: Vec<u8>,
    read: u64,
}

impl<R: BufRead> Tags<R> {
    /// The tags of a part.
    pub fn new(from: R) -> Self {
        Self { from, piece: Vec::new(), read: 0 }
    }

    /// How many bytes have been read.
    pub fn read(&self) -> u64 {
        self.read
    }

    /// The next tag from `<` to `>`; nothing behind the last. What is longer than any tag comes in pieces.
    ///
    /// # Errors
    /// The part cannot be read.
    pub fn next_tag(&mut self) -> std::io::Result<Option<&[u8]>> {
        self.piece.clear();
        let (mut begun, mut seen, mut quote) = (None, 0, None);
        let begun = loop {
            let read = (&mut self.from).take(MOST_TAG).read_until(b'>', &mut self.piece)?;
            self.read += read as u64;
            if read == 0 {
                return Ok(None);
            }
            begun = begun.or_else(|| memchr(b'<', &self.piece));
            let Some(at) = begun else {
                self.piece.clear();
                continue;
            };
            quote = quote_after(self.piece.get(at.max(seen)..).unwrap_or_default(), quote);
            seen = self.piece.len();
            if quote.is_none() || seen as u64 > MOST_TAG {
                break at;
            }
        };
        Ok(self.piece.get(begun..))
    }
}

/// The quote in which a piece of a tag ends, where a `>` ends nothing; the piece before ended in the one given.
fn quote_after(piece: &[u8], before: Option<u8>) -> Option<u8> {
    piece.iter().copied().filter(|byte| matches!(byte, b'"' | b'\'')).fold(before, |open, byte| match open {
        None => Some(byte),
        Some(quote) => (quote != byte).then_some(quote),
    })
}

/// Where a walk over the cells of a sheet stands.
#[derive(Default)]
struct Walk {
    /// Whether it is in the sheet that was asked for.
    is_inside: bool,
    /// The next row and how often it is there.
    row: u64,
    repeats: u64,
    /// The next column.
    column: u64,
    found: Vec<Rectangle>,
}

impl Walk {
    fn take(&mut self, tag: &[u8], sheet: &str) {
        let starts = |name: &str| tag.starts_with(name.as_bytes());
        if starts("<table:table ") {
            self.is_inside = value(tag, b"table:name").is_some_and(|name| name == sheet);
            self.row = 1;
        } else if starts("</table:table>") {
            self.is_inside = false;
        } else if !self.is_inside {
        } else if starts("<table:table-row ") || starts("<table:table-row>") || starts("<table:table-row/") {
            (self.repeats, self.column) = (number(tag, b"number-rows-repeated").unwrap_or(1), 0);
            if tag.ends_with(b"/>") {
                self.row = self.row.saturating_add(self.repeats);
            }
        } else if starts("</table:table-row>") {
            self.row = self.row.saturating_add(self.repeats);
        } else if starts("<table:table-cell") || starts("<table:covered-table-cell") {
            self.cell(tag);
        }
    }

    fn cell(&mut self, tag: &[u8]) {
        let spans = |name: &[u8]| number(tag, name).unwrap_or(1).max(1) - 1;
        let (down, right) = (spans(b"number-rows-spanned"), spans(b"number-columns-spanned"));
        if down + right > 0 {
            let row = |row: u64| u32::try_from(row).unwrap_or(u32::MAX);
            let column = |column: u64| usize::try_from(column).unwrap_or(usize::MAX);
            let rows = (row(self.row), row(self.row.saturating_add(down)));
            self.found.push(Rectangle { rows, columns: (column(self.column), column(self.column.saturating_add(right))) });
        }
        self.column = self.column.saturating_add(number(tag, b"number-columns-repeated").unwrap_or(1));
    }
}

/// The merged cells of a sheet of an ods; none where its content cannot be read.
#[must_use]
pub fn merged(bytes: &[u8], sheet: &str) -> Vec<Rectangle> {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Vec::new() };
    let Ok(part) = archive.by_name("content.xml") else { return Vec::new() };
    merged_in(BufReader::new(part), sheet)
}

fn merged_in(part: impl BufRead, sheet: &str) -> Vec<Rectangle> {
    let mut tags = Tags::new(part);
    let mut walk = Walk::default();
    while let Ok(Some(tag)) = tags.next_tag() {
        walk.take(tag, sheet);
    }
    walk.found
}

/// The value of an attribute.
fn value(tag: &[u8], name: &[u8]) -> Option<String> {
    let at = memchr::memmem::find(tag, &[b" ", name, b"="].concat())? + name.len() + 2;
    let quoted = tag.get(at..)?;
    let quote = *quoted.first().filter(|quote| matches!(quote, b'"' | b'\''))?;
    let end = memchr_iter(quote, quoted).nth(1)?;
    std::str::from_utf8(quoted.get(1..end)?).ok().map(plain)
}

#[cfg(test)]
mod tests {
    use super::{Rectangle, Tags, merged_in};

    #[test]
    fn tags_are_whole_whatever_stands_in_their_values() {
        let mut tags = Tags::new(&b"x<?xml?>it's<a b=\"1>2\" c='>'>text \"<b/>"[..]);
        let mut all = Vec::new();
        while let Some(tag) = tags.next_tag().unwrap() {
            all.push(String::from_utf8(tag.to_vec()).unwrap());
        }
        assert_eq!(all, ["<?xml?>", "<a b=\"1>2\" c='>'>", "<b/>"]);
    }

    #[test]
    fn merged_cells_are_found_in_their_sheet_with_what_is_repeated_before_them() {
        let sheet = |name: &str, rows: &str| format!("<table:table table:name=\"{name}\" x=\"y\">{rows}</table:table>");
        let cell =
            "<table:table-cell table:number-columns-spanned=\"2\" table:number-rows-spanned=\"3\"><text:p>a</text:p></table:table-cell>";
        let rows = format!(
            "<table:table-row table:number-rows-repeated=\"4\"/><table:table-row table:number-rows-repeated=\"2\"><table:table-cell/>\
             </table:table-row><table:table-header-rows><table:table-row><table:table-cell table:number-columns-repeated=\"3\"/>{cell}\
             <table:covered-table-cell/></table:table-row></table:table-header-rows>"
        );
        let content = sheet("其他", &format!("<table:table-row>{cell}</table:table-row>")) + &sheet("a &amp; b", &rows);
        assert_eq!(merged_in(content.as_bytes(), "a & b"), [Rectangle { rows: (7, 9), columns: (3, 4) }]);
        assert_eq!(merged_in(content.as_bytes(), "其他"), [Rectangle { rows: (1, 3), columns: (0, 1) }]);
        assert_eq!(merged_in(content.as_bytes(), "x"), []);
    }
}
