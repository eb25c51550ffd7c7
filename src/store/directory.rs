//! A `Store` is an open data directory: locked, and with whatever a dead command left behind finished or cleared away. Not here: what
//! its files say, and how they are changed.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::file_system::{EntryKind, FileSystem, RealFileSystem};
use super::journal::Journal;
use super::load::SCHEME_FILE;
use super::lock::{Guard, Locking, Mode};
use super::path::{Standing, checked, stand};
use super::recovery::{self, Found, Local};
use crate::clock;
use crate::failure::{Failure, Kind, Result};
use crate::i18n::Message;

/// How long a command waits for the lock (commands.md, exit code 75).
pub const WAIT: Duration = Duration::from_secs(30);

/// How long a reader waits to finish what a dead command left; after that it reads past it.
const READER_PATIENCE: Duration = Duration::from_millis(500);

/// What a command wants of the data directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// To read, together with other readers; without a lock where the folder is read-only.
    Read,
    /// To read and write, alone.
    Write,
}

/// A data directory that is open: nobody else writes in it until this is dropped.
pub struct Store {
    pub(super) files: Arc<dyn FileSystem>,
    root: PathBuf,
    access: Access,
    /// A change that was committed but cannot be put into the files here and now: what it says counts.
    overlay: Option<Journal>,
    _lock: Option<Guard>,
}

impl fmt::Debug for Store {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Store").field("root", &self.root).field("access", &self.access).finish_non_exhaustive()
    }
}

/// What lies at a data path, open for reading.
#[derive(Debug)]
pub enum Opened {
    /// Nothing.
    Missing,
    /// A regular file.
    File(DataFile),
    /// A symbolic link that leads out of the data directory, to nothing, or to what is not data.
    Outside,
    /// A folder, device, pipe or socket, or a file where a folder should be.
    Special,
}

/// A data file that is open for reading.
pub struct DataFile {
    /// Length in bytes when it was opened.
    pub len: u64,
    /// Its bytes.
    pub bytes: Box<dyn Read + Send>,
}

impl fmt::Debug for DataFile {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "DataFile({} bytes)", self.len)
    }
}

impl Store {
    /// Opens a data directory: takes the lock, waiting at most `wait`, and finishes or clears away what a dead command left.
    ///
    /// # Errors
    /// `Locked` where the lock was not had in time, `Io` where the folder cannot be read or, to write, not be locked or recovered.
    pub fn open(root: &Path, access: Access, wait: Duration) -> Result<Self> {
        Self::open_on(Arc::new(RealFileSystem), root, access, wait)
    }

    /// Opens a data directory on a file system of the caller's.
    ///
    /// # Errors
    /// As `open`.
    pub fn open_on(files: Arc<dyn FileSystem>, root: &Path, access: Access, wait: Duration) -> Result<Self> {
        let root = files.real_path(root).map_err(|error| unreadable(&root.display().to_string(), &error))?;
        let local = Local::new(&root);
        let (lock, overlay) = match access {
            Access::Write => (Some(open_to_write(&*files, &local, wait)?), None),
            Access::Read => open_to_read(&*files, &local, wait)?,
        };
        Ok(Self { files, root, access, overlay, _lock: lock })
    }

    /// What it was opened for.
    #[must_use]
    pub fn access(&self) -> Access {
        self.access
    }

    /// The folder, with links followed.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What files are to be by a change that was committed but cannot be put into them here and now (`None`: not there): on a
    /// read-only or full disk after a crash. Empty at all other times.
    #[must_use]
    pub fn pending(&self) -> BTreeMap<String, Option<Vec<u8>>> {
        let entries = self.overlay.iter().flat_map(|journal| &journal.entries);
        entries.map(|entry| (entry.path.clone(), entry.new.clone())).collect()
    }

    /// Opens a data file for reading; the path has `/` between folders.
    ///
    /// # Errors
    /// `Refused` where the path cannot be one of data, `Io` where the system says so.
    pub fn open_file(&self, path: &str) -> Result<Opened> {
        let path = checked(path)?;
        if let Some(entry) = self.overlay.as_ref().and_then(|journal| journal.entry(path)) {
            return Ok(entry.new.as_ref().map_or(Opened::Missing, |new| in_memory(new.clone())));
        }
        let cannot = |error: io::Error| unreadable(path, &error);
        match stand(&*self.files, &self.root, path).map_err(cannot)? {
            Standing::Missing(_) => Ok(Opened::Missing),
            Standing::Outside => Ok(Opened::Outside),
            Standing::Special | Standing::Folder(_) => Ok(Opened::Special),
            Standing::File { path: real, len, .. } => Ok(Opened::File(DataFile { len, bytes: self.files.open(&real).map_err(cannot)? })),
        }
    }

    /// The bytes of a data file, `None` where there is none; the path has `/` between folders.
    ///
    /// # Errors
    /// `Refused` where the path is none of data, leads out or is no regular file, `Io` where the system says so.
    pub fn read_file(&self, path: &str) -> Result<Option<Vec<u8>>> {
        match self.open_file(path)? {
            Opened::Missing => Ok(None),
            Opened::Outside => Err(Failure::refused(Message::new("store.outside").with("file", path))),
            Opened::Special => Err(Failure::refused(Message::new("store.no-regular-file").with("file", path))),
            Opened::File(mut file) => {
                let mut bytes = Vec::new();
                let room = bytes.try_reserve(usize::try_from(file.len).unwrap_or(usize::MAX));
                let outcome = room.map_err(|_| io::ErrorKind::OutOfMemory.into()).and_then(|()| file.bytes.read_to_end(&mut bytes));
                outcome.map_err(|error| unreadable(path, &error))?;
                Ok(Some(bytes))
            }
        }
    }

    /// Names in a folder of the data directory (`""` for the top), sorted; none where there is no such folder.
    ///
    /// # Errors
    /// `Refused` where the path cannot be one of data, `Io` where the system says so.
    pub fn list(&self, folder: &str) -> Result<Vec<std::ffi::OsString>> {
        let cannot = |error: io::Error| unreadable(folder, &error);
        if folder.is_empty() {
            return self.files.list(&self.root).map_err(cannot);
        }
        match stand(&*self.files, &self.root, checked(folder)?).map_err(cannot)? {
            Standing::Folder(real) => self.files.list(&real).map_err(cannot),
            _ => Ok(Vec::new()),
        }
    }
}

fn in_memory(bytes: Vec<u8>) -> Opened {
    Opened::File(DataFile { len: bytes.len() as u64, bytes: Box::new(Cursor::new(bytes)) })
}

fn unreadable(file: &str, error: &io::Error) -> Failure {
    Failure::io(Message::new("store.cannot-read").with("file", file), error)
}

fn busy() -> Failure {
    Failure::new(Kind::Locked, Message::new("store.locked")).hint(Message::new("store.locked-hint"))
}

fn open_to_write(files: &dyn FileSystem, local: &Local, wait: Duration) -> Result<Guard> {
    let cannot = |error: io::Error| Failure::io(Message::new("store.cannot-lock"), &error);
    local.create_folder(files).map_err(cannot)?;
    let guard = match take(files, local, Mode::Exclusive, wait).map_err(cannot)? {
        Locking::Had(guard) => guard,
        Locking::Busy => return Err(busy()),
        Locking::Unavailable(error) => return Err(cannot(error)),
    };
    recovery::recover(files, local)?;
    Ok(guard)
}

/// A reader finishes what a dead command left, too, where it can; where it cannot, it reads as if it had.
fn open_to_read(files: &dyn FileSystem, local: &Local, wait: Duration) -> Result<(Option<Guard>, Option<Journal>)> {
    let cannot = |error: io::Error| Failure::io(Message::new("store.cannot-lock"), &error);
    let missing = files.look(&local.folder).map_err(cannot)?.is_none_or(|entry| entry.kind != EntryKind::Folder);
    let foreign = || matches!(files.look(&local.root.join(SCHEME_FILE)), Ok(None));
    if missing && (foreign() || local.create_folder(files).is_err()) {
        // No folder, no lock, and nothing that a dead command left.
        return Ok((None, None));
    }
    let guard = shared(files, local, wait)?;
    if guard.is_none() || local.found(files).map_err(cannot)? == Found::Nothing {
        return Ok((guard, local.committed(files)?));
    }
    drop(guard);
    if let Ok(Locking::Had(_alone)) = take(files, local, Mode::Exclusive, READER_PATIENCE.min(wait)) {
        let recovered = recovery::recover(files, local);
        recovered.or_else(|failure| if failure.kind == Kind::Io { Ok(()) } else { Err(failure) })?;
    }
    let guard = shared(files, local, wait)?;
    Ok((guard, local.committed(files)?))
}

fn shared(files: &dyn FileSystem, local: &Local, wait: Duration) -> Result<Option<Guard>> {
    match take(files, local, Mode::Shared, wait) {
        Ok(Locking::Had(guard)) => Ok(Some(guard)),
        Ok(Locking::Busy) => Err(busy()),
        Ok(Locking::Unavailable(_)) => Ok(None),
        Err(error) => Err(Failure::io(Message::new("store.cannot-lock"), &error)),
    }
}

/// Takes the lock. All queue for their turn first, so that readers who follow each other closely do not keep a writer out.
fn take(files: &dyn FileSystem, local: &Local, mode: Mode, wait: Duration) -> io::Result<Locking> {
    let start = clock::instant();
    for path in [&local.queue, &local.lock] {
        if files.look(path)?.is_some_and(|entry| entry.kind != EntryKind::File) {
            return Err(io::Error::other("the lock is not a regular file"));
        }
    }
    let turn = match files.lock(&local.queue, Mode::Exclusive, wait)? {
        Locking::Had(turn) => Some(turn),
        Locking::Busy => return Ok(Locking::Busy),
        Locking::Unavailable(_) => None,
    };
    let locking = files.lock(&local.lock, mode, wait.saturating_sub(start.elapsed()));
    drop(turn);
    locking
}
