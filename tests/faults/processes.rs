//! Real processes on a real folder: killed at any moment, stopped with the lock in hand, many at once. A process is this very test
//! program, started again to play one role.

#![expect(clippy::disallowed_methods, reason = "tests look at the files themselves and play roles by the environment")]

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use bangfu::failure::Kind;
use bangfu::model::table::CONTACTS;
use bangfu::store::directory::{Access, Store};
use bangfu::store::edit::{Change, edited};
use bangfu::store::transaction::Transaction;

const ROLE: &str = "BANGFU_TEST_ROLE";
const FOLDER: &str = "BANGFU_TEST_FOLDER";
const LONG: Duration = Duration::from_secs(30);

/// The files that one change of the killed writer spans.
const FILES: [&str; 3] = ["people.csv", "branches/a/pairs.csv", "branches/b/pairs.csv"];
/// Two writers share a file.
const LOGS: [&str; 4] = ["branches/a/contacts.csv", "branches/b/contacts.csv", "branches/c/contacts.csv", "branches/d/contacts.csv"];

/// What a started process does.
#[test]
#[ignore = "played by processes that the other tests start"]
fn role() {
    let folder = env::var(FOLDER).unwrap();
    let folder = Path::new(&folder);
    let role = env::var(ROLE).unwrap();
    match role.split_once(' ').unwrap_or((&role, "")) {
        ("count", _) => count_for_ever(folder),
        ("hold", _) => hold_for_ever(folder),
        ("add", writer) => add_many(folder, writer),
        other => panic!("no such role: {other:?}"),
    }
}

fn start(role: &str, folder: &Path) -> (Child, BufReader<ChildStdout>) {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture", "processes::role"])
        .env(ROLE, role)
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    (child, out)
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}

/// Waits until a process says a word.
fn wait_for(word: &str, out: &mut impl BufRead) {
    let mut line = String::new();
    while !line.contains(word) {
        line.clear();
        assert!(out.read_line(&mut line).unwrap() > 0, "it ended before it said {word}");
    }
}

/// The numbers that a process has said so far, once it is dead.
fn said(out: BufReader<ChildStdout>) -> Vec<u64> {
    out.lines().map_while(Result::ok).filter_map(|line| line.strip_prefix("done ")?.parse().ok()).collect()
}

fn signal(child: &Child, signal: &str) {
    let status = Command::new("sh").args(["-c", &format!("kill -{signal} {}", child.id())]).status().unwrap();
    assert!(status.success());
}

/// Sets the same number in three files, again and again, and says each that is done.
fn count_for_ever(folder: &Path) {
    say("ready");
    loop {
        let store = Store::open(folder, Access::Write, LONG).unwrap();
        let old = FILES.map(|file| store.read_file(file).unwrap());
        let number: u64 = String::from_utf8(old[0].clone().unwrap_or_default()).unwrap().trim().parse().unwrap_or(0) + 1;
        let mut transaction = Transaction::new(&store);
        // Every third change is of one file only, the others following in the next.
        let files = if number.is_multiple_of(3) { &FILES[..1] } else { &FILES[..] };
        for (file, old) in files.iter().zip(old) {
            transaction.put(file, old, format!("{number}\n").into_bytes()).unwrap();
        }
        transaction.commit().unwrap();
        say(&format!("done {number}"));
    }
}

fn hold_for_ever(folder: &Path) {
    let _store = Store::open(folder, Access::Write, LONG).unwrap();
    say("held");
    loop {
        thread::sleep(LONG);
    }
}

/// Numbers in the three files, which must fit each other.
fn numbers(folder: &Path) -> u64 {
    let store = Store::open(folder, Access::Read, Duration::from_secs(5)).unwrap();
    let found =
        FILES.map(|file| store.read_file(file).unwrap().map_or(0, |bytes| String::from_utf8(bytes).unwrap().trim().parse().unwrap()));
    let [first, second, third] = found;
    assert!(second == third && (first == second || (first % 3 == 0 && first == second + 1)), "{found:?}");
    first
}

/// Names in the folder of this machine; none before there is one.
fn local_names(folder: &Path) -> BTreeSet<String> {
    let list = fs::read_dir(folder.join(".bangfu")).into_iter().flatten();
    list.map(|item| item.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn killed_writers_lose_nothing_and_leave_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (mut last, mut interrupted, mut rounds) = (0, 0, 0_u64);
    while rounds < 60 || (interrupted < 20 && rounds < 400) {
        rounds += 1;
        let (mut child, mut out) = start("count", dir.path());
        wait_for("ready", &mut out);
        // Not a multiple of anything that the writer does.
        thread::sleep(Duration::from_micros(500 + rounds * 1_237 % 17_000));
        child.kill().unwrap();
        child.wait().unwrap();
        let acknowledged = said(out).last().copied().unwrap_or(last);
        interrupted += usize::from(local_names(dir.path()).len() > 2);
        let found = numbers(dir.path());
        assert!(found == acknowledged || found == acknowledged + 1, "round {rounds}: {found} found, {acknowledged} acknowledged");
        let left: Vec<String> = local_names(dir.path()).into_iter().filter(|name| name != "lock" && name != "queue").collect();
        assert!(left.is_empty(), "{left:?}");
        last = found;
    }
    assert!(last > 20 && interrupted >= 5, "{last} changes, {interrupted} interrupted in {rounds} rounds");
}

#[test]
fn a_stopped_holder_turns_others_away_and_a_dead_one_nobody() {
    let dir = tempfile::tempdir().unwrap();
    let (mut child, mut out) = start("hold", dir.path());
    wait_for("held", &mut out);
    signal(&child, "STOP");
    let begin = Instant::now();
    for access in [Access::Read, Access::Write] {
        let failure = Store::open(dir.path(), access, Duration::from_millis(200)).unwrap_err();
        assert_eq!((failure.kind, failure.kind.exit_code()), (Kind::Locked, 75));
    }
    assert!(begin.elapsed() >= Duration::from_millis(400) && begin.elapsed() < Duration::from_secs(5));
    child.kill().unwrap();
    child.wait().unwrap();
    Store::open(dir.path(), Access::Write, Duration::from_millis(200)).unwrap();
}

const EACH: usize = 250;
const WRITERS: usize = 8;

fn add_many(folder: &Path, writer: &str) {
    for index in 0..EACH {
        let begin = Instant::now();
        add(folder, LOGS[writer.parse::<usize>().unwrap() / 2], &format!("w{writer}"), &format!("{index}"));
        say(&format!("done {}", begin.elapsed().as_millis()));
    }
}

/// Adds a contact as `log` does: opens, reads, edits, commits.
fn add(folder: &Path, log: &str, pair: &str, content: &str) {
    let store = Store::open(folder, Access::Write, LONG).unwrap();
    let old = store.read_file(log).unwrap();
    let cells = [("pair", pair), ("date", "2012-11-08"), ("act", "talk"), ("topics", "study"), ("content", content)];
    let change = Change::Insert(cells.map(|(name, text)| (name, text.to_owned())).to_vec());
    let new = edited(&CONTACTS, log, old.as_deref(), &[change]).unwrap();
    let mut transaction = Transaction::new(&store);
    transaction.put(log, old, new).unwrap();
    transaction.commit().unwrap();
}

fn contacts(folder: &Path) -> Vec<(String, usize, String)> {
    let store = Store::open(folder, Access::Read, LONG).unwrap();
    let row = |row: csv::StringRecord| (row[0].to_owned(), row[2].parse().unwrap(), row[8].to_owned());
    let files = LOGS.iter().filter_map(|log| store.read_file(log).unwrap());
    let rows = |bytes: Vec<u8>| csv::Reader::from_reader(bytes.as_slice()).records().map(|record| row(record.unwrap())).collect::<Vec<_>>();
    files.flat_map(rows).collect()
}

#[test]
fn eight_writers_lose_nothing_and_wait_little_and_readers_never_see_less() {
    let dir = tempfile::tempdir().unwrap();
    let writers: Vec<_> = (0..WRITERS).map(|writer| start(&format!("add {writer}"), dir.path())).collect();
    let collected: Vec<_> = writers.into_iter().map(|(child, out)| thread::spawn(move || (said(out), child))).collect();
    let (mut seen, mut reads) = (0, 0);
    while !collected.iter().all(thread::JoinHandle::is_finished) {
        let now = contacts(dir.path()).len();
        assert!(now >= seen, "a reader saw {now} after {seen}");
        (seen, reads) = (now, reads + 1);
    }
    let mut slowest = 0;
    for thread in collected {
        let (times, mut child) = thread.join().unwrap();
        assert!(child.wait().unwrap().success());
        assert_eq!(times.len(), EACH);
        slowest = slowest.max(times.into_iter().max().unwrap());
    }
    let found = contacts(dir.path());
    assert!(reads > 10);
    assert_eq!(found.len(), WRITERS * EACH);
    for (at, (pair, number, content)) in found.iter().enumerate() {
        let (writer, index) = (at / EACH, at % EACH);
        assert_eq!((pair.as_str(), *number, content.as_str()), (format!("w{writer}").as_str(), index + 1, index.to_string().as_str()));
    }
    assert!(slowest < 5_000, "the slowest of all waited {slowest} ms");
}

/// Readers that come one upon the other, so that there is always one, do not keep a writer out.
#[test]
fn readers_do_not_starve_a_writer() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    add(folder, LOGS[0], "w0", "0");
    thread::scope(|scope| {
        let readers: Vec<_> = (0..3_u64)
            .map(|reader| {
                scope.spawn(move || {
                    let begin = Instant::now();
                    while begin.elapsed() < Duration::from_millis(900) {
                        let store = Store::open(folder, Access::Read, LONG).unwrap();
                        thread::sleep(Duration::from_millis(7 + 4 * reader));
                        drop(store);
                    }
                })
            })
            .collect();
        for index in 1..=10 {
            let begin = Instant::now();
            add(folder, LOGS[0], "w0", &index.to_string());
            assert!(begin.elapsed() < Duration::from_millis(800), "{:?}", begin.elapsed());
        }
        readers.into_iter().for_each(|reader| reader.join().unwrap());
    });
    assert_eq!(contacts(folder).len(), 11);
}
