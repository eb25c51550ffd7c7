//! How cells look and how they are written: a day as a day, a number as a number with its digits, everything else as text, cut where a
//! cell cannot hold it. No cell is ever written as a formula.

use std::collections::BTreeMap;

use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};
use unicode_width::UnicodeWidthChar;

use super::super::text_of;
use super::super::visible::visible;
use super::names::{cut, units};
use crate::i18n::{Lang, Message};
use crate::model::day::Day;
use crate::reports::sheet::{Align, Cell, LongSheet};

/// The most characters that a cell holds.
pub const MOST_CHARACTERS: usize = 32_767;
/// The narrowest and the widest column, in half-width characters.
const NARROW: u16 = 8;
const WIDE: u16 = 48;
/// Room for the arrow of the filter.
const ARROW: u16 = 3;
/// More digits than this a spreadsheet does not keep.
const MOST_DIGITS: usize = 15;
/// The most decimals that get a style of their own.
const DECIMALS: usize = 6;

/// The looks of a workbook.
pub struct Styles {
    /// The heading.
    pub title: Format,
    /// A sentence under the table.
    pub foot: Format,
    headers: [Format; 2],
    texts: [Format; 2],
    day: Format,
    number: Format,
    decimals: BTreeMap<usize, Format>,
    signed: Format,
}

impl Styles {
    /// The looks, with the fonts of a language.
    pub fn new(lang: Lang) -> Self {
        let (body, head) = match lang {
            Lang::Zh => ("宋体", "黑体"),
            Lang::En => ("Calibri", "Calibri"),
        };
        let plain = Format::new().set_font_name(body).set_font_size(11).set_align(FormatAlign::Top);
        let cell = plain.clone().set_border(FormatBorder::Thin).set_border_color("#BFBFBF");
        let header = |align| {
            let filled = cell.clone().set_font_name(head).set_bold().set_background_color("#9E1B1B").set_font_color("#FFFFFF");
            let filled = filled.set_align(FormatAlign::VerticalCenter).set_align(align);
            if align == FormatAlign::Left { filled.set_indent(1) } else { filled }
        };
        // A spreadsheet indents only what it is told to align.
        let left = cell.clone().set_indent(1).set_align(FormatAlign::Left);
        let number = cell.clone().set_align(FormatAlign::Right);
        let decimal = |count: usize| (count, number.clone().set_num_format(format!("0.{}", "0".repeat(count))));
        Self {
            title: plain.clone().set_font_name(head).set_font_size(16).set_bold().set_align(FormatAlign::VerticalCenter),
            foot: plain.set_font_size(9).set_font_color("#595959").set_text_wrap(),
            headers: [header(FormatAlign::Left), header(FormatAlign::Right)],
            texts: [left.clone().set_text_wrap(), cell.clone().set_text_wrap().set_align(FormatAlign::Right)],
            day: left.set_num_format("yyyy-mm-dd"),
            decimals: (1..=DECIMALS).map(decimal).collect(),
            signed: number.clone().set_num_format("+0;-0;0"),
            number: number.set_num_format("0"),
        }
    }

    /// The look of a header.
    pub fn header(&self, align: Align) -> &Format {
        let [left, right] = &self.headers;
        if align == Align::Left { left } else { right }
    }

    fn text(&self, align: Align) -> &Format {
        let [left, right] = &self.texts;
        if align == Align::Left { left } else { right }
    }

    /// Writes a cell.
    pub fn write(&self, out: &mut Worksheet, at: (u32, u16), cell: &Cell, align: Align, lang: Lang) -> Result<(), XlsxError> {
        let (row, column) = at;
        match cell {
            Cell::Empty => out.write_blank(row, column, self.text(align))?,
            Cell::Day(day) => out.write_datetime_with_format(row, column, &date(*day)?, &self.day)?,
            Cell::Number(_) | Cell::Digits(_) => match self.number(&text_of(cell, lang)) {
                Some((number, format)) => out.write_number_with_format(row, column, number, format)?,
                None => out.write_string_with_format(row, column, shown(cell, lang), self.text(align))?,
            },
            Cell::Text(_) | Cell::Say(_) => out.write_string_with_format(row, column, shown(cell, lang), self.text(align))?,
        };
        Ok(())
    }

    /// The number that some digits are, with a look that shows the same digits; none where a spreadsheet would not keep them.
    fn number(&self, digits: &str) -> Option<(f64, &Format)> {
        let bare = digits.strip_prefix(['+', '-']).unwrap_or(digits);
        let (whole, decimals) = bare.split_once('.').unwrap_or((bare, ""));
        let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let plain = is_digits(whole) && (is_digits(decimals) || !bare.contains('.')) && whole.len() + decimals.len() <= MOST_DIGITS;
        let padded = whole.len() > 1 && whole.starts_with('0');
        let format = match (digits.starts_with('+'), decimals.len()) {
            (true, 0) => &self.signed,
            (true, _) => return None,
            (false, 0) => &self.number,
            (false, count) => self.decimals.get(&count)?,
        };
        digits.parse().ok().filter(|_| plain && !padded).map(|number| (number, format))
    }
}

fn date(day: Day) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::parse_from_str(&day.to_string())
}

/// The text of a cell, with what cannot be seen made visible, and cut with a sentence that says so where it is too long.
fn shown(cell: &Cell, lang: Lang) -> String {
    let text = visible(&text_of(cell, lang)).replace('\u{fffe}', "\\u{fffe}").replace('\u{ffff}', "\\u{ffff}");
    let length = units(&text);
    if length <= MOST_CHARACTERS {
        return text;
    }
    let mark = Message::new("xlsx.cut").with("length", length).text(lang);
    cut(&text, MOST_CHARACTERS - units(&mark)) + &mark
}

/// The widths of a sheet's columns, in half-width characters.
pub fn widths(sheet: &LongSheet<'_>, lang: Lang) -> Vec<u16> {
    if sheet.frame.columns.is_empty() {
        return vec![super::SENTENCES];
    }
    let mut widths: Vec<u16> =
        sheet.frame.columns.iter().map(|column| width_of(&visible(&column.header.text(lang)), WIDE).saturating_add(ARROW)).collect();
    for row in sheet.rows() {
        for (width, cell) in widths.iter_mut().zip(row.iter()) {
            *width = (*width).max(cell_width(cell, lang));
        }
    }
    widths.into_iter().map(|width| (width + 3).clamp(NARROW, WIDE + 3)).collect()
}

fn cell_width(cell: &Cell, lang: Lang) -> u16 {
    match cell {
        Cell::Empty => 0,
        Cell::Day(_) => 10,
        Cell::Text(text) => text.split('↵').map(|line| width_of(line, WIDE)).max().unwrap_or(0),
        Cell::Number(_) | Cell::Digits(_) | Cell::Say(_) => width_of(&text_of(cell, lang), WIDE),
    }
}

/// The width of a text, counted up to `most`.
pub fn width_of(text: &str, most: u16) -> u16 {
    let mut width = 0;
    for c in text.chars() {
        if width >= most {
            return most;
        }
        width += u16::try_from(c.width_cjk().unwrap_or(0)).unwrap_or(2);
    }
    width
}
