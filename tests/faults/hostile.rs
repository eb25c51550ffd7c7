//! What others may have done to the folder of this machine and to the files between a crash and the next command: nothing of theirs is
//! lost, and nothing is written outside.

#![expect(clippy::disallowed_methods, reason = "tests look at the files themselves")]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::Duration;

use bangfu::failure::{Kind, Result};
use bangfu::store::directory::{Access, Store};
use bangfu::store::transaction::Transaction;

use crate::disk::{Disk, Snapshot};
use crate::scenario::{Local, SCENARIOS, at, deaths, open};

fn open_folder(folder: &Path, access: Access) -> Result<Store> {
    Store::open(folder, access, Duration::from_millis(50))
}

/// What is on a disk outside the folder of this machine, and its journal.
fn records(disk: &Snapshot) -> Snapshot {
    let is_record = |path: &Path| !path.starts_with(at(".bangfu")) || path == at(".bangfu/journal");
    disk.iter().filter(|(path, _)| is_record(path)).map(|(path, content)| (path.clone(), content.clone())).collect()
}

/// What every crash that left a journal of several files leaves, with one of them edited by hand since.
fn edited_since(path: &str) -> Vec<Snapshot> {
    let [_, _, several] = SCENARIOS;
    let left = deaths(&several.disk(Local::There), |disk| several.run(disk)).into_iter().map(|death| death.disk.now());
    let edited = left.filter(|disk| disk.contains_key(&at(".bangfu/journal"))).map(|mut disk| {
        disk.insert(at(path), Some(b"edited by hand".to_vec()));
        disk
    });
    edited.collect()
}

/// A file edited by hand after a crash is never written over: the unfinished change is dropped if nothing of it is in the files, and
/// else refused with a word on how to go on.
#[test]
fn what_was_edited_after_a_crash_stays() {
    let (mut dropped, mut refused) = (0, 0);
    for edited in edited_since("people.csv") {
        let disk = Disk::holding(&edited);
        for access in [Access::Read, Access::Write] {
            match open(&disk, access) {
                Ok(store) => {
                    assert_eq!(store.read_file("people.csv").unwrap().unwrap(), b"edited by hand");
                    assert_eq!(store.read_file("branches/a/pairs.csv").unwrap().unwrap(), b"old pairs");
                    dropped += 1;
                }
                Err(failure) => {
                    assert_eq!((failure.kind, failure.message.key), (Kind::Refused, "store.edited-since-crash"));
                    assert!(!failure.hints.is_empty() && records(&disk.now()) == records(&edited));
                    refused += 1;
                }
            }
        }
    }
    assert!(dropped > 0 && refused > 0, "{dropped} {refused}");
}

/// The file that is replaced first may have been replaced before it was edited: dropping the change would lose its other half.
#[test]
fn a_change_of_which_a_part_may_be_there_is_not_dropped() {
    let mut refused = 0;
    for edited in edited_since("branches/a/pairs.csv") {
        let disk = Disk::holding(&edited);
        for access in [Access::Read, Access::Write] {
            let failure = open(&disk, access).unwrap_err();
            assert_eq!((failure.kind, failure.message.key), (Kind::Refused, "store.edited-since-crash"));
            assert_eq!(records(&disk.now()), records(&edited));
            refused += 1;
        }
    }
    assert!(refused > 0);
}

#[test]
fn a_damaged_journal_is_not_followed() {
    let [_, _, several] = SCENARIOS;
    let mut disk = several.disk(Local::There).now();
    disk.insert(at(".bangfu/journal"), Some(b"bangfu journal 1\npeople.csv\n-\n3\nbad\nend 1\n".to_vec()));
    for access in [Access::Read, Access::Write] {
        let failure = open(&Disk::holding(&disk), access).unwrap_err();
        assert_eq!((failure.kind, failure.message.key), (Kind::Io, "store.journal-damaged"));
    }
}

/// A journal that somebody made, sound in itself.
fn journal(path: &str) -> Vec<u8> {
    let body = format!("bangfu journal 1\n{path}\n-\n5\nnasty\n");
    let sum = body.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{body}end {sum}\n").into_bytes()
}

/// Of a change of one file nothing is left to put in where that file was edited since: it holds the change already, or nobody was told.
#[test]
fn a_change_of_the_one_file_that_was_edited_is_dropped() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join(".bangfu")).unwrap();
    fs::write(dir.path().join("people.csv"), "edited by hand").unwrap();
    fs::write(dir.path().join(".bangfu/journal"), journal("people.csv")).unwrap();
    let store = open_folder(dir.path(), Access::Write).unwrap();
    assert_eq!(store.read_file("people.csv").unwrap().unwrap(), b"edited by hand");
    assert!(!dir.path().join(".bangfu/journal").exists());
}

#[test]
fn a_journal_leads_nowhere_but_to_the_records() {
    for path in ["../outside.csv", ".git/hooks/pre-commit", "/etc/x", "a/../../b", ".bangfu/lock", "out/x.csv"] {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        fs::create_dir_all(data.join(".bangfu")).unwrap();
        fs::create_dir_all(data.join(".git/hooks")).unwrap();
        fs::create_dir(dir.path().join("away")).unwrap();
        symlink(dir.path().join("away"), data.join("out")).unwrap();
        fs::write(data.join(".bangfu/journal"), journal(path)).unwrap();
        drop(open_folder(&data, Access::Write));
        let names = |folder: &Path| fs::read_dir(folder).unwrap().map(|item| item.unwrap().file_name()).collect::<Vec<_>>();
        assert_eq!(names(dir.path()).len(), 2, "{path}");
        assert!(names(&dir.path().join("away")).is_empty() && names(&data.join(".git/hooks")).is_empty(), "{path}");
    }
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join(".bangfu")).unwrap();
    fs::write(dir.path().join(".bangfu/journal"), journal("people.csv")).unwrap();
    assert_eq!(open_folder(dir.path(), Access::Write).unwrap().read_file("people.csv").unwrap().unwrap(), b"nasty");
}

#[test]
fn links_in_place_of_the_programs_own_files_are_not_followed() {
    let away = tempfile::tempdir().unwrap();
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("people.csv"), "id\n").unwrap();
    symlink(away.path(), dir.path().join(".bangfu")).unwrap();
    assert_eq!(open_folder(dir.path(), Access::Write).unwrap_err().kind, Kind::Io);
    assert_eq!(open_folder(dir.path(), Access::Read).unwrap().read_file("people.csv").unwrap().unwrap(), b"id\n");
    fs::remove_file(dir.path().join(".bangfu")).unwrap();
    for name in ["lock", "queue"] {
        fs::create_dir_all(dir.path().join(".bangfu")).unwrap();
        symlink(away.path().join("made"), dir.path().join(".bangfu").join(name)).unwrap();
        for access in [Access::Read, Access::Write] {
            assert_eq!(open_folder(dir.path(), access).unwrap_err().kind, Kind::Io);
        }
        fs::remove_dir_all(dir.path().join(".bangfu")).unwrap();
    }
    // A file half-written by a dead command is removed, not followed.
    fs::create_dir_all(dir.path().join(".bangfu")).unwrap();
    symlink(away.path().join("made"), dir.path().join(".bangfu/next")).unwrap();
    let store = open_folder(dir.path(), Access::Write).unwrap();
    let mut transaction = Transaction::new(&store);
    transaction.put("people.csv", Some(b"id\n".to_vec()), b"id\n1\n".to_vec()).unwrap();
    transaction.commit().unwrap();
    assert_eq!(fs::read(dir.path().join("people.csv")).unwrap(), b"id\n1\n");
    assert_eq!(fs::read_dir(away.path()).unwrap().count(), 0);
}

/// The folder may be removed while it is in use, as `git clean` does: the next command makes it anew.
#[test]
fn the_folder_of_this_machine_may_go() {
    let dir = tempfile::tempdir().unwrap();
    for round in 0..3 {
        let store = open_folder(dir.path(), Access::Write).unwrap();
        let old = store.read_file("people.csv").unwrap();
        let mut transaction = Transaction::new(&store);
        transaction.put("people.csv", old, format!("{round}").into_bytes()).unwrap();
        transaction.commit().unwrap();
        fs::remove_dir_all(dir.path().join(".bangfu")).unwrap();
    }
    assert_eq!(fs::read(dir.path().join("people.csv")).unwrap(), b"2");
}
