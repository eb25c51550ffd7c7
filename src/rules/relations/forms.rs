//! Monthly forms (rules.md R5): each for a month of its pair, received and reviewed in order.

use super::{Looking, judged_time, warn_of_future};
use crate::finding::{Code, Finding, Findings};
use crate::model::dataset::Core;
use crate::model::day::Period;
use crate::model::records::{Form, PairIx};
use crate::model::text_table::Records;

pub(super) fn check(core: &Core, forms: &Records<Form>, looking: Looking, findings: &mut Findings) {
    let mut current = (PairIx::UNKNOWN, None);
    for form in &forms.rows {
        if form.pair != current.0 {
            current = (form.pair, core.pairs.get(form.pair).map(|pair| judged_time(core, pair)));
        }
        if let Some(active) = current.1 {
            check_form(active, forms, form, findings);
        }
        if looking.warns() {
            warn_of_future(Some(form.received), looking, &forms.file, form.line, "received", findings);
            warn_of_future(form.reviewed, looking, &forms.file, form.line, "reviewed", findings);
        }
    }
}

/// What is wrong with a form of a pair that is active so long.
fn check_form(active: Period, forms: &Records<Form>, form: &Form, findings: &mut Findings) {
    let place = (&forms.file, form.line);
    let month = form.month.period();
    if !active.overlaps(month) {
        let args = |finding: Finding| finding.with("month", form.month).with("first", active.first).with("last", active.last);
        findings.tell(Code::FormMonthInactive, place, "month", args);
    }
    if form.received < month.first {
        let args = |finding: Finding| finding.with("day", form.received).with("month", form.month);
        findings.tell(Code::ReceivedBeforeMonth, place, "received", args);
    }
    let Some(reviewed) = form.reviewed else { return };
    if reviewed < form.received {
        let args = |finding: Finding| finding.with("day", reviewed).with("other", form.received);
        findings.tell(Code::ReviewedBeforeReceived, place, "reviewed", args);
    }
    if form.review.is_none() {
        findings.tell(Code::ReviewedWithoutReview, place, "reviewed", |finding| finding);
    }
}
