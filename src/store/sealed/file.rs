//! Whole files that are sealed, as a proposal of pairs is that rests on sealed records: an age file for the recipients of `bangfu.toml`.
//! Not here: boxes (`boxes`).

use std::io::{Read, Write};

use age::Decryptor;
use zeroize::Zeroizing;

use super::identity::Identities;
use super::seal::{STEP, Sealer};
use crate::failure::{Failure, Result};
use crate::i18n::Message;

/// How an age file begins.
pub const BEGINS: &[u8] = b"age-encryption.org/v1\n";

/// Seals the bytes of a file. A text gets blank space at its end, so that the length tells little.
///
/// # Errors
/// `Io` where it could not be done.
pub fn seal(sealer: &Sealer, bytes: &[u8]) -> Result<Vec<u8>> {
    let cannot = |error: std::io::Error| Failure::io(Message::new("sealed.not-sealed"), &error);
    let padding = if bytes.ends_with(b"\n") { bytes.len().div_ceil(STEP) * STEP - bytes.len() } else { 0 };
    let mut stream = sealer.encryptor(None).map_err(cannot)?.wrap_output(Vec::with_capacity(bytes.len() + 2 * STEP)).map_err(cannot)?;
    let blank = vec![b'\n'; padding];
    stream.write_all(bytes).and_then(|()| stream.write_all(&blank)).map_err(cannot)?;
    stream.finish().map_err(cannot)
}

/// Opens the bytes of a file; `None` where they are no age file, or sealed for others.
#[must_use]
pub fn open(bytes: &[u8], identities: &Identities) -> Option<Zeroizing<Vec<u8>>> {
    let mut stream = Decryptor::new_buffered(bytes).ok()?.decrypt(identities.keys()).ok()?;
    let mut plain = Zeroizing::new(Vec::with_capacity(bytes.len()));
    stream.read_to_end(&mut plain).ok()?;
    Some(plain)
}
