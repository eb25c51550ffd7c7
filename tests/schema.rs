//! Every answer of the program keeps to the schema that `schema` prints, and has no key that the schema does not know.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

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
    let questions: [(&str, &[&str]); 18] = [
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
        ("problems", &["validate"]),
        ("status", &["status", "--as-of", "2013-03-20"]),
        ("codes", &["explain"]),
        ("duty", &["duty", "list"]),
        ("duty", &["duty", "list", "--as-of", "2013-01-20"]),
        ("duty-notice", &["duty", "notice", "--scope", "branch"]),
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

#[test]
fn a_listing_names_every_schema() {
    for name in stdout(&["schema"]).lines() {
        let schema: Value = serde_json::from_str(&stdout(&["schema", name])).unwrap();
        assert_eq!(schema["$id"], format!("bangfu/{name}/1"));
    }
}
