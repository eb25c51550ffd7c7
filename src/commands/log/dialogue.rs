//! The short dialogue of `log`: which pair, which day, about what, with defaults. Only on a terminal.

use inquire::Text;

use super::Arguments;
use crate::app::App;
use crate::commands::asking::{self, stopped};
use crate::commands::plain::plain;
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
    let active: Vec<PairIx> = core.pairs.iter().filter(|(_, pair)| core.active(pair).contains(app.today)).map(|(index, _)| index).collect();
    let labels: Vec<String> = active.iter().map(|pair| spoken::described(core, *pair).text(app.lang)).collect();
    let pair = active.get(asking::one_of(app, "log.ask-pair", labels)?).copied().unwrap_or(PairIx::UNKNOWN);
    let date = answered(app, "log.ask-date", Some(&app.today.to_string()), |text| spoken::past_day(Some(text), app.today))?;
    let topics = &core.scheme.topics;
    let own = core.pairs.get(pair).map_or(0, |pair| pair.topics);
    let defaults: Vec<usize> = (0..topics.terms.len()).filter(|index| own >> index & 1 == 1).collect();
    let names: Vec<&str> = topics.terms.iter().map(|term| term.name.as_str()).collect();
    let chosen = asking::some_of(app, "log.ask-topics", names, &defaults)?;
    let keys: Vec<&str> = chosen.into_iter().filter_map(|index| topics.terms.get(index)).map(|term| term.key.as_str()).collect();
    let content = answered(app, "log.ask-content", None, content)?;
    let minutes = answered(app, "log.ask-minutes", None, minutes)?;
    Ok(Arguments {
        pair: Some(core.pairs.id(pair).to_owned()),
        content: vec![content],
        date: Some(date.to_string()),
        topics: (!keys.is_empty()).then(|| keys.join(",")),
        minutes,
        ..Arguments::default()
    })
}

/// Asks one thing; what cannot be read is told, and asked again.
fn answered<T>(app: &App, key: &str, default: Option<&str>, read: impl Fn(&str) -> Result<T>) -> Result<T> {
    let question = say(app.lang, key);
    loop {
        let prompt = Text::new(&question);
        let prompt = if let Some(default) = default { prompt.with_default(default) } else { prompt };
        match read(prompt.prompt().map_err(stopped)?.trim()) {
            Ok(value) => return Ok(value),
            Err(failure) => app.note(&failure.message),
        }
    }
}

fn content(text: &str) -> Result<String> {
    if spoken::is_placeholder(text) { Err(Failure::usage(Message::new("log.no-content"))) } else { Ok(text.to_owned()) }
}

fn minutes(text: &str) -> Result<Option<u16>> {
    let number = |_| Failure::usage(Message::new("log.no-number").with("value", text));
    if text.is_empty() { Ok(None) } else { plain(text).parse().map(Some).map_err(number) }
}
