//! Independent answers for the tests of this room: enumeration, Hopcroft-Karp, and made instances.

use proptest::collection::vec;
use proptest::prelude::{Strategy, any};

use super::assignment::Pair;
use super::graph::{Costs, Instance};

/// The least cost of the assignments that `accept` lets pass and how many have it.
pub(super) fn enumerate(instance: &Instance, accept: impl Fn(&[Pair]) -> bool) -> Option<(i128, usize)> {
    let mut best: Option<(i128, usize)> = None;
    let mut filled = vec![0; instance.columns()];
    let all = (0..instance.rows()).flat_map(|row| instance.pairs(row).map(move |(column, _)| Pair { row, column }));
    let all: Vec<Pair> = all.collect();
    each(instance, &all, &mut Vec::new(), &mut filled, &mut |pairs| {
        if !accept(pairs) {
            return;
        }
        let cost = cost_of(instance, pairs);
        best = match best {
            Some((least, count)) if cost == least => Some((least, count + 1)),
            Some((least, count)) if cost > least => Some((least, count)),
            _ => Some((cost, 1)),
        };
    });
    best
}

fn each(instance: &Instance, rest: &[Pair], chosen: &mut Vec<Pair>, filled: &mut [usize], visit: &mut dyn FnMut(&[Pair])) {
    let [pair, rest @ ..] = rest else {
        return visit(chosen);
    };
    each(instance, rest, chosen, filled, visit);
    let units = chosen.iter().filter(|other| other.row == pair.row).count();
    if units < instance.outside(pair.row).len() && filled[pair.column] < instance.places(pair.column) {
        chosen.push(*pair);
        filled[pair.column] += 1;
        each(instance, rest, chosen, filled, visit);
        filled[pair.column] -= 1;
        chosen.pop();
    }
}

/// What these pairs cost, the units left outside included.
pub(super) fn cost_of(instance: &Instance, pairs: &[Pair]) -> i128 {
    let inside: i128 = pairs.iter().map(|pair| instance.pair(pair.row, pair.column).unwrap()).sum();
    let outside = |row| {
        let units = pairs.iter().filter(|pair| pair.row == row).count();
        instance.outside(row)[units..].iter().sum::<i128>()
    };
    inside + (0..instance.rows()).map(outside).sum::<i128>()
}

/// Rows, columns and places within the given bounds; costs from a range of `spread` values, many of them equal.
pub(super) fn instances(rows: usize, columns: usize, most: usize, spread: i128) -> impl Strategy<Value = Instance> {
    let places = vec(1..=most, 0..=columns);
    places.prop_flat_map(move |places| {
        let cost = -spread..=spread;
        let pairs = vec((any::<bool>(), cost.clone()), places.len());
        vec((vec(cost, 1..=most), pairs), 0..=rows).prop_map(move |rows| instance(&places, rows))
    })
}

/// The outside costs of a row, and for each column whether it is eligible and its cost.
type RowDraft = (Vec<i128>, Vec<(bool, i128)>);

fn instance(places: &[usize], rows: Vec<RowDraft>) -> Instance {
    let mut instance = Instance::new(places).unwrap();
    for (mut outside, pairs) in rows {
        outside.sort_by_key(|&cost| std::cmp::Reverse(cost));
        let pairs = pairs.into_iter().enumerate().filter(|(_, (eligible, _))| *eligible);
        instance.add_row(&outside, pairs.map(|(column, (_, cost))| (column, cost))).unwrap();
    }
    instance
}

/// An instance like this one with other pairs or costs.
pub(super) fn with_pairs(instance: &Instance, change: impl Fn(Pair, i128) -> Option<i128>) -> Instance {
    let places: Vec<usize> = (0..instance.columns()).map(|column| instance.places(column)).collect();
    let mut changed = Instance::new(&places).unwrap();
    for row in 0..instance.rows() {
        let pairs = instance.pairs(row).filter_map(|(column, cost)| Some((column, change(Pair { row, column }, cost)?)));
        changed.add_row(instance.outside(row), pairs).unwrap();
    }
    changed
}

/// S. Vigna's splitmix64.
pub(super) struct Numbers(pub(super) u64);

impl Numbers {
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }

    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for place in (1..items.len()).rev() {
            items.swap(place, self.below(place as u64 + 1) as usize);
        }
    }
}

/// One unit and one place each; a pair is eligible with `percent`, costs are below `range`.
pub(super) fn random(seed: u64, rows: usize, columns: usize, percent: u64, range: u64, outside: i128) -> Instance {
    let mut numbers = Numbers(seed);
    let mut instance = Instance::new(&vec![1; columns]).unwrap();
    for _ in 0..rows {
        let eligible: Vec<usize> = (0..columns).filter(|_| numbers.below(100) < percent).collect();
        let pairs = eligible.into_iter().map(|column| (column, i128::from(numbers.below(range))));
        instance.add_row(&[outside], pairs.collect::<Vec<_>>()).unwrap();
    }
    instance
}

/// The size of a maximum matching of the eligible pairs, one unit and one place each, by J. E. Hopcroft and
/// R. M. Karp, SIAM Journal on Computing 2 (1973) 225-231.
pub(super) fn maximum_matching(instance: &Instance) -> usize {
    let mut mate: Vec<Option<usize>> = vec![None; instance.columns()];
    let mut free: Vec<usize> = (0..instance.rows()).collect();
    loop {
        let layer = layers(instance, &mate, &free);
        let mut seen = vec![false; instance.columns()];
        let before = free.len();
        free.retain(|&row| !follow(instance, row, 0, &layer, &mut seen, &mut mate));
        if free.len() == before {
            return instance.rows() - before;
        }
    }
}

fn layers(instance: &Instance, mate: &[Option<usize>], free: &[usize]) -> Vec<usize> {
    let mut layer = vec![usize::MAX; instance.columns()];
    let mut front = free.to_vec();
    for depth in 0.. {
        let mut next = Vec::new();
        for (column, _) in front.iter().flat_map(|&row| instance.pairs(row)) {
            if layer[column] == usize::MAX {
                layer[column] = depth;
                next.extend(mate[column]);
            }
        }
        if next.is_empty() {
            break;
        }
        front = next;
    }
    layer
}

fn follow(instance: &Instance, row: usize, depth: usize, layer: &[usize], seen: &mut [bool], mate: &mut [Option<usize>]) -> bool {
    for (column, _) in instance.pairs(row) {
        if layer[column] == depth && !std::mem::replace(&mut seen[column], true) {
            let open = match mate[column] {
                None => true,
                Some(other) => follow(instance, other, depth + 1, layer, seen, mate),
            };
            if open {
                mate[column] = Some(row);
                return true;
            }
        }
    }
    false
}
