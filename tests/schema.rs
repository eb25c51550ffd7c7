//! Every answer of the program keeps to the schema that `schema` prints, and has no key that the schema does not know.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods, reason = "a test may panic, and reads files")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

fn stdout(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_bangfu")).args(arguments).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("the schema has a type {other}"),
    }
}

/// Holds a value against the part of JSON Schema that our schemas use.
fn hold(value: &Value, schema: &Value, path: &str) {
    match &schema["type"] {
        Value::String(name) => assert!(is_of_type(value, name), "{path}: {value} is no {name}"),
        Value::Array(names) => assert!(names.iter().any(|name| is_of_type(value, name.as_str().unwrap())), "{path}: {value}"),
        _ => assert!(schema["const"] == *value || schema["enum"].as_array().is_some_and(|all| all.contains(value)), "{path}: {value}"),
    }
    if let (Some(pattern), Some(text)) = (schema["pattern"].as_str(), value.as_str()) {
        let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect();
        let fits = match pattern {
            r"^\d{4}-\d{2}-\d{2}$" => shape == "9999-99-99",
            r"^\d{4}-\d{2}$" => shape == "9999-99",
            r"^-?\d+\.\d{4}$" => shape.trim_start_matches('-').trim_start_matches('9') == ".9999",
            r"^-?\d+\.\d{2}$" => shape.trim_start_matches('-').trim_start_matches('9') == ".99",
            other => panic!("the schema has a pattern {other}"),
        };
        assert!(fits, "{path}: {text}");
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        hold(item, &schema["items"], &format!("{path}[{index}]"));
    }
    let Some(object) = value.as_object() else { return };
    for key in schema["required"].as_array().into_iter().flatten() {
        assert!(object.contains_key(key.as_str().unwrap()), "{path}: {key} is missing");
    }
    for (key, item) in object {
        match (schema["properties"].get(key), schema.get("additionalProperties")) {
            (Some(known), _) | (None, Some(known)) => hold(item, known, &format!("{path}.{key}")),
            (None, None) => assert!(schema.get("properties").is_none(), "{path}: the schema does not know {key}"),
        }
    }
}

#[test]
fn answers_keep_to_their_schemas() {
    let example = ["--data", "examples/gzu-2012", "--format", "json", "--today", "2013-06-14"];
    let questions: &[(&str, &[&str])] = &[
        ("check", &["check", "--as-of", "2013-03-20"]),
        ("check", &["check", "--as-of", "2012-10-01"]),
        ("rollup", &["rollup", "2012-12"]),
        ("rollups", &["rollup", "2013-05", "--since", "2012-11"]),
        ("award", &["award", "compute", "star"]),
        ("award", &["award", "compute", "progress"]),
        ("awards", &["award", "list"]),
        ("forms", &["form", "list"]),
        ("forms", &["form", "list", "2012-12", "--as-of", "2013-01-04"]),
        ("reports", &["report", "list", "--as-of", "2013-04-20"]),
        ("list", &["award", "nominations"]),
        ("list", &["person", "list"]),
        ("list", &["pair", "list"]),
        ("list", &["contacts", "list", "--last"]),
        ("list", &["choose", "list"]),
        ("list", &["inspect", "list"]),
        ("due", &["due", "--as-of", "2013-03-20"]),
        ("due", &["due", "--as-of", "2013-06-10"]),
        ("problems", &["validate"]),
        ("import", &["import", "contacts", "tests/imports/files/contacts.xls"]),
        ("import", &["import", "roster", "examples/gzu-2012/people.csv"]),
        ("pairing", &["pair", "suggest", "--seed", "s", "--as-of", "2012-11-05"]),
        ("pairing", &["pair", "suggest", "--seed", "s", "--policy", "voluntary-first"]),
        ("why", &["pair", "why", "ug1-003"]),
        ("why", &["pair", "why", "顾南斗", "崔缁衣", "--seed", "s"]),
        ("why", &["pair", "why", "顾南斗", "侯摽梅"]),
        ("rematch", &["pair", "rematch", "ug1-003", "--on", "2013-03-10", "--seed", "s"]),
        ("status", &["status", "--as-of", "2013-03-20"]),
        ("summary", &["summary"]),
        ("summary", &["summary", "--as-of", "2012-10-20"]),
        ("codes", &["explain"]),
        ("closed", &["close"]),
        ("audit", &["audit", "--no-git"]),
        ("student", &["check", "--student", "2010210307", "--as-of", "2013-01-10"]),
        ("rollup", &["rollup", "2012-12", "--footer"]),
        ("rollups", &["rollup", "2013-01", "--since", "2012-11", "--footer"]),
        ("fmt", &["fmt", "--check"]),
        ("duty", &["duty", "list"]),
        ("duty", &["duty", "list", "--as-of", "2013-01-20"]),
        ("duty-notice", &["duty", "notice", "--scope", "branch"]),
        ("keys", &["key", "list"]),
        ("guard", &["guard"]),
        ("places", &["form", "print", "ug1-001", "2012-12", "--places"]),
        ("screening", &["screen", "list"]),
        ("problems", &["--today", "2012-12-01", "validate"]),
    ];
    for (name, question) in questions {
        let answer: Value = serde_json::from_str(&stdout(
            &[&example[..4], &example[4..][..if question[0].starts_with('-') { 0 } else { 2 }], question].concat(),
        ))
        .unwrap();
        let schema: Value = serde_json::from_str(&stdout(&["schema", name])).unwrap();
        hold(&answer, &schema, name);
    }
}

/// Those without a class are a unit too, and its name is null.
#[test]
fn a_unit_without_a_name_keeps_to_the_schema() {
    let folder = tempfile::tempdir().unwrap();
    copy(Path::new("examples/gzu-2012"), folder.path());
    for (file, from, to) in [("bangfu.toml", "level = \"college\"", "level = \"class\""), ("people.csv", ",英语0901,ug1,", ",,ug1,")] {
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
    }
    let question = ["--data", folder.path().to_str().unwrap(), "--format", "json", "--today", "2013-06-14", "award", "compute", "star"];
    let answer: Value = serde_json::from_str(&stdout(&question)).unwrap();
    assert!(answer["units"].as_array().unwrap().iter().any(|unit| unit["unit"].is_null()), "{answer}");
    hold(&answer, &serde_json::from_str(&stdout(&["schema", "award"])).unwrap(), "award");
}

/// What commands that write answer, and what they would change, on a copy of the example.
#[test]
fn what_was_done_and_what_would_change_keep_to_their_schemas() {
    let folder = tempfile::tempdir().unwrap();
    copy(Path::new("examples/gzu-2012"), folder.path());
    let data = folder.path().to_str().unwrap();
    let writing: [&[&str]; 12] = [
        &["log", "ug1-001", "谈", "--date", "2013-06-01"],
        &["contacts", "amend", "ug1-001@2013-06-01", "minutes=40"],
        &["outcome", "add", "夏昆吾", "other", "x"],
        &["form", "receive", "ug1-014", "2012-12"],
        &["form", "review", "ug1-014", "2012-12", "passed"],
        &["report", "send", "ug2", "2013-03"],
        &["choose", "顾南斗", "2012210305"],
        &["goal", "add", "ug1-001", "x"],
        &["pair", "end", "ug1-001", "--on", "2013-06-13", "--reason", "x"],
        &["person", "add", "2013999", "某某", "--stage", "league"],
        &["contacts", "remove", "ug1-001@2013-06-01"],
        &["fmt"],
    ];
    for words in writing {
        for (name, dry) in [("diff", &["--dry-run"][..]), ("done", &[])] {
            let question = [&["--data", data, "--format", "json", "--today", "2013-06-14"], dry, words].concat();
            let answer: Value = serde_json::from_str(&stdout(&question)).unwrap_or_else(|error| panic!("{question:?}: {error}"));
            hold(&answer, &schema(name), name);
            let empty = answer[if name == "done" { "records" } else { "files" }].as_array().unwrap().is_empty();
            assert_eq!(empty, words == ["fmt"], "{question:?}: {answer}");
        }
    }
}

fn schema(name: &str) -> Value {
    serde_json::from_str(&stdout(&["schema", name])).unwrap()
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

/// Names in the sources of what is no answer: purposes of lots and digests.
const NO_ANSWERS: [&str; 5] = ["lot", "grounds", "population", "award-record", "award-records"];

#[test]
fn every_format_of_an_answer_has_a_schema() {
    let mut named = BTreeSet::new();
    gather(Path::new("src"), &mut named);
    let known: BTreeSet<String> = stdout(&["schema"]).lines().map(str::to_owned).collect();
    let missing: Vec<&String> = named.difference(&known).filter(|name| !NO_ANSWERS.contains(&name.as_str())).collect();
    assert!(missing.is_empty() && named.len() > NO_ANSWERS.len(), "no schema: {missing:?}");
}

/// The names in `"bangfu/name/1"` in the sources of a folder.
fn gather(folder: &Path, named: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            gather(&path, named);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let names = text.split("\"bangfu/").skip(1).filter_map(|rest| rest.split_once("/1\""));
            named.extend(names.map(|(name, _)| name.to_owned()).filter(|name| name.chars().all(|c| c.is_alphanumeric() || c == '-')));
        }
    }
}

#[test]
fn a_listing_names_every_schema() {
    for name in stdout(&["schema"]).lines() {
        let schema: Value = serde_json::from_str(&stdout(&["schema", name])).unwrap();
        assert_eq!(schema["$id"], format!("bangfu/{name}/1"));
    }
}

/// The answers of a decision and of a draw, which are there only once something was decided or drawn.
#[test]
fn answers_about_what_was_written_keep_to_their_schemas() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    copy(Path::new("examples/gzu-2012"), &data);
    let settled = ["--take", "罗甘棠=x", "--pass-over", "陆瀛洲=x"];
    let questions: [(&str, &[&str]); 8] = [
        ("draw", &["visit", "draw", "--share", "10%"]),
        ("draw", &["visit", "draw", "--redraw", "draw-2013-06-03", "--reason", "x"]),
        ("draw-verify", &["visit", "draw", "--verify", "draw-2013-06-03"]),
        ("decision", &["award", "decision", "star"]),
        ("decision", &[&["award", "approve", "star", "--meeting", "x"][..], &settled].concat()),
        ("notice", &["award", "notice", "star"]),
        ("award-verify", &["award", "verify", "star"]),
        ("decision", &["award", "decision", "star"]),
    ];
    for (name, question) in questions {
        let answer = stdout(&[&["--data", data.to_str().unwrap(), "--format", "json", "--today", "2013-06-03"], question].concat());
        let answer: Value = serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{question:?}: {error}"));
        let schema: Value = serde_json::from_str(&stdout(&["schema", name])).unwrap();
        hold(&answer, &schema, name);
    }
}
