//! What the shell completes: commands and flags by clap, and by the name of a value the ids of the data directory. A data directory
//! that is not there or cannot be read completes nothing and says nothing. Not here: the words themselves (`candidates`).

mod candidates;

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use candidates::Asked;
use clap::{Arg, Command};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::CompleteEnv;

use super::{all, language_of, plain, value_of, whole};
use crate::app::{App, Given};
use crate::failure::Kind;
use crate::finding::Code;
use crate::model::dataset::Core;
use crate::render::visible::visible;
use crate::rules::relations::Looking;
use crate::store::directory::{Access, Store};
use crate::store::load::load_core;
use crate::store::needs::{Needs, Tables};
use crate::store::open::Root;
use crate::ui;

/// How long completion waits for a writer.
const PATIENCE: Duration = Duration::from_millis(300);

/// Answers the shell, which asks by a variable.
pub fn answer(words: Vec<OsString>, variable: &'static str) -> ExitCode {
    let typed: Vec<OsString> = words.iter().skip_while(|word| *word != "--").skip(1).cloned().collect();
    let lang = language_of(&typed);
    let data = value_of(&typed, "--data").map(PathBuf::from);
    let source: Source = Arc::new(move || records(data.clone()));
    let typed: Arc<[String]> = typed.iter().filter_map(|word| word.to_str().map(str::to_owned)).collect();
    let outcome = CompleteEnv::with_factory(|| {
        let mut names = plain(&all());
        names.build();
        let mut command = whole(lang);
        command.build();
        completing(command, &names, "", &(Arc::clone(&source), Arc::clone(&typed)))
    })
    .var(variable)
    .try_complete(words, None);
    match outcome {
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            ui::tell(error.to_string().trim_end());
            ExitCode::from(Kind::Usage.exit_code())
        }
    }
}

/// Where the data directory is read, when something of it is to be completed.
type Source = Arc<dyn Fn() -> Option<(Root, Core)> + Send + Sync>;

fn records(data: Option<PathBuf>) -> Option<(Root, Core)> {
    let app = App::new(Given { data, ..Given::default() }).ok()?;
    let store = Store::open(&app.data_directory().ok()?, Access::Read, PATIENCE).ok()?;
    let root = Root::of(&store);
    let core = load_core(&root, Needs::texts(Tables::DRAWS.and(Tables::CASES)), Looking::Nothing).value;
    Some((root, core))
}

/// The data directory and the words of the command line.
type Line = (Source, Arc<[String]>);

/// Gives each flag whose value has a name that is known here what completes it. `names` is the same command line with the names of
/// values as the commands gave them, `of` the command.
fn completing(command: Command, names: &Command, of: &str, line: &Line) -> Command {
    let name_of = |arg: &Arg| {
        let plain = names.get_arguments().find(|known| known.get_id() == arg.get_id())?;
        // A new id is given behind a flag.
        let name = plain.get_value_names().unwrap_or_default().first().map(|name| name.as_str());
        name.filter(|name| *name != "ID" || arg.is_positional())
    };
    let command = command.mut_args(|arg| match name_of(&arg).and_then(|name| completer(of, name, line)) {
        Some(completer) => arg.add(completer),
        None => arg,
    });
    command.mut_subcommands(|sub| match names.find_subcommand(sub.get_name()) {
        Some(names) => {
            let of = if of.is_empty() { sub.get_name().to_owned() } else { of.to_owned() };
            completing(sub, names, &of, line)
        }
        None => sub,
    })
}

fn completer(of: &str, name: &str, line: &Line) -> Option<ArgValueCompleter> {
    if name == "CODE" {
        let codes = || Code::ALL.iter().map(|code| (code.word().to_owned(), String::new())).collect();
        return Some(ArgValueCompleter::new(move |typed: &OsStr| beginning(codes(), typed)));
    }
    let candidates = candidates::of(of, name)?;
    let (source, words) = (Arc::clone(&line.0), Arc::clone(&line.1));
    Some(ArgValueCompleter::new(move |typed: &OsStr| {
        let Some((root, core)) = source() else { return Vec::new() };
        let asked = Asked { root: &root, core: &core, words: &words, typed: typed.to_str().unwrap_or_default() };
        beginning(candidates(&asked), typed)
    }))
}

/// The words that begin as typed, or what they mean does: a name finds its id.
fn beginning(candidates: Vec<(String, String)>, typed: &OsStr) -> Vec<CompletionCandidate> {
    let Some(typed) = typed.to_str() else { return Vec::new() };
    let begins = |(word, meaning): &(String, String)| word.starts_with(typed) || (!typed.is_empty() && meaning.contains(typed));
    let candidate = |(word, meaning): (String, String)| {
        let help = (!meaning.is_empty()).then(|| visible(&meaning).replace(['\n', '\t'], " ").into());
        CompletionCandidate::new(word).help(help)
    };
    candidates.into_iter().filter(begins).map(candidate).collect()
}
