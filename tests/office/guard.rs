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

#[test]
fn a_folder_that_is_no_data_directory_is_no_assurance() {
    let office = Office::on("2012-11-20");
    fs::remove_file(office.example.path().join("bangfu.toml")).unwrap();
    let run = office.example.run(&["guard"]);
    assert!(run.code == 4 && run.stdout.is_empty() && run.stderr.contains("bangfu.toml is missing"), "{run:?}");
    office.example.write("notes.txt".as_ref(), "13912345678\n");
    assert_eq!(office.example.run(&["guard"]).code, 1, "and what can be found is found");
}

#[test]
fn what_it_goes_by_must_be_readable_unless_something_was_found_anyway() {
    for (file, text) in [("bangfu.toml", "format = 1\n[scheme\n"), ("people.csv", "id,name,stage\n1,甲,nothing\n")] {
        let office = Office::on("2012-11-20");
        office.example.write(file.as_ref(), text);
        let run = office.example.run(&["guard"]);
        assert!(run.code == 4 && !run.stdout.contains("Nothing found"), "{file}: {run:?}");
        office.example.write("notes.txt".as_ref(), "13912345678\n");
        let run = office.example.run(&["guard"]);
        assert!(run.code == 1 && run.stdout.contains("notes.txt:1") && run.stderr.contains(file), "{file}: {run:?}");
    }
}

fn kinds(office: &Office, file: &str) -> Vec<String> {
    found(office).into_iter().filter(|(name, ..)| name == file).map(|(_, line, kind, _)| format!("{line} {kind}")).collect()
}

#[test]
fn other_encodings_and_office_files_are_looked_into() {
    let office = Office::on("2012-11-20");
    let path = |name: &str| office.example.path().join(name);
    let text = "一\n谭采葛　心理脆弱\n１３９ 1234 5678\n";
    let wanted = ["2 screening-word", "3 mobile-number"];
    let wide: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    fs::write(path("wide.txt"), wide).unwrap();
    fs::write(path("gb.csv"), encoding_rs::GB18030.encode(text).0).unwrap();
    fs::write(path("unsealed.csv"), "13912345678\n").unwrap();
    for file in ["wide.txt", "gb.csv"] {
        assert_eq!(kinds(&office, file), wanted, "{file}");
    }
    assert_eq!(kinds(&office, "unsealed.csv"), ["1 mobile-number"], "a name that ends like that of the boxes");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(1, 0, "谭采葛").unwrap().write(1, 3, "心理脆弱").unwrap().write(2, 1, 13_912_345_678_u64).unwrap();
    book.save(path("table.xlsx")).unwrap();
    let seen = kinds(&office, "table.xlsx");
    assert!(wanted.iter().all(|kind| seen.contains(&(*kind).to_owned())), "{seen:?}");
    fs::write(path("scan.pdf"), "%PDF-1.4\n").unwrap();
    fs::write(path("谭采葛-心理脆弱.txt"), "x\n").unwrap();
    assert_eq!(kinds(&office, "谭采葛-心理脆弱.txt"), ["0 screening-word"], "the name of a file is committed too");
    let run = office.example.run(&["--format", "json", "guard"]);
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(answer["not_seen"], serde_json::json!([{ "file": "scan.pdf", "reason": "pdf" }]));
    assert!(run.stderr.contains("scan.pdf is a PDF"), "{run:?}");
}

#[test]
fn what_screening_shows_is_known_in_every_format() {
    let office = Office::on("2012-11-20");
    office.seal(&["screen", "add", "谭采葛"], "note = \"x\"\n");
    for (verb, lang) in [(&["screen", "list"][..], "en"), (&["screen", "show", "谭采葛"], "zh")] {
        for format in ["table", "json", "csv", "md"] {
            let shown = office.seal(&[&["--format", format, "--lang", lang], verb].concat(), "");
            office.example.write("kept.txt".as_ref(), &shown);
            assert!(kinds(&office, "kept.txt").iter().any(|kind| kind.ends_with("opened-record")), "{format} {verb:?}: {shown}");
        }
    }
}

#[test]
fn renames_parts_of_files_and_repositories_in_the_repository_are_seen() {
    let office = Office::on("2012-11-20");
    git(&office, &["init", "-q"]);
    git(&office, &["config", "user.name", "t"]);
    git(&office, &["config", "user.email", "t@example.org"]);
    office.example.write("old\tname.txt".as_ref(), "13912345678\n");
    git(&office, &["add", "-A"]);
    git(&office, &["commit", "-q", "-m", "x"]);
    git(&office, &["mv", "old\tname.txt", "0:新.txt"]);
    let staged: Vec<_> = found(&office).into_iter().filter(|(.., staged)| *staged).map(|(file, ..)| file).collect();
    assert_eq!(staged, ["0:新.txt"], "a rename commits the file under its new name");
    git(&office, &["rm", "-q", "-f", "--cached", "0:新.txt"]);
    fs::remove_file(office.example.path().join("0:新.txt")).unwrap();
    // Staged in a part: what is committed is what is staged.
    office.example.write("part.txt".as_ref(), "13912345678\n");
    git(&office, &["add", "part.txt"]);
    office.example.write("part.txt".as_ref(), "ok\n13812345678\n");
    let of_part: Vec<_> = found(&office).into_iter().map(|(file, line, _, staged)| (file, line, staged)).collect();
    assert_eq!(of_part, [("part.txt".to_owned(), 1, true), ("part.txt".to_owned(), 2, false)]);
    git(&office, &["rm", "-q", "-f", "--cached", "part.txt"]);
    fs::remove_file(office.example.path().join("part.txt")).unwrap();
    fs::create_dir(office.example.path().join("inner")).unwrap();
    let status = Command::new("git").args(["init", "-q"]).arg(office.example.path().join("inner")).status().unwrap();
    assert!(status.success());
    office.example.write("inner/a.txt".as_ref(), "13912345678\n");
    assert_eq!(kinds(&office, "inner/a.txt"), ["1 mobile-number"]);
}

#[cfg(unix)]
#[test]
fn without_git_the_files_are_looked_into_and_what_is_not_known_is_said() {
    let office = Office::on("2012-11-20");
    git(&office, &["init", "-q"]);
    std::os::unix::fs::symlink("谭采葛-心理脆弱", office.example.path().join("link")).unwrap();
    let run = office.example.run_with(&[("PATH", "/nonexistent")], &["guard"]);
    assert!(run.code == 1 && run.stdout.contains("link:1") && run.stderr.contains("not known what is staged"), "{run:?}");
    fs::write(office.example.path().join(".git/config"), "[core\n").unwrap();
    let run = office.example.run(&["guard"]);
    assert!(run.code == 3 && run.stdout.is_empty() && run.stderr.contains("git does not say"), "{run:?}");
}
