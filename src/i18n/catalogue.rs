//! The two catalogues and how a key is found in them. Flat TOML: one `key = "text"` a line in the order of the keys, which consist of
//! letters, digits, `-` and `.` (a quoted key is not needed: TOML's dotted keys read the same), with the escapes `\n`, `\"` and `\\`.

use memchr::{memchr, memrchr};

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
    find(catalogue(lang), key).map_or_else(|| key.to_owned(), |(_, raw)| unescape(raw))
}

/// A key with its raw text: the half that cannot hold it is left out until its line is met. Nothing is prepared, since a short run of
/// the program needs a dozen texts and feels each page of memory that it looks at.
fn find(text: &'static str, key: &str) -> Option<(&'static str, &'static str)> {
    let mut rest = text;
    while !rest.is_empty() {
        let middle = rest.len() / 2;
        let start = memrchr(b'\n', rest.as_bytes().get(..middle)?).map_or(0, |before| before + 1);
        let end = memchr(b'\n', rest.as_bytes().get(start..)?).map_or(rest.len(), |length| start + length);
        let (before, line, after) = (rest.get(..start)?, rest.get(start..end)?, rest.get(end + 1..).unwrap_or_default());
        rest = match entry(line) {
            Some((known, raw)) if known == key => return Some((known, raw)),
            Some((known, _)) if key < known => before,
            // The file's heading comes before all keys.
            _ => after,
        };
    }
    None
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
#[cfg(test)]
pub fn keys(lang: Lang) -> impl Iterator<Item = &'static str> {
    catalogue(lang).lines().filter_map(|line| line.split_once(" = \"").map(|(key, _)| key))
}

/// The key of a name that lies in the data under a prefix, where there is one: `column.` and `helper`.
#[must_use]
pub fn key_of(prefix: &str, name: &str) -> Option<&'static str> {
    find(catalogue(Lang::En), &format!("{prefix}{name}")).map(|(key, _)| key)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Lang, catalogue, find, key_of, keys, lookup};

    /// The lazy reader and a real TOML reader agree on every key.
    #[test]
    fn the_catalogues_are_toml_and_read_the_same() {
        for lang in Lang::ALL {
            let table = toml::Value::Table(toml::from_str(catalogue(lang)).unwrap());
            for key in keys(lang) {
                let mut value = &table;
                for part in key.split('.') {
                    value = &value[part];
                }
                assert_eq!(value.as_str().unwrap(), lookup(lang, key), "{key}");
            }
            assert!(keys(lang).is_sorted_by(|one, next| one < next), "keys are found in their order: sort the lines");
            let heading = catalogue(lang).lines().take_while(|line| line.starts_with('#')).count();
            assert_eq!(heading + keys(lang).count(), catalogue(lang).lines().count(), "a remark is at the top");
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

    #[test]
    fn a_key_is_found_wherever_its_line_is() {
        let text = "# of these\na = \"1\"\na-b = \"2\"\na.b = \"3\"\nab = \"4\"\nc = \"\"\n";
        let found = ["a", "a-b", "a.b", "ab", "c", "", "# of these", "aa", "b", "d"].map(|key| find(text, key).map(|(_, text)| text));
        assert_eq!(found, [Some("1"), Some("2"), Some("3"), Some("4"), Some(""), None, None, None, None, None]);
        assert_eq!((find("", "a"), find("a = \"1\"", "a")), (None, Some(("a", "1"))));
        assert_eq!((key_of("column.", "helper"), key_of("column.", "help"), key_of("", "")), (Some("column.helper"), None, None));
    }
}
