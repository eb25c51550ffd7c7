//! The report as tables: the ranked list with each criterion's fraction, the seats of units, who is barred and why.

use super::readings::level;
use super::words::{criterion, listed};
use super::{AwardReport, branch_key};
use crate::i18n::Message;
use crate::model::award_rule::{Quota, Ties};
use crate::model::decimal::{Fraction, rounded};
use crate::model::records::PersonIx;
use crate::reports::sheet::{Cell, Column, Sheet, Sheets};
use crate::rules::award::cut::Fate;
use crate::rules::award::measurement::{Measurement, Weighted};
use crate::rules::award::pool::Unit;
use crate::rules::award::{Barred, Candidate, UnitSeats};

impl Sheets for AwardReport<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        let mut sheets = Vec::new();
        sheets.extend(self.has_units().then(|| self.unit_sheet()));
        sheets.extend(Some(self.barred_sheet()).filter(|sheet| !sheet.rows.is_empty()));
        let mut candidates = self.candidate_sheet();
        for (row, candidate) in candidates.rows.iter_mut().zip(&self.ranking.candidates) {
            self.mark_tie(row, candidate);
        }
        sheets.insert(0, candidates);
        sheets
    }

    /// Everyone of the pool in one table, the barred after the candidates.
    fn flat(&self) -> Vec<Sheet> {
        let mut sheet = self.candidate_sheet();
        sheet.columns.extend([Column::left("code", "award.column.code"), Column::left("reason", "award.column.reason")]);
        for (row, candidate) in sheet.rows.iter_mut().zip(&self.ranking.candidates) {
            row.extend([Cell::Empty, self.tie_note(candidate).map_or(Cell::Empty, Cell::Say)]);
        }
        sheet.rows.extend(self.ranking.barred.iter().map(|barred| self.flat_barred(barred)));
        sheet.footer = Vec::new();
        vec![sheet]
    }
}

impl AwardReport<'_> {
    fn candidate_sheet(&self) -> Sheet {
        let mut columns = vec![Column::right("rank", "award.column.rank")];
        columns.extend(person_columns());
        columns.extend(self.has_units().then(|| Column::left("unit", level(self.rule.level))));
        columns.extend([Column::right("score", "award.column.score"), Column::left("selected", "award.column.selected")]);
        columns.extend(self.ranking.criteria.iter().map(|criterion| self.criterion_column(criterion)));
        Sheet {
            title: Some(self.title()),
            columns,
            rows: self.ranking.candidates.iter().map(|candidate| self.candidate_cells(candidate)).collect(),
            footer: self.readings(),
        }
    }

    fn title(&self) -> Message {
        let taken = self.ranking.winners().count();
        Message::new("award.title")
            .with("award", self.rule.name.as_str())
            .with("key", self.rule.key.as_str())
            .with("day", self.ranking.as_of)
            .with("taken", taken)
            .with("seats", self.ranking.seats())
    }

    /// A column for a criterion; two of one kind are told apart by what they measure.
    fn criterion_column(&self, weighted: &Weighted) -> Column {
        let doubled = self.ranking.criteria.iter().filter(|other| other.key == weighted.key).count() > 1;
        let plain = Column::right(weighted.key.word(), criterion(weighted.key));
        let what = match &weighted.measurement {
            Measurement::Grades(measure) | Measurement::HelpedProgress(measure) => measure.measure.as_str(),
            Measurement::Evaluation { what, .. } => what,
            _ => return plain,
        };
        if !doubled {
            return plain;
        }
        let header = Message::new("award.criterion-of").word("criterion", criterion(weighted.key)).with("what", what);
        Column { header, ..plain }
    }

    fn person_cells(&self, person: PersonIx, branch: Option<crate::model::records::BranchIx>) -> [Cell; 3] {
        let people = &self.core().people;
        let branch = branch_key(self.core(), branch).unwrap_or_default();
        [Cell::text(people.id(person)), Cell::text(people.name(person)), Cell::text(branch)]
    }

    fn candidate_cells(&self, candidate: &Candidate) -> Vec<Cell> {
        let mut cells = vec![Cell::number(candidate.rank)];
        cells.extend(self.person_cells(candidate.person, candidate.branch));
        cells.extend(self.has_units().then(|| self.unit_cell(&candidate.unit)));
        cells.push(Cell::Digits(rounded(&candidate.score, 2)));
        cells.push(Cell::word(if candidate.fate.is_taken() { "yesno.yes" } else { "yesno.no" }));
        cells.extend(candidate.fractions.iter().map(fraction_cell));
        cells
    }

    /// Says in a row for people that the seat hung on a tie; the readings below tell of the tie itself.
    fn mark_tie(&self, row: &mut [Cell], candidate: &Candidate) {
        let plain = row.iter_mut().find(|cell| matches!(cell, Cell::Say(said) if matches!(said.key, "yesno.yes" | "yesno.no")));
        if let Some(cell) = plain.filter(|_| self.tie_note(candidate).is_some()) {
            *cell = Cell::word(if candidate.fate.is_taken() { "award.taken-in-tie" } else { "award.not-taken-in-tie" });
        }
    }

    fn unit_cell(&self, unit: &Unit) -> Cell {
        self.unit_key(unit).map_or(Cell::word("award.unnamed"), Cell::text)
    }

    /// A unit by the name that people know it by.
    pub(super) fn unit_name(&self, unit: &Unit) -> Message {
        match unit {
            Unit::College => Message::new("award.level.college"),
            Unit::Branch(branch) => self.words().branch(Some(*branch)),
            Unit::Named(name) => Message::new("reading.name").with("name", name.as_str()),
            Unit::Unnamed => Message::new("award.unnamed"),
        }
    }

    /// What is to be said of a candidate in a tie across the cut; nothing of all others, and nothing of one who is taken where the
    /// tie was broken.
    pub(super) fn tie_note(&self, candidate: &Candidate) -> Option<Message> {
        let unit = self.ranking.unit(&candidate.unit)?;
        let tie = unit.tie.as_ref()?;
        let said = |key| Message::new(key).with("group", tie.group).with("free", tie.free);
        match candidate.fate {
            Fate::TakenWithTie => Some(said("award.note.taken-with-tie")),
            Fate::LeftOutByTie if matches!(self.rule.ties, Ties::Criteria(_)) => Some(said("award.note.undivided")),
            Fate::LeftOutByTie => Some(said("award.note.left-out")),
            Fate::LostTieBreak => Some(said("award.note.lost")),
            Fate::TakenByTieBreak if unit.is_tied() => Some(said("award.note.won")),
            Fate::Taken | Fate::Below | Fate::TakenByTieBreak => None,
        }
    }

    fn unit_sheet(&self) -> Sheet {
        let mut columns = vec![Column::left("unit", level(self.rule.level))];
        columns.extend([Column::right("pool", "award.column.pool"), Column::right("eligible", "award.column.eligible")]);
        columns.extend(self.is_share().then(|| Column::right("share", "award.column.share")));
        columns.extend([Column::right("seats", "award.column.seats"), Column::right("taken", "award.column.taken")]);
        columns.push(Column::left("tie_at_cut", "award.column.tie"));
        let mut footer = Vec::new();
        footer.extend(
            self.ranking
                .units
                .iter()
                .max_by_key(|unit| unit.pool)
                .map(|unit| Message::new("award.reading.example").with("unit", self.unit_name(&unit.unit)).with("seats", self.seats(unit))),
        );
        Sheet {
            title: Some(Message::new("award.units-title")),
            columns,
            rows: self.ranking.units.iter().map(|unit| self.unit_cells(unit)).collect(),
            footer,
        }
    }

    fn is_share(&self) -> bool {
        matches!(self.rule.quota, Quota::Ratio(..))
    }

    fn unit_cells(&self, unit: &UnitSeats) -> Vec<Cell> {
        let mut cells = vec![self.unit_cell(&unit.unit), Cell::number(unit.pool), Cell::number(unit.eligible)];
        cells.extend(unit.seats.share.as_ref().map(|share| Cell::Digits(rounded(share, 2))));
        cells.extend([Cell::number(unit.seats.seats), Cell::number(unit.taken)]);
        cells.push(Cell::word(if unit.is_tied() { "yesno.yes" } else { "yesno.no" }));
        cells
    }

    fn barred_sheet(&self) -> Sheet {
        let mut columns: Vec<Column> = person_columns().into();
        columns.extend([Column::left("code", "award.column.code"), Column::left("reason", "award.column.reason")]);
        let rows = self.ranking.barred.iter().map(|barred| {
            let cells = self.person_cells(barred.person, barred.branch);
            cells.into_iter().chain(self.bars(barred)).collect()
        });
        Sheet { title: Some(Message::new("award.barred-title")), columns, rows: rows.collect(), footer: Vec::new() }
    }

    /// The code of the first gate that bars, and all reasons.
    fn bars(&self, barred: &Barred) -> [Cell; 2] {
        let bars: Vec<_> = barred.verdicts.iter().filter_map(|verdict| verdict.bar.as_ref().map(|bar| (verdict, bar))).collect();
        let code = bars.first().map_or("", |(_, bar)| bar.code());
        let reasons = listed(bars.iter().map(|(verdict, bar)| self.words().bar(verdict, bar)));
        [Cell::text(code), reasons.map_or(Cell::Empty, Cell::Say)]
    }

    fn flat_barred(&self, barred: &Barred) -> Vec<Cell> {
        let mut cells = vec![Cell::Empty];
        cells.extend(self.person_cells(barred.person, barred.branch));
        cells.extend(self.has_units().then_some(Cell::Empty));
        cells.extend([Cell::Empty, Cell::word("yesno.no")]);
        cells.extend(self.ranking.criteria.iter().map(|_| Cell::Empty));
        cells.extend(self.bars(barred));
        cells
    }
}

fn person_columns() -> [Column; 3] {
    [Column::left("person", "column.person"), Column::left("name", "column.name"), Column::left("branch", "column.branch")]
}

fn fraction_cell(fraction: &Option<Fraction>) -> Cell {
    fraction.as_ref().map_or(Cell::word("award.missing"), |fraction| Cell::Digits(rounded(fraction, 4)))
}
