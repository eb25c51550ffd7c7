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
    // She left the college on 2012-12-28.
    assert!(!unpaired.iter().any(|command| command.contains("2009210201")), "{unpaired:?}");
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

#[test]
fn a_person_sees_what_concerns_the_own_pair_by_name() {
    let all = answer(&["--today", "2013-03-20", "status"]);
    let owed: Vec<&Value> = all["tasks"].as_array().unwrap().iter().filter(|task| task["kind"] == "contact").collect();
    let helper = &owed[0]["helper"];
    assert!(!helper["name"].as_str().unwrap().is_empty() && owed[0]["month"].is_null());
    let own = answer(&["--today", "2013-03-20", "status", "--role", "helper", helper["id"].as_str().unwrap()]);
    let own = own["tasks"].as_array().unwrap();
    assert!(!own.is_empty() && own.iter().all(|task| task["helper"] == *helper && task["role"] == "helper"));
    // Without a role the forms of the pair too, and nothing else.
    let mine = answer(&["--today", "2013-03-20", "status", "陶大吕"]);
    let mine = mine["tasks"].as_array().unwrap();
    assert!(mine.iter().all(|task| task["pair"] == "ug1-014" && task["helper"]["name"] == "陶大吕"));
    assert!(mine.iter().any(|task| task["kind"] == "form-missing" && task["month"] == "2012-11"));
    let free = answer(&["--today", "2013-03-20", "status", "2009210406"]);
    assert_eq!(free["tasks"][0]["person"]["id"], "2009210406");
}

#[test]
fn a_branch_is_named_after_its_role() {
    let named = answer(&["--today", "2013-03-20", "status", "--role", "branch", "pg"]);
    let flagged = answer(&["--today", "2013-03-20", "status", "--role", "branch", "--branch", "pg"]);
    assert_eq!(named, flagged);
    assert_eq!(answer(&["--today", "2013-03-20", "status", "pg"]), answer(&["--today", "2013-03-20", "status", "--branch", "pg"]));
}

#[test]
fn without_settings_there_is_no_status() {
    let folder = tempfile::tempdir().unwrap();
    let run = |words: &[&str]| Command::new(env!("CARGO_BIN_EXE_bangfu")).arg("--data").arg(folder.path()).args(words).output().unwrap();
    let output = run(&["--lang", "en", "status"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(4), 0));
    assert!(told.contains("bangfu.toml is missing"), "{told}");
    let mut wrong = Command::new(env!("CARGO_BIN_EXE_bangfu"));
    wrong.args(["--data", "examples/gzu-2012", "status", "--role", "secretary", "pg"]);
    assert_eq!(wrong.output().unwrap().status.code(), Some(2));
}
