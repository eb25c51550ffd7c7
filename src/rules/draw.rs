//! The draw of visits (rules.md R9): who can be drawn on a day, how many in each branch, and who. Everything follows from the records
//! as of the draw's day and a seed. Not here: where a seed comes from, and writing the draw down.
//!
//! - The population: everyone on the helped side of a pair that is active on the day, once, in the branch of the pair (the one that
//!   began last, then by id), but not who was visited on one of the `visit.rest_days` days before the day. A visit on the day itself
//!   is not looked at: it may follow from the draw.
//! - Seats: proportional to the population of each branch, by the largest remainder; of equal remainders the branch with the lower lot.
//! - In each branch those with the lowest lots.
//!
//! The lot of a name (a person's id or a branch's key) is the SHA-256 (FIPS 180-4) of strings in UTF-8, each written as a netstring
//! (its length in bytes in decimal, a colon, the string, a comma): `bangfu/draw/1`, the seed, `person` or `branch`, the name. Lots are
//! compared as hexadecimal texts:
//!
//! ```text
//! printf '13:bangfu/draw/1,4:seed,6:person,4:s012,' | sha256sum
//! ```

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use crate::model::dataset::Core;
use crate::model::day::{Day, Period};
use crate::model::decimal::{Fraction, fraction};
use crate::model::netstring::digest;
use crate::model::records::{BranchIx, PairIx, PersonIx};
use crate::model::word::Side;

/// Names the lots and their version, so that no other use of a seed gives the same.
const LOT: &str = "bangfu/draw/1";
/// Names the digest of a population and its version.
const POPULATION: &str = "bangfu/population/1";

/// Someone who is helped on the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Helped {
    /// The person.
    pub person: PersonIx,
    /// The branch of the pair.
    pub branch: BranchIx,
    /// The pair.
    pub pair: PairIx,
}

/// Someone who was visited so shortly before that the draw passes over them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resting {
    /// Who.
    pub helped: Helped,
    /// Row of the latest visit.
    pub visit: usize,
}

/// Who is helped on a day, and who of them can be drawn.
#[derive(Clone, Debug)]
pub struct Population {
    /// The day.
    pub day: Day,
    /// Who can be drawn, by id.
    pub open: Vec<Helped>,
    /// Who was visited too shortly before, by id.
    pub resting: Vec<Resting>,
}

/// How many are to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Size {
    /// So many.
    Count(u32),
    /// A share of everyone who is helped on the day, parts of a person rounded up (进一法).
    Share(Fraction),
}

/// What a draw gives in one branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BranchDraw {
    /// The branch.
    pub branch: BranchIx,
    /// How many can be drawn there.
    pub open: u32,
    /// How many are.
    pub seats: u32,
    /// Who, by id.
    pub persons: Vec<PersonIx>,
}

impl Population {
    /// The population on a day, as far as the records of that day go.
    #[must_use]
    pub fn new(core: &Core, day: Day) -> Self {
        let mut helped: Vec<Helped> = latest_pairs(core, day).into_values().collect();
        helped.sort_by(|a, b| core.people.id(a.person).cmp(core.people.id(b.person)));
        let visits = visited(core, rest(core, day));
        let (mut open, mut resting) = (Vec::new(), Vec::new());
        for helped in helped {
            match visits.get(&helped.person) {
                Some(visit) => resting.push(Resting { helped, visit: *visit }),
                None => open.push(helped),
            }
        }
        Self { day, open, resting }
    }

    /// How many are helped on the day.
    #[must_use]
    pub fn helped(&self) -> u32 {
        (self.open.len() + self.resting.len()) as u32
    }

    /// How many can be drawn in a branch.
    #[must_use]
    pub fn open_in(&self, branch: BranchIx) -> u32 {
        self.open.iter().filter(|helped| helped.branch == branch).count() as u32
    }

    /// How many of a branch rest.
    #[must_use]
    pub fn resting_in(&self, branch: BranchIx) -> u32 {
        self.resting.iter().filter(|resting| resting.helped.branch == branch).count() as u32
    }

    /// How many a draw of a size takes; never more than can be drawn.
    #[must_use]
    pub fn size(&self, size: &Size) -> u32 {
        let open = self.open.len() as u32;
        match size {
            Size::Count(count) => (*count).min(open),
            Size::Share(share) => {
                let part = (share * fraction(self.helped().into(), 1)).ceil().to_integer().max(BigInt::from(0));
                part.to_u32().unwrap_or(u32::MAX).min(open)
            }
        }
    }

    /// The population as ids with the keys of their branches, in the order of the ids.
    pub fn members<'a>(&self, core: &'a Core) -> BTreeSet<Member<'a>> {
        self.open.iter().map(|helped| (core.people.id(helped.person), core.scheme.branch_key(helped.branch))).collect()
    }
}

/// Someone of a population: an id and the key of a branch.
pub type Member<'a> = (&'a str, &'a str);

/// The days on which a visit keeps its student out of a draw on a day.
#[must_use]
pub fn rest(core: &Core, day: Day) -> Period {
    Period::new(day.plus(-core.scheme.visit_rest_days), day.previous())
}

/// The digest of a population: the SHA-256 of netstrings, `bangfu/population/1`, then each id and the key of its branch by id.
#[must_use]
pub fn population_digest(members: &BTreeSet<Member<'_>>) -> String {
    digest(std::iter::once(POPULATION).chain(members.iter().flat_map(|(id, branch)| [*id, *branch])))
}

/// For each person helped on the day the pair that began last, of several the first by id.
fn latest_pairs(core: &Core, day: Day) -> BTreeMap<PersonIx, Helped> {
    let mut found: BTreeMap<PersonIx, Helped> = BTreeMap::new();
    let rank = |pair: PairIx| core.pairs.get(pair).map(|known| (known.start, std::cmp::Reverse(core.pairs.id(pair))));
    for (pair, known) in core.pairs.iter().filter(|(_, known)| known.helped.is_known() && core.active(known).contains(day)) {
        let helped = Helped { person: known.helped, branch: known.branch, pair };
        found
            .entry(known.helped)
            .and_modify(|other| *other = if rank(pair) > rank(other.pair) { helped } else { *other })
            .or_insert(helped);
    }
    found
}

/// The latest visit of each person visited in some days.
fn visited(core: &Core, days: Period) -> BTreeMap<PersonIx, usize> {
    let visits = core.committee.visits.iter().filter(|(_, visit)| days.contains(visit.date));
    let mut latest: BTreeMap<PersonIx, (Day, usize)> = BTreeMap::new();
    for (row, visit) in visits {
        let known = latest.entry(visit.person).or_insert((visit.date, row));
        *known = (*known).max((visit.date, row));
    }
    latest.into_iter().map(|(person, (_, row))| (person, row)).collect()
}

/// The lot of a person's id.
#[must_use]
pub fn lot(seed: &str, person: &str) -> String {
    digest([LOT, seed, "person", person])
}

fn branch_lot(seed: &str, branch: &str) -> String {
    digest([LOT, seed, "branch", branch])
}

/// Seats in proportion to weights by the largest remainder; of equal remainders the lower lot. Never more than a weight where
/// `seats` is at most their sum.
#[must_use]
pub fn apportioned(seats: u32, weights: &[u32], lot: impl Fn(usize) -> String) -> Vec<u32> {
    let total: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
    if total == 0 {
        return vec![0; weights.len()];
    }
    let shares = weights.iter().map(|weight| u64::from(seats) * u64::from(*weight));
    let (mut given, remainders): (Vec<u32>, Vec<u64>) = shares.map(|share| ((share / total) as u32, share % total)).unzip();
    let left = seats as usize - given.iter().map(|seats| *seats as usize).sum::<usize>();
    let mut order: Vec<(std::cmp::Reverse<u64>, String, usize)> =
        remainders.iter().enumerate().map(|(at, remainder)| (std::cmp::Reverse(*remainder), lot(at), at)).collect();
    order.sort();
    for (_, _, at) in order.iter().take(left) {
        if let Some(seats) = given.get_mut(*at) {
            *seats += 1;
        }
    }
    given
}

/// Draws so many from a population, branch by branch in the scheme's order.
#[must_use]
pub fn draw(core: &Core, population: &Population, seed: &str, count: u32) -> Vec<BranchDraw> {
    let branches: Vec<BranchIx> = core.branch_indexes().collect();
    let open: Vec<u32> = branches.iter().map(|branch| population.open_in(*branch)).collect();
    let key = |at: usize| branches.get(at).map_or("", |branch| core.scheme.branch_key(*branch));
    let seats = apportioned(count, &open, |at| branch_lot(seed, key(at)));
    let of_branch = |((branch, open), seats): ((&BranchIx, &u32), u32)| BranchDraw {
        branch: *branch,
        open: *open,
        seats,
        persons: lowest(core, population, *branch, seed, seats),
    };
    branches.iter().zip(&open).zip(seats).map(of_branch).collect()
}

/// Those of a branch with the lowest lots, by id.
fn lowest(core: &Core, population: &Population, branch: BranchIx, seed: &str, seats: u32) -> Vec<PersonIx> {
    let own = population.open.iter().filter(|helped| helped.branch == branch).map(|helped| helped.person);
    let mut lots: Vec<(String, PersonIx)> = own.map(|person| (lot(seed, core.people.id(person)), person)).collect();
    lots.sort();
    let mut drawn: Vec<PersonIx> = lots.into_iter().take(seats as usize).map(|(_, person)| person).collect();
    drawn.sort_by(|a, b| core.people.id(*a).cmp(core.people.id(*b)));
    drawn
}

/// Who came into a population or went out of it, found from nothing but the digest that it had: one or two persons more or fewer.
#[must_use]
pub fn turned<'a>(now: &BTreeSet<Member<'a>>, candidates: &[Member<'a>], then: &str) -> Option<Vec<(Member<'a>, Turn)>> {
    let mut tried = now.clone();
    let toggled = |set: &mut BTreeSet<Member<'a>>, member: Member<'a>| match set.remove(&member) {
        true => Turn::CameIn,
        false => {
            set.insert(member);
            Turn::WentOut
        }
    };
    for one in candidates {
        let turn = toggled(&mut tried, *one);
        if population_digest(&tried) == then {
            return Some(vec![(*one, turn)]);
        }
        toggled(&mut tried, *one);
    }
    let pairs = if candidates.len() > MOST_IN_TWOS { &[] } else { candidates };
    for (at, one) in pairs.iter().enumerate() {
        let first = toggled(&mut tried, *one);
        for other in pairs.iter().skip(at + 1) {
            let second = toggled(&mut tried, *other);
            if population_digest(&tried) == then {
                return Some(vec![(*one, first), (*other, second)]);
            }
            toggled(&mut tried, *other);
        }
        toggled(&mut tried, *one);
    }
    None
}

/// The most candidates of whom every two are tried.
const MOST_IN_TWOS: usize = 300;

/// What became of somebody since a draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Was not in the population, and is now.
    CameIn,
    /// Was in the population, and is not now.
    WentOut,
}

impl Turn {
    /// The word in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::CameIn => "came-in",
            Self::WentOut => "went-out",
        }
    }
}

/// Everyone who may ever have been in a population: all helped students with the branches of their pairs, by id.
#[must_use]
pub fn ever_helped(core: &Core) -> Vec<Member<'_>> {
    let helped = core.pairs.rows.iter().map(|pair| (core.people.id(pair.helped), core.scheme.branch_key(pair.branch)));
    helped.filter(|(id, _)| !id.is_empty()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The pairs of a helped person that are active on a day.
pub fn pairs_on(core: &Core, person: PersonIx, day: Day) -> impl Iterator<Item = PairIx> {
    let sides = core.pairs_of(person).iter().filter(|(_, side, _)| *side == Side::Helped);
    sides.map(|(_, _, pair)| *pair).filter(move |pair| core.pairs.get(*pair).is_some_and(|known| core.active(known).contains(day)))
}

#[cfg(test)]
mod tests;
