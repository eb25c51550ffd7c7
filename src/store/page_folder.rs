//! A folder of pages that is written again and again: a list in it tells which pages are the program's own, so that one that is no longer
//! made goes, and nothing of anybody else does. Not here: what is on the pages.

use std::path::{Path, PathBuf};

use super::file_system::{EntryKind, FileSystem, RealFileSystem};
use super::output;
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::netstring;

/// The list of the program's own pages: each with the digest of its bytes.
const LIST: &str = ".bangfu-pages";
/// The longest list that is read.
const LONGEST: u64 = 1 << 20;

/// A page by its name and the digest of its bytes.
type Known = (String, String);

/// The digest of a page; of what is no text, which no page is, that of nothing.
fn digest(bytes: &[u8]) -> String {
    netstring::digest(std::str::from_utf8(bytes).ok())
}

/// Earlier pages of the program that are not among the new ones and are as it wrote them.
#[must_use]
pub fn left_over(folder: &Path, files: &[(String, Vec<u8>)]) -> Vec<PathBuf> {
    let is_new = |name: &str| files.iter().any(|(new, _)| new == name);
    let old = listed(folder).into_iter().filter(|(name, _)| !is_new(name));
    let is_own = |path: &PathBuf, known: &str| read(path).is_some_and(|bytes| digest(&bytes) == known);
    old.map(|(name, digest)| (folder.join(name), digest)).filter(|(path, digest)| is_own(path, digest)).map(|(path, _)| path).collect()
}

/// Writes the pages into the folder, which is made where it is missing, and takes away what is left over of earlier ones.
///
/// # Errors
/// As `output::write`; what was written by then stays, and is on the list.
pub fn write(folder: &Path, files: &[(String, Vec<u8>)], data: Option<&Path>) -> Result<()> {
    output::folder(folder)?;
    let old = left_over(folder, files);
    let new: Vec<Known> = files.iter().map(|(name, bytes)| (name.clone(), digest(bytes))).collect();
    // Whatever happens in between, a page of the program is on the list.
    let mut both = listed(folder);
    both.extend(new.iter().cloned());
    put_list(folder, both, data)?;
    for (name, bytes) in files {
        output::write(&folder.join(name), bytes, data)?;
    }
    for path in old {
        let failed = |error| Failure::io(Message::new("output.failed").with("file", path.display().to_string()), &error);
        RealFileSystem.remove(&path).map_err(failed)?;
    }
    put_list(folder, new, data)
}

fn put_list(folder: &Path, mut known: Vec<Known>, data: Option<&Path>) -> Result<()> {
    known.sort();
    known.dedup();
    let text: String = known.into_iter().map(|(name, digest)| format!("{digest}  {name}\n")).collect();
    output::write(&folder.join(LIST), text.as_bytes(), data)
}

/// The pages on the list. A name that leads out of the folder, or is none of a page, is not looked at.
fn listed(folder: &Path) -> Vec<Known> {
    let bytes = read(&folder.join(LIST)).unwrap_or_default();
    let is_page = |name: &str| name.ends_with(".html") && !name.contains(['/', '\\', ':']) && !name.starts_with('.');
    let known = |line: &str| line.split_once("  ").map(|(digest, name)| (name.to_owned(), digest.to_owned()));
    String::from_utf8_lossy(&bytes).lines().filter_map(known).filter(|(name, _)| is_page(name)).collect()
}

/// A regular file that is not too long for a page or a list; links are not followed.
fn read(path: &Path) -> Option<Vec<u8>> {
    let entry = RealFileSystem.look(path).ok()??;
    let fits = entry.kind == EntryKind::File && (entry.len <= LONGEST || path.extension().is_some_and(|extension| extension == "html"));
    fits.then(|| RealFileSystem.read(path, entry.len).ok())?
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests look at the files themselves")]
mod tests {
    use std::fs;

    use super::{LIST, left_over, write};

    fn pages(names: &[&str]) -> Vec<(String, Vec<u8>)> {
        names.iter().map(|name| ((*name).to_owned(), format!("page {name}").into_bytes())).collect()
    }

    #[test]
    fn only_own_pages_that_nobody_changed_are_taken_away() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("season");
        write(&folder, &pages(&["index.html", "old.html", "mine.html", "gone.html"]), None).unwrap();
        fs::write(folder.join("mine.html"), "written over by somebody").unwrap();
        fs::write(folder.join("foreign.html"), "page old.html").unwrap();
        fs::remove_file(folder.join("gone.html")).unwrap();
        assert_eq!(left_over(&folder, &pages(&["index.html"])), [folder.join("old.html")]);
        write(&folder, &pages(&["index.html", "new.html"]), None).unwrap();
        let mut names: Vec<_> = fs::read_dir(&folder).unwrap().map(|item| item.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        assert_eq!(names, [LIST, "foreign.html", "index.html", "mine.html", "new.html"]);
        assert!(left_over(&folder, &pages(&["index.html", "new.html"])).is_empty());
    }

    #[test]
    fn a_list_leads_nowhere_else() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("season");
        write(&folder, &pages(&["index.html"]), None).unwrap();
        fs::write(dir.path().join("other.html"), "page").unwrap();
        let digest = super::digest(b"page");
        let lines = ["../other.html", "/etc/other.html", ".hidden.html", "people.csv"].map(|name| format!("{digest}  {name}\n"));
        fs::write(folder.join("people.csv"), "page").unwrap();
        fs::write(folder.join(".hidden.html"), "page").unwrap();
        fs::write(folder.join(LIST), lines.concat()).unwrap();
        assert!(left_over(&folder, &[]).is_empty());
    }
}
