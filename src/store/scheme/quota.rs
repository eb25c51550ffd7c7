//! How many seats an award has: exactly one of `ratio`, `seats` and `steps` (rules.md R7).

use super::walker::{Section, Setting};
use crate::i18n::Message;
use crate::model::award_rule::{Quota, Step};

/// More seats and persons than there are.
const MOST: i64 = 1_000_000;

/// The quota; no seat, after a finding, where the settings give none.
pub(super) fn quota(section: Section<'_>) -> Quota {
    let given: Vec<Setting<'_>> = ["ratio", "seats", "steps"].into_iter().filter_map(|key| section.get(key)).collect();
    if given.is_empty() {
        section.missing("ratio / seats / steps");
    }
    for more in given.iter().skip(1) {
        more.bad(Message::new("setting.one-quota"));
    }
    given.first().and_then(|setting| read(*setting)).unwrap_or(Quota::Seats(0))
}

fn read(setting: Setting<'_>) -> Option<Quota> {
    match setting.key {
        "ratio" => setting.share().map(|share| Quota::Ratio(share, setting.shown())),
        "seats" => setting.small(0..=MOST).map(Quota::Seats),
        _ => Some(Quota::Steps(steps(setting))),
    }
}

/// Steps must follow each other without gap or overlap, and only the last may be without an end.
fn steps(setting: Setting<'_>) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let list = setting.list();
    if list.is_empty() && setting.value.is_array() {
        setting.bad(Message::new("setting.empty-list"));
    }
    for item in list {
        let Some((table, at)) = item.table("{ from, to, seats }") else { continue };
        let section = Section::open(setting.section.document, table, "steps", at, &["from", "to", "seats"]);
        if let Some(step) = step(section, steps.last().copied()) {
            steps.push(step);
        }
    }
    steps
}

fn step(section: Section<'_>, before: Option<Step>) -> Option<Step> {
    let number = |setting: Setting<'_>| setting.small::<u32>(0..=MOST);
    let from = section.must("from");
    let seats = section.must("seats").and_then(number);
    let to = section.get("to");
    let (from_number, to_number) = (from.and_then(number)?, to.and_then(number));
    if let (Some(to), Some(last)) = (to, to_number)
        && last < from_number
    {
        to.bad(Message::new("setting.end-before-start").with("first", from_number));
    }
    if let (Some(from), Some(before)) = (from, before) {
        joined(from, from_number, before);
    }
    Some(Step { from: from_number, to: to_number, seats: seats? })
}

fn joined(from: Setting<'_>, number: u32, before: Step) {
    match before.to {
        None => from.bad(Message::new("setting.step-after-last")),
        Some(last) if number <= last => {
            from.bad(Message::new("setting.step-overlap").with("first", number).with("last", last));
        }
        Some(last) if number != last.saturating_add(1) => {
            from.bad(Message::new("setting.step-gap").with("first", last.saturating_add(1)).with("last", number.saturating_sub(1)));
        }
        Some(_) => {}
    }
}
