//! `award`: the scheme's awards, from nomination to the candidate list (rules.md R7).

mod compute;

use crate::app::App;
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::word_distance::nearest;
use crate::ui::Exit;

/// Awards: nominate, review, compute
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// The candidate list of an award
    Compute(compute::Arguments),
}

/// Does what the verb says.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    match &arguments.verb {
        Verb::Compute(arguments) => compute::run(app, arguments),
    }
}

/// The index of the award with a key, a name or an alias.
fn award(core: &Core, text: &str) -> Result<usize> {
    let awards = &core.scheme.awards;
    let key = core.scheme.award(text).map(|rule| &rule.key);
    key.and_then(|key| awards.iter().position(|rule| rule.key == *key)).ok_or_else(|| {
        let names = awards.iter().flat_map(|rule| [&rule.key, &rule.name].into_iter().chain(&rule.aliases));
        let near = nearest(text, names.map(String::as_str));
        let known: Vec<&str> = awards.iter().map(|rule| rule.key.as_str()).collect();
        Failure::usage(Message::new("award.unknown").with("value", text).with("nearest", near).with("known", known.join(" ")))
    })
}
