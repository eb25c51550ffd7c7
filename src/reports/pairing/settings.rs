//! The settings that a proposal rests on: as sentences for people, as an object for programs.

use serde_json::{Value, json};

use crate::i18n::Message;
use crate::matching::pairing::Question;
use crate::model::pairing_words::{CollegeRule, PairingScope, SexRule};
use crate::model::scheme::{PairingPolicy, PairingRules};
use crate::model::word::Word;

use super::words::attribute;

/// The settings for programs.
pub(super) fn object(rules: &PairingRules, policy: PairingPolicy) -> Value {
    let stages = |stages: &[crate::model::word::Stage]| stages.iter().map(|stage| stage.key()).collect::<Vec<_>>();
    let minimum = rules.helper_min.as_ref();
    json!({
        "policy": policy.word(),
        "helper_stages": stages(&rules.helper_stages),
        "helped_stages": stages(&rules.helped_stages),
        "helper_capacity": rules.helper_capacity,
        "helped_capacity": rules.helped_capacity,
        "helper_min": minimum.map(|minimum| json!({
            "measure": minimum.measure, "value": minimum.value.to_string(), "edge": minimum.edge.word(),
        })),
        "choices_until": rules.choices_until,
        "scope": rules.scope.word(),
        "sex": rules.sex.word(),
        "college": rules.college.word(),
        "grade_distance": rules.grade_distance,
        "fit": rules.fit.iter().map(|(attribute, points)| json!({ "attribute": attribute.word(), "points": points.to_string() }))
            .collect::<Vec<_>>(),
    })
}

/// The hard rules beyond stages and places, and the points, as sentences.
pub(super) fn readings(question: &Question<'_>) -> Vec<Message> {
    let rules = &question.core.scheme.pairing;
    let mut hard = vec![Message::new("pairing.rule.always")];
    hard.extend((rules.college == CollegeRule::Same).then(|| Message::new("pairing.rule.same-college")));
    match rules.scope {
        PairingScope::All => {}
        PairingScope::OwnFirst => hard.push(Message::new("pairing.rule.own-first")),
        PairingScope::Own => hard.push(Message::new("pairing.rule.own")),
    }
    hard.extend((rules.sex == SexRule::Same).then(|| Message::new("pairing.rule.same-sex")));
    hard.extend(rules.grade_distance.map(|most| Message::new("pairing.rule.grade-distance").with("most", most)));
    hard.extend(rules.helper_min.as_ref().map(|minimum| {
        let message = Message::new("pairing.rule.helper-min").with("measure", minimum.measure.as_str());
        message.with("value", minimum.value.to_string())
    }));
    hard.extend(rules.choices_until.map(|day| Message::new("pairing.rule.choices-until").with("day", day)));
    let mut readings = vec![Message::new("pairing.reading.rules").with("rules", super::words::listed(hard))];
    let points = rules
        .fit
        .iter()
        .map(|(what, points)| Message::new("pairing.reason.fit").word("what", attribute(*what)).with("points", points.to_string()));
    let points = Message::joined("pairing.and", points);
    readings
        .push(points.map_or_else(|| Message::new("pairing.reading.no-fit"), |fit| Message::new("pairing.reading.fit").with("fit", fit)));
    let has_sealed = rules.fit.iter().any(|(attribute, _)| attribute.is_sealed());
    readings.extend(
        has_sealed.then(|| Message::new(if question.has_profiles() { "pairing.reading.profiles" } else { "pairing.reading.no-profiles" })),
    );
    readings.push(Message::new(if question.levels.are_sealed() { "pairing.reading.levels" } else { "pairing.reading.no-levels" }));
    readings
}
