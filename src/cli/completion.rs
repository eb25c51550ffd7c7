//! What the shell completes: commands and flags by clap, and by the name of a value the ids of the data directory. A data directory
//! that is not there or cannot be read completes nothing and says nothing.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::{Arg, Command};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::CompleteEnv;

use super::{all, language_of, plain, value_of, whole};
use crate::app::{App, Given};
use crate::failure::Kind;
use crate::finding::Code;
use crate::model::dataset::Core;
use crate::model::records::Pair;
use crate::model::scheme::Vocabulary;
use crate::render::visible::visible;
use crate::rules::relations::Looking;
use crate::store::directory::{Access, Store};
use crate::store::load::load_core;
use crate::store::needs::{Care, Needs, Tables};
use crate::store::open::Root;
use crate::ui;

/// How long completion waits for a writer.
const PATIENCE: Duration = Duration::from_millis(300);

/// Answers the shell, which asks by a variable.
pub fn answer(words: Vec<OsString>, variable: &'static str) -> ExitCode {
    let typed: Vec<OsString> = words.iter().skip_while(|word| *word != "--").skip(1).cloned().collect();
    let lang = language_of(&typed);
    let data = value_of(&typed, "--data").map(PathBuf::from);
    let source: Source = Arc::new(move || core(data.clone()));
    let outcome = CompleteEnv::with_factory(|| {
        let mut names = plain(&all());
        names.build();
        let mut command = whole(lang);
        command.build();
        completing(command, &names, &source)
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
type Source = Arc<dyn Fn() -> Option<Core> + Send + Sync>;

/// What completes a value: words with what they mean.
type Candidates = fn(&Core) -> Vec<(String, String)>;

/// What completes the values of a name.
const OF_RECORDS: [(&str, Candidates); 12] = [
    ("PAIR", pairs),
    ("PERSON", people),
    ("HELPER", people),
    ("HELPED", people),
    ("CONTACT", contact_beginnings),
    ("BRANCH", branches),
    ("MONTH", months),
    ("AWARD", awards),
    ("CADENCE", cadences),
    ("TOPICS", |core| terms(&core.scheme.topics)),
    ("MODE", |core| terms(&core.scheme.modes)),
    ("ACT", |core| terms(&core.scheme.acts)),
];

fn core(data: Option<PathBuf>) -> Option<Core> {
    let app = App::new(Given { data, ..Given::default() }).ok()?;
    let store = Store::open(&app.data_directory().ok()?, Access::Read, PATIENCE).ok()?;
    let needs = Needs { tables: Tables::NONE, care: Care::Figures };
    Some(load_core(&Root::of(&store), needs, Looking::Nothing).value)
}

/// Gives each flag whose value has a name that is known here what completes it. `names` is the same command line with the names of
/// values as the commands gave them.
fn completing(command: Command, names: &Command, source: &Source) -> Command {
    let name_of = |arg: &Arg| {
        let plain = names.get_arguments().find(|known| known.get_id() == arg.get_id())?;
        plain.get_value_names().unwrap_or_default().first().map(|name| name.as_str())
    };
    let command = command.mut_args(|arg| match name_of(&arg).and_then(|name| completer(name, source)) {
        Some(completer) => arg.add(completer),
        None => arg,
    });
    command.mut_subcommands(|sub| match names.find_subcommand(sub.get_name()) {
        Some(names) => completing(sub, names, source),
        None => sub,
    })
}

fn completer(name: &str, source: &Source) -> Option<ArgValueCompleter> {
    if name == "CODE" {
        let codes = || Code::ALL.iter().map(|code| (code.word().to_owned(), String::new())).collect();
        return Some(ArgValueCompleter::new(move |typed: &OsStr| beginning(codes(), typed)));
    }
    let candidates = OF_RECORDS.iter().find(|(known, _)| *known == name).map(|(_, candidates)| *candidates)?;
    let source = Arc::clone(source);
    Some(ArgValueCompleter::new(move |typed: &OsStr| beginning(source().map(|core| candidates(&core)).unwrap_or_default(), typed)))
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

fn pairs(core: &Core) -> Vec<(String, String)> {
    let names = |pair: &Pair| format!("{} → {}", core.people.name(pair.helper), core.people.name(pair.helped));
    core.pairs.iter().map(|(index, pair)| (core.pairs.id(index).to_owned(), names(pair))).collect()
}

/// What a contact is known by begins with its pair.
fn contact_beginnings(core: &Core) -> Vec<(String, String)> {
    pairs(core).into_iter().map(|(pair, names)| (format!("{pair}@"), names)).collect()
}

fn people(core: &Core) -> Vec<(String, String)> {
    core.people.iter().map(|(index, _)| (core.people.id(index).to_owned(), core.people.name(index).to_owned())).collect()
}

fn branches(core: &Core) -> Vec<(String, String)> {
    core.scheme.branches.iter().map(|branch| (branch.key.clone(), branch.name.clone())).collect()
}

fn awards(core: &Core) -> Vec<(String, String)> {
    core.scheme.awards.iter().map(|award| (award.key.clone(), award.name.clone())).collect()
}

fn cadences(core: &Core) -> Vec<(String, String)> {
    core.scheme.cadences.iter().map(|cadence| (cadence.key.clone(), cadence.name.clone())).collect()
}

fn terms(vocabulary: &Vocabulary) -> Vec<(String, String)> {
    vocabulary.terms.iter().map(|term| (term.key.clone(), term.name.clone())).collect()
}

/// The months of the scheme.
fn months(core: &Core) -> Vec<(String, String)> {
    core.scheme.info.period.months().map(|month| (month.to_string(), String::new())).collect()
}
