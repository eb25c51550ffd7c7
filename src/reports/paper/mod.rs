//! Papers that an office prints, signs and files: record forms, files of pairs, reports, notices. Here: the value between a report
//! and a document, without a font or a file format. What each paper says is in its own file; how it looks is the renderers'.

mod cases;
mod certificate;
mod file;
mod judged;
mod member;
mod monthly;
mod official;
mod pair_places;
mod record_form;
mod season;

pub use cases::published_cases;
pub use certificate::{certificate_filling, certificate_places, certificates};
pub use file::{file_filling, pair_file};
pub use judged::JudgedBranch;
pub use member::{member_filling, member_record};
pub use monthly::{MonthlyReport, monthly_filling, monthly_report};
pub use official::{Official, bracketed, nested};
pub use pair_places::of_scheme as scheme_places;
pub use record_form::{form_filling, record_form};
pub use season::season_report;

use super::masthead::below;
use super::sheet::{Cell, Column, Sheet};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::day::{Day, Month};

/// A document: pages in order, each beginning on a new sheet of paper.
#[derive(Clone, Debug)]
pub struct Paper {
    /// Its name, for the properties of the file and the title of a page.
    pub title: Message,
    /// How it is set.
    pub style: Style,
    /// Its pages; one may run over several sheets.
    pub pages: Vec<Vec<Block>>,
}

/// How a document is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A form: the word processor's usual margins, tables.
    Form,
    /// An official document (公文, GB/T 9704-2012).
    Official,
    /// A certificate: lying, large letters.
    Certificate,
}

/// A part of a page.
#[derive(Clone, Debug)]
pub enum Block {
    /// The name of the paper, centred.
    Title(Cell),
    /// A line under the title, centred.
    Subtitle(Cell),
    /// The heading of a part.
    Heading(Cell),
    /// A paragraph; its first line is set in.
    Text(Cell),
    /// A paragraph that begins at the margin: whom a notice is for.
    Address(Cell),
    /// A line at the right: who signs, and the day.
    Closing(Cell),
    /// A small line: figures in force, what to mind.
    Note(Cell),
    /// A table.
    Grid(Grid),
    /// An empty line.
    Gap,
}

/// A table of boxes.
#[derive(Clone, Debug)]
pub struct Grid {
    /// Widths of the columns, in parts of their sum.
    pub widths: Vec<u32>,
    /// So many first rows are repeated on each sheet.
    pub head: usize,
    /// Rows; the spans of each sum up to the columns.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its boxes.
    pub boxes: Vec<Boxed>,
    /// Least height in millimetres; none: a line.
    pub height: Option<u32>,
}

/// A box of a table.
#[derive(Clone, Debug)]
pub struct Boxed {
    /// What stands in it.
    pub cell: Cell,
    /// Over so many columns.
    pub span: usize,
    /// How it is set.
    pub kind: Kind,
}

/// How a box is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A label: centred, strong.
    Label,
    /// Short content: centred.
    Short,
    /// Running text: from the left, from the top.
    Running,
    /// Room for a signature: text at the bottom right.
    Signature,
}

/// Lines under the title of a report: the scheme's document and its leading group.
fn head_lines(core: &Core) -> impl Iterator<Item = Block> {
    below(&core.scheme).into_iter().map(|line| Block::Subtitle(Cell::Say(line)))
}

impl Grid {
    /// A sheet as a table with its header; `row` makes a row of the cells with their columns.
    fn of_sheet(
        sheet: &Sheet,
        width: impl Fn(&Column) -> u32,
        row: impl Fn(Vec<Boxed>) -> Row,
        boxed: impl Fn(&Column, &Cell) -> Boxed,
    ) -> Self {
        let head = sheet.columns.iter().map(|column| Boxed { cell: Cell::Say(column.header.clone()), span: 1, kind: Kind::Label });
        let cells = |cells: &Vec<Cell>| row(sheet.columns.iter().zip(cells).map(|(column, cell)| boxed(column, cell)).collect());
        let rows = std::iter::once(row(head.collect())).chain(sheet.rows.iter().map(cells)).collect();
        Self { widths: sheet.columns.iter().map(width).collect(), head: 1, rows }
    }
}

impl Boxed {
    /// A label over some columns.
    #[must_use]
    pub fn label(key: &'static str, span: usize) -> Self {
        Self { cell: Cell::word(key), span, kind: Kind::Label }
    }

    /// Short content over some columns.
    #[must_use]
    pub fn short(cell: Cell, span: usize) -> Self {
        Self { cell, span, kind: Kind::Short }
    }

    /// Running text over some columns.
    #[must_use]
    pub fn running(cell: Cell, span: usize) -> Self {
        Self { cell, span, kind: Kind::Running }
    }

    /// Room for a signature over some columns, with what is signed.
    #[must_use]
    pub fn signature(key: &'static str, span: usize) -> Self {
        Self { cell: Cell::word(key), span, kind: Kind::Signature }
    }
}

impl Row {
    /// A row of one line.
    #[must_use]
    pub fn of(boxes: Vec<Boxed>) -> Self {
        Self { boxes, height: None }
    }

    /// A row of one line: labels, each with its content, over so many columns.
    fn of_fields<const N: usize>(fields: [(&'static str, Cell); N], spans: [(usize, usize); N]) -> Self {
        let boxes = fields.into_iter().zip(spans);
        Self::of(boxes.flat_map(|((label, cell), (own, content))| [Boxed::label(label, own), Boxed::short(cell, content)]).collect())
    }

    /// A row with a least height in millimetres.
    #[must_use]
    pub fn tall(boxes: Vec<Boxed>, height: u32) -> Self {
        Self { boxes, height: Some(height) }
    }
}

/// A day as papers write it: 2012年11月8日, 8 November 2012.
#[must_use]
pub fn day(day: Day) -> Cell {
    Cell::Say(long_day(day))
}

/// A day as papers write it, for a sentence.
#[must_use]
pub fn long_day(day: Day) -> Message {
    let month = day.month();
    Message::new("paper.day").with("year", month.year()).word("month", month_name(month.number())).with("day", day_of_month(day))
}

/// The name of a month: 11, November.
fn month_name(number: u32) -> &'static str {
    match number {
        1 => "month.1",
        2 => "month.2",
        3 => "month.3",
        4 => "month.4",
        5 => "month.5",
        6 => "month.6",
        7 => "month.7",
        8 => "month.8",
        9 => "month.9",
        10 => "month.10",
        11 => "month.11",
        _ => "month.12",
    }
}

/// A day, or nothing.
fn day_or_empty(day_or_none: Option<Day>) -> Cell {
    day_or_none.map_or(Cell::Empty, day)
}

/// A day of a known month, short: 11月8日.
fn short_day(day: Day) -> Cell {
    Cell::Say(Message::new("paper.short-day").with("month", day.month().number()).with("day", day_of_month(day)))
}

/// Which day of its month a day is.
fn day_of_month(day: Day) -> i32 {
    day.since(day.month().first_day()) + 1
}

/// A month as papers write it: 2012年11月.
#[must_use]
pub fn month(month: Month) -> Message {
    Message::new("paper.month").with("year", month.year()).with("month", month.number())
}
