//! What keeps an award from being computed at all: settings that contradict each other or lack a part.

use crate::i18n::Message;
use crate::model::award_rule::CriterionKey;

/// Why an award cannot be computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No award has that key, name or alias.
    UnknownAward(String),
    /// Awards exclude each other in a circle, given as their keys.
    Circle(Vec<String>),
    /// A pool that is taken on a day has no `cutoff`.
    NoCutoff(String),
    /// A pool of winners does not say of which award.
    NoWinnersOf(String),
    /// A pool of members has no `pool_stages`.
    NoPoolStages(String),
    /// A criterion lacks a setting, or has one that is no positive number.
    BadCriterion {
        /// The award.
        award: String,
        /// The criterion.
        criterion: CriterionKey,
        /// The setting.
        setting: &'static str,
    },
}

impl Fault {
    /// The sentence.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::UnknownAward(name) => Message::new("award.fault-unknown").with("award", name.as_str()),
            Self::Circle(keys) => Message::new("award.fault-circle").with("awards", keys.join(" → ")),
            Self::NoCutoff(award) => Message::new("award.fault-cutoff").with("award", award.as_str()),
            Self::NoWinnersOf(award) => Message::new("award.fault-winners-of").with("award", award.as_str()),
            Self::NoPoolStages(award) => Message::new("award.fault-pool-stages").with("award", award.as_str()),
            Self::BadCriterion { award, criterion, setting } => Message::new("award.fault-criterion")
                .with("award", award.as_str())
                .with("criterion", criterion.word())
                .with("setting", *setting),
        }
    }
}
