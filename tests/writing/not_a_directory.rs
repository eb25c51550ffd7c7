//! A folder that is no data directory is left as it is.

use std::fs;
use std::process::{Command, Output};

fn run(folder: &std::path::Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bangfu"));
    command.arg("--data").arg(folder).args(["--today", "2013-03-20", "--lang", "en"]).args(arguments).output().unwrap()
}

#[test]
fn nothing_is_made_in_a_folder_without_a_scheme() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("letter.txt"), "private").unwrap();
    let commands: [&[&str]; 5] = [
        &["person", "add", "1", "a", "--stage", "masses"],
        &["--dry-run", "person", "add", "1", "a", "--stage", "masses"],
        &["log", "a", "b"],
        &["fmt"],
        &["check"],
    ];
    for arguments in commands {
        let done = run(folder.path(), arguments);
        let told = String::from_utf8(done.stderr).unwrap();
        let refused = if arguments == ["check"] { 4 } else { 2 };
        assert_eq!(done.status.code(), Some(refused), "{arguments:?}: {told}");
        assert!(told.contains("bangfu.toml") && done.stdout.is_empty(), "{arguments:?}: {told}");
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["letter.txt"], "{arguments:?}");
    }
}

#[test]
fn records_whose_scheme_was_lost_are_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    assert!(run(&data, &["init", data.to_str().unwrap()]).status.success());
    assert!(run(&data, &["person", "add", "1", "a", "--stage", "masses"]).status.success());
    let before = fs::read(data.join("people.csv")).unwrap();
    fs::remove_file(data.join("bangfu.toml")).unwrap();
    assert_eq!(run(&data, &["person", "add", "2", "b", "--stage", "masses"]).status.code(), Some(2));
    assert_eq!(fs::read(data.join("people.csv")).unwrap(), before);
}
