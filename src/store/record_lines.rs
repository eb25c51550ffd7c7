//! The first step to the canonical form: each record on one line. Line breaks inside quoted cells become `↵`, empty lines and carriage
//! returns at line ends go; each line remembers where it came from. Not here: what a record says.

use memchr::memchr_iter;

use super::csv::{Fields, QuoteFault, is_blank_record, is_conflict_marker, without_line_end, without_mark};
use crate::model::text::STORED_BREAK;

/// A file with one record a line.
#[derive(Debug, Default)]
pub(super) struct RecordLines {
    pub(super) bytes: Vec<u8>,
    /// The line in the file, from 1, that each line began as.
    origins: Vec<u32>,
}

impl RecordLines {
    /// The line in the file that a line (from 1) began as.
    pub(super) fn origin(&self, line: u32) -> u32 {
        let index = line.checked_sub(1).and_then(|index| self.origins.get(index as usize));
        index.copied().unwrap_or(line)
    }

    fn push(&mut self, line: &[u8], origin: usize) {
        self.bytes.extend_from_slice(line);
        self.bytes.push(b'\n');
        self.origins.push(u32::try_from(origin + 1).unwrap_or(u32::MAX));
    }
}

/// Puts each record on a line. What is no sound record stays as it is, for the reader to report.
pub(super) fn record_lines(bytes: &[u8]) -> RecordLines {
    let text = without_mark(bytes);
    let mut lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').map(without_line_end).collect();
    if lines.last().is_some_and(|last| last.is_empty()) {
        lines.pop();
    }
    let conflict = lines.iter().any(|line| is_conflict_marker(line));
    let mut out = RecordLines::default();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        match joined(lines.get(at..).unwrap_or_default()).filter(|_| !conflict) {
            Some((record, count)) => {
                out.push(&record, at);
                at += count;
                continue;
            }
            None if is_blank_record(line) => {}
            None => out.push(line, at),
        }
        at += 1;
    }
    out
}

/// The record that the first of some lines begins and others end, and how many lines it takes; `None` where it is one line or not sound.
fn joined(lines: &[&[u8]]) -> Option<(Vec<u8>, usize)> {
    let mut fields = Fields::default();
    let first = lines.first()?;
    if !matches!(fields.split(first, usize::MAX), Err(QuoteFault::Open(_))) {
        return None;
    }
    let mut odd = false;
    let closes = |line: &&[u8]| {
        odd ^= memchr_iter(b'"', line).count() % 2 == 1;
        !odd
    };
    let count = lines.iter().position(closes)? + 1;
    let record = lines.get(..count)?.join(STORED_BREAK.encode_utf8(&mut [0; 4]).as_bytes());
    fields.split(&record, usize::MAX).ok().map(|()| (record, count))
}
