//! R7, the awards: the pool, the gates, the scores and the seats of one award, as JSON.

mod criteria;
mod gates;
mod seats;

use crate::calendar::Day;
use crate::fraction::{Fraction, shown, whole};
use crate::records::{Award, Directory, Missing, Pair, Person, Quota, Side};
use num_traits::Zero;
use seats::Unit;
use serde_json::{Value, json};

pub use seats::rounded;

/// An award as of a day.
pub struct Question<'a> {
    directory: &'a Directory,
    award: &'a Award,
    as_of: Day,
}

/// A person who may get the award.
pub struct Candidate<'a> {
    person: &'a Person,
    unit: String,
    /// By criterion, in the award's order; none where data is missing.
    fractions: Vec<Option<Fraction>>,
    score: Fraction,
    rank: usize,
    selected: bool,
}

/// Someone of the pool whom gates remove, with every gate that does.
struct Barred<'a> {
    person: &'a Person,
    codes: Vec<&'static str>,
}

/// What was found.
pub struct Computation<'a> {
    question: Question<'a>,
    candidates: Vec<Candidate<'a>>,
    barred: Vec<Barred<'a>>,
    units: Vec<Unit>,
}

impl<'a> Question<'a> {
    /// The pairs of a person on the award's side that started by the asking day.
    fn pairs_of(&self, person: &str) -> Vec<&'a Pair> {
        let started = self.directory.pairs.iter().filter(|pair| pair.start <= self.as_of);
        started.filter(|pair| self.member(pair) == person).collect()
    }

    fn member<'p>(&self, pair: &'p Pair) -> &'p str {
        match self.award.side {
            Side::Helper => &pair.helper,
            Side::Helped => &pair.helped,
        }
    }

    fn in_pool(&self, person: &Person) -> bool {
        let directory = self.directory;
        let pairs = self.pairs_of(&person.id);
        match self.award.pool.as_str() {
            "paired" => !pairs.is_empty(),
            "paired-on-cutoff" => {
                let cutoff = self.award.cutoff.unwrap();
                pairs.iter().any(|pair| directory.active(pair, cutoff))
            }
            "members" => {
                let stage = directory.stage_on(person, self.award.cutoff.unwrap(), self.as_of);
                self.award.pool_stages.contains(&stage)
            }
            other => panic!("pool = {other}"),
        }
    }

    /// The roster's branch, else that of the latest pair.
    fn branch_of(&self, person: &Person) -> Option<String> {
        let mut pairs: Vec<&Pair> = self
            .directory
            .pairs
            .iter()
            .filter(|pair| pair.helper == person.id || pair.helped == person.id)
            .filter(|pair| pair.start <= self.as_of)
            .collect();
        pairs.sort_by(|a, b| (a.start, &a.id).cmp(&(b.start, &b.id)));
        person.branch.clone().or_else(|| pairs.last().map(|pair| pair.branch.clone()))
    }

    fn unit_of(&self, person: &Person) -> String {
        match self.award.level.as_str() {
            "college" => String::new(),
            "branch" => self.branch_of(person).unwrap_or_default(),
            "class" => person.class.clone(),
            "major" => person.major.clone(),
            "grade" => person.grade.clone(),
            other => panic!("level = {other}"),
        }
    }

    fn score(&self, fractions: &[Option<Fraction>]) -> Fraction {
        let (mut sum, mut weights) = (Fraction::zero(), 0);
        for (criterion, fraction) in self.award.criteria.iter().zip(fractions) {
            if fraction.is_none() && self.award.missing == Missing::Skip {
                continue;
            }
            weights += criterion.weight;
            sum += whole(criterion.weight) * fraction.clone().unwrap_or_else(Fraction::zero);
        }
        if weights == 0 { Fraction::zero() } else { sum / whole(weights) * whole(100) }
    }
}

/// The award as of a day.
pub fn compute<'a>(directory: &'a Directory, key: &str, as_of: Day) -> Computation<'a> {
    let award = directory.scheme.awards.iter().find(|award| award.key == key).unwrap();
    let question = Question { directory, award, as_of };
    let excluded = award.excludes.as_ref().map(|other| compute(directory, other, as_of).selected());
    let (mut candidates, mut barred) = (Vec::new(), Vec::new());
    let mut pool = Vec::new();
    for person in directory.people.iter().filter(|person| question.in_pool(person)) {
        pool.push(question.unit_of(person));
        let codes = gates::codes(&question, person, &excluded.clone().unwrap_or_default());
        if !codes.is_empty() {
            barred.push(Barred { person, codes });
            continue;
        }
        let fractions: Vec<Option<Fraction>> =
            award.criteria.iter().map(|criterion| criteria::fraction(&question, criterion, person)).collect();
        let score = question.score(&fractions);
        let unit = question.unit_of(person);
        candidates.push(Candidate { person, unit, fractions, score, rank: 0, selected: false });
    }
    barred.sort_by(|a, b| a.person.id.cmp(&b.person.id));
    rank(&mut candidates);
    let units = seats::fill(award, &pool, &mut candidates);
    Computation { question, candidates, barred, units }
}

/// Orders by score and id and gives each the number of strictly higher scores plus one.
fn rank(candidates: &mut [Candidate<'_>]) {
    candidates.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| a.person.id.cmp(&b.person.id)));
    let scores: Vec<Fraction> = candidates.iter().map(|candidate| candidate.score.clone()).collect();
    for candidate in candidates {
        candidate.rank = 1 + scores.iter().filter(|score| **score > candidate.score).count();
    }
}

impl Computation<'_> {
    /// Ids of those who get a seat.
    pub fn selected(&self) -> Vec<String> {
        let taken = self.candidates.iter().filter(|candidate| candidate.selected);
        taken.map(|candidate| candidate.person.id.clone()).collect()
    }

    /// The answer of `award compute`. `barred` has one line for each person, with every code that
    /// bars it in `codes`.
    pub fn answer(&self) -> Value {
        let award = self.question.award;
        let mut answer = json!({
            "format": "bangfu/award/1",
            "award": award.key,
            "as_of": self.question.as_of.to_string(),
            "level": award.level,
            "pool": self.units.iter().map(|unit| unit.pool).sum::<i64>(),
            "ratio": match &award.quota {
                Quota::Ratio(written, _) => Some(written),
                Quota::Seats(_) | Quota::Steps(_) => None,
            },
            "rounding": award.rounding,
            "seats": self.units.iter().map(|unit| unit.seats).sum::<i64>(),
            "tie_at_cut": self.units.iter().any(|unit| unit.tie_at_cut),
            "candidates": self.candidates.iter().map(|it| self.line(it)).collect::<Vec<_>>(),
            "barred": self.barred.iter().map(barred).collect::<Vec<_>>(),
        });
        if award.level != "college" {
            let units = self.units.iter().map(Unit::line).collect();
            answer.as_object_mut().unwrap().insert("units".to_owned(), units);
        }
        answer
    }

    fn line(&self, candidate: &Candidate<'_>) -> Value {
        let pairs = self.question.award.criteria.iter().zip(&candidate.fractions);
        let criteria = pairs.map(|(criterion, fraction)| {
            json!({
                "key": criterion.key,
                "weight": criterion.weight,
                "fraction": fraction.as_ref().map(|fraction| shown(fraction, 4)),
                "missing": fraction.is_none(),
            })
        });
        json!({
            "rank": candidate.rank,
            "person": candidate.person.id,
            "name": candidate.person.name,
            "branch": self.question.branch_of(candidate.person),
            "score": shown(&candidate.score, 2),
            "selected": candidate.selected,
            "criteria": criteria.collect::<Vec<_>>(),
        })
    }
}

fn barred(barred: &Barred<'_>) -> Value {
    json!({ "person": barred.person.id, "codes": barred.codes })
}
