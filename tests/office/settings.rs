//! Writing while the settings have an error: what would be understood in another way is refused with the place, the rest goes on.

use std::fs;

use crate::example::Example;

fn with(old: &str, new: &str) -> Example {
    let example = Example::on("2013-06-07");
    let path = example.folder().join("bangfu.toml");
    let settings = fs::read_to_string(&path).unwrap();
    assert!(settings.contains(old), "{old}");
    fs::write(&path, settings.replacen(old, new, 1)).unwrap();
    example
}

/// Records rest on branches, days and words: with these in doubt nothing is written, and nobody is told that there is no such pair.
#[test]
fn settings_that_cannot_be_read_refuse_whoever_writes() {
    for (old, new) in [
        ("[scheme]", "[scheme"),
        ("format = 1", "format = 9"),
        ("key = \"ug1\"", "kye = \"ug1\""),
        ("start = 2012-11-06", "strat = 2012-11-06"),
    ] {
        let example = with(old, new);
        let before = example.files();
        for words in [
            &["log", "ug1-001", "x", "--date", "2013-06-01"][..],
            &["visit", "record", "2010210111", "--by", "x"],
            &["report", "send", "ug1", "2013-05"],
            &["meeting", "record", "symposium"],
            &["award", "nominate", "progress", "2010210111", "--reason", "x"],
            &["duty", "decide", "2010210103", "--measure", "criticism", "--grounds", "x"],
            &["close", "2012-11"],
            &["due", "--branch", "ug1"],
        ] {
            let run = example.run(words);
            assert_eq!(run.code, 4, "{new} {words:?}: {run:?}");
            assert!(run.stderr.contains("bangfu.toml:"), "{run:?}");
            let run = example.run(&[words, &["--format", "json"]].concat());
            assert_eq!((run.code, run.stdout.contains("bangfu/problems/1")), (4, true), "{new} {words:?}: {run:?}");
        }
        assert_eq!(example.files(), before);
    }
}

/// A fault in an award's settings holds up awards, and nobody who records a contact.
#[test]
fn a_fault_in_the_settings_of_awards_holds_up_awards_alone() {
    let example = with("\n[[award]]\n", "\n[[award]]\ncolour = 1\n");
    example.fine(&["log", "ug1-001", "x", "--date", "2013-06-01"]);
    example.fine(&["visit", "record", "2010210111", "--by", "x", "--score", "80"]);
    for words in [
        &["award", "nominate", "progress", "2010210111", "--reason", "x"][..],
        &["award", "withdraw", "progress", "2010210111"],
        &["close", "2012-11"],
    ] {
        let run = example.run(words);
        assert!(run.code == 4 && run.stderr.contains("bangfu.toml:"), "{words:?}: {run:?}");
    }
}

/// A link to nothing is no file without records.
#[cfg(unix)]
#[test]
fn a_link_to_nothing_is_refused() {
    for file in ["branches/ug1/contacts.csv", "branches/ug1/goals.csv", "committee/outcomes.csv", "committee/closed.toml"] {
        let example = Example::on("2013-06-07");
        let path = example.folder().join(file);
        let _ = fs::remove_file(&path);
        std::os::unix::fs::symlink("/nowhere/at/all", &path).unwrap();
        let validated = example.run(&["validate"]);
        assert!(validated.code == 1 && validated.stdout.contains(&format!("{file}: error[symlink-outside]")), "{file}: {validated:?}");
        let decides = if file.ends_with("goals.csv") { ["award", "compute", "star"] } else { ["rollup", "2012-12", "--quiet"] };
        assert_eq!(example.run(&decides).code, 4, "{file}");
    }
}

/// What is written beside the known columns goes with a record that moves into the file of another branch.
#[test]
fn columns_that_are_not_known_go_with_a_record_that_moves() {
    let example = Example::on("2013-06-07");
    let of = |branch: &str| example.folder().join(format!("branches/{branch}/contacts.csv"));
    let read = |branch: &str| fs::read_to_string(of(branch)).unwrap();
    let marked: Vec<String> = read("ug1")
        .lines()
        .enumerate()
        .map(|(at, line)| format!("{line},{}", if at == 0 { "备用".into() } else { format!("u{at}") }))
        .collect();
    fs::write(of("ug1"), marked.join("\n") + "\npg-010,2012-11-12,1,talk,face,life,30,,谈话,,,2012-11-13,x,\"KEEP,ME\"\n").unwrap();
    example.run(&["fmt"]);
    let home = read("pg");
    assert!(home.lines().next().unwrap().ends_with(",备用") && home.contains("谈话,,,2012-11-13,x,\"KEEP,ME\""), "{home}");
    assert!(!read("ug1").contains("KEEP"));
    let first = marked[1].split(',').take(2).collect::<Vec<_>>().join("@");
    example.fine(&["contacts", "amend", &first, "pair=pg-001"]);
    assert!(read("pg").lines().any(|line| line.starts_with("pg-001,") && line.ends_with(",u1")), "{}", read("pg"));
    assert!(!read("ug1").contains(",u1\n"));
}
