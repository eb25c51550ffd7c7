//! The costs of only those pairs that somebody looks at, for one question of pairs and prices that are there already. Not here: the whole
//! instance (`programme`), which has the same costs.

use std::cell::{Cell, OnceCell, RefCell};

use super::filling::{Filling, Line};
use super::sides::Sides;
use crate::matching::assignment::{Assignment, Pair};
use crate::matching::graph::Costs;
use crate::matching::verify::{Flaw, verify_made};

/// The lines that were looked at, each held against the prices before anybody sees it.
pub struct Touched<'p, 'a> {
    sides: &'p Sides<'a>,
    assignment: &'p Assignment,
    filling: RefCell<Filling<'p, 'a>>,
    rows: Vec<OnceCell<Line>>,
    columns: Vec<OnceCell<Line>>,
    is_sound: Cell<bool>,
}

impl<'p, 'a> Touched<'p, 'a> {
    /// Holds the pairs and prices against each other and against the costs of the pairs that are made.
    ///
    /// # Errors
    /// They are wrong.
    pub fn new(sides: &'p Sides<'a>, assignment: &'p Assignment) -> Result<Self, Flaw> {
        let untouched = |count: usize| (0..count).map(|_| OnceCell::new()).collect();
        let filling = RefCell::new(Filling::new(sides));
        let (rows, columns) = (untouched(sides.row_count()), untouched(sides.column_count()));
        let touched = Self { sides, assignment, filling, rows, columns, is_sound: Cell::new(true) };
        verify_made(&touched, assignment).map(|()| touched)
    }

    /// Whether none of the pairs looked at so far undercuts the prices; else whatever was found out may be wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.is_sound.get()
    }

    /// How many lines were looked at.
    #[cfg(test)]
    pub(super) fn looked_at(&self) -> usize {
        self.rows.iter().chain(&self.columns).filter(|line| line.get().is_some()).count()
    }

    fn row(&self, row: usize) -> &Line {
        let filled = || self.filling.borrow_mut().rows(&[row]).pop().unwrap_or_default();
        self.rows[row].get_or_init(|| self.checked(filled(), |column| Pair { row, column }))
    }

    fn column(&self, column: usize) -> &Line {
        let filled = || self.filling.borrow_mut().column(column);
        self.columns[column].get_or_init(|| self.checked(filled(), |row| Pair { row, column }))
    }

    /// A line in which no pair undercuts the prices but those that are made; an empty one after a flaw: steps below 0 might lead a search
    /// round and round.
    fn checked(&self, line: Line, pair: impl Fn(usize) -> Pair) -> Line {
        let pairs = line.iter().map(|(other, cost)| (pair(*other), *cost));
        let mut below = pairs.filter(|(pair, cost)| self.assignment.slack(pair.row, pair.column, *cost) < 0);
        if below.any(|(pair, _)| self.assignment.pairs.binary_search(&pair).is_err()) {
            self.is_sound.set(false);
            return Line::new();
        }
        line
    }
}

impl Costs for Touched<'_, '_> {
    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn columns(&self) -> usize {
        self.columns.len()
    }

    fn places(&self, column: usize) -> usize {
        self.sides.helper(column).free as usize
    }

    fn outside(&self, row: usize) -> &[i128] {
        &self.sides.outside[row]
    }

    fn pairs(&self, row: usize) -> impl Iterator<Item = (usize, i128)> + '_ {
        self.row(row).iter().copied()
    }

    fn pair(&self, row: usize, column: usize) -> Option<i128> {
        self.sides.cost_of(row, column)
    }

    fn takers(&self, column: usize) -> impl Iterator<Item = (usize, i128)> + '_ {
        self.column(column).iter().copied()
    }
}
