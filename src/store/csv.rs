//! Lines and fields of the data directory's CSV files (RFC 4180 with one record a line). Plain and fast; the `csv` crate is its
//! oracle in the tests and does all import and export. Not here: what a field means.

use memchr::{memchr, memchr_iter, memchr2};

use super::plain_line::bytes_equal;

/// Where a field lies: its text in the line (or, for a line with quotes, in the unquoted copy) and its start in the raw line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// Start of the text.
    pub start: u32,
    /// End of the text.
    pub end: u32,
    /// Start of the cell in the raw line, its quote included.
    pub raw: u32,
}

/// The fields of one line; reused from line to line.
#[derive(Debug, Default)]
pub struct Fields {
    /// Fields found.
    pub list: Vec<Field>,
    /// The unquoted text of a line with quotes.
    unquoted: Vec<u8>,
    quoted: bool,
}

/// What is wrong with a line's quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteFault {
    /// A quote inside an unquoted field, or text after the closing quote; at this byte.
    Stray(u32),
    /// The line ends inside a quoted field that began at this byte.
    Open(u32),
}

impl Fields {
    /// Splits a line into its fields, at most `wanted` of them: what comes after is not looked at.
    pub fn split(&mut self, line: &[u8], wanted: usize) -> Result<(), QuoteFault> {
        self.list.clear();
        self.quoted = false;
        if wanted == usize::MAX {
            if memchr(b'"', line).is_none() {
                self.split_unquoted(line);
                return Ok(());
            }
            return self.split_quoted(line, wanted);
        }
        self.split_leading(line, wanted)
    }

    /// Splits a line that has no quotes into all its fields.
    pub fn split_unquoted(&mut self, line: &[u8]) {
        self.list.clear();
        self.quoted = false;
        let mut start = 0;
        let (words, _) = line.as_chunks::<8>();
        for (index, word) in words.iter().enumerate() {
            let mut commas = bytes_equal(*word, b',');
            while commas != 0 {
                let comma = index as u32 * 8 + commas.trailing_zeros() / 8;
                self.list.push(Field { start, end: comma, raw: start });
                start = comma + 1;
                commas &= commas - 1;
            }
        }
        for (at, byte) in line.iter().enumerate().skip(words.len() * 8) {
            if *byte == b',' {
                self.list.push(Field { start, end: at as u32, raw: start });
                start = at as u32 + 1;
            }
        }
        self.list.push(Field { start, end: line.len() as u32, raw: start });
    }

    fn split_leading(&mut self, line: &[u8], wanted: usize) -> Result<(), QuoteFault> {
        let mut start = 0;
        while self.list.len() < wanted {
            let rest = line.get(start..).unwrap_or_default();
            match comma_or_quote(rest) {
                Some(at) if rest.get(at) == Some(&b'"') => {
                    self.list.clear();
                    return self.split_quoted(line, wanted);
                }
                Some(at) => {
                    self.list.push(Field { start: start as u32, end: (start + at) as u32, raw: start as u32 });
                    start += at + 1;
                }
                None => {
                    self.list.push(Field { start: start as u32, end: line.len() as u32, raw: start as u32 });
                    break;
                }
            }
        }
        Ok(())
    }

    fn split_quoted(&mut self, line: &[u8], wanted: usize) -> Result<(), QuoteFault> {
        self.quoted = true;
        self.unquoted.clear();
        let mut at = 0;
        while self.list.len() < wanted {
            let start = self.unquoted.len() as u32;
            let raw = at as u32;
            at = if line.get(at) == Some(&b'"') { self.take_quoted(line, at)? } else { self.take_bare(line, at)? };
            self.list.push(Field { start, end: self.unquoted.len() as u32, raw });
            if at >= line.len() {
                break;
            }
            at += 1;
        }
        Ok(())
    }

    /// Takes a quoted field that begins at `open`; gives the place of the comma after it, or the line's end.
    fn take_quoted(&mut self, line: &[u8], open: usize) -> Result<usize, QuoteFault> {
        let mut at = open + 1;
        loop {
            let rest = line.get(at..).unwrap_or_default();
            let quote = memchr(b'"', rest).ok_or(QuoteFault::Open(open as u32))?;
            self.unquoted.extend_from_slice(rest.get(..quote).unwrap_or_default());
            at += quote + 1;
            match line.get(at) {
                Some(b'"') => {
                    self.unquoted.push(b'"');
                    at += 1;
                }
                Some(b',') | None => return Ok(at),
                Some(_) => return Err(QuoteFault::Stray(at as u32)),
            }
        }
    }

    fn take_bare(&mut self, line: &[u8], start: usize) -> Result<usize, QuoteFault> {
        let rest = line.get(start..).unwrap_or_default();
        let len = memchr(b',', rest).unwrap_or(rest.len());
        let text = rest.get(..len).unwrap_or_default();
        if let Some(quote) = memchr(b'"', text) {
            return Err(QuoteFault::Stray((start + quote) as u32));
        }
        self.unquoted.extend_from_slice(text);
        Ok(start + len)
    }

    /// The bytes of a field of the line that was split last.
    #[must_use]
    pub fn bytes<'a>(&'a self, line: &'a [u8], field: usize) -> &'a [u8] {
        let source = if self.quoted { &self.unquoted } else { line };
        self.list.get(field).and_then(|field| source.get(field.start as usize..field.end as usize)).unwrap_or_default()
    }
}

/// Whether a line has so many fields and no fault in its quotes, as `Fields::split` would tell: of their texts nothing is kept.
#[must_use]
pub fn has_fields(line: &[u8], wanted: usize) -> bool {
    let (mut fields, mut rest) = (1, line);
    while let Some(quote) = memchr(b'"', rest) {
        let (before, quoted) = rest.split_at(quote);
        if before.last().is_some_and(|last| *last != b',') {
            return false;
        }
        fields += memchr_iter(b',', before).count();
        let Some(after) = quoted.get(1..).and_then(behind_quoted) else { return false };
        rest = after;
    }
    fields + memchr_iter(b',', rest).count() == wanted
}

/// What follows the closing quote of a text whose opening one was taken: nothing, or a comma and more.
fn behind_quoted(mut text: &[u8]) -> Option<&[u8]> {
    loop {
        text = text.get(memchr(b'"', text)? + 1..)?;
        match text {
            [] | [b',', ..] => return Some(text),
            [b'"', escaped @ ..] => text = escaped,
            _ => return None,
        }
    }
}

/// Where the first comma or quote is. Most fields are shorter than two words of the machine.
fn comma_or_quote(text: &[u8]) -> Option<usize> {
    let mut rest = text;
    for words in 0..2 {
        let Some((word, after)) = rest.split_first_chunk::<8>() else {
            return rest.iter().position(|byte| matches!(byte, b',' | b'"')).map(|at| words * 8 + at);
        };
        let found = bytes_equal(*word, b',') | bytes_equal(*word, b'"');
        if found != 0 {
            return Some(words * 8 + found.trailing_zeros() as usize / 8);
        }
        rest = after;
    }
    memchr2(b',', b'"', rest).map(|at| text.len() - rest.len() + at)
}

/// A line without its line end; a carriage return before the line feed belongs to the end.
#[must_use]
pub fn without_line_end(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The UTF-8 byte order mark.
pub const BOM: &[u8] = b"\xEF\xBB\xBF";

/// A file's bytes behind the byte order mark, where it has one.
#[must_use]
pub fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(BOM).unwrap_or(bytes)
}

/// Whether a line has nothing in any cell: nothing at all, or the commas alone that a spreadsheet leaves of a row that was emptied.
#[must_use]
pub fn is_blank_record(line: &[u8]) -> bool {
    line.iter().all(|byte| matches!(byte, b',' | b' '))
}

/// Whether a line is one that git leaves in a file with a merge conflict.
#[must_use]
pub fn is_conflict_marker(line: &[u8]) -> bool {
    let marked = |mark: &[u8]| line.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.first() == Some(&b' '));
    marked(b"<<<<<<<") || marked(b"=======") || marked(b">>>>>>>") || marked(b"|||||||")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::{Fields, QuoteFault, has_fields, is_conflict_marker};

    fn split(line: &str, wanted: usize) -> Result<Vec<String>, QuoteFault> {
        let mut fields = Fields::default();
        fields.split(line.as_bytes(), wanted)?;
        Ok((0..fields.list.len()).map(|at| String::from_utf8(fields.bytes(line.as_bytes(), at).to_vec()).unwrap()).collect())
    }

    #[test]
    fn quotes_are_taken_off_and_faults_are_placed() {
        assert_eq!(split(r#"a,"b,""c""",d"#, usize::MAX).unwrap(), ["a", "b,\"c\"", "d"]);
        assert_eq!(split(r#"a,"b"#, usize::MAX), Err(QuoteFault::Open(2)));
        assert_eq!(split(r#"a,b"c"#, usize::MAX), Err(QuoteFault::Stray(3)));
        assert_eq!(split(r#"a,"b"c,d"#, usize::MAX), Err(QuoteFault::Stray(5)));
        assert_eq!(split("", usize::MAX).unwrap(), [""]);
        assert_eq!(split("a,", usize::MAX).unwrap(), ["a", ""]);
    }

    #[test]
    fn only_the_fields_asked_for_are_looked_at() {
        assert_eq!(split(r#"a,b,c"broken"#, 2).unwrap(), ["a", "b"]);
        assert_eq!(split(r#""a",b,c"broken"#, 2).unwrap(), ["a", "b"]);
        assert_eq!(split("a", 3).unwrap(), ["a"]);
    }

    #[test]
    fn conflict_markers_are_whole_marks() {
        assert!(is_conflict_marker(b"<<<<<<< HEAD") && is_conflict_marker(b"======="));
        assert!(!is_conflict_marker(b"========") && !is_conflict_marker(b"<<<<<<,a"));
    }

    proptest! {
        /// Whatever the csv crate writes as one line, the splitter reads back.
        #[test]
        fn agrees_with_the_csv_crate(cells in proptest::collection::vec("[a,\"中 ;]{0,6}", 1..6), wanted in 1..7_usize) {
            let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
            writer.write_record(&cells).unwrap();
            let written = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let line = written.trim_end_matches('\n');
            prop_assert_eq!(split(line, usize::MAX).unwrap(), cells.clone());
            let some = split(line, wanted).unwrap();
            prop_assert!(some.len() == wanted.min(cells.len()) && cells.starts_with(&some));
        }

        /// How many fields a line has is told as by splitting it.
        #[test]
        fn fields_are_counted_as_they_are_split(line in "[a,\"]{0,24}") {
            let mut fields = Fields::default();
            let split = fields.split(line.as_bytes(), usize::MAX).map(|()| fields.list.len());
            for wanted in 0..12 {
                prop_assert_eq!(has_fields(line.as_bytes(), wanted), split == Ok(wanted));
            }
        }

        /// No bytes make it panic.
        #[test]
        fn never_panics(line: Vec<u8>, wanted in 0..9_usize) {
            let mut fields = Fields::default();
            let _ = fields.split(&line, wanted);
            let sound = fields.split(&line, usize::MAX).is_ok();
            prop_assert!(!sound || !fields.list.is_empty());
        }
    }
}
