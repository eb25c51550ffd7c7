//! Ids in lines of the roster and the pairs that could not be read. Whoever refers to one is not at fault: the line is. Not here: how
//! they are found (`store::chains`).

use hashbrown::HashSet;

/// Ids that are not known because their line could not be read.
#[derive(Clone, Debug)]
pub enum Lost {
    /// These, among other words of those lines.
    Words(HashSet<Box<[u8]>>),
    /// Any: a whole file could not be read.
    Any,
}

impl Default for Lost {
    fn default() -> Self {
        Self::Words(HashSet::new())
    }
}

impl Lost {
    /// Whether an id is among them.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        match self {
            Self::Words(words) => words.contains(id.as_bytes()),
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
