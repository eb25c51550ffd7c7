//! The candidate list of an award: pool, gates, scores, ranks, seats and the cut, put together (rules.md R7).

use std::collections::BTreeMap;

use num_traits::Zero;

use super::criteria::Subject;
use super::cut::{Cut, Fate, Tie, cut};
use super::fault::Fault;
use super::gates::{Exclusion, Verdict, verdicts};
use super::index::RecordIndex;
use super::measurement::{Weighted, tie_breakers, weighted};
use super::pool::{self, Unit};
use crate::model::award_rule::{AwardRule, Missing, Pool};
use crate::model::day::Day;
use crate::model::decimal::{Fraction, fraction};
use crate::model::records::{BranchIx, PersonIx};
use crate::rules::quota::{self, Seats};

/// A computed award: a proposal, never final.
#[derive(Clone, Debug)]
pub struct Ranking {
    /// Index of the award in the scheme.
    pub award: usize,
    /// The day of asking.
    pub as_of: Day,
    /// The criteria, in the order of each candidate's fractions.
    pub criteria: Vec<Weighted>,
    /// The criteria that break a tie, in their order.
    pub breakers: Vec<Weighted>,
    /// Units with someone in the pool, in their order; at college level the college alone.
    pub units: Vec<UnitSeats>,
    /// By score, then by id.
    pub candidates: Vec<Candidate>,
    /// By id.
    pub barred: Vec<Barred>,
    /// Winners of other awards that this one excludes.
    pub exclusions: Vec<Exclusion>,
    /// The award among whose winners this one is given, where there is one.
    pub chosen_from: Option<usize>,
}

/// The seats of a unit.
#[derive(Clone, Debug)]
pub struct UnitSeats {
    /// The unit.
    pub unit: Unit,
    /// Persons in the pool.
    pub pool: u32,
    /// Of these, not barred.
    pub eligible: u32,
    /// The seats.
    pub seats: Seats,
    /// How many are taken: not always as many, where there is a tie.
    pub taken: u32,
    /// The tie at the cut, where there is one.
    pub tie: Option<Tie>,
}

/// A candidate.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The person.
    pub person: PersonIx,
    /// The branch the person belongs to.
    pub branch: Option<BranchIx>,
    /// The unit whose seats are competed for.
    pub unit: Unit,
    /// 1 + the number of strictly higher scores of the whole list.
    pub rank: u32,
    /// From 0 to 100, exact.
    pub score: Fraction,
    /// What became of the candidate.
    pub fate: Fate,
    /// One for each criterion; nothing where it is missing.
    pub fractions: Vec<Option<Fraction>>,
}

/// A person barred by at least one gate.
#[derive(Clone, Debug)]
pub struct Barred {
    /// The person.
    pub person: PersonIx,
    /// The branch the person belongs to.
    pub branch: Option<BranchIx>,
    /// The verdicts that bar, in the order of the gates; never empty.
    pub verdicts: Vec<Verdict>,
}

impl UnitSeats {
    /// Whether a tie across the cut remains that nothing divides.
    #[must_use]
    pub fn is_tied(&self) -> bool {
        self.tie.as_ref().is_some_and(|tie| tie.undivided > 0)
    }
}

impl Ranking {
    /// Persons in the pool, barred or not.
    #[must_use]
    pub fn pool(&self) -> u32 {
        self.units.iter().map(|unit| unit.pool).sum()
    }

    /// Seats of all units.
    #[must_use]
    pub fn seats(&self) -> u32 {
        self.units.iter().map(|unit| unit.seats.seats).sum()
    }

    /// Whether any unit has a tie at the cut.
    #[must_use]
    pub fn is_tied(&self) -> bool {
        self.units.iter().any(UnitSeats::is_tied)
    }

    /// The seats of a unit.
    #[must_use]
    pub fn unit(&self, unit: &Unit) -> Option<&UnitSeats> {
        self.units.binary_search_by(|known| known.unit.cmp(unit)).ok().and_then(|at| self.units.get(at))
    }

    /// Everyone of the pool.
    pub fn persons(&self) -> impl Iterator<Item = PersonIx> {
        let candidates = self.candidates.iter().map(|candidate| candidate.person);
        candidates.chain(self.barred.iter().map(|barred| barred.person))
    }

    /// The persons taken.
    pub fn winners(&self) -> impl Iterator<Item = PersonIx> {
        self.candidates.iter().filter(|candidate| candidate.fate.is_taken()).map(|candidate| candidate.person)
    }
}

/// Computes an award by its index in the scheme. Errors: settings that contradict each other or lack a part.
pub fn compute(index: &RecordIndex<'_>, award: usize) -> Result<Ranking, Fault> {
    Computation { index, winners: BTreeMap::new(), under_way: Vec::new() }.ranking(award)
}

/// The awards under way and done, so that awards excluding each other in a circle are seen and none is computed twice.
struct Computation<'a> {
    index: &'a RecordIndex<'a>,
    winners: BTreeMap<usize, Vec<PersonIx>>,
    under_way: Vec<usize>,
}

impl Computation<'_> {
    fn rule(&self, award: usize) -> Result<&AwardRule, Fault> {
        self.index.core.scheme.awards.get(award).ok_or_else(|| Fault::UnknownAward(award.to_string()))
    }

    fn ranking(&mut self, award: usize) -> Result<Ranking, Fault> {
        if self.under_way.contains(&award) {
            let circle = self.under_way.iter().chain([&award]).skip_while(|other| **other != award);
            return Err(Fault::Circle(circle.map(|other| self.rule(*other).map(|rule| rule.key.clone())).collect::<Result<_, _>>()?));
        }
        self.under_way.push(award);
        let exclusions = self.exclusions(award)?;
        let nest = self.nest(award)?;
        self.under_way.pop();
        rank(self.index, award, self.rule(award)?, exclusions, nest)
    }

    /// The winners that a `winners` pool is chosen from.
    fn nest(&mut self, award: usize) -> Result<Option<Exclusion>, Fault> {
        let rule = self.rule(award)?;
        if rule.pool != Pool::Winners {
            return Ok(None);
        }
        let name = rule.winners_of.clone().ok_or_else(|| Fault::NoWinnersOf(rule.key.clone()))?;
        self.exclusion(&name).map(Some)
    }

    fn exclusions(&mut self, award: usize) -> Result<Vec<Exclusion>, Fault> {
        let names = self.rule(award)?.excludes.clone();
        names.iter().map(|name| self.exclusion(name)).collect()
    }

    fn exclusion(&mut self, name: &str) -> Result<Exclusion, Fault> {
        let award = self.index.core.scheme.award_index(name).ok_or_else(|| Fault::UnknownAward(name.to_owned()))?;
        if !self.winners.contains_key(&award) {
            let mut winners: Vec<PersonIx> = match self.index.decided(award) {
                Some(decided) => decided.taken,
                None => self.ranking(award)?.winners().collect(),
            };
            winners.sort_unstable();
            self.winners.insert(award, winners);
        }
        Ok(Exclusion { award, winners: self.winners.get(&award).cloned().unwrap_or_default() })
    }
}

fn rank(
    index: &RecordIndex<'_>,
    award: usize,
    rule: &AwardRule,
    exclusions: Vec<Exclusion>,
    nest: Option<Exclusion>,
) -> Result<Ranking, Fault> {
    let (chosen_from, winners) = nest.map_or((None, Vec::new()), |nest| (Some(nest.award), nest.winners));
    let criteria = weighted(rule)?;
    let breakers = tie_breakers(rule)?;
    let subject = |person| Subject { index, award, side: rule.side, person };
    let (mut candidates, mut barred) = (Vec::new(), Vec::new());
    let mut pools: BTreeMap<Unit, u32> = BTreeMap::new();
    for person in pool::pool(index, rule, &winners)? {
        *pools.entry(pool::unit(index, rule.level, person)).or_default() += 1;
        let mut verdicts = verdicts(&subject(person), rule, &exclusions);
        verdicts.retain(|verdict| verdict.bar.is_some());
        match verdicts.is_empty() {
            true => candidates.push(candidate(&subject(person), rule, &criteria)),
            false => barred.push(Barred { person, branch: pool::branch(index, person), verdicts }),
        }
    }
    // The pool comes by id, and the sort keeps that order among equal scores.
    candidates.sort_by(|a, b| b.score.cmp(&a.score));
    number(&mut candidates);
    let breaker = |person| breakers.iter().map(|breaker| tie_value(&subject(person), breaker)).collect();
    let units = seat(rule, pools, &mut candidates, breaker);
    Ok(Ranking { award, as_of: index.as_of, criteria, breakers, units, candidates, barred, exclusions, chosen_from })
}

fn candidate(subject: &Subject<'_>, rule: &AwardRule, criteria: &[Weighted]) -> Candidate {
    let fractions: Vec<_> = criteria.iter().map(|criterion| subject.measure(&criterion.measurement).fraction).collect();
    Candidate {
        person: subject.person,
        branch: pool::branch(subject.index, subject.person),
        unit: pool::unit(subject.index, rule.level, subject.person),
        rank: 0,
        score: score(criteria, &fractions, rule.missing),
        fate: Fate::Below,
        fractions,
    }
}

/// What a criterion is worth in breaking a tie. A missing one breaks none in anyone's favour: it is worth 0.
#[must_use]
pub fn tie_value(subject: &Subject<'_>, breaker: &Weighted) -> Fraction {
    subject.measure(&breaker.measurement).fraction.unwrap_or_default()
}

/// `Σ weight × fraction / Σ weights × 100`; 0 where no weight is left.
#[must_use]
pub fn score(criteria: &[Weighted], fractions: &[Option<Fraction>], missing: Missing) -> Fraction {
    let (sum, weights) = sums(criteria, fractions, missing);
    if weights.is_zero() { Fraction::zero() } else { sum / weights * fraction(100, 1) }
}

/// `Σ weight × fraction` and `Σ weights` of the criteria that count.
#[must_use]
pub fn sums(criteria: &[Weighted], fractions: &[Option<Fraction>], missing: Missing) -> (Fraction, Fraction) {
    let (mut sum, mut weights) = (Fraction::zero(), Fraction::zero());
    for (criterion, value) in criteria.iter().zip(fractions) {
        let weight = criterion.weight.fraction();
        match (value, missing) {
            (Some(value), _) => sum += &weight * value,
            (None, Missing::Zero) => {}
            (None, Missing::Skip) => continue,
        }
        weights += weight;
    }
    (sum, weights)
}

/// Ranks a list that is in order.
fn number(candidates: &mut [Candidate]) {
    let mut last: Option<(Fraction, u32)> = None;
    for (at, candidate) in candidates.iter_mut().enumerate() {
        let rank = last.as_ref().filter(|(score, _)| *score == candidate.score).map_or(at as u32 + 1, |(_, rank)| *rank);
        candidate.rank = rank;
        last = Some((candidate.score.clone(), rank));
    }
}

/// Gives each unit its seats and its candidates their fates.
fn seat(
    rule: &AwardRule,
    pools: BTreeMap<Unit, u32>,
    candidates: &mut [Candidate],
    breaker: impl Fn(PersonIx) -> Vec<Fraction>,
) -> Vec<UnitSeats> {
    let mut members: BTreeMap<Unit, Vec<&mut Candidate>> = BTreeMap::new();
    for candidate in candidates {
        members.entry(candidate.unit.clone()).or_default().push(candidate);
    }
    let seated = |(unit, pool)| {
        let own = members.remove(&unit).unwrap_or_default();
        seat_unit(rule, unit, pool, own, &breaker)
    };
    pools.into_iter().map(seated).collect()
}

fn seat_unit(
    rule: &AwardRule,
    unit: Unit,
    pool: u32,
    mut own: Vec<&mut Candidate>,
    breaker: impl Fn(PersonIx) -> Vec<Fraction>,
) -> UnitSeats {
    let eligible = own.len() as u32;
    let seats = quota::seats(rule, pool, eligible);
    let scores: Vec<Fraction> = own.iter().map(|candidate| candidate.score.clone()).collect();
    let key = |at: usize| own.get(at).map(|candidate| breaker(candidate.person)).unwrap_or_default();
    let Cut { fates, tie } = cut(&scores, seats.seats, &rule.ties, key);
    let taken = fates.iter().filter(|fate| fate.is_taken()).count() as u32;
    own.iter_mut().zip(fates).for_each(|(candidate, fate)| candidate.fate = fate);
    UnitSeats { unit, pool, eligible, seats, taken, tie }
}
