//! A secret text in a file for a moment, while an editor is open on it: in a folder that only the user may enter, outside the records.
//! Whatever lies in that folder afterwards, what the editor left there too, is wiped and removed, however the editor ended; what a dead
//! process left is removed by the next one. Not here: what the text says.

#![expect(clippy::disallowed_methods, reason = "the store is the room that touches files")]

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{self, Command};

use zeroize::Zeroizing;

use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::store::file_system::{EntryKind, RealFileSystem, read_folder};
use crate::store::output::{Nearby, make_private_folder, nearby, write_private};

/// How the folders are named.
const PREFIX: &str = "bangfu-edit-";
/// Held as long as the folder is in use.
const LOCK: &str = ".lock";
/// The text's own file: what it is called tells an editor what it is.
const FILE: &str = "details.toml";
/// The longest text that is read back, in bytes.
const LONGEST: usize = 128 << 10;

/// Lets the user change a text in an editor. `editor` is a command as a shell reads it, `place` the folder that is private.
///
/// # Errors
/// `Usage` where the editor gave up or the text is too long or no UTF-8, `Io` where the system says so. Nothing is left in any case.
pub fn edited(editor: &str, place: &Path, data: Option<&Path>, text: &str) -> Result<Zeroizing<String>> {
    let cannot = |error: io::Error| Failure::io(Message::new("editor.no-file").with("folder", place.display().to_string()), &error);
    make_private_folder(&place.join(PREFIX))?;
    if nearby(&place.join(PREFIX), data) == Nearby::InData {
        return Err(Failure::usage(Message::new("editor.in-data").with("folder", place.display().to_string())));
    }
    sweep(place);
    let folder = Scratch::make(place).map_err(cannot)?;
    let file = folder.path.join(FILE);
    write_private(&RealFileSystem, &file, text.as_bytes())?;
    let failed = |reason: String| Failure::usage(Message::new("editor.failed").with("editor", editor).with("reason", reason));
    let status = command(editor, &file).status().map_err(|error| failed(error.to_string()))?;
    if !status.success() {
        return Err(failed(status.to_string()));
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(LONGEST + 1));
    File::open(&file).and_then(|file| file.take(LONGEST as u64 + 1).read_to_end(&mut bytes)).map_err(cannot)?;
    if bytes.len() > LONGEST {
        return Err(Failure::usage(Message::new("editor.too-long").with("most", LONGEST / 1024)));
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| Failure::usage(Message::new("editor.no-utf8")))?;
    Ok(Zeroizing::new(text.to_owned()))
}

#[cfg(unix)]
fn command(editor: &str, file: &Path) -> Command {
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("{editor} \"$@\"")).arg(editor).arg(file);
    command
}

#[cfg(not(unix))]
fn command(editor: &str, file: &Path) -> Command {
    let mut words = editor.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words).arg(file);
    command
}

/// A folder that is wiped and removed when it is let go.
struct Scratch {
    path: PathBuf,
    _lock: File,
}

impl Scratch {
    fn make(place: &Path) -> io::Result<Self> {
        let free = |number: &u32| !place.join(name(*number)).exists();
        let path = place.join(name((0..).find(free).unwrap_or_default()));
        private(&mut DirBuilder::new()).create(&path)?;
        let lock = File::create(path.join(LOCK))?;
        lock.try_lock()?;
        Ok(Self { path, _lock: lock })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Nobody can be told from here; the next one tries again.
        let _ = wipe(&self.path);
    }
}

fn name(number: u32) -> String {
    format!("{PREFIX}{}-{number}", process::id())
}

#[cfg(unix)]
fn private(builder: &mut DirBuilder) -> &mut DirBuilder {
    use std::os::unix::fs::DirBuilderExt;
    builder.mode(0o700)
}

#[cfg(not(unix))]
fn private(builder: &mut DirBuilder) -> &mut DirBuilder {
    builder
}

/// Removes what a process left that ended in the middle.
fn sweep(place: &Path) {
    for (name, kind) in read_folder(place).unwrap_or_default() {
        let path = place.join(&name);
        let is_ours = kind == EntryKind::Folder && name.to_string_lossy().starts_with(PREFIX);
        // A folder without a lock is one that has just been made, or one of which no more than the folder is left.
        let is_left = || File::open(path.join(LOCK)).map_or_else(|_| !path.join(FILE).exists(), |lock| lock.try_lock().is_ok());
        if is_ours && is_left() {
            let _ = wipe(&path);
        }
    }
}

/// Writes over every file in a folder and removes it all. Links are removed and not followed.
fn wipe(folder: &Path) -> io::Result<()> {
    for (name, kind) in read_folder(folder)? {
        let path = folder.join(name);
        match kind {
            EntryKind::Folder => wipe(&path)?,
            EntryKind::File => overwrite(&path).and(fs::remove_file(&path))?,
            EntryKind::Link | EntryKind::Other => fs::remove_file(&path)?,
        }
    }
    fs::remove_dir(folder)
}

fn overwrite(path: &Path) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    let length = file.metadata()?.len();
    io::copy(&mut io::repeat(0).take(length), &mut file)?;
    file.flush()?;
    file.sync_all()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;

    use super::edited;

    fn names(folder: &Path) -> Vec<String> {
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_text_comes_back_changed_and_nothing_is_left() {
        let place = tempfile::tempdir().unwrap();
        let seen = place.path().join("seen");
        let editor = format!(
            "f() {{ stat -c '%a' \"$1\" \"$(dirname \"$1\")\" > {0}; echo neu >> \"$1\"; cp \"$1\" \"$1~\"; mkdir \"$1.d\"; ln -s {0} \"$1.l\"; }}; f",
            seen.display()
        );
        assert_eq!(edited(&editor, place.path(), None, "alt\n").unwrap().as_str(), "alt\nneu\n");
        assert_eq!(fs::read_to_string(&seen).unwrap(), "600\n700\n", "and a link is not followed when it is removed");
        assert_eq!(names(place.path()), ["seen"]);
    }

    #[test]
    fn an_editor_that_fails_leaves_nothing_either() {
        let place = tempfile::tempdir().unwrap();
        for (editor, key) in [
            ("false", "editor.failed"),
            ("f() { cp \"$1\" \"$1.swp\"; kill -9 $$; }; f", "editor.failed"),
            ("no-such-editor-at-all", "editor.failed"),
            ("rm", "editor.no-file"),
            ("f() { printf '\\377' > \"$1\"; }; f", "editor.no-utf8"),
        ] {
            assert_eq!(edited(editor, place.path(), None, "geheim").unwrap_err().message.key, key, "{editor}");
            assert_eq!(names(place.path()), Vec::<String>::new(), "{editor}");
        }
        assert_eq!(edited("true", place.path(), Some(place.path()), "x").unwrap_err().message.key, "editor.in-data");
    }

    #[test]
    fn what_a_dead_process_left_is_removed_and_what_is_in_use_is_not() {
        let place = tempfile::tempdir().unwrap();
        let (dead, living) = (place.path().join("bangfu-edit-1-0"), place.path().join("bangfu-edit-2-0"));
        for folder in [&dead, &living] {
            fs::create_dir(folder).unwrap();
            fs::write(folder.join(".lock"), "").unwrap();
            fs::write(folder.join("details.toml"), "geheim").unwrap();
            fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).unwrap();
        }
        let held = fs::File::open(living.join(".lock")).unwrap();
        held.try_lock().unwrap();
        edited("true", place.path(), None, "x").unwrap();
        assert_eq!(names(place.path()), ["bangfu-edit-2-0"]);
    }
}
