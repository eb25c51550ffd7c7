//! The report as `bangfu/pairing/1` (commands.md). Beyond the keys given there: the days and settings that it rests on, what the other
//! policy would come to, the digests of its files, the prices that prove it (`pair verify`), and the digest by which it is told at once
//! that neither they nor the records have changed.

use std::collections::BTreeMap;

use serde::ser::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::{PairingReport, Proof, settings, words};
use crate::matching::pairing::{LeftOver, Made, Objective};
use crate::model::word::{Side, Word};

#[derive(serde::Serialize)]
struct ReportJson<'r> {
    format: &'static str,
    seed: Option<&'r str>,
    pairs: Vec<Value>,
    unpaired_helped: Vec<Value>,
    unpaired_helpers: Vec<Value>,
    objective: Value,
    optimal: bool,
    unique: bool,
    as_of: String,
    first_day: String,
    counted_until: Option<String>,
    lang: &'static str,
    eligible: usize,
    policies: Option<Value>,
    settings: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    without: Vec<&'r str>,
    inputs: BTreeMap<&'r str, &'r str>,
    digest: String,
    grounds: Option<String>,
    prices: Value,
}

impl Serialize for PairingReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let question = &self.proposal.programme.question;
        let report = ReportJson {
            format: "bangfu/pairing/1",
            seed: question.seed.as_deref(),
            pairs: self.proposal.pairs().iter().map(|made| self.pair_json(made)).collect(),
            unpaired_helped: self.left_json(&self.proposal.unpaired_helped(), Side::Helped),
            unpaired_helpers: self.left_json(&self.proposal.unpaired_helpers(), Side::Helper),
            objective: self.objective_json(&self.objective),
            optimal: self.proposal.is_optimal(),
            unique: self.proposal.is_unique(),
            as_of: question.as_of.to_string(),
            first_day: question.first_day.to_string(),
            counted_until: question.counted_until.map(|day| day.to_string()),
            lang: self.lang.word(),
            eligible: self.proposal.programme.eligible(),
            policies: self.policies().map(
                |(need, voluntary)| json!({ "need-first": self.objective_json(need), "voluntary-first": self.objective_json(voluntary) }),
            ),
            settings: question.costs.is_none().then(|| settings::object(&question.core.scheme.pairing, question.policy)),
            without: question.without.iter().map(|person| question.core.people.id(*person)).collect(),
            inputs: self.inputs.iter().map(|(file, digest)| (file.as_str(), digest.as_str())).collect(),
            digest: self.proposal.programme.digest(),
            grounds: (self.proof == Proof::Given).then(|| self.proposal.programme.grounds(&self.proposal.assignment)),
            prices: if self.proof == Proof::Given { self.prices_json() } else { Value::Null },
        };
        report.serialize(serializer)
    }
}

impl PairingReport<'_> {
    pub(super) fn pair_json(&self, made: &Made) -> Value {
        let programme = &self.proposal.programme;
        let people = &programme.question.core.people;
        let worth = &made.worth;
        let sealed = programme.question.levels.are_sealed();
        let level = if sealed { Value::Null } else { made.level.into() };
        let tier = worth
            .cost
            .is_none()
            .then(|| json!({ "level": level, "kept": worth.kept > 0, "named": worth.named.key(), "fit": self.fit_json(worth.fit) }));
        json!({
            "helper": people.id(made.helper),
            "helped": people.id(made.helped),
            "basis": worth.named.basis().key(),
            "tier": tier,
            "cost": worth.cost.map(|cost| cost.to_string()),
            "reasons": self.reasons(made).iter().map(|reason| reason.text(self.lang)).collect::<Vec<_>>(),
        })
    }

    /// Points: a whole number, or the digits where the table has a part; untold where sealed profiles earn some.
    fn fit_json(&self, units: u64) -> Value {
        if self.proposal.programme.question.has_profiles() {
            return Value::Null;
        }
        match self.proposal.programme.fit_places() {
            0 => units.into(),
            places => words::points(units, places).into(),
        }
    }

    pub(super) fn left_json(&self, left: &[LeftOver], side: Side) -> Vec<Value> {
        let people = &self.proposal.programme.question.core.people;
        let one = |left: &LeftOver| {
            json!({
                "person": people.id(left.person),
                "reason": words::left_over(&self.proposal.programme, &left.why, side).text(self.lang),
                "code": words::left_over_key(&left.why),
            })
        };
        left.iter().map(one).collect()
    }

    pub(super) fn objective_json(&self, sum: &Objective) -> Value {
        let sealed = self.proposal.programme.question.levels.are_sealed();
        let own = sum.cost.is_some();
        let tier = |value: Value| if own { Value::Null } else { value };
        let levels: Map<String, Value> = sum.by_level.iter().rev().map(|(level, count)| (level.to_string(), (*count).into())).collect();
        json!({
            "covered": sum.covered,
            "by_level": if sealed { Value::Null } else { tier(Value::Object(levels)) },
            "kept": tier(sum.kept.into()),
            "mutual": tier(sum.mutual.into()),
            "named": tier(sum.named.into()),
            "fit": tier(self.fit_json(sum.fit)),
            "cost": sum.cost.map(|cost| cost.to_string()),
        })
    }

    /// The prices of students and helpers by id: what `verify` needs to prove the pairs.
    fn prices_json(&self) -> Value {
        let programme = &self.proposal.programme;
        let people = &programme.question.core.people;
        let assignment = &self.proposal.assignment;
        let helped = assignment.row_prices.iter().enumerate();
        let helped = helped.map(|(row, price)| (people.id(programme.student(row).person).to_owned(), Value::from(price.to_string())));
        let helpers = assignment.column_prices.iter().enumerate();
        let helpers =
            helpers.map(|(column, price)| (people.id(programme.helper(column).person).to_owned(), Value::from(price.to_string())));
        json!({ "helped": helped.collect::<Map<_, _>>(), "helpers": helpers.collect::<Map<_, _>>() })
    }
}
