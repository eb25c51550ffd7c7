//! `form list`: how each monthly form that is due stands as of a day (rules.md R5). As JSON `bangfu/forms/1` and as a sheet. Not here:
//! the rule.

use serde::ser::{Serialize, Serializer};

use super::check::name;
use super::readings;
use super::sheet::{Cell, Column, Sheet, Sheets};
use crate::i18n::Message;
use crate::model::dataset::{BranchRecords, Core};
use crate::model::day::{Day, Month};
use crate::model::records::{BranchIx, PairIx};
use crate::model::word::{Review, Side, Word};
use crate::rules::forms::{Delivery, FormCounts, FormStanding, Forms, is_due};

/// Which forms are asked for.
#[derive(Clone, Copy, Debug)]
pub struct FormQuestion {
    /// The day of asking.
    pub as_of: Day,
    /// Only this month.
    pub month: Option<Month>,
    /// Only this branch.
    pub branch: Option<BranchIx>,
    /// Only this pair.
    pub pair: Option<PairIx>,
    /// Only forms that stand so.
    pub filter: Option<FormFilter>,
}

/// How a form stands, for picking some.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormFilter {
    /// Received so, or not received.
    State(Delivery),
    /// Received and not yet reviewed.
    Unreviewed,
    /// Reviewed so.
    Reviewed(Review),
}

impl FormFilter {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::State(Delivery::OnTime),
        Self::State(Delivery::Late),
        Self::State(Delivery::Missing),
        Self::State(Delivery::Pending),
        Self::Unreviewed,
        Self::Reviewed(Review::Passed),
        Self::Reviewed(Review::Returned),
    ];

    /// The word on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::State(state) => state.word(),
            Self::Unreviewed => "unreviewed",
            Self::Reviewed(review) => review.key(),
        }
    }

    /// The catalogue key under which it is shown.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::State(state) => state.label(),
            Self::Unreviewed => "form.unreviewed",
            Self::Reviewed(review) => review.label(),
        }
    }

    fn takes(self, form: &FormStanding) -> bool {
        match self {
            Self::State(state) => form.state == state,
            Self::Unreviewed => form.state.is_received() && form.review.is_none(),
            Self::Reviewed(review) => form.review == Some(review),
        }
    }
}

/// A form that is due, with its deciding hand-in.
#[derive(Clone, Debug)]
struct FormRow {
    standing: FormStanding,
    handed_in: Option<HandIn>,
}

/// A hand-in.
#[derive(Clone, Debug)]
struct HandIn {
    pair: PairIx,
    month: Month,
    n: u32,
    received: Day,
    /// Day, score, reviewer and comment of a review that is known on the day.
    reviewed: Option<Day>,
    score: String,
    by: String,
    comment: String,
}

/// A branch's share of the list.
#[derive(Clone, Debug, Default)]
pub struct FormsPart {
    rows: Vec<FormRow>,
    counts: FormCounts,
    /// Received although no form was due.
    not_due: Vec<HandIn>,
}

/// Judges a branch's forms.
#[must_use]
pub fn part(core: &Core, branch: BranchIx, records: &BranchRecords, question: &FormQuestion) -> FormsPart {
    let mut part = FormsPart::default();
    if question.branch.is_some_and(|only| only != branch) {
        return part;
    }
    let forms = Forms::new(core, &records.forms);
    let asked = |pair, month| question.pair.is_none_or(|only| only == pair) && question.month.is_none_or(|only| only == month);
    for standing in forms.of_branch(branch, question.as_of).filter(|form| asked(form.pair, form.month)) {
        part.counts.add(&standing);
        if question.filter.is_none_or(|filter| filter.takes(&standing)) {
            let handed_in = standing.row.and_then(|row| hand_in(records, row, question.as_of));
            part.rows.push(FormRow { standing, handed_in });
        }
    }
    let rows = (0..records.forms.rows.len()).filter_map(|row| hand_in(records, row, question.as_of));
    let owed = |form: &HandIn| core.pairs.get(form.pair).is_some_and(|pair| is_due(core, pair, form.month));
    part.not_due = rows.filter(|form| asked(form.pair, form.month) && form.received <= question.as_of && !owed(form)).collect();
    part
}

fn hand_in(records: &BranchRecords, row: usize, as_of: Day) -> Option<HandIn> {
    let form = records.forms.rows.get(row)?;
    let reviewed = form.review.map(|_| form.reviewed.unwrap_or(form.received)).filter(|day| *day <= as_of);
    let text = |column| reviewed.map_or(String::new(), |_| records.forms.text(row, column).to_owned());
    Some(HandIn {
        pair: form.pair,
        month: form.month,
        n: form.n,
        received: form.received,
        reviewed,
        score: text("score"),
        by: text("by"),
        comment: text("comment"),
    })
}

/// The list.
#[derive(Clone, Debug)]
pub struct FormsReport<'a> {
    core: &'a Core,
    question: FormQuestion,
    parts: Vec<FormsPart>,
    counts: FormCounts,
}

impl<'a> FormsReport<'a> {
    /// Puts the branches' shares together, in the scheme's order.
    #[must_use]
    pub fn new(core: &'a Core, question: FormQuestion, parts: Vec<FormsPart>) -> Self {
        let mut counts = FormCounts::default();
        parts.iter().for_each(|part| counts.merge(&part.counts));
        Self { core, question, parts, counts }
    }

    fn rows(&self) -> impl Iterator<Item = &FormRow> {
        self.parts.iter().flat_map(|part| &part.rows)
    }

    fn not_due(&self) -> impl Iterator<Item = &HandIn> {
        self.parts.iter().flat_map(|part| &part.not_due)
    }

    fn branch_of(&self, pair: PairIx) -> BranchIx {
        self.core.pairs.get(pair).map_or(BranchIx::NONE, |pair| pair.branch)
    }

    fn person_id(&self, pair: PairIx, side: Side) -> &str {
        self.core.pairs.get(pair).map_or("", |pair| self.core.people.id(Core::on_side(pair, side)))
    }

    fn row_json<'r>(&'r self, row: &'r FormRow) -> RowJson<'r> {
        let FormRow { standing, handed_in } = row;
        let text = |of: fn(&HandIn) -> &str| handed_in.as_ref().map(of).filter(|text| !text.is_empty());
        let branch = self.branch_of(standing.pair);
        RowJson {
            pair: self.core.pairs.id(standing.pair),
            branch: self.core.scheme.branch_key(branch),
            helper: self.person_id(standing.pair, Side::Helper),
            helped: self.person_id(standing.pair, Side::Helped),
            month: standing.month.to_string(),
            due: standing.due,
            state: standing.state.word(),
            n: handed_in.as_ref().map(|form| form.n),
            received: handed_in.as_ref().map(|form| form.received),
            review: standing.review.map(Word::key),
            reviewed: handed_in.as_ref().and_then(|form| form.reviewed),
            by: text(|form| &form.by),
            score: text(|form| &form.score),
            comment: text(|form| &form.comment).map(|text| text.replace('↵', "\n")),
        }
    }

    fn cells(&self, row: &FormRow) -> Vec<Cell> {
        let FormRow { standing, handed_in } = row;
        let mut cells = vec![Cell::text(self.core.pairs.id(standing.pair)), Cell::Text(standing.month.to_string())];
        cells.push(Cell::text(self.core.scheme.branch_name(self.branch_of(standing.pair))));
        cells.extend([Side::Helper, Side::Helped].map(|side| Cell::text(name(self.core, standing.pair, side))));
        cells.extend([Cell::Day(standing.due), Cell::word(standing.state.label())]);
        cells.push(handed_in.as_ref().map_or(Cell::Empty, |form| Cell::Day(form.received)));
        cells.push(handed_in.as_ref().map_or(Cell::Empty, |form| Cell::number(form.n)));
        cells.push(standing.review.map_or(Cell::Empty, |review| Cell::word(review.label())));
        cells.push(handed_in.as_ref().filter(|form| !form.score.is_empty()).map_or(Cell::Empty, |form| Cell::Digits(form.score.clone())));
        cells
    }

    fn footer(&self) -> Vec<Message> {
        let scheme = &self.core.scheme;
        let counts = &self.counts;
        let totals = Message::new("form.totals")
            .with("shown", self.rows().count())
            .with("due", counts.due)
            .with("on_time", counts.on_time)
            .with("late", counts.late)
            .with("missing", counts.missing)
            .with("pending", counts.pending)
            .with("passed", counts.passed)
            .with("returned", counts.returned);
        let reading = Message::new("rollup.reading-forms").with("days", scheme.form.min_days).with("due", scheme.form.due_day);
        let mut footer = vec![totals, reading];
        footer.extend(readings::clauses(scheme, &["form"]));
        footer.extend(self.not_due().map(|form| {
            let said = Message::new("form.received-not-due").with("pair", self.core.pairs.id(form.pair));
            said.with("month", form.month).with("n", form.n).with("day", form.received)
        }));
        footer
    }
}

#[derive(serde::Serialize)]
struct ReportJson<'r> {
    format: &'static str,
    as_of: Day,
    month: Option<String>,
    forms: Vec<RowJson<'r>>,
    totals: TotalsJson,
    not_due: Vec<NotDueJson<'r>>,
}

#[derive(serde::Serialize)]
struct RowJson<'r> {
    pair: &'r str,
    branch: &'r str,
    helper: &'r str,
    helped: &'r str,
    month: String,
    due: Day,
    state: &'static str,
    n: Option<u32>,
    received: Option<Day>,
    review: Option<&'static str>,
    reviewed: Option<Day>,
    by: Option<&'r str>,
    score: Option<&'r str>,
    comment: Option<String>,
}

#[derive(serde::Serialize)]
struct TotalsJson {
    due: u32,
    on_time: u32,
    late: u32,
    missing: u32,
    pending: u32,
    passed: u32,
    returned: u32,
}

/// A hand-in for a month in which no form was due.
#[derive(serde::Serialize)]
struct NotDueJson<'r> {
    pair: &'r str,
    month: String,
    n: u32,
    received: Day,
}

impl Serialize for FormsReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let FormCounts { due, on_time, late, missing, pending, passed, returned } = self.counts;
        let extra = |form: &HandIn| (self.core.pairs.id(form.pair), form.month.to_string(), form.n, form.received);
        ReportJson {
            format: "bangfu/forms/1",
            as_of: self.question.as_of,
            month: self.question.month.map(|month| month.to_string()),
            forms: self.rows().map(|row| self.row_json(row)).collect(),
            totals: TotalsJson { due, on_time, late, missing, pending, passed, returned },
            not_due: self.not_due().map(extra).map(|(pair, month, n, received)| NotDueJson { pair, month, n, received }).collect(),
        }
        .serialize(serializer)
    }
}

impl Sheets for FormsReport<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        let columns = vec![
            Column::left("pair", "column.pair"),
            Column::left("month", "column.month"),
            Column::left("branch", "column.branch"),
            Column::left("helper", "column.helper"),
            Column::left("helped", "column.helped"),
            Column::left("due", "column.due_by"),
            Column::left("state", "column.status"),
            Column::left("received", "column.received"),
            Column::right("n", "column.forms.n"),
            Column::left("review", "column.review"),
            Column::right("score", "column.score"),
        ];
        let title = Message::new("form.title").with("day", self.question.as_of);
        let rows = self.rows().map(|row| self.cells(row)).collect();
        vec![Sheet { title: Some(title), columns, rows, footer: self.footer() }]
    }
}
