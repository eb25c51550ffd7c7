//! `guard`: what should never be committed, in the working tree and among the staged changes.

use std::fs;
use std::process::Command;

use serde_json::Value;

use super::screen::Office;

fn git(office: &Office, words: &[&str]) {
    let status = Command::new("git").arg("-C").arg(office.example.path()).args(words).output().unwrap();
    assert!(status.status.success(), "{words:?}: {}", String::from_utf8_lossy(&status.stderr));
}

fn found(office: &Office) -> Vec<(String, u64, String, bool)> {
    let run = office.example.run(&["--format", "json", "guard"]);
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    let of = |found: &Value| {
        let text = |key: &str| found[key].as_str().unwrap().to_owned();
        (text("file"), found["line"].as_u64().unwrap(), text("kind"), found["staged"].as_bool().unwrap())
    };
    let found: Vec<_> = answer["found"].as_array().unwrap().iter().map(of).collect();
    assert_eq!(run.code, i32::from(!found.is_empty()));
    found
}

/// Makes sure that nothing of what was found is said again.
fn plant(office: &Office) {
    let write = |file: &str, text: &str| office.example.write(file.as_ref(), text);
    write("notes.txt", "ok\n身份证 11010519491231002X\n手机 13912345678\n谭采葛：心理脆弱\n");
    fs::copy(&office.identity, office.example.path().join("branches/key.txt")).unwrap();
    write("open.toml", "# bangfu: an opened sealed record; keep no copy of it\nkind = \"note\"\n");
}

const PLANTED: [(&str, u64, &str); 5] = [
    ("branches/key.txt", 3, "secret-key"),
    ("notes.txt", 2, "identity-number"),
    ("notes.txt", 3, "mobile-number"),
    ("notes.txt", 4, "screening-word"),
    ("open.toml", 1, "opened-record"),
];

#[test]
fn the_example_is_clean_and_each_leak_is_found_by_file_and_line_without_git() {
    let office = Office::on("2012-11-20");
    office.seal(&["screen", "add", "谭采葛"], "category = [\"mind\"]\nnote = \"13912345678\"\n");
    assert_eq!(found(&office), []);
    plant(&office);
    let seen = found(&office);
    assert_eq!(seen, PLANTED.map(|(file, line, kind)| (file.to_owned(), line, kind.to_owned(), false)));
    let run = office.example.run(&["guard"]);
    assert!(run.code == 1 && run.stdout.contains("notes.txt:2"), "{run:?}");
    for secret in ["11010519491231002X", "13912345678", "心理脆弱", "AGE-SECRET"] {
        assert!(!run.stdout.contains(secret) && !run.stderr.contains(secret), "{secret}");
    }
}

#[test]
fn what_is_staged_is_found_even_where_the_working_tree_is_clean_again() {
    let office = Office::on("2012-11-20");
    git(&office, &["init", "-q"]);
    office.example.write(".gitignore".as_ref(), "/.bangfu/\nprivate.txt\n");
    office.example.write("private.txt".as_ref(), "13912345678\n");
    assert_eq!(found(&office), [], "what git ignores is not committed");
    plant(&office);
    git(&office, &["add", "-A"]);
    assert!(found(&office).iter().all(|(.., staged)| *staged));
    office.example.write("notes.txt".as_ref(), "ok\n");
    let left: Vec<_> = found(&office).into_iter().filter(|(file, ..)| file == "notes.txt").collect();
    assert_eq!(left.len(), 3, "{left:?}");
    git(&office, &["rm", "-q", "--cached", "-f", "notes.txt", "open.toml", "branches/key.txt"]);
    let files: Vec<String> = found(&office).into_iter().filter(|(.., staged)| *staged).map(|(file, ..)| file).collect();
    assert_eq!(files, Vec::<String>::new());
}
