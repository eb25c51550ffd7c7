//! What generated directories must be like: valid, reproducible, and of every kind.

use crate::chance::Chance;
use crate::{award, check, faults, generate, reader, rollup};
use std::collections::BTreeSet;
use std::path::Path;

const SEEDS: u64 = 60;

/// All files below a folder with their bytes, in order of their paths.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let bytes = std::fs::read(&path).unwrap();
            found.push((path.file_name().unwrap().to_string_lossy().into_owned(), bytes));
        }
    }
    found.sort();
    found
}

#[test]
fn a_seed_always_gives_the_same_bytes() {
    for seed in 0..5 {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        generate::generate(seed, one.path());
        generate::generate(seed, two.path());
        assert!(files(one.path()).len() > 2);
        assert_eq!(files(one.path()), files(two.path()));
    }
}

#[test]
fn generated_directories_are_valid() {
    for seed in 0..SEEDS {
        let folder = tempfile::tempdir().unwrap();
        generate::generate(seed, folder.path());
        let directory = reader::read(folder.path());
        assert_eq!(faults::faults(&directory), Vec::<String>::new(), "seed {seed}");
        assert!((5..=25).contains(&directory.people.len()), "seed {seed}");
        assert!((2..=4).contains(&directory.scheme.branches.len()), "seed {seed}");
    }
}

/// The kinds of answers that a directory gives on some days.
fn kinds(seed: u64, seen: &mut BTreeSet<String>) {
    let folder = tempfile::tempdir().unwrap();
    generate::generate(seed, folder.path());
    let directory = reader::read(folder.path());
    let mut chance = Chance::new(seed);
    let as_of = generate::asking_day(&mut chance, &directory.scheme);
    let later = generate::asking_day(&mut chance, &directory.scheme);
    let month = generate::asking_month(&mut chance, &directory.scheme);
    let mut rows = check::rows(&directory, as_of);
    rows.extend(check::rows(&directory, later));
    for row in rows {
        seen.insert(format!("{:?} {}", row.cadence.window, row.status.word()));
        seen.insert(format!("{:?} breach {}", row.cadence.window, !row.breaches.is_empty()));
    }
    let total = rollup::answer(&directory, month, Some(as_of), as_of)["total"].clone();
    for (state, number) in total["forms"].as_object().unwrap() {
        seen.insert(format!("form {state} {}", number.as_i64() > Some(0)));
    }
    for award in &directory.scheme.awards {
        let answer = award::compute(&directory, &award.key, as_of).answer();
        seen.insert(format!("tie {}", answer["tie_at_cut"]));
        seen.insert(format!("units {}", answer.get("units").is_some()));
        for candidate in answer["candidates"].as_array().unwrap() {
            for criterion in candidate["criteria"].as_array().unwrap() {
                seen.insert(format!("{} missing {}", criterion["key"], criterion["missing"]));
                let inside = criterion["fraction"].as_str().is_some_and(|it| it != "0.0000");
                seen.insert(format!("{} above zero {inside}", criterion["key"]));
            }
        }
        for barred in answer["barred"].as_array().unwrap() {
            seen.extend(barred["codes"].as_array().unwrap().iter().map(|code| format!("bar {code}")));
        }
    }
}

#[test]
fn generated_directories_reach_every_kind_of_answer() {
    let mut seen = BTreeSet::new();
    for seed in 0..SEEDS {
        kinds(seed, &mut seen);
    }
    let mut wanted = Vec::new();
    for window in ["Rolling", "Fixed", "Week", "Month", "Day", "Phase"] {
        for status in ["due", "overdue", "ended", "breach true", "breach false"] {
            wanted.push(format!("{window} {status}"));
        }
    }
    for state in ["due", "on_time", "late", "missing", "pending", "passed", "returned"] {
        wanted.push(format!("form {state} true"));
    }
    for key in ["forms", "cadence", "visits", "helped_progress", "grades", "goals", "review"] {
        wanted.push(format!("\"{key}\" missing true"));
        wanted.push(format!("\"{key}\" above zero true"));
    }
    for key in ["helped_outcomes", "own_outcomes", "developed", "evaluation", "inspection"] {
        wanted.push(format!("\"{key}\" above zero true"));
    }
    for code in ["disciplined", "low-keeping", "wrong-stage", "not-nominated", "not-reviewed"] {
        wanted.push(format!("bar \"{code}\""));
    }
    for code in ["review-returned", "gate", "excluded"] {
        wanted.push(format!("bar \"{code}\""));
    }
    wanted.extend(["tie true", "tie false", "units true", "units false"].map(str::to_owned));
    wanted.retain(|kind| !seen.contains(kind));
    assert_eq!(wanted, Vec::<String>::new(), "never reached");
}
