//! The two catalogues and how a key is found in them. Flat TOML: one `key = "text"` a line, keys of letters, digits, `-` and `.`
//! (quoted when they hold a dot is not needed: TOML's dotted keys read the same), with the escapes `\n`, `\"` and `\\`.

use std::hash::BuildHasher;
use std::sync::OnceLock;

use hashbrown::{DefaultHashBuilder, HashTable};
use memchr::{memchr, memchr_iter};

use super::Lang;

const ZH: &str = include_str!("zh.toml");
const EN: &str = include_str!("en.toml");

fn catalogue(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => ZH,
        Lang::En => EN,
    }
}

/// The text of a key. An unknown key gives the key itself, which the tests do not let happen for keys in the code.
#[must_use]
pub fn lookup(lang: Lang, key: &str) -> String {
    index(lang).find(key).map_or_else(|| key.to_owned(), unescape)
}

/// Where each key's line is: a constant worked out at the first use. It holds places alone, since a short run of the program feels
/// each page of memory that it takes.
struct Index {
    text: &'static str,
    lines: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

fn index(lang: Lang) -> &'static Index {
    static INDEXES: [OnceLock<Index>; 2] = [OnceLock::new(), OnceLock::new()];
    let [zh, en] = &INDEXES;
    let index = match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    index.get_or_init(|| Index::of(catalogue(lang)))
}

impl Index {
    fn of(text: &'static str) -> Self {
        // A line in 64 bytes: seldom too few places, and then one more step.
        let mut index = Self { text, lines: HashTable::with_capacity(text.len() / 64), hasher: DefaultHashBuilder::default() };
        let hash = |start: u32| index.hasher.hash_one(entry_at(text, start).map_or("", |(key, _)| key));
        let mut start = 0;
        for end in memchr_iter(b'\n', text.as_bytes()) {
            if let Some((key, _)) = text.get(start..end).and_then(entry) {
                index.lines.insert_unique(index.hasher.hash_one(key), start as u32, |line| hash(*line));
            }
            start = end + 1;
        }
        index
    }

    /// The raw text of a key.
    fn find(&self, key: &str) -> Option<&'static str> {
        let has_key = |line: &u32| entry_at(self.text, *line).is_some_and(|(known, _)| known == key);
        let line = self.lines.find(self.hasher.hash_one(key), has_key)?;
        entry_at(self.text, *line).map(|(_, raw)| raw)
    }
}

/// Key and raw text of the line that begins here.
fn entry_at(text: &'static str, start: u32) -> Option<(&'static str, &'static str)> {
    let rest = text.get(start as usize..)?;
    entry(rest.get(..memchr(b'\n', rest.as_bytes())?)?)
}

/// Key and raw text of a line.
fn entry(line: &'static str) -> Option<(&'static str, &'static str)> {
    let end = memchr(b' ', line.as_bytes())?;
    let raw = line.get(end..)?.strip_prefix(" = \"")?.strip_suffix('"')?;
    Some((line.get(..end)?, raw))
}

fn unescape(raw: &str) -> String {
    if !raw.contains('\\') {
        return raw.to_owned();
    }
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('n') => out.push('\n'),
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            (plain, false) => out.push(plain),
        }
    }
    out
}

/// All keys of a language, in the order of the file.
pub fn keys(lang: Lang) -> impl Iterator<Item = &'static str> {
    catalogue(lang).lines().filter_map(|line| line.split_once(" = \"").map(|(key, _)| key))
}

/// The key of a name that lies in the data under a prefix, where there is one: `column.` and `helper`.
#[must_use]
pub fn key_of(prefix: &str, name: &str) -> Option<&'static str> {
    keys(Lang::En).find(|key| key.strip_prefix(prefix) == Some(name))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Lang, catalogue, keys, lookup};

    /// The lazy reader and a real TOML reader agree on every key.
    #[test]
    fn the_catalogues_are_toml_and_read_the_same() {
        for lang in Lang::ALL {
            let table: toml::Table = toml::from_str(catalogue(lang)).unwrap();
            for key in keys(lang) {
                let mut value = &toml::Value::Table(table.clone());
                for part in key.split('.') {
                    value = &value[part];
                }
                assert_eq!(value.as_str().unwrap(), lookup(lang, key), "{key}");
            }
            let lines = catalogue(lang).lines().filter(|line| !line.is_empty() && !line.starts_with('#')).count();
            assert_eq!(lines, keys(lang).count(), "a line that is no message");
        }
    }

    #[test]
    fn both_languages_have_the_same_keys_and_arguments() {
        let places = |lang, key: &str| -> BTreeSet<String> {
            lookup(lang, key).split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name.to_owned()).collect()
        };
        let zh: BTreeSet<_> = keys(Lang::Zh).collect();
        let en: BTreeSet<_> = keys(Lang::En).collect();
        assert_eq!(zh, en);
        for key in zh {
            assert_eq!(places(Lang::Zh, key), places(Lang::En, key), "{key}");
        }
    }
}
