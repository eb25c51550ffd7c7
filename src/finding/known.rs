//! The words that a cell may hold, for those who read that it holds another. Not here: which words a column has.

use crate::model::word_distance::nearest;

/// Words that are known, shared by all findings of a column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    near: Vec<String>,
    listed: String,
}

impl Known {
    /// The words one of which may be named as the nearest, and those that are listed.
    #[must_use]
    pub fn new<'a>(near: impl IntoIterator<Item = &'a str>, listed: impl IntoIterator<Item = &'a str>) -> Self {
        let near = near.into_iter().map(str::to_owned).collect();
        Self { near, listed: listed.into_iter().collect::<Vec<_>>().join(" ") }
    }

    /// The word nearest to another; empty where none is near.
    #[must_use]
    pub fn nearest(&self, word: &str) -> String {
        nearest(word, self.near.iter().map(String::as_str))
    }

    /// The words with blanks between them.
    #[must_use]
    pub fn listed(&self) -> &str {
        &self.listed
    }
}
