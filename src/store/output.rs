//! Files outside the records: the answer of `-o FILE`, and files that nobody else may read. All or nothing, like the records, and never
//! over what is not a regular file. Not here: what is in them.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process;

use super::file_system::{Attributes, EntryKind, FileSystem, RealFileSystem};
use super::load::SCHEME_FILE;
use super::path::{LOCAL_FOLDER, relative};
use super::recovery::{write_synced, write_synced_by};
use crate::failure::{Failure, Kind, Result};
use crate::i18n::Message;
use crate::model::table::{ALL, Home};

/// Folders of a data directory that belong to git and to this machine.
const NOT_FOR_ANSWERS: [&str; 2] = [".git", LOCAL_FOLDER];

/// Files at the top of a data directory that are no tables.
const SETTINGS: [&str; 3] = [SCHEME_FILE, ".gitattributes", ".gitignore"];

/// Writes the answer of `-o` on this machine. `data` is the data directory, whose records are never written over.
///
/// # Errors
/// As `write_output`.
pub fn write(path: &Path, bytes: &[u8], data: Option<&Path>) -> Result<()> {
    write_by(path, |out| out.write_all(bytes), data)
}

/// The same, for an answer that is written bit by bit.
///
/// # Errors
/// As `write_output`.
pub fn write_by(path: &Path, fill: impl FnOnce(&mut dyn io::Write) -> io::Result<()>, data: Option<&Path>) -> Result<()> {
    write_output(&RealFileSystem, path, fill, data)
}

/// A folder for answers that are several files: made where there is none, but not the folders above it.
///
/// # Errors
/// `Usage` where something else has that name, `Io` where the folder above is missing or the system says so.
pub fn folder(path: &Path) -> Result<()> {
    let files = RealFileSystem;
    if files
        .real_path(path)
        .and_then(|real| files.look(&real))
        .is_ok_and(|found| found.is_some_and(|entry| entry.kind == EntryKind::Folder))
    {
        return Ok(());
    }
    let name = path.components().collect::<PathBuf>();
    let target = Target::find(&files, &name)?;
    if files.look(&target.path).map_err(|error| target.failed(&error))?.is_some() {
        return Err(target.wrong("output.no-folder-there"));
    }
    files.create_folder(&target.path).and_then(|()| files.sync_folder(&target.folder)).map_err(|error| target.failed(&error))
}

/// Whether an answer may be written to a file, as far as that can be known before: asked before a command changes records, so that it does
/// not change them and fail all the same.
///
/// # Errors
/// As `write_output`.
pub fn check(path: &Path, data: Option<&Path>) -> Result<()> {
    Target::for_answer(&RealFileSystem, path, data).map(drop)
}

/// Writes an answer to a file, whole or not at all. `data` is the data directory, whose records are never written over.
///
/// # Errors
/// `Usage` where the place is wrong: no regular file, a link, a record; `Io` where there is no such folder or the system says so.
pub fn write_output(
    files: &dyn FileSystem,
    path: &Path,
    fill: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
    data: Option<&Path>,
) -> Result<()> {
    let (target, attributes) = Target::for_answer(files, path, data)?;
    let part = target.beside();
    write_synced_by(files, &part, attributes, fill).map_err(|error| target.failed(&error))?;
    let renamed = files.rename(&part, &target.path).inspect_err(|_| drop(files.remove(&part)));
    renamed.and_then(|()| files.sync_folder(&target.folder)).map_err(|error| target.failed(&error))
}

/// Writes a new file that only the user may read; it must not exist yet.
///
/// # Errors
/// `Usage` where something is there already or the folder is not, `Io` where the system says so.
pub fn write_private(files: &dyn FileSystem, path: &Path, bytes: &[u8]) -> Result<()> {
    let target = Target::find(files, path)?;
    match write_synced(files, &target.path, bytes, Attributes::PRIVATE) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(target.wrong("output.exists")),
        outcome => outcome.and_then(|()| files.sync_folder(&target.folder)).map_err(|error| target.failed(&error)),
    }
}

/// What lies around a private file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nearby {
    /// The data directory.
    InData,
    /// A git repository, to which it could be added by mistake.
    InRepository,
    /// Neither.
    Apart,
}

/// What lies around a private file that is to be written: `data` is the data directory of the command, and any other counts as well.
#[must_use]
pub fn nearby(path: &Path, data: Option<&Path>) -> Nearby {
    let files = RealFileSystem;
    let Ok(target) = Target::find(&files, path) else { return Nearby::Apart };
    if data.and_then(|data| files.real_path(data).ok()).is_some_and(|data| target.path.starts_with(data)) {
        return Nearby::InData;
    }
    let lies_above = |name: &str| target.folder.ancestors().any(|folder| files.look(&folder.join(name)).is_ok_and(|entry| entry.is_some()));
    if lies_above(SCHEME_FILE) {
        Nearby::InData
    } else if lies_above(".git") {
        Nearby::InRepository
    } else {
        Nearby::Apart
    }
}

/// Makes the folder of a private file where it is missing, with the folder above it.
///
/// # Errors
/// `Io` where the system says so.
pub fn make_private_folder(path: &Path) -> Result<()> {
    let files = RealFileSystem;
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    for folder in [folder.parent(), Some(folder)].into_iter().flatten() {
        let made = files.look(folder).and_then(|entry| if entry.is_none() { files.create_folder(folder) } else { Ok(()) });
        made.map_err(|error| Failure::io(Message::new("output.failed").with("file", folder.display().to_string()), &error))?;
    }
    Ok(())
}

/// Where a file is to go: its folder, links followed, and its name.
struct Target {
    shown: String,
    folder: PathBuf,
    name: OsString,
    path: PathBuf,
}

impl Target {
    fn find(files: &dyn FileSystem, path: &Path) -> Result<Self> {
        let shown = path.display().to_string();
        let say = |key: &'static str| Message::new(key).with("file", shown.as_str());
        let name = path.file_name().filter(|_| !ends_in_separator(path)).ok_or_else(|| Failure::usage(say("output.no-regular-file")))?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let real = files.real_path(folder).and_then(|real| match files.look(&real)? {
            Some(entry) if entry.kind == EntryKind::Folder => Ok(real),
            _ => Err(io::ErrorKind::NotADirectory.into()),
        });
        let real = real.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
                Failure::new(Kind::Io, say("output.no-folder").with("folder", folder.display().to_string()))
            }
            _ => Failure::io(say("output.failed"), &error),
        })?;
        Ok(Self { path: real.join(name), name: name.to_owned(), folder: real, shown })
    }

    /// The place of an answer, with the attributes of what lies there.
    fn for_answer(files: &dyn FileSystem, path: &Path, data: Option<&Path>) -> Result<(Self, Attributes)> {
        let target = Self::find(files, path)?;
        let data = data.and_then(|data| files.real_path(data).ok());
        if data.is_some_and(|data| target.is_record(&data)) {
            return Err(target.wrong("output.is-record"));
        }
        match files.look(&target.path).map_err(|error| target.failed(&error))? {
            None => Ok((target, Attributes::default())),
            Some(entry) if entry.kind == EntryKind::File => Ok((target, entry.attributes)),
            Some(entry) if entry.kind == EntryKind::Link => Err(target.wrong("output.is-link")),
            Some(_) => Err(target.wrong("output.no-regular-file")),
        }
    }

    /// Whether it is one of the files that a data directory keeps its records in.
    fn is_record(&self, data: &Path) -> bool {
        let Some(inside) = relative(data, &self.path) else { return false };
        let names: Vec<&str> = inside.split('/').collect();
        let is = |name: &&str, known: &str| name.eq_ignore_ascii_case(known);
        let table = |name: &&str, home: Home| ALL.iter().any(|table| table.home == home && is(name, table.file));
        match names.as_slice() {
            [first, ..] if NOT_FOR_ANSWERS.iter().any(|known| is(first, known)) => true,
            [file] => table(file, Home::Top) || SETTINGS.iter().any(|known| is(file, known)),
            [folder, inner, ..] if is(folder, "committee") && is(inner, "decisions") => true,
            [folder, file] if is(folder, "committee") => is(file, "closed.toml") || table(file, Home::Committee),
            [folder, _, file] => is(folder, "branches") && table(file, Home::Branch),
            _ => false,
        }
    }

    /// A name of this process's own in the same folder.
    fn beside(&self) -> PathBuf {
        let mut name = OsString::from(".");
        name.push(&self.name);
        name.push(format!(".{}.part", process::id()));
        self.folder.join(name)
    }

    fn wrong(&self, key: &'static str) -> Failure {
        Failure::new(Kind::Usage, Message::new(key).with("file", self.shown.as_str()))
    }

    fn failed(&self, error: &io::Error) -> Failure {
        Failure::io(Message::new("output.failed").with("file", self.shown.as_str()), error)
    }
}

fn ends_in_separator(path: &Path) -> bool {
    path.as_os_str()
        .as_encoded_bytes()
        .last()
        .is_some_and(|last| matches!(last, b'/' | b'\\' if std::path::is_separator(char::from(*last))))
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests look at the files themselves")]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{write_output, write_private};
    use crate::store::file_system::RealFileSystem;

    fn outcome(path: &Path, data: Option<&Path>) -> &'static str {
        write_output(&RealFileSystem, path, |out| out.write_all(b"new"), data).map_or_else(|failure| failure.message.key, |()| "written")
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|item| item.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn an_answer_is_written_new_or_over_an_old_one() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("报告.html");
        assert_eq!((outcome(&file, None), outcome(&file, None)), ("written", "written"));
        assert_eq!(fs::read(&file).unwrap(), b"new");
        assert_eq!(names(dir.path()), ["报告.html"]);
    }

    #[cfg(unix)]
    #[test]
    fn nothing_but_a_regular_file_is_written_over() {
        use std::os::unix::net::UnixListener;
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("folder")).unwrap();
        fs::write(dir.path().join("kept"), "kept").unwrap();
        std::os::unix::fs::symlink("kept", dir.path().join("link")).unwrap();
        let _socket = UnixListener::bind(dir.path().join("socket")).unwrap();
        let at = |name: &str| outcome(&dir.path().join(name), None);
        assert_eq!(["folder", "folder/", "new/", ".", "socket"].map(at), ["output.no-regular-file"; 5]);
        assert_eq!(at("link"), "output.is-link");
        assert_eq!(["none/x", "kept/x"].map(at), ["output.no-folder"; 2]);
        assert_eq!(outcome(Path::new("/dev/full"), None), "output.no-regular-file");
        assert_eq!(fs::read(dir.path().join("kept")).unwrap(), b"kept");
        assert_eq!(names(dir.path()), ["folder", "kept", "link", "socket"]);
    }

    #[test]
    fn records_are_not_written_over() {
        let dir = tempfile::tempdir().unwrap();
        let data = fs::canonicalize(dir.path()).unwrap();
        fs::create_dir_all(data.join("branches/b")).unwrap();
        fs::create_dir_all(data.join("reports")).unwrap();
        let at = |name: &str| outcome(&data.join(name), Some(&data));
        let records = ["people.csv", "BANGFU.toml", "branches/b/contacts.csv", "branches/../people.csv", ".gitattributes"];
        assert_eq!(records.map(at), ["output.is-record"; 5]);
        assert_eq!(["reports/x.html", "x.html", "branches/b/report.docx"].map(at), ["written"; 3]);
    }

    #[test]
    fn a_folder_is_made_once_and_never_over_a_file() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| super::folder(&dir.path().join(name)).map_or_else(|failure| failure.message.key, |()| "made");
        fs::write(dir.path().join("file"), "kept").unwrap();
        assert_eq!(
            ["new", "new", "new/", "new/deeper", "file", "none/deeper"].map(at),
            ["made", "made", "made", "made", "output.no-folder-there", "output.no-folder"]
        );
        assert_eq!(names(dir.path()), ["file", "new"]);
        assert_eq!(fs::read(dir.path().join("file")).unwrap(), b"kept");
    }

    #[test]
    fn a_private_file_is_private_and_new() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("identity");
        write_private(&RealFileSystem, &file, b"secret").unwrap();
        #[cfg(unix)]
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&file).unwrap().permissions()) & 0o777, 0o600);
        assert_eq!(write_private(&RealFileSystem, &file, b"other").unwrap_err().message.key, "output.exists");
        assert_eq!(fs::read(&file).unwrap(), b"secret");
    }
}
