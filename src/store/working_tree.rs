//! The files that could be committed: those of the working tree that git does not ignore, and those that are staged as they are staged;
//! those of repositories in it (submodules) as well. Without git, or outside a repository, the files of the data directory.
//! Not here: what is looked for in them.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread::Builder;

use super::file_system::{EntryKind, FileSystem, RealFileSystem, link_target, read_folder};
use super::git::{self, GIT, Index, Refusal};
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

/// Why a file's bytes are not there to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It is larger than what is looked into.
    TooLarge,
    /// The system does not let it be read.
    Unreadable,
}

/// What there was to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// The working tree and what is staged, or files that no repository holds.
    All,
    /// There is a repository but no git to ask for what is staged and what is ignored.
    WithoutGit,
}

/// Given each file: its path in the repository, where it stands, its bytes.
pub type Look<'l> = &'l mut dyn FnMut(&str, Standing, std::result::Result<&[u8], Unread>);

/// Gives every file that could be committed.
///
/// # Errors
/// `Io` where the data directory cannot be read, or git does not answer for its repository.
pub fn each(data: &Path, look: Look<'_>) -> Result<Seen> {
    let top = match git::ask(data, Index::OfHook, &["rev-parse", "--show-toplevel"]) {
        Ok(answer) => path_of(answer.strip_suffix(b"\n").unwrap_or(&answer)),
        Err(Refusal::NoGit) => {
            walk(data, "", look)?;
            return Ok(if git::may_be_in_repository(data) { Seen::WithoutGit } else { Seen::All });
        }
        Err(Refusal::NoRepository) => PathBuf::new(),
        Err(refusal) => return Err(failure(refusal)),
    };
    // A repository without a working tree has none of these files.
    let outcome = if top.as_os_str().is_empty() { walk(data, "", look) } else { repository(&top, "", look) };
    outcome.map(|()| Seen::All)
}

fn failure(refusal: Refusal) -> Failure {
    let reason = match refusal {
        Refusal::NoGit => io::ErrorKind::NotFound.into(),
        Refusal::NoRepository => io::Error::other("no repository"),
        Refusal::Said(reason) => io::Error::other(reason),
    };
    Failure::io(Message::new("guard.git-fails"), &reason)
}

fn repository(top: &Path, under: &str, look: Look<'_>) -> Result<()> {
    let index = if under.is_empty() { Index::OfHook } else { Index::Own };
    let list = |words: &[&str]| git::ask(top, index, words).map_err(failure);
    let listed = list(&["ls-files", "-z", "--cached", "--others", "--exclude-standard"])?;
    let names: BTreeSet<&[u8]> = listed.split(|byte| *byte == 0).filter(|name| !name.is_empty()).collect();
    for name in names {
        let path = top.join(path_of(name));
        let shown = format!("{under}{}", String::from_utf8_lossy(name));
        match RealFileSystem.look(&path).ok().flatten().map(|entry| entry.kind) {
            Some(EntryKind::Folder) if RealFileSystem.look(&path.join(GIT)).is_ok_and(|entry| entry.is_some()) => {
                repository(&path, &format!("{}/", shown.trim_end_matches('/')), look)?;
            }
            Some(kind @ (EntryKind::File | EntryKind::Link)) => give(&path, &shown, kind, look),
            _ => {}
        }
    }
    let changed =
        list(&["diff", "--cached", "--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-color", "--diff-filter=ACMT"])?;
    staged(top, &staged_blobs(&changed), |name, bytes| {
        look(&format!("{under}{}", String::from_utf8_lossy(name)), Standing::Staged, bytes);
    })
}

/// What the staged changes put: the name of each blob and its path. Repositories in the repository have none.
fn staged_blobs(answer: &[u8]) -> Vec<(String, &[u8])> {
    let mut fields = answer.split(|byte| *byte == 0);
    let mut blobs = Vec::new();
    while let (Some(head), Some(name)) = (fields.next(), fields.next()) {
        let head = String::from_utf8_lossy(head);
        let parts: Vec<&str> = head.split(' ').collect();
        if let [_, mode, _, blob, _] = parts.as_slice()
            && *mode != "160000"
        {
            blobs.push(((*blob).to_owned(), name));
        }
    }
    blobs
}

/// Reads blobs, all by one process.
fn staged(top: &Path, blobs: &[(String, &[u8])], mut look: impl FnMut(&[u8], std::result::Result<&[u8], Unread>)) -> Result<()> {
    if blobs.is_empty() {
        return Ok(());
    }
    let cannot = |error: io::Error| Failure::io(Message::new("guard.git-fails"), &error);
    let mut child = git::command(top, Index::Own, &["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(cannot)?;
    let (Some(mut asking), Some(answer)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(cannot(io::ErrorKind::BrokenPipe.into()));
    };
    let outcome = std::thread::scope(|scope| {
        Builder::new().spawn_scoped(scope, move || blobs.iter().try_for_each(|(blob, _)| writeln!(asking, "{blob}")))?;
        let mut answer = BufReader::new(answer);
        blobs.iter().try_for_each(|(_, name)| {
            let blob = next_blob(&mut answer)?;
            look(name, blob.as_deref().ok_or(Unread::TooLarge));
            Ok(())
        })
    });
    let ended = child.wait();
    outcome.and(ended.map(|_| ())).map_err(cannot)
}

/// The next blob of an answer: a line `name blob length`, the bytes, a line feed. `None` for one that is too large.
fn next_blob(answer: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut head = String::new();
    answer.read_line(&mut head)?;
    let length = head.trim_end().rsplit(' ').next().and_then(|length| length.parse::<u64>().ok());
    let length = length.ok_or_else(|| io::Error::other(head.trim_end().to_owned()))?;
    let mut body = answer.by_ref().take(length + 1);
    if length > LARGEST {
        return io::copy(&mut body, &mut io::sink()).map(|_| None);
    }
    let mut bytes = Vec::new();
    body.read_to_end(&mut bytes)?;
    bytes.truncate(length as usize);
    Ok(Some(bytes))
}

/// A path as git names it.
#[cfg(unix)]
fn path_of(name: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    OsString::from_vec(name.to_vec()).into()
}

/// A path as git names it.
#[cfg(not(unix))]
fn path_of(name: &[u8]) -> PathBuf {
    OsString::from(String::from_utf8_lossy(name).into_owned()).into()
}

/// Gives a file of the working tree. A link is not followed: where it leads to is what would be committed.
fn give(path: &Path, shown: &str, kind: EntryKind, look: Look<'_>) {
    let files = RealFileSystem;
    let bytes = match (kind, files.look(path)) {
        (EntryKind::Link, _) => {
            link_target(path).map(|target| target.as_os_str().as_encoded_bytes().to_vec()).map_err(|_| Unread::Unreadable)
        }
        (_, Ok(Some(entry))) if entry.len > LARGEST => Err(Unread::TooLarge),
        (_, Ok(Some(entry))) => files.read(path, entry.len).map_err(|_| Unread::Unreadable),
        _ => return,
    };
    look(shown, Standing::Tree, bytes.as_deref().map_err(|unread| *unread));
}

fn walk(root: &Path, under: &str, look: Look<'_>) -> Result<()> {
    let folder = root.join(under);
    let cannot = |error: io::Error| Failure::io(Message::new("store.cannot-read").with("file", folder.display().to_string()), &error);
    for (name, kind) in read_folder(&folder).map_err(cannot)? {
        let shown = format!("{under}{}", name.to_string_lossy());
        match kind {
            EntryKind::Folder if name != GIT && shown != LOCAL_FOLDER => walk(root, &format!("{shown}/"), look)?,
            EntryKind::File | EntryKind::Link => give(&folder.join(&name), &shown, kind, look),
            _ => {}
        }
    }
    Ok(())
}
