//! `[pairing]`: who may be paired, and how often (rules.md R2, R3).

use super::walker::{Section, Setting};
use crate::i18n::Message;
use crate::model::decimal::Decimal;
use crate::model::pairing_words::{CollegeRule, FitAttribute, PairingScope, SexRule};
use crate::model::scheme::{Edge, PairingPolicy, PairingRules, Threshold};
use crate::model::word::Stage;

const PAIRING: &[&str] = &[
    "helper_stages",
    "helped_stages",
    "helper_capacity",
    "helped_capacity",
    "helper_min",
    "max_choices",
    "choices_until",
    "policy",
    "scope",
    "sex",
    "college",
    "grade_distance",
    "fit",
];
const MOST: i64 = 10_000;

/// `[pairing]`.
pub(super) fn pairing(root: Section<'_>) -> PairingRules {
    let mut rules = PairingRules::default();
    let Some(section) = root.child("pairing", "[pairing]", PAIRING) else { return rules };
    let number = |key, first| section.get(key).and_then(|setting| setting.small::<u32>(first..=MOST));
    rules.helper_stages = section.get("helper_stages").map_or(rules.helper_stages, some_stages);
    rules.helped_stages = section.get("helped_stages").map_or(rules.helped_stages, some_stages);
    rules.helper_capacity = number("helper_capacity", 1).unwrap_or(rules.helper_capacity);
    rules.helped_capacity = number("helped_capacity", 1).unwrap_or(rules.helped_capacity);
    rules.helper_min = helper_min(section);
    rules.max_choices = number("max_choices", 1).unwrap_or(rules.max_choices);
    rules.choices_until = section.get("choices_until").and_then(|setting| setting.day());
    rules.policy = section.get("policy").and_then(|setting| setting.word(&PairingPolicy::WORDS)).unwrap_or(rules.policy);
    rules.scope = section.get("scope").and_then(|setting| setting.word(&PairingScope::WORDS)).unwrap_or(rules.scope);
    rules.sex = section.get("sex").and_then(|setting| setting.word(&SexRule::WORDS)).unwrap_or(rules.sex);
    rules.college = section.get("college").and_then(|setting| setting.word(&CollegeRule::WORDS)).unwrap_or(rules.college);
    rules.grade_distance = number("grade_distance", 0);
    rules.fit = section.children("fit", "[[pairing.fit]]", &["attribute", "points"]).into_iter().filter_map(fit).collect();
    rules
}

/// A list of stages; an empty one would let nobody in.
pub(super) fn some_stages(setting: Setting<'_>) -> Vec<Stage> {
    if setting.value.as_array().is_some_and(|list| list.is_empty()) {
        setting.bad(Message::new("setting.empty-list"));
    }
    stages(setting)
}

/// A list of stages.
pub(super) fn stages(setting: Setting<'_>) -> Vec<Stage> {
    setting.set(|item| item.built_in())
}

fn helper_min(section: Section<'_>) -> Option<Threshold> {
    let inner = section.child("helper_min", "helper_min", &["measure", "value", "edge"])?;
    let measure = inner.must("measure").and_then(|setting| setting.line());
    let value = inner.must("value").and_then(|setting| setting.decimal());
    let edge = inner.get("edge").and_then(|setting| setting.word(&Edge::WORDS)).unwrap_or(Edge::Inclusive);
    Some(Threshold { measure: measure?.to_owned(), value: value?, edge })
}

fn fit(section: Section<'_>) -> Option<(FitAttribute, Decimal)> {
    let attribute = section.must("attribute").and_then(|setting| setting.word(&FitAttribute::WORDS));
    let points = section.must("points").and_then(|setting| setting.weight());
    Some((attribute?, points?))
}
