//! The rows of an instance, a student at a time: the helpers whom no hard rule bars, and what each pair costs. Millions of pairs are
//! asked for, so the rules are asked of all helpers in turn. Not here: the rules by name, for one pair (`programme`); tests hold the
//! two against each other.

use std::collections::HashMap;

use super::candidates::Candidate;
use super::programme::Programme;
use super::wishes::Named;
use super::worth::{LOT_BITS, Weights};
use crate::matching::lot::HelperLots;
use crate::model::netstring::netstring;
use crate::model::pairing_words::{CollegeRule, PairingScope, SexRule};
use crate::model::records::{BranchIx, PersonIx};

/// What stays the same from student to student.
pub(super) struct Filling<'p, 'a> {
    programme: &'p Programme<'a>,
    helpers: Vec<&'p Candidate>,
    persons: Vec<PersonIx>,
    /// The helpers of the pairs that may be kept, by student.
    kept: HashMap<PersonIx, Vec<PersonIx>>,
    weights: Weights,
    /// By column; none where no lot is drawn.
    lots: Vec<HelperLots>,
}

impl<'p, 'a> Filling<'p, 'a> {
    pub(super) fn new(programme: &'p Programme<'a>) -> Self {
        let people = &programme.question.core.people;
        let helpers = programme.column_candidates();
        let persons: Vec<PersonIx> = helpers.iter().map(|helper| helper.person).collect();
        let mut kept: HashMap<PersonIx, Vec<PersonIx>> = HashMap::new();
        programme.kept_pairs().for_each(|(helper, helped)| kept.entry(helped).or_default().push(helper));
        let seed = programme.question.seed.as_deref();
        let lots = seed.map(|seed| persons.iter().map(|person| HelperLots::new(seed, people.id(*person))).collect());
        Self { programme, helpers, persons, kept, weights: programme.packing.weights(), lots: lots.unwrap_or_default() }
    }

    /// The columns of some students, rising, with the cost of each.
    pub(super) fn rows(&mut self, students: &[&Candidate]) -> Vec<Vec<(usize, i128)>> {
        let eligible: Vec<Vec<bool>> = students.iter().map(|student| self.eligible(student)).collect();
        let lots = self.drawn(students, &eligible);
        let row = |(at, student): (usize, &&Candidate)| {
            let (costs, eligible) = (self.costs(student), &eligible[at]);
            let drawn = |column: usize| lots.get(at).map_or(0, |lots| i128::from(lots[column]) * self.weights.lot);
            let columns = (0..eligible.len()).filter(|column| eligible[*column]);
            columns.map(|column| (column, costs[column] - drawn(column))).collect()
        };
        students.iter().enumerate().map(row).collect()
    }

    /// Whether no hard rule bars a student's pair with each column.
    fn eligible(&self, student: &Candidate) -> Vec<bool> {
        let mut eligible = match &self.programme.question.costs {
            _ if student.bar.is_some() => vec![false; self.helpers.len()],
            None => self.allowed_by_settings(student),
            Some(costs) => {
                let mut eligible = vec![false; self.helpers.len()];
                let own = costs.of_student(student.person).filter_map(|(helper, _)| self.programme.column_of(helper));
                own.filter(|at| self.helpers[*at].bar.is_none()).for_each(|at| eligible[at] = true);
                eligible
            }
        };
        let parted = self.programme.apart_from(student.person).chain([student.person]);
        parted.filter_map(|other| self.programme.column_of(other)).for_each(|at| eligible[at] = false);
        self.kept_with(student.person).for_each(|at| eligible[at] = true);
        eligible
    }

    fn kept_with(&self, student: PersonIx) -> impl Iterator<Item = usize> {
        self.kept.get(&student).into_iter().flatten().filter_map(|helper| self.programme.column_of(*helper))
    }

    fn allowed_by_settings(&self, student: &Candidate) -> Vec<bool> {
        let rules = &self.programme.question.core.scheme.pairing;
        let college = rules.college == CollegeRule::Same;
        let sex = rules.sex == SexRule::Same;
        let branch = rules.scope == PairingScope::Own && student.branch != BranchIx::NONE;
        let allowed = |helper: &&Candidate| {
            helper.bar.is_none()
                && (!college || helper.college == student.college)
                && (!sex || helper.sex != 0 && helper.sex == student.sex)
                && (!branch || helper.branch == student.branch)
                && !super::programme::is_too_far(rules.grade_distance, helper.year, student.year)
        };
        self.helpers.iter().map(allowed).collect()
    }

    /// What a student's pair with each column costs without the lot, whether or not it may be made.
    fn costs(&self, student: &Candidate) -> Vec<i128> {
        let question = &self.programme.question;
        let mut costs = vec![0; self.helpers.len()];
        if let Some(own) = &question.costs {
            for (at, cost) in own.of_student(student.person).filter_map(|(helper, cost)| Some((self.programme.column_of(helper)?, cost))) {
                costs[at] = -(i128::from(self.programme.packing.saving(cost)) * self.weights.saving);
            }
            return costs;
        }
        if question.core.scheme.pairing.scope == PairingScope::OwnFirst {
            let own = |helper: &Candidate| helper.branch == student.branch;
            self.helpers.iter().zip(&mut costs).for_each(|(helper, cost)| *cost -= if own(helper) { self.weights.own_branch } else { 0 });
        }
        if self.programme.has_fit() {
            let units = self.programme.fit_of_student(&self.persons, student.person);
            units.iter().zip(&mut costs).for_each(|(units, cost)| *cost -= i128::from(*units) * self.weights.fit);
        }
        self.kept_with(student.person).for_each(|at| costs[at] -= self.weights.kept);
        for (helper, named) in self.programme.choices_with(student.person) {
            let mutual = if named == Named::Both { self.weights.mutual } else { 0 };
            self.programme.column_of(helper).into_iter().for_each(|at| costs[at] -= self.weights.named + mutual);
        }
        costs
    }

    /// The lots of some students with all columns that they may take; nothing where none are drawn. A helper's are drawn one after the
    /// other, while what they have alike is at hand.
    fn drawn(&mut self, students: &[&Candidate], eligible: &[Vec<bool>]) -> Vec<Vec<u64>> {
        if self.lots.is_empty() {
            return Vec::new();
        }
        let people = &self.programme.question.core.people;
        let ids: Vec<String> = students.iter().map(|student| netstring(people.id(student.person))).collect();
        let mut drawn = vec![vec![0; self.helpers.len()]; students.len()];
        for (column, lots) in self.lots.iter_mut().enumerate() {
            for (at, id) in ids.iter().enumerate().filter(|(at, _)| eligible[*at][column]) {
                drawn[at][column] = lots.with(id, LOT_BITS);
            }
        }
        drawn
    }
}
