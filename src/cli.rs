//! The command line: the table of commands, parsing, dispatch. A command's own flags are with the command; the flags of all commands
//! are in `global`, help in both languages in `help`, what is said of wrong use in `usage`, what the shell completes in `completion`.

mod completion;
mod global;
mod help;
mod usage;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{ArgMatches, Args, Command, FromArgMatches};

use crate::app::{self, App};
use crate::commands;
use crate::failure::{Failure, Kind, Result};
use crate::i18n::Lang;
use crate::ui::{self, Exit};

/// A command: its name, its flags, how it is run. Flags are built only for the command that is asked for.
struct Entry {
    name: &'static str,
    /// Adds the flags, without help.
    flags: fn(Command) -> Command,
    /// Adds the flags with their help in Chinese and in English.
    explained: [fn(Command) -> Command; 2],
    run: fn(&App, &ArgMatches) -> Result<Exit>,
}

/// Each line: the name on the command line and the file in `commands`. After `with` a command that needs the whole command line.
macro_rules! commands {
    ($($name:literal $module:ident $(with $whole:ident)?),* $(,)?) => {
        &[$(Entry {
            name: $name,
            flags: <commands::$module::Arguments as Args>::augment_args,
            explained: [
                |command| help::explain(<commands::$module::Arguments as Args>::augment_args(command), $name, Lang::Zh),
                |command| help::explain(<commands::$module::Arguments as Args>::augment_args(command), $name, Lang::En),
            ],
            run: |app, matches| {
                let arguments = commands::$module::Arguments::from_arg_matches(matches).map_err(|error| usage::misread(&error))?;
                commands::$module::run(app, &arguments $(, $whole(app.lang))?)
            },
        }),*]
    };
}

/// Every command, in the order of the help.
const COMMANDS: &[Entry] = commands![
    "init" init,
    "status" status,
    "person" person,
    "import" import,
    "pair" pair,
    "log" log,
    "contacts" contacts,
    "goal" goal,
    "check" check,
    "due" due,
    "rollup" rollup,
    "form" form,
    "report" report,
    "visit" visit,
    "inspect" inspect,
    "meeting" meeting,
    "outcome" outcome,
    "award" award,
    "validate" validate,
    "fmt" fmt,
    "explain" explain,
    "schema" schema,
    "completions" completions,
    "man" man with explained,
];

/// Parses the words of the command line and runs the command.
#[must_use]
pub fn run(words: Vec<OsString>) -> ExitCode {
    if app::is_completing() {
        return completion::answer(words);
    }
    let lang = language_of(&words);
    let outcome = match plain().try_get_matches_from(&words) {
        Ok(matches) => dispatch(&matches),
        // Texts are looked up only for those who read them.
        Err(_) => match explained(lang).try_get_matches_from(words) {
            Ok(matches) => dispatch(&matches),
            Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
                ui::print(help::rendered(&error, lang).as_bytes()).map(|()| Exit::Fine).map_err(Into::into)
            }
            Err(error) if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                ui::tell(help::rendered(&error, lang).trim_end());
                return ExitCode::from(Kind::Usage.exit_code());
            }
            Err(error) => Err(usage::failure(&error, lang).into()),
        },
    };
    match outcome {
        Ok(Exit::Fine) => ExitCode::SUCCESS,
        Ok(Exit::No) => ExitCode::from(1),
        Err(error) => {
            // Whatever is no `Failure` was not foreseen: it is told as it stands.
            let failure = error.downcast::<Failure>().unwrap_or_else(|error| Failure::unforeseen(&error));
            ui::tell_failure(&failure, lang);
            ExitCode::from(failure.kind.exit_code())
        }
    }
}

fn dispatch(matches: &ArgMatches) -> anyhow::Result<Exit> {
    let app = App::new(global::given(matches))?;
    let asked = matches.subcommand().and_then(|(name, matches)| Some((COMMANDS.iter().find(|entry| entry.name == name)?, matches)));
    Ok(asked.map_or(Ok(Exit::Fine), |(entry, matches)| (entry.run)(&app, matches))?)
}

/// The language of help and of what is said of wrong use, needed before the command line is understood.
fn language_of(words: &[OsString]) -> Lang {
    match value_of(words, "--lang").and_then(|word| word.into_string().ok()).as_deref() {
        Some("zh") => Lang::Zh,
        Some("en") => Lang::En,
        _ => app::language(),
    }
}

/// The value of a global flag in words that are not parsed.
fn value_of(words: &[OsString], flag: &str) -> Option<OsString> {
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let joined = word.to_str().and_then(|word| word.strip_prefix(flag)).map(|rest| rest.strip_prefix('='));
        match joined {
            Some(Some(value)) => return Some(value.into()),
            Some(None) if word == flag => return words.next().cloned(),
            _ => {}
        }
    }
    None
}

/// The command line as it is parsed, without texts.
fn plain() -> Command {
    let commands = COMMANDS.iter().map(|entry| Command::new(entry.name).defer(entry.flags));
    root().args(global::flags()).subcommands(commands)
}

/// The command line with its help, for help, manual pages and completion.
fn explained(lang: Lang) -> Command {
    let commands = COMMANDS.iter().map(|entry| {
        let [zh, en] = entry.explained;
        help::about(Command::new(entry.name), entry.name, lang).defer(if lang == Lang::Zh { zh } else { en })
    });
    help::explain_root(root().args(global::flags()), lang).subcommands(commands)
}

fn root() -> Command {
    Command::new("bangfu")
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::{explained, help, plain, value_of};
    use crate::i18n::Lang;

    #[test]
    fn the_command_lines_are_sound() {
        plain().debug_assert();
        Lang::ALL.into_iter().for_each(|lang| explained(lang).debug_assert());
    }

    #[test]
    fn every_command_and_flag_has_its_help_in_the_catalogues_and_no_help_is_for_nothing() {
        let mut command = plain();
        command.build();
        let (missing, unused) = help::tests::gaps(&command);
        assert!(missing.is_empty() && unused.is_empty(), "missing: {missing:#?}\nunused: {unused:#?}");
    }

    #[test]
    fn a_global_flag_is_found_in_words_that_are_not_parsed() {
        let words = |line: &str| line.split(' ').map(OsString::from).collect::<Vec<_>>();
        assert_eq!(value_of(&words("bangfu --lang zh check"), "--lang"), Some("zh".into()));
        assert_eq!(value_of(&words("bangfu check --lang=en"), "--lang"), Some("en".into()));
        assert_eq!(value_of(&words("bangfu --language zh --lang"), "--lang"), None);
    }
}
