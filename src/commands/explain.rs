//! `explain`: what a problem's code means, which rule stands behind it, and what to do.

use serde::Serialize;

use crate::app::App;
use crate::failure::{Failure, Result};
use crate::finding::Code;
use crate::i18n::{Message, say};
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
    let unknown = || Failure::usage(Message::new("explain-command.unknown").with("value", word).with("nearest", near()));
    Code::ALL.iter().copied().find(|code| code.word() == word).ok_or_else(unknown)
}

fn explanation(app: &App, code: Code) -> Explanation {
    Explanation { code: code.word(), severity: code.severity().word(), rule: say(app.lang, code.explain_key()) }
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
    rule: String,
}

impl Sheets for Explanations {
    fn sheets(&self) -> Vec<Sheet> {
        let columns = vec![
            Column::left("code", "explain-command.code"),
            Column::left("severity", "explain-command.severity"),
            Column::left("rule", "explain-command.rule"),
        ];
        let row = |one: &Explanation| vec![Cell::text(one.code), severity(one.severity), Cell::text(&one.rule)];
        vec![Sheet { title: None, columns, rows: self.codes.iter().map(row).collect(), footer: Vec::new() }]
    }
}

fn severity(word: &str) -> Cell {
    Cell::word(if word == "error" { "ui.error" } else { "ui.warning" })
}
