//! A foreign file as a table of a shape: its kind, encoding, delimiter or sheet, its header and its rows, each chosen by a rule and named in
//! the answer. Where the rule cannot choose, it asks. Not here: what the rows say.

use calamine::SheetVisible;

use super::bounds;
use super::delimited::{self, DELIMITERS};
use super::encoding::{Encoding, decode};
use super::file_kind::FileKind;
use super::grid::{Cell, Grid, Nature};
use super::header::{Fault, Header, Heads, WITHIN, heads, wanted};
use super::merged::Merged;
use super::shape::{Shape, is_our_own_count};
use super::workbook::{Watch, Workbook};
use crate::i18n::Message;

/// What was asked about a file besides its name.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The encoding of a text.
    pub encoding: Option<Encoding>,
    /// The sheet of a workbook, by name or number.
    pub sheet: Option<String>,
}

/// Where the rows of a table came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A text.
    Text {
        /// The whole text.
        text: String,
        /// Its encoding.
        encoding: Encoding,
        /// What stands between its cells.
        delimiter: u8,
    },
    /// A sheet of a workbook.
    Sheet {
        /// Its kind.
        kind: FileKind,
        /// Its name.
        name: String,
        /// Other sheets with a word, of which none is taken.
        aside: Vec<String>,
    },
}

/// A table with its header found.
#[derive(Clone, Debug)]
pub struct Table {
    /// Where it came from.
    pub source: Source,
    /// Its cells.
    pub grid: Grid,
    /// Its header.
    pub header: Header,
    /// Its merged cells.
    merged: Merged,
}

/// Reads a table of a shape.
///
/// # Errors
/// The file is of another kind, damaged, protected, in no or in two encodings; no header of the shape is in it, or several are.
pub fn read(bytes: &[u8], shape: Shape, asked: &Asked, watch: Watch<'_>) -> Result<Table, Message> {
    match FileKind::of(bytes)? {
        FileKind::Csv => text(bytes, shape, asked),
        kind => workbook(bytes, kind, shape, asked, watch),
    }
}

fn text(bytes: &[u8], shape: Shape, asked: &Asked) -> Result<Table, Message> {
    if asked.sheet.is_some() {
        return Err(Message::new("import.no-sheets-in-text"));
    }
    let (text, encoding) = decode(bytes, asked.encoding)?;
    let text = delimited::with_line_feeds(text);
    let mut fault = None;
    for delimiter in DELIMITERS {
        let head = delimited::head(&text, delimiter, WITHIN);
        match Header::find(&head, shape) {
            Ok(header) => {
                let grid = delimited::whole(&text, delimiter)?;
                return Ok(Table { source: Source::Text { text, encoding, delimiter }, grid, header, merged: Merged::default() });
            }
            Err(Fault::None) => {}
            Err(Fault::Twice(row, first, second)) => fault = fault.or_else(|| Some(twice(&head, row, first, second))),
        }
    }
    let quotes = || delimited::whole(&text, b',').err();
    let first = || text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    Err(fault.or_else(quotes).unwrap_or_else(|| no_header(shape, first()).with("encoding", encoding.word())))
}

fn no_header(shape: Shape, first: &str) -> Message {
    let first: String = first.chars().take(40).collect();
    Message::new("import.no-header").with("wanted", wanted(shape)).with("first", first)
}

fn twice(grid: &Grid, row: usize, first: usize, second: usize) -> Message {
    let head = |column| grid.cell(row, column).text.to_owned();
    Message::new("import.header-twice").with("line", i64::from(grid.line(row))).with("first", head(first)).with("second", head(second))
}

fn workbook(bytes: &[u8], kind: FileKind, shape: Shape, asked: &Asked, watch: Watch<'_>) -> Result<Table, Message> {
    bounds::check(bytes, kind)?;
    let mut book = Workbook::open(bytes, kind)?;
    let sheets = book.sheets();
    let (name, aside) = match &asked.sheet {
        Some(asked) => (named(&sheets, asked)?, Vec::new()),
        None => fitting(&mut book, &sheets, shape)?,
    };
    let grid = book.grid(&name, usize::MAX, watch)?;
    let header = Header::find(&grid, shape).map_err(|fault| told(fault, &grid, shape))?;
    let merged = Merged::of(&book.merged(&name)?, header.columns.iter().map(|(column, _)| *column));
    Ok(Table { source: Source::Sheet { kind, name, aside }, grid, header, merged })
}

fn told(fault: Fault, grid: &Grid, shape: Shape) -> Message {
    match fault {
        Fault::Twice(row, first, second) => twice(grid, row, first, second),
        Fault::None => {
            let first: Vec<&str> = grid.row(0).map(|(_, cell)| cell.text).collect();
            no_header(shape, &first.join(" "))
        }
    }
}

/// A sheet by name, else by its number from 1.
fn named(sheets: &[(String, SheetVisible)], asked: &str) -> Result<String, Message> {
    let by_number = || asked.parse::<usize>().ok().and_then(|number| sheets.get(number.checked_sub(1)?));
    let found = sheets.iter().find(|(name, _)| name.trim() == asked.trim()).or_else(by_number);
    let names = || listed(sheets.iter().map(|(name, _)| name.as_str()));
    found.map(|(name, _)| name.clone()).ok_or_else(|| Message::new("import.no-such-sheet").with("sheet", asked).with("sheets", names()))
}

/// Names of sheets for a message.
fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.map(|name| format!("“{name}”")).collect::<Vec<_>>().join(" ")
}

/// The one sheet that is shown and has a header of the shape, and the sheets with a word that are left aside for it.
fn fitting(book: &mut Workbook<'_>, sheets: &[(String, SheetVisible)], shape: Shape) -> Result<(String, Vec<String>), Message> {
    if let [(only, SheetVisible::Visible)] = sheets {
        return Ok((only.clone(), Vec::new()));
    }
    let (mut found, mut hidden, mut aside) = (Vec::new(), Vec::new(), Vec::new());
    let mut fault = None;
    for (name, visible) in sheets {
        let head = book.grid(name, WITHIN, &|_, _| {})?;
        match (Header::find(&head, shape), visible) {
            (Ok(_), SheetVisible::Visible) => found.push(name.as_str()),
            (Ok(_), _) => hidden.push(name.as_str()),
            (Err(error), SheetVisible::Visible) => fault = fault.or_else(|| Some(told(error, &head, shape))),
            (Err(_), _) => {}
        }
        if !head.is_empty() {
            aside.push(name.clone());
        }
    }
    match (found.as_slice(), hidden.as_slice()) {
        ([one], _) => Ok(((*one).to_owned(), aside.into_iter().filter(|name| name != one).collect())),
        ([], []) => Err(fault.unwrap_or_else(|| Message::new("import.no-sheets"))),
        ([], hidden) => Err(Message::new("import.hidden-sheet").with("sheets", listed(hidden.iter().copied()))),
        (several, _) => Err(Message::new("import.several-sheets").with("sheets", listed(several.iter().copied()))),
    }
}

impl Table {
    /// The rows under the header, by their place in the grid; not the sentence under a list of our own, which says how many they are.
    #[must_use]
    pub fn body(&self) -> std::ops::Range<usize> {
        let rows = self.header.last + 1..self.grid.len();
        let ends_with_count = rows.clone().next_back().is_some_and(|last| {
            let mut cells = self.grid.row(last);
            cells.next().is_some_and(|(_, cell)| is_our_own_count(cell.text)) && cells.next().is_none()
        });
        if ends_with_count { rows.start..rows.end - 1 } else { rows }
    }

    /// What a row has under a header; nothing where the file has no such column.
    #[must_use]
    pub fn cell(&self, row: usize, column: &str) -> Cell<'_> {
        let Some(at) = self.header.at(column) else { return Cell::default() };
        match self.origin(row, at) {
            Some((first, from)) if from == at && Shape::is_shared(column) => self.grid.cell(first, at),
            Some(_) => Cell { text: "", nature: Nature::Merged },
            None => self.grid.cell(row, at),
        }
    }

    /// A cell by its column in the file, as `cell` has it.
    #[must_use]
    pub fn shown(&self, row: usize, at: usize) -> Cell<'_> {
        let name = self.header.columns.iter().find(|(column, _)| *column == at).map(|(_, name)| *name);
        name.filter(|_| row > self.header.last).map_or_else(|| self.grid.cell(row, at), |name| self.cell(row, name))
    }

    /// Where the merged cell begins of which a cell is a later part. A header that goes over two rows is none of the body's, and a cell
    /// that was merged without a word says nothing.
    fn origin(&self, row: usize, at: usize) -> Option<(usize, usize)> {
        let (line, column) = self.merged.origin(self.grid.line(row), at)?;
        let first = self.grid.row_at(line).filter(|first| *first > self.header.last)?;
        (!self.grid.cell(first, column).text.is_empty()).then_some((first, column))
    }

    /// The name of a cell in the file: `Sheet1!B7`, or line and column of a text; of a row where no column is given.
    #[must_use]
    pub fn place(&self, row: usize, column: Option<usize>) -> String {
        let line = self.grid.line(row);
        match (&self.source, column) {
            (Source::Text { text, delimiter, .. }, Some(column)) => {
                let (line, character) = delimited::place(text, *delimiter, line, self.grid.offset(row), column);
                format!("{line}:{character}")
            }
            (Source::Text { .. }, None) => line.to_string(),
            (Source::Sheet { name, .. }, Some(column)) => format!("{}!{}{line}", quoted(name), letters(column)),
            (Source::Sheet { name, .. }, None) => format!("{}!{line}", quoted(name)),
        }
    }

    /// The header as the file has it, of every column that it has.
    #[must_use]
    pub fn heads(&self) -> Heads<'_> {
        heads(&self.grid, self.header.row, self.header.last)
    }
}

/// A sheet's name as a spreadsheet writes it in the name of a cell.
fn quoted(name: &str) -> String {
    let plain = name.chars().all(char::is_alphanumeric) && !name.starts_with(|c: char| c.is_ascii_digit());
    if plain { name.to_owned() } else { format!("'{}'", name.replace('\'', "''")) }
}

/// The letters of a column from 0: A … Z, AA ….
fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::{Asked, letters, quoted, read};
    use crate::import::shape::Shape;

    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
        assert_eq!((quoted("名册"), quoted("2012 级"), quoted("a'b")), ("名册".into(), "'2012 级'".into(), "'a''b'".into()));
    }

    #[test]
    fn the_delimiter_is_the_one_with_which_there_is_a_header() {
        for (text, delimiter) in [("a;b,c,d,e\n学号;姓名\n1;甲\n", b';'), ("学号\t姓名\n1\t甲\n", b'\t'), ("学号,姓名\n1,甲;乙;丙\n", b',')]
        {
            let table = read(text.as_bytes(), Shape::Roster, &Asked::default(), &|_, _| {}).unwrap();
            assert!(matches!(&table.source, super::Source::Text { delimiter: found, .. } if *found == delimiter), "{text}");
            assert_eq!(table.cell(table.body().start, "id").text, "1");
        }
    }

    #[test]
    fn what_cannot_be_chosen_is_told() {
        let key = |text: &str| read(text.as_bytes(), Shape::Roster, &Asked::default(), &|_, _| {}).unwrap_err().key;
        assert_eq!(key("甲,乙\n1,2\n"), "import.no-header");
        assert_eq!(key("学号,学号,姓名\n"), "import.header-twice");
        assert_eq!(key("学号,姓名\n1,\"甲\n2,乙\n"), "import.quote-open");
        assert_eq!(key("\"学号,姓名\n1,甲\n"), "import.quote-open");
    }
}
