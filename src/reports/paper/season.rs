//! The summary of the season as a document for the meeting at its end (七(一)): its sheets under one another. Not here: the figures.

use super::monthly::grid;
use super::{Block, Paper, Style};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::reports::sheet::{Cell, Sheet};

/// The document of these sheets; the first sheet's title is its own.
#[must_use]
pub fn season_report(core: &Core, sheets: Vec<Sheet>) -> Paper {
    let title = sheets.first().and_then(|sheet| sheet.title.clone());
    let title = title.unwrap_or_else(|| Message::new("paper.of").with("text", core.scheme.info.name.as_str()));
    let mut page = vec![Block::Subtitle(Cell::text(&core.scheme.info.organization)), Block::Title(Cell::Say(title.clone()))];
    page.extend(super::head_lines(core));
    for (at, sheet) in sheets.into_iter().enumerate() {
        page.extend(sheet.title.clone().filter(|_| at > 0).map(|title| Block::Heading(Cell::Say(title))));
        page.push(if sheet.rows.is_empty() { Block::Text(Cell::word("paper.none")) } else { Block::Grid(grid(&sheet)) });
        page.extend(sheet.footer.into_iter().map(|message| Block::Note(Cell::Say(message))));
    }
    Paper { title, style: Style::Form, pages: vec![page] }
}
