//! Where a value came from: the file, line and column that a message names. Not: how the line looks.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

/// A place in a data file. Lines and columns count from 1, columns in characters; 0 means "the whole file" or "the whole line".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Path relative to the data directory, with `/` between folders.
    pub file: Arc<str>,
    /// Line, from 1; 0 for the file as a whole.
    pub line: u32,
    /// Column in characters, from 1; 0 for the line as a whole.
    pub column: u32,
}

impl Place {
    /// A place inside a line.
    #[must_use]
    pub fn new(file: &Arc<str>, line: u32, column: u32) -> Self {
        Self { file: Arc::clone(file), line, column }
    }

    /// The file as a whole.
    #[must_use]
    pub fn whole(file: &str) -> Self {
        Self { file: Arc::from(file), line: 0, column: 0 }
    }
}

impl Ord for Place {
    /// By file, line and column. Places of one reading of a file share its name, which is then not compared.
    fn cmp(&self, other: &Self) -> Ordering {
        let files = if Arc::ptr_eq(&self.file, &other.file) { Ordering::Equal } else { self.file.cmp(&other.file) };
        files.then_with(|| (self.line, self.column).cmp(&(other.line, other.column)))
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.file)?;
        if self.line > 0 {
            write!(out, ":{}", self.line)?;
        }
        if self.column > 0 {
            write!(out, ":{}", self.column)?;
        }
        Ok(())
    }
}
