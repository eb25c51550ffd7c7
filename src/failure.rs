//! What makes a command stop: "cannot read", "cannot write", "wrong use", "refused", "locked", "bug".
//! A problem in the data is a finding, not a failure.

use std::fmt;
use std::io::ErrorKind;

use crate::i18n::Message;

/// The kinds of failure; each has its exit code (commands.md).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Wrong use: exit 2.
    Usage,
    /// Could not read or write, or the program itself is at fault: exit 3.
    Io,
    /// Refused because of bad records: exit 4.
    Refused,
    /// The lock was not had in time: exit 75.
    Locked,
}

impl Kind {
    /// The process exit code of this kind.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Usage => 2,
            Self::Io => 3,
            Self::Refused => 4,
            Self::Locked => 75,
        }
    }
}

/// A failure: its kind, a sentence, the system's own words where there are any, and what to do.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Decides the exit code.
    pub kind: Kind,
    /// What went wrong, as a message by key.
    pub message: Message,
    /// What the operating system said.
    pub cause: Option<String>,
    /// What to do about it.
    pub hints: Vec<Message>,
}

impl Failure {
    /// Wrong use of a command.
    #[must_use]
    pub fn usage(message: Message) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// Refused because of what the records say.
    #[must_use]
    pub fn refused(message: Message) -> Self {
        Self::new(Kind::Refused, message)
    }

    /// Reading or writing failed. What most often is the cause is said in the language, not in the system's words.
    #[must_use]
    pub fn io(message: Message, cause: &std::io::Error) -> Self {
        let known = match cause.kind() {
            ErrorKind::NotFound => Some("failure.not-found"),
            ErrorKind::PermissionDenied if !is_held_open(cause) => Some("failure.no-permission"),
            _ => None,
        };
        if let Some(key) = known {
            return Self::new(Kind::Io, message).hint(Message::new(key));
        }
        let failure = Self { cause: Some(cause.to_string()), ..Self::new(Kind::Io, message) };
        if is_held_open(cause) { failure.hint(Message::new("failure.held-open")) } else { failure }
    }

    /// Something that no command foresees.
    #[must_use]
    pub fn unforeseen(error: &anyhow::Error) -> Self {
        Self { cause: Some(format!("{error:#}")), ..Self::new(Kind::Io, Message::new("failure.unforeseen")) }
    }

    /// A failure of a kind with a message.
    #[must_use]
    pub fn new(kind: Kind, message: Message) -> Self {
        Self { kind, message, cause: None, hints: Vec::new() }
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: Message) -> Self {
        self.hints.push(hint);
        self
    }

    /// Adds further faults, at most so many of them, and how many there are besides.
    #[must_use]
    pub fn faults(self, faults: impl ExactSizeIterator<Item = Message>, most: usize) -> Self {
        let more = faults.len().saturating_sub(most);
        let told = faults.take(most).fold(self, Self::hint);
        if more > 0 { told.hint(Message::new("done.more-errors").with("count", more)) } else { told }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message.text(crate::i18n::Lang::En))?;
        self.cause.as_ref().map_or(Ok(()), |cause| write!(out, ": {cause}"))
    }
}

impl std::error::Error for Failure {}

/// Whether Windows says that another program holds a file open (`ERROR_ACCESS_DENIED`, `ERROR_SHARING_VIOLATION`, `ERROR_LOCK_VIOLATION`).
fn is_held_open(cause: &std::io::Error) -> bool {
    cfg!(windows) && matches!(cause.raw_os_error(), Some(5 | 32 | 33))
}

/// The result of whatever can fail.
pub type Result<T> = std::result::Result<T, Failure>;
