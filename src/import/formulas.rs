//! Whether the formulas of a workbook have been worked out: programs that write one without calculating leave their values out, or put an
//! empty text or a nought there, which must not be taken for what a cell says. Not here: reading the cells.

use std::io::{Cursor, Read};

use calamine::{Data, DataType, Range};
use memchr::memmem::find;

/// The part of an xlsx that lists its sheets is short.
const MOST_OF_A_LIST: u64 = 1 << 20;

/// Whether the formulas have been worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formulas {
    /// Their values are what the file says.
    Calculated,
    /// An empty text or a nought stands for a value that nobody worked out.
    ToCalculate,
}

impl Formulas {
    /// What an xlsx says of itself: where it asks for everything to be worked out when it is opened, it has not been.
    #[must_use]
    pub fn of_xlsx(bytes: &[u8]) -> Self {
        let mut listed = Vec::new();
        let read = zip::ZipArchive::new(Cursor::new(bytes)).ok().and_then(|mut archive| {
            let part = archive.by_name("xl/workbook.xml").ok()?;
            part.take(MOST_OF_A_LIST).read_to_end(&mut listed).ok()
        });
        let asks = |word: &[u8]| read.is_some() && find(&listed, word).is_some();
        if asks(b"fullCalcOnLoad=\"1\"") || asks(b"fullCalcOnLoad=\"true\"") { Self::ToCalculate } else { Self::Calculated }
    }

    /// What a sheet of an xls or ods shows: where a single formula came to something, the empty ones are what they came to, for these files
    /// have no other mark of it.
    #[must_use]
    pub fn of_sheet(range: &Range<Data>, formulas: &Range<String>) -> Self {
        let (top, left) = formulas.start().unwrap_or_default();
        let mut values = formulas.used_cells().map(|(row, column, _)| range.get_value((top + row as u32, left + column as u32)));
        if values.any(|value| value.is_some_and(|value| !is_none(value))) { Self::Calculated } else { Self::ToCalculate }
    }
}

/// Whether this is what stands for the value of a formula that nobody worked out.
#[must_use]
pub fn is_none(value: &impl DataType) -> bool {
    value.is_empty() || value.get_string() == Some("") || value.get_float() == Some(0.0) || value.get_int() == Some(0)
}
