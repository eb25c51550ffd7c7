//! Reads `bangfu.toml`: the settings that the calculations use, with the defaults of format 1.

use crate::calendar::{Day, day};
use crate::fraction::{Fraction, fraction, ratio, whole};
use crate::records::{Award, Cadence, Criterion, Gate, Missing, Pauses, Per, Phase, Quota, Scheme, Side, Ties, Window};
use toml::{Table, Value};

/// The settings in a file's text.
pub fn read(text: &str) -> Scheme {
    let file: Table = text.parse().unwrap();
    let none = Table::new();
    let section = |key: &str| file.get(key).and_then(Value::as_table).unwrap_or(&none);
    let scheme = section("scheme");
    let points = section("outcome_points");
    Scheme {
        start: required_day(scheme, "start"),
        end: required_day(scheme, "end"),
        branches: keys(&file, "branch"),
        phases: tables(&file, "phase").iter().map(|table| phase(table)).collect(),
        pauses: tables(&file, "pause").iter().map(|table| period(table)).collect(),
        topics: keys(&file, "topic"),
        modes: keys(&file, "mode"),
        acts: tables(&file, "act").iter().map(|table| act(table)).collect(),
        cadences: tables(&file, "cadence").iter().map(|table| cadence(table)).collect(),
        helper_stages: strings(section("pairing"), "helper_stages"),
        helped_stages: strings(section("pairing"), "helped_stages"),
        helper_capacity: usize::try_from(int(section("pairing"), "helper_capacity", 1)).unwrap(),
        helped_capacity: usize::try_from(int(section("pairing"), "helped_capacity", 1)).unwrap(),
        entry_days: int(section("contacts"), "entry_days", 7),
        form_due_day: u32::try_from(int(section("form"), "due_day", 5)).unwrap(),
        form_min_days: int(section("form"), "min_days", 7),
        report_due_day: u32::try_from(int(section("report"), "due_day", 10)).unwrap(),
        honour_points: points_of(points, "honour"),
        discipline_points: points_of(points, "discipline"),
        awards: tables(&file, "award").iter().map(|table| award(table)).collect(),
    }
}

fn tables<'a>(table: &'a Table, key: &str) -> Vec<&'a Table> {
    let list = table.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    list.iter().map(|value| value.as_table().unwrap()).collect()
}

fn keys(table: &Table, key: &str) -> Vec<String> {
    tables(table, key).iter().map(|entry| text(entry, "key", "")).collect()
}

fn text(table: &Table, key: &str, default: &str) -> String {
    table.get(key).map_or(default, |value| value.as_str().unwrap()).to_owned()
}

fn int(table: &Table, key: &str, default: i64) -> i64 {
    table.get(key).map_or(default, |value| value.as_integer().unwrap())
}

fn flag(table: &Table, key: &str, default: bool) -> bool {
    table.get(key).map_or(default, |value| value.as_bool().unwrap())
}

fn strings(table: &Table, key: &str) -> Vec<String> {
    let list = table.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    list.iter().map(|value| value.as_str().unwrap().to_owned()).collect()
}

/// A decimal or ratio: a string, or a bare integer.
fn number(value: &Value) -> Fraction {
    match value {
        Value::Integer(number) => whole(*number),
        Value::String(text) => fraction(text),
        other => panic!("not a number: {other:?}"),
    }
}

fn optional_day(table: &Table, key: &str) -> Option<Day> {
    match table.get(key)? {
        Value::Datetime(date) => Some(day(&date.to_string())),
        Value::String(text) => Some(day(text)),
        other => panic!("not a day: {other:?}"),
    }
}

fn required_day(table: &Table, key: &str) -> Day {
    optional_day(table, key).unwrap()
}

fn period(table: &Table) -> (Day, Day) {
    (required_day(table, "start"), required_day(table, "end"))
}

fn phase(table: &Table) -> Phase {
    let (start, end) = period(table);
    Phase { key: text(table, "key", ""), start, end }
}

fn act(table: &Table) -> (String, bool) {
    (text(table, "key", ""), flag(table, "counts", true))
}

fn points_of(points: &Table, kind: &str) -> Vec<(String, Fraction)> {
    let Some(table) = points.get(kind).and_then(Value::as_table) else {
        return Vec::new();
    };
    table.iter().map(|(level, value)| (level.clone(), number(value))).collect()
}

fn cadence(table: &Table) -> Cadence {
    let window = text(table, "window", "rolling");
    let weekdays = table.get("weekdays").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    Cadence {
        key: text(table, "key", ""),
        clause: table.contains_key("clause").then(|| text(table, "clause", "")),
        acts: strings(table, "acts"),
        phase: text(table, "phase", "helping"),
        at_least: int(table, "at_least", 1),
        every: table.get("every").and_then(Value::as_integer),
        window: Window::ALL.iter().find(|(_, word)| *word == window).unwrap().0,
        pauses: match text(table, "pauses", "stop").as_str() {
            "stop" => Pauses::Stop,
            "ignore" => Pauses::Ignore,
            other => panic!("pauses = {other:?}"),
        },
        minutes: int(table, "minutes", 0),
        total_minutes: table.get("total_minutes").and_then(Value::as_integer),
        weekdays: weekdays.iter().map(|value| value.as_integer().unwrap()).collect(),
        per: match text(table, "per", "pair").as_str() {
            "pair" => Per::Pair,
            "helper" => Per::Helper,
            other => panic!("per = {other:?}"),
        },
        min_days: int(table, "min_days", 0),
        remind_days: int(table, "remind_days", 3),
    }
}

fn award(table: &Table) -> Award {
    Award {
        key: text(table, "key", ""),
        side: match text(table, "for", "").as_str() {
            "helper" => Side::Helper,
            "helped" => Side::Helped,
            other => panic!("for = {other:?}"),
        },
        pool: text(table, "pool", "paired"),
        pool_stages: strings(table, "pool_stages"),
        cutoff: optional_day(table, "cutoff"),
        quota: quota(table),
        rounding: text(table, "rounding", "down"),
        at_least: int(table, "at_least", 0),
        level: text(table, "level", "college"),
        ties: ties(table),
        missing: match text(table, "missing", "zero").as_str() {
            "zero" => Missing::Zero,
            "skip" => Missing::Skip,
            other => panic!("missing = {other:?}"),
        },
        excludes: table.contains_key("excludes").then(|| text(table, "excludes", "")),
        bar_disciplined: flag(table, "bar_disciplined", false),
        min_keeping: table.get("min_keeping").map(number),
        stages: strings(table, "stages"),
        needs_nomination: table.contains_key("needs_nomination"),
        needs_review: flag(table, "needs_review", false),
        gates: tables(table, "gate").iter().map(|table| gate(table)).collect(),
        criteria: tables(table, "criterion").iter().map(|table| criterion(table)).collect(),
    }
}

fn quota(table: &Table) -> Quota {
    if table.contains_key("ratio") {
        let written = text(table, "ratio", "");
        let exact = fraction(&written);
        return Quota::Ratio(written, exact);
    }
    if table.contains_key("seats") {
        return Quota::Seats(int(table, "seats", 0));
    }
    let step = |table: &&Table| (int(table, "from", 0), int(table, "to", 0), int(table, "seats", 0));
    Quota::Steps(tables(table, "steps").iter().map(step).collect())
}

fn ties(table: &Table) -> Ties {
    match table.get("ties") {
        None => Ties::LeaveOut,
        Some(Value::Array(_)) => Ties::Criteria(strings(table, "ties")),
        Some(Value::String(word)) if word == "leave-out" => Ties::LeaveOut,
        Some(Value::String(word)) if word == "take-all" => Ties::TakeAll,
        Some(other) => panic!("ties = {other:?}"),
    }
}

fn gate(table: &Table) -> Gate {
    Gate {
        measure: text(table, "measure", ""),
        of: text(table, "of", ""),
        op: text(table, "op", ""),
        value: number(table.get("value").unwrap()),
    }
}

fn criterion(table: &Table) -> Criterion {
    Criterion {
        key: text(table, "key", ""),
        weight: int(table, "weight", 0),
        full_marks: table.get("full_marks").map_or(whole(1), number),
        late_credit: table.get("late_credit").map_or(ratio(1, 2), number),
        measure: text(table, "measure", ""),
        what: text(table, "what", ""),
        lower_is_better: text(table, "better", "higher") == "lower",
    }
}
