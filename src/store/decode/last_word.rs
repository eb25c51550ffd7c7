//! Words that were read before, tried first: in a log the same few follow each other. They know only cells without a
//! fault; what is wrong in any other the row says. Not here: what the words mean.

use crate::model::records::WordSet;
use crate::model::scheme::Vocabulary;
use crate::store::plain_line::PlainLine;
use crate::store::row::word_set;

/// The words of a vocabulary.
pub(super) struct LastWord<'a> {
    vocabulary: &'a Vocabulary,
    index: u8,
    key: &'a [u8],
}

impl<'a> LastWord<'a> {
    /// None of them was read yet.
    pub(super) fn of(vocabulary: &'a Vocabulary) -> Self {
        Self { vocabulary, index: 0, key: vocabulary.terms.first().map_or(b"", |term| term.key.as_bytes()) }
    }

    /// Takes a known word from the start of a line.
    pub(super) fn take(&mut self, line: &mut PlainLine<'_>) -> Option<u8> {
        if self.key.is_empty() || !line.take(self.key) {
            return self.find(line.field()?);
        }
        Some(self.index)
    }

    /// The index of a known word.
    pub(super) fn find(&mut self, cell: &[u8]) -> Option<u8> {
        if self.key.is_empty() || self.key != cell {
            let index = self.vocabulary.terms.iter().position(|term| term.key.as_bytes() == cell)?;
            (self.index, self.key) = (index as u8, self.vocabulary.terms.get(index)?.key.as_bytes());
        }
        Some(self.index)
    }

    /// Takes a known word, or an empty field.
    pub(super) fn take_or_nothing(&mut self, line: &mut PlainLine<'_>) -> Option<Option<u8>> {
        if line.take_empty() { Some(None) } else { self.take(line).map(Some) }
    }
}

/// The most lists that are remembered.
const MOST_LISTS: usize = 16;

/// Lists of a vocabulary's words, of which those that were read first are remembered.
pub(super) struct KnownLists<'a> {
    vocabulary: &'a Vocabulary,
    lists: Vec<(Vec<u8>, WordSet)>,
}

impl<'a> KnownLists<'a> {
    /// None was read yet.
    pub(super) fn of(vocabulary: &'a Vocabulary) -> Self {
        Self { vocabulary, lists: Vec::with_capacity(MOST_LISTS) }
    }

    /// The set of a list that has a word and no fault.
    pub(super) fn read(&mut self, list: &[u8]) -> Option<WordSet> {
        if let Some((_, set)) = self.lists.iter().find(|(known, _)| known == list) {
            return Some(*set);
        }
        let set = word_set(list, self.vocabulary).ok()?;
        if self.lists.len() < MOST_LISTS {
            self.lists.push((list.to_vec(), set));
        }
        Some(set)
    }
}
