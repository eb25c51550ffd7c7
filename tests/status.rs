//! `status` on the example: what is named agrees with what `check` and the records say.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::process::Command;

use serde_json::Value;

fn answer(arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_bangfu"))
        .args(["--data", "examples/gzu-2012", "--format", "json"])
        .args(arguments)
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

fn commands(status: &Value, kind: &str) -> Vec<String> {
    let tasks = status["tasks"].as_array().unwrap().iter().filter(|task| task["kind"] == kind);
    tasks.map(|task| task["command"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn contacts_owed_are_those_of_check() {
    let status = answer(&["--today", "2013-03-20", "status"]);
    let check = answer(&["--today", "2013-03-20", "check"]);
    let owed = |row: &&Value| row["status"] == "overdue" || row["status"] == "due";
    let mut expected: Vec<String> = check["pairs"]
        .as_array()
        .unwrap()
        .iter()
        .filter(owed)
        .map(|row| format!("bangfu log {} …", row["pair"].as_str().unwrap()))
        .collect();
    let mut found = commands(&status, "contact");
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
    assert_eq!(found.len(), 11);
}

#[test]
fn members_without_a_pair_and_forms_not_handed_in_are_named() {
    let status = answer(&["--today", "2013-03-20", "status"]);
    let unpaired = commands(&status, "unpaired");
    for member in ["2009210406", "2009210602", "2010310105", "2011210301"] {
        assert!(unpaired.iter().any(|command| command.contains(member)), "{member}");
    }
    let missing = commands(&status, "form-missing");
    assert!(
        missing.contains(&"bangfu form receive ug1-014 2012-11".to_owned())
            && missing.contains(&"bangfu form receive ug1-014 2012-12".to_owned())
    );
    assert_eq!(status["phase"], "helping");
}

#[test]
fn after_the_scheme_nobody_owes_a_contact_and_before_it_nobody_lacks_a_pair() {
    assert!(commands(&answer(&["--today", "2013-06-10", "status"]), "contact").is_empty());
    let before = answer(&["--today", "2012-10-20", "status"]);
    assert_eq!(before["tasks"].as_array().unwrap().len(), 0);
    assert_eq!(before["phase"], "screening");
}

#[test]
fn a_role_or_a_branch_narrows_the_list() {
    let helper = answer(&["--today", "2013-03-20", "status", "--role", "helper"]);
    assert!(helper["tasks"].as_array().unwrap().iter().all(|task| task["role"] == "helper"));
    let branch = answer(&["--today", "2013-03-20", "status", "--branch", "pg"]);
    assert!(branch["tasks"].as_array().unwrap().iter().all(|task| task["branch"] == "pg"));
    assert!(!branch["tasks"].as_array().unwrap().is_empty());
}
