//! The house keeps its order: rooms use only rooms above them, each file says what lives in it, nothing grows without bound, nothing has
//! a name that says nothing, every message that the code names exists, and no message is left over.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods, reason = "a test may panic, and reads the sources")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms and their levels: a room uses rooms of a lower level, or itself.
const LEVELS: [(&str, u8); 17] = [
    ("source", 0),
    ("i18n", 0),
    ("clock", 0),
    ("failure", 0),
    ("model", 1),
    ("finding", 2),
    ("import", 3),
    ("rules", 3),
    ("matching", 3),
    ("reports", 4),
    ("render", 5),
    ("store", 5),
    ("ui", 6),
    ("app", 6),
    ("commands", 7),
    ("cli", 8),
    ("main", 9),
];

/// Rooms on one level that may look at each other: the ground floor, and the two that make up a run.
const NEIGHBOURS: [&[&str]; 2] = [&["source", "i18n", "clock", "failure"], &["ui", "app"]];

/// Names that say nothing.
const BANNED: [&str; 7] = ["util", "utils", "common", "helpers", "misc", "base", "manager"];

/// A file has at most so many lines, a function at most so many.
const MOST_LINES: usize = 600;
const MOST_FUNCTION: usize = 60;

fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found.sort();
    assert!(found.len() > 100, "the sources were not found");
    found
}

/// The code of a file without its tests, which may use what they like.
fn without_tests(text: &str) -> &str {
    text.split("\n#[cfg(test)]\n").next().unwrap()
}

fn is_test_file(path: &Path) -> bool {
    let name = path.file_stem().unwrap().to_str().unwrap();
    let folder = path.parent().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap_or("");
    ["tests", "fixture", "broken", "hostile", "wording", "speed"].contains(&name) || name.ends_with("_tests") || folder == "tests"
}

fn room(path: &Path) -> String {
    path.components().nth(1).unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned()
}

fn level(room: &str) -> Option<u8> {
    LEVELS.iter().find(|(name, _)| *name == room).map(|(_, level)| *level)
}

#[test]
fn rooms_use_only_rooms_above_them() {
    let mut wrong = Vec::new();
    for (path, text) in sources().iter().filter(|(path, _)| !is_test_file(path)) {
        let from = room(path);
        if from == "lib" {
            continue;
        }
        let own = level(&from).unwrap_or_else(|| panic!("{from} is no room of the house"));
        for used in without_tests(text).split("crate::").skip(1) {
            let name: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let Some(other) = level(&name) else { continue };
            let neighbours = NEIGHBOURS.iter().any(|rooms| rooms.contains(&from.as_str()) && rooms.contains(&name.as_str()));
            if name != from && !neighbours && other >= own {
                wrong.push(format!("{} uses {name}", path.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// What commands share; whatever else lies in their room is a command, and none uses another.
const SHARED: [&str; 12] =
    ["asking", "blame", "found", "mod", "own_document", "plain", "reading", "records", "sealing", "spoken", "values", "writing"];

#[test]
fn no_command_uses_another() {
    let mut wrong = Vec::new();
    for (path, text) in sources().iter().filter(|(path, _)| room(path) == "commands" && !is_test_file(path)) {
        let own = path.components().nth(2).unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs");
        let from_here = if path.components().count() == 3 { "super::" } else { "crate::commands::" };
        for used in ["crate::commands::", from_here].iter().flat_map(|way| without_tests(text).split(way).skip(1)) {
            let several = used.strip_prefix('{').and_then(|rest| rest.split_once('}')).map(|(names, _)| names);
            for name in several.unwrap_or(used).split(',') {
                let name: String = name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let is_module = name.chars().all(|c| c.is_lowercase() || c == '_') && !name.is_empty();
                if is_module && name != own && name != "self" && !SHARED.contains(&name.as_str()) {
                    wrong.push(format!("{} uses {name}", path.display()));
                }
                if several.is_none() {
                    break;
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn libraries_stay_in_their_rooms() {
    let allowed: [(&str, &[&str]); 7] = [
        ("clap", &["cli", "commands"]),
        // Not the room's own file of that name.
        (" csv::", &["store", "import", "render"]),
        ("toml_edit::", &["store", "import", "render"]),
        ("comfy_table", &["render"]),
        ("inquire", &["commands"]),
        ("docx_rs", &["render"]),
        ("minijinja", &["render"]),
    ];
    for (path, text) in sources().iter().filter(|(path, _)| !is_test_file(path)) {
        for (library, rooms) in allowed {
            let uses = text.contains(&format!("use {library}")) || text.contains(&format!("{}::", library.trim_end_matches("::")));
            assert!(!uses || rooms.contains(&room(path).as_str()), "{} uses {library}", path.display());
        }
    }
}

#[test]
fn every_file_says_what_lives_in_it_and_stays_readable() {
    for (path, text) in sources() {
        assert!(text.starts_with("//!") || text.starts_with("#!["), "{} has no //!", path.display());
        assert!(text.lines().count() <= MOST_LINES, "{} has {} lines", path.display(), text.lines().count());
        for part in path.iter().map(|part| part.to_str().unwrap().trim_end_matches(".rs")) {
            assert!(!BANNED.contains(&part), "{} has a name that says nothing", path.display());
        }
        let glob = without_tests(&text).lines().any(|line| line.trim_start().starts_with("use ") && line.ends_with("::*;"));
        assert!(!glob, "{} has a glob import", path.display());
    }
}

#[test]
fn functions_stay_short() {
    let mut long = Vec::new();
    for (path, text) in sources().iter().filter(|(path, _)| !is_test_file(path)) {
        let mut open: Option<(usize, usize, String)> = None;
        for (number, line) in without_tests(text).lines().enumerate() {
            let indent = line.len() - line.trim_start().len();
            let starts = line.trim_start().trim_start_matches("pub ").trim_start_matches("pub(super) ").trim_start_matches("pub(crate) ");
            if open.is_none() && (starts.starts_with("fn ") || starts.starts_with("const fn ")) && !line.trim_end().ends_with(';') {
                open = Some((number, indent, line.trim().to_owned()));
            }
            if let Some((start, at, name)) = &open
                && line.trim_end() == format!("{}}}", " ".repeat(*at))
            {
                if number - start > MOST_FUNCTION {
                    long.push(format!("{}: {name}: {} lines", path.display(), number - start));
                }
                open = None;
            }
        }
    }
    assert_eq!(long, Vec::<String>::new());
}

fn catalogue() -> BTreeSet<String> {
    let text = fs::read_to_string("src/i18n/en.toml").unwrap();
    text.lines().filter_map(|line| line.split_once(" = \"")).map(|(key, _)| key.to_owned()).collect()
}

/// Keys that are put together from parts.
const BUILT: [&str; 17] = [
    "sealedkind.",
    "sealedfield.",
    "casescope.",
    "finding.",
    "help.",
    "explain.",
    "column.",
    "cli.",
    "stage.",
    "basis.",
    "side.",
    "review.",
    "outcome.",
    "meeting.",
    "yesno.",
    "measure.",
    "scope.",
];

#[test]
fn messages_named_in_the_code_exist() {
    let known = catalogue();
    let sections: BTreeSet<&str> = known.iter().filter_map(|key| key.split('.').next()).collect();
    let mut missing = BTreeSet::new();
    for (path, text) in sources().iter().filter(|(path, _)| !is_test_file(path)) {
        let calls = ["Message::new(\"", "Cell::word(\"", "say(lang, \"", "say(app.lang, \""];
        for call in calls {
            for rest in without_tests(text).split(call).skip(1) {
                let key = rest.split('"').next().unwrap();
                let part = key.split('.').next().unwrap();
                if !known.contains(key) && !key.contains('{') {
                    missing.insert(format!("{}: {key} (section {part}: {})", path.display(), sections.contains(part)));
                }
            }
        }
    }
    assert_eq!(missing, BTreeSet::new());
}

#[test]
fn no_message_is_left_over() {
    let sources = sources();
    let built = |key: &str| BUILT.iter().any(|prefix| key.starts_with(prefix));
    // What stands between two quotes, whether they open or close a text.
    let quoted: BTreeSet<&str> =
        sources.iter().flat_map(|(_, text)| text.rsplit_once('"').map_or("", |(text, _)| text).split('"').skip(1)).collect();
    let spare: Vec<String> = catalogue().into_iter().filter(|key| !built(key) && !quoted.contains(key.as_str())).collect();
    assert_eq!(spare, Vec::<String>::new());
}

/// What the linker is told must be names: anything else in the list would end its script early, and no function would be laid anywhere.
#[test]
fn the_daily_functions_are_names() {
    let list = fs::read_to_string("build/daily_functions.txt").unwrap();
    let names: Vec<&str> = list.lines().filter(|line| !line.starts_with('#')).collect();
    let is_name = |name: &&&str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '$' | '*'));
    assert_eq!(names.iter().find(|name| !is_name(name)), None);
    assert!(names.len() > 500, "the commands of a day call more than {} functions", names.len());
}
