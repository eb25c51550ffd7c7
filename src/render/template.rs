//! Templates of HTML: what is put into them is escaped. Not here: what stands in them.

use minijinja::{AutoEscape, Environment, Value};

use crate::failure::{Failure, Result};
use crate::i18n::{Lang, Message};

/// The one template's name.
const NAME: &str = "page";

/// A template, read once.
pub(super) struct Template<'t>(Environment<'t>);

impl<'t> Template<'t> {
    /// Reads a template. Errors: none that one of the program's own can cause.
    pub(super) fn new(source: &'t str) -> Result<Self> {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.add_template(NAME, source).map_err(cannot)?;
        Ok(Self(environment))
    }

    /// The page with these words, ending in a line feed. Errors: as `new`.
    pub(super) fn fill(&self, words: Value) -> Result<Vec<u8>> {
        let mut page = self.0.get_template(NAME).and_then(|template| template.render(words)).map_err(cannot)?;
        page.push('\n');
        Ok(page.into_bytes())
    }
}

/// A language as a page names it.
pub(super) fn language(lang: Lang) -> &'static str {
    if lang == Lang::Zh { "zh-CN" } else { "en" }
}

/// What failed in making a page.
pub(super) fn cannot(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Failure {
    Failure::io(Message::new("failure.cannot-render"), &std::io::Error::other(error))
}
