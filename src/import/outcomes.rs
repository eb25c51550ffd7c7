//! Rows of outcomes: honours, disciplinary acts, changes of stage, grades. An outcome is known by day, person, kind and content.

use super::plan::Effect;
use super::record::{Cells, Record};
use super::row::{Fault, Row};
use crate::i18n::Message;
use crate::model::decimal::Decimal;
use crate::model::outcome_level::{level_called, levels, listed};
use crate::model::word::{OutcomeKind, Stage, Word};

/// The record that a row makes.
pub fn record(row: &Row<'_>) -> Result<Record, Fault> {
    let core = row.known.core;
    let date = row.required_day("date")?;
    let person = row.person(&["person", "name"])?.ok_or_else(|| row.missing("person"))?;
    row.refuse_future("date", date)?;
    let kind = kind(row)?;
    let what = what(row, kind)?;
    let mut cells: Cells =
        vec![("date", date.to_string()), ("person", core.people.id(person).to_owned()), ("kind", kind.key().to_owned()), ("what", what)];
    cells.push(("level", level(row, kind)?));
    cells.push(("value", row.decimal("value")?));
    cells.push(("points", points(row, kind)?));
    cells.push(("note", row.text("note")?));
    if kind == OutcomeKind::Grade && row.text("value")?.is_empty() {
        return Err(row.missing("value"));
    }
    cells.retain(|(_, text)| !text.is_empty());
    let identity: Vec<String> = cells.iter().take(4).map(|(_, text)| text.clone()).collect();
    // A person has one stage on a day (R2).
    let claim = if kind == OutcomeKind::Stage { identity.iter().take(3).cloned().collect() } else { identity.clone() };
    Ok(Record { branch: None, identity, claim, cells, defaults: Vec::new(), own: None })
}

fn kind(row: &Row<'_>) -> Result<OutcomeKind, Fault> {
    let word = row.required("kind")?;
    OutcomeKind::parse_shown(&word).ok_or_else(|| row.fault("kind", Message::new("import.no-kind").with("value", word)))
}

/// What it was; a stage by its key.
fn what(row: &Row<'_>, kind: OutcomeKind) -> Result<String, Fault> {
    let words = row.required("what")?;
    match kind {
        OutcomeKind::Stage => match Stage::parse_shown(&words) {
            Some(stage) => Ok(stage.key().to_owned()),
            None => Err(row.fault("what", Message::new("import.no-stage").with("value", words))),
        },
        _ => Ok(words),
    }
}

/// A level of the table of its kind (R7).
fn level(row: &Row<'_>, kind: OutcomeKind) -> Result<String, Fault> {
    let word = row.text("level")?;
    let Some(table) = levels(&row.known.core.scheme, kind) else { return Ok(word) };
    if word.is_empty() {
        return Ok(word);
    }
    if let Some(key) = level_called(table, &word) {
        return Ok(key.to_owned());
    }
    Err(row.fault("level", Message::new("import.no-level").with("value", word).with("known", listed(table))))
}

/// Points of an honour are not below nothing, of a disciplinary act not above.
fn points(row: &Row<'_>, kind: OutcomeKind) -> Result<String, Fault> {
    let text = row.decimal("points")?;
    let wrong = match (kind, Decimal::parse(&text)) {
        (OutcomeKind::Honour, Some(points)) => points.is_negative(),
        (OutcomeKind::Discipline, Some(points)) => points.is_positive(),
        _ => false,
    };
    if wrong {
        Err(row.fault("points", Message::new("import.wrong-sign").with("value", text).word("kind", kind.label())))
    } else {
        Ok(text)
    }
}

/// What a row does to the outcomes. Two stages of one person on one day cannot both be true (R2).
#[must_use]
pub fn effect(row: &Row<'_>, record: &Record) -> Effect {
    let as_new = || match other_stage(row, record) {
        Some(stage) => {
            let message = Message::new("import.two-stages").with("day", record.cell("date")).word("stage", stage.label());
            Effect::Conflict(row.fault("what", message))
        }
        None => Effect::New,
    };
    row.known.effect_of(record).unwrap_or_else(as_new)
}

fn other_stage(row: &Row<'_>, record: &Record) -> Option<Stage> {
    let core = row.known.core;
    if record.cell("kind") != OutcomeKind::Stage.key() {
        return None;
    }
    let person = core.people.find(record.cell("person"))?;
    core.stages.iter().find(|(other, date, _)| *other == person && date.to_string() == record.cell("date")).map(|(_, _, stage)| *stage)
}

/// An outcome of the same person that is of the same day, or has the same content; grades come again.
pub fn beside(row: &Row<'_>, record: &Record) -> Option<Message> {
    let text = |at: usize, column| row.known.text(None, at, column);
    let is_same = |at: &usize, column| record.cell(column) == text(*at, column);
    let is_kind = |at: &usize| OutcomeKind::parse_shown(text(*at, "kind")).is_some_and(|kind| kind.key() == record.cell("kind"));
    let is_near = |at: &usize| is_kind(at) && (is_same(at, "date") || is_same(at, "what"));
    if record.cell("kind") == OutcomeKind::Grade.key() {
        return None;
    }
    let at = *row.known.of_person(record.cell("person")).iter().find(|at| is_near(at))?;
    Some(Message::new("import.beside-outcome").with("day", text(at, "date")).with("what", text(at, "what")))
}
