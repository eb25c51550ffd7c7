//! `import` through the program itself, on a copy of the example: files that real programs wrote, every encoding, hostile files; what is
//! written, what is refused and by which cell, and that importing twice changes nothing.
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests run the program and look at its files")]

#[cfg(unix)]
mod asking;
mod books;
mod contacts;
#[allow(dead_code, reason = "the tests of the office use the rest")]
#[path = "../office/example.rs"]
mod example;
mod hostile;
mod outcomes_and_choices;
#[cfg(unix)]
mod progress;
mod roster;
mod round_trip;
mod shapes;
mod texts;

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::example::Example;

/// A file made by a real program.
fn made(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/imports/files").join(name).to_str().unwrap().to_owned()
}

/// A file with these bytes, which lives as long as the folder.
struct Given {
    folder: tempfile::TempDir,
}

impl Given {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// What an import says it does, whether or not rows are left out.
fn answer(example: &Example, words: &[&str]) -> Value {
    let run = example.run(&[&["--format", "json", "import"], words].concat());
    assert!(run.code < 2, "{words:?}: {run:?}");
    serde_json::from_str(&run.stdout).unwrap()
}

/// Each row's effect with the cell and the code of what is wrong.
fn effects(answer: &Value) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let rows = answer["rows"].as_array().unwrap().iter();
    rows.map(|row| (text(&row["effect"]), text(&row["cell"]), text(&row["code"]))).collect()
}

/// Effects as they are written in a test.
fn told(rows: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    rows.iter().map(|(effect, cell, code)| ((*effect).to_owned(), (*cell).to_owned(), (*code).to_owned())).collect()
}

/// The records are sound, and importing the same again changes nothing.
fn again_changes_nothing(example: &Example, words: &[&str]) {
    let validated = example.run(&["-q", "validate"]);
    assert_eq!(validated.code, 0, "{}", validated.stdout);
    assert_eq!(example.run(&["fmt", "--check"]).code, 0);
    let before = example.files();
    let again = answer(example, &[words, &["--yes"]].concat());
    let totals = &again["totals"];
    assert_eq!((totals["new"].as_i64(), totals["changed"].as_i64()), (Some(0), Some(0)), "{again}");
    assert!(example.files() == before, "importing twice has changed something");
}
