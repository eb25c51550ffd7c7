//! Encryption of one record for the recipients of `bangfu.toml`, padded so that the length of a box tells nothing of what is in it:
//! every box is a multiple of [`STEP`] long, and a usual record takes one step. Not here: opening (`identity`, `boxes`).

use std::cell::Cell;
use std::collections::HashSet;
use std::io::{self, Write};
use std::iter;

use age::{EncryptError, x25519};
use age_core::format::{FileKey, Stanza};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use super::plaintext::encode;
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::id::is_ascii_id;
use crate::model::scheme::Recipient;
use crate::model::sealed::{BOXES, SealedRecord};
use crate::model::text::LONGEST;
use crate::model::word::SealedKind;

/// Boxes are so many bytes long, or a multiple of it.
pub const STEP: usize = 4096;

/// The longest box: in base64 it must fit into a cell.
const LONGEST_BOX: usize = LONGEST / 4 * 3 / STEP * STEP;

/// What age writes around the text, at most: version, the random stanza that it adds, MAC, nonce, tag; then for each recipient.
const AROUND: usize = 300;
const EACH_RECIPIENT: usize = 98;

/// The part of an age file's head, which is not encrypted, in which an erasure says what it took away.
pub(super) const ERASED: &str = "bangfu-erased";

/// Letters of a box's id: no vowels, so that it is no word, and no digits, so that no spreadsheet takes it for a number.
const LETTERS: &[u8; 20] = b"bcdfghjkmnpqrstvwxyz";
/// Letters of a box's id: 69 bits.
const ID_LENGTH: usize = 16;

/// Seals records for all recipients.
pub struct Sealer {
    recipients: Vec<x25519::Recipient>,
}

/// A sealed record.
#[derive(Debug)]
pub struct Sealed {
    /// A random id.
    pub id: String,
    /// The age file in base64.
    pub data: String,
}

/// The key of a text, where it is one that can be sealed for.
#[must_use]
pub fn public_key(text: &str) -> Option<x25519::Recipient> {
    text.parse().ok()
}

impl Sealer {
    /// Seals for these recipients.
    ///
    /// # Errors
    /// `Usage` where there is none, `Refused` where a key is none.
    pub fn new(recipients: &[Recipient]) -> Result<Self> {
        if recipients.is_empty() {
            return Err(Failure::usage(Message::new("sealed.no-recipient")).hint(Message::new("sealed.no-recipient-hint")));
        }
        let key = |recipient: &Recipient| {
            public_key(&recipient.key).ok_or_else(|| Failure::refused(Message::new("sealed.bad-key").with("name", recipient.name.as_str())))
        };
        Ok(Self { recipients: recipients.iter().map(key).collect::<Result<_>>()? })
    }

    /// Seals a record; each time anew, so that no two boxes are alike.
    ///
    /// # Errors
    /// `Usage` where the record is too long.
    pub fn seal(&self, record: &SealedRecord) -> Result<Sealed> {
        let text = encode(record);
        let gone = Gone::of(record);
        let length = self.length(text.len() + gone.as_ref().map_or(0, Gone::length))?;
        let bytes = self.encrypt(&text, gone.as_ref(), length).map_err(|error| Failure::io(Message::new("sealed.not-sealed"), &error))?;
        let id = Sha256::digest(&bytes).iter().take(ID_LENGTH).map(|byte| letter(*byte)).collect();
        Ok(Sealed { id, data: BASE64_STANDARD.encode(&bytes) })
    }

    /// The length of the box of a text: it hangs on the text's length by whole steps alone.
    fn length(&self, text: usize) -> Result<usize> {
        let least = text + AROUND + EACH_RECIPIENT * self.recipients.len();
        let length = least.div_ceil(STEP) * STEP;
        let too_long = || Failure::usage(Message::new("sealed.too-long").with("most", LONGEST_BOX / 3));
        if length <= LONGEST_BOX { Ok(length) } else { Err(too_long()) }
    }

    /// Encrypts for all recipients.
    pub(super) fn encryptor(&self, gone: Option<&Gone>) -> io::Result<age::Encryptor> {
        let recipients = self.recipients.iter().map(|recipient| recipient as &dyn age::Recipient);
        age::Encryptor::with_recipients(recipients.chain(gone.map(|gone| gone as &dyn age::Recipient))).map_err(|_| io::Error::other("age"))
    }

    /// Age's header has a random length; the padding is what is left of the box.
    fn encrypt(&self, text: &[u8], gone: Option<&Gone>, length: usize) -> io::Result<Vec<u8>> {
        let written = Cell::new(0);
        let mut stream = self.encryptor(gone)?.wrap_output(Counted { bytes: Vec::with_capacity(length), written: &written })?;
        stream.write_all(text)?;
        let padding = length.saturating_sub(written.get() + text.len() + TAG);
        stream.write_all(b"#")?;
        stream.write_all(&iter::repeat_n(b' ', padding.saturating_sub(2)).collect::<Vec<u8>>())?;
        stream.write_all(b"\n")?;
        let bytes = stream.finish()?.bytes;
        if bytes.len() == length { Ok(bytes) } else { Err(io::Error::other("length")) }
    }
}

/// The boxes that an erasure took away, as they stand in the head of its mark for whoever has no key: a part that every reader of age
/// files passes over, since it opens nothing. Ids are random and say nothing about whom.
pub(super) struct Gone(Vec<String>);

impl Gone {
    fn of(record: &SealedRecord) -> Option<Self> {
        let ids = record.field(BOXES).split(';').filter(|id| is_ascii_id(id.as_bytes())).map(str::to_owned).collect();
        (record.kind == SealedKind::Erased).then_some(Self(ids))
    }

    /// How long it is in the head.
    fn length(&self) -> usize {
        "-> \n\n".len() + ERASED.len() + self.0.iter().map(|id| id.len() + 1).sum::<usize>()
    }
}

impl age::Recipient for Gone {
    fn wrap_file_key(&self, _: &FileKey) -> std::result::Result<(Vec<Stanza>, HashSet<String>), EncryptError> {
        Ok((vec![Stanza { tag: ERASED.to_owned(), args: self.0.clone(), body: Vec::new() }], HashSet::new()))
    }
}

/// The tag that age writes behind a text of up to 64 KiB.
const TAG: usize = 16;

/// Bytes, and how many there are.
struct Counted<'a> {
    bytes: Vec<u8>,
    written: &'a Cell<usize>,
}

impl Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        self.written.set(self.bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn letter(byte: u8) -> char {
    LETTERS.get(usize::from(byte) % LETTERS.len()).map_or('b', |letter| char::from(*letter))
}
