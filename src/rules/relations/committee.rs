//! The committee's records: outcomes, visits, draws, inspections, meetings.

use std::collections::{BTreeMap, BTreeSet};

use super::{Looking, is_unpaired_on, warn_of_future};
use crate::finding::{Code, Finding, Findings};
use crate::model::dataset::Core;
use crate::model::word::OutcomeKind;
use crate::model::word_distance::nearest;
use crate::source::Place;

pub(super) fn check(core: &Core, looking: Looking, findings: &mut Findings) {
    stages_once_a_day(core, findings);
    draws_exist(core, findings);
    if looking.warns() {
        warn_of_unused(core, findings);
        warn_of_visits(core, looking, findings);
        warn_of_votes(core, findings);
        warn_of_days(core, looking, findings);
    }
}

/// Two stage outcomes of one person on one day are an error (rules.md R2).
fn stages_once_a_day(core: &Core, findings: &mut Findings) {
    let outcomes = &core.committee.outcomes;
    let mut first_line = BTreeMap::new();
    for outcome in outcomes.rows.iter().filter(|outcome| outcome.kind == OutcomeKind::Stage) {
        let earlier = *first_line.entry((outcome.person, outcome.date)).or_insert(outcome.line);
        if earlier != outcome.line {
            let (other, line) = (earlier.min(outcome.line), earlier.max(outcome.line));
            let finding = Finding::in_cell(Code::StageTwiceOnDay, Place::new(&outcomes.file, line, 0), "date");
            let finding = finding.with("person", core.people.id(outcome.person)).with("day", outcome.date);
            findings.push(finding.with("other", Place::new(&outcomes.file, other, 0).to_string()));
        }
    }
}

/// A visit's draw, and the draw that another replaces, must exist.
fn draws_exist(core: &Core, findings: &mut Findings) {
    let (draws, visits) = (&core.committee.draws, &core.committee.visits);
    let known = |id: &str| draws.row_with("id", id).is_some();
    let mut report = |file, line, column, id: &str| {
        if !id.is_empty() && !known(id) {
            findings.push(Finding::in_cell(Code::UnknownDraw, Place::new(file, line, 0), column).with("value", id));
        }
    };
    if !draws.file.is_empty() {
        visits.iter().for_each(|(row, visit)| report(&visits.file, visit.line, "draw", visits.text(row, "draw")));
        draws.iter().for_each(|(row, draw)| report(&draws.file, draw.line, "replaces", draws.text(row, "replaces")));
    }
}

/// Grades and evaluations that no award finds, where one that it would find is called nearly so.
fn warn_of_unused(core: &Core, findings: &mut Findings) {
    let outcomes = &core.committee.outcomes;
    let used = [core.scheme.used_grades(), used_evaluations(core)];
    for (row, outcome) in outcomes.iter() {
        let used = match outcome.kind {
            OutcomeKind::Grade => &used[0],
            OutcomeKind::Other => &used[1],
            OutcomeKind::Honour | OutcomeKind::Discipline | OutcomeKind::Stage => continue,
        };
        let what = outcomes.text(row, "what");
        if used.contains(what) {
            continue;
        }
        let near = nearest(what, used.iter().copied());
        if !near.is_empty() {
            let args = |finding: Finding| finding.with("value", what).with("nearest", near);
            findings.tell(Code::UnusedOutcome, (&outcomes.file, outcome.line), "what", args);
        }
    }
}

fn used_evaluations(core: &Core) -> BTreeSet<&str> {
    core.scheme.awards.iter().flat_map(|award| &award.criteria).filter_map(|criterion| criterion.what.as_deref()).collect()
}

fn warn_of_visits(core: &Core, looking: Looking, findings: &mut Findings) {
    let visits = &core.committee.visits;
    for visit in &visits.rows {
        if is_unpaired_on(core, visit.person, visit.date) {
            let finding = Finding::in_cell(Code::NotPairedOnDay, Place::new(&visits.file, visit.line, 0), "date");
            findings.push(finding.with("person", core.people.id(visit.person)).with("day", visit.date));
        }
        if let Some(last) = visit.said_last.filter(|last| *last > visit.date) {
            let args = |finding: Finding| finding.with("day", last).with("other", visit.date);
            findings.tell(Code::SaidAfterVisit, (&visits.file, visit.line), "said_last", args);
        }
        warn_of_future(Some(visit.date), looking, &visits.file, visit.line, "date", findings);
    }
}

/// More people voted than could.
fn warn_of_votes(core: &Core, findings: &mut Findings) {
    let marks = &core.committee.assessments;
    for mark in &marks.rows {
        if let (Some(voters), Some(electorate)) = (mark.voters, mark.electorate)
            && voters > electorate
        {
            let args = |finding: Finding| finding.with("value", voters).with("other", electorate);
            findings.tell(Code::MoreVoters, (&marks.file, mark.line), "voters", args);
        }
    }
}

fn warn_of_days(core: &Core, looking: Looking, findings: &mut Findings) {
    let committee = &core.committee;
    for case in &committee.cases.rows {
        warn_of_future(Some(case.consent), looking, &committee.cases.file, case.line, "consent", findings);
    }
    let mut warn = |file, line, day| warn_of_future(Some(day), looking, file, line, "date", findings);
    committee.outcomes.rows.iter().for_each(|row| warn(&committee.outcomes.file, row.line, row.date));
    committee.inspections.rows.iter().for_each(|row| warn(&committee.inspections.file, row.line, row.date));
    committee.meetings.rows.iter().for_each(|row| warn(&committee.meetings.file, row.line, row.date));
    committee.draws.rows.iter().for_each(|row| warn(&committee.draws.file, row.line, row.date));
    committee.duty.rows.iter().for_each(|row| warn(&committee.duty.file, row.line, row.date));
}
