//! The branch's written report for a month (八(四): the branch checks and assesses), and the college's page over all branches: the
//! figures of the rollup with what the branch wrote. Not here: the figures.

use unicode_width::UnicodeWidthStr;

use super::{Block, Boxed, Grid, Paper, Row, Style, long_day, month, pair_places};
use crate::i18n::Message;
use crate::model::dataset::{BranchRecords, Core};
use crate::model::day::{Day, Month};
use crate::model::records::BranchIx;
use crate::reports::places::{Filling, Place};
use crate::reports::rollup::Rollup;
use crate::reports::sheet::{Align, Cell, Column, Sheet, Sheets};

/// Least height of a line of figures in millimetres.
const LINE: u32 = 5;

/// What a branch wrote for a month; empty where it sent nothing by the day.
#[derive(Clone, Debug)]
pub struct MonthlyReport {
    /// The branch.
    pub branch: BranchIx,
    texts: [String; 3],
}

impl MonthlyReport {
    /// A branch's report for a month as sent by a day.
    #[must_use]
    pub fn of(branch: BranchIx, records: &BranchRecords, month: Month, as_of: Day) -> Self {
        let reports = &records.reports;
        let sent = reports.iter().find(|(_, report)| report.month == month && report.sent.is_some_and(|sent| sent <= as_of));
        let text = |column| sent.map_or(String::new(), |(row, _)| reports.text(row, column).to_owned());
        Self { branch, texts: ["assessment", "problems", "plan"].map(text) }
    }
}

/// The document of a month: a page for each branch and, where there are several, one for the college; at the end small lines about the
/// document itself.
#[must_use]
pub fn monthly_report(core: &Core, college: Option<&Rollup<'_>>, branches: &[(MonthlyReport, Rollup<'_>)], notes: Vec<Message>) -> Paper {
    let first = college.or(branches.first().map(|(_, rollup)| rollup));
    let title =
        first.map_or(Message::new("paper.monthly.title"), |rollup| Message::new("paper.monthly.of").with("month", month(rollup.month)));
    let own = branches.iter().map(|(written, rollup)| branch_page(core, written, rollup));
    let whole = college.map(|rollup| page(&core.scheme.info.organization, core, rollup, None));
    let mut pages: Vec<Vec<Block>> = own.chain(whole).collect();
    let notes = notes.into_iter().map(|message| Block::Note(Cell::Say(message)));
    if let Some(page) = pages.last_mut() {
        page.extend(notes);
    }
    Paper { title, style: Style::Form, pages }
}

/// What a school's own report is filled with: each branch's and, where there are several, the college's, which wrote nothing.
#[must_use]
pub fn monthly_filling(core: &Core, college: Option<&Rollup<'_>>, branches: &[(MonthlyReport, Rollup<'_>)]) -> Vec<Filling> {
    let own = branches.iter().map(|(written, rollup)| {
        let key = core.scheme.branch_key(written.branch).to_owned();
        filling(core, rollup, key, core.scheme.branch_name(written.branch), &written.texts)
    });
    let whole =
        college.map(|rollup| filling(core, rollup, "college".to_owned(), &core.scheme.info.organization, &<[String; 3]>::default()));
    own.chain(whole).collect()
}

fn filling(core: &Core, rollup: &Rollup<'_>, key: String, branch: &str, [assessment, problems, plan]: &[String; 3]) -> Filling {
    let mut places = pair_places::of_scheme(core);
    places.extend([
        Place::of("place.branch", Cell::text(branch)),
        Place::of("place.month", Cell::Say(month(rollup.month))),
        Place::of("place.as-of", super::day(rollup.as_of)),
        Place::of("place.assessment", Cell::text(assessment)),
        Place::of("place.problems", Cell::text(problems)),
        Place::of("place.plan", Cell::text(plan)),
    ]);
    places.extend(rollup.figures().into_iter().map(|(key, header, cell)| Place::figure(key, &header, cell)));
    Filling { name: format!("{key}-{}", rollup.month), places, lists: Vec::new() }
}

fn branch_page(core: &Core, written: &MonthlyReport, rollup: &Rollup<'_>) -> Vec<Block> {
    let labels = ["paper.monthly.assessment", "paper.monthly.problems", "paper.monthly.plan"];
    let texts = labels.into_iter().zip(&written.texts).flat_map(|(label, text)| {
        let text = if text.is_empty() { Block::Gap } else { Block::Text(Cell::text(text)) };
        [Block::Heading(Cell::word(label)), text]
    });
    let mut last: Vec<Block> = texts.collect();
    last.extend([Block::Gap, Block::Closing(Cell::word("paper.sign.branch-line")), Block::Closing(Cell::word("paper.sign.day-line"))]);
    page(core.scheme.branch_name(written.branch), core, rollup, Some(last))
}

/// A page; the branch's own part comes last, and beside one branch its sum is not shown again.
fn page(of: &str, core: &Core, rollup: &Rollup<'_>, last: Option<Vec<Block>>) -> Vec<Block> {
    let about = Message::new("paper.monthly.about").with("month", month(rollup.month)).with("day", long_day(rollup.as_of));
    let mut blocks = vec![
        Block::Subtitle(Cell::text(of)),
        Block::Title(Cell::word("paper.monthly.title")),
        Block::Subtitle(Cell::text(&core.scheme.info.name)),
        Block::Subtitle(Cell::Say(about)),
    ];
    blocks.extend(super::head_lines(core));
    blocks.push(Block::Heading(Cell::word("paper.monthly.figures")));
    for mut sheet in rollup.sheets() {
        if last.is_some() {
            without(&mut sheet, "total");
        }
        blocks.push(Block::Grid(grid(&sheet)));
        blocks.extend(sheet.footer.into_iter().map(|message| Block::Note(Cell::Say(message))));
    }
    blocks.extend(last.into_iter().flatten());
    blocks
}

/// Takes a column out of a sheet.
fn without(sheet: &mut Sheet, key: &str) {
    if let Some(at) = sheet.columns.iter().position(|column| column.key == key) {
        sheet.columns.remove(at);
        sheet.rows.iter_mut().filter(|row| at < row.len()).for_each(|row| drop(row.remove(at)));
    }
}

/// A sheet of figures as a table of a paper.
pub(super) fn grid(sheet: &Sheet) -> Grid {
    let boxed = |column: &Column, cell: &Cell| match column.align {
        Align::Left => Boxed::running(cell.clone(), 1),
        Align::Right => Boxed::short(cell.clone(), 1),
    };
    let figures = Grid::of_sheet(sheet, |_| 3, |boxes| Row::tall(boxes, LINE), boxed);
    let widths = sheet.columns.iter().enumerate().map(|(at, column)| if column.align == Align::Left { room(sheet, at) } else { 3 });
    Grid { widths: widths.collect(), ..figures }
}

/// The part of the page that a column of words gets: more where texts are long. What is worded by the catalogues is of one length.
fn room(sheet: &Sheet, at: usize) -> u32 {
    const WORDS: u32 = 5;
    let length = |row: &Vec<Cell>| match row.get(at) {
        Some(Cell::Text(text)) => Some(u32::try_from(UnicodeWidthStr::width(text.as_str())).unwrap_or(u32::MAX) / 2),
        Some(Cell::Day(_)) => Some(0),
        _ => None,
    };
    sheet.rows.iter().filter_map(length).max().map_or(WORDS, |longest| longest.clamp(4, 14))
}
