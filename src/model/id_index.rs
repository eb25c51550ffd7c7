//! Rows by their id. Not here: the ids themselves, which lie in the rows' texts.

use std::hash::BuildHasher;

use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashTable};

/// Numbers of rows, found by the rows' ids.
#[derive(Clone, Debug, Default)]
pub struct IdIndex {
    rows: HashTable<u32>,
    /// Differs from run to run; nothing that is shown depends on it.
    hasher: DefaultHashBuilder,
}

impl IdIndex {
    /// An index with room for so many rows.
    #[must_use]
    pub fn with_room_for(rows: usize) -> Self {
        Self { rows: HashTable::with_capacity(rows), hasher: DefaultHashBuilder::default() }
    }

    /// Enters a row, if none has its id yet; otherwise gives the one that has it.
    pub fn enter<'t>(&mut self, row: u32, id: impl Fn(u32) -> &'t [u8]) -> Option<u32> {
        let (hasher, own) = (&self.hasher, id(row));
        match self.rows.entry(hasher.hash_one(own), |other| id(*other) == own, |other| hasher.hash_one(id(*other))) {
            Entry::Occupied(earlier) => Some(*earlier.get()),
            Entry::Vacant(place) => {
                place.insert(row);
                None
            }
        }
    }

    /// The row with an id.
    #[must_use]
    pub fn find<'t>(&self, wanted: &[u8], id: impl Fn(u32) -> &'t [u8]) -> Option<u32> {
        self.rows.find(self.hasher.hash_one(wanted), |row| id(*row) == wanted).copied()
    }
}
