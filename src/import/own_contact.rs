//! Which contact of the records a row of a contact log is: one of the same words, else, in a list of our own that was corrected in a
//! spreadsheet, the one that it is called. Such a list may be older than the records, and another contact may have the name by then: in
//! doubt the row is refused with the command that changes the contact. Not here: what the row says (`contacts`).

use std::collections::HashMap;
use std::ops::Range;

use super::contacts::{by, pair};
use super::record::{Difference, Record, differences, is_same};
use super::row::{Fault, Row};
use crate::i18n::Message;
use crate::model::day::Day;
use crate::model::record_key;
use crate::model::records::{BranchIx, PairIx};
use crate::model::table::CONTACTS;

/// The contact of the records that a row is, by its place in the branch's file: one of the same words, else in a list of our own the one
/// that the row is called or numbered. Errors: its name is no contact's, or another's; the list is not as the records are any more.
pub(super) fn own_record(row: &Row<'_>, pair: PairIx, day: Day, record: &Record) -> Result<Option<usize>, Fault> {
    let content = record.cell("content");
    let date = day.to_string();
    let named = row.text("record")?;
    let name = record_key::contact(&named).filter(|(own, on, _)| row.known.core.pairs.find(own) == Some(pair) && *on == date);
    let n = name.map_or_else(|| row.text("n"), |(_, _, n)| Ok(n.to_owned()))?;
    let numbered = numbered(row, pair, &date, &n);
    let alike = || of_day(row, pair, &date).filter(|at| is_same(&CONTACTS, "content", "", text(row, pair, *at, "content"), content));
    let is_called = !named.is_empty() || !n.is_empty();
    let differing = |at: &usize| changed(row, record, *at).len();
    // A row that is called another contact may only say again what the records say.
    let same = alike().find(|at| differing(at) == 0).or_else(|| alike().find(|at| Some(*at) == numbered));
    if let Some(at) = same.or_else(|| alike().filter(|_| !is_called).min_by_key(differing)) {
        return Ok(Some(at));
    }
    if is_unnumbered(row, pair, &date) && is_own(row) {
        return Err(row.fault("content", unnumbered(pair_id(row, pair), &date)));
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
pub(super) fn is_unnumbered(row: &Row<'_>, pair: PairIx, day: &str) -> bool {
    of_day(row, pair, day).count() > 1 && of_day(row, pair, day).any(|at| text(row, pair, at, "n").is_empty())
}

pub(super) fn unnumbered(pair: &str, day: &str) -> Message {
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
    let is_entry = entered == text(row, pair, at, "entered");
    let new = by(row)?;
    let is_person = new.is_empty() || is_same_person(row, text(row, pair, at, "by"), &new);
    if is_whole && is_entry && is_person && is_rewording(text(row, pair, at, "content"), content) {
        return Ok(());
    }
    Err(row.fault("content", Message::new("import.other-words").with("value", name_of(row, pair, at))))
}

/// The cells that a row gives and that a contact has otherwise; somebody may be named or called by the id.
pub(super) fn changed(row: &Row<'_>, record: &Record, at: usize) -> Vec<Difference> {
    let mut changed = differences(&CONTACTS, row.known, record, record.branch, at);
    changed.retain(|difference| difference.column != "by" || !is_same_person(row, &difference.old, &difference.new));
    changed
}

/// Whether two texts mean one person, who may be named in the records and has the id in the row.
fn is_same_person(row: &Row<'_>, old: &str, new: &str) -> bool {
    old == new || row.known.person(old).is_ok_and(|person| row.known.core.people.id(person) == new)
}

/// The most letters of two texts that are compared.
const MOST_COMPARED: usize = 1000;

/// Whether at most half of the letters of two texts differ, or one goes on where the other ends.
fn is_rewording(old: &str, new: &str) -> bool {
    if old.contains(new) || new.contains(old) {
        return true;
    }
    let start = |text: &str| text.chars().take(MOST_COMPARED).collect::<String>();
    let (old, new) = (start(old), start(new));
    strsim::osa_distance(&old, &new) * 2 <= old.chars().count().max(new.chars().count())
}

/// The name of a contact.
fn name_of(row: &Row<'_>, pair: PairIx, at: usize) -> String {
    record_key::name(&CONTACTS, &[pair_id(row, pair), text(row, pair, at, "date"), text(row, pair, at, "n")])
}

fn pair_id<'k>(row: &Row<'k>, pair: PairIx) -> &'k str {
    row.known.core.pairs.id(pair)
}

/// What to say of a row of a list of our own that seems to be a contact with another day: the words and the day of entry are those of one
/// that the list no longer has.
fn moved(row: &Row<'_>, (pair, day): (PairIx, Day), content: &str) -> Option<Message> {
    if !is_own(row) {
        return None;
    }
    let entered = row.day("entered").ok()?.map_or_else(String::new, |day| day.to_string());
    let is_it = |at: &usize| {
        let is_same_text = is_same(&CONTACTS, "content", "", text(row, pair, *at, "content"), content);
        is_same_text && text(row, pair, *at, "entered") == entered
    };
    let is_gone = |at: &usize| {
        let on = Day::parse(text(row, pair, *at, "date").as_bytes()).ok();
        on.is_some_and(|on| row.known.listed(pair, on, || listed(row)) < of_day(row, pair, &on.to_string()).count())
    };
    let mut own = row.known.contacts_of(branch_of(row, pair), pair_id(row, pair));
    let at = own.find(|at| is_it(at) && is_gone(at))?;
    Some(Message::new("import.moved").with("value", name_of(row, pair, at)).with("day", day))
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

/// The contact of a pair on a day with a number; the file may leave the numbers out, and a log of ours then leaves out that of the only one.
fn numbered(row: &Row<'_>, pair: PairIx, day: &str, n: &str) -> Option<usize> {
    let is_only = row.table.header.at("n").is_some() && n.is_empty() && of_day(row, pair, day).count() == 1;
    let is = |(before, at): &(usize, usize)| match text(row, pair, *at, "n") {
        "" => is_only || (before + 1).to_string() == n,
        own => own == n,
    };
    of_day(row, pair, day).enumerate().find(is).map(|(_, at)| at)
}

/// The contacts of a pair on a day.
fn of_day(row: &Row<'_>, pair: PairIx, day: &str) -> Range<usize> {
    row.known.contacts(branch_of(row, pair), pair_id(row, pair), day)
}

fn branch_of(row: &Row<'_>, pair: PairIx) -> Option<BranchIx> {
    row.known.core.pairs.get(pair).map(|pair| pair.branch)
}

fn text<'k>(row: &Row<'k>, pair: PairIx, at: usize, column: &str) -> &'k str {
    row.known.text(branch_of(row, pair), at, column)
}
