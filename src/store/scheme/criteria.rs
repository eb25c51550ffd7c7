//! `[[award.criterion]]` and `[[award.gate]]`: what an award measures, and which settings each measure needs (rules.md R7).

use super::assessments::weightless;
use super::walker::Section;
use crate::finding::Code;
use crate::i18n::Message;
use crate::model::award_rule::{Better, Comparison, Criterion, CriterionKey, Gate, GateOf};
use crate::model::decimal::{Decimal, fraction};

const CRITERION: &[&str] = &["key", "weight", "full_marks", "late_credit", "measure", "what", "better"];

/// `[[award.criterion]]`: at least one, and one of them with a weight.
pub(super) fn criteria(award: Section<'_>) -> Vec<Criterion> {
    let sections = award.children("criterion", "[[award.criterion]]", CRITERION);
    if sections.is_empty() && award.get("criterion").is_none() {
        award.missing("[[award.criterion]]");
    }
    let mut criteria: Vec<Criterion> = Vec::new();
    for section in &sections {
        let Some(criterion) = criterion(*section) else { continue };
        if let Some(first) = criteria.iter().position(|other| same(other, &criterion)) {
            doubled(*section, sections.get(first).map_or(section.at, |first| first.at));
        }
        criteria.push(criterion);
    }
    if !criteria.is_empty() && criteria.len() == sections.len() && !criteria.iter().any(|criterion| criterion.weight.is_positive()) {
        weightless(&sections);
    }
    criteria
}

/// Whether two criteria measure the same thing.
fn same(left: &Criterion, right: &Criterion) -> bool {
    (left.key, &left.measure, &left.what) == (right.key, &right.measure, &right.what)
}

fn doubled(section: Section<'_>, first: usize) {
    let Some(setting) = section.get("key") else { return };
    let finding = setting.finding(Code::DuplicateEntry).with("section", section.name);
    setting.blame(finding.with("other", section.document.place(first).to_string()));
}

fn criterion(section: Section<'_>) -> Option<Criterion> {
    let key = section.must("key").and_then(|setting| setting.word(&CriterionKey::WORDS));
    let weight = section.must("weight").and_then(|setting| setting.weight());
    let late_credit = section.get("late_credit").and_then(|setting| setting.share());
    let better = section.get("better").and_then(|setting| setting.word(&Better::WORDS));
    let key = key?;
    let text = |name, needed| {
        let setting = if needed { section.must(name) } else { section.get(name) };
        setting.and_then(|setting| setting.line()).map(str::to_owned)
    };
    Some(Criterion {
        key,
        weight: weight.unwrap_or(Decimal::whole(1)),
        full_marks: full_marks(section, key),
        late_credit: late_credit.unwrap_or_else(|| fraction(1, 2)),
        measure: text("measure", needs_measure(key)),
        what: text("what", key == CriterionKey::Evaluation),
        better: better.unwrap_or(Better::Higher),
    })
}

fn needs_measure(key: CriterionKey) -> bool {
    matches!(key, CriterionKey::Grades | CriterionKey::HelpedProgress)
}

/// Whether a criterion is measured against full marks; those with a `measure` or `what` are among them.
pub(super) fn needs_full_marks(key: CriterionKey) -> bool {
    use CriterionKey::{Developed, Evaluation, Grades, HelpedOutcomes, HelpedProgress, OwnOutcomes};
    matches!(key, HelpedOutcomes | HelpedProgress | Developed | OwnOutcomes | Grades | Evaluation)
}

/// What gives the full fraction: a criterion is divided by it, so it must be above zero.
fn full_marks(section: Section<'_>, key: CriterionKey) -> Option<Decimal> {
    let setting = if needs_full_marks(key) { section.must("full_marks") } else { section.get("full_marks") }?;
    let found = setting.decimal()?;
    if !found.is_positive() {
        setting.bad(Message::new("setting.not-positive"));
    }
    Some(found).filter(|found| found.is_positive())
}

/// `[[award.gate]]`.
pub(super) fn gates(award: Section<'_>) -> Vec<Gate> {
    let sections = award.children("gate", "[[award.gate]]", &["measure", "of", "op", "value"]);
    sections.into_iter().filter_map(gate).collect()
}

fn gate(section: Section<'_>) -> Option<Gate> {
    let measure = section.must("measure").and_then(|setting| setting.line());
    let of = section.must("of").and_then(|setting| setting.word(&GateOf::WORDS));
    let op = section.must("op").and_then(|setting| setting.word(&Comparison::WORDS));
    let value = section.must("value").and_then(|setting| setting.decimal());
    Some(Gate { measure: measure?.to_owned(), of: of?, op: op?, value: value? })
}
