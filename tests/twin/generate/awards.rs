//! Generated awards: their settings, and the nominations for them.

use super::people::{PairDraft, PersonDraft};
use super::sheet::Sheet;
use super::text::{EVALUATION, HELPED_STAGES};
use super::{day_between, maybe, score};
use crate::calendar::{Day, shifted};
use crate::chance::Chance;
use crate::records::Scheme;
use std::fmt::Write;

/// Criteria that make sense for a helper alone.
const OF_HELPERS: [&str; 4] = ["visits", "helped_outcomes", "helped_progress", "developed"];
/// Criteria that make sense for anyone.
const OF_ANYONE: [&str; 8] = ["forms", "cadence", "own_outcomes", "inspection", "grades", "evaluation", "goals", "review"];
/// Grades: key, and values from and to.
pub const MEASURES: [(&str, i64, i64); 2] = [("gpa", 1, 4), ("cet", 380, 560)];

/// Writes one to three awards; each may exclude those made before it, in whatever order they lie.
pub fn settings(chance: &mut Chance, text: &mut String, (start, end): (Day, Day)) {
    let mut keys: Vec<&str> = Vec::new();
    let mut blocks = Vec::new();
    for key in &["star", "progress", "第三"][..usize::try_from(chance.between(1, 3)).unwrap()] {
        let cutoff = day_between(chance, shifted(start, -5), shifted(end, 10));
        let mut block = award(chance, key, cutoff, &keys);
        let of_helper = block.contains("for = \"helper\"");
        let criteria = criteria(chance, of_helper);
        ties(chance, &mut block, &criteria);
        for key in criteria {
            criterion(chance, &mut block, key);
        }
        if chance.percent(15) {
            gate(chance, &mut block);
        }
        keys.push(key);
        blocks.push(block);
    }
    chance.shuffle(&mut blocks);
    for block in blocks {
        text.push_str(&block);
    }
}

fn award(chance: &mut Chance, key: &str, cutoff: Day, before: &[&str]) -> String {
    let side = *chance.pick(&["helper", "helped"]);
    let mut text = format!("[[award]]\nkey = \"{key}\"\nname = \"奖 {key}\"\nfor = \"{side}\"\n");
    match chance.between(0, 9) {
        0 | 1 => {
            let _ = writeln!(text, "pool = \"paired-on-cutoff\"\ncutoff = {cutoff}");
        }
        2 | 3 => {
            let mut stages = HELPED_STAGES.to_vec();
            stages.extend(["probationary", "full"]);
            let stages = chance.some_at_least_one(&stages);
            let _ = writeln!(text, "pool = \"members\"\npool_stages = {stages:?}\ncutoff = {cutoff}");
        }
        4..=6 => text.push_str("pool = \"paired\"\n"),
        _ => {}
    }
    quota(chance, &mut text);
    let levels = ["college", "college", "college", "branch", "class", "major", "grade"];
    if chance.percent(80) {
        let _ = writeln!(text, "level = \"{}\"", chance.pick(&levels));
    }
    if chance.percent(50) {
        let _ = writeln!(text, "at_least = {}", chance.between(0, 2));
    }
    gates(chance, &mut text, side, before);
    text
}

fn quota(chance: &mut Chance, text: &mut String) {
    let ratios = ["10%", "5%", "33%", "50%", "12.5%", "1/3", "0.25", "100%"];
    match chance.between(0, 9) {
        0 | 1 => {
            let _ = writeln!(text, "seats = {}", chance.between(0, 4));
        }
        2 | 3 => {
            let (first, more) = (chance.between(1, 4), chance.between(1, 6));
            let (few, many) = (chance.between(0, 2), chance.between(2, 4));
            let low = first + more;
            let _ = writeln!(
                text,
                "steps = [{{ from = {first}, to = {}, seats = {few} }}, \
                 {{ from = {low}, to = 30, seats = {many} }}]",
                low - 1
            );
        }
        _ => {
            let _ = writeln!(text, "ratio = \"{}\"", chance.pick(&ratios));
        }
    }
    if chance.percent(70) {
        let _ = writeln!(text, "rounding = \"{}\"", chance.pick(&["down", "nearest", "up"]));
    }
}

fn gates(chance: &mut Chance, text: &mut String, side: &str, before: &[&str]) {
    if chance.percent(30) {
        text.push_str("bar_disciplined = true\n");
    }
    if chance.percent(15) {
        let _ = writeln!(text, "min_keeping = \"{}\"", chance.pick(&["0.6", "0.85", "2/3", "1"]));
    }
    if chance.percent(10) {
        let mut stages = HELPED_STAGES.to_vec();
        stages.extend(["probationary", "full"]);
        let _ = writeln!(text, "stages = {:?}", chance.some_at_least_one(&stages));
    }
    if side == "helped" && chance.percent(20) {
        text.push_str("needs_nomination = \"helper\"\n");
    }
    if chance.percent(15) {
        text.push_str("needs_review = true\n");
    }
    if !before.is_empty() && chance.percent(40) {
        let _ = writeln!(text, "excludes = \"{}\"", chance.pick(before));
    }
}

fn criteria(chance: &mut Chance, of_helper: bool) -> Vec<&'static str> {
    let mut known = OF_ANYONE.to_vec();
    if of_helper {
        known.extend(OF_HELPERS);
    }
    chance.shuffle(&mut known);
    let number = if chance.percent(40) { 1 } else { chance.between(2, 6) };
    known.truncate(usize::try_from(number).unwrap());
    known
}

fn ties(chance: &mut Chance, text: &mut String, criteria: &[&str]) {
    match chance.between(0, 4) {
        0 => text.push_str("ties = \"leave-out\"\n"),
        1 => text.push_str("ties = \"take-all\"\n"),
        2 | 3 => {
            let mut keys = chance.some_at_least_one(criteria);
            chance.shuffle(&mut keys);
            let _ = writeln!(text, "ties = {keys:?}");
        }
        _ => {}
    }
    if chance.percent(60) {
        let _ = writeln!(text, "missing = \"{}\"", chance.pick(&["zero", "skip"]));
    }
}

fn criterion(chance: &mut Chance, text: &mut String, key: &str) {
    let weight = chance.between(1, 40);
    let _ = writeln!(text, "[[award.criterion]]\nkey = \"{key}\"\nweight = {weight}");
    match key {
        "forms" if chance.percent(50) => {
            let credit = chance.pick(&["1/3", "0.75", "0"]);
            let _ = writeln!(text, "late_credit = \"{credit}\"");
        }
        "developed" => {
            let _ = writeln!(text, "full_marks = {}", chance.between(1, 3));
        }
        "own_outcomes" | "helped_outcomes" | "evaluation" => {
            let _ = writeln!(text, "full_marks = {}", chance.between(3, 30));
        }
        "grades" | "helped_progress" => {
            let (measure, low, high) = *chance.pick(&MEASURES);
            let _ = writeln!(text, "measure = \"{measure}\"");
            let _ = writeln!(text, "full_marks = \"{}.5\"", chance.between(0, (high - low) / 2));
            if chance.percent(25) {
                text.push_str("better = \"lower\"\n");
            }
        }
        _ => {}
    }
    if key == "evaluation" {
        let _ = writeln!(text, "what = \"{EVALUATION}\"");
    }
}

fn gate(chance: &mut Chance, text: &mut String) {
    let (measure, low, high) = *chance.pick(&MEASURES);
    let of = *chance.pick(&["value", "change"]);
    let op = chance.pick(&[">=", ">", "<=", "<"]);
    let value = if of == "value" { chance.between(low, high) } else { chance.between(-1, 1) };
    let _ = writeln!(text, "[[award.gate]]\nmeasure = \"{measure}\"\nof = \"{of}\"\nop = \"{op}\"\nvalue = \"{value}\"");
}

/// Nominations that lie with a branch: of persons in its pairs, by their helpers or by others.
pub fn nominations(chance: &mut Chance, scheme: &Scheme, people: &[PersonDraft], pairs: &[PairDraft]) -> Sheet {
    let columns = ["award", "person", "by", "date", "reason", "review", "review_score", "review_by", "review_date"];
    let mut sheet = Sheet::new("nominations.csv", 3, &columns);
    for award in &scheme.awards {
        for pair in pairs {
            for _ in 0..chance.between(0, 2) {
                sheet.add(nomination(chance, scheme, &award.key, pair, people));
            }
        }
    }
    sheet
}

fn nomination(chance: &mut Chance, scheme: &Scheme, award: &str, pair: &PairDraft, people: &[PersonDraft]) -> Vec<String> {
    let date = day_between(chance, pair.start, shifted(scheme.end, 20));
    let person = *chance.pick(&[&pair.helped, &pair.helped, &pair.helper]);
    // Another branch's file must not hold the same award, person and nominator.
    let ours: Vec<&PersonDraft> = people.iter().filter(|it| it.branch.as_ref() == Some(&pair.branch)).collect();
    let by = if chance.percent(70) { &pair.helper } else { &chance.pick(&ours).id };
    let review = if chance.percent(65) { *chance.pick(&["passed", "passed", "returned"]) } else { "" };
    let review_date = (!review.is_empty() && chance.percent(80)).then(|| shifted(date, chance.between(0, 40)));
    let review_score = if !review.is_empty() && chance.percent(75) { score(chance) } else { String::new() };
    vec![
        award.to_owned(),
        person.clone(),
        by.clone(),
        date.to_string(),
        "进步明显, \"突出\"".to_owned(),
        review.to_owned(),
        review_score,
        String::new(),
        maybe(review_date),
    ]
}
