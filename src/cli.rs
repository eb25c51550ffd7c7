//! The command line: the table of commands, parsing, dispatch. A command's own flags are with the command; the flags of all commands
//! are in `global`, help in both languages in `help`, what is said of wrong use in `usage`, options behind wrong dashes in
//! `dashes`, what the shell completes in `completion`.

mod completion;
mod dashes;
mod global;
mod help;
mod usage;

use std::ffi::OsString;
use std::panic::{UnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};

use crate::app::{self, App};
use crate::commands::{self, spoken};
use crate::failure::{Failure, Kind, Result};
use crate::i18n::{Lang, Message};
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
    "screen" screen,
    "key" key,
    "guard" guard,
    "import" import,
    "choose" choose,
    "pair" pair,
    "log" log,
    "contacts" contacts,
    "goal" goal,
    "check" check,
    "due" due,
    "rollup" rollup,
    "close" close,
    "reopen" reopen,
    "form" form,
    "report" report,
    "visit" visit,
    "inspect" inspect,
    "meeting" meeting,
    "outcome" outcome,
    "award" award,
    "assess" assess,
    "duty" duty,
    "case" case,
    "summary" summary,
    "archive" archive,
    "audit" audit,
    "site" site,
    "validate" validate,
    "fmt" fmt,
    "explain" explain,
    "schema" schema,
    "completions" completions,
    "man" man with whole,
];

/// Parses the words of the command line and runs the command.
#[must_use]
pub fn run(words: Vec<OsString>) -> ExitCode {
    or_fault(|| parsed(words))
}

/// The exit code of what is run; where the program itself is at fault (which `ui::tell_bugs_by_place` has told), that of not having been
/// able to: 3, as for whatever else no command foresees.
fn or_fault(run: impl FnOnce() -> ExitCode + UnwindSafe) -> ExitCode {
    catch_unwind(run).unwrap_or_else(|_| ExitCode::from(Kind::Io.exit_code()))
}

fn parsed(words: Vec<OsString>) -> ExitCode {
    if let Some(variable) = app::completing(&words) {
        return completion::answer(words, variable);
    }
    let lang = language_of(&words);
    ui::tell_bugs_by_place(lang);
    let asked = asked_for(&words);
    let with_flags = || asked.iter().map(|entry| (entry.flags)(Command::new(entry.name))).collect();
    if let Some(failure) = dashes::refused(&words, with_flags) {
        return end(Err(failure.into()), lang);
    }
    // Texts are looked up only for those who read them.
    if words.iter().any(|word| word == "--help" || word == "-h") {
        return with_texts(&words, &asked, lang);
    }
    match plain(&asked).try_get_matches_from(&words) {
        Ok(matches) => end(dispatch(&matches), lang),
        Err(error) if error.kind() == ErrorKind::DisplayVersion => end(answer(&error.render().to_string()), lang),
        Err(_) => with_texts(&words, &asked, lang),
    }
}

/// Parses for somebody who will read: help, or what is wrong.
fn with_texts(words: &[OsString], asked: &[&'static Entry], lang: Lang) -> ExitCode {
    let command = if asked.is_empty() { overview(lang) } else { explained(asked, lang) };
    let outcome = match command.try_get_matches_from(words) {
        Ok(matches) => dispatch(&matches),
        Err(error) if error.kind() == ErrorKind::DisplayHelp => answer(&help::rendered(&error, lang)),
        Err(error) if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            ui::tell(help::rendered(&error, lang).trim_end());
            return ExitCode::from(Kind::Usage.exit_code());
        }
        Err(error) => Err(usage::failure(&error, lang, &COMMANDS.iter().map(|entry| entry.name).collect::<Vec<_>>()).into()),
    };
    end(outcome, lang)
}

/// The exit code of a run, and what is told of a failure.
fn end(outcome: anyhow::Result<Exit>, lang: Lang) -> ExitCode {
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
    let ended = asked.map_or(Ok(Exit::Fine), |(entry, matches)| (entry.run)(&app, matches));
    Ok(ended.and_then(|exit| app.ended(exit)).map_err(|failure| with_date(&app, failure))?)
}

/// A data directory that reads as a day: `--data` was written for `--date`.
fn with_date(app: &App, failure: Failure) -> Failure {
    let named = app.named_data().and_then(Path::to_str).filter(|_| failure.message.key == app::NO_SUCH_DATA);
    match named.filter(|text| spoken::day(text, app.today).is_ok()) {
        Some(day) => Failure { hints: vec![Message::new("usage.date-not-data").with("value", day)], ..failure },
        None => failure,
    }
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

/// Help or version as the answer.
fn answer(text: &str) -> anyhow::Result<Exit> {
    Ok(ui::print(text.as_bytes()).map(|()| Exit::Fine)?)
}

/// The commands whose names are among the words. Each command that is built costs time, since it gets the flags of all commands.
fn asked_for(words: &[OsString]) -> Vec<&'static Entry> {
    COMMANDS.iter().filter(|entry| words.iter().any(|word| word == entry.name)).collect()
}

/// Every command.
fn all() -> Vec<&'static Entry> {
    COMMANDS.iter().collect()
}

/// The command line as it is parsed, without texts.
fn plain(entries: &[&'static Entry]) -> Command {
    let commands = entries.iter().map(|entry| Command::new(entry.name).defer(entry.flags));
    root().args(global::flags()).subcommands(commands)
}

/// The command line with its help, for help, manual pages and completion.
fn explained(entries: &[&'static Entry], lang: Lang) -> Command {
    let commands = entries.iter().map(|entry| {
        let [zh, en] = entry.explained;
        help::about(Command::new(entry.name), entry.name, lang).defer(if lang == Lang::Zh { zh } else { en })
    });
    help::explain_root(root().args(global::flags()), lang).subcommands(commands)
}

/// Every command by name and purpose, for those who named none: nothing below it is built.
fn overview(lang: Lang) -> Command {
    let commands = COMMANDS.iter().map(|entry| help::about(Command::new(entry.name), entry.name, lang));
    let own = |arg: Arg| arg.global(false);
    help::explain_root(root().args(global::flags()), lang).mut_args(own).subcommands(commands)
}

/// Every command with its help, for manual pages.
fn whole(lang: Lang) -> Command {
    explained(&all(), lang)
}

fn root() -> Command {
    Command::new("bangfu")
        .bin_name("bangfu")
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::process::ExitCode;

    use super::{all, help, or_fault, overview, plain, value_of, whole};
    use crate::i18n::Lang;

    #[test]
    fn a_fault_of_the_program_ends_with_a_code_of_the_list() {
        let same = |code: ExitCode, number: u8| assert_eq!(format!("{code:?}"), format!("{:?}", ExitCode::from(number)));
        same(or_fault(|| panic!("of this test")), 3);
        same(or_fault(|| ExitCode::from(75)), 75);
    }

    #[test]
    fn the_command_lines_are_sound() {
        plain(&all()).debug_assert();
        for lang in Lang::ALL {
            whole(lang).debug_assert();
            overview(lang).debug_assert();
        }
    }

    #[test]
    fn every_command_and_flag_has_its_help_in_the_catalogues_and_no_help_is_for_nothing() {
        let mut command = plain(&all());
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
