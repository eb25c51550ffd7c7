//! The rolling window: at least n contacts in every N counted days, looked at day by day.

use super::{Breach, Question, Status, rate_of};
use crate::calendar::{Day, after, days};
use crate::fraction::Fraction;

/// Breaches, keeping rate, and status with next due day (for a pair that has begun and not ended).
pub fn answer(question: &Question<'_>) -> (Vec<Breach>, Fraction, (Status, Option<Day>)) {
    let late = late_days(question);
    let rate = rate_of(late.len(), question.counted(question.s, question.z));
    let breaches = if question.cadence.at_least == 1 {
        let gaps = gaps(question);
        let of_gaps: Vec<Day> = gaps.iter().flat_map(Breach::late).collect();
        assert_eq!(of_gaps, late, "the late days of the gaps are the late days");
        gaps
    } else {
        runs(question, &late)
    };
    (breaches, rate, live(question))
}

fn every(question: &Question<'_>) -> i64 {
    question.cadence.every.unwrap()
}

/// The n-th latest of the qualifying contacts that `before` lets in, or s where there are fewer.
fn anchor(question: &Question<'_>, before: impl Fn(Day) -> bool) -> Day {
    let earlier: Vec<Day> = question.contacts.iter().map(|(day, _)| *day).filter(|day| before(*day)).collect();
    let n = usize::try_from(question.cadence.at_least).unwrap();
    if earlier.len() < n { question.s } else { earlier[earlier.len() - n] }
}

fn late_days(question: &Question<'_>) -> Vec<Day> {
    let mut late = Vec::new();
    for day in days(after(question.s), question.z) {
        let anchor = anchor(question, |contact| contact < day);
        if question.counted_day(day) && question.counted(anchor, day) > every(question) {
            late.push(day);
        }
    }
    late
}

/// The gaps from s or a contact to the next later contact, or to z, that are too long.
fn gaps(question: &Question<'_>) -> Vec<Breach> {
    let mut starts = vec![question.s];
    starts.extend(question.contacts.iter().map(|(day, _)| *day));
    starts.dedup();
    let mut found = Vec::new();
    for from in starts {
        let next = question.contacts.iter().map(|(day, _)| *day).find(|day| *day > from);
        let to = next.unwrap_or(question.z);
        let length = question.counted(from, to);
        let over = (length - every(question)).max(0);
        if over > 0 {
            let missed = ((length + every(question) - 1) / every(question) - 1).max(0);
            let late = days(after(from), to)
                .into_iter()
                .filter(|day| question.counted_day(*day))
                .filter(|day| question.counted(from, *day) > every(question))
                .collect();
            let open = next.is_none();
            found.push(Breach::Gap { from, to, days: length, over, missed, open, late });
        }
    }
    found
}

/// Maximal runs of late days; days that are not counted do not split them.
fn runs(question: &Question<'_>, late: &[Day]) -> Vec<Breach> {
    let mut found: Vec<Vec<Day>> = Vec::new();
    let mut running = false;
    for day in days(question.s, question.z) {
        if late.contains(&day) {
            if running {
                found.last_mut().unwrap().push(day);
            } else {
                found.push(vec![day]);
            }
            running = true;
        } else if question.counted_day(day) {
            running = false;
        }
    }
    let last = days(question.s, question.z).into_iter().rfind(|day| question.counted_day(*day));
    let breach = |late: Vec<Day>| {
        let open = late.last().copied() == last && question.as_of <= question.e;
        Breach::Run { late, open }
    };
    found.into_iter().map(breach).collect()
}

fn live(question: &Question<'_>) -> (Status, Option<Day>) {
    let anchor = anchor(question, |contact| contact <= question.as_of);
    if question.counted(anchor, question.e) <= every(question) {
        return (Status::Ok, None);
    }
    let mut due = anchor;
    while question.counted(anchor, after(due)) <= every(question) {
        due = after(due);
    }
    let status = if question.as_of > due { Status::Overdue } else { question.reminded(due) };
    (status, Some(due))
}
