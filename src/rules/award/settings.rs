//! The settings that an award's list rests on, each as a name and a text (rules.md R7), and which records its criteria and gates look
//! at. A decision keeps them, so that a changed setting is named. Not here: the records (`used`).

use std::collections::{BTreeMap, BTreeSet};

use crate::model::award_rule::{AwardRule, Criterion, CriterionKey, GateOf, Pool, Quota, Step, Ties};
use crate::model::decimal::Decimal;
use crate::model::records::Outcome;
use crate::model::scheme::{Cadence, PauseReading, Per, Scheme};
use crate::model::word::{OutcomeKind, Stage, Word};

/// Which records an award looks at.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Forms.
    pub forms: bool,
    /// Contacts, for a duty to have contact.
    pub cadence: bool,
    /// Visits.
    pub visits: bool,
    /// Inspections of branches.
    pub inspection: bool,
    /// Goals.
    pub goals: bool,
    /// Nominations.
    pub nominations: bool,
    /// The stage on the roster.
    pub stage_on_roster: bool,
    own_kinds: BTreeSet<&'static str>,
    helped_kinds: BTreeSet<&'static str>,
    own_grades: BTreeSet<String>,
    helped_grades: BTreeSet<String>,
    evaluations: BTreeSet<String>,
}

impl Sources {
    /// What an award's criteria, what breaks its ties, and its gates look at.
    #[must_use]
    pub fn of(rule: &AwardRule) -> Self {
        let mut sources = Self::default();
        rule.criteria.iter().for_each(|criterion| sources.criterion(criterion.key, Some(criterion)));
        if let Ties::Criteria(keys) = &rule.ties {
            keys.iter().for_each(|key| sources.criterion(*key, None));
        }
        sources.gates(rule);
        sources
    }

    fn gates(&mut self, rule: &AwardRule) {
        if rule.bar_disciplined {
            self.own_kinds.insert(OutcomeKind::Discipline.key());
        }
        self.cadence |= rule.min_keeping.is_some();
        self.nominations |= rule.needs_nomination.is_some() || rule.needs_review;
        if !rule.stages.is_empty() {
            self.stage_on_roster = true;
            self.own_kinds.insert(OutcomeKind::Stage.key());
        }
        self.own_grades.extend(rule.gates.iter().map(|gate| gate.measure.clone()));
    }

    fn criterion(&mut self, key: CriterionKey, settings: Option<&Criterion>) {
        let measure = settings.and_then(|criterion| criterion.measure.clone());
        let merit = [OutcomeKind::Honour.key(), OutcomeKind::Discipline.key()];
        match key {
            CriterionKey::Forms => self.forms = true,
            CriterionKey::Cadence => self.cadence = true,
            CriterionKey::Visits => self.visits = true,
            CriterionKey::HelpedOutcomes => self.helped_kinds.extend(merit),
            CriterionKey::HelpedProgress => self.helped_grades.extend(measure),
            CriterionKey::Developed => drop(self.helped_kinds.insert(OutcomeKind::Stage.key())),
            CriterionKey::OwnOutcomes => self.own_kinds.extend(merit),
            CriterionKey::Inspection => self.inspection = true,
            CriterionKey::Grades => self.own_grades.extend(measure),
            CriterionKey::Evaluation => self.evaluations.extend(settings.and_then(|criterion| criterion.what.clone())),
            CriterionKey::Goals => self.goals = true,
            CriterionKey::Review => self.nominations = true,
        }
    }

    /// Whether an outcome of a candidate is looked at; `what`: its text.
    #[must_use]
    pub fn looks_at_own(&self, outcome: &Outcome, what: &str) -> bool {
        match outcome.kind {
            OutcomeKind::Grade => self.own_grades.contains(what),
            OutcomeKind::Other => self.evaluations.contains(what),
            kind => self.own_kinds.contains(kind.key()),
        }
    }

    /// Whether an outcome of somebody helped is looked at.
    #[must_use]
    pub fn looks_at_helped(&self, outcome: &Outcome, what: &str) -> bool {
        match outcome.kind {
            OutcomeKind::Grade => self.helped_grades.contains(what),
            OutcomeKind::Stage => self.helped_kinds.contains("stage") && outcome.stage == Some(Stage::Probationary),
            OutcomeKind::Other => false,
            kind => self.helped_kinds.contains(kind.key()),
        }
    }

    fn looks_at_points(&self) -> bool {
        self.own_kinds.contains("honour") || self.helped_kinds.contains("honour")
    }
}

/// The settings that an award rests on, with those of the awards whose winners it rests on.
#[must_use]
pub fn settings(scheme: &Scheme, rule: &AwardRule) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![rule];
    while let Some(rule) = open.pop() {
        if found.contains_key(&format!("award.{}.pool", rule.key)) {
            continue;
        }
        of_award(rule, &mut found);
        of_scheme(scheme, &Sources::of(rule), &mut found);
        open.extend(rule.rests_on().filter_map(|key| scheme.award(key)));
    }
    found
}

type Settings = BTreeMap<String, String>;

fn stages(stages: &[Stage]) -> String {
    stages.iter().map(|stage| stage.key()).collect::<Vec<_>>().join(" ")
}

fn number(number: Option<Decimal>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

fn of_award(rule: &AwardRule, found: &mut Settings) {
    let mut set = |name: &str, value: String| {
        if !value.is_empty() {
            found.insert(format!("award.{}.{name}", rule.key), value);
        }
    };
    set("for", rule.side.key().to_owned());
    set("pool", rule.pool.word().to_owned());
    if rule.pool == Pool::Members {
        set("pool_stages", stages(&rule.pool_stages));
    }
    set("winners_of", rule.winners_of.clone().unwrap_or_default());
    set("cutoff", rule.cutoff.map_or_else(String::new, |day| day.to_string()));
    let (quota, value) = quota(&rule.quota);
    set(quota, value);
    set("rounding", rule.rounding.word().to_owned());
    set("at_least", rule.at_least.to_string());
    set("level", rule.level.word().to_owned());
    set("ties", ties(&rule.ties));
    set("missing", rule.missing.word().to_owned());
    set("excludes", rule.excludes.join(" "));
    set("bar_disciplined", rule.bar_disciplined.to_string());
    set("min_keeping", rule.min_keeping.as_ref().map_or_else(String::new, ToString::to_string));
    set("stages", stages(&rule.stages));
    set("needs_nomination", rule.needs_nomination.map_or("", |by| by.word()).to_owned());
    set("needs_review", rule.needs_review.to_string());
    for (at, gate) in rule.gates.iter().enumerate() {
        let of = if gate.of == GateOf::Change { "change" } else { "value" };
        set(&format!("gate.{}", at + 1), format!("{} {of} {} {}", gate.measure, gate.op.word(), gate.value));
    }
    for (at, criterion) in rule.criteria.iter().enumerate() {
        set(&format!("criterion.{}", at + 1), criterion_text(criterion));
    }
}

fn quota(quota: &Quota) -> (&'static str, String) {
    match quota {
        Quota::Ratio(_, written) => ("ratio", written.clone()),
        Quota::Seats(seats) => ("seats", seats.to_string()),
        Quota::Steps(steps) => {
            let step = |step: &Step| format!("{}-{}: {}", step.from, step.to.map_or_else(String::new, |to| to.to_string()), step.seats);
            ("steps", steps.iter().map(step).collect::<Vec<_>>().join(", "))
        }
    }
}

fn ties(ties: &Ties) -> String {
    match ties {
        Ties::LeaveOut => "leave-out".to_owned(),
        Ties::TakeAll => "take-all".to_owned(),
        Ties::Criteria(keys) => keys.iter().map(|key| key.word()).collect::<Vec<_>>().join(" "),
    }
}

fn criterion_text(criterion: &Criterion) -> String {
    let mut parts = vec![format!("{} weight {}", criterion.key.word(), criterion.weight)];
    parts.extend(criterion.full_marks.map(|full| format!("full_marks {full}")));
    if criterion.key == CriterionKey::Forms {
        parts.push(format!("late_credit {}", criterion.late_credit));
    }
    parts.extend(criterion.measure.as_ref().map(|measure| format!("measure {measure} better {}", criterion.better.word())));
    parts.extend(criterion.what.as_ref().map(|what| format!("what {what}")));
    parts.join(" ")
}

fn of_scheme(scheme: &Scheme, sources: &Sources, found: &mut Settings) {
    let mut set = |name: String, value: String| drop(found.insert(name, value));
    let helping = scheme.helping();
    set("scheme.time".to_owned(), format!("{}..{}", scheme.info.period.first, scheme.info.period.last));
    set("phase.helping".to_owned(), format!("{}..{}", helping.first, helping.last));
    if sources.forms || sources.cadence {
        let pauses = scheme.pauses.iter().map(|pause| format!("{}..{}", pause.period.first, pause.period.last));
        set("pauses".to_owned(), pauses.collect::<Vec<_>>().join(" "));
    }
    if sources.forms {
        set("form.due_day".to_owned(), scheme.form.due_day.to_string());
        set("form.min_days".to_owned(), scheme.form.min_days.to_string());
    }
    if sources.cadence {
        scheme.cadences.iter().for_each(|cadence| set(format!("cadence.{}", cadence.key), cadence_text(scheme, cadence)));
        let counting = scheme.acts.terms.iter().filter(|act| act.counts).map(|act| act.key.as_str());
        set("acts.counting".to_owned(), counting.collect::<Vec<_>>().join(" "));
    }
    if sources.looks_at_points() {
        let points = [("honour", &scheme.honour_points), ("discipline", &scheme.discipline_points)];
        for (kind, table) in points {
            table.iter().for_each(|(level, points)| set(format!("outcome_points.{kind}.{level}"), number(Some(*points))));
        }
    }
}

fn cadence_text(scheme: &Scheme, cadence: &Cadence) -> String {
    let acts = cadence.acts.iter().filter_map(|act| scheme.acts.get(*act)).map(|act| act.key.as_str());
    let phase = scheme.phase(&cadence.phase).map(|phase| format!("{}..{}", phase.period.first, phase.period.last));
    let weekdays: Vec<String> = cadence.weekdays.iter().map(ToString::to_string).collect();
    [
        format!("at_least {} every {} window {}", cadence.at_least, cadence.every, cadence.window.word()),
        format!("pauses {}", if cadence.pauses == PauseReading::Stop { "stop" } else { "ignore" }),
        format!("acts [{}] phase {} {}", acts.collect::<Vec<_>>().join(" "), cadence.phase, phase.unwrap_or_default()),
        format!("minutes {} total_minutes {}", cadence.minutes, cadence.total_minutes.unwrap_or(0)),
        format!("weekdays [{}] per {}", weekdays.join(" "), if cadence.per == Per::Helper { "helper" } else { "pair" }),
        format!("min_days {}", cadence.min_days),
    ]
    .join(" ")
}
