//! Augmenting row reduction: cheap first pairs and good prices, before `augment` searches for the rest.
//!
//! R. Jonker, A. Volgenant, "A shortest augmenting path algorithm for dense and sparse linear assignment
//! problems", Computing 38 (1987) 325-340, section 4: a free row takes its best column and lowers the
//! column's price by the lead over its second best option; the row that had the column is free again.
//! Here staying outside is an option like any other, at the price 0, and nobody can be driven out of it.

use super::network::{Mate, Network, State};
use super::number::Number;

/// How often the rows left free are gone through again.
const PASSES: usize = 2;

/// Pairs rows of one unit with columns of one place and returns the units left to `augment`, a row once for
/// each; rows of several units wait for it untouched.
pub(super) fn reduce<N: Number>(network: &Network<'_, N>, state: &mut State<N>) -> Vec<u32> {
    let (mut free, mut rest): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
    for row in 0..network.rows() {
        match network.units(row) {
            1 => free.push(row as u32),
            units => rest.extend(std::iter::repeat_n(row as u32, units)),
        }
    }
    for _ in 0..PASSES {
        free = pass(network, state, free);
    }
    free.extend(rest);
    free
}

/// Goes once through the free rows; a row driven out is served at once, so long as that is not repeated too often.
fn pass<N: Number>(network: &Network<'_, N>, state: &mut State<N>, free: Vec<u32>) -> Vec<u32> {
    let mut still_free = Vec::new();
    let mut patience = 2 * network.rows();
    for row in free {
        let mut next = Some(row);
        while let Some(row) = next.take() {
            match bid(network, state, row as usize) {
                Bid::Settled => {}
                Bid::Drove(other) if patience > 0 => {
                    patience -= 1;
                    next = Some(other);
                }
                Bid::Drove(other) | Bid::Tied(other) => still_free.push(other),
            }
        }
    }
    still_free
}

/// What became of the row that made a bid.
enum Bid {
    /// It has a free place, or stays outside.
    Settled,
    /// It drove out this row by lowering the price.
    Drove(u32),
    /// Nothing could be lowered: this row (itself or the one driven out) stays free.
    Tied(u32),
}

/// The best and the second best edge of a row and what they leave, staying outside not counted.
struct Best<N> {
    first: N,
    edge: usize,
    second: N,
    runner_up: usize,
}

fn bid<N: Number>(network: &Network<'_, N>, state: &mut State<N>, row: usize) -> Bid {
    let best = best(network, state, row);
    let outside = state.next_outside(network, row).unwrap_or(N::MAX);
    state.row_price[row] = outside.min(best.first);
    if outside <= best.first {
        state.wait(row);
        return Bid::Settled;
    }
    let second = best.second.min(outside);
    let column = network.columns[best.edge] as usize;
    if !state.is_full(column) {
        return settle(network, state, row, best.edge, second);
    }
    if best.first == best.second {
        let other = network.columns[best.runner_up] as usize;
        if !state.is_full(other) {
            return settle(network, state, row, best.runner_up, second);
        }
    }
    if state.places(column) > 1 || best.first == second {
        return Bid::Tied(row as u32);
    }
    drive_out(network, state, row, best.edge, second)
}

fn best<N: Number>(network: &Network<'_, N>, state: &State<N>, row: usize) -> Best<N> {
    let span = network.offsets[row]..network.offsets[row + 1];
    let mut best = Best { first: N::MAX, edge: 0, second: N::MAX, runner_up: 0 };
    let edges = network.columns[span.clone()].iter().zip(&network.costs[span.clone()]);
    for (edge, (&column, &cost)) in span.zip(edges) {
        let left = cost - state.column_price[column as usize];
        if left < best.second {
            if left < best.first {
                (best.second, best.runner_up) = (best.first, best.edge);
                (best.first, best.edge) = (left, edge);
            } else {
                (best.second, best.runner_up) = (left, edge);
            }
        }
    }
    best
}

/// The row takes a free place. A single place takes the lead over the second best into its price.
fn settle<N: Number>(network: &Network<'_, N>, state: &mut State<N>, row: usize, edge: usize, second: N) -> Bid {
    let column = network.columns[edge] as usize;
    if state.places(column) == 1 && network.places[column] == 1 {
        state.column_price[column] -= second - state.row_price[row];
        state.row_price[row] = second;
    }
    state.join(column, Mate { row: row as u32, edge: edge as u32 });
    state.retake(network, row, super::network::NONE, edge as u32);
    Bid::Settled
}

fn drive_out<N: Number>(network: &Network<'_, N>, state: &mut State<N>, row: usize, edge: usize, second: N) -> Bid {
    let column = network.columns[edge] as usize;
    let driven = state.mates(column)[0];
    state.column_price[column] -= second - state.row_price[row];
    state.row_price[row] = second;
    state.replace(column, driven.row, Mate { row: row as u32, edge: edge as u32 });
    state.retake(network, row, super::network::NONE, edge as u32);
    state.retake(network, driven.row as usize, driven.edge, super::network::NONE);
    Bid::Drove(driven.row)
}
