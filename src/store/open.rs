//! Opens a data file for reading: only regular files, and no link that leads out of the data directory.

#![expect(clippy::disallowed_methods, reason = "the store is the room that touches files")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::directory::Store;
use super::file_system::{EntryKind, read_folder};
use super::folder::{LastFolder, Listing};
use crate::finding::{Code, Finding, Findings};
use crate::i18n::Value;
use crate::source::Place;

/// Room for a file is made before it is read, but no more than this.
const MOST_RESERVED: usize = 1 << 24;

/// The data directory, as the place that relative paths start from.
#[derive(Clone, Debug)]
pub struct Root {
    path: PathBuf,
    /// What some files are going to be (`None`: not there), read in place of what they are.
    over: Arc<BTreeMap<String, Option<Vec<u8>>>>,
    /// The folders of records that are links leading out of the directory, once they were looked for.
    outside: Arc<OnceLock<BTreeSet<String>>>,
    /// What lies at the top and among the branches' folders, once it was asked for.
    listed: Arc<Listed>,
}

/// What lies in the folders that several questions ask about.
#[derive(Debug, Default)]
struct Listed {
    top: OnceLock<Listing>,
    branches: OnceLock<Listing>,
}

/// The folder of the branches' folders.
const BRANCHES: &str = "branches";

/// The folders at fixed places that hold records, besides those of the branches.
const FIXED_FOLDERS: [&str; 3] = [BRANCHES, "committee", "committee/decisions"];

/// An open data file.
pub enum Source {
    /// On the disk, with its length when it was opened.
    File(File, u64),
    /// What it is going to be.
    Bytes(io::Cursor<Vec<u8>>),
}

impl Source {
    /// How many bytes it has.
    #[must_use]
    pub fn length(&self) -> u64 {
        match self {
            Self::File(_, len) => *len,
            Self::Bytes(bytes) => bytes.get_ref().len() as u64,
        }
    }
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file, _) => file.read(buffer),
            Self::Bytes(bytes) => bytes.read(buffer),
        }
    }
}

impl Root {
    /// The data directory at a path.
    #[must_use]
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), over: Arc::default(), outside: Arc::default(), listed: Arc::default() }
    }

    /// The directory of an open store, with the changes that are committed but could not be put into the files here and now.
    #[must_use]
    pub fn of(store: &Store) -> Self {
        Self { over: Arc::new(store.pending()), ..Self::new(store.root()) }
    }

    /// The same directory as it will be when these files have these bytes. What lies in its folders is what lay there.
    #[must_use]
    pub fn with(&self, changes: BTreeMap<String, Vec<u8>>) -> Self {
        let mut over = BTreeMap::clone(&self.over);
        over.extend(changes.into_iter().map(|(path, bytes)| (path, Some(bytes))));
        Self { over: Arc::new(over), ..self.clone() }
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether a file is known not to be there without looking again.
    #[must_use]
    pub fn lacks(&self, relative: &str, folder: &LastFolder) -> bool {
        folder.lacks(relative) && !self.over.contains_key(relative)
    }

    /// Opens a file by its path inside the directory. `None`: it does not exist, or a finding says why it cannot be read.
    pub fn open(&self, relative: &Arc<str>, findings: &mut Findings) -> Option<Source> {
        if let Some(bytes) = self.over.get(relative.as_ref()) {
            return bytes.as_ref().map(|bytes| Source::Bytes(io::Cursor::new(bytes.clone())));
        }
        if let Some(folder) = self.outside_of(relative) {
            findings.push(leads_out(folder));
            return None;
        }
        match self.try_open(relative) {
            Ok((file, len)) => Some(Source::File(file, len)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                findings.push(self.refusal(relative, &error));
                None
            }
        }
    }

    fn try_open(&self, relative: &str) -> io::Result<(File, u64)> {
        let path = self.path.join(relative);
        let file = match open_plain(&path) {
            Err(error) if is_link_refusal(&error) => match self.leads_inside(&path) {
                Ok(true) => open_plain(&path.canonicalize()?)?,
                // A link to nothing is no missing file: what it should lead to is somewhere else.
                Err(to) if to.kind() != io::ErrorKind::NotFound => return Err(to),
                Ok(false) | Err(_) => return Err(error),
            },
            other => other?,
        };
        let data = file.metadata()?;
        if data.is_file() { Ok((file, data.len())) } else { Err(io::ErrorKind::InvalidInput.into()) }
    }

    /// The folder that leads out of the data directory, of those on the way to a path.
    fn outside_of(&self, relative: &str) -> Option<&str> {
        let on_the_way =
            |folder: &&String| relative.strip_prefix(folder.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        self.outside.get_or_init(|| self.find_outside()).iter().find(on_the_way).map(String::as_str)
    }

    fn find_outside(&self) -> BTreeSet<String> {
        let leads_out = |folder: &String| !self.leads_inside(&self.path.join(folder)).unwrap_or(false);
        let is_link = |folder: &&str| fs::symlink_metadata(self.path.join(folder)).is_ok_and(|data| data.is_symlink());
        let mut outside: BTreeSet<String> = FIXED_FOLDERS.into_iter().filter(is_link).map(str::to_owned).filter(leads_out).collect();
        if !outside.contains(BRANCHES) {
            // What cannot be listed is told of by the survey.
            let links = self.listed.branches.get_or_init(|| self.list_anew(BRANCHES)).iter().flatten();
            let links = links.filter(|(_, kind)| *kind == EntryKind::Link);
            outside.extend(links.map(|(name, _)| format!("{BRANCHES}/{name}")).filter(leads_out));
        }
        outside
    }

    /// What lies at the top of the directory, as it was when first asked for.
    pub fn top(&self) -> &Listing {
        self.listed.top.get_or_init(|| self.list_anew(""))
    }

    /// The branches' folders and what lies among them, as it was when first asked for.
    pub fn branch_folders(&self) -> &Listing {
        let is_outside = self.is_outside(BRANCHES);
        self.listed.branches.get_or_init(|| if is_outside { Err(outside()) } else { self.list_anew(BRANCHES) })
    }

    /// What lies in a folder of records.
    ///
    /// # Errors
    /// What the system says; one too where the folder lies outside the data directory.
    pub fn list(&self, folder: &str) -> Listing {
        if self.is_outside(folder) { Err(outside()) } else { self.list_anew(folder) }
    }

    fn list_anew(&self, folder: &str) -> Listing {
        let names = read_folder(&self.path.join(folder))?;
        Ok(names.into_iter().map(|(name, kind)| (name.to_string_lossy().into_owned(), kind)).collect())
    }

    /// Whether there is something at the path of a folder.
    #[must_use]
    pub fn has_folder(&self, folder: &str) -> bool {
        fs::symlink_metadata(self.path.join(folder)).is_ok()
    }

    /// Whether a folder of records lies outside the data directory, by a link: it is not looked into.
    #[must_use]
    pub fn is_outside(&self, folder: &str) -> bool {
        self.outside_of(folder).is_some()
    }

    /// Whether a link leads to a place inside the data directory.
    fn leads_inside(&self, path: &Path) -> io::Result<bool> {
        Ok(fs::canonicalize(path)?.starts_with(fs::canonicalize(&self.path)?))
    }

    fn refusal(&self, relative: &Arc<str>, error: &io::Error) -> Finding {
        let place = Place::new(relative, 0, 0);
        if is_link_refusal(error) {
            return Finding::new(Code::SymlinkOutside, place).with("file", relative.as_ref());
        }
        match (error.kind(), error.raw_os_error()) {
            (io::ErrorKind::InvalidInput, None) => {
                Finding::new(Code::UnreadableFile, place).with("reason", Value::Word("store.not-a-regular-file"))
            }
            _ => Finding::new(Code::UnreadableFile, place).with("reason", error.to_string()),
        }
    }

    /// Reports those of some folders that are links leading out of the directory; files in them are not opened.
    pub fn check_folders(&self, relative: &[&str], findings: &mut Findings) {
        relative.iter().filter_map(|folder| self.outside_of(folder)).for_each(|folder| findings.push(leads_out(folder)));
    }

    /// The whole of a file; `None` where it does not exist or a finding says why it cannot be read.
    pub fn read(&self, relative: &Arc<str>, findings: &mut Findings) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        self.read_into(relative, &mut bytes, findings).then_some(bytes)
    }

    /// The whole of a file in place of what was in a buffer; not where it does not exist or a finding says why it cannot be read.
    pub fn read_into(&self, relative: &Arc<str>, bytes: &mut Vec<u8>, findings: &mut Findings) -> bool {
        bytes.clear();
        let Some(mut file) = self.open(relative, findings) else { return false };
        bytes.reserve_exact(usize::try_from(file.length()).unwrap_or(0).min(MOST_RESERVED) + 1);
        match file.read_to_end(bytes) {
            Ok(_) => true,
            Err(error) => {
                findings.push(self.refusal(relative, &error));
                false
            }
        }
    }
}

/// Why a folder outside is not listed.
fn outside() -> io::Error {
    io::ErrorKind::InvalidInput.into()
}

fn leads_out(folder: &str) -> Finding {
    Finding::new(Code::SymlinkOutside, Place::whole(folder)).with("file", folder)
}

/// The nearest folder upward from a folder, itself included, that holds the settings file.
#[must_use]
pub fn find_upward(from: &Path) -> Option<PathBuf> {
    from.ancestors().find(|folder| has_scheme(folder)).map(Path::to_owned)
}

/// Whether a folder holds a scheme.
#[must_use]
pub fn has_scheme(folder: &Path) -> bool {
    folder.join(super::load::SCHEME_FILE).is_file()
}

/// Opens without following a link in the last part and without waiting on a pipe.
#[cfg(unix)]
fn open_plain(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().read(true).custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK).open(path)
}

#[cfg(unix)]
fn is_link_refusal(error: &io::Error) -> bool {
    error.raw_os_error() == Some(libc::ELOOP)
}

#[cfg(not(unix))]
fn open_plain(path: &Path) -> io::Result<File> {
    if fs::symlink_metadata(path)?.is_symlink() {
        return Err(io::Error::other(LINK));
    }
    OpenOptions::new().read(true).open(path)
}

#[cfg(not(unix))]
const LINK: &str = "a link";

#[cfg(not(unix))]
fn is_link_refusal(error: &io::Error) -> bool {
    error.to_string() == LINK
}

#[cfg(all(test, unix))]
mod tests {
    use std::sync::Arc;

    use super::{LastFolder, Root};
    use crate::finding::Findings;

    #[test]
    fn links_outwards_and_odd_files_are_refused() {
        let outside = tempfile::tempdir().unwrap();
        let inside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret.csv"), "x").unwrap();
        std::fs::write(inside.path().join("a.csv"), "y").unwrap();
        std::os::unix::fs::symlink(outside.path().join("secret.csv"), inside.path().join("out.csv")).unwrap();
        std::os::unix::fs::symlink("a.csv", inside.path().join("in.csv")).unwrap();
        std::os::unix::fs::symlink(outside.path(), inside.path().join("committee")).unwrap();
        std::fs::create_dir(inside.path().join("dir.csv")).unwrap();
        let root = Root::new(inside.path());
        let mut findings = Findings::default();
        assert_eq!(root.read(&Arc::from("in.csv"), &mut findings), Some(b"y".to_vec()));
        assert_eq!(root.read(&Arc::from("none.csv"), &mut findings), None);
        assert!(findings.is_empty());
        assert!(root.open(&Arc::from("out.csv"), &mut findings).is_none());
        assert!(root.open(&Arc::from("dir.csv"), &mut findings).is_none());
        root.check_folders(&["committee", "branches"], &mut findings);
        // What lies in a folder outside is not read, whoever asks.
        assert_eq!(root.read(&Arc::from("committee/secret.csv"), &mut findings), None);
        assert!(root.is_outside("committee") && !root.is_outside("branches") && !root.is_outside("committees/x.csv"));
        let codes: Vec<_> = findings.iter().map(|finding| finding.code.word()).collect();
        assert_eq!(codes, ["symlink-outside", "unreadable-file", "symlink-outside", "symlink-outside"]);
        for to in ["nowhere.csv", "/nowhere/at/all.csv"] {
            let (link, mut findings) = (inside.path().join("gone.csv"), Findings::default());
            std::os::unix::fs::symlink(to, &link).unwrap();
            assert_eq!(root.read(&Arc::from("gone.csv"), &mut findings), None);
            assert_eq!(findings.listed().0.iter().map(|finding| finding.code.word()).collect::<Vec<_>>(), ["symlink-outside"]);
            std::fs::remove_file(&link).unwrap();
        }
    }

    #[test]
    fn a_folder_outside_is_not_listed() {
        let outside = tempfile::tempdir().unwrap();
        let inside = tempfile::tempdir().unwrap();
        std::fs::create_dir(outside.path().join("a")).unwrap();
        std::os::unix::fs::symlink(outside.path(), inside.path().join("branches")).unwrap();
        let root = Root::new(inside.path());
        assert_eq!((root.branch_folders().is_err(), root.list("branches/a").is_err(), root.top().as_ref().unwrap().len()), (true, true, 1));
    }

    /// What is going to be there was not listed.
    #[test]
    fn a_file_that_is_going_to_be_there_is_not_missed() {
        let inside = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(inside.path().join("branches/a")).unwrap();
        let root = Root::new(inside.path()).with([("branches/a/goals.csv".to_owned(), b"x".to_vec())].into());
        let mut folder = LastFolder::default();
        assert_eq!(folder.list(&root, "branches/a").as_ref().unwrap().len(), 0);
        assert_eq!(["goals.csv", "forms.csv"].map(|name| root.lacks(&format!("branches/a/{name}"), &folder)), [false, true]);
    }
}
