//! Words that were read before, tried first: in a log the same few follow each other. They know only cells without a
//! fault; what is wrong in any other the row says. Not here: what the words mean.

use crate::model::records::WordSet;
use crate::model::scheme::Vocabulary;
use crate::store::plain_line::{Expected, PlainLine, may_have_number};
use crate::store::row::word_set;

/// The words of a list.
pub(super) struct LastWord<'a> {
    words: Vec<Expected<&'a [u8]>>,
    last: usize,
}

impl<'a> LastWord<'a> {
    /// The words of a vocabulary, of which none was read yet.
    pub(super) fn of(vocabulary: &'a Vocabulary) -> Self {
        Self::among(vocabulary.terms.iter().map(|term| term.key.as_str()))
    }

    /// These words, of which none was read yet.
    pub(super) fn among(words: impl Iterator<Item = &'a str>) -> Self {
        Self { words: words.map(|word| Expected::new(word.as_bytes())).collect(), last: 0 }
    }

    /// Takes a known word from the start of a line: its index.
    #[inline]
    pub(super) fn take(&mut self, line: &mut PlainLine<'_>) -> Option<u8> {
        let again = self.words.get(self.last).is_some_and(|word| line.take_expected(word));
        if !again {
            self.last = line.take_one_of(&self.words)?;
        }
        Some(self.last as u8)
    }

    /// The index of a known word.
    pub(super) fn find(&mut self, cell: &[u8]) -> Option<u8> {
        let is = |word: &Expected<&[u8]>| word.text() == cell;
        if !self.words.get(self.last).is_some_and(is) {
            self.last = self.words.iter().position(is)?;
        }
        Some(self.last as u8)
    }

    /// Takes a known word, or an empty field.
    pub(super) fn take_or_nothing(&mut self, line: &mut PlainLine<'_>) -> Option<Option<u8>> {
        if line.take_empty() { Some(None) } else { self.take(line).map(Some) }
    }
}

/// Who was named last by a cell that names people.
#[derive(Default)]
pub(super) struct LastNames(Vec<u8>);

impl LastNames {
    /// Takes names among which no number can be that a spreadsheet wrote; whether they were there.
    #[inline]
    pub(super) fn take(&mut self, line: &mut PlainLine<'_>) -> bool {
        line.field().is_some_and(|names| self.0 == names || self.learn(names))
    }

    fn learn(&mut self, names: &[u8]) -> bool {
        if may_have_number(names) {
            return false;
        }
        self.0.clear();
        self.0.extend_from_slice(names);
        true
    }
}

/// The most lists that are remembered.
const MOST_LISTS: usize = 16;

/// Lists of a vocabulary's words, of which those that were read first are remembered.
pub(super) struct KnownLists<'a> {
    vocabulary: &'a Vocabulary,
    lists: Vec<Expected<Vec<u8>>>,
    sets: Vec<WordSet>,
    last: usize,
}

impl<'a> KnownLists<'a> {
    /// None was read yet.
    pub(super) fn of(vocabulary: &'a Vocabulary) -> Self {
        Self { vocabulary, lists: Vec::with_capacity(MOST_LISTS), sets: Vec::with_capacity(MOST_LISTS), last: 0 }
    }

    /// Takes a list that has a word and no fault from the start of a line: its set.
    #[inline]
    pub(super) fn take(&mut self, line: &mut PlainLine<'_>) -> Option<WordSet> {
        let again = self.lists.get(self.last).is_some_and(|list| line.take_expected(list));
        if !again {
            match line.take_one_of(&self.lists) {
                Some(known) => self.last = known,
                None => return self.read(line.field()?),
            }
        }
        self.sets.get(self.last).copied()
    }

    /// The set of a list that has a word and no fault.
    pub(super) fn read(&mut self, list: &[u8]) -> Option<WordSet> {
        if let Some(known) = self.lists.iter().position(|known| known.text() == list) {
            return self.sets.get(known).copied();
        }
        let set = word_set(list, self.vocabulary).ok()?;
        if self.lists.len() < MOST_LISTS {
            self.lists.push(Expected::new(list.to_vec()));
            self.sets.push(set);
        }
        Some(set)
    }
}
