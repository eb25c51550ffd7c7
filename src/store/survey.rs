//! What lies in the data directory that no question asked for: folders of unknown branches, unknown files. They are named, never touched.

use std::io;
use std::sync::Arc;

use super::file_system::EntryKind;
use super::folder::{LastFolder, Listing};
use super::load::{FOLDERS, SCHEME_FILE};
use super::misnamed;
use super::open::Root;
use super::sealed::file::BEGINS;
use crate::finding::{Code, Finding, Findings};
use crate::model::scheme::Scheme;
use crate::model::table::{self, Home, Table};
use crate::model::word_distance::nearest;
use crate::source::Place;

/// What lies in a folder of the directory; that it cannot be read is a finding.
fn entries<'l>(root: &Root, folder: &str, listing: &'l Listing, findings: &mut Findings) -> &'l [(String, EntryKind)] {
    match listing {
        _ if root.is_outside(folder) => &[],
        Ok(entries) => entries,
        Err(error) => {
            if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) {
                let place = Place::whole(folder);
                findings.push(Finding::new(Code::UnreadableFile, place).with("reason", error.to_string()));
            }
            &[]
        }
    }
}

/// Reports folders under `branches/` that the scheme does not know (their records would be passed over in silence) and folders that
/// are links leading out of the data directory.
pub fn branch_folders(root: &Root, scheme: &Scheme, findings: &mut Findings) {
    let mut keys: Vec<&str> = scheme.branches.iter().map(|branch| branch.key.as_str()).collect();
    keys.sort_unstable();
    for (name, entry) in entries(root, "branches", root.branch_folders(), findings) {
        let path = format!("branches/{name}");
        if *entry == EntryKind::Link {
            root.check_folders(&[&path], findings);
        }
        if matches!(entry, EntryKind::Folder | EntryKind::Link) && keys.binary_search(&name.as_str()).is_err() {
            let near = nearest(name, keys.iter().take(1000).copied());
            let finding = Finding::new(Code::UnknownBranchFolder, Place::whole(&path));
            findings.push(finding.with("branch", name.as_str()).with("nearest", near));
        }
    }
}

/// Reports files that the format does not know, beside the branches' own (`branch_files`).
pub fn unknown_files(root: &Root, scheme: &Scheme, findings: &mut Findings) {
    let mut name_unknown = |folder: &str, listing: &Listing, home: Option<Home>, known: &dyn Fn(&str, EntryKind) -> bool| {
        let entries = entries(root, folder, listing, findings);
        Surveyed::of(root, folder, entries, home).name_unknown(known, findings);
    };
    name_unknown("", root.top(), Some(Home::Top), &|name, entry| match entry {
        EntryKind::Folder => FOLDERS.contains(&name),
        _ => name == SCHEME_FILE || is_table(Home::Top, name) || FOLDERS.contains(&name) || is_proposal(root, name),
    });
    name_unknown("committee", &root.list("committee"), Some(Home::Committee), &|name, entry| match entry {
        EntryKind::Folder => name == "decisions",
        _ => name == "closed.toml" || is_table(Home::Committee, name),
    });
    let is_decision = |name: &str, _| scheme.awards.iter().any(|award| name.strip_suffix(".toml") == Some(&award.key));
    name_unknown("committee/decisions", &root.list("committee/decisions"), None, &is_decision);
    name_unknown("branches", root.branch_folders(), None, &|_, entry| matches!(entry, EntryKind::Folder | EntryKind::Link));
}

/// Reports files in a branch's folder that the format does not know.
pub fn branch_files(root: &Root, key: &str, last: &mut LastFolder, findings: &mut Findings) {
    let folder = format!("branches/{key}");
    let entries = entries(root, &folder, last.list(root, &folder), findings);
    // What is no file under the name of a table is told of by whoever reads it.
    let is_known = |name: &str, _| is_table(Home::Branch, name);
    Surveyed::of(root, &folder, entries, Some(Home::Branch)).name_unknown(&is_known, findings);
}

fn is_table(home: Home, name: &str) -> bool {
    table::ALL.iter().any(|table| table.home == home && table.file == name)
}

/// A folder, what lies in it, and what of the format does not.
struct Surveyed<'a> {
    root: &'a Root,
    folder: &'a str,
    entries: &'a [(String, EntryKind)],
    absent_tables: Vec<&'static Table>,
    absent_folders: Vec<&'static str>,
}

impl<'a> Surveyed<'a> {
    /// A folder that is the home of tables, or of none.
    fn of(root: &'a Root, folder: &'a str, entries: &'a [(String, EntryKind)], home: Option<Home>) -> Self {
        let is_absent = |file: &str| !entries.iter().any(|(name, _)| name == file);
        let absent_tables = table::ALL.iter().copied().filter(|table| Some(table.home) == home && is_absent(table.file)).collect();
        let folders = FOLDERS.iter().copied().filter(|folder| home == Some(Home::Top) && is_absent(folder));
        Self { root, folder, entries, absent_tables, absent_folders: folders.collect() }
    }

    /// Reports what is not known. Those that seem to be a file of the format under another name are told of when that is missed.
    fn name_unknown(&self, known: &dyn Fn(&str, EntryKind) -> bool, findings: &mut Findings) {
        let is_unknown = |(name, entry): &&(String, EntryKind)| !is_exempt(name) && !known(name, *entry) && !self.is_missed(name, *entry);
        for (name, _) in self.entries.iter().filter(is_unknown) {
            findings.push(misnamed::unknown(misnamed::join(self.folder, name)));
        }
    }

    /// Whether a name seems to be that of a table or a folder that is not there.
    fn is_missed(&self, name: &str, entry: EntryKind) -> bool {
        match entry {
            EntryKind::Folder => self.absent_folders.iter().any(|folder| misnamed::is_near(name, folder)),
            _ => self.absent_tables.iter().any(|table| misnamed::seems(self.root, self.folder, name, table).is_some()),
        }
    }
}

/// Whether a file is a proposal for pairs, plain or sealed, which may be kept beside the records.
fn is_proposal(root: &Root, name: &str) -> bool {
    let begins = |bytes: Vec<u8>| bytes.starts_with(b"{\"format\":\"bangfu/pairing/") || bytes.starts_with(BEGINS);
    name.ends_with(".json") && root.read(&Arc::from(name), &mut Findings::default()).is_some_and(begins)
}

/// Files that belong to people and tools, not to the records.
fn is_exempt(name: &str) -> bool {
    misnamed::is_passing(name) || name.starts_with("README") || name.starts_with("LICENSE")
}
