//! The part of a complete table that the solver sees: a few promising pairs a row, and those that were missing.

use super::graph::Costs;
use super::matrix::Matrix;
use super::network::Network;

/// Into how many blocks the columns are cut; a row brings in its cheapest of each.
const BLOCKS: usize = 40;

/// The fewest columns a block has.
const SMALLEST_BLOCK: usize = 16;

/// A pair of the table, as (row, column).
pub(super) type Place = (u32, u32);

/// Some of the pairs of a table, row by row as in [`Network`].
pub(super) struct Core {
    pub(super) offsets: Vec<usize>,
    columns: Vec<u32>,
    costs: Vec<i64>,
    unit_offsets: Vec<usize>,
    outside: Vec<i64>,
    places: Vec<u32>,
}

impl Core {
    /// For each row the cheapest column of each block, for each column its cheapest row, and a diagonal, so that
    /// no row need stay outside for want of a column.
    pub(super) fn new(matrix: &Matrix) -> Self {
        let (rows, columns) = (matrix.rows(), matrix.columns());
        let block = columns.div_ceil(BLOCKS).max(SMALLEST_BLOCK);
        let mut core = Self {
            offsets: vec![0],
            columns: Vec::with_capacity(rows * (BLOCKS + 2)),
            costs: Vec::with_capacity(rows * (BLOCKS + 2)),
            unit_offsets: (0..=rows).collect(),
            outside: vec![matrix.outside_cost(); rows],
            places: vec![1; columns],
        };
        let cheapest = cheapest_rows(matrix);
        for row in 0..rows {
            let costs = matrix.row(row);
            for (place, costs) in costs.chunks(block).enumerate() {
                let (at, cost) = first_least(costs, row.wrapping_mul(7) % costs.len());
                core.columns.push((place * block + at) as u32);
                core.costs.push(cost.into());
            }
            core.offsets.push(core.columns.len());
        }
        let diagonal = (0..rows).map(|row| (row as u32, (row % columns) as u32));
        let places = cheapest.into_iter().zip(0..).chain(diagonal);
        core.with(matrix, places.collect())
    }

    /// The same with more pairs; those it has already change nothing.
    pub(super) fn with(self, matrix: &Matrix, mut more: Vec<Place>) -> Self {
        more.sort_unstable();
        more.dedup();
        let mut more = more.as_slice();
        let mut bigger = Self {
            offsets: vec![0],
            columns: Vec::with_capacity(self.columns.len() + more.len()),
            costs: Vec::with_capacity(self.costs.len() + more.len()),
            ..self
        };
        for row in 0..matrix.rows() {
            let span = self.offsets[row]..self.offsets[row + 1];
            let known = &self.columns[span.clone()];
            bigger.columns.extend_from_slice(known);
            bigger.costs.extend_from_slice(&self.costs[span]);
            let own = more.partition_point(|&(of, _)| of as usize == row);
            for &(_, column) in more[..own].iter().filter(|(_, column)| !known.contains(column)) {
                bigger.columns.push(column);
                bigger.costs.push(matrix.row(row)[column as usize].into());
            }
            more = &more[own..];
            bigger.offsets.push(bigger.columns.len());
        }
        bigger
    }

    /// The least cost of each row, which is always in the core.
    pub(super) fn row_minima(&self) -> Vec<i64> {
        let rows = self.offsets.windows(2).map(|span| &self.costs[span[0]..span[1]]);
        rows.map(|costs| costs.iter().copied().min().unwrap_or(i64::MAX)).collect()
    }

    pub(super) fn network(&self) -> Network<'_, i64> {
        Network {
            offsets: &self.offsets,
            columns: &self.columns,
            costs: &self.costs,
            unit_offsets: &self.unit_offsets,
            outside: &self.outside,
            places: &self.places,
        }
    }
}

/// The cheapest row of each column. Rows are taken by fours, and without branches, so that the loop is short and can
/// be vectorised; which of the four it was is found out at the end.
fn cheapest_rows(matrix: &Matrix) -> Vec<u32> {
    let mut least = vec![i32::MAX; matrix.columns()];
    let mut by = vec![0; matrix.columns()];
    let row = |row: usize| matrix.row(row.min(matrix.rows() - 1));
    for first in (0..matrix.rows()).step_by(4) {
        let fours = row(first).iter().zip(row(first + 1)).zip(row(first + 2).iter().zip(row(first + 3)));
        for ((least, by), ((a, b), (c, d))) in least.iter_mut().zip(&mut by).zip(fours) {
            let cost = (*a).min(*b).min((*c).min(*d));
            let better = cost < *least;
            *least = if better { cost } else { *least };
            *by = if better { first as u32 } else { *by };
        }
    }
    let cheapest =
        |(column, &first): (usize, &u32)| (first..first + 3).find(|&of| row(of as usize)[column] == least[column]).unwrap_or(first + 3);
    let last = matrix.rows() as u32 - 1;
    by.iter().enumerate().map(cheapest).map(|row| row.min(last)).collect()
}

/// The least cost of a block and where it stands, the first at or after `from` before those ahead of it: among
/// equals each row starts elsewhere, or all rows would bring in the same columns.
fn first_least(costs: &[i32], from: usize) -> (usize, i32) {
    let least = costs.iter().fold(i32::MAX, |least, &cost| least.min(cost));
    let later = costs[from..].iter().position(|&cost| cost == least).map(|place| from + place);
    let place = later.or_else(|| costs.iter().position(|&cost| cost == least));
    (place.unwrap_or(0), least)
}
