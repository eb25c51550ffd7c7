//! A new data directory from a template. `bangfu.toml` is written last: before it is there, the folder is no data directory, so a
//! half-made one is never taken for one. A file that holds only the beginning of what would be written is what a stopped run left: it
//! is written anew. Not here: the templates' texts (`data-template/`).

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::file_system::{Attributes, EntryKind, FileSystem, RealFileSystem};
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

/// A file of a new data directory that is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Its name.
    pub name: &'static str,
    /// What it is to hold.
    pub text: &'static str,
    /// The beginning of that which is there already.
    pub begun: Option<Vec<u8>>,
}

/// The files of a new data directory, in the order in which they are written: what `create` will do.
///
/// # Errors
/// `Usage` where the folder holds anything but `.git`, README* and LICENSE*, `Io` where the system says so.
pub fn plan(folder: &Path, template: &str) -> Result<Vec<Planned>> {
    let shown = || folder.display().to_string();
    let Some((_, scheme)) = TEMPLATES.iter().find(|(name, _)| *name == template) else {
        return Err(Failure::usage(Message::new("init.no-template").with("value", template)));
    };
    let there = entries(&RealFileSystem, folder).map_err(|error| cannot_write(folder, &error))?.unwrap_or_default();
    let begun: Vec<(&String, Vec<u8>)> = there.iter().filter_map(|name| Some((name, begun(&RealFileSystem, folder, name)?))).collect();
    let is_begun = |name: &str| begun.iter().any(|(begun, _)| *begun == name);
    let kept = |name: &str| there.iter().any(|kept| kept == name) && !is_begun(name);
    if kept(SCHEME_FILE) {
        return Err(Failure::usage(Message::new("init.is-one").with("folder", shown())));
    }
    if let Some(other) = there.iter().find(|name| !may_stay(name) && !is_begun(name)) {
        return Err(Failure::usage(Message::new("init.not-empty").with("folder", shown()).with("other", other.as_str())));
    }
    let bytes = |name: &str| begun.iter().find(|(begun, _)| *begun == name).map(|(_, bytes)| bytes.clone());
    let planned = |(name, text)| Planned { name, text, begun: bytes(name) };
    Ok(COMMON.into_iter().filter(|(name, _)| !kept(name)).chain([(SCHEME_FILE, *scheme)]).map(planned).collect())
}

/// The bytes of a file that holds only the beginning of what `create` writes under its name, so that nothing is lost when it is written
/// anew. With the whole of a template's settings the folder is a data directory.
fn begun(files: &dyn FileSystem, folder: &Path, name: &str) -> Option<Vec<u8>> {
    let path = folder.join(name);
    let bytes = match files.look(&path) {
        Ok(Some(entry)) if entry.kind == EntryKind::File => files.read(&path, entry.len).ok(),
        _ => None,
    };
    let bytes = bytes?;
    let is_begun = if name == SCHEME_FILE {
        let whole = TEMPLATES.iter().any(|(_, text)| text.as_bytes() == bytes);
        !whole && TEMPLATES.iter().any(|(_, text)| text.as_bytes().starts_with(&bytes))
    } else {
        COMMON.iter().any(|(common, text)| *common == name && text.as_bytes().starts_with(&bytes))
    };
    is_begun.then_some(bytes)
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
    for Planned { name, text, .. } in plan {
        let path = folder.join(name);
        if files.look(&path).map_err(cannot)?.is_some() {
            files.remove(&path).map_err(cannot)?;
        }
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

    use super::{Planned, TEMPLATES, create};
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

    /// A crash leaves the first files whole and the next one up to some byte.
    #[test]
    fn what_a_stopped_run_left_is_made_whole() {
        let plan = super::plan(std::path::Path::new("no/such/folder"), "blank").unwrap();
        let whole = tempfile::tempdir().unwrap();
        create(whole.path(), "blank").unwrap();
        for stopped in 0..plan.len() {
            let Planned { name: last, text: torn, .. } = &plan[stopped];
            for part in [0, 1, torn.len() / 2, torn.len() - 1] {
                let folder = tempfile::tempdir().unwrap();
                plan[..stopped].iter().for_each(|file| std::fs::write(folder.path().join(file.name), file.text).unwrap());
                std::fs::write(folder.path().join(last), &torn.as_bytes()[..part]).unwrap();
                let again = super::plan(folder.path(), "blank").unwrap();
                let there = again.iter().map(|file| file.begun.as_deref().map(<[u8]>::len)).collect::<Vec<_>>();
                let whole = plan.iter().take(stopped).map(|file| Some(file.text.len())).chain([Some(part)]);
                assert_eq!(there, whole.chain(std::iter::repeat(None)).take(plan.len()).collect::<Vec<_>>());
                create(folder.path(), "blank").unwrap();
                for Planned { name, text, .. } in &plan {
                    assert_eq!(std::fs::read_to_string(folder.path().join(name)).unwrap(), *text, "{name} after {stopped}, {part}");
                }
                assert_eq!(create(folder.path(), "blank").unwrap_err().kind.exit_code(), 2);
            }
        }
        for (name, text) in [("people.csv", "id,name,stage\n1,a,full\n"), ("bangfu.toml", "format = 1\n"), (".gitignore", "mine\n")] {
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join(name), text).unwrap();
            assert_eq!(create(folder.path(), "blank").unwrap_err().kind.exit_code(), 2, "{name}");
            assert_eq!(std::fs::read_to_string(folder.path().join(name)).unwrap(), text);
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
