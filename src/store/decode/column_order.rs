//! What a line says does not depend on the way in which it is read: taken as it stands where the columns are the usual ones and it has
//! nothing to report, or cell by cell.

use std::path::Path;

use proptest::prelude::{Just, Strategy, any, prop_assert_eq, proptest};
use proptest::sample::select;
use proptest::strategy::Union;
use proptest::test_runner::Config;

use crate::finding::Finding;
use crate::model::dataset::{BranchRecords, Core};
use crate::model::records::BranchIx;
use crate::model::table::{CONTACTS, FORMS, PAIRS, PEOPLE, Table};
use crate::rules::relations::Looking;
use crate::store::load::{load_branch, load_core};
use crate::store::needs::Needs;
use crate::store::open::Root;

const DAYS: &[&str] =
    &["2012-11-20", "2012-11-21", "2012-12-01", "2013-01-09", "2012-02-30", "2012-11-2", "2012/11/6", "2012-11-200", "41219", ""];
const MONTHS: &[&str] = &["2012-11", "2012-12", "2013-01", "2012-13", "2012-1", ""];
const NUMBERS: &[&str] = &["", "1", "1", "2", "3", "0", "12", "x"];
const TOPICS: &[&str] = &["study", "study;life", "思想", "study;study", "zzz", ""];
const IDS: &[&str] = &["2009210101", "2010210111", "0821210709", "学号", "1.5e3", "2010210101.0", "a b", ""];
const SOUND_TEXTS: &[&str] = &["", "谈了学习", "改作文", "\"他说，好\"", "\"a,b\""];
const TEXTS: &[&str] = &["谈了学习", "", "改作文", "\"他说，好\"", "\"a,b\"", "a\"b", "一\u{7}二"];

/// What the cells of a column may be, sound and faulty.
fn cells(table: &Table, column: &str, deep: bool) -> &'static [&'static str] {
    match (table.file, column) {
        (_, "pair") => &["ug1-001", "ug1-001", "ug1-002", "ug1-0011", "ug1-00", "ug2-001", "x", ""],
        ("pairs.csv", "id") => &["ug1-001", "ug1-002", "ug1-003", "ug1-004", "1.5e3", ""],
        (_, "id" | "helper" | "helped") => IDS,
        (_, "by") => &["", "2009210101", "学号"],
        (_, "date" | "entered" | "received" | "reviewed" | "start" | "end" | "stage_since" | "left") => DAYS,
        (_, "month") => MONTHS,
        (_, "n") => NUMBERS,
        (_, "act") => &["talk", "talk", "attempt", "谈话", "talk ", "zzz", ""],
        (_, "mode") => &["", "face", "phone", "zzz"],
        (_, "topics") => TOPICS,
        (_, "minutes") => &["", "30", "9999", "99999", "-1", "x"],
        (_, "review") => &["", "passed", "returned", "通过", "zzz"],
        (_, "score") => &["", "9", "95", "100", "9.5", "x"],
        (_, "basis") => &["assigned", "voluntary", "组织", "zzz", ""],
        (_, "branch") => &["ug1", "ug2", "zzz", ""],
        (_, "stage") => &["full", "league", "probationary", "正式党员", "zzz", ""],
        _ if deep => TEXTS,
        _ => SOUND_TEXTS,
    }
}

/// A row of which most cells are sound; with faults of lines too, where every byte is looked at, as a cell too many.
fn row(table: &'static Table, deep: bool) -> impl Strategy<Value = Vec<&'static str>> {
    let cell = |name| {
        let all = cells(table, name, deep);
        Union::new_weighted(vec![(6, select(all.get(..2).unwrap_or(all)).boxed()), (1, select(all).boxed())])
    };
    let sound: Vec<_> = table.columns.iter().map(|column| cell(column.name)).collect();
    (sound, any::<u8>().prop_map(move |odd| deep && odd < 32)).prop_map(|(mut row, more)| {
        row.extend(more.then_some("x"));
        row
    })
}

fn file(table: &Table, rows: &[Vec<&str>], backwards: bool) -> Vec<u8> {
    let header = table.columns.iter().map(|column| column.name).collect::<Vec<_>>();
    let line = |row: &Vec<&str>| {
        let cells: Vec<&str> = if backwards { row.iter().rev().copied().collect() } else { row.clone() };
        cells.join(",") + "\n"
    };
    std::iter::once(&header).chain(rows).map(line).collect::<String>().into_bytes()
}

/// What the example says with another file, the columns in their order or backwards, without the columns of what is wrong.
fn said(table: &Table, path: &str, bytes: Vec<u8>, needs: Needs) -> (Core, BranchRecords, Vec<String>) {
    let root = Root::new(Path::new("examples/gzu-2012")).with([(path.to_owned(), bytes)].into());
    let core = load_core(&root, needs, Looking::Errors);
    let branch = load_branch(&root, &core.value, BranchIx(0), needs, Looking::Errors);
    let own = |finding: &&Finding| finding.place.file.as_ref() == path;
    let told = |finding: &Finding| format!("{} {} {:?}", finding.place.line, finding.code.word(), finding.cell);
    let mut findings: Vec<String> = core.findings.iter().chain(&branch.findings).filter(own).map(told).collect();
    findings.sort();
    assert!(core.value.people.people.len() + core.value.pairs.rows.len() > 0 || table.file == "people.csv");
    (core.value, branch.value, findings)
}

fn any_file() -> impl Strategy<Value = (&'static Table, &'static str, Needs, Vec<Vec<&'static str>>)> {
    let tables = [
        (&CONTACTS, "branches/ug1/contacts.csv"),
        (&FORMS, "branches/ug1/forms.csv"),
        (&PAIRS, "branches/ug1/pairs.csv"),
        (&PEOPLE, "people.csv"),
    ];
    (select(tables.to_vec()), select(vec![Needs::CHECK, Needs::ROLLUP, Needs::VALIDATE])).prop_flat_map(|((table, path), needs)| {
        let rows = proptest::collection::vec(row(table, needs == Needs::VALIDATE), 0..48);
        (Just(table), Just(path), Just(needs), rows)
    })
}

proptest! {
    #![proptest_config(Config::with_cases(100))]
    #[test]
    fn a_line_says_the_same_in_whatever_way_it_is_read((table, path, needs, rows) in any_file()) {
        let [(usual, records, found), (other, other_records, other_found)] =
            [false, true].map(|backwards| said(table, path, file(table, &rows, backwards), needs));
        prop_assert_eq!(found, other_found);
        prop_assert_eq!(&usual.people.people, &other.people.people);
        let names = |core: &Core| core.people.iter().map(|(person, _)| format!("{} {}", core.people.id(person), core.people.name(person))).collect::<Vec<_>>();
        prop_assert_eq!(names(&usual), names(&other));
        prop_assert_eq!(&usual.pairs.rows, &other.pairs.rows);
        prop_assert_eq!(&records.contacts.contacts, &other_records.contacts.contacts);
        prop_assert_eq!(&records.contacts.lines, &other_records.contacts.lines);
        prop_assert_eq!(&records.contacts.details, &other_records.contacts.details);
        prop_assert_eq!(&records.forms.rows, &other_records.forms.rows);
    }
}
