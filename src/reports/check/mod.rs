//! `check`: every pair against every cadence as of a day (rules.md R4). Branches are judged one by one into compact parts, so that
//! they can be worked on side by side; the report looks names up only when it is shown. The JSON is in `json`, the tables in
//! `table`, the derivation of one pair in `explain`. Not here: the rule.

mod explain;
mod json;
mod student;
mod table;
#[cfg(test)]
mod tests;

pub use explain::{Derivation, explain};
pub use student::{StudentReport, contacts_of, pairs_of};
pub(in crate::reports) use table::name;

use crate::model::contact_log::ContactLog;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::{BranchIx, PairIx};
use crate::rules::cadence::{BranchContacts, Breach, CadenceFrame, CadenceRow, Status};

/// What is asked: as of when, of whom, and what an answer of "no" is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// The day as of which pairs are judged.
    pub as_of: Day,
    /// Only this branch.
    pub branch: Option<BranchIx>,
    /// Only this pair.
    pub pair: Option<PairIx>,
    /// Only the cadence with this index.
    pub cadence: Option<usize>,
    /// Which rows a table shows.
    pub show: Show,
    /// What makes the answer "no".
    pub verdict: Verdict,
}

/// Which rows a table shows; JSON always has every one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// Those that are not `ok` or have a breach.
    Noteworthy,
    /// Every row.
    All,
}

/// What makes the answer "no" (exit 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A pair that is overdue, or a breach at any time.
    Whole,
    /// A pair that is overdue (`--overdue-only`).
    Present,
}

impl Question {
    /// Everyone by every cadence, as of a day.
    #[must_use]
    pub fn of(as_of: Day) -> Self {
        Self { as_of, branch: None, pair: None, cadence: None, show: Show::Noteworthy, verdict: Verdict::Whole }
    }

    /// Whether a table shows a row.
    fn shows<B: AsRef<[Breach]>>(&self, row: &CadenceRow<B>) -> bool {
        match (self.show, self.verdict) {
            (Show::All, _) => true,
            (Show::Noteworthy, Verdict::Present) => row.is_overdue(),
            (Show::Noteworthy, Verdict::Whole) => row.status != Status::Ok || !row.breaches.as_ref().is_empty(),
        }
    }

    /// The frames of the cadences that are asked for.
    #[must_use]
    pub fn frames<'a>(&self, core: &'a Core) -> Vec<CadenceFrame<'a>> {
        let mut frames = CadenceFrame::all(core, self.as_of);
        frames.retain(|frame| self.cadence.is_none_or(|index| index == usize::from(frame.index)));
        frames
    }

    /// The branches whose contacts are needed, in the scheme's order.
    #[must_use]
    pub fn branches(&self, core: &Core) -> Vec<BranchIx> {
        let of_pair = self.pair.and_then(|pair| core.pairs.get(pair)).map(|pair| pair.branch);
        let wanted = |branch: BranchIx| self.branch.is_none_or(|one| one == branch) && of_pair.is_none_or(|one| one == branch);
        core.branch_indexes().filter(|branch| wanted(*branch)).collect()
    }
}

/// A row whose breaches lie elsewhere.
pub type RowView<'r> = CadenceRow<&'r [Breach]>;

/// Which rows are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Every one.
    All,
    /// Those that a table shows.
    Shown,
}

/// The rows of one branch, by pair and cadence. Their breaches lie together: a university has more rows than anything else.
#[derive(Clone, Debug)]
pub struct BranchPart {
    /// The branch.
    pub branch: BranchIx,
    /// The sums of all its rows.
    totals: Totals,
    /// The rows that are kept, each with the number of its breaches.
    rows: Vec<CadenceRow<u32>>,
    /// The breaches of these rows, one row's after the other's.
    breaches: Vec<Breach>,
}

impl BranchPart {
    /// The rows with their breaches.
    pub fn rows(&self) -> impl Iterator<Item = RowView<'_>> {
        let mut rest = self.breaches.as_slice();
        self.rows.iter().map(move |row| {
            let (own, after) = rest.split_at_checked(row.breaches as usize).unwrap_or_default();
            rest = after;
            row.holding(own)
        })
    }

    /// A row by its number; `first` is the number of its first breach.
    fn row(&self, number: usize, first: usize) -> Option<RowView<'_>> {
        let row = self.rows.get(number)?;
        Some(row.holding(self.breaches.get(first..)?.get(..row.breaches as usize)?))
    }

    fn add(&mut self, row: &CadenceRow) {
        self.rows.push(row.holding(row.breaches.len() as u32));
        self.breaches.extend_from_slice(&row.breaches);
    }
}

/// Judges a branch's pairs from its contacts.
#[must_use]
pub fn part(
    core: &Core,
    branch: BranchIx,
    log: &ContactLog,
    frames: &[CadenceFrame<'_>],
    (question, kept): (&Question, Kept),
) -> BranchPart {
    let contacts = BranchContacts::new(core, branch, log, frames);
    let pairs = core.pairs.of_branch(branch).filter(|(index, _)| question.pair.is_none_or(|one| one == *index));
    let mut part = BranchPart { branch, totals: Totals::default(), rows: Vec::new(), breaches: Vec::new() };
    part.rows.reserve_exact(core.pairs.range(branch).len() * frames.len());
    let mut room = Vec::new();
    // Of one pair each breach is listed.
    let every_row = kept == Kept::All || question.pair.is_some();
    for (index, pair) in pairs {
        let before = part.totals.rows;
        for frame in frames {
            let own = contacts.of(frame.cadence.per, index);
            if let Some(row) = frame.row_with(std::mem::take(&mut room), index, core.active(pair), own) {
                part.totals.count(&row);
                if every_row || question.shows(&row) {
                    part.add(&row);
                }
                room = row.breaches;
            }
        }
        part.totals.pairs += usize::from(part.totals.rows > before);
    }
    part.rows.shrink_to_fit();
    part.breaches.shrink_to_fit();
    part
}

/// The sums of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Totals {
    /// Rows: one for each pair and cadence.
    pub rows: usize,
    /// Different pairs.
    pub pairs: usize,
    /// Rows that are `ok`.
    pub ok: usize,
    /// Rows that are `due`.
    pub due: usize,
    /// Rows that are `overdue`.
    pub overdue: usize,
    /// Rows that have `ended`.
    pub ended: usize,
    /// Rows that have `not_started`.
    pub not_started: usize,
    /// Breaches.
    pub breaches: usize,
}

impl Totals {
    fn count(&mut self, row: &CadenceRow) {
        self.rows += 1;
        self.breaches += row.breaches.len();
        *match row.status {
            Status::Ok => &mut self.ok,
            Status::Due => &mut self.due,
            Status::Overdue => &mut self.overdue,
            Status::Ended => &mut self.ended,
            Status::NotStarted => &mut self.not_started,
        } += 1;
    }

    fn add(&mut self, other: &Self) {
        let Self { rows, pairs, ok, due, overdue, ended, not_started, breaches } = other;
        for (sum, own) in [
            (&mut self.rows, rows),
            (&mut self.pairs, pairs),
            (&mut self.ok, ok),
            (&mut self.due, due),
            (&mut self.overdue, overdue),
            (&mut self.ended, ended),
            (&mut self.not_started, not_started),
            (&mut self.breaches, breaches),
        ] {
            *sum += own;
        }
    }
}

/// The answer.
#[derive(Clone, Debug)]
pub struct CheckReport<'a> {
    core: &'a Core,
    question: Question,
    frames: Vec<CadenceFrame<'a>>,
    parts: Vec<BranchPart>,
    /// The sums.
    pub totals: Totals,
}

/// Where a row of a report lies.
#[derive(Clone, Copy, Debug)]
struct Spot {
    part: u32,
    /// Its number in the part.
    row: u32,
    /// The number of its first breach in the part.
    first: u32,
}

/// Puts the branches' parts together; they may come in any order.
#[must_use]
pub fn assemble<'a>(core: &'a Core, frames: Vec<CadenceFrame<'a>>, mut parts: Vec<BranchPart>, question: Question) -> CheckReport<'a> {
    parts.sort_by_key(|part| part.branch);
    let mut totals = Totals::default();
    parts.iter().for_each(|part| totals.add(&part.totals));
    CheckReport { core, question, frames, parts, totals }
}

impl CheckReport<'_> {
    /// Whether the answer is "no": somebody is overdue or, unless only the present is judged, a breach lies on record.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.totals.overdue > 0 || (self.question.verdict == Verdict::Whole && self.totals.breaches > 0)
    }

    /// Where the rows lie that are asked for, in order.
    fn spots(&self, asked: impl Fn(&RowView<'_>) -> bool) -> Vec<Spot> {
        let mut spots = Vec::new();
        for (part, rows) in self.parts.iter().enumerate() {
            let mut first = 0;
            for (row, view) in rows.rows().enumerate() {
                spots.extend(asked(&view).then_some(Spot { part: part as u32, row: row as u32, first }));
                first += view.breaches.len() as u32;
            }
        }
        spots
    }

    /// A row with its frame and branch.
    fn row_at(&self, spot: Spot) -> Option<(&CadenceFrame<'_>, BranchIx, RowView<'_>)> {
        let part = self.parts.get(spot.part as usize)?;
        let row = part.row(spot.row as usize, spot.first as usize)?;
        Some((self.frames.iter().find(|frame| frame.index == row.cadence)?, part.branch, row))
    }

    /// All rows with their frame and branch, in order.
    fn rows(&self) -> impl Iterator<Item = (&CadenceFrame<'_>, BranchIx, RowView<'_>)> {
        let rows = self.parts.iter().flat_map(|part| part.rows().map(|row| (part.branch, row)));
        rows.filter_map(|(branch, row)| Some((self.frames.iter().find(|frame| frame.index == row.cadence)?, branch, row)))
    }
}
