//! What lies in the data directory that no question asked for: folders of unknown branches, unknown files. They are named, never touched.

use std::io;
use std::sync::Arc;

use super::file_system::{EntryKind, read_folder};
use super::load::SCHEME_FILE;
use super::open::Root;
use super::sealed::file::BEGINS;
use crate::finding::{Code, Finding, Findings};
use crate::model::scheme::Scheme;
use crate::model::table::{self, Home};
use crate::model::word_distance::nearest;
use crate::source::Place;

/// Names in a folder of the directory, sorted, with what they are; that it cannot be read is a finding.
fn entries(root: &Root, folder: &str, findings: &mut Findings) -> Vec<(String, EntryKind)> {
    match read_folder(&root.path().join(folder)) {
        Ok(names) => names.into_iter().map(|(name, kind)| (name.to_string_lossy().into_owned(), kind)).collect(),
        Err(error) => {
            if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) {
                let place = Place { file: Arc::from(folder), line: 0, column: 0 };
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
            let finding = Finding::new(Code::UnknownBranchFolder, Place { file: Arc::from(path), line: 0, column: 0 });
            findings.push(finding.with("branch", name).with("nearest", near));
        }
    }
}

/// Reports files that the format does not know.
pub fn unknown_files(root: &Root, scheme: &Scheme, findings: &mut Findings) {
    let mut name_unknown = |folder: &str, known: &dyn Fn(&str, EntryKind) -> bool| {
        for (name, entry) in entries(root, folder, findings) {
            if !is_exempt(&name) && !known(&name, entry) {
                let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
                let finding = Finding::new(Code::UnknownFile, Place { file: Arc::from(path.as_str()), line: 0, column: 0 });
                findings.push(finding.with("file", path));
            }
        }
    };
    let is_table = |home: Home, name: &str| table::ALL.iter().any(|table| table.home == home && table.file == name);
    name_unknown("", &|name, entry| match entry {
        EntryKind::Folder => matches!(name, "branches" | "committee"),
        _ => name == SCHEME_FILE || is_table(Home::Top, name) || matches!(name, "branches" | "committee") || is_proposal(root, name),
    });
    name_unknown("committee", &|name, entry| match entry {
        EntryKind::Folder => name == "decisions",
        _ => name == "closed.toml" || is_table(Home::Committee, name),
    });
    name_unknown("committee/decisions", &|name, _| scheme.awards.iter().any(|award| name.strip_suffix(".toml") == Some(&award.key)));
    name_unknown("branches", &|_, entry| matches!(entry, EntryKind::Folder | EntryKind::Link));
    for branch in &scheme.branches {
        name_unknown(&format!("branches/{}", branch.key), &|name, entry| entry != EntryKind::Folder && is_table(Home::Branch, name));
    }
}

/// Whether a file is a proposal for pairs, plain or sealed, which may be kept beside the records.
fn is_proposal(root: &Root, name: &str) -> bool {
    let begins = |bytes: Vec<u8>| bytes.starts_with(b"{\"format\":\"bangfu/pairing/") || bytes.starts_with(BEGINS);
    name.ends_with(".json") && root.read(&Arc::from(name), &mut Findings::default()).is_some_and(begins)
}

/// Files that belong to people and tools, not to the records.
fn is_exempt(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("README") || name.starts_with("LICENSE")
}
