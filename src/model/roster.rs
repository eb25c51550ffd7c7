//! The roster: people in the file's order with an index by id. Who somebody was on a day is in `dataset` (it needs outcomes).

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::id;
use super::records::{Person, PersonIx};
use super::text_table::TextTable;

/// Everyone of people.csv. Indexes follow the file; where an answer has an order, it is by id, never by index.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    /// Typed values.
    pub people: Vec<Person>,
    texts: TextTable,
    index: HashTable<u32>,
    hasher: FixedHasher,
}

/// A hasher whose seed is fixed within a run; nothing that is shown depends on it.
type FixedHasher = DefaultHashBuilder;

impl Roster {
    /// An empty roster that keeps these texts of people.csv; the first must be the id.
    #[must_use]
    pub fn keeping(columns: Vec<&'static str>) -> Self {
        Self { texts: TextTable::keeping(columns), ..Self::default() }
    }

    /// Adds a person whose texts are pushed by `texts`; gives the earlier person where the id is already there.
    pub fn add(&mut self, person: Person, id: &str, texts: impl FnOnce(&mut TextTable)) -> Result<PersonIx, PersonIx> {
        if let Some(earlier) = self.find(id) {
            return Err(earlier);
        }
        let index = self.people.len() as u32;
        self.people.push(person);
        texts(&mut self.texts);
        let (hasher, texts) = (&self.hasher, &self.texts);
        let hash = hasher.hash_one(id.as_bytes());
        self.index.insert_unique(hash, index, |other| hasher.hash_one(texts.at(*other as usize, 0).as_bytes()));
        Ok(PersonIx(index))
    }

    /// The person with an id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<PersonIx> {
        let hash = self.hasher.hash_one(id.as_bytes());
        self.index.find(hash, |index| self.texts.at(*index as usize, 0) == id).map(|index| PersonIx(*index))
    }

    /// A person's values.
    #[must_use]
    pub fn get(&self, person: PersonIx) -> Option<&Person> {
        self.people.get(person.0 as usize)
    }

    /// A person's id; empty for an unknown one.
    #[must_use]
    pub fn id(&self, person: PersonIx) -> &str {
        self.text(person, "id")
    }

    /// A person's name; empty where names were not kept.
    #[must_use]
    pub fn name(&self, person: PersonIx) -> &str {
        self.text(person, "name")
    }

    /// A text of a person; empty where it was not kept.
    #[must_use]
    pub fn text(&self, person: PersonIx, column: &str) -> &str {
        if person.is_known() { self.texts.get(person.0 as usize, column) } else { "" }
    }

    /// Everyone, in the file's order.
    pub fn iter(&self) -> impl Iterator<Item = (PersonIx, &Person)> {
        self.people.iter().enumerate().map(|(index, person)| (PersonIx(index as u32), person))
    }

    /// Everyone with this name, names compared as data.md says.
    #[must_use]
    pub fn named(&self, name: &str) -> Vec<PersonIx> {
        let wanted = id::folded(name);
        self.iter().map(|(person, _)| person).filter(|person| id::folded(self.name(*person)) == wanted).collect()
    }
}
