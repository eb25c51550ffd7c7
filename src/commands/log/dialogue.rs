//! The short dialogue of `log`: which pair, which day, about what, with defaults. Only on a terminal.

use inquire::{InquireError, MultiSelect, Select, Text};

use super::Arguments;
use crate::app::App;
use crate::commands::{reading, spoken};
use crate::failure::{Failure, Result};
use crate::i18n::{Message, say};
use crate::model::records::PairIx;
use crate::rules::relations::Looking;
use crate::store::load::load_core;
use crate::store::needs::{Needs, Tables};

/// Asks for what a contact needs; the data directory is let go before the first question.
pub(super) fn ask(app: &App) -> Result<Arguments> {
    let core = &load_core(&reading::open(app)?.root, Needs::texts(Tables::NONE), Looking::Nothing).value;
    let text = |key| say(app.lang, key);
    let active: Vec<PairIx> = core.pairs.iter().filter(|(_, pair)| core.active(pair).contains(app.today)).map(|(index, _)| index).collect();
    let labels: Vec<String> = active.iter().map(|pair| spoken::described(core, *pair).text(app.lang)).collect();
    let chosen = Select::new(&text("log.ask-pair"), labels).raw_prompt().map_err(stopped)?;
    let pair = active.get(chosen.index).copied().unwrap_or(PairIx::UNKNOWN);
    let date = Text::new(&text("log.ask-date")).with_default(&app.today.to_string()).prompt().map_err(stopped)?;
    let topics = &core.scheme.topics;
    let own = core.pairs.get(pair).map_or(0, |pair| pair.topics);
    let defaults: Vec<usize> = (0..topics.terms.len()).filter(|index| own >> index & 1 == 1).collect();
    let names: Vec<&str> = topics.terms.iter().map(|term| term.name.as_str()).collect();
    let chosen = MultiSelect::new(&text("log.ask-topics"), names).with_default(&defaults).raw_prompt().map_err(stopped)?;
    let keys: Vec<&str> = chosen.iter().filter_map(|option| topics.terms.get(option.index)).map(|term| term.key.as_str()).collect();
    let content = Text::new(&text("log.ask-content")).prompt().map_err(stopped)?;
    let minutes = Text::new(&text("log.ask-minutes")).prompt().map_err(stopped)?;
    Ok(Arguments {
        pair: Some(core.pairs.id(pair).to_owned()),
        content: vec![content],
        date: Some(date),
        topics: (!keys.is_empty()).then(|| keys.join(",")),
        minutes: minutes.trim().parse().ok(),
        ..Arguments::default()
    })
}

fn stopped(error: InquireError) -> Failure {
    match error {
        InquireError::OperationCanceled | InquireError::OperationInterrupted => Failure::usage(Message::new("log.stopped")),
        other => Failure::usage(Message::new("log.cannot-ask").with("reason", other.to_string())),
    }
}
