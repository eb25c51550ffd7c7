//! Who helps whom, proposed: persons and settings on one side, the engine's rows and columns on the other (rules.md R3, `[pairing]`).
//!
//! Who may be paired with whom is in `bar` and `candidates`, what speaks for a pair in `wishes`, `fit` and `worth`, both sides together in
//! `sides`, the instance in `programme` and `filling`, its best answer in `proposal`, reasons in `left_over` and `why`, a part of the instance
//! for one question in `touched` and `grounds`, a change of helpers in `rematch`. Not here: how the best is found and proven (the files
//! above this folder), words for people (`reports::pairing`).

mod bar;
mod candidates;
mod costs;
mod filling;
mod fit;
mod grounds;
mod left_over;
mod programme;
mod proposal;
mod question;
mod rematch;
mod sides;
#[cfg(test)]
mod tests;
mod touched;
mod why;
mod wishes;
mod worth;

pub use bar::Bar;
pub use candidates::{Candidate, personal_bars};
pub use costs::OwnCosts;
pub use fit::{FitShare, Profiles};
pub use left_over::{LeftOver, Why as LeftOverWhy};
pub use programme::Programme;
pub use proposal::{Made, Objective, Proposal};
pub use question::{Levels, Question};
pub use rematch::{Ended, Rematch, recorded_change, rematch_question};
pub use sides::{Sides, TooLarge};
pub use touched::Touched;
pub use why::{Asked, Loss, Move, Rank, Standing};
pub use wishes::Named;
pub use worth::Worth;
