//! Decisions on duty: an extension of probation comes once only and ends within its days (rules.md R8). A warning: people decide.

use crate::finding::{Code, Finding, Findings};
use crate::model::dataset::Core;
use crate::model::records::DutyDecision;
use crate::model::word::Measure;
use crate::rules::duty::{Refusal, extension};
use crate::source::Place;

pub(super) fn warn(core: &Core, findings: &mut Findings) {
    let extensions = core.committee.duty.rows.iter().filter(|row| row.measure == Measure::Extension);
    findings.extend(extensions.filter_map(|row| odd(core, row)));
}

/// What is odd about an extension, if anything.
fn odd(core: &Core, row: &DutyDecision) -> Option<Finding> {
    let duty = &core.committee.duty;
    let place = Place::new(&duty.file, row.line, 0);
    let known = extension(core, row.person, row.date, row.date.previous());
    if let Some(Refusal::AlreadyExtended(earlier)) = known.refusal {
        let before = duty.rows.get(earlier)?;
        let finding = Finding::in_cell(Code::ExtensionAgain, place, "measure").with("person", core.people.id(row.person));
        let other = Place::new(&duty.file, before.line, 0).to_string();
        return Some(finding.with("day", before.date).with("other", other));
    }
    let admission = known.admission?;
    let range = admission.new_ends();
    if row.until.is_some_and(|until| range.contains(until)) {
        return None;
    }
    let finding = Finding::in_cell(Code::ExtensionRange, place, "until").with("person", core.people.id(row.person));
    Some(finding.with("ends", admission.ends()).with("first", range.first).with("last", range.last))
}
