//! What the scheme decides: one file per rule, pure figures from records and a day. No rule reads a file, asks a clock, or speaks.

#[cfg(test)]
pub mod fixture;
pub mod forms;
