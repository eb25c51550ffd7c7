//! Whether an optimal assignment is the only one: no cycle in the graph of tight relations.
//!
//! Two optimal assignments differ by cycles of pairs made and unmade, along which nothing is lost, so each
//! step is tight at any optimal prices; and along a cycle of tight steps the pairs can be changed at no loss.
//! One more node stands for all that is outside: waiting units and free places. The order of removal is
//! A. B. Kahn's, "Topological sorting of large networks", Communications of the ACM 5 (1962) 558-562.

/// Whether another assignment is as good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uniqueness {
    /// Any correct solver must give these pairs.
    Unique,
    /// At least one other assignment costs the same.
    Tied,
}

/// The steps at no loss that lead from an optimal assignment to its neighbours.
pub(super) struct TightRelations {
    rows: usize,
    outside: u32,
    /// The node that stands for each node: itself, or the outside where steps lead both ways between them.
    /// (A column with one place taken and one free can gain and lose a row, which alone changes nothing.)
    stands: Vec<u32>,
    steps: Vec<(u32, u32)>,
}

impl TightRelations {
    pub(super) fn new(rows: usize, columns: usize) -> Self {
        let outside = (rows + columns) as u32;
        Self { rows, outside, stands: (0..=outside).collect(), steps: Vec::new() }
    }

    /// A pair that was made and could be unmade.
    pub(super) fn made(&mut self, row: usize, column: usize) {
        self.steps.push(((self.rows + column) as u32, row as u32));
    }

    /// A pair that was not made and could be.
    pub(super) fn absent(&mut self, row: usize, column: usize) {
        self.steps.push((row as u32, (self.rows + column) as u32));
    }

    /// Whether a unit of the row could go outside, and one come in from there.
    pub(super) fn row(&mut self, row: usize, leaves: bool, enters: bool) {
        self.with_outside(row as u32, leaves, enters);
    }

    /// Whether a row more could take a place of the column, and one less.
    pub(super) fn column(&mut self, column: usize, gains: bool, loses: bool) {
        self.with_outside((self.rows + column) as u32, gains, loses);
    }

    fn with_outside(&mut self, node: u32, to_outside: bool, from_outside: bool) {
        match (to_outside, from_outside) {
            (true, true) => self.stands[node as usize] = self.outside,
            (true, false) => self.steps.push((node, self.outside)),
            (false, true) => self.steps.push((self.outside, node)),
            (false, false) => {}
        }
    }

    pub(super) fn uniqueness(mut self) -> Uniqueness {
        for (from, to) in &mut self.steps {
            (*from, *to) = (self.stands[*from as usize], self.stands[*to as usize]);
        }
        if self.has_cycle() { Uniqueness::Tied } else { Uniqueness::Unique }
    }

    /// Takes away nodes that no step leads to until there are none; steps that remain form a cycle.
    fn has_cycle(&self) -> bool {
        let starts = self.starts();
        let targets = self.targets(&starts);
        let mut arriving = vec![0u32; self.stands.len()];
        for &(_, to) in &self.steps {
            arriving[to as usize] += 1;
        }
        let mut sources: Vec<u32> = (0..=self.outside).filter(|&node| arriving[node as usize] == 0).collect();
        let mut left = self.steps.len();
        while let Some(node) = sources.pop() {
            let span = starts[node as usize]..starts[node as usize + 1];
            for &to in &targets[span] {
                left -= 1;
                arriving[to as usize] -= 1;
                if arriving[to as usize] == 0 {
                    sources.push(to);
                }
            }
        }
        left > 0
    }

    /// Where the steps from each node begin once they are in order.
    fn starts(&self) -> Vec<usize> {
        let mut starts = vec![0; self.stands.len() + 1];
        for &(from, _) in &self.steps {
            starts[from as usize + 1] += 1;
        }
        for node in 1..starts.len() {
            starts[node] += starts[node - 1];
        }
        starts
    }

    /// The ends of the steps in the order of where they begin.
    fn targets(&self, starts: &[usize]) -> Vec<u32> {
        let mut next = starts.to_vec();
        let mut targets = vec![0u32; self.steps.len()];
        for &(from, to) in &self.steps {
            let place = &mut next[from as usize];
            targets[*place] = to;
            *place += 1;
        }
        targets
    }
}
