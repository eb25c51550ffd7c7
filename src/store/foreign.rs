//! Files from outside the records, read whole for an import. Not here: what they say.

use std::io::Read;
use std::path::Path;

use super::file_system::{EntryKind, FileSystem, RealFileSystem};
use crate::failure::{Failure, Result};
use crate::i18n::Message;

/// The largest file that an import takes: 256 MiB.
const LARGEST: u64 = 256 << 20;

/// The bytes of a file.
///
/// # Errors
/// `Usage` where it is no regular file or too large, `Io` where it is missing or the system says so.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    let files = RealFileSystem;
    let named = |key: &'static str| Message::new(key).with("file", path.display().to_string());
    let cannot = |error: std::io::Error| Failure::io(named("import.cannot-read"), &error);
    let real = files.real_path(path).map_err(cannot)?;
    if files.look(&real).map_err(cannot)?.is_none_or(|entry| entry.kind != EntryKind::File) {
        return Err(Failure::usage(named("import.not-a-file")));
    }
    let mut bytes = Vec::new();
    files.open(&real).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes)).map_err(cannot)?;
    if bytes.len() as u64 > LARGEST {
        return Err(Failure::usage(named("import.too-large")));
    }
    Ok(bytes)
}

/// Whether two paths lead to one file.
#[must_use]
pub fn is_same_file(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| RealFileSystem.real_path(path).ok();
    real(one).is_some_and(|real_one| real(other) == Some(real_one))
}
