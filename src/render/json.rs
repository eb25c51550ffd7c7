//! A value as one line of JSON. A long one has millions of small pieces: they are gathered without a call for each.

use std::io::{self, Write};

use serde::Serialize;

/// So many bytes are passed on together.
const FULL: usize = 1 << 16;

/// Writes a value and a line feed.
///
/// # Errors
/// What the system says.
pub fn write(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut pieces = Pieces { bytes: Vec::with_capacity(FULL), out };
    serde_json::to_writer(&mut pieces, value)?;
    pieces.bytes.push(b'\n');
    pieces.flush()
}

struct Pieces<'w> {
    bytes: Vec<u8>,
    out: &'w mut dyn Write,
}

impl Write for Pieces<'_> {
    #[inline]
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.write_all(piece).map(|()| piece.len())
    }

    #[inline]
    fn write_all(&mut self, piece: &[u8]) -> io::Result<()> {
        if self.bytes.len() + piece.len() > FULL {
            self.flush()?;
        }
        self.bytes.extend_from_slice(piece);
        Ok(())
    }

    #[cold]
    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&self.bytes)?;
        self.bytes.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};

    /// Takes so many bytes and no more.
    struct Full(Vec<u8>, usize);

    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.0.len() + bytes.len() > self.1 { Err(io::ErrorKind::StorageFull.into()) } else { self.0.write(bytes) }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_value_of_any_length_is_one_line_and_a_full_disk_is_told() {
        for count in [0, 1, 7_000, 70_000] {
            let value: Vec<String> = (0..count).map(|number| format!("{number}\u{4e2d}\"").repeat(number % 3)).collect();
            let whole = serde_json::to_string(&value).unwrap() + "\n";
            let mut out = Full(Vec::new(), whole.len());
            super::write(&value, &mut out).unwrap();
            assert_eq!(String::from_utf8(out.0).unwrap(), whole);
            let told = super::write(&value, &mut Full(Vec::new(), whole.len() - 1)).unwrap_err();
            assert_eq!(told.kind(), io::ErrorKind::StorageFull);
        }
        let long = "长".repeat(50_000);
        let mut out = Vec::new();
        super::write(&long, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), format!("\"{long}\"\n"));
    }
}
