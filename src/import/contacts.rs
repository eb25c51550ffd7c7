//! Rows of a contact log. A contact is known by its pair, its day and its content; in a list of our own, which may be corrected in a
//! spreadsheet, by its name or its number of the day. One that comes in long after its day is taken like any other: how late it was
//! entered is for people to judge (rules.md R6, R11).

use std::collections::HashMap;
use std::ops::Range;

use super::plan::Effect;
use super::record::{Cells, Record, differences, is_same};
use super::row::{Fault, HELPED, HELPER, Row};
use crate::i18n::Message;
use crate::model::day::Day;
use crate::model::record_key;
use crate::model::records::{BranchIx, PairIx};
use crate::model::table::CONTACTS;

/// The record that a row makes.
pub fn record(row: &Row<'_>) -> Result<Record, Fault> {
    let core = row.known.core;
    let date = row.required_day("date")?;
    let pair = pair(row, date)?;
    refuse_other_days(row, pair, date)?;
    let content = row.required("content")?;
    let own = own_record(row, pair, date, &content)?;
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
    let claim =
        own.map_or_else(|| identity.clone(), |at| vec![at.to_string()].into_iter().chain(identity.iter().take(2).cloned()).collect());
    let record = Record { branch, claim, identity, cells, defaults: Vec::new() };
    Ok(Record { defaults: defaults(row, pair, &record), ..record })
}

/// The contact of the records that a row is, by its place in the branch's file: one of the same words, else in a list of our own the one
/// that the row is called or numbered. Errors: its name is no contact's, or another's; the list is not as the records are any more.
fn own_record(row: &Row<'_>, pair: PairIx, day: Day, content: &str) -> Result<Option<usize>, Fault> {
    let date = day.to_string();
    let named = row.text("record")?;
    let name = record_key::contact(&named).filter(|(own, on, _)| row.known.core.pairs.find(own) == Some(pair) && *on == date);
    let n = name.map_or_else(|| row.text("n"), |(_, _, n)| Ok(n.to_owned()))?;
    let numbered = numbered(row, pair, &date, &n);
    let alike = || of_day(row, pair, &date).filter(|at| is_same(&CONTACTS, "content", "", text(row, pair, *at, "content"), content));
    if let Some(at) = alike().find(|at| Some(*at) == numbered).or_else(|| alike().min_by_key(|at| unlike(row, pair, *at))) {
        return Ok(Some(at));
    }
    if is_unnumbered(row, pair, &date) && is_own(row) {
        return Err(row.fault("content", unnumbered(pair_id(row, pair), day)));
    }
    if !named.is_empty() && (name.is_none() || numbered.is_none()) {
        return Err(row.fault("record", of_other(row, (pair, day), &named)));
    }
    if let Some(message) = moved(row, (pair, day), content) {
        return Err(row.fault("date", message));
    }
    numbered.map_or(Ok(None), |at| is_corrected(row, (pair, day), content, at).map(|()| Some(at)))
}

/// Whether the list is one of our own.
fn is_own(row: &Row<'_>) -> bool {
    ["record", "n"].iter().any(|column| row.table.header.at(column).is_some())
}

/// Whether the file leaves out the number of one of several contacts of a day: which is which is not written.
fn is_unnumbered(row: &Row<'_>, pair: PairIx, day: &str) -> bool {
    of_day(row, pair, day).count() > 1 && of_day(row, pair, day).any(|at| text(row, pair, at, "n").is_empty())
}

fn unnumbered(pair: &str, day: Day) -> Message {
    Message::new("import.unnumbered").with("pair", pair).with("day", day)
}

/// What to say of a row that is called what it is not.
fn of_other(row: &Row<'_>, (pair, day): (PairIx, Day), named: &str) -> Message {
    let core = row.known.core;
    let other = record_key::contact(named).and_then(|(own, on, n)| {
        let own = core.pairs.find(own)?;
        numbered(row, own, on, n)?;
        let pair = (own != pair).then(|| format!("pair={}", core.pairs.id(pair)));
        let date = (on != day.to_string()).then(|| format!("date={day}"));
        Some([pair, date].into_iter().flatten().collect::<Vec<_>>().join(" "))
    });
    match other {
        Some(fields) => Message::new("import.record-of-others").with("value", named).with("fields", fields),
        None => Message::new("import.no-such-record").with("value", named),
    }
}

/// Whether a contact may be the one of whose words a row has others: the list has as many of the pair and the day as the records, the same
/// person entered it on the same day, and no more than half of the words are others. Else the names may be those of before one was removed.
fn is_corrected(row: &Row<'_>, (pair, day): (PairIx, Day), content: &str, at: usize) -> Result<(), Fault> {
    let is_whole = of_day(row, pair, &day.to_string()).count() == row.known.listed(pair, day, || listed(row));
    let entered = row.day("entered")?.map_or_else(String::new, |day| day.to_string());
    let is_entry = entered.is_empty() || entered == text(row, pair, at, "entered");
    let (new, old) = (by(row)?, text(row, pair, at, "by"));
    let is_person = new.is_empty() || new == old || row.known.person(old).is_ok_and(|person| row.known.core.people.id(person) == new);
    if is_whole && is_entry && is_person && is_rewording(text(row, pair, at, "content"), content) {
        return Ok(());
    }
    Err(row.fault("content", Message::new("import.other-words").with("value", name_of(row, pair, at))))
}

/// The most letters of two texts that are compared.
const MOST_COMPARED: usize = 1000;

/// Whether at most half of the letters of two texts differ.
fn is_rewording(old: &str, new: &str) -> bool {
    let start = |text: &str| text.chars().take(MOST_COMPARED).collect::<String>();
    let (old, new) = (start(old), start(new));
    strsim::osa_distance(&old, &new) * 2 <= old.chars().count().max(new.chars().count())
}

/// The name of a contact.
fn name_of(row: &Row<'_>, pair: PairIx, at: usize) -> String {
    let n = if text(row, pair, at, "n").is_empty() { "1" } else { text(row, pair, at, "n") };
    record_key::name(&CONTACTS, &[pair_id(row, pair), text(row, pair, at, "date"), n])
}

fn pair_id<'k>(row: &Row<'k>, pair: PairIx) -> &'k str {
    row.known.core.pairs.id(pair)
}

/// What to say of a row of a list of our own that seems to be a contact with another day: the words and the day of entry are those of one
/// that the list no longer has.
fn moved(row: &Row<'_>, (pair, day): (PairIx, Day), content: &str) -> Option<Message> {
    let entered = row.day("entered").ok().flatten().filter(|_| is_own(row))?.to_string();
    let is_it = |at: &usize| {
        let is_same_text = is_same(&CONTACTS, "content", "", text(row, pair, *at, "content"), content);
        is_same_text && text(row, pair, *at, "entered") == entered
    };
    let at = row.known.contacts_of(branch_of(row, pair), pair_id(row, pair)).find(is_it)?;
    let on = Day::parse(text(row, pair, at, "date").as_bytes()).ok()?;
    let is_gone = row.known.listed(pair, on, || listed(row)) < of_day(row, pair, &on.to_string()).count();
    is_gone.then(|| Message::new("import.moved").with("value", name_of(row, pair, at)).with("day", day))
}

/// How many rows of the file are called or numbered as contacts of a pair on a day.
fn listed(row: &Row<'_>) -> HashMap<(PairIx, Day), usize> {
    let mut listed = HashMap::new();
    for at in row.table.body() {
        let other = Row { at, ..*row };
        if ["record", "n"].iter().all(|column| row.table.cell(at, column).text.is_empty()) {
            continue;
        }
        let Ok(day) = other.required_day("date") else { continue };
        if let Ok(pair) = pair(&other, day) {
            *listed.entry((pair, day)).or_default() += 1;
        }
    }
    listed
}

/// The contact of a pair on a day with a number; the file may leave the numbers out.
fn numbered(row: &Row<'_>, pair: PairIx, day: &str, n: &str) -> Option<usize> {
    let is = |(before, at): &(usize, usize)| match text(row, pair, *at, "n") {
        "" => (before + 1).to_string() == n,
        own => own == n,
    };
    of_day(row, pair, day).enumerate().find(is).map(|(_, at)| at)
}

/// The contacts of a pair on a day.
fn of_day(row: &Row<'_>, pair: PairIx, day: &str) -> Range<usize> {
    row.known.contacts(branch_of(row, pair), row.known.core.pairs.id(pair), day)
}

fn branch_of(row: &Row<'_>, pair: PairIx) -> Option<BranchIx> {
    row.known.core.pairs.get(pair).map(|pair| pair.branch)
}

fn text<'k>(row: &Row<'k>, pair: PairIx, at: usize, column: &str) -> &'k str {
    row.known.text(branch_of(row, pair), at, column)
}

/// In how many of the cells that a row gives a contact differs.
fn unlike(row: &Row<'_>, pair: PairIx, at: usize) -> usize {
    let columns = ["mode", "minutes", "place", "problem", "next", "entered"];
    let differs = |column: &&str| row.text(column).is_ok_and(|new| !new.is_empty() && new != text(row, pair, at, column));
    columns.iter().filter(|column| differs(column)).count()
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
fn pair(row: &Row<'_>, date: Day) -> Result<PairIx, Fault> {
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
fn by(row: &Row<'_>) -> Result<String, Fault> {
    let words = row.text("by")?;
    let people = &row.known.core.people;
    Ok(row.known.person(&words).map_or(words, |person| people.id(person).to_owned()))
}

/// What a row does to the contact log.
#[must_use]
pub fn effect(row: &Row<'_>, record: &Record) -> Effect {
    let known = row.known;
    let own = known.core.pairs.find(record.cell("pair")).zip(Day::parse(record.cell("date").as_bytes()).ok());
    let Some((pair, day)) = own else { return Effect::New };
    let Some(at) = own_record(row, pair, day, record.cell("content")).ok().flatten() else { return Effect::New };
    match differences(&CONTACTS, known, record, record.branch, at) {
        changed if !changed.is_empty() && is_unnumbered(row, pair, record.cell("date")) => {
            Effect::Refused(row.fault("content", unnumbered(record.cell("pair"), day)))
        }
        changed => Effect::of(known.key_of(record.branch, at), changed),
    }
}

/// The contact that a pair has already on the day of a new one.
pub fn beside(row: &Row<'_>, record: &Record) -> Option<Message> {
    let (pair, date) = (record.cell("pair"), record.cell("date"));
    let at = row.known.contacts(record.branch, pair, date).next_back()?;
    let n = row.known.text(record.branch, at, "n");
    Some(Message::new("import.beside-contact").with("value", record_key::name(&CONTACTS, &[pair, date, n])))
}
