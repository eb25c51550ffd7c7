//! The proposals as tables: one row a member, then the evidence of each ground with the records' places.

use super::DutyReport;
use super::evidence::sentence;
use crate::i18n::Message;
use crate::model::decimal::rounded;
use crate::model::word::Word;
use crate::reports::readings;
use crate::reports::sheet::{Cell, Column, Sheet, Sheets};
use crate::rules::duty::{Proposal, Raised};

impl Sheets for DutyReport<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        let mut sheets = vec![self.overview()];
        sheets.extend((!self.proposals.is_empty()).then(|| self.details()));
        sheets
    }

    /// One row a record of evidence, with what the overview says of the member behind.
    fn flat(&self) -> Vec<Sheet> {
        let mut columns = Self::record_columns();
        columns.extend([
            Column::left("id", "column.id"),
            Column::left("branch", "column.branch"),
            Column::left("measure", "column.duty.measure"),
            Column::left("decision", "column.decision"),
        ]);
        let with_member = |(proposal, raised)| {
            let member = self.member(proposal);
            self.records(proposal, raised).into_iter().map(move |row| [row, member.clone()].concat())
        };
        vec![Sheet { title: None, columns, rows: self.raised().flat_map(with_member).collect(), footer: Vec::new() }]
    }
}

impl DutyReport<'_> {
    fn overview(&self) -> Sheet {
        let columns = vec![
            Column::left("branch", "column.branch"),
            Column::left("person", "column.member"),
            Column::left("measure", "column.duty.measure"),
            Column::left("evidence_day", "column.evidence_day"),
            Column::left("stage", "column.stage"),
            Column::left("grounds", "column.grounds"),
            Column::left("extension", "column.extension"),
            Column::left("decision", "column.decision"),
        ];
        let rows = self.proposals.iter().filter_map(|proposal| self.row(proposal)).collect();
        Sheet { title: Some(Message::new("duty.title").with("day", self.as_of)), columns, rows, footer: self.readings() }
    }

    fn row(&self, proposal: &Proposal) -> Option<Vec<Cell>> {
        let latest = proposal.latest()?;
        let grounds = Message::joined("reading.and-sentence", proposal.grounds.iter().map(sentence));
        Some(vec![
            Cell::text(self.branch(proposal.person).map_or("", |branch| self.core.scheme.branch_name(branch))),
            Cell::text(&self.person(proposal)),
            Cell::word(latest.measure.label()),
            Cell::Day(latest.day),
            Cell::word(latest.stage.label()),
            grounds.map_or(Cell::Empty, Cell::Say),
            proposal.extension.as_ref().map_or(Cell::Empty, |extension| Cell::Say(self.extension(extension))),
            self.decision_cell(proposal),
        ])
    }

    fn decided(&self, row: usize) -> Cell {
        let found = self.core.committee.duty.rows.get(row);
        found.map_or(Cell::Empty, |found| {
            Cell::Say(Message::new("duty.decided").with("day", found.date).word("measure", found.measure.label()))
        })
    }

    fn person(&self, proposal: &Proposal) -> String {
        format!("{} {}", self.core.people.name(proposal.person), self.core.people.id(proposal.person))
    }

    /// Id, branch, proposed measure and decision.
    fn member(&self, proposal: &Proposal) -> Vec<Cell> {
        vec![
            Cell::text(self.core.people.id(proposal.person)),
            Cell::text(self.branch(proposal.person).map_or("", |branch| self.core.scheme.branch_key(branch))),
            proposal.latest().map_or(Cell::Empty, |latest| Cell::word(latest.measure.label())),
            self.decision_cell(proposal),
        ]
    }

    fn decision_cell(&self, proposal: &Proposal) -> Cell {
        proposal.decision.map_or(Cell::word("duty.undecided"), |row| self.decided(row))
    }

    /// Each ground with the proposal that it is part of.
    fn raised(&self) -> impl Iterator<Item = (&Proposal, &Raised)> {
        self.proposals.iter().flat_map(|proposal| proposal.grounds.iter().map(move |raised| (proposal, raised)))
    }

    fn record_columns() -> Vec<Column> {
        vec![
            Column::left("person", "column.member"),
            Column::left("ground", "column.ground"),
            Column::left("evidence_day", "column.evidence_day"),
            Column::left("place", "column.place-of-record"),
            Column::left("evidence", "column.evidence"),
        ]
    }

    /// Every ground's records.
    fn details(&self) -> Sheet {
        let rows = self.raised().flat_map(|(proposal, raised)| self.records(proposal, raised)).collect();
        Sheet { title: Some(Message::new("duty.evidence-title")), columns: Self::record_columns(), rows, footer: Vec::new() }
    }

    fn records(&self, proposal: &Proposal, raised: &Raised) -> Vec<Vec<Cell>> {
        let records = self.evidence(proposal.person, &raised.ground);
        let row = |evidence: &super::evidence::Evidence| {
            vec![
                Cell::Text(self.person(proposal)),
                Cell::word(ground_label(raised.ground.code())),
                Cell::Day(raised.day),
                Cell::Text(evidence.place()),
                Cell::Say(evidence.message.clone()),
            ]
        };
        records.iter().map(row).collect()
    }

    /// The thresholds in force, and that nothing is decided here.
    fn readings(&self) -> Vec<Message> {
        let scheme = &self.core.scheme;
        let rules = &scheme.duty;
        if !rules.in_force {
            return vec![Message::new("duty.not-in-force")];
        }
        let mut lines = Vec::new();
        lines.extend(rules.min_keeping.as_ref().map(|limit| Message::new("duty.reading.keeping").with("limit", rounded(limit, 4))));
        lines.extend(rules.max_missing_forms.map(|limit| Message::new("duty.reading.forms").with("limit", limit)));
        lines.extend(rules.max_days_without_pair.map(|limit| Message::new("duty.reading.no-pair").with("limit", limit)));
        lines.push(Message::new("duty.reading.inspection"));
        lines.push(Message::new("duty.reading.measure").with("clause", readings::clause(scheme.clause("duty"))));
        lines.push(Message::new("duty.reading.people-decide"));
        lines
    }
}

fn ground_label(code: &str) -> &'static str {
    match code {
        "keeping" => "duty.label.keeping",
        "forms" => "duty.label.forms",
        "no-pair" => "duty.label.no-pair",
        _ => "duty.label.inspection",
    }
}
