//! Ids in lines of the roster and the pairs that could not be read. Whoever refers to one is not at fault: the line is. Not here: how
//! they are found (`store::chains`).

use super::id_index::IdIndex;

/// Ids that are not known because their line could not be read.
#[derive(Clone, Debug)]
pub enum Lost {
    /// These, among other words of those lines.
    Words(Words),
    /// Any: a whole file could not be read.
    Any,
}

impl Default for Lost {
    fn default() -> Self {
        Self::Words(Words::default())
    }
}

impl Lost {
    /// Whether an id is among them.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        match self {
            Self::Words(words) => words.has(id.as_bytes()),
            Self::Any => true,
        }
    }

    /// Whether there are any.
    #[must_use]
    pub fn is_none(&self) -> bool {
        matches!(self, Self::Words(words) if words.is_empty())
    }
}

/// What was lost of the roster and of the pairs.
#[derive(Clone, Debug, Default)]
pub struct LostIds {
    /// Persons.
    pub persons: Lost,
    /// Pairs.
    pub pairs: Lost,
}

/// Words, each once. They lie one behind the other: where every record is wrong there are as many as records.
#[derive(Clone, Debug, Default)]
pub struct Words {
    text: Vec<u8>,
    /// Where each word ends.
    ends: Vec<usize>,
    index: IdIndex,
}

impl Words {
    /// Enters a word, if it is not among them yet.
    pub fn enter(&mut self, word: &[u8]) {
        let before = self.text.len();
        self.text.extend_from_slice(word);
        self.ends.push(self.text.len());
        let number = self.ends.len() as u32 - 1;
        if self.index.enter(number, |number| at(&self.text, &self.ends, number)).is_some() {
            self.ends.pop();
            self.text.truncate(before);
        }
    }

    /// Whether a word is among them.
    #[must_use]
    pub fn has(&self, word: &[u8]) -> bool {
        self.index.find(word, |number| at(&self.text, &self.ends, number)).is_some()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

impl<'w> FromIterator<&'w [u8]> for Words {
    fn from_iter<I: IntoIterator<Item = &'w [u8]>>(words: I) -> Self {
        let mut all = Self::default();
        words.into_iter().for_each(|word| all.enter(word));
        all
    }
}

fn at<'t>(text: &'t [u8], ends: &[usize], number: u32) -> &'t [u8] {
    let number = number as usize;
    let start = number.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    ends.get(number).and_then(|end| text.get(start..*end)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::{prop_assert_eq, proptest};

    use super::Words;

    proptest! {
        #[test]
        fn the_words_that_were_entered_are_among_them_and_no_other(
            entered in proptest::collection::vec("[ab]{0,3}", 0..30),
            asked in proptest::collection::vec("[ab]{0,3}", 0..30),
        ) {
            let words: Words = entered.iter().map(String::as_bytes).collect();
            let all: BTreeSet<&String> = entered.iter().collect();
            prop_assert_eq!((words.is_empty(), words.ends.len()), (all.is_empty(), all.len()));
            for word in entered.iter().chain(&asked) {
                prop_assert_eq!(words.has(word.as_bytes()), all.contains(word));
            }
        }
    }
}
