//! Help in the asking language. The texts are in the catalogues: `cli.<command>.about`, `cli.<command>.<flag>`, and what many commands
//! have: flags under `cli.flag`, arguments under `cli.argument`, subcommands under `cli.verb`; `cli.<command>.more` stands under the
//! flags; names of values are under `cli.value`.

use clap::{Arg, ArgAction, Command};

use crate::i18n::{Lang, lookup, say};

/// A text of the catalogue, where there is one.
fn text(lang: Lang, key: &str) -> Option<String> {
    Some(lookup(lang, key)).filter(|text| text != key)
}

/// Puts what a command does before its name's line in the overview. `path`: the words of the command, joined by dots.
pub fn about(command: Command, path: &str, lang: Lang) -> Command {
    match keys_of_command(path).iter().find_map(|key| text(lang, key)) {
        Some(about) => command.about(about),
        None => command,
    }
}

/// Puts the help of a command's flags, and of its subcommands, into a language.
pub fn explain(command: Command, path: &str, lang: Lang) -> Command {
    let day = takes_spoken_day(&command).then(|| say(lang, "cli.days"));
    let command = command.mut_args(|arg| if arg.is_global_set() { arg } else { flag(arg, path, lang) });
    let command = command.mut_subcommands(|sub| {
        let path = format!("{path}.{}", sub.get_name());
        explain(sub, &path, lang)
    });
    let more = text(lang, &format!("cli.{path}.more"));
    let more: Vec<String> = more.into_iter().chain(day).collect();
    let command = if more.is_empty() { command } else { command.after_help(more.join("\n\n")) };
    in_sections(about(command, path, lang), lang)
}

/// Whether a command takes a day as people say it; the one as of which to judge is written in full.
fn takes_spoken_day(command: &Command) -> bool {
    let is_day = |arg: &Arg| arg.get_value_names().unwrap_or_default().iter().any(|name| name.as_str() == "DAY");
    command.get_arguments().any(|arg| is_day(arg) && !arg.is_global_set() && arg.get_id() != "as_of")
}

/// Puts the help of the program as a whole into a language; that of its commands comes with them.
pub fn explain_root(command: Command, lang: Lang) -> Command {
    let heading = say(lang, "cli.global-options");
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    let help = Arg::new("help").short('h').long("help").global(true).action(ArgAction::Help);
    let command =
        command.disable_version_flag(true).args([help, version]).mut_args(|arg| flag(arg, "global", lang).help_heading(heading.clone()));
    in_sections(command.about(say(lang, "cli.about")).after_help(say(lang, "cli.more")), lang)
}

/// The skeleton of a help page.
fn in_sections(command: Command, lang: Lang) -> Command {
    let usage = say(lang, "cli.usage");
    command
        .disable_help_flag(true)
        .help_template(format!("{{about-with-newline}}\n{usage}: {{usage}}\n\n{{all-args}}{{after-help}}"))
        .subcommand_help_heading(say(lang, "cli.commands"))
        .subcommand_value_name(say(lang, "cli.value.command"))
}

fn flag(arg: Arg, path: &str, lang: Lang) -> Arg {
    let mut help = text_of_flag(&arg, path, lang).unwrap_or_default();
    if !arg.get_action().takes_values() {
        return arg.help(help);
    }
    let words: Vec<String> = arg.get_possible_values().iter().map(|word| word.get_name().to_owned()).collect();
    if !words.is_empty() {
        help.push_str(&format!(" [{}]", words.join("|")));
    }
    let names: Vec<String> = arg.get_value_names().unwrap_or_default().iter().map(|name| value_name(name, lang)).collect();
    let arg = arg.help(help).hide_possible_values(true).hide_default_value(true);
    if names.is_empty() { arg } else { arg.value_names(names) }
}

fn text_of_flag(arg: &Arg, path: &str, lang: Lang) -> Option<String> {
    keys_of_flag(arg, path).iter().find_map(|key| text(lang, key))
}

/// Where the help of a flag may stand, the nearest place first.
fn keys_of_flag(arg: &Arg, path: &str) -> [String; 2] {
    let name = arg.get_id().as_str().replace('_', "-");
    let shared = if arg.is_positional() { "argument" } else { "flag" };
    [format!("cli.{path}.{name}"), format!("cli.{shared}.{name}")]
}

/// Where what a command does may stand, the nearest place first.
fn keys_of_command(path: &str) -> Vec<String> {
    let verb = path.rsplit_once('.').map(|(_, verb)| format!("cli.verb.{verb}"));
    std::iter::once(format!("cli.{path}.about")).chain(verb).collect()
}

/// Where the name of a value stands.
fn key_of_value(name: &str) -> String {
    let words: Vec<String> = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    format!("cli.value.{}", words.join("-"))
}

fn value_name(name: &str, lang: Lang) -> String {
    text(lang, &key_of_value(name)).unwrap_or_else(|| name.to_owned())
}

/// A help page as text. Some of clap's own words cannot be given to it in a language.
#[must_use]
pub fn rendered(error: &clap::Error, lang: Lang) -> String {
    let page = error.render().to_string().replace("[OPTIONS]", &say(lang, "cli.any-options"));
    let page = page.replace("[alias: ", &say(lang, "cli.alias"));
    let headings = [("\nArguments:\n", "cli.arguments"), ("\nOptions:\n", "cli.options")];
    headings.into_iter().fold(page, |page, (own, key)| page.replace(own, &format!("\n{}:\n", say(lang, key))))
}

#[cfg(test)]
pub mod tests {
    //! Whether the catalogues have what the commands need.

    use clap::{Arg, Command};

    use super::{key_of_value, keys_of_command, keys_of_flag};
    use crate::i18n::{Lang, keys};

    /// Keys that commands and flags lack, and keys that no command or flag has.
    #[must_use]
    pub fn gaps(root: &Command) -> (Vec<String>, Vec<&'static str>) {
        let known: Vec<&'static str> = keys(Lang::En).filter(|key| key.starts_with("cli.") && key.matches('.').count() > 1).collect();
        let mut wanted = vec![vec!["cli.global.help".to_owned()], vec!["cli.global.version".to_owned()]];
        wanted.extend(root.get_arguments().filter(|arg| !is_claps_own(arg)).map(|arg| keys_of_flag(arg, "global").to_vec()));
        root.get_subcommands().for_each(|command| want(command, command.get_name(), &mut wanted));
        let has = |key: &String| known.contains(&key.as_str());
        let missing = wanted.iter().filter(|places| !places.iter().any(has)).filter_map(|places| places.first().cloned());
        let shared = ["cli.value.", "cli.flag.", "cli.argument.", "cli.verb."];
        let optional = |key: &str| shared.iter().any(|prefix| key.starts_with(prefix)) || key.ends_with(".more");
        let unused = known.iter().copied().filter(|key| !optional(key) && !wanted.iter().flatten().any(|wanted| wanted == key));
        (missing.collect(), unused.collect())
    }

    fn is_claps_own(arg: &Arg) -> bool {
        matches!(arg.get_id().as_str(), "help" | "version")
    }

    fn want(command: &Command, path: &str, wanted: &mut Vec<Vec<String>>) {
        wanted.push(keys_of_command(path));
        wanted.extend(
            command.get_arguments().filter(|arg| !arg.is_global_set() && !is_claps_own(arg)).map(|arg| keys_of_flag(arg, path).to_vec()),
        );
        let values = command.get_arguments().filter(|arg| arg.get_action().takes_values() && !is_claps_own(arg));
        wanted.extend(values.flat_map(|arg| arg.get_value_names().unwrap_or_default()).map(|name| vec![key_of_value(name)]));
        command.get_subcommands().for_each(|sub| want(sub, &format!("{path}.{}", sub.get_name()), wanted));
    }
}
