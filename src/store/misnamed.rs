//! Files and folders that are nearly called like one of the data directory that is not there: a copy under a new name, a letter too
//! few, a sheet saved as Excel's own. Their records would quietly not count. Not here: other unknown files (`survey`).

use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::file_system::{EntryKind, read_folder};
use super::open::Root;
use crate::finding::{Code, Finding, Findings};
use crate::model::character::is_blank;
use crate::model::table::{ALL, Table};
use crate::model::word_distance::is_slip;
use crate::source::Place;

/// What tables are called that offices write, behind the first point of the name.
const ENDINGS: &[&str] = &["csv", "tsv", "xlsx", "xls", "xlsm", "et", "ods"];

/// The files of the folder that was looked into last; those of a branch are asked for table by table.
#[derive(Default)]
pub struct Folder {
    path: String,
    files: Vec<String>,
}

impl Folder {
    fn files(&mut self, root: &Root, path: &str) -> &[String] {
        if self.path != path || path.is_empty() {
            path.clone_into(&mut self.path);
            self.files = named(root, path, |kind| matches!(kind, EntryKind::File | EntryKind::Link));
        }
        &self.files
    }
}

/// Reports the files that seem to be the one of a table, which is not there.
pub fn tell(root: &Root, table: &Table, path: &Arc<str>, folder: &mut Folder, findings: &mut Findings) {
    let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
    let has_name = |name: &&String| ALL.iter().any(|known| known.file == **name);
    for name in folder.files(root, parent).iter().filter(|name| !has_name(name) && is_meant(name, table)) {
        findings.push(misnamed(path, name, table.file));
    }
}

/// Reports the folders that seem to be one of the data directory, which is not there.
pub fn tell_folders(root: &Root, names: &[&str], findings: &mut Findings) {
    for name in names.iter().filter(|name| !root.has_folder(name)) {
        let others = named(root, "", |kind| matches!(kind, EntryKind::Folder | EntryKind::Link));
        for other in others.iter().filter(|other| !names.contains(&other.as_str()) && is_near(other, name)) {
            findings.push(misnamed(&Arc::from(*name), other, name));
        }
    }
}

/// Whether a name is nearly this one.
pub fn is_near(name: &str, known: &str) -> bool {
    is_slip(&plain(name), known)
}

/// Whether a file of this name seems to be the one of a table.
pub fn is_meant(name: &str, table: &Table) -> bool {
    let plain = plain(name);
    let (stem, ending) = plain.split_once('.').unwrap_or((&plain, ""));
    let known = table.file.strip_suffix(".csv").unwrap_or(table.file);
    let is_sheet = ending.is_empty() || ending.split('.').any(|part| ENDINGS.contains(&part));
    let is_copy = stem.strip_prefix(known).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    is_sheet && (is_copy || is_slip(stem, known))
}

/// A name without what people do not see or take for the same.
fn plain(name: &str) -> String {
    name.nfkc().filter(|c| !is_blank(*c)).flat_map(char::to_lowercase).collect()
}

/// Names in a folder; of one that cannot be read others speak.
fn named(root: &Root, folder: &str, is: impl Fn(EntryKind) -> bool) -> Vec<String> {
    let entries = read_folder(&root.path().join(folder)).unwrap_or_default();
    entries.into_iter().filter(|(_, kind)| is(*kind)).map(|(name, _)| name.to_string_lossy().into_owned()).collect()
}

fn misnamed(path: &Arc<str>, found: &str, meant: &str) -> Finding {
    let place = Place { file: Arc::clone(path), line: 0, column: 0 };
    Finding::new(Code::MisnamedFile, place).with("value", found).with("nearest", meant)
}

#[cfg(test)]
mod tests {
    use super::is_meant;
    use crate::model::table::{ALL, CONTACTS, FORMS, PAIRS};

    #[test]
    fn names_that_people_and_programs_make_of_a_name_are_known() {
        let copies =
            ["contact.csv", "Contacts.CSV", "contacts (1).csv", "contacts - 副本.csv", "contacts（1）.csv", "contacts.csv.bak", "contacts"];
        let others =
            ["contatcs.csv", "contacts.xlsx", "contacts.et", "contacts_2012-12.csv", " contacts.csv", "contacts.csv.txt", "ｃontacts.csv"];
        assert!(copies.iter().chain(&others).all(|name| is_meant(name, &CONTACTS)));
    }

    #[test]
    fn other_files_are_let_be() {
        for name in ["notes.csv", "contactsheet.csv", "contacts.md", "contacts-notes.txt", "名单.csv", "", ".csv", "x.csv"] {
            assert!(!is_meant(name, &CONTACTS), "{name}");
        }
        assert!(!is_meant("forms.csv", &PAIRS) && !is_meant("pairs.csv", &FORMS));
    }

    #[test]
    fn no_table_is_taken_for_another() {
        for table in ALL {
            assert!(ALL.iter().filter(|other| is_meant(table.file, other)).all(|other| other.file == table.file), "{}", table.file);
        }
    }
}
