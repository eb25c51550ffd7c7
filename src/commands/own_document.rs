//! A school's own Word file in place of the program's: `--template FILE` fills its named places, `--places` lists those that it may have.
//! Not here: what the places hold (`reports`), and how they are filled (`render`).

use std::path::{Path, PathBuf};

use crate::app::{App, Writing};
use crate::failure::{Failure, Result};
use crate::i18n::{Lang, Message};
use crate::render::not_here;
use crate::render::word::Template;
use crate::render::word::fill::{Filled, fill};
use crate::reports::places::{Filling, PlacesReport};
use crate::reports::sheet::Format;
use crate::store::{foreign, output};

/// The flags of a command that can fill a document of one's own.
#[derive(Debug, clap::Args)]
pub struct OwnDocument {
    /// A Word file of your own, whose named places are filled
    #[arg(long, value_name = "FILE", conflicts_with = "places")]
    template: Option<PathBuf>,
    /// List the named places that such a file may have
    #[arg(long)]
    places: bool,
}

impl OwnDocument {
    /// A document of one's own by its path; none where there is no path.
    #[must_use]
    pub fn of(template: Option<PathBuf>) -> Self {
        Self { template, places: false }
    }

    /// Whether a document of one's own is asked for, or its places.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.template.is_some() || self.places
    }

    /// Whether only the places are to be listed.
    #[must_use]
    pub fn lists_places(&self) -> bool {
        self.places
    }

    /// Fills the document once for each filling, or lists the places, and answers.
    pub fn answer(&self, app: &App, fillings: &[Filling], lang: Lang) -> Result<()> {
        let documents = self.documents(app, fillings, lang)?;
        self.give(app, fillings, &documents)
    }

    /// The filled documents. Errors: the file is no document that can be filled, or the answer cannot go where it shall.
    pub fn documents(&self, app: &App, fillings: &[Filling], lang: Lang) -> Result<Vec<Filled>> {
        let Some(path) = &self.template else { return Ok(Vec::new()) };
        if !matches!(app.format, Format::Table | Format::Docx) {
            return Err(not_here("docx"));
        }
        if app.output.as_ref().is_some_and(|output| foreign::is_same_file(output, path)) {
            return Err(Failure::usage(Message::new("template.is-output").with("file", shown(path))));
        }
        if fillings.len() > 1 && app.output.as_deref().is_none_or(is_document) {
            return Err(Failure::usage(Message::new("template.needs-folder").with("count", fillings.len())));
        }
        let named = |message: Message| Failure::usage(message.with("file", shown(path)));
        let template = Template::read(foreign::read(path)?).map_err(named)?;
        fillings.iter().map(|filling| fill(&template, filling, lang)).collect()
    }

    /// Writes the filled documents, several into the folder of `-o`; or shows the places.
    pub fn give(&self, app: &App, fillings: &[Filling], documents: &[Filled]) -> Result<()> {
        if self.places {
            return fillings.first().map_or(Ok(()), |filling| app.show(&PlacesReport::of(filling)));
        }
        match (app.output.as_deref(), documents) {
            (output, [one]) if output.is_none_or(is_document) => {
                note_empty(app, fillings, documents);
                app.answer_document(&one.bytes)
            }
            (folder, _) => {
                let folder = folder.unwrap_or(Path::new("."));
                self.fill_folder(app, folder, fillings, documents)?;
                if app.writing == Writing::Apply {
                    app.note(&Message::new("archive.made").with("count", documents.len()).with("folder", shown(folder)));
                }
                Ok(())
            }
        }
    }

    /// Writes the filled documents into a folder, one each.
    pub fn fill_folder(&self, app: &App, folder: &Path, fillings: &[Filling], documents: &[Filled]) -> Result<()> {
        note_empty(app, fillings, documents);
        let paths: Vec<PathBuf> = fillings.iter().map(|filling| folder.join(format!("{}.docx", filling.name))).collect();
        if let Some(path) = paths.iter().find(|path| self.template.as_ref().is_some_and(|template| foreign::is_same_file(path, template))) {
            return Err(Failure::usage(Message::new("template.is-output").with("file", shown(path))));
        }
        if app.writing == Writing::DryRun {
            paths.iter().for_each(|path| app.would_write(path));
            return Ok(());
        }
        output::folder(folder)?;
        for (path, document) in paths.iter().zip(documents) {
            app.write(path, &document.bytes)?;
        }
        Ok(())
    }
}

/// Names the places of each document for which there is nothing.
fn note_empty(app: &App, fillings: &[Filling], documents: &[Filled]) {
    for (filling, document) in fillings.iter().zip(documents).filter(|(_, document)| !document.empty.is_empty()) {
        let empty = Message::new("template.empty").with("places", document.empty.join(" "));
        app.note(&empty.with("name", filling.name.as_str()));
    }
}

fn is_document(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("docx"))
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
