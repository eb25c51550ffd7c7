//! Everybody who is left over, and why: nobody may be paired with the person (which rule bars how many), or all who may serve others.

use std::collections::HashSet;

use super::bar::Bar;
use super::candidates::{Candidate, Pools};
use super::proposal::Proposal;
use super::sides::Sides;
use super::why::Asked;
use crate::matching::assignment::Pair;
use crate::matching::exchange::Exchange;
use crate::matching::graph::Costs;
use crate::model::records::PersonIx;
use crate::model::scheme::PairingPolicy;
use crate::model::word::Side;

/// Somebody without a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOver {
    /// Who.
    pub person: PersonIx,
    /// Why.
    pub why: Why,
}

/// Why somebody is left over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// A rule bars the person alone.
    Barred(Bar),
    /// Nobody is eligible: so many are barred by each rule; nothing where there is nobody at all.
    NobodyEligible(Vec<(Bar, usize)>),
    /// All eligible helpers serve students of more urgent need.
    MoreUrgent(usize),
    /// All eligible helpers serve students whose need is as urgent, some of them or all.
    AsUrgent(usize),
    /// All eligible helpers serve students whose need is as urgent, in pairs that run and stay, or whose pairs end.
    RunningStay(usize),
    /// By `voluntary-first`: helping the student too would part two who named each other, and leave nobody out.
    Voluntary(usize),
    /// All eligible students have other helpers.
    Served(usize),
}

impl Proposal<'_> {
    /// Students who get no helper and have none, by id.
    #[must_use]
    pub fn unpaired_helped(&self) -> Vec<LeftOver> {
        self.asked().unpaired(Side::Helped)
    }

    /// Helpers who get no student and have none, by id.
    #[must_use]
    pub fn unpaired_helpers(&self) -> Vec<LeftOver> {
        self.asked().unpaired(Side::Helper)
    }
}

impl<C: Costs> Asked<'_, '_, C> {
    /// Everybody of a side who gets nobody and has nobody, by id.
    fn unpaired(&self, side: Side) -> Vec<LeftOver> {
        let served = self.served(side);
        let levels = if side == Side::Helped { self.served_levels() } else { Vec::new() };
        let idle = |candidate: &&Candidate| candidate.running == 0 && !served.contains(&candidate.person);
        let left = |candidate: &Candidate| LeftOver { person: candidate.person, why: self.why(side, candidate, &levels) };
        self.pool(side).iter().filter(idle).map(left).collect()
    }

    /// Why a person gets nobody on a side; none where the person gets somebody, or has somebody.
    #[must_use]
    pub fn why_unpaired(&self, person: PersonIx, side: Side) -> Option<Why> {
        let known = self.pool(side).iter().find(|candidate| candidate.person == person).cloned();
        let candidate = known.unwrap_or_else(|| Pools::of(&self.sides.question).candidate(person, side));
        let idle = candidate.running == 0 && !self.served(side).contains(&person);
        idle.then(|| self.why(side, &candidate, &self.served_levels()))
    }

    fn pool(&self, side: Side) -> &[Candidate] {
        if side == Side::Helper { &self.sides.helpers } else { &self.sides.students }
    }

    /// Those of a side who get somebody.
    fn served(&self, side: Side) -> HashSet<PersonIx> {
        let person = |pair: &Pair| match side {
            Side::Helper => self.sides.helper(pair.column).person,
            Side::Helped => self.sides.student(pair.row).person,
        };
        self.assignment.pairs.iter().map(person).collect()
    }

    /// The lowest level that each column serves.
    fn served_levels(&self) -> Vec<Option<u64>> {
        let mut levels = vec![None; self.sides.column_count()];
        for pair in &self.assignment.pairs {
            let level = self.sides.question.levels.of(self.sides.student(pair.row).person);
            let known = &mut levels[pair.column];
            *known = Some(known.map_or(level, |other: u64| other.min(level)));
        }
        levels
    }

    fn why(&self, side: Side, candidate: &Candidate, levels: &[Option<u64>]) -> Why {
        match side {
            Side::Helper => self.why_no_student(candidate),
            Side::Helped => self.why_no_helper(candidate, levels),
        }
    }

    fn why_no_helper(&self, student: &Candidate, levels: &[Option<u64>]) -> Why {
        if let Some(bar) = student.bar {
            return Why::Barred(bar);
        }
        let voluntary = self.sides.row_of(student.person).is_some_and(|row| self.gives_way_to_a_choice(row));
        let (mut eligible, mut lowest) = (0, None);
        let mut bars = Vec::new();
        for helper in &self.sides.helpers {
            if let Some(bar) = self.sides.bar(helper, student) {
                bars.push(bar);
                continue;
            }
            eligible += 1;
            let level = self.sides.column_of(helper.person).and_then(|column| levels[column]);
            lowest = Some(lowest.map_or(level, |other: Option<u64>| other.min(level)));
        }
        let own = self.sides.question.levels.of(student.person);
        match lowest {
            None => Why::NobodyEligible(Sides::counted(bars.into_iter())),
            Some(_) if voluntary => Why::Voluntary(eligible),
            Some(Some(level)) if level > own => Why::MoreUrgent(eligible),
            Some(_) if !self.sides.question.kept.is_empty() => Why::RunningStay(eligible),
            Some(_) => Why::AsUrgent(eligible),
        }
    }

    /// Whether more need would be covered with a helper for this row, as only `voluntary-first` leaves it.
    fn gives_way_to_a_choice(&self, row: usize) -> bool {
        if self.sides.question.policy == PairingPolicy::NeedFirst || self.sides.question.costs.is_some() {
            return false;
        }
        let exchange = Exchange::new(self.costs, self.assignment);
        exchange.with_unit(row).is_some_and(|other| self.loss(&other).urgency < 0)
    }

    fn why_no_student(&self, helper: &Candidate) -> Why {
        if let Some(bar) = helper.bar {
            return Why::Barred(bar);
        }
        let bars: Vec<Option<Bar>> = self.sides.students.iter().map(|student| self.sides.bar(helper, student)).collect();
        match bars.iter().filter(|bar| bar.is_none()).count() {
            0 => Why::NobodyEligible(Sides::counted(bars.into_iter().flatten())),
            eligible => Why::Served(eligible),
        }
    }
}
