//! What lies in the data directory that no question asked for: folders of unknown branches, unknown files. They are named, never touched.

use std::io;
use std::sync::Arc;

use super::file_system::{EntryKind, read_folder};
use super::load::{FOLDERS, SCHEME_FILE};
use super::misnamed;
use super::open::Root;
use super::sealed::file::BEGINS;
use crate::finding::{Code, Finding, Findings};
use crate::model::scheme::Scheme;
use crate::model::table::{self, Home};
use crate::model::word_distance::nearest;
use crate::source::Place;

/// Names in a folder of the directory, sorted, with what they are; that it cannot be read is a finding.
fn entries(root: &Root, folder: &str, findings: &mut Findings) -> Vec<(String, EntryKind)> {
    if root.is_outside(folder) {
        return Vec::new();
    }
    match read_folder(&root.path().join(folder)) {
        Ok(names) => names.into_iter().map(|(name, kind)| (name.to_string_lossy().into_owned(), kind)).collect(),
        Err(error) => {
            if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) {
                let place = Place::whole(folder);
                findings.push(Finding::new(Code::UnreadableFile, place).with("reason", error.to_string()));
            }
            Vec::new()
        }
    }
}

/// Reports folders under `branches/` that the scheme does not know (their records would be passed over in silence) and folders that
/// are links leading out of the data directory.
pub fn branch_folders(root: &Root, scheme: &Scheme, findings: &mut Findings) {
    let mut keys: Vec<&str> = scheme.branches.iter().map(|branch| branch.key.as_str()).collect();
    keys.sort_unstable();
    for (name, entry) in entries(root, "branches", findings) {
        let path = format!("branches/{name}");
        if entry == EntryKind::Link {
            root.check_folders(&[&path], findings);
        }
        if matches!(entry, EntryKind::Folder | EntryKind::Link) && keys.binary_search(&name.as_str()).is_err() {
            let near = nearest(&name, keys.iter().take(1000).copied());
            let finding = Finding::new(Code::UnknownBranchFolder, Place::whole(&path));
            findings.push(finding.with("branch", name).with("nearest", near));
        }
    }
}

/// Reports files that the format does not know. Those that seem to be a file of it under another name are told of when that is missed.
pub fn unknown_files(root: &Root, scheme: &Scheme, findings: &mut Findings) {
    let mut name_unknown = |folder: &str, home: Option<Home>, known: &dyn Fn(&str, EntryKind) -> bool| {
        let entries = entries(root, folder, findings);
        let is_there = |file: &str| entries.iter().any(|(name, _)| name == file);
        let absent: Vec<_> = table::ALL.iter().filter(|table| Some(table.home) == home && !is_there(table.file)).collect();
        let is_missed = |name: &str, entry| match entry {
            EntryKind::Folder => {
                FOLDERS.iter().any(|folder| home == Some(Home::Top) && !is_there(folder) && misnamed::is_near(name, folder))
            }
            _ => absent.iter().any(|table| misnamed::seems(root, folder, name, table).is_some()),
        };
        for (name, entry) in &entries {
            if !is_exempt(name) && !known(name, *entry) && !is_missed(name, *entry) {
                findings.push(misnamed::unknown(misnamed::join(folder, name)));
            }
        }
    };
    let is_table = |home: Home, name: &str| table::ALL.iter().any(|table| table.home == home && table.file == name);
    name_unknown("", Some(Home::Top), &|name, entry| match entry {
        EntryKind::Folder => FOLDERS.contains(&name),
        _ => name == SCHEME_FILE || is_table(Home::Top, name) || FOLDERS.contains(&name) || is_proposal(root, name),
    });
    name_unknown("committee", Some(Home::Committee), &|name, entry| match entry {
        EntryKind::Folder => name == "decisions",
        _ => name == "closed.toml" || is_table(Home::Committee, name),
    });
    name_unknown("committee/decisions", None, &|name, _| scheme.awards.iter().any(|award| name.strip_suffix(".toml") == Some(&award.key)));
    name_unknown("branches", None, &|_, entry| matches!(entry, EntryKind::Folder | EntryKind::Link));
    for branch in &scheme.branches {
        let is_known = |name: &str, entry| entry != EntryKind::Folder && is_table(Home::Branch, name);
        name_unknown(&format!("branches/{}", branch.key), Some(Home::Branch), &is_known);
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
