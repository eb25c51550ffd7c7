//! Questions on the terminal in the user's language, and what becomes of one that is not answered. Not here: what is asked.

use inquire::{Confirm, InquireError, MultiSelect, Select};

use crate::app::App;
use crate::failure::{Failure, Result};
use crate::i18n::{Message, say};

/// The failure of a question that was broken off, or could not be asked.
#[must_use]
pub fn stopped(error: InquireError) -> Failure {
    match error {
        InquireError::OperationCanceled | InquireError::OperationInterrupted => Failure::usage(Message::new("log.stopped")),
        other => Failure::usage(Message::new("log.cannot-ask").with("reason", other.to_string())),
    }
}

/// Asks for one of some things: which.
///
/// # Errors
/// As `stopped`.
pub fn one_of(app: &App, question: &'static str, things: Vec<String>) -> Result<usize> {
    let (question, help) = (say(app.lang, question), say(app.lang, "ask.one"));
    let chosen = Select::new(&question, things).with_help_message(&help).raw_prompt().map_err(stopped)?;
    Ok(chosen.index)
}

/// Asks for any number of some things, of which some are chosen beforehand: which.
///
/// # Errors
/// As `stopped`.
pub fn some_of(app: &App, question: &'static str, things: Vec<&str>, chosen: &[usize]) -> Result<Vec<usize>> {
    let (question, help) = (say(app.lang, question), say(app.lang, "ask.some"));
    let chosen = MultiSelect::new(&question, things).with_default(chosen).with_help_message(&help).raw_prompt().map_err(stopped)?;
    Ok(chosen.into_iter().map(|option| option.index).collect())
}

/// Asks for a yes or a no.
///
/// # Errors
/// As `stopped`.
pub fn agrees(app: &App, question: &str, default: bool) -> Result<bool> {
    let answer = |yes: bool| say(app.lang, if yes { "yesno.yes" } else { "yesno.no" });
    let hint = |yes: bool| say(app.lang, if yes { "ask.yes-by-default" } else { "ask.no-by-default" });
    let again = say(app.lang, "ask.yes-or-no");
    let prompt = Confirm::new(question).with_default(default).with_parser(&yes_or_no).with_formatter(&answer);
    prompt.with_default_value_formatter(&hint).with_error_message(&again).prompt().map_err(stopped)
}

fn yes_or_no(text: &str) -> std::result::Result<bool, ()> {
    match text.trim().to_lowercase().as_str() {
        "y" | "yes" | "ｙ" | "是" | "对" | "好" => Ok(true),
        "n" | "no" | "ｎ" | "否" | "不" | "不是" => Ok(false),
        _ => Err(()),
    }
}

#[cfg(test)]
mod tests {
    use super::yes_or_no;

    #[test]
    fn yes_and_no_are_understood_in_both_languages_and_nothing_else_is() {
        assert_eq!(["y", " Yes", "Ｙ", "是"].map(yes_or_no), [Ok(true); 4]);
        assert_eq!(["n", "NO", "否 "].map(yes_or_no), [Ok(false); 3]);
        assert_eq!(["", "yn", "也许"].map(yes_or_no), [Err(()); 3]);
    }
}
