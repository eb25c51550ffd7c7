//! The proposals as `bangfu/duty/1`: one object a member with its grounds, each with its evidence day and its records.

use serde::ser::{Serialize, Serializer};
use serde_json::{Value, json};

use super::evidence::{figures, refusal_code, sentence};
use super::{DutyReport, evidence};
use crate::model::decimal::rounded;
use crate::model::word::{Measure, Word};
use crate::rules::duty::{Extension, Proposal, Raised};

impl Serialize for DutyReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rules = &self.core.scheme.duty;
        let of = |measure: Measure| self.proposals.iter().filter(|one| one.latest().map(|raised| raised.measure) == Some(measure)).count();
        json!({
            "format": "bangfu/duty/1",
            "as_of": self.as_of,
            "clause": self.core.scheme.clause("duty"),
            "thresholds": {
                "min_keeping": rules.min_keeping.as_ref().map(|limit| rounded(limit, 4)),
                "max_missing_forms": rules.max_missing_forms,
                "max_days_without_pair": rules.max_days_without_pair,
            },
            "proposals": self.proposals.iter().filter_map(|proposal| self.proposal(proposal)).collect::<Vec<_>>(),
            "totals": {
                "proposals": self.proposals.len(),
                "criticism": of(Measure::Criticism),
                "extension": of(Measure::Extension),
                "decided": self.proposals.iter().filter(|one| one.decision.is_some()).count(),
            },
        })
        .serialize(serializer)
    }
}

impl DutyReport<'_> {
    fn proposal(&self, proposal: &Proposal) -> Option<Value> {
        let latest = proposal.latest()?;
        let people = &self.core.people;
        Some(json!({
            "person": people.id(proposal.person),
            "name": people.name(proposal.person),
            "branch": self.branch(proposal.person).map(|branch| self.core.scheme.branch_key(branch)),
            "measure": latest.measure.key(),
            "stage": latest.stage.key(),
            "evidence_day": latest.day,
            "grounds": proposal.grounds.iter().map(|raised| self.ground(proposal, raised)).collect::<Vec<_>>(),
            "extension": proposal.extension.as_ref().map(|extension| self.extension_json(proposal, extension)),
            "decision": proposal.decision.and_then(|row| self.decision(row)),
        }))
    }

    fn ground(&self, proposal: &Proposal, raised: &Raised) -> Value {
        let figures = figures(&raised.ground);
        let evidence = self.evidence(proposal.person, &raised.ground);
        json!({
            "code": raised.ground.code(),
            "evidence_day": raised.day,
            "stage": raised.stage.key(),
            "measure": raised.measure.key(),
            "figure": figures.as_ref().map(|(figure, _)| figure),
            "limit": figures.as_ref().map(|(_, limit)| limit),
            "message": sentence(raised).text(self.lang),
            "evidence": evidence.iter().map(|one| self.record(one)).collect::<Vec<_>>(),
        })
    }

    fn record(&self, evidence: &evidence::Evidence) -> Value {
        json!({ "file": evidence.file, "line": evidence.line, "message": evidence.message.text(self.lang) })
    }

    fn extension_json(&self, proposal: &Proposal, extension: &Extension) -> Value {
        let admission = extension.admission;
        json!({
            "admitted": admission.map(|admission| admission.day()),
            "probation_ends": admission.map(|admission| admission.ends()),
            "earliest": admission.map(|admission| admission.new_ends().first),
            "latest": admission.map(|admission| admission.new_ends().last),
            "record": admission.map(|admission| self.record(&self.admission(proposal.person, admission))),
            "refused": extension.refusal.as_ref().map(refusal_code),
            "message": self.extension(extension).text(self.lang),
        })
    }

    fn decision(&self, row: usize) -> Option<Value> {
        let duty = &self.core.committee.duty;
        let found = duty.rows.get(row)?;
        Some(json!({
            "date": found.date,
            "measure": found.measure.key(),
            "until": found.until,
            "document": Some(duty.text(row, "document")).filter(|text| !text.is_empty()),
            "file": duty.file.as_ref(),
            "line": found.line,
        }))
    }
}
