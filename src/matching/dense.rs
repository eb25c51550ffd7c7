//! Complete tables: solves on a core of promising pairs and lets the prices of all pairs show what is missing.
//!
//! A. Volgenant, "Linear and semi-assignment problems: a core oriented approach", Computers & Operations
//! Research 23 (1996) 917-932. The answer is exact: it is done only when no pair of the whole table undercuts
//! the prices, which proves it best.

use super::assignment::Assignment;
use super::augment::{Effort, augment_all};
use super::graph::Costs;
use super::matrix::Matrix;
use super::network::State;
use super::pricing::undercutting;
use super::solve::solve_narrow;
use super::table_core::Core;

/// How many missing pairs a row may bring in at first; twice as many each time.
const MISSING: usize = 8;

/// An assignment of least total cost, with the prices that prove it; see [`super::solve::solve`].
pub fn solve_matrix(matrix: &Matrix) -> Assignment {
    let all: Vec<u32> = (0..matrix.rows() as u32).collect();
    if all.is_empty() {
        return Assignment { pairs: Vec::new(), row_prices: Vec::new(), column_prices: vec![0; matrix.columns()] };
    }
    let mut core = Core::new(matrix);
    let mut state = solve_narrow(&core.network());
    // The prices up to which each row is known to be undercut by no pair: at first its least cost, as no column price
    // is above 0; later what it was priced at, as column prices only fall in a repair.
    let least = core.row_minima();
    let mut clean = least.clone();
    let mut most = MISSING;
    loop {
        let rows: Vec<u32> = all.iter().copied().filter(|&row| state.row_price[row as usize] > clean[row as usize]).collect();
        let missing = undercutting(matrix, &rows, &state.row_price, &state.column_price, most);
        if missing.is_empty() {
            return state.into_assignment(&core.network());
        }
        rows.iter().for_each(|&row| clean[row as usize] = state.row_price[row as usize]);
        let mut dirty: Vec<u32> = missing.iter().map(|&(row, _)| row).collect();
        dirty.dedup();
        dirty.iter().for_each(|&row| clean[row as usize] = least[row as usize]);
        let before = core.offsets.clone();
        core = core.with(matrix, missing);
        state.renumber(&before, &core.offsets);
        if !repair(&core, &mut state, &dirty) {
            state = solve_narrow(&core.network());
            clean.copy_from_slice(&least);
        }
        most *= 2;
    }
}

/// Frees the rows whose prices were undercut and finds them columns anew. That may leave a column free whose price
/// says otherwise; it cannot where all columns are needed.
fn repair(core: &Core, state: &mut State<i64>, dirty: &[u32]) -> bool {
    let network = core.network();
    for &row in dirty {
        state.release(&network, row as usize);
    }
    augment_all(&network, state, dirty, Effort::Unlimited);
    (0..network.places.len()).all(|column| state.is_full(column) || state.column_price[column] == 0)
}

#[cfg(test)]
mod tests {
    use super::solve_matrix;
    use crate::matching::graph::{Costs, Instance};
    use crate::matching::matrix::Matrix;
    use crate::matching::oracle::{Numbers, enumerate};
    use crate::matching::solve::solve;
    use crate::matching::verify::verify;

    fn sparse(matrix: &Matrix) -> Instance {
        let mut instance = Instance::new(&vec![1; matrix.columns()]).unwrap();
        for row in 0..matrix.rows() {
            instance.add_row(matrix.outside(row), matrix.pairs(row)).unwrap();
        }
        instance
    }

    fn check(matrix: &Matrix) {
        let answer = solve_matrix(matrix);
        let proof = verify(matrix, &answer).unwrap();
        let instance = sparse(matrix);
        assert_eq!(proof, verify(&instance, &solve(&instance)).unwrap());
    }

    fn random(seed: u64, rows: usize, columns: usize, range: u64) -> Vec<i32> {
        let mut numbers = Numbers(seed);
        (0..rows * columns).map(|_| numbers.below(range) as i32 - range as i32 / 2).collect()
    }

    #[test]
    fn small_tables_as_by_enumeration() {
        for seed in 0..200 {
            let (rows, columns) = (seed as usize % 4, 1 + seed as usize / 4 % 4);
            let matrix = Matrix::new(columns, random(seed, rows, columns, 6), (seed % 5) as i64 - 1).unwrap();
            let proof = verify(&matrix, &solve_matrix(&matrix)).unwrap();
            assert_eq!(Some(proof.objective), enumerate(&sparse(&matrix), |_| true).map(|(least, _)| least));
        }
    }

    #[test]
    fn any_shape_as_by_the_sparse_solver() {
        for (seed, (rows, columns)) in [(90, 90), (60, 150), (150, 60), (1, 200), (200, 1), (120, 121)].into_iter().enumerate() {
            for range in [1, 5, 1_000_000] {
                check(&Matrix::covering(columns, random(seed as u64, rows, columns, range)).unwrap());
            }
            check(&Matrix::new(columns, random(seed as u64, rows, columns, 1000), -450).unwrap());
        }
    }

    #[test]
    fn tables_that_a_first_core_misses() {
        let rising: Vec<i32> = (0..100).flat_map(|row| (0..100).map(move |column| row * column)).collect();
        check(&Matrix::covering(100, rising).unwrap());
        let alike: Vec<i32> = (0..100).flat_map(|_| 0..100).collect();
        check(&Matrix::covering(100, alike).unwrap());
        let banded: Vec<i32> = (0..100).flat_map(|row| (0..100).map(move |column| (row / 7 - column / 9_i32).abs())).collect();
        check(&Matrix::covering(100, banded).unwrap());
    }

    #[test]
    fn the_largest_costs_do_not_wrap() {
        let extremes = [i32::MIN, i32::MAX, 0, i32::MIN + 1];
        let mut numbers = Numbers(5);
        let costs: Vec<i32> = (0..60 * 60).map(|_| extremes[numbers.below(4) as usize]).collect();
        check(&Matrix::covering(60, costs.clone()).unwrap());
        check(&Matrix::new(60, costs, i64::MAX / 16).unwrap());
    }

    #[test]
    fn as_many_as_possible_are_covered() {
        for (rows, columns) in [(30, 50), (50, 30)] {
            let matrix = Matrix::covering(columns, random(9, rows, columns, 1_000_000)).unwrap();
            assert_eq!(solve_matrix(&matrix).pairs.len(), 30);
        }
        let none = Matrix::covering(3, Vec::new()).unwrap();
        assert_eq!(solve_matrix(&none).column_prices, [0; 3]);
        assert!(verify(&none, &solve_matrix(&none)).is_ok());
    }
}
