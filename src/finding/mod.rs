//! A problem or a sign in the records, as a value: code, place, arguments. What to say of it is in the catalogues under
//! `finding.<code>`, what to do under `help.<code>`, which rule it is under `explain.<code>`. Not here: finding it, showing it.

mod code;
mod findings;
mod known;
mod sentences;
#[cfg(test)]
mod wording;

use std::borrow::Cow;
use std::sync::Arc;

pub use code::{Code, Severity};
pub use findings::{Findings, LostLines, NotListed};
pub use known::Known;
pub use sentences::{Said, Sentences};

use crate::i18n::{Lang, Message, Value, fill, say};
use crate::model::table::Table;
use crate::source::Place;

/// A problem in the records.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Where.
    pub place: Place,
    /// Which column of the table, where the place's own column is still to be worked out.
    pub cell: Option<&'static str>,
    /// What.
    pub code: Code,
    /// Named arguments of the message.
    pub args: Vec<(&'static str, Value)>,
    /// Words one of which the argument `value` may have meant: the arguments `nearest` and `known` are worked out when it is shown.
    pub among: Option<Arc<Known>>,
}

impl Finding {
    /// A finding at a place.
    #[must_use]
    pub fn new(code: Code, place: Place) -> Self {
        Self { place, cell: None, code, args: Vec::new(), among: None }
    }

    /// A finding in a column of a line, whose position is worked out when it is shown.
    #[must_use]
    pub fn in_cell(code: Code, place: Place, cell: &'static str) -> Self {
        Self { place, cell: Some(cell), code, args: Vec::new(), among: None }
    }

    /// Adds a named argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        // Most have one or two: where every record is wrong there are millions of them.
        if self.args.capacity() == 0 {
            self.args.reserve_exact(2);
        }
        self.args.push((name, value.into()));
        self
    }

    /// Names the words that its argument `value` may have meant.
    #[must_use]
    pub fn among(mut self, words: Arc<Known>) -> Self {
        self.among = Some(words);
        self
    }

    /// The text of an argument, where it has one of this name.
    #[must_use]
    pub fn text(&self, wanted: &str) -> Option<&str> {
        self.args.iter().find_map(|(name, value)| match value {
            Value::Text(text) if *name == wanted => Some(text.as_ref()),
            _ => None,
        })
    }

    /// Whether it is an error or a warning.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// The sentence in a language.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        fill(&say(lang, self.code.message_key()), &self.arguments(), lang)
    }

    /// What to do, in a language.
    #[must_use]
    pub fn help(&self, lang: Lang) -> String {
        fill(&say(lang, self.code.help_key()), &self.arguments(), lang)
    }

    /// The sentence as a message.
    #[must_use]
    pub fn sentence(&self) -> Message {
        Message { key: self.code.message_key(), args: self.arguments().into_owned() }
    }

    /// What to do, as a message.
    #[must_use]
    pub fn advice(&self) -> Message {
        Message { key: self.code.help_key(), args: self.arguments().into_owned() }
    }

    /// All named arguments.
    fn arguments(&self) -> Cow<'_, [(&'static str, Value)]> {
        self.arguments_by(|among, word| among.nearest(word))
    }

    /// All named arguments; `nearest` says which of the known words is nearest to a word.
    fn arguments_by(&self, nearest: impl FnOnce(&Arc<Known>, &str) -> String) -> Cow<'_, [(&'static str, Value)]> {
        let imported = || self.is_foreign().then(|| Table::imported_as(&self.place.file)).flatten();
        let more: Vec<(&'static str, Value)> = if let Some(among) = &self.among {
            let nearest = self.text("value").map_or_else(String::new, |value| nearest(among, value));
            vec![("nearest", nearest.into()), ("known", among.listed().into())]
        } else if let Some(word) = imported() {
            vec![("import", word.into())]
        } else if let Some(shortened) = self.without_zeros() {
            vec![("shortened", shortened.into())]
        } else {
            return Cow::Borrowed(&self.args);
        };
        Cow::Owned([self.args.clone(), more].concat())
    }
}

impl Finding {
    /// Whether a file is written as other programs write theirs, so that an import may take it in.
    fn is_foreign(&self) -> bool {
        matches!(self.code, Code::BadEncoding | Code::WrongDelimiter)
    }

    /// The person in the roster whose id lacks only the zeros before the one that a record names.
    fn without_zeros(&self) -> Option<&str> {
        let (value, nearest) = (self.text("value")?, self.text("nearest")?);
        let is_shorter = nearest.len() < value.len() && value.trim_start_matches('0') == nearest.trim_start_matches('0');
        Some(nearest).filter(|_| self.code == Code::UnknownPerson && is_shorter)
    }

    /// Whether values may quietly not count, so that those who decide are to know: a column that is not read, where another is missing,
    /// or a file.
    #[must_use]
    pub fn is_loss(&self) -> bool {
        let missing = match self.code {
            Code::UnknownColumn => "absent",
            Code::UnknownFile => "meant",
            _ => return false,
        };
        self.text(missing).is_some_and(|text| !text.is_empty())
    }
}

/// Whether any of them is an error.
#[must_use]
pub fn has_error(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity() == Severity::Error)
}

/// Sorts by file, line and column, then code, and drops what is said twice.
pub fn sort(findings: &mut Vec<Finding>) {
    // Stable, since that is quick where they come file by file in order.
    findings.sort();
    findings.dedup();
}
