//! The file of `-o`: written whole or not at all, and never over what is no regular file.

#![expect(clippy::disallowed_methods, reason = "the store is the room that touches files")]

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Result};
use crate::i18n::Message;

/// Writes a file whole: into a new file beside it, synced, then renamed over it. Errors: the folder is missing, the target is a
/// folder, device or pipe, or the system says so.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let shown = path.display().to_string();
    let odd = fs::metadata(path).is_ok_and(|data| !data.is_file());
    if odd {
        return Err(Failure::usage(Message::new("failure.output-not-a-file").with("file", shown)));
    }
    let beside = beside(path);
    try_write(path, &beside, bytes).map_err(|error| {
        // The half-written file is of no use; that it cannot be removed changes nothing for the user.
        let _ = fs::remove_file(&beside);
        Failure::io(Message::new("failure.cannot-write-output").with("file", shown), &error)
    })
}

fn beside(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}

fn try_write(path: &Path, beside: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(beside)?;
    file.write_all(bytes)?;
    if let Ok(old) = fs::metadata(path) {
        fs::set_permissions(beside, old.permissions())?;
    }
    file.sync_all()?;
    drop(file);
    fs::rename(beside, path)?;
    sync_folder(path)
}

/// Makes the new name last through a power cut; Windows has no such call for folders.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.json");
        write(&path, b"one").unwrap();
        write(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        assert_eq!(write(folder.path(), b"x").unwrap_err().kind.exit_code(), 2);
        assert_eq!(write(&folder.path().join("none/out"), b"x").unwrap_err().kind.exit_code(), 3);
    }
}
