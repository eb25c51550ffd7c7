//! What is said of a command line that cannot be understood, in the asking language: clap's kinds and their context put into sentences
//! of the catalogues. Not here: help, which is an answer.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::failure::Failure;
use crate::i18n::{Lang, Message, say};
use crate::model::day::{Day, Month};
use crate::model::word_distance;

/// Wrong use, with how the command is written as a hint; `commands` are the names of all commands.
#[must_use]
pub fn failure(error: &Error, lang: Lang, commands: &[&str]) -> Failure {
    let is_without_value = error.kind() == ErrorKind::InvalidValue && words_of(error, &[ContextKind::InvalidValue]).is_empty();
    let twice = error.kind() == ErrorKind::ArgumentConflict && error.get(ContextKind::InvalidArg) == error.get(ContextKind::PriorArg);
    // What stands there may be what was to be sealed.
    if error.kind() == ErrorKind::UnknownArgument && words_of(error, &[ContextKind::Usage]).contains("bangfu screen ") {
        return Failure::usage(Message::new("usage.sealed")).hint(Message::new("usage.sealed-hint"));
    }
    let mut message = Message::new(match (twice, is_without_value) {
        (true, _) => "usage.twice",
        (_, true) => "usage.no-value",
        _ => key(error.kind()),
    });
    for (name, kind) in ARGUMENTS {
        message = message.with(name, readable(words_of(error, kind)));
    }
    let usage = words_of(error, &[ContextKind::Usage]);
    let line = usage.split_once(": ").map(|(_, line)| line.trim());
    let command = line.map_or_else(|| "bangfu".to_owned(), command_of);
    message = message.with("nearest", nearest(error, &command, commands));
    if error.kind() == ErrorKind::ValueValidation {
        let [low, high] = bounds(error).unwrap_or_default();
        message = message.with("low", low).with("high", high);
    }
    let failure = Failure::usage(message);
    let failure = advice(error, &command).into_iter().fold(failure, Failure::hint);
    let line = line.map(|line| match command.as_str() {
        // What clap makes of the ways to draw cannot be read.
        "bangfu visit draw" => say(lang, "usage.visit-draw"),
        _ => line.replace("[OPTIONS]", &say(lang, "cli.any-options")),
    });
    let failure = line.into_iter().fold(failure, |failure, line| failure.hint(Message::new("usage.line").with("line", line)));
    match error.kind() {
        ErrorKind::InvalidSubcommand | ErrorKind::MissingSubcommand => {
            failure.hint(Message::new("usage.overview").with("command", command))
        }
        _ => failure,
    }
}

/// A command line that was parsed and that the command's own types do not take.
#[must_use]
pub fn misread(error: &Error) -> Failure {
    Failure::usage(Message::new("usage.other").with("reason", error.to_string()))
}

/// The arguments of the sentences and where clap keeps them.
const ARGUMENTS: [(&str, &[ContextKind]); 5] = [
    ("arg", &[ContextKind::InvalidArg, ContextKind::InvalidSubcommand]),
    ("value", &[ContextKind::InvalidValue]),
    ("other", &[ContextKind::PriorArg]),
    ("known", &[ContextKind::ValidValue, ContextKind::ValidSubcommand]),
    ("needed", &[ContextKind::ExpectedNumValues, ContextKind::MinValues]),
];

/// The words of a command in the line that says how it is written.
fn command_of(line: &str) -> String {
    line.split(' ').take_while(|word| word.starts_with(|c: char| c.is_ascii_lowercase())).collect::<Vec<_>>().join(" ")
}

/// What else to write, where the command has it by an option.
fn advice(error: &Error, command: &str) -> Option<Message> {
    let value = words_of(error, &[ContextKind::InvalidArg]);
    let stray = |option: &'static str| {
        let message = Message::new("usage.by-option").with("command", command).with("option", option);
        message.with("value", value.as_str())
    };
    match (error.kind(), command) {
        (ErrorKind::UnknownArgument, _) if value.starts_with('-') => None,
        (ErrorKind::UnknownArgument, "bangfu check") if Month::parse(value.as_bytes()).is_some() => {
            Some(Message::new("usage.check-month").with("value", value.as_str()))
        }
        (ErrorKind::UnknownArgument, "bangfu check") if Day::parse(value.as_bytes()).is_ok() => Some(stray("--as-of")),
        (ErrorKind::UnknownArgument, "bangfu check") => Some(stray("--pair")),
        (ErrorKind::UnknownArgument, "bangfu due") if value.bytes().all(|byte| byte.is_ascii_digit()) => Some(stray("--days")),
        (ErrorKind::MissingRequiredArgument, "bangfu archive") => Some(Message::new("usage.archive")),
        _ => None,
    }
}

/// The nearest word that is known; clap lists the nearest last, and does not know how easily letters change places.
fn nearest(error: &Error, command: &str, commands: &[&str]) -> String {
    if error.kind() == ErrorKind::InvalidSubcommand && command == "bangfu" {
        let near = word_distance::nearest(&words_of(error, &[ContextKind::InvalidSubcommand]), commands.iter().copied());
        if !near.is_empty() {
            return near;
        }
    }
    let kinds = [ContextKind::SuggestedArg, ContextKind::SuggestedValue, ContextKind::SuggestedSubcommand];
    match kinds.iter().find_map(|kind| error.get(*kind)) {
        Some(ContextValue::Strings(words)) => words.last().cloned().unwrap_or_default(),
        Some(ContextValue::String(word)) => word.clone(),
        _ => String::new(),
    }
}

/// The least and the greatest whole number that an option takes, where a number is told to lie outside: `-5 is not in 0..=3660`.
fn bounds(error: &Error) -> Option<[String; 2]> {
    let told = std::error::Error::source(error)?.to_string();
    let (_, range) = told.rsplit_once(" is not in ")?;
    let (low, high) = range.split_once("..")?;
    Some([low.to_owned(), high.trim_start_matches('=').to_owned()])
}

fn key(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::InvalidValue => "usage.invalid-value",
        ErrorKind::UnknownArgument => "usage.unknown-argument",
        ErrorKind::InvalidSubcommand => "usage.unknown-command",
        ErrorKind::NoEquals => "usage.no-equals",
        ErrorKind::ValueValidation => "usage.bad-value",
        ErrorKind::TooManyValues => "usage.too-many-values",
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => "usage.too-few-values",
        ErrorKind::ArgumentConflict => "usage.conflict",
        ErrorKind::MissingRequiredArgument => "usage.missing",
        ErrorKind::MissingSubcommand => "usage.missing-command",
        ErrorKind::InvalidUtf8 => "usage.invalid-utf8",
        _ => "usage.unclear",
    }
}

/// An argument as it is written; one that is several words has its brackets already.
fn readable(arg: String) -> String {
    match arg.strip_prefix("<[").and_then(|rest| rest.strip_suffix(">...")) {
        Some(words) => format!("[{words}"),
        None => arg,
    }
}

/// What clap says under the first of these kinds.
fn words_of(error: &Error, kinds: &[ContextKind]) -> String {
    match kinds.iter().find_map(|kind| error.get(*kind)) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}
