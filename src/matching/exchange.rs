//! Reasons: what exactly would be lost if one pair were made, or unmade, or one more unit of a row let in.
//!
//! At optimal prices no step from the assignment to a neighbour gains, so the cheapest way back (`cheapest_way`) gives the exact loss
//! and the chain of those who would have to move. As in `uniqueness` one more node stands for all that is outside: a chain may let one
//! row out and another in.

use super::assignment::Assignment;
use super::cheapest_way::{Node, Steps, cheapest_way};
use super::graph::Costs;

/// The best assignment under one more demand, told by its difference from the best without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// By how much the total cost rises, never below 0; at 0 the alternative is as good.
    pub loss: i128,
    /// Who would have to move, each causing the next.
    pub changes: Vec<Change>,
}

/// One unit of a row moves. At least one of the columns is there; none stands for outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The row that moves.
    pub row: usize,
    /// The column that it gives up.
    pub from: Option<usize>,
    /// The column that it takes.
    pub to: Option<usize>,
}

/// An assignment that [`super::verify::verify`] has accepted, made ready for questions.
pub struct Exchange<'a, C> {
    costs: &'a C,
    assignment: &'a Assignment,
    /// The rows of each column.
    mates: Vec<Vec<usize>>,
    /// How many units of each row take a column.
    inside: Vec<usize>,
}

impl<'a, C: Costs> Exchange<'a, C> {
    /// Makes an accepted assignment ready; of any other the answers mean nothing.
    pub fn new(costs: &'a C, assignment: &'a Assignment) -> Self {
        let mut mates = vec![Vec::new(); costs.columns()];
        let mut inside = vec![0; costs.rows()];
        for pair in &assignment.pairs {
            mates[pair.column].push(pair.row);
            inside[pair.row] += 1;
        }
        Self { costs, assignment, mates, inside }
    }

    /// What would be lost if this pair, eligible and not made, had to be made; none for any other pair.
    pub fn with_pair(&self, row: usize, column: usize) -> Option<Alternative> {
        let cost = self.costs.pair(row, column)?;
        if self.mates[column].contains(&row) {
            return None;
        }
        let back = cheapest_way(&self.steps(None), Node::Column(column), Node::Row(row))?;
        let round = [vec![Node::Row(row)], back.nodes].concat();
        Some(Alternative { loss: self.reduced(row, column, cost) + back.length, changes: changes(&round) })
    }

    /// The margin to the runner-up: what would be lost if this pair, which is made, were forbidden; none for a
    /// pair that is not made.
    pub fn without_pair(&self, row: usize, column: usize) -> Option<Alternative> {
        let cost = self.costs.pair(row, column)?;
        if !self.mates[column].contains(&row) {
            return None;
        }
        let back = cheapest_way(&self.steps(None), Node::Row(row), Node::Column(column))?;
        let round = [vec![Node::Column(column)], back.nodes].concat();
        Some(Alternative { loss: back.length - self.reduced(row, column, cost), changes: changes(&round) })
    }

    /// What would be lost if one more unit of this row had to take a column; none where that cannot be, since
    /// no unit of it is outside or no other column is eligible.
    pub fn with_unit(&self, row: usize) -> Option<Alternative> {
        let enter = self.enter(row)?;
        let back = cheapest_way(&self.steps(Some(row)), Node::Row(row), Node::Outside)?;
        let round = [vec![Node::Outside], back.nodes].concat();
        Some(Alternative { loss: enter + back.length, changes: changes(&round) })
    }

    fn steps(&self, stays: Option<usize>) -> ExchangeSteps<'_, 'a, C> {
        ExchangeSteps { exchange: self, stays }
    }

    fn reduced(&self, row: usize, column: usize, cost: i128) -> i128 {
        cost - self.assignment.row_prices[row] - self.assignment.column_prices[column]
    }

    /// The reduced cost of taking one more unit of the row in from outside.
    fn enter(&self, row: usize) -> Option<i128> {
        let cost = self.costs.outside(row).get(self.inside[row])?;
        Some(self.assignment.row_prices[row] - cost)
    }

    /// The reduced cost of putting one unit of the row outside.
    fn leave(&self, row: usize) -> Option<i128> {
        let cost = self.costs.outside(row).get(self.inside[row].checked_sub(1)?)?;
        Some(cost - self.assignment.row_prices[row])
    }

    fn has_free_place(&self, column: usize) -> bool {
        self.mates[column].len() < self.costs.places(column)
    }

    /// The reduced cost of unmaking a pair.
    fn unmade(&self, row: usize, column: usize) -> Option<i128> {
        self.costs.pair(row, column).map(|cost| -self.reduced(row, column, cost))
    }
}

/// What can be changed at an assignment, each change at its reduced cost.
struct ExchangeSteps<'e, 'a, C> {
    exchange: &'e Exchange<'a, C>,
    /// No unit of this row may go outside.
    stays: Option<usize>,
}

impl<C: Costs> ExchangeSteps<'_, '_, C> {
    fn leave(&self, row: usize) -> Option<i128> {
        if self.stays == Some(row) { None } else { self.exchange.leave(row) }
    }

    fn rows(&self) -> std::ops::Range<usize> {
        0..self.exchange.costs.rows()
    }

    fn columns(&self) -> std::ops::Range<usize> {
        0..self.exchange.costs.columns()
    }
}

impl<C: Costs> Steps for ExchangeSteps<'_, '_, C> {
    fn size(&self) -> (usize, usize) {
        (self.exchange.costs.rows(), self.exchange.costs.columns())
    }

    fn steps_from(&self, node: Node, mut each: impl FnMut(Node, i128)) {
        let Exchange { costs, assignment, mates, .. } = self.exchange;
        match node {
            Node::Row(row) => {
                let taken: Vec<usize> = assignment.columns_of(row).collect();
                let price = assignment.row_prices[row];
                for (column, cost) in costs.pairs(row).filter(|(column, _)| !taken.contains(column)) {
                    each(Node::Column(column), cost - price - assignment.column_prices[column]);
                }
                self.leave(row).into_iter().for_each(|cost| each(Node::Outside, cost));
            }
            Node::Column(column) => {
                let rows = mates[column].iter().filter_map(|&row| Some((row, self.exchange.unmade(row, column)?)));
                rows.for_each(|(row, cost)| each(Node::Row(row), cost));
                if self.exchange.has_free_place(column) {
                    each(Node::Outside, 0);
                }
            }
            Node::Outside => {
                let rows = self.rows().filter_map(|row| Some((row, self.exchange.enter(row)?)));
                rows.for_each(|(row, cost)| each(Node::Row(row), cost));
                let taken = self.columns().filter(|&column| !mates[column].is_empty());
                taken.for_each(|column| each(Node::Column(column), -assignment.column_prices[column]));
            }
        }
    }

    fn steps_to(&self, node: Node, mut each: impl FnMut(Node, i128)) {
        let Exchange { costs, assignment, mates, .. } = self.exchange;
        match node {
            Node::Row(row) => {
                let columns = assignment.columns_of(row).filter_map(|column| Some((column, self.exchange.unmade(row, column)?)));
                columns.for_each(|(column, cost)| each(Node::Column(column), cost));
                self.exchange.enter(row).into_iter().for_each(|cost| each(Node::Outside, cost));
            }
            Node::Column(column) => {
                let price = assignment.column_prices[column];
                for (row, cost) in costs.takers(column).filter(|(row, _)| !mates[column].contains(row)) {
                    each(Node::Row(row), cost - price - assignment.row_prices[row]);
                }
                if !mates[column].is_empty() {
                    each(Node::Outside, -price);
                }
            }
            Node::Outside => {
                let rows = self.rows().filter_map(|row| Some((row, self.leave(row)?)));
                rows.for_each(|(row, cost)| each(Node::Row(row), cost));
                let free = self.columns().filter(|&column| self.exchange.has_free_place(column));
                free.for_each(|column| each(Node::Column(column), 0));
            }
        }
    }
}

/// The moves along a round of nodes, given from the demanded step on; the last node is the first.
fn changes(round: &[Node]) -> Vec<Change> {
    let before = round.iter().rev().skip(1).take(1).chain(round);
    let triples = before.zip(round).zip(&round[1..]);
    let column = |node: &Node| match node {
        Node::Column(column) => Some(*column),
        _ => None,
    };
    triples
        .filter_map(|((before, node), after)| match node {
            Node::Row(row) => Some(Change { row: *row, from: column(before), to: column(after) }),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Alternative, Change, Exchange};
    use crate::matching::assignment::{Assignment, Pair};
    use crate::matching::graph::{Costs, Instance};
    use crate::matching::oracle::{cost_of, enumerate, instances, random, with_pairs};
    use crate::matching::solve::solve;
    use crate::matching::verify::verify;
    use proptest::prelude::{ProptestConfig, prop_assert_eq, proptest};

    /// The pairs after the changes, with what they cost.
    fn applied(instance: &Instance, answer: &Assignment, changes: &[Change]) -> (Vec<Pair>, i128) {
        let mut pairs = answer.pairs.clone();
        for &Change { row, from, to } in changes {
            assert!(from != to);
            if let Some(column) = from {
                let place = pairs.iter().position(|&pair| pair == Pair { row, column }).unwrap();
                pairs.remove(place);
            }
            if let Some(column) = to {
                assert!(!pairs.contains(&Pair { row, column }));
                pairs.push(Pair { row, column });
            }
        }
        for column in 0..instance.columns() {
            assert!(pairs.iter().filter(|pair| pair.column == column).count() <= instance.places(column));
        }
        let cost = cost_of(instance, &pairs);
        (pairs, cost)
    }

    /// Compares with the least cost among the assignments that meet the demand.
    fn check(instance: &Instance, answer: &Assignment, told: Option<Alternative>, meets: impl Fn(&[Pair]) -> bool) {
        let objective = cost_of(instance, &answer.pairs);
        let expected = enumerate(instance, &meets).map(|(least, _)| least - objective);
        assert_eq!(told.as_ref().map(|told| told.loss), expected, "{instance:?}");
        if let Some(told) = told {
            let (pairs, cost) = applied(instance, answer, &told.changes);
            assert_eq!(cost, objective + told.loss);
            assert!(meets(&pairs));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn losses_and_chains_as_by_enumeration(instance in instances(4, 4, 2, 4)) {
            let answer = solve(&instance);
            let exchange = Exchange::new(&instance, &answer);
            for row in 0..instance.rows() {
                let taken = answer.columns_of(row).count();
                if taken < instance.outside(row).len() {
                    let units = |pairs: &[Pair]| pairs.iter().filter(|pair| pair.row == row).count() > taken;
                    check(&instance, &answer, exchange.with_unit(row), units);
                } else {
                    prop_assert_eq!(exchange.with_unit(row), None);
                }
                for (column, _) in instance.pairs(row) {
                    let pair = Pair { row, column };
                    if answer.pairs.contains(&pair) {
                        let without = |pairs: &[Pair]| !pairs.contains(&pair);
                        check(&instance, &answer, exchange.without_pair(row, column), without);
                        prop_assert_eq!(exchange.with_pair(row, column), None);
                    } else {
                        let with = |pairs: &[Pair]| pairs.contains(&pair);
                        check(&instance, &answer, exchange.with_pair(row, column), with);
                        prop_assert_eq!(exchange.without_pair(row, column), None);
                    }
                }
            }
        }
    }

    #[test]
    fn losses_on_larger_ones_as_by_solving_again() {
        const MUST: i128 = 1_000_000;
        for seed in 0..8 {
            let instance = random(seed, 40, 30 + 2 * seed as usize, 25, 50, 40);
            let answer = solve(&instance);
            let objective = verify(&instance, &answer).unwrap().objective;
            let exchange = Exchange::new(&instance, &answer);
            for row in 0..40 {
                let Some((column, _)) = instance.pairs(row).nth(seed as usize % 3) else {
                    continue;
                };
                let made = answer.pairs.contains(&Pair { row, column });
                let demand = if made { MUST } else { -MUST };
                let bent = with_pairs(&instance, |pair, cost| Some(if pair == (Pair { row, column }) { cost + demand } else { cost }));
                let again = verify(&bent, &solve(&bent)).unwrap().objective;
                let told = if made { exchange.without_pair(row, column) } else { exchange.with_pair(row, column) };
                let told = told.unwrap();
                assert_eq!(told.loss, again - objective - demand.min(0), "seed {seed} row {row}");
                assert_eq!(applied(&instance, &answer, &told.changes).1, objective + told.loss);
            }
        }
    }

    #[test]
    fn the_largest_costs_allowed_do_not_wrap() {
        for seed in 0..20 {
            let extreme = with_pairs(&random(seed, 5, 4, 70, 3, 2), |_, cost| Some((cost - 1) * (i128::MAX / 16)));
            let answer = solve(&extreme);
            let exchange = Exchange::new(&extreme, &answer);
            for (row, (column, _)) in (0..5).flat_map(|row| extreme.pairs(row).map(move |pair| (row, pair))) {
                let pair = Pair { row, column };
                match answer.pairs.contains(&pair) {
                    true => check(&extreme, &answer, exchange.without_pair(row, column), |pairs| !pairs.contains(&pair)),
                    false => check(&extreme, &answer, exchange.with_pair(row, column), |pairs| pairs.contains(&pair)),
                }
            }
        }
    }

    #[test]
    fn a_chain_names_everyone_who_moves() {
        let mut instance = Instance::new(&[1, 1]).unwrap();
        instance.add_row(&[100], [(0, 1), (1, 2)]).unwrap();
        instance.add_row(&[100], [(1, 1)]).unwrap();
        let answer = solve(&instance);
        let exchange = Exchange::new(&instance, &answer);
        let changes = vec![Change { row: 0, from: Some(0), to: Some(1) }, Change { row: 1, from: Some(1), to: None }];
        assert_eq!(exchange.with_pair(0, 1), Some(Alternative { loss: 100, changes }));
        assert_eq!(exchange.with_pair(1, 0), None);
    }
}
