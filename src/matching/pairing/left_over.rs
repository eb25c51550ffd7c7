//! Everybody who is left over, and why: nobody may be paired with the person (which rule bars how many), or all who may serve others.

use super::bar::Bar;
use super::candidates::Candidate;
use super::programme::Programme;
use super::proposal::Proposal;
use crate::matching::exchange::Exchange;
use crate::model::records::PersonIx;
use crate::model::scheme::PairingPolicy;

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
    /// By `voluntary-first`: helping the student too would part two who named each other, and leave nobody out.
    Voluntary(usize),
    /// All eligible students have other helpers.
    Served(usize),
}

impl Proposal<'_> {
    /// Students who get no helper and have none, by id.
    #[must_use]
    pub fn unpaired_helped(&self) -> Vec<LeftOver> {
        let served = self.flags(self.programme.instance_rows(), |pair| pair.row);
        let idle = |student: &&Candidate| {
            let row = self.programme.row_of(student.person);
            student.running == 0 && !row.is_some_and(|row| served[row])
        };
        let levels = self.served_levels();
        let students = self.programme.students.iter().filter(idle);
        students.map(|student| LeftOver { person: student.person, why: self.why_no_helper(student, &levels) }).collect()
    }

    /// Helpers who get no student and have none, by id.
    #[must_use]
    pub fn unpaired_helpers(&self) -> Vec<LeftOver> {
        let served = self.flags(self.programme.instance_columns(), |pair| pair.column);
        let idle = |helper: &&Candidate| {
            let column = self.programme.column_of(helper.person);
            helper.running == 0 && !column.is_some_and(|column| served[column])
        };
        let helpers = self.programme.helpers.iter().filter(idle);
        helpers.map(|helper| LeftOver { person: helper.person, why: self.why_no_student(helper) }).collect()
    }

    fn flags(&self, count: usize, at: impl Fn(&crate::matching::assignment::Pair) -> usize) -> Vec<bool> {
        let mut flags = vec![false; count];
        self.assignment.pairs.iter().for_each(|pair| flags[at(pair)] = true);
        flags
    }

    /// The lowest level that each column serves.
    fn served_levels(&self) -> Vec<Option<u64>> {
        let mut levels = vec![None; self.programme.instance_columns()];
        for pair in &self.assignment.pairs {
            let level = self.programme.question.levels.of(self.programme.student(pair.row).person);
            let known = &mut levels[pair.column];
            *known = Some(known.map_or(level, |other: u64| other.min(level)));
        }
        levels
    }

    fn why_no_helper(&self, student: &Candidate, levels: &[Option<u64>]) -> Why {
        if let Some(bar) = student.bar {
            return Why::Barred(bar);
        }
        let voluntary = self.programme.row_of(student.person).is_some_and(|row| self.gives_way_to_a_choice(row));
        let (mut eligible, mut lowest) = (0, None);
        let mut bars = Vec::new();
        for helper in &self.programme.helpers {
            if let Some(bar) = self.programme.bar(helper, student) {
                bars.push(bar);
                continue;
            }
            eligible += 1;
            let level = self.programme.column_of(helper.person).and_then(|column| levels[column]);
            lowest = Some(lowest.map_or(level, |other: Option<u64>| other.min(level)));
        }
        let own = self.programme.question.levels.of(student.person);
        match lowest {
            None => Why::NobodyEligible(Programme::counted(bars.into_iter())),
            Some(_) if voluntary => Why::Voluntary(eligible),
            Some(Some(level)) if level > own => Why::MoreUrgent(eligible),
            Some(_) => Why::AsUrgent(eligible),
        }
    }

    /// Whether more need would be covered with a helper for this row, as only `voluntary-first` leaves it.
    fn gives_way_to_a_choice(&self, row: usize) -> bool {
        if self.programme.question.policy == PairingPolicy::NeedFirst || self.programme.question.costs.is_some() {
            return false;
        }
        let exchange = Exchange::new(&self.programme.instance, &self.assignment);
        exchange.with_unit(row).is_some_and(|other| self.loss(&other).urgency < 0)
    }

    fn why_no_student(&self, helper: &Candidate) -> Why {
        if let Some(bar) = helper.bar {
            return Why::Barred(bar);
        }
        let bars: Vec<Option<Bar>> = self.programme.students.iter().map(|student| self.programme.bar(helper, student)).collect();
        match bars.iter().filter(|bar| bar.is_none()).count() {
            0 => Why::NobodyEligible(Programme::counted(bars.into_iter().flatten())),
            eligible => Why::Served(eligible),
        }
    }
}

impl Programme<'_> {
    fn instance_rows(&self) -> usize {
        crate::matching::graph::Costs::rows(&self.instance)
    }

    fn instance_columns(&self) -> usize {
        crate::matching::graph::Costs::columns(&self.instance)
    }
}
