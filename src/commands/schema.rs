//! `schema`: the JSON Schema of an answer, by the name in its `format`.

use clap::builder::PossibleValuesParser;

use crate::app::App;
use crate::failure::Result;
use crate::ui::Exit;

macro_rules! schemas {
    ($($name:literal),* $(,)?) => { [$(($name, include_str!(concat!("../schema/", $name, ".json")))),*] };
}

/// The schemas by name.
const SCHEMAS: &[(&str, &str)] = &schemas![
    "check",
    "rollup",
    "rollups",
    "award",
    "awards",
    "forms",
    "reports",
    "problems",
    "status",
    "summary",
    "codes",
    "list",
    "pairing",
    "proof",
    "why",
    "rematch",
    "import",
    "due",
    "done",
    "diff",
    "fmt",
    "draw",
    "draw-verify",
    "duty",
    "duty-notice",
    "assess",
    "closed",
    "screening",
    "screening-stats",
    "keys",
    "audit",
    "student",
    "decision",
    "award-verify",
    "notice",
    "guard",
    "places"
];

/// The JSON Schema of an answer
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The answer: the word in its format, as check in bangfu/check/1; without it the names are listed
    #[arg(value_name = "ANSWER", value_parser = PossibleValuesParser::new(SCHEMAS.iter().map(|(name, _)| *name)))]
    name: Option<String>,
}

/// Prints a schema, or the names of all.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    app.needs_sentence()?;
    let text = match &arguments.name {
        Some(wanted) => SCHEMAS.iter().find(|(name, _)| name == wanted).map_or(String::new(), |(_, text)| (*text).to_owned()),
        None => SCHEMAS.iter().map(|(name, _)| format!("{name}\n")).collect(),
    };
    app.answer(text.as_bytes())?;
    Ok(Exit::Fine)
}
