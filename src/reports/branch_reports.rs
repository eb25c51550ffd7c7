//! `report list`: how each branch's monthly report to the committee stands as of a day (rules.md R5). As JSON `bangfu/reports/1` and
//! as a sheet. Not here: the rule.

use serde::ser::{Serialize, Serializer};

use super::readings;
use super::sheet::{Cell, Column, Sheet, Sheets};
use crate::i18n::Message;
use crate::model::dataset::{BranchRecords, Core};
use crate::model::day::{Day, Month};
use crate::model::records::BranchIx;
use crate::rules::forms::{Delivery, report_due_day, reports};

/// A month's report of a branch: due, or sent although none was due.
#[derive(Clone, Debug)]
pub struct ReportRow {
    branch: BranchIx,
    month: Month,
    due: Day,
    /// How it stands; nothing where none was due.
    state: Option<Delivery>,
    sent: Option<Day>,
    /// Sender, assessment, problems, plan of a report that was sent.
    texts: [String; 4],
}

/// A branch's reports by month, of one month where one is given.
#[must_use]
pub fn part(core: &Core, branch: BranchIx, records: &BranchRecords, month: Option<Month>, as_of: Day) -> Vec<ReportRow> {
    let due = reports(core, records, branch, as_of);
    let owed = due.iter().map(|standing| (standing.month, Some(standing.state), standing.row));
    let is_due = |month| due.iter().any(|standing| standing.month == month);
    let extra = records.reports.iter().filter(|(_, report)| report.sent.is_some_and(|sent| sent <= as_of) && !is_due(report.month));
    let mut rows: Vec<_> = owed.chain(extra.map(|(row, report)| (report.month, None, Some(row)))).collect();
    rows.sort_by_key(|(month, _, _)| *month);
    rows.retain(|(of, _, _)| month.is_none_or(|month| month == *of));
    rows.into_iter().map(|(month, state, row)| report_row(core, branch, records, month, state, row, as_of)).collect()
}

fn report_row(
    core: &Core,
    branch: BranchIx,
    records: &BranchRecords,
    month: Month,
    state: Option<Delivery>,
    row: Option<usize>,
    as_of: Day,
) -> ReportRow {
    let sent = row.and_then(|row| records.reports.rows.get(row)?.sent).filter(|sent| *sent <= as_of);
    let row = row.filter(|_| sent.is_some());
    let text = |column| row.map_or(String::new(), |row| records.reports.text(row, column).to_owned());
    let texts = ["by", "assessment", "problems", "plan"].map(text);
    ReportRow { branch, month, due: report_due_day(&core.scheme, month), state, sent, texts }
}

/// The list.
#[derive(Clone, Debug)]
pub struct BranchReports<'a> {
    core: &'a Core,
    as_of: Day,
    rows: Vec<ReportRow>,
}

impl<'a> BranchReports<'a> {
    /// The list of some rows.
    #[must_use]
    pub fn new(core: &'a Core, as_of: Day, rows: Vec<ReportRow>) -> Self {
        Self { core, as_of, rows }
    }

    fn row_json(&self, row: &ReportRow) -> RowJson<'_> {
        let [by, assessment, problems, plan] = row.texts.each_ref().map(|text| (!text.is_empty()).then(|| text.replace('↵', "\n")));
        RowJson {
            branch: self.core.scheme.branch_key(row.branch),
            month: row.month.to_string(),
            due: row.due,
            state: row.state.map(Delivery::word),
            sent: row.sent,
            by,
            assessment,
            problems,
            plan,
        }
    }

    fn count(&self, state: Delivery) -> usize {
        self.rows.iter().filter(|row| row.state == Some(state)).count()
    }
}

#[derive(serde::Serialize)]
struct ReportJson<'r> {
    format: &'static str,
    as_of: Day,
    reports: Vec<RowJson<'r>>,
}

#[derive(serde::Serialize)]
struct RowJson<'r> {
    branch: &'r str,
    month: String,
    due: Day,
    state: Option<&'static str>,
    sent: Option<Day>,
    by: Option<String>,
    assessment: Option<String>,
    problems: Option<String>,
    plan: Option<String>,
}

impl Serialize for BranchReports<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let reports = self.rows.iter().map(|row| self.row_json(row)).collect();
        ReportJson { format: "bangfu/reports/1", as_of: self.as_of, reports }.serialize(serializer)
    }
}

impl Sheets for BranchReports<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        let columns = vec![
            Column::left("branch", "column.branch"),
            Column::left("month", "column.month"),
            Column::left("due", "column.due_by"),
            Column::left("state", "column.status"),
            Column::left("sent", "column.sent"),
            Column::left("by", "column.reports.by"),
            Column::left("assessment", "column.assessment"),
            Column::left("problems", "column.problems"),
            Column::left("plan", "column.plan"),
        ];
        let cells = |row: &ReportRow| {
            let state = row.state.map_or("report.no-due", Delivery::label);
            let mut cells =
                vec![Cell::text(self.core.scheme.branch_name(row.branch)), Cell::Text(row.month.to_string()), Cell::Day(row.due)];
            cells.extend([Cell::word(state), Cell::day(row.sent)]);
            cells.extend(row.texts.iter().map(|text| Cell::text(text)));
            cells
        };
        let mut totals = Message::new("report.totals");
        for (name, state) in ["on_time", "late", "missing", "pending"].into_iter().zip(Delivery::ALL) {
            totals = totals.with(name, self.count(state));
        }
        let reading = Message::new("report.reading").with("due", self.core.scheme.report_due_day);
        let title = Message::new("report.title").with("day", self.as_of);
        let footer = [totals, reading].into_iter().chain(readings::clauses(&self.core.scheme, &["report"])).collect();
        vec![Sheet { title: Some(title), columns, rows: self.rows.iter().map(cells).collect(), footer }]
    }
}
