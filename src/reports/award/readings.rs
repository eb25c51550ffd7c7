//! The readings that a candidate list rests on, as sentences: the pool, the seats, ties, what is missing, the gates, the criteria.

use super::AwardReport;
use super::words::{criterion, decimal, stages};
use crate::i18n::Message;
use crate::model::award_rule::{AwardRule, Better, CriterionKey, Level, Missing, Pool, Quota, Rounding, Ties};
use crate::model::dataset::Core;
use crate::model::scheme::Scheme;
use crate::model::word::Word;
use crate::reports::readings;
use crate::rules::award::UnitSeats;
use crate::rules::award::gates::GateKind;
use crate::rules::award::measurement::{GradeMeasure, Measurement, Weighted};

impl AwardReport<'_> {
    /// All readings, in the order of the reckoning.
    pub(super) fn readings(&self) -> Vec<Message> {
        let mut said = vec![self.pool_reading()];
        match self.ranking.units.as_slice() {
            [only] if !self.has_units() => said.push(self.seats(only)),
            _ => said.push(Message::new("award.reading.units").word("level", level(self.rule.level))),
        }
        said.extend(self.unnamed());
        said.push(ties(self.rule));
        said.extend(self.ranking.units.iter().filter_map(|unit| self.tie(unit)));
        said.extend(self.gates_reading());
        said.extend(
            self.ranking.criteria.iter().map(|weighted| Message::new("award.reading.criterion").with("criterion", weighed(weighted))),
        );
        said.push(missing(self.rule.missing));
        said.extend(self.rests_on());
        said.push(Message::new("award.reading.proposal").with("clause", readings::clause(self.rule.clause.as_deref())));
        said
    }

    pub(super) fn pool_reading(&self) -> Message {
        let cutoff = self.rule.cutoff.map_or(String::new(), |day| day.to_string());
        let said = |key| Message::new(key).with("pool", self.ranking.pool()).word("side", self.rule.side.label());
        match self.rule.pool {
            Pool::Paired => said("award.reading.pool-paired").with("day", self.ranking.as_of),
            Pool::PairedOnCutoff => said("award.reading.pool-cutoff").with("cutoff", cutoff),
            Pool::Winners => {
                let award = chosen_from(self.core(), self.rule);
                Message::new("award.reading.pool-winners").with("pool", self.ranking.pool()).with("award", award)
            }
            Pool::Members => {
                let stages = stages(&self.rule.pool_stages);
                Message::new("award.reading.pool-members").with("pool", self.ranking.pool()).with("cutoff", cutoff).with("stages", stages)
            }
        }
    }

    /// How a unit's seats are reckoned.
    pub(super) fn seats(&self, unit: &UnitSeats) -> Message {
        let key = match &self.rule.quota {
            Quota::Ratio(..) => "award.reading.seats-ratio",
            Quota::Seats(_) => "award.reading.seats-fixed",
            Quota::Steps(steps) if !steps.iter().any(|step| step.holds(unit.pool)) => "award.reading.seats-outside",
            Quota::Steps(_) => "award.reading.seats-steps",
        };
        let said = Message::new(key)
            .with("pool", unit.pool)
            .with("by_rule", unit.seats.by_rule)
            .with("least", self.rule.at_least)
            .with("eligible", unit.eligible)
            .with("seats", unit.seats.seats);
        match (&self.rule.quota, &unit.seats.share) {
            (Quota::Ratio(_, written), Some(share)) => {
                said.with("ratio", written.as_str()).with("share", decimal(share)).word("rounding", rounding(self.rule.rounding))
            }
            _ => said,
        }
    }

    /// Those for whom the records name no unit form one.
    fn unnamed(&self) -> Option<Message> {
        let unit = self.ranking.units.iter().find(|unit| self.unit_key(&unit.unit).is_none())?;
        Some(Message::new("award.reading.unnamed").with("pool", unit.pool).word("level", level(self.rule.level)))
    }

    /// What happened at a unit's cut, where there was a tie.
    pub(super) fn tie(&self, unit: &UnitSeats) -> Option<Message> {
        let tie = unit.tie.as_ref()?;
        let key = match (&self.rule.ties, tie.undivided) {
            (_, 0) => "award.tie.broken",
            (Ties::LeaveOut, _) => "award.tie.left-out",
            (Ties::TakeAll, _) => "award.tie.taken",
            (Ties::Criteria(_), _) => "award.tie.undivided",
        };
        let said = Message::new(key)
            .with("unit", self.unit_name(&unit.unit))
            .with("group", tie.group)
            .with("score", crate::model::decimal::rounded(&tie.score, 2))
            .with("free", tie.free);
        Some(if key == "award.tie.undivided" { said.with("undivided", tie.undivided) } else { said })
    }

    fn gates_reading(&self) -> Option<Message> {
        let excluded = self.ranking.exclusions.iter().map(|exclusion| exclusion.award);
        let gates = Message::joined("reading.and-sentence", gates(self.rule, excluded).into_iter().map(|gate| self.words().gate(gate)))?;
        Some(Message::new("award.reading.gates").with("gates", gates))
    }

    /// The readings of other rules that the criteria rest on.
    fn rests_on(&self) -> Vec<Message> {
        let scheme = &self.core().scheme;
        let measures = |key| self.rule.criteria.iter().any(|criterion| criterion.key == key);
        let mut said = Vec::new();
        if measures(CriterionKey::Forms) {
            said.push(Message::new("rollup.reading-forms").with("days", scheme.form.min_days).with("due", scheme.form.due_day));
        }
        if measures(CriterionKey::Cadence) || self.rule.min_keeping.is_some() {
            said.extend(scheme.cadences.iter().map(|cadence| readings::cadence(scheme, cadence)));
        }
        said
    }
}

/// The name of the award that a `winners` pool is chosen from.
pub(super) fn other_name<'s>(scheme: &'s Scheme, rule: &AwardRule) -> &'s str {
    rule.winners_of.as_deref().and_then(|key| scheme.award(key)).map_or("", |award| award.name.as_str())
}

/// The same of the records behind a list.
pub(super) fn chosen_from<'s>(core: &'s Core, rule: &AwardRule) -> &'s str {
    other_name(&core.scheme, rule)
}

/// The gates in force, in the order in which they are judged.
pub(super) fn gates(rule: &AwardRule, excluded: impl Iterator<Item = usize>) -> Vec<GateKind> {
    let mut gates = Vec::new();
    gates.extend(rule.bar_disciplined.then_some(GateKind::Discipline));
    gates.extend(rule.min_keeping.as_ref().map(|_| GateKind::Keeping));
    gates.extend((!rule.stages.is_empty()).then_some(GateKind::Stages));
    gates.extend(rule.needs_nomination.map(|_| GateKind::Nomination));
    gates.extend(rule.needs_review.then_some(GateKind::Review));
    gates.extend((0..rule.gates.len()).map(GateKind::Measure));
    gates.extend(excluded.map(GateKind::Excluded));
    gates
}

/// A criterion with its weight and how it is measured.
pub(super) fn weighed(weighted: &Weighted) -> Message {
    Message::new("award.weighed")
        .word("criterion", criterion(weighted.key))
        .with("weight", weighted.weight.to_string())
        .with("reading", measured(&weighted.measurement))
}

/// How a criterion is measured.
fn measured(measurement: &Measurement) -> Message {
    match measurement {
        Measurement::Forms { late_credit } => Message::new("award.measured.forms").with("credit", late_credit.to_string()),
        Measurement::Cadence => Message::new("award.measured.cadence"),
        Measurement::Visits => Message::new("award.measured.visits"),
        Measurement::HelpedOutcomes { full } => Message::new("award.measured.helped-outcomes").with("full", decimal(full)),
        Measurement::HelpedProgress(measure) => Message::new("award.measured.helped-progress").with("grades", grades(measure)),
        Measurement::Developed { full } => Message::new("award.measured.developed").with("full", decimal(full)),
        Measurement::OwnOutcomes { full } => Message::new("award.measured.own-outcomes").with("full", decimal(full)),
        Measurement::Inspection => Message::new("award.measured.inspection"),
        Measurement::Grades(measure) => grades(measure),
        Measurement::Evaluation { what, full } => {
            Message::new("award.measured.evaluation").with("what", what.as_str()).with("full", decimal(full))
        }
        Measurement::Goals => Message::new("award.measured.goals"),
        Measurement::Review => Message::new("award.measured.review"),
    }
}

fn grades(measure: &GradeMeasure) -> Message {
    let key = match measure.better {
        Better::Higher => "award.measured.grades",
        Better::Lower => "award.measured.grades-lower",
    };
    Message::new(key).with("measure", measure.measure.as_str()).with("full", decimal(&measure.full))
}

/// What a criterion without data is worth.
pub(super) fn missing(missing: Missing) -> Message {
    Message::new(match missing {
        Missing::Zero => "award.reading.missing-zero",
        Missing::Skip => "award.reading.missing-skip",
    })
}

/// What happens to a tie across the cut.
pub(super) fn ties(rule: &AwardRule) -> Message {
    match &rule.ties {
        Ties::LeaveOut => Message::new("award.reading.leave-out"),
        Ties::TakeAll => Message::new("award.reading.take-all"),
        Ties::Criteria(keys) => {
            let named = Message::joined("reading.and", keys.iter().map(|key| Message::new(criterion(*key))));
            Message::new("award.reading.tie-criteria").with("criteria", named.unwrap_or(Message::new("award.unknown")))
        }
    }
}

/// The catalogue key under which a rounding is shown.
pub(super) fn rounding(rounding: Rounding) -> &'static str {
    match rounding {
        Rounding::Down => "award.rounding.down",
        Rounding::Nearest => "award.rounding.nearest",
        Rounding::Up => "award.rounding.up",
    }
}

/// The catalogue key under which a level is shown.
pub(super) fn level(level: Level) -> &'static str {
    match level {
        Level::College => "award.level.college",
        Level::Branch => "award.level.branch",
        Level::Class => "award.level.class",
        Level::Major => "award.level.major",
        Level::Grade => "award.level.grade",
    }
}
