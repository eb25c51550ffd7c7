//! On which day the records were first committed, from `git log`: one pass over the history of the data directory. Nothing of git is
//! needed: without it, outside a repository, or where it fails, there is no such evidence, and why not is said. Not here: what follows
//! from it.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::thread::Builder;

use super::csv::{Fields, without_line_end, without_mark};
use super::decode::Reading;
use super::git::{self, Index, Refusal};
use super::header::Header;
use super::needs::Needs;
use super::numbering::{Numbered, number_column, numbers, turn_column, written};
use super::open::Root;
use super::table_reader::{Buffers, Depth};
use crate::finding::Findings;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::record_key;
use crate::model::records::BranchIx;
use crate::model::table::{Home, Need, REPORTS, Table};
use crate::model::table_words::built_in;
use crate::rules::audit::{Committed, DATED, Spot};

/// Marks the line of a commit: no record and no line of a diff begins with it.
const COMMIT: u8 = 1;
/// Digits of a commit's name that are kept.
const NAME: usize = 10;
/// Between the parts of what a dated record is found by.
const BETWEEN: char = '\u{1f}';

/// A commit's name and its day, in the committer's own time.
type Commit = (Arc<str>, Day);

/// A day of a record with the name of its column.
type Dated = (&'static str, Day);

/// The first commits of the dated records that the files ever had, by what a record is found by: one for each of so many that were there
/// at the same time. Records of a group are not told apart by their numbers, which change when one comes between.
type FirstCommits = HashMap<String, Vec<Commit>>;

/// A table with what is read of its rows.
#[derive(Clone, Copy, Debug)]
struct Shape {
    table: &'static Table,
    days: &'static [&'static str],
}

impl Shape {
    /// The shape of the file at a path of the repository, and its path in a data directory, wherever that lies: it may have been moved.
    fn of(path: &str) -> Option<(Self, &str)> {
        let parts: Vec<&str> = path.rsplitn(4, '/').collect();
        let (home, file) = match *parts.as_slice() {
            [file, _, "branches", ..] => (Home::Branch, file),
            [file, "committee", ..] => (Home::Committee, file),
            _ => return None,
        };
        let (table, days) = DATED.iter().find(|(table, _)| table.file == file && table.home == home)?;
        let from = if home == Home::Branch { 3 } else { 2 };
        let length = parts.iter().take(from).map(|part| part.len() + 1).sum::<usize>() - 1;
        Some((Self { table, days }, path.get(path.len() - length..)?))
    }

    /// The columns that are read.
    fn columns(&self) -> Vec<usize> {
        self.table.key().chain(self.days.iter().filter_map(|day| self.table.column(day))).collect()
    }

    /// The cells of the key, words by key, without the number.
    fn key(&self, cell: impl Fn(usize) -> String) -> Vec<String> {
        let kind = self.table.column("kind").map_or(String::new(), &cell);
        let kept = |column: usize| {
            let text = cell(column);
            let name = self.table.column_name(column);
            built_in(self.table, name, &text, &kind).map_or(text, |word| word.key.to_owned())
        };
        let number = number_column(self.table);
        self.table.key().filter(|column| Some(*column) != number).map(kept).collect()
    }

    /// The days of a row, each with its column.
    fn days(&self, cell: impl Fn(usize) -> String) -> Vec<Dated> {
        let day = |name: &&'static str| Some((*name, Day::parse(cell(self.table.column(name)?).as_bytes()).ok()?));
        self.days.iter().filter_map(day).collect()
    }

    /// What a record on a day of a column is found by, in whichever file it lies; the month of a report is one of many branches.
    fn name(&self, path: &str, key: &[String], (column, day): Dated) -> String {
        let home = if self.table.file == REPORTS.file { path } else { self.table.file };
        format!("{home}{BETWEEN}{}{BETWEEN}{column}{BETWEEN}{day}", key.join(&BETWEEN.to_string()))
    }
}

/// What git tells of the history.
#[derive(Debug)]
pub enum History {
    /// The records that are there, each with the first commit that has it on its day.
    Read(Vec<Committed>),
    /// There is no repository, or none of these records was committed.
    None,
    /// The clone is shallow: its oldest commits hold what others committed before.
    Cut,
    /// It was asked but did not answer: what it said.
    Failed(String),
}

/// The history of the records that are there.
#[must_use]
pub fn committed(root: &Root, core: &Core) -> History {
    let commits = match first_commits(root.path()) {
        Ok(commits) if commits.is_empty() => return History::None,
        Ok(commits) => commits,
        Err(without) => return without,
    };
    let (mut found, mut seen) = (Vec::new(), HashMap::new());
    for (table, days) in DATED {
        let shape = Shape { table, days };
        let branches: Vec<Option<BranchIx>> =
            if table.home == Home::Branch { core.branch_indexes().map(Some).collect() } else { vec![None] };
        branches.into_iter().for_each(|branch| of_file(root, core, (shape, branch), &commits, &mut seen, &mut found));
    }
    History::Read(found)
}

/// A row of a file.
struct Row {
    line: u32,
    key: Vec<String>,
    days: Vec<Dated>,
    number: String,
    turn: String,
}

/// The records of a file, and how many of each name were there before.
fn of_file(
    root: &Root,
    core: &Core,
    (shape, branch): (Shape, Option<BranchIx>),
    commits: &FirstCommits,
    seen: &mut HashMap<String, usize>,
    found: &mut Vec<Committed>,
) {
    let path = shape.table.path(branch.map_or("", |branch| core.scheme.branch_key(branch)));
    let reading = Reading { root, scheme: &core.scheme, needs: Needs::ALL };
    let columns = shape.columns();
    let mut rows = Vec::new();
    let (number, turn) = (number_column(shape.table), turn_column(shape.table));
    reading.rows(
        shape.table,
        &Arc::from(path.as_str()),
        Depth::Columns(&columns),
        &mut Buffers::default(),
        &mut Findings::default(),
        |row| {
            let cell = |column: usize| row.text(column).to_owned();
            let [number, turn] = [number, turn].map(|column| column.map_or_else(String::new, cell));
            rows.push(Row { line: row.line, key: shape.key(cell), days: shape.days(cell), number, turn });
        },
    );
    for row in numbered(rows, number.is_some()) {
        let names: Vec<&str> = row.key.iter().map(String::as_str).chain(number.map(|_| row.number.as_str())).collect();
        let spot = || Spot { file: path.clone(), line: row.line, record: record_key::name(shape.table, &names) };
        for dated in &row.days {
            let name = shape.name(&path, &row.key, *dated);
            let before = seen.entry(name.clone()).or_insert(0);
            let known = commits.get(&name).and_then(|commits| commits.get(*before));
            *before += 1;
            found.extend(known.map(|(commit, day)| Committed {
                spot: spot(),
                branch,
                date: dated.1,
                commit: commit.to_string(),
                day: *day,
            }));
        }
    }
}

/// The rows with the numbers that are left out, in the order of the numbers.
fn numbered(mut rows: Vec<Row>, has_numbers: bool) -> Vec<Row> {
    if !has_numbers {
        return rows;
    }
    let groups = rows.iter().map(|row| Numbered { group: row.key.as_slice(), written: written(&row.number), turn: &row.turn });
    let found = numbers(&groups.collect::<Vec<_>>());
    rows.iter_mut().zip(&found).for_each(|(row, number)| row.number = number.to_string());
    let mut rows: Vec<(u64, Row)> = found.into_iter().zip(rows).collect();
    rows.sort_by_key(|(number, _)| *number);
    rows.into_iter().map(|(_, row)| row).collect()
}

fn first_commits(root: &Path) -> Result<FirstCommits, History> {
    match git::ask(root, Index::Own, &["rev-parse", "--is-shallow-repository"]) {
        Ok(answer) if answer.starts_with(b"true") => return Err(History::Cut),
        Ok(_) => {}
        Err(Refusal::NoGit) if git::may_be_in_repository(root) => return Err(History::Failed("git: command not found".to_owned())),
        Err(Refusal::NoGit | Refusal::NoRepository) => return Err(History::None),
        Err(Refusal::Said(said)) => return Err(History::Failed(said)),
    }
    let spawned = git::command(root, Index::Own, &LOG).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut asked = spawned.map_err(|error| failed(&error))?;
    // What it says is taken as it comes, or it would wait to be heard.
    let listening = asked.stderr.take().map(|said| Builder::new().spawn(move || all_of(said)));
    let found = asked.stdout.take().map(read).unwrap_or_default();
    let ended = asked.wait().map_err(|error| failed(&error))?;
    if ended.success() {
        return Ok(found);
    }
    let said = git::reason(&listening.and_then(|listening| listening.ok()?.join().ok()).unwrap_or_default(), ended);
    Err(if said.contains("does not have any commits yet") { History::None } else { History::Failed(said) })
}

fn all_of(mut said: impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    // What was heard before it broke off is told.
    let _ = said.read_to_end(&mut bytes);
    bytes
}

fn failed(error: &io::Error) -> History {
    History::Failed(error.to_string())
}

/// Every commit with what it changed in the tables, line by line, whatever the user's settings and attributes: those of every side of a
/// merge, earlier days before later ones, and the merges themselves; in the whole repository, where the directory may have been moved.
const LOG: [&str; 24] = [
    "-c",
    "log.showSignature=false",
    "-c",
    "log.showRoot=true",
    "log",
    "--full-history",
    "--date-order",
    "--reverse",
    "-m",
    "-p",
    "-U0",
    "-O/dev/null",
    "--text",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--no-renames",
    "--date=short",
    "--src-prefix=a/",
    "--dst-prefix=b/",
    "--format=%x01%H %cd",
    "--",
    ":(top,glob)**/branches/*/*.csv",
    ":(top,glob)**/committee/*.csv",
];

/// The file that is being read of in a commit, with its header.
struct File {
    shape: Shape,
    path: String,
    header: Header,
    /// The lines that the commit has and the one before had not: what went is counted first.
    coming: Vec<Vec<u8>>,
}

/// What is known from the commits so far.
#[derive(Default)]
struct Known {
    found: FirstCommits,
    headers: HashMap<String, Header>,
    /// How many records of each name there are.
    present: HashMap<String, usize>,
}

/// Reads the output of `git log`.
fn read(log: impl Read) -> FirstCommits {
    let mut history = Known::default();
    let mut commit: Option<Commit> = None;
    let mut file: Option<File> = None;
    let mut in_hunk = false;
    let mut fields = Fields::default();
    for line in BufReader::new(log).split(b'\n').map_while(std::result::Result::ok) {
        let rest = || line.get(1..).unwrap_or_default();
        match line.first() {
            Some(&COMMIT) => {
                history.close(file.take(), commit.as_ref(), &mut fields);
                (commit, in_hunk) = (read_commit(rest()), false);
            }
            Some(b'd') if line.starts_with(b"diff --git ") => {
                history.close(file.take(), commit.as_ref(), &mut fields);
                in_hunk = false;
            }
            Some(b'+') if !in_hunk => file = opened(&line, &history.headers),
            Some(b'@') => in_hunk = true,
            Some(b'+') => file.iter_mut().for_each(|file| file.coming.push(rest().to_vec())),
            Some(b'-') => file.iter().filter(|_| in_hunk).for_each(|file| history.go(rest(), file, &mut fields)),
            _ => {}
        }
    }
    history.close(file, commit.as_ref(), &mut fields);
    // Two sides of a merge may have the same record: whoever had it first had it in time.
    history.found.values_mut().for_each(|commits| commits.sort_by_key(|(_, day)| *day));
    history.found
}

impl Known {
    /// A line that the commit took away.
    fn go(&mut self, row: &[u8], file: &File, fields: &mut Fields) {
        for name in names(without_line_end(row), file, fields) {
            self.present.entry(name).and_modify(|count| *count = count.saturating_sub(1));
        }
    }

    /// All that a commit did to a file is known.
    fn close(&mut self, file: Option<File>, commit: Option<&Commit>, fields: &mut Fields) {
        let (Some(mut file), Some(commit)) = (file, commit) else { return };
        for row in std::mem::take(&mut file.coming) {
            let row = without_line_end(&row);
            match header_of(file.shape.table, row) {
                Some(header) => {
                    self.headers.insert(file.path.clone(), header.clone());
                    file.header = header;
                }
                None => names(row, &file, fields).into_iter().for_each(|name| self.come(name, commit)),
            }
        }
    }

    /// A record that the commit has: where there never were so many of its name, it is the first with the last of them.
    fn come(&mut self, name: String, commit: &Commit) {
        let first = self.found.entry(name.clone()).or_default();
        let count = self.present.entry(name).or_insert(0);
        *count += 1;
        if *count > first.len() {
            first.push(commit.clone());
        }
    }
}

/// The file that a line `+++ b/path` names.
fn opened(line: &[u8], headers: &HashMap<String, Header>) -> Option<File> {
    let path = std::str::from_utf8(line).ok()?.strip_prefix("+++ b/")?.trim_end();
    let (shape, path) = Shape::of(path)?;
    let header = headers.get(path).cloned().unwrap_or_else(|| Header::canonical(shape.table));
    Some(File { shape, path: path.to_owned(), header, coming: Vec::new() })
}

fn read_commit(line: &[u8]) -> Option<Commit> {
    let (name, day) = std::str::from_utf8(line).ok()?.split_once(' ')?;
    Some((name.chars().take(NAME).collect::<String>().into(), Day::parse(day.trim().as_bytes()).ok()?))
}

/// The header, where a line is one: it names the columns of the key.
fn header_of(table: &'static Table, row: &[u8]) -> Option<Header> {
    let row = without_mark(row);
    let text = std::str::from_utf8(row).ok()?;
    let has = |name: [&str; 2]| text.split(',').any(|cell| name.contains(&cell.trim_matches('"')));
    let mut needed = table.key_columns().filter(|column| column.need == Need::Key);
    needed
        .all(|column| has([column.name, column.zh]))
        .then(|| Header::read(table, &Arc::from(table.file), row, &mut Findings::default()))
        .flatten()
}

/// The names of a row, one for each of its days.
fn names(row: &[u8], file: &File, fields: &mut Fields) -> Vec<String> {
    if fields.split(row, file.header.leading(&file.shape.columns())).is_err() {
        return Vec::new();
    }
    let field = |column| file.header.position(column).map_or("", |field| std::str::from_utf8(fields.bytes(row, field)).unwrap_or(""));
    let cell = |column: usize| field(column).to_owned();
    let key = file.shape.key(cell);
    file.shape.days(cell).into_iter().map(|day| file.shape.name(&file.path, &key, day)).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::process::Command;

    use super::{BETWEEN, History, first_commits, read};

    /// What is found by whom, with the commit and its day.
    fn told(log: &str) -> Vec<String> {
        let found = read(log.as_bytes());
        let named = |(name, commits): (String, Vec<super::Commit>)| {
            let name = name.replace(BETWEEN, " ");
            commits.into_iter().map(move |(commit, day)| format!("{name} {commit} {day}"))
        };
        let mut told: Vec<String> = found.into_iter().flat_map(named).collect();
        told.sort_unstable();
        told
    }

    #[test]
    fn a_log_is_read_whatever_its_rows_look_like() {
        let log = "\u{1}abcdefabcdefabcdef 2012-11-09\n\ndiff --git a/c b/c\n--- /dev/null\n+++ b/branches/甲/contacts.csv\n@@ -0,0 +1,3 @@\n\
                   +日期,结对编号,序号,形式,帮扶内容,主要内容\n+2012-11-08,a-1,,talk,,\"谈,心\"\n+2012-11-08,\"a-1\",2,talk,,++ b/x\n\
                   \u{1}123 2012-12-01\n\ndiff --git a/c b/c\n--- a/c\n+++ b/branches/甲/contacts.csv\n@@ -3 +3,2 @@\n-2012-11-08,a-1,2,talk,,x\n\
                   +2012-11-08,a-1,2,talk,,y\n+不是日期,a-1,,z\n\\ No newline at end of file\n";
        let expected = [
            "contacts.csv a-1 2012-11-08 date 2012-11-08 abcdefabcd 2012-11-09",
            "contacts.csv a-1 2012-11-08 date 2012-11-08 abcdefabcd 2012-11-09",
        ];
        assert_eq!(told(log), expected);
        assert_eq!(told(""), [""; 0]);
    }

    /// Numbers are left out; a record that came later is not taken for the one that was there.
    #[test]
    fn the_next_of_a_day_has_a_commit_of_its_own() {
        let file = "diff --git a/c b/c\n--- a/c\n+++ b/branches/a/contacts.csv\n";
        let commit = |name: &str, day: &str, lines: &str| format!("\u{1}{name} {day}\n\n{file}@@ -1 +1 @@\n{lines}");
        let log = [
            commit("c1", "2012-11-09", "+a-1,2012-11-08,,talk,,study,,,甲\n"),
            commit("c2", "2012-12-01", "-a-1,2012-11-08,,talk,,study,,,甲\n+a-1,2012-11-08,,talk,,study,,,甲甲\n"),
            commit("c3", "2013-05-01", "+a-1,2012-11-08,,talk,,study,,,乙\n"),
            commit("c4", "2013-06-01", "-a-1,2012-11-08,,x\n-a-1,2012-11-08,,y\n+a-1,2012-11-08,1,x\n+a-1,2012-11-08,2,y\n"),
        ];
        let expected =
            ["contacts.csv a-1 2012-11-08 date 2012-11-08 c1 2012-11-09", "contacts.csv a-1 2012-11-08 date 2012-11-08 c3 2013-05-01"];
        assert_eq!(told(&log.concat()), expected);
    }

    /// One that comes between others changes their numbers, not when they were committed.
    #[test]
    fn a_record_that_comes_before_another_leaves_that_one_its_commit() {
        let file = "diff --git a/f b/f\n--- a/f\n+++ b/branches/a/forms.csv\n";
        let log = [
            format!("\u{1}c1 2013-06-04\n\n{file}@@ -1 +1 @@\n+a-1,2013-05,1,2013-06-04,,,,,\n"),
            format!(
                "\u{1}c2 2013-12-20\n\n{file}@@ -1 +1,2 @@\n-a-1,2013-05,1,2013-06-04,,,,,\n+a-1,2013-05,1,2013-06-01,,,,,\n+a-1,2013-05,2,2013-06-04,,,,,\n"
            ),
        ];
        assert_eq!(
            told(&log.concat()),
            ["forms.csv a-1 2013-05 received 2013-06-01 c2 2013-12-20", "forms.csv a-1 2013-05 received 2013-06-04 c1 2013-06-04"]
        );
    }

    #[test]
    fn every_table_has_its_days_and_other_files_are_none() {
        let of = |path: &str, rows: &[&str]| {
            let rows: String = rows.iter().map(|row| format!("+{row}\n")).collect();
            told(&format!("\u{1}c1 2013-01-01\n\ndiff --git a/x b/x\n--- a/x\n+++ b/{path}\n@@ -1 +1,9 @@\n{rows}"))
        };
        let forms = of("branches/a/forms.csv", &["a-1,2012-11,,2012-12-04,passed,2012-12-06"]);
        assert_eq!(
            forms,
            ["forms.csv a-1 2012-11 received 2012-12-04 c1 2013-01-01", "forms.csv a-1 2012-11 reviewed 2012-12-06 c1 2013-01-01"]
        );
        // A word by its key or in Chinese is the same record.
        for kind in ["symposium", "座谈"] {
            assert_eq!(
                of("committee/meetings.csv", &[&format!("2012-11-30,{kind},,a")]),
                ["meetings.csv 2012-11-30 symposium date 2012-11-30 c1 2013-01-01"]
            );
        }
        assert_eq!(of("branches/a/goals.csv", &["a-1,g1,study,x,,,"]), [""; 0]);
        assert_eq!(of("branches/a/reports.csv", &["2012-11,2012-12-09"]), ["branches/a/reports.csv 2012-11 sent 2012-12-09 c1 2013-01-01"]);
        assert_eq!(of("records/branches/a/forms.csv", &["a-1,2012-11,,2012-12-04"]).len(), 1, "a data directory in a folder");
        for other in ["branches/a/b/forms.csv", "committee/forms.csv", "forms.csv", "branches/a/x.csv"] {
            assert_eq!(of(other, &["a-1,2012-11,,2012-12-04"]), [""; 0], "{other}");
        }
    }

    #[test]
    fn outside_a_repository_there_is_no_evidence_and_no_complaint() {
        let folder = tempfile::tempdir().unwrap();
        for path in [folder.path(), Path::new("/no/such/folder")] {
            assert!(matches!(first_commits(path), Err(History::None)));
        }
    }

    /// A repository whose commits are made on days.
    struct Repository(tempfile::TempDir);

    #[expect(clippy::disallowed_methods, reason = "tests write the files themselves")]
    impl Repository {
        fn new() -> Self {
            let repository = Self(tempfile::tempdir().unwrap());
            repository.git("2012-11-01", &["init", "-q", "-b", "main"]);
            repository
        }

        fn path(&self) -> &Path {
            self.0.path()
        }

        fn git(&self, day: &str, words: &[&str]) {
            let date = format!("{day}T12:00:00");
            let output = Command::new("git")
                .current_dir(self.path())
                .env("GIT_COMMITTER_DATE", &date)
                .env("GIT_AUTHOR_DATE", &date)
                .args(["-c", "user.name=a", "-c", "user.email=a@b"])
                .args(words)
                .output()
                .unwrap();
            assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        }

        /// Writes contacts of a pair on days, and commits them.
        fn commit(&self, day: &str, contacts: &[&str]) {
            self.write(contacts);
            self.git(day, &["add", "-A"]);
            self.git(day, &["commit", "-q", "-m", day]);
        }

        fn write(&self, contacts: &[&str]) {
            std::fs::create_dir_all(self.path().join("branches/a")).unwrap();
            let rows: String = contacts.iter().map(|contact| format!("a-1,{contact},\n")).collect();
            std::fs::write(self.path().join("branches/a/contacts.csv"), format!("pair,date,n\n{rows}")).unwrap();
        }

        /// The contacts with the days of the first commits that have them.
        fn first(&self) -> Vec<String> {
            let found = first_commits(self.path()).unwrap();
            let mut days: Vec<String> =
                found.iter().map(|(name, commits)| format!("{} {}", name.rsplit(BETWEEN).next().unwrap(), commits[0].1)).collect();
            days.sort_unstable();
            days
        }
    }

    /// Whoever committed in time is not charged with the day on which another side committed the same, nor with that of the merge.
    #[test]
    fn a_record_of_both_sides_of_a_merge_has_the_earlier_commit() {
        let repository = Repository::new();
        repository.commit("2012-11-09", &["2012-11-08"]);
        repository.git("2012-11-20", &["switch", "-q", "-c", "helper"]);
        repository.commit("2012-11-21", &["2012-11-08", "2012-11-20"]);
        repository.git("2013-05-20", &["switch", "-q", "main"]);
        repository.commit("2013-05-21", &["2012-11-08", "2012-11-20"]);
        repository.git("2013-05-25", &["merge", "-q", "--no-commit", "helper"]);
        repository.commit("2013-05-25", &["2012-11-08", "2012-11-15", "2012-11-20"]);
        // What was put into the merge itself came with it.
        assert_eq!(repository.first(), ["2012-11-08 2012-11-09", "2012-11-15 2013-05-25", "2012-11-20 2012-11-21"]);
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "tests write the files themselves")]
    fn records_that_were_moved_or_whose_history_was_replaced_keep_their_commits() {
        let repository = Repository::new();
        repository.commit("2012-11-09", &["2012-11-08"]);
        repository.commit("2012-11-22", &["2012-11-08", "2012-11-20"]);
        repository.git("2013-06-01", &["replace", "--graft", "HEAD"]);
        std::fs::create_dir(repository.path().join("records")).unwrap();
        repository.git("2013-06-25", &["mv", "branches", "records/branches"]);
        repository.git("2013-06-25", &["commit", "-q", "-m", "moved"]);
        assert_eq!(repository.first(), ["2012-11-08 2012-11-09", "2012-11-20 2012-11-22"]);
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "tests write the files themselves")]
    fn a_history_that_is_cut_or_cannot_be_read_is_no_evidence() {
        let repository = Repository::new();
        let whole = repository.path();
        assert!(matches!(first_commits(whole), Err(History::None)), "nothing was committed");
        repository.commit("2012-11-09", &["2012-11-08"]);
        repository.commit("2012-11-22", &["2012-11-08", "2012-11-20"]);
        // Whatever the user's own settings and attributes are, all of both commits is read.
        repository.git("2012-11-22", &["config", "log.showRoot", "false"]);
        repository.git("2012-11-22", &["config", "diff.orderFile", "/nowhere"]);
        std::fs::write(whole.join(".git/info/attributes"), "*.csv -diff\n").unwrap();
        assert_eq!(first_commits(whole).unwrap().len(), 2);
        let clones = tempfile::tempdir().unwrap();
        let cut = clones.path().join("cut");
        repository.git("2012-11-22", &["clone", "-q", "--depth=1", &format!("file://{}", whole.display()), &cut.display().to_string()]);
        assert!(matches!(first_commits(&cut), Err(History::Cut)));
        std::fs::write(whole.join(".git/refs/heads/main"), "").unwrap();
        assert!(matches!(first_commits(whole), Err(History::Failed(said)) if said.contains("broken")));
    }
}
