//! The persons who can be on either side of a new pair: their free places and what bars them by themselves.

use std::collections::{HashMap, HashSet};

use super::bar::Bar;
use super::fit::{Numbers, entry, year};
use super::question::Question;
use crate::model::dataset::Core;
use crate::model::day::{Day, Period};
use crate::model::decimal::Decimal;
use crate::model::pairing_words::FitAttribute;
use crate::model::records::{BranchIx, Pair, PairIx, PersonIx};
use crate::model::scheme::{Edge, Threshold};
use crate::model::word::{OutcomeKind, Side};

/// A person on one side.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Who.
    pub person: PersonIx,
    /// Pairs that stay as they are.
    pub running: u32,
    /// Places for new pairs.
    pub free: u32,
    /// What bars the person by itself, but for being taken.
    pub bar: Option<Bar>,
    pub(super) branch: BranchIx,
    pub(super) college: u32,
    pub(super) sex: u32,
    pub(super) year: Option<i64>,
}

/// What everybody is looked at for.
pub(super) struct Pools<'q, 'a> {
    question: &'q Question<'a>,
    open: HashSet<PairIx>,
    out: HashSet<PersonIx>,
    grades: Option<HashMap<PersonIx, (Day, Decimal)>>,
    colleges: Numbers,
    sexes: Numbers,
}

impl<'q, 'a> Pools<'q, 'a> {
    pub(super) fn of(question: &'q Question<'a>) -> Self {
        let minimum = question.core.scheme.pairing.helper_min.as_ref().filter(|_| question.costs.is_none());
        Self {
            question,
            open: question.open.iter().copied().collect(),
            out: question.out.iter().copied().collect(),
            grades: minimum.map(|minimum| latest_grades(question, minimum)),
            colleges: Numbers::default(),
            sexes: Numbers::default(),
        }
    }

    /// Everybody of a side whose stage is right and who has not left, and those whose pair is kept; in the order of their ids.
    pub(super) fn side(&mut self, side: Side) -> Vec<Candidate> {
        let core = self.question.core;
        let kept = self.question.kept.iter().filter_map(|pair| core.pairs.get(*pair));
        let kept: HashSet<PersonIx> = kept.map(|pair| Core::on_side(pair, side)).collect();
        let absent =
            |bar| matches!(bar, Bar::HelperStage | Bar::HelpedStage | Bar::HelperLeft | Bar::HelpedLeft | Bar::HelperOut | Bar::LeftOut);
        let there = |person: &PersonIx| !self.bar(*person, side).is_some_and(absent) || kept.contains(person);
        let there: Vec<PersonIx> = core.people.iter().map(|(person, _)| person).filter(there).collect();
        let mut pool: Vec<Candidate> = there.into_iter().map(|person| self.candidate(person, side)).collect();
        pool.sort_by(|one, other| core.people.id(one.person).cmp(core.people.id(other.person)));
        pool
    }

    /// A person on a side, whether or not the person can be there.
    pub(super) fn candidate(&mut self, person: PersonIx, side: Side) -> Candidate {
        let core = self.question.core;
        let capacity = match side {
            Side::Helper => core.scheme.pairing.helper_capacity,
            Side::Helped => core.scheme.pairing.helped_capacity,
        };
        let running = self.running(person, side);
        Candidate {
            person,
            running,
            free: capacity.saturating_sub(running),
            bar: self.bar(person, side),
            branch: core.people.get(person).map_or(BranchIx::NONE, |row| row.branch),
            college: self.colleges.of(entry(self.question, FitAttribute::College, person)),
            sex: self.sexes.of(entry(self.question, FitAttribute::Gender, person)),
            year: year(core.people.text(person, "grade")),
        }
    }

    fn bar(&self, person: PersonIx, side: Side) -> Option<Bar> {
        let question = self.question;
        let (rules, row) = (&question.core.scheme.pairing, question.core.people.get(person)?);
        let (left, stage, stages) = match side {
            Side::Helper => (Bar::HelperLeft, Bar::HelperStage, &rules.helper_stages),
            Side::Helped => (Bar::HelpedLeft, Bar::HelpedStage, &rules.helped_stages),
        };
        if row.left.is_some_and(|day| day <= question.first_day) {
            return Some(left);
        }
        if side == Side::Helper && self.out.contains(&person) {
            return Some(Bar::HelperOut);
        }
        if question.without.contains(&person) {
            return Some(Bar::LeftOut);
        }
        if !question.core.stage_on(person, question.first_day).is_some_and(|stage| stages.contains(&stage)) {
            return Some(stage);
        }
        if side == Side::Helper && question.core.scheme.branch_at(row.branch).is_none() {
            return Some(Bar::NoBranch);
        }
        (side == Side::Helper && self.misses_minimum(person)).then_some(Bar::HelperMin)
    }

    fn misses_minimum(&self, person: PersonIx) -> bool {
        let (Some(grades), Some(minimum)) = (&self.grades, &self.question.core.scheme.pairing.helper_min) else { return false };
        let passes = |value: &Decimal| match minimum.edge {
            Edge::Inclusive => *value >= minimum.value,
            Edge::Exclusive => *value > minimum.value,
        };
        !grades.get(&person).is_some_and(|(_, value)| passes(value))
    }

    /// The most pairs that a person is in on any day from the first day on.
    fn running(&self, person: PersonIx, side: Side) -> u32 {
        let core = self.question.core;
        let own = core.pairs_of(person).iter().filter(|(_, on, pair)| *on == side && !self.open.contains(pair));
        let spans: Vec<Period> = own.filter_map(|(_, _, pair)| core.pairs.get(*pair)).filter_map(|pair| self.span(pair)).collect();
        let at = |day: Day| spans.iter().filter(|span| span.contains(day)).count() as u32;
        spans.iter().map(|span| at(span.first)).max().unwrap_or(0)
    }

    /// The days of a recorded pair on which a new one would be active too.
    fn span(&self, pair: &Pair) -> Option<Period> {
        let question = self.question;
        let counts = question.counted_until.is_none_or(|until| pair.start <= until);
        let active = question.core.active(pair);
        let span = active.intersect(planned(question));
        (counts && !active.is_empty() && !span.is_empty()).then_some(span)
    }
}

/// The days of a pair that is proposed: to the end of the helping phase.
pub(super) fn planned(question: &Question<'_>) -> Period {
    Period::new(question.first_day, question.core.scheme.helping().last.max(question.first_day))
}

/// Each person's latest grade of the measure that helpers need.
fn latest_grades(question: &Question<'_>, minimum: &Threshold) -> HashMap<PersonIx, (Day, Decimal)> {
    let outcomes = &question.core.committee.outcomes;
    let mut latest: HashMap<PersonIx, (Day, Decimal)> = HashMap::new();
    for (row, outcome) in outcomes.iter() {
        let is_it = outcome.kind == OutcomeKind::Grade && outcomes.text(row, "what") == minimum.measure;
        let Some(value) = outcome.value.filter(|_| is_it && outcome.date <= question.as_of) else { continue };
        let known = latest.entry(outcome.person).or_insert((outcome.date, value));
        if known.0 < outcome.date {
            *known = (outcome.date, value);
        }
    }
    latest
}

/// What bars each of these persons by itself on a side, whatever the other person is.
#[must_use]
pub fn personal_bars(question: &Question<'_>, persons: &[(PersonIx, Side)]) -> Vec<Option<Bar>> {
    let pools = Pools::of(question);
    persons.iter().map(|(person, side)| pools.bar(*person, *side)).collect()
}
