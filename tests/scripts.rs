//! The scripts in `examples/`, run as a user runs them.
#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests run the program and look at its files")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Runs a script in a folder, on a day.
fn script(name: &str, folder: &Path, today: &str, words: &[&str]) -> Output {
    let mut command = Command::new("sh");
    command.arg(here("examples").join(name)).args(words).current_dir(folder);
    command.env("BANGFU", env!("CARGO_BIN_EXE_bangfu")).env("BANGFU_TODAY", today).env("BANGFU_LANG", "en");
    command.env_remove("BANGFU_DATA").env_remove("BANGFU_ROLLUPS").output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &target),
            false => assert!(fs::copy(entry.path(), target).is_ok()),
        }
    }
}

#[test]
fn the_monthly_rollup_is_silent_and_writes_both_files() {
    let folder = tempfile::tempdir().unwrap();
    copy(&here("examples/gzu-2012"), &folder.path().join("records"));
    // The last whole month, without being told; again, in place of the first.
    for _ in 0..2 {
        let run = script("monthly-rollup.sh", folder.path(), "2013-01-06", &["records"]);
        assert!(run.status.success() && run.stdout.is_empty() && run.stderr.is_empty(), "{run:?}");
    }
    let written = |name: &str| fs::read(folder.path().join("rollups").join(name)).unwrap();
    let json: Value = serde_json::from_slice(&written("rollup-2012-12.json")).unwrap();
    assert_eq!((&json["format"], &json["month"], &json["as_of"]), (&"bangfu/rollup/1".into(), &"2012-12".into(), &"2013-01-06".into()));
    assert!(text(&written("rollup-2012-12.md")).contains("| pairs "), "{}", text(&written("rollup-2012-12.md")));
    assert_eq!(fs::read_dir(folder.path().join("rollups")).unwrap().count(), 2);
    let run = script("monthly-rollup.sh", folder.path(), "2013-06-14", &["records", "2013-03"]);
    assert!(run.status.success(), "{run:?}");
    assert!(folder.path().join("rollups/rollup-2013-03.json").exists());
}

#[test]
fn the_monthly_rollup_tells_what_keeps_it_from_summing_up() {
    let folder = tempfile::tempdir().unwrap();
    copy(&here("examples/gzu-2012"), &folder.path().join("records"));
    let contacts = folder.path().join("records/branches/ug1/contacts.csv");
    fs::write(&contacts, text(&fs::read(&contacts).unwrap()).replace("2012-12-20", "2012-12-32")).unwrap();
    let run = script("monthly-rollup.sh", folder.path(), "2013-01-06", &["records"]);
    assert_eq!((run.status.code(), text(&run.stdout)), (Some(4), String::new()));
    assert!(text(&run.stderr).contains("2012-12-32"), "{run:?}");
    assert_eq!(fs::read_dir(folder.path().join("rollups")).unwrap().count(), 0, "nothing half done");
    assert_eq!(script("monthly-rollup.sh", folder.path(), "2013-01-06", &[]).status.code(), Some(2));
}

#[test]
fn a_season_from_an_empty_folder_to_the_award_lists() {
    let folder = tempfile::tempdir().unwrap();
    let run = script("season.sh", folder.path(), "2030-01-01", &["records"]);
    let (told, complaints) = (text(&run.stdout), text(&run.stderr));
    assert!(run.status.success(), "{told}\n{complaints}");
    assert_eq!(told.lines().filter(|line| line.starts_with("== ")).count(), 11, "{told}");
    let answer = |words: &[&str]| -> Value {
        let records = folder.path().join("records");
        let command =
            Command::new(env!("CARGO_BIN_EXE_bangfu")).env("BANGFU_DATA", records).args(["--format", "json"]).args(words).output();
        serde_json::from_slice(&command.unwrap().stdout).unwrap()
    };
    let validated = answer(&["--today", "2013-06-28", "validate"]);
    assert!(validated["problems"].as_array().unwrap().iter().all(|problem| problem["severity"] == "warning"), "{validated}");
    let progress = answer(&["award", "compute", "progress", "--as-of", "2013-06-07"]);
    assert_eq!((&progress["candidates"][0]["person"], &progress["candidates"][0]["selected"]), (&"2011210201".into(), &true.into()));
    // 30 × 0.45 + 20 × 0.8 + 15 × 1 + 35 × 0.94.
    assert_eq!(progress["candidates"][0]["score"], "77.40");
    let barred = progress["barred"].as_array().unwrap().iter().find(|row| row["person"] == "2011210202").unwrap();
    assert_eq!(barred["code"], "review-returned");
    let forms = answer(&["form", "list", "2012-11", "--as-of", "2012-12-06"]);
    assert_eq!((&forms["totals"]["passed"], &forms["totals"]["missing"]), (&2.into(), &1.into()));
    // A folder that holds a season already is left alone.
    let again = script("season.sh", folder.path(), "2030-01-01", &["records"]);
    assert!(!again.status.success(), "{again:?}");
}
