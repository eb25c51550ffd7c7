//! A picture of a report's figures as a value: a workbook makes a native chart of it, a page an SVG. The figures are the report's own;
//! a renderer only lays them out. Not here: which figures a report shows so.

use super::sheet::Cell;
use crate::i18n::Message;

/// A chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// Heading.
    pub title: Message,
    /// Bars or lines.
    pub kind: ChartKind,
    /// What stands along the axis: branches or months.
    pub categories: Vec<Cell>,
    /// The figures, one series a colour.
    pub series: Vec<Series>,
}

/// How figures are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// Bars side by side: things of one time.
    Bars,
    /// Lines: one thing over time.
    Lines,
}

/// Figures of one kind, as many as there are categories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// What they are.
    pub name: Message,
    /// The whole numbers; none where nothing is known.
    pub values: Vec<Option<i64>>,
}

impl Chart {
    /// The greatest figure, 0 where there is none.
    #[must_use]
    pub fn greatest(&self) -> i64 {
        self.series.iter().flat_map(|series| &series.values).flatten().copied().max().unwrap_or(0)
    }
}
