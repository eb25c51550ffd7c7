//! Awards (rules.md R7): who is considered, who is barred, what each candidate scores, and who is taken. `compute` gives the list; it
//! is a proposal and never final. Not here: how a cadence is kept (`cadence`); the words.

pub mod criteria;
pub mod cut;
pub mod decision;
pub mod fault;
pub mod gates;
pub mod index;
pub mod keeping;
pub mod measurement;
pub mod pool;
pub mod ranking;
pub mod settings;
pub mod term;
#[cfg(test)]
mod tests;
pub mod used;
pub mod verification;

pub use fault::Fault;
pub use index::RecordIndex;
pub use keeping::{KeepingRate, keeping_rates};
pub use ranking::{Barred, Candidate, Ranking, UnitSeats, compute};
