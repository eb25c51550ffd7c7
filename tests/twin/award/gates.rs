//! Gates of an award: what removes a person of the pool before ranking.

use super::{Question, criteria};
use crate::fraction::Fraction;
use crate::records::{Directory, Gate, Nomination, Person};

/// The codes of every gate that bars the person.
pub fn codes(question: &Question<'_>, person: &Person, excluded: &[String]) -> Vec<&'static str> {
    let award = question.award;
    let mut codes = Vec::new();
    let mut bar = |bars: bool, code: &'static str| {
        if bars {
            codes.push(code);
        }
    };
    bar(award.bar_disciplined && disciplined(question, person), "disciplined");
    let low = |least: &Fraction| criteria::keeping(question, person).is_some_and(|it| it < *least);
    bar(award.min_keeping.as_ref().is_some_and(low), "low-keeping");
    let stage = question.directory.stage_on(person, question.as_of, question.as_of);
    bar(!award.stages.is_empty() && !award.stages.contains(&stage), "wrong-stage");
    bar(award.needs_nomination && !nominated(question, person), "not-nominated");
    if award.needs_review {
        let review = latest_nomination(question, person).and_then(|it| review(question, it));
        bar(review.is_none(), "not-reviewed");
        bar(review == Some("returned"), "review-returned");
    }
    for gate in &award.gates {
        bar(!passes(question, person, gate), "gate");
    }
    bar(excluded.contains(&person.id), "excluded");
    codes
}

/// Whether a disciplinary outcome lies in the scheme's time up to the asking day.
fn disciplined(question: &Question<'_>, person: &Person) -> bool {
    let scheme = &question.directory.scheme;
    question.directory.outcomes.iter().any(|outcome| {
        outcome.person == person.id
            && outcome.kind == "discipline"
            && scheme.start <= outcome.date
            && outcome.date <= scheme.end
            && outcome.date <= question.as_of
    })
}

/// Whether a helper of any of the person's pairs has nominated the person.
fn nominated(question: &Question<'_>, person: &Person) -> bool {
    let pairs = question.pairs_of(&person.id);
    nominations(question, person).iter().any(|it| pairs.iter().any(|pair| pair.helper == it.by))
}

/// The nominations of the person for this award known on the asking day, oldest first.
pub fn nominations<'a>(question: &Question<'a>, person: &Person) -> Vec<&'a Nomination> {
    let directory: &'a Directory = question.directory;
    let mut found: Vec<&Nomination> = directory
        .nominations
        .iter()
        .filter(|it| it.award == question.award.key && it.person == person.id)
        .filter(|it| it.date <= question.as_of)
        .collect();
    found.sort_by(|a, b| (a.date, &a.by).cmp(&(b.date, &b.by)));
    found
}

fn latest_nomination<'a>(question: &Question<'a>, person: &Person) -> Option<&'a Nomination> {
    nominations(question, person).last().copied()
}

/// The review of a nomination as known on the asking day; one without a day counts from the
/// nomination's.
pub fn review<'a>(question: &Question<'_>, nomination: &'a Nomination) -> Option<&'a str> {
    let day = nomination.review_date.unwrap_or(nomination.date);
    nomination.review.as_deref().filter(|_| day <= question.as_of)
}

/// Whether the condition on a grade holds; not so without data.
fn passes(question: &Question<'_>, person: &Person, gate: &Gate) -> bool {
    let value = match gate.of.as_str() {
        "value" => criteria::latest_value(question, &person.id, &gate.measure),
        "change" => {
            let start = question.pairs_of(&person.id).iter().map(|pair| pair.start).min();
            start.and_then(|start| criteria::change(question, &person.id, &gate.measure, start))
        }
        other => panic!("of = {other}"),
    };
    value.is_some_and(|value| match gate.op.as_str() {
        ">=" => value >= gate.value,
        ">" => value > gate.value,
        "<=" => value <= gate.value,
        "<" => value < gate.value,
        other => panic!("op = {other}"),
    })
}
