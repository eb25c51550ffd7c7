//! A problem or a sign in the records, as a value: code, place, arguments. What to say of it is in the catalogues under
//! `finding.<code>`, what to do under `help.<code>`, which rule it is under `explain.<code>`. Not here: finding it, showing it.

mod code;
#[cfg(test)]
mod wording;

pub use code::{Code, Severity};

use crate::i18n::{Lang, Message, Value, say};
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
}

impl Finding {
    /// A finding at a place.
    #[must_use]
    pub fn new(code: Code, place: Place) -> Self {
        Self { place, cell: None, code, args: Vec::new() }
    }

    /// A finding in a column of a line, whose position is worked out when it is shown.
    #[must_use]
    pub fn in_cell(code: Code, place: Place, cell: &'static str) -> Self {
        Self { place, cell: Some(cell), code, args: Vec::new() }
    }

    /// Adds a named argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// Whether it is an error or a warning.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// The sentence in a language.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        Message { key: self.code.message_key(), args: self.args.clone() }.text(lang)
    }

    /// What to do, in a language.
    #[must_use]
    pub fn help(&self, lang: Lang) -> String {
        crate::i18n::fill(&say(lang, self.code.help_key()), &self.args, lang)
    }
}

/// Whether any of them is an error.
#[must_use]
pub fn has_error(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity() == Severity::Error)
}

/// Sorts by file, line and column, then code, and drops what is said twice.
pub fn sort(findings: &mut Vec<Finding>) {
    findings.sort_unstable();
    findings.dedup();
}
