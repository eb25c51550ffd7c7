//! Monthly forms (rules.md R5): each for a month of its pair, received and reviewed in order.

use super::{Looking, warn_of_future};
use crate::finding::{Code, Finding};
use crate::model::dataset::Core;
use crate::model::records::Form;
use crate::model::text_table::Records;
use crate::source::Place;

pub(super) fn check(core: &Core, forms: &Records<Form>, looking: Looking, findings: &mut Vec<Finding>) {
    for form in &forms.rows {
        check_form(core, forms, form, findings);
        if looking.warns() {
            warn_of_future(Some(form.received), looking, &forms.file, form.line, "received", findings);
            warn_of_future(form.reviewed, looking, &forms.file, form.line, "reviewed", findings);
        }
    }
}

fn check_form(core: &Core, forms: &Records<Form>, form: &Form, findings: &mut Vec<Finding>) {
    let in_cell = |code, column| Finding::in_cell(code, Place::new(&forms.file, form.line, 0), column);
    let Some(pair) = core.pairs.get(form.pair) else { return };
    let active = core.active(pair);
    if !active.overlaps(form.month.period()) {
        let finding = in_cell(Code::FormMonthInactive, "month").with("month", form.month);
        findings.push(finding.with("first", active.first).with("last", active.last));
    }
    if form.received < form.month.first_day() {
        findings.push(in_cell(Code::ReceivedBeforeMonth, "received").with("day", form.received).with("month", form.month));
    }
    let Some(reviewed) = form.reviewed else { return };
    if reviewed < form.received {
        findings.push(in_cell(Code::ReviewedBeforeReceived, "reviewed").with("day", reviewed).with("other", form.received));
    }
    if form.review.is_none() {
        findings.push(in_cell(Code::ReviewedWithoutReview, "reviewed"));
    }
}
