//! Workbooks (xlsx, xls, ods) into grids, sheet by sheet. An xlsx is read as a stream; days are taken from cells that the file calls
//! days, numbers as they are written in full. Not here: the bounds that keep a hostile file from taking the memory (`bounds`).

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, ExcelDateTime, Ods, Range, Reader, Sheet, SheetType, SheetVisible, Xls, Xlsx, XlsxError};

use super::day_shape::is_zoned;
use super::file_kind::FileKind;
use super::formulas::{Formulas, is_none};
use super::grid::{Grid, Nature};
use super::merged::Rectangle;
use super::ods_tags;
use crate::i18n::Message;
use crate::model::day::Day;

/// The first serial number after Excel's 29 February 1900, which no calendar has; before it, it counts from a day later.
const AFTER_LEAP: i64 = 61;
/// Days from 1899-12-30 to the day zero of workbooks that count from 1904.
const FROM_1904: i64 = 1462;

type Bytes<'b> = Cursor<&'b [u8]>;

/// A workbook.
pub enum Workbook<'b> {
    /// Read sheet by sheet, cell by cell.
    Xlsx(Box<Xlsx<Bytes<'b>>>, Formulas),
    /// Read as a whole.
    Xls(Box<Xls<Bytes<'b>>>),
    /// Read as a whole; of merged cells only the bytes tell.
    Ods(Box<Ods<Bytes<'b>>>, &'b [u8]),
}

/// Told how many rows have been read, of how many; 0 where that is not known.
pub type Watch<'w> = &'w dyn Fn(u64, u64);

impl<'b> Workbook<'b> {
    /// Opens a workbook of a kind.
    ///
    /// # Errors
    /// It is protected by a password, or damaged.
    pub fn open(bytes: &'b [u8], kind: FileKind) -> Result<Self, Message> {
        let cursor = Cursor::new(bytes);
        unbroken(|| match kind {
            FileKind::Xls => Xls::new(cursor)
                .map(|book| Self::Xls(Box::new(book)))
                .map_err(|error| wrong(matches!(error, calamine::XlsError::Password), &error)),
            FileKind::Ods => Ods::new(cursor)
                .map(|book| Self::Ods(Box::new(book), bytes))
                .map_err(|error| wrong(matches!(error, calamine::OdsError::Password), &error)),
            FileKind::Xlsx | FileKind::Csv => Xlsx::new(cursor)
                .map(|book| Self::Xlsx(Box::new(book), Formulas::of_xlsx(bytes)))
                .map_err(|error| wrong(matches!(error, XlsxError::Password), &error)),
        })
    }

    /// The names of the sheets, with whether they are shown; charts and macros are none.
    #[must_use]
    pub fn sheets(&self) -> Vec<(String, SheetVisible)> {
        let sheets: &[Sheet] = match self {
            Self::Xlsx(book, _) => book.sheets_metadata(),
            Self::Xls(book) => book.sheets_metadata(),
            Self::Ods(book, _) => book.sheets_metadata(),
        };
        sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).map(|sheet| (sheet.name.clone(), sheet.visible)).collect()
    }

    /// The rows of a sheet that have a word, at most so many of them.
    ///
    /// # Errors
    /// The sheet is damaged, or holds more than a table of records does.
    pub fn grid(&mut self, sheet: &str, rows: usize, watch: Watch<'_>) -> Result<Grid, Message> {
        unbroken(|| match self {
            Self::Xlsx(book, formulas) => streamed(book, *formulas, sheet, rows, watch),
            Self::Xls(book) => whole(book.as_mut(), sheet, rows),
            Self::Ods(book, _) => whole(book.as_mut(), sheet, rows),
        })
    }

    /// The merged cells of a sheet.
    ///
    /// # Errors
    /// The sheet is damaged.
    pub fn merged(&mut self, sheet: &str) -> Result<Vec<Rectangle>, Message> {
        let all = unbroken(|| match self {
            Self::Xlsx(book, _) => book.merge_cells_by_sheet_name(sheet).map_err(|error| wrong(false, &error)),
            Self::Xls(book) => book.merge_cells_by_sheet_name(sheet).map_err(|error| wrong(false, &error)),
            Self::Ods(..) => Ok(Vec::new()),
        })?;
        if let Self::Ods(_, bytes) = self {
            return Ok(ods_tags::merged(bytes, sheet));
        }
        let rectangle = |merged: calamine::Dimensions| Rectangle {
            rows: (merged.start.0.saturating_add(1), merged.end.0.saturating_add(1)),
            columns: (merged.start.1 as usize, merged.end.1 as usize),
        };
        Ok(all.into_iter().map(rectangle).collect())
    }
}

fn wrong(password: bool, error: &dyn std::fmt::Display) -> Message {
    if password { Message::new("import.password") } else { Message::new("import.damaged").with("reason", error.to_string()) }
}

/// Runs a reader of foreign bytes; where it gives up in the middle of a damaged file, that is what is said.
fn unbroken<T>(read: impl FnOnce() -> Result<T, Message>) -> Result<T, Message> {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = catch_unwind(AssertUnwindSafe(read));
    std::panic::set_hook(hook);
    outcome.unwrap_or_else(|_| Err(Message::new("import.damaged")))
}

fn streamed(book: &mut Xlsx<Bytes<'_>>, formulas: Formulas, sheet: &str, rows: usize, watch: Watch<'_>) -> Result<Grid, Message> {
    let failed = |error: XlsxError| wrong(matches!(error, XlsxError::Password), &error);
    let mut reader = book.worksheet_cells_reader(sheet).map_err(failed)?;
    let all = u64::from(reader.dimensions().end.0);
    let mut grid = Grid::default();
    let mut last = None;
    while let Some(record) = reader.next_cell_with_formula_metadata().map_err(failed)? {
        let (row, column) = record.pos;
        if last != Some(row) {
            grid.begin(row.saturating_add(1), 0);
            if grid.len() > rows {
                break;
            }
            last = Some(row);
            watch(u64::from(row), all);
        }
        let computed = record.formula.is_some();
        let is_missing = computed && formulas == Formulas::ToCalculate && is_none(&record.value);
        push(&mut grid, column, if is_missing { &DataRef::Empty } else { &record.value }, computed);
        if grid.is_too_large() {
            return Err(Message::new("import.too-large"));
        }
    }
    grid.finish();
    Ok(grid)
}

fn whole<'b, R: Reader<Bytes<'b>>>(book: &mut R, sheet: &str, rows: usize) -> Result<Grid, Message>
where
    R::Error: std::fmt::Display,
{
    let formulas = book.worksheet_formula(sheet).map_err(|error| wrong(false, &error))?;
    ranged(&book.worksheet_range(sheet).map_err(|error| wrong(false, &error))?, &formulas, rows)
}

fn ranged(range: &Range<Data>, formulas: &Range<String>, rows: usize) -> Result<Grid, Message> {
    let mut grid = Grid::default();
    let is_calculated = Formulas::of_sheet(range, formulas) == Formulas::Calculated;
    let (Some((first, left)), Some((last, right))) =
        (corner(range.start(), formulas.start(), u32::min), corner(range.end(), formulas.end(), u32::max))
    else {
        return Ok(grid);
    };
    for row in first..=last {
        grid.begin(row.saturating_add(1), 0);
        if grid.len() > rows {
            break;
        }
        for column in left..=right {
            let computed = !is_calculated && formulas.get_value((row, column)).is_some_and(|formula| !formula.is_empty());
            let value = range.get_value((row, column)).filter(|value| !computed || !is_none(*value)).unwrap_or(&Data::Empty);
            push(&mut grid, column, &view(value), computed);
        }
        if grid.is_too_large() {
            return Err(Message::new("import.too-large"));
        }
    }
    grid.finish();
    Ok(grid)
}

/// The corner of what two ranges cover.
fn corner(a: Option<(u32, u32)>, b: Option<(u32, u32)>, of: fn(u32, u32) -> u32) -> Option<(u32, u32)> {
    match (a, b) {
        (Some((row, column)), Some((other_row, other_column))) => Some((of(row, other_row), of(column, other_column))),
        (one, other) => one.or(other),
    }
}

/// A value as a stream of cells has it.
fn view(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(bool) => DataRef::Bool(*bool),
        Data::DateTime(time) => DataRef::DateTime(*time),
        Data::DateTimeIso(iso) => DataRef::DateTimeIso(iso.clone()),
        Data::DurationIso(iso) => DataRef::DurationIso(iso.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

fn push(grid: &mut Grid, column: u32, value: &DataRef<'_>, computed: bool) {
    let mut text = |text: &str, nature| grid.push(column, text, nature);
    match value {
        DataRef::Empty if computed => text("", Nature::NoValue),
        DataRef::Empty => {}
        DataRef::Int(number) => text(&number.to_string(), Nature::Number),
        // Written in full: a whole number without `.0`, any other with the digits that it takes to read it back.
        DataRef::Float(number) => text(&number.to_string(), Nature::Number),
        DataRef::String(string) => text(string, Nature::Text),
        DataRef::SharedString(string) => text(string, Nature::Text),
        DataRef::Bool(bool) => text(if *bool { "TRUE" } else { "FALSE" }, Nature::Boolean),
        DataRef::DateTime(time) => match serial(time) {
            Some(day) => text(&day.to_string(), Nature::Day),
            None => text(&time.as_f64().to_string(), Nature::Time),
        },
        DataRef::DateTimeIso(iso) if is_zoned(iso) => text(iso, Nature::Text),
        DataRef::DateTimeIso(iso) => match iso.get(..10).map(|day| Day::parse(day.as_bytes())) {
            Some(Ok(day)) => text(&day.to_string(), Nature::Day),
            _ => text(iso, Nature::Time),
        },
        DataRef::DurationIso(iso) => text(iso, Nature::Time),
        DataRef::Error(error) => text(&error.to_string(), Nature::Error),
    }
}

/// The day of a serial number; the time of the day is left out.
fn serial(time: &ExcelDateTime) -> Option<Day> {
    if time.is_duration() {
        return None;
    }
    // Where a workbook counts from 1904 the library says so only by the day that it makes of the number.
    let made = Day::from(time.as_datetime()?.date());
    let days = time.as_f64().floor() as i64;
    let near = |days: i64| i32::try_from(days).ok().map(Day::from_serial);
    let from_1900 = near(if days < AFTER_LEAP { days + 1 } else { days })?;
    let from_1904 = near(days + FROM_1904)?;
    let day = if made.since(from_1904).abs() < made.since(from_1900).abs() { from_1904 } else { from_1900 };
    (days > 0 && (Day::MIN..=Day::MAX).contains(&day)).then_some(day)
}

#[cfg(test)]
mod tests {
    use calamine::{ExcelDateTime, ExcelDateTimeType};

    use super::{serial, unbroken};
    use crate::i18n::Message;

    fn day(value: f64, is_1904: bool) -> Option<String> {
        serial(&ExcelDateTime::new(value, ExcelDateTimeType::DateTime, is_1904)).map(|day| day.to_string())
    }

    #[test]
    fn serial_numbers_are_days() {
        assert_eq!(day(41_219.0, false).as_deref(), Some("2012-11-06"));
        assert_eq!(day(41_219.999_999, false).as_deref(), Some("2012-11-06"));
        assert_eq!(day(39757.0, true).as_deref(), Some("2012-11-06"));
        assert_eq!((day(1.0, false).as_deref(), day(61.0, false).as_deref()), (Some("1900-01-01"), Some("1900-03-01")));
        assert_eq!((day(0.5, false), day(-3.0, false), day(1e9, false)), (None, None, None));
        assert_eq!(serial(&ExcelDateTime::new(41219.0, ExcelDateTimeType::TimeDelta, false)), None);
    }

    #[test]
    fn a_reader_that_gives_up_says_damaged() {
        let outcome: Result<(), Message> = unbroken(|| panic!("index out of range"));
        assert_eq!(outcome.unwrap_err().key, "import.damaged");
    }
}
