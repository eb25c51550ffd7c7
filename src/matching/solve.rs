//! The solver's door: picks the width of number and the method; the methods themselves are in the files beside.

use super::assignment::Assignment;
use super::auction::auction;
use super::augment::{Effort, augment_all};
use super::graph::Instance;
use super::network::{Network, State};
use super::number::Number;
use super::reduction::reduce;

/// An assignment of least total cost, with the prices that prove it.
///
/// Single-threaded and without chance: the same instance gives the same answer anywhere. Where several
/// assignments are equally good (see [`super::verify::Proof::uniqueness`]), the order of rows and columns
/// decides; a lot as last tier prevents that.
pub fn solve(instance: &Instance) -> Assignment {
    match (narrowed(instance.pair_costs()), narrowed(instance.outside_costs())) {
        (Some(costs), Some(outside)) => {
            let network = network(instance, &costs, &outside);
            solve_narrow(&network).into_assignment(&network)
        }
        _ => {
            let network = network(instance, instance.pair_costs(), instance.outside_costs());
            by_paths(&network, Effort::Unlimited).0.into_assignment(&network)
        }
    }
}

/// The costs in 64 bits, if all of them fit.
fn narrowed(costs: &[i128]) -> Option<Vec<i64>> {
    costs.iter().map(|&cost| i64::narrow(cost)).collect()
}

fn network<'a, N: Number>(instance: &'a Instance, costs: &'a [N], outside: &'a [N]) -> Network<'a, N> {
    Network {
        offsets: instance.offsets(),
        columns: instance.pair_columns(),
        costs,
        unit_offsets: instance.unit_offsets(),
        outside,
        places: instance.column_places(),
    }
}

/// From so many rows on the auction is faster, where it is fit for the instance.
const AUCTION_FROM: usize = 500;

/// How often each edge may be looked at by the searches that go before an auction.
const LOOKS: usize = 10;

pub(super) fn solve_narrow(network: &Network<'_, i64>) -> State<i64> {
    if network.rows() >= AUCTION_FROM {
        if has_many_ties(network)
            && let (state, true) = by_paths(network, Effort::Edges(LOOKS * network.columns.len()))
        {
            return state;
        }
        if let Some(state) = auction(network) {
            return state;
        }
    }
    by_paths(network, Effort::Unlimited).0
}

/// Whether the rows have two cheapest columns or more on average: then an auction makes small steps, and searches
/// are short.
fn has_many_ties(network: &Network<'_, i64>) -> bool {
    let ties = network.offsets.windows(2).map(|span| {
        let costs = &network.costs[span[0]..span[1]];
        let least = costs.iter().min();
        costs.iter().filter(|&cost| Some(cost) == least).count()
    });
    ties.sum::<usize>() >= 2 * network.rows()
}

/// The state after row reduction and shortest paths, and whether it is optimal: it is unless the effort was spent.
fn by_paths<N: Number>(network: &Network<'_, N>, effort: Effort) -> (State<N>, bool) {
    let mut state = State::new(network);
    let free = reduce(network, &mut state);
    let done = augment_all(network, &mut state, &free, effort);
    (state, done)
}

/// Gives tests of the other methods an instance in 64 bits.
#[cfg(test)]
pub(super) fn narrow_network<'a>(instance: &'a Instance, costs: &'a [i64], outside: &'a [i64]) -> Network<'a, i64> {
    network(instance, costs, outside)
}

/// Gives tests of the other methods something to compare with.
#[cfg(test)]
pub(super) fn by_paths_alone(instance: &Instance) -> Assignment {
    let network = network(instance, instance.pair_costs(), instance.outside_costs());
    by_paths(&network, Effort::Unlimited).0.into_assignment(&network)
}

#[cfg(test)]
mod tests {
    use super::{by_paths_alone, solve};
    use crate::matching::assignment::Pair;
    use crate::matching::graph::{Costs, Instance};
    use crate::matching::oracle::{enumerate, instances, maximum_matching, random, with_pairs};
    use crate::matching::uniqueness::Uniqueness;
    use crate::matching::verify::{Proof, verify};
    use pathfinding::kuhn_munkres::kuhn_munkres_min;
    use pathfinding::matrix::Matrix;
    use proptest::prelude::{ProptestConfig, prop_assert_eq, proptest};

    fn proof(instance: &Instance) -> Proof {
        verify(instance, &solve(instance)).unwrap()
    }

    /// The proof that enumeration gives.
    fn expected(instance: &Instance) -> Proof {
        let (objective, count) = enumerate(instance, |_| true).unwrap();
        let uniqueness = if count == 1 { Uniqueness::Unique } else { Uniqueness::Tied };
        Proof { objective, uniqueness }
    }

    #[test]
    fn every_instance_of_two_rows_and_three_columns_with_small_costs() {
        let mut seen = 0;
        for code in 0..4_i128.pow(6) * 9 {
            let mut code = code;
            let mut digit = |base| (code % base, code /= base).0;
            let mut instance = Instance::new(&[1; 3]).unwrap();
            for _ in 0..2 {
                let outside = digit(3);
                let costs = [digit(4), digit(4), digit(4)];
                let eligible = costs.into_iter().enumerate().filter(|&(_, cost)| cost < 3);
                instance.add_row(&[outside], eligible).unwrap();
            }
            assert_eq!(proof(&instance), expected(&instance), "{instance:?}");
            seen += 1;
        }
        assert_eq!(seen, 36_864);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1500))]

        #[test]
        fn single_places_as_by_enumeration(instance in instances(4, 4, 1, 3)) {
            prop_assert_eq!(proof(&instance), expected(&instance));
        }

        #[test]
        fn several_units_and_places_as_by_enumeration(instance in instances(3, 4, 3, 3)) {
            prop_assert_eq!(proof(&instance), expected(&instance));
        }

        #[test]
        fn rows_compete_for_few_places(instance in instances(7, 2, 2, 4)) {
            prop_assert_eq!(proof(&instance), expected(&instance));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        #[test]
        fn larger_ones_with_several_units_and_places_are_proved(instance in instances(40, 30, 4, 9)) {
            let proof = verify(&instance, &solve(&instance));
            assert!(proof.is_ok(), "{proof:?}");
        }
    }

    /// Outside as private columns, and a price on all that is not eligible.
    fn by_pathfinding(instance: &Instance) -> i128 {
        let (rows, columns) = (instance.rows(), instance.columns());
        let barred = 1 << 60;
        let mut weights = Matrix::new(rows, columns + rows, barred);
        for row in 0..rows {
            weights[(row, columns + row)] = instance.outside(row)[0];
            for (column, cost) in instance.pairs(row) {
                weights[(row, column)] = cost;
            }
        }
        kuhn_munkres_min(&weights).0
    }

    #[test]
    fn larger_ones_as_by_pathfinding() {
        for seed in 0..40 {
            let (rows, columns) = (20 + seed as usize, 45);
            let percent = 10 + 2 * seed;
            let range = if seed % 2 == 0 { 12 } else { 1_000_000 };
            let instance = random(seed, rows, columns, percent, range, i128::from(range) * 3 / 4);
            assert_eq!(proof(&instance).objective, by_pathfinding(&instance), "seed {seed}");
        }
    }

    #[test]
    fn as_many_as_possible_are_covered() {
        for seed in 0..60 {
            let instance = random(seed, 50, 40 + seed as usize / 2, 2 + seed / 10, 100, 1_000_000);
            assert_eq!(solve(&instance).pairs.len(), maximum_matching(&instance), "seed {seed}");
        }
    }

    #[test]
    fn both_widths_give_the_same() {
        for seed in 0..20 {
            let narrow = random(seed, 60, 50, 30, 20, 15);
            let wide = {
                let mut wide = Instance::new(&[1; 50]).unwrap();
                for row in 0..60 {
                    let pairs = narrow.pairs(row).map(|(column, cost)| (column, cost << 80));
                    wide.add_row(&[15 << 80], pairs.collect::<Vec<_>>()).unwrap();
                }
                wide
            };
            let (narrow_answer, wide_answer) = (solve(&narrow), solve(&wide));
            assert_eq!(narrow_answer.pairs, wide_answer.pairs);
            let scaled: Vec<i128> = narrow_answer.row_prices.iter().map(|price| price << 80).collect();
            assert_eq!(scaled, wide_answer.row_prices);
        }
    }

    #[test]
    fn large_ones_are_solved_alike_by_all_methods() {
        for (seed, range) in [(1, 2), (2, 100), (3, 1_000_000)] {
            let instance = random(seed, 600, 600, 3, range, 1 << 40);
            assert_eq!(proof(&instance), verify(&instance, &by_paths_alone(&instance)).unwrap());
        }
    }

    #[test]
    fn a_row_without_columns_and_a_column_without_rows_stay_alone() {
        let mut instance = Instance::new(&[1, 2]).unwrap();
        instance.add_row(&[7], []).unwrap();
        instance.add_row(&[7], [(1, 3)]).unwrap();
        let answer = solve(&instance);
        assert_eq!(answer.pairs, [Pair { row: 1, column: 1 }]);
        assert_eq!(answer.column_prices, [0, 0]);
        assert_eq!(verify(&instance, &answer).unwrap().objective, 10);
    }

    #[test]
    fn the_largest_costs_allowed_do_not_wrap() {
        for seed in 0..20 {
            let small = random(seed, 6, 5, 60, 3, 2);
            for limit in [i128::MAX / 16, (i64::MAX / 16).into()] {
                let extreme = with_pairs(&small, |_, cost| Some((cost - 1) * limit));
                assert_eq!(proof(&extreme), expected(&extreme));
            }
        }
    }
}
