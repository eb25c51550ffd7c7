//! The engine that proposes pairs: best assignment of students (rows) to helpers (columns), its proof and its reasons.
//!
//! It knows costs and positions only; what a pair is worth is packed by [`lexicographic`], ties are broken by [`lot`].

pub mod assignment;
mod augment;
pub mod exchange;
pub mod graph;
pub mod lexicographic;
pub mod lot;
mod network;
mod number;
#[cfg(test)]
mod oracle;
mod reduction;
pub mod solve;
#[cfg(test)]
mod trials;
pub mod uniqueness;
pub mod verify;
