//! The answer: pairs and prices. How it is found is in `solve`, what it proves in `verify`.

/// A row taking a column, both as positions in the instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    /// The row (student).
    pub row: usize,
    /// The column (helper).
    pub column: usize,
}

/// An assignment with the dual prices that prove it best (see [`super::verify::verify`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The pairs chosen, by row, then column; units of a row beyond them stay outside.
    pub pairs: Vec<Pair>,
    /// One price a row: what one unit of it costs at the margin.
    pub row_prices: Vec<i128>,
    /// One price a column, never above 0; below 0 only where every place is taken.
    pub column_prices: Vec<i128>,
}

impl Assignment {
    /// The columns that a row takes.
    pub fn columns_of(&self, row: usize) -> impl Iterator<Item = usize> + '_ {
        let start = self.pairs.partition_point(|pair| pair.row < row);
        self.pairs[start..].iter().take_while(move |pair| pair.row == row).map(|pair| pair.column)
    }
    /// What the pair of a row and a column costs beyond their prices.
    pub(super) fn slack(&self, row: usize, column: usize, cost: i128) -> i128 {
        cost - self.column_prices[column] - self.row_prices[row]
    }
}
