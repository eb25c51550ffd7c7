//! The kernel's lock on a file: it goes with the process that has it, so a dead one blocks nobody. Waiting is done by the kernel, in
//! the order of coming, on a thread of its own; so a wait can end. Not here: what is locked, and who waits for how long.

use std::fmt;
use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use super::file_system::is_same_file;
use crate::clock;

/// How a file is locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Together with other readers.
    Shared,
    /// Alone.
    Exclusive,
}

/// What came of asking for a lock.
#[derive(Debug)]
pub enum Locking {
    /// It is had until the guard is dropped.
    Had(Guard),
    /// Others had it all the time.
    Busy,
    /// There can be no lock here: the folder is read-only, or the file system knows none.
    Unavailable(io::Error),
}

/// A lock that is had; dropping it gives it back.
pub struct Guard {
    _held: Box<dyn Send + Sync>,
}

impl Guard {
    /// A guard over whatever gives the lock back when it is dropped.
    #[must_use]
    pub fn new(held: impl Send + Sync + 'static) -> Self {
        Self { _held: Box::new(held) }
    }
}

impl fmt::Debug for Guard {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Guard")
    }
}

/// How a lock's file is opened.
pub(super) type Open<'a> = &'a dyn Fn(&Path) -> io::Result<File>;

/// Takes the lock on a file; where somebody replaced the file meanwhile, on the new one.
pub(super) fn acquire(path: &Path, mode: Mode, wait: Duration, open: Open<'_>) -> io::Result<Locking> {
    let start = clock::instant();
    loop {
        let file = match open(path) {
            Ok(file) => file,
            Err(error) if cannot_create(&error) => return Ok(Locking::Unavailable(error)),
            Err(error) => return Err(error),
        };
        let left = wait.saturating_sub(start.elapsed());
        match lock_within(file, mode, left) {
            Ok(Some(file)) if is_same_file(&file, path)? => return Ok(Locking::Had(Guard::new(file))),
            Ok(Some(_)) if start.elapsed() <= wait => {}
            Ok(_) => return Ok(Locking::Busy),
            Err(error) if error.kind() == io::ErrorKind::Unsupported => return Ok(Locking::Unavailable(error)),
            Err(error) => return Err(error),
        }
    }
}

/// Whether an error says that there is no lock file and that none can be made: a read-only folder, a full disk.
fn cannot_create(error: &io::Error) -> bool {
    use io::ErrorKind::{NotFound, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    matches!(error.kind(), NotFound | PermissionDenied | QuotaExceeded | ReadOnlyFilesystem | StorageFull)
}

/// Locks the file, or gives up after the wait. A thread that comes too late finds nobody to give the file to, and lets it go.
fn lock_within(file: File, mode: Mode, wait: Duration) -> io::Result<Option<File>> {
    match try_lock(&file, mode) {
        Ok(()) => return Ok(Some(file)),
        Err(TryLockError::WouldBlock) if wait.is_zero() => return Ok(None),
        Err(TryLockError::WouldBlock) => {}
        Err(TryLockError::Error(error)) => return Err(error),
    }
    let (sender, receiver) = channel();
    thread::Builder::new().name("lock".to_owned()).spawn(move || sender.send(lock_now(&file, mode).map(|()| file)))?;
    match receiver.recv_timeout(wait) {
        Ok(outcome) => outcome.map(Some),
        Err(RecvTimeoutError::Timeout) => Ok(None),
        Err(RecvTimeoutError::Disconnected) => Err(io::Error::other("the waiting thread ended")),
    }
}

fn try_lock(file: &File, mode: Mode) -> Result<(), TryLockError> {
    loop {
        let outcome = match mode {
            Mode::Shared => file.try_lock_shared(),
            Mode::Exclusive => file.try_lock(),
        };
        match outcome {
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

fn lock_now(file: &File, mode: Mode) -> io::Result<()> {
    loop {
        let outcome = match mode {
            Mode::Shared => file.lock_shared(),
            Mode::Exclusive => file.lock(),
        };
        match outcome {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}
