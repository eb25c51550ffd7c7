//! Proposals where a member did not do the duty (考核处理建议, 九（二）, rules.md R8): which threshold was reached, on which day, on the
//! strength of which records. What a branch's records say is in `records`, days without a pair in `unpaired`, the dates of an
//! extension in `extension`. Not here: deciding, which is for people; changing a stage, which no program does.

mod extension;
mod records;
#[cfg(test)]
mod tests;
mod unpaired;

use std::collections::BTreeMap;

use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::decimal::Fraction;
use crate::model::records::{DutyDecision, PersonIx, Seriousness};
use crate::model::word::{Measure, Stage};
use crate::rules::award::KeepingRate;

pub use extension::{Admission, Extension, Refusal, extension};
pub use records::{ContactSpot, DutyBreach, MissingForm, PairDuty, of_branch};
pub use unpaired::{Unpaired, first_run};

/// A threshold that was reached, with what it rests on.
#[derive(Clone, Debug)]
pub enum Ground {
    /// The keeping rate is below the limit.
    Keeping {
        /// The rate over all the member's pairs and cadences.
        rate: Fraction,
        /// The limit.
        limit: Fraction,
        /// Each pair's and cadence's rate.
        rates: Vec<KeepingRate>,
        /// The breaches with late days.
        breaches: Vec<DutyBreach>,
    },
    /// As many forms are missing as the limit says, or more; by the day on which they were due.
    Forms {
        /// The limit.
        limit: u32,
        /// All that are missing.
        missing: Vec<MissingForm>,
    },
    /// As many counted days without a pair as the limit says.
    NoPair(Unpaired),
    /// A serious finding about the person: its row in the inspections.
    Inspection(usize),
}

impl Ground {
    /// The stable word.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Keeping { .. } => "keeping",
            Self::Forms { .. } => "forms",
            Self::NoPair(_) => "no-pair",
            Self::Inspection(_) => "inspection",
        }
    }
}

/// A ground with its evidence day and what the scheme provides for the member's stage on that day.
#[derive(Clone, Debug)]
pub struct Raised {
    /// The threshold.
    pub ground: Ground,
    /// The evidence day.
    pub day: Day,
    /// The member's stage on that day.
    pub stage: Stage,
    /// What the scheme provides: 通报批评 for full, 延长预备期 for probationary members.
    pub measure: Measure,
}

impl Raised {
    /// The day from which on a decision answers it: of a gap that goes on its first late day, for the last one moves on day by day.
    fn arose(&self) -> Day {
        match &self.ground {
            Ground::Keeping { breaches, .. } => {
                let latest = breaches.iter().filter(|breach| breach.late.last == self.day);
                latest.map(|breach| breach.late.first).min().unwrap_or(self.day)
            }
            Ground::Forms { .. } | Ground::NoPair(_) | Ground::Inspection(_) => self.day,
        }
    }
}

/// What is proposed for a member, for people to decide.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The member.
    pub person: PersonIx,
    /// The grounds by evidence day; never empty.
    pub grounds: Vec<Raised>,
    /// Where an extension is proposed, its dates.
    pub extension: Option<Extension>,
    /// The latest decision on the member since the last ground arose, by its row.
    pub decision: Option<usize>,
}

impl Proposal {
    /// The ground with the latest evidence day: it says by which stage the member is judged.
    #[must_use]
    pub fn latest(&self) -> Option<&Raised> {
        self.grounds.last()
    }
}

/// What the scheme provides for a stage; nothing for those who are no members.
#[must_use]
pub fn measure_for(stage: Stage) -> Option<Measure> {
    match stage {
        Stage::Full => Some(Measure::Criticism),
        Stage::Probationary => Some(Measure::Extension),
        _ => None,
    }
}

/// All proposals as of a day, by branch and id. `pairs`: what every branch's records say (`of_branch`).
#[must_use]
pub fn propose(core: &Core, pairs: &[PairDuty], as_of: Day) -> Vec<Proposal> {
    if !core.scheme.duty.in_force {
        return Vec::new();
    }
    let mut by_helper: BTreeMap<PersonIx, Vec<&PairDuty>> = BTreeMap::new();
    for pair in pairs {
        let started = core.pairs.get(pair.pair).filter(|row| row.start <= as_of && row.helper.is_known());
        if let Some(row) = started {
            by_helper.entry(row.helper).or_default().push(pair);
        }
    }
    let own = |person: PersonIx| by_helper.get(&person).map(Vec::as_slice).unwrap_or_default();
    let mut proposals: Vec<Proposal> = core.people.iter().filter_map(|(person, _)| proposal(core, person, own(person), as_of)).collect();
    let place = |person: PersonIx| (core.people.get(person).map(|row| row.branch), core.people.id(person));
    proposals.sort_by(|a, b| place(a.person).cmp(&place(b.person)));
    proposals
}

fn proposal(core: &Core, person: PersonIx, pairs: &[&PairDuty], as_of: Day) -> Option<Proposal> {
    let found = [keeping(core, pairs), forms(core, pairs), no_pair(core, person, as_of)].into_iter().flatten();
    let found = found.chain(inspections(core, person, as_of));
    let raised = |(ground, day): (Ground, Day)| {
        let stage = core.stage_on(person, day)?;
        Some(Raised { ground, day, stage, measure: measure_for(stage)? })
    };
    let mut grounds: Vec<Raised> = found.filter_map(raised).collect();
    grounds.sort_by_key(|raised| raised.day);
    let (day, measure) = grounds.last().map(|raised| (raised.day, raised.measure))?;
    let extension = (measure == Measure::Extension).then(|| extension(core, person, day, as_of));
    let arose = grounds.iter().map(Raised::arose).max()?;
    Some(Proposal { person, grounds, extension, decision: decision(core, person, arose, as_of) })
}

/// The mean of the pairs' keeping rates, weighted by counted days (R7 `cadence`), if it is below the limit; the latest late day.
fn keeping(core: &Core, pairs: &[&PairDuty]) -> Option<(Ground, Day)> {
    let limit = core.scheme.duty.min_keeping.clone()?;
    let rates: Vec<KeepingRate> = pairs.iter().flat_map(|pair| pair.rates.iter().copied()).collect();
    let rate = KeepingRate::mean(rates.iter()).filter(|rate| *rate < limit)?;
    let mut breaches: Vec<DutyBreach> = pairs.iter().flat_map(|pair| pair.breaches.iter().copied()).collect();
    breaches.sort_by_key(|breach| (breach.late.first, breach.pair, breach.cadence));
    let day = breaches.iter().map(|breach| breach.late.last).max()?;
    Some((Ground::Keeping { rate, limit, rates, breaches }, day))
}

/// The day after the due day of the form that reached the limit.
fn forms(core: &Core, pairs: &[&PairDuty]) -> Option<(Ground, Day)> {
    let limit = core.scheme.duty.max_missing_forms?;
    let mut missing: Vec<MissingForm> = pairs.iter().flat_map(|pair| pair.missing.iter().copied()).collect();
    missing.sort_by_key(|form| (form.due, form.pair));
    let reaching = (limit as usize).checked_sub(1).and_then(|index| missing.get(index))?;
    let day = reaching.due.next();
    Some((Ground::Forms { limit, missing }, day))
}

fn no_pair(core: &Core, person: PersonIx, as_of: Day) -> Option<(Ground, Day)> {
    let run = first_run(core, person, core.scheme.duty.max_days_without_pair?, as_of)?;
    Some((Ground::NoPair(run), run.reached))
}

fn inspections(core: &Core, person: PersonIx, as_of: Day) -> impl Iterator<Item = (Ground, Day)> {
    let serious = core
        .committee
        .inspections
        .iter()
        .filter(move |(_, row)| row.person == Some(person) && row.serious == Seriousness::Serious && row.date <= as_of);
    serious.map(|(index, row)| (Ground::Inspection(index), row.date))
}

/// The decisions on a person dated up to a day, by row.
pub fn decisions(core: &Core, person: PersonIx, as_of: Day) -> impl Iterator<Item = (usize, &DutyDecision)> {
    core.committee.duty.iter().filter(move |(_, row)| row.person == person && row.date <= as_of)
}

fn decision(core: &Core, person: PersonIx, since: Day, as_of: Day) -> Option<usize> {
    let later = decisions(core, person, as_of).filter(|(_, row)| row.date >= since);
    later.max_by_key(|(_, row)| row.date).map(|(index, _)| index)
}
