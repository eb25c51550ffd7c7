//! How a committed change gets into the files, and what is done with what a dead command left. The same steps serve the command that
//! commits and the one that finds the journal later. Not here: how a change is committed.

use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::file_system::{Attributes, Entry, EntryKind, FileSystem, NewFile};
use super::journal::{Journal, JournalEntry, Print};
use super::path::{LOCAL_FOLDER, Standing, is_data_path, stand};
use crate::failure::{Failure, Kind, Result};
use crate::i18n::Message;

/// The files in the folder of what belongs to this machine. All names are known: nothing has to be listed.
#[derive(Clone, Debug)]
pub(super) struct Local {
    /// The data directory.
    pub(super) root: PathBuf,
    /// The folder.
    pub(super) folder: PathBuf,
    /// The lock.
    pub(super) lock: PathBuf,
    /// Where all wait for their turn at the lock.
    pub(super) queue: PathBuf,
    /// New content of the file that is being written.
    pub(super) next: PathBuf,
    /// A journal that is being written.
    pub(super) draft: PathBuf,
    /// A committed journal.
    pub(super) journal: PathBuf,
    /// A journal that is in the files.
    pub(super) done: PathBuf,
}

/// What a dead command left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing.
    Nothing,
    /// A journal, or files that were never finished.
    Something,
}

impl Local {
    /// The names under a data directory.
    pub(super) fn new(root: &Path) -> Self {
        let folder = root.join(LOCAL_FOLDER);
        let name = |name: &str| folder.join(name);
        Self {
            root: root.to_path_buf(),
            lock: name("lock"),
            queue: name("queue"),
            next: name("next"),
            draft: name("journal.new"),
            journal: name("journal"),
            done: name("journal.done"),
            folder,
        }
    }

    /// Makes the folder where it is missing.
    pub(super) fn create_folder(&self, files: &dyn FileSystem) -> io::Result<()> {
        match files.look(&self.folder)? {
            Some(entry) if entry.kind == EntryKind::Folder => {
                self.share(files, entry);
                Ok(())
            }
            Some(_) => Err(io::ErrorKind::NotADirectory.into()),
            None => match files.create_folder(&self.folder) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
                // Whoever shares the data directory shares it too.
                outcome => outcome.map(|()| files.share_as(&self.folder, &self.root)),
            },
        }
    }

    /// Lets those who share the data directory share a folder that was made for one user alone, where the user may.
    fn share(&self, files: &dyn FileSystem, folder: Entry) {
        let shared = |entry: Entry| entry.attributes.mode.map(|mode| mode & 0o2777);
        let of_root = files.look(&self.root).ok().flatten().and_then(shared);
        if of_root.zip(shared(folder)).is_some_and(|(wanted, have)| wanted & !have != 0) {
            files.share_as(&self.folder, &self.root);
            [&self.lock, &self.queue].into_iter().for_each(|file| files.share_as(file, &self.root));
        }
    }

    /// What a journal is like: as shared as the data directory, and as private as the most private of some files.
    pub(super) fn attributes(&self, files: &dyn FileSystem, of_files: impl Iterator<Item = Attributes>) -> Attributes {
        let Some(of_root) = files.look(&self.root).ok().flatten().map(|entry| entry.attributes) else { return Attributes::default() };
        let mode = of_files.filter_map(|file| file.mode).fold(of_root.mode.map(|mode| mode & 0o666), |all, one| all.map(|all| all & one));
        Attributes { mode, ..of_root }
    }

    /// Looks for what a dead command left.
    pub(super) fn found(&self, files: &dyn FileSystem) -> io::Result<Found> {
        for path in [&self.journal, &self.next, &self.draft, &self.done] {
            if files.look(path)?.is_some() {
                return Ok(Found::Something);
            }
        }
        Ok(Found::Nothing)
    }

    /// The committed journal, if there is one.
    pub(super) fn committed(&self, files: &dyn FileSystem) -> Result<Option<Journal>> {
        let cannot = |error: io::Error| Failure::io(Message::new("store.cannot-read").with("file", ".bangfu/journal"), &error);
        let Some(entry) = files.look(&self.journal).map_err(cannot)? else { return Ok(None) };
        let bytes = if entry.kind == EntryKind::File { files.read(&self.journal, entry.len).map_err(cannot)? } else { Vec::new() };
        let sound = Journal::decode(&bytes).filter(|journal| journal.entries.iter().all(|entry| is_data_path(&entry.path)));
        let damaged = || Failure::new(Kind::Io, Message::new("store.journal-damaged")).hint(Message::new("store.journal-hint"));
        sound.map(Some).ok_or_else(damaged)
    }
}

/// Finishes a committed change, and clears away whatever was never committed. Needs the lock alone.
pub(super) fn recover(files: &dyn FileSystem, local: &Local) -> Result<()> {
    let cannot = |error: io::Error| Failure::io(Message::new("store.cannot-recover"), &error);
    clear_done(files, local).map_err(cannot)?;
    remove_if_there(files, &local.draft).map_err(cannot)?;
    remove_if_there(files, &local.next).map_err(cannot)?;
    let Some(journal) = local.committed(files)? else { return Ok(()) };
    match position(files, local, &journal).map_err(cannot)? {
        Position::Forward => {
            // The dead command may not have come to this: without it a power cut could take the journal and leave half of the files.
            files.sync_folder(&local.folder).map_err(cannot)?;
            apply(files, local, &journal).map_err(cannot)?;
            retire(files, local).map_err(cannot)
        }
        Position::NeverBegun => retire(files, local).map_err(cannot),
        Position::Edited(file) => {
            let message = Message::new("store.edited-since-crash").with("file", file);
            Err(Failure::refused(message).hint(Message::new("store.journal-hint")))
        }
    }
}

/// How the files stand to a committed journal.
enum Position {
    /// Each is as before or as after: the change can be finished.
    Forward,
    /// The first is as before, so that none was replaced, and somebody edited one since the crash: the change, which nobody was told of,
    /// is dropped.
    NeverBegun,
    /// Some are as after, or may have been, and this one was edited since the crash: neither way is right.
    Edited(String),
}

fn position(files: &dyn FileSystem, local: &Local, journal: &Journal) -> io::Result<Position> {
    let mut edited = None;
    let mut begun = false;
    for (turn, entry) in journal.entries.iter().enumerate() {
        match state(files, local, entry)? {
            State::Before(_) => {}
            State::After => begun = true,
            State::Other => {
                // Files are replaced in their order: the first may have been replaced before it was edited. A file that is the only
                // one is edited upon either way.
                begun |= turn == 0 && journal.entries.len() > 1;
                edited = Some(entry.path.clone());
            }
        }
    }
    Ok(match edited {
        None => Position::Forward,
        Some(_) if !begun => Position::NeverBegun,
        Some(file) => Position::Edited(file),
    })
}

/// How a file stands to its entry in the journal.
enum State {
    /// As it was; what a new file takes over from it.
    Before(Attributes),
    /// As it becomes.
    After,
    /// Neither.
    Other,
}

fn state(files: &dyn FileSystem, local: &Local, entry: &JournalEntry) -> io::Result<State> {
    let (now, attributes) = match stand(files, &local.root, &entry.path)? {
        Standing::Missing(_) => (None, Attributes::default()),
        Standing::File { path, len, attributes } if path == local.root.join(&entry.path) => {
            (Some(Print::of(&files.read(&path, len)?)), attributes)
        }
        _ => return Ok(State::Other),
    };
    if now == entry.new.as_deref().map(Print::of) {
        return Ok(State::After);
    }
    Ok(if now == entry.old { State::Before(attributes) } else { State::Other })
}

/// Puts a committed change into the files; those that have it already are left. On return all names are on the disk.
pub(super) fn apply(files: &dyn FileSystem, local: &Local, journal: &Journal) -> io::Result<()> {
    let mut folders = BTreeSet::from([local.root.clone()]);
    for entry in &journal.entries {
        let target = local.root.join(&entry.path);
        if let Some(folder) = target.parent() {
            folders.extend(folder.ancestors().take_while(|above| *above != local.root).map(Path::to_path_buf));
        }
        // Whoever is to put it right must know where.
        put(files, local, entry, &target).map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", entry.path)))?;
    }
    folders.iter().try_for_each(|folder| files.sync_folder(folder))
}

/// Puts one file of a committed change in its place, unless it is there.
fn put(files: &dyn FileSystem, local: &Local, entry: &JournalEntry, target: &Path) -> io::Result<()> {
    if let Some(folder) = target.parent() {
        create_folders(files, &local.root, folder)?;
    }
    match (state(files, local, entry)?, &entry.new) {
        (State::Before(attributes), Some(new)) => replace(files, local, target, new, attributes),
        (State::Before(_), None) => files.remove(target),
        (State::After, _) => Ok(()),
        (State::Other, _) => Err(io::Error::other("changed meanwhile")),
    }
}

fn replace(files: &dyn FileSystem, local: &Local, target: &Path, new: &[u8], attributes: Attributes) -> io::Result<()> {
    write_synced(files, &local.next, new, attributes)?;
    files.rename(&local.next, target)
}

/// Writes a new file and waits until its bytes are on the disk; where that fails, the file is removed again, if possible.
pub(super) fn write_synced(files: &dyn FileSystem, path: &Path, bytes: &[u8], attributes: Attributes) -> io::Result<()> {
    write_synced_by(files, path, attributes, |out| out.write_all(bytes))
}

/// The same, for a file that is written bit by bit.
pub(super) fn write_synced_by(
    files: &dyn FileSystem,
    path: &Path,
    attributes: Attributes,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut file = files.create(path, attributes)?;
    let mut bits = BufWriter::with_capacity(1 << 16, Bits(file.as_mut()));
    let filled = fill(&mut bits).and_then(|()| bits.flush());
    drop(bits.into_parts());
    let written = filled.and_then(|()| file.sync());
    drop(file);
    written.inspect_err(|_| drop(files.remove(path)))
}

/// A new file as what bits are written to. What failed is not tried again, whatever the reason: a part of it may be there.
struct Bits<'f>(&'f mut dyn NewFile);

impl Write for Bits<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let final_error = |error: io::Error| if error.kind() == io::ErrorKind::Interrupted { io::Error::other(error) } else { error };
        self.0.write_all(bytes).map(|()| bytes.len()).map_err(final_error)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn create_folders(files: &dyn FileSystem, root: &Path, folder: &Path) -> io::Result<()> {
    let mut missing = Vec::new();
    for above in folder.ancestors().take_while(|above| *above != root) {
        if files.look(above)?.is_some() {
            break;
        }
        missing.push(above);
    }
    missing.iter().rev().try_for_each(|above| files.create_folder(above))
}

/// Takes a journal out of force. Its name is changed and the change is on the disk before it is removed: so a journal that is found
/// is never one that was followed by other changes.
pub(super) fn retire(files: &dyn FileSystem, local: &Local) -> io::Result<()> {
    files.rename(&local.journal, &local.done)?;
    clear_done(files, local)
}

fn clear_done(files: &dyn FileSystem, local: &Local) -> io::Result<()> {
    if files.look(&local.done)?.is_none() {
        return Ok(());
    }
    files.sync_folder(&local.folder)?;
    files.remove(&local.done)
}

/// Removes a file that need not be there. Looks first: on a read-only disk even to remove nothing is an error.
pub(super) fn remove_if_there(files: &dyn FileSystem, path: &Path) -> io::Result<()> {
    if files.look(path)?.is_some() { files.remove(path) } else { Ok(()) }
}
