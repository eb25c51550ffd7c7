//! The criteria that the program knows (rules.md R7), each a fraction from 0 to 1 or missing, with the records it rests on.

use std::collections::{BTreeMap, BTreeSet};

use num_traits::{One, Zero};

use super::index::{Nominated, RecordIndex};
use super::keeping::KeepingRate;
use super::measurement::{GradeMeasure, Measurement};
use super::term::{Met, Term};
use crate::model::award_rule::Better;
use crate::model::day::Day;
use crate::model::decimal::{Decimal, Fraction, fraction};
use crate::model::records::{BranchIx, Outcome, Pair, PairIx, PersonIx};
use crate::model::scheme::Scheme;
use crate::model::word::{OutcomeKind, Review, Side, Stage};
use crate::rules::forms::{Delivery, FormStanding};

/// A criterion's fraction, nothing where there are no data, and what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// From 0 to 1.
    pub fraction: Option<Fraction>,
    /// The records, in their order.
    pub terms: Vec<Term>,
}

/// A person seen from the side that an award is for.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The records.
    pub index: &'a RecordIndex<'a>,
    /// Index of the award in the scheme.
    pub award: usize,
    /// The award's side.
    pub side: Side,
    /// The person.
    pub person: PersonIx,
}

/// The points of an honour or a discipline: its own, else its level's; a blank level is 0. Other outcomes have only their own.
#[must_use]
pub fn points(scheme: &Scheme, outcome: &Outcome) -> Fraction {
    let table = match outcome.kind {
        OutcomeKind::Honour => scheme.honour_points.as_slice(),
        OutcomeKind::Discipline => scheme.discipline_points.as_slice(),
        OutcomeKind::Stage | OutcomeKind::Grade | OutcomeKind::Other => &[],
    };
    let of_level = || outcome.level.and_then(|level| table.get(usize::from(level))).map(|(_, points)| *points);
    outcome.points.or_else(of_level).map_or_else(Fraction::zero, Decimal::fraction)
}

impl<'a> Subject<'a> {
    /// Measures one criterion.
    #[must_use]
    pub fn measure(&self, measurement: &Measurement) -> Measured {
        match measurement {
            Measurement::Forms { late_credit } => self.forms(late_credit),
            Measurement::Cadence => self.cadence(),
            Measurement::Visits => self.visits(),
            Measurement::HelpedOutcomes { full } => self.helped_outcomes(full),
            Measurement::HelpedProgress(measure) => self.helped_progress(measure),
            Measurement::Developed { full } => self.developed(full),
            Measurement::OwnOutcomes { full } => self.own_outcomes(full),
            Measurement::Inspection => self.inspection(),
            Measurement::Grades(measure) => self.grades(measure),
            Measurement::Evaluation { what, full } => self.evaluation(what, full),
            Measurement::Goals => self.goals(),
            Measurement::Review => self.review(),
        }
    }

    /// The person's pairs that started by the day.
    pub fn pairs(&self) -> impl Iterator<Item = (PairIx, &'a Pair)> {
        self.index.pairs(self.person, self.side)
    }

    fn forms(&self, late_credit: &Fraction) -> Measured {
        let mut terms = Vec::new();
        for (pair, known) in self.pairs() {
            let Some(forms) = self.index.forms(known.branch) else { continue };
            let settled = forms.of_pair(pair, self.index.as_of).filter(|standing| standing.state != Delivery::Pending);
            terms.extend(settled.map(|standing| {
                let credit = form_credit(&standing, late_credit);
                Term::Form { branch: known.branch, standing, credit }
            }));
        }
        let credits = terms.iter().map(|term| if let Term::Form { credit, .. } = term { credit.clone() } else { Fraction::zero() });
        Measured { fraction: mean(credits), terms }
    }

    fn cadence(&self) -> Measured {
        let rates: Vec<_> = self.pairs().flat_map(|(pair, _)| self.index.rates(pair)).collect();
        let fraction = KeepingRate::mean(rates.iter().map(|(_, rate)| *rate));
        Measured { fraction, terms: rates.into_iter().map(|(row, _)| Term::Keeping(row)).collect() }
    }

    fn visits(&self) -> Measured {
        let visits = &self.index.core.committee.visits;
        let rows: BTreeSet<usize> = self
            .pairs()
            .flat_map(|(_, pair)| self.index.visits(pair.helped).filter(|(_, visit)| self.index.core.active(pair).contains(visit.date)))
            .filter(|(_, visit)| visit.score.is_some())
            .map(|(row, _)| row)
            .collect();
        let scores = rows.iter().filter_map(|row| visits.rows.get(*row).and_then(|visit| visit.score)).map(percent);
        Measured { fraction: mean(scores), terms: rows.into_iter().map(Term::Visit).collect() }
    }

    /// The outcomes of the helped persons on days on which they were paired with this person, by row.
    fn helped_while_paired(&self) -> BTreeMap<usize, &'a Outcome> {
        let of_pair = |pair: &'a Pair| {
            let active = self.index.core.active(pair);
            self.index.outcomes(pair.helped).filter(move |(_, outcome)| active.contains(outcome.date))
        };
        self.pairs().flat_map(|(_, pair)| of_pair(pair)).collect()
    }

    fn helped_outcomes(&self, full: &Fraction) -> Measured {
        self.points_of(self.helped_while_paired().into_iter().filter(|(_, outcome)| is_merit(outcome.kind)), full)
    }

    fn own_outcomes(&self, full: &Fraction) -> Measured {
        let time = self.index.scheme_time();
        let own = self.index.outcomes(self.person);
        self.points_of(own.filter(|(_, outcome)| is_merit(outcome.kind) && time.contains(outcome.date)), full)
    }

    fn evaluation(&self, what: &str, full: &Fraction) -> Measured {
        let named = |row: usize| self.index.core.committee.outcomes.text(row, "what") == what;
        let own = self.index.outcomes(self.person);
        self.points_of(own.filter(|(row, outcome)| outcome.kind == OutcomeKind::Other && named(*row)), full)
    }

    /// The sum of points against the full marks. No outcome at all is 0, not missing.
    fn points_of(&self, outcomes: impl Iterator<Item = (usize, &'a Outcome)>, full: &Fraction) -> Measured {
        let scheme = &self.index.core.scheme;
        let rows: Vec<(usize, Fraction)> = outcomes.map(|(row, outcome)| (row, points(scheme, outcome))).collect();
        let sum: Fraction = rows.iter().map(|(_, points)| points).sum();
        let terms = rows.into_iter().map(|(row, points)| Term::Points { row, points }).collect();
        Measured { fraction: Some(clamped(sum / full)), terms }
    }

    fn helped_progress(&self, measure: &GradeMeasure) -> Measured {
        let helped: BTreeSet<PersonIx> = self.pairs().map(|(_, pair)| pair.helped).collect();
        let terms: Vec<Term> = helped.into_iter().map(|person| progress(self.index, person, Side::Helped, measure)).collect();
        let known = terms.iter().filter_map(|term| if let Term::Progress { fraction, .. } = term { Some(fraction.clone()) } else { None });
        Measured { fraction: mean(known), terms }
    }

    fn grades(&self, measure: &GradeMeasure) -> Measured {
        let term = progress(self.index, self.person, self.side, measure);
        let fraction = if let Term::Progress { fraction, .. } = &term { Some(fraction.clone()) } else { None };
        Measured { fraction, terms: vec![term] }
    }

    fn developed(&self, full: &Fraction) -> Measured {
        let mut first: BTreeMap<PersonIx, usize> = BTreeMap::new();
        for (row, outcome) in self.helped_while_paired() {
            if outcome.kind == OutcomeKind::Stage && outcome.stage == Some(Stage::Probationary) {
                first.entry(outcome.person).or_insert(row);
            }
        }
        let rows: BTreeSet<usize> = first.into_values().collect();
        let count = fraction(rows.len() as i64, 1);
        Measured { fraction: Some(clamped(count / full)), terms: rows.into_iter().map(Term::Developed).collect() }
    }

    fn inspection(&self) -> Measured {
        let branch = self.index.core.people.get(self.person).map_or(BranchIx::NONE, |person| person.branch);
        let rows: Vec<(usize, Decimal)> = self.index.inspections(branch).collect();
        let ratings = rows.iter().map(|(_, rating)| percent(*rating));
        Measured { fraction: mean(ratings), terms: rows.iter().map(|(row, _)| Term::Inspection(*row)).collect() }
    }

    fn goals(&self) -> Measured {
        let as_of = self.index.as_of;
        let goals: Vec<(BranchIx, usize, Met)> = self
            .pairs()
            .flat_map(|(pair, _)| self.index.goals(pair))
            .map(|(branch, row, goal)| (branch, row, if goal.met.is_some_and(|day| day <= as_of) { Met::Met } else { Met::Open }))
            .collect();
        let met = goals.iter().map(|(_, _, met)| if *met == Met::Met { Fraction::one() } else { Fraction::zero() });
        let fraction = mean(met);
        Measured { fraction, terms: goals.into_iter().map(|(branch, row, met)| Term::Goal { branch, row, met }).collect() }
    }

    fn review(&self) -> Measured {
        let scored = self
            .nominations()
            .filter(|nominated| known_review(nominated, self.index.as_of).is_some() && nominated.record.review_score.is_some());
        let latest = self.latest(scored);
        let fraction = latest.and_then(|nominated| nominated.record.review_score).map(percent);
        Measured { fraction, terms: latest.iter().map(|nominated| Term::Nomination(nominated.branch, nominated.row)).collect() }
    }

    /// The person's nominations for the award up to the day.
    pub fn nominations(&self) -> impl Iterator<Item = Nominated<'a>> {
        self.index.nominations(self.award, self.person)
    }

    /// The latest of some nominations: by date, then by who nominated, in code-point order.
    pub fn latest(&self, nominations: impl Iterator<Item = Nominated<'a>>) -> Option<Nominated<'a>> {
        nominations.max_by_key(|nominated| (nominated.record.date, self.index.nominator(nominated)))
    }
}

/// A nomination's review that is known on a day; one without a day of its own counts from the nomination's.
#[must_use]
pub fn known_review(nominated: &Nominated<'_>, as_of: Day) -> Option<Review> {
    let record = nominated.record;
    record.review.filter(|_| record.review_date.unwrap_or(record.date) <= as_of)
}

/// What a settled form is worth: 1 passed in time, `late_credit` passed late, else 0.
fn form_credit(standing: &FormStanding, late_credit: &Fraction) -> Fraction {
    match (standing.state, standing.review) {
        (Delivery::OnTime, Some(Review::Passed)) => Fraction::one(),
        (Delivery::Late, Some(Review::Passed)) => late_credit.clone(),
        _ => Fraction::zero(),
    }
}

/// Base and latest of a grade: the latest value on or before the start of the person's first pair, and the latest after it.
#[must_use]
pub fn base_and_latest(index: &RecordIndex<'_>, person: PersonIx, side: Side, measure: &str) -> Option<[usize; 2]> {
    let start = index.pairs(person, side).map(|(_, pair)| pair.start).min()?;
    let (before, after): (Vec<_>, Vec<_>) = grades_of(index, person, measure).partition(|(day, _, _)| *day <= start);
    let latest = |grades: Vec<(Day, usize, Decimal)>| grades.into_iter().max_by_key(|(day, _, _)| *day).map(|(_, row, _)| row);
    Some([latest(before)?, latest(after)?])
}

/// A person's grades of a measure up to the day: day, row and value.
pub fn grades_of<'a>(
    index: &'a RecordIndex<'_>,
    person: PersonIx,
    measure: &'a str,
) -> impl Iterator<Item = (Day, usize, Decimal)> + use<'a> {
    let named = move |row: usize| index.core.committee.outcomes.text(row, "what") == measure;
    let grades = index.outcomes(person).filter(move |(row, outcome)| outcome.kind == OutcomeKind::Grade && named(*row));
    grades.filter_map(|(row, outcome)| outcome.value.map(|value| (outcome.date, row, value)))
}

/// The value of a grade's row.
#[must_use]
pub fn value_of(index: &RecordIndex<'_>, row: usize) -> Fraction {
    let value = index.core.committee.outcomes.rows.get(row).and_then(|outcome| outcome.value);
    value.map_or_else(Fraction::zero, Decimal::fraction)
}

fn progress(index: &RecordIndex<'_>, person: PersonIx, side: Side, measure: &GradeMeasure) -> Term {
    let Some([base, latest]) = base_and_latest(index, person, side, &measure.measure) else { return Term::NoProgress(person) };
    let gain = match measure.better {
        Better::Higher => value_of(index, latest) - value_of(index, base),
        Better::Lower => value_of(index, base) - value_of(index, latest),
    };
    Term::Progress { person, base, latest, fraction: clamped(gain / &measure.full) }
}

/// Whether points are given or taken for a kind of outcome.
pub(super) fn is_merit(kind: OutcomeKind) -> bool {
    matches!(kind, OutcomeKind::Honour | OutcomeKind::Discipline)
}

fn percent(score: Decimal) -> Fraction {
    score.fraction() / fraction(100, 1)
}

/// A value held between 0 and 1.
fn clamped(value: Fraction) -> Fraction {
    value.max(Fraction::zero()).min(Fraction::one())
}

fn mean(values: impl Iterator<Item = Fraction>) -> Option<Fraction> {
    let (sum, count) = values.fold((Fraction::zero(), 0_i64), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / fraction(count, 1))
}
