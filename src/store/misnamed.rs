//! Files and folders that are nearly called like one of the data directory that is not there: a copy under a new name, a letter too
//! few, a sheet saved as Excel's own. Their records would quietly not count. Not here: other unknown files (`survey`).

use std::io::Read;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::csv::{without_line_end, without_mark};
use super::file_system::EntryKind;
use super::folder::{LastFolder, Listing};
use super::header::Header;
use super::open::Root;
use crate::finding::{Code, Finding, Findings};
use crate::model::character::is_blank;
use crate::model::table::{ALL, Table};
use crate::model::word_distance::is_slip;
use crate::source::Place;

/// What tables are called that offices write, behind the first point of the name.
const ENDINGS: &[&str] = &["csv", "tsv", "xlsx", "xls", "xlsm", "et", "ods"];

/// Reports the files that seem to be the one of a table, which is not there: by their names as errors, by their columns alone, which
/// a list that was saved there has too, as files that may be meant.
pub fn tell(root: &Root, table: &'static Table, path: &Arc<str>, folder: &mut LastFolder, findings: &mut Findings) {
    let (parent, _) = folder_and_name(path);
    let listing = if parent.is_empty() { root.top() } else { folder.list(root, parent) };
    for name in named(listing, |kind| matches!(kind, EntryKind::File | EntryKind::Link)) {
        match seems(root, parent, name, table) {
            Some(Likeness::Name) => findings.push(misnamed(path, name, table.file)),
            Some(Likeness::Columns) => findings.push(unknown(join(parent, name)).with("meant", table.file)),
            None => {}
        }
    }
}

/// A file that the format does not know.
pub fn unknown(path: String) -> Finding {
    Finding::new(Code::UnknownFile, Place::whole(&path)).with("file", path)
}

/// The path of a name in a folder.
pub fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// The folder and the name of a path.
#[must_use]
pub fn folder_and_name(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// A file that seems to be a missing one: paths inside the data directory.
pub struct OtherName {
    /// Where it lies.
    pub path: String,
    /// Where the missing one would.
    pub meant: String,
}

impl OtherName {
    /// The file that a finding of `tell` tells of.
    #[must_use]
    pub fn told(finding: &Finding) -> Option<Self> {
        let place = finding.place.file.as_ref();
        let beside = |name: &str| join(folder_and_name(place).0, name);
        match finding.code {
            Code::MisnamedFile => Some(Self { path: beside(finding.text("value")?), meant: place.to_owned() }),
            Code::UnknownFile => Some(Self { path: place.to_owned(), meant: beside(finding.text("meant")?) }),
            _ => None,
        }
    }
}

/// Reports the folders that seem to be one of the data directory, which is not there.
pub fn tell_folders(root: &Root, names: &[&str], findings: &mut Findings) {
    for name in names.iter().filter(|name| !root.has_folder(name)) {
        let others = named(root.top(), |kind| matches!(kind, EntryKind::Folder | EntryKind::Link));
        for other in others.filter(|other| !names.contains(other) && is_near(other, name)) {
            findings.push(misnamed(&Arc::from(*name), other, name));
        }
    }
}

/// Whether a name is nearly this one.
pub fn is_near(name: &str, known: &str) -> bool {
    is_slip(&plain(name), known)
}

/// What makes a file seem to be the one of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// Its name.
    Name,
    /// Its columns.
    Columns,
}

/// Whether a file in a folder seems to be the one of a table.
pub fn seems(root: &Root, folder: &str, name: &str, table: &'static Table) -> Option<Likeness> {
    if ALL.iter().any(|known| known.file == name) || is_passing(name) {
        return None;
    }
    if is_meant(name, table) {
        return Some(Likeness::Name);
    }
    has_rows_of(root, folder, name, table).then_some(Likeness::Columns)
}

/// Whether a file is there for the moment: an office program's lock, a tool's own file.
pub fn is_passing(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("~$")
}

/// Whether a file of this name seems to be the one of a table.
fn is_meant(name: &str, table: &Table) -> bool {
    let plain = plain(name);
    let (stem, ending) = plain.split_once('.').unwrap_or((&plain, ""));
    let known = table.file.strip_suffix(".csv").unwrap_or(table.file);
    let is_sheet = ending.is_empty() || ending.split(['.', '~']).any(|part| ENDINGS.contains(&part));
    is_sheet && (stem.strip_prefix(known).is_some_and(is_mark_of_copy) || stem.is_ascii() && is_slip(stem, known))
}

/// What programs and people write behind the name of a copy.
const COPIES: &[&str] = &["的副本", "副本", "copy", "备份", "backup", "old", "new", "最新", "final"];

fn is_mark_of_copy(mut rest: &str) -> bool {
    while !rest.is_empty() {
        let after = COPIES.iter().find_map(|word| rest.strip_prefix(word));
        let sign = |c: char| c.is_ascii_digit() || "()[]-_+~".contains(c);
        match after.or_else(|| rest.strip_prefix(sign)) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    true
}

/// The most bytes of a header.
const HEADER: u64 = 4096;
/// With fewer columns in common a header says too little.
const IN_COMMON: usize = 3;

/// Whether a csv file has the columns that a table must have, and some in all, with something below them.
fn has_rows_of(root: &Root, folder: &str, name: &str, table: &'static Table) -> bool {
    if !name.to_lowercase().ends_with(".csv") {
        return false;
    }
    let path: Arc<str> = Arc::from(join(folder, name));
    let Some(file) = root.open(&path, &mut Findings::default()) else { return false };
    let mut start = Vec::new();
    if file.take(HEADER).read_to_end(&mut start).is_err() {
        return false;
    }
    let text = without_mark(&start);
    let Some(end) = text.iter().position(|byte| *byte == b'\n') else { return false };
    let (line, rows) = text.split_at(end);
    if rows.iter().all(|byte| byte.is_ascii_whitespace() || *byte == b',') {
        return false;
    }
    let header = Header::read(table, &path, without_line_end(line), &mut Findings::default());
    header.is_some_and(|header| (0..table.columns.len()).filter(|column| header.position(*column).is_some()).count() >= IN_COMMON)
}

/// A name without what people do not see or take for the same.
fn plain(name: &str) -> String {
    name.nfkc().filter(|c| !is_blank(*c)).flat_map(char::to_lowercase).collect()
}

/// Names in a folder; of one that cannot be read others speak.
fn named(listing: &Listing, is: impl Fn(EntryKind) -> bool) -> impl Iterator<Item = &str> {
    listing.iter().flatten().filter(move |(_, kind)| is(*kind)).map(|(name, _)| name.as_str())
}

fn misnamed(path: &Arc<str>, found: &str, meant: &str) -> Finding {
    Finding::new(Code::MisnamedFile, Place::new(path, 0, 0)).with("value", found).with("nearest", meant)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Likeness, is_meant, seems};
    use crate::model::table::{ALL, CONTACTS, FORMS, GOALS, PAIRS};
    use crate::store::open::Root;

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
        for name in [
            "notes.csv",
            "contactsheet.csv",
            "contacts模板.xlsx",
            "contacts-2012抽签表.xlsx",
            "contacts.md",
            "contacts-notes.txt",
            "名单.csv",
            "",
            ".csv",
            "x.csv",
        ] {
            assert!(!is_meant(name, &CONTACTS), "{name}");
        }
        assert!(!is_meant("forms.csv", &PAIRS) && !is_meant("pairs.csv", &FORMS));
    }

    #[test]
    fn a_file_of_any_name_is_known_by_its_columns() {
        let header = "\u{feff}日期,结对编号,形式,帮扶内容,主要内容\r\n2012-11-08,a-1,talk,study,谈\r\n";
        let empty = "日期,结对编号,形式,帮扶内容,主要内容\r\n,,,,\r\n";
        let files = [
            ("branches/a/11月交流.csv", header),
            ("branches/a/空.csv", empty),
            ("branches/a/纪要.csv", "日期,事项\n2012-11-08,x\n"),
            ("branches/a/~$x.csv", header),
        ];
        let root = Root::new(Path::new("/nowhere")).with(files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into());
        let is = |name, table| seems(&root, "branches/a", name, table) == Some(Likeness::Columns);
        assert!(is("11月交流.csv", &CONTACTS) && !is("11月交流.csv", &GOALS) && !is("纪要.csv", &CONTACTS));
        assert!(!is("空.csv", &CONTACTS) && !is("~$x.csv", &CONTACTS) && !is("~$contacts.xlsx", &CONTACTS) && !is("没有.csv", &CONTACTS));
    }

    #[test]
    fn no_table_is_taken_for_another() {
        for table in ALL {
            assert!(ALL.iter().filter(|other| is_meant(table.file, other)).all(|other| other.file == table.file), "{}", table.file);
        }
    }
}
