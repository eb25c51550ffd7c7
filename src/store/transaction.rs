//! One command's change over any number of files: all of it or nothing, whatever happens in between. One file is written beside and
//! renamed; for several a journal is the commit point. Not here: what the new bytes are, and how a dead command's journal is found.

use std::io;
use std::path::{Path, PathBuf};

use super::directory::{Access, Store};
use super::file_system::{Attributes, EntryKind, FileSystem};
use super::journal::{Journal, JournalEntry, Print};
use super::path::{LOCAL_FOLDER, Standing, checked, relative, stand};
use super::recovery::{Local, apply, remove_if_there, retire, write_synced};
use crate::failure::{Failure, Kind, Result};
use crate::i18n::Message;

/// What one file was when it was read, and what it is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// Path in the data directory, with `/` between folders.
    pub path: String,
    /// The bytes that were read; `None` where there was no file.
    pub old: Option<Vec<u8>>,
    /// The bytes to be; `None` to remove the file.
    pub new: Option<Vec<u8>>,
}

/// Changes of files that are made together.
#[derive(Debug)]
pub struct Transaction<'a> {
    store: &'a Store,
    changes: Vec<FileChange>,
}

/// A change with the place where it really goes.
struct Target<'a> {
    change: &'a FileChange,
    path: PathBuf,
    /// The path within the data directory, links followed.
    name: String,
    attributes: Attributes,
}

impl<'a> Transaction<'a> {
    /// A transaction without changes.
    #[must_use]
    pub fn new(store: &'a Store) -> Self {
        Self { store, changes: Vec::new() }
    }

    /// Puts new bytes into a file that was read as `old` (`None`: it does not exist). Put again, the last bytes count.
    ///
    /// # Errors
    /// `Refused` where the path cannot be one of data.
    pub fn put(&mut self, path: &str, old: Option<Vec<u8>>, new: Vec<u8>) -> Result<()> {
        self.change(path, old, Some(new))
    }

    /// Removes a file that was read as `old`.
    ///
    /// # Errors
    /// `Refused` where the path cannot be one of data.
    pub fn remove(&mut self, path: &str, old: Vec<u8>) -> Result<()> {
        self.change(path, Some(old), None)
    }

    fn change(&mut self, path: &str, old: Option<Vec<u8>>, new: Option<Vec<u8>>) -> Result<()> {
        let path = checked(path)?;
        match self.changes.iter_mut().find(|change| change.path == path) {
            Some(before) => before.new = new,
            None => self.changes.push(FileChange { path: path.to_owned(), old, new }),
        }
        Ok(())
    }

    /// The changes so far, those that change nothing left out, by path: what `--dry-run` shows.
    #[must_use]
    pub fn changes(&self) -> Vec<&FileChange> {
        let mut changes: Vec<_> = self.changes.iter().filter(|change| change.old != change.new).collect();
        changes.sort_by(|a, b| a.path.cmp(&b.path));
        changes
    }

    /// Makes the changes. When this returns without an error they are on the disk.
    ///
    /// # Errors
    /// `Io` with a sentence that says what was done and what was not; `Refused` where a path leads out of the data directory or to
    /// what is no regular file.
    pub fn commit(self) -> Result<()> {
        let changes = self.changes();
        if changes.is_empty() {
            return Ok(());
        }
        if self.store.access() == Access::Read {
            return Err(Failure::new(Kind::Io, Message::new("store.opened-to-read")));
        }
        let files = &*self.store.files;
        let local = Local::new(self.store.root());
        let targets = changes.iter().map(|change| target(files, &local.root, change)).collect::<Result<Vec<_>>>()?;
        distinct(&targets)?;
        match (targets.as_slice(), targets.first().and_then(|only| only.change.new.as_ref())) {
            ([only], Some(new)) if has_folder(files, &only.path) => commit_one(files, &local, only, new),
            _ => commit_all(files, &local, &targets),
        }
    }
}

fn target<'a>(files: &dyn FileSystem, root: &Path, change: &'a FileChange) -> Result<Target<'a>> {
    let say = |key: &'static str| Message::new(key).with("file", change.path.as_str());
    let standing = stand(files, root, &change.path).map_err(|error| Failure::io(say("store.cannot-read"), &error))?;
    let (path, attributes) = match standing {
        Standing::Missing(path) => (path, Attributes::default()),
        Standing::File { attributes, .. } if attributes.mode.is_some_and(|mode| mode & 0o222 == 0) => {
            return Err(Failure::new(Kind::Io, say("store.read-only-file")));
        }
        Standing::File { path, attributes, .. } => (path, attributes),
        Standing::Outside => return Err(Failure::refused(say("store.outside"))),
        Standing::Folder(_) | Standing::Special => return Err(Failure::refused(say("store.no-regular-file"))),
    };
    let name = relative(root, &path).ok_or_else(|| Failure::refused(say("store.outside")))?;
    Ok(Target { change, path, name, attributes })
}

/// Two paths may lead to one file; which of the two changes would stay?
fn distinct(targets: &[Target<'_>]) -> Result<()> {
    let mut names: Vec<&str> = targets.iter().map(|target| target.name.as_str()).collect();
    names.sort_unstable();
    match names.windows(2).find(|pair| pair.first() == pair.last()).and_then(|pair| pair.first()) {
        Some(twice) => Err(Failure::refused(Message::new("store.same-file-twice").with("file", *twice))),
        None => Ok(()),
    }
}

fn has_folder(files: &dyn FileSystem, path: &Path) -> bool {
    let folder = path.parent().and_then(|folder| files.look(folder).ok().flatten());
    folder.is_some_and(|entry| entry.kind == EntryKind::Folder)
}

/// Refuses where somebody changed a file after it was read, for instance in an editor.
fn unchanged(files: &dyn FileSystem, root: &Path, target: &Target<'_>) -> Result<()> {
    let say = |key: &'static str| Message::new(key).with("file", target.change.path.as_str());
    let cannot = |error: io::Error| Failure::io(say("store.not-written"), &error);
    let now = match stand(files, root, &target.name).map_err(cannot)? {
        Standing::File { path, len, .. } => Some(files.read(&path, len).map_err(cannot)?),
        _ => None,
    };
    if now == target.change.old { Ok(()) } else { Err(Failure::new(Kind::Io, say("store.changed-meanwhile"))) }
}

/// One file: written beside, on the disk, renamed; the rename is the commit point.
fn commit_one(files: &dyn FileSystem, local: &Local, target: &Target<'_>, new: &[u8]) -> Result<()> {
    let say = |key: &'static str| Message::new(key).with("file", target.change.path.as_str());
    let not_written = |error: io::Error| Failure::io(say("store.not-written"), &error);
    write_synced(files, &local.next, new, target.attributes).map_err(|error| not_begun(&error))?;
    let renamed = unchanged(files, &local.root, target).and_then(|()| files.rename(&local.next, &target.path).map_err(not_written));
    renamed.inspect_err(|_| drop(files.remove(&local.next)))?;
    let folder = target.path.parent().unwrap_or(&local.root);
    files.sync_folder(folder).map_err(|error| Failure::io(say("store.unconfirmed"), &error))
}

/// The change could not even be written beside the files.
fn not_begun(error: &io::Error) -> Failure {
    Failure::io(Message::new("store.not-written").with("file", LOCAL_FOLDER), error)
}

/// Refuses while nothing has been done where a file could not be put into its folder: half of a change would keep all others from writing.
fn can_be_put(files: &dyn FileSystem, local: &Local, target: &Target<'_>) -> Result<()> {
    let there = |folder: &&Path| files.look(folder).is_ok_and(|entry| entry.is_some());
    let folder = target.path.ancestors().skip(1).find(there).unwrap_or(&local.root);
    let say = Message::new("store.not-written").with("file", target.change.path.as_str());
    files.can_move(&local.folder, folder).map_err(|error| Failure::io(say, &error))
}

/// Several files: a journal that is on the disk under its name is the commit point; from then on the change is finished, by this
/// command or by the next.
fn commit_all(files: &dyn FileSystem, local: &Local, targets: &[Target<'_>]) -> Result<()> {
    let journal = Journal { entries: targets.iter().map(entry).collect() };
    let say = |key: &'static str| Message::new(key).with("count", targets.len());
    let not_written = |error: io::Error| Failure::io(say("store.none-written"), &error);
    targets.iter().try_for_each(|target| can_be_put(files, local, target))?;
    // The journal's folder may be new itself.
    files.sync_folder(&local.root).map_err(not_written)?;
    let attributes = local.attributes(files, targets.iter().map(|target| target.attributes));
    write_synced(files, &local.draft, &journal.encode(), attributes).map_err(not_written)?;
    let drafted = targets.iter().try_for_each(|target| unchanged(files, &local.root, target));
    let named = drafted.and_then(|()| files.rename(&local.draft, &local.journal).map_err(not_written));
    named.inspect_err(|_| drop(files.remove(&local.draft)))?;
    let applied = files.sync_folder(&local.folder).and_then(|()| apply(files, local, &journal));
    applied.map_err(|error| take_back(files, local, targets, &error))?;
    retire(files, local).map_err(|error| Failure::io(say("store.untidy"), &error))
}

fn entry(target: &Target<'_>) -> JournalEntry {
    let old = target.change.old.as_deref().map(Print::of);
    JournalEntry { path: target.name.clone(), old, new: target.change.new.clone() }
}

/// After the commit point something failed. As long as no file has changed the change is taken back; else it waits in the journal.
fn take_back(files: &dyn FileSystem, local: &Local, targets: &[Target<'_>], error: &io::Error) -> Failure {
    let say = |key: &'static str| Message::new(key).with("count", targets.len());
    let untouched = targets.iter().all(|target| unchanged(files, &local.root, target).is_ok());
    if untouched && remove_if_there(files, &local.next).and_then(|()| retire(files, local)).is_ok() {
        return Failure::io(say("store.none-written"), error);
    }
    Failure::io(say("store.pending"), error).hint(Message::new("store.pending-hint"))
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests look at the files themselves")]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::time::Duration;

    use super::Transaction;
    use crate::failure::{Kind, Result};
    use crate::store::directory::{Access, Store};

    fn open(root: &Path, access: Access) -> Result<Store> {
        Store::open(root, access, Duration::from_millis(50))
    }

    fn put(root: &Path, path: &str, old: Option<&str>, new: &str) -> Result<()> {
        let store = open(root, Access::Write)?;
        let mut transaction = Transaction::new(&store);
        transaction.put(path, old.map(|old| old.as_bytes().to_vec()), new.as_bytes().to_vec())?;
        transaction.commit()
    }

    fn local_names(root: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(root.join(".bangfu")).unwrap().map(|item| item.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn one_file_and_several_in_new_folders_are_written_and_read_back() {
        let dir = tempfile::tempdir().unwrap();
        put(dir.path(), "people.csv", None, "id\n1\n").unwrap();
        put(dir.path(), "branches/一/pairs.csv", None, "id\n").unwrap();
        let store = open(dir.path(), Access::Write).unwrap();
        let mut transaction = Transaction::new(&store);
        transaction.put("people.csv", Some(b"id\n1\n".to_vec()), b"id\n2\n".to_vec()).unwrap();
        transaction.put("committee/decisions/star.toml", None, b"x = 1\n".to_vec()).unwrap();
        transaction.remove("branches/一/pairs.csv", b"id\n".to_vec()).unwrap();
        assert_eq!(transaction.changes().len(), 3);
        transaction.commit().unwrap();
        assert_eq!(store.read_file("people.csv").unwrap().unwrap(), b"id\n2\n");
        assert_eq!(store.read_file("committee/decisions/star.toml").unwrap().unwrap(), b"x = 1\n");
        assert_eq!(store.read_file("branches/一/pairs.csv").unwrap(), None);
        assert_eq!(local_names(dir.path()), ["lock", "queue"]);
    }

    #[test]
    fn a_file_that_changed_after_it_was_read_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("people.csv"), "by hand").unwrap();
        for old in [None, Some("as read")] {
            let failure = put(dir.path(), "people.csv", old, "new").unwrap_err();
            assert_eq!((failure.kind, failure.message.key), (Kind::Io, "store.changed-meanwhile"));
        }
        let store = open(dir.path(), Access::Write).unwrap();
        let mut transaction = Transaction::new(&store);
        transaction.put("bangfu.toml", None, b"format = 1\n".to_vec()).unwrap();
        transaction.put("people.csv", Some(b"as read".to_vec()), b"new".to_vec()).unwrap();
        assert_eq!(transaction.commit().unwrap_err().message.key, "store.changed-meanwhile");
        assert_eq!(fs::read(dir.path().join("people.csv")).unwrap(), b"by hand");
        assert_eq!(store.read_file("bangfu.toml").unwrap(), None);
        assert_eq!(local_names(dir.path()), ["lock", "queue"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_that_lead_out_are_refused_and_links_inside_are_followed() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let away = tempfile::tempdir().unwrap();
        fs::write(away.path().join("x.csv"), "away").unwrap();
        fs::create_dir_all(dir.path().join("branches/b")).unwrap();
        fs::create_dir_all(dir.path().join(".git")).unwrap();
        symlink(away.path(), dir.path().join("branches/out")).unwrap();
        symlink(away.path().join("x.csv"), dir.path().join("out.csv")).unwrap();
        symlink("nowhere", dir.path().join("dead.csv")).unwrap();
        symlink("loop.csv", dir.path().join("loop.csv")).unwrap();
        symlink("../.git", dir.path().join("branches/git")).unwrap();
        symlink("b", dir.path().join("branches/c")).unwrap();
        for path in ["branches/out/x.csv", "branches/out/new.csv", "out.csv", "dead.csv", "loop.csv", "branches/git/config"] {
            let failure = put(dir.path(), path, None, "new").unwrap_err();
            assert_eq!((failure.kind, failure.message.key), (Kind::Refused, "store.outside"), "{path}");
            assert_eq!(open(dir.path(), Access::Read).unwrap().read_file(path).unwrap_err().message.key, "store.outside", "{path}");
        }
        assert_eq!(fs::read_dir(away.path()).unwrap().count(), 1);
        put(dir.path(), "branches/c/pairs.csv", None, "id\n").unwrap();
        assert_eq!(fs::read(dir.path().join("branches/b/pairs.csv")).unwrap(), b"id\n");
        let store = open(dir.path(), Access::Write).unwrap();
        let mut transaction = Transaction::new(&store);
        transaction.put("branches/c/goals.csv", None, b"1".to_vec()).unwrap();
        transaction.put("branches/b/goals.csv", None, b"2".to_vec()).unwrap();
        assert_eq!(transaction.commit().unwrap_err().message.key, "store.same-file-twice");
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_regular_file_is_refused_and_permissions_stay() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("people.csv")).unwrap();
        fs::write(dir.path().join("committee"), "").unwrap();
        for path in ["people.csv", "committee/draws.csv"] {
            assert_eq!(put(dir.path(), path, None, "new").unwrap_err().message.key, "store.no-regular-file", "{path}");
        }
        let file = dir.path().join("sealed.csv");
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        put(dir.path(), "sealed.csv", Some("old"), "new").unwrap();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o440)).unwrap();
        assert_eq!(put(dir.path(), "sealed.csv", Some("new"), "x").unwrap_err().message.key, "store.read-only-file");
    }

    #[test]
    fn the_last_put_counts_and_no_change_is_no_write() {
        let dir = tempfile::tempdir().unwrap();
        let store = open(dir.path(), Access::Read).unwrap();
        let mut transaction = Transaction::new(&store);
        transaction.put("a.csv", None, b"1".to_vec()).unwrap();
        transaction.put("a.csv", Some(b"1".to_vec()), b"2".to_vec()).unwrap();
        transaction.put("b.csv", Some(b"3".to_vec()), b"3".to_vec()).unwrap();
        let changes = transaction.changes();
        assert_eq!((changes.len(), changes[0].old.clone(), changes[0].new.as_deref()), (1, None, Some(b"2".as_slice())));
        assert_eq!(transaction.commit().unwrap_err().message.key, "store.opened-to-read");
        assert_eq!(Transaction::new(&store).put("../x", None, Vec::new()).unwrap_err().kind, Kind::Refused);
    }

    #[test]
    fn writers_wait_for_readers_and_readers_for_writers() {
        let dir = tempfile::tempdir().unwrap();
        let writer = open(dir.path(), Access::Write).unwrap();
        for access in [Access::Read, Access::Write] {
            assert_eq!(open(dir.path(), access).unwrap_err().kind.exit_code(), 75);
        }
        drop(writer);
        let _reader = open(dir.path(), Access::Read).unwrap();
        let _other = open(dir.path(), Access::Read).unwrap();
        assert_eq!(open(dir.path(), Access::Write).unwrap_err().kind, Kind::Locked);
    }
}
