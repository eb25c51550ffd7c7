//! Why two persons are paired, or are not: the rules that bar them, or what exactly would be lost and who would have to move.

use super::bar::Bar;
use super::candidates::Pools;
use super::sides::Sides;
use super::wishes::Named;
use super::worth::Worth;
use crate::matching::assignment::Assignment;
use crate::matching::exchange::{Alternative, Exchange};
use crate::matching::graph::Costs;
use crate::model::records::PersonIx;
use crate::model::word::Side;

/// A place in an order: the how many-th of how many; those who are equally good share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rank {
    /// 1 and the number of those who are better.
    pub place: usize,
    /// All who are eligible.
    pub of: usize,
    /// The others who are equally good.
    pub shared: usize,
}

/// How two persons stand to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// These rules bar the pair.
    Barred(Vec<Bar>),
    /// The pair is made; so much would be lost without it. None: there is no other way at all.
    Made(Option<Loss>),
    /// The pair could be made; so much would be lost by it.
    Absent(Loss),
}

/// What would be lost, what gained, and who would have to move. A figure below 0 is a gain.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Loss {
    /// Students who get a helper.
    pub covered: i64,
    /// More urgent need left without, where as many students are covered.
    pub urgency: i64,
    /// Students who get a helper and whose helper drops out: they come first among those whose need is as urgent.
    pub bereft: i64,
    /// Places filled beyond a student's first.
    pub places: i64,
    /// Running pairs.
    pub kept: i64,
    /// Pairs within a branch.
    pub own_branch: i64,
    /// Pairs of two who named each other.
    pub mutual: i64,
    /// Pairs in which one named the other, or both.
    pub named: i64,
    /// Points of the fit, in units of the table.
    pub fit: i64,
    /// The office's own costs that would be spent on top.
    pub cost: i128,
    /// The lot.
    pub lot: i64,
    /// Each causing the next.
    pub moves: Vec<Move>,
}

impl Loss {
    /// Whether nothing but the lot speaks against it.
    #[must_use]
    pub fn is_lot_alone(&self) -> bool {
        let figures = [self.covered, self.urgency, self.bereft, self.places, self.kept, self.own_branch, self.mutual, self.named, self.fit];
        figures.iter().all(|figure| *figure == 0) && self.cost == 0
    }
}

/// A student who would have another helper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// The student.
    pub helped: PersonIx,
    /// The helper now.
    pub from: Option<PersonIx>,
    /// The helper then.
    pub to: Option<PersonIx>,
}

/// Pairs and prices as they are asked about: with the costs of all pairs, or of those alone that the question touches.
pub struct Asked<'p, 'a, C> {
    pub(super) sides: &'p Sides<'a>,
    pub(super) costs: &'p C,
    pub(super) assignment: &'p Assignment,
}

impl<'p, 'a, C: Costs> Asked<'p, 'a, C> {
    /// Of pairs and prices that are not proven the answers mean nothing.
    pub fn new(sides: &'p Sides<'a>, costs: &'p C, assignment: &'p Assignment) -> Self {
        Self { sides, costs, assignment }
    }

    /// How two persons stand to each other.
    #[must_use]
    pub fn explain(&self, helper: PersonIx, helped: PersonIx) -> Standing {
        let (Some(row), Some(column)) = (self.sides.row_of(helped), self.sides.column_of(helper)) else {
            return Standing::Barred(self.bars_of(helper, helped));
        };
        let exchange = Exchange::new(self.costs, self.assignment);
        if self.assignment.columns_of(row).any(|taken| taken == column) {
            return Standing::Made(exchange.without_pair(row, column).map(|other| self.loss(&other)));
        }
        match exchange.with_pair(row, column) {
            Some(other) => Standing::Absent(self.loss(&other)),
            None => Standing::Barred(self.bars_of(helper, helped)),
        }
    }

    fn bars_of(&self, helper: PersonIx, helped: PersonIx) -> Vec<Bar> {
        // Both anew: a candidate's numbers for sex and college say something beside those of the same pools alone.
        let mut pools = Pools::of(&self.sides.question);
        let (one, other) = (pools.candidate(helper, Side::Helper), pools.candidate(helped, Side::Helped));
        self.sides.bars(&one, &other).collect()
    }

    /// An alternative in figures.
    pub(super) fn loss(&self, alternative: &Alternative) -> Loss {
        let mut loss = Loss::default();
        let mut inside: Vec<(usize, i64)> = Vec::new();
        for change in &alternative.changes {
            let person = |column: Option<usize>| column.map(|column| self.sides.helper(column).person);
            let step = Move { helped: self.sides.student(change.row).person, from: person(change.from), to: person(change.to) };
            let worth = |helper: Option<PersonIx>| helper.map_or(Worth::default(), |helper| self.sides.worth(helper, step.helped));
            loss.weigh(&worth(step.from), &worth(step.to));
            let balance = i64::from(step.to.is_some()) - i64::from(step.from.is_some());
            match inside.iter_mut().find(|(row, _)| *row == change.row) {
                Some((_, sum)) => *sum += balance,
                None => inside.push((change.row, balance)),
            }
            loss.moves.push(step);
        }
        inside.into_iter().for_each(|(row, balance)| self.weigh_cover(&mut loss, row, balance));
        loss
    }

    /// What it means that a student has so many helpers more or fewer.
    fn weigh_cover(&self, loss: &mut Loss, row: usize, balance: i64) {
        let student = self.sides.student(row);
        let now = i64::from(student.running) + self.assignment.columns_of(row).count() as i64;
        let covered = i64::from(now + balance > 0) - i64::from(now > 0);
        loss.covered -= covered;
        loss.urgency -= covered * self.sides.question.levels.of(student.person) as i64;
        loss.bereft -= covered * i64::from(self.sides.question.bereft.contains(&student.person));
        loss.places -= balance - covered;
    }

    /// A pair's rank among the student's eligible helpers, and among the helper's eligible students, the lot left out.
    #[must_use]
    pub fn ranks(&self, helper: PersonIx, helped: PersonIx) -> Option<(Rank, Rank)> {
        let sides = self.sides;
        let (row, column) = (sides.row_of(helped)?, sides.column_of(helper)?);
        self.costs.pair(row, column)?;
        let value = |row: usize, column: usize| {
            sides.packing.without_lot(&sides.plain_worth(sides.helper(column).person, sides.student(row).person))
        };
        let own = value(row, column);
        let rank = |all: Vec<Vec<u64>>| {
            let better = all.iter().filter(|other| **other > own).count();
            let shared = all.iter().filter(|other| **other == own).count().saturating_sub(1);
            Rank { place: 1 + better, of: all.len(), shared }
        };
        let helpers = self.costs.pairs(row).map(|(other, _)| value(row, other)).collect();
        let students = self.costs.takers(column).map(|(other, _)| value(other, column)).collect();
        Some((rank(helpers), rank(students)))
    }

    /// How many helpers no rule bars for a student.
    #[must_use]
    pub fn eligible(&self, helped: PersonIx) -> usize {
        self.sides.row_of(helped).map_or(0, |row| self.costs.pairs(row).count())
    }
}

impl Loss {
    fn weigh(&mut self, from: &Worth, to: &Worth) {
        let named = |worth: &Worth, least: Named| i64::from(worth.named >= least);
        self.kept += from.kept as i64 - to.kept as i64;
        self.own_branch += from.own_branch as i64 - to.own_branch as i64;
        self.mutual += named(from, Named::Both) - named(to, Named::Both);
        self.named += named(from, Named::Helped) - named(to, Named::Helped);
        self.fit += from.fit as i64 - to.fit as i64;
        self.cost += to.cost.unwrap_or(0) - from.cost.unwrap_or(0);
        self.lot += from.lot as i64 - to.lot as i64;
    }
}
