//! A copy of the example in a folder of its own, and the program run on it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The day of most tests: the pairs of the example are active.
pub const TODAY: &str = "2013-04-10";

/// A copy of the example.
pub struct Bench {
    folder: TempDir,
}

/// What a run of the program gave.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Bench {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(Path::new("examples/gzu-2012"), &folder.path().join("data"));
        Self { folder }
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn text(&self, file: &str) -> String {
        fs::read_to_string(self.data().join(file)).unwrap()
    }

    pub fn replace(&self, file: &str, from: &str, to: &str) {
        let text = self.text(file);
        assert!(text.contains(from), "{from}");
        fs::write(self.data().join(file), text.replacen(from, to, 1)).unwrap();
    }

    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bangfu"));
        command.args(["--today", TODAY, "--lang", "en", "--data"]).arg(self.data());
        command.env_clear().current_dir(self.folder.path()).stdin(Stdio::null());
        command
    }

    pub fn run(&self, words: &[&str]) -> Ran {
        ran(self.command().args(words).output().unwrap())
    }

    /// A run that must do well; gives its answer.
    pub fn fine(&self, words: &[&str]) -> String {
        let ran = self.run(words);
        assert_eq!(ran.code, 0, "{words:?}\n{}{}", ran.out, ran.err);
        ran.out
    }

    pub fn json(&self, words: &[&str]) -> Value {
        let words: Vec<&str> = words.iter().copied().chain(["--format", "json"]).collect();
        serde_json::from_str(&self.fine(&words)).unwrap()
    }

    /// A run that must be refused as wrong use, with every file as it was; gives what is said.
    pub fn refused(&self, words: &[&str]) -> String {
        self.refused_with(2, words)
    }

    pub fn refused_with(&self, code: i32, words: &[&str]) -> String {
        let before = self.files();
        let ran = self.run(words);
        assert_eq!(ran.code, code, "{words:?}\n{}{}", ran.out, ran.err);
        assert_eq!(self.files(), before, "{words:?} changed a file");
        assert_eq!(ran.out, "", "{words:?} answered");
        ran.err
    }

    /// Runs a command that must change these files and no other byte, after its `--dry-run` changed none, and leave sound records.
    pub fn changes(&self, words: &[&str], files: &[&str]) -> String {
        let before = self.files();
        let dry = self.run(&[words, &["--dry-run"]].concat());
        assert_eq!(dry.code, 0, "{words:?}\n{}{}", dry.out, dry.err);
        assert_eq!(self.files(), before, "{words:?} --dry-run changed a file");
        let answer = self.fine(words);
        let after = self.files();
        let changed: Vec<&String> = before
            .keys()
            .chain(after.keys().filter(|file| !before.contains_key(*file)))
            .filter(|file| before.get(*file) != after.get(*file))
            .collect();
        assert_eq!(changed, files, "{words:?}");
        for file in files {
            assert!(dry.out.contains(file), "{words:?} --dry-run does not show {file}:\n{}", dry.out);
        }
        self.sound();
        answer
    }

    /// The records are sound.
    pub fn sound(&self) {
        let ran = self.run(&["validate"]);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    }

    /// The line of a file that begins so.
    pub fn line(&self, file: &str, begins: &str) -> String {
        let text = self.text(file);
        let found: Vec<&str> = text.lines().filter(|line| line.starts_with(begins)).collect();
        assert_eq!(found.len(), 1, "{begins} in {file}: {found:?}");
        found[0].to_owned()
    }

    /// Every file of the data directory with its bytes; what belongs to this machine is left out.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        gather(&self.data(), "", &mut files);
        files
    }
}

pub fn ran(output: Output) -> Ran {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn gather(folder: &Path, under: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{under}{}", entry.file_name().to_str().unwrap());
        if name == ".bangfu" {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            gather(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(entry.path()).unwrap());
        }
    }
}
