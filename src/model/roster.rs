//! The roster: people in the file's order with an index by id. Who somebody was on a day is in `dataset` (it needs outcomes).

use std::hash::BuildHasher;

use hashbrown::hash_table::Entry;
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
    /// Differs from run to run; nothing that is shown depends on it.
    hasher: DefaultHashBuilder,
}

impl Roster {
    /// The roster of these people, whose texts are in `texts` row by row with the id first. Also gives the people whose id somebody
    /// before them has, with that one: such a person cannot be found by id.
    #[must_use]
    pub fn new(mut people: Vec<Person>, mut texts: TextTable) -> (Self, Vec<(PersonIx, PersonIx)>) {
        people.shrink_to_fit();
        texts.shrink();
        let index = HashTable::with_capacity(people.len());
        let mut roster = Self { people, texts, index, hasher: DefaultHashBuilder::default() };
        let doubled = (0..roster.people.len() as u32).filter_map(|person| roster.enter(person)).collect();
        (roster, doubled)
    }

    fn enter(&mut self, person: u32) -> Option<(PersonIx, PersonIx)> {
        let (hasher, texts) = (&self.hasher, &self.texts);
        let id = |other: &u32| texts.bytes_at(*other as usize, 0);
        let own = id(&person);
        match self.index.entry(hasher.hash_one(own), |other| id(other) == own, |other| hasher.hash_one(id(other))) {
            Entry::Occupied(earlier) => Some((PersonIx(person), PersonIx(*earlier.get()))),
            Entry::Vacant(place) => {
                place.insert(person);
                None
            }
        }
    }

    /// The person with an id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<PersonIx> {
        self.find_bytes(id.as_bytes())
    }

    /// The person with an id given as bytes.
    #[must_use]
    pub fn find_bytes(&self, id: &[u8]) -> Option<PersonIx> {
        let hash = self.hasher.hash_one(id);
        self.index.find(hash, |index| self.texts.bytes_at(*index as usize, 0) == id).map(|index| PersonIx(*index))
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
