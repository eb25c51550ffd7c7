//! Checks an assignment against its prices, from the instance alone: nothing is solved and nothing is trusted.
//!
//! Linear programming duality (e.g. A. Schrijver, "Combinatorial Optimization", 2003, chapters 17 and 21): prices
//! that no pair undercuts, tight where a pair is made, prove that no assignment costs less. In time linear
//! in the eligible pairs; how the prices were found does not matter.

use std::fmt;

use super::assignment::{Assignment, Pair};
use super::graph::Costs;
use super::uniqueness::{TightRelations, Uniqueness};

/// What a correct set of pairs and prices proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proof {
    /// The total cost, which no assignment undercuts.
    pub objective: i128,
    /// Whether another assignment is as good.
    pub uniqueness: Uniqueness,
}

/// Why pairs and prices prove nothing. Rows and columns are positions, counted from 0.
#[expect(missing_docs, reason = "the fields are the positions and numbers that the variants speak of")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Not one price for each row and each column.
    PriceCount,
    /// A price of this row is beyond what can be added up safely.
    RowPriceTooLarge { row: usize },
    /// A price of this column is beyond what can be added up safely.
    ColumnPriceTooLarge { column: usize },
    /// The pairs are not in rising order, or one stands twice.
    PairOrder { row: usize, column: usize },
    /// The pair names a row or column that does not exist.
    UnknownPair { row: usize, column: usize },
    /// More columns than the row has units.
    RowOverfull { row: usize },
    /// More rows than the column has places.
    ColumnOverfull { column: usize },
    /// The pair is not eligible, or costs more than its prices: it is not shown to be needed.
    PairNotTight { row: usize, column: usize },
    /// The pair was not made and costs less than its prices: it might be better.
    PairUndercuts { row: usize, column: usize },
    /// A unit of the row takes a column, and would cost less outside.
    OutsideUndercuts { row: usize },
    /// A unit of the row is outside, at more than the price of the row.
    OutsideNotTight { row: usize },
    /// The price of the column is above 0.
    ColumnPricePositive { column: usize },
    /// The price of the column is below 0 although a place is free.
    FreePlacePriced { column: usize },
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::PriceCount => write!(f, "the prices are not one for each row and column"),
            Self::RowPriceTooLarge { row } => write!(f, "the price of row {row} is too large"),
            Self::ColumnPriceTooLarge { column } => {
                write!(f, "the price of column {column} is too large")
            }
            Self::PairOrder { row, column } => {
                write!(f, "pair {row}-{column} is out of order or stands twice")
            }
            Self::UnknownPair { row, column } => write!(f, "pair {row}-{column} does not exist"),
            Self::RowOverfull { row } => write!(f, "row {row} has more columns than units"),
            Self::ColumnOverfull { column } => {
                write!(f, "column {column} has more rows than places")
            }
            Self::PairNotTight { row, column } => {
                write!(f, "pair {row}-{column} costs more than its prices")
            }
            Self::PairUndercuts { row, column } => {
                write!(f, "absent pair {row}-{column} costs less than its prices")
            }
            Self::OutsideUndercuts { row } => write!(f, "row {row} would cost less outside"),
            Self::OutsideNotTight { row } => {
                write!(f, "row {row} is outside at more than its price")
            }
            Self::ColumnPricePositive { column } => {
                write!(f, "the price of column {column} is above 0")
            }
            Self::FreePlacePriced { column } => {
                write!(f, "column {column} has a free place and a price below 0")
            }
        }
    }
}

impl std::error::Error for Flaw {}

/// Proves that the assignment costs least and tells whether it is the only such one.
///
/// # Errors
/// The first flaw, in the order of the rows, then of the columns.
pub fn verify(costs: &impl Costs, assignment: &Assignment) -> Result<Proof, Flaw> {
    check_prices(costs, assignment)?;
    let filled = check_pairs(costs, assignment)?;
    let mut tight = TightRelations::new(costs.rows(), costs.columns());
    let mut objective = 0;
    let mut rest = assignment.pairs.as_slice();
    for row in 0..costs.rows() {
        let own = rest.partition_point(|pair| pair.row == row);
        let taken = &rest[..own];
        rest = &rest[own..];
        objective += check_row(costs, assignment, row, taken, &mut tight)?;
    }
    for (column, &filled) in filled.iter().enumerate() {
        check_column(costs, assignment, column, filled, &mut tight)?;
    }
    Ok(Proof { objective, uniqueness: tight.uniqueness() })
}

/// Holds pairs and prices against each other, and against the costs of the pairs that are made: all of [`verify`] but the pairs that are
/// not made.
///
/// # Errors
/// A flaw. None does not prove the whole.
pub fn verify_made(costs: &impl Costs, assignment: &Assignment) -> Result<(), Flaw> {
    check_prices(costs, assignment)?;
    let filled = check_pairs(costs, assignment)?;
    let mut tight = TightRelations::new(costs.rows(), costs.columns());
    for row in 0..costs.rows() {
        check_outside(costs, assignment.row_prices[row], row, assignment.columns_of(row).count(), &mut tight)?;
    }
    for (column, &filled) in filled.iter().enumerate() {
        check_column(costs, assignment, column, filled, &mut tight)?;
    }
    let is_dear = |pair: &&Pair| costs.pair(pair.row, pair.column).is_none_or(|cost| assignment.slack(pair.row, pair.column, cost) > 0);
    match assignment.pairs.iter().find(is_dear) {
        Some(&Pair { row, column }) => Err(Flaw::PairNotTight { row, column }),
        None => Ok(()),
    }
}

/// Prices that were read from a file may be anything; up to this size three of them can be added to a cost.
const PRICE_LIMIT: u128 = i128::MAX.unsigned_abs() / 8;

fn check_prices(costs: &impl Costs, assignment: &Assignment) -> Result<(), Flaw> {
    let (rows, columns) = (&assignment.row_prices, &assignment.column_prices);
    if rows.len() != costs.rows() || columns.len() != costs.columns() {
        return Err(Flaw::PriceCount);
    }
    let too_large = |price: &i128| price.unsigned_abs() > PRICE_LIMIT;
    if let Some(row) = rows.iter().position(too_large) {
        return Err(Flaw::RowPriceTooLarge { row });
    }
    match columns.iter().position(too_large) {
        Some(column) => Err(Flaw::ColumnPriceTooLarge { column }),
        None => Ok(()),
    }
}

/// Order, existence and places; returns how many places of each column are taken.
fn check_pairs(costs: &impl Costs, assignment: &Assignment) -> Result<Vec<usize>, Flaw> {
    let mut filled = vec![0; costs.columns()];
    let mut before = None;
    for &pair in &assignment.pairs {
        let (row, column) = (pair.row, pair.column);
        if before.is_some_and(|before| before >= pair) {
            return Err(Flaw::PairOrder { row, column });
        }
        before = Some(pair);
        if row >= costs.rows() || column >= costs.columns() {
            return Err(Flaw::UnknownPair { row, column });
        }
        filled[column] += 1;
        if filled[column] > costs.places(column) {
            return Err(Flaw::ColumnOverfull { column });
        }
    }
    Ok(filled)
}

/// Checks one row with all its eligible pairs and returns what it costs.
fn check_row(costs: &impl Costs, assignment: &Assignment, row: usize, taken: &[Pair], tight: &mut TightRelations) -> Result<i128, Flaw> {
    let price = assignment.row_prices[row];
    let mut cost_of_row = 0;
    let mut awaited = taken.iter().map(|pair| pair.column).peekable();
    for (column, cost) in costs.pairs(row) {
        let slack = cost - assignment.column_prices[column] - price;
        if slack > 0 {
            continue;
        }
        if awaited.next_if_eq(&column).is_some() {
            cost_of_row += cost;
            if slack == 0 {
                tight.made(row, column);
            }
        } else if slack < 0 {
            return Err(Flaw::PairUndercuts { row, column });
        } else {
            tight.absent(row, column);
        }
    }
    match awaited.next() {
        Some(column) => Err(Flaw::PairNotTight { row, column }),
        None => Ok(cost_of_row + check_outside(costs, price, row, taken.len(), tight)?),
    }
}

/// Checks the units of a row that stay outside and returns what they cost.
fn check_outside(costs: &impl Costs, price: i128, row: usize, inside: usize, tight: &mut TightRelations) -> Result<i128, Flaw> {
    let outside = costs.outside(row);
    if inside > outside.len() {
        return Err(Flaw::RowOverfull { row });
    }
    let leave = outside[..inside].last();
    let enter = outside[inside..].first();
    if leave.is_some_and(|&cost| cost < price) {
        return Err(Flaw::OutsideUndercuts { row });
    }
    if enter.is_some_and(|&cost| cost > price) {
        return Err(Flaw::OutsideNotTight { row });
    }
    tight.row(row, leave == Some(&price), enter == Some(&price));
    Ok(outside[inside..].iter().sum())
}

fn check_column(costs: &impl Costs, assignment: &Assignment, column: usize, filled: usize, tight: &mut TightRelations) -> Result<(), Flaw> {
    let price = assignment.column_prices[column];
    let free = filled < costs.places(column);
    if price > 0 {
        return Err(Flaw::ColumnPricePositive { column });
    }
    if free && price < 0 {
        return Err(Flaw::FreePlacePriced { column });
    }
    tight.column(column, free, filled > 0 && price == 0);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Flaw, Proof, verify};
    use crate::matching::assignment::{Assignment, Pair};
    use crate::matching::graph::Instance;
    use crate::matching::oracle::{Numbers, cost_of, enumerate, instances};
    use crate::matching::solve::solve;
    use crate::matching::uniqueness::Uniqueness;
    use proptest::prelude::{ProptestConfig, any, prop_assert_eq, proptest};
    use std::cell::Cell;

    /// Two rows want column 0, row 0 more; column 1 has two places and nobody needs both.
    fn example() -> (Instance, Assignment) {
        let mut instance = Instance::new(&[1, 2]).unwrap();
        instance.add_row(&[10], [(0, 1), (1, 6)]).unwrap();
        instance.add_row(&[10], [(0, 2), (1, 4)]).unwrap();
        instance.add_row(&[3], [(1, 5)]).unwrap();
        let answer = Assignment {
            pairs: vec![Pair { row: 0, column: 0 }, Pair { row: 1, column: 1 }],
            row_prices: vec![4, 4, 3],
            column_prices: vec![-3, 0],
        };
        (instance, answer)
    }

    fn flaw(change: impl Fn(&mut Assignment)) -> Flaw {
        let (instance, mut answer) = example();
        change(&mut answer);
        verify(&instance, &answer).unwrap_err()
    }

    #[test]
    fn correct_pairs_and_prices_are_accepted() {
        let (instance, answer) = example();
        let proof = Proof { objective: 8, uniqueness: Uniqueness::Unique };
        assert_eq!(verify(&instance, &answer), Ok(proof));
    }

    #[test]
    fn every_kind_of_flaw_is_named() {
        let swapped = |answer: &mut Assignment| {
            answer.pairs = vec![Pair { row: 0, column: 1 }, Pair { row: 1, column: 0 }];
        };
        assert_eq!(flaw(swapped), Flaw::PairNotTight { row: 0, column: 1 });
        assert_eq!(flaw(|answer| answer.row_prices.truncate(2)), Flaw::PriceCount);
        assert_eq!(flaw(|answer| answer.column_prices.push(0)), Flaw::PriceCount);
        assert_eq!(flaw(|answer| answer.row_prices[1] = i128::MAX), Flaw::RowPriceTooLarge { row: 1 });
        assert_eq!(flaw(|answer| answer.column_prices[0] = i128::MIN), Flaw::ColumnPriceTooLarge { column: 0 });
        assert_eq!(flaw(|answer| answer.pairs.reverse()), Flaw::PairOrder { row: 0, column: 0 });
        assert_eq!(flaw(|answer| answer.pairs[1] = answer.pairs[0]), Flaw::PairOrder { row: 0, column: 0 });
        let unknown = Pair { row: 3, column: 0 };
        assert_eq!(flaw(|answer| answer.pairs.push(unknown)), Flaw::UnknownPair { row: 3, column: 0 });
        assert_eq!(flaw(|answer| answer.pairs[1].column = 2), Flaw::UnknownPair { row: 1, column: 2 });
        assert_eq!(flaw(|answer| answer.pairs[1].column = 0), Flaw::ColumnOverfull { column: 0 });
        let both = vec![Pair { row: 0, column: 0 }, Pair { row: 0, column: 1 }];
        assert_eq!(flaw(|answer| answer.row_prices[0] = 7), Flaw::PairUndercuts { row: 0, column: 1 });
        assert_eq!(flaw(|answer| answer.row_prices[0] = 3), Flaw::PairNotTight { row: 0, column: 0 });
        assert_eq!(flaw(|answer| answer.row_prices[2] = 2), Flaw::OutsideNotTight { row: 2 });
        assert_eq!(flaw(|answer| answer.column_prices[1] = 1), Flaw::ColumnPricePositive { column: 1 });
        let overfull = |answer: &mut Assignment| (answer.row_prices[0], answer.pairs) = (6, both.clone());
        assert_eq!(flaw(overfull), Flaw::RowOverfull { row: 0 });
        let priced = |answer: &mut Assignment| (answer.row_prices[1], answer.column_prices[1]) = (5, -1);
        assert_eq!(flaw(priced), Flaw::FreePlacePriced { column: 1 });
    }

    #[test]
    fn a_pair_that_is_not_eligible_or_worse_than_outside_is_named() {
        let mut instance = Instance::new(&[1]).unwrap();
        instance.add_row(&[3], []).unwrap();
        let mut answer = Assignment { pairs: vec![Pair { row: 0, column: 0 }], row_prices: vec![5], column_prices: vec![0] };
        assert_eq!(verify(&instance, &answer), Err(Flaw::PairNotTight { row: 0, column: 0 }));
        instance = Instance::new(&[1]).unwrap();
        instance.add_row(&[3], [(0, 5)]).unwrap();
        assert_eq!(verify(&instance, &answer), Err(Flaw::OutsideUndercuts { row: 0 }));
        answer = solve(&instance);
        assert_eq!(answer.pairs, []);
        assert_eq!(verify(&instance, &answer).map(|proof| proof.objective), Ok(3));
    }

    /// Moves one pair or one price a little.
    fn tamper(answer: &mut Assignment, numbers: &mut Numbers) {
        let step = i128::from(numbers.below(3)) - 1;
        let (rows, columns) = (answer.row_prices.len() as u64, answer.column_prices.len() as u64);
        match numbers.below(4) {
            0 if rows > 0 => answer.row_prices[numbers.below(rows) as usize] += step,
            1 if columns > 0 => answer.column_prices[numbers.below(columns) as usize] += step,
            2 if !answer.pairs.is_empty() => {
                answer.pairs.remove(numbers.below(answer.pairs.len() as u64) as usize);
            }
            3 if rows * columns > 0 => {
                let (row, column) = (numbers.below(rows) as usize, numbers.below(columns) as usize);
                answer.pairs.push(Pair { row, column });
                answer.pairs.sort();
            }
            _ => {}
        }
    }

    #[test]
    fn nothing_wrong_is_ever_accepted() {
        let (accepted, refused) = (Cell::new(0), Cell::new(0));
        proptest!(ProptestConfig::with_cases(400), |(instance in instances(4, 3, 2, 2), seed in any::<u64>())| {
            let mut numbers = Numbers(seed);
            let (least, count) = enumerate(&instance, |_| true).unwrap();
            for _ in 0..20 {
                let mut answer = solve(&instance);
                for _ in 0..=numbers.below(3) {
                    tamper(&mut answer, &mut numbers);
                }
                match verify(&instance, &answer) {
                    Err(_) => refused.set(refused.get() + 1),
                    Ok(proof) => {
                        accepted.set(accepted.get() + 1);
                        prop_assert_eq!(proof.objective, least);
                        prop_assert_eq!(cost_of(&instance, &answer.pairs), least);
                        prop_assert_eq!(proof.uniqueness == Uniqueness::Unique, count == 1);
                    }
                }
            }
        });
        assert!(accepted.get() > 500 && refused.get() > 500, "{accepted:?} accepted, {refused:?} refused");
    }
}
