//! Gates (rules.md R7): what removes a person before ranking. Each gate has a code that never changes.

use num_traits::One;

use super::criteria::{Subject, base_and_latest, grades_of, known_review, value_of};
use super::measurement::Measurement;
use super::term::Term;
use crate::model::award_rule::{AwardRule, Gate, GateOf, Nominator};
use crate::model::decimal::Fraction;
use crate::model::records::PersonIx;
use crate::model::word::{OutcomeKind, Review, Stage};

/// A gate that an award has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GateKind {
    /// `bar_disciplined`.
    Discipline,
    /// `min_keeping`.
    Keeping,
    /// `stages`.
    Stages,
    /// `needs_nomination`.
    Nomination,
    /// `needs_review`.
    Review,
    /// `[[award.gate]]`, by its index in the award.
    Measure(usize),
    /// `excludes`, by the index of the other award.
    Excluded(usize),
}

/// Why a gate bars a person.
#[derive(Clone, Debug, PartialEq)]
pub enum Bar {
    /// A disciplinary outcome in the scheme's time.
    Disciplined,
    /// The keeping rate.
    BelowMinKeeping(Fraction),
    /// The stage on the day.
    WrongStage(Option<Stage>),
    /// Nobody who may nominate has.
    NotNominated,
    /// The latest nomination is not reviewed, or there is none.
    NotReviewed,
    /// The latest nomination was sent back.
    ReviewReturned,
    /// The value that fails the gate; nothing where there are no data.
    GateFailed(Option<Fraction>),
    /// Taken by the other award.
    Excluded,
}

impl Bar {
    /// The code, which never changes.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Disciplined => "disciplined",
            Self::BelowMinKeeping(_) => "below-min-keeping",
            Self::WrongStage(_) => "wrong-stage",
            Self::NotNominated => "not-nominated",
            Self::NotReviewed => "not-reviewed",
            Self::ReviewReturned => "review-returned",
            Self::GateFailed(_) => "gate-failed",
            Self::Excluded => "excluded",
        }
    }
}

/// What a gate says of a person, and the records it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The gate.
    pub gate: GateKind,
    /// Why it bars the person; nothing where the person passes.
    pub bar: Option<Bar>,
    /// The figure that was compared, where there is one.
    pub value: Option<Fraction>,
    /// The records.
    pub terms: Vec<Term>,
}

/// An award that excludes winners of another, with those winners.
#[derive(Clone, Debug, Default)]
pub struct Exclusion {
    /// Index of the other award.
    pub award: usize,
    /// Its winners, in the order of their indexes.
    pub winners: Vec<PersonIx>,
}

/// What each gate of an award says of a person, in the order of the codes.
#[must_use]
pub fn verdicts(subject: &Subject<'_>, rule: &AwardRule, exclusions: &[Exclusion]) -> Vec<Verdict> {
    let mut found = Vec::new();
    if rule.bar_disciplined {
        found.push(discipline(subject));
    }
    found.extend(rule.min_keeping.as_ref().map(|least| keeping(subject, least)));
    if !rule.stages.is_empty() {
        found.push(stages(subject, &rule.stages));
    }
    found.extend(rule.needs_nomination.map(|nominator| nomination(subject, nominator)));
    if rule.needs_review {
        found.push(review(subject));
    }
    found.extend(rule.gates.iter().enumerate().map(|(at, gate)| measure(subject, at, gate)));
    found.extend(exclusions.iter().map(|exclusion| excluded(subject, exclusion)));
    found
}

fn discipline(subject: &Subject<'_>) -> Verdict {
    let time = subject.index.scheme_time();
    let own = subject.index.outcomes(subject.person);
    let acts: Vec<Term> = own
        .filter(|(_, outcome)| outcome.kind == OutcomeKind::Discipline && time.contains(outcome.date))
        .map(|(row, outcome)| Term::Points { row, points: super::criteria::points(&subject.index.core.scheme, outcome) })
        .collect();
    let bar = (!acts.is_empty()).then_some(Bar::Disciplined);
    Verdict { gate: GateKind::Discipline, bar, value: None, terms: acts }
}

/// Without a counted day nothing was owed, so the rate is 1.
fn keeping(subject: &Subject<'_>, least: &Fraction) -> Verdict {
    let measured = subject.measure(&Measurement::Cadence);
    let rate = measured.fraction.unwrap_or_else(Fraction::one);
    let bar = (rate < *least).then(|| Bar::BelowMinKeeping(rate.clone()));
    Verdict { gate: GateKind::Keeping, bar, value: Some(rate), terms: measured.terms }
}

fn stages(subject: &Subject<'_>, wanted: &[Stage]) -> Verdict {
    let stage = subject.index.core.stage_on(subject.person, subject.index.as_of);
    let passes = stage.is_some_and(|stage| wanted.contains(&stage));
    let changes = subject.index.outcomes(subject.person).filter(|(_, outcome)| outcome.kind == OutcomeKind::Stage);
    let terms = changes.max_by_key(|(_, outcome)| outcome.date).map(|(row, _)| Term::Outcome(row));
    Verdict { gate: GateKind::Stages, bar: (!passes).then_some(Bar::WrongStage(stage)), value: None, terms: terms.into_iter().collect() }
}

fn nomination(subject: &Subject<'_>, nominator: Nominator) -> Verdict {
    let by = |person: PersonIx| match nominator {
        Nominator::Helper => person.is_known() && subject.pairs().any(|(_, pair)| pair.helper == person),
        Nominator::Branch => !person.is_known(),
    };
    let good = subject.nominations().filter(|nominated| by(nominated.record.by));
    let terms: Vec<Term> = good.map(|nominated| Term::Nomination(nominated.branch, nominated.row)).collect();
    Verdict { gate: GateKind::Nomination, bar: terms.is_empty().then_some(Bar::NotNominated), value: None, terms }
}

fn review(subject: &Subject<'_>) -> Verdict {
    let latest = subject.latest(subject.nominations());
    let bar = match latest.and_then(|nominated| known_review(&nominated, subject.index.as_of)) {
        Some(Review::Passed) => None,
        Some(Review::Returned) => Some(Bar::ReviewReturned),
        None => Some(Bar::NotReviewed),
    };
    let terms = latest.iter().map(|nominated| Term::Nomination(nominated.branch, nominated.row)).collect();
    Verdict { gate: GateKind::Review, bar, value: None, terms }
}

fn measure(subject: &Subject<'_>, at: usize, gate: &Gate) -> Verdict {
    let rows = match gate.of {
        GateOf::Value => {
            let grades = grades_of(subject.index, subject.person, &gate.measure);
            grades.max_by_key(|(day, _, _)| *day).map(|(_, row, _)| vec![row])
        }
        GateOf::Change => base_and_latest(subject.index, subject.person, subject.side, &gate.measure).map(|rows| rows.to_vec()),
    };
    let value = rows.as_deref().map(|rows| match rows {
        [base, latest] => value_of(subject.index, *latest) - value_of(subject.index, *base),
        [only, ..] => value_of(subject.index, *only),
        [] => Fraction::default(),
    });
    let passes = value.as_ref().is_some_and(|value| gate.op.holds(value, &gate.value.fraction()));
    let terms = rows.unwrap_or_default().into_iter().map(Term::Outcome).collect();
    Verdict { gate: GateKind::Measure(at), bar: (!passes).then(|| Bar::GateFailed(value.clone())), value, terms }
}

fn excluded(subject: &Subject<'_>, exclusion: &Exclusion) -> Verdict {
    let taken = exclusion.winners.binary_search(&subject.person).is_ok();
    Verdict { gate: GateKind::Excluded(exclusion.award), bar: taken.then_some(Bar::Excluded), value: None, terms: Vec::new() }
}
