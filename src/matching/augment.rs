//! Shortest augmenting paths: brings one unit after the other to a free place or outside, at least cost.
//!
//! N. Tomizawa (1971), J. Edmonds and R. M. Karp (1972): one search with the reduced costs, which are never
//! negative, and prices corrected by the distances found. A. Volgenant, "Linear and semi-assignment problems:
//! a core oriented approach", Computers & Operations Research 23 (1996) 917-932, for the sparse form (LAPMOD).
//! Columns found at the current distance are kept apart from the heap, since ties are common.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::network::{Mate, NONE, Network, State};
use super::number::Number;

/// How long to go on searching.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Effort {
    Unlimited,
    /// Until about so many edges have been looked at.
    Edges(usize),
}

/// Brings every unit of `free` (a row once for each) to a place or outside; then the state is optimal.
///
/// Tells whether it came to the end before the effort was spent; if not, the state is of no use.
pub(super) fn augment_all<N: Number>(network: &Network<'_, N>, state: &mut State<N>, free: &[u32], effort: Effort) -> bool {
    let mut search = Search::new(network);
    for &row in free {
        if matches!(effort, Effort::Edges(most) if search.edges > most) {
            return false;
        }
        augment(network, state, &mut search, row as usize);
    }
    true
}

fn augment<N: Number>(network: &Network<'_, N>, state: &mut State<N>, search: &mut Search<N>, row: usize) {
    let lowest = lowest_option(network, state, row);
    state.row_price[row] = lowest;
    search.run(network, state, row);
    search.correct_prices(network, state, row);
    search.flip(network, state, row);
    search.reset();
}

/// The least that the next unit of a row can cost at present prices.
fn lowest_option<N: Number>(network: &Network<'_, N>, state: &State<N>, row: usize) -> N {
    let span = network.offsets[row]..network.offsets[row + 1];
    let several = network.units(row) > 1;
    let mut lowest = state.next_outside(network, row).unwrap_or(N::MAX);
    for edge in span {
        let left = network.costs[edge] - state.column_price[network.columns[edge] as usize];
        if left < lowest && !(several && state.takes(network, row, edge)) {
            lowest = left;
        }
    }
    lowest
}

/// Where a path ends.
#[derive(Clone, Copy)]
enum End {
    /// At a free place of this column.
    Column(u32),
    /// Outside, with a unit of this row.
    Outside(u32),
}

/// One search from a row. Nodes are the columns, then the rows.
struct Search<N> {
    distance: Vec<N>,
    /// The edge by which a column was reached and the row that has it; for a row the edge it would give up.
    parent: Vec<Mate>,
    /// Nodes at the current distance, not yet looked at.
    ready: Vec<u32>,
    heap: BinaryHeap<Reverse<(N, u32)>>,
    /// Nodes whose distance was set, to be forgotten afterwards.
    touched: Vec<u32>,
    /// Nodes looked at, and rows with them, in the order of their distances.
    settled: Vec<u32>,
    best: N,
    end: End,
    /// Edges looked at in all searches.
    edges: usize,
}

impl<N: Number> Search<N> {
    fn new(network: &Network<'_, N>) -> Self {
        let nodes = network.places.len() + network.rows();
        Self {
            distance: vec![N::MAX; nodes],
            parent: vec![Mate { row: NONE, edge: NONE }; nodes],
            ready: Vec::new(),
            heap: BinaryHeap::new(),
            touched: Vec::new(),
            settled: Vec::new(),
            best: N::MAX,
            end: End::Outside(0),
            edges: 0,
        }
    }

    /// Finds the nearest end. The row's own price must be feasible.
    fn run(&mut self, network: &Network<'_, N>, state: &State<N>, row: usize) {
        let columns = network.places.len();
        self.reach(columns + row, N::ZERO, Mate { row: NONE, edge: NONE });
        self.expand_row(network, state, row, N::ZERO);
        let mut level = N::ZERO;
        while let Some(node) = self.next_node(&mut level) {
            self.settled.push(node);
            let node = node as usize;
            if node < columns {
                self.expand_column(network, state, node, level);
            } else {
                self.expand_row(network, state, node - columns, level);
            }
        }
    }

    /// The nearest node not yet looked at, unless an end is as near.
    fn next_node(&mut self, level: &mut N) -> Option<u32> {
        if self.best <= *level {
            return None;
        }
        if let Some(node) = self.ready.pop() {
            return Some(node);
        }
        while let Some(Reverse((distance, node))) = self.heap.pop() {
            if distance >= self.best {
                return None;
            }
            if distance == self.distance[node as usize] {
                *level = distance;
                return Some(node);
            }
        }
        None
    }

    fn reach(&mut self, node: usize, distance: N, parent: Mate) {
        if self.distance[node] == N::MAX {
            self.touched.push(node as u32);
        }
        self.distance[node] = distance;
        self.parent[node] = parent;
    }

    /// The rows on the places of a column can be driven out, each at the distance of the column; a row of
    /// several units may hold its place below the price and is then farther away.
    fn expand_column(&mut self, network: &Network<'_, N>, state: &State<N>, column: usize, level: N) {
        for mate in state.mates(column) {
            let row = mate.row as usize;
            if network.units(row) == 1 {
                self.expand_row(network, state, row, level);
                continue;
            }
            let edge = mate.edge as usize;
            let held = state.row_price[row] + state.column_price[column] - network.costs[edge];
            let node = network.places.len() + row;
            if level + held < self.distance[node] && level + held < self.best {
                self.reach(node, level + held, *mate);
                self.queue(node, level + held, level);
            }
        }
    }

    fn queue(&mut self, node: usize, distance: N, level: N) {
        if distance == level {
            self.ready.push(node as u32);
        } else {
            self.heap.push(Reverse((distance, node as u32)));
        }
    }

    /// A unit of the row at distance `level` may go outside or to any column that the row has not.
    fn expand_row(&mut self, network: &Network<'_, N>, state: &State<N>, row: usize, level: N) {
        let gap = level - state.row_price[row];
        if let Some(outside) = state.next_outside(network, row)
            && gap + outside < self.best
        {
            self.best = gap + outside;
            self.end = End::Outside(row as u32);
        }
        let several = network.units(row) > 1;
        let span = network.offsets[row]..network.offsets[row + 1];
        self.edges += span.len();
        let edges = network.columns[span.clone()].iter().zip(&network.costs[span.clone()]);
        for (edge, (&column, &cost)) in span.zip(edges) {
            let node = column as usize;
            let distance = gap + cost - state.column_price[node];
            if distance < self.best && distance < self.distance[node] && !(several && state.takes(network, row, edge)) {
                self.reach(node, distance, Mate { row: row as u32, edge: edge as u32 });
                if state.is_full(node) {
                    self.queue(node, distance, level);
                } else {
                    self.best = distance;
                    self.end = End::Column(column);
                }
            }
        }
    }

    /// Keeps the reduced costs from being negative and makes them 0 along the path.
    fn correct_prices(&self, network: &Network<'_, N>, state: &mut State<N>, source: usize) {
        let columns = state.column_price.len();
        state.row_price[source] += self.best;
        for &node in &self.settled {
            let node = node as usize;
            let rise = self.best - self.distance[node];
            if node >= columns {
                state.row_price[node - columns] += rise;
                continue;
            }
            state.column_price[node] -= rise;
            for place in 0..state.mates(node).len() {
                let row = state.mates(node)[place].row as usize;
                if network.units(row) == 1 {
                    state.row_price[row] += rise;
                }
            }
        }
    }

    /// Moves every unit along the path to its new place.
    fn flip(&self, network: &Network<'_, N>, state: &mut State<N>, source: usize) {
        let columns = network.places.len();
        let (mut row, mut new) = match self.end {
            End::Outside(row) => {
                state.wait(row as usize);
                (row as usize, NONE)
            }
            End::Column(column) => {
                let mate = self.parent[column as usize];
                state.join(column as usize, mate);
                (mate.row as usize, mate.edge)
            }
        };
        while row != source {
            let old = match network.units(row) {
                1 => state.taken(network, row)[0],
                _ => self.parent[columns + row].edge,
            };
            state.retake(network, row, old, new);
            let column = network.columns[old as usize] as usize;
            let mate = self.parent[column];
            state.replace(column, row as u32, mate);
            (row, new) = (mate.row as usize, mate.edge);
        }
        state.retake(network, row, NONE, new);
    }

    fn reset(&mut self) {
        for &node in &self.touched {
            self.distance[node as usize] = N::MAX;
        }
        self.touched.clear();
        self.settled.clear();
        self.ready.clear();
        self.heap.clear();
        self.best = N::MAX;
    }
}
