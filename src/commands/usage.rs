//! What to say of a command line that cannot be understood. Help and version are answers, the rest is wrong use (exit 2).

use std::io::Write;
use std::process::ExitCode;

use clap::error::ErrorKind;

use crate::i18n::Lang;

/// Shows help or version on stdout (exit 0), or what is wrong on stderr (exit 2).
pub fn explain(error: &clap::Error, _lang: Lang) -> ExitCode {
    let text = error.render().to_string();
    let answer = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if answer {
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
        return ExitCode::SUCCESS;
    }
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
    ExitCode::from(2)
}
