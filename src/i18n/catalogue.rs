//! The two catalogues and how a key is found in them. Flat TOML: one `key = "text"` a line, keys of letters, digits, `-` and `.`
//! (quoted when they hold a dot is not needed: TOML's dotted keys read the same), with the escapes `\n`, `\"` and `\\`.

use memchr::memmem;

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
    find(catalogue(lang), key).map_or_else(|| key.to_owned(), unescape)
}

fn find<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let needle = format!("\n{key} = \"");
    let at = memmem::find(text.as_bytes(), needle.as_bytes())?;
    let rest = text.get(at + needle.len()..)?;
    rest.split('\n').next()?.strip_suffix('"')
}

fn unescape(raw: &str) -> String {
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
