//! The criteria of an award: for one person a fraction in [0, 1], or nothing where data is missing.

use super::{Question, gates};
use crate::cadence;
use crate::calendar::{Day, Month};
use crate::forms::{self, State};
use crate::fraction::{Fraction, clamped, mean, ratio, whole};
use crate::records::{Criterion, Outcome, Pair, Person};
use num_traits::{One, Zero};

/// The person's fraction by a criterion.
pub fn fraction(question: &Question<'_>, criterion: &Criterion, person: &Person) -> Option<Fraction> {
    match criterion.key.as_str() {
        "forms" => forms_handed_in(question, criterion, person),
        "cadence" => keeping(question, person),
        "visits" => visits(question, person),
        "helped_outcomes" => Some(helped_outcomes(question, criterion, person)),
        "helped_progress" => helped_progress(question, criterion, person),
        "developed" => Some(developed(question, criterion, person)),
        "own_outcomes" => Some(own_outcomes(question, criterion, person)),
        "inspection" => inspection(question, person),
        "grades" => {
            let start = question.pairs_of(&person.id).iter().map(|pair| pair.start).min()?;
            grades(question, criterion, &person.id, start)
        }
        "evaluation" => Some(evaluation(question, criterion, person)),
        "goals" => goals(question, person),
        "review" => review(question, person),
        other => panic!("criterion {other}"),
    }
}

fn share(over: usize, under: usize) -> Option<Fraction> {
    let number = |count: usize| i64::try_from(count).unwrap();
    (under > 0).then(|| ratio(number(over), number(under)))
}

fn forms_handed_in(question: &Question<'_>, criterion: &Criterion, person: &Person) -> Option<Fraction> {
    let mut earned = Fraction::zero();
    let mut due = 0;
    for pair in question.pairs_of(&person.id) {
        let mut month = Month::of(pair.start);
        while month <= Month::of(question.directory.last_day(pair)) {
            let fate = forms::fate(question.directory, pair, month, question.as_of);
            month = month.next();
            let Some(fate) = fate.filter(|fate| fate.state != State::Pending) else {
                continue;
            };
            due += 1;
            let passed = fate.review.as_deref() == Some("passed");
            match fate.state {
                State::OnTime if passed => earned += Fraction::one(),
                State::Late if passed => earned += &criterion.late_credit,
                _ => {}
            }
        }
    }
    (due > 0).then(|| earned / whole(due))
}

/// The keeping rate over the person's pairs and all cadences, weighted by counted days.
pub fn keeping(question: &Question<'_>, person: &Person) -> Option<Fraction> {
    let (mut sum, mut days) = (Fraction::zero(), 0);
    for pair in question.pairs_of(&person.id) {
        for cadence in &question.directory.scheme.cadences {
            if let Some(row) = cadence::row(question.directory, pair, cadence, question.as_of) {
                sum += &row.rate * whole(row.counted);
                days += row.counted;
            }
        }
    }
    (days > 0).then(|| sum / whole(days))
}

/// Whether the other person is the helped one of one of the pairs, active on the day.
fn paired_with(question: &Question<'_>, pairs: &[&Pair], helped: &str, day: Day) -> bool {
    day <= question.as_of && pairs.iter().any(|pair| pair.helped == helped && question.directory.active(pair, day))
}

fn visits(question: &Question<'_>, person: &Person) -> Option<Fraction> {
    let pairs = question.pairs_of(&person.id);
    let scores: Vec<Fraction> = question
        .directory
        .visits
        .iter()
        .filter(|visit| paired_with(question, &pairs, &visit.person, visit.date))
        .filter_map(|visit| visit.score.clone())
        .collect();
    Some(mean(&scores)? / whole(100))
}

/// Points of an outcome: its own, else those of its level in the table of its kind.
fn points(question: &Question<'_>, outcome: &Outcome) -> Fraction {
    let scheme = &question.directory.scheme;
    let table = match outcome.kind.as_str() {
        "honour" => &scheme.honour_points[..],
        "discipline" => &scheme.discipline_points[..],
        _ => &[],
    };
    let of_level = || {
        let level = outcome.level.as_ref()?;
        table.iter().find(|(name, _)| name == level).map(|(_, points)| points.clone())
    };
    outcome.points.clone().or_else(of_level).unwrap_or_else(Fraction::zero)
}

fn is_merit(outcome: &Outcome) -> bool {
    outcome.kind == "honour" || outcome.kind == "discipline"
}

fn helped_outcomes(question: &Question<'_>, criterion: &Criterion, person: &Person) -> Fraction {
    let pairs = question.pairs_of(&person.id);
    let sum: Fraction = question
        .directory
        .outcomes
        .iter()
        .filter(|outcome| is_merit(outcome))
        .filter(|outcome| paired_with(question, &pairs, &outcome.person, outcome.date))
        .map(|outcome| points(question, outcome))
        .sum();
    clamped(sum / &criterion.full_marks)
}

fn own_outcomes(question: &Question<'_>, criterion: &Criterion, person: &Person) -> Fraction {
    let scheme = &question.directory.scheme;
    let sum: Fraction = question
        .directory
        .outcomes
        .iter()
        .filter(|outcome| is_merit(outcome) && outcome.person == person.id)
        .filter(|outcome| scheme.start <= outcome.date && outcome.date <= scheme.end)
        .filter(|outcome| outcome.date <= question.as_of)
        .map(|outcome| points(question, outcome))
        .sum();
    clamped(sum / &criterion.full_marks)
}

fn evaluation(question: &Question<'_>, criterion: &Criterion, person: &Person) -> Fraction {
    let sum: Fraction = question
        .directory
        .outcomes
        .iter()
        .filter(|outcome| outcome.kind == "other" && outcome.what == criterion.what)
        .filter(|outcome| outcome.person == person.id && outcome.date <= question.as_of)
        .map(|outcome| points(question, outcome))
        .sum();
    clamped(sum / &criterion.full_marks)
}

fn developed(question: &Question<'_>, criterion: &Criterion, person: &Person) -> Fraction {
    let pairs = question.pairs_of(&person.id);
    let mut who: Vec<&str> = question
        .directory
        .outcomes
        .iter()
        .filter(|outcome| outcome.kind == "stage" && outcome.what == "probationary")
        .filter(|outcome| paired_with(question, &pairs, &outcome.person, outcome.date))
        .map(|outcome| outcome.person.as_str())
        .collect();
    who.sort_unstable();
    who.dedup();
    let number = whole(i64::try_from(who.len()).unwrap());
    number.min(criterion.full_marks.clone()) / &criterion.full_marks
}

fn helped_progress(question: &Question<'_>, criterion: &Criterion, person: &Person) -> Option<Fraction> {
    let mut helped: Vec<&str> = question.pairs_of(&person.id).iter().map(|pair| pair.helped.as_str()).collect();
    helped.sort_unstable();
    helped.dedup();
    let mut found = Vec::new();
    for student in helped {
        let pairs = question.directory.pairs.iter().filter(|pair| pair.helped == student);
        let first = pairs.map(|pair| pair.start).min().unwrap();
        found.extend(grades(question, criterion, student, first));
    }
    mean(&found)
}

/// The values of a grade of a person known on the asking day: day and value, in order.
fn values(question: &Question<'_>, person: &str, measure: &str) -> Vec<(Day, Fraction)> {
    let mut found: Vec<(Day, Fraction)> = question
        .directory
        .outcomes
        .iter()
        .filter(|outcome| outcome.kind == "grade" && outcome.what == measure)
        .filter(|outcome| outcome.person == person && outcome.date <= question.as_of)
        .filter_map(|outcome| Some((outcome.date, outcome.value.clone()?)))
        .collect();
    found.sort();
    found
}

/// The latest value of a grade.
pub fn latest_value(question: &Question<'_>, person: &str, measure: &str) -> Option<Fraction> {
    values(question, person, measure).pop().map(|(_, value)| value)
}

/// The latest value after the day less the latest on or before it.
pub fn change(question: &Question<'_>, person: &str, measure: &str, start: Day) -> Option<Fraction> {
    let all = values(question, person, measure);
    let base = all.iter().rfind(|(day, _)| *day <= start)?;
    let latest = all.iter().rfind(|(day, _)| *day > start)?;
    Some(&latest.1 - &base.1)
}

fn grades(question: &Question<'_>, criterion: &Criterion, person: &str, start: Day) -> Option<Fraction> {
    let risen = change(question, person, &criterion.measure, start)?;
    let better = if criterion.lower_is_better { -risen } else { risen };
    Some(clamped(better / &criterion.full_marks))
}

fn inspection(question: &Question<'_>, person: &Person) -> Option<Fraction> {
    let branch = person.branch.as_ref()?;
    let ratings: Vec<Fraction> = question
        .directory
        .inspections
        .iter()
        .filter(|it| it.branch == *branch && it.person.is_none() && it.date <= question.as_of)
        .filter_map(|it| it.rating.clone())
        .collect();
    Some(mean(&ratings)? / whole(100))
}

fn goals(question: &Question<'_>, person: &Person) -> Option<Fraction> {
    let pairs = question.pairs_of(&person.id);
    let set: Vec<_> = question.directory.goals.iter().filter(|goal| pairs.iter().any(|pair| pair.id == goal.pair)).collect();
    let met = set.iter().filter(|goal| goal.met.is_some_and(|day| day <= question.as_of)).count();
    share(met, set.len())
}

/// The score of the latest nomination that is reviewed with a score.
fn review(question: &Question<'_>, person: &Person) -> Option<Fraction> {
    let reviewed =
        gates::nominations(question, person).into_iter().rfind(|it| gates::review(question, it).is_some() && it.review_score.is_some())?;
    Some(reviewed.review_score.clone()? / whole(100))
}
