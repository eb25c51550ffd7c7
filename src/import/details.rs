//! The details of a sealed record as a small TOML text, from standard input: names and texts in, each as a secret. What is wrong is
//! said by line, never by what stands there. Not here: what the texts may be (`commands::screen`).

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use zeroize::Zeroizing;

use super::encoding::line_at;
use crate::i18n::Message;
use crate::model::secret::Secret;

/// The names of details, each with the others under which it is read.
const NAMES: [(&str, &[&str]); 18] = [
    ("kind", &["类型"]),
    ("date", &["日期"]),
    ("by", &["排查人", "记录人"]),
    ("category", &["categories", "类别"]),
    ("severity", &["程度"]),
    ("note", &["说明", "备注"]),
    ("consent", &["同意日期"]),
    ("scope", &["同意范围"]),
    ("family", &["家庭环境"]),
    ("character", &["性格"]),
    ("ethnicity", &["民族"]),
    ("home", &["家乡", "生源地"]),
    ("interests", &["爱好"]),
    ("skills", &["特长"]),
    ("concern", &["关注事项"]),
    ("owner", &["to", "负责人"]),
    ("closed", &["结案日期"]),
    ("outcome", &["结果"]),
];

/// Details by name, in the order given.
pub type Details = Vec<(&'static str, Secret)>;

/// The name of a detail, by it or by another under which it is read.
#[must_use]
pub fn name(word: &str) -> Option<&'static str> {
    NAMES.iter().find(|(name, others)| *name == word || others.contains(&word)).map(|(name, _)| *name)
}

/// Reads details. Errors: no TOML, an unknown or doubled name, a value that is no text, number, day or list of texts.
pub fn parse(text: &str) -> Result<Details, Message> {
    let at = |key: &'static str, offset: usize| Message::new(key).with("line", line_at(text.as_bytes(), offset));
    let table = DeTable::parse(text).map_err(|error| at("details.no-toml", error.span().map_or(0, |span| span.start)))?;
    let mut details = Details::new();
    let mut entries: Vec<_> = table.get_ref().iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in entries {
        let unknown = || at("details.unknown", key.span().start).with("known", NAMES.map(|(name, _)| name).join(" "));
        let name = name(key.get_ref()).ok_or_else(unknown)?;
        if details.iter().any(|(known, _)| *known == name) {
            return Err(at("details.twice", key.span().start).with("name", name));
        }
        details.push((name, secret(value).ok_or_else(|| at("details.bad-value", value.span().start).with("name", name))?));
    }
    Ok(details)
}

/// A value as text; a list joined by `;`.
fn secret(value: &Spanned<DeValue<'_>>) -> Option<Secret> {
    let one = |value: &DeValue<'_>| match value {
        DeValue::String(text) => Some(Zeroizing::new(text.to_string())),
        DeValue::Integer(number) => Some(Zeroizing::new(number.as_str().to_owned())),
        DeValue::Datetime(moment) if moment.time.is_none() => Some(Zeroizing::new(moment.to_string())),
        _ => None,
    };
    let mut text = match value.get_ref() {
        DeValue::Array(list) => {
            let parts = list.iter().map(|item| one(item.get_ref())).collect::<Option<Vec<_>>>()?;
            let mut joined = Zeroizing::new(String::with_capacity(parts.iter().map(|part| part.len() + 1).sum()));
            for part in parts.iter().filter(|part| !part.is_empty()) {
                if !joined.is_empty() {
                    joined.push(';');
                }
                joined.push_str(part);
            }
            joined
        }
        single => one(single)?,
    };
    Some(Secret::from(std::mem::take(&mut *text)))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn texts_numbers_days_and_lists_are_read() {
        let text = "category = [\"study\", \"心理脆弱\"]\nseverity = 2\ndate = 2012-10-20\nnote = \"\"\"一\n二\"\"\"\n\"民族\" = \"苗族\"\nto = \"王\"\n";
        let details = parse(text).unwrap();
        let mut read: Vec<(&str, &str)> = details.iter().map(|(name, text)| (*name, text.reveal())).collect();
        read.sort_unstable();
        let want = [
            ("category", "study;心理脆弱"),
            ("date", "2012-10-20"),
            ("ethnicity", "苗族"),
            ("note", "一\n二"),
            ("owner", "王"),
            ("severity", "2"),
        ];
        assert_eq!(read, want);
        assert!(!format!("{details:?}").contains("心理"));
    }

    #[test]
    fn what_is_wrong_is_said_by_line_and_not_repeated() {
        for (text, key, line) in [
            ("note = \"a\"\ngeheim geheim\n", "details.no-toml", 2),
            ("note = \"geheim\nx\"\n", "details.no-toml", 2),
            ("\ngeheim = \"x\"\n", "details.unknown", 2),
            ("to = \"a\"\nowner = \"geheim\"\n", "details.twice", 2),
            ("note = { geheim = 1 }\n", "details.bad-value", 1),
            ("severity = 1.5\n", "details.bad-value", 1),
            ("date = 2012-10-20T08:00:00\n", "details.bad-value", 1),
            ("category = [\"a\", [\"geheim\"]]\n", "details.bad-value", 1),
        ] {
            let message = parse(text).unwrap_err();
            assert_eq!((message.key, message.args[0].1.clone()), (key, line.into()), "{text}");
            assert!(!format!("{message:?}").contains("geheim"), "{message:?}");
        }
    }
}
