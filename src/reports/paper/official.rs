//! Official documents in the layout of GB/T 9704-2012 (公文): number, title, body, list, who signs and when. Not here: what is made
//! known, which the report that is published says.

use super::{Block, Boxed, Grid, Paper, Row, Style};
use crate::i18n::Message;
use crate::reports::sheet::{Cell, Column, Sheet};

/// The parts of an official document.
#[derive(Clone, Debug)]
pub struct Official {
    /// Title.
    pub title: Message,
    /// Its number, as the scheme or a decision writes it; empty for none.
    pub number: String,
    /// Paragraphs before the list.
    pub opening: Vec<Message>,
    /// The list of persons.
    pub list: Sheet,
    /// Paragraphs after the list.
    pub rest: Vec<Message>,
    /// Who signs, and the day.
    pub signed: Vec<Message>,
}

impl Official {
    /// The document as a paper of one page.
    #[must_use]
    pub fn paper(self) -> Paper {
        let number = bracketed(&self.number);
        let mut page = Vec::new();
        if !number.is_empty() {
            page.extend([Block::Subtitle(Cell::Text(number)), Block::Gap]);
        }
        page.extend([Block::Title(Cell::Say(self.title.clone())), Block::Gap]);
        page.extend(self.opening.into_iter().map(|said| Block::Text(Cell::Say(said))));
        page.push(Block::Grid(grid(&self.list)));
        page.extend(self.rest.into_iter().map(|said| Block::Text(Cell::Say(said))));
        page.extend([Block::Gap, Block::Gap]);
        page.extend(self.signed.into_iter().map(|said| Block::Closing(Cell::Say(said))));
        Paper { title: self.title, style: Style::Official, pages: vec![page] }
    }
}

/// The number of a document with hexagonal brackets around the year (GB/T 9704-2012, 7.2.5): 外院党发〔2012〕7号.
#[must_use]
pub fn bracketed(number: &str) -> String {
    let mut characters: Vec<char> = number.chars().collect();
    for at in 0..characters.len() {
        if let Some([open @ ('[' | '［' | '【' | '(' | '（'), year @ .., close @ (']' | '］' | '】' | ')' | '）')]) =
            characters.get_mut(at..at + 6)
            && year.iter().all(char::is_ascii_digit)
        {
            (*open, *close) = ('〔', '〕');
        }
    }
    characters.into_iter().collect()
}

/// A name as it stands inside quotes: those of its own are single ones (GB/T 15834).
#[must_use]
pub fn nested(name: &str) -> String {
    name.replace('“', "‘").replace('”', "’")
}

/// A list of a few short columns; days and numbers of documents as documents write them.
fn grid(sheet: &Sheet) -> Grid {
    let boxed = |column: &Column, cell: &Cell| match cell {
        Cell::Day(day) => Boxed::short(super::day(*day), 1),
        Cell::Text(number) if column.key == "document" => Boxed::short(Cell::Text(bracketed(number)), 1),
        other => Boxed::short(other.clone(), 1),
    };
    let width = |column: &Column| if matches!(column.key, "date" | "document") { 3 } else { 2 };
    Grid::of_sheet(sheet, width, Row::of, boxed)
}

#[cfg(test)]
mod tests {
    use super::{bracketed, nested};

    #[test]
    fn the_year_stands_in_hexagonal_brackets() {
        assert_eq!(bracketed("外院党发[2012]7号"), "外院党发〔2012〕7号");
        assert_eq!(bracketed("外院党发（2012）7号（示例）"), "外院党发〔2012〕7号（示例）");
        assert_eq!(bracketed("（12）号 [2012"), "（12）号 [2012");
        assert_eq!(nested("学生党员“一帮一”活动"), "学生党员‘一帮一’活动");
    }
}
