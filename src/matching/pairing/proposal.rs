//! The best answer to a question: pairs with what speaks for each, the whole in figures, and the proof that nothing is better.

use std::collections::BTreeMap;

use super::programme::Programme;
use super::question::Question;
use super::sides::{Sides, TooLarge};
use super::why::Asked;
use super::wishes::Named;
use super::worth::Worth;
use crate::matching::assignment::Assignment;
use crate::matching::graph::Instance;
use crate::matching::solve::solve;
use crate::matching::uniqueness::Uniqueness;
use crate::matching::verify::{Flaw, Proof, verify};
use crate::model::records::PersonIx;
use crate::model::scheme::PairingPolicy;

/// Pairs for a question.
pub struct Proposal<'a> {
    /// The question and its instance.
    pub programme: Programme<'a>,
    /// The pairs, by row and column, and their prices.
    pub assignment: Assignment,
    /// What the prices prove; where they prove nothing, why.
    pub proof: Result<Proof, Flaw>,
}

/// A pair that is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// The helper.
    pub helper: PersonIx,
    /// The student.
    pub helped: PersonIx,
    /// The student's level of need.
    pub level: u64,
    /// What speaks for the pair.
    pub worth: Worth,
}

/// A proposal in figures.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Objective {
    /// Students who get a helper.
    pub covered: usize,
    /// They by level of need.
    pub by_level: BTreeMap<u64, usize>,
    /// Pairs that run already and stay.
    pub kept: usize,
    /// Pairs of two who named each other.
    pub mutual: usize,
    /// Pairs in which one named the other, or both.
    pub named: usize,
    /// Pairs within a branch, where the settings prefer that.
    pub own_branch: usize,
    /// Points of the fit, in units of the table.
    pub fit: u64,
    /// The office's own costs.
    pub cost: Option<i128>,
}

impl<'a> Proposal<'a> {
    /// The best pairs for a question. Errors: numbers too large to calculate with.
    pub fn best(question: Question<'a>) -> Result<Self, TooLarge> {
        let programme = Programme::new(question)?;
        let assignment = solve(&programme.instance);
        Ok(Self::of(programme, assignment))
    }

    /// Pairs and prices that came from elsewhere; the proof says what they are worth.
    #[must_use]
    pub fn of(programme: Programme<'a>, assignment: Assignment) -> Self {
        let proof = verify(&programme.instance, &assignment);
        Self { programme, assignment, proof }
    }

    /// What the other policy would come to; none where there is only one (an office's own costs). Errors: numbers too large.
    pub fn other_policy(&self) -> Result<Option<Objective>, TooLarge> {
        let question = &self.programme.question;
        if question.costs.is_some() {
            return Ok(None);
        }
        // Without a mutual choice both policies are the same order.
        if !self.programme.has_mutual_choice() {
            return Ok(Some(self.objective()));
        }
        let policy = match question.policy {
            PairingPolicy::NeedFirst => PairingPolicy::VoluntaryFirst,
            PairingPolicy::VoluntaryFirst => PairingPolicy::NeedFirst,
        };
        // A figure for comparison needs no proof.
        let programme = Programme::new(Question { policy, seed: None, ..question.clone() })?;
        let assignment = solve(&programme.instance);
        Ok(Some(programme.objective(&assignment)))
    }

    /// The proposal to be asked about.
    #[must_use]
    pub fn asked(&self) -> Asked<'_, 'a, Instance> {
        Asked::new(&self.programme, &self.programme.instance, &self.assignment)
    }

    /// Whether nothing is better.
    #[must_use]
    pub fn is_optimal(&self) -> bool {
        self.proof.is_ok()
    }

    /// Whether nothing else is as good.
    #[must_use]
    pub fn is_unique(&self) -> bool {
        self.proof.is_ok_and(|proof| proof.uniqueness == Uniqueness::Unique)
    }

    /// The pairs in the order of the helpers' ids, then the students'.
    #[must_use]
    pub fn pairs(&self) -> Vec<Made> {
        let mut pairs: Vec<_> = self.assignment.pairs.iter().map(|pair| (pair.column, pair.row)).collect();
        pairs.sort_unstable();
        pairs.into_iter().map(|(column, row)| self.programme.made(row, column)).collect()
    }

    /// The proposal in figures.
    #[must_use]
    pub fn objective(&self) -> Objective {
        self.programme.objective(&self.assignment)
    }
}

impl Sides<'_> {
    /// A pair of a row and a column with what speaks for it.
    fn made(&self, row: usize, column: usize) -> Made {
        let (helper, helped) = (self.helper(column).person, self.student(row).person);
        Made { helper, helped, level: self.question.levels.of(helped), worth: self.worth(helper, helped) }
    }

    fn objective(&self, assignment: &Assignment) -> Objective {
        let mut sum = Objective { cost: self.question.costs.as_ref().map(|_| 0), ..Objective::default() };
        let mut before = None;
        for pair in &assignment.pairs {
            let made = self.made(pair.row, pair.column);
            let is_first = before.replace(pair.row) != Some(pair.row) && self.student(pair.row).running == 0;
            if is_first {
                sum.covered += 1;
                *sum.by_level.entry(made.level).or_default() += 1;
            }
            sum.kept += made.worth.kept as usize;
            sum.mutual += usize::from(made.worth.named == Named::Both);
            sum.named += usize::from(made.worth.named != Named::Nobody);
            sum.own_branch += made.worth.own_branch as usize;
            sum.fit += made.worth.fit;
            sum.cost = sum.cost.zip(made.worth.cost).map(|(sum, cost)| sum + cost);
        }
        sum
    }
}
