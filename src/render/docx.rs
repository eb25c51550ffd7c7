//! A paper as a Word document that opens alike in Word, WPS and LibreOffice: fonts by name, widths given twice (WPS sets by the grid,
//! Word by the cells), the same bytes on every run. Official documents follow GB/T 9704-2012. Not here: what a paper says.

use docx_rs::{
    AlignmentType, Docx, Footer, HeightRule, LineSpacing, LineSpacingType, PageMargin, PageNum, PageOrientationType, Paragraph, Run,
    RunFonts, SpecialIndentType, Table, TableAlignmentType, TableCell, TableLayoutType, TableRow, VAlignType, WidthType,
};

use super::text_of;
use super::visible::visible;
use super::word::repeat_heads;
use crate::failure::{Failure, Result};
use crate::i18n::{Lang, Message};
use crate::reports::paper::{Block, Boxed, Grid, Kind, Paper, Row, Style};
use crate::reports::sheet::Cell;

/// A4 in twentieths of a point.
const PAGE: (u32, u32) = (11906, 16838);
/// Twentieths of a point in ten millimetres.
const TWIPS_PER_CM: u32 = 567;
/// The day written into the file, so that the same paper has the same bytes.
const MADE: &str = "2012-10-28T00:00:00Z";

/// A font: for Latin text and for Chinese.
struct Font(&'static str, &'static str);

const SONG: Font = Font("Times New Roman", "宋体");
const HEI: Font = Font("Arial", "黑体");
const FANG: Font = Font("Times New Roman", "仿宋");
const TITLE: Font = Font("Times New Roman", "方正小标宋简体");

/// Sizes in half points, the line in twentieths, margins in twentieths: top, right, bottom, left.
struct Look {
    body: usize,
    body_font: Font,
    title: usize,
    title_font: Font,
    boxes: usize,
    note: usize,
    line: Option<i32>,
    margins: [u32; 4],
}

impl Look {
    fn of(style: Style) -> Self {
        match style {
            Style::Form => Self {
                body: 24,
                body_font: SONG,
                title: 36,
                title_font: HEI,
                boxes: 21,
                note: 18,
                line: None,
                margins: [1134, 1134, 1134, 1134],
            },
            // GB/T 9704-2012: 3号仿宋, title 2号小标宋, 22 lines of 28 characters on 156 mm × 225 mm.
            Style::Official => Self {
                body: 32,
                body_font: FANG,
                title: 44,
                title_font: TITLE,
                boxes: 28,
                note: 28,
                line: Some(580),
                margins: [2098, 1474, 1984, 1588],
            },
            Style::Certificate => Self {
                body: 44,
                body_font: FANG,
                title: 96,
                title_font: TITLE,
                boxes: 28,
                note: 28,
                line: None,
                margins: [1984, 1984, 1417, 1984],
            },
        }
    }

    fn width(&self) -> u32 {
        let [_, right, _, left] = self.margins;
        PAGE.0 - right - left
    }
}

/// The document as the bytes of a docx file. Errors: none that a paper can cause.
pub(super) fn render(paper: &Paper, lang: Lang) -> Result<Vec<u8>> {
    let look = Look::of(paper.style);
    let [top, right, bottom, left] = look.margins.map(|margin| margin as i32);
    let margin = PageMargin::new().top(top).right(right).bottom(bottom).left(left).header(851).footer(992).gutter(0);
    let document = Docx::new().created_at(MADE).updated_at(MADE).page_margin(margin);
    let document = document.default_fonts(fonts(&look.body_font)).default_size(look.body);
    let mut document = match paper.style {
        Style::Certificate => document.page_size(PAGE.1, PAGE.0).page_orient(PageOrientationType::Landscape),
        Style::Form | Style::Official => document.page_size(PAGE.0, PAGE.1).footer(footer()),
    };
    for (number, page) in paper.pages.iter().enumerate() {
        let mut breaks = number > 0;
        for block in page {
            document = add(document, block, &look, lang, std::mem::take(&mut breaks));
        }
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    let cannot = |error| Failure::io(Message::new("failure.cannot-render"), &std::io::Error::other(error));
    let mut parts = document.build();
    parts.document = repeat_heads(std::mem::take(&mut parts.document), &heads(paper));
    parts.pack(&mut bytes).map_err(cannot)?;
    Ok(bytes.into_inner())
}

/// How many rows of each table are repeated on each sheet.
fn heads(paper: &Paper) -> Vec<usize> {
    let blocks = paper.pages.iter().flatten();
    blocks.filter_map(|block| if let Block::Grid(grid) = block { Some(grid.head) } else { None }).collect()
}

fn fonts(font: &Font) -> RunFonts {
    RunFonts::new().ascii(font.0).hi_ansi(font.0).cs(font.0).east_asia(font.1)
}

/// The number of the sheet between dashes, 4号.
fn footer() -> Footer {
    let dash = |text: &str| Run::new().add_text(text).size(28).fonts(fonts(&SONG));
    let number =
        Paragraph::new().align(AlignmentType::Center).size(28).add_run(dash("— ")).add_page_num(PageNum::new()).add_run(dash(" —"));
    Footer::new().add_paragraph(number)
}

fn add(document: Docx, block: &Block, look: &Look, lang: Lang, breaks: bool) -> Docx {
    if let Block::Grid(grid) = block {
        let document = if breaks { document.add_paragraph(Paragraph::new().page_break_before(true)) } else { document };
        return document.add_table(table(grid, look, lang));
    }
    paragraphs(block, look, lang).into_iter().enumerate().fold(document, |document, (number, paragraph)| {
        let first = breaks && number == 0;
        document.add_paragraph(if first { paragraph.page_break_before(true) } else { paragraph })
    })
}

/// A block of text as paragraphs, one a line.
fn paragraphs(block: &Block, look: &Look, lang: Lang) -> Vec<Paragraph> {
    let (cell, size, font, align, indent) = match block {
        Block::Title(cell) => (cell, look.title, &look.title_font, AlignmentType::Center, 0),
        Block::Subtitle(cell) => (cell, look.body, &look.body_font, AlignmentType::Center, 0),
        Block::Heading(cell) => (cell, look.body, &HEI, AlignmentType::Left, 0),
        Block::Text(cell) => (cell, look.body, &look.body_font, AlignmentType::Both, 2),
        Block::Address(cell) => (cell, look.body, &look.body_font, AlignmentType::Left, 0),
        Block::Closing(cell) => (cell, look.body, &look.body_font, AlignmentType::Right, 0),
        Block::Note(cell) => (cell, look.note, &look.body_font, AlignmentType::Left, 0),
        Block::Gap | Block::Grid(_) => (&Cell::Empty, look.body, &look.body_font, AlignmentType::Left, 0),
    };
    let paragraph = |line: &String| {
        let paragraph = spaced(Paragraph::new().align(align), look).add_run(Run::new().add_text(line).size(size).fonts(fonts(font)));
        let paragraph = if matches!(block, Block::Heading(_) | Block::Title(_)) { paragraph.keep_next(true) } else { paragraph };
        // LibreOffice goes by the width, Word and WPS by the characters.
        if indent > 0 {
            let width = Some(SpecialIndentType::FirstLine((size * 10 * indent) as i32));
            paragraph.indent(None, width, None, None).first_line_chars(indent as i32 * 100)
        } else {
            paragraph
        }
    };
    lines(cell, lang).iter().map(paragraph).collect()
}

fn spaced(paragraph: Paragraph, look: &Look) -> Paragraph {
    match look.line {
        Some(line) => paragraph.line_spacing(LineSpacing::new().line_rule(LineSpacingType::Exact).line(line)),
        None => paragraph.line_spacing(LineSpacing::new().before(40).after(40)),
    }
}

/// The lines of a cell; what cannot be seen is written out.
fn lines(cell: &Cell, lang: Lang) -> Vec<String> {
    visible(&text_of(cell, lang)).split('\n').map(|line| line.replace('\t', " ")).collect()
}

fn table(grid: &Grid, look: &Look, lang: Lang) -> Table {
    let widths = widths(&grid.widths, look.width());
    let rows = grid.rows.iter().map(|row| table_row(row, &widths, look, lang)).collect();
    let total = widths.iter().sum();
    Table::new(rows).set_grid(widths).width(total, WidthType::Dxa).layout(TableLayoutType::Fixed).align(TableAlignmentType::Center)
}

/// The widths of the columns in twentieths of a point; together exactly the width of the page.
fn widths(parts: &[u32], total: u32) -> Vec<usize> {
    let sum: u32 = parts.iter().sum::<u32>().max(1);
    let mut before = 0;
    let mut edges = 0;
    let mut width = |part: &u32| {
        before += part;
        let edge = total * before / sum;
        let own = edge - edges;
        edges = edge;
        own as usize
    };
    parts.iter().map(&mut width).collect()
}

fn table_row(row: &Row, widths: &[usize], look: &Look, lang: Lang) -> TableRow {
    let mut column = 0;
    let cells = row.boxes.iter().map(|boxed| {
        let width = widths.iter().skip(column).take(boxed.span).sum();
        column += boxed.span;
        table_cell(boxed, width, look, lang)
    });
    let made = TableRow::new(cells.collect()).height_rule(HeightRule::AtLeast);
    let twips = row.height.unwrap_or(7) * TWIPS_PER_CM / 10;
    made.row_height(twips as f32).cant_split()
}

fn table_cell(boxed: &Boxed, width: usize, look: &Look, lang: Lang) -> TableCell {
    let (align, place) = match boxed.kind {
        Kind::Label | Kind::Short => (AlignmentType::Center, VAlignType::Center),
        Kind::Running => (AlignmentType::Left, VAlignType::Center),
        Kind::Signature => (AlignmentType::Right, VAlignType::Bottom),
    };
    let font = if boxed.kind == Kind::Label { &HEI } else { &look.body_font };
    let run = |line: &String| Run::new().add_text(line).size(look.boxes).fonts(fonts(font));
    let cell = TableCell::new().width(width, WidthType::Dxa).grid_span(boxed.span).vertical_align(place);
    lines(&boxed.cell, lang).iter().fold(cell, |cell, line| cell.add_paragraph(Paragraph::new().align(align).add_run(run(line))))
}
