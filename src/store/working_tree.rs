//! The files that could be committed: those of the working tree that git does not ignore, and those that are staged as they are staged.
//! Without git, or outside a repository, the files of the data directory. Not here: what is looked for in them.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::file_system::{EntryKind, FileSystem, RealFileSystem, read_folder};
use super::path::LOCAL_FOLDER;
use crate::failure::{Failure, Result};
use crate::i18n::Message;

/// Larger files are not looked into.
const LARGEST: u64 = 64 << 20;

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// In the working tree.
    Tree,
    /// Staged, to be committed next.
    Staged,
}

/// Gives every file that could be committed: its path in the repository, where it stands, and its bytes.
///
/// # Errors
/// `Io` where the data directory cannot be read.
pub fn each(data: &Path, mut look: impl FnMut(&str, Standing, &[u8])) -> Result<()> {
    let top =
        git(data, &["rev-parse", "--show-toplevel"]).and_then(|answer| Some(PathBuf::from(String::from_utf8(answer).ok()?.trim_end())));
    let Some(top) = top.filter(|top| !top.as_os_str().is_empty()) else { return walk(data, "", &mut look) };
    let list = |words: &[&str]| git(&top, words).map(names).unwrap_or_default();
    for name in list(&["ls-files", "-z", "--cached", "--others", "--exclude-standard"]) {
        if let Some(bytes) = bytes(&top.join(&name)) {
            look(&name, Standing::Tree, &bytes);
        }
    }
    for name in list(&["diff", "--cached", "--name-only", "-z", "--no-renames", "--diff-filter=ACMT"]) {
        if let Some(bytes) = git(&top, &["cat-file", "blob", &format!(":{name}")]) {
            look(&name, Standing::Staged, &bytes);
        }
    }
    Ok(())
}

/// What git answers; nothing where there is no git, or it fails.
fn git(folder: &Path, words: &[&str]) -> Option<Vec<u8>> {
    let mut command = Command::new("git");
    // A hook runs with these set for its own folder; the index that it works on stays.
    command.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE").env("GIT_OPTIONAL_LOCKS", "0");
    let output = command.current_dir(folder).args(words).stdin(Stdio::null()).output().ok()?;
    output.status.success().then_some(output.stdout)
}

fn names(answer: Vec<u8>) -> Vec<String> {
    answer.split(|byte| *byte == 0).filter(|name| !name.is_empty()).map(|name| String::from_utf8_lossy(name).into_owned()).collect()
}

/// The bytes of a regular file; links are not followed.
fn bytes(path: &Path) -> Option<Vec<u8>> {
    let files = RealFileSystem;
    let entry = files.look(path).ok().flatten().filter(|entry| entry.kind == EntryKind::File && entry.len <= LARGEST)?;
    files.read(path, entry.len).ok()
}

fn walk(root: &Path, under: &str, look: &mut impl FnMut(&str, Standing, &[u8])) -> Result<()> {
    let folder = root.join(under);
    let cannot = |error: std::io::Error| Failure::io(Message::new("store.cannot-read").with("file", folder.display().to_string()), &error);
    for (name, kind) in read_folder(&folder).map_err(cannot)? {
        let name = name.to_string_lossy();
        let path = if under.is_empty() { name.to_string() } else { format!("{under}/{name}") };
        match kind {
            EntryKind::Folder if ![".git", LOCAL_FOLDER].contains(&path.as_str()) => walk(root, &path, look)?,
            EntryKind::File => {
                if let Some(bytes) = bytes(&root.join(&path)) {
                    look(&path, Standing::Tree, &bytes);
                }
            }
            _ => {}
        }
    }
    Ok(())
}
