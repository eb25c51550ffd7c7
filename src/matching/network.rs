//! What the solvers work on: an instance in one width of number, and the pairs and prices reached so far.
//! The steps that change them are in `reduction` and `augment`.

use super::assignment::{Assignment, Pair};
use super::number::Number;

/// Marks "no edge", "no row", "no column".
pub(super) const NONE: u32 = u32::MAX;

/// A sparse instance as plain slices; an edge is a position in `columns` and `costs`.
#[derive(Clone, Copy)]
pub(super) struct Network<'a, N> {
    /// The edges of row `r` are `offsets[r]..offsets[r + 1]`.
    pub(super) offsets: &'a [usize],
    pub(super) columns: &'a [u32],
    pub(super) costs: &'a [N],
    /// The units of row `r` are `unit_offsets[r]..unit_offsets[r + 1]`.
    pub(super) unit_offsets: &'a [usize],
    /// The cost of each unit outside.
    pub(super) outside: &'a [N],
    /// The places of each column.
    pub(super) places: &'a [u32],
}

impl<N: Number> Network<'_, N> {
    pub(super) fn rows(&self) -> usize {
        self.offsets.len() - 1
    }

    pub(super) fn units(&self, row: usize) -> usize {
        self.unit_offsets[row + 1] - self.unit_offsets[row]
    }
}

/// One place of a column that is taken: by which row, over which edge.
#[derive(Clone, Copy)]
pub(super) struct Mate {
    pub(super) row: u32,
    pub(super) edge: u32,
}

/// Pairs and prices. Between the steps the prices are feasible and tight on the pairs, as `verify` asks.
pub(super) struct State<N> {
    pub(super) row_price: Vec<N>,
    pub(super) column_price: Vec<N>,
    /// The edge that each unit takes, by `unit_offsets`.
    taken: Vec<u32>,
    /// How many units of a row were put outside.
    waiting: Vec<u32>,
    /// The places of column `c` are `mates[slots[c]..slots[c + 1]]`, of which `filled[c]` are taken.
    slots: Vec<u32>,
    filled: Vec<u32>,
    mates: Vec<Mate>,
}

impl<N: Number> State<N> {
    pub(super) fn new(network: &Network<'_, N>) -> Self {
        let slots = slots(network);
        let mates = slots.last().map_or(0, |&end| end as usize);
        Self {
            row_price: vec![N::ZERO; network.rows()],
            column_price: vec![N::ZERO; network.places.len()],
            taken: vec![NONE; network.outside.len()],
            waiting: vec![0; network.rows()],
            filled: vec![0; network.places.len()],
            slots,
            mates: vec![Mate { row: NONE, edge: NONE }; mates],
        }
    }

    pub(super) fn is_full(&self, column: usize) -> bool {
        self.filled[column] == self.places(column)
    }

    /// The places of a column that can be used: no more than it has edges.
    pub(super) fn places(&self, column: usize) -> u32 {
        self.slots[column + 1] - self.slots[column]
    }

    pub(super) fn mates(&self, column: usize) -> &[Mate] {
        let start = self.slots[column] as usize;
        &self.mates[start..start + self.filled[column] as usize]
    }

    /// What it would cost to put the next unit of the row outside; none when all are there.
    pub(super) fn next_outside(&self, network: &Network<'_, N>, row: usize) -> Option<N> {
        let span = network.unit_offsets[row]..network.unit_offsets[row + 1];
        let waiting = self.waiting[row] as usize;
        network.outside[span].iter().rev().nth(waiting).copied()
    }

    pub(super) fn takes(&self, network: &Network<'_, N>, row: usize, edge: usize) -> bool {
        self.taken(network, row).contains(&(edge as u32))
    }

    /// The edges that the units of a row take, [`NONE`] for a unit without.
    pub(super) fn taken(&self, network: &Network<'_, N>, row: usize) -> &[u32] {
        &self.taken[network.unit_offsets[row]..network.unit_offsets[row + 1]]
    }

    /// Lets a unit of the row give up `old` for `new`; either may be [`NONE`].
    pub(super) fn retake(&mut self, network: &Network<'_, N>, row: usize, old: u32, new: u32) {
        let span = network.unit_offsets[row]..network.unit_offsets[row + 1];
        if let Some(unit) = self.taken[span].iter_mut().find(|edge| **edge == old) {
            *unit = new;
        }
    }

    /// Counts one more unit of the row as outside.
    pub(super) fn wait(&mut self, row: usize) {
        self.waiting[row] += 1;
    }

    /// Puts a mate on a free place of the column.
    pub(super) fn join(&mut self, column: usize, mate: Mate) {
        let place = self.slots[column] + self.filled[column];
        self.mates[place as usize] = mate;
        self.filled[column] += 1;
    }

    /// Puts `mate` on the place that `row` has had in the column.
    pub(super) fn replace(&mut self, column: usize, row: u32, mate: Mate) {
        let start = self.slots[column] as usize;
        let places = &mut self.mates[start..start + self.filled[column] as usize];
        if let Some(place) = places.iter_mut().find(|place| place.row == row) {
            *place = mate;
        }
    }

    /// Takes a row of one unit off its column, or back from outside.
    pub(super) fn release(&mut self, network: &Network<'_, N>, row: usize) {
        let unit = network.unit_offsets[row];
        let edge = std::mem::replace(&mut self.taken[unit], NONE);
        self.waiting[row] = 0;
        if edge != NONE {
            let column = network.columns[edge as usize] as usize;
            self.filled[column] = 0;
        }
    }

    /// After rows were given more edges, each behind its old ones: the edges by their new numbers. For rows of one
    /// unit and columns of one place.
    pub(super) fn renumber(&mut self, before: &[usize], after: &[usize]) {
        for (row, edge) in self.taken.iter_mut().enumerate().filter(|(_, edge)| **edge != NONE) {
            *edge += (after[row] - before[row]) as u32;
        }
        for mate in self.mates.iter_mut().filter(|mate| mate.row != NONE) {
            mate.edge = self.taken[mate.row as usize];
        }
    }

    pub(super) fn into_assignment(self, network: &Network<'_, N>) -> Assignment {
        let mut pairs: Vec<Pair> = Vec::new();
        for row in 0..network.rows() {
            let edges = self.taken(network, row).iter().filter(|&&edge| edge != NONE);
            pairs.extend(edges.map(|&edge| Pair { row, column: network.columns[edge as usize] as usize }));
        }
        pairs.sort_unstable();
        Assignment {
            pairs,
            row_prices: self.row_price.into_iter().map(N::widen).collect(),
            column_prices: self.column_price.into_iter().map(N::widen).collect(),
        }
    }
}

/// Where the places of each column begin.
fn slots<N: Number>(network: &Network<'_, N>) -> Vec<u32> {
    let mut degree = vec![0u32; network.places.len()];
    for &column in network.columns {
        degree[column as usize] += 1;
    }
    let mut end = 0;
    let mut slots = vec![0];
    for (&places, &degree) in network.places.iter().zip(&degree) {
        end += places.min(degree);
        slots.push(end);
    }
    slots
}
