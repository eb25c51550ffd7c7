//! A copy of the example with the program to run on it.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A copy of the example's records.
pub struct Example {
    folder: TempDir,
    /// The day that is today.
    pub today: &'static str,
}

/// How a command ended.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// The files of a folder by their path in it.
pub type Files = BTreeMap<PathBuf, Vec<u8>>;

impl Example {
    pub fn on(today: &'static str) -> Self {
        Self::of("examples/gzu-2012", today)
    }

    /// A copy of another example's records.
    pub fn of(example: &str, today: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join(example), folder.path());
        Self { folder, today }
    }

    /// The same records on another day.
    pub fn turned(self, today: &'static str) -> Self {
        Self { today, ..self }
    }

    /// Where it lies.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn run(&self, words: &[&str]) -> Run {
        self.run_with(&[], words)
    }

    /// Runs a command with variables set in its surroundings.
    pub fn run_with(&self, variables: &[(&str, &str)], words: &[&str]) -> Run {
        self.ended(self.command(variables, words).output().unwrap())
    }

    /// Runs a command that reads a text from standard input.
    pub fn feed(&self, words: &[&str], input: &str) -> Run {
        let pipes = [Stdio::piped(), Stdio::piped(), Stdio::piped()];
        let [stdin, stdout, stderr] = pipes;
        let mut child = self.command(&[], words).stdin(stdin).stdout(stdout).stderr(stderr).spawn().unwrap();
        // A command that is refused may not read to the end.
        drop(child.stdin.take().unwrap().write_all(input.as_bytes()));
        self.ended(child.wait_with_output().unwrap())
    }

    /// The folder of the records.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A command that is to be run, with variables set in its surroundings.
    pub fn command(&self, variables: &[(&str, &str)], words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bangfu"));
        command
            .env_remove("BANGFU_DATA")
            .env_remove("BANGFU_TODAY")
            .env_remove("BANGFU_IDENTITY")
            .env("BANGFU_LANG", "en")
            .envs(variables.iter().copied())
            .arg("--data")
            .arg(self.folder.path())
            .args(["--today", self.today])
            .args(words);
        command
    }

    fn ended(&self, output: Output) -> Run {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Run { code: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// Runs a command whose answer may be no text; gives the exit code and the bytes.
    pub fn raw(&self, words: &[&str]) -> (i32, Vec<u8>) {
        let output = self.command(&[], words).output().unwrap();
        (output.status.code().unwrap(), output.stdout)
    }

    /// Runs a command that must be fine, and gives the bytes of its answer.
    pub fn bytes(&self, words: &[&str]) -> Vec<u8> {
        let (code, bytes) = self.raw(words);
        assert_eq!(code, 0, "{words:?}");
        bytes
    }

    /// Runs a command that must be fine, and gives its answer.
    pub fn fine(&self, words: &[&str]) -> String {
        let run = self.run(words);
        assert_eq!(run.code, 0, "{words:?}: {run:?}");
        run.stdout
    }

    /// Runs a command that must answer in JSON.
    pub fn json(&self, words: &[&str]) -> Value {
        let words: Vec<&str> = ["--format", "json"].iter().chain(words).copied().collect();
        serde_json::from_str(&self.fine(&words)).unwrap()
    }

    /// Runs a command that must write into one file alone; gives the lines that went and came. The records must be sound after.
    pub fn writes(&self, file: &str, words: &[&str]) -> (Vec<String>, Vec<String>) {
        let before = self.files();
        let shown = self.run(&[&["--dry-run"], words].concat());
        assert_eq!((shown.code, self.files() == before), (0, true), "--dry-run {words:?}: {shown:?}");
        self.fine(words);
        let after = self.files();
        let changed: Vec<&PathBuf> = after.keys().filter(|path| before.get(*path) != after.get(*path)).collect();
        assert_eq!(changed, [Path::new(file)], "{words:?}");
        let (gone, come) = differences(before.get(Path::new(file)), &after[Path::new(file)]);
        for (sign, line) in gone.iter().map(|line| ('-', line)).chain(come.iter().map(|line| ('+', line))) {
            assert!(shown.stdout.lines().any(|told| told == format!("{sign}{line}")), "{line} is not shown: {}", shown.stdout);
        }
        let validated = self.run(&["validate"]);
        assert_eq!(validated.code, 0, "after {words:?}: {validated:?}");
        (gone, come)
    }

    /// Runs a command that must be refused as wrong use and change nothing; gives what it says.
    pub fn refuses(&self, words: &[&str]) -> String {
        let before = self.files();
        let run = self.run(words);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{words:?}: {run:?}");
        assert_eq!(self.files(), before, "{words:?}");
        run.stderr
    }

    /// Every file of the records.
    pub fn files(&self) -> Files {
        let mut files = Files::new();
        gather(self.folder.path(), Path::new(""), &mut files);
        files
    }

    /// The text of a file of the records.
    pub fn text(&self, file: &str) -> String {
        String::from_utf8(self.files()[Path::new(file)].clone()).unwrap()
    }

    /// Writes a file anew.
    pub fn write(&self, file: &Path, text: &str) {
        fs::write(self.folder.path().join(file), text).unwrap();
    }

    /// Replaces a text in a file.
    pub fn replace(&self, file: &str, old: &str, new: &str) {
        let path = self.folder.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "{file} has no {old}");
        fs::write(path, text.replace(old, new)).unwrap();
    }
}

/// Lines that went and lines that came.
fn differences(before: Option<&Vec<u8>>, after: &[u8]) -> (Vec<String>, Vec<String>) {
    let lines = |bytes: &[u8]| -> Vec<String> { String::from_utf8(bytes.to_vec()).unwrap().lines().map(str::to_owned).collect() };
    let (old, new) = (lines(before.map_or(&[][..], Vec::as_slice)), lines(after));
    let without = |one: &[String], other: &[String]| one.iter().filter(|line| !other.contains(line)).cloned().collect();
    (without(&old, &new), without(&new, &old))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Everything but what the program keeps for itself (the lock).
fn gather(root: &Path, under: &Path, files: &mut Files) {
    for entry in fs::read_dir(root.join(under)).unwrap().map(Result::unwrap) {
        let path = under.join(entry.file_name());
        match entry.path().is_dir() {
            true if path != Path::new(".bangfu") => gather(root, &path, files),
            true => {}
            false => drop(files.insert(path, fs::read(entry.path()).unwrap())),
        }
    }
}
