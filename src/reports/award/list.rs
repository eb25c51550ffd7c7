//! `award list`: the awards of the scheme and their rules, as JSON `bangfu/awards/1` and as a sheet for each award. Not here: anything
//! about persons.

use serde::ser::{Serialize, Serializer};

use super::readings::{gates, level, missing, other_name, rounding, ties, weighed};
use super::words::{gate, stages};
use crate::i18n::Message;
use crate::model::award_rule::{AwardRule, Criterion, Gate, Nominator, Pool, Quota, Step, Ties};
use crate::model::day::Day;
use crate::model::decimal::rounded;
use crate::model::scheme::Scheme;
use crate::model::word::{Stage, Word};
use crate::reports::sheet::{Cell, Column, Sheet, Sheets};
use crate::rules::award::measurement::weighted;

/// The awards of a scheme.
#[derive(Clone, Copy, Debug)]
pub struct Awards<'a> {
    scheme: &'a Scheme,
}

impl<'a> Awards<'a> {
    /// The awards of a scheme.
    #[must_use]
    pub fn new(scheme: &'a Scheme) -> Self {
        Self { scheme }
    }

    /// A rule line by line: what it is about, and what it says.
    fn lines(&self, rule: &AwardRule) -> Vec<(&'static str, Message)> {
        let plain = |text: &str| Message::new("reading.name").with("name", text);
        let mut lines = Vec::new();
        lines.extend((!rule.aliases.is_empty()).then(|| ("award.list.aliases", plain(&rule.aliases.join("、")))));
        lines.extend(rule.clause.as_deref().map(|clause| ("award.list.clause", plain(clause))));
        lines.push(("award.list.for", Message::new(rule.side.label())));
        lines.push(("award.list.pool", pool(self.scheme, rule)));
        lines.push(("award.list.seats", quota(rule)));
        lines.push(("award.list.level", Message::new(level(rule.level))));
        lines.push(("award.list.ties", ties(rule)));
        let asked = gates(rule, self.excluded(rule)).into_iter().map(|kind| gate(self.scheme, rule, kind));
        lines.extend(asked.map(|said| ("award.list.gate", said)));
        match weighted(rule) {
            Ok(criteria) => lines.extend(criteria.iter().map(|criterion| ("award.list.criterion", weighed(criterion)))),
            Err(fault) => lines.push(("award.list.criterion", fault.message())),
        }
        lines.push(("award.list.missing", missing(rule.missing)));
        lines
    }

    fn excluded(&self, rule: &AwardRule) -> impl Iterator<Item = usize> {
        let index = |key: &String| self.scheme.awards.iter().position(|other| other.key == *key);
        rule.excludes.iter().filter_map(index)
    }
}

fn pool(scheme: &Scheme, rule: &AwardRule) -> Message {
    let cutoff = rule.cutoff.map_or(String::new(), |day| day.to_string());
    match rule.pool {
        Pool::Paired => Message::new("award.pool.paired").word("side", rule.side.label()),
        Pool::PairedOnCutoff => Message::new("award.pool.cutoff").word("side", rule.side.label()).with("cutoff", cutoff),
        Pool::Winners => Message::new("award.pool.winners").with("award", other_name(scheme, rule)),
        Pool::Members => Message::new("award.pool.members").with("cutoff", cutoff).with("stages", stages(&rule.pool_stages)),
    }
}

fn quota(rule: &AwardRule) -> Message {
    match &rule.quota {
        Quota::Ratio(_, written) => Message::new("award.quota.ratio")
            .with("ratio", written.as_str())
            .word("rounding", rounding(rule.rounding))
            .with("least", rule.at_least),
        Quota::Seats(seats) => Message::new("award.quota.seats").with("seats", *seats).with("least", rule.at_least),
        Quota::Steps(steps) => {
            let step = |step: &Step| {
                let to = step.to.map_or_else(|| "…".to_owned(), |to| to.to_string());
                Message::new("award.quota.step").with("from", step.from).with("to", to).with("seats", step.seats)
            };
            let steps = Message::joined("reading.and-sentence", steps.iter().map(step)).unwrap_or(Message::new("award.unknown"));
            Message::new("award.quota.steps").with("steps", steps).with("least", rule.at_least)
        }
    }
}

impl Sheets for Awards<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        let sheet = |rule: &AwardRule| {
            let title = Message::new("award.list.title").with("award", rule.name.as_str()).with("key", rule.key.as_str());
            let columns = vec![Column::left("setting", "award.list.setting"), Column::left("reading", "award.list.reading")];
            let rows = self.lines(rule).into_iter().map(|(label, said)| vec![Cell::word(label), Cell::Say(said)]).collect();
            Sheet { title: Some(title), columns, rows, footer: Vec::new() }
        };
        let none = || Sheet { title: Some(Message::new("award.list.none")), ..Sheet::default() };
        if self.scheme.awards.is_empty() { vec![none()] } else { self.scheme.awards.iter().map(sheet).collect() }
    }

    fn flat(&self) -> Vec<Sheet> {
        let columns = vec![
            Column::left("award", "column.award"),
            Column::left("setting", "award.list.setting"),
            Column::left("reading", "award.list.reading"),
        ];
        let rows = self.scheme.awards.iter().flat_map(|rule| {
            let line = |(label, said)| vec![Cell::text(&rule.key), Cell::word(label), Cell::Say(said)];
            self.lines(rule).into_iter().map(line).collect::<Vec<_>>()
        });
        vec![Sheet { title: None, columns, rows: rows.collect(), footer: Vec::new() }]
    }
}

#[derive(serde::Serialize)]
struct AwardsJson<'r> {
    format: &'static str,
    awards: Vec<RuleJson<'r>>,
}

#[derive(serde::Serialize)]
struct RuleJson<'r> {
    key: &'r str,
    name: &'r str,
    aliases: &'r [String],
    clause: Option<&'r str>,
    #[serde(rename = "for")]
    side: &'static str,
    pool: &'static str,
    pool_stages: Vec<&'static str>,
    winners_of: Option<&'r str>,
    cutoff: Option<Day>,
    ratio: Option<&'r str>,
    seats: Option<u32>,
    steps: Option<Vec<StepJson>>,
    rounding: &'static str,
    at_least: u32,
    level: &'static str,
    ties: TiesJson,
    missing: &'static str,
    excludes: &'r [String],
    bar_disciplined: bool,
    min_keeping: Option<String>,
    stages: Vec<&'static str>,
    needs_nomination: Option<&'static str>,
    needs_review: bool,
    gates: Vec<GateJson<'r>>,
    criteria: Vec<CriterionJson<'r>>,
}

#[derive(serde::Serialize)]
struct StepJson {
    from: u32,
    to: Option<u32>,
    seats: u32,
}

#[derive(serde::Serialize)]
#[serde(untagged)]
enum TiesJson {
    Word(&'static str),
    Criteria(Vec<&'static str>),
}

#[derive(serde::Serialize)]
struct GateJson<'r> {
    measure: &'r str,
    of: &'static str,
    op: &'static str,
    value: String,
}

#[derive(serde::Serialize)]
struct CriterionJson<'r> {
    key: &'static str,
    weight: String,
    full_marks: Option<String>,
    late_credit: String,
    measure: Option<&'r str>,
    what: Option<&'r str>,
    better: &'static str,
}

fn rule_json(rule: &AwardRule) -> RuleJson<'_> {
    let keys = |stages: &[Stage]| stages.iter().map(|stage| stage.key()).collect();
    let (mut ratio, mut seats, mut steps) = (None, None, None);
    match &rule.quota {
        Quota::Ratio(_, written) => ratio = Some(written.as_str()),
        Quota::Seats(number) => seats = Some(*number),
        Quota::Steps(all) => {
            steps = Some(all.iter().map(|Step { from, to, seats }| StepJson { from: *from, to: *to, seats: *seats }).collect())
        }
    }
    RuleJson {
        key: &rule.key,
        name: &rule.name,
        aliases: &rule.aliases,
        clause: rule.clause.as_deref(),
        side: rule.side.key(),
        pool: rule.pool.word(),
        pool_stages: keys(&rule.pool_stages),
        winners_of: rule.winners_of.as_deref(),
        cutoff: rule.cutoff,
        ratio,
        seats,
        steps,
        rounding: rule.rounding.word(),
        at_least: rule.at_least,
        level: rule.level.word(),
        ties: ties_json(&rule.ties),
        missing: rule.missing.word(),
        excludes: &rule.excludes,
        bar_disciplined: rule.bar_disciplined,
        min_keeping: rule.min_keeping.as_ref().map(|least| rounded(least, 4)),
        stages: keys(&rule.stages),
        needs_nomination: rule.needs_nomination.map(Nominator::word),
        needs_review: rule.needs_review,
        gates: rule.gates.iter().map(gate_json).collect(),
        criteria: rule.criteria.iter().map(criterion_json).collect(),
    }
}

fn ties_json(ties: &Ties) -> TiesJson {
    match ties {
        Ties::LeaveOut => TiesJson::Word("leave-out"),
        Ties::TakeAll => TiesJson::Word("take-all"),
        Ties::Criteria(keys) => TiesJson::Criteria(keys.iter().map(|key| key.word()).collect()),
    }
}

fn gate_json(gate: &Gate) -> GateJson<'_> {
    GateJson { measure: &gate.measure, of: gate.of.word(), op: gate.op.word(), value: gate.value.to_string() }
}

fn criterion_json(criterion: &Criterion) -> CriterionJson<'_> {
    CriterionJson {
        key: criterion.key.word(),
        weight: criterion.weight.to_string(),
        full_marks: criterion.full_marks.map(|marks| marks.to_string()),
        late_credit: criterion.late_credit.to_string(),
        measure: criterion.measure.as_deref(),
        what: criterion.what.as_deref(),
        better: criterion.better.word(),
    }
}

impl Serialize for Awards<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let awards = self.scheme.awards.iter().map(rule_json).collect();
        AwardsJson { format: "bangfu/awards/1", awards }.serialize(serializer)
    }
}
