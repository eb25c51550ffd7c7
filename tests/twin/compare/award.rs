//! The first difference between two answers of `award compute`. Where the rules leave something
//! to the program (texts, the names of most codes, the order of units, units without anyone) the
//! comparison does too.

use super::difference;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Codes that the rules name.
const NAMED: [&str; 2] = ["not-reviewed", "review-returned"];

/// The first difference.
pub fn first(twin: &Value, program: &Value) -> Option<String> {
    difference::first(&comparable(twin), &comparable(program)).or_else(|| barred(twin, program)).or_else(|| candidates_reasons(program))
}

/// Without the list of the barred, units in order of their names.
fn comparable(answer: &Value) -> Value {
    let mut answer = answer.clone();
    if let Some(all) = answer.as_object_mut() {
        all.insert("barred".to_owned(), json!(all.get("barred").is_some_and(Value::is_array)));
    }
    if let Some(units) = answer.get_mut("units").and_then(Value::as_array_mut) {
        units.retain(|unit| unit["pool"] != 0);
        units.sort_by_key(|unit| unit["unit"].to_string());
    }
    answer
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The same persons, by id, each with a reason and a code that can be.
fn barred(twin: &Value, program: &Value) -> Option<String> {
    let rows = program["barred"].as_array().cloned().unwrap_or_default();
    let mut persons: Vec<String> = rows.iter().map(|row| text(&row["person"])).collect();
    if !persons.is_sorted() {
        return Some(format!(".barred: not by id: {persons:?}"));
    }
    persons.dedup();
    let expected = twin["barred"].as_array().cloned().unwrap_or_default();
    let wanted: Vec<String> = expected.iter().map(|row| text(&row["person"])).collect();
    if persons != wanted {
        return Some(format!(".barred: the twin bars {wanted:?}, the program {persons:?}"));
    }
    if let Some(row) = rows.iter().find(|row| text(&row["code"]).is_empty() || text(&row["reason"]).is_empty()) {
        return Some(format!(".barred: no code or no reason: {row}"));
    }
    expected.iter().find_map(|row| codes(row, &rows))
}

/// A code that the rules name must be one of the twin's, and must be there if it is the only one.
fn codes(twin: &Value, rows: &[Value]) -> Option<String> {
    let mine = |row: &&Value| row["person"] == twin["person"];
    let found: BTreeSet<String> = rows.iter().filter(mine).map(|row| text(&row["code"])).collect();
    let possible: BTreeSet<String> = twin["codes"].as_array().unwrap().iter().map(text).collect();
    let impossible = NAMED.iter().any(|code| found.contains(*code) && !possible.contains(*code));
    let only = possible.len() == 1 && NAMED.iter().any(|code| possible.contains(*code)) && found != possible;
    (impossible || only).then(|| format!(".barred {}: the twin's codes are {possible:?}, the program's {found:?}", twin["person"]))
}

/// Reasons are texts; a seat without a tie needs none.
fn candidates_reasons(program: &Value) -> Option<String> {
    let wrong = |row: &&Value| match row.get("reason") {
        Some(Value::Null) => false,
        Some(Value::String(reason)) => reason.is_empty() || row["selected"] == true && program["tie_at_cut"] == false,
        _ => true,
    };
    let row = program["candidates"].as_array()?.iter().find(wrong)?;
    Some(format!(".candidates: a reason that is none: {row}"))
}

#[cfg(test)]
mod tests {
    use super::first;
    use serde_json::{Value, json};

    fn program(code: &str) -> Value {
        json!({"pool": 2, "candidates": [{"person": "a", "selected": true, "reason": null}],
            "barred": [{"person": "b", "code": code, "reason": "so"}],
            "units": [{"unit": "y", "pool": 1}, {"unit": "z", "pool": 0}, {"unit": "x", "pool": 1}]})
    }

    #[test]
    fn what_the_rules_leave_open_is_no_difference() {
        let mut twin = json!({"pool": 2, "candidates": [{"person": "a", "selected": true}],
            "barred": [{"person": "b", "codes": ["disciplined", "not-reviewed"]}],
            "units": [{"unit": "x", "pool": 1}, {"unit": "y", "pool": 1}]});
        assert_eq!(first(&twin, &program("anything")), None);
        assert_eq!(first(&twin, &program("not-reviewed")), None);
        assert!(first(&twin, &program("review-returned")).is_some());
        assert!(first(&twin, &program("")).is_some());
        twin["barred"] = json!([{"person": "b", "codes": ["not-reviewed"]}]);
        assert!(first(&twin, &program("anything")).is_some());
        twin["barred"] = json!([{"person": "c", "codes": ["gate"]}]);
        assert!(first(&twin, &program("anything")).is_some());
    }
}
