//! committee/closed.toml: read with each fault at its place, and written by the program alone. Not here: what is in a digest.

use std::sync::Arc;

use toml_edit::{DocumentMut, Item, Table, value};

use super::open::Root;
use super::scheme::claims::Claims;
use super::scheme::walker::{Section, Setting};
use super::toml_reader;
use crate::finding::{Code, Findings};
use crate::i18n::Message;
use crate::model::closed::{ClosedMonth, ClosedMonths, Part, Reopened};
use crate::model::day::{Day, Month};

/// The file's path.
pub const CLOSED_FILE: &str = "committee/closed.toml";

const HEAD: &str =
    "# 已结月份的摘要，由 bangfu close 写入，请勿手改。 Digests of closed months, written by `bangfu close`; not to be edited by hand.\n";

/// Reads the closed months; a missing file has none.
pub fn read(root: &Root, findings: &mut Findings) -> ClosedMonths {
    let file: Arc<str> = Arc::from(CLOSED_FILE);
    let bytes = root.read(&file, findings);
    bytes.and_then(|bytes| parse(&file, &bytes, findings)).unwrap_or_default()
}

const TOP: &[&str] = &["month", "reopened"];
const MONTH: &[&str] = &["month", "closed", "as_of", "by", "version", "settings", "records", "figures", "files", "contacts"];
const REOPENED: &[&str] = &["month", "closed", "reopened", "reason", "by", "records"];

fn parse(file: &Arc<str>, bytes: &[u8], findings: &mut Findings) -> Option<ClosedMonths> {
    toml_reader::read(file, bytes, TOP, findings, |root| {
        let mut claims = Claims::default();
        let closed = root.children("month", "[[month]]", MONTH);
        let mut months: Vec<ClosedMonth> = closed.into_iter().filter_map(|section| closed_month(section, &mut claims)).collect();
        months.sort_by_key(|closed| closed.month);
        let reopened = root.children("reopened", "[[reopened]]", REOPENED).into_iter().filter_map(reopened_month).collect();
        ClosedMonths { months, reopened }
    })
}

fn day(section: Section<'_>, key: &'static str) -> Option<Day> {
    section.must(key)?.day()
}

fn text(section: Section<'_>, key: &'static str) -> Option<String> {
    section.must(key)?.string().map(str::to_owned)
}

fn by(section: Section<'_>) -> Option<String> {
    section.get("by")?.string().map(str::to_owned)
}

/// A month and where it is written.
fn month(section: Section<'_>) -> Option<(Month, Setting<'_>)> {
    let setting = section.must("month")?;
    let month = Month::parse(setting.string()?.as_bytes());
    if month.is_none() {
        setting.blame(setting.finding(Code::BadMonth));
    }
    Some((month?, setting))
}

/// Numbers of records with their digests, by name.
fn parts(section: Section<'_>, key: &'static str, name: &'static str) -> Option<Vec<Part>> {
    section.must(key)?;
    section.open_child(key, name)?.entries().into_iter().map(part).collect()
}

fn part(setting: Setting<'_>) -> Option<Part> {
    let written = setting.string()?.split_once(':');
    let found = written.and_then(|(count, digest)| Some((count.parse().ok()?, digest.to_owned())));
    if found.is_none() {
        setting.bad(Message::new("closed.fault-part"));
    }
    found.map(|(count, digest)| Part { name: setting.key.to_owned(), count, digest })
}

fn closed_month<'d>(section: Section<'d>, claims: &mut Claims<'d>) -> Option<ClosedMonth> {
    let month = month(section).filter(|(month, setting)| claims.claim(section, *setting, month.to_string()));
    let (closed, as_of) = (day(section, "closed"), day(section, "as_of"));
    let [version, settings, records, figures] = ["version", "settings", "records", "figures"].map(|key| text(section, key));
    let [files, contacts] = [("files", "[month.files]"), ("contacts", "[month.contacts]")].map(|(key, name)| parts(section, key, name));
    Some(ClosedMonth {
        by: by(section),
        month: month?.0,
        closed: closed?,
        as_of: as_of?,
        version: version?,
        settings: settings?,
        records: records?,
        figures: figures?,
        files: files?,
        contacts: contacts?,
    })
}

fn reopened_month(section: Section<'_>) -> Option<Reopened> {
    let month = month(section);
    let (closed, reopened) = (day(section, "closed"), day(section, "reopened"));
    let (reason, records) = (text(section, "reason"), text(section, "records"));
    Some(Reopened { by: by(section), month: month?.0, closed: closed?, reopened: reopened?, reason: reason?, records: records? })
}

/// The file's bytes: the months in order, then those opened again in order of time.
#[must_use]
pub fn bytes(closed: &ClosedMonths) -> Vec<u8> {
    let mut document = DocumentMut::new();
    let mut months: Vec<&ClosedMonth> = closed.months.iter().collect();
    months.sort_by_key(|closed| closed.month);
    let mut reopened: Vec<&Reopened> = closed.reopened.iter().collect();
    reopened.sort_by_key(|reopened| (reopened.reopened, reopened.month));
    let entries = |tables: Vec<Table>| Item::ArrayOfTables(tables.into_iter().collect());
    if !months.is_empty() {
        document.insert("month", entries(months.into_iter().map(month_table).collect()));
    }
    if !reopened.is_empty() {
        document.insert("reopened", entries(reopened.into_iter().map(reopened_table).collect()));
    }
    format!("{HEAD}{document}").into_bytes()
}

fn date(day: Day) -> Item {
    day.to_string().parse::<toml_edit::Datetime>().map_or_else(|_| value(day.to_string()), value)
}

fn spaced() -> Table {
    let mut table = Table::new();
    table.decor_mut().set_prefix("\n");
    table
}

fn part_table(parts: &[Part]) -> Item {
    let mut table = Table::new();
    for part in parts {
        table.insert(&part.name, value(format!("{}:{}", part.count, part.digest)));
    }
    Item::Table(table)
}

fn month_table(closed: &ClosedMonth) -> Table {
    let mut table = spaced();
    table.insert("month", value(closed.month.to_string()));
    table.insert("closed", date(closed.closed));
    table.insert("as_of", date(closed.as_of));
    if let Some(by) = &closed.by {
        table.insert("by", value(by.as_str()));
    }
    table.insert("version", value(closed.version.as_str()));
    table.insert("settings", value(closed.settings.as_str()));
    table.insert("records", value(closed.records.as_str()));
    table.insert("figures", value(closed.figures.as_str()));
    table.insert("files", part_table(&closed.files));
    table.insert("contacts", part_table(&closed.contacts));
    table
}

fn reopened_table(reopened: &Reopened) -> Table {
    let mut table = spaced();
    table.insert("month", value(reopened.month.to_string()));
    table.insert("closed", date(reopened.closed));
    table.insert("reopened", date(reopened.reopened));
    table.insert("reason", value(reopened.reason.as_str()));
    if let Some(by) = &reopened.by {
        table.insert("by", value(by.as_str()));
    }
    table.insert("records", value(reopened.records.as_str()));
    table
}

#[cfg(test)]
mod tests;
