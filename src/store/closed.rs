//! committee/closed.toml: read and written whole, by the program alone. Not here: what is in a digest.

use std::sync::Arc;

use toml_edit::{DocumentMut, Item, Table, value};

use super::open::Root;
use crate::failure::{Failure, Kind, Result};
use crate::finding::{Code, Finding, Findings};
use crate::i18n::{Message, Value};
use crate::model::closed::{ClosedMonth, ClosedMonths, Part, Reopened};
use crate::model::day::{Day, Month};
use crate::source::Place;

/// The file's path.
pub const CLOSED_FILE: &str = "committee/closed.toml";

const HEAD: &str =
    "# 已结月份的摘要，由 bangfu close 写入，请勿手改。 Digests of closed months, written by `bangfu close`; not to be edited by hand.\n";

/// Reads the closed months; a missing file has none.
///
/// # Errors
/// `Refused` where the file is not what `bytes` writes or leads out of the data directory, `Io` where it cannot be read.
pub fn read(root: &Root) -> Result<ClosedMonths> {
    let mut findings = Findings::default();
    let bytes = root.read(&Arc::from(CLOSED_FILE), &mut findings);
    if let Some(found) = findings.iter().next() {
        let kind = if found.code == Code::UnreadableFile { Kind::Io } else { Kind::Refused };
        let at_file = Message::new("closed.cannot-read").with("file", found.place.file.as_ref()).with("reason", found.sentence());
        return Err(Failure::new(kind, at_file).hint(found.advice()));
    }
    bytes.map_or_else(|| Ok(ClosedMonths::default()), |bytes| parse(&bytes))
}

/// Reports that the file cannot be read, or is not what `bytes` writes.
pub fn check(root: &Root, findings: &mut Findings) {
    let before = findings.told();
    let bytes = root.read(&Arc::from(CLOSED_FILE), findings);
    if findings.told() == before && bytes.is_some_and(|bytes| parse(&bytes).is_err()) {
        let mut finding = Finding::new(Code::BadToml, Place::whole(CLOSED_FILE));
        finding.args.push(("reason", Value::Word("closed.unreadable")));
        findings.push(finding);
    }
}

/// Reads the file's bytes.
///
/// # Errors
/// As `read`.
pub fn parse(bytes: &[u8]) -> Result<ClosedMonths> {
    let text = std::str::from_utf8(bytes).ok();
    let document = text.and_then(|text| text.parse::<DocumentMut>().ok());
    document.and_then(|document| whole(&document)).ok_or_else(|| {
        let failure = Failure::refused(Message::new("closed.unsound").with("file", CLOSED_FILE));
        failure.hint(Message::new("closed.unsound-hint").with("file", CLOSED_FILE))
    })
}

/// All of a file; `None` where something in it is none of what `bytes` writes: it would be dropped when the file is written again.
fn whole(document: &DocumentMut) -> Option<ClosedMonths> {
    let mut closed = ClosedMonths::default();
    for (name, item) in document.iter() {
        let entries = item.as_array_of_tables()?.iter();
        match name {
            "month" => closed.months = entries.map(closed_month).collect::<Option<_>>()?,
            "reopened" => closed.reopened = entries.map(reopened_month).collect::<Option<_>>()?,
            _ => return None,
        }
    }
    let mut months: Vec<Month> = closed.months.iter().map(|closed| closed.month).collect();
    months.sort_unstable();
    months.is_sorted_by(|one, next| one < next).then_some(closed)
}

/// Whether a table has no keys but these.
fn has_only(table: &Table, keys: &[&str]) -> bool {
    table.iter().all(|(key, _)| keys.contains(&key))
}

fn text(table: &Table, key: &str) -> Option<String> {
    table.get(key)?.as_str().map(str::to_owned)
}

fn day(table: &Table, key: &str) -> Option<Day> {
    let written = table.get(key)?.as_datetime()?.to_string();
    Day::parse(written.as_bytes()).ok()
}

fn month(table: &Table) -> Option<Month> {
    Month::parse(table.get("month")?.as_str()?.as_bytes())
}

fn parts(table: &Table, key: &str) -> Option<Vec<Part>> {
    let part = |(name, item): (&str, &Item)| {
        let (count, digest) = item.as_str()?.split_once(':')?;
        Some(Part { name: name.to_owned(), count: count.parse().ok()?, digest: digest.to_owned() })
    };
    table.get(key)?.as_table()?.iter().map(part).collect()
}

const MONTH_KEYS: &[&str] = &["month", "closed", "as_of", "by", "version", "settings", "records", "figures", "files", "contacts"];
const REOPENED_KEYS: &[&str] = &["month", "closed", "reopened", "reason", "by", "records"];

fn closed_month(table: &Table) -> Option<ClosedMonth> {
    has_only(table, MONTH_KEYS).then_some(())?;
    Some(ClosedMonth {
        month: month(table)?,
        closed: day(table, "closed")?,
        as_of: day(table, "as_of")?,
        by: text(table, "by"),
        version: text(table, "version")?,
        settings: text(table, "settings")?,
        records: text(table, "records")?,
        figures: text(table, "figures")?,
        files: parts(table, "files")?,
        contacts: parts(table, "contacts")?,
    })
}

fn reopened_month(table: &Table) -> Option<Reopened> {
    has_only(table, REOPENED_KEYS).then_some(())?;
    Some(Reopened {
        month: month(table)?,
        closed: day(table, "closed")?,
        reopened: day(table, "reopened")?,
        reason: text(table, "reason")?,
        by: text(table, "by"),
        records: text(table, "records")?,
    })
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
mod tests {
    use super::{ClosedMonth, ClosedMonths, Day, Month, Part, Reopened, bytes, parse};

    #[test]
    fn what_is_written_is_read_again() {
        let day = |text: &str| Day::parse(text.as_bytes()).unwrap();
        let month = |text: &str| Month::parse(text.as_bytes()).unwrap();
        let part = |name: &str| Part { name: name.into(), count: 3, digest: "00ff".into() };
        let closed = |text: &str| ClosedMonth {
            month: month(text),
            closed: day("2013-01-10"),
            as_of: day("2013-01-06"),
            by: Some("张\"三".into()),
            version: "0.1.0".into(),
            settings: "a".into(),
            records: "b".into(),
            figures: "c".into(),
            files: vec![part("branches/一支部/contacts.csv")],
            contacts: vec![part("甲.1"), part("b-2")],
        };
        let reopened = Reopened {
            month: month("2012-10"),
            closed: day("2012-11-10"),
            reopened: day("2013-01-01"),
            reason: "漏记\n两条".into(),
            by: None,
            records: "d".into(),
        };
        let known = ClosedMonths { months: vec![closed("2012-11"), closed("2012-12")], reopened: vec![reopened] };
        assert_eq!(parse(&bytes(&known)).unwrap(), known);
        let turned = ClosedMonths { months: vec![closed("2012-12"), closed("2012-11")], ..known.clone() };
        assert_eq!(bytes(&turned), bytes(&known));
        assert_eq!(parse(&bytes(&ClosedMonths::default())).unwrap(), ClosedMonths::default());
        let sound = String::from_utf8(bytes(&known)).unwrap();
        let doubled = sound.replacen("2012-12", "2012-11", 1);
        let unknown = sound.replacen("version =", "versions =", 1);
        let (renamed, single) = (sound.replace("[[month]]", "[[months]]"), "[month]\nmonth = \"2012-11\"\n".to_owned());
        let more = format!("{sound}note = \"x\"\n");
        let lost = sound.replacen("[month.files]", "[month.file]", 1);
        for bad in [doubled, unknown, renamed, single, more, lost, "[[month]]\nmonth = \"2012-11\"\n".to_owned(), "[[month".to_owned()] {
            assert!(bad != sound && parse(bad.as_bytes()).is_err(), "{bad}");
        }
        assert!(parse(b"\xff").is_err());
    }
}
