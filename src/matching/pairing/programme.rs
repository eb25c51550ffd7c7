//! A question as an instance: students with a free place are rows, helpers columns, and only pairs that no hard rule bars are in it.

use std::ops::Deref;

use sha2::{Digest, Sha256};

use super::filling::filled;
use super::question::Question;
use super::sides::{Sides, TooLarge};
use crate::matching::graph::{Costs, Instance};
use crate::model::netstring::hex;

/// Both sides of a question and the instance that the engine solves.
pub struct Programme<'a> {
    sides: Sides<'a>,
    /// What the engine solves.
    pub instance: Instance,
}

impl<'a> Deref for Programme<'a> {
    type Target = Sides<'a>;

    fn deref(&self) -> &Sides<'a> {
        &self.sides
    }
}

impl<'a> Programme<'a> {
    /// Builds the instance. Errors: numbers that could not be added up exactly.
    pub fn new(question: Question<'a>) -> Result<Self, TooLarge> {
        Self::of(Sides::of(question)?)
    }

    /// Works out what every pair costs that no hard rule bars. Errors: numbers that could not be added up exactly.
    pub fn of(sides: Sides<'a>) -> Result<Self, TooLarge> {
        let instance = filled(&sides)?;
        Ok(Self { sides, instance })
    }

    /// How many pairs no hard rule bars.
    #[must_use]
    pub fn eligible(&self) -> usize {
        self.instance.pair_count()
    }

    /// The digest of all that decides: who has how many places, who may be paired, what each pair costs. It is the SHA-256 of a line a
    /// helper with id and places, and a line a student with id, the costs of staying without, and the number of pairs that may be made;
    /// behind a student's line each pair's helper (4 bytes, counted from 0) and cost (16 bytes), the lowest byte first.
    #[must_use]
    pub fn digest(&self) -> String {
        let people = &self.question.core.people;
        let mut hash = Sha256::new();
        for column in 0..self.column_count() {
            let helper = self.helper(column);
            hash.update(format!("h {} {}\n", people.id(helper.person), helper.free));
        }
        for row in 0..self.row_count() {
            let id = people.id(self.student(row).person);
            let mut bytes = format!("s {id} {:?} {}\n", self.instance.outside(row), self.instance.pairs(row).count()).into_bytes();
            for (column, cost) in self.instance.pairs(row) {
                bytes.extend_from_slice(&(column as u32).to_le_bytes());
                bytes.extend_from_slice(&cost.to_le_bytes());
            }
            hash.update(bytes);
        }
        hex(&hash.finalize())
    }
}
