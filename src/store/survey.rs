//! What lies in the data directory that no question asked for: folders of unknown branches, unknown files. They are named, never touched.

#![expect(clippy::disallowed_methods, reason = "the store is the room that touches files")]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::load::SCHEME_FILE;
use super::open::Root;
use crate::finding::{Code, Finding};
use crate::model::scheme::Scheme;
use crate::model::table::{self, Home};
use crate::model::word_distance::nearest;
use crate::source::Place;

/// Names in a folder, sorted, with what they are; nothing where it cannot be read.
fn entries(folder: &Path) -> Vec<(String, Entry)> {
    let Ok(list) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<(String, Entry)> = list
        .filter_map(Result::ok)
        .map(|entry| {
            let kind = entry.file_type();
            let what = match kind {
                Ok(kind) if kind.is_symlink() => Entry::Link,
                Ok(kind) if kind.is_dir() => Entry::Folder,
                _ => Entry::File,
            };
            (entry.file_name().to_string_lossy().into_owned(), what)
        })
        .collect();
    names.sort_unstable();
    names
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Entry {
    File,
    Folder,
    Link,
}

/// Reports folders under `branches/` that the scheme does not know (their records would be passed over in silence) and folders that
/// are links leading out of the data directory.
pub fn branch_folders(root: &Root, scheme: &Scheme, findings: &mut Vec<Finding>) {
    let mut keys: Vec<&str> = scheme.branches.iter().map(|branch| branch.key.as_str()).collect();
    keys.sort_unstable();
    for (name, entry) in entries(&root.path().join("branches")) {
        let path = format!("branches/{name}");
        if entry == Entry::Link {
            root.check_folders(&[&path], findings);
        }
        if entry != Entry::File && keys.binary_search(&name.as_str()).is_err() {
            let near = nearest(&name, keys.iter().take(1000).copied());
            let finding = Finding::new(Code::UnknownBranchFolder, Place { file: Arc::from(path), line: 0, column: 0 });
            findings.push(finding.with("branch", name).with("nearest", near));
        }
    }
}

/// Reports files that the format does not know.
pub fn unknown_files(root: &Root, scheme: &Scheme, findings: &mut Vec<Finding>) {
    let mut name_unknown = |folder: &str, known: &dyn Fn(&str, Entry) -> bool| {
        for (name, entry) in entries(&root.path().join(folder)) {
            if !is_exempt(&name) && !known(&name, entry) {
                let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
                let finding = Finding::new(Code::UnknownFile, Place { file: Arc::from(path.as_str()), line: 0, column: 0 });
                findings.push(finding.with("file", path));
            }
        }
    };
    let is_table = |home: Home, name: &str| table::ALL.iter().any(|table| table.home == home && table.file == name);
    name_unknown("", &|name, entry| match entry {
        Entry::Folder => matches!(name, "branches" | "committee"),
        Entry::File | Entry::Link => name == SCHEME_FILE || is_table(Home::Top, name) || matches!(name, "branches" | "committee"),
    });
    name_unknown("committee", &|name, entry| match entry {
        Entry::Folder => name == "decisions",
        Entry::File | Entry::Link => name == "closed.toml" || is_table(Home::Committee, name),
    });
    name_unknown("committee/decisions", &|name, _| scheme.awards.iter().any(|award| name.strip_suffix(".toml") == Some(&award.key)));
    name_unknown("branches", &|_, entry| entry != Entry::File);
    for branch in &scheme.branches {
        name_unknown(&format!("branches/{}", branch.key), &|name, entry| entry != Entry::Folder && is_table(Home::Branch, name));
    }
}

/// Files that belong to people and tools, not to the records.
fn is_exempt(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("README") || name.starts_with("LICENSE")
}
