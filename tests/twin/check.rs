//! The answer of `check`: every pair under every cadence, as JSON.

use crate::cadence::{self, Breach, Row, Status};
use crate::calendar::Day;
use crate::fraction::shown;
use crate::records::{Cadence, Directory, Pair, Pauses};
use serde_json::{Value, json};

/// The rows of all pairs: by branch in the scheme's order, id, cadence in the scheme's order.
pub fn rows(directory: &Directory, as_of: Day) -> Vec<Row<'_>> {
    let mut found = Vec::new();
    for branch in &directory.scheme.branches {
        let mut pairs: Vec<&Pair> = directory.pairs.iter().filter(|pair| pair.branch == *branch).collect();
        pairs.sort_by(|a, b| a.id.cmp(&b.id));
        for pair in pairs {
            for cadence in &directory.scheme.cadences {
                found.extend(cadence::row(directory, pair, cadence, as_of));
            }
        }
    }
    found
}

/// The answer as of a day.
pub fn answer(directory: &Directory, as_of: Day) -> Value {
    let rows = rows(directory, as_of);
    json!({
        "format": "bangfu/check/1",
        "as_of": as_of.to_string(),
        "cadences": directory.scheme.cadences.iter().map(settings).collect::<Vec<_>>(),
        "pairs": rows.iter().map(line).collect::<Vec<_>>(),
        "totals": totals(&rows),
    })
}

/// 1 if any pair is overdue or has a breach, else 0.
pub fn exit_code(directory: &Directory, as_of: Day) -> i32 {
    let bad = |row: &Row<'_>| row.status == Status::Overdue || !row.breaches.is_empty();
    i32::from(rows(directory, as_of).iter().any(bad))
}

fn settings(cadence: &Cadence) -> Value {
    json!({
        "key": cadence.key,
        "at_least": cadence.at_least,
        "every": cadence.every,
        "window": cadence.window.word(),
        "pauses": if cadence.pauses == Pauses::Stop { "stop" } else { "ignore" },
        "clause": cadence.clause,
    })
}

fn line(row: &Row<'_>) -> Value {
    json!({
        "pair": row.pair.id,
        "branch": row.pair.branch,
        "helper": row.pair.helper,
        "helped": row.pair.helped,
        "cadence": row.cadence.key,
        "status": row.status.word(),
        "contacts": row.contacts.len(),
        "last_contact": row.contacts.last().map(ToString::to_string),
        "next_due": row.next_due.map(|day| day.to_string()),
        "late_days": row.late().len(),
        "keeping_rate": shown(&row.rate, 4),
        "gaps": row.breaches.iter().map(breach).collect::<Vec<_>>(),
    })
}

fn breach(breach: &Breach) -> Value {
    match breach {
        Breach::Gap { from, to, days, over, missed, open, .. } => json!({
            "from": from.to_string(),
            "to": to.to_string(),
            "days": days,
            "over": over,
            "missed": missed,
            "open": open,
        }),
        Breach::Run { late, open } => json!({
            "from": late.first().unwrap().to_string(),
            "to": late.last().unwrap().to_string(),
            "days": null,
            "over": late.len(),
            "missed": null,
            "open": open,
        }),
        Breach::Missed { from, to, contacts, owed } => json!({
            "from": from.to_string(),
            "to": to.to_string(),
            "contacts": contacts,
            "owed": owed,
        }),
    }
}

fn totals(rows: &[Row<'_>]) -> Value {
    let mut pairs: Vec<&str> = rows.iter().map(|row| row.pair.id.as_str()).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let count = |status: Status| rows.iter().filter(|row| row.status == status).count();
    json!({
        "rows": rows.len(),
        "pairs": pairs.len(),
        "ok": count(Status::Ok),
        "due": count(Status::Due),
        "overdue": count(Status::Overdue),
        "ended": count(Status::Ended),
        "not_started": count(Status::NotStarted),
        "breaches": rows.iter().map(|row| row.breaches.len()).sum::<usize>(),
    })
}
