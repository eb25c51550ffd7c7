//! What the scheme decides: one file or folder per rule, pure figures from records and a day. No rule reads a file, asks a clock, or
//! speaks.

pub mod assessment;
pub mod audit;
pub mod award;
pub mod cadence;
pub mod closing;
pub mod draw;
pub mod duty;
#[cfg(test)]
pub mod fixture;
pub mod forms;
pub mod leaks;
pub mod need_levels;
mod personal_numbers;
pub mod public_notice;
pub mod quota;
pub mod relations;
pub mod retention;
pub mod rollup;
pub mod said;
pub mod season;
pub mod status;
pub mod suppression;
pub mod traits;
