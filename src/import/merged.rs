//! The merged cells of a sheet: which cell of a table lies in one, and where that one begins. Not here: how each kind of file has them
//! (`workbook`, `ods_tags`), and what follows from it (`table`).

use std::collections::BTreeMap;

/// A merged cell: its first and last row, from 1, and its first and last column, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rectangle {
    /// First and last row.
    pub rows: (u32, u32),
    /// First and last column.
    pub columns: (usize, usize),
}

/// The merged cells of some columns, by column and first row.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    parts: BTreeMap<(usize, u32), Part>,
}

/// The part of a merged cell that lies in a column.
#[derive(Clone, Copy, Debug)]
struct Part {
    /// Its last row.
    last: u32,
    /// The column in which the merged cell begins.
    begins: usize,
}

impl Merged {
    /// Those that lie in some columns.
    #[must_use]
    pub fn of(rectangles: &[Rectangle], columns: impl Iterator<Item = usize>) -> Self {
        let of_column = |column: usize| {
            let inside = rectangles.iter().filter(move |merged| (merged.columns.0..=merged.columns.1).contains(&column));
            inside.map(move |merged| ((column, merged.rows.0), Part { last: merged.rows.1, begins: merged.columns.0 }))
        };
        Self { parts: columns.flat_map(of_column).collect() }
    }

    /// The row and the column in which the merged cell begins of which a cell is a later part.
    #[must_use]
    pub fn origin(&self, row: u32, column: usize) -> Option<(u32, usize)> {
        let ((of, first), part) = self.parts.range(..=(column, row)).next_back()?;
        let is_later = *of == column && row <= part.last && (*first < row || part.begins < column);
        is_later.then_some((*first, part.begins))
    }
}

#[cfg(test)]
mod tests {
    use super::{Merged, Rectangle};

    #[test]
    fn a_later_part_knows_where_its_cell_begins() {
        let rectangle = |rows, columns| Rectangle { rows, columns };
        let merged = Merged::of(&[rectangle((2, 4), (1, 2)), rectangle((6, 6), (0, 3))], 0..=2);
        assert_eq!((merged.origin(2, 1), merged.origin(3, 1), merged.origin(5, 1)), (None, Some((2, 1)), None));
        assert_eq!((merged.origin(2, 2), merged.origin(4, 2), merged.origin(6, 2)), (Some((2, 1)), Some((2, 1)), Some((6, 0))));
        assert_eq!((merged.origin(6, 0), merged.origin(1, 1), merged.origin(6, 3)), (None, None, None), "no column that was asked for");
    }
}
