//! The records of a month, as a digest (`rules::closing`), and the digest of the settings that its figures rest on: read from the
//! files row by row, only what belongs to the month kept. Not here: which records those are.

use std::sync::Arc;

use toml::Value;

use super::decode::Reading;
use super::decode::order::key_order;
use super::load::SCHEME_FILE;
use super::needs::Needs;
use super::numbering::{number_column, of_texts};
use super::open::Root;
use super::table_reader::{Buffers, Depth};
use crate::finding::Findings;
use crate::model::closed::ClosedMonth;
use crate::model::dataset::Core;
use crate::model::netstring::digest;
use crate::model::records::BranchIx;
use crate::model::table::{FORMS, Home, Table};
use crate::model::text_table::TextTable;
use crate::rules::closing::{Comparison, MonthDigest, Scope, Span, TABLES};

/// The sections of the settings that the monthly figures rest on, and the pairing's stages and topics' names with them.
const SECTIONS: [&str; 12] =
    ["scheme", "branch", "phase", "pause", "topic", "mode", "act", "cadence", "contacts", "form", "report", "inspection"];

/// The digests of the records that belong to a scope.
#[must_use]
pub fn month_digest(root: &Root, core: &Core, scope: &Scope, findings: &mut Findings) -> MonthDigest {
    let mut found = MonthDigest::default();
    for table in TABLES {
        let branches: Vec<Option<BranchIx>> =
            if table.home == Home::Branch { core.branch_indexes().map(Some).collect() } else { vec![None] };
        for branch in branches {
            let file = table.path(branch.map_or("", |branch| core.scheme.branch_key(branch)));
            let rows = rows(root, core, table, &file, scope, findings);
            found.add(table, &file, &rows);
        }
    }
    found
}

/// A closed month beside what its records and the settings are now; `settings` is their digest.
#[must_use]
pub fn compared(root: &Root, core: &Core, closed: &ClosedMonth, settings: &str, findings: &mut Findings) -> Comparison {
    let scope = Scope::new(closed.month, closed.as_of, Span::Month);
    Comparison::of(closed, &month_digest(root, core, &scope, findings), settings)
}

fn rows(root: &Root, core: &Core, table: &'static Table, file: &str, scope: &Scope, findings: &mut Findings) -> Vec<Vec<String>> {
    let path: Arc<str> = Arc::from(file);
    let reading = Reading { root, scheme: &core.scheme, needs: Needs::ALL };
    let mut texts = TextTable::keeping_all(table);
    // A hand-in's number that is left out depends on all of its month, also on those of a later day; contacts are numbered by the day.
    let keeps_all = table.file == FORMS.file;
    let number = number_column(table);
    let mut is_left_out = false;
    reading.rows(table, &path, Depth::Everything, &mut Buffers::default(), findings, |row| {
        let cell = |name: &str| table.column(name).map_or("", |column| row.text(column));
        if keeps_all || scope.has(table, cell) {
            is_left_out |= number.is_some_and(|number| row.text(number).is_empty());
            (0..table.columns.len()).for_each(|column| texts.push(row.text(column)));
        }
    });
    let numbers = if is_left_out { of_texts(table, &texts) } else { None };
    let order = key_order(&texts, table, &path, |row| row as u32, &mut Findings::default());
    let order: Vec<u32> = order.unwrap_or_else(|| (0..texts.len() as u32).collect());
    let cells = |row: usize| {
        let cell = |name: &'static str| texts.get(row, name);
        let mut cells = scope.has(table, cell).then(|| scope.cells(table, cell))?;
        let own = numbers.as_ref().and_then(|numbers| numbers.get(row));
        if let (Some(place), Some(own)) = (number.and_then(|number| cells.get_mut(number)), own) {
            *place = own.to_string();
        }
        Some(cells)
    };
    let mut rows: Vec<Vec<String>> = order.iter().filter_map(|row| cells(*row as usize)).collect();
    // In the order of the numbers, also of those that are left out.
    if let Some(number) = number.filter(|_| is_left_out) {
        let key = |row: &Vec<String>| {
            (row.iter().take(number).cloned().collect::<Vec<_>>(), row.get(number).and_then(|own| own.parse::<u64>().ok()))
        };
        rows.sort_by_cached_key(key);
    }
    rows
}

/// The digest of the settings that the monthly figures rest on; comments, order and layout do not matter.
#[must_use]
pub fn settings_digest(root: &Root, findings: &mut Findings) -> String {
    let bytes = root.read(&Arc::from(SCHEME_FILE), findings).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let table: toml::Table = text.trim_start_matches('\u{feff}').parse().unwrap_or_default();
    let mut texts = Vec::new();
    for section in SECTIONS {
        texts.push(section.to_owned());
        if let Some(value) = table.get(section) {
            flatten(value, &mut texts);
        }
    }
    digest(texts.iter().map(String::as_str))
}

/// A value as texts: sections with their keys in order, each text after a sign of its kind.
fn flatten(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::Table(table) => {
            let mut keys: Vec<(&String, &Value)> = table.iter().collect();
            keys.sort_by_key(|(key, _)| key.as_str());
            texts.push(format!("{{{}", keys.len()));
            for (key, value) in keys {
                texts.push(key.clone());
                flatten(value, texts);
            }
        }
        Value::Array(list) => {
            texts.push(format!("[{}", list.len()));
            list.iter().for_each(|item| flatten(item, texts));
        }
        Value::String(text) => texts.push(format!("\"{text}")),
        Value::Integer(number) => texts.push(format!("={number}")),
        Value::Boolean(flag) => texts.push(format!("={flag}")),
        Value::Datetime(moment) => texts.push(format!("={moment}")),
        Value::Float(number) => texts.push(format!("={number:?}")),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{month_digest, settings_digest};
    use crate::finding::Findings;
    use crate::model::day::{Day, Month};
    use crate::model::table::{CONTACTS, FORMS};
    use crate::rules::closing::{Scope, Span};
    use crate::rules::relations::Looking;
    use crate::store::canonical::canonical;
    use crate::store::load::load_core;
    use crate::store::needs::Needs;
    use crate::store::open::Root;

    fn digest(root: &Root, month: &str, span: Span) -> (String, usize) {
        let core = load_core(root, Needs::ROLLUP, Looking::Errors).value;
        let month = Month::parse(month.as_bytes()).unwrap();
        let scope = Scope::new(month, Day::parse(b"2013-06-14").unwrap(), span);
        let mut findings = Findings::default();
        let digest = month_digest(root, &core, &scope, &mut findings);
        assert!(findings.is_empty());
        let contacts = digest.contacts.iter().map(|part| part.count).sum();
        (digest.records(), contacts)
    }

    fn with(root: &Root, file: &str, change: impl Fn(&str) -> String) -> Root {
        let old = String::from_utf8(root.read(&file.into(), &mut Findings::default()).unwrap()).unwrap();
        let new = change(&old);
        assert_ne!(old, new);
        root.with([(file.to_owned(), new.into_bytes())].into())
    }

    #[test]
    fn a_month_keeps_its_digest_whatever_the_order_of_rows_and_whatever_other_months_hold() {
        let root = Root::new(Path::new("examples/gzu-2012"));
        let december = digest(&root, "2012-12", Span::Month);
        assert_eq!(december.1, 168, "146 contacts of December, as the rollup counts them, and 22 attempts");
        let contacts = "branches/ug1/contacts.csv";
        let turned = with(&root, contacts, |text| {
            let (head, rows) = text.split_once('\n').unwrap();
            let mut rows: Vec<&str> = rows.lines().collect();
            rows.reverse();
            format!("{head}\n{}\n", rows.join("\n"))
        });
        assert_eq!(digest(&turned, "2012-12", Span::Month), december);
        let words = with(&root, "branches/ug1/pairs.csv", |text| text.replace(",voluntary,", ",自愿,"));
        assert_eq!(digest(&words, "2012-12", Span::Month), december);
        let later = with(&root, contacts, |text| text.replacen("2013-01-10", "2013-01-11", 1));
        assert_eq!(digest(&later, "2012-12", Span::Month), december);
        assert_ne!(digest(&later, "2013-01", Span::Month), digest(&root, "2013-01", Span::Month));
        let earlier = with(&root, contacts, |text| text.replacen("2012-11-08", "2012-11-09", 1));
        assert_eq!(digest(&earlier, "2012-12", Span::Month), december);
        assert_ne!(digest(&earlier, "2012-12", Span::Through), digest(&root, "2012-12", Span::Through));
    }

    /// `fmt` changes no fact, so a closed month is as it was behind it.
    #[test]
    fn a_month_keeps_its_digest_in_the_canonical_form() {
        let root = Root::new(Path::new("examples/gzu-2012"));
        let contact = |n: &str, text: &str| format!("ug1-001,2012-12-03,{n},talk,,study,,,{text},,,2012-12-03,\n");
        let form = |n: &str, received: &str| format!("ug1-002,2012-12,{n},{received},,,,,\n");
        for (file, rows) in [
            ("branches/ug1/contacts.csv", [contact("", "乙"), contact("1", "甲"), contact("", "丙")].concat()),
            ("branches/ug1/forms.csv", [form("", "2013-01-30"), form("", "2013-01-20"), form("", "2013-05-20")].concat()),
        ] {
            let of = |text: &str| {
                text.lines().filter(|line| !line.starts_with("ug1-002,2012-12,")).map(|line| format!("{line}\n")).collect::<String>()
            };
            let written = with(&root, file, |text| format!("{}{rows}", of(text)));
            let bytes = written.read(&file.into(), &mut Findings::default()).unwrap();
            let table = if file.ends_with("forms.csv") { &FORMS } else { &CONTACTS };
            let formatted = root.with([(file.to_owned(), canonical(table, &file.into(), &bytes).unwrap())].into());
            for month in ["2012-12", "2013-05"] {
                assert_eq!(digest(&formatted, month, Span::Month), digest(&written, month, Span::Month), "{file} {month}");
            }
            assert_ne!(digest(&written, "2012-12", Span::Month), digest(&root, "2012-12", Span::Month));
        }
    }

    #[test]
    fn comments_and_order_are_no_settings_and_numbers_are() {
        let root = Root::new(Path::new("examples/gzu-2012"));
        let own = settings_digest(&root, &mut Findings::default());
        let digest = |from: &str, to: &str| {
            settings_digest(&with(&root, "bangfu.toml", |text| text.replacen(from, to, 1)), &mut Findings::default())
        };
        assert_eq!(digest("every = 14", "every = 14 # 两周"), own);
        assert_eq!(digest("at_least = 1\nevery = 14", "every = 14\nat_least = 1"), own);
        assert_eq!(digest("min_keeping = \"0.6\"", "min_keeping = \"0.7\""), own);
        assert_ne!(digest("every = 14", "every = 15"), own);
        assert_ne!(digest("due_day = 5", "due_day = 6"), own);
    }
}
