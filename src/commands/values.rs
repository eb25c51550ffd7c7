//! Values as people say them on the command line, as the files keep them: words of the scheme by key, persons by id, days as
//! `YYYY-MM-DD`. Words built into the program are turned by the store; whether a value is right is for the validator.

use super::{reading, spoken};
use crate::app::App;
use crate::commands::plain::plain;
use crate::failure::Result;
use crate::model::dataset::Core;
use crate::model::records::WordSet;
use crate::model::scheme::Vocabulary;
use crate::model::table::{Holds, Table};
use crate::model::table_words::built_in;
use crate::store::edit::Cells;

/// What a column holds, as far as it can be said in more than one way.
enum Kind<'s> {
    Term(&'s Vocabulary, &'static str),
    Topics,
    Person,
    /// Who acted: somebody's id where one person has the id or name, else the words as they are.
    Actor,
    Actors,
    Branch,
    Branches,
    /// A day that mostly lies behind.
    Day,
    /// A day on which something was done: never after today.
    PastDay,
    /// A day that mostly lies ahead.
    ComingDay,
    Text,
}

fn kind<'s>(core: &'s Core, table: &Table, column: &str) -> Kind<'s> {
    let scheme = &core.scheme;
    match (table.file, column) {
        ("contacts.csv", "act") => Kind::Term(&scheme.acts, "log.no-act"),
        ("contacts.csv", "mode") => Kind::Term(&scheme.modes, "log.no-mode"),
        ("goals.csv", "topic") => Kind::Term(&scheme.topics, "log.no-topic"),
        ("contacts.csv" | "pairs.csv", "topics") => Kind::Topics,
        ("meetings.csv", "branches") => Kind::Branches,
        (_, "branch") => Kind::Branch,
        (_, "helper" | "helped" | "person" | "a" | "b") => Kind::Person,
        ("choices.csv", "by") => Kind::Text,
        ("inspections.csv", "by") => Kind::Actors,
        (_, "by" | "review_by" | "chair") => Kind::Actor,
        (_, "due" | "until" | "left") => Kind::ComingDay,
        ("contacts.csv", "date" | "entered") => Kind::PastDay,
        (_, column) if table.columns.iter().any(|known| known.name == column && known.holds(table) == Holds::Days) => Kind::Day,
        _ => Kind::Text,
    }
}

/// A value of a column as the files keep it. Nothing stays nothing.
fn kept(app: &App, core: &Core, table: &Table, column: &str, value: &str) -> Result<String> {
    if value.trim().is_empty() {
        return Ok(String::new());
    }
    match kind(core, table, column) {
        Kind::Term(vocabulary, unknown) => spoken::term(vocabulary, value.trim(), unknown),
        Kind::Topics => spoken::topics(core, value),
        Kind::Person => spoken::person(core, value.trim()).map(|person| core.people.id(person).to_owned()),
        Kind::Actor => Ok(spoken::actor(core, value.trim())),
        Kind::Actors => Ok(spoken::actors(core, parts(value))),
        Kind::Branch => branch(core, value.trim()),
        Kind::Branches => parts(value).map(|part| branch(core, part)).collect::<Result<Vec<_>>>().map(|keys| keys.join(";")),
        Kind::Day => spoken::day(value, app.today).map(|day| day.to_string()),
        Kind::PastDay => spoken::past_day(Some(value), app.today).map(|day| day.to_string()),
        Kind::ComingDay => spoken::coming_day(value, app.today).map(|day| day.to_string()),
        Kind::Text => Ok(value.to_owned()),
    }
}

/// Cells as the files keep them; empty ones stay, for amending.
pub fn kept_cells(app: &App, core: &Core, table: &Table, cells: Cells) -> Result<Cells> {
    let cells: Result<Cells> = cells.into_iter().map(|(column, value)| Ok((column, kept(app, core, table, column, &value)?))).collect();
    cells.map(|cells| by_key(table, cells))
}

/// Words built into the program by key; the digits of numbers and days plain.
#[must_use]
pub fn by_key(table: &Table, cells: Cells) -> Cells {
    let kind = cells.iter().find(|(column, _)| *column == "kind").map_or_else(String::new, |(_, kind)| kind.clone());
    let is_text = |column: &str| table.columns.iter().all(|known| known.name != column || known.holds(table) == Holds::Texts);
    let digits = |column: &str, text: String| if is_text(column) { text } else { plain(&text).into_owned() };
    let word = |column: &str, text: String| match built_in(table, column, text.trim(), &kind) {
        Some(word) => word.key.to_owned(),
        None => digits(column, text),
    };
    cells.into_iter().map(|(column, text)| (column, word(column, text))).collect()
}

/// The parts of a list as people write it.
fn parts(value: &str) -> impl Iterator<Item = &str> {
    value.split([',', ';', '，', '；', '、']).map(str::trim)
}

/// The keys of a set of a vocabulary's words.
#[must_use]
pub fn keys(vocabulary: &Vocabulary, set: WordSet) -> Vec<&str> {
    vocabulary.in_set(set).map(|term| term.key.as_str()).collect()
}

/// The key of a branch by key or name.
pub fn branch(core: &Core, word: &str) -> Result<String> {
    let found = reading::branch(core, word)?;
    Ok(core.scheme.branch_key(found).to_owned())
}
