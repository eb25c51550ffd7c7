//! The texts of a table: for each row the cells that were kept, in one run of bytes. Rows of typed values lie beside it
//! (`Records`). Not here: how a file becomes cells.

use std::sync::Arc;

use super::table::Table;

/// Cells kept from a file, row by row.
#[derive(Clone, Debug, Default)]
pub struct TextTable {
    /// Headers of the kept columns.
    columns: Vec<&'static str>,
    bytes: Vec<u8>,
    /// End of each cell in `bytes`, `columns.len()` a row.
    ends: Vec<u32>,
}

impl TextTable {
    /// A table that keeps these columns.
    #[must_use]
    pub fn keeping(columns: Vec<&'static str>) -> Self {
        Self { columns, bytes: Vec::new(), ends: Vec::new() }
    }

    /// A table that keeps all columns of a table of the format.
    #[must_use]
    pub fn keeping_all(table: &Table) -> Self {
        Self::keeping(table.columns.iter().map(|column| column.name).collect())
    }

    /// Sets room aside for so many rows more, whose cells have so many bytes.
    pub fn reserve(&mut self, rows: usize, cell: usize) {
        let cells = rows * self.columns.len();
        self.ends.reserve(cells);
        self.bytes.reserve(cells * cell);
    }

    /// The kept columns.
    #[must_use]
    pub fn columns(&self) -> &[&'static str] {
        &self.columns
    }

    /// Adds a cell; a row is complete when every kept column has one, in order.
    pub fn push(&mut self, cell: &str) {
        self.push_bytes(cell.as_bytes());
    }

    /// Adds a cell given as bytes; what is not UTF-8 reads as empty.
    pub fn push_bytes(&mut self, cell: &[u8]) {
        self.bytes.extend_from_slice(cell);
        self.ends.push(self.bytes.len() as u32);
    }

    /// Number of complete rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len().checked_div(self.columns.len()).unwrap_or(0)
    }

    /// Whether it has no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A cell; empty where the column was not kept or the row does not exist.
    #[must_use]
    pub fn get(&self, row: usize, column: &str) -> &str {
        self.columns.iter().position(|kept| *kept == column).map_or("", |position| self.at(row, position))
    }

    /// A cell by the position of its column among the kept ones.
    #[must_use]
    pub fn at(&self, row: usize, position: usize) -> &str {
        std::str::from_utf8(self.bytes_at(row, position)).unwrap_or("")
    }

    /// The bytes of a cell by the position of its column among the kept ones.
    #[must_use]
    pub fn bytes_at(&self, row: usize, position: usize) -> &[u8] {
        let cell = row * self.columns.len() + position;
        let start = cell.checked_sub(1).map_or(0, |before| self.ends.get(before).copied().unwrap_or(0));
        let Some(end) = self.ends.get(cell) else { return &[] };
        self.bytes.get(start as usize..*end as usize).unwrap_or_default()
    }

    /// Appends the rows of another table that keeps the same columns.
    pub fn append(&mut self, other: &Self) {
        if self.columns.is_empty() {
            self.columns.clone_from(&other.columns);
        }
        let offset = self.bytes.len() as u32;
        self.bytes.extend_from_slice(&other.bytes);
        self.ends.extend(other.ends.iter().map(|end| end + offset));
    }

    /// Gives back what was reserved and not used.
    pub fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

/// Typed rows in the order of their key, with their texts.
#[derive(Clone, Debug)]
pub struct Records<T> {
    /// The file, relative to the data directory.
    pub file: Arc<str>,
    /// The rows.
    pub rows: Vec<T>,
    texts: TextTable,
    /// Row of `texts` for each row, where the file was not in order.
    order: Option<Vec<u32>>,
}

impl<T> Default for Records<T> {
    fn default() -> Self {
        Self { file: Arc::from(""), rows: Vec::new(), texts: TextTable::default(), order: None }
    }
}

impl<T> Records<T> {
    /// Rows in the order of their key; `order` gives each one's row in `texts` where that is another.
    #[must_use]
    pub fn new(file: Arc<str>, rows: Vec<T>, texts: TextTable, order: Option<Vec<u32>>) -> Self {
        Self { file, rows, texts, order }
    }

    /// The text of a row's cell; empty where it was not kept.
    #[must_use]
    pub fn text(&self, row: usize, column: &str) -> &str {
        self.texts.get(self.text_row(row), column)
    }

    /// The first row with a text in a column.
    #[must_use]
    pub fn row_with(&self, column: &str, text: &str) -> Option<usize> {
        (0..self.rows.len()).find(|row| self.text(*row, column) == text)
    }

    /// Rows with their index.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &T)> {
        self.rows.iter().enumerate()
    }

    fn text_row(&self, row: usize) -> usize {
        match &self.order {
            Some(order) => order.get(row).map_or(usize::MAX / 64, |text_row| *text_row as usize),
            None => row,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TextTable;

    #[test]
    fn cells_come_back_by_row_and_column() {
        let mut table = TextTable::keeping(vec!["id", "name"]);
        for cell in ["1", "甲", "2", ""] {
            table.push(cell);
        }
        let mut other = table.clone();
        other.append(&table);
        assert_eq!((other.len(), other.get(0, "name"), other.get(2, "id"), other.get(3, "name")), (4, "甲", "1", ""));
        assert_eq!((other.get(9, "id"), other.get(0, "note")), ("", ""));
    }
}
