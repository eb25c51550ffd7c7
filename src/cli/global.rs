//! The flags that every command takes, and what was given for them.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, value_parser};

use crate::app::Given;
use crate::i18n::Lang;
use crate::model::word::meaning;
use crate::reports::sheet::Format;

/// The flags, in the order of the help.
pub fn flags() -> Vec<Arg> {
    let flag = |name: &'static str| Arg::new(name).long(name).global(true);
    let words = |list: Vec<&'static str>| PossibleValuesParser::new(list);
    vec![
        flag("data").value_name("DIR").value_parser(value_parser!(PathBuf)),
        flag("today").value_name("DAY"),
        flag("lang").value_name("LANG").value_parser(words(vec!["zh", "en"])),
        flag("format").value_name("FORMAT").value_parser(words(Format::WORDS.map(|(word, _)| word).to_vec())),
        flag("output").short('o').value_name("FILE").value_parser(value_parser!(PathBuf)),
        flag("excel").action(ArgAction::SetTrue),
        flag("color").value_name("WHEN").value_parser(words(vec!["auto", "always", "never"])),
        flag("quiet").short('q').action(ArgAction::SetTrue),
        flag("dry-run").action(ArgAction::SetTrue),
        flag("identity").value_name("FILE").value_parser(value_parser!(PathBuf)),
    ]
}

/// What was given for the flags.
pub fn given(matches: &ArgMatches) -> Given {
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    let path = |name: &str| matches.get_one::<PathBuf>(name).cloned();
    let lang = text("lang").map(|word| if word == "zh" { Lang::Zh } else { Lang::En });
    let format = text("format").and_then(|word| meaning(&Format::WORDS, &word));
    Given {
        data: path("data"),
        today: text("today"),
        lang,
        format,
        output: path("output"),
        excel: matches.get_flag("excel"),
        color: text("color"),
        quiet: matches.get_flag("quiet"),
        dry_run: matches.get_flag("dry-run"),
        identity: path("identity"),
    }
}
