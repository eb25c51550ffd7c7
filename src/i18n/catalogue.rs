//! The two catalogues and how a key is found in them. Flat TOML: one `key = "text"` a line, keys of letters, digits, `-` and `.`
//! (quoted when they hold a dot is not needed: TOML's dotted keys read the same), with the escapes `\n`, `\"` and `\\`.

use std::sync::OnceLock;

use hashbrown::HashMap;
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
    index(lang).get(key).map_or_else(|| key.to_owned(), |raw| unescape(raw))
}

/// Where each key's text is: a constant worked out at the first use.
fn index(lang: Lang) -> &'static HashMap<&'static str, &'static str> {
    static INDEXES: [OnceLock<HashMap<&'static str, &'static str>>; 2] = [OnceLock::new(), OnceLock::new()];
    let [zh, en] = &INDEXES;
    let index = match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    index.get_or_init(|| {
        let text = catalogue(lang);
        // A line in 64 bytes: seldom too few places, and then one more step.
        let mut index = HashMap::with_capacity(text.len() / 64);
        let mut start = 0;
        for end in memchr_iter(b'\n', text.as_bytes()) {
            index.extend(text.get(start..end).and_then(entry));
            start = end + 1;
        }
        index
    })
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
