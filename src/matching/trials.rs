//! Tests of the model as a whole, as the programme uses it: tiers, lot, rematching, policy.

use super::assignment::Pair;
use super::graph::Instance;
use super::lexicographic::Tiers;
use super::lot::lot;
use super::oracle::{Numbers, maximum_matching};
use super::solve::solve;
use super::uniqueness::Uniqueness;
use super::verify::verify;

/// The tiers of need-first, by what they count.
const LEVEL: usize = 0;
const KEPT: usize = 1;
const MUTUAL: usize = 2;
const NAMED: usize = 3;

/// Wide enough that two assignments hardly ever draw the same sum.
const LOT_BITS: u32 = 40;

/// A college: the values of each eligible pair, by student, then helper, without the lot.
#[derive(Clone)]
struct College {
    students: usize,
    helpers: usize,
    pairs: Vec<Vec<(usize, [u64; 5])>>,
}

impl College {
    fn made(seed: u64, students: usize, helpers: usize, percent: u64) -> Self {
        let mut numbers = Numbers(seed);
        let row = |numbers: &mut Numbers| {
            let level = 1 + numbers.below(4);
            let eligible: Vec<usize> = (0..helpers).filter(|_| numbers.below(100) < percent).collect();
            let values = |helper| {
                let named = numbers.below(8);
                (helper, [level, 0, u64::from(named == 0), u64::from(named <= 2), numbers.below(4)])
            };
            eligible.into_iter().map(values).collect()
        };
        let pairs = (0..students).map(|_| row(&mut numbers)).collect();
        Self { students, helpers, pairs }
    }

    fn tiers(&self, order: &[usize]) -> Tiers {
        let largest = [4, 1, 1, 1, 3];
        let mut largest: Vec<u64> = order.iter().map(|&tier| largest[tier]).collect();
        largest.push((1 << LOT_BITS) - 1);
        Tiers::new(&largest, self.students.min(self.helpers)).unwrap()
    }

    /// The instance with its rows and columns in the given orders.
    fn instance(&self, tiers: &[usize], students: &[usize], helpers: &[usize]) -> Instance {
        let packed = self.tiers(tiers);
        let mut column = vec![0; self.helpers];
        for (place, &helper) in helpers.iter().enumerate() {
            column[helper] = place;
        }
        let mut instance = Instance::new(&vec![1; self.helpers]).unwrap();
        for &student in students {
            let pairs = self.pairs[student].iter().map(|&(helper, values)| {
                let mut values: Vec<u64> = tiers.iter().map(|&tier| values[tier]).collect();
                values.push(lot("seed", &format!("h{helper}"), &format!("s{student}"), LOT_BITS));
                (column[helper], packed.cost(&values).unwrap())
            });
            instance.add_row(&[0], pairs.collect::<Vec<_>>()).unwrap();
        }
        instance
    }

    /// The pairs as (student, helper), proved the only best ones, and the totals of the tiers.
    fn solved(&self, tiers: &[usize]) -> (Vec<(usize, usize)>, Vec<i128>) {
        let (students, helpers): (Vec<_>, Vec<_>) = ((0..self.students).collect(), (0..self.helpers).collect());
        let instance = self.instance(tiers, &students, &helpers);
        let answer = solve(&instance);
        let proof = verify(&instance, &answer).unwrap();
        assert_eq!(proof.uniqueness, Uniqueness::Unique);
        assert_eq!(answer.pairs.len(), if tiers[0] == LEVEL { maximum_matching(&instance) } else { answer.pairs.len() });
        let pairs = answer.pairs.iter().map(|pair| (pair.row, pair.column)).collect();
        (pairs, self.tiers(tiers).totals(proof.objective))
    }
}

const NEED_FIRST: [usize; 5] = [LEVEL, KEPT, MUTUAL, NAMED, 4];
const VOLUNTARY_FIRST: [usize; 5] = [MUTUAL, LEVEL, KEPT, NAMED, 4];

#[test]
fn the_order_of_people_changes_nothing() {
    for seed in 0..10_000 {
        let mut numbers = Numbers(seed);
        let (students, helpers) = (1 + numbers.below(6) as usize, 1 + numbers.below(6) as usize);
        let college = College::made(seed, students, helpers, 60);
        let (pairs, _) = college.solved(&NEED_FIRST);
        let (mut rows, mut columns): (Vec<_>, Vec<_>) = ((0..students).collect(), (0..helpers).collect());
        numbers.shuffle(&mut rows);
        numbers.shuffle(&mut columns);
        let again = solve(&college.instance(&NEED_FIRST, &rows, &columns));
        let mut again: Vec<_> = again.pairs.iter().map(|&Pair { row, column }| (rows[row], columns[column])).collect();
        again.sort_unstable();
        assert_eq!(pairs, again, "seed {seed}");
    }
}

#[test]
fn need_first_covers_as_many_as_can_be_and_voluntary_first_makes_more_mutual_pairs() {
    let mut dearer = 0;
    for seed in 0..40 {
        let college = College::made(seed, 30, 25, 12);
        let (need_pairs, need) = college.solved(&NEED_FIRST);
        let (voluntary_pairs, voluntary) = college.solved(&VOLUNTARY_FIRST);
        assert!(voluntary[0] >= need[2] && voluntary[1] <= need[0]);
        assert!(voluntary_pairs.len() <= need_pairs.len());
        dearer += usize::from(voluntary[0] > need[2]);
    }
    assert!(dearer > 5, "{dearer}");
}

#[test]
fn rematching_covers_the_same_need_and_moves_fewer() {
    let (mut moved, mut moved_afresh) = (0, 0);
    for seed in 0..30 {
        let mut college = College::made(seed, 40, 36, 15);
        let (pairs, _) = college.solved(&NEED_FIRST);
        let gone = pairs[seed as usize % pairs.len()].1;
        for row in &mut college.pairs {
            row.retain(|&(helper, _)| helper != gone);
        }
        let (afresh, need_afresh) = college.solved(&NEED_FIRST);
        for &(student, helper) in &pairs {
            let running = college.pairs[student].iter_mut().filter(|(other, _)| *other == helper);
            running.for_each(|(_, values)| values[KEPT] = 1);
        }
        let (rematched, need) = college.solved(&NEED_FIRST);
        assert_eq!(need[0], need_afresh[0]);
        let stay = |now: &[(usize, usize)]| pairs.iter().filter(|pair| now.contains(pair)).count();
        assert_eq!(need[1], stay(&rematched) as i128);
        assert!(stay(&rematched) >= stay(&afresh));
        moved += pairs.len() - 1 - stay(&rematched);
        moved_afresh += pairs.len() - 1 - stay(&afresh);
    }
    assert!(3 * moved < moved_afresh, "{moved} against {moved_afresh}");
}
