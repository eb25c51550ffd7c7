//! The typed table between a report and a format: what every renderer takes. Headers and words are message keys, so that a sheet
//! has no language; cells keep their kind, so that a spreadsheet gets real dates and numbers.

use std::borrow::Cow;

use super::chart::Chart;
use super::page::Tile;
use crate::i18n::Message;
use crate::model::day::Day;
use crate::model::word::word_of;

/// One table of a report.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Heading.
    pub title: Option<Message>,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows, each as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
    /// Sentences under the table: the readings in force, the clause, what was left out.
    pub footer: Vec<Message>,
}

/// A column: a stable key (the header in csv and JSON-like formats) and, under `column.<key>`, its header for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Stable key.
    pub key: &'static str,
    /// Header for people.
    pub header: Message,
    /// Side on which cells are aligned.
    pub align: Align,
}

/// Side on which cells are aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Texts.
    Left,
    /// Numbers.
    Right,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing known.
    Empty,
    /// Text from the records: shown with control characters made visible, escaped by each format.
    Text(String),
    /// A whole number.
    Number(i64),
    /// An exact number as the digits to show, for instance `87.50`.
    Digits(String),
    /// A day.
    Day(Day),
    /// A word or sentence of the catalogues.
    Say(Message),
}

impl Cell {
    /// Text, or nothing where it is empty.
    #[must_use]
    pub fn text(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }

    /// A day, where there is one.
    #[must_use]
    pub fn day(day: Option<Day>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }

    /// A word of the catalogues.
    #[must_use]
    pub fn word(key: &'static str) -> Self {
        Self::Say(Message::new(key))
    }

    /// A number.
    #[must_use]
    pub fn number(number: impl TryInto<i64>) -> Self {
        Self::Number(number.try_into().unwrap_or(i64::MAX))
    }
}

impl Column {
    /// A column of texts; `header` is the catalogue key.
    #[must_use]
    pub fn left(key: &'static str, header: &'static str) -> Self {
        Self { key, header: Message::new(header), align: Align::Left }
    }

    /// A column of numbers; `header` is the catalogue key.
    #[must_use]
    pub fn right(key: &'static str, header: &'static str) -> Self {
        Self { key, header: Message::new(header), align: Align::Right }
    }
}

/// A table whose rows are asked for one by one, so that a long one need not be kept as cells.
pub struct LongSheet<'a> {
    /// Title, columns and footer; its own rows are not looked at.
    pub frame: Cow<'a, Sheet>,
    /// How many rows there are.
    pub count: usize,
    row: RowMaker<'a>,
}

/// What makes a row of a long table.
type RowMaker<'a> = Box<dyn Fn(usize) -> Cow<'a, [Cell]> + 'a>;

impl<'a> LongSheet<'a> {
    /// A table whose rows are made when they are asked for, by their number.
    #[must_use]
    pub fn made(frame: Sheet, count: usize, row: impl Fn(usize) -> Vec<Cell> + 'a) -> Self {
        Self { frame: Cow::Owned(frame), count, row: Box::new(move |number| Cow::Owned(row(number))) }
    }

    /// The rows, each made when its turn comes.
    pub fn rows(&self) -> impl Iterator<Item = Cow<'a, [Cell]>> {
        (0..self.count).map(|number| (self.row)(number))
    }

    /// Whether the rows are made anew each time, as those of long tables are.
    #[must_use]
    pub fn is_made(&self) -> bool {
        matches!(self.frame, Cow::Owned(_))
    }

    /// The same with all its rows.
    #[must_use]
    pub fn kept(&self) -> Sheet {
        Sheet { rows: self.rows().map(Cow::into_owned).collect(), ..self.frame.clone().into_owned() }
    }
}

impl<'a> From<&'a Sheet> for LongSheet<'a> {
    fn from(sheet: &'a Sheet) -> Self {
        let row = |number: usize| Cow::Borrowed(sheet.rows.get(number).map_or(&[][..], Vec::as_slice));
        Self { frame: Cow::Borrowed(sheet), count: sheet.rows.len(), row: Box::new(row) }
    }
}

/// Who reads a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// A person.
    Person,
    /// A person in a spreadsheet, where days and numbers are sorted by their columns.
    Spreadsheet,
    /// Another program.
    Program,
}

/// A report that can be shown as sheets. Its JSON is its `serde::Serialize`.
pub trait Sheets {
    /// The tables for people, in order.
    fn sheets(&self) -> Vec<Sheet>;

    /// The tables for other programs (csv): one record a row, one figure a column. As for people, where nothing else is said.
    fn flat(&self) -> Vec<Sheet> {
        self.sheets()
    }

    /// The one table of a report that may be too long to be kept as cells, for formats that need no more than a row at a time.
    fn long(&self, _reader: Reader) -> Option<LongSheet<'_>> {
        None
    }

    /// Pictures of the main figures, for formats that can show them.
    fn charts(&self) -> Vec<Chart> {
        Vec::new()
    }

    /// The heading of all sheets together, where they are several things; else the first one's title heads them.
    fn heading(&self) -> Option<Message> {
        None
    }

    /// Lines under the heading of a page: whose report it is.
    fn lead(&self) -> Vec<Message> {
        Vec::new()
    }

    /// The main figures, for formats that can set them apart.
    fn tiles(&self) -> Vec<Tile> {
        Vec::new()
    }
}

/// The formats of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A table for people.
    Table,
    /// JSON for programs.
    Json,
    /// CSV, one record a row.
    Csv,
    /// The same for a spreadsheet program that takes text without a byte order mark for another encoding (`--excel`).
    ExcelCsv,
    /// Markdown.
    Md,
    /// A page.
    Html,
    /// A workbook.
    Xlsx,
    /// A document.
    Docx,
}

impl Format {
    /// All formats with their words on the command line.
    pub const WORDS: [(&'static str, Self); 7] = [
        ("table", Self::Table),
        ("json", Self::Json),
        ("csv", Self::Csv),
        ("md", Self::Md),
        ("html", Self::Html),
        ("xlsx", Self::Xlsx),
        ("docx", Self::Docx),
    ];

    /// The word on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        let asked = if self == Self::ExcelCsv { Self::Csv } else { self };
        word_of(&Self::WORDS, &asked)
    }

    /// Whether the answer's bytes are no text: nothing for a terminal.
    #[must_use]
    pub fn is_binary(self) -> bool {
        matches!(self, Self::Xlsx | Self::Docx)
    }
}
