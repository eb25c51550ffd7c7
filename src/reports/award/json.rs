//! The report as `bangfu/award/1` (commands.md). Beyond the keys given there: `award` and `unit` of a candidate below college level,
//! and `further` of a barred person, the other gates that bar.

use serde::ser::{Serialize, Serializer};

use super::{AwardReport, branch_key};
use crate::model::award_rule::Quota;
use crate::model::day::Day;
use crate::model::decimal::{Decimal, rounded};
use crate::rules::award::gates::Verdict;
use crate::rules::award::{Barred, Candidate, UnitSeats};

#[derive(serde::Serialize)]
struct ReportJson<'r> {
    format: &'static str,
    award: &'r str,
    as_of: Day,
    level: &'static str,
    pool: u32,
    ratio: Option<&'r str>,
    rounding: &'static str,
    seats: u32,
    tie_at_cut: bool,
    candidates: Vec<CandidateJson<'r>>,
    barred: Vec<BarredJson<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    units: Option<Vec<UnitJson<'r>>>,
}

#[derive(serde::Serialize)]
struct CandidateJson<'r> {
    rank: u32,
    person: &'r str,
    name: &'r str,
    branch: Option<&'r str>,
    score: String,
    selected: bool,
    reason: Option<String>,
    criteria: Vec<CriterionJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Option<&'r str>>,
}

#[derive(serde::Serialize)]
struct CriterionJson {
    key: &'static str,
    weight: WeightJson,
    fraction: Option<String>,
    missing: bool,
}

/// A weight as written: a whole number, or a text where it has a part.
#[derive(serde::Serialize)]
#[serde(untagged)]
enum WeightJson {
    Whole(i64),
    Part(String),
}

#[derive(serde::Serialize)]
struct BarredJson<'r> {
    person: &'r str,
    code: &'static str,
    reason: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    further: Vec<BarJson>,
}

#[derive(serde::Serialize)]
struct BarJson {
    code: &'static str,
    reason: String,
}

#[derive(serde::Serialize)]
struct UnitJson<'r> {
    unit: Option<&'r str>,
    pool: u32,
    seats: u32,
    tie_at_cut: bool,
}

impl Serialize for AwardReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ranking = &self.ranking;
        let report = ReportJson {
            format: "bangfu/award/1",
            award: &self.rule.key,
            as_of: ranking.as_of,
            level: self.rule.level.word(),
            pool: ranking.pool(),
            ratio: if let Quota::Ratio(_, written) = &self.rule.quota { Some(written) } else { None },
            rounding: self.rule.rounding.word(),
            seats: ranking.seats(),
            tie_at_cut: ranking.is_tied(),
            candidates: ranking.candidates.iter().map(|candidate| self.candidate(candidate)).collect(),
            barred: ranking.barred.iter().map(|barred| self.barred(barred)).collect(),
            units: self.has_units().then(|| ranking.units.iter().map(|unit| self.unit(unit)).collect()),
        };
        report.serialize(serializer)
    }
}

impl AwardReport<'_> {
    fn candidate<'r>(&'r self, candidate: &'r Candidate) -> CandidateJson<'r> {
        let criteria = self.ranking.criteria.iter().zip(&candidate.fractions);
        CandidateJson {
            rank: candidate.rank,
            person: self.core().people.id(candidate.person),
            name: self.core().people.name(candidate.person),
            branch: branch_key(self.core(), candidate.branch),
            score: rounded(&candidate.score, 2),
            selected: candidate.fate.is_taken(),
            reason: self.tie_note(candidate).map(|note| note.text(self.lang)),
            criteria: criteria
                .map(|(criterion, fraction)| CriterionJson {
                    key: criterion.key.word(),
                    weight: weight(criterion.weight),
                    fraction: fraction.as_ref().map(|fraction| rounded(fraction, 4)),
                    missing: fraction.is_none(),
                })
                .collect(),
            unit: self.has_units().then(|| self.unit_key(&candidate.unit)),
        }
    }

    fn barred<'r>(&'r self, barred: &'r Barred) -> BarredJson<'r> {
        let mut bars = barred.verdicts.iter().filter_map(|verdict| self.bar(verdict));
        let first = bars.next().unwrap_or(BarJson { code: "", reason: String::new() });
        BarredJson { person: self.core().people.id(barred.person), code: first.code, reason: first.reason, further: bars.collect() }
    }

    fn bar(&self, verdict: &Verdict) -> Option<BarJson> {
        let bar = verdict.bar.as_ref()?;
        Some(BarJson { code: bar.code(), reason: self.words().bar(verdict, bar).text(self.lang) })
    }

    fn unit<'r>(&'r self, unit: &'r UnitSeats) -> UnitJson<'r> {
        UnitJson { unit: self.unit_key(&unit.unit), pool: unit.pool, seats: unit.seats.seats, tie_at_cut: unit.is_tied() }
    }
}

fn weight(weight: Decimal) -> WeightJson {
    let exact = weight.fraction();
    let whole = exact.is_integer().then(|| i64::try_from(exact.to_integer()).ok()).flatten();
    whole.map_or_else(|| WeightJson::Part(weight.to_string()), WeightJson::Whole)
}
