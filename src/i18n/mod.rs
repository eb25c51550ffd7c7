//! Messages by key and named arguments, in Chinese and English. The texts are flat `key = "text"` lines in `zh.toml` and `en.toml`,
//! looked up when asked for, so that a start of the program parses nothing. No globals: the language is an argument.

mod catalogue;

use memchr::memchr;

#[cfg(test)]
pub use catalogue::keys;
pub use catalogue::{key_of, lookup};

/// A language for users.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// 简体中文.
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Both languages.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// Its word on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// The language of a locale name: Chinese for `zh…`, English for all others.
    #[must_use]
    pub fn of_locale(locale: &str) -> Self {
        if locale.starts_with("zh") { Self::Zh } else { Self::En }
    }
}

/// An argument of a message.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// Text as it is, for instance an id; shown as written.
    Text(Box<str>),
    /// A whole number.
    Number(i64),
    /// The key of another message without arguments, shown in the message's language.
    Word(&'static str),
    /// Another message.
    Message(Box<Message>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Message> for Value {
    fn from(message: Message) -> Self {
        Self::Message(Box::new(message))
    }
}

macro_rules! value_from_number {
    ($($kind:ty),*) => {$(
        impl From<$kind> for Value {
            fn from(number: $kind) -> Self {
                Self::Number(i64::from(number))
            }
        }
    )*};
}
value_from_number!(i64, i32, u32, u16, u8);

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// A sentence for a user: its key and its named arguments.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Message {
    /// Key in the catalogues.
    pub key: &'static str,
    /// Named arguments, in the order given.
    pub args: Vec<(&'static str, Value)>,
}

impl Message {
    /// A message without arguments.
    #[must_use]
    pub fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new() }
    }

    /// Adds a named argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// Adds a named argument that is a word of the catalogue.
    #[must_use]
    pub fn word(mut self, name: &'static str, key: &'static str) -> Self {
        self.args.push((name, Value::Word(key)));
        self
    }

    /// Several messages as one, put together by a message with the places `{first}` and `{rest}`; none of none.
    #[must_use]
    pub fn joined(key: &'static str, messages: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut messages: Vec<Self> = messages.into_iter().collect();
        let last = messages.pop()?;
        Some(messages.into_iter().rev().fold(last, |rest, first| Self::new(key).with("first", first).with("rest", rest)))
    }

    /// The sentence in a language.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        fill(&lookup(lang, self.key), &self.args, lang)
    }
}

/// A word or sentence without arguments in a language.
#[must_use]
pub fn say(lang: Lang, key: &str) -> String {
    lookup(lang, key)
}

/// Puts the arguments into the places `{name}` of a template. A place without its argument stays as it is. What stands between `⟦`
/// and `⟧` is left out if an argument in it is missing or empty, so that "the nearest is …" is said only where there is one.
#[must_use]
pub fn fill(template: &str, args: &[(&'static str, Value)], lang: Lang) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut parts = template.split('⟦');
    fill_places(&mut out, parts.next().unwrap_or(""), args, lang);
    for part in parts {
        let (optional, plain) = part.split_once('⟧').unwrap_or((part, ""));
        if has_arguments(optional, args) {
            fill_places(&mut out, optional, args, lang);
        }
        fill_places(&mut out, plain, args, lang);
    }
    out
}

fn has_arguments(template: &str, args: &[(&'static str, Value)]) -> bool {
    let mut names = template.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name);
    let given = |name| args.iter().any(|(known, value)| *known == name && !matches!(value, Value::Text(text) if text.is_empty()));
    names.all(given)
}

fn fill_places(out: &mut String, template: &str, args: &[(&'static str, Value)], lang: Lang) {
    let mut rest = template;
    while let Some((before, after)) = cut(rest, b'{') {
        out.push_str(before);
        let Some((name, tail)) = cut(after, b'}') else {
            out.push('{');
            rest = after;
            continue;
        };
        match args.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => push_value(out, value, lang),
            None => out.extend(["{", name, "}"]),
        }
        rest = tail;
    }
    out.push_str(rest);
}

/// What lies before and behind the first of an ASCII character.
fn cut(text: &str, character: u8) -> Option<(&str, &str)> {
    let at = memchr(character, text.as_bytes())?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

fn push_value(out: &mut String, value: &Value, lang: Lang) {
    match value {
        Value::Text(text) => out.push_str(text),
        Value::Number(number) => out.push_str(&number.to_string()),
        Value::Word(key) => out.push_str(&lookup(lang, key)),
        Value::Message(message) => out.push_str(&message.text(lang)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Lang, Value, fill};

    #[test]
    fn arguments_fill_their_places_and_unknown_places_stay() {
        let args = [("a", Value::from("甲")), ("n", Value::from(3_u32))];
        assert_eq!(fill("{a} 有 {n} 次 {x} {", &args, Lang::Zh), "甲 有 3 次 {x} {");
    }

    #[test]
    fn an_optional_part_is_said_only_with_its_arguments() {
        let text = |near: &str| fill("没有{a}⟦，最接近的是“{near}”⟧。", &[("a", Value::from("甲")), ("near", Value::from(near))], Lang::Zh);
        assert_eq!((text("乙"), text("")), ("没有甲，最接近的是“乙”。".to_owned(), "没有甲。".to_owned()));
        assert_eq!(fill("⟦{x} ⟧{y}⟦{z}", &[], Lang::En), "{y}");
        assert_eq!(fill("{a}", &[("a", Value::from("⟦x⟧"))], Lang::En), "⟦x⟧");
    }

    #[test]
    fn an_argument_with_braces_is_not_filled_again() {
        let args = [("a", Value::from("{n}")), ("n", Value::from(3_u32))];
        assert_eq!(fill("{a}", &args, Lang::En), "{n}");
    }
}
