//! What a proposal is asked for: the records, the day, the seed, and which pairs are open. Everything that decides is an argument.

use std::collections::HashMap;

use super::costs::OwnCosts;
use super::fit::Profiles;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::{Choice, PairIx, PersonIx};
use crate::model::scheme::PairingPolicy;

/// The highest level of need.
const HIGHEST_LEVEL: u8 = 8;

/// How urgent the need of each student is.
#[derive(Clone, Debug, Default)]
pub enum Levels {
    /// Not known here: all are equal.
    #[default]
    Equal,
    /// From sealed records, the higher the more urgent; somebody who is not named comes after all who are.
    Known(HashMap<PersonIx, u8>),
}

impl Levels {
    /// The level of a student, from 1.
    #[must_use]
    pub fn of(&self, person: PersonIx) -> u64 {
        match self {
            Self::Equal => 1,
            Self::Known(levels) => 1 + u64::from(levels.get(&person).copied().unwrap_or(0).min(HIGHEST_LEVEL)),
        }
    }

    /// Whether they come from sealed records, so that none may be told.
    #[must_use]
    pub fn are_sealed(&self) -> bool {
        matches!(self, Self::Known(_))
    }
}

/// A question for pairs.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// The records.
    pub core: &'a Core,
    /// The choices of all branches.
    pub choices: &'a [Choice],
    /// The day as of which choices, grades and other records count.
    pub as_of: Day,
    /// The first day of the pairs that are proposed.
    pub first_day: Day,
    /// Recorded pairs that start after this day take nobody's place; none: all recorded pairs do.
    pub counted_until: Option<Day>,
    /// The seed of the lot; none: no lot is drawn, and equally good pairs stay equally good.
    pub seed: Option<String>,
    /// What comes first.
    pub policy: PairingPolicy,
    /// How urgent each need is.
    pub levels: Levels,
    /// What is known of the persons beyond the roster.
    pub profiles: Profiles,
    /// Recorded pairs that take nobody's place.
    pub open: Vec<PairIx>,
    /// Those of them that stay together if need allows it, whatever the settings say.
    pub kept: Vec<PairIx>,
    /// Students whose pairs end: among those whose need is as urgent they come first.
    pub bereft: Vec<PersonIx>,
    /// Helpers who drop out.
    pub out: Vec<PersonIx>,
    /// Persons who are in no new pair, as helper or student: whoever asks leaves them out.
    pub without: Vec<PersonIx>,
    /// An office's own costs in place of the settings.
    pub costs: Option<OwnCosts>,
}

impl<'a> Question<'a> {
    /// Whether the answer rests on sealed records, so that it is sealed itself (rules.md R10).
    #[must_use]
    pub fn is_sealed(&self) -> bool {
        self.levels.are_sealed() || self.has_profiles()
    }

    /// Whether sealed profiles earn points, so that nobody's points may be told.
    #[must_use]
    pub fn has_profiles(&self) -> bool {
        !self.profiles.is_empty()
    }

    /// A question for everyone who is unpaired on a day, by the scheme's policy, without a lot.
    #[must_use]
    pub fn new(core: &'a Core, choices: &'a [Choice], as_of: Day) -> Self {
        Self {
            core,
            choices,
            as_of,
            first_day: as_of.max(core.scheme.helping().first),
            counted_until: Some(as_of),
            seed: None,
            policy: core.scheme.pairing.policy,
            levels: Levels::Equal,
            profiles: Profiles::default(),
            open: Vec::new(),
            kept: Vec::new(),
            bereft: Vec::new(),
            out: Vec::new(),
            without: Vec::new(),
            costs: None,
        }
    }
}
