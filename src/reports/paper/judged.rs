//! A branch's pairs as papers tell of them: judged once for all papers of the branch. Not here: the rules.

use super::Cell;
use crate::i18n::Message;
use crate::model::dataset::{BranchRecords, Core};
use crate::model::day::{Day, Period};
use crate::model::records::{BranchIx, PairIx};
use crate::rules::cadence::{BranchContacts, CadenceFrame, CadenceRow};
use crate::rules::forms::Forms;

/// A branch's records as of a day, ready to be asked of any of its pairs.
pub struct JudgedBranch<'a> {
    /// Its records, texts included.
    pub(super) records: &'a BranchRecords,
    /// The day.
    pub(super) as_of: Day,
    /// Its monthly forms.
    pub(super) forms: Forms<'a>,
    core: &'a Core,
    frames: Vec<CadenceFrame<'a>>,
    contacts: BranchContacts<'a>,
}

impl<'a> JudgedBranch<'a> {
    /// Prepares a branch's records, texts included, as of a day.
    #[must_use]
    pub fn new(core: &'a Core, branch: BranchIx, records: &'a BranchRecords, as_of: Day) -> Self {
        let frames = CadenceFrame::all(core, as_of);
        let contacts = BranchContacts::new(core, branch, &records.contacts, &frames);
        Self { records, as_of, forms: Forms::new(core, &records.forms), core, frames, contacts }
    }

    /// How a pair stands with each cadence.
    pub(super) fn rows(&self, pair: PairIx) -> impl Iterator<Item = (&CadenceFrame<'a>, CadenceRow)> {
        self.frames.iter().filter_map(move |frame| Some((frame, frame.row_of(self.core, pair, &self.contacts)?)))
    }

    /// A pair's contacts and late days of each cadence, a line each.
    pub(super) fn duty(&self, pair: PairIx) -> Cell {
        let start = self.core.pairs.get(pair).map_or(self.as_of, |row| row.start);
        let whole = Period::new(start, self.as_of);
        let lines = self.rows(pair).map(|(frame, row)| {
            let line = Message::new("paper.file.cadence").with("cadence", frame.cadence.name.as_str()).with("contacts", row.contacts);
            line.with("late", frame.late_days_in(&row, whole)).with("rate", row.keeping_digits())
        });
        Message::joined("paper.joined", lines).map_or(Cell::Empty, Cell::Say)
    }
}
