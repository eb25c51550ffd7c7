//! Changes in a TOML file that a person wrote: comments, order and layout stay. Not here: what the settings mean.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, Value};

use super::toml_comments::{heading, prefix};
use crate::failure::{Failure, Result};
use crate::i18n::Message;

/// A TOML file being changed.
#[derive(Clone, Debug)]
pub struct TomlDocument {
    document: DocumentMut,
    crlf: bool,
    bom: bool,
}

const BOM: char = '\u{feff}';

impl TomlDocument {
    /// Reads a file; `None` is a new one.
    ///
    /// # Errors
    /// `Refused` where it is not UTF-8 or not TOML.
    pub fn read(file: &str, bytes: Option<&[u8]>) -> Result<Self> {
        let bad = |cause: String| Failure { cause: Some(cause), ..Failure::refused(Message::new("store.bad-toml").with("file", file)) };
        let text = std::str::from_utf8(bytes.unwrap_or_default()).map_err(|error| bad(error.to_string()))?;
        let plain = text.strip_prefix(BOM).unwrap_or(text);
        let document = plain.parse::<DocumentMut>().map_err(|error| bad(error.message().to_owned()))?;
        Ok(Self { document, crlf: plain.contains("\r\n"), bom: plain.len() < text.len() })
    }

    /// What is in it.
    pub(super) fn document(&self) -> &DocumentMut {
        &self.document
    }

    /// The same file with something else in it.
    pub(super) fn with(&self, document: DocumentMut) -> Self {
        Self { document, ..*self }
    }

    /// The file's bytes.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut text = self.document.to_string();
        if self.crlf {
            text = text.replace("\r\n", "\n").replace('\n', "\r\n");
        }
        if self.bom {
            text.insert(0, BOM);
        }
        text.into_bytes()
    }

    /// The entries `[[array]]`; `None` where there are none.
    ///
    /// # Errors
    /// `Refused` where they are written in another way (`array = [{ … }]`), which would have to be laid out anew.
    fn entries(&mut self, array: &str) -> Result<Option<&mut ArrayOfTables>> {
        let other = || Failure::refused(Message::new("store.entries-inline").with("key", array));
        self.document.get_mut(array).map(|item| item.as_array_of_tables_mut().ok_or_else(other)).transpose()
    }

    /// Adds an entry `[[array]]` with these texts after the last one.
    ///
    /// # Errors
    /// `Refused` where the entries are written in another way.
    pub fn add_entry(&mut self, array: &str, texts: &[(&str, &str)]) -> Result<()> {
        let mut entry = spaced_table();
        texts.iter().for_each(|(key, text)| set_in(&mut entry, key, text));
        match self.entries(array)? {
            Some(entries) => entries.push(entry),
            None => drop(self.document.insert(array, Item::ArrayOfTables([entry].into_iter().collect()))),
        }
        Ok(())
    }

    /// Sets a text of the entry of an array that has a value under another key.
    ///
    /// # Errors
    /// `Refused` where there is no such entry, or the entries are written in another way.
    pub fn amend_entry(&mut self, array: &str, which: (&str, &str), key: &str, text: &str) -> Result<()> {
        let entry = self.entries(array)?.and_then(|entries| entries.iter_mut().find(|entry| has(entry, which)));
        set_in(entry.ok_or_else(|| no_entry(array, which))?, key, text);
        Ok(())
    }

    /// Takes the entry of an array away that has a value under a key, with its own comment; a heading above that stays.
    ///
    /// # Errors
    /// `Refused` where there is no such entry, or the entries are written in another way.
    pub fn remove_entry(&mut self, array: &str, which: (&str, &str)) -> Result<()> {
        let entries = self.entries(array)?.ok_or_else(|| no_entry(array, which))?;
        let index = entries.iter().position(|entry| has(entry, which)).ok_or_else(|| no_entry(array, which))?;
        let gone = entries.get(index).map(|entry| (heading(prefix(entry)).0.to_owned(), entry.position()));
        entries.remove(index);
        if entries.is_empty() {
            self.document.remove(array);
        }
        if let Some((heading, place)) = gone.filter(|(heading, _)| !heading.is_empty()) {
            self.put_before_next(&heading, place);
        }
        Ok(())
    }

    /// Puts comments above the first section after a place in the file; at the end where there is none.
    fn put_before_next(&mut self, comments: &str, place: Option<isize>) {
        let mut places = Vec::new();
        places_in(self.document.as_table(), &mut places);
        let next = places.into_iter().filter(|next| place.is_some_and(|place| *next > place)).min();
        match next.and_then(|next| at_place(self.document.as_table_mut(), next)) {
            Some(table) => {
                let whole = format!("{comments}{}", prefix(table));
                table.decor_mut().set_prefix(whole);
            }
            None => {
                let whole = format!("{comments}{}", self.document.trailing().as_str().unwrap_or_default());
                self.document.set_trailing(whole);
            }
        }
    }
}

/// The places of the sections in a table that have a line of their own.
fn places_in(table: &Table, places: &mut Vec<isize>) {
    let mut take = |inner: &Table| {
        places.extend(inner.position().filter(|_| !inner.is_implicit()));
        places_in(inner, places);
    };
    for (_, item) in table {
        match item {
            Item::Table(inner) => take(inner),
            Item::ArrayOfTables(entries) => entries.iter().for_each(&mut take),
            _ => {}
        }
    }
}

/// The section at a place.
fn at_place(table: &mut Table, place: isize) -> Option<&mut Table> {
    let inner = table.iter_mut().flat_map(|(_, item)| match item {
        Item::Table(inner) => vec![inner],
        Item::ArrayOfTables(entries) => entries.iter_mut().collect(),
        _ => Vec::new(),
    });
    inner.into_iter().find_map(
        |inner| {
            if inner.position() == Some(place) && !inner.is_implicit() { Some(inner) } else { at_place(inner, place) }
        },
    )
}

fn no_entry(array: &str, (key, value): (&str, &str)) -> Failure {
    Failure::refused(Message::new("store.no-entry").with("array", array).with("key", key).with("value", value))
}

fn has(entry: &Table, (key, value): (&str, &str)) -> bool {
    entry.get(key).and_then(Item::as_str) == Some(value)
}

/// A table with an empty line before it.
fn spaced_table() -> Table {
    let mut table = Table::new();
    table.decor_mut().set_prefix("\n");
    table
}

/// Sets a text; the blanks and the comment around an old one stay.
fn set_in(table: &mut Table, key: &str, text: &str) {
    let mut value = Value::from(text);
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        None => drop(table.insert(key, Item::Value(value))),
    }
}

#[cfg(test)]
mod tests {
    use super::TomlDocument;

    const TEXT: &str = "# 头\nformat = 1 # one\n\n# 支部\n[[branch]]\nkey = \"b1\" # 研\nname   =  \"一\"\n\n[[branch]]\nkey = \"b2\"\nname = \"二\"\n\n[form]\n# due\ndue_day = 5   # 五日\n";

    fn document(text: &str) -> TomlDocument {
        TomlDocument::read("bangfu.toml", Some(text.as_bytes())).unwrap()
    }

    fn text(document: &TomlDocument) -> String {
        String::from_utf8(document.bytes()).unwrap()
    }

    #[test]
    fn what_is_not_changed_keeps_every_byte() {
        for whole in [TEXT, include_str!("../../data-template/gzu-2012/bangfu.toml"), include_str!("../../data-template/blank/bangfu.toml")]
        {
            assert_eq!(text(&document(whole)), whole);
            let crlf = format!("\u{feff}{}", whole.replace('\n', "\r\n"));
            assert_eq!(text(&document(&crlf)), crlf);
        }
    }

    #[test]
    fn a_value_changes_between_its_blanks_and_comments() {
        let mut changed = document(TEXT);
        changed.amend_entry("branch", ("key", "b1"), "name", "新").unwrap();
        assert_eq!(text(&changed), TEXT.replace("\"一\"", "\"新\""));
        let mut crlf = document(&TEXT.replace('\n', "\r\n"));
        crlf.amend_entry("branch", ("key", "b1"), "name", "新").unwrap();
        assert_eq!(text(&crlf), text(&changed).replace('\n', "\r\n"));
    }

    #[test]
    fn entries_come_after_their_like_and_go_with_their_comments() {
        let mut changed = document(TEXT);
        changed.add_entry("branch", &[("key", "b3"), ("name", "a\"b")]).unwrap();
        let added = "\n[[branch]]\nkey = \"b3\"\nname = 'a\"b'\n";
        assert_eq!(text(&changed), TEXT.replace("\n[form]", &format!("{added}\n[form]")));
        changed.remove_entry("branch", ("name", "a\"b")).unwrap();
        assert_eq!(text(&changed), TEXT);
        changed.remove_entry("branch", ("key", "b1")).unwrap();
        assert!(text(&changed).starts_with("# 头\nformat = 1 # one\n\n[[branch]]\nkey = \"b2\""), "{}", text(&changed));
        changed.add_entry("recipient", &[("name", "书记")]).unwrap();
        assert!(text(&changed).ends_with("\n[[recipient]]\nname = \"书记\"\n"), "{}", text(&changed));
    }

    #[test]
    fn a_heading_that_a_blank_line_parts_stays_when_its_section_goes() {
        let whole =
            "format = 1\n\n# 收件人\n\n# 甲的\n[[recipient]]\nname = \"甲\"\n\n[[recipient]]\nname = \"乙\"\n\n[form]\ndue_day = 5\n";
        let mut changed = document(whole);
        changed.remove_entry("recipient", ("name", "甲")).unwrap();
        assert_eq!(text(&changed), whole.replace("\n# 甲的\n[[recipient]]\nname = \"甲\"\n", ""));
        changed.remove_entry("recipient", ("name", "乙")).unwrap();
        assert_eq!(text(&changed), "format = 1\n\n# 收件人\n\n[form]\ndue_day = 5\n");
        let mut last = document("a = 1\n\n# 收件人\n\n[[recipient]]\nname = \"甲\"\n# 完\n");
        last.remove_entry("recipient", ("name", "甲")).unwrap();
        assert_eq!(text(&last), "a = 1\n\n# 收件人\n# 完\n");
    }

    /// Whoever is told that an entry went must not find it there.
    #[test]
    fn what_cannot_be_changed_is_refused_and_stays() {
        let inline = "recipient = [{ name = \"书记\", key = \"age1\" }]\n";
        for whole in [TEXT, inline, "recipient = 1\n", "[recipient]\nname = \"书记\"\n"] {
            let mut changed = document(whole);
            let which = ("name", "书记");
            assert!(changed.remove_entry("recipient", which).is_err() && changed.amend_entry("recipient", which, "key", "x").is_err());
            assert_eq!(changed.add_entry("recipient", &[which]).is_ok(), whole == TEXT);
            assert_eq!(text(&changed) == whole, whole != TEXT);
        }
    }

    #[test]
    fn what_is_no_toml_is_refused() {
        for bad in [b"a = ".as_slice(), b"\xFF", b"a = 1\na = 2\n"] {
            let failure = TomlDocument::read("bangfu.toml", Some(bad)).unwrap_err();
            assert!(failure.message.key == "store.bad-toml" && failure.cause.is_some());
        }
    }
}
