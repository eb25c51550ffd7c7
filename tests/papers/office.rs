//! An office that runs the program on its records.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A copy of the example on a day.
pub struct Office {
    folder: TempDir,
}

impl Office {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(Path::new("examples/gzu-2012"), &folder.path().join("data"));
        Self { folder }
    }

    /// A file or folder of the office.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn run(&self, line: &[&str]) -> Output {
        self.run_on("2013-06-20", line)
    }

    pub fn run_on(&self, today: &str, line: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bangfu"));
        command.arg("--data").arg(self.path("data")).args(["--today", today, "--lang", "zh"]).args(line).output().unwrap()
    }

    /// Runs what must succeed.
    pub fn fine(&self, today: &str, line: &[&str]) -> Output {
        let output = self.run_on(today, line);
        assert!(output.status.success(), "{line:?}: {}", said(&output));
        output
    }

    /// The file that a command writes to `-o`, and nothing to stdout.
    pub fn file(&self, name: &str, line: &[&str]) -> Vec<u8> {
        let path = self.path(name);
        let output = self.fine("2013-06-20", &[line, &["-o", path.to_str().unwrap()]].concat());
        assert!(output.stdout.is_empty());
        fs::read(path).unwrap()
    }
}

/// What a command told on stderr.
pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() { copy(&entry.path(), &target) } else { assert!(fs::copy(entry.path(), target).is_ok()) }
    }
}
