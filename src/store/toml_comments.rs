//! Comments of a TOML file that the program writes anew: they stay beside what they stood beside. Not here: changing a file in place.

use std::collections::{HashMap, HashSet};

use toml_edit::{DocumentMut, Item, Table, Value};

use super::toml_document::TomlDocument;

/// What an entry of a list is known by.
const KNOWN_BY: [&str; 5] = ["id", "month", "date", "reopened", "reason"];

/// The new bytes of a file with the comments of the old ones; the new ones as they are where the old file has none or cannot be read.
#[must_use]
pub fn kept(file: &str, old: Option<&[u8]>, new: Vec<u8>) -> Vec<u8> {
    let has_some = old.is_some_and(|old| old.contains(&b'#'));
    let Some(old) = old.filter(|_| has_some).and_then(|old| TomlDocument::read(file, Some(old)).ok()) else { return new };
    let Some(mut document) = std::str::from_utf8(&new).ok().and_then(|text| text.parse::<DocumentMut>().ok()) else { return new };
    let tables = in_order(old.document());
    let mut names = Vec::new();
    each(document.as_table_mut(), "", &mut |name, _| names.push(name.to_owned()));
    let (before, trailing) = before_each(&tables, &names, old.document());
    let by_name: HashMap<&str, &Table> = tables.iter().map(|(name, table)| (name.as_str(), *table)).collect();
    each(document.as_table_mut(), "", &mut |name, table| {
        if let Some(old) = by_name.get(name) {
            take_over(old, table);
        }
        if let Some(before) = before.get(name) {
            table.decor_mut().set_prefix(before);
        }
    });
    document.set_trailing(trailing);
    old.with(document).bytes()
}

/// The comments before a section: those that a blank line parts from it, and the rest.
pub(super) fn heading(prefix: &str) -> (&str, &str) {
    let mut at = 0;
    let mut blank = 0;
    for line in prefix.split_inclusive('\n') {
        if line.trim().is_empty() {
            blank = at;
        }
        at += line.len();
    }
    let (heading, rest) = prefix.split_at(blank);
    if heading.contains('#') { (heading, rest) } else { ("", prefix) }
}

/// What stands before a section.
pub(super) fn prefix(table: &Table) -> &str {
    table.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default()
}

/// All sections by name, in the order of the file.
fn in_order(document: &DocumentMut) -> Vec<(String, &Table)> {
    let mut tables = Vec::new();
    list(document.as_table(), "", &mut tables);
    tables.sort_by_key(|(name, table)| if name.is_empty() { isize::MIN } else { table.position().unwrap_or(isize::MAX) });
    tables
}

fn list<'t>(table: &'t Table, name: &str, found: &mut Vec<(String, &'t Table)>) {
    found.push((name.to_owned(), table));
    for (key, item) in table {
        match item {
            Item::Table(inner) => list(inner, &format!("{name}\0{key}"), found),
            Item::ArrayOfTables(entries) => {
                let mut names = Entries::default();
                entries.iter().for_each(|entry| list(entry, &names.of(name, key, entry), found));
            }
            _ => {}
        }
    }
}

/// Every section of a document to be changed.
fn each(table: &mut Table, name: &str, work: &mut impl FnMut(&str, &mut Table)) {
    work(name, table);
    for (key, item) in table.iter_mut() {
        match item {
            Item::Table(inner) => each(inner, &format!("{name}\0{key}"), work),
            Item::ArrayOfTables(entries) => {
                let mut names = Entries::default();
                entries.iter_mut().for_each(|entry| each(entry, &names.of(name, &key, entry), work));
            }
            _ => {}
        }
    }
}

/// The names that the entries of a list have so far.
#[derive(Default)]
struct Entries(HashSet<String>);

impl Entries {
    fn of(&mut self, name: &str, key: &str, entry: &Table) -> String {
        let known_by = KNOWN_BY.iter().filter_map(|key| entry.get(key)?.as_value().map(bare));
        let mut name = format!("{name}\0{key}\0\0{}", known_by.collect::<Vec<_>>().join("\0"));
        while !self.0.insert(name.clone()) {
            name.push('+');
        }
        name
    }
}

/// What stands before each section that is still there, by name, and at the end of the file. A heading of what went stays, and that of
/// the file is above what stands first.
fn before_each(tables: &[(String, &Table)], names: &[String], old: &DocumentMut) -> (HashMap<String, String>, String) {
    let trailing = old.trailing().as_str().unwrap_or_default();
    let written = |(name, table): &&(String, &Table)| !name.is_empty() && !table.is_implicit();
    let first = tables.iter().find(written);
    let head = first.map_or(trailing, |(_, table)| heading(prefix(table)).0);
    let mut before: HashMap<String, String> = HashMap::new();
    let mut waiting = String::new();
    for (name, table) in tables.iter().filter(written) {
        let is_first = first.is_some_and(|(first, _)| first == name);
        let own = if is_first { prefix(table).get(head.len()..).unwrap_or_default() } else { prefix(table) };
        match names.contains(name) {
            true => drop(before.insert(name.clone(), std::mem::take(&mut waiting) + own)),
            false if !is_first => waiting.push_str(heading(own).0),
            false => {}
        }
        if is_first && !own.starts_with(['\n', '\r']) && names.iter().find(|name| !name.is_empty()) != Some(name) {
            before.entry(name.clone()).and_modify(|own| own.insert(0, '\n'));
        }
    }
    let is_written = |name: &&String| !name.is_empty() && !tables.iter().any(|(old, table)| old == *name && table.is_implicit());
    match names.iter().find(is_written).filter(|_| !head.is_empty()) {
        Some(name) => {
            let own = before.remove(name).unwrap_or_else(|| "\n".to_owned());
            before.insert(name.clone(), format!("{head}{own}"));
            (before, waiting + if first.is_some() { trailing } else { "" })
        }
        None => (before, format!("{}{waiting}{trailing}", if first.is_some() { head } else { "" })),
    }
}

/// Values that are as they were keep their form; others what stands before and behind them.
fn take_over(old: &Table, new: &mut Table) {
    if let Some(suffix) = old.decor().suffix() {
        new.decor_mut().set_suffix(suffix.clone());
    }
    for (key, before) in old.iter().filter_map(|(key, item)| Some((key, item.as_value()?))) {
        if let (Some(mut written), Some(old)) = (new.key_mut(key), old.key(key)) {
            *written.leaf_decor_mut() = old.leaf_decor().clone();
        }
        let Some(value) = new.get_mut(key).and_then(Item::as_value_mut) else { continue };
        match bare(before) == bare(value) {
            true => *value = before.clone(),
            false => *value.decor_mut() = before.decor().clone(),
        }
    }
}

/// A value without the form in which it is written.
fn bare(value: &Value) -> String {
    if let Some(text) = value.as_str() {
        return format!("\"{text}");
    }
    let mut value = value.clone();
    value.decor_mut().clear();
    if let Some(list) = value.as_array_mut() {
        list.fmt();
        list.set_trailing("");
        list.set_trailing_comma(false);
    }
    value.to_string()
}

#[cfg(test)]
mod tests {
    use super::{heading, kept};

    const OLD: &str = "# 头\n\n# 甲\n[[month]] # one\n# 月\nmonth = '2012-11'   # 十一\nlist = [ # 表\n  1,\n]\n\n# 文件\n[month.files]\na = \"1\"\n\n# 另\n\n# 乙\n[[month]]\nmonth = \"2012-12\"\n# 尾\n";

    fn changed(new: &str) -> String {
        String::from_utf8(kept("a.toml", Some(OLD.as_bytes()), new.as_bytes().to_vec())).unwrap()
    }

    #[test]
    fn what_stands_before_a_section_is_its_own_up_to_a_blank_line() {
        assert_eq!(heading("\n# a\n\n# b\n"), ("\n# a\n", "\n# b\n"));
        assert_eq!(heading("# a\n\r\n"), ("# a\n", "\r\n"));
        assert_eq!(heading("\n\n# b\n"), ("", "\n\n# b\n"));
    }

    #[test]
    fn comments_stay_beside_what_they_stood_beside() {
        let november = "# 新\n\n[[month]]\nmonth = \"2012-11\"\nlist = [1]\n\n[month.files]\na = \"1\"\n";
        let december = "\n[[month]]\nmonth = \"2012-12\"\n";
        assert_eq!(changed(&format!("{november}{december}")), OLD);
        let more = "\n[[month]]\nmonth = \"2013-01\"\n";
        assert_eq!(changed(&format!("{november}{december}{more}")), OLD.replace("# 尾", "\n[[month]]\nmonth = \"2013-01\"\n# 尾"));
        assert_eq!(
            changed(&format!("# 新\n\n[[month]]\nmonth = \"2012-10\"\n{}{december}", november.trim_start_matches("# 新\n"))),
            OLD.replace("# 甲\n", "[[month]]\nmonth = \"2012-10\"\n\n# 甲\n")
        );
        let other = OLD.replace("'2012-11'   # 十一\nlist = [ # 表\n  1,\n]", "'2012-11'   # 十一\nlist = [2]");
        assert_eq!(changed(&format!("{november}{december}").replace("[1]", "[2]")), other);
    }

    #[test]
    fn a_heading_of_what_went_stays() {
        assert_eq!(changed("[[month]]\nmonth = \"2012-12\"\n"), "# 头\n\n# 另\n\n# 乙\n[[month]]\nmonth = \"2012-12\"\n# 尾\n");
        assert_eq!(changed("a = 1\n"), "a = 1\n# 头\n\n# 另\n# 尾\n");
    }

    #[test]
    fn a_file_of_comments_alone_stays_above_what_comes() {
        let written = kept("a.toml", Some("# 头\n".as_bytes()), "# 新\n\n[[month]]\nmonth = 1\n".as_bytes().to_vec());
        assert_eq!(written, "# 头\n\n[[month]]\nmonth = 1\n".as_bytes());
    }

    #[test]
    fn marks_of_the_system_stay_and_what_cannot_be_read_is_written_over() {
        let crlf = format!("\u{feff}{}", OLD.replace('\n', "\r\n"));
        let new = "[[month]]\nmonth = \"2012-12\"\n";
        let expected = format!("\u{feff}{}", changed(new).replace('\n', "\r\n"));
        assert_eq!(kept("a.toml", Some(crlf.as_bytes()), new.as_bytes().to_vec()), expected.as_bytes());
        for old in [None, Some(b"[x # y".as_slice()), Some(b"# \xFF"), Some(b"a = # 1")] {
            assert_eq!(kept("a.toml", old, new.as_bytes().to_vec()), new.as_bytes());
        }
    }
}
