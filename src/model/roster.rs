//! The roster: people in the file's order with an index by id. Who somebody was on a day is in `dataset` (it needs outcomes).

use super::id;
use super::id_index::IdIndex;
use super::records::{Person, PersonIx};
use super::text_table::TextTable;

/// Everyone of people.csv. Indexes follow the file; where an answer has an order, it is by id, never by index.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    /// Typed values.
    pub people: Vec<Person>,
    texts: TextTable,
    index: IdIndex,
}

impl Roster {
    /// The roster of these people, whose texts are in `texts` row by row with the id first. Also gives the people whose id somebody
    /// before them has, with that one: such a person cannot be found by id.
    #[must_use]
    pub fn new(mut people: Vec<Person>, mut texts: TextTable) -> (Self, Vec<(PersonIx, PersonIx)>) {
        people.shrink_to_fit();
        texts.shrink();
        let mut index = IdIndex::with_room_for(people.len());
        let id = |person: u32| texts.bytes_at(person as usize, 0);
        let earlier = |person| index.enter(person, id).map(|earlier| (PersonIx(person), PersonIx(earlier)));
        let doubled = (0..people.len() as u32).filter_map(earlier).collect();
        (Self { people, texts, index }, doubled)
    }

    /// The person with an id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<PersonIx> {
        self.find_bytes(id.as_bytes())
    }

    /// The person with an id given as bytes.
    #[must_use]
    pub fn find_bytes(&self, id: &[u8]) -> Option<PersonIx> {
        self.index.find(id, |person| self.texts.bytes_at(person as usize, 0)).map(PersonIx)
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
