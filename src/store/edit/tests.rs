//! What `edit` does to files of every shape that is read, against a plain model and the csv crate.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, proptest};
use proptest::sample::Index;

use super::{Cells, Change, edited};
use crate::model::table::{CONTACTS, FORMS, GOALS, INSPECTIONS, MEETINGS, PAIRS, PEOPLE, Table};

fn edit(table: &'static Table, old: &str, changes: &[Change]) -> String {
    String::from_utf8(edited(table, "x.csv", Some(old.as_bytes()), changes).unwrap()).unwrap()
}

fn refusal(table: &'static Table, old: &str, changes: &[Change]) -> &'static str {
    edited(table, "x.csv", Some(old.as_bytes()), changes).unwrap_err().message.key
}

fn cells(cells: &[(&'static str, &str)]) -> Cells {
    cells.iter().map(|(name, text)| (*name, (*text).to_owned())).collect()
}

fn insert(given: &[(&'static str, &str)]) -> Change {
    Change::Insert(cells(given))
}

fn key(key: &[&str]) -> Vec<String> {
    key.iter().map(|part| (*part).to_owned()).collect()
}

const CONTACT: &[(&str, &str)] =
    &[("pair", "a-1"), ("date", "2012-11-08"), ("act", "talk"), ("topics", "study;life"), ("content", "说了\n\"两句\", 好")];

#[test]
fn a_new_file_has_the_canonical_header() {
    let head = CONTACTS.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(",");
    let line = "a-1,2012-11-08,1,talk,,study;life,,,\"说了↵\"\"两句\"\", 好\",,,,\n";
    for old in [None, Some("".as_bytes()), Some("\u{feff}".as_bytes())] {
        let new = edited(&CONTACTS, "x.csv", old, &[insert(CONTACT)]).unwrap();
        assert_eq!(String::from_utf8(new).unwrap(), format!("{head}\n{line}"));
    }
}

#[test]
fn records_go_where_their_key_belongs_and_nothing_else_moves() {
    let old = "id,name,stage\n1, 甲 ,full\n\"3\",\"丙\",league\n10,x,full\n";
    let person = |id| insert(&[("id", id), ("name", "n"), ("stage", "full")]);
    assert_eq!(edit(&PEOPLE, old, &[person("2")]), "id,name,stage\n1, 甲 ,full\n\"3\",\"丙\",league\n10,x,full\n2,n,full\n");
    let old = "id,name,stage\n1, 甲 ,full\n\"3\",\"丙\",league\n";
    assert_eq!(edit(&PEOPLE, old, &[person("2")]), "id,name,stage\n1, 甲 ,full\n2,n,full\n\"3\",\"丙\",league\n");
    assert_eq!(edit(&PEOPLE, old, &[person("0")]), "id,name,stage\n0,n,full\n1, 甲 ,full\n\"3\",\"丙\",league\n");
    let amend = Change::Amend { key: key(&["3"]), cells: cells(&[("stage", "full")]) };
    assert_eq!(edit(&PEOPLE, old, &[amend]), "id,name,stage\n1, 甲 ,full\n\"3\",\"丙\",full\n");
    assert_eq!(edit(&PEOPLE, old, &[Change::Remove { key: key(&["1"]) }]), "id,name,stage\n\"3\",\"丙\",league\n");
    let renamed = Change::Amend { key: key(&["1"]), cells: cells(&[("id", "9")]) };
    assert_eq!(edit(&PEOPLE, old, &[renamed]), "id,name,stage\n\"3\",\"丙\",league\n9, 甲 ,full\n");
}

#[test]
fn in_a_file_out_of_order_a_record_follows_the_last_smaller_one() {
    let old = "id,name,stage\n5,e,full\n2,b,full\n9,i,full\n";
    let person = |id| insert(&[("id", id), ("name", "n"), ("stage", "full")]);
    assert_eq!(edit(&PEOPLE, old, &[person("6")]), "id,name,stage\n5,e,full\n2,b,full\n6,n,full\n9,i,full\n");
    assert_eq!(edit(&PEOPLE, old, &[person("1")]), "id,name,stage\n5,e,full\n2,b,full\n9,i,full\n1,n,full\n");
}

#[test]
fn the_files_own_manner_is_kept() {
    let old = "\u{feff}发展阶段,学号,爱好,姓名\r\nfull,2,棋,乙\r\nfull,4,,丁";
    let person = insert(&[("id", "3"), ("name", "丙"), ("stage", "league")]);
    let with_note = insert(&[("id", "1"), ("name", "甲"), ("stage", "league"), ("note", "新,来")]);
    assert_eq!(
        edit(&PEOPLE, old, std::slice::from_ref(&person)),
        "\u{feff}发展阶段,学号,爱好,姓名\r\nfull,2,棋,乙\r\nleague,3,,丙\r\nfull,4,,丁"
    );
    assert_eq!(
        edit(&PEOPLE, old, &[person, with_note]),
        "\u{feff}发展阶段,学号,爱好,姓名,备注\r\nleague,1,,甲,\"新,来\"\r\nfull,2,棋,乙,\r\nleague,3,,丙,\r\nfull,4,,丁,\r\n"
    );
    let last = insert(&[("id", "5"), ("name", "戊"), ("stage", "full")]);
    assert!(edit(&PEOPLE, old, &[last]).ends_with("full,4,,丁\r\nfull,5,,戊\r\n"));
}

const FEW: &str = "pair,date,n,act,topics,content\n";
const NONE: &str = "pair,date,act,topics,content\n";

#[test]
fn numbers_of_a_day_are_given_by_the_file() {
    let old = format!("{FEW}a-1,2012-11-08,1,talk,study,x\na-1,2012-11-09,1,talk,study,y\n");
    let new = edit(&CONTACTS, &old, &[insert(CONTACT), insert(CONTACT)]);
    let days: Vec<&str> = new.lines().skip(1).filter_map(|line| line.get(4..16)).collect();
    assert_eq!(days, ["2012-11-08,1", "2012-11-08,2", "2012-11-08,3", "2012-11-09,1"]);
}

#[test]
fn blanks_alone_are_nothing() {
    let new = edit(
        &GOALS,
        "pair,id,topic,goal,note\n",
        &[insert(&[("pair", "a-1"), ("id", "g1"), ("topic", "study"), ("goal", "考级"), ("note", " \u{3000}")])],
    );
    assert_eq!(new, "pair,id,topic,goal,note\na-1,g1,study,考级,\n");
    let key = vec!["a-1".to_owned(), "g1".to_owned()];
    let amended = edit(&GOALS, &new, &[Change::Amend { key, cells: vec![("goal", "  ".to_owned())] }]);
    assert_eq!(amended, "pair,id,topic,goal,note\na-1,g1,study,,\n");
}

/// Which of two records that differ is meant, a person must say; of two that are the same either may go.
#[test]
fn a_doubled_record_is_not_guessed_at() {
    let key = vec!["a-1".to_owned(), "g1".to_owned()];
    let lines = |second: &str| format!("pair,id,topic,goal\na-1,g1,study,一\na-1,g1,study,{second}\n");
    let failure = edited(&GOALS, "x.csv", Some(lines("二").as_bytes()), &[Change::Remove { key: key.clone() }]).unwrap_err();
    assert_eq!(failure.message.key, "store.record-doubled");
    assert_eq!(edit(&GOALS, &lines("一"), &[Change::Remove { key }]), "pair,id,topic,goal\na-1,g1,study,一\n");
}

/// A word built into the program is the same in either language.
#[test]
fn a_record_is_found_and_not_doubled_whichever_way_its_words_are_written() {
    let old = "date,kind,branches\n2012-11-02,动员,ug1\n";
    let again = insert(&[("date", "2012-11-02"), ("kind", "mobilisation"), ("branches", "ug1")]);
    assert_eq!(edited(&MEETINGS, "x.csv", Some(old.as_bytes()), &[again]).unwrap_err().message.key, "store.record-exists");
    let key = |kind: &str| vec!["2012-11-02".to_owned(), kind.to_owned()];
    for kind in ["动员", "mobilisation"] {
        assert_eq!(edit(&MEETINGS, old, &[Change::Remove { key: key(kind) }]), "date,kind,branches\n");
    }
}

#[test]
fn without_the_column_the_order_says_the_number_as_long_as_it_can() {
    let old = format!("{NONE}a-1,2012-11-08,talk,study,x\n");
    let new = edit(&CONTACTS, &old, &[insert(&CONTACT[..4])]);
    assert_eq!(new, format!("{NONE}a-1,2012-11-08,talk,study,x\na-1,2012-11-08,talk,study;life,\n"));
    let forms = "pair,month,received\na-1,2012-11,2012-12-05\n";
    let earlier = insert(&[("pair", "a-1"), ("month", "2012-11"), ("received", "2012-12-01")]);
    assert_eq!(edit(&FORMS, forms, &[earlier]), "pair,month,received\na-1,2012-11,2012-12-01\na-1,2012-11,2012-12-05\n");
}

#[test]
fn numbers_left_out_are_written_where_they_would_be_read_otherwise() {
    let old = format!("{FEW}a-1,2012-11-08,,talk,study,x\na-1,2012-11-08,,talk,study,y\na-1,2012-11-09,,talk,study,z\n");
    let new = edit(&CONTACTS, &old, &[insert(&CONTACT[..4])]);
    assert!(new.contains("a-1,2012-11-08,,talk,study,y\na-1,2012-11-08,,talk,study;life,\na-1,2012-11-09,,"), "{new}");
    let moved = Change::Amend { key: key(&["a-1", "2012-11-08", "1"]), cells: cells(&[("date", "2012-11-09")]) };
    let new = edit(&CONTACTS, &old, &[moved]);
    assert_eq!(new, format!("{FEW}a-1,2012-11-08,,talk,study,y\na-1,2012-11-09,,talk,study,z\na-1,2012-11-09,,talk,study,x\n"));
}

#[test]
fn a_removed_number_leaves_no_gap() {
    let old = format!("{FEW}a-1,2012-11-08,1,t,s,x\na-1,2012-11-08,2,t,s,\"y\"\na-1,2012-11-08,3,t,s,z\nb-1,2012-11-08,1,t,s,w\n");
    let new = edit(&CONTACTS, &old, &[Change::Remove { key: key(&["a-1", "2012-11-08", ""]) }]);
    assert_eq!(new, format!("{FEW}a-1,2012-11-08,1,t,s,\"y\"\na-1,2012-11-08,2,t,s,z\nb-1,2012-11-08,1,t,s,w\n"));
    let moved = Change::Amend { key: key(&["a-1", "2012-11-08", "2"]), cells: cells(&[("date", "2012-11-07")]) };
    let new = edit(&CONTACTS, &old, &[moved]);
    assert!(new.starts_with(&format!("{FEW}a-1,2012-11-07,1,t,s,\"y\"\na-1,2012-11-08,1,t,s,x\na-1,2012-11-08,2,t,s,z\n")), "{new}");
}

#[test]
fn what_cannot_be_done_is_refused() {
    let old = "id,name,stage\n1,a,full\n2,b,full\n";
    let amend = |id: &str, to: &str| Change::Amend { key: key(&[id]), cells: cells(&[("id", to)]) };
    assert_eq!(refusal(&PEOPLE, old, &[insert(&[("id", "1")])]), "store.record-exists");
    assert_eq!(refusal(&PEOPLE, old, &[amend("1", "2")]), "store.record-exists");
    assert_eq!(refusal(&PEOPLE, old, &[amend("3", "4")]), "store.no-such-record");
    assert_eq!(refusal(&PEOPLE, old, &[amend("1", "4"), amend("1", "5")]), "store.record-twice");
    assert_eq!(refusal(&PEOPLE, old, &[insert(&[("colour", "red")])]), "store.no-such-column");
    assert_eq!(refusal(&PEOPLE, old, &[insert(&[("id", "3"), ("note", "a\u{1b}[31m")])]), "store.control-character");
    assert_eq!(refusal(&PEOPLE, old, &[insert(&[("id", "3"), ("note", &"x".repeat(65_537))])]), "store.text-too-long");
    for (line, bad) in [(2, "1,a\n"), (2, "1,a,\"full\nx\"\n"), (3, "1,a,full\n<<<<<<< HEAD\n"), (2, "1,a\"b,full\n"), (1, "\n")] {
        let old = if line == 1 { format!("id,name\n{bad}") } else { format!("id,name,stage\n{bad}") };
        let failure = edited(&PEOPLE, "x.csv", Some(old.as_bytes()), &[amend("1", "4")]).unwrap_err();
        assert_eq!(failure.message.text(crate::i18n::Lang::En).split(": ").next(), Some(format!("x.csv:{line}").as_str()), "{old}");
    }
    assert_eq!(
        edited(&PEOPLE, "x.csv", Some(b"id,name,stage\n\xD6\xD0,a,b\n"), &[amend("1", "4")]).unwrap_err().message.key,
        "store.unsound-file"
    );
}

#[test]
fn two_swaps_of_keys_in_one_go_are_no_clash() {
    let old = "id,name,stage\n1,a,full\n2,b,full\n";
    let amend = |id: &str, to: &str| Change::Amend { key: key(&[id]), cells: cells(&[("id", to)]) };
    assert_eq!(edit(&PEOPLE, old, &[amend("1", "2"), amend("2", "1")]), "id,name,stage\n1,b,full\n2,a,full\n");
}

/// A record as a reader sees it: cell by column, empty cells left out.
type Record = BTreeMap<String, String>;

/// What the csv crate reads: records by key, unknown columns too, the key's Chinese headers as the others.
fn records(table: &Table, bytes: &[u8]) -> Vec<Record> {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().from_reader(text);
    let name = |header: &str| table.column(header).map_or(header.to_owned(), |column| table.columns[column].name.to_owned());
    let headers: Vec<String> = reader.headers().unwrap().iter().map(name).collect();
    let row =
        |row: csv::StringRecord| headers.iter().cloned().zip(row.iter().map(str::to_owned)).filter(|(_, cell)| !cell.is_empty()).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// How a file is written before it is edited.
#[derive(Clone, Debug)]
struct Manner {
    chinese: bool,
    crlf: bool,
    bom: bool,
    last_unended: bool,
    unknown_column: bool,
    shuffle: u64,
    quotes: bool,
}

fn manners() -> impl Strategy<Value = Manner> {
    any::<(bool, bool, bool, bool, bool, u64, bool)>().prop_map(|(chinese, crlf, bom, last_unended, unknown_column, shuffle, quotes)| {
        Manner { chinese, crlf, bom, last_unended, unknown_column, shuffle, quotes }
    })
}

/// Writes records in a manner; columns that no record has are left out at random.
fn write(table: &Table, records: &[Record], manner: &Manner) -> String {
    let used = |name: &str| records.iter().any(|record| record.contains_key(name));
    let mut columns: Vec<(String, String)> = table
        .columns
        .iter()
        .filter(|column| column.need.column_required() || used(column.name) || (manner.shuffle >> 3).is_multiple_of(3))
        .map(|column| (column.name.to_owned(), if manner.chinese { column.zh } else { column.name }.to_owned()))
        .collect();
    if manner.unknown_column {
        columns.push(("colour".to_owned(), "colour".to_owned()));
    }
    let len = columns.len();
    columns.rotate_left((manner.shuffle % 7) as usize % len);
    let end = if manner.crlf { "\r\n" } else { "\n" };
    let cell = |text: &str| {
        if manner.quotes && text.len() % 2 == 1 || text.contains([',', '"']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    };
    let mut out = if manner.bom { "\u{feff}".to_owned() } else { String::new() };
    out += &columns.iter().map(|(_, header)| header.as_str()).collect::<Vec<_>>().join(",");
    for record in records {
        out += end;
        let row: Vec<String> = columns.iter().map(|(name, _)| cell(record.get(name).map_or("", String::as_str))).collect();
        out += &row.join(",");
    }
    if !manner.last_unended {
        out += end;
    }
    out
}

/// One random step.
#[derive(Clone, Debug)]
enum Step {
    Insert(Record),
    Amend(Index, Record),
    Remove(Index),
}

const KEYS: &[&str] = &["1", "2", "10", "b", "甲"];

/// Cells of a table without numbers: goals, by pair and id.
fn record() -> impl Strategy<Value = Record> {
    let key = || proptest::sample::select(KEYS);
    let text = "[a,\"中↵ ;]{0,5}";
    (key(), key(), text, text, proptest::option::of(text)).prop_map(|(pair, id, topic, goal, note)| {
        let mut record: Record = [("pair", pair), ("id", id), ("topic", &topic), ("goal", &goal)]
            .into_iter()
            .map(|(name, text)| (name.to_owned(), text.to_owned()))
            .collect();
        record.extend(note.map(|note| ("note".to_owned(), note)));
        record.retain(|_, cell| !cell.trim().is_empty());
        record
    })
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = proptest::prop_oneof![
        record().prop_map(Step::Insert),
        (any::<Index>(), record()).prop_map(|(at, record)| Step::Amend(at, record)),
        any::<Index>().prop_map(Step::Remove),
    ];
    proptest::collection::vec(step, 0..6)
}

fn goal_key(record: &Record) -> Vec<String> {
    ["pair", "id"].map(|name| record.get(name).cloned().unwrap_or_default()).to_vec()
}

fn to_cells(record: &Record) -> Cells {
    let column = |name: &str| GOALS.columns.iter().find(|column| column.name == name).unwrap().name;
    record.iter().map(|(name, text)| (column(name), text.clone())).collect()
}

proptest! {
    /// After any edits the csv crate reads exactly the expected records, and the lines of the others are the same bytes.
    #[test]
    fn edits_do_what_they_say_and_nothing_else(start in proptest::collection::vec(record(), 0..8), steps in steps(), manner in manners()) {
        let mut seen = BTreeSet::new();
        let mut model: Vec<Record> = start.into_iter().filter(|record| seen.insert(goal_key(record))).collect();
        if manner.unknown_column {
            model.iter_mut().step_by(2).for_each(|record| drop(record.insert("colour".to_owned(), "red".to_owned())));
        }
        let old = write(&GOALS, &model, &manner);
        prop_assert_eq!(records(&GOALS, old.as_bytes()), model.clone(), "the writer of the test itself");
        let before = model.clone();
        let mut changes = Vec::new();
        let mut touched = BTreeSet::new();
        for step in steps {
            match step {
                Step::Insert(record) => {
                    if model.iter().chain(&before).all(|other| goal_key(other) != goal_key(&record)) {
                        changes.push(Change::Insert(to_cells(&record)));
                        model.push(record);
                    }
                }
                Step::Amend(at, cells) if !before.is_empty() => {
                    let key = goal_key(at.get(&before));
                    let clash = goal_key(&cells) != key && model.iter().chain(&before).any(|other| goal_key(other) == goal_key(&cells));
                    if !clash && touched.insert(key.clone()) {
                        changes.push(Change::Amend { key: key.clone(), cells: to_cells(&cells) });
                        model.iter_mut().filter(|record| goal_key(record) == key).for_each(|record| record.extend(cells.clone()));
                    }
                }
                Step::Remove(at) if !before.is_empty() => {
                    let key = goal_key(at.get(&before));
                    if touched.insert(key.clone()) {
                        model.retain(|record| goal_key(record) != key);
                        changes.push(Change::Remove { key });
                    }
                }
                Step::Amend(..) | Step::Remove(_) => {}
            }
        }
        let new = edit(&GOALS, &old, &changes);
        let by_key = |records: Vec<Record>| records.into_iter().map(|record| (goal_key(&record), record)).collect::<BTreeMap<_, _>>();
        let read = records(&GOALS, new.as_bytes());
        prop_assert_eq!(read.len(), model.len());
        prop_assert_eq!(by_key(read.clone()), by_key(model));
        if old.lines().next() == new.lines().next() {
            let kept = old.split_inclusive('\n').skip(1).zip(&before).filter(|(_, record)| !touched.contains(&goal_key(record)));
            for (line, _) in kept {
                prop_assert!(new.contains(line), "{:?} is not in {:?}", line, new);
            }
        }
        let sorted = |records: &[Record]| records.is_sorted_by_key(goal_key);
        prop_assert!(!sorted(&before) || sorted(&read), "a file in order stays in order");
    }

    /// No bytes make it panic, and what it refuses it refuses whole.
    #[test]
    fn any_file_is_edited_or_refused(rest: Vec<u8>) {
        let old = [b"pair,date,topics,act,content,n\n".as_slice(), &rest].concat();
        if let Ok(new) = edited(&CONTACTS, "x.csv", Some(&old), &[insert(&CONTACT[..2])]) {
            prop_assert!(new.len() > old.len());
        }
    }
}

#[test]
fn a_key_that_may_be_empty_is_a_key() {
    let old = "date,branch,by\n2012-11-08,b1,x\n";
    let inspection = |person: &str| insert(&[("date", "2012-11-08"), ("branch", "b1"), ("person", person), ("by", "y")]);
    assert_eq!(refusal(&INSPECTIONS, old, &[inspection("")]), "store.record-exists");
    assert_eq!(edit(&INSPECTIONS, old, &[inspection("7")]), "date,branch,by,person\n2012-11-08,b1,x,\n2012-11-08,b1,y,7\n");
}

#[test]
fn a_hundred_kilobytes_are_edited_in_a_moment() {
    let line = |at: usize| format!("ug1-{:03},2012-11-{:02},1,talk,,study,30,,{},,,,\n", at / 28, at % 28 + 1, "谈学习".repeat(8));
    let head = CONTACTS.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(",") + "\n";
    let old = head + &(0..860).map(line).collect::<String>();
    let start = crate::clock::instant();
    let new = edit(&CONTACTS, &old, &[insert(CONTACT)]);
    let spent = start.elapsed();
    assert_eq!(new.lines().count(), 862);
    assert!(spent.as_millis() < 200, "{spent:?} for {} bytes", old.len());
    assert!(PAIRS.columns.len() < 24);
}
