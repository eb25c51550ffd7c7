//! What of the records belongs to a month, and its digest (`close`, rules.md R11): the same rows whatever their order in the files and
//! whichever way words are written. A later row of the same kind is no change of the month; what a row said only later is left out.
//! Not here: reading files; saying what changed.

use crate::model::closed::{ClosedMonth, Part};
use crate::model::day::{Day, Month};
use crate::model::netstring::digest;
use crate::model::table::{CONTACTS, FORMS, GOALS, INSPECTIONS, OUTCOMES, PAIRS, REPORTS, Table, VISITS};
use crate::model::table_words::built_in;

/// The tables whose records the monthly figures count.
pub const TABLES: [&Table; 8] = [&PAIRS, &CONTACTS, &FORMS, &GOALS, &REPORTS, &INSPECTIONS, &VISITS, &OUTCOMES];

/// How many hexadecimal digits of a part's digest are kept.
const SHORT: usize = 16;

/// Which of the records are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Those of the month itself.
    Month,
    /// Those of the month and all before it: what the month's figures rest on.
    Through,
}

/// A month as of a day: which records belong to it.
#[derive(Clone, Debug)]
pub struct Scope {
    span: Span,
    month: String,
    first: String,
    last: String,
    /// min(A, last day of the month).
    until: String,
    as_of: String,
}

impl Scope {
    /// The records of a month as of a day.
    #[must_use]
    pub fn new(month: Month, as_of: Day, span: Span) -> Self {
        let until = month.last_day().min(as_of);
        Self {
            span,
            month: month.to_string(),
            first: month.first_day().to_string(),
            last: month.last_day().to_string(),
            until: until.to_string(),
            as_of: as_of.to_string(),
        }
    }

    /// Whether a row belongs; `cell` gives its cells. Days compare as they are written.
    #[must_use]
    pub fn has<'c>(&self, table: &Table, cell: impl Fn(&'static str) -> &'c str) -> bool {
        let through = self.span == Span::Through;
        let dated = |day: &str| !day.is_empty() && day <= self.until.as_str() && (through || day >= self.first.as_str());
        let of_month = |month: &str| if through { month <= self.month.as_str() } else { month == self.month };
        let known = |day: &str| !day.is_empty() && day <= self.as_of.as_str();
        match table.file {
            "pairs.csv" => {
                let lasts = cell("end").is_empty() || cell("end") >= self.first.as_str();
                cell("start") <= self.until.as_str() && (through || lasts)
            }
            "forms.csv" => of_month(cell("month")) && known(cell("received")),
            "reports.csv" => of_month(cell("month")) && known(cell("sent")),
            "goals.csv" => dated(cell("met")),
            _ => dated(cell("date")),
        }
    }

    /// A row's cells as they are digested: words by key, and nothing that was written about it only later.
    #[must_use]
    pub fn cells<'c>(&self, table: &Table, cell: impl Fn(&'static str) -> &'c str) -> Vec<String> {
        let kind = if table.column("kind").is_some() { cell("kind").to_owned() } else { String::new() };
        let later = self.later(table, &cell);
        let kept = |column: &'static str| {
            let text = if later.contains(&column) { "" } else { cell(column) };
            built_in(table, column, text, &kind).map_or_else(|| text.to_owned(), |word| word.key.to_owned())
        };
        table.columns.iter().map(|column| kept(column.name)).collect()
    }

    /// The columns that say something of a later day.
    fn later<'c>(&self, table: &Table, cell: &impl Fn(&'static str) -> &'c str) -> &'static [&'static str] {
        match table.file {
            "pairs.csv" if cell("end") > self.last.as_str() => &["end", "end_reason"],
            "forms.csv" => {
                let reviewed = if cell("reviewed").is_empty() { cell("received") } else { cell("reviewed") };
                if reviewed > self.as_of.as_str() { &["review", "reviewed", "by", "score", "comment"] } else { &[] }
            }
            _ => &[],
        }
    }
}

/// The digests of a month's records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MonthDigest {
    /// By file.
    pub files: Vec<Part>,
    /// The contacts by pair.
    pub contacts: Vec<Part>,
}

impl MonthDigest {
    /// Adds a file's rows, in the order of their key, each with its cells; files without rows are left out.
    pub fn add(&mut self, table: &Table, file: &str, rows: &[Vec<String>]) {
        if rows.is_empty() {
            return;
        }
        self.files.push(part(file, rows));
        if table.file == CONTACTS.file {
            let of_pair = rows.chunk_by(|a, b| a.first() == b.first());
            self.contacts.extend(of_pair.map(|rows| part(rows.first().and_then(|row| row.first()).map_or("", String::as_str), rows)));
        }
    }

    /// The digest of them all.
    #[must_use]
    pub fn records(&self) -> String {
        let counts: Vec<String> = self.files.iter().map(|part| part.count.to_string()).collect();
        digest(self.files.iter().zip(&counts).flat_map(|(part, count)| [part.name.as_str(), count.as_str(), part.digest.as_str()]))
    }
}

fn part(name: &str, rows: &[Vec<String>]) -> Part {
    let full = digest(rows.iter().flatten().map(String::as_str));
    Part { name: name.to_owned(), count: rows.len(), digest: full.chars().take(SHORT).collect() }
}

/// A part that is not as it was when its month was closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The file's path, or the pair's id.
    pub name: String,
    /// Records then.
    pub then: usize,
    /// Records now.
    pub now: usize,
}

/// What differs between two lists of parts, by name.
#[must_use]
pub fn differences(then: &[Part], now: &[Part]) -> Vec<Difference> {
    let of = |parts: &[Part], name: &str| parts.iter().find(|part| part.name == name).cloned();
    let mut names: Vec<&str> = then.iter().chain(now).map(|part| part.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let differs = |name: &&str| of(then, name) != of(now, name);
    let count = |part: Option<Part>| part.map_or(0, |part| part.count);
    let told = |name: &str| Difference { name: name.to_owned(), then: count(of(then, name)), now: count(of(now, name)) };
    names.into_iter().filter(differs).map(told).collect()
}

/// Whether a closed month is still what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Whether the settings that the figures rest on are the same.
    pub same_settings: bool,
    /// The files whose records of the month differ.
    pub files: Vec<Difference>,
    /// The pairs whose contacts of the month differ.
    pub contacts: Vec<Difference>,
}

impl Comparison {
    /// Sets what is now against what was kept.
    #[must_use]
    pub fn of(closed: &ClosedMonth, now: &MonthDigest, settings: &str) -> Self {
        Self {
            same_settings: closed.settings == settings,
            files: differences(&closed.files, &now.files),
            contacts: differences(&closed.contacts, &now.contacts),
        }
    }

    /// Whether records and settings are as they were.
    #[must_use]
    pub fn matches(&self) -> bool {
        self.same_settings && self.files.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::{MonthDigest, Scope, Span, differences};
    use crate::model::day::Month;
    use crate::model::table::{CONTACTS, FORMS, PAIRS, Table};
    use crate::rules::fixture::day;

    /// A row by the cells that it has.
    fn cell<'c>(cells: &'c [(&'static str, &'c str)]) -> impl Fn(&'static str) -> &'c str {
        |name| cells.iter().find(|(column, _)| *column == name).map_or("", |(_, text)| *text)
    }

    fn scope(span: Span) -> Scope {
        Scope::new(Month::parse(b"2012-12").unwrap(), day("2013-01-06"), span)
    }

    #[test]
    fn a_record_belongs_to_the_month_of_its_day() {
        let has = |span, table: &Table, cells: &[(&'static str, &str)]| scope(span).has(table, cell(cells));
        let dates = ["2012-11-30", "2012-12-01", "2012-12-31", "2013-01-01"];
        assert_eq!(dates.map(|date| has(Span::Month, &CONTACTS, &[("date", date)])), [false, true, true, false]);
        assert_eq!(dates.map(|date| has(Span::Through, &CONTACTS, &[("date", date)])), [true, true, true, false]);
        let received = ["2013-01-06", "2013-01-07"];
        assert_eq!(received.map(|day| has(Span::Month, &FORMS, &[("month", "2012-12"), ("received", day)])), [true, false]);
        let ended = ["", "2012-11-30", "2012-12-01"];
        assert_eq!(ended.map(|day| has(Span::Month, &PAIRS, &[("start", "2012-11-06"), ("end", day)])), [true, false, true]);
        assert!(!has(Span::Month, &PAIRS, &[("start", "2013-01-01")]));
    }

    #[test]
    fn what_is_written_later_does_not_change_the_month() {
        let cells = |table: &Table, cells: &[(&'static str, &str)]| scope(Span::Month).cells(table, cell(cells));
        let pair = |end| cells(&PAIRS, &[("id", "a-1"), ("basis", "自愿"), ("start", "2012-11-06"), ("end", end), ("end_reason", "x")]);
        assert_eq!(pair("2013-03-01")[..4], cells(&PAIRS, &[("id", "a-1"), ("basis", "voluntary")])[..4]);
        assert_eq!((pair("2013-03-01")[6].as_str(), pair("2012-12-20")[6].as_str()), ("", "2012-12-20"));
        let form = |reviewed| cells(&FORMS, &[("received", "2013-01-02"), ("review", "合格"), ("reviewed", reviewed)])[4].clone();
        assert_eq!((form("2013-01-06"), form("2013-01-07"), form("")), ("passed".into(), String::new(), "passed".into()));
    }

    #[test]
    fn differences_name_what_changed_came_and_went() {
        let row = |pair: &str, text: &str| vec![pair.to_owned(), text.to_owned()];
        let of = |rows: &[Vec<String>]| {
            let mut digest = MonthDigest::default();
            digest.add(&CONTACTS, "branches/a/contacts.csv", rows);
            digest
        };
        let then = of(&[row("a-1", "x"), row("a-1", "y"), row("a-2", "z"), row("a-3", "u")]);
        let now = of(&[row("a-1", "x"), row("a-1", "Y"), row("a-3", "u"), row("a-4", "v")]);
        let told: Vec<_> = differences(&then.contacts, &now.contacts).into_iter().map(|one| (one.name, one.then, one.now)).collect();
        assert_eq!(told, [("a-1".to_owned(), 2, 2), ("a-2".to_owned(), 1, 0), ("a-4".to_owned(), 0, 1)]);
        assert_eq!(differences(&then.files, &now.files).len(), 1);
        assert_ne!(then.records(), now.records());
        assert_eq!(then.records(), of(&[row("a-1", "x"), row("a-1", "y"), row("a-2", "z"), row("a-3", "u")]).records());
    }
}
