//! What pairs cost, a line at a time: a student with every helper, or a helper with every student, those left out whom a hard rule bars.
//! Millions of pairs are asked for, so the rules are asked of a whole line in turn. Not here: the rules by name, for one pair (`sides`);
//! tests hold the two against each other.

use std::collections::HashMap;
use std::io;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::Builder;

use super::candidates::Candidate;
use super::sides::{Sides, TooLarge, is_too_far};
use super::wishes::Named;
use super::worth::{LOT_BITS, Weights};
use crate::matching::graph::Instance;
use crate::matching::lot::HelperLots;
use crate::model::netstring::netstring;
use crate::model::pairing_words::{CollegeRule, PairingScope, SexRule};
use crate::model::records::{BranchIx, PersonIx};
use crate::model::word::Side;

/// The eligible positions of a line, rising, with the cost of each.
pub(super) type Line = Vec<(usize, i128)>;

/// So many rows are filled at once.
const AT_ONCE: usize = 32;

/// With fewer pairs to look at than this a second thread costs more than it saves.
const WORTH_A_THREAD: usize = 100_000;

/// The instance of a question. Errors: numbers that could not be added up exactly.
pub(super) fn filled(sides: &Sides<'_>) -> Result<Instance, TooLarge> {
    let threads = match sides.row_count() * sides.column_count() / WORTH_A_THREAD {
        0 => 1,
        most => std::thread::available_parallelism().map_or(1, usize::from).min(most + 1),
    };
    filled_by(sides, threads)
}

/// The same instance, whatever the number of threads: each works out every so many-th batch of rows, and they are added in order.
pub(super) fn filled_by(sides: &Sides<'_>, threads: usize) -> Result<Instance, TooLarge> {
    let places: Vec<usize> = (0..sides.column_count()).map(|column| sides.helper(column).free as usize).collect();
    let mut instance = Instance::new(&places)?;
    let rows: Vec<usize> = (0..sides.row_count()).collect();
    let batches: Vec<&[usize]> = rows.chunks(AT_ONCE).collect();
    let mut add = |row: usize, line: Line| instance.add_row(&sides.outside[row], line).map_err(TooLarge::from);
    if threads <= 1 {
        let mut filling = Filling::new(sides);
        for batch in batches {
            batch.iter().zip(filling.rows(batch)).try_for_each(|(row, line)| add(*row, line))?;
        }
        return Ok(instance);
    }
    let is_filled = std::thread::scope(|scope| {
        let worker = |from: usize| -> io::Result<Receiver<Vec<Line>>> {
            let (give, take) = sync_channel(1);
            let own: Vec<&[usize]> = batches.iter().skip(from).step_by(threads).copied().collect();
            Builder::new().spawn_scoped(scope, move || {
                let mut filling = Filling::new(sides);
                // Nobody takes any more after an error.
                own.into_iter().map(|batch| filling.rows(batch)).try_for_each(|lines| give.send(lines)).ok()
            })?;
            Ok(take)
        };
        let Ok(workers) = (0..threads).map(worker).collect::<io::Result<Vec<_>>>() else { return Ok(false) };
        for (batch, worker) in batches.iter().zip(workers.iter().cycle()) {
            batch.iter().zip(worker.recv().unwrap_or_default()).try_for_each(|(row, line)| add(*row, line))?;
        }
        Ok::<bool, TooLarge>(true)
    })?;
    // The system gives no more threads.
    if is_filled { Ok(instance) } else { filled_by(sides, 1) }
}

/// Those with a place on one side.
struct Pool<'p> {
    candidates: Vec<&'p Candidate>,
    persons: Vec<PersonIx>,
    /// With whom of the other side each of them may stay a pair.
    kept: HashMap<PersonIx, Vec<PersonIx>>,
}

impl<'p> Pool<'p> {
    fn of(candidates: Vec<&'p Candidate>, kept: impl Iterator<Item = (PersonIx, PersonIx)>) -> Self {
        let persons = candidates.iter().map(|candidate| candidate.person).collect();
        let mut by_person: HashMap<PersonIx, Vec<PersonIx>> = HashMap::new();
        kept.for_each(|(one, other)| by_person.entry(one).or_default().push(other));
        Self { candidates, persons, kept: by_person }
    }
}

/// What stays the same from line to line.
pub(super) struct Filling<'p, 'a> {
    sides: &'p Sides<'a>,
    helpers: Pool<'p>,
    students: Pool<'p>,
    weights: Weights,
    /// By column; none where no lot is drawn.
    lots: Vec<HelperLots>,
}

impl<'p, 'a> Filling<'p, 'a> {
    pub(super) fn new(sides: &'p Sides<'a>) -> Self {
        let people = &sides.question.core.people;
        let helpers = Pool::of((0..sides.column_count()).map(|column| sides.helper(column)).collect(), sides.kept_pairs());
        let turned = sides.kept_pairs().map(|(helper, helped)| (helped, helper));
        let students = Pool::of((0..sides.row_count()).map(|row| sides.student(row)).collect(), turned);
        let lots = sides.question.seed.as_deref().map(|seed| {
            let lots = helpers.persons.iter().map(|helper| HelperLots::new(seed, people.id(*helper)));
            lots.collect()
        });
        Self { sides, helpers, students, weights: sides.packing.weights(), lots: lots.unwrap_or_default() }
    }

    /// The columns of some rows.
    pub(super) fn rows(&mut self, rows: &[usize]) -> Vec<Line> {
        let students: Vec<&Candidate> = rows.iter().map(|row| self.students.candidates[*row]).collect();
        let eligible: Vec<Vec<bool>> = students.iter().map(|student| self.eligible(Side::Helped, student)).collect();
        let lots = self.drawn(&students, &eligible);
        let line = |(at, student): (usize, &&Candidate)| {
            let costs = self.costs(Side::Helped, student);
            self.line(&eligible[at], &costs, |column| lots.get(at).map_or(0, |lots| lots[column]))
        };
        students.iter().enumerate().map(line).collect()
    }

    /// The rows of a column.
    pub(super) fn column(&mut self, column: usize) -> Line {
        let helper = self.helpers.candidates[column];
        let (eligible, costs) = (self.eligible(Side::Helper, helper), self.costs(Side::Helper, helper));
        let people = &self.sides.question.core.people;
        let mut drawn = vec![0; eligible.len()];
        if let Some(lots) = self.lots.get_mut(column) {
            let own = (0..eligible.len()).filter(|row| eligible[*row]);
            own.for_each(|row| drawn[row] = lots.with(&netstring(people.id(self.students.persons[row])), LOT_BITS));
        }
        self.line(&eligible, &costs, |row| drawn[row])
    }

    fn line(&self, eligible: &[bool], costs: &[i128], lot: impl Fn(usize) -> u64) -> Line {
        let others = (0..eligible.len()).filter(|other| eligible[*other]);
        others.map(|other| (other, costs[other] - i128::from(lot(other)) * self.weights.lot)).collect()
    }

    /// Those with a place on a side, and on the other.
    fn pools(&self, side: Side) -> (&Pool<'p>, &Pool<'p>) {
        match side {
            Side::Helped => (&self.students, &self.helpers),
            Side::Helper => (&self.helpers, &self.students),
        }
    }

    /// Where somebody of the other side is in a line.
    fn at(&self, side: Side, other: PersonIx) -> Option<usize> {
        match side {
            Side::Helped => self.sides.column_of(other),
            Side::Helper => self.sides.row_of(other),
        }
    }

    /// Whether no hard rule bars the pair of somebody on a side with each of the other.
    fn eligible(&self, side: Side, one: &Candidate) -> Vec<bool> {
        let others = &self.pools(side).1.candidates;
        let mut eligible = match &self.sides.question.costs {
            _ if one.bar.is_some() => vec![false; others.len()],
            None => self.allowed_by_settings(side, one),
            Some(costs) => {
                let mut eligible = vec![false; others.len()];
                let own = costs.with(side, one.person).into_iter().filter_map(|(other, _)| self.at(side, other));
                own.filter(|at| others[*at].bar.is_none()).for_each(|at| eligible[at] = true);
                eligible
            }
        };
        let parted = self.sides.apart_from(one.person).chain([one.person]);
        parted.filter_map(|other| self.at(side, other)).for_each(|at| eligible[at] = false);
        self.kept_with(side, one.person).for_each(|at| eligible[at] = true);
        eligible
    }

    fn kept_with(&self, side: Side, one: PersonIx) -> impl Iterator<Item = usize> {
        let kept = self.pools(side).0.kept.get(&one).into_iter().flatten();
        kept.filter_map(move |other| self.at(side, *other))
    }

    fn allowed_by_settings(&self, side: Side, one: &Candidate) -> Vec<bool> {
        let rules = &self.sides.question.core.scheme.pairing;
        let college = rules.college == CollegeRule::Same;
        let sex = rules.sex == SexRule::Same;
        let branch = rules.scope == PairingScope::Own;
        let allowed = |other: &&Candidate| {
            let (helper, student) = if side == Side::Helper { (one, *other) } else { (*other, one) };
            other.bar.is_none()
                && (!college || helper.college == student.college)
                && (!sex || helper.sex != 0 && helper.sex == student.sex)
                && (!branch || student.branch == BranchIx::NONE || helper.branch == student.branch)
                && !is_too_far(rules.grade_distance, helper.year, student.year)
        };
        self.pools(side).1.candidates.iter().map(allowed).collect()
    }

    /// What the pair of somebody with each of the other side costs without the lot, whether or not it may be made.
    fn costs(&self, side: Side, one: &Candidate) -> Vec<i128> {
        let (question, others) = (&self.sides.question, self.pools(side).1);
        let mut costs = vec![0; others.persons.len()];
        if let Some(own) = &question.costs {
            for (at, cost) in own.with(side, one.person).into_iter().filter_map(|(other, cost)| Some((self.at(side, other)?, cost))) {
                costs[at] = -(i128::from(self.sides.packing.saving(cost)) * self.weights.saving);
            }
            return costs;
        }
        if question.core.scheme.pairing.scope == PairingScope::OwnFirst {
            let own = |other: &Candidate| other.branch == one.branch;
            let pairs = others.candidates.iter().zip(&mut costs);
            pairs.for_each(|(other, cost)| *cost -= if own(other) { self.weights.own_branch } else { 0 });
        }
        for (units, cost) in self.sides.fit_with(side, one.person, &others.persons).iter().flatten().zip(&mut costs) {
            *cost -= i128::from(*units) * self.weights.fit;
        }
        self.kept_with(side, one.person).for_each(|at| costs[at] -= self.weights.kept);
        for (other, named) in self.sides.choices_with(side, one.person) {
            let mutual = if named == Named::Both { self.weights.mutual } else { 0 };
            self.at(side, other).into_iter().for_each(|at| costs[at] -= self.weights.named + mutual);
        }
        costs
    }

    /// The lots of some students with all columns that they may take; nothing where none are drawn. A helper's are drawn one after the
    /// other, while what they have alike is at hand.
    fn drawn(&mut self, students: &[&Candidate], eligible: &[Vec<bool>]) -> Vec<Vec<u64>> {
        if self.lots.is_empty() {
            return Vec::new();
        }
        let people = &self.sides.question.core.people;
        let ids: Vec<String> = students.iter().map(|student| netstring(people.id(student.person))).collect();
        let mut drawn = vec![vec![0; self.helpers.persons.len()]; students.len()];
        for (column, lots) in self.lots.iter_mut().enumerate() {
            for (at, id) in ids.iter().enumerate().filter(|(at, _)| eligible[*at][column]) {
                drawn[at][column] = lots.with(id, LOT_BITS);
            }
        }
        drawn
    }
}
