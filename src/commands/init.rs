//! `init`: a new data directory from a template.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;

use crate::app::{App, Writing};
use crate::failure::Result;
use crate::i18n::Message;
use crate::store::new_directory::{Planned, TEMPLATES, create, plan};
use crate::store::transaction::FileChange;
use crate::ui::Exit;

/// A new data directory
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The folder to make, or one that holds nothing but .git, README and LICENSE
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The template
    #[arg(long, value_name = "TEMPLATE", default_value = "gzu-2012", value_parser = PossibleValuesParser::new(TEMPLATES.map(|(name, _)| name)))]
    template: String,
}

/// Writes the template and says what to do next.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    app.needs_sentence()?;
    let folder = &arguments.folder;
    if app.writing == Writing::DryRun {
        let file = |planned: Planned| {
            let path = folder.join(planned.name);
            let path = path.strip_prefix(".").unwrap_or(&path).display().to_string();
            FileChange { path, old: planned.begun, new: Some(planned.text.into()) }
        };
        let changes: Vec<FileChange> = plan(folder, &arguments.template)?.into_iter().map(file).collect();
        app.show_changes(&changes.iter().collect::<Vec<_>>())?;
        return Ok(Exit::Fine);
    }
    create(folder, &arguments.template)?;
    let shown = folder.display().to_string();
    app.say(&Message::new("init.done").with("folder", shown.as_str()).with("template", arguments.template.as_str()))?;
    app.note(&Message::new("init.next").with("folder", shown));
    Ok(Exit::Fine)
}
