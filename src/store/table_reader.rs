//! Reads a data file row by row: opens it, checks bytes and lines, maps the header, hands each row to a decoder.
//! Not here: what the rows of a table mean (`decode`), and how rows relate (`rules`).

use std::io::Read;
use std::sync::Arc;

use memchr::{memchr, memchr2_iter, memmem};

use super::chunk_care::{Care, ChunkCare, LOST, next_control};
use super::chunks::{Input, for_each_chunk};
use super::csv::{Fields, QuoteFault, has_fields, is_blank_record, is_conflict_marker, without_line_end, without_mark};
use super::encoding_guess::{explained, other_kind};
use super::folder::LastFolder;
use super::header::{Header, column_of};
use super::row::{KnownWords, Row};
use crate::finding::{Code, Finding, Findings};
use crate::model::table::Table;
use crate::model::text;
use crate::source::Place;

/// How much of a line is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth<'a> {
    /// Only what these columns need; the rest of a line without quotes is skipped to its end.
    Columns(&'a [usize]),
    /// Every byte: encoding, control characters, number and length of fields.
    Everything,
}

/// Buffers that are reused from file to file.
#[derive(Default)]
pub struct Buffers {
    chunk: Vec<u8>,
    fields: Fields,
    pub(super) folder: LastFolder,
}

/// Whether a line has quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quotes {
    /// It has none.
    None,
    /// It has some, or it is the last one and may be cut off.
    Perhaps,
}

/// Takes the rows of a file.
pub trait Sink {
    /// The file has so many bytes.
    fn expect(&mut self, _bytes: u64) {}

    /// A row whose fields could be told apart.
    fn row(&mut self, row: &mut Row<'_>);

    /// A line of a file whose columns are canonical as far as they are asked for, without its line end: whether it was plain enough to
    /// be taken as it stands, with nothing to report. Where everything is looked at, the line is known to be text and to have no long
    /// cell, but nothing is known of its fields. A line that is not taken goes through `row`.
    fn plain_line(&mut self, _line: &[u8], _number: u32, _quotes: Quotes) -> bool {
        false
    }
}

impl<F: FnMut(&mut Row<'_>)> Sink for F {
    fn row(&mut self, row: &mut Row<'_>) {
        self(row);
    }
}

/// Reads an open file of a table and gives `sink` each row whose fields could be told apart.
pub fn read_rows(
    table: &'static Table,
    path: &Arc<str>,
    input: Input<'_, impl Read>,
    depth: Depth<'_>,
    buffers: &mut Buffers,
    findings: &mut Findings,
    sink: &mut impl Sink,
) -> std::io::Result<()> {
    let Buffers { chunk, fields, .. } = buffers;
    let mut reader = Reader::new(table, path, depth, findings);
    for_each_chunk(input, chunk, |bytes| reader.chunk(bytes, fields, sink))?;
    if reader.line == 0 {
        reader.line = 1;
        reader.fault(Code::NoHeader, (&[], 0), |finding| finding);
    }
    Ok(())
}

struct Reader<'a> {
    table: &'static Table,
    path: &'a Arc<str>,
    depth: Depth<'a>,
    findings: &'a mut Findings,
    header: Option<Header>,
    /// Lines read so far.
    line: u32,
    /// A line that is longer may have a cell that is too long.
    longest: usize,
    /// How many fields are split.
    wanted: usize,
    /// The columns that name somebody, where everything is looked at.
    somebody: Vec<usize>,
    /// The line before ended inside a quoted cell.
    open_quote: bool,
    /// The header could not be understood: the rows are not read.
    closed: bool,
    /// The columns are canonical as far as they are asked for.
    plain: bool,
    known: KnownWords,
}

impl<'a> Reader<'a> {
    fn new(table: &'static Table, path: &'a Arc<str>, depth: Depth<'a>, findings: &'a mut Findings) -> Self {
        Self {
            table,
            path,
            depth,
            findings,
            header: None,
            line: 0,
            longest: if depth == Depth::Everything { text::LONGEST } else { usize::MAX },
            wanted: 0,
            somebody: Vec::new(),
            open_quote: false,
            closed: false,
            plain: false,
            known: KnownWords::default(),
        }
    }

    fn chunk(&mut self, bytes: &[u8], fields: &mut Fields, sink: &mut impl Sink) {
        let mut rest = bytes;
        if self.line == 0 {
            let (first, after) = take_line(rest);
            self.first_line(without_line_end(first));
            rest = after;
        }
        if self.closed {
            return;
        }
        let Some(header) = self.header.take() else { return };
        let mut care = ChunkCare::of(rest, if self.depth == Depth::Everything { Care::of(rest) } else { Care::Sound });
        let mut start = 0;
        let mut quotes = Quotes::None;
        let is_skipped = self.wanted != usize::MAX;
        let mut line = |end: usize, quotes| {
            self.row(&header, rest.get(start..end).unwrap_or_default(), (care.of_line(start, end), quotes), fields, sink);
            start = end + 1;
        };
        for at in memchr2_iter(b'\n', b'"', rest) {
            if rest.get(at) == Some(&b'"') {
                quotes = Quotes::Perhaps;
            } else {
                line(at, std::mem::replace(&mut quotes, Quotes::None));
            }
        }
        if !rest.is_empty() && !rest.ends_with(b"\n") {
            line(rest.len(), if is_skipped { Quotes::Perhaps } else { quotes });
        }
        self.header = Some(header);
    }

    fn first_line(&mut self, line: &[u8]) {
        self.line = 1;
        let line = without_mark(line);
        let before = self.findings.told();
        if let Some(guess) = other_kind(line) {
            self.fault(Code::BadEncoding, (line, 0), |finding| finding.with("guess", guess));
        }
        if self.findings.told() > before || !self.line_is_text(line) || self.is_marker(line) {
            self.closed = true;
            return;
        }
        self.header = Header::read(self.table, self.path, line, self.findings);
        self.closed = self.header.is_none();
        if let Some(header) = &self.header {
            let asked = match self.depth {
                Depth::Everything => self.table.columns.len(),
                Depth::Columns(columns) => columns.iter().max().map_or(0, |last| last + 1),
            };
            if self.depth == Depth::Everything {
                let columns = self.table.columns.iter().enumerate();
                self.somebody = columns.filter(|(_, column)| column.names_somebody()).map(|(index, _)| index).collect();
            }
            self.wanted = match self.depth {
                Depth::Everything => usize::MAX,
                // Where hardly more is left of a line than what is asked for, all its fields are counted.
                Depth::Columns(columns) => Some(header.leading(columns)).filter(|leading| leading + 1 < header.width).unwrap_or(usize::MAX),
            };
            // Whoever takes plain lines knows only how many cells the whole table has.
            let whole = self.wanted != usize::MAX || header.width == self.table.columns.len();
            self.plain = whole && (0..asked).all(|column| header.position(column) == Some(column));
        }
        debug_assert!(!self.closed || self.findings.told() > before, "a header is not given up in silence");
    }

    fn row(&mut self, header: &Header, raw: &[u8], (care, quotes): (Care, Quotes), fields: &mut Fields, sink: &mut impl Sink) {
        self.line += 1;
        let raw = without_line_end(raw);
        let plain = self.plain && care == Care::Sound && raw.len() <= self.longest;
        // What is skipped behind a quote might not end with the line.
        let plain = plain && (quotes == Quotes::None || self.wanted == usize::MAX || has_fields(raw, header.width));
        if plain && sink.plain_line(raw, self.line, quotes) {
            self.open_quote = false;
        } else {
            self.other_row(header, raw, (care, quotes), fields, sink);
        }
    }

    /// A line that was not taken as it stands.
    fn other_row(&mut self, header: &Header, raw: &[u8], (care, quotes): (Care, Quotes), fields: &mut Fields, sink: &mut impl Sink) {
        if care != Care::Sound && !self.line_is_text(raw) {
            return;
        }
        if self.is_marker(raw) || !self.split(header, (raw, quotes), fields) {
            return;
        }
        if raw.len() > self.longest && self.has_long_cell(header, raw, fields) {
            return;
        }
        let (table, file, line) = (self.table, self.path, self.line);
        let mut row = Row { line, table, file, header, raw, fields, known: &mut self.known, findings: self.findings };
        self.somebody.iter().for_each(|column| row.somebody(*column));
        sink.row(&mut row);
    }

    /// Splits a line; a line that cannot be split or has the wrong number of fields is a finding.
    fn split(&mut self, header: &Header, (raw, quotes): (&[u8], Quotes), fields: &mut Fields) -> bool {
        let was_open = std::mem::take(&mut self.open_quote);
        let wanted = if quotes == Quotes::None { self.wanted } else { usize::MAX };
        let split = if quotes == Quotes::None && wanted == usize::MAX {
            fields.split_unquoted(raw);
            Ok(())
        } else {
            fields.split(raw, wanted)
        };
        let found = fields.list.len();
        let is_blank = is_blank_record(raw);
        let enough = found == wanted.min(header.width) && !is_blank;
        match split {
            Ok(()) if enough => return true,
            _ if was_open && (memchr(b'"', raw).is_some() || found < header.width) => {
                self.open_quote = memchr(b'"', raw).is_none();
            }
            Ok(()) if is_blank => self.fault(Code::EmptyLine, (raw, 0), |finding| finding),
            Ok(()) => {
                let width = header.width;
                self.fault(Code::RaggedRow, (raw, raw.len()), |finding| finding.with("have", found).with("want", width));
            }
            Err(QuoteFault::Stray(at)) => self.fault(Code::StrayQuote, (raw, at as usize), |finding| finding),
            Err(QuoteFault::Open(at)) => {
                self.open_quote = true;
                self.fault(Code::LineBreakInCell, (raw, at as usize), |finding| finding);
            }
        }
        false
    }

    fn has_long_cell(&mut self, header: &Header, raw: &[u8], fields: &Fields) -> bool {
        let long = (0..fields.list.len()).find(|field| fields.bytes(raw, *field).len() > text::LONGEST);
        let Some(field) = long else { return false };
        let column = (0..self.table.columns.len()).find(|column| header.position(*column) == Some(field));
        let name = column.and_then(|column| self.table.columns.get(column)).map_or("?", |column| column.name);
        let start = fields.list.get(field).map_or(0, |field| field.raw as usize);
        let have = fields.bytes(raw, field).len();
        let args = |finding: Finding| finding.with("column", name).with("have", have).with("limit", text::LONGEST);
        self.fault(Code::OverLongField, (raw, start), args);
        true
    }

    /// A finding at a byte of the line, the only one of its code there.
    fn fault(&mut self, code: Code, (line, at): (&[u8], usize), args: impl FnOnce(Finding) -> Finding) {
        if !self.findings.counts(code, self.path, self.line) {
            self.findings.push(args(Finding::new(code, Place::new(self.path, self.line, column_of(line, at)))));
        }
    }

    fn is_marker(&mut self, line: &[u8]) -> bool {
        let marker = matches!(line.first(), Some(b'<' | b'=' | b'>' | b'|')) && is_conflict_marker(line);
        if marker {
            let value = || String::from_utf8_lossy(line.get(..7).unwrap_or_default()).into_owned();
            self.fault(Code::ConflictMarker, (line, 0), |finding| finding.with("value", value()));
        }
        marker
    }

    /// Whether a line is UTF-8 without control characters but the tab; if not, that is a finding. One too are characters that another
    /// program lost, but the line can be read.
    fn line_is_text(&mut self, line: &[u8]) -> bool {
        if simdutf8::basic::from_utf8(line).is_err() {
            let sound = std::str::from_utf8(line).map_or_else(|error| error.valid_up_to(), str::len);
            self.fault(Code::BadEncoding, (line, sound), |finding| explained(finding, line));
            return false;
        }
        if let Some(at) = memmem::find(line, LOST) {
            self.fault(Code::LostCharacters, (line, at), |finding| finding);
        }
        let Some(at) = next_control(line, 0) else { return true };
        let bad = line.get(at..).and_then(|rest| std::str::from_utf8(rest).ok()).and_then(|rest| rest.chars().next());
        let code = if bad == Some('\0') { Code::NulByte } else { Code::ControlCharacter };
        self.fault(code, (line, at), |finding| finding.with("value", format!("U+{:04X}", bad.map_or(0, u32::from))));
        false
    }
}

fn take_line(bytes: &[u8]) -> (&[u8], &[u8]) {
    match memchr(b'\n', bytes) {
        Some(newline) => (bytes.get(..newline).unwrap_or_default(), bytes.get(newline + 1..).unwrap_or_default()),
        None => (bytes, &[]),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Seek, Write};
    use std::sync::Arc;

    use proptest::prelude::{prop_assert, proptest};

    use super::{Buffers, Depth, Input, Row, read_rows};
    use crate::finding::{Code, Finding, Findings};
    use crate::model::table::PAIRS;
    use crate::source::Place;

    fn read(content: &[u8], depth: Depth<'_>) -> (Vec<String>, Vec<Finding>) {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(content).unwrap();
        file.rewind().unwrap();
        let (mut rows, mut findings) = (Vec::new(), Findings::default());
        let path = Arc::from("branches/a/pairs.csv");
        read_rows(&PAIRS, &path, Input::new(&mut file), depth, &mut Buffers::default(), &mut findings, &mut |row: &mut Row<'_>| {
            rows.push(format!("{}:{}", row.line, row.text(0)));
        })
        .unwrap();
        (rows, findings.listed().0)
    }

    fn faults(content: &[u8]) -> Vec<String> {
        let (_, findings) = read(content, Depth::Everything);
        findings.iter().map(|finding| format!("{}:{} {}", finding.place.line, finding.place.column, finding.code.word())).collect()
    }

    const HEAD: &str = "id,helper,helped,basis,topics,start\n";

    fn after_head(rest: &[u8]) -> Vec<String> {
        faults(&[HEAD.as_bytes(), rest].concat())
    }

    #[test]
    fn damaged_lines_are_placed() {
        assert_eq!(after_head(b"a,b,c,d,e,f\n\na,b\n"), ["3:1 empty-line", "4:4 ragged-row"]);
        // A row that was emptied in a spreadsheet is told once.
        assert_eq!(after_head(b",,,,,\n, ,,\na,b,c,d,e,f\n"), ["2:1 empty-line", "3:1 empty-line"]);
        assert_eq!(after_head("a,\u{7},c,d,e,f\n".as_bytes()), ["2:3 control-character"]);
        assert_eq!(after_head("a,中\0,c,d,e,f\n".as_bytes()), ["2:4 nul-byte"]);
        assert_eq!(after_head("a,\u{85},c,d,e,f\n".as_bytes()), ["2:3 control-character"]);
        assert_eq!(after_head(b"a,b,c,d,e,f\r\na,\r,c,d,e,f\r\na,b,c,d,e,f\r"), ["3:3 control-character"]);
        assert_eq!(after_head(b"a,\xD6\xD0,c,d,e,f\na,b,c,d,e,f\n"), ["2:3 bad-encoding"]);
        // What a program lost is gone, but the row is there.
        let lost = "a,\u{FFFD}中,c,d,e,f\nb,b,c,d,e,f\nc,中\u{FFFD}\0,c,d,e,f\n";
        assert_eq!(after_head(lost.as_bytes()), ["2:3 lost-characters", "4:4 lost-characters", "4:5 nul-byte"]);
        assert_eq!(read(&[HEAD.as_bytes(), lost.as_bytes()].concat(), Depth::Everything).0, ["2:a", "3:b"]);
        assert_eq!(after_head(b"a,b,\"c\nd\",d,e,f\na,b,c,d,e,f\n"), ["2:5 line-break-in-cell"]);
        assert_eq!(after_head(b"a,b,\"c,d,e,f\na,b,c,d,e,f\nx,y\n"), ["2:5 line-break-in-cell", "4:4 ragged-row"]);
        assert_eq!(after_head(b"a,b\"c,c,d,e,f\n"), ["2:4 stray-quote"]);
        assert_eq!(
            after_head(b"<<<<<<< HEAD\n=======\n>>>>>>> x\n"),
            ["2:1 conflict-marker", "3:1 conflict-marker", "4:1 conflict-marker"]
        );
    }

    #[test]
    fn headers_are_read_kindly_but_not_guessed() {
        assert!(faults("\u{feff}结对编号,帮扶人,帮扶对象,结对方式,帮扶内容,开始日期\r\n1,2,3,4,5,6\r\n".as_bytes()).is_empty());
        assert_eq!(faults(b"id;helper;helped\n"), ["1:1 wrong-delimiter"]);
        for line in ["sep=,", "SEP=;", "\"sep=,\"", "sep=,,,,,,", "sep=\t"] {
            assert_eq!(faults(format!("{line}\n{HEAD}a,b,c,d,e,f\n").as_bytes()), ["1:1 separator-line"], "{line}");
        }
        assert_eq!(faults(b"id,helper,helper,helped,basis,topics,start\n"), ["1:11 doubled-column"]);
        assert_eq!(faults(b"id,helper,helped,basis,topics\n"), ["1:1 missing-column"]);
        assert_eq!(faults(b"id,helper,helped,basis,topics,start,colour\n"), ["1:37 unknown-column"]);
        assert_eq!(faults(b"\xFF\xFEi\0d\0\n"), ["1:1 bad-encoding"]);
        assert_eq!(faults(b""), ["1:1 no-header"]);
        assert_eq!([faults(b"\0id,helper\n"), faults(b"i\0d,helper\n")], [["1:1 nul-byte"], ["1:2 nul-byte"]]);
        // Which kind of file it is says what to do.
        for (bytes, kind) in [
            (&b"PK\x03\x04\x14\0"[..], "xlsx"),
            (b"\xD0\xCF\x11\xE0\xA1", "xls)"),
            (b"i\0d\0\n\0", "UTF-16"),
            (b"\0i\0d", "UTF-16"),
            (b"\xFF\xFEi\0d\0\n", "UTF-16"),
        ] {
            let (mut findings, mut bytes) = (Findings::default(), bytes);
            let input = Input::new(&mut bytes);
            let path = Arc::from("branches/a/pairs.csv");
            read_rows(&PAIRS, &path, input, Depth::Everything, &mut Buffers::default(), &mut findings, &mut |_: &mut Row<'_>| {}).unwrap();
            let said = findings.listed().0;
            assert!(said.len() == 1 && said[0].message(crate::i18n::Lang::En).contains(kind), "{said:?}");
        }
    }

    /// What is wrong with a header closes its file also where it is only counted.
    #[test]
    fn a_header_that_cannot_be_understood_is_seen_behind_the_list_too() {
        let earlier = Finding::new(Code::EmptyLine, Place::whole("branches/a/forms.csv"));
        for content in [&b"id,helper,helped,basis,topics\na,b,c,d,e\n"[..], b"\xFF\xFEi\0d\0\n", b"id;helper;helped\n1;2;3\n"] {
            let mut findings = Findings::of(vec![earlier.clone()], 1);
            let mut rows = 0;
            let (path, mut bytes) = (Arc::from("branches/a/pairs.csv"), content);
            let input = Input::new(&mut bytes);
            read_rows(&PAIRS, &path, input, Depth::Everything, &mut Buffers::default(), &mut findings, &mut |_: &mut Row<'_>| rows += 1)
                .unwrap();
            let (listed, rest) = findings.listed();
            assert_eq!((rows, listed, rest.number()), (0, vec![earlier.clone()], 1), "{content:?}");
        }
    }

    #[test]
    fn a_shallow_look_sees_the_same_rows() {
        let content = [HEAD.as_bytes(), b"a,b,c,d,e,f\n\"b\",b,c,d,e,f\nc,\"x,\"\"y\",c,d,e,f"].concat();
        let (rows, findings) = read(&content, Depth::Columns(&[0, 1]));
        assert_eq!(rows, ["2:a", "3:b", "4:c"]);
        assert!(findings.is_empty());
        assert_eq!(read(&content, Depth::Everything).0, rows);
    }

    /// Where a quote stands in what is skipped, or the file is cut off, the whole line is looked at.
    #[test]
    fn what_is_skipped_hides_no_open_quote_and_no_cut() {
        for rest in [
            &b"a,b,c,d,\"e\nb,b,c,d,e,f\"\n"[..],
            b"a,b,c,d,\"e\nb,b,c,d,e,f\n",
            b"a,b,c,d,e\"e,f\n",
            b"a,b,c,d,e,f\nb,b,c",
            b"\"a\",b,c,d\n",
        ] {
            let content = [HEAD.as_bytes(), rest].concat();
            let (shallow, deep) = (read(&content, Depth::Columns(&[0, 1])), read(&content, Depth::Everything));
            assert!(!deep.1.is_empty(), "{rest:?}");
            assert_eq!(shallow, deep, "{rest:?}");
        }
    }

    #[test]
    fn a_cell_too_many_is_seen_where_nearly_all_are_looked_at() {
        let content = [HEAD.as_bytes(), b"a,b,c,d,e,f,g\nb,b,c,d,e\n"].concat();
        assert_eq!(read(&content, Depth::Columns(&[0, 4])).0, Vec::<String>::new());
        assert_eq!(read(&content, Depth::Columns(&[0, 4])).1, read(&content, Depth::Everything).1);
        assert_eq!(read(&content, Depth::Columns(&[0, 3])).0, ["2:a", "3:b"]);
    }

    proptest! {
        /// Any bytes: no panic, and every line is a row or a finding (or belongs to a broken cell reported before).
        #[test]
        fn any_bytes_are_read_or_reported(rest: Vec<u8>) {
            let content = [HEAD.as_bytes(), &rest].concat();
            let (rows, findings) = read(&content, Depth::Everything);
            let lines = content.split(|byte| *byte == b'\n').skip(1).filter(|line| !line.is_empty()).count();
            prop_assert!(lines == 0 || !rows.is_empty() || !findings.is_empty());
        }
    }
}
