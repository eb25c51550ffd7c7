//! A file as chunks of whole lines in one reused buffer, so that reading a log of any size needs the same memory.
//! Not here: what a line says.

use std::io::{self, Read};

use memchr::memrchr;

/// Bytes asked for at a time: fits the second-level cache.
const CHUNK: usize = 256 * 1024;

/// Calls `visit` with runs of complete lines; only the last run may lack its line feed. `buffer` is reused between files.
pub fn for_each_chunk(file: &mut impl Read, buffer: &mut Vec<u8>, mut visit: impl FnMut(&[u8])) -> io::Result<()> {
    let mut filled = 0;
    loop {
        if buffer.len() < filled + CHUNK {
            buffer.resize(filled + CHUNK, 0);
        }
        let free = buffer.get_mut(filled..).unwrap_or_default();
        let read = match file.read(free) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let end = filled + read;
        let data = buffer.get(..end).unwrap_or_default();
        if read == 0 {
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

    use super::for_each_chunk;

    #[test]
    fn lines_stay_whole_across_chunks_and_the_last_needs_no_line_feed() {
        let mut file = tempfile::tempfile().unwrap();
        let line = "中".repeat(70_000);
        let content = format!("a\n{line}\n{line}\nlast");
        file.write_all(content.as_bytes()).unwrap();
        file.rewind().unwrap();
        let mut seen = Vec::new();
        let mut buffer = Vec::new();
        for_each_chunk(&mut file, &mut buffer, |chunk| {
            assert!(std::str::from_utf8(chunk).is_ok());
            seen.extend_from_slice(chunk);
        })
        .unwrap();
        assert_eq!(seen, content.as_bytes());
    }
}
