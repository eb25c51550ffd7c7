//! What was learned in the season, in the words of those who wrote it down: problems and plans of the branches' reports, findings of
//! inspections of a branch, minutes of meetings, notes of visits. Nobody is named beside them. Not here: choosing among them.

use serde_json::{Value, json};

use crate::i18n::Message;
use crate::model::dataset::{BranchRecords, Core};
use crate::model::day::{Day, Month};
use crate::model::records::BranchIx;
use crate::reports::sheet::{Cell, Column, Sheet};
use crate::rules::said::pair_of;

/// Who wrote it down and as what: its words for programs, and the keys under which they are shown.
type Source = (&'static str, &'static str, &'static str);

const PROBLEM: Source = ("report", "problem", "summary.lesson.problem");
const PLAN: Source = ("report", "plan", "summary.lesson.plan");
const FINDING: Source = ("inspection", "finding", "summary.lesson.finding");
const MINUTES: Source = ("meeting", "minutes", "summary.lesson.minutes");
const NOTE: Source = ("visit", "note", "summary.lesson.note");

/// A text with where it is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lesson {
    source: Source,
    branch: Option<BranchIx>,
    /// The last day of a report's month, else the day.
    day: Day,
    month: Option<Month>,
    text: String,
}

/// What a branch reported as sent by a day.
pub(super) fn reported(branch: BranchIx, records: &BranchRecords, as_of: Day) -> Vec<Lesson> {
    let reports = &records.reports;
    let sent = reports.iter().filter(|(_, report)| report.sent.is_some_and(|sent| sent <= as_of));
    let of = |row: usize, month: Month| {
        [(PROBLEM, "problems"), (PLAN, "plan")].map(|(source, column)| {
            let text = reports.text(row, column).to_owned();
            Lesson { source, branch: Some(branch), day: month.last_day(), month: Some(month), text }
        })
    };
    sent.flat_map(|(row, report)| of(row, report.month)).filter(|lesson| !lesson.text.is_empty()).collect()
}

/// What the committee wrote down within the scheme's time by a day; of one branch alone, where one is asked for, with what is about all.
pub(super) fn committee(core: &Core, as_of: Day, only: Option<BranchIx>) -> Vec<Lesson> {
    let committee = &core.committee;
    let within = |day: Day| core.scheme.info.period.contains(day) && day <= as_of;
    let lesson = |source, branch, day, text: &str| Lesson { source, branch, day, month: None, text: text.to_owned() };
    let inspections = &committee.inspections;
    let findings = inspections.iter().filter(|(_, row)| row.person.is_none());
    let findings = findings.map(|(at, row)| lesson(FINDING, Some(row.branch), row.date, inspections.text(at, "finding")));
    let meetings = &committee.meetings;
    let concerns = |at: usize| {
        let branches = meetings.text(at, "branches");
        only.is_none_or(|only| branches.is_empty() || branches.split(';').any(|key| key.trim() == core.scheme.branch_key(only)))
    };
    let minutes = meetings.iter().filter(|(at, _)| concerns(*at));
    let minutes = minutes.map(|(at, row)| lesson(MINUTES, None, row.date, meetings.text(at, "minutes")));
    let visits = &committee.visits;
    let branch_of = |visit| pair_of(core, visit).and_then(|pair| core.pairs.get(pair)).map(|pair| pair.branch);
    let notes = visits.iter().map(|(at, row)| lesson(NOTE, branch_of(row), row.date, visits.text(at, "note")));
    let all = findings.chain(notes).filter(|lesson| only.is_none() || lesson.branch == only).chain(minutes);
    all.filter(|lesson| !lesson.text.is_empty() && within(lesson.day)).collect()
}

/// In the order of days, then of branches, then as they lie.
pub(super) fn ordered(mut lessons: Vec<Lesson>) -> Vec<Lesson> {
    lessons.sort_by_key(|lesson| (lesson.day, lesson.branch.map(|branch| branch.0)));
    lessons
}

fn when(lesson: &Lesson) -> String {
    lesson.month.map_or_else(|| lesson.day.to_string(), |month| month.to_string())
}

/// A text a line.
pub(super) fn sheet(core: &Core, lessons: &[Lesson]) -> Sheet {
    let columns = vec![
        Column::left("when", "column.date"),
        Column::left("branch", "column.branch"),
        Column::left("source", "summary.lesson.source"),
        Column::left("text", "summary.lesson.text"),
    ];
    let row = |lesson: &Lesson| {
        let branch = lesson.branch.map_or("", |branch| core.scheme.branch_name(branch));
        vec![Cell::Text(when(lesson)), Cell::text(branch), Cell::word(lesson.source.2), Cell::text(&lesson.text)]
    };
    let rows = lessons.iter().map(row).collect();
    Sheet { title: Some(Message::new("summary.lessons")), columns, rows, footer: Vec::new() }
}

/// The texts for programs.
pub(super) fn json(core: &Core, lessons: &[Lesson]) -> Vec<Value> {
    let one = |lesson: &Lesson| {
        json!({
            "month": lesson.month,
            "day": lesson.month.is_none().then_some(lesson.day),
            "branch": lesson.branch.map(|branch| core.scheme.branch_key(branch)),
            "source": lesson.source.0,
            "kind": lesson.source.1,
            "text": lesson.text.replace('↵', "\n"),
        })
    };
    lessons.iter().map(one).collect()
}
