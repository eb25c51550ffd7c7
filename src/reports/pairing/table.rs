//! The report as tables: the list of pairs that can be read out, who is left over and why, and what the whole rests on.

use super::{PairingReport, settings, words};
use crate::i18n::Message;
use crate::matching::pairing::{LeftOver, Made};
use crate::model::dataset::Core;
use crate::model::records::PersonIx;
use crate::model::scheme::PairingPolicy;
use crate::model::word::{Side, Word};
use crate::reports::readings;
use crate::reports::sheet::{Cell, Column, Sheet, Sheets};

impl Sheets for PairingReport<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        let mut sheets = vec![self.pair_sheet()];
        sheets.extend(self.left_sheets());
        sheets.push(Sheet { title: Some(Message::new("pairing.title.grounds")), footer: self.footer(), ..Sheet::default() });
        sheets
    }

    /// Everybody in one table: pairs, then students and helpers left over.
    fn flat(&self) -> Vec<Sheet> {
        let mut columns: Vec<Column> = person_columns().into();
        columns.extend([
            Column::left("basis", "column.basis"),
            Column::left("named", "pairing.column.named"),
            Column::right("fit", "pairing.column.fit"),
            Column::right("cost", "pairing.column.cost"),
            Column::left("reason", "pairing.column.reason"),
        ]);
        let mut rows: Vec<Vec<Cell>> = self.proposal.pairs().iter().map(|made| self.flat_pair(made)).collect();
        rows.extend(self.proposal.unpaired_helped().iter().map(|left| self.flat_left(left, Side::Helped)));
        rows.extend(self.proposal.unpaired_helpers().iter().map(|left| self.flat_left(left, Side::Helper)));
        vec![Sheet { title: None, columns, rows, footer: Vec::new() }]
    }
}

pub(super) fn person_columns() -> [Column; 5] {
    [
        Column::left("branch", "column.branch"),
        Column::left("helper", "column.helper"),
        Column::left("helper_name", "pairing.column.helper-name"),
        Column::left("helped", "column.helped"),
        Column::left("helped_name", "pairing.column.helped-name"),
    ]
}

/// What stands in these columns for a helper and a student, or one of them.
pub(super) fn person_cells(core: &Core, helper: Option<PersonIx>, helped: Option<PersonIx>) -> [Cell; 5] {
    let text = |person: Option<PersonIx>, column| person.map_or(Cell::Empty, |person| Cell::text(core.people.text(person, column)));
    let branch = helper.and_then(|helper| core.people.get(helper)).map(|row| Cell::text(core.scheme.branch_name(row.branch)));
    [branch.unwrap_or(Cell::Empty), text(helper, "id"), text(helper, "name"), text(helped, "id"), text(helped, "name")]
}

impl PairingReport<'_> {
    fn pair_sheet(&self) -> Sheet {
        let question = &self.proposal.programme.question;
        let mut columns: Vec<Column> = person_columns().into();
        columns.extend([Column::left("basis", "column.basis"), Column::left("reason", "pairing.column.reason")]);
        let rows: Vec<Vec<Cell>> = self.proposal.pairs().iter().map(|made| self.pair_cells(made)).collect();
        let title = Message::new("pairing.title.pairs").with("day", question.first_day).with("count", rows.len());
        Sheet { title: Some(title), columns, rows, footer: Vec::new() }
    }

    fn persons(&self, helper: Option<PersonIx>, helped: Option<PersonIx>) -> [Cell; 5] {
        person_cells(self.proposal.programme.question.core, helper, helped)
    }

    pub(super) fn pair_cells(&self, made: &Made) -> Vec<Cell> {
        let mut cells: Vec<Cell> = self.persons(Some(made.helper), Some(made.helped)).into();
        cells.push(Cell::word(made.worth.named.basis().label()));
        cells.push(Cell::Say(words::listed(self.reasons(made))));
        cells
    }

    fn flat_pair(&self, made: &Made) -> Vec<Cell> {
        let mut cells: Vec<Cell> = self.persons(Some(made.helper), Some(made.helped)).into();
        cells.push(Cell::text(made.worth.named.basis().key()));
        cells.push(Cell::text(made.worth.named.key()));
        let points = words::points(made.worth.fit, self.proposal.programme.fit_places());
        cells.push(if self.proposal.programme.question.has_profiles() { Cell::Empty } else { Cell::Digits(points) });
        cells.push(made.worth.cost.map_or(Cell::Empty, |cost| Cell::Digits(cost.to_string())));
        cells.push(Cell::Say(words::listed(self.reasons(made))));
        cells
    }

    fn flat_left(&self, left: &LeftOver, side: Side) -> Vec<Cell> {
        let mut cells: Vec<Cell> = match side {
            Side::Helper => self.persons(Some(left.person), None).into(),
            Side::Helped => self.persons(None, Some(left.person)).into(),
        };
        cells.extend([Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty]);
        cells.push(Cell::Say(words::left_over(&self.proposal.programme, &left.why, side)));
        cells
    }

    /// Who is left over, students before helpers; a side of which nobody is has no sheet.
    pub(super) fn left_sheets(&self) -> impl Iterator<Item = Sheet> {
        let left = [
            (self.proposal.unpaired_helped(), Side::Helped, "pairing.title.unpaired-helped"),
            (self.proposal.unpaired_helpers(), Side::Helper, "pairing.title.unpaired-helpers"),
        ];
        left.into_iter().filter(|(left, _, _)| !left.is_empty()).map(|(left, side, title)| self.left_sheet(&left, side, title))
    }

    fn left_sheet(&self, left: &[LeftOver], side: Side, title: &'static str) -> Sheet {
        let core = self.proposal.programme.question.core;
        let columns = vec![
            Column::left("person", "column.person"),
            Column::left("name", "column.name"),
            Column::left("reason", "pairing.column.reason"),
        ];
        let cells = |left: &LeftOver| {
            let texts = ["id", "name"].map(|column| Cell::text(core.people.text(left.person, column)));
            texts.into_iter().chain([Cell::Say(words::left_over(&self.proposal.programme, &left.why, side))]).collect()
        };
        let title = Message::new(title).with("count", left.len());
        Sheet { title: Some(title), columns, rows: left.iter().map(cells).collect(), footer: Vec::new() }
    }

    fn footer(&self) -> Vec<Message> {
        let question = &self.proposal.programme.question;
        let sum = &self.objective;
        let mut lines = vec![
            Message::new("pairing.sum")
                .with("covered", sum.covered)
                .with("eligible", self.proposal.programme.eligible())
                .with("mutual", sum.mutual)
                .with("named", sum.named),
        ];
        lines.extend(sum.cost.map(|cost| Message::new("pairing.sum-cost").with("cost", cost.to_string())));
        lines.extend(words::about_helpers(&self.proposal.programme, self.proposal.pairs().iter()));
        lines.extend(self.policy_line());
        if question.costs.is_none() {
            lines.extend(settings::readings(question));
        }
        lines.extend(readings::clauses(&question.core.scheme, &["pairing"]));
        let key = if question.is_sealed() { "pairing.seed-sealed" } else { "pairing.seed" };
        lines.extend(question.seed.as_deref().map(|seed| Message::new(key).with("seed", seed)));
        lines.push(Message::new(match (self.proposal.is_optimal(), self.proposal.is_unique()) {
            (true, true) => "pairing.proof.unique",
            (true, false) => "pairing.proof.tied",
            (false, _) => "pairing.proof.none",
        }));
        lines
    }

    /// Which policy decides, and what voluntary first costs in students and brings in pairs.
    fn policy_line(&self) -> Option<Message> {
        let (need, voluntary) = self.policies()?;
        let is_same = (need.covered, need.mutual) == (voluntary.covered, voluntary.mutual);
        let key = match (self.proposal.programme.question.policy, is_same) {
            (PairingPolicy::NeedFirst, true) => "pairing.policy.need-first-same",
            (PairingPolicy::NeedFirst, false) => "pairing.policy.need-first",
            (PairingPolicy::VoluntaryFirst, true) => "pairing.policy.voluntary-first-same",
            (PairingPolicy::VoluntaryFirst, false) => "pairing.policy.voluntary-first",
        };
        let more = |one: usize, other: usize| one as i64 - other as i64;
        let message = Message::new(key).with("fewer", more(need.covered, voluntary.covered));
        Some(message.with("more", more(voluntary.mutual, need.mutual)))
    }
}
