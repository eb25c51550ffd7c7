//! The text of a generated `bangfu.toml`.

use super::{awards, day_between};
use crate::calendar::{Day, day, shifted};
use crate::chance::Chance;
use crate::records::Window;
use std::fmt::Write;

/// Stages in which one may be helped, in the order of growth.
pub const HELPED_STAGES: [&str; 5] = ["masses", "league", "applicant", "activist", "candidate"];
/// Levels of honours.
pub const HONOUR_LEVELS: [&str; 3] = ["school", "college", "班级"];
/// Levels of disciplines.
pub const DISCIPLINE_LEVELS: [&str; 2] = ["warning", "criticism"];
/// The name of the teaching evaluation among the other outcomes.
pub const EVALUATION: &str = "教学评估";
const ACTS: [&str; 4] = ["talk", "call", "家访", "attempt"];

/// The whole file.
pub fn settings(chance: &mut Chance) -> String {
    let mut text = String::from("format = 1\n");
    let first = shifted(day("2012-09-01"), chance.between(0, 90));
    let last = shifted(first, chance.between(30, 220));
    let start = shifted(first, -chance.between(5, 30));
    let end = shifted(last, chance.between(0, 20));
    let _ = writeln!(text, "[scheme]\nname = \"test\"\nstart = {start}\nend = {end}");
    branches(chance, &mut text);
    let extra = phases(chance, &mut text, (start, first), (last, end));
    pauses(chance, &mut text, first, last);
    vocabulary(chance, &mut text);
    for number in 1..=chance.between(1, 3) {
        cadence(chance, &mut text, number, extra);
    }
    sections(chance, &mut text);
    awards::settings(chance, &mut text, (start, end));
    text
}

fn branches(chance: &mut Chance, text: &mut String) {
    let mut keys = ["ug1", "ug2", "pg", "外语一", "B-1", "b.10"];
    chance.shuffle(&mut keys);
    let number = usize::try_from(chance.between(2, 4)).unwrap();
    for key in &keys[..number] {
        let _ = writeln!(text, "[[branch]]\nkey = \"{key}\"\nname = \"党支部 {key}\"");
    }
}

/// Writes the phases; answers whether there is one named `extra`.
fn phases(chance: &mut Chance, text: &mut String, (start, first): (Day, Day), (last, end): (Day, Day)) -> bool {
    let mut phase = |key: &str, start: Day, end: Day| {
        let _ = writeln!(text, "[[phase]]\nkey = \"{key}\"\nname = \"{key}\"\nstart = {start}\nend = {end}");
    };
    let middle = shifted(start, (first - start).num_days() / 2);
    if chance.percent(50) {
        phase("screening", start, shifted(middle, -1));
        phase("profile", middle, shifted(first, -1));
    }
    phase("helping", first, last);
    let extra = chance.percent(40);
    if extra {
        let from = day_between(chance, start, last);
        phase("extra", from, day_between(chance, from, end));
    }
    extra
}

fn pauses(chance: &mut Chance, text: &mut String, first: Day, last: Day) {
    for number in 0..chance.between(0, 3) {
        let start = day_between(chance, shifted(first, -5), last);
        let start = if chance.percent(10) { first } else { start };
        let end = shifted(start, chance.between(0, 35));
        let _ = writeln!(text, "[[pause]]\nname = \"pause {number}\"\nstart = {start}\nend = {end}");
    }
}

fn vocabulary(chance: &mut Chance, text: &mut String) {
    let mut topics = chance.some_at_least_one(&["thought", "study", "生活", "mind"]);
    chance.shuffle(&mut topics);
    for topic in topics {
        let _ = writeln!(text, "[[topic]]\nkey = \"{topic}\"\nname = \"{topic}\"");
    }
    for mode in chance.some(&["online", "face", "电话"]) {
        let _ = writeln!(text, "[[mode]]\nkey = \"{mode}\"\nname = \"{mode}\"");
    }
    for act in ACTS {
        let counts = match act {
            "attempt" => "counts = false\n",
            "talk" => "counts = true\n",
            _ => "",
        };
        let _ = write!(text, "[[act]]\nkey = \"{act}\"\nname = \"{act}\"\n{counts}");
    }
}

fn cadence(chance: &mut Chance, text: &mut String, number: i64, extra: bool) {
    let mut kinds = Window::ALL.map(|(window, _)| window).to_vec();
    kinds.extend([Window::Rolling, Window::Rolling, Window::Rolling, Window::Fixed]);
    let window = *chance.pick(&kinds);
    let mut line = |some: i64, words: String| {
        if chance.percent(some) {
            let _ = writeln!(text, "{words}");
        }
    };
    line(100, format!("[[cadence]]\nkey = \"c{number}\"\nname = \"频次 {number}\""));
    line(if window == Window::Rolling { 50 } else { 100 }, format!("window = \"{}\"", window.word()));
    line(50, format!("clause = \"八（{number}）\""));
    if extra {
        line(40, "phase = \"extra\"".to_owned());
    }
    if window == Window::Rolling || window == Window::Fixed {
        let every = chance.between(2, 21);
        let _ = writeln!(text, "every = {every}");
    }
    what_counts(chance, text);
    how_much(chance, text, window);
}

fn what_counts(chance: &mut Chance, text: &mut String) {
    if chance.percent(30) {
        let acts = chance.some_at_least_one(&ACTS);
        let _ = writeln!(text, "acts = {acts:?}");
    }
    if chance.percent(25) {
        let _ = writeln!(text, "minutes = {}", chance.pick(&[10, 30, 45]));
    }
    if chance.percent(15) {
        let weekdays = chance.some_at_least_one(&[1, 2, 3, 4, 5, 6, 7]);
        let _ = writeln!(text, "weekdays = {weekdays:?}");
    }
    if chance.percent(20) {
        let _ = writeln!(text, "per = \"{}\"", chance.pick(&["helper", "helper", "pair"]));
    }
    if chance.percent(50) {
        let _ = writeln!(text, "pauses = \"{}\"", chance.pick(&["stop", "ignore"]));
    }
    if chance.percent(60) {
        let _ = writeln!(text, "remind_days = {}", chance.between(0, 8));
    }
}

fn how_much(chance: &mut Chance, text: &mut String, window: Window) {
    let most = match window {
        Window::Day => 2,
        Window::Month => 6,
        Window::Phase => 25,
        _ => 4,
    };
    if window != Window::Rolling && chance.percent(20) {
        let _ = writeln!(text, "total_minutes = {}", chance.between(10, 50 * most));
    } else if chance.percent(60) {
        let _ = writeln!(text, "at_least = {}", chance.between(1, most));
    }
    let longest = match window {
        Window::Day => 1,
        Window::Week => 7,
        _ => 20,
    };
    if window != Window::Rolling && chance.percent(50) {
        let _ = writeln!(text, "min_days = {}", chance.between(0, longest));
    }
}

fn sections(chance: &mut Chance, text: &mut String) {
    let capacity = |chance: &mut Chance| if chance.percent(25) { 2 } else { 1 };
    let (helper, helped) = (capacity(chance), capacity(chance));
    let _ = writeln!(
        text,
        "[pairing]\nhelper_stages = [\"probationary\", \"full\"]\n\
         helped_stages = {HELPED_STAGES:?}\n\
         helper_capacity = {helper}\nhelped_capacity = {helped}"
    );
    let mut section = |name: &str, keys: &[(&str, i64, i64)]| {
        if chance.percent(50) {
            let _ = writeln!(text, "[{name}]");
            for (key, low, high) in keys {
                let _ = writeln!(text, "{key} = {}", chance.between(*low, *high));
            }
        }
    };
    section("contacts", &[("entry_days", 0, 10)]);
    section("form", &[("due_day", 1, 28), ("min_days", 1, 15)]);
    section("report", &[("due_day", 1, 28)]);
    let _ = writeln!(text, "[outcome_points.honour]");
    for level in HONOUR_LEVELS {
        let _ = writeln!(text, "\"{level}\" = {}", chance.between(0, 10));
    }
    let _ = writeln!(text, "[outcome_points.discipline]");
    for level in DISCIPLINE_LEVELS {
        let _ = writeln!(text, "{level} = \"-{}.5\"", chance.between(0, 9));
    }
}
