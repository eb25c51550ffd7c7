//! The contact log of a branch as columns, not row objects: it is the one table that grows. At most 12 bytes a contact for what
//! the rules need; the rest (topics, mode, day of entry) only where the question asks for it; texts only in lists.

use super::day::Day;
use super::records::{PairIx, WordSet};
use super::text_table::TextTable;

/// What the rules need of a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Contact {
    /// The pair.
    pub pair: PairIx,
    /// The day.
    pub date: Day,
    /// Minutes, at most 65,534; blank is 0.
    pub minutes: u16,
    /// Number on the day, from 1 (at most 255 a day are kept apart; more are a finding).
    pub n: u8,
    /// Index of the act in the scheme.
    pub act: u8,
}

/// What the monthly figures need besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContactDetail {
    /// Fields of help.
    pub topics: WordSet,
    /// Index of the mode; none: left blank.
    pub mode: Option<u8>,
    /// Day of entry.
    pub entered: Option<Day>,
    /// A mark of the content, the same for the same content, where everything is looked at; else 0.
    pub mark: u32,
}

/// The contacts of one branch in the order of pair, date and n.
#[derive(Clone, Debug, Default)]
pub struct ContactLog {
    /// The contacts.
    pub contacts: Vec<Contact>,
    /// Lines in contacts.csv, where asked for; as long as `contacts`, else empty.
    pub lines: Vec<u32>,
    /// Details, where asked for; as long as `contacts`, else empty.
    pub details: Vec<ContactDetail>,
    /// Texts, where asked for: `texts` row of a contact is its index in `text_rows`.
    pub texts: TextTable,
    /// Row of `texts` for each contact, where texts were asked for.
    pub text_rows: Vec<u32>,
}

impl ContactLog {
    /// The range of a pair's contacts in `contacts`.
    #[must_use]
    pub fn range_of(&self, pair: PairIx) -> std::ops::Range<usize> {
        let start = self.contacts.partition_point(|contact| contact.pair < pair);
        let len = self.contacts.get(start..).unwrap_or_default().partition_point(|contact| contact.pair == pair);
        start..start + len
    }

    /// A pair's contacts, by day.
    #[must_use]
    pub fn of(&self, pair: PairIx) -> &[Contact] {
        self.contacts.get(self.range_of(pair)).unwrap_or_default()
    }

    /// A text of a contact; empty where texts were not asked for.
    #[must_use]
    pub fn text(&self, index: usize, column: &str) -> &str {
        self.text_rows.get(index).map_or("", |row| self.texts.get(*row as usize, column))
    }
}
