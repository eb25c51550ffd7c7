//! Both sides of a question: who has a free place, which rules bar a pair, what speaks for it. Rows are students and columns helpers,
//! each in the order of ids, so that the order of the files changes nothing. Not here: what every pair costs (`filling`, `programme`).

use std::collections::{HashMap, HashSet};

use super::bar::Bar;
use super::candidates::{Candidate, Pools, planned};
use super::fit::Fit;
use super::question::Question;
use super::wishes::{Named, Wishes};
use super::worth::{LOT_BITS, Packing, Widths, Worth};
use crate::matching::graph::InstanceError;
use crate::matching::lexicographic::TierError;
use crate::matching::lot::lot;
use crate::model::pairing_words::{CollegeRule, FitAttribute, PairingScope, SexRule};
use crate::model::records::{BranchIx, PersonIx};
use crate::model::word::Side;

/// The numbers are too large to calculate with exactly: too many people, points or costs at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooLarge;

impl From<TierError> for TooLarge {
    fn from(_: TierError) -> Self {
        Self
    }
}

impl From<InstanceError> for TooLarge {
    fn from(_: InstanceError) -> Self {
        Self
    }
}

/// The row or column of each person.
struct Places(Vec<u32>);

impl Places {
    const NONE: u32 = u32::MAX;

    fn new(pool: &[Candidate], used: &[usize]) -> Self {
        let persons = used.iter().map(|&at| pool[at].person.0 as usize);
        let mut places = vec![Self::NONE; persons.clone().max().map_or(0, |most| most + 1)];
        persons.enumerate().for_each(|(place, person)| places[person] = place as u32);
        Self(places)
    }

    fn of(&self, person: PersonIx) -> Option<usize> {
        self.0.get(person.0 as usize).filter(|place| **place != Self::NONE).map(|place| *place as usize)
    }
}

/// A question with everybody's places.
pub struct Sides<'a> {
    /// The question.
    pub question: Question<'a>,
    /// Everybody who may help, by id.
    pub helpers: Vec<Candidate>,
    /// Everybody who may be helped, by id.
    pub students: Vec<Candidate>,
    /// The helpers with a free place, as positions among `helpers`.
    columns: Vec<usize>,
    /// The students with a free place, as positions among `students`.
    rows: Vec<usize>,
    column_at: Places,
    row_at: Places,
    kept: HashSet<(PersonIx, PersonIx)>,
    /// Those who must not be paired, each way, sorted.
    apart: Vec<(PersonIx, PersonIx)>,
    wishes: Wishes,
    fit: Fit,
    pub(super) packing: Packing,
    /// What each place of each row costs that stays without a helper.
    pub(super) outside: Vec<Vec<i128>>,
}

impl<'a> Sides<'a> {
    /// Finds out who has a place. Errors: numbers that could not be added up exactly.
    pub fn of(question: Question<'a>) -> Result<Self, TooLarge> {
        let (helpers, students) = {
            let mut pools = Pools::of(&question);
            (pools.side(Side::Helper), pools.side(Side::Helped))
        };
        let fit = Fit::of(&question);
        let apart = apart(&question);
        let kept = kept(&question, &apart);
        let columns = usable(&helpers, Side::Helper, &kept);
        let rows = usable(&students, Side::Helped, &kept);
        let free = |pool: &[Candidate], used: &[usize]| used.iter().map(|&at| pool[at].free as usize).sum::<usize>();
        let widths = Widths {
            level: rows.iter().map(|&at| question.levels.of(students[at].person)).max().unwrap_or(1),
            fit: fit.most().ok_or(TooLarge)?,
            pairs: free(&helpers, &columns).min(free(&students, &rows)),
        };
        let packing = Packing::of(&question, &widths)?;
        let outside = |&at: &usize| {
            let student: &Candidate = &students[at];
            let bereft = question.bereft.contains(&student.person);
            packing.outside(question.levels.of(student.person), bereft, student.running, student.free)
        };
        let outside = rows.iter().map(outside).collect::<Result<_, _>>()?;
        let wishes = Wishes::of(&question);
        let (column_at, row_at) = (Places::new(&helpers, &columns), Places::new(&students, &rows));
        Ok(Self { question, helpers, students, columns, rows, column_at, row_at, kept, apart, wishes, fit, packing, outside })
    }

    /// How many students have a free place.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// How many helpers have a free place.
    #[must_use]
    pub fn column_count(&self) -> usize {
        self.columns.len()
    }

    /// The running pairs that may be kept, in no order.
    pub(super) fn kept_pairs(&self) -> impl Iterator<Item = (PersonIx, PersonIx)> {
        self.kept.iter().copied()
    }

    /// Those who must not be paired with a person.
    pub(super) fn apart_from(&self, person: PersonIx) -> impl Iterator<Item = PersonIx> {
        let first = self.apart.partition_point(|(one, _)| *one < person);
        self.apart[first..].iter().take_while(move |(one, _)| *one == person).map(|(_, other)| *other)
    }

    /// The choices of somebody on a side and of others with that person, in no order.
    pub(super) fn choices_with(&self, side: Side, one: PersonIx) -> Vec<(PersonIx, Named)> {
        self.wishes.with(side, one)
    }

    /// The points in units of somebody on a side with each of the other; none where nothing earns points.
    pub(super) fn fit_with(&self, side: Side, one: PersonIx, others: &[PersonIx]) -> Option<Vec<u64>> {
        (self.fit.most() != Some(0)).then(|| self.fit.units_with(side, one, others))
    }

    /// How many units each attribute earns where the two share it.
    pub(super) fn fit_table(&self) -> impl Iterator<Item = (FitAttribute, u64)> {
        self.fit.table()
    }

    /// A person's entries on a side that may earn points, as numbers that mean the same only within one reading of the roster; the years
    /// of grades are the candidate's own.
    pub(super) fn fit_numbers(&self, side: Side, person: PersonIx) -> impl Iterator<Item = (FitAttribute, Vec<u32>)> {
        self.fit.numbers(side, person)
    }

    /// The student of a row.
    #[must_use]
    pub fn student(&self, row: usize) -> &Candidate {
        &self.students[self.rows[row]]
    }

    /// The helper of a column.
    #[must_use]
    pub fn helper(&self, column: usize) -> &Candidate {
        &self.helpers[self.columns[column]]
    }

    /// The row of a student with a free place.
    #[must_use]
    pub fn row_of(&self, person: PersonIx) -> Option<usize> {
        self.row_at.of(person)
    }

    /// The column of a helper with a free place.
    #[must_use]
    pub fn column_of(&self, person: PersonIx) -> Option<usize> {
        self.column_at.of(person)
    }

    /// The first hard rule that bars a pair.
    #[must_use]
    pub fn bar(&self, helper: &Candidate, student: &Candidate) -> Option<Bar> {
        self.bars(helper, student).next()
    }

    /// All hard rules that bar a pair, in their order. A pair that runs and may be kept is barred by none.
    pub fn bars(&self, helper: &Candidate, student: &Candidate) -> impl Iterator<Item = Bar> {
        let rules = &self.question.core.scheme.pairing;
        let runs = !self.kept.is_empty() && self.kept.contains(&(helper.person, student.person));
        let settings = self.question.costs.is_none();
        let unknown_or_other = |one: u32, other: u32| one == 0 || one != other;
        let elsewhere = helper.branch != student.branch && student.branch != BranchIx::NONE;
        let tests = [
            (Bar::SamePerson, helper.person == student.person),
            (Bar::Apart, self.are_apart(helper.person, student.person)),
            (Bar::College, settings && rules.college == CollegeRule::Same && helper.college != student.college),
            (Bar::Sex, settings && rules.sex == SexRule::Same && unknown_or_other(helper.sex, student.sex)),
            (Bar::Branch, settings && rules.scope == PairingScope::Own && elsewhere),
            (Bar::GradeDistance, settings && is_too_far(rules.grade_distance, helper.year, student.year)),
            (Bar::NoCost, !settings && self.cost(helper.person, student.person).is_none()),
        ];
        let taken = [(Bar::HelperTaken, helper.free == 0), (Bar::HelpedTaken, student.free == 0)];
        let own = [student.bar, helper.bar].into_iter().flatten();
        let bars = tests.into_iter().filter(|(_, bars)| *bars).map(|(bar, _)| bar);
        let bars = own.chain(bars).chain(taken.into_iter().filter(|(_, bars)| *bars).map(|(bar, _)| bar));
        bars.filter(move |_| !runs)
    }

    fn are_apart(&self, one: PersonIx, other: PersonIx) -> bool {
        self.apart.binary_search(&(one, other)).is_ok()
    }

    fn cost(&self, helper: PersonIx, student: PersonIx) -> Option<i128> {
        self.question.costs.as_ref()?.get(helper, student)
    }

    /// What speaks for a pair.
    #[must_use]
    pub fn worth(&self, helper: PersonIx, student: PersonIx) -> Worth {
        let people = &self.question.core.people;
        let drawn = self.question.seed.as_deref().map(|seed| lot(seed, people.id(helper), people.id(student), LOT_BITS));
        Worth { lot: drawn.unwrap_or(0), ..self.plain_worth(helper, student) }
    }

    /// What speaks for a pair, without the lot.
    #[must_use]
    pub fn plain_worth(&self, helper: PersonIx, student: PersonIx) -> Worth {
        if self.question.costs.is_some() {
            return Worth { cost: self.cost(helper, student), ..Worth::default() };
        }
        let core = self.question.core;
        let branch = |person| core.people.get(person).map_or(BranchIx::NONE, |row| row.branch);
        let prefers = core.scheme.pairing.scope == PairingScope::OwnFirst;
        Worth {
            kept: u64::from(self.kept.contains(&(helper, student))),
            own_branch: u64::from(prefers && branch(helper) == branch(student)),
            named: self.wishes.of_pair(helper, student),
            fit: self.fit.units(helper, student),
            ..Worth::default()
        }
    }

    /// What the pair of a row and a column costs, if no hard rule bars it.
    pub(super) fn cost_of(&self, row: usize, column: usize) -> Option<i128> {
        let (helper, student) = (self.helper(column), self.student(row));
        let worth = self.bar(helper, student).is_none().then(|| self.worth(helper.person, student.person))?;
        self.packing.pair(&worth).ok()
    }

    /// Whether any two named each other.
    #[must_use]
    pub fn has_mutual_choice(&self) -> bool {
        self.wishes.has_mutual()
    }

    /// What a pair's points are made of.
    #[must_use]
    pub fn shares(&self, helper: PersonIx, student: PersonIx) -> Vec<super::FitShare> {
        if self.question.costs.is_some() { Vec::new() } else { self.fit.shares(helper, student) }
    }

    /// Digits after the point of the points.
    #[must_use]
    pub fn fit_places(&self) -> u8 {
        self.fit.places()
    }

    /// Counts what bars each pair of a person with everybody of the other side, one rule a pair, the most frequent first.
    #[must_use]
    pub fn counted(bars: impl Iterator<Item = Bar>) -> Vec<(Bar, usize)> {
        let mut counts: HashMap<Bar, usize> = HashMap::new();
        bars.for_each(|bar| *counts.entry(bar).or_default() += 1);
        let mut counts: Vec<(Bar, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(bar, count)| (std::cmp::Reverse(*count), *bar));
        counts
    }
}

/// Those with a free place whom no rule bars by themselves, or whose pair may be kept: positions in the pool.
fn usable(pool: &[Candidate], side: Side, kept: &HashSet<(PersonIx, PersonIx)>) -> Vec<usize> {
    let stays: HashSet<PersonIx> = kept.iter().map(|pair| on_side(*pair, side)).collect();
    let usable = |candidate: &Candidate| candidate.free > 0 && (candidate.bar.is_none() || stays.contains(&candidate.person));
    (0..pool.len()).filter(|&at| usable(&pool[at])).collect()
}

fn on_side((helper, helped): (PersonIx, PersonIx), side: Side) -> PersonIx {
    if side == Side::Helper { helper } else { helped }
}

/// Whether two years are further from each other than is allowed; where one is not known, that cannot be said, and the pair is barred.
pub(super) fn is_too_far(most: Option<u32>, helper: Option<i64>, student: Option<i64>) -> bool {
    let Some(most) = most else { return false };
    let distance = helper.zip(student).map(|(one, other)| one.abs_diff(other));
    distance.is_none_or(|distance| distance > u64::from(most))
}

/// The running pairs that may be kept: neither has left or drops out, and they need not be kept apart.
fn kept(question: &Question<'_>, apart: &[(PersonIx, PersonIx)]) -> HashSet<(PersonIx, PersonIx)> {
    let core = question.core;
    let stays = |person: PersonIx| core.people.get(person).and_then(|row| row.left).is_none_or(|day| day > question.first_day);
    let pairs = question.kept.iter().filter_map(|pair| core.pairs.get(*pair)).map(|pair| (pair.helper, pair.helped));
    let sound = pairs.filter(|&(helper, helped)| stays(helper) && stays(helped) && !question.out.contains(&helper));
    sound.filter(|pair| apart.binary_search(pair).is_err()).collect()
}

/// Everybody who must not be paired on a day that a new pair would have, each way.
fn apart(question: &Question<'_>) -> Vec<(PersonIx, PersonIx)> {
    let period = planned(question);
    let rows = question.core.committee.apart.rows.iter();
    let holds = rows.filter(|row| row.since.is_none_or(|day| day <= period.last) && row.until.is_none_or(|day| day >= period.first));
    let mut both: Vec<_> = holds.flat_map(|row| [(row.a, row.b), (row.b, row.a)]).collect();
    both.sort_unstable();
    both.dedup();
    both
}
