//! The report as tables: who needs looking at, with the readings that the answer rests on; for one pair also its breaches.

use super::{CheckReport, RowView, Show};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::records::{BranchIx, PairIx};
use crate::model::word::{Side, Word};
use crate::reports::readings;
use crate::reports::sheet::{Cell, Column, LongSheet, Reader, Sheet, Sheets};
use crate::rules::cadence::{Breach, CadenceFrame, Status};

/// More rows than this a table lists only with `--all`.
const MOST_ROWS: usize = 200;

/// A row with its frame and its branch.
type ShownRow<'r> = (&'r CadenceFrame<'r>, BranchIx, RowView<'r>);

impl Sheets for CheckReport<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        let mut sheets = vec![self.overview()];
        sheets.extend(self.question.pair.map(|_| self.breaches()).filter(|sheet| !sheet.rows.is_empty()));
        sheets
    }

    fn flat(&self) -> Vec<Sheet> {
        vec![self.all_rows().kept()]
    }

    fn long(&self, reader: Reader) -> Option<LongSheet<'_>> {
        (reader == Reader::Program).then(|| self.all_rows())
    }
}

impl CheckReport<'_> {
    /// Every row that a table could show, in the order of pairs.
    fn all_rows(&self) -> LongSheet<'_> {
        let frame = Sheet { title: None, columns: self.columns(), ..Sheet::default() };
        let shown = self.spots(|row| self.question.shows(row));
        let count = shown.len();
        let row = move |number: usize| shown.get(number).and_then(|spot| self.row_at(*spot));
        LongSheet::made(frame, count, move |number| {
            row(number).map_or_else(Vec::new, |(frame, branch, row)| self.cells(frame, branch, &row))
        })
    }

    fn overview(&self) -> Sheet {
        let (rows, left_out) = self.shown_rows();
        let mut footer: Vec<Message> = self.frames.iter().map(|frame| readings::cadence(&self.core.scheme, frame.cadence)).collect();
        footer.push(self.totals_in_words());
        if left_out > 0 {
            footer.push(Message::new("check.left-out").with("rows", left_out));
        }
        let hidden = self.totals.rows - rows.len() - left_out;
        if hidden > 0 {
            footer.push(Message::new("check.hidden").with("rows", hidden));
        }
        Sheet {
            title: Some(Message::new("check.title").with("day", self.question.as_of)),
            columns: self.columns(),
            rows: rows.into_iter().map(|(frame, branch, row)| self.cells(frame, branch, &row)).collect(),
            footer,
        }
    }

    /// The rows of the table, the most urgent first, and how many more there are than a screen has use for.
    fn shown_rows(&self) -> (Vec<ShownRow<'_>>, usize) {
        let of = |class: fn(Status) -> bool| self.rows().filter(move |(_, _, row)| class(row.status) && self.question.shows(row));
        let mut rows: Vec<_> = of(|status| status == Status::Overdue).collect();
        rows.sort_by_key(|(frame, _, row)| std::cmp::Reverse(frame.overdue_days(row)));
        let all = rows.len() + of(|status| status != Status::Overdue).count();
        let most = if self.question.show == Show::All { all } else { MOST_ROWS };
        rows.truncate(most);
        rows.extend(of(|status| status == Status::Due).take(most - rows.len()));
        rows.extend(of(|status| !matches!(status, Status::Overdue | Status::Due)).take(most - rows.len()));
        let left_out = all - rows.len();
        (rows, left_out)
    }

    fn totals_in_words(&self) -> Message {
        let totals = &self.totals;
        Message::new("check.totals")
            .with("pairs", totals.pairs)
            .with("rows", totals.rows)
            .with("ok", totals.ok)
            .with("due", totals.due)
            .with("overdue", totals.overdue)
            .with("ended", totals.ended)
            .with("not_started", totals.not_started)
            .with("breaches", totals.breaches)
    }

    fn has_branches(&self) -> bool {
        self.parts.iter().filter(|part| part.totals.rows > 0).nth(1).is_some()
    }

    fn has_cadences(&self) -> bool {
        self.frames.len() > 1
    }

    fn columns(&self) -> Vec<Column> {
        let mut columns = vec![Column::left("pair", "column.pair")];
        columns.extend(self.has_branches().then(|| Column::left("branch", "column.branch")));
        columns.extend([Column::left("helper", "column.helper"), Column::left("helped", "column.helped")]);
        columns.extend(self.has_cadences().then(|| Column::left("cadence", "column.cadence")));
        columns.extend([
            Column::left("status", "column.status"),
            Column::left("last_contact", "column.last_contact"),
            Column::left("next_due", "column.next_due"),
            Column::right("overdue_days", "column.overdue_days"),
            Column::right("late_days", "column.late_days"),
            Column::right("keeping_rate", "column.keeping_rate"),
            Column::right("breaches", "column.breaches"),
        ]);
        columns
    }

    fn cells(&self, frame: &CadenceFrame<'_>, branch: BranchIx, row: &RowView<'_>) -> Vec<Cell> {
        let mut cells = vec![Cell::text(self.core.pairs.id(row.pair))];
        cells.extend(self.has_branches().then(|| Cell::text(self.core.scheme.branch_name(branch))));
        cells.extend([Side::Helper, Side::Helped].map(|side| Cell::text(name(self.core, row.pair, side))));
        cells.extend(self.has_cadences().then(|| Cell::text(&frame.cadence.name)));
        cells.extend([
            Cell::word(row.status.label()),
            Cell::day(row.last_contact),
            Cell::day(row.next_due),
            frame.overdue_days(row).map_or(Cell::Empty, Cell::number),
            Cell::number(row.late_days),
            Cell::Digits(row.keeping_digits()),
            Cell::number(row.breaches.len()),
        ]);
        cells
    }

    /// Each breach of the one pair that was asked for.
    fn breaches(&self) -> Sheet {
        let mut columns = vec![Column::left("cadence", "column.cadence")];
        columns.extend([Column::left("from", "column.from"), Column::left("to", "column.to")]);
        columns.extend([Column::right("days", "column.days"), Column::right("over", "column.over")]);
        columns.push(Column::left("finding", "column.breach"));
        let rows = self.rows().flat_map(|(frame, _, row)| row.breaches.iter().map(move |breach| breach_cells(frame, breach)));
        Sheet { title: Some(Message::new("check.breaches")), columns, rows: rows.collect(), footer: Vec::new() }
    }
}

fn breach_cells(frame: &CadenceFrame<'_>, breach: &Breach) -> Vec<Cell> {
    let (days, over) = match *breach {
        Breach::Gap { days, over, .. } => (Cell::number(days), Cell::number(over)),
        Breach::Run { over, .. } => (Cell::Empty, Cell::number(over)),
        Breach::Missed { .. } => (Cell::Empty, Cell::Empty),
    };
    let said = Cell::Say(in_words(frame, breach));
    vec![Cell::text(&frame.cadence.name), Cell::Day(breach.from()), Cell::Day(breach.to()), days, over, said]
}

/// A breach in one sentence.
fn in_words(frame: &CadenceFrame<'_>, breach: &Breach) -> Message {
    match *breach {
        Breach::Gap { missed, open, .. } if open.is_open() => Message::new("check.breach.gap-open").with("missed", missed),
        Breach::Gap { missed, .. } => Message::new("check.breach.gap").with("missed", missed),
        Breach::Run { open, .. } if open.is_open() => Message::new("check.breach.run-open"),
        Breach::Run { .. } => Message::new("check.breach.run"),
        Breach::Missed { contacts, .. } => {
            Message::new("check.breach.missed").with("contacts", contacts).with("owed", readings::owed(frame.cadence))
        }
    }
}

/// The name of a pair's person on one side, or the id where the roster gives no name.
#[must_use]
pub(in crate::reports) fn name(core: &Core, pair: PairIx, side: Side) -> &str {
    let Some(pair) = core.pairs.get(pair) else { return "" };
    let person = Core::on_side(pair, side);
    let name = core.people.name(person);
    if name.is_empty() { core.people.id(person) } else { name }
}
