//! The changes that the fault tests make, and how they look at what came of them.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bangfu::failure::Result;
use bangfu::store::directory::{Access, Store};
use bangfu::store::transaction::Transaction;

use crate::disk::{Disk, Snapshot};

pub const ROOT: &str = "/data";
const WAIT: Duration = Duration::from_millis(1);

/// A change of some files; `None` where a file is not there.
#[derive(Clone, Copy, Debug)]
pub struct Scenario {
    pub name: &'static str,
    /// Path, before, after.
    pub files: &'static [(&'static str, Option<&'static str>, Option<&'static str>)],
}

/// One file; one in a new folder; several with new, changed and removed ones.
pub const SCENARIOS: [Scenario; 3] = [
    Scenario { name: "one file", files: &[("branches/a/contacts.csv", Some("old contacts"), Some("old contacts and a new one"))] },
    Scenario { name: "a new folder", files: &[("branches/new/contacts.csv", None, Some("the first contact"))] },
    Scenario {
        name: "several files",
        files: &[
            ("branches/a/pairs.csv", Some("old pairs"), Some("new pairs")),
            ("branches/new/pairs.csv", None, Some("first pairs")),
            ("people.csv", Some("old people"), Some("new people")),
            ("committee/draws.csv", Some("old draws"), None),
        ],
    },
];

/// How the files of a scenario stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    Before,
    After,
    Torn,
}

impl Scenario {
    /// A disk before the change. The folder of this machine is there or not, as after a clone.
    pub fn disk(&self, local: Local) -> Disk {
        let mut snapshot = Snapshot::new();
        let folders = ["", "branches", "branches/a", "committee"];
        snapshot.extend(folders.iter().map(|folder| (Path::new(ROOT).join(folder), None)));
        if local == Local::There {
            snapshot.insert(Path::new(ROOT).join(".bangfu"), None);
        }
        snapshot.insert(at("bystander.csv"), Some(b"bystander".to_vec()));
        snapshot.insert(at("bangfu.toml"), Some(b"format = 1".to_vec()));
        let before = self.files.iter().filter_map(|(path, old, _)| Some((at(path), Some((*old)?.as_bytes().to_vec()))));
        snapshot.extend(before);
        Disk::holding(&snapshot)
    }

    /// Makes the change as a command does: opens, reads, puts, commits.
    pub fn run(&self, disk: &Disk) -> Result<()> {
        let store = open(disk, Access::Write)?;
        let mut transaction = Transaction::new(&store);
        for (path, _, new) in self.files {
            let old = store.read_file(path)?;
            match new {
                Some(new) => transaction.put(path, old, new.as_bytes().to_vec())?,
                None => transaction.remove(path, old.unwrap_or_default())?,
            }
        }
        transaction.commit()
    }

    /// How the files stand for a reader.
    pub fn stand(&self, store: &Store) -> Result<Stand> {
        let mut found = Vec::new();
        for (path, old, new) in self.files {
            let now = store.read_file(path)?;
            let is = |text: &Option<&str>| now.as_deref() == text.map(str::as_bytes);
            found.push(if is(old) {
                Stand::Before
            } else if is(new) {
                Stand::After
            } else {
                Stand::Torn
            });
        }
        assert_eq!(store.read_file("bystander.csv")?.unwrap(), b"bystander");
        Ok(if found.iter().all(|stand| *stand == found[0]) { found[0] } else { Stand::Torn })
    }

    /// How the files stand when the next command comes, which must work at once and leave nothing of a dead one.
    pub fn stand_for_the_next(&self, disk: &Disk, access: Access) -> Stand {
        disk.fail(None);
        disk.die_before(None);
        let store = open(disk, access).unwrap();
        let stand = self.stand(&store).unwrap();
        drop(store);
        let left: Vec<PathBuf> = disk.now().into_keys().filter(|path| path.starts_with(at(".bangfu/"))).collect();
        assert_eq!(left, [at(".bangfu")], "{}: nothing is left of a dead command", self.name);
        assert_ne!(stand, Stand::Torn, "{}", self.name);
        stand
    }
}

/// Whether the folder of this machine is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Local {
    There,
    Missing,
}

pub fn at(path: &str) -> PathBuf {
    Path::new(ROOT).join(path)
}

pub fn open(disk: &Disk, access: Access) -> Result<Store> {
    Store::open_on(Arc::new(disk.clone()), Path::new(ROOT), access, WAIT)
}

/// A disk on which a process died, or ended well.
pub struct Death {
    pub disk: Disk,
    /// Whether the process had said that all is done.
    pub done: bool,
}

/// Lets a process die before each of its operations, and last not at all. Operations that leave no trace on the disk are passed over.
pub fn deaths<T>(start: &Disk, run: impl Fn(&Disk) -> Result<T>) -> Vec<Death> {
    let whole = Disk::copy(start);
    run(&whole).map(drop).unwrap();
    let (operations, _) = whole.count();
    let mut deaths: Vec<Death> = Vec::new();
    for operation in 0..=operations {
        let disk = Disk::copy(start);
        disk.die_before(Some(operation));
        let done = run(&disk).is_ok();
        disk.die_before(None);
        let last = deaths.last();
        if last.is_none_or(|last| last.done != done || !last.disk.is_like(&disk)) {
            deaths.push(Death { disk, done });
        }
    }
    deaths
}
