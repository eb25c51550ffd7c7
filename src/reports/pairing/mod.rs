//! A proposal for pairs as a report: the list that can be read out, the JSON with its proof, and what a proof is worth later. Tables
//! are in `table`, JSON in `json`, words for reasons in `words`, the settings in force in `settings`, the check of a proposal file in
//! `verified`, what is read of it in `written`, one pair's reasons in `why`, those of one person without a pair in `unpaired`, a change of helpers in `rematch`. Not here: what is decided (`matching::pairing`).

mod json;
mod rematch;
mod settings;
mod table;
mod unpaired;
mod verified;
mod why;
mod words;
mod written;

pub use rematch::RematchReport;
pub use unpaired::UnpairedReport;
pub use verified::Verified;
pub use why::{AskedPair, Basis, Proven, SpokenOf, WhyReport};
pub use words::{bar, person};
pub use written::{Told, Written};

use crate::i18n::{Lang, Message};
use crate::matching::pairing::{Made, Objective, Proposal, TooLarge};
use crate::model::scheme::PairingPolicy;

/// The digest of a file that a proposal rests on.
pub type Input = (String, String);

/// Whether an answer gives the prices that prove it: those that rest on sealed records give them away (rules.md R10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// They are given.
    Given,
    /// They are kept back.
    Withheld,
}

/// The answer `bangfu/pairing/1`.
pub struct PairingReport<'a> {
    /// The proposal.
    pub proposal: Proposal<'a>,
    /// It in figures.
    objective: Objective,
    /// What the other policy would come to.
    other: Option<Objective>,
    /// The files and their digests.
    inputs: Vec<Input>,
    /// The language of the reasons in the JSON.
    lang: Lang,
    /// Whether the JSON has the prices.
    proof: Proof,
}

impl<'a> PairingReport<'a> {
    /// Gathers a proposal. Errors: numbers too large.
    pub fn new(proposal: Proposal<'a>, inputs: Vec<Input>, lang: Lang) -> Result<Self, TooLarge> {
        let (objective, other) = (proposal.objective(), proposal.other_policy()?);
        Ok(Self { proposal, objective, other, inputs, lang, proof: Proof::Given })
    }

    /// For a reader who is not one of those for whom it would be sealed: without prices, where they rest on sealed records.
    #[must_use]
    pub fn in_the_open(self) -> Self {
        let sealed = self.proposal.programme.question.is_sealed();
        Self { proof: if sealed { Proof::Withheld } else { self.proof }, ..self }
    }

    /// A proposal that is spoken of in passing, without the other policy.
    fn alone(proposal: Proposal<'a>, lang: Lang) -> Self {
        Self { objective: proposal.objective(), proposal, other: None, inputs: Vec::new(), lang, proof: Proof::Given }
    }

    /// What speaks for a pair that is made.
    fn reasons(&self, made: &Made) -> Vec<Message> {
        words::reasons(&self.proposal.programme, made, self.proposal.asked().eligible(made.helped))
    }

    /// What need first and voluntary first come to.
    fn policies(&self) -> Option<(&Objective, &Objective)> {
        let other = self.other.as_ref()?;
        Some(match self.proposal.programme.question.policy {
            PairingPolicy::NeedFirst => (&self.objective, other),
            PairingPolicy::VoluntaryFirst => (other, &self.objective),
        })
    }
}
