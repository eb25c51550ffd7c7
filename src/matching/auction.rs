//! The auction for many rows that can all be matched, as many as columns, on plain costs: faster there than `augment`.
//!
//! D. P. Bertsekas, "The auction algorithm: a distributed relaxation method for the assignment problem", Annals
//! of Operations Research 14 (1988) 105-123: a free row bids for its cheapest column as much as makes the second
//! cheapest as dear, plus a little; the little is scaled down from phase to phase. Costs are multiplied by the
//! number of columns plus two, so that a last little of 1 leaves the pairs optimal.
//!
//! Each row remembers its few cheapest columns: charges only rise, so they remain the cheapest as long as they
//! are no dearer than the first one left out was.

use super::network::{Mate, NONE, Network, State};
use super::perfect::covers_all_rows;

/// How many of its cheapest columns a row remembers; with one number more they fill a cache line.
const NEAR: usize = 7;

/// By how much the little that is added to a bid shrinks from phase to phase.
const SHRINK: i64 = 40;

/// The optimal state; none where the auction is not fit for the instance, or rows are better off outside.
pub(super) fn auction(network: &Network<'_, i64>) -> Option<State<i64>> {
    let mut auction = Auction::new(network)?;
    if !covers_all_rows(network) {
        return None;
    }
    let mut free: Vec<u32> = (0..network.rows() as u32).rev().collect();
    for row in 0..network.rows() {
        auction.look(network, row);
    }
    let mut little = auction.most;
    while little > 1 {
        little = (little / SHRINK).max(1);
        auction.free_the_discontent(network, little, &mut free);
        auction.bid_until_all_have_one(network, little, &mut free);
    }
    auction.into_state(network)
}

/// A column that a row remembers, with its cost above the least of all costs.
#[derive(Clone, Copy)]
struct Near {
    cost: u32,
    column: u32,
}

/// Fills up where a row has fewer columns.
const NOWHERE: Near = Near { cost: u32::MAX, column: 0 };

/// What a row remembers.
#[derive(Clone)]
#[repr(align(64))]
struct Memory {
    near: [Near; NEAR],
    /// What the first column not remembered cost when the row last looked at all.
    beyond: i64,
}

struct Auction {
    /// What a cost is multiplied by.
    unit: i64,
    /// The least cost.
    least: i64,
    /// The largest difference of two costs, multiplied.
    most: i64,
    /// What is charged for each column on top of the cost; it only rises.
    charge: Vec<i64>,
    row_of: Vec<u32>,
    memory: Vec<Memory>,
}

/// What a row would pay for its cheapest column and for the second.
struct Offer {
    column: u32,
    first: i64,
    second: i64,
}

impl Auction {
    /// An auction before the first bid, if the instance is of the kind it is for and no charge can overflow: a phase
    /// raises a charge by at most the number of rows times the largest difference, and there are far fewer than 64.
    fn new(network: &Network<'_, i64>) -> Option<Self> {
        let rows = network.rows();
        let single = network.outside.len() == rows && network.places.iter().all(|&places| places == 1);
        let (&least, &largest) = (network.costs.iter().min()?, network.costs.iter().max()?);
        let dear_outside = network.outside.iter().all(|&outside| outside > largest);
        let spread = u32::try_from(largest.checked_sub(least)?.checked_add(1)?).ok()?;
        let unit = i64::try_from(rows).ok()?.checked_add(2)?;
        let most = i64::from(spread).checked_mul(unit)?;
        most.checked_mul(unit)?.checked_mul(64)?;
        (single && rows == network.places.len() && dear_outside).then(|| Self {
            unit,
            least,
            most,
            charge: vec![0; rows],
            row_of: vec![NONE; rows],
            memory: vec![Memory { near: [NOWHERE; NEAR], beyond: 0 }; rows],
        })
    }

    /// Takes the column from each row that pays too much by the new measure.
    fn free_the_discontent(&mut self, network: &Network<'_, i64>, little: i64, free: &mut Vec<u32>) {
        for column in 0..self.row_of.len() {
            let row = self.row_of[column];
            if row != NONE && !self.is_content(network, row as usize, column as u32, little) {
                self.row_of[column] = NONE;
                free.push(row);
            }
        }
    }

    fn is_content(&mut self, network: &Network<'_, i64>, row: usize, column: u32, little: i64) -> bool {
        let own = self.memory[row].near.iter().find(|near| near.column == column && near.cost != NOWHERE.cost);
        let Some(own) = own.copied() else { return false };
        self.pays(own) <= self.offer(network, row).first + little
    }

    fn bid_until_all_have_one(&mut self, network: &Network<'_, i64>, little: i64, free: &mut Vec<u32>) {
        while let Some(row) = free.pop() {
            let offer = self.offer(network, row as usize);
            let column = offer.column as usize;
            self.charge[column] += offer.second - offer.first + little;
            let driven = std::mem::replace(&mut self.row_of[column], row);
            if driven != NONE {
                free.push(driven);
            }
        }
    }

    fn pays(&self, near: Near) -> i64 {
        i64::from(near.cost) * self.unit + self.charge[near.column as usize]
    }

    fn offer(&mut self, network: &Network<'_, i64>, row: usize) -> Offer {
        let offer = self.offer_from_memory(row);
        if offer.second <= self.memory[row].beyond {
            return offer;
        }
        self.look(network, row);
        self.offer_from_memory(row)
    }

    fn offer_from_memory(&self, row: usize) -> Offer {
        let mut offer = Offer { column: 0, first: i64::MAX, second: i64::MAX };
        for &near in &self.memory[row].near {
            if near.cost == NOWHERE.cost {
                break;
            }
            let pays = self.pays(near);
            if pays < offer.first {
                offer = Offer { column: near.column, first: pays, second: offer.first };
            } else if pays < offer.second {
                offer.second = pays;
            }
        }
        if offer.second == i64::MAX {
            offer.second = offer.first + self.most;
        }
        offer
    }

    /// Looks at all columns of the row and remembers the cheapest.
    fn look(&mut self, network: &Network<'_, i64>, row: usize) {
        let mut near = [NOWHERE; NEAR];
        let mut pays = [i64::MAX; NEAR];
        let mut beyond = i64::MAX;
        for edge in network.offsets[row]..network.offsets[row + 1] {
            let found = Near { cost: (network.costs[edge] - self.least) as u32, column: network.columns[edge] };
            let found_pays = self.pays(found);
            if found_pays >= pays[NEAR - 1] {
                beyond = beyond.min(found_pays);
                continue;
            }
            beyond = beyond.min(pays[NEAR - 1]);
            let mut place = NEAR - 1;
            while place > 0 && pays[place - 1] > found_pays {
                (pays[place], near[place]) = (pays[place - 1], near[place - 1]);
                place -= 1;
            }
            (pays[place], near[place]) = (found_pays, found);
        }
        self.memory[row] = Memory { near, beyond };
    }

    /// Exact prices from charges that are off by less than one unit in all.
    ///
    /// The pairs are within 1 of the cheapest: `unit * (cost - other cost) <= other charge - charge + 1`. Rounded
    /// down to whole units this could only fail between the remainders 0 and `unit - 1`; as there are fewer columns
    /// than remainders, one is free, and charges shifted so that it becomes `unit - 1` round down to exact prices.
    fn into_state(self, network: &Network<'_, i64>) -> Option<State<i64>> {
        let shift = self.unit - 1 - self.free_remainder();
        let whole: Vec<i64> = self.charge.iter().map(|charge| (charge + shift).div_euclid(self.unit)).collect();
        let least = whole.iter().min().copied()?;
        let mut state = State::new(network);
        for (column, whole) in whole.iter().enumerate() {
            state.column_price[column] = least - whole;
        }
        for (column, &row) in self.row_of.iter().enumerate() {
            let row = row as usize;
            let span = network.offsets[row]..network.offsets[row + 1];
            let edge = span.start + network.columns[span].iter().position(|&other| other as usize == column)?;
            state.row_price[row] = network.costs[edge] - state.column_price[column];
            if state.row_price[row] > network.outside[row] {
                return None;
            }
            state.join(column, Mate { row: row as u32, edge: edge as u32 });
            state.retake(network, row, NONE, edge as u32);
        }
        Some(state)
    }

    /// A remainder by `unit` that no charge has.
    fn free_remainder(&self) -> i64 {
        let mut used = vec![false; self.unit as usize];
        for charge in &self.charge {
            used[charge.rem_euclid(self.unit) as usize] = true;
        }
        used.iter().position(|used| !used).unwrap_or(0) as i64
    }
}

#[cfg(test)]
mod tests {
    use super::auction;
    use crate::matching::assignment::Assignment;
    use crate::matching::graph::{Costs, Instance};
    use crate::matching::oracle::{maximum_matching, random};
    use crate::matching::solve::{by_paths_alone, narrow_network};
    use crate::matching::verify::verify;

    fn answer(instance: &Instance) -> Option<Assignment> {
        let costs: Vec<i64> = instance.pair_costs().iter().map(|&cost| cost as i64).collect();
        let outside: Vec<i64> = instance.outside_costs().iter().map(|&cost| cost as i64).collect();
        let network = narrow_network(instance, &costs, &outside);
        auction(&network).map(|state| state.into_assignment(&network))
    }

    #[test]
    fn pairs_and_prices_are_exact() {
        let mut held = 0;
        for seed in 0..300 {
            let size = 1 + seed as usize % 40;
            let range = [1, 3, 100, 1_000_000][seed as usize % 4];
            let instance = random(seed, size, size, 15 + seed % 86, range, i128::from(range) * 100);
            let found = answer(&instance);
            assert_eq!(found.is_some(), maximum_matching(&instance) == size, "seed {seed}");
            let Some(found) = found else { continue };
            let proof = verify(&instance, &found);
            assert_eq!(proof, verify(&instance, &by_paths_alone(&instance)), "seed {seed}");
            held += 1;
        }
        assert!(held > 150, "{held}");
    }

    #[test]
    fn costs_that_rise_with_both_sides_make_the_longest_auctions() {
        let mut instance = Instance::new(&[1; 60]).unwrap();
        for row in 0..60 {
            instance.add_row(&[1 << 40], (0..60).map(|column| (column, (row * column) as i128))).unwrap();
        }
        let expected: i128 = (0..60).map(|row| row * (59 - row)).sum();
        assert_eq!(verify(&instance, &answer(&instance).unwrap()).unwrap().objective, expected);
    }

    #[test]
    fn what_it_is_not_for_it_declines() {
        let square = random(1, 20, 20, 100, 50, 1000);
        assert!(answer(&square).is_some());
        assert!(answer(&random(1, 19, 20, 100, 50, 1000)).is_none());
        assert!(answer(&random(1, 20, 20, 100, 50, 40)).is_none(), "staying outside is no dearer than a pair");
        let mut dear = Instance::new(&[1, 1]).unwrap();
        dear.add_row(&[9], [(0, 1), (1, 8)]).unwrap();
        dear.add_row(&[9], [(0, 0)]).unwrap();
        let kept = answer(&dear).unwrap();
        assert_eq!(verify(&dear, &kept).unwrap().objective, 8);
        dear = Instance::new(&[1, 1]).unwrap();
        dear.add_row(&[9], [(0, 0), (1, 8)]).unwrap();
        dear.add_row(&[9], [(0, 2)]).unwrap();
        assert_eq!(verify(&dear, &by_paths_alone(&dear)).unwrap().objective, 9);
        assert!(answer(&dear).is_none(), "a row is better off outside");
        assert_eq!(dear.rows(), 2);
        let mut several = Instance::new(&[1, 2]).unwrap();
        several.add_row(&[9], [(0, 1), (1, 8)]).unwrap();
        several.add_row(&[9], [(0, 1), (1, 8)]).unwrap();
        assert!(answer(&several).is_none(), "a column has two places");
        let mut wide = Instance::new(&[1]).unwrap();
        wide.add_row(&[1 << 58], [(0, 1 << 50)]).unwrap();
        assert!(answer(&wide).is_some());
        wide = Instance::new(&[1, 1]).unwrap();
        wide.add_row(&[1 << 58], [(0, 1 << 50), (1, 0)]).unwrap();
        wide.add_row(&[1 << 58], [(0, 1 << 50), (1, 0)]).unwrap();
        assert!(answer(&wide).is_none(), "costs too far apart");
    }
}
