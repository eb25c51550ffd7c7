//! Which pairs of a complete table undercut present prices.
//!
//! The first look at a row goes over plain `i32` slices without branches, so that the compiler can use vector
//! instructions; only a row that has something to offer is looked at pair by pair.

use super::graph::Costs;
use super::matrix::Matrix;
use super::table_core::Place;

/// Pairs that cost less than their prices, in the given rows, of each row at most `most`, the worst first.
pub(super) fn undercutting(matrix: &Matrix, rows: &[u32], row_price: &[i64], column_price: &[i64], most: usize) -> Vec<Place> {
    let narrow = narrow_prices(matrix, column_price);
    let mut found = Vec::new();
    for &row in rows {
        let row = row as usize;
        let price = row_price[row];
        let clean = match (&narrow, i32::try_from(price)) {
            (Some(narrow), Ok(price)) => is_clean(matrix.row(row), narrow, price),
            _ => false,
        };
        if !clean {
            look_closely(matrix, row, price, column_price, most, &mut found);
        }
    }
    found
}

/// The column prices in 32 bits, if no cost less such a price can overflow them.
fn narrow_prices(matrix: &Matrix, column_price: &[i64]) -> Option<Vec<i32>> {
    let room = i64::from(i32::MAX) - matrix.largest();
    column_price.iter().map(|&price| i32::try_from(price).ok().filter(|_| price.abs() <= room)).collect()
}

/// Whether no pair of the row costs less than its prices.
fn is_clean(costs: &[i32], column_price: &[i32], price: i32) -> bool {
    let least = costs.iter().zip(column_price).fold(i32::MAX, |least, (cost, column_price)| least.min(cost - column_price));
    least >= price
}

/// Among equally bad ones each row starts elsewhere, or all rows would bring in the same columns.
fn look_closely(matrix: &Matrix, row: usize, price: i64, column_price: &[i64], most: usize, found: &mut Vec<Place>) {
    let columns = matrix.columns();
    let from = row.wrapping_mul(7) % columns;
    let costs = matrix.row(row);
    let mut undercut: Vec<(i64, u32)> = Vec::new();
    for column in (from..columns).chain(0..from) {
        let left = i64::from(costs[column]) - column_price[column];
        if left < price {
            undercut.push((left, column as u32));
        }
    }
    if undercut.len() > most {
        undercut.sort_by_key(|&(left, _)| left);
        undercut.truncate(most);
    }
    found.extend(undercut.into_iter().map(|(_, column)| (row as u32, column)));
}
