//! Contacts (rules.md R3): each belongs to its pair's time, and is entered on its day or later.

use super::{Looking, file_of, warn_of_future};
use crate::finding::{Code, Finding};
use crate::model::contact_log::ContactLog;
use crate::model::dataset::Core;
use crate::model::day::{Day, Period};
use crate::model::records::{BranchIx, PairIx};
use crate::model::table::CONTACTS;
use crate::source::Place;

pub(super) fn check(core: &Core, branch: BranchIx, log: &ContactLog, looking: Looking, findings: &mut Vec<Finding>) {
    if log.contacts.is_empty() {
        return;
    }
    let file = file_of(core, &CONTACTS, branch);
    let line = |index: usize| log.lines.get(index).copied().unwrap_or(0);
    let mut current = (PairIx::UNKNOWN, Period::new(Day::MAX, Day::MIN));
    for (index, contact) in log.contacts.iter().enumerate() {
        if contact.pair != current.0 {
            current = (contact.pair, core.pairs.get(contact.pair).map_or(current.1, |pair| core.active(pair)));
        }
        if !current.1.contains(contact.date) {
            let finding = Finding::in_cell(Code::OutsidePair, Place::new(&file, line(index), 0), "date");
            let finding = finding.with("day", contact.date).with("first", current.1.first).with("last", current.1.last);
            findings.push(finding.with("pair", core.pairs.id(contact.pair)));
        }
        if looking.warns() {
            warn_of_future(Some(contact.date), looking, &file, line(index), "date", findings);
        }
    }
    for (index, (detail, contact)) in log.details.iter().zip(&log.contacts).enumerate() {
        if let Some(entered) = detail.entered.filter(|entered| *entered < contact.date) {
            let finding = Finding::in_cell(Code::EnteredBeforeContact, Place::new(&file, line(index), 0), "entered");
            findings.push(finding.with("day", entered).with("other", contact.date));
        }
        if looking.warns() {
            warn_of_future(detail.entered, looking, &file, line(index), "entered", findings);
        }
    }
}
