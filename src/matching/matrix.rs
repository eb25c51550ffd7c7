//! An instance where every row may take every column: one table of costs. How it is solved is in `dense`.

use super::graph::{Costs, InstanceError, numbered};
use super::number::Number;

/// A complete instance with one unit a row and one place a column.
#[derive(Debug, Clone)]
pub struct Matrix {
    columns: usize,
    costs: Vec<i32>,
    outside: Vec<i128>,
    largest: i64,
}

impl Matrix {
    /// A table given row by row; `outside` is what each row costs that stays outside.
    ///
    /// # Errors
    /// [`InstanceError::TooMany`] for more rows, columns or pairs than can be numbered, or costs that do not fill
    /// whole rows; [`InstanceError::CostTooLarge`] for an outside cost beyond 59 bits.
    pub fn new(columns: usize, costs: Vec<i32>, outside: i64) -> Result<Self, InstanceError> {
        numbered(costs.len())?;
        let rows = costs.len().checked_div(columns).unwrap_or(0);
        numbered(rows + columns)?;
        if rows * columns != costs.len() {
            return Err(InstanceError::TooMany);
        }
        match i64::narrow(outside.into()) {
            Some(_) => Ok(Self { columns, largest: largest(&costs), costs, outside: vec![outside.into()] }),
            None => Err(InstanceError::CostTooLarge { row: 0, column: None, cost: outside.into() }),
        }
    }

    /// A table where as many rows as can be take a column, whatever it costs.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn covering(columns: usize, costs: Vec<i32>) -> Result<Self, InstanceError> {
        let rows = costs.len().checked_div(columns).unwrap_or(0);
        let size = i64::try_from(rows.min(columns)).map_err(|_| InstanceError::TooMany)?;
        let outside = largest(&costs).checked_mul(2).and_then(|twice| twice.checked_mul(size + 1)).ok_or(InstanceError::TooMany)?;
        Self::new(columns, costs, outside + 1)
    }

    /// The costs of one row.
    pub(super) fn row(&self, row: usize) -> &[i32] {
        &self.costs[row * self.columns..(row + 1) * self.columns]
    }

    /// The largest size of a cost.
    pub(super) fn largest(&self) -> i64 {
        self.largest
    }

    pub(super) fn outside_cost(&self) -> i64 {
        self.outside.first().map_or(0, |&outside| outside as i64)
    }
}

impl Costs for Matrix {
    fn rows(&self) -> usize {
        self.costs.len().checked_div(self.columns).unwrap_or(0)
    }

    fn columns(&self) -> usize {
        self.columns
    }

    fn places(&self, _column: usize) -> usize {
        1
    }

    fn outside(&self, _row: usize) -> &[i128] {
        &self.outside
    }

    fn pairs(&self, row: usize) -> impl Iterator<Item = (usize, i128)> + '_ {
        self.row(row).iter().map(|&cost| i128::from(cost)).enumerate()
    }

    fn pair(&self, row: usize, column: usize) -> Option<i128> {
        self.row(row).get(column).map(|&cost| cost.into())
    }
}

fn largest(costs: &[i32]) -> i64 {
    let (least, most) = costs.iter().fold((0, 0), |(least, most), &cost| (cost.min(least), cost.max(most)));
    i64::from(most).max(-i64::from(least))
}

#[cfg(test)]
mod tests {
    use super::Matrix;
    use crate::matching::graph::{Costs, InstanceError};

    #[test]
    fn a_table_is_read_row_by_row() {
        let matrix = Matrix::new(2, vec![1, 2, 3, -4, 5, 6], 9).unwrap();
        assert_eq!((matrix.rows(), matrix.columns(), matrix.pair(1, 1), matrix.pair(1, 2)), (3, 2, Some(-4), None));
        assert_eq!((matrix.outside(2), matrix.largest()), (&[9][..], 6));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        assert_eq!(Matrix::new(2, vec![1, 2, 3], 0).unwrap_err(), InstanceError::TooMany);
        assert_eq!(Matrix::new(0, vec![1], 0).unwrap_err(), InstanceError::TooMany);
        let error = InstanceError::CostTooLarge { row: 0, column: None, cost: i64::MAX.into() };
        assert_eq!(Matrix::new(1, vec![1], i64::MAX).unwrap_err(), error);
    }
}
