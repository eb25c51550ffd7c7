//! The records that awards ask for, found by person and by pair, all as of one day: what came later is not in here.

use std::sync::Arc;

use super::keeping::KeepingRate;
use crate::model::dataset::{BranchRecords, Core};
use crate::model::day::{Day, Period};
use crate::model::decimal::Decimal;
use crate::model::records::{BranchIx, Goal, Nomination, Outcome, Pair, PairIx, PersonIx, Visit};
use crate::model::word::Side;
use crate::rules::forms::Forms;

/// Values by key, in the order of the keys.
#[derive(Debug)]
struct Groups<K, V>(Vec<(K, V)>);

impl<K: Ord + Copy, V: Ord + Copy> Groups<K, V> {
    fn new(values: impl Iterator<Item = (K, V)>) -> Self {
        let mut sorted: Vec<(K, V)> = values.collect();
        sorted.sort_unstable();
        Self(sorted)
    }

    fn of(&self, key: K) -> impl Iterator<Item = V> {
        let start = self.0.partition_point(|(known, _)| *known < key);
        self.0.iter().skip(start).take_while(move |(known, _)| *known == key).map(|(_, value)| *value)
    }
}

/// A nomination and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Nominated<'a> {
    /// The branch in whose file it is.
    pub branch: BranchIx,
    /// Its row.
    pub row: usize,
    /// The nomination.
    pub record: &'a Nomination,
}

/// What people decided of an award by a day.
#[derive(Clone, Debug)]
pub struct Decided {
    /// The file of the decision.
    pub file: Arc<str>,
    /// Its day.
    pub date: Day,
    /// Who gets the award, in the order of the indexes.
    pub taken: Vec<PersonIx>,
}

/// A dataset's records by person and pair, as of a day.
#[derive(Debug)]
pub struct RecordIndex<'a> {
    /// Scheme, roster, pairs, committee.
    pub core: &'a Core,
    /// The day of asking.
    pub as_of: Day,
    branches: &'a [BranchRecords],
    forms: Vec<Forms<'a>>,
    rates: &'a [KeepingRate],
    helper_pairs: Groups<PersonIx, PairIx>,
    helped_pairs: Groups<PersonIx, PairIx>,
    rates_of: Groups<PairIx, usize>,
    outcomes: Groups<PersonIx, usize>,
    visits: Groups<PersonIx, usize>,
    nominations: Groups<(u16, PersonIx), (BranchIx, usize)>,
    goals: Groups<PairIx, (BranchIx, usize)>,
    inspections: Groups<BranchIx, usize>,
}

impl<'a> RecordIndex<'a> {
    /// The records of all branches, in the scheme's order, as of a day, with the keeping rates of that day. Contacts are not looked at.
    #[must_use]
    pub fn new(core: &'a Core, branches: &'a [BranchRecords], rates: &'a [KeepingRate], as_of: Day) -> Self {
        let side = |side| Groups::new(started(core, as_of).map(move |(index, pair)| (Core::on_side(pair, side), index)));
        let outcomes = core.committee.outcomes.iter().filter(|(_, outcome)| outcome.date <= as_of);
        let visits = core.committee.visits.iter().filter(|(_, visit)| visit.date <= as_of);
        let inspections = core.committee.inspections.iter().filter(|(_, row)| row.date <= as_of && row.person.is_none());
        Self {
            core,
            as_of,
            branches,
            forms: branches.iter().map(|records| Forms::new(core, &records.forms)).collect(),
            rates,
            helper_pairs: side(Side::Helper),
            helped_pairs: side(Side::Helped),
            rates_of: Groups::new(rates.iter().enumerate().map(|(row, rate)| (rate.pair, row))),
            outcomes: Groups::new(outcomes.map(|(row, outcome)| (outcome.person, row))),
            visits: Groups::new(visits.map(|(row, visit)| (visit.person, row))),
            nominations: nominations(branches, as_of),
            goals: goals(branches),
            inspections: Groups::new(inspections.map(|(row, inspection)| (inspection.branch, row))),
        }
    }

    /// What people decided of an award by the day; then their decision counts, not what was computed.
    #[must_use]
    pub fn decided(&self, award: usize) -> Option<Decided> {
        let known = self.core.committee.decisions.iter().find(|known| known.award == award)?;
        let decision = known.decision.as_ref().filter(|decision| decision.date <= self.as_of)?;
        let mut taken: Vec<PersonIx> = decision.taken().filter(|person| person.is_known()).collect();
        taken.sort_unstable();
        taken.dedup();
        Some(Decided { file: Arc::clone(&known.file), date: decision.date, taken })
    }

    /// The pairs started by the day in which a person is on a side.
    pub fn pairs(&self, person: PersonIx, side: Side) -> impl Iterator<Item = (PairIx, &'a Pair)> {
        let groups = match side {
            Side::Helper => &self.helper_pairs,
            Side::Helped => &self.helped_pairs,
        };
        groups.of(person).filter_map(|index| self.core.pairs.get(index).map(|pair| (index, pair)))
    }

    /// All pairs started by the day.
    pub fn started(&self) -> impl Iterator<Item = (PairIx, &'a Pair)> {
        started(self.core, self.as_of)
    }

    /// A person's outcomes up to the day, by day.
    pub fn outcomes(&self, person: PersonIx) -> impl Iterator<Item = (usize, &'a Outcome)> {
        self.outcomes.of(person).filter_map(|row| self.core.committee.outcomes.rows.get(row).map(|outcome| (row, outcome)))
    }

    /// A person's visits up to the day, by day.
    pub fn visits(&self, person: PersonIx) -> impl Iterator<Item = (usize, &'a Visit)> {
        self.visits.of(person).filter_map(|row| self.core.committee.visits.rows.get(row).map(|visit| (row, visit)))
    }

    /// A person's nominations for an award, dated up to the day, in all branches' files.
    pub fn nominations(&self, award: usize, person: PersonIx) -> impl Iterator<Item = Nominated<'a>> {
        let key = (u16::try_from(award).unwrap_or(u16::MAX), person);
        self.nominations.of(key).filter_map(|(branch, row)| {
            let record = self.records(branch)?.nominations.rows.get(row)?;
            Some(Nominated { branch, row, record })
        })
    }

    /// Who nominated, as the file names them: a person of the roster or a branch.
    #[must_use]
    pub fn nominator(&self, nominated: &Nominated<'a>) -> &'a str {
        if nominated.record.by.is_known() {
            return self.core.people.id(nominated.record.by);
        }
        self.records(nominated.branch).map_or("", |records| records.nominations.text(nominated.row, "by"))
    }

    /// The goals of a pair, whenever they were set.
    pub fn goals(&self, pair: PairIx) -> impl Iterator<Item = (BranchIx, usize, &'a Goal)> {
        self.goals.of(pair).filter_map(|(branch, row)| {
            let goal = self.records(branch)?.goals.rows.get(row)?;
            Some((branch, row, goal))
        })
    }

    /// The ratings of a branch as a whole up to the day.
    pub fn inspections(&self, branch: BranchIx) -> impl Iterator<Item = (usize, Decimal)> {
        let rows = &self.core.committee.inspections.rows;
        self.inspections.of(branch).filter_map(|row| rows.get(row)?.rating.map(|rating| (row, rating)))
    }

    /// The keeping rates of a pair, by their index.
    pub fn rates(&self, pair: PairIx) -> impl Iterator<Item = (usize, &'a KeepingRate)> {
        self.rates_of.of(pair).filter_map(|row| self.rates.get(row).map(|rate| (row, rate)))
    }

    /// A keeping rate by its index.
    #[must_use]
    pub fn rate(&self, row: usize) -> Option<&'a KeepingRate> {
        self.rates.get(row)
    }

    /// The forms of a branch.
    #[must_use]
    pub fn forms(&self, branch: BranchIx) -> Option<&Forms<'a>> {
        self.forms.get(usize::from(branch.0))
    }

    /// The records of a branch.
    #[must_use]
    pub fn records(&self, branch: BranchIx) -> Option<&'a BranchRecords> {
        self.branches.get(usize::from(branch.0))
    }

    /// The scheme's time up to the day of asking.
    #[must_use]
    pub fn scheme_time(&self) -> Period {
        self.core.scheme.info.period.intersect(Period::new(Day::MIN, self.as_of))
    }
}

fn started(core: &Core, as_of: Day) -> impl Iterator<Item = (PairIx, &Pair)> {
    core.pairs.iter().filter(move |(_, pair)| pair.start <= as_of)
}

fn by_branch(branches: &[BranchRecords]) -> impl Iterator<Item = (BranchIx, &BranchRecords)> {
    branches.iter().enumerate().map(|(index, records)| (BranchIx(index as u16), records))
}

fn nominations(branches: &[BranchRecords], as_of: Day) -> Groups<(u16, PersonIx), (BranchIx, usize)> {
    Groups::new(by_branch(branches).flat_map(|(branch, records)| {
        let dated = records.nominations.iter().filter(move |(_, nomination)| nomination.date <= as_of);
        dated.map(move |(row, nomination)| ((nomination.award, nomination.person), (branch, row)))
    }))
}

fn goals(branches: &[BranchRecords]) -> Groups<PairIx, (BranchIx, usize)> {
    Groups::new(by_branch(branches).flat_map(|(branch, records)| records.goals.iter().map(move |(row, goal)| (goal.pair, (branch, row)))))
}
