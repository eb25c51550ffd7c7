//! Contacts (rules.md R3): each belongs to its pair's time, and is entered on its day or later.

use super::{Looking, file_of, judged_time, warn_of_future};
use crate::finding::{Code, Finding, Findings};
use crate::model::contact_log::ContactLog;
use crate::model::dataset::Core;
use crate::model::day::{Day, Period};
use crate::model::records::{BranchIx, PairIx};
use crate::model::table::CONTACTS;

const MINUTES_OF_A_DAY: u16 = 24 * 60;

pub(super) fn check(core: &Core, branch: BranchIx, log: &ContactLog, looking: Looking, findings: &mut Findings) {
    if log.contacts.is_empty() {
        return;
    }
    let file = file_of(core, &CONTACTS, branch);
    let line = |index: usize| log.lines.get(index).copied().unwrap_or(0);
    let mut current = (PairIx::UNKNOWN, Period::new(Day::MAX, Day::MIN));
    for (index, contact) in log.contacts.iter().enumerate() {
        if contact.pair != current.0 {
            current = (contact.pair, core.pairs.get(contact.pair).map_or(current.1, |pair| judged_time(core, pair)));
        }
        let active = current.1;
        if !active.contains(contact.date) {
            findings.tell(Code::OutsidePair, (&file, line(index)), "date", |finding| {
                let finding = finding.with("day", contact.date).with("first", active.first).with("last", active.last);
                finding.with("pair", core.pairs.id(contact.pair))
            });
        }
        if looking.warns() {
            warn_of_future(Some(contact.date), looking, &file, line(index), "date", findings);
            if contact.minutes > MINUTES_OF_A_DAY {
                let args = |finding: Finding| finding.with("value", contact.minutes);
                findings.tell(Code::MoreThanADay, (&file, line(index)), "minutes", args);
            }
        }
    }
    for (index, (detail, contact)) in log.details.iter().zip(&log.contacts).enumerate() {
        if let Some(entered) = detail.entered.filter(|entered| *entered < contact.date) {
            let args = |finding: Finding| finding.with("day", entered).with("other", contact.date);
            findings.tell(Code::EnteredBeforeContact, (&file, line(index)), "entered", args);
        }
        if looking.warns() {
            warn_of_future(detail.entered, looking, &file, line(index), "entered", findings);
        }
    }
}
