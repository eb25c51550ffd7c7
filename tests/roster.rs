//! People, pairs, contacts and goals from the command line, on a copy of the example: each added, corrected, removed; refusals change no
//! byte; the records are sound afterwards.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test may panic, and looks at the disk")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

struct Data {
    folder: tempfile::TempDir,
}

impl Data {
    fn example() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(Path::new("examples/gzu-2012"), folder.path());
        Self { folder }
    }

    fn run(&self, words: &[&str]) -> Output {
        let base = ["--today", "2013-03-20", "--lang", "en", "--data", self.folder.path().to_str().unwrap()];
        Command::new(env!("CARGO_BIN_EXE_bangfu")).args(base).args(words).output().unwrap()
    }

    /// Runs a command that must do well, and gives what it prints.
    fn does(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert_eq!(output.status.code(), Some(0), "{words:?}\n{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs a command that must be refused as wrong use and change nothing; gives what it says.
    fn refuses(&self, words: &[&str]) -> String {
        let before = self.bytes();
        let output = self.run(words);
        assert_eq!(output.status.code(), Some(2), "{words:?}\n{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(before, self.bytes(), "{words:?}");
        String::from_utf8(output.stderr).unwrap()
    }

    fn bytes(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        read_into(self.folder.path(), &mut found);
        found
    }

    fn is_sound(&self) {
        assert_eq!(self.run(&["validate"]).status.code(), Some(0));
        assert_eq!(self.run(&["fmt", "--check"]).status.code(), Some(0));
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() { copy(&entry.path(), &target) } else { fs::copy(entry.path(), target).map(drop).unwrap() }
    }
}

fn read_into(folder: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap).filter(|entry| entry.file_name() != ".bangfu") {
        if entry.path().is_dir() {
            read_into(&entry.path(), found)
        } else {
            drop(found.insert(entry.path(), fs::read(entry.path()).unwrap()))
        }
    }
}

#[test]
fn a_person_is_entered_corrected_and_taken_off() {
    let data = Data::example();
    let before = data.bytes();
    data.does(&["person", "add", "2012219999", "方试验", "--stage", "共青团员", "--class", "英语1201"]);
    data.does(&["person", "amend", "方试验", "stage=入党申请人", "class=英语1202"]);
    assert!(data.does(&["person", "list", "方试验", "--format", "csv"]).contains("2012219999,方试验,,,,英语1202,,applicant"));
    data.is_sound();
    data.does(&["person", "remove", "2012219999"]);
    assert_eq!(before, data.bytes());
    assert!(data.refuses(&["person", "add", "2012219999", "甲", "--stage", "boss"]).contains("masses"));
    assert!(data.refuses(&["person", "add", "2.0121E+09", "甲", "--stage", "full"]).contains("2.0121E+09"));
    assert!(data.refuses(&["person", "remove", "顾南斗"]).contains("2009210101"));
    data.refuses(&["person", "add", "2009210101", "又一人", "--stage", "full"]);
    data.refuses(&["person", "amend", "顾南斗", "nmae=甲"]);
}

#[test]
fn a_pair_is_made_ended_and_taken_back() {
    let data = Data::example();
    data.does(&["person", "add", "2012219999", "方试验", "--stage", "league"]);
    let before = data.bytes();
    assert!(data.does(&["pair", "add", "2009210406", "方试验", "--start", "2013-03-01", "--topics", "学习,生活"]).contains("ug2-023"));
    assert!(data.does(&["pair", "end", "ug2-023", "--on", "2013-03-15", "--reason", "时间错开"]).contains("2013-03-16"));
    assert!(data.does(&["pair", "list", "--person", "方试验", "--format", "csv"]).contains("study;life,2013-03-01,2013-03-15,时间错开"));
    data.is_sound();
    data.refuses(&["pair", "end", "ug2-023", "--on", "2013-03-16", "--reason", "再次"]);
    data.does(&["pair", "remove", "ug2-023"]);
    assert_eq!(before, data.bytes());
    assert!(data.refuses(&["pair", "add", "顾南斗", "方试验", "--start", "2013-03-01"]).contains('2'));
    data.refuses(&["pair", "add", "方试验", "2009210406", "--start", "2013-03-01"]);
    data.refuses(&["pair", "remove", "ug1-001"]);
    data.refuses(&["pair", "add", "2009210406", "陈小雪", "--start", "2013-03-01"]);
}

#[test]
fn a_contact_is_seen_corrected_and_removed() {
    let data = Data::example();
    let before = data.bytes();
    data.does(&["log", "ug1-001", "核对\n课表", "--date", "03-19", "--minutes", "20"]);
    data.does(&["log", "ug1-001", "=1+1", "--date", "03-19"]);
    let listed = data.does(&["contacts", "list", "ug1-001", "--from", "2013-03-19", "--format", "json"]);
    assert!(listed.contains("核对\\n课表") && listed.contains("\"=1+1\""));
    assert!(data.does(&["contacts", "list", "ug1-001", "--from", "2013-03-19", "--format", "csv"]).contains("'=1+1"));
    data.does(&["contacts", "amend", "ug1-001@2013-03-19#2", "minutes=35", "主要内容=改过"]);
    data.is_sound();
    data.refuses(&["contacts", "amend", "ug1-001@2013-03-19", "date=2012-01-01"]);
    data.refuses(&["contacts", "amend", "ug1-001@2013-03-19#3", "minutes=1"]);
    data.refuses(&["contacts", "remove", "ug1-001"]);
    data.refuses(&["log", "ug1-001", "a\u{7}b"]);
    data.does(&["contacts", "remove", "ug1-001@2013-03-19#2"]);
    data.does(&["contacts", "remove", "ug1-001@2013-03-19"]);
    assert_eq!(before, data.bytes());
}

#[test]
fn a_goal_is_set_met_and_dropped() {
    let data = Data::example();
    let before = data.bytes();
    data.does(&["goal", "add", "ug1-002", "每周背一课", "--id", "recite", "--topic", "学习", "--due", "2013-05-01"]);
    data.does(&["goal", "met", "ug1-002", "recite", "--on", "2013-03-18"]);
    assert!(data.does(&["goal", "list", "ug1-002", "--format", "csv"]).contains("ug1-002,recite,study,每周背一课,,2013-05-01,2013-03-18,"));
    data.is_sound();
    data.does(&["goal", "remove", "ug1-002", "recite"]);
    assert_eq!(before, data.bytes());
    data.refuses(&["goal", "met", "ug1-002", "recite"]);
    data.refuses(&["goal", "met", "ug1-002", "recite", "--on", "2013-03-21"]);
}

#[test]
fn a_dry_run_shows_and_changes_nothing() {
    let data = Data::example();
    let before = data.bytes();
    let shown = data.does(&["log", "ug1-001", "试写", "--dry-run"]);
    assert!(shown.contains("branches/ug1/contacts.csv") && shown.contains("+ug1-001,2013-03-20,1,talk"));
    assert_eq!(before, data.bytes());
}

/// A spreadsheet saved as CSV, to be imported.
fn spreadsheet(text: &str) -> tempfile::TempPath {
    let file = tempfile::NamedTempFile::new().unwrap().into_temp_path();
    fs::write(&file, text).unwrap();
    file
}

#[test]
fn a_roster_is_imported_once_and_damage_is_refused() {
    let data = Data::example();
    let file = spreadsheet(
        "\u{feff}名单\r\n学号,姓名,政治面貌,班级\r\n2012218801,甲一,共青团员,英语1201\r\n2.01E+09,乙二,群众,英语1201\r\n2009210101,顾南斗,,新班\r\n",
    );
    let path = file.to_str().unwrap();
    let before = data.bytes();
    assert_eq!(data.run(&["import", "roster", path]).status.code(), Some(1));
    assert_eq!(before, data.bytes(), "nothing is written without a yes");
    let output = data.run(&["import", "roster", path, "--yes"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "a row was refused");
    assert!(said.contains("2.01E+09") && said.contains("class: ") && said.contains("新班"), "{said}");
    data.is_sound();
    let after = data.bytes();
    data.run(&["import", "roster", path, "--yes"]);
    assert_eq!(after, data.bytes(), "importing twice changes nothing");
}

#[test]
fn a_roster_gives_nobody_another_name_nor_a_stage_that_records_rest_on() {
    let data = Data::example();
    let file = spreadsheet("学号,姓名,政治面貌,班级\n2009210101,顾南斗,群众,新班\n2009210102,别的人,,新班\n2012218801.0,甲一,群众,新班\n");
    let before = data.bytes();
    let output = data.run(&["import", "roster", file.to_str().unwrap(), "--yes"]);
    let said = String::from_utf8(output.stdout).unwrap().split(|c: char| c.is_whitespace() || c == '┆' || c == '│').collect::<String>();
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("bangfuoutcomeadd2009210101stagemasses--onDAY") && said.contains("2012218801.0"), "{said}");
    assert!(said.contains("theid2009210102is"), "{said}");
    assert_eq!(before, data.bytes());
    data.does(&["outcome", "add", "2009210101", "stage", "masses", "--on", "2013-03-01", "--dry-run"]);
}

#[test]
fn a_bad_day_refuses_its_own_row_alone() {
    let data = Data::example();
    let file =
        spreadsheet("学号,姓名,政治面貌,入党日期\n2012218801,甲一,群众,\n2012218802,乙二,群众,2012-02-30\n2009210101,顾南斗,,11/6/2012\n");
    let output = data.run(&["import", "roster", file.to_str().unwrap(), "--yes"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("2012-02-30") && said.contains("11/6/2012"), "{said}");
    data.is_sound();
    let people = fs::read_to_string(data.folder.path().join("people.csv")).unwrap();
    assert!(people.contains("2012218801,甲一") && !people.contains("2012218802") && !people.contains("2012-11-06"));
}

#[test]
fn what_figures_and_names_rest_on_is_never_passed_over_where_it_is_damaged() {
    let refused = |file: &str, damage: &dyn Fn(String) -> Vec<u8>, words: &[&str], code: &str| {
        let data = Data::example();
        let path = data.folder.path().join(file);
        fs::write(&path, damage(fs::read_to_string(&path).unwrap())).unwrap();
        let output = data.run(words);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(4), 0), "{words:?}\n{told}");
        assert!(told.contains(file) && told.contains(code), "{told}");
    };
    let in_gb18030 = |text: String| {
        let (before, after) = text.split_once("顾南斗").unwrap();
        [before.as_bytes(), b"\xB9\xCB\xC4\xCF\xB6\xB7", after.as_bytes()].concat()
    };
    let comma_too_many = |text: String| text.replacen("练口语对话，", "练口语对话,", 1).into_bytes();
    for words in [&["award", "compute", "star"][..], &["rollup", "2012-12"], &["duty", "list"], &["check", "--student", "2010210111"]] {
        refused("people.csv", &in_gb18030, words, "bad-encoding");
    }
    for words in [&["rollup", "2012-12"][..], &["award", "compute", "star"], &["close", "2012-12"]] {
        refused("branches/ug1/contacts.csv", &comma_too_many, words, "ragged-row");
    }
}
