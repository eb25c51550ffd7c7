//! Goals, nominations and reports.

use std::collections::HashMap;

use super::{Looking, is_unpaired_on, warn_of_future};
use crate::finding::{Code, Finding, Findings};
use crate::model::dataset::{BranchRecords, Core};
use crate::model::records::{Goal, Nomination, PersonIx};
use crate::model::text_table::Records;
use crate::source::Place;

pub(super) fn check(core: &Core, records: &BranchRecords, looking: Looking, findings: &mut Findings) {
    check_nominations(&records.nominations, findings);
    check_names_of_awards(&records.nominations, findings);
    if !looking.warns() {
        return;
    }
    records.goals.rows.iter().for_each(|goal| warn_of_goal(core, &records.goals, goal, looking, findings));
    records.nominations.rows.iter().for_each(|row| warn_of_nomination(core, &records.nominations, row, looking, findings));
    for report in &records.reports.rows {
        warn_of_future(report.sent, looking, &records.reports.file, report.line, "sent", findings);
    }
}

fn check_nominations(nominations: &Records<Nomination>, findings: &mut Findings) {
    for row in &nominations.rows {
        let in_cell = |code| Finding::in_cell(code, Place::new(&nominations.file, row.line, 0), "review_date");
        let Some(reviewed) = row.review_date else { continue };
        if reviewed < row.date {
            findings.push(in_cell(Code::ReviewBeforeNomination).with("day", reviewed).with("other", row.date));
        }
        if row.review.is_none() {
            findings.push(in_cell(Code::ReviewedWithoutReview));
        }
    }
}

/// One nomination, written once by the award's key and once by another name of it, is there twice all the same.
fn check_names_of_awards(nominations: &Records<Nomination>, findings: &mut Findings) {
    let mut known: HashMap<(u16, PersonIx, &str), (u32, &str)> = HashMap::new();
    for (at, row) in nominations.iter() {
        let text = |column| nominations.text(at, column);
        let (line, award) = *known.entry((row.award, row.person, text("by"))).or_insert((row.line, text("award")));
        // Written alike, the key itself is doubled, which is told where keys are read.
        if award != text("award") {
            let place = |line| Place::new(&nominations.file, line, 0);
            let finding = Finding::in_cell(Code::DuplicateKey, place(row.line.max(line)), "award");
            findings.push(finding.with("value", text("award")).with("other", place(row.line.min(line)).to_string()));
        }
    }
}

fn warn_of_goal(core: &Core, goals: &Records<Goal>, goal: &Goal, looking: Looking, findings: &mut Findings) {
    // A student may meet a goal of an earlier pair in a later one.
    if let (Some(met), Some(helped)) = (goal.met, core.pairs.get(goal.pair).map(|pair| pair.helped))
        && is_unpaired_on(core, helped, met)
    {
        let finding = Finding::in_cell(Code::NotPairedOnDay, Place::new(&goals.file, goal.line, 0), "met");
        findings.push(finding.with("person", core.people.id(helped)).with("day", met));
    }
    warn_of_future(goal.met, looking, &goals.file, goal.line, "met", findings);
}

fn warn_of_nomination(core: &Core, rows: &Records<Nomination>, row: &Nomination, looking: Looking, findings: &mut Findings) {
    if is_unpaired_on(core, row.person, row.date) {
        let finding = Finding::in_cell(Code::NotPairedOnDay, Place::new(&rows.file, row.line, 0), "date");
        findings.push(finding.with("person", core.people.id(row.person)).with("day", row.date));
    }
    warn_of_future(Some(row.date), looking, &rows.file, row.line, "date", findings);
    warn_of_future(row.review_date, looking, &rows.file, row.line, "review_date", findings);
}
