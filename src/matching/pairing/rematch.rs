//! A helper drops out: who moves, with all other pairs kept where need allows it (rules.md R3). Whatever comes first in the scheme,
//! here need does, and then the running pairs.

use super::proposal::{Made, Proposal};
use super::question::Question;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::{Choice, Pair, PairIx, PersonIx};
use crate::model::scheme::PairingPolicy;

/// A running pair that ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The pair.
    pub pair: PairIx,
    /// Whether it was named; else it gives way to others.
    pub named: bool,
}

/// A change of helpers.
pub struct Rematch<'a> {
    /// All pairs from the first day on.
    pub proposal: Proposal<'a>,
    /// Pairs that end, by id.
    pub ended: Vec<Ended>,
    /// Pairs that begin.
    pub begun: Vec<Made>,
}

/// The question that arises when these pairs end on a day. The helper of each drops out, unless the student has left or the two must
/// be kept apart: then both are still there for others.
#[must_use]
pub fn rematch_question<'a>(core: &'a Core, choices: &'a [Choice], ending: &[PairIx], last_day: Day) -> Question<'a> {
    let mut question = Question::new(core, choices, last_day);
    question.first_day = last_day.next();
    question.policy = PairingPolicy::NeedFirst;
    let running = |(index, pair): (PairIx, &Pair)| (core.active(pair).last > last_day && pair.start <= last_day).then_some(index);
    question.kept = core.pairs.iter().filter_map(running).filter(|pair| !ending.contains(pair)).collect();
    question.open = question.kept.iter().chain(ending).copied().collect();
    // A pair that is to start later has its place already.
    question.counted_until = None;
    let drops_out = |pair: &PairIx| core.pairs.get(*pair).filter(|row| !may_stay(&question, row)).map(|row| row.helper);
    let out: Vec<PersonIx> = ending.iter().filter_map(drops_out).collect();
    question.out = out;
    question.bereft = ending.iter().filter_map(|pair| core.pairs.get(*pair)).map(|row| row.helped).collect();
    question
}

/// The question that pairs answered which began on a question's first day, as a change of helpers: those that ended on the day before ran
/// still, and dropped out whoever has no pair since or must be kept apart. None where no pair ended then.
#[must_use]
pub fn recorded_change<'a>(question: &Question<'a>) -> Option<Question<'a>> {
    let (core, first_day) = (question.core, question.first_day);
    let last_day = first_day.previous();
    let begun: Vec<PairIx> = core.pairs.iter().filter(|(_, row)| row.start == first_day).map(|(pair, _)| pair).collect();
    let goes_on = |row: &Pair| begun.iter().filter_map(|pair| core.pairs.get(*pair)).any(|new| new.helper == row.helper);
    let ended = core.pairs.iter().filter(|(_, row)| row.end == Some(last_day) && row.start <= last_day);
    let (gave_way, named): (Vec<_>, Vec<_>) = ended.partition(|(_, row)| goes_on(row) && !may_stay(question, row));
    let pairs = |rows: Vec<(PairIx, &Pair)>| rows.into_iter().map(|(pair, _)| pair).collect::<Vec<PairIx>>();
    let (gave_way, named) = (pairs(gave_way), pairs(named));
    if named.is_empty() {
        return None;
    }
    let mut change = rematch_question(core, question.choices, &named, last_day);
    change.kept.extend(&gave_way);
    change.open.extend(gave_way.iter().chain(&begun));
    change.counted_until = Some(first_day);
    let (seed, without) = (question.seed.clone(), question.without.clone());
    Some(Question { seed, without, levels: question.levels.clone(), profiles: question.profiles.clone(), ..change })
}

fn may_stay(question: &Question<'_>, pair: &Pair) -> bool {
    let left = |person| question.core.people.get(person).and_then(|row| row.left).is_some_and(|day| day <= question.first_day);
    let rows = question.core.committee.apart.rows.iter();
    let mut both = rows.filter(|row| (row.a, row.b) == (pair.helper, pair.helped) || (row.b, row.a) == (pair.helper, pair.helped));
    left(pair.helped) || both.any(|row| row.until.is_none_or(|day| day >= question.first_day))
}

impl<'a> Rematch<'a> {
    /// What ends and what begins by a proposal for a question of this kind.
    #[must_use]
    pub fn of(proposal: Proposal<'a>, ending: &[PairIx]) -> Self {
        let core = proposal.programme.question.core;
        let pairs = proposal.pairs();
        let mut made: Vec<(PersonIx, PersonIx)> = pairs.iter().map(|made| (made.helper, made.helped)).collect();
        made.sort_unstable();
        let gives_way = |pair: &PairIx| {
            let row = core.pairs.get(*pair);
            row.is_some_and(|row| made.binary_search(&(row.helper, row.helped)).is_err())
        };
        let named = ending.iter().map(|pair| Ended { pair: *pair, named: true });
        let others = proposal.programme.question.kept.iter().filter(|pair| gives_way(pair)).map(|pair| Ended { pair: *pair, named: false });
        let mut ended: Vec<Ended> = named.chain(others).collect();
        ended.sort_by(|one, other| core.pairs.id(one.pair).cmp(core.pairs.id(other.pair)));
        ended.dedup();
        let begun = pairs.into_iter().filter(|made| made.worth.kept == 0).collect();
        Self { proposal, ended, begun }
    }
}
