//! One file per subcommand: `Arguments` (its flags, by clap's derive) and `run`. A command only turns flags into a question, in four
//! beats: load → decide (pure) → show → apply; `--dry-run` is the same path without the last.
//!
//! Adding a command: its file here, its line in the table of `cli`, its help under `cli.<name>.…` in both catalogues, transcripts
//! under `tests/cli/<name>/`.

pub mod award;
pub mod check;
pub mod completions;
pub mod due;
pub mod explain;
pub mod fmt;
pub mod form;
pub mod found;
pub mod init;
pub mod inspect;
pub mod log;
pub mod man;
pub mod meeting;
pub mod outcome;
pub mod reading;
pub mod records;
pub mod report;
pub mod rollup;
pub mod schema;
pub mod spoken;
pub mod status;
pub mod usage;
pub mod validate;
pub mod visit;
pub mod writing;

use crate::failure::Failure;
use crate::i18n::Message;

/// A command line that clap took but a command's own types do not.
#[must_use]
pub fn misread(error: clap::Error) -> Failure {
    Failure::usage(Message::new("failure.usage").with("reason", error.to_string()))
}
