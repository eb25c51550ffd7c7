//! What the committee records: inspections, visits and outcomes of every kind.

use super::awards::MEASURES;
use super::people::{PairDraft, PersonDraft};
use super::sheet::Sheet;
use super::text::{DISCIPLINE_LEVELS, EVALUATION, HONOUR_LEVELS};
use super::{day_between, score};
use crate::calendar::{Day, shifted};
use crate::chance::Chance;
use crate::records::Scheme;

/// The committee's files.
pub fn sheets(chance: &mut Chance, scheme: &Scheme, people: &[PersonDraft], pairs: &[PairDraft]) -> Vec<Sheet> {
    vec![inspections(chance, scheme, people), visits(chance, scheme, people, pairs), outcomes(chance, scheme, people, pairs)]
}

/// A day in the scheme's time or near it.
fn some_day(chance: &mut Chance, scheme: &Scheme) -> Day {
    day_between(chance, shifted(scheme.start, -10), shifted(scheme.end, 20))
}

/// A day of the pair, often its first or last, sometimes next to it.
fn pair_day(chance: &mut Chance, pair: &PairDraft) -> Day {
    match chance.between(0, 9) {
        0 => pair.start,
        1 => pair.last,
        2 => shifted(pair.start, -1),
        3 => shifted(pair.last, 1),
        _ => day_between(chance, pair.start, pair.last),
    }
}

fn inspections(chance: &mut Chance, scheme: &Scheme, people: &[PersonDraft]) -> Sheet {
    let columns = ["date", "branch", "person", "by", "rating", "serious"];
    let mut sheet = Sheet::new("inspections.csv", 3, &columns);
    for _ in 0..chance.between(0, 14) {
        let of_person = chance.percent(25);
        let person = if of_person { chance.pick(people).id.clone() } else { String::new() };
        let rating = if chance.percent(85) { score(chance) } else { String::new() };
        sheet.add(vec![
            some_day(chance, scheme).to_string(),
            chance.pick(&scheme.branches).clone(),
            person,
            people[0].id.clone(),
            rating,
            (*chance.pick(&["yes", "no", ""])).to_owned(),
        ]);
    }
    sheet
}

fn visits(chance: &mut Chance, scheme: &Scheme, people: &[PersonDraft], pairs: &[PairDraft]) -> Sheet {
    let mut sheet = Sheet::new("visits.csv", 2, &["date", "person", "by", "score"]);
    for _ in 0..chance.between(0, 20) {
        let (day, person) = if pairs.is_empty() || chance.percent(15) {
            (some_day(chance, scheme), chance.pick(people).id.clone())
        } else {
            let pair = chance.pick(pairs);
            (pair_day(chance, pair), pair.helped.clone())
        };
        let score = if chance.percent(80) { score(chance) } else { String::new() };
        sheet.add(vec![day.to_string(), person, people[0].id.clone(), score]);
    }
    sheet
}

fn outcomes(chance: &mut Chance, scheme: &Scheme, people: &[PersonDraft], pairs: &[PairDraft]) -> Sheet {
    let columns = ["date", "person", "kind", "what", "level", "value", "points"];
    let mut sheet = Sheet::new("outcomes.csv", 4, &columns);
    for person in people {
        for (day, stage) in &person.later {
            let mut row = outcome(*day, &person.id, "stage", stage);
            row.extend([String::new(), String::new(), String::new()]);
            sheet.add(row);
        }
        for _ in 0..chance.between(0, 4) {
            sheet.add(grade(chance, scheme, &person.id));
        }
        if chance.percent(30) {
            let mut row = outcome(some_day(chance, scheme), &person.id, "other", EVALUATION);
            row.extend([String::new(), String::new(), points(chance, 80, "")]);
            sheet.add(row);
        }
    }
    for _ in 0..chance.between(0, 25) {
        let (day, person) = if pairs.is_empty() || chance.percent(30) {
            (some_day(chance, scheme), chance.pick(people).id.clone())
        } else {
            let pair = chance.pick(pairs);
            (pair_day(chance, pair), chance.pick(&[&pair.helped, &pair.helper]).to_string())
        };
        sheet.add(merit(chance, day, &person));
    }
    sheet
}

fn outcome(day: Day, person: &str, kind: &str, what: &str) -> Vec<String> {
    vec![day.to_string(), person.to_owned(), kind.to_owned(), what.to_owned()]
}

/// Points, so many times in a hundred.
fn points(chance: &mut Chance, share: i64, sign: &str) -> String {
    if !chance.percent(share) {
        return String::new();
    }
    let decimals = *chance.pick(&["", "", ".5", ".25"]);
    format!("{sign}{}{decimals}", chance.between(1, 9))
}

fn grade(chance: &mut Chance, scheme: &Scheme, person: &str) -> Vec<String> {
    let (measure, low, high) = *chance.pick(&MEASURES);
    let day = day_between(chance, shifted(scheme.start, -60), shifted(scheme.end, 10));
    let mut row = outcome(day, person, "grade", measure);
    let decimals = if measure == "gpa" { format!(".{}", chance.between(0, 99)) } else { String::new() };
    row.extend([String::new(), format!("{}{decimals}", chance.between(low, high)), String::new()]);
    row
}

fn merit(chance: &mut Chance, day: Day, person: &str) -> Vec<String> {
    let bad = chance.percent(20);
    let what = *chance.pick(&["三好学生", "演讲比赛", "旷课"]);
    let mut row = outcome(day, person, if bad { "discipline" } else { "honour" }, what);
    let levels: &[&str] = if bad { &DISCIPLINE_LEVELS } else { &HONOUR_LEVELS };
    let level = if chance.percent(75) { *chance.pick(levels) } else { "" };
    row.extend([level.to_owned(), String::new(), points(chance, 35, if bad { "-" } else { "" })]);
    row
}
