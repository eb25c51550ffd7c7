//! The engine that proposes pairs: best assignment of students (rows) to helpers (columns), its proof and its reasons.
//!
//! It knows costs and positions only; what a pair is worth is packed by [`lexicographic`], ties are broken by [`lot`]. Persons and
//! settings come in through [`pairing`].

pub mod assignment;
mod auction;
mod augment;
mod cheapest_way;
pub mod dense;
pub mod exchange;
pub mod graph;
pub mod lexicographic;
pub mod lot;
pub mod matrix;
mod network;
mod number;
#[cfg(test)]
mod oracle;
pub mod pairing;
mod perfect;
mod pricing;
mod reduction;
pub mod solve;
mod table_core;
#[cfg(test)]
mod trials;
pub mod uniqueness;
pub mod verify;
