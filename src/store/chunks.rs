//! A file as chunks of whole lines in one reused buffer, so that reading a log of any size needs the same memory.
//! Not here: what a line says.

use std::io::{self, Read};

use memchr::memrchr;

/// Bytes asked for at a time: fits the second-level cache beside what is made of them, and a short run need not take more.
const CHUNK: usize = 64 * 1024;

/// A file that is open for reading.
pub struct Input<'f, R> {
    file: &'f mut R,
    /// How many bytes it has.
    len: Option<u64>,
}

impl<'f, R: Read> Input<'f, R> {
    /// A file of which it is not known how long it is.
    pub fn new(file: &'f mut R) -> Self {
        Self { file, len: None }
    }

    /// A file that has so many bytes.
    pub fn of_length(file: &'f mut R, len: u64) -> Self {
        Self { file, len: Some(len) }
    }
}

/// Calls `visit` with runs of complete lines; only the last run may lack its line feed. `buffer` is reused between files.
pub fn for_each_chunk<R: Read>(input: Input<'_, R>, buffer: &mut Vec<u8>, mut visit: impl FnMut(&[u8])) -> io::Result<()> {
    let Input { file, len: mut left } = input;
    let mut filled = 0;
    loop {
        let wanted = left.map_or(CHUNK, |left| CHUNK.min(usize::try_from(left).unwrap_or(CHUNK)));
        if buffer.len() < filled + wanted {
            buffer.resize(filled + wanted, 0);
        }
        let free = buffer.get_mut(filled..filled + wanted).unwrap_or_default();
        let read = match file.read(free) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let end = filled + read;
        left = left.map(|left| left.saturating_sub(read as u64));
        let data = buffer.get(..end).unwrap_or_default();
        if read == 0 || left == Some(0) {
            if end > 0 {
                visit(data);
            }
            return Ok(());
        }
        match memrchr(b'\n', data.get(filled..).unwrap_or_default()) {
            Some(newline) => {
                let complete = filled + newline + 1;
                visit(data.get(..complete).unwrap_or_default());
                buffer.copy_within(complete..end, 0);
                filled = end - complete;
            }
            None => filled = end,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Seek, Write};

    use super::{Input, for_each_chunk};

    #[test]
    fn lines_stay_whole_across_chunks_and_the_last_needs_no_line_feed() {
        let mut file = tempfile::tempfile().unwrap();
        let line = "中".repeat(70_000);
        let content = format!("a\n{line}\n{line}\nlast");
        file.write_all(content.as_bytes()).unwrap();
        let mut buffer = Vec::new();
        for len in [None, Some(content.len() as u64), Some(content.len() as u64 + 9)] {
            file.rewind().unwrap();
            let mut seen = Vec::new();
            for_each_chunk(Input { file: &mut file, len }, &mut buffer, |chunk| {
                assert!(std::str::from_utf8(chunk).is_ok());
                seen.extend_from_slice(chunk);
            })
            .unwrap();
            assert_eq!(seen, content.as_bytes());
        }
    }
}
