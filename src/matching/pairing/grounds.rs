//! A digest of all that a proposal rests on and says: the same digest, the same costs of all pairs, the same pairs and prices. It takes no
//! pair's cost, so that it is there at once where there are millions of them. Not here: the digest of the costs themselves
//! (`programme`), the proof (`matching::verify`).

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::bar::Bar;
use super::candidates::Candidate;
use super::sides::Sides;
use super::wishes::Named;
use super::worth::LOT_BITS;
use crate::matching::assignment::Assignment;
use crate::model::netstring::hex;
use crate::model::pairing_words::FitAttribute;
use crate::model::word::Side;

/// Names this digest and its version: another way to weigh pairs needs another.
const PURPOSE: &str = "bangfu/grounds/2";

/// So many bytes are gathered before they are digested: most are written eight at a time.
const AT_ONCE: usize = 16 * 1024;

/// Texts and numbers on their way into the digest, each with its length, so that they do not run into each other.
struct Grounds {
    hash: Sha256,
    /// What is not digested yet.
    waiting: Vec<u8>,
    /// The numbers of entries by what they are of, in the order in which they come up: those of the roster hang on its order.
    numbers: HashMap<(&'static str, u32), u64>,
}

impl Grounds {
    fn new() -> Self {
        Self { hash: Sha256::new(), waiting: Vec::with_capacity(2 * AT_ONCE), numbers: HashMap::new() }
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= AT_ONCE {
            self.hash.update(&self.waiting);
            self.waiting.clear();
        }
    }

    fn text(&mut self, text: &[u8]) {
        self.number(text.len() as u64);
        self.bytes(text);
    }

    fn number(&mut self, number: u64) {
        self.bytes(&number.to_le_bytes());
    }

    fn price(&mut self, price: i128) {
        self.bytes(&price.to_le_bytes());
    }

    fn maybe(&mut self, number: Option<i64>) {
        self.number(u64::from(number.is_some()));
        self.number(number.unwrap_or(0).cast_unsigned());
    }

    /// An entry, 0 for none.
    fn entry(&mut self, of: &'static str, entry: u32) {
        let next = self.numbers.len() as u64 + 1;
        let number = if entry == 0 { 0 } else { *self.numbers.entry((of, entry)).or_insert(next) };
        self.number(number);
    }

    fn digits(mut self) -> String {
        self.hash.update(&self.waiting);
        hex(&self.hash.finalize())
    }
}

impl Sides<'_> {
    /// The SHA-256, in hexadecimal digits, of the days, settings and seed, of everybody with a place, of choices and of who is to be kept
    /// apart, and of the pairs and prices.
    #[must_use]
    pub fn grounds(&self, assignment: &Assignment) -> String {
        let mut grounds = Grounds::new();
        self.add_settings(&mut grounds);
        (0..self.column_count()).for_each(|column| self.add_person(&mut grounds, Side::Helper, self.helper(column)));
        for row in 0..self.row_count() {
            let student = self.student(row);
            self.add_person(&mut grounds, Side::Helped, student);
            grounds.number(self.outside[row].len() as u64);
            self.outside[row].iter().for_each(|cost| grounds.price(*cost));
            self.add_pairs_of(&mut grounds, student);
        }
        grounds.number(assignment.pairs.len() as u64);
        assignment.pairs.iter().for_each(|pair| [pair.row, pair.column].into_iter().for_each(|at| grounds.number(at as u64)));
        assignment.row_prices.iter().chain(&assignment.column_prices).for_each(|price| grounds.price(*price));
        grounds.digits()
    }

    fn add_settings(&self, grounds: &mut Grounds) {
        let question = &self.question;
        let rules = &question.core.scheme.pairing;
        grounds.text(PURPOSE.as_bytes());
        for day in [Some(question.as_of), Some(question.first_day), question.counted_until] {
            grounds.text(day.map(|day| day.to_string()).unwrap_or_default().as_bytes());
        }
        grounds.maybe(question.seed.as_ref().map(|_| i64::from(LOT_BITS)));
        grounds.text(question.seed.as_deref().unwrap_or_default().as_bytes());
        grounds.number(question.without.len() as u64);
        question.without.iter().for_each(|person| grounds.text(question.core.people.id(*person).as_bytes()));
        for (tier, weight) in self.packing.told() {
            grounds.text(tier.as_bytes());
            grounds.price(weight);
        }
        [rules.college.word(), rules.sex.word(), rules.scope.word()].into_iter().for_each(|word| grounds.text(word.as_bytes()));
        grounds.maybe(rules.grade_distance.map(i64::from));
        let table: Vec<(FitAttribute, u64)> = self.fit_table().collect();
        grounds.number(table.len() as u64);
        for (attribute, units) in table {
            grounds.text(attribute.word().as_bytes());
            grounds.number(units);
        }
        grounds.number(self.column_count() as u64);
        grounds.number(self.row_count() as u64);
    }

    fn add_person(&self, grounds: &mut Grounds, side: Side, candidate: &Candidate) {
        grounds.text(self.question.core.people.id(candidate.person).as_bytes());
        grounds.number(candidate.free.into());
        grounds.text(candidate.bar.map_or("", Bar::key).as_bytes());
        grounds.number(candidate.branch.0.into());
        grounds.entry("its college", candidate.college);
        grounds.entry("its sex", candidate.sex);
        grounds.maybe(candidate.year);
        for (attribute, entries) in self.fit_numbers(side, candidate.person) {
            grounds.number(entries.len() as u64);
            entries.into_iter().for_each(|entry| grounds.entry(attribute.word(), entry));
        }
    }

    /// The choices with a student, whom the student must not be paired with, the running pairs, and an office's own costs.
    fn add_pairs_of(&self, grounds: &mut Grounds, student: &Candidate) {
        let people = &self.question.core.people;
        let named = self.choices_with(Side::Helped, student.person).into_iter();
        let named = named.map(|(helper, named)| (people.id(helper), Named::key(named).to_owned()));
        let apart = self.apart_from(student.person).map(|other| (people.id(other), "apart".to_owned()));
        let kept =
            self.kept_pairs().filter(|(_, helped)| *helped == student.person).map(|(helper, _)| (people.id(helper), "kept".to_owned()));
        let own = self.question.costs.iter().flat_map(|costs| costs.with(Side::Helped, student.person));
        let own = own.map(|(helper, cost)| (people.id(helper), cost.to_string()));
        let mut told: Vec<(&str, String)> = named.chain(apart).chain(kept).chain(own).collect();
        told.sort_unstable();
        grounds.number(told.len() as u64);
        for (helper, what) in told {
            grounds.text(helper.as_bytes());
            grounds.text(what.as_bytes());
        }
    }
}
