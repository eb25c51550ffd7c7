//! What an import asks of the records: persons by id or name, pairs by their persons, and the rows of the table that it fills. Not here:
//! what a row of the file does to them (`plan`).

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};

use super::plan::Effect;
use super::record::{Record, differences};
use super::shape::Shape;
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::id::folded;
use crate::model::records::{BranchIx, PairIx, PersonIx};
use crate::model::table_words::built_in;
use crate::model::text_table::TextTable;
use crate::model::word::Side;

/// The records as an import sees them.
pub struct Known<'k> {
    /// Scheme, roster, pairs.
    pub core: &'k Core,
    /// The day on which the rows come in.
    pub today: Day,
    /// The year of days without one.
    pub year: Option<i32>,
    shape: Shape,
    /// The rows of the shape's table: of each branch, or of all under none. The roster's are in `core`.
    texts: BTreeMap<Option<BranchIx>, TextTable>,
    names: OnceCell<HashMap<String, Vec<PersonIx>>>,
    by_key: OnceCell<ByKey>,
    listed: OnceCell<HashMap<(PairIx, Day), usize>>,
    of_persons: OnceCell<HashMap<String, Vec<usize>>>,
}

/// The branch and the row of each key.
type ByKey = HashMap<Vec<String>, (Option<BranchIx>, usize)>;

impl<'k> Known<'k> {
    /// The records, with the rows of the shape's table as they stand.
    #[must_use]
    pub fn new(core: &'k Core, shape: Shape, today: Day, year: Option<i32>, texts: BTreeMap<Option<BranchIx>, TextTable>) -> Self {
        Self {
            core,
            today,
            year,
            shape,
            texts,
            names: OnceCell::new(),
            by_key: OnceCell::new(),
            listed: OnceCell::new(),
            of_persons: OnceCell::new(),
        }
    }

    /// The one person with this id or name. Errors: nobody or several.
    pub fn person(&self, text: &str) -> Result<PersonIx, Message> {
        if let Some(person) = self.core.people.find(text) {
            return Ok(person);
        }
        if let Some(found) = self.named_twice(text) {
            return found;
        }
        match self.named(text) {
            [one] => Ok(*one),
            [] => Err(Message::new("import.nobody").with("value", text)),
            [_, _, ..] => Err(Message::new("import.name-of-several").with("value", text)),
        }
    }

    /// The person of a text with name and id, as lists for people have it: `韩冬青 2010210101`, `韩冬青（2010210101）`. Errors: the id is
    /// somebody else's.
    fn named_twice(&self, text: &str) -> Option<Result<PersonIx, Message>> {
        let people = &self.core.people;
        let (first, second) = text.split_once([' ', '\u{3000}', '(', '（'])?;
        let second = second.trim_matches([' ', '\u{3000}', '(', '（', ')', '）']);
        let known = |id: &str, name: &str| people.find(id).map(|person| (person, name.to_owned()));
        let (person, name) = known(second, first).or_else(|| known(first, second))?;
        let own = people.name(person);
        let other = || Message::new("import.other-name").with("id", people.id(person)).with("name", own);
        Some(if folded(own) == folded(&name) { Ok(person) } else { Err(other()) })
    }

    /// The pair of a text with its id and its two names, as lists for people have it: `ug1-001 韩冬青→吕寒梅`.
    #[must_use]
    pub fn pair_with_names(&self, text: &str) -> Option<PairIx> {
        let (id, names) = text.split_once(' ')?;
        let (helper, helped) = names.split_once('→')?;
        let found = self.core.pairs.find(id)?;
        let pair = self.core.pairs.get(found)?;
        let is = |person, name: &str| folded(self.core.people.name(person)) == folded(name.trim());
        (is(pair.helper, helper) && is(pair.helped, helped)).then_some(found)
    }

    /// The persons of a name.
    pub fn named(&self, name: &str) -> &[PersonIx] {
        self.names().get(&folded(name)).map_or(&[], Vec::as_slice)
    }

    /// The rows of a person in a table of the whole college.
    pub fn of_person(&self, id: &str) -> &[usize] {
        let all = || {
            let mut rows: HashMap<String, Vec<usize>> = HashMap::new();
            for row in 0..self.texts.get(&None).map_or(0, TextTable::len) {
                rows.entry(self.text(None, row, "person").to_owned()).or_default().push(row);
            }
            rows
        };
        self.of_persons.get_or_init(all).get(id).map_or(&[], Vec::as_slice)
    }

    fn names(&self) -> &HashMap<String, Vec<PersonIx>> {
        self.names.get_or_init(|| {
            let mut names: HashMap<String, Vec<PersonIx>> = HashMap::new();
            for (person, _) in self.core.people.iter() {
                names.entry(folded(self.core.people.name(person))).or_default().push(person);
            }
            names
        })
    }

    /// The pair of these persons on a day; either may be left out where the other has but one pair then.
    ///
    /// # Errors
    /// They have none, or several.
    pub fn pair(&self, helper: Option<PersonIx>, helped: Option<PersonIx>, date: Day) -> Result<PairIx, Message> {
        let Some(person) = helper.or(helped) else { return Err(Message::new("import.no-pair-named")) };
        let side = if helper.is_some() { Side::Helper } else { Side::Helped };
        let of_both = self.core.pairs_of(person).iter().filter(|(_, own, _)| *own == side).map(|(_, _, pair)| *pair).filter(|pair| {
            let row = self.core.pairs.get(*pair);
            row.is_some_and(|row| helper.is_none_or(|helper| row.helper == helper) && helped.is_none_or(|helped| row.helped == helped))
        });
        let all: Vec<PairIx> = of_both.collect();
        let is_active = |pair: &PairIx| self.core.pairs.get(*pair).is_some_and(|row| self.core.active(row).contains(date));
        let active: Vec<PairIx> = all.iter().copied().filter(is_active).collect();
        let named = |key| {
            let name = |person: Option<PersonIx>| person.map_or_else(String::new, |person| self.core.people.name(person).to_owned());
            Message::new(key).with("helper", name(helper)).with("helped", name(helped)).with("day", date)
        };
        match (active.as_slice(), all.as_slice()) {
            ([one], _) => Ok(*one),
            ([_, _, ..], _) => Err(named("import.several-pairs")),
            // Of a pair outside its time the message says so (R3).
            ([], [one]) => Ok(*one),
            ([], []) => Err(named("import.not-paired")),
            ([], _) => Err(named("import.not-paired-then")),
        }
    }

    /// A row of the shape's table.
    #[must_use]
    pub fn text(&self, branch: Option<BranchIx>, row: usize, column: &str) -> &str {
        self.texts.get(&branch).map_or("", |texts| texts.get(row, column))
    }

    /// The rows of a branch's contacts of a pair on a day; the file is in the order of pair and day.
    #[must_use]
    pub fn contacts(&self, branch: Option<BranchIx>, pair: &str, date: &str) -> std::ops::Range<usize> {
        let Some(texts) = self.texts.get(&branch) else { return 0..0 };
        let key = |row: usize| (texts.get(row, "pair"), texts.get(row, "date"));
        let first_not = |before: &dyn Fn(usize) -> bool| {
            let (mut low, mut high) = (0, texts.len());
            while low < high {
                let middle = low + (high - low) / 2;
                if before(middle) { low = middle + 1 } else { high = middle }
            }
            low
        };
        first_not(&|row| key(row) < (pair, date))..first_not(&|row| key(row) <= (pair, date))
    }

    /// The rows of a branch's contacts of a pair.
    #[must_use]
    pub fn contacts_of(&self, branch: Option<BranchIx>, pair: &str) -> std::ops::Range<usize> {
        self.contacts(branch, pair, "").start..self.contacts(branch, pair, "\u{10FFFF}").end
    }

    /// How many rows of the file that comes in are of a pair on a day; `count` counts them all, once.
    #[must_use]
    pub fn listed(&self, pair: PairIx, day: Day, count: impl FnOnce() -> HashMap<(PairIx, Day), usize>) -> usize {
        self.listed.get_or_init(count).get(&(pair, day)).copied().unwrap_or(0)
    }

    /// The key of a row as the file has it.
    #[must_use]
    pub fn key_of(&self, branch: Option<BranchIx>, row: usize) -> Vec<String> {
        self.shape.table().key_columns().map(|column| self.text(branch, row, column.name).to_owned()).collect()
    }

    /// The row with a key, words by key, in a table whose rows are known by their key.
    fn row(&self, key: &[String]) -> Option<(Option<BranchIx>, usize)> {
        self.by_key.get_or_init(|| self.keys()).get(key).copied()
    }

    /// What a record does to the one with its key, where there is one.
    #[must_use]
    pub fn effect_of(&self, record: &Record) -> Option<Effect> {
        let (branch, row) = self.row(&record.identity)?;
        Some(Effect::of(self.key_of(branch, row), differences(self.shape.table(), self, record, branch, row)))
    }

    fn keys(&self) -> ByKey {
        let table = self.shape.table();
        let mut keys = HashMap::new();
        for (branch, texts) in &self.texts {
            for row in 0..texts.len() {
                let kind = texts.get(row, "kind");
                let cell = |column: &str, text: &str| {
                    built_in(table, column, text, kind).map_or_else(|| text.to_owned(), |word| word.key.to_owned())
                };
                keys.insert(table.key_columns().map(|column| cell(column.name, texts.get(row, column.name))).collect(), (*branch, row));
            }
        }
        keys
    }
}
