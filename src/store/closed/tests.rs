//! What is written is read again, and each fault is told at its place.

use std::sync::Arc;

use super::{CLOSED_FILE, bytes, parse};
use crate::finding::Findings;
use crate::model::closed::{ClosedMonth, ClosedMonths, Part, Reopened};
use crate::model::day::{Day, Month};

fn day(text: &str) -> Day {
    Day::parse(text.as_bytes()).unwrap()
}

fn month(text: &str) -> Month {
    Month::parse(text.as_bytes()).unwrap()
}

fn part(name: &str) -> Part {
    Part { name: name.into(), count: 3, digest: "00ff".into() }
}

fn closed(text: &str) -> ClosedMonth {
    ClosedMonth {
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
    }
}

fn two() -> ClosedMonths {
    let reopened = Reopened {
        month: month("2012-10"),
        closed: day("2012-11-10"),
        reopened: day("2013-01-01"),
        reason: "漏记\n两条".into(),
        by: None,
        records: "d".into(),
    };
    ClosedMonths { months: vec![closed("2012-11"), closed("2012-12")], reopened: vec![reopened] }
}

/// What is read, and code and place of each fault.
fn read(bytes: &[u8]) -> (Option<ClosedMonths>, Vec<String>) {
    let mut findings = Findings::default();
    let closed = parse(&Arc::from(CLOSED_FILE), bytes, &mut findings);
    let told = |found: &crate::finding::Finding| format!("{} {}:{}", found.code.word(), found.place.line, found.place.column);
    (closed, findings.listed().0.iter().map(told).collect())
}

#[test]
fn what_is_written_is_read_again() {
    let known = two();
    assert_eq!(read(&bytes(&known)), (Some(known.clone()), Vec::new()));
    let turned = ClosedMonths { months: vec![closed("2012-12"), closed("2012-11")], ..known.clone() };
    assert_eq!(bytes(&turned), bytes(&known));
    assert_eq!(read(&bytes(&ClosedMonths::default())), (Some(ClosedMonths::default()), Vec::new()));
}

#[test]
fn each_fault_is_told_at_its_place() {
    let sound = String::from_utf8(bytes(&two())).unwrap();
    assert!(sound.lines().nth(2) == Some("[[month]]") && sound.lines().nth(20) == Some("month = \"2012-12\""), "{sound}");
    for (from, to, fault) in [
        ("2012-12", "2012-11", "duplicate-entry 21:9"),
        ("version =", "verzion =", "unknown-key 8:1"),
        ("version =", "verzion =", "missing-key 3:1"),
        ("as_of = 2013-01-06", "as_of = 2013-02-30", "impossible-date 6:9"),
        ("\"2012-11\"", "\"2012-13\"", "bad-month 4:9"),
        ("\"3:00ff\"", "\"00ff\"", "bad-setting 14:31"),
        ("[[month]]\n", "<<<<<<< HEAD\n[[month]]\n", "conflict-marker 3:1"),
        ("version", "\0ersion", "nul-byte 8:1"),
        ("[[month]]", "[[months]]", "unknown-key 3:3"),
        ("[month.files]", "[month.file]", "unknown-key 13:8"),
        ("[[month]]", "[[month", "bad-toml 3:8"),
    ] {
        let broken = sound.replacen(from, to, 1);
        assert!(broken != sound && read(broken.as_bytes()).1.iter().any(|told| told == fault), "{fault}: {:?}", read(broken.as_bytes()));
    }
    for broken in ["[month]\nmonth = \"2012-11\"\n", "[[month]]\nmonth = \"2012-11\"\n", "note = \"x\"\n"] {
        assert!(!read(broken.as_bytes()).1.is_empty(), "{broken}");
    }
    let (encoded, _, _) = encoding_rs::GB18030.encode("# 寒假\n\n[[month]]\n");
    assert_eq!(read(&encoded), (None, vec!["bad-encoding 1:3".to_owned()]));
    assert_eq!(read("# 头\nby = \"甲".as_bytes().split_last().unwrap().1).1, ["bad-encoding 2:7"]);
}
