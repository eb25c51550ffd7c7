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

/// What looks like a heading in a text of several lines is none.
#[test]
fn a_heading_in_a_text_does_not_hide_a_fault() {
    let example = with("end = 2013-06-06", "end = 20130606");
    let path = example.folder().join("bangfu.toml");
    let settings = fs::read_to_string(&path).unwrap().replacen("end = 20130606", "clause = \"\"\"x\n[duty]\n\"\"\"\nend = 20130606", 1);
    fs::write(&path, settings).unwrap();
    assert_eq!(example.run(&["log", "ug1-001", "x", "--date", "2013-06-01"]).code, 4);
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
    // Of two columns of a name, also of none, the second keeps its place.
    for (branch, name, rest) in [("ug2", "", ",,KEEP"), ("ug1", "x", ",,,KEEPx")] {
        let row = |(at, line): (usize, &str)| if at == 0 { format!("{line},{name},{name}") } else { format!("{line},,") };
        let rows: Vec<String> = read(branch).lines().enumerate().map(row).collect();
        fs::write(of(branch), rows.join("\n") + &format!("\npg-010,2012-11-12,1,talk,face,life,30,,谈话,,,2012-11-13,x{rest}\n")).unwrap();
        example.run(&["fmt"]);
        assert!(read("pg").contains(&format!(",KEEP{name}")) && !read(branch).contains("KEEP"), "{}", read("pg"));
    }
    let first = marked[1].split(',').take(2).collect::<Vec<_>>().join("@");
    example.fine(&["contacts", "amend", &first, "pair=pg-001"]);
    assert!(read("pg").lines().any(|line| line.starts_with("pg-001,") && line.contains(",u1,")), "{}", read("pg"));
    assert!(!read("ug1").contains(",u1\n"));
}

/// A file with an error is left as it is, whatever should move into it.
#[test]
fn nothing_is_brought_home_into_a_file_with_an_error() {
    for (table, stray, broken) in [
        ("contacts", "pg-010,2012-11-12,1,talk,face,life,30,,谈话,,,2012-11-13,x", (",talk,", ",talk")),
        ("forms", "pg-010,2012-12,1,2012-12-30,passed,2013-01-04,x,92,", (",passed,", ",passed")),
    ] {
        let example = Example::on("2013-06-07");
        let path = |branch: &str| example.folder().join(format!("branches/{branch}/{table}.csv"));
        let away = fs::read_to_string(path("ug1")).unwrap() + stray + "\n";
        fs::write(path("ug1"), &away).unwrap();
        let home = fs::read_to_string(path("pg")).unwrap().replacen(broken.0, broken.1, 1);
        fs::write(path("pg"), &home).unwrap();
        let run = example.run(&["fmt"]);
        assert_eq!(run.code, 4, "{run:?}");
        assert_eq!(fs::read_to_string(path("pg")).unwrap(), home);
        assert!(fs::read_to_string(path("ug1")).unwrap().contains(stray), "what cannot go home stays");
    }
}
