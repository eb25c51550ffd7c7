//! `due`: who must meet whom by when in the days ahead, overdue first (rules.md R4). As JSON `bangfu/due/1`, as a sheet, and as a
//! calendar file (`ics`). Not here: the rule.

mod ics;
#[cfg(test)]
mod tests;

use serde::ser::{Serialize, Serializer};

use super::check::{BranchPart, name};
use super::readings;
use super::sheet::{Cell, Column, Sheet, Sheets};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::{BranchIx, PairIx};
use crate::model::word::{Side, Word};
use crate::rules::cadence::{CadenceFrame, Status};

/// The list.
#[derive(Clone, Debug)]
pub struct DueReport<'a> {
    core: &'a Core,
    frames: Vec<CadenceFrame<'a>>,
    as_of: Day,
    until: Day,
    rows: Vec<DueRow>,
}

/// One pair that must meet.
#[derive(Clone, Debug, PartialEq, Eq)]
struct DueRow {
    pair: PairIx,
    branch: BranchIx,
    /// Index of the frame.
    frame: usize,
    status: Status,
    /// By when; past where the pair is overdue.
    due: Day,
    /// Counted days since `due`, where the pair is overdue.
    overdue_days: Option<i32>,
    last_contact: Option<Day>,
}

/// Gathers from judged parts (`check::part`) who is overdue or due within so many days after `as_of`.
#[must_use]
pub fn assemble<'a>(core: &'a Core, frames: Vec<CadenceFrame<'a>>, parts: &[BranchPart], as_of: Day, days: i32) -> DueReport<'a> {
    let until = as_of.plus(days);
    let mut rows: Vec<DueRow> = parts.iter().flat_map(|part| rows_of(&frames, part, until)).collect();
    rows.sort_by_key(|row| (row.status != Status::Overdue, row.due, row.pair, row.frame));
    DueReport { core, frames, as_of, until, rows }
}

fn rows_of(frames: &[CadenceFrame<'_>], part: &BranchPart, until: Day) -> Vec<DueRow> {
    let due = part.rows().filter_map(|row| {
        let frame = frames.iter().position(|frame| frame.index == row.cadence)?;
        let due = row.due_day().filter(|due| row.is_overdue() || *due <= until)?;
        let overdue_days = frames.get(frame)?.overdue_days(&row);
        Some(DueRow { pair: row.pair, branch: part.branch, frame, status: row.status, due, overdue_days, last_contact: row.last_contact })
    });
    due.collect()
}

impl DueReport<'_> {
    /// Number of pairs and cadences on the list.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether nobody is on it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn overdue(&self) -> usize {
        self.rows.iter().filter(|row| row.status == Status::Overdue).count()
    }

    fn cadence(&self, row: &DueRow) -> Option<&CadenceFrame<'_>> {
        self.frames.get(row.frame)
    }

    fn row_json(&self, row: &DueRow) -> RowJson<'_> {
        let pair = self.core.pairs.get(row.pair);
        RowJson {
            pair: self.core.pairs.id(row.pair),
            branch: self.core.scheme.branch_key(row.branch),
            helper: pair.map_or("", |pair| self.core.people.id(pair.helper)),
            helped: pair.map_or("", |pair| self.core.people.id(pair.helped)),
            cadence: self.cadence(row).map_or("", |frame| frame.cadence.key.as_str()),
            status: row.status.key(),
            due: row.due,
            overdue_days: row.overdue_days,
            last_contact: row.last_contact,
        }
    }

    /// The ids of the two, for programs.
    fn ids(&self, row: &DueRow) -> [Cell; 2] {
        let row = self.row_json(row);
        [Cell::text(row.helper), Cell::text(row.helped)]
    }

    fn cells(&self, row: &DueRow) -> Vec<Cell> {
        let mut cells = vec![Cell::Day(row.due), Cell::word(row.status.label()), Cell::text(self.core.pairs.id(row.pair))];
        cells.push(Cell::text(self.core.scheme.branch_name(row.branch)));
        cells.extend([Side::Helper, Side::Helped].map(|side| Cell::text(name(self.core, row.pair, side))));
        cells.push(self.cadence(row).map_or(Cell::Empty, |frame| Cell::text(&frame.cadence.name)));
        cells.push(Cell::day(row.last_contact));
        cells.push(row.overdue_days.map_or(Cell::Empty, Cell::number));
        cells
    }
}

#[derive(serde::Serialize)]
struct ReportJson<'r> {
    format: &'static str,
    as_of: Day,
    until: Day,
    pairs: Vec<RowJson<'r>>,
    totals: TotalsJson,
}

#[derive(serde::Serialize)]
struct RowJson<'r> {
    pair: &'r str,
    branch: &'r str,
    helper: &'r str,
    helped: &'r str,
    cadence: &'r str,
    status: &'static str,
    due: Day,
    overdue_days: Option<i32>,
    last_contact: Option<Day>,
}

#[derive(serde::Serialize)]
struct TotalsJson {
    rows: usize,
    overdue: usize,
}

impl Serialize for DueReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let pairs = self.rows.iter().map(|row| self.row_json(row)).collect();
        let totals = TotalsJson { rows: self.len(), overdue: self.overdue() };
        ReportJson { format: "bangfu/due/1", as_of: self.as_of, until: self.until, pairs, totals }.serialize(serializer)
    }
}

impl Sheets for DueReport<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        let columns = vec![
            Column::left("due", "column.due_by"),
            Column::left("status", "column.status"),
            Column::left("pair", "column.pair"),
            Column::left("branch", "column.branch"),
            Column::left("helper", "column.helper"),
            Column::left("helped", "column.helped"),
            Column::left("cadence", "column.cadence"),
            Column::left("last_contact", "column.last_contact"),
            Column::right("overdue_days", "column.overdue_days"),
        ];
        let mut footer: Vec<Message> = self.frames.iter().map(|frame| readings::cadence(&self.core.scheme, frame.cadence)).collect();
        footer.push(Message::new("due.totals").with("rows", self.len()).with("overdue", self.overdue()));
        let title = Message::new("due.title").with("day", self.as_of).with("until", self.until);
        vec![Sheet { title: Some(title), columns, rows: self.rows.iter().map(|row| self.cells(row)).collect(), footer }]
    }

    /// With the ids of the two behind.
    fn flat(&self) -> Vec<Sheet> {
        let mut sheets = self.sheets();
        for sheet in &mut sheets {
            sheet.columns.extend([Column::left("helper_id", "column.helper"), Column::left("helped_id", "column.helped")]);
            sheet.rows.iter_mut().zip(&self.rows).for_each(|(cells, row)| cells.extend(self.ids(row)));
        }
        sheets
    }
}
