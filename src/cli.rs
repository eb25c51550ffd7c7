//! The command line: global flags, the table of commands, help in both languages. A command's own flags are with the command.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, value_parser};

use crate::app::{self, App, Given};
use crate::commands;
use crate::failure::{Failure, Result};
use crate::i18n::{Lang, say};
use crate::reports::sheet::Format;
use crate::ui::{Exit, tell_failure};

/// A command: its name, its flags, how it is run. Flags are built only for the command that is asked for.
struct Entry {
    name: &'static str,
    flags: fn(Command) -> Command,
    run: fn(&App, &ArgMatches) -> Result<Exit>,
}

macro_rules! commands {
    ($($name:literal $module:ident),* $(,)?) => {
        &[$(Entry {
            name: $name,
            flags: |command| <commands::$module::Arguments as Args>::augment_args(command),
            run: |app, matches| {
                let arguments = commands::$module::Arguments::from_arg_matches(matches);
                commands::$module::run(app, &arguments.map_err(commands::misread)?)
            },
        }),*]
    };
}

/// Every command, in the order of the help.
const COMMANDS: &[Entry] = commands![
    "init" init,
    "status" status,
    "log" log,
    "validate" validate,
    "fmt" fmt,
    "explain" explain,
    "schema" schema,
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
];

/// Parses the words of the command line and runs the command.
pub fn run(words: Vec<OsString>) -> ExitCode {
    let lang = language_of(&words);
    let matches = match root(lang).try_get_matches_from(words) {
        Ok(matches) => matches,
        Err(error) => return commands::usage::explain(&error, lang),
    };
    match dispatch(&matches) {
        Ok(Exit::Fine) => ExitCode::SUCCESS,
        Ok(Exit::No) => ExitCode::from(1),
        Err(error) => {
            // Whatever is no `Failure` was not foreseen: it is told as it stands.
            let failure = error.downcast::<Failure>().unwrap_or_else(|error| Failure::unforeseen(&error));
            tell_failure(&failure, lang);
            ExitCode::from(failure.kind.exit_code())
        }
    }
}

fn dispatch(matches: &ArgMatches) -> anyhow::Result<Exit> {
    let app = App::new(given(matches))?;
    let Some((name, matches)) = matches.subcommand() else { return Ok(Exit::Fine) };
    match name {
        "completions" => return Ok(about_itself(matches, |arguments| commands::completions::run(&app, &arguments, root(app.lang)))?),
        "man" => return Ok(about_itself(matches, |arguments| commands::man::run(&app, &arguments, root(app.lang)))?),
        _ => {}
    }
    match COMMANDS.iter().find(|entry| entry.name == name) {
        Some(entry) => Ok((entry.run)(&app, matches)?),
        None => Ok(Exit::Fine),
    }
}

/// Runs a command that needs the whole command line.
fn about_itself<A: FromArgMatches>(matches: &ArgMatches, run: impl FnOnce(A) -> Result<Exit>) -> Result<Exit> {
    run(A::from_arg_matches(matches).map_err(commands::misread)?)
}

/// The language of help and of usage errors, which are needed before the command line is understood.
fn language_of(words: &[OsString]) -> Lang {
    let texts: Vec<&str> = words.iter().filter_map(|word| word.to_str()).collect();
    let after = texts.iter().position(|word| *word == "--lang").and_then(|at| texts.get(at + 1)).copied();
    let asked = after.or_else(|| texts.iter().find_map(|word| word.strip_prefix("--lang=")));
    match asked {
        Some("zh") => Lang::Zh,
        Some("en") => Lang::En,
        _ => app::language(),
    }
}

/// The whole command line, for completions and manual pages too.
#[must_use]
pub fn root(lang: Lang) -> Command {
    let mut command = Command::new("bangfu")
        .version(env!("CARGO_PKG_VERSION"))
        .about(say(lang, "cli.about"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .args(global_flags(lang));
    for entry in COMMANDS {
        command = command.subcommand(subcommand(entry, lang));
    }
    let completions = Command::new("completions").about(say(lang, "cli.completions.about"));
    let man = Command::new("man").about(say(lang, "cli.man.about"));
    command
        .subcommand(completions.defer(<commands::completions::Arguments as Args>::augment_args))
        .subcommand(man.defer(<commands::man::Arguments as Args>::augment_args))
}

fn subcommand(entry: &Entry, lang: Lang) -> Command {
    let command = Command::new(entry.name).about(say(lang, &format!("cli.{}.about", entry.name)));
    match lang {
        Lang::En => command.defer(entry.flags),
        Lang::Zh => command.defer(entry.flags),
    }
}

fn global_flags(lang: Lang) -> Vec<Arg> {
    let flag = |name: &'static str| Arg::new(name).long(name).global(true).help(say(lang, &format!("cli.global.{name}")));
    let words = |list: Vec<&'static str>| PossibleValuesParser::new(list);
    vec![
        flag("data").value_name("DIR").value_parser(value_parser!(PathBuf)),
        flag("today").value_name("DAY"),
        flag("lang").value_name("LANG").value_parser(words(vec!["zh", "en"])),
        flag("format").value_name("FORMAT").value_parser(words(Format::WORDS.map(|(word, _)| word).to_vec())),
        flag("output").short('o').value_name("FILE").value_parser(value_parser!(PathBuf)),
        flag("color").value_name("WHEN").value_parser(words(vec!["auto", "always", "never"])),
        flag("quiet").short('q').action(ArgAction::SetTrue),
        flag("dry-run").action(ArgAction::SetTrue),
        flag("identity").value_name("FILE").value_parser(value_parser!(PathBuf)),
    ]
}

fn given(matches: &ArgMatches) -> Given {
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    let path = |name: &str| matches.get_one::<PathBuf>(name).cloned();
    let lang = text("lang").map(|word| if word == "zh" { Lang::Zh } else { Lang::En });
    let format = text("format").and_then(|word| Format::WORDS.iter().find(|(known, _)| *known == word).map(|(_, format)| *format));
    Given {
        data: path("data"),
        today: text("today"),
        lang,
        format,
        output: path("output"),
        color: text("color"),
        quiet: matches.get_flag("quiet"),
        dry_run: matches.get_flag("dry-run"),
        identity: path("identity"),
    }
}
