//! A change of helpers as a report: which pairs end, which begin, who is left over. Not here: what is decided (`matching::pairing`).

use serde::ser::{Serialize, Serializer};
use serde_json::{Value, json};

use super::PairingReport;
use super::table::{person_cells, person_columns};
use super::words;
use crate::i18n::{Lang, Message};
use crate::matching::pairing::{Ended, Made, Proposal, Rematch};
use crate::model::day::Day;
use crate::model::word::Side;
use crate::reports::sheet::{Cell, Column, Sheet, Sheets};

/// The answer `bangfu/rematch/1`.
pub struct RematchReport<'a> {
    report: PairingReport<'a>,
    last_day: Day,
    /// Pairs that end, by id.
    pub ended: Vec<Ended>,
    /// Pairs that begin.
    pub begun: Vec<Made>,
}

impl<'a> RematchReport<'a> {
    /// Gathers a change of helpers after a day.
    #[must_use]
    pub fn new(rematch: Rematch<'a>, last_day: Day, lang: Lang) -> Self {
        let Rematch { proposal, ended, begun } = rematch;
        Self { report: PairingReport::alone(proposal, lang), last_day, ended, begun }
    }

    /// All pairs from the next day on.
    #[must_use]
    pub fn proposal(&self) -> &Proposal<'a> {
        &self.report.proposal
    }

    fn ended_sheet(&self) -> Sheet {
        let core = self.proposal().programme.question.core;
        let mut columns = vec![Column::left("pair", "column.pair")];
        columns.extend(person_columns());
        columns.push(Column::left("reason", "pairing.column.reason"));
        let row = |ended: &Ended| {
            let row = core.pairs.get(ended.pair);
            let why = if ended.named { "pairing.rematch.named" } else { "pairing.rematch.gives-way" };
            let mut cells = vec![Cell::text(core.pairs.id(ended.pair))];
            cells.extend(person_cells(core, row.map(|row| row.helper), row.map(|row| row.helped)));
            cells.push(Cell::word(why));
            cells
        };
        let title = Message::new("pairing.rematch.ended").with("count", self.ended.len()).with("day", self.last_day);
        Sheet { title: Some(title), columns, rows: self.ended.iter().map(row).collect(), footer: Vec::new() }
    }

    fn begun_sheet(&self) -> Sheet {
        let mut columns: Vec<Column> = person_columns().into();
        columns.extend([Column::left("basis", "column.basis"), Column::left("reason", "pairing.column.reason")]);
        let title = Message::new("pairing.rematch.begun").with("count", self.begun.len());
        let title = title.with("day", self.proposal().programme.question.first_day);
        let rows = self.begun.iter().map(|made| self.report.pair_cells(made)).collect();
        Sheet { title: Some(title), columns, rows, footer: Vec::new() }
    }
}

impl Sheets for RematchReport<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        let mut sheets = vec![self.ended_sheet(), self.begun_sheet()];
        sheets.extend(self.report.left_sheets());
        let given_way = self.ended.iter().filter(|ended| !ended.named).count();
        let sum = Message::new("pairing.rematch.sum").with("kept", self.report.objective.kept).with("changed", given_way);
        let mut footer = vec![sum.with("covered", self.report.objective.covered)];
        footer.extend(words::about_helpers(&self.proposal().programme, self.begun.iter()));
        footer.extend(self.proposal().programme.question.seed.as_deref().map(|seed| Message::new("pairing.seed").with("seed", seed)));
        sheets.push(Sheet { footer, ..Sheet::default() });
        sheets
    }

    /// What ends and what begins, one table.
    fn flat(&self) -> Vec<Sheet> {
        let mut ended = self.ended_sheet();
        ended.title = None;
        for made in &self.begun {
            let mut cells = vec![Cell::Empty];
            cells.extend(self.report.pair_cells(made));
            cells.remove(6);
            ended.rows.push(cells);
        }
        vec![ended]
    }
}

impl Serialize for RematchReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let proposal = self.proposal();
        let question = &proposal.programme.question;
        let core = question.core;
        let ended = |ended: &Ended| -> Value {
            let row = core.pairs.get(ended.pair);
            json!({
                "pair": core.pairs.id(ended.pair),
                "helper": row.map(|row| core.people.id(row.helper)),
                "helped": row.map(|row| core.people.id(row.helped)),
                "named": ended.named,
            })
        };
        json!({
            "format": "bangfu/rematch/1",
            "seed": question.seed,
            "last_day": self.last_day,
            "first_day": question.first_day,
            "ended": self.ended.iter().map(ended).collect::<Vec<_>>(),
            "begun": self.begun.iter().map(|made| self.report.pair_json(made)).collect::<Vec<_>>(),
            "unpaired_helped": self.report.left_json(&proposal.unpaired_helped(), Side::Helped),
            "unpaired_helpers": self.report.left_json(&proposal.unpaired_helpers(), Side::Helper),
            "objective": self.report.objective_json(&self.report.objective),
            "optimal": proposal.is_optimal(),
            "unique": proposal.is_unique(),
        })
        .serialize(serializer)
    }
}
