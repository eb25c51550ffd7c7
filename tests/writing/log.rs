//! `log`, and what holds for every command that writes.

use std::fs;

use crate::bench::Bench;

const CONTACTS: &str = "branches/ug1/contacts.csv";

#[test]
fn a_contact_is_written_and_the_next_due_day_is_told() {
    let bench = Bench::new();
    let before = bench.text(CONTACTS);
    let answer = bench.changes(&["log", "ug1-001", "排专四复习表", "--date", "昨天", "--topics", "学习，life"], &[CONTACTS]);
    assert_eq!(answer, "Recorded ug1-001@2013-04-09 (顾南斗 → 夏昆吾); the next contact is due by 2013-04-23.\n");
    let line = bench.line(CONTACTS, "ug1-001,2013-04-09");
    assert_eq!(line, "ug1-001,2013-04-09,1,talk,,study;life,,,排专四复习表,,,2013-04-10,2009210101");
    assert_eq!(bench.text(CONTACTS).replacen(&format!("{line}\n"), "", 1), before);
}

#[test]
fn the_answer_as_json_names_the_record() {
    let bench = Bench::new();
    bench.json(&["log", "ug1-001", "一", "--date", "2013-04-09"]);
    let second = bench.json(&["log", "ug1-001", "二", "--date", "2013-04-09"]);
    assert_eq!(second["format"], "bangfu/done/1");
    assert_eq!(second["records"][0]["record"], "ug1-001@2013-04-09#2");
    assert_eq!(second["records"][0]["action"], "added");
    assert_eq!(second["records"][0]["key"]["n"], "2");
    assert_eq!(second["next_due"], "2013-04-23");
    let dry = bench.json(&["log", "ug1-001", "三", "--date", "2013-04-09", "--dry-run"]);
    assert_eq!(dry["format"], "bangfu/diff/1");
    assert_eq!(dry["files"][0]["file"], CONTACTS);
    assert!(dry["files"][0]["hunks"][0]["new"][0].as_str().unwrap().starts_with("ug1-001,2013-04-09,3,"));
    bench.sound();
}

#[test]
fn what_cannot_be_is_refused_and_changes_nothing() {
    let bench = Bench::new();
    for (words, said) in [
        (&["log", "nobody", "x"][..], "nobody"),
        (&["log", "ug1-999", "x"], "ug1-999"),
        (&["log", "ug1-001", "x", "--date", "2013-04-11"], "after today"),
        (&["log", "ug1-001", "x", "--date", "2012-11-05"], "outside the time"),
        (&["log", "ug1-001", "x", "--date", "2012-02-30"], "no day"),
        (&["log", "ug1-001", "x", "--topics", "studi"], "the nearest is study"),
        (&["log", "ug1-001", "x", "--act", "chat"], "chat"),
        (&["log", "ug1-001", "x", "--mode", "fax"], "fax"),
        (&["log", "ug1-001", "  "], "talked about"),
        (&["log", "ug1-001"], "talked about"),
        (&["log"], "Name the pair"),
    ] {
        let err = bench.refused(words);
        assert!(err.contains(said), "{words:?}: {err}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn what_was_done_but_could_not_be_told_is_said_to_be_done() {
    let bench = Bench::new();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = bench.command().args(["log", "ug1-001", "一", "--date", "2013-04-09"]).stdout(full).output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(3) && err.contains("is done all the same"), "{err}");
    assert!(bench.line(CONTACTS, "ug1-001,2013-04-09").contains("一"));
}

#[test]
fn hostile_text_is_kept_as_text_or_refused() {
    let bench = Bench::new();
    for (text, stored) in [
        ("=HYPERLINK(\"http://x\",\"y\")", "\"=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""),
        ("first\nsecond\r\nthird", "first↵second↵third"),
        ("a,b\tc", "\"a,b\tc\""),
        ("{day} ⟦x⟧ \u{202e}evil", "{day} ⟦x⟧ \u{202e}evil"),
    ] {
        bench.changes(&["log", "ug1-001", text, "--date", "2013-04-09"], &[CONTACTS]);
        assert!(bench.text(CONTACTS).contains(&format!(",{stored},")), "{text:?}");
    }
    for text in ["bell\u{7}", "esc\u{1b}[31m", "del\u{7f}", "c1\u{9b}"] {
        assert!(bench.refused(&["log", "ug1-001", text, "--date", "2013-04-09"]).contains("cannot be stored"), "{text:?}");
    }
    let long = "长".repeat(64 * 1024 / 3 + 1);
    assert!(bench.refused(&["log", "ug1-001", &long, "--date", "2013-04-09"]).contains("at most"));
}

#[test]
fn a_file_with_an_error_is_not_written_but_others_are() {
    let bench = Bench::new();
    bench.replace("branches/ug2/contacts.csv", "ug2-001,", "ug2-901,");
    bench.fine(&["log", "ug1-001", "x", "--date", "2013-04-09"]);
    let err = bench.refused_with(4, &["log", "ug2-002", "x", "--date", "2013-04-09"]);
    assert!(err.contains("branches/ug2/contacts.csv:2:1") && err.contains("unknown-pair"), "{err}");
}

#[test]
fn a_file_written_by_hand_keeps_its_own_manner() {
    let bench = Bench::new();
    let text = bench.text(CONTACTS);
    let mut lines: Vec<&str> = text.lines().collect();
    lines[0] = "结对编号,日期,序号,形式,方式,帮扶内容,时长,地点,主要内容,存在问题,下一步,录入日期,记录人";
    let by_hand = format!("\u{feff}{}\r\n", lines.join("\r\n"));
    fs::write(bench.data().join(CONTACTS), &by_hand).unwrap();
    bench.changes(&["log", "ug1-001", "x", "--date", "2013-04-09"], &[CONTACTS]);
    let new = "ug1-001,2013-04-09,1,talk,,study;life,,,x,,,2013-04-10,2009210101\r\n";
    assert_eq!(bench.text(CONTACTS).replacen(new, "", 1), by_hand);
}
