//! On which day the records of a contact log were first committed, from `git log`: one pass over the file's history. Nothing of git is
//! needed: without it, outside a repository, or where it fails, there is simply no such evidence. Not here: what follows from it.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use super::csv::{BOM, Fields, without_line_end};
use super::header::Header;
use crate::model::day::Day;
use crate::model::table::{CONTACTS, Table};

/// Marks the line of a commit: no record and no line of a diff begins with it.
const COMMIT: u8 = 1;
/// Digits of a commit's name that are kept.
const NAME: usize = 10;

/// A contact's first commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstCommit {
    /// The pair's id.
    pub pair: String,
    /// The day as written.
    pub date: String,
    /// The number as written; empty where it is left out.
    pub n: String,
    /// The commit.
    pub commit: String,
    /// Its day, in the committer's own time.
    pub day: Day,
}

/// The first commit of each row that a contact log ever had, in the order of the commits; none where git has nothing to say.
#[must_use]
pub fn first_commits(root: &Path, file: &str) -> Option<Vec<FirstCommit>> {
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(["--no-pager", "-c", "core.quotepath=false", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false"])
        .args(["log", "--reverse", "-p", "-U0", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--date=short"])
        .args(["--format=%x01%H %cd", "--", file])
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output.status.success().then(|| read(&output.stdout))
}

/// Reads the output of `git log`.
fn read(log: &[u8]) -> Vec<FirstCommit> {
    let mut found = Vec::new();
    let mut commit: Option<(String, Day)> = None;
    let mut header = Header::canonical(&CONTACTS);
    let mut in_hunk = false;
    let mut fields = Fields::default();
    for line in log.split(|byte| *byte == b'\n') {
        match line.first() {
            Some(&COMMIT) => (commit, in_hunk) = (read_commit(line.get(1..).unwrap_or_default()), false),
            Some(b'd') if line.starts_with(b"diff --git ") => in_hunk = false,
            Some(b'@') => in_hunk = true,
            Some(b'+') if in_hunk => {
                let row = without_line_end(line.get(1..).unwrap_or_default());
                if let Some(own) = header_of(row) {
                    header = own;
                    continue;
                }
                let Some((name, day)) = &commit else { continue };
                let Some([pair, date, n]) = cells(row, &header, &mut fields) else { continue };
                found.push(FirstCommit { pair, date, n, commit: name.clone(), day: *day });
            }
            _ => {}
        }
    }
    found
}

fn read_commit(line: &[u8]) -> Option<(String, Day)> {
    let (name, day) = std::str::from_utf8(line).ok()?.split_once(' ')?;
    Some((name.chars().take(NAME).collect(), Day::parse(day.trim().as_bytes()).ok()?))
}

/// The header, where a line is one.
fn header_of(row: &[u8]) -> Option<Header> {
    let row = row.strip_prefix(BOM).unwrap_or(row);
    let names = |table: &Table, index: usize| table.columns.get(index).map_or(["", ""], |column| [column.name, column.zh]);
    let text = std::str::from_utf8(row).ok()?;
    let has = |index| text.split(',').any(|cell| names(&CONTACTS, index).contains(&cell.trim_matches('"')));
    (has(0) && has(1)).then(|| Header::read(&CONTACTS, &Arc::from("contacts.csv"), row, &mut Vec::new())).flatten()
}

/// Pair, day and number of a row.
fn cells(row: &[u8], header: &Header, fields: &mut Fields) -> Option<[String; 3]> {
    fields.split(row, header.leading(&[0, 1, 2])).ok()?;
    let cell = |column| header.position(column).map_or("", |field| std::str::from_utf8(fields.bytes(row, field)).unwrap_or(""));
    let cells = [0, 1, 2].map(|column| cell(column).to_owned());
    (!cells[0].is_empty() && Day::parse(cells[1].as_bytes()).is_ok()).then_some(cells)
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::process::Command;

    use super::{first_commits, read};

    #[test]
    fn a_log_is_read_whatever_its_rows_look_like() {
        let log = "\u{1}abcdefabcdefabcdef 2012-11-09\n\ndiff --git a/c b/c\n--- /dev/null\n+++ b/c\n@@ -0,0 +1,3 @@\n+日期,结对编号,序号,形式,帮扶内容,主要内容\n\
                   +2012-11-08,a-1,,talk,,\"谈,心\"\n+2012-11-08,\"a-1\",2,talk,,++ b/x\n\u{1}123 2012-12-01\n\ndiff --git a/c b/c\n--- a/c\n+++ b/c\n\
                   @@ -3 +3,2 @@\n-2012-11-08,a-1,2,talk,,x\n+2012-11-08,a-1,2,talk,,y\n+不是日期,a-1,,z\n\\ No newline at end of file\n";
        let found = read(log.as_bytes());
        let told: Vec<String> = found.iter().map(|one| format!("{} {} {} {} {}", one.pair, one.date, one.n, one.commit, one.day)).collect();
        let expected =
            ["a-1 2012-11-08  abcdefabcd 2012-11-09", "a-1 2012-11-08 2 abcdefabcd 2012-11-09", "a-1 2012-11-08 2 123 2012-12-01"];
        assert_eq!(told, expected);
        assert_eq!(read(b""), []);
    }

    #[test]
    fn outside_a_repository_there_is_no_evidence_and_no_complaint() {
        let folder = tempfile::tempdir().unwrap();
        let ceiling = Command::new("git").arg("--version").output().is_ok();
        if ceiling {
            assert_eq!(first_commits(folder.path(), "branches/a/contacts.csv"), None);
        }
        assert_eq!(first_commits(Path::new("/no/such/folder"), "x"), None);
    }
}
