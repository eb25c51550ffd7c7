//! Rows of a roster. A roster gives nobody another name, and no stage that records rest on (rules.md R2); a political status says less
//! than a stage does, and contradicts none that it covers.

use super::plan::Effect;
use super::record::{Cells, Difference, Record};
use super::row::{Fault, Row};
use crate::i18n::Message;
use crate::model::character;
use crate::model::id::folded;
use crate::model::records::PersonIx;
use crate::model::word::{Stage, Word};

/// Political status as GB/T 4762 names it, and the stage that it is at least.
const STATUS: [(&str, Stage); 7] = [
    ("中共党员", Stage::Full),
    ("中共正式党员", Stage::Full),
    ("中共预备党员", Stage::Probationary),
    ("团员", Stage::League),
    ("中国共产主义青年团团员", Stage::League),
    ("积极分子", Stage::Activist),
    ("入党申请者", Stage::Applicant),
];

/// What offices write of full and of probationary members alike.
const MEMBER: &str = "党员";

/// Columns that are taken as they stand.
const TEXTS: [&str; 8] = ["name", "gender", "major", "grade", "class", "counsellor", "college", "dormitory"];

/// The record that a row makes.
pub fn record(row: &Row<'_>) -> Result<Record, Fault> {
    let people = &row.known.core.people;
    let id = row.id("id", |id| people.find(id).is_some())?;
    // A name has none; a program that cannot write a character of it puts one there.
    if row.required("name")?.contains(['?', '？']) {
        return Err(row.fault("name", Message::new("import.lost-characters").with("value", "?")));
    }
    let mut cells: Cells = vec![("id", id.to_owned())];
    for column in TEXTS {
        cells.push((column, one_line(row, column)?));
    }
    cells.push(("branch", branch(row)?));
    let known = people.find(id).and_then(|person| people.get(person)).map(|person| person.stage);
    cells.push(("stage", stage(row, known)?.map_or_else(String::new, |stage| stage.key().to_owned())));
    for column in ["stage_since", "left"] {
        cells.push((column, row.day(column)?.map_or_else(String::new, |day| day.to_string())));
    }
    cells.push(("note", row.text("note")?));
    cells.retain(|(_, text)| !text.is_empty());
    let identity = vec![id.to_owned()];
    Ok(Record { branch: None, claim: identity.clone(), identity, cells, defaults: Vec::new(), own: None })
}

/// A text without a line break, which in such a cell comes from a quote that was left open.
fn one_line(row: &Row<'_>, column: &'static str) -> Result<String, Fault> {
    let text = row.text(column)?;
    // It would make two texts that look alike differ; what shapes a letter belongs to the spelling of some names.
    if let Some(unseen) = text.chars().find(|c| character::is_unseen(*c) && !character::shapes_another(*c)) {
        let code = format!("U+{:04X}", u32::from(unseen));
        return Err(row.fault(column, Message::new("import.unseen-character").with("code", code)));
    }
    if text.contains('↵') { Err(row.fault(column, Message::new("import.line-break").with("value", text))) } else { Ok(text) }
}

fn branch(row: &Row<'_>) -> Result<String, Fault> {
    let word = row.text("branch")?;
    let branches = &row.known.core.scheme.branches;
    match branches.iter().find(|branch| branch.key == word || branch.name == word) {
        Some(branch) => Ok(branch.key.clone()),
        None if word.is_empty() => Ok(word),
        None => Err(row.fault("branch", Message::new("import.no-branch").with("value", word))),
    }
}

/// The stage that a row gives, from the column of stages, else from that of the political status; `known` is the one on the roster.
fn stage(row: &Row<'_>, known: Option<Stage>) -> Result<Option<Stage>, Fault> {
    for column in ["stage", "status"] {
        let word = row.text(column)?;
        if word == MEMBER {
            let member = known.filter(|stage| matches!(stage, Stage::Full | Stage::Probationary));
            return member.map(Some).ok_or_else(|| row.fault(column, Message::new("import.which-member").with("value", word)));
        }
        if !word.is_empty() {
            let status = STATUS.iter().find(|(status, _)| *status == word).map(|(_, stage)| *stage);
            return match Stage::parse_shown(&word).or(status) {
                Some(stage) => Ok(Some(stage)),
                None => Err(row.fault(column, Message::new("import.no-stage").with("value", word))),
            };
        }
    }
    Ok(None)
}

/// What a row does to the roster.
#[must_use]
pub fn effect(row: &Row<'_>, record: &Record) -> Effect {
    let people = &row.known.core.people;
    let Some(person) = people.find(record.cell("id")) else {
        return match record.cell("stage") {
            "" => Effect::Refused(row.fault("stage", Message::new("import.stage-missing"))),
            _ => Effect::New,
        };
    };
    if let Some(fault) = conflict(row, person, record) {
        return Effect::Conflict(fault);
    }
    let differs = |(column, new): &(&'static str, String)| {
        let old = people.text(person, column);
        let same = match *column {
            // The name is the same but for how it is written.
            "name" => true,
            "stage" => Stage::parse(old) == Stage::parse(new) || is_covered(row, old, new),
            _ => old == new,
        };
        (!same).then(|| Difference { column, old: old.to_owned(), new: new.clone() })
    };
    Effect::of(vec![record.cell("id").to_owned()], record.cells.iter().filter_map(differs).collect())
}

/// Whether a political status says nothing against a stage: applicants, activists and candidates are league members or masses still.
fn is_covered(row: &Row<'_>, old: &str, new: &str) -> bool {
    let from_status = row.table.cell(row.at, "stage").text.is_empty();
    let old = Stage::parse(old);
    let between = matches!(old, Some(Stage::Applicant | Stage::Activist | Stage::Candidate));
    from_status && between && matches!(Stage::parse(new), Some(Stage::Masses | Stage::League))
}

/// What a row says of a known person that a roster cannot decide: that the id is somebody else's, or a stage that records rest on (R2).
fn conflict(row: &Row<'_>, person: PersonIx, record: &Record) -> Option<Fault> {
    let core = row.known.core;
    let own = core.people.text(person, "name");
    let id = record.cell("id");
    if folded(own) != folded(record.cell("name")) {
        return Some(row.fault("name", Message::new("import.other-name").with("id", id).with("name", own)));
    }
    let (old, new) = (core.people.text(person, "stage"), record.cell("stage"));
    let rests = || !core.pairs_of(person).is_empty() || core.stages.iter().any(|(other, ..)| *other == person);
    let decided = !new.is_empty() && Stage::parse(old) != Stage::parse(new) && !is_covered(row, old, new) && rests();
    let column = if row.table.cell(row.at, "stage").text.is_empty() { "status" } else { "stage" };
    let word = |stage: &str| Stage::parse(stage).map_or("stage.masses", Word::label);
    let message = || Message::new("import.stage-decided").with("id", id).word("old", word(old)).word("new", word(new)).with("key", new);
    decided.then(|| row.fault(column, message()))
}

/// Somebody of the same name and, where both are known, the same class.
pub fn beside(row: &Row<'_>, record: &Record) -> Option<Message> {
    let people = &row.known.core.people;
    let class = record.cell("class");
    let is_near = |person: &PersonIx| class.is_empty() || matches!(people.text(*person, "class"), own if own.is_empty() || own == class);
    let other = *row.known.named(record.cell("name")).iter().find(|person| is_near(person))?;
    Some(Message::new("import.beside-person").with("name", people.name(other)).with("id", people.id(other)))
}
