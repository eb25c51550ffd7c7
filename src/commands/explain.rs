//! `explain`: what a problem's code means, which rule stands behind it, and what to do.

use serde::Serialize;

use crate::app::App;
use crate::failure::{Failure, Result};
use crate::finding::Code;
use crate::i18n::{Lang, Message, fill, say};
use crate::model::word_distance::nearest;
use crate::reports::sheet::{Cell, Column, Sheet, Sheets};
use crate::ui::Exit;

/// What a problem's code means, and which rule stands behind it
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The code; without it all codes are listed
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

/// Explains one code, or lists all of them.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let codes = match &arguments.code {
        None => Code::ALL.to_vec(),
        Some(word) => vec![find(word)?],
    };
    let explanations = codes.iter().map(|code| explanation(app, *code)).collect();
    app.show(&Explanations { format: "bangfu/codes/1", codes: explanations })?;
    Ok(Exit::Fine)
}

fn find(word: &str) -> Result<Code> {
    let near = || nearest(word, Code::ALL.iter().map(|code| code.word()));
    let unknown = || {
        let message = Message::new("explain-command.unknown").with("value", word).with("nearest", near());
        Failure::usage(message).hint(Message::new("explain-command.all"))
    };
    Code::ALL.iter().copied().find(|code| code.word() == word).ok_or_else(unknown)
}

fn explanation(app: &App, code: Code) -> Explanation {
    Explanation {
        code: code.word(),
        severity: code.severity().word(),
        message: without_values(&say(app.lang, code.message_key())),
        rule: say(app.lang, code.explain_key()),
        help: without_values(&say(app.lang, code.help_key())),
    }
}

/// A sentence as it is with no case at hand: what depends on one is left out or dotted.
fn without_values(template: &str) -> String {
    let certain = fill(template, &[], Lang::En);
    let mut parts = certain.split('{');
    let first = parts.next().unwrap_or("").to_owned();
    parts.fold(first, |out, part| out + "…" + part.split_once('}').map_or(part, |(_, rest)| rest))
}

/// The answer `bangfu/codes/1`.
#[derive(Serialize)]
struct Explanations {
    format: &'static str,
    codes: Vec<Explanation>,
}

#[derive(Serialize)]
struct Explanation {
    code: &'static str,
    severity: &'static str,
    message: String,
    rule: String,
    help: String,
}

impl Sheets for Explanations {
    fn sheets(&self) -> Vec<Sheet> {
        match self.codes.as_slice() {
            [one] => vec![in_full(one)],
            _ => self.flat(),
        }
    }

    fn flat(&self) -> Vec<Sheet> {
        let columns = FIELDS.map(|(key, header, _)| Column::left(key, header)).to_vec();
        let rows = self.codes.iter().map(|one| FIELDS.map(|(_, _, cell)| cell(one)).to_vec()).collect();
        vec![Sheet { title: None, columns, rows, footer: Vec::new() }]
    }
}

/// What is told of a code: key, header, cell.
type Field = (&'static str, &'static str, fn(&Explanation) -> Cell);

const FIELDS: [Field; 5] = [
    ("code", "explain-command.code", |one| Cell::text(one.code)),
    ("severity", "explain-command.severity", |one| severity(one.severity)),
    ("message", "explain-command.message", |one| Cell::text(&one.message)),
    ("rule", "explain-command.rule", |one| Cell::text(&one.rule)),
    ("help", "explain-command.help", |one| Cell::text(&one.help)),
];

/// One code, field under field.
fn in_full(one: &Explanation) -> Sheet {
    let columns = vec![Column::left("field", "explain-command.field"), Column::left("text", "explain-command.text")];
    let rows = FIELDS.map(|(_, header, cell)| vec![Cell::word(header), cell(one)]).to_vec();
    Sheet { title: None, columns, rows, footer: Vec::new() }
}

fn severity(word: &str) -> Cell {
    Cell::word(if word == "error" { "ui.error" } else { "ui.warning" })
}
