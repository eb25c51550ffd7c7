//! The instance: who may be paired with whom, at what cost. Built with every number checked; nothing is solved here.

use std::fmt;
use std::sync::OnceLock;

use super::number::Number;

/// What an assignment problem must tell: rows (students) that take columns (helpers), or stay outside.
///
/// A row has units: it may take that many columns, each at most once. `outside(row)[i]` is the cost of
/// leaving unit `i` without a column, never rising, so that the units left out are always the last ones.
/// A column has places. Lower costs are better.
pub trait Costs {
    /// Number of rows.
    fn rows(&self) -> usize;
    /// Number of columns.
    fn columns(&self) -> usize;
    /// Places of a column, at least 1.
    fn places(&self, column: usize) -> usize;
    /// Cost of each unit of a row that stays outside, at least one, never rising.
    fn outside(&self, row: usize) -> &[i128];
    /// The eligible columns of a row with their costs, by rising column.
    fn pairs(&self, row: usize) -> impl Iterator<Item = (usize, i128)> + '_;

    /// The cost of one pair, if it is eligible.
    fn pair(&self, row: usize, column: usize) -> Option<i128> {
        self.pairs(row).find(|&(other, _)| other == column).map(|(_, cost)| cost)
    }

    /// The rows that may take a column with their costs, by rising row.
    fn takers(&self, column: usize) -> impl Iterator<Item = (usize, i128)> + '_ {
        (0..self.rows()).filter_map(move |row| Some((row, self.pair(row, column)?)))
    }
}

/// Why an instance was refused. Rows and columns are positions, counted from 0.
#[expect(missing_docs, reason = "the fields are the positions and numbers that the variants speak of")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InstanceError {
    /// The column has no place at all.
    NoPlaces { column: usize },
    /// The row has no unit, so it would say nothing.
    NoUnits { row: usize },
    /// A later unit costs more outside than the one before it.
    OutsideRises { row: usize, unit: usize },
    /// The pair names a column that does not exist.
    UnknownColumn { row: usize, column: usize },
    /// The same pair twice.
    DuplicatePair { row: usize, column: usize },
    /// The cost of a pair, or of staying outside where `column` is none, is beyond what can be added up safely.
    CostTooLarge { row: usize, column: Option<usize>, cost: i128 },
    /// Up to this row the costs could add up to more than fits.
    TotalTooLarge { row: usize },
    /// More rows, columns or pairs than can be numbered.
    TooMany,
}

impl fmt::Display for InstanceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPlaces { column } => write!(f, "column {column} has no place"),
            Self::NoUnits { row } => write!(f, "row {row} has no unit"),
            Self::OutsideRises { row, unit } => write!(f, "row {row}: unit {unit} costs more outside than the one before"),
            Self::UnknownColumn { row, column } => {
                write!(f, "row {row} names column {column}, which does not exist")
            }
            Self::DuplicatePair { row, column } => write!(f, "row {row} has column {column} twice"),
            Self::CostTooLarge { row, column: Some(column), cost } => {
                write!(f, "the cost {cost} of row {row} with column {column} is too large")
            }
            Self::CostTooLarge { row, column: None, cost } => {
                write!(f, "the cost {cost} of leaving row {row} outside is too large")
            }
            Self::TotalTooLarge { row } => {
                write!(f, "the costs of the rows up to {row} add up to too much")
            }
            Self::TooMany => write!(f, "too many rows, columns or pairs"),
        }
    }
}

impl std::error::Error for InstanceError {}

/// A sparse instance: the eligible pairs of each row one after the other (compressed sparse rows).
#[derive(Debug, Clone)]
pub struct Instance {
    places: Vec<u32>,
    offsets: Vec<usize>,
    columns: Vec<u32>,
    costs: Vec<i128>,
    unit_offsets: Vec<usize>,
    outside: Vec<i128>,
    total: i128,
    /// Made once somebody asks for the rows of a column.
    turned: OnceLock<Turned>,
}

/// The pairs of each column one after the other, by rising row: the row, and its place among all pairs.
#[derive(Debug, Clone)]
struct Turned {
    offsets: Vec<usize>,
    pairs: Vec<(u32, u32)>,
}

impl Turned {
    fn of(instance: &Instance) -> Self {
        let mut offsets = vec![0; instance.places.len() + 1];
        instance.columns.iter().for_each(|&column| offsets[column as usize + 1] += 1);
        (1..offsets.len()).for_each(|column| offsets[column] += offsets[column - 1]);
        let mut next = offsets.clone();
        let mut pairs = vec![(0, 0); instance.columns.len()];
        for row in 0..instance.rows() {
            for place in instance.offsets[row]..instance.offsets[row + 1] {
                let next = &mut next[instance.columns[place] as usize];
                pairs[*next] = (row as u32, place as u32);
                *next += 1;
            }
        }
        Self { offsets, pairs }
    }
}

impl Instance {
    /// An instance with these columns, given by their places, and no row yet.
    pub fn new(places: &[usize]) -> Result<Self, InstanceError> {
        numbered(places.len())?;
        let places = places.iter().enumerate().map(|(column, &places)| match u32::try_from(places) {
            Ok(0) => Err(InstanceError::NoPlaces { column }),
            Ok(places) => Ok(places),
            Err(_) => Err(InstanceError::TooMany),
        });
        Ok(Self {
            places: places.collect::<Result<_, _>>()?,
            offsets: vec![0],
            columns: Vec::new(),
            costs: Vec::new(),
            unit_offsets: vec![0],
            outside: Vec::new(),
            total: 0,
            turned: OnceLock::new(),
        })
    }

    /// Adds the next row: the cost of each of its units outside, and its eligible columns in any order.
    ///
    /// After an error the instance is as before the call.
    pub fn add_row(&mut self, outside: &[i128], pairs: impl IntoIterator<Item = (usize, i128)>) -> Result<(), InstanceError> {
        let row = self.rows();
        let mut pairs: Vec<(usize, i128)> = pairs.into_iter().collect();
        if !pairs.is_sorted_by_key(|&(column, _)| column) {
            pairs.sort_unstable_by_key(|&(column, _)| column);
        }
        check_outside(row, outside)?;
        self.check_pairs(row, &pairs)?;
        numbered(self.columns.len() + pairs.len())?;
        numbered(self.places.len() + self.outside.len() + outside.len())?;
        self.total = self.total_with(row, outside, &pairs)?;
        self.outside.extend_from_slice(outside);
        self.unit_offsets.push(self.outside.len());
        for (column, cost) in pairs {
            self.columns.push(column as u32);
            self.costs.push(cost);
        }
        self.offsets.push(self.columns.len());
        self.turned = OnceLock::new();
        Ok(())
    }

    fn check_pairs(&self, row: usize, pairs: &[(usize, i128)]) -> Result<(), InstanceError> {
        for &(column, cost) in pairs {
            if column >= self.places.len() {
                return Err(InstanceError::UnknownColumn { row, column });
            }
            within(row, Some(column), cost)?;
        }
        match pairs.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            Some(pair) => Err(InstanceError::DuplicatePair { row, column: pair[0].0 }),
            None => Ok(()),
        }
    }

    /// An upper bound of the size of any objective, this row included.
    fn total_with(&self, row: usize, outside: &[i128], pairs: &[(usize, i128)]) -> Result<i128, InstanceError> {
        let sizes = outside.iter().copied().chain(pairs.iter().map(|&(_, cost)| cost));
        let largest = sizes.map(i128::abs).max().unwrap_or(0);
        let units = i128::try_from(outside.len()).ok();
        units
            .and_then(|units| largest.checked_mul(units))
            .and_then(|size| size.checked_add(self.total))
            .ok_or(InstanceError::TotalTooLarge { row })
    }

    /// Number of eligible pairs.
    pub fn pair_count(&self) -> usize {
        self.columns.len()
    }

    /// The rows' spans in [`Self::pair_columns`] and [`Self::pair_costs`].
    pub(super) fn offsets(&self) -> &[usize] {
        &self.offsets
    }

    pub(super) fn pair_columns(&self) -> &[u32] {
        &self.columns
    }

    pub(super) fn pair_costs(&self) -> &[i128] {
        &self.costs
    }

    /// The rows' spans in [`Self::outside_costs`].
    pub(super) fn unit_offsets(&self) -> &[usize] {
        &self.unit_offsets
    }

    pub(super) fn outside_costs(&self) -> &[i128] {
        &self.outside
    }

    pub(super) fn column_places(&self) -> &[u32] {
        &self.places
    }
}

impl Costs for Instance {
    fn rows(&self) -> usize {
        self.offsets.len() - 1
    }

    fn columns(&self) -> usize {
        self.places.len()
    }

    fn places(&self, column: usize) -> usize {
        self.places[column] as usize
    }

    fn outside(&self, row: usize) -> &[i128] {
        &self.outside[self.unit_offsets[row]..self.unit_offsets[row + 1]]
    }

    fn pairs(&self, row: usize) -> impl Iterator<Item = (usize, i128)> + '_ {
        let span = self.offsets[row]..self.offsets[row + 1];
        let columns = self.columns[span.clone()].iter().map(|&column| column as usize);
        columns.zip(self.costs[span].iter().copied())
    }

    fn pair(&self, row: usize, column: usize) -> Option<i128> {
        let span = self.offsets[row]..self.offsets[row + 1];
        let column = u32::try_from(column).ok()?;
        let place = self.columns[span.clone()].binary_search(&column).ok()?;
        Some(self.costs[span.start + place])
    }

    fn takers(&self, column: usize) -> impl Iterator<Item = (usize, i128)> + '_ {
        let turned = self.turned.get_or_init(|| Turned::of(self));
        let own = &turned.pairs[turned.offsets[column]..turned.offsets[column + 1]];
        own.iter().map(|&(row, place)| (row as usize, self.costs[place as usize]))
    }
}

/// Positions are kept in 32 bits, the highest one marking "none"; rows and columns are numbered together.
pub(super) fn numbered(count: usize) -> Result<(), InstanceError> {
    if count < u32::MAX as usize { Ok(()) } else { Err(InstanceError::TooMany) }
}

fn within(row: usize, column: Option<usize>, cost: i128) -> Result<(), InstanceError> {
    match i128::narrow(cost) {
        Some(_) => Ok(()),
        None => Err(InstanceError::CostTooLarge { row, column, cost }),
    }
}

fn check_outside(row: usize, outside: &[i128]) -> Result<(), InstanceError> {
    if outside.is_empty() {
        return Err(InstanceError::NoUnits { row });
    }
    for &cost in outside {
        within(row, None, cost)?;
    }
    match (1..outside.len()).find(|&unit| outside[unit] > outside[unit - 1]) {
        Some(unit) => Err(InstanceError::OutsideRises { row, unit }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Costs, Instance, InstanceError};

    const LIMIT: i128 = i128::MAX / 16;

    fn refused(outside: &[i128], pairs: &[(usize, i128)]) -> InstanceError {
        let mut instance = Instance::new(&[1, 2]).unwrap();
        instance.add_row(&[1], [(1, 1)]).unwrap();
        let error = instance.add_row(outside, pairs.iter().copied()).unwrap_err();
        assert_eq!((instance.rows(), instance.pair_count()), (1, 1));
        error
    }

    #[test]
    fn rows_keep_their_pairs_in_order() {
        let mut instance = Instance::new(&[1, 2]).unwrap();
        instance.add_row(&[9, 4], [(1, -5), (0, 3)]).unwrap();
        instance.add_row(&[0], []).unwrap();
        assert_eq!(instance.pairs(0).collect::<Vec<_>>(), [(0, 3), (1, -5)]);
        assert_eq!((instance.pair(0, 1), instance.pair(1, 1)), (Some(-5), None));
        assert_eq!((instance.outside(0), instance.outside(1)), (&[9, 4][..], &[0][..]));
        assert_eq!((instance.rows(), instance.columns(), instance.places(1)), (2, 2, 2));
        assert_eq!((instance.takers(0).collect::<Vec<_>>(), instance.takers(1).count()), (vec![(0, 3)], 1));
        instance.add_row(&[7], [(0, 8)]).unwrap();
        assert_eq!(instance.takers(0).collect::<Vec<_>>(), [(0, 3), (2, 8)]);
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert_eq!(Instance::new(&[1, 0]).unwrap_err(), InstanceError::NoPlaces { column: 1 });
        assert_eq!(Instance::new(&[usize::MAX]).unwrap_err(), InstanceError::TooMany);
        assert_eq!(refused(&[], &[]), InstanceError::NoUnits { row: 1 });
        assert_eq!(refused(&[3, 3, 4], &[]), InstanceError::OutsideRises { row: 1, unit: 2 });
        assert_eq!(refused(&[3], &[(2, 0)]), InstanceError::UnknownColumn { row: 1, column: 2 });
        let twice = [(1, 0), (0, 0), (1, 1)];
        assert_eq!(refused(&[3], &twice), InstanceError::DuplicatePair { row: 1, column: 1 });
    }

    #[test]
    fn numbers_that_could_wrap_are_refused() {
        for cost in [LIMIT + 1, -LIMIT - 1, i128::MAX, i128::MIN] {
            let pair = InstanceError::CostTooLarge { row: 1, column: Some(0), cost };
            assert_eq!(refused(&[3], &[(0, cost)]), pair);
            assert_eq!(refused(&[cost], &[]), InstanceError::CostTooLarge { row: 1, column: None, cost });
        }
        let mut instance = Instance::new(&[1]).unwrap();
        for _ in 0..16 {
            instance.add_row(&[0], [(0, -LIMIT)]).unwrap();
        }
        let total = instance.add_row(&[0], [(0, -LIMIT)]);
        assert_eq!(total, Err(InstanceError::TotalTooLarge { row: 16 }));
        assert_eq!(refused(&[LIMIT; 17], &[]), InstanceError::TotalTooLarge { row: 1 });
    }
}
