//! The slow twin: a second, deliberately naive calculation of what the scheme decides (the
//! cadences, the monthly rollup, the awards), written from the words of the rules alone and
//! sharing no code with the program. It loops over days, keeps every figure as an exact
//! fraction and trusts its input; the program must come to the same answers.
//!
//! It reads a data directory (`reader`, `settings`), calculates (`cadence`, `forms`, `rollup`,
//! `award`) and can invent small valid directories from a seed (`generate`). `compare` holds the
//! program's answers against its own; `cases` holds worked cases with figures found by hand.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test program: it writes its own files, and a wrong file must stop it"
)]

mod award;
mod cadence;
mod calendar;
mod cases;
mod chance;
mod check;
mod compare;
mod faults;
mod forms;
mod fraction;
mod generate;
mod reader;
mod records;
mod rollup;
mod settings;
