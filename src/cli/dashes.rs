//! An option behind dashes of another kind (`—date`): word processors and telephones make them of `--`, and such a word would be taken for
//! text. Looked for before the command line is parsed.

use std::ffi::OsString;

use clap::Command;

use super::global;
use crate::commands::plain::plain;
use crate::failure::Failure;
use crate::i18n::Message;

/// What looks like a hyphen and is none.
const DASHES: [char; 9] = ['—', '–', '－', '‐', '‑', '‒', '―', '−', '﹣'];

/// A word that looks like an option behind dashes of another kind.
struct Suspect<'w> {
    /// The word as it is written, without a value.
    written: &'w str,
    /// The name behind the dashes, full-width letters as plain ones.
    name: String,
}

/// Refuses a word that names an option of some commands behind dashes of another kind, unless it is the value of the option before it.
/// The commands are built only where such a word is there; behind `--` all is text.
pub fn refused(words: &[OsString], commands: impl FnOnce() -> Vec<Command>) -> Option<Failure> {
    let before_texts = words.iter().take_while(|word| *word != "--").map(|word| word.to_str().unwrap_or(""));
    let with_before = std::iter::once("").chain(before_texts.clone()).zip(before_texts);
    let mut suspects = with_before.filter_map(|(before, word)| Some((before, suspect(word)?))).peekable();
    suspects.peek()?;
    let options = options_of(&commands());
    suspects.find_map(|(before, suspect)| {
        let is_value = options.iter().any(|option| option.takes_value && option.written == before);
        let option = options.iter().find(|option| option.written.trim_start_matches('-') == suspect.name && !is_value)?;
        let message = Message::new("usage.other-dashes").with("value", suspect.written).with("option", option.written.as_str());
        Some(Failure::usage(message).hint(Message::new("usage.other-dashes-hint")))
    })
}

/// An option as it is written.
struct Known {
    written: String,
    takes_value: bool,
}

fn suspect(word: &str) -> Option<Suspect<'_>> {
    let rest = word.trim_start_matches(|c| c == '-' || DASHES.contains(&c));
    // Nearly every word is none.
    if word.trim_start_matches('-').len() == rest.len() {
        return None;
    }
    let written = word.split(['=', '＝']).next()?;
    let name = plain(rest.split(['=', '＝']).next()?).into_owned();
    (!name.is_empty()).then_some(Suspect { written, name })
}

/// Every option of some commands, of what is below them, and of all commands.
fn options_of(commands: &[Command]) -> Vec<Known> {
    let mut args = global::flags();
    let mut left: Vec<&Command> = commands.iter().collect();
    while let Some(command) = left.pop() {
        args.extend(command.get_arguments().cloned());
        left.extend(command.get_subcommands());
    }
    let own = ["--help", "--version"].map(|written| Known { written: written.to_owned(), takes_value: false });
    let mut options = Vec::from(own);
    for arg in &args {
        let takes_value = arg.get_action().takes_values();
        let long = arg.get_long().into_iter().chain(arg.get_all_aliases().into_iter().flatten()).map(|name| format!("--{name}"));
        let short = arg.get_short().map(|name| format!("-{name}"));
        options.extend(long.chain(short).map(|written| Known { written, takes_value }));
    }
    options
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use clap::{Arg, Command};

    use super::refused;
    use crate::i18n::Value;

    fn told(line: &[&str]) -> Option<(String, String)> {
        let words: Vec<OsString> = line.iter().map(OsString::from).collect();
        let commands = || vec![Command::new("log").subcommand(Command::new("sub").arg(Arg::new("date").long("date").alias("on")))];
        let failure = refused(&words, commands)?;
        let text = |name| failure.message.args.iter().find(|(arg, _)| *arg == name).map(|(_, value)| value.clone()).unwrap();
        match (text("value"), text("option")) {
            (Value::Text(value), Value::Text(option)) => Some((value.into(), option.into())),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_option_behind_other_dashes_is_told_with_how_it_is_written() {
        for (word, written) in [
            ("—date", "—date"),
            ("－－date", "－－date"),
            ("––date=11-09", "––date"),
            ("-–date", "-–date"),
            ("——ｄａｔｅ＝11-09", "——ｄａｔｅ"),
            ("−−date", "−−date"),
        ] {
            assert_eq!(told(&["bangfu", "log", word]), Some((written.to_owned(), "--date".to_owned())), "{word}");
        }
        assert_eq!(told(&["—on"]).unwrap().1, "--on");
        assert_eq!(told(&["—format"]).unwrap().1, "--format");
        // What stands behind an option that takes a value is that.
        assert_eq!((told(&["--date", "—on"]), told(&["-q", "—on"]).unwrap().1), (None, "--on".to_owned()));
        assert_eq!(told(&["－o"]).unwrap().1, "-o");
    }

    #[test]
    fn texts_and_options_are_left_alone() {
        for line in
            [&["--date"][..], &["-o"], &["—谈学习"], &["——"], &["--", "—date"], &["date"], &["谈—date"], &["--problem=—date"], &[""]]
        {
            assert_eq!(told(line), None, "{line:?}");
        }
    }
}
