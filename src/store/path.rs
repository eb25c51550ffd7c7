//! Which paths in a data directory may be read and written. A path comes as text with `/` between folders, as messages show it; no id
//! becomes part of one unchecked, and no symbolic link leads out.

use std::io;
use std::path::{Path, PathBuf};

use super::file_system::{Attributes, EntryKind, FileSystem};
use crate::failure::{Failure, Result};
use crate::i18n::Message;

/// The folder of what belongs to this machine alone: lock, journal, half-written files. Ignored by git.
pub const LOCAL_FOLDER: &str = ".bangfu";

/// Longest name that common file systems take, in bytes.
const LONGEST_NAME: usize = 255;

/// What lies at a path of the data directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing; the path where it would lie, links in its folders followed.
    Missing(PathBuf),
    /// A regular file inside the data directory, links followed.
    File {
        /// Where it really lies.
        path: PathBuf,
        /// Length in bytes.
        len: u64,
        /// Permissions and owner.
        attributes: Attributes,
    },
    /// A folder inside the data directory, links followed.
    Folder(PathBuf),
    /// A symbolic link that leads out of the data directory, to nothing, or to what is not data.
    Outside,
    /// Neither file nor folder, or a file where a folder should be.
    Special,
}

/// Whether a text is the path of something that may be data: relative, plain names, nothing of git's or of this machine's.
#[must_use]
pub fn is_data_path(path: &str) -> bool {
    !path.is_empty() && path.split('/').all(is_plain_name)
}

fn is_plain_name(name: &str) -> bool {
    let forbidden = |c: char| c.is_control() || matches!(c, '\\' | ':');
    let reserved = [".", "..", ".git", LOCAL_FOLDER].iter().any(|taken| name.eq_ignore_ascii_case(taken));
    !name.is_empty() && name.len() <= LONGEST_NAME && !reserved && !name.contains(forbidden)
}

/// Refuses what may not be data.
pub(super) fn checked(path: &str) -> Result<&str> {
    if is_data_path(path) { Ok(path) } else { Err(Failure::refused(Message::new("store.bad-path").with("path", path))) }
}

/// Finds what lies at a data path; `root` has its links followed already.
pub(super) fn stand(files: &dyn FileSystem, root: &Path, path: &str) -> io::Result<Standing> {
    let mut at = root.to_path_buf();
    let mut names = path.split('/').peekable();
    while let Some(name) = names.next() {
        at.push(name);
        let Some(mut entry) = files.look(&at)? else {
            at.extend(names);
            return Ok(Standing::Missing(at));
        };
        if entry.kind == EntryKind::Link {
            match follow(files, root, &at)? {
                Some(real) => at = real,
                None => return Ok(Standing::Outside),
            }
            let Some(real) = files.look(&at)? else { return Ok(Standing::Outside) };
            entry = real;
        }
        match (entry.kind, names.peek().is_none()) {
            (EntryKind::Folder, true) => return Ok(Standing::Folder(at)),
            (EntryKind::Folder, false) => {}
            (EntryKind::File, true) => return Ok(Standing::File { path: at, len: entry.len, attributes: entry.attributes }),
            _ => return Ok(Standing::Special),
        }
    }
    Ok(Standing::Folder(at))
}

/// Where a link leads, if that is data of this directory.
fn follow(files: &dyn FileSystem, root: &Path, link: &Path) -> io::Result<Option<PathBuf>> {
    match files.real_path(link) {
        Ok(real) => Ok(relative(root, &real).filter(|path| is_data_path(path)).map(|_| real)),
        Err(error) if error.kind() == io::ErrorKind::NotFound || is_loop(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Links that lead to each other; the standard library has no stable name for it.
#[cfg(unix)]
fn is_loop(error: &io::Error) -> bool {
    error.raw_os_error() == Some(libc::ELOOP)
}

#[cfg(not(unix))]
fn is_loop(_error: &io::Error) -> bool {
    false
}

/// The path within the data directory, with `/` between folders.
pub(super) fn relative(root: &Path, path: &Path) -> Option<String> {
    let inside = path.strip_prefix(root).ok()?;
    let names: Option<Vec<&str>> = inside.iter().map(|name| name.to_str()).collect();
    names.map(|names| names.join("/"))
}

#[cfg(test)]
mod tests {
    use super::is_data_path;

    #[test]
    fn an_id_does_not_become_a_way_out() {
        for good in ["people.csv", "branches/本科一支部/contacts.csv", ".gitattributes", "committee/decisions/star.toml", "a..b"] {
            assert!(is_data_path(good), "{good}");
        }
        let long = "x".repeat(256);
        for bad in [
            "",
            "/etc/passwd",
            "..",
            "branches/../../x",
            "a//b",
            "a/./b",
            "a\\b",
            "C:x",
            "a\0b",
            "a\nb",
            ".git/hooks/x",
            "branches/.GIT/x",
            ".bangfu/lock",
            "a/",
            &long,
        ] {
            assert!(!is_data_path(bad), "{bad:?}");
        }
    }
}
