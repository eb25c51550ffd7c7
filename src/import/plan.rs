//! What a foreign table would do to the records, row by row: pure, so that it can be shown, asked about, and worked out again under the
//! lock. Not here: writing it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::known::Known;
use super::record::{Difference, Record};
use super::row::{Fault, IdColumns, Row, id_columns};
use super::shape::Shape;
use super::table::Table;
use super::{choices, contacts, outcomes, roster};
use crate::i18n::Message;

/// What a row does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A record that is not there yet.
    New,
    /// Nothing: the records say so already.
    Same,
    /// Some cells of a record.
    Changed {
        /// The record's key.
        key: Vec<String>,
        /// The cells.
        changed: Vec<Difference>,
    },
    /// It says what cannot be true besides the records, or besides another row.
    Conflict(Fault),
    /// It cannot be taken.
    Refused(Fault),
}

impl Effect {
    /// What is done to a record of which these cells differ.
    #[must_use]
    pub fn of(key: Vec<String>, changed: Vec<Difference>) -> Self {
        if changed.is_empty() { Self::Same } else { Self::Changed { key, changed } }
    }

    /// The word for it in answers.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Same => "same",
            Self::Changed { .. } => "changed",
            Self::Conflict(_) => "conflict",
            Self::Refused(_) => "refused",
        }
    }

    /// Why the row is not written, where it is not.
    #[must_use]
    pub fn fault(&self) -> Option<&Fault> {
        match self {
            Self::Conflict(fault) | Self::Refused(fault) => Some(fault),
            Self::New | Self::Same | Self::Changed { .. } => None,
        }
    }

    /// Whether it would be written.
    #[must_use]
    pub fn writes(&self) -> bool {
        matches!(self, Self::New | Self::Changed { .. })
    }
}

/// What the whole table does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Each row's place in the grid and what it does, in the order of the file.
    pub rows: Vec<(usize, Effect)>,
}

/// How many rows do what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// All rows.
    pub rows: usize,
    /// New records.
    pub new: usize,
    /// Records that are there already.
    pub same: usize,
    /// Records that change.
    pub changed: usize,
    /// Rows against the records or against another row.
    pub conflict: usize,
    /// Rows that cannot be taken.
    pub refused: usize,
}

impl Totals {
    /// Rows that are left out.
    #[must_use]
    pub fn left_out(self) -> usize {
        self.conflict + self.refused
    }

    /// Records that would be written.
    #[must_use]
    pub fn writes(self) -> usize {
        self.new + self.changed
    }
}

/// Works out records and effects of the rows of a table.
pub struct Planner<'p> {
    shape: Shape,
    table: &'p Table,
    known: &'p Known<'p>,
    ids: IdColumns,
}

impl<'p> Planner<'p> {
    /// For the rows of a table beside the records.
    #[must_use]
    pub fn new(shape: Shape, table: &'p Table, known: &'p Known<'p>) -> Self {
        Self { shape, table, known, ids: id_columns(table, known) }
    }

    fn row(&self, at: usize) -> Row<'_> {
        Row { table: self.table, known: self.known, ids: &self.ids, at }
    }

    /// The record that a row makes.
    pub fn record(&self, at: usize) -> Result<Record, Fault> {
        let row = self.row(at);
        match self.shape {
            Shape::Roster => roster::record(&row),
            Shape::Contacts => contacts::record(&row),
            Shape::Outcomes => outcomes::record(&row),
            Shape::Choices => choices::record(&row),
        }
    }

    fn effect(&self, at: usize, record: &Record) -> Effect {
        let row = self.row(at);
        match self.shape {
            Shape::Roster => roster::effect(&row, record),
            Shape::Contacts => contacts::effect(&row, record),
            Shape::Outcomes => outcomes::effect(&row, record),
            Shape::Choices => choices::effect(&row, record),
        }
    }

    /// What the records have already that a new row may be meant to correct.
    #[must_use]
    pub fn beside(&self, at: usize, record: &Record) -> Option<Message> {
        let row = self.row(at);
        match self.shape {
            Shape::Roster => roster::beside(&row, record),
            Shape::Contacts => contacts::beside(&row, record),
            Shape::Outcomes => outcomes::beside(&row, record),
            Shape::Choices => None,
        }
    }

    /// The plan.
    #[must_use]
    pub fn plan(&self) -> Plan {
        let mut first: HashMap<Vec<String>, usize> = HashMap::new();
        let mut plan = Plan::default();
        for at in self.table.body() {
            let effect = match self.record(at) {
                Err(fault) => Effect::Refused(fault),
                Ok(record) => match first.entry(record.claim.clone()) {
                    Entry::Occupied(earlier) => self.again(at, &record, plan.rows.get_mut(*earlier.get())),
                    Entry::Vacant(place) => {
                        place.insert(plan.rows.len());
                        self.effect(at, &record)
                    }
                },
            };
            plan.rows.push((at, effect));
        }
        plan
    }

    /// The same row again says nothing new. Two rows that give one record different data are in conflict: which of them is right, nobody
    /// can know, unless the records agree with the earlier one.
    fn again(&self, at: usize, record: &Record, earlier: Option<&mut (usize, Effect)>) -> Effect {
        let Some((earlier_at, earlier)) = earlier else { return Effect::Same };
        let in_conflict = |with: usize| {
            let message = Message::new("import.doubled").with("line", i64::from(self.table.grid.line(with)));
            Effect::Conflict(Fault { column: None, message })
        };
        let is_doubled = earlier.fault().is_some_and(|fault| fault.message.key == "import.doubled");
        if !is_doubled && self.record(*earlier_at).is_ok_and(|earlier| earlier.cells == record.cells) {
            return Effect::Same;
        }
        if earlier.writes() {
            *earlier = in_conflict(at);
        }
        in_conflict(*earlier_at)
    }
}

impl Plan {
    /// How many rows do what.
    #[must_use]
    pub fn totals(&self) -> Totals {
        let mut totals = Totals { rows: self.rows.len(), ..Totals::default() };
        for (_, effect) in &self.rows {
            match effect {
                Effect::New => totals.new += 1,
                Effect::Same => totals.same += 1,
                Effect::Changed { .. } => totals.changed += 1,
                Effect::Conflict(_) => totals.conflict += 1,
                Effect::Refused(_) => totals.refused += 1,
            }
        }
        totals
    }

    /// Refuses rows that turned out to make the records wrong.
    pub fn refuse(&mut self, faults: Vec<(usize, Message)>) {
        for (index, message) in faults {
            if let Some((_, effect)) = self.rows.get_mut(index) {
                *effect = Effect::Refused(Fault { column: None, message });
            }
        }
    }
}
