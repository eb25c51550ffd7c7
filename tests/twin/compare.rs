//! Holds the program's answers against the twin's, on generated directories.
//!
//! `BANGFU_TWIN_CASES` is the number of directories (40), `BANGFU_TWIN_FIRST` the first seed (1).
//! The first directories with a difference are kept, and the message names each with its seed and
//! the command.

mod award;
mod difference;
mod quota;

use crate::calendar::{Day, Month, day, shifted};
use crate::chance::Chance;
use crate::records::Directory;
use crate::{check, generate, reader, rollup};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// A question to the program and what the twin says to it.
struct Case {
    today: Day,
    arguments: Vec<String>,
    exit: i32,
    expected: Value,
    /// Finds the first difference between the twin's and the program's answer.
    differs: fn(&Value, &Value) -> Option<String>,
}

/// The last day of any generated scheme lies before this one.
fn late_day() -> Day {
    day("2014-01-01")
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|word| (*word).to_owned()).collect()
}

fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).map_or(default, |text| text.parse().unwrap())
}

/// Asks the program the cases of each seed's directory and reports every difference.
fn compare(salt: u64, cases: fn(&Directory, &mut Chance) -> Vec<Case>) {
    let first = number("BANGFU_TWIN_FIRST", 1);
    let mut failures = Vec::new();
    for seed in first..first + number("BANGFU_TWIN_CASES", 40) {
        let folder = tempfile::tempdir().unwrap();
        generate::generate(seed, folder.path());
        let directory = reader::read(folder.path());
        let mut chance = Chance::new(seed ^ (salt << 32));
        let found: Vec<String> = cases(&directory, &mut chance).iter().filter_map(|case| ask(folder.path(), case)).collect();
        if !found.is_empty() {
            // Five are enough to look at.
            let place = if failures.len() < 5 { folder.keep().display().to_string() } else { String::new() };
            failures.push(format!("seed {seed}, kept in {place}\n{}", found.join("\n")));
        }
    }
    let shown: Vec<&str> = failures.iter().take(5).map(String::as_str).collect();
    assert!(failures.is_empty(), "{} directories differ\n{}", failures.len(), shown.join("\n"));
}

/// Runs the program and says what differs.
fn ask(folder: &Path, case: &Case) -> Option<String> {
    let (exit, answer, complaint) = run(folder, case.today, &case.arguments);
    let difference = match answer {
        None => Some(format!("exit code {exit:?}, no JSON; it says: {complaint}")),
        Some(_) if exit != Some(case.exit) => Some(format!("exit code {exit:?}, the twin says {}: {complaint}", case.exit)),
        Some(answer) => (case.differs)(&case.expected, &answer),
    };
    difference.map(|difference| format!("  bangfu --today {} {}\n    {difference}", case.today, case.arguments.join(" ")))
}

/// Exit code, JSON of standard output, standard error.
fn run(folder: &Path, today: Day, arguments: &[String]) -> (Option<i32>, Option<Value>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_bangfu"))
        .env_remove("BANGFU_DATA")
        .env_remove("BANGFU_TODAY")
        .arg("--data")
        .arg(folder)
        .args(["--today", &today.to_string(), "--lang", "en", "--format", "json"])
        .args(arguments)
        .output()
        .unwrap();
    let answer = serde_json::from_slice(&output.stdout).ok();
    (output.status.code(), answer, String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn check_answers_as_the_twin() {
    compare(1, |directory, chance| {
        let mut cases = Vec::new();
        for _ in 0..2 {
            let as_of = generate::asking_day(chance, &directory.scheme);
            cases.push(Case {
                today: late_day(),
                arguments: words(&["check", "--as-of", &as_of.to_string()]),
                exit: check::exit_code(directory, as_of),
                expected: check::answer(directory, as_of),
                differs: difference::first,
            });
        }
        cases
    });
}

#[test]
fn rollup_answers_as_the_twin() {
    compare(2, |directory, chance| {
        let month = generate::asking_month(chance, &directory.scheme);
        let inside = shifted(month.first(), chance.between(0, 60));
        let random = generate::asking_day(chance, &directory.scheme);
        let later = generate::asking_month(chance, &directory.scheme);
        vec![
            month_case(directory, month, Some(inside), late_day()),
            month_case(directory, month, None, late_day()),
            month_case(directory, later, None, random),
        ]
    });
}

fn month_case(directory: &Directory, month: Month, as_of: Option<Day>, today: Day) -> Case {
    let mut arguments = words(&["rollup", &month.to_string()]);
    if let Some(day) = as_of {
        arguments.extend(words(&["--as-of", &day.to_string()]));
    }
    Case { today, arguments, exit: 0, expected: rollup::answer(directory, month, as_of, today), differs: difference::first }
}

#[test]
fn award_compute_answers_as_the_twin() {
    compare(3, |directory, chance| {
        let mut cases = Vec::new();
        for award in &directory.scheme.awards {
            let as_of = generate::asking_day(chance, &directory.scheme);
            cases.push(Case {
                today: late_day(),
                arguments: words(&["award", "compute", &award.key, "--as-of", &as_of.to_string()]),
                exit: 0,
                expected: crate::award::compute(directory, &award.key, as_of).answer(),
                differs: award::first,
            });
        }
        cases
    });
}
