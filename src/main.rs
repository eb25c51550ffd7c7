//! Parse, run, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    bangfu::cli::run(bangfu::app::arguments().collect())
}
