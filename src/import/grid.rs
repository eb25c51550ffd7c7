//! The cells of a foreign table in one run of text, row by row, each with what the file says of its nature. Rows without a word are
//! left out. Not here: what the cells mean.

use crate::model::character::is_blank;

/// What a file says of a cell besides its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Nature {
    /// Nothing is in it.
    #[default]
    Empty,
    /// A text.
    Text,
    /// A number of a spreadsheet: what was typed may have been another thing.
    Number,
    /// A day of a spreadsheet; the text is `YYYY-MM-DD`.
    Day,
    /// A time without a day, or a day outside the years that data may have.
    Time,
    /// A formula of which the file has no value.
    NoValue,
    /// An error of a formula, as `#N/A`.
    Error,
    /// A yes or no: TRUE or FALSE.
    Boolean,
    /// A later part of a merged cell, in a column where each row says its own or to the right of where the merged cell begins.
    Merged,
}

/// A cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Cell<'g> {
    /// The text without white space around it.
    pub text: &'g str,
    /// What the file says of it.
    pub nature: Nature,
}

#[derive(Clone, Copy, Debug)]
struct Stored {
    end: u32,
    column: u16,
    nature: Nature,
}

#[derive(Clone, Copy, Debug)]
struct Start {
    /// Line or row of the file, from 1.
    line: u32,
    /// Where the row begins in the text of the file.
    offset: u32,
    /// Its first cell.
    cell: u32,
}

/// The table.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    text: String,
    cells: Vec<Stored>,
    rows: Vec<Start>,
}

/// More text or cells than this is no table of records (a spreadsheet has at most 2^20 rows).
const MOST_TEXT: usize = 512 << 20;
const MOST_CELLS: usize = 32 << 20;

/// What spreadsheets show where a formula fails.
const ERRORS: [&str; 9] = ["#N/A", "#REF!", "#DIV/0!", "#NAME?", "#VALUE!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"];

impl Grid {
    /// Begins a row.
    pub fn begin(&mut self, line: u32, offset: u32) {
        self.drop_empty_row();
        self.rows.push(Start { line, offset, cell: self.cells.len() as u32 });
    }

    /// Ends the last row.
    pub fn finish(&mut self) {
        self.drop_empty_row();
    }

    fn drop_empty_row(&mut self) {
        if self.rows.last().is_some_and(|row| row.cell as usize == self.cells.len()) {
            self.rows.pop();
        }
    }

    /// Adds a cell to the last row; columns in ascending order. A cell without a word is left out.
    pub fn push(&mut self, column: u32, text: &str, nature: Nature) {
        let text = text.trim_matches(is_blank);
        // In a text file, and in some workbooks, an error is the text that is shown for it.
        let nature = if nature == Nature::Text && ERRORS.contains(&text) { Nature::Error } else { nature };
        if !text.is_empty() || nature == Nature::NoValue {
            self.text.push_str(text);
            self.cells.push(Stored { end: self.text.len() as u32, column: u16::try_from(column).unwrap_or(u16::MAX), nature });
        }
    }

    /// Whether it has grown beyond what a table of records is.
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        self.text.len() > MOST_TEXT || self.cells.len() > MOST_CELLS
    }

    /// The number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The line or row of the file in which a row begins, from 1.
    #[must_use]
    pub fn line(&self, row: usize) -> u32 {
        self.rows.get(row).map_or(0, |start| start.line)
    }

    /// The row that begins in a line of the file, where it has a word.
    #[must_use]
    pub fn row_at(&self, line: u32) -> Option<usize> {
        self.rows.binary_search_by_key(&line, |start| start.line).ok()
    }

    /// Where a row begins in the text of the file.
    #[must_use]
    pub fn offset(&self, row: usize) -> usize {
        self.rows.get(row).map_or(0, |start| start.offset as usize)
    }

    /// The cells of a row that are not empty, with their columns from 0.
    pub fn row(&self, row: usize) -> impl Iterator<Item = (usize, Cell<'_>)> {
        self.range(row).filter_map(|at| Some((usize::from(self.cells.get(at)?.column), self.stored(at))))
    }

    /// A cell; empty where there is none.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        self.row(row).find(|(at, _)| *at == column).map_or(Cell::default(), |(_, cell)| cell)
    }

    fn range(&self, row: usize) -> std::ops::Range<usize> {
        let start = |row: usize| self.rows.get(row).map_or(self.cells.len(), |start| start.cell as usize);
        start(row)..start(row + 1)
    }

    fn stored(&self, at: usize) -> Cell<'_> {
        let start = at.checked_sub(1).and_then(|before| self.cells.get(before)).map_or(0, |before| before.end as usize);
        let Some(cell) = self.cells.get(at) else { return Cell::default() };
        Cell { text: self.text.get(start..cell.end as usize).unwrap_or_default(), nature: cell.nature }
    }
}

#[cfg(test)]
mod tests {
    use super::{Grid, Nature};

    #[test]
    fn cells_come_back_and_rows_without_a_word_are_left_out() {
        let mut grid = Grid::default();
        grid.begin(1, 0);
        grid.push(0, " 甲 ", Nature::Text);
        grid.push(3, "5", Nature::Number);
        grid.begin(2, 9);
        grid.push(0, "\u{3000}\u{200b}", Nature::Text);
        grid.begin(3, 12);
        grid.push(1, "", Nature::NoValue);
        grid.begin(4, 15);
        grid.finish();
        assert_eq!((grid.len(), grid.line(1), grid.offset(1)), (2, 3, 12));
        assert_eq!(grid.row(0).map(|(column, cell)| (column, cell.text)).collect::<Vec<_>>(), [(0, "甲"), (3, "5")]);
        assert_eq!(
            (grid.cell(0, 3).nature, grid.cell(1, 1).nature, grid.cell(0, 1).nature),
            (Nature::Number, Nature::NoValue, Nature::Empty)
        );
    }

    #[test]
    fn the_text_of_an_error_is_an_error() {
        let mut grid = Grid::default();
        grid.begin(1, 0);
        for (column, text) in (0..).zip(["#N/A", "\u{feff}#REF! ", "#1", "甲\u{200b}"]) {
            grid.push(column, text, Nature::Text);
        }
        grid.finish();
        let natures: Vec<Nature> = grid.row(0).map(|(_, cell)| cell.nature).collect();
        assert_eq!(natures, [Nature::Error, Nature::Error, Nature::Text, Nature::Text]);
        assert_eq!(grid.cell(0, 3).text, "甲");
    }
}
