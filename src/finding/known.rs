//! The words that a cell may hold, for those who read that it holds another. Not here: which words a column has.

use crate::model::scheme::Vocabulary;
use crate::model::word::{Word, key_and_name};
use crate::model::word_distance::nearest;

/// Words that are known, shared by all findings of a column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    /// What somebody may have meant, with what to write then.
    near: Vec<(String, String)>,
    listed: String,
}

impl Known {
    /// Keys that are too many to be listed.
    #[must_use]
    pub fn keys<'a>(keys: impl IntoIterator<Item = &'a str>) -> Self {
        Self { near: keys.into_iter().map(|key| (key.to_owned(), key.to_owned())).collect(), listed: String::new() }
    }

    /// The words of a kind, which are read in both forms.
    #[must_use]
    pub fn words<W: Word>() -> Self {
        let near = W::ALL.iter().flat_map(|word| [word.key(), word.zh()]).map(|word| (word.to_owned(), word.to_owned()));
        Self { near: near.collect(), listed: W::listed() }
    }

    /// The words of a vocabulary, which are read by their keys.
    #[must_use]
    pub fn terms(vocabulary: &Vocabulary) -> Self {
        let near = vocabulary.terms.iter().flat_map(|term| {
            let shown = key_and_name(&term.key, &term.name);
            [(term.key.clone(), term.key.clone()), (term.name.clone(), shown)]
        });
        Self { near: near.collect(), listed: vocabulary.listed() }
    }

    /// What to write for the word nearest to another; empty where none is near.
    #[must_use]
    pub fn nearest(&self, word: &str) -> String {
        let near = nearest(word, self.near.iter().map(|(word, _)| word.as_str()));
        self.near.iter().find(|(word, _)| *word == near).map_or(near, |(_, written)| written.clone())
    }

    /// The words with blanks between them, each with its name.
    #[must_use]
    pub fn listed(&self) -> &str {
        &self.listed
    }
}
