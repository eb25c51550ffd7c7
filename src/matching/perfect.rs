//! Whether every row can have a column at all: the question to settle before `auction` starts.
//!
//! J. E. Hopcroft, R. M. Karp, "An n^5/2 algorithm for maximum matchings in bipartite graphs", SIAM Journal
//! on Computing 2 (1973) 225-231, with a greedy start and a walk that keeps its own stack.

use super::network::{NONE, Network};

/// Whether all rows can be matched at once, for rows of one unit and columns of one place.
pub(super) fn covers_all_rows<N>(network: &Network<'_, N>) -> bool {
    let mut matching = Matching::greedy(network);
    while !matching.free.is_empty() {
        if !matching.improve(network) {
            return false;
        }
    }
    true
}

struct Matching {
    /// The row of each column.
    mate: Vec<u32>,
    free: Vec<u32>,
    /// The round of breadth-first search in which a column was met, counted from the free rows.
    layer: Vec<u32>,
    /// The next edge to try of each row.
    next: Vec<usize>,
}

impl Matching {
    fn greedy<N>(network: &Network<'_, N>) -> Self {
        let mut mate = vec![NONE; network.places.len()];
        let mut free = Vec::new();
        for row in 0..network.offsets.len() - 1 {
            let columns = &network.columns[network.offsets[row]..network.offsets[row + 1]];
            match columns.iter().find(|&&column| mate[column as usize] == NONE) {
                Some(&column) => mate[column as usize] = row as u32,
                None => free.push(row as u32),
            }
        }
        Self { layer: vec![NONE; mate.len()], mate, free, next: network.offsets.to_vec() }
    }

    /// One phase; tells whether a row found a column.
    fn improve<N>(&mut self, network: &Network<'_, N>) -> bool {
        self.number_layers(network);
        self.next.copy_from_slice(network.offsets);
        let before = self.free.len();
        let free = std::mem::take(&mut self.free);
        self.free = free.into_iter().filter(|&row| !self.walk(network, row)).collect();
        self.free.len() < before
    }

    /// Numbers the columns by their distance from the free rows, up to the first free column.
    fn number_layers<N>(&mut self, network: &Network<'_, N>) {
        self.layer.fill(NONE);
        let mut front = self.free.clone();
        let mut depth = 0;
        let mut found = false;
        while !front.is_empty() && !found {
            let mut beyond = Vec::new();
            for row in front {
                let row = row as usize;
                for &column in &network.columns[network.offsets[row]..network.offsets[row + 1]] {
                    let column = column as usize;
                    if self.layer[column] == NONE {
                        self.layer[column] = depth;
                        match self.mate[column] {
                            NONE => found = true,
                            mate => beyond.push(mate),
                        }
                    }
                }
            }
            front = beyond;
            depth += 1;
        }
    }

    /// Goes from a free row through rising layers to a free column, and shifts the pairs along the way.
    fn walk<N>(&mut self, network: &Network<'_, N>, row: u32) -> bool {
        let mut way = vec![row];
        while let Some(&row) = way.last() {
            let depth = way.len() as u32 - 1;
            let Some(column) = self.next_column(network, row as usize, depth) else {
                way.pop();
                continue;
            };
            match self.mate[column as usize] {
                NONE => {
                    self.shift(network, &way);
                    return true;
                }
                mate => way.push(mate),
            }
        }
        false
    }

    fn next_column<N>(&mut self, network: &Network<'_, N>, row: usize, depth: u32) -> Option<u32> {
        while self.next[row] < network.offsets[row + 1] {
            let column = network.columns[self.next[row]];
            self.next[row] += 1;
            if self.layer[column as usize] == depth {
                self.layer[column as usize] = NONE;
                return Some(column);
            }
        }
        None
    }

    /// Each row of the way takes the column it tried last.
    fn shift<N>(&mut self, network: &Network<'_, N>, way: &[u32]) {
        for &row in way {
            let column = network.columns[self.next[row as usize] - 1];
            self.mate[column as usize] = row;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::covers_all_rows;
    use crate::matching::graph::Costs;
    use crate::matching::oracle::{maximum_matching, random};
    use crate::matching::solve::narrow_network;

    #[test]
    fn agrees_with_a_maximum_matching() {
        let (mut all, mut few) = (0, 0);
        for seed in 0..300 {
            let (rows, columns) = (30, 28 + seed as usize % 8);
            let instance = random(seed, rows, columns, 4 + seed % 12, 2, 1);
            let none = vec![0; instance.pair_count()];
            let covered = covers_all_rows(&narrow_network(&instance, &none, &[0; 30]));
            assert_eq!(covered, maximum_matching(&instance) == instance.rows(), "seed {seed}");
            *if covered { &mut all } else { &mut few } += 1;
        }
        assert!(all > 50 && few > 50, "{all} {few}");
    }
}
