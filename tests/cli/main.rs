//! Transcripts of the program: `tests/cli/<command>/<case>.md`, run in a copy of `<case>.in`, the files afterwards compared with
//! `<case>.out` (`TRYCMD=overwrite cargo test --test cli` writes them anew; a backslash stands there as `/`). The day and the language
//! are pinned. Beside them what a transcript cannot show: full disks, closed pipes, shells.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test may panic, and reads files")]

use std::process::{Command, Output};

const EXAMPLE: [&str; 2] = ["--data", "examples/gzu-2012"];

fn bangfu() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bangfu"));
    command.env("BANGFU_TODAY", "2013-03-20").env("BANGFU_LANG", "en").env_remove("BANGFU_COMPLETE").env_remove("BANGFU_DATA");
    command
}

fn run(arguments: &[&str]) -> Output {
    bangfu().args(arguments).output().unwrap()
}

#[test]
fn transcripts() {
    let cases = trycmd::TestCases::new();
    cases.env("BANGFU_TODAY", "2012-11-20").env("BANGFU_LANG", "en").env("LC_ALL", "C").env("NO_COLOR", "1");
    cases.case("tests/cli/*/*.md");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_stdout_is_told_and_a_closed_pipe_is_not() {
    use std::process::Stdio;
    for arguments in [&["--help"][..], &["--version"], &["explain"], &[EXAMPLE[0], EXAMPLE[1], "check"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = bangfu().args(arguments).stdout(Stdio::from(full)).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{arguments:?}");
        assert!(!output.stderr.is_empty());
    }
    let left = |arguments: &[&str]| {
        let mut child = bangfu().args(EXAMPLE).args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    // The answer is "no", as it would be with somebody listening.
    assert_eq!(left(&["check", "--all"]), (Some(1), String::new()));
    // Longer than what is gathered before it is written.
    for format in ["table", "csv", "json", "md", "html", "xlsx"] {
        let arguments = ["--format", format, "contacts", "list"];
        assert!(run(&[&EXAMPLE[..], &arguments].concat()).stdout.len() > 1 << 16 || format == "xlsx");
        assert_eq!(left(&arguments), (Some(0), String::new()), "{format}");
    }
}

/// What is no regular file cannot be read, by whomever: that is no fault of the records, and nothing follows for others from it.
#[test]
fn a_file_that_cannot_be_read_is_told_alone_and_ends_with_3() {
    for file in ["branches/ug1/contacts.csv", "committee/outcomes.csv"] {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().to_str().unwrap();
        assert_eq!(run(&["init", data]).status.code(), Some(0));
        let pairs = ["branches/ug1/pairs.csv", "branches/ug2/pairs.csv", "branches/pg/pairs.csv"];
        for name in ["bangfu.toml", "people.csv", "committee/outcomes.csv"].into_iter().chain(pairs) {
            std::fs::create_dir_all(folder.path().join(name).parent().unwrap()).unwrap();
            std::fs::copy(format!("examples/gzu-2012/{name}"), folder.path().join(name)).unwrap();
        }
        drop(std::fs::remove_file(folder.path().join(file)));
        std::fs::create_dir_all(folder.path().join(file)).unwrap();
        for command in [&["check"][..], &["rollup", "2012-12"], &["log", "ug1-001", "x"]] {
            let output = run(&[&["--data", data], command].concat());
            let told = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(3), "{command:?}: {told}");
            assert!(told.contains(file) && !told.contains("wrong-stage"), "{command:?}: {told}");
        }
    }
}

#[test]
fn stdout_has_the_same_bytes_whatever_the_locale_and_the_terminal() {
    let arguments = [EXAMPLE[0], EXAMPLE[1], "--lang", "zh", "check", "--all"];
    let plain = run(&arguments).stdout;
    for (name, value) in [("LC_ALL", "C"), ("LC_ALL", "zh_CN.GB18030"), ("COLUMNS", "40"), ("TERM", "xterm-256color"), ("TZ", "Asia/Tokyo")]
    {
        let output = bangfu().env(name, value).args(arguments).output().unwrap();
        assert!(output.stdout == plain, "{name}={value}");
    }
    assert!(!plain.is_empty() && !plain.contains(&0x1b));
}

#[test]
fn the_language_is_asked_for_or_that_of_the_locale() {
    let first_line = |settings: &[(&str, &str)], arguments: &[&str]| {
        let mut command = bangfu();
        for name in ["BANGFU_LANG", "LC_ALL", "LC_MESSAGES", "LANG"] {
            command.env_remove(name);
        }
        let output = command.envs(settings.iter().copied()).args(arguments).arg("qqq").output().unwrap();
        String::from_utf8(output.stderr).unwrap().lines().next().unwrap_or("").to_owned()
    };
    let (en, zh) = ("error: There is no command “qqq”.", "错误: 没有命令“qqq”。");
    assert_eq!(first_line(&[], &[]), en);
    assert_eq!(first_line(&[("LANG", "zh_CN.UTF-8")], &[]), zh);
    assert_eq!(first_line(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C")], &[]), en);
    assert_eq!(first_line(&[("LC_ALL", "C"), ("BANGFU_LANG", "zh")], &[]), zh);
    assert_eq!(first_line(&[("BANGFU_LANG", "zh")], &["--lang=en"]), en);
}

#[test]
fn a_shell_completes_ids_months_and_names_from_the_data_directory() {
    let complete = |words: &[&str]| {
        let output = bangfu().env("BANGFU_COMPLETE", "fish").arg("--").arg("bangfu").args(words).output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty());
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(complete(&[EXAMPLE[0], EXAMPLE[1], "log", "ug1-001"]), "ug1-001\t顾南斗 → 夏昆吾\n");
    assert_eq!(complete(&[EXAMPLE[0], EXAMPLE[1], "log", "夏昆吾"]), "ug1-001\t顾南斗 → 夏昆吾\n");
    assert_eq!(complete(&[EXAMPLE[0], EXAMPLE[1], "rollup", "2013-0"]).lines().count(), 6);
    assert!(complete(&[EXAMPLE[0], EXAMPLE[1], "award", "compute", "st"]).starts_with("star\t"));
    assert!(complete(&["explain", "bad-d"]).lines().eq(["bad-date", "bad-decimal"]));
    assert!(complete(&["--lang", "zh", "chec"]).starts_with("check\t检查交流频次"));
    assert_eq!(complete(&[EXAMPLE[0], EXAMPLE[1], "contacts", "amend", "ug1-001"]), "ug1-001@\t顾南斗 → 夏昆吾\n");
    // A goal is not known by somebody's id.
    assert_eq!(complete(&[EXAMPLE[0], EXAMPLE[1], "goal", "met", "ug1-001", "2010"]), "");
    let of_example = |words: &[&str]| complete(&[&EXAMPLE[..2], words].concat());
    assert!(of_example(&["goal", "met", "ug1-001", "g"]).starts_with("g1\t通过大学英语四级\ng2\t"));
    assert_eq!(of_example(&["goal", "amend", "g"]), "", "the goals of no pair");
    assert_eq!(of_example(&["goal", "add", "ug1-001", "x", "--id", "g"]), "", "a new id is not one that is there");
    assert!(of_example(&["case", "remove", "case-001"]).starts_with("case-001\t崔叔田 → "));
    assert!(of_example(&["contacts", "remove", "ug1-001@2012-11-08"]).starts_with("ug1-001@2012-11-08\t"));
    assert_eq!(of_example(&["form", "amend", "ug1-001", "2012-1"]).lines().count(), 3);
    assert_eq!(of_example(&["form", "print", "ug1-001", ""]).lines().next(), Some("2012-10"));
    for (words, first) in [
        (&["pair", "why", "ug1-001"][..], "ug1-001\t顾南斗 → 夏昆吾"),
        (&["pair", "why", "2009210101"], "2009210101\t顾南斗"),
        (&["form", "print", "ug1-001"], "ug1-001\t顾南斗 → 夏昆吾"),
        (&["form", "print", "2012-12"], "2012-12"),
        (&["status", "ug1"], "ug1\t本科生第一党支部"),
        (&["status", "2009210101"], "2009210101\t顾南斗"),
        (&["screen", "amend", "0821210709"], "0821210709\t谭采葛"),
        (&["award", "approve", "star", "--take", "2009210101"], "2009210101=\t顾南斗"),
        (&["award", "nominate", "star", "2009210101", "--by", "ug1"], "ug1\t本科生第一党支部"),
    ] {
        assert_eq!(of_example(words).lines().next(), Some(first), "{words:?}");
    }
    // No data directory, nothing to complete, nothing to complain of.
    assert_eq!(complete(&["--data", "no/such/folder", "log", "ug1"]), "");
}

#[test]
fn the_completion_scripts_ask_the_program() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = run(&["completions", shell]);
        let script = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && script.contains("BANGFU_COMPLETE") && script.contains("bangfu"), "{shell}");
    }
}

#[test]
fn every_command_has_its_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(&["man", folder.path().to_str().unwrap()]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let page = |name: &str| std::fs::read_to_string(folder.path().join(format!("{name}.1"))).unwrap();
    assert!(page("bangfu").contains("check") && page("bangfu-check").contains("who keeps the contact duty"));
    assert!(page("bangfu-award-compute").contains("the candidate list of an award"));
}
