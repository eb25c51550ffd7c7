//! The records of a month, as a digest (`rules::closing`), and the digest of the settings that its figures rest on: read from the
//! files row by row, only what belongs to the month kept. Not here: which records those are.

use std::sync::Arc;

use toml::Value;

use super::decode::Reading;
use super::decode::order::key_order;
use super::load::SCHEME_FILE;
use super::needs::Needs;
use super::open::Root;
use super::table_reader::{Buffers, Depth};
use crate::finding::Findings;
use crate::model::closed::ClosedMonth;
use crate::model::dataset::Core;
use crate::model::netstring::digest;
use crate::model::records::BranchIx;
use crate::model::table::{Home, Need, Table};
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
    reading.rows(table, &path, Depth::Everything, &mut Buffers::default(), findings, |row| {
        let cell = |name: &str| table.column(name).map_or("", |column| row.text(column));
        if scope.has(table, cell) {
            (0..table.columns.len()).for_each(|column| texts.push(row.text(column)));
        }
    });
    let order = key_order(&texts, table, &path, |row| row as u32, &mut Findings::default());
    let order: Vec<u32> = order.unwrap_or_else(|| (0..texts.len() as u32).collect());
    let cells = |row: &u32| scope.cells(table, |name| texts.get(*row as usize, name));
    let mut rows: Vec<Vec<String>> = order.iter().map(cells).collect();
    number(table, &mut rows);
    rows
}

/// Fills in the number of each record in its group where it is left out.
fn number(table: &Table, rows: &mut [Vec<String>]) {
    let Some(place) = table.columns.iter().position(|column| column.need == Need::KeyOptional) else { return };
    let keys: Vec<usize> = table.key().filter(|column| *column != place).collect();
    let key = |row: &Vec<String>| keys.iter().filter_map(|column| row.get(*column).cloned()).collect::<Vec<_>>();
    let mut last = Vec::new();
    let mut count = 0;
    for row in rows.iter_mut() {
        let own = key(row);
        count = if own == last { count + 1 } else { 1 };
        last = own;
        if let Some(cell) = row.get_mut(place).filter(|cell| cell.is_empty()) {
            *cell = count.to_string();
        }
    }
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
    use crate::rules::closing::{Scope, Span};
    use crate::rules::relations::Looking;
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
