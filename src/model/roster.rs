//! The roster: people in the file's order, found by id. Who somebody was on a day is in `dataset` (it needs outcomes).

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::character::is_blank;
use super::id;
use super::id_index::IdIndex;
use super::id_order;
use super::records::{Person, PersonIx};
use super::text_table::TextTable;

/// Everyone of people.csv. Indexes follow the file; where an answer has an order, it is by id, never by index.
#[derive(Debug, Default)]
pub struct Roster {
    /// Typed values.
    pub people: Vec<Person>,
    texts: TextTable,
    /// For a file that is not in the order of ids, or once many were looked for far from where they stand.
    by_id: OnceLock<IdIndex>,
    /// How many stood far away, or nowhere.
    far: AtomicUsize,
}

/// A roster of more people is long.
const LONG_ROSTER: usize = 20_000;

/// Farther away than so many rows, what somebody is compared with is not at hand.
const NEAR: u32 = 1024;

/// Making an index takes about as long as finding one in so many of the roster far away, or nowhere.
const FAR_FOR_INDEX: usize = 16;

impl Roster {
    /// The roster of these people, whose texts are in `texts` row by row with the id first. Also gives the people whose id somebody
    /// before them has, with that one: such a person cannot be found by id.
    #[must_use]
    pub fn new(mut people: Vec<Person>, mut texts: TextTable) -> (Self, Vec<(PersonIx, PersonIx)>) {
        people.shrink_to_fit();
        texts.shrink();
        let roster = Self { people, texts, ..Self::default() };
        let rows = 1..roster.people.len() as u32;
        let in_order = rows.into_iter().all(|person| roster.id_bytes(person - 1) < roster.id_bytes(person));
        let mut doubled = Vec::new();
        if !in_order {
            roster.by_id.get_or_init(|| roster.index(&mut doubled));
        }
        (roster, doubled)
    }

    /// An index by id; adds the people whose id somebody before them has, with that one.
    fn index(&self, doubled: &mut Vec<(PersonIx, PersonIx)>) -> IdIndex {
        let mut index = IdIndex::with_room_for(self.people.len());
        for person in 0..self.people.len() as u32 {
            let earlier = index.enter(person, |person| self.id_bytes(person));
            doubled.extend(earlier.map(|earlier| (PersonIx(person), PersonIx(earlier))));
        }
        index
    }

    /// The person with an id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<PersonIx> {
        self.find_bytes(id.as_bytes())
    }

    /// The person with an id given as bytes.
    #[must_use]
    pub fn find_bytes(&self, id: &[u8]) -> Option<PersonIx> {
        self.place_near(id, PersonIx::UNKNOWN).ok()
    }

    /// The same, for those who look for many that mostly follow each other in the file: `near` becomes where this one stands, or would.
    #[must_use]
    pub fn find_next(&self, id: &[u8], near: &mut PersonIx) -> Option<PersonIx> {
        let place = self.place_near(id, *near);
        *near = place.unwrap_or_else(|place| place);
        place.ok()
    }

    /// The person with an id, else where somebody with it would stand.
    fn place_near(&self, id: &[u8], near: PersonIx) -> Result<PersonIx, PersonIx> {
        if let Some(index) = self.by_id.get() {
            return index.find(id, |person| self.id_bytes(person)).map(PersonIx).ok_or(near);
        }
        let rows = 0..self.people.len() as u32;
        let likely = id_order::likely_row(&rows, near.0, (self.id_bytes(near.0), id));
        let found = id_order::from_near(rows, likely, |person| self.id_bytes(person).cmp(id));
        // Who is not there would stand somewhere too.
        let (Ok(place) | Err(place)) = found;
        if place.abs_diff(near.0) > NEAR && self.far.fetch_add(1, Ordering::Relaxed) > self.people.len() / FAR_FOR_INDEX {
            self.by_id.get_or_init(|| self.index(&mut Vec::new()));
        }
        found.map(PersonIx).map_err(PersonIx)
    }

    fn id_bytes(&self, person: u32) -> &[u8] {
        self.texts.bytes_at(person as usize, 0)
    }

    /// The id of whoever may have been meant by a text that is no known id, as far as it can be told: nearly the same id, or the name of
    /// one person. Of a long roster nobody looks for names.
    #[must_use]
    pub fn meant(&self, text: &str) -> Option<String> {
        let known = |id: String| self.find(&id).map(|_| id);
        let named = || match self.named(text.trim()).as_slice() {
            [one] => Some(self.id(*one).to_owned()),
            _ => None,
        };
        let may_be_name = !text.is_ascii() && self.people.len() <= LONG_ROSTER;
        id::meant(text).find_map(known).or_else(|| if may_be_name { named() } else { None })
    }

    /// A person's values.
    #[must_use]
    pub fn get(&self, person: PersonIx) -> Option<&Person> {
        self.people.get(person.0 as usize)
    }

    /// A person's id; empty for an unknown one.
    #[must_use]
    pub fn id(&self, person: PersonIx) -> &str {
        if person.is_known() { self.texts.at(person.0 as usize, 0) } else { "" }
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

    /// Everyone with this name, names compared as data.md says; where nobody has it, whoever has it but for the blanks with which offices
    /// make short names as long as others (`刘 洋`).
    #[must_use]
    pub fn named(&self, name: &str) -> Vec<PersonIx> {
        let alike = |form: fn(&str) -> String| -> Vec<PersonIx> {
            let wanted = form(name);
            self.iter().map(|(person, _)| person).filter(|person| form(self.name(*person)) == wanted).collect()
        };
        let exact = alike(id::folded);
        if exact.is_empty() { alike(|name| id::folded(name).chars().filter(|c| !is_blank(*c)).collect()) } else { exact }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Just, Strategy, prop_assert_eq, proptest};

    use super::{FAR_FOR_INDEX, NEAR, Roster};
    use crate::model::records::{BranchIx, Person, PersonIx};
    use crate::model::text_table::TextTable;
    use crate::model::word::Stage;

    fn roster(ids: &[impl AsRef<str>]) -> (Roster, Vec<(PersonIx, PersonIx)>) {
        let mut texts = TextTable::keeping(vec!["id"]);
        ids.iter().for_each(|id| texts.push(id.as_ref()));
        let person = |line| Person { line, stage: Stage::League, branch: BranchIx::NONE, stage_since: None, left: None };
        Roster::new((2..).take(ids.len()).map(person).collect(), texts)
    }

    fn ids() -> impl Strategy<Value = Vec<String>> {
        let some = proptest::collection::vec("[ab]{1,4}", 0..30);
        let ordered = some.clone().prop_map(|mut ids| {
            ids.sort_unstable();
            ids.dedup();
            ids
        });
        proptest::prop_oneof![some, ordered, Just(Vec::new())]
    }

    proptest! {
        #[test]
        fn somebody_is_found_in_any_order_and_from_anywhere(ids in ids(), wanted in "[ab]{1,4}", near in 0..40_u32) {
            let (roster, doubled) = roster(&ids);
            let first = |id: &String| PersonIx(ids.iter().position(|other| other == id).unwrap() as u32);
            let there = ids.contains(&wanted).then(|| first(&wanted));
            prop_assert_eq!((roster.find(&wanted), roster.find_next(wanted.as_bytes(), &mut PersonIx(near))), (there, there));
            let later = (0..).map(PersonIx).zip(&ids).map(|(person, id)| (person, first(id))).filter(|(person, first)| person != first);
            prop_assert_eq!(doubled, later.collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_index_is_made_only_for_many_who_stand_far_away() {
        let ids: Vec<String> = (0..4 * NEAR).map(|number| format!("{number:05}")).collect();
        let (roster, _) = roster(&ids);
        let find =
            |wanted: u32, near| assert_eq!(roster.find_next(ids[wanted as usize].as_bytes(), &mut PersonIx(near)), Some(PersonIx(wanted)));
        (NEAR..3 * NEAR).for_each(|wanted| find(wanted, wanted - NEAR));
        (0..ids.len() / FAR_FOR_INDEX).for_each(|far| find(far as u32, 3 * NEAR));
        assert!(roster.by_id.get().is_none());
        (0..2).for_each(|_| assert_eq!(roster.find("nobody"), None));
        assert!(roster.by_id.get().is_some());
        (0..ids.len() as u32).for_each(|wanted| find(wanted, 0));
    }
}
