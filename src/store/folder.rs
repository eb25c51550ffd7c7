//! What lies in the folders of the data directory, listed once for all tables of a folder. Not here: what the names mean (`misnamed`, `survey`).

use std::io;

use super::file_system::EntryKind;
use super::misnamed::folder_and_name;
use super::open::Root;

/// Names in a folder, sorted, with what they are.
pub type Listing = io::Result<Vec<(String, EntryKind)>>;

/// The folder that was listed last; those of a branch are asked for table by table.
#[derive(Default)]
pub struct LastFolder {
    listed: Option<(String, Listing)>,
}

impl LastFolder {
    /// What lies in a folder.
    pub fn list(&mut self, root: &Root, path: &str) -> &Listing {
        let listed = self.listed.take().filter(|(last, _)| last == path);
        &self.listed.insert(listed.unwrap_or_else(|| (path.to_owned(), root.list(path)))).1
    }

    /// Whether a file is known not to be there without looking again. Some file systems take capitals for small letters; the names of
    /// the format have no others.
    #[must_use]
    pub fn lacks(&self, path: &str) -> bool {
        let (folder, name) = folder_and_name(path);
        match &self.listed {
            Some((last, Ok(entries))) if last == folder => !entries.iter().any(|(entry, _)| entry.eq_ignore_ascii_case(name)),
            Some((last, Err(error))) if last == folder => error.kind() == io::ErrorKind::NotFound,
            Some(_) | None => false,
        }
    }
}

#[cfg(all(test, unix))]
#[expect(clippy::disallowed_methods, reason = "tests make the folders themselves")]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::{LastFolder, Root};

    #[test]
    fn a_file_is_known_not_to_be_there_only_where_its_folder_was_listed() {
        let directory = tempfile::tempdir().unwrap();
        let branch = directory.path().join("branches/a");
        std::fs::create_dir_all(&branch).unwrap();
        std::fs::create_dir(branch.join("reports.csv")).unwrap();
        symlink("nowhere", branch.join("goals.csv")).unwrap();
        std::fs::write(branch.join("Forms.csv"), "").unwrap();
        let root = Root::new(directory.path());
        let mut folder = LastFolder::default();
        let lacks = |folder: &LastFolder| {
            ["choices.csv", "forms.csv", "goals.csv", "reports.csv"].map(|name| folder.lacks(&format!("branches/a/{name}")))
        };
        assert_eq!(lacks(&folder), [false; 4]);
        assert!(folder.list(&root, "branches/b").is_err());
        assert_eq!((lacks(&folder), folder.lacks("branches/b/choices.csv")), ([false; 4], true));
        assert_eq!(folder.list(&root, "branches/a").as_ref().unwrap().len(), 3);
        assert_eq!((lacks(&folder), folder.lacks("choices.csv")), ([true, false, false, false], false));
        // What cannot be listed says nothing.
        std::fs::set_permissions(&branch, std::fs::Permissions::from_mode(0o300)).unwrap();
        let unreadable = Root::new(directory.path()).list("branches/a").is_err();
        folder = LastFolder::default();
        let _ = folder.list(&root, "branches/a");
        std::fs::set_permissions(&branch, std::fs::Permissions::from_mode(0o700)).unwrap();
        assert_eq!(folder.lacks("branches/a/choices.csv"), !unreadable);
    }
}
