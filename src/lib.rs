//! bangfu (帮扶) runs a one-to-one help programme from plain files: who helps whom, the contact log, the two-week rule, monthly forms,
//! the rollup, and the awards of one scheme in one data directory.
//!
//! # The rooms
//!
//! A room may use only rooms of a lower number (`tests/architecture.rs` holds it to that).
//!
//! | level | rooms |
//! |---|---|
//! | 0 | [`source`] where a value came from · [`i18n`] messages by key · [`clock`] the only now · [`failure`] what stops a command |
//! | 1 | [`model`] what things are: days, ids, words, settings, records |
//! | 2 | [`finding`] a problem in the records as a value |
//! | 3 | [`import`] other people's spreadsheets · [`rules`] what the scheme decides, one file a rule · [`matching`] the assignment of helpers |
//! | 4 | [`reports`] dataset + question + day → a report value → a sheet |
//! | 5 | [`render`] a report or sheet → bytes of a format · [`store`] data directory ↔ dataset, the only room that touches files |
//! | 6 | [`ui`] the only printer · [`app`] the only reader of the environment |
//! | 7 | [`commands`] one file a subcommand; none uses another |
//! | 8 | [`cli`] the command line |
//!
//! Every command has four beats: load → decide (pure) → show → apply; `--dry-run` is the same path without the last. A problem in the
//! data is a finding and never stops the loading; only "cannot read, cannot write, wrong use, bug" is a failure.
//!
//! # Where does X go?
//!
//! - a new rule: its file under `rules`, its figures in a report, its messages in both catalogues, a transcript;
//! - a new problem: its code in `finding::Code`, its three texts in both catalogues, the place that finds it;
//! - a new column: `model::table`, its decoder under `store::decode`;
//! - a new format: `render`; a new command: `commands` and its line in `cli`.

pub mod app;
pub mod cli;
pub mod clock;
pub mod commands;
pub mod failure;
pub mod finding;
pub mod i18n;
pub mod import;
pub mod matching;
pub mod model;
pub mod render;
pub mod reports;
pub mod rules;
pub mod source;
pub mod store;
pub mod ui;
