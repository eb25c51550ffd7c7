//! A new data directory from a template. `bangfu.toml` is written last: before it is there, the folder is no data directory, so a
//! half-made one is never taken for one. Not here: the templates' texts (`data-template/`).

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::file_system::{Attributes, FileSystem, RealFileSystem};
use super::load::SCHEME_FILE;
use super::recovery::write_synced;
use crate::failure::{Failure, Result};
use crate::i18n::Message;

/// The templates by name, with their `bangfu.toml`.
pub const TEMPLATES: [(&str, &str); 2] = [
    ("gzu-2012", include_str!("../../data-template/gzu-2012/bangfu.toml")),
    ("blank", include_str!("../../data-template/blank/bangfu.toml")),
];

/// Files that every template has.
const COMMON: [(&str, &str); 4] = [
    ("people.csv", include_str!("../../data-template/common/people.csv")),
    (".gitattributes", include_str!("../../data-template/common/gitattributes")),
    (".gitignore", include_str!("../../data-template/common/gitignore")),
    ("README.md", include_str!("../../data-template/common/README.md")),
];

/// The files of a new data directory, by name, in the order in which they are written: what `create` will do.
///
/// # Errors
/// `Usage` where the folder holds anything but `.git`, README* and LICENSE*, `Io` where the system says so.
pub fn plan(folder: &Path, template: &str) -> Result<Vec<(&'static str, &'static str)>> {
    let shown = || folder.display().to_string();
    let Some((_, scheme)) = TEMPLATES.iter().find(|(name, _)| *name == template) else {
        return Err(Failure::usage(Message::new("init.no-template").with("value", template)));
    };
    let there = entries(&RealFileSystem, folder).map_err(|error| cannot_write(folder, &error))?.unwrap_or_default();
    let kept = |name: &str| there.iter().any(|kept| kept == name);
    if kept(SCHEME_FILE) {
        return Err(Failure::usage(Message::new("init.is-one").with("folder", shown())));
    }
    if let Some(other) = there.iter().find(|name| !may_stay(name)) {
        return Err(Failure::usage(Message::new("init.not-empty").with("folder", shown()).with("other", other.as_str())));
    }
    Ok(COMMON.into_iter().filter(|(name, _)| !kept(name)).chain([(SCHEME_FILE, *scheme)]).collect())
}

/// Makes a data directory in a folder that is new, empty, or holds only `.git`, README* and LICENSE*.
///
/// # Errors
/// As `plan`; where the system says so, what was written is taken away again.
pub fn create(folder: &Path, template: &str) -> Result<()> {
    let files = RealFileSystem;
    let cannot = |error: io::Error| cannot_write(folder, &error);
    let plan = plan(folder, template)?;
    if files.look(folder).map_err(cannot)?.is_none() {
        make_folder(&files, folder).map_err(cannot)?;
    }
    let mut written: Vec<PathBuf> = Vec::new();
    for (name, text) in plan {
        let path = folder.join(name);
        if let Err(error) = write_synced(&files, &path, text.as_bytes(), Attributes::default()) {
            // What cannot be taken away again is named by the error that follows.
            written.iter().chain([&path]).for_each(|path| drop(files.remove(path)));
            return Err(cannot(error));
        }
        written.push(path);
    }
    files.sync_folder(folder).map_err(cannot)
}

fn cannot_write(folder: &Path, error: &io::Error) -> Failure {
    Failure::io(Message::new("init.cannot-write").with("folder", folder.display().to_string()), error)
}

/// Names in a folder; `None` where it does not exist.
fn entries(files: &dyn FileSystem, folder: &Path) -> io::Result<Option<Vec<String>>> {
    match files.list(folder) {
        Ok(names) => Ok(Some(names.into_iter().map(|name| name.to_string_lossy().into_owned()).collect())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn may_stay(name: &str) -> bool {
    name == ".git" || name.starts_with("README") || name.starts_with("LICENSE")
}

fn make_folder(files: &dyn FileSystem, folder: &Path) -> io::Result<()> {
    files.create_folder(folder)?;
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    files.sync_folder(parent)
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests look at the disk")]
mod tests {
    use std::sync::Arc;

    use super::{TEMPLATES, create};
    use crate::store::scheme::read_scheme;

    #[test]
    fn a_new_directory_is_sound_and_a_full_one_is_refused() {
        for (template, _) in TEMPLATES {
            let parent = tempfile::tempdir().unwrap();
            let folder = parent.path().join("help");
            create(&folder, template).unwrap();
            let mut findings = Vec::new();
            let text = std::fs::read_to_string(folder.join("bangfu.toml")).unwrap();
            read_scheme(&Arc::from("bangfu.toml"), &text, &mut findings);
            assert_eq!(findings, [], "{template}");
            assert!(folder.join(".gitattributes").is_file() && folder.join(".gitignore").is_file());
            assert_eq!(create(&folder, template).unwrap_err().kind.exit_code(), 2);
        }
    }

    #[test]
    fn a_readme_that_is_there_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("README.md"), "mine").unwrap();
        std::fs::create_dir(folder.path().join(".git")).unwrap();
        create(folder.path(), "blank").unwrap();
        assert_eq!(std::fs::read_to_string(folder.path().join("README.md")).unwrap(), "mine");
        assert!(create(folder.path(), "none").is_err());
    }
}
