//! Rows of a contact log. A contact is known by its pair, its day and its content; in a list of our own, which may be corrected in a
//! spreadsheet, by its name or its number of the day. One that comes in long after its day is taken like any other: how late it was
//! entered is for people to judge (rules.md R6, R11).

use super::own_contact::{changed, is_unnumbered, own_record, unnumbered};
use super::plan::Effect;
use super::record::{Cells, Record};
use super::row::{Fault, HELPED, HELPER, Row};
use crate::i18n::Message;
use crate::model::day::Day;
use crate::model::record_key;
use crate::model::records::PairIx;
use crate::model::table::CONTACTS;

/// The record that a row makes.
pub fn record(row: &Row<'_>) -> Result<Record, Fault> {
    let core = row.known.core;
    let date = row.required_day("date")?;
    let pair = pair(row, date)?;
    refuse_other_days(row, pair, date)?;
    let content = row.required("content")?;
    let mut cells: Cells = vec![("pair", core.pairs.id(pair).to_owned()), ("date", date.to_string())];
    cells.push(("act", row.term("act", &core.scheme.acts, "import.no-act")?));
    cells.push(("mode", row.term("mode", &core.scheme.modes, "import.no-mode")?));
    cells.push(("topics", row.terms("topics", &core.scheme.topics, "import.no-topic")?));
    cells.push(("minutes", row.minutes("minutes")?));
    cells.push(("place", row.text("place")?));
    cells.push(("content", content.clone()));
    cells.push(("problem", row.text("problem")?));
    cells.push(("next", row.text("next")?));
    cells.push(("entered", entered(row, date)?));
    cells.push(("by", by(row)?));
    cells.retain(|(_, text)| !text.is_empty());
    let identity = vec![core.pairs.id(pair).to_owned(), date.to_string(), content];
    let branch = core.pairs.get(pair).map(|row| row.branch);
    let mut record = Record { branch, claim: identity.clone(), identity, cells, defaults: Vec::new(), own: None };
    record.defaults = defaults(row, pair, &record);
    record.own = own_record(row, pair, date, &record)?;
    if let Some(at) = record.own {
        record.claim.truncate(2);
        record.claim.insert(0, at.to_string());
    }
    Ok(record)
}

/// What a new contact gets where the file is silent: the scheme's first kind of contact and the pair's fields of help, as `log` does,
/// and today as the day of entry, if the file has no column for it: a blank one means that the day is not known.
fn defaults(row: &Row<'_>, pair: PairIx, record: &Record) -> Cells {
    let core = row.known.core;
    let topics = core.pairs.get(pair).map_or(0, |pair| pair.topics);
    let keys: Vec<&str> = core.scheme.topics.in_set(topics).map(|topic| topic.key.as_str()).collect();
    let act = core.scheme.acts.terms.first().map_or(String::new(), |act| act.key.clone());
    let has_entered = row.table.header.at("entered").is_some();
    let mut defaults =
        vec![("act", act), ("topics", keys.join(";")), ("entered", if has_entered { String::new() } else { row.known.today.to_string() })];
    defaults.retain(|(column, text)| record.cell(column).is_empty() && !text.is_empty());
    defaults
}

/// The pair by its id, or by its persons; where both are given they agree.
pub(super) fn pair(row: &Row<'_>, date: Day) -> Result<PairIx, Fault> {
    let core = row.known.core;
    let id = row.reference("pair", |id| core.pairs.find(id).is_some())?;
    let (helper, helped) = (row.person(&HELPER)?, row.person(&HELPED)?);
    if id.is_empty() {
        let column = ["helper_id", "helper", "helper_name", "helped"].into_iter().find(|column| row.table.header.at(column).is_some());
        return row.known.pair(helper, helped, date).map_err(|message| row.fault(column.unwrap_or("pair"), message));
    }
    let found = core
        .pairs
        .find(id)
        .or_else(|| row.known.pair_with_names(id))
        .ok_or_else(|| row.fault("pair", Message::new("import.no-such-pair").with("value", id)))?;
    let pair = core.pairs.get(found);
    let agree =
        pair.is_some_and(|pair| helper.is_none_or(|helper| pair.helper == helper) && helped.is_none_or(|helped| pair.helped == helped));
    if agree { Ok(found) } else { Err(row.fault("pair", Message::new("import.pair-of-others").with("value", id))) }
}

/// A contact is neither in the future nor outside its pair.
fn refuse_other_days(row: &Row<'_>, pair: PairIx, date: Day) -> Result<(), Fault> {
    let core = row.known.core;
    if date > row.known.today {
        return Err(row.fault("date", Message::new("log.future").with("day", date).with("today", row.known.today)));
    }
    match core.pairs.get(pair).map(|pair| core.active(pair)).filter(|active| !active.contains(date)) {
        None => Ok(()),
        Some(active) => {
            let message = Message::new("log.outside").with("day", date).with("pair", core.pairs.id(pair));
            Err(row.fault("date", message.with("first", active.first).with("last", active.last)))
        }
    }
}

/// The day of entry that the file gives.
fn entered(row: &Row<'_>, date: Day) -> Result<String, Fault> {
    match row.day("entered")? {
        Some(entered) if entered < date => {
            Err(row.fault("entered", Message::new("import.entered-before").with("day", entered).with("date", date)))
        }
        Some(entered) => row.refuse_future("entered", entered).map(|()| entered.to_string()),
        None => Ok(String::new()),
    }
}

/// Who recorded it: the id of a person whom the records know, else the words as they are.
pub(super) fn by(row: &Row<'_>) -> Result<String, Fault> {
    let words = row.text("by")?;
    let people = &row.known.core.people;
    Ok(row.known.person(&words).map_or(words, |person| people.id(person).to_owned()))
}

/// What a row does to the contact log.
#[must_use]
pub fn effect(row: &Row<'_>, record: &Record) -> Effect {
    let Some(at) = record.own else { return Effect::New };
    let (id, date) = (record.cell("pair"), record.cell("date"));
    let changed = changed(row, record, at);
    let is_unclear = || row.known.core.pairs.find(id).is_some_and(|pair| is_unnumbered(row, pair, date));
    if !changed.is_empty() && is_unclear() {
        return Effect::Refused(row.fault("content", unnumbered(id, date)));
    }
    Effect::of(row.known.key_of(record.branch, at), changed)
}

/// The contact that a pair has already on the day of a new one.
pub fn beside(row: &Row<'_>, record: &Record) -> Option<Message> {
    let (pair, date) = (record.cell("pair"), record.cell("date"));
    if let Some(at) = row.known.contacts(record.branch, pair, date).next_back() {
        let n = row.known.text(record.branch, at, "n");
        return Some(Message::new("import.beside-contact").with("value", record_key::name(&CONTACTS, &[pair, date, n])));
    }
    // The list has a number, but the records have no contact of that day.
    let is_numbered = row.text("n").is_ok_and(|n| !n.is_empty());
    is_numbered.then(|| Message::new("import.beside-none").with("pair", pair).with("day", date))
}
