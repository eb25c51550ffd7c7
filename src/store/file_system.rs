//! What the store asks of a file system, and the real one: the only place that calls `std::fs`. Every operation that can leave a
//! trace is one method, so that the tests can let each of them fail, or stop the world after it. Not here: which files there are.

#![expect(clippy::disallowed_methods, reason = "this is the one place that touches files")]

use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::lock::{self, Locking, Mode};

/// What lies at a path, links not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub kind: EntryKind,
    /// Length in bytes.
    pub len: u64,
    /// Permissions and owner.
    pub attributes: Attributes,
}

/// What a path is, links not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A device, pipe or socket.
    Other,
}

/// Permissions and owner that a new file takes over from the one it replaces, where the system has them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// The permission bits.
    pub mode: Option<u32>,
    /// User and group.
    pub owner: Option<(u32, u32)>,
}

impl Attributes {
    /// Nobody but the user may read or write.
    pub const PRIVATE: Self = Self { mode: Some(0o600), owner: None };
}

/// A file being written, not yet known to anybody under its final name.
pub trait NewFile: Send {
    /// Writes all bytes at the end.
    ///
    /// # Errors
    /// What the system says; a part may have been written.
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Waits until the bytes are on the disk.
    ///
    /// # Errors
    /// What the system says; the bytes must then be taken for lost.
    fn sync(&mut self) -> io::Result<()>;
}

/// Exactly the operations that the store needs.
pub trait FileSystem: fmt::Debug + Send + Sync {
    /// What lies at a path, links not followed; `None` where nothing does.
    ///
    /// # Errors
    /// What the system says.
    fn look(&self, path: &Path) -> io::Result<Option<Entry>>;
    /// The path with all links followed.
    ///
    /// # Errors
    /// What the system says, also when nothing is there.
    fn real_path(&self, path: &Path) -> io::Result<PathBuf>;
    /// Opens a file for reading.
    ///
    /// # Errors
    /// What the system says.
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>>;
    /// Names in a folder, sorted.
    ///
    /// # Errors
    /// What the system says.
    fn list(&self, folder: &Path) -> io::Result<Vec<OsString>>;
    /// Creates a file that must not exist yet.
    ///
    /// # Errors
    /// What the system says, also when something is there.
    fn create(&self, path: &Path, attributes: Attributes) -> io::Result<Box<dyn NewFile>>;
    /// Renames a file over whatever file has the new name.
    ///
    /// # Errors
    /// What the system says; nothing has then been renamed.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    ///
    /// # Errors
    /// What the system says.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Creates one folder in an existing one.
    ///
    /// # Errors
    /// What the system says, also when something is there.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
    /// Lets those who share one folder share another file or folder too, as far as the user may.
    fn share_as(&self, _path: &Path, _folder: &Path) {}
    /// Whether files can be renamed from one folder into another, as far as that can be told without doing it.
    ///
    /// # Errors
    /// What the system would say.
    fn can_move(&self, _from: &Path, _to: &Path) -> io::Result<()> {
        Ok(())
    }
    /// Waits until the names in a folder are on the disk.
    ///
    /// # Errors
    /// What the system says; changes of names must then be taken for lost.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Takes the kernel's lock on a file, which is created where it can be.
    ///
    /// # Errors
    /// What the system says where locking as such works.
    fn lock(&self, path: &Path, mode: Mode, wait: Duration) -> io::Result<Locking>;

    /// The whole of a file.
    ///
    /// # Errors
    /// What the system says.
    fn read(&self, path: &Path, len: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        bytes.try_reserve(usize::try_from(len).unwrap_or(usize::MAX)).map_err(|_| io::ErrorKind::OutOfMemory)?;
        self.open(path)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// The machine's own file system.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealFileSystem;

impl FileSystem for RealFileSystem {
    fn look(&self, path: &Path) -> io::Result<Option<Entry>> {
        match fs::symlink_metadata(path) {
            Ok(metadata) => Ok(Some(entry(&metadata))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn real_path(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(File::open(path)?))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        Ok(read_folder(folder)?.into_iter().map(|(name, _)| name).collect())
    }

    fn create(&self, path: &Path, attributes: Attributes) -> io::Result<Box<dyn NewFile>> {
        let file = creating(attributes).open(path)?;
        give(&file, attributes).inspect_err(|_| drop(fs::remove_file(path)))?;
        Ok(Box::new(RealNewFile(file)))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    #[cfg(unix)]
    fn share_as(&self, path: &Path, folder: &Path) {
        use std::os::unix::fs::OpenOptionsExt;
        let opened = OpenOptions::new().read(true).custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK).open(path);
        opened.and_then(|file| share_as(&file, folder)).unwrap_or(());
    }

    #[cfg(unix)]
    fn can_move(&self, from: &Path, to: &Path) -> io::Result<()> {
        use std::os::unix::fs::MetadataExt;
        if fs::metadata(from)?.dev() != fs::metadata(to)?.dev() {
            return Err(io::ErrorKind::CrossesDevices.into());
        }
        Ok(rustix::fs::access(to, rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK)?)
    }

    #[cfg(unix)]
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }

    /// Elsewhere a folder cannot be opened; its names are written with the file's own data.
    #[cfg(not(unix))]
    fn sync_folder(&self, _folder: &Path) -> io::Result<()> {
        Ok(())
    }

    fn lock(&self, path: &Path, mode: Mode, wait: Duration) -> io::Result<Locking> {
        lock::acquire(path, mode, wait, &open_lock)
    }
}

/// How many listed folders stay open until the process ends.
const MOST_KEPT_OPEN: usize = 16;

/// Names in a folder, sorted, with what they are. On Unix the standard library panics when a folder cannot be closed, so the folders
/// listed first are not closed at all: the process ends soon. On Windows a folder that is open cannot be removed.
pub(super) fn read_folder(folder: &Path) -> io::Result<Vec<(OsString, EntryKind)>> {
    static KEPT_OPEN: AtomicUsize = AtomicUsize::new(0);
    let mut list = fs::read_dir(folder)?;
    let item = |item: io::Result<fs::DirEntry>| item.and_then(|item| Ok((item.file_name(), kind(item.file_type()?))));
    let names = list.by_ref().map(item).collect::<io::Result<Vec<_>>>();
    if cfg!(unix) && KEPT_OPEN.fetch_add(1, Ordering::Relaxed) < MOST_KEPT_OPEN {
        mem::forget(list);
    }
    let mut names = names?;
    names.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    Ok(names)
}

/// Where a link leads to.
pub(super) fn link_target(path: &Path) -> io::Result<PathBuf> {
    fs::read_link(path)
}

struct RealNewFile(File);

impl NewFile for RealNewFile {
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_all()
    }
}

fn entry(metadata: &fs::Metadata) -> Entry {
    Entry { kind: kind(metadata.file_type()), len: metadata.len(), attributes: attributes(metadata) }
}

fn kind(found: fs::FileType) -> EntryKind {
    match found {
        kind if kind.is_symlink() => EntryKind::Link,
        kind if kind.is_file() => EntryKind::File,
        kind if kind.is_dir() => EntryKind::Folder,
        _ => EntryKind::Other,
    }
}

#[cfg(unix)]
fn attributes(metadata: &fs::Metadata) -> Attributes {
    use std::os::unix::fs::MetadataExt;
    Attributes { mode: Some(metadata.mode() & 0o7777), owner: Some((metadata.uid(), metadata.gid())) }
}

#[cfg(not(unix))]
fn attributes(_metadata: &fs::Metadata) -> Attributes {
    Attributes::default()
}

/// A file that is to be private is so from its first moment on.
#[cfg(unix)]
fn creating(attributes: Attributes) -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(attributes.mode.unwrap_or(0o666) & 0o666);
    options
}

#[cfg(not(unix))]
fn creating(_attributes: Attributes) -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    options
}

/// Gives what is open the owner of a folder and the permissions of whoever shares it, as far as the user may. Never by its path, where
/// somebody may have put something else meanwhile.
#[cfg(unix)]
fn share_as(file: &File, folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt;
    let (of_folder, now) = (fs::metadata(folder)?, file.metadata()?);
    let kept = if now.is_dir() { 0o2777 } else { 0o666 };
    give(file, Attributes { mode: Some(of_folder.mode() & kept), owner: Some((of_folder.uid(), of_folder.gid())) })
}

/// Gives a new file the old one's owner, as far as the user may, and its permissions.
#[cfg(unix)]
fn give(file: &File, attributes: Attributes) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let now = file.metadata()?;
    if let Some((user, group)) = attributes.owner.filter(|owner| *owner != (now.uid(), now.gid())) {
        let both = fchown(file, Some(user), Some(group));
        // Another user's file in a shared folder: at least the group stays, where the user is in it.
        both.or_else(|_| fchown(file, None, Some(group))).unwrap_or(());
    }
    match attributes.mode {
        Some(mode) if mode != now.mode() & 0o7777 => file.set_permissions(fs::Permissions::from_mode(mode)),
        _ => Ok(()),
    }
}

#[cfg(not(unix))]
fn give(_file: &File, _attributes: Attributes) -> io::Result<()> {
    Ok(())
}

/// Opens the lock's file, creating it where that is allowed: the kernel locks a file that is open for reading just as well.
fn open_lock(path: &Path) -> io::Result<File> {
    let is_missing = |error: &io::Error| error.kind() == io::ErrorKind::NotFound;
    open_to_lock(path).or_else(|error| if is_missing(&error) { create_lock(path) } else { Err(error) })
}

fn open_to_lock(path: &Path) -> io::Result<File> {
    let opened = OpenOptions::new().read(true).write(true).open(path);
    opened.or_else(|error| File::open(path).map_err(|_| error))
}

fn create_lock(path: &Path) -> io::Result<File> {
    match OpenOptions::new().read(true).write(true).create_new(true).open(path) {
        Ok(file) => {
            #[cfg(unix)]
            path.parent().map_or(Ok(()), |folder| share_as(&file, folder)).unwrap_or(());
            Ok(file)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => open_to_lock(path),
        Err(error) => Err(error),
    }
}

/// Whether an open file is still the one that the path names.
#[cfg(unix)]
pub(super) fn is_same_file(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let ours = file.metadata()?;
    match fs::symlink_metadata(path) {
        Ok(theirs) => Ok((ours.dev(), ours.ino()) == (theirs.dev(), theirs.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(not(unix))]
pub(super) fn is_same_file(_file: &File, _path: &Path) -> io::Result<bool> {
    Ok(true)
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::time::Duration;

    use super::{FileSystem, RealFileSystem};
    use crate::store::directory::{Access, Store};

    #[test]
    fn whoever_shares_a_data_directory_shares_its_lock() {
        let root = tempfile::tempdir().unwrap();
        fs::set_permissions(root.path(), fs::Permissions::from_mode(0o2775)).unwrap();
        fs::write(root.path().join("bangfu.toml"), "format = 1\n").unwrap();
        drop(Store::open(root.path(), Access::Write, Duration::ZERO).unwrap());
        let mode = |name: &str| fs::metadata(root.path().join(name)).unwrap().permissions().mode() & 0o7777;
        assert_eq!([".bangfu", ".bangfu/lock", ".bangfu/queue"].map(mode), [0o2775, 0o664, 0o664]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_folder_of_another_disk_is_known_before_anything_is_renamed_into_it() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("a")).unwrap();
        let kind = |to: &std::path::Path| RealFileSystem.can_move(root.path(), to).map_err(|error| error.kind());
        assert_eq!(kind(&root.path().join("a")), Ok(()));
        assert_eq!(kind(std::path::Path::new("/proc")), Err(std::io::ErrorKind::CrossesDevices));
    }
}
