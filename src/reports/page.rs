//! A page as a value: its sections of main figures, tables, charts and calendars. Not here: how it looks, and which pages a season has
//! (`site`).

use super::chart::Chart;
use super::sheet::{Cell, Sheet, Sheets};
use crate::i18n::Message;
use crate::model::day::Day;

/// A page.
#[derive(Clone, Debug)]
pub struct Page {
    /// The name of its file, without extension.
    pub file: String,
    /// Its short name among other pages.
    pub name: Message,
    /// Heading.
    pub title: Message,
    /// Sentences under the heading.
    pub lead: Vec<Message>,
    /// What it shows, in order.
    pub sections: Vec<Section>,
}

/// A section with its heading.
#[derive(Clone, Debug)]
pub struct Section {
    /// Heading; none where the page's own says enough.
    pub title: Option<Message>,
    /// What it shows, in order.
    pub parts: Vec<Part>,
}

/// A part of a section.
#[derive(Clone, Debug)]
pub enum Part {
    /// Main figures.
    Tiles(Vec<Tile>),
    /// A table with the sentences under it.
    Table(Sheet),
    /// A picture of figures.
    Chart(Chart),
    /// The days of a pair.
    Calendar(Calendar),
    /// Sentences.
    Notes(Vec<Message>),
}

/// A main figure.
#[derive(Clone, Debug)]
pub struct Tile {
    /// What it is.
    pub label: Message,
    /// The figure.
    pub value: Cell,
    /// How it changed since the month before.
    pub change: Cell,
}

/// The days of a pair, from a Monday on.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// Which pair.
    pub title: Message,
    /// How it stands.
    pub note: Message,
    /// The Monday before the first day.
    pub monday: Day,
    /// Each day from there.
    pub days: Vec<Mark>,
}

/// A day of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// How many contacts.
    pub contacts: u32,
    /// What kind of day it is.
    pub kind: DayKind,
}

/// What kind of day it is for a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayKind {
    /// Before the pair began, after it ended, or not yet judged.
    Outside,
    /// In a pause, when the clock stands still.
    Paused,
    /// A day that counts.
    Counted,
    /// A day on which contact was overdue.
    Late,
}

impl Page {
    /// A report as a page of its own: its main figures, its charts, its tables.
    #[must_use]
    pub fn of<R: Sheets>(report: &R) -> Self {
        Self { lead: report.lead(), ..Self::put(report.heading(), report.sheets(), report.charts(), report.tiles()) }
    }

    /// Sheets as a page, headed by the first one's title.
    #[must_use]
    pub fn of_sheets(sheets: Vec<Sheet>) -> Self {
        Self::put(None, sheets, Vec::new(), Vec::new())
    }

    fn put(heading: Option<Message>, sheets: Vec<Sheet>, charts: Vec<Chart>, tiles: Vec<Tile>) -> Self {
        let own = heading.is_some();
        let first = || sheets.first().and_then(|sheet| sheet.title.clone());
        let title = heading.or_else(first).unwrap_or_else(|| Message::new("page.untitled"));
        let mut parts = Vec::new();
        parts.extend((!tiles.is_empty()).then_some(Part::Tiles(tiles)));
        parts.extend(charts.into_iter().map(Part::Chart));
        let first = Section { title: None, parts };
        let table = |(index, mut sheet): (usize, Sheet)| {
            let title = sheet.title.take().filter(|_| index > 0 || own);
            Section { title, parts: vec![Part::Table(sheet)] }
        };
        let sections = std::iter::once(first).chain(sheets.into_iter().enumerate().map(table)).collect();
        Self { file: "index".to_owned(), name: title.clone(), title, lead: Vec::new(), sections }
    }
}
