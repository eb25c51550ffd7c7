//! Changes in a TOML file that a person wrote: comments, order and layout stay. Not here: what the settings mean.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, Value};

use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::day::Day;

/// A value to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Yes or no.
    Switch(bool),
    /// A day, written bare.
    Day(Day),
    /// A list of texts.
    Texts(Vec<String>),
}

impl From<&str> for Setting {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Setting {
    fn value(&self) -> Value {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::Integer(number) => (*number).into(),
            Self::Switch(on) => (*on).into(),
            // A day is always a TOML date; were it not, its text would still say which it is.
            Self::Day(day) => day.to_string().parse::<toml_edit::Datetime>().map_or_else(|_| day.to_string().into(), Value::from),
            Self::Texts(texts) => texts.iter().map(String::as_str).collect(),
        }
    }
}

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

    /// Sets a key of a section (`""` for the top of the file); the section is added where it is missing.
    pub fn set(&mut self, section: &str, key: &str, setting: &Setting) {
        let table = match section {
            "" => self.document.as_table_mut(),
            name => {
                if !self.document.contains_table(name) {
                    self.document.insert(name, Item::Table(spaced_table()));
                }
                let Some(table) = self.document.get_mut(name).and_then(Item::as_table_mut) else { return };
                table
            }
        };
        set_in(table, key, setting);
    }

    /// Takes a key out of a section; whether it was there.
    pub fn unset(&mut self, section: &str, key: &str) -> bool {
        let table = match section {
            "" => Some(self.document.as_table_mut()),
            name => self.document.get_mut(name).and_then(Item::as_table_mut),
        };
        table.is_some_and(|table| table.remove(key).is_some())
    }

    /// Adds an entry `[[array]]` after the last one.
    pub fn add_entry(&mut self, array: &str, settings: &[(&str, Setting)]) {
        let mut entry = spaced_table();
        settings.iter().for_each(|(key, setting)| set_in(&mut entry, key, setting));
        let item = self.document.entry(array).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
        if let Some(entries) = item.as_array_of_tables_mut() {
            entries.push(entry);
        }
    }

    /// Sets a key of the entry of an array that has a value under another key; whether there is one.
    pub fn amend_entry(&mut self, array: &str, which: (&str, &str), key: &str, setting: &Setting) -> bool {
        let Some(entries) = self.document.get_mut(array).and_then(Item::as_array_of_tables_mut) else { return false };
        let entry = entries.iter_mut().find(|entry| has(entry, which));
        entry.map(|entry| set_in(entry, key, setting)).is_some()
    }

    /// Takes the entry of an array away that has a value under a key; whether there was one.
    pub fn remove_entry(&mut self, array: &str, which: (&str, &str)) -> bool {
        let Some(entries) = self.document.get_mut(array).and_then(Item::as_array_of_tables_mut) else { return false };
        let Some(index) = entries.iter().position(|entry| has(entry, which)) else { return false };
        entries.remove(index);
        if entries.is_empty() {
            self.document.remove(array);
        }
        true
    }
}

fn has(entry: &Table, (key, value): (&str, &str)) -> bool {
    entry.get(key).is_some_and(|item| item.as_str().is_some_and(|text| text == value) || item.to_string().trim() == value)
}

/// A table with an empty line before it.
fn spaced_table() -> Table {
    let mut table = Table::new();
    table.decor_mut().set_prefix("\n");
    table
}

/// Sets a value; the blanks and the comment around an old one stay.
fn set_in(table: &mut Table, key: &str, setting: &Setting) {
    let mut value = setting.value();
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
    use super::{Setting, TomlDocument};
    use crate::model::day::Day;

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
        changed.set("form", "due_day", &Setting::Integer(7));
        changed.set("", "format", &Setting::Integer(2));
        assert!(changed.amend_entry("branch", ("key", "b1"), "name", &"新".into()));
        assert!(!changed.amend_entry("branch", ("key", "b9"), "name", &"新".into()));
        let want = TEXT.replace("due_day = 5 ", "due_day = 7 ").replace("format = 1", "format = 2").replace("\"一\"", "\"新\"");
        assert_eq!(text(&changed), want);
    }

    #[test]
    fn entries_come_after_their_like_and_go_with_their_comments() {
        let mut changed = document(TEXT);
        changed.add_entry("branch", &[("key", "b3".into()), ("since", Setting::Day(Day::parse(b"2012-11-06").unwrap()))]);
        let added = "\n[[branch]]\nkey = \"b3\"\nsince = 2012-11-06\n";
        assert_eq!(text(&changed), TEXT.replace("\n[form]", &format!("{added}\n[form]")));
        assert!(changed.remove_entry("branch", ("since", "2012-11-06")));
        assert_eq!(text(&changed), TEXT);
        assert!(changed.remove_entry("branch", ("key", "b1")));
        assert!(!changed.remove_entry("branch", ("key", "b1")));
        assert!(text(&changed).starts_with("# 头\nformat = 1 # one\n\n[[branch]]\nkey = \"b2\""), "{}", text(&changed));
        changed.add_entry("recipient", &[("name", "书记".into()), ("keys", Setting::Texts(vec!["a\"b".to_owned()]))]);
        assert!(text(&changed).ends_with("\n[[recipient]]\nname = \"书记\"\nkeys = ['a\"b']\n"), "{}", text(&changed));
    }

    #[test]
    fn sections_are_added_and_keys_taken_out() {
        let mut changed = TomlDocument::read("committee/closed.toml", None).unwrap();
        changed.set("2012-12", "digest", &"ab".into());
        changed.set("2012-12", "open", &Setting::Switch(false));
        assert_eq!(text(&changed), "\n[2012-12]\ndigest = \"ab\"\nopen = false\n");
        assert!(changed.unset("2012-12", "open") && !changed.unset("2012-12", "open"));
        let mut changed = document(&TEXT.replace('\n', "\r\n"));
        changed.set("audit", "max_per_day", &Setting::Integer(3));
        assert_eq!(text(&changed), format!("{TEXT}\n[audit]\nmax_per_day = 3\n").replace('\n', "\r\n"));
    }

    #[test]
    fn what_is_no_toml_is_refused() {
        for bad in [b"a = ".as_slice(), b"\xFF", b"a = 1\na = 2\n"] {
            let failure = TomlDocument::read("bangfu.toml", Some(bad)).unwrap_err();
            assert!(failure.message.key == "store.bad-toml" && failure.cause.is_some());
        }
    }
}
