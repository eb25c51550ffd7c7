//! Voluntary choices: who named whom by the day asked about, and before choosing closed.

use std::collections::HashMap;

use super::question::Question;
use crate::model::records::PersonIx;
use crate::model::word::{Basis, Side};

/// Who of a pair named the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Named {
    /// Nobody.
    #[default]
    Nobody,
    /// The student named the helper.
    Helped,
    /// The helper named the student.
    Helper,
    /// Each named the other.
    Both,
}

impl Named {
    /// Its stable key.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Nobody => "none",
            Self::Helped => "helped",
            Self::Helper => "helper",
            Self::Both => "both",
        }
    }

    /// How a pair that is proposed comes about.
    #[must_use]
    pub fn basis(self) -> Basis {
        if self == Self::Nobody { Basis::Assigned } else { Basis::Voluntary }
    }

    fn and(self, side: Side) -> Self {
        match (self, side) {
            (Self::Nobody | Self::Helper, Side::Helper) => Self::Helper,
            (Self::Nobody | Self::Helped, Side::Helped) => Self::Helped,
            _ => Self::Both,
        }
    }
}

/// The choices that count.
#[derive(Clone, Debug, Default)]
pub(super) struct Wishes {
    /// By student, then by helper.
    named: HashMap<PersonIx, HashMap<PersonIx, Named>>,
}

impl Wishes {
    pub(super) fn of(question: &Question<'_>) -> Self {
        let closing = question.core.scheme.pairing.choices_until;
        let mut named: HashMap<PersonIx, HashMap<PersonIx, Named>> = HashMap::new();
        let counts = |date| date <= question.as_of && closing.is_none_or(|closing| date <= closing);
        for choice in question.choices.iter().filter(|choice| counts(choice.date)) {
            let entry = named.entry(choice.helped).or_default().entry(choice.helper).or_default();
            *entry = entry.and(choice.by);
        }
        Self { named }
    }

    /// The choices of somebody on a side and of others with that person, in no order.
    pub(super) fn with(&self, side: Side, one: PersonIx) -> Vec<(PersonIx, Named)> {
        match side {
            Side::Helped => self.named.get(&one).into_iter().flatten().map(|(helper, named)| (*helper, *named)).collect(),
            Side::Helper => self.named.iter().filter_map(|(helped, named)| Some((*helped, *named.get(&one)?))).collect(),
        }
    }

    pub(super) fn has_mutual(&self) -> bool {
        self.named.values().flat_map(HashMap::values).any(|named| *named == Named::Both)
    }

    pub(super) fn of_pair(&self, helper: PersonIx, helped: PersonIx) -> Named {
        self.named.get(&helped).and_then(|named| named.get(&helper)).copied().unwrap_or_default()
    }
}
