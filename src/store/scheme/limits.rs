//! The small sections of numbers: `[contacts]`, `[form]`, `[report]`, `[inspection]`, `[meeting]`, `[visit]`, `[audit]`, `[duty]`,
//! `[privacy]` with `[[recipient]]`, and the points of `[outcome_points]`.

use super::claims::Claims;
use super::walker::{CLAUSE, Section, Setting};
use crate::i18n::Message;
use crate::model::decimal::Decimal;
use crate::model::scheme::{DutyRules, FormRules, PrivacyRules, Recipient, Scheme};
use crate::model::word::{SealedKind, Word};
use crate::model::word_distance::is_slip;
use crate::store::sealed::seal::public_key;

const MOST_DAYS: i64 = 36_500;
const MOST: i64 = 1_000_000;
/// A day of a month.
const DAY_OF_MONTH: std::ops::RangeInclusive<i64> = 1..=31;

/// `[contacts]`, `[form]`, `[report]`, `[inspection]`, `[meeting]`, `[visit]`, `[audit]`.
pub(super) fn limits(root: Section<'_>, scheme: &mut Scheme) {
    let one = |name, title, key: &'static str, range| one_number(root, name, title, key, range);
    set(&mut scheme.entry_days, one("contacts", "[contacts]", "entry_days", 0..=MOST_DAYS));
    set(&mut scheme.report_due_day, one("report", "[report]", "due_day", DAY_OF_MONTH));
    set(&mut scheme.inspections_per_month, one("inspection", "[inspection]", "per_month", 0..=MOST));
    set(&mut scheme.symposium_months, one("meeting", "[meeting]", "symposium_months", 1..=1_200));
    set(&mut scheme.visit_rest_days, one("visit", "[visit]", "rest_days", 0..=MOST_DAYS));
    set(&mut scheme.max_per_day, one("audit", "[audit]", "max_per_day", 1..=MOST));
    form(root, &mut scheme.form);
}

fn one_number(
    root: Section<'_>,
    name: &'static str,
    title: &'static str,
    key: &'static str,
    range: std::ops::RangeInclusive<i64>,
) -> Option<i64> {
    root.child(name, title, &[key])?.get(key)?.whole(range)
}

fn set<T: TryFrom<i64>>(setting: &mut T, found: Option<i64>) {
    if let Some(number) = found.and_then(|number| T::try_from(number).ok()) {
        *setting = number;
    }
}

fn form(root: Section<'_>, rules: &mut FormRules) {
    let Some(section) = root.child("form", "[form]", &["due_day", "min_days"]) else { return };
    let number = |key| section.get(key).and_then(|setting| setting.whole(DAY_OF_MONTH));
    set(&mut rules.due_day, number("due_day"));
    set(&mut rules.min_days, number("min_days"));
}

/// `[duty]`: a threshold that is not given is not used.
pub(super) fn duty(root: Section<'_>) -> DutyRules {
    let known = &["min_keeping", "max_missing_forms", "max_days_without_pair"];
    let Some(section) = root.child("duty", "[duty]", known) else { return DutyRules::default() };
    DutyRules {
        in_force: true,
        min_keeping: section.get("min_keeping").and_then(|setting| setting.share()),
        max_missing_forms: section.get("max_missing_forms").and_then(|setting| setting.small(1..=MOST)),
        max_days_without_pair: section.get("max_days_without_pair").and_then(|setting| setting.small(1..=MOST_DAYS)),
    }
}

/// `[privacy]`, `[privacy.retention]` and `[[recipient]]`.
pub(super) fn privacy(root: Section<'_>) -> PrivacyRules {
    let mut rules = PrivacyRules { recipients: recipients(root), ..PrivacyRules::default() };
    let Some(section) = root.child("privacy", "[privacy]", &["min_cell", "retention"]) else { return rules };
    set(&mut rules.min_cell, section.get("min_cell").and_then(|setting| setting.whole(1..=MOST)));
    let Some(retention) = section.open_child("retention", "[privacy.retention]") else { return rules };
    let classes = retention.entries().into_iter().filter(|entry| entry.key != CLAUSE || entry.value.is_integer());
    let kinds: Vec<&'static str> = SealedKind::ALL.iter().flat_map(|kind| [kind.key(), kind.zh()]).collect();
    for entry in classes {
        // Other classes may be kept for other tools; one that is nearly ours would quietly never run out.
        if SealedKind::parse(entry.key).is_none() && kinds.iter().any(|kind| is_slip(entry.key, kind)) {
            retention.misspelt(entry, &kinds);
        }
        rules.retention.extend(entry.small(1..=MOST_DAYS).map(|days| (entry.key.to_owned(), days)));
    }
    rules
}

fn recipients(root: Section<'_>) -> Vec<Recipient> {
    let mut claims = Claims::default();
    let sections = root.children("recipient", "[[recipient]]", &["name", "role", "key"]);
    sections.into_iter().filter_map(|section| recipient(section, &mut claims)).collect()
}

fn recipient<'d>(section: Section<'d>, claims: &mut Claims<'d>) -> Option<Recipient> {
    let name = section.must("name").and_then(|setting| setting.line());
    let role = section.get("role").and_then(|setting| setting.string()).unwrap_or_default();
    let setting = section.must("key")?;
    let key = setting.line()?;
    if public_key(key).is_none() {
        setting.bad(Message::new("setting.recipient-key"));
    }
    claims.claim(section, setting, key).then(|| Recipient {
        name: name.unwrap_or_default().to_owned(),
        role: role.to_owned(),
        key: key.to_owned(),
    })
}

/// `[outcome_points.honour]` and `[outcome_points.discipline]`. A level with bad points is kept with 0, so that records of that
/// level are not called wrong as well.
pub(super) fn outcome_points(root: Section<'_>, scheme: &mut Scheme) {
    let Some(section) = root.child("outcome_points", "[outcome_points]", &["honour", "discipline"]) else { return };
    let honour = section.open_child("honour", "[outcome_points.honour]");
    scheme.honour_points = honour.map(|table| levels(table, Decimal::is_negative, "setting.negative")).unwrap_or_default();
    let discipline = section.open_child("discipline", "[outcome_points.discipline]");
    scheme.discipline_points =
        discipline.map(|table| levels(table, Decimal::is_positive, "setting.rewarded-discipline")).unwrap_or_default();
}

/// Levels with their points, none of which goes the wrong way: an honour takes nothing, a disciplinary act earns nothing.
fn levels(section: Section<'_>, is_wrong: fn(Decimal) -> bool, reason: &'static str) -> Vec<(String, Decimal)> {
    let is_clause = |text: Option<&str>| text.is_some_and(|text| Decimal::parse(text).is_none());
    let entries = section.entries().into_iter().filter(|entry| entry.key != CLAUSE || !is_clause(entry.value.as_str()));
    let points = |entry: Setting<'_>| {
        let points = entry.decimal().unwrap_or(Decimal::whole(0));
        if !is_wrong(points) {
            return points;
        }
        entry.bad(Message::new(reason));
        Decimal::whole(0)
    };
    entries.map(|entry| (entry.key.to_owned(), points(entry))).collect()
}
