//! What becomes of a question on the terminal that is not answered. Not here: the questions, which are each command's own.

use inquire::InquireError;

use crate::failure::Failure;
use crate::i18n::Message;

/// The failure of a question that was broken off, or could not be asked.
#[must_use]
pub fn stopped(error: InquireError) -> Failure {
    match error {
        InquireError::OperationCanceled | InquireError::OperationInterrupted => Failure::usage(Message::new("log.stopped")),
        other => Failure::usage(Message::new("log.cannot-ask").with("reason", other.to_string())),
    }
}
