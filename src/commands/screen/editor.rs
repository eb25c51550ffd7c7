//! Details from the user's own editor (`--edit`, `$VISUAL` or `$EDITOR`): a small TOML in a private file that is gone when the editor is.
//! What will not do can be put right in the editor again. Not here: the file (`store::sealed::scratch`), what the texts may be (`fill`).

use zeroize::Zeroizing;

use crate::app::App;
use crate::commands::asking::agrees;
use crate::failure::{Failure, Result};
use crate::i18n::{Message, say};
use crate::import::details::{Details, parse};
use crate::model::scheme::Vocabulary;
use crate::model::sealed::{SealedRecord, fields};
use crate::model::secret::Secret;
use crate::store::sealed::scratch;

/// What an editor is opened on.
pub struct Form<'a> {
    /// The details that are asked for, in their order.
    names: Vec<&'static str>,
    /// The record that they are of, where there is one already.
    old: Option<&'a SealedRecord>,
}

impl<'a> Form<'a> {
    /// For a new record with these details.
    pub fn new(names: &[&'static str]) -> Self {
        Self { names: names.to_vec(), old: None }
    }

    /// For a record that is there: what is taken out of the text is taken out of the record.
    pub fn of(record: &'a SealedRecord) -> Self {
        let names = fields(record.kind).iter().copied().chain(["date", "by"]).collect();
        Self { names, old: Some(record) }
    }

    /// Asks for the details in the editor; `check` says what will not do.
    pub fn ask(&self, app: &App, needs: &Vocabulary, check: &dyn Fn(Details) -> Result<()>) -> Result<Details> {
        let editor = App::editor().ok_or_else(|| Failure::usage(Message::new("editor.none")))?;
        let place = App::private_folder().ok_or_else(|| Failure::usage(Message::new("editor.no-place")))?;
        let mut text = self.text(app, needs);
        loop {
            text = scratch::edited(&editor, &place, app.data_directory().ok().as_deref(), &text)?;
            let details = parse(&text).map_err(Failure::usage).and_then(|details| self.complete(details));
            let failure = match details.and_then(|details| check(details.clone()).map(|()| details)) {
                Ok(details) => return Ok(details),
                Err(failure) => failure,
            };
            if !app.can_ask() {
                return Err(failure);
            }
            app.note(&failure.message);
            if !agrees(app, &say(app.lang, "editor.again"), true)? {
                return Err(Failure::usage(Message::new("log.stopped")));
            }
        }
    }

    /// What a record had and the text has no more is taken away; a text that says nothing at all stops.
    fn complete(&self, mut details: Details) -> Result<Details> {
        if details.is_empty() {
            return Err(Failure::usage(Message::new("log.stopped")));
        }
        let old = self.old.map(|record| record.all()).unwrap_or_default();
        for name in &self.names {
            if old.iter().any(|(known, _)| known == name) && !details.iter().any(|(given, _)| given == name) {
                details.push((name, Secret::default()));
            }
        }
        Ok(details)
    }

    /// The text that the editor opens with: a line for each detail, those that are not there yet behind a `#`.
    fn text(&self, app: &App, needs: &Vocabulary) -> Zeroizing<String> {
        let old = |name: &str| match (self.old, name) {
            (None, _) => Secret::default(),
            (Some(record), "date") => Secret::from(record.date.to_string()),
            (Some(record), "by") => record.by.clone(),
            (Some(record), _) => Secret::from(record.field(name)),
        };
        let room: usize = self.names.iter().map(|name| 2 * old(name).reveal().len() + 120).sum();
        let mut text = Zeroizing::new(String::with_capacity(room + 4096));
        let head = Message::new("editor.head").text(app.lang);
        head.lines().for_each(|line| push(&mut text, &["# ", line, "\n"]));
        for name in &self.names {
            let label = super::dialogue::label(app, name);
            push(&mut text, &["\n# ", &label]);
            if *name == "category" {
                needs.terms.iter().for_each(|need| push(&mut text, &[" / ", &need.key, " ", &need.name]));
            }
            let old = old(name);
            push(&mut text, &[if old.is_empty() { "\n# " } else { "\n" }, name, " = "]);
            quote(&mut text, old.reveal());
            text.push('\n');
        }
        text
    }
}

fn push(text: &mut String, parts: &[&str]) {
    parts.iter().for_each(|part| text.push_str(part));
}

/// Writes a text as TOML, one of several lines as several.
fn quote(out: &mut String, text: &str) {
    let mark = if text.contains('\n') { "\"\"\"" } else { "\"" };
    out.push_str(mark);
    if mark.len() > 1 {
        out.push('\n');
    }
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            out.push('\\');
        }
        out.push(character);
    }
    out.push_str(mark);
}
