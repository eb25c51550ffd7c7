//! Of whom an award's seats are reckoned (rules.md R7): the pool, and the unit that each person belongs to.

use std::collections::BTreeSet;

use super::fault::Fault;
use super::index::RecordIndex;
use crate::model::award_rule::{AwardRule, Level, Pool};
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::{BranchIx, Pair, PersonIx};
use crate::model::word::Side;

/// The unit whose seats a person competes for, in the order of the reports.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// The college as a whole.
    College,
    /// A branch, in the scheme's order.
    Branch(BranchIx),
    /// A class, a major or a grade as the roster names it.
    Named(String),
    /// The unit of those for whom the records name none.
    Unnamed,
}

/// The persons of an award's pool, each once, by id; `winners`: those of the award that a `winners` pool is chosen from. Errors: a
/// setting that the pool needs is missing.
pub fn pool(index: &RecordIndex<'_>, rule: &AwardRule, winners: &[PersonIx]) -> Result<Vec<PersonIx>, Fault> {
    let persons: BTreeSet<PersonIx> = match rule.pool {
        Pool::Paired => paired(index, rule.side, None),
        Pool::PairedOnCutoff => paired(index, rule.side, Some(cutoff(rule)?)),
        Pool::Members => members(index, rule)?,
        Pool::Winners => winners.iter().copied().collect(),
    };
    let mut known: Vec<PersonIx> = persons.into_iter().filter(|person| index.core.people.get(*person).is_some()).collect();
    known.sort_by(|a, b| index.core.people.id(*a).cmp(index.core.people.id(*b)));
    Ok(known)
}

fn cutoff(rule: &AwardRule) -> Result<Day, Fault> {
    rule.cutoff.ok_or_else(|| Fault::NoCutoff(rule.key.clone()))
}

/// Everyone on a side with a pair that started by the day of asking and, where a day is given, was active on it.
fn paired(index: &RecordIndex<'_>, side: Side, on: Option<Day>) -> BTreeSet<PersonIx> {
    let active = |pair: &Pair| on.is_none_or(|day| index.core.active(pair).contains(day));
    index.started().filter(|(_, pair)| active(pair)).map(|(_, pair)| Core::on_side(pair, side)).collect()
}

/// Everyone of the roster who was in one of the stages on the cut-off day, as far as the day of asking knows.
fn members(index: &RecordIndex<'_>, rule: &AwardRule) -> Result<BTreeSet<PersonIx>, Fault> {
    let day = cutoff(rule)?.min(index.as_of);
    if rule.pool_stages.is_empty() {
        return Err(Fault::NoPoolStages(rule.key.clone()));
    }
    let wanted = |person| index.core.stage_on(person, day).is_some_and(|stage| rule.pool_stages.contains(&stage));
    Ok(index.core.people.iter().map(|(person, _)| person).filter(|person| wanted(*person)).collect())
}

/// The unit that a person belongs to at a level.
#[must_use]
pub fn unit(index: &RecordIndex<'_>, level: Level, person: PersonIx) -> Unit {
    let named = |column| match index.core.people.text(person, column) {
        "" => Unit::Unnamed,
        text => Unit::Named(text.to_owned()),
    };
    match level {
        Level::College => Unit::College,
        Level::Branch => branch(index, person).map_or(Unit::Unnamed, Unit::Branch),
        Level::Class => named("class"),
        Level::Major => named("major"),
        Level::Grade => named("grade"),
    }
}

/// The branch that a person belongs to: the roster's, else that of the latest pair on either side (by start, then by id).
#[must_use]
pub fn branch(index: &RecordIndex<'_>, person: PersonIx) -> Option<BranchIx> {
    let of_roster = index.core.people.get(person).map(|known| known.branch).filter(|branch| *branch != BranchIx::NONE);
    of_roster.or_else(|| {
        let pairs = [Side::Helper, Side::Helped].into_iter().flat_map(|side| index.pairs(person, side));
        pairs.max_by_key(|(pair, known)| (known.start, index.core.pairs.id(*pair))).map(|(_, known)| known.branch)
    })
}
