//! Identity files: made by `key new` or by the standard tool (`age-keygen`), plain or locked with a passphrase (`age -p`), in binary or
//! armoured. They lie outside the data directory. Not here: who asks for the passphrase.

use std::io::{Read, Write};
use std::path::Path;

use age::secrecy::{ExposeSecret, SecretString};
use age::{DecryptError, Decryptor, Encryptor, scrypt, x25519};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use zeroize::{Zeroize, Zeroizing};

use super::file::BEGINS;
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::day::Day;
use crate::model::secret::Secret;
use crate::store::file_system::{EntryKind, FileSystem, RealFileSystem};
use crate::store::output::write_private;

/// The largest identity file that is read.
const LARGEST: u64 = 64 * 1024;
const ARMOUR: (&str, &str) = ("-----BEGIN AGE ENCRYPTED FILE-----", "-----END AGE ENCRYPTED FILE-----");

/// The secret keys of an identity file.
pub struct Identities {
    keys: Vec<x25519::Identity>,
}

impl Identities {
    /// The keys as the opener of a box takes them.
    pub fn keys(&self) -> impl Iterator<Item = &dyn age::Identity> {
        self.keys.iter().map(|key| key as &dyn age::Identity)
    }

    /// The public keys that belong to them.
    #[must_use]
    pub fn public_keys(&self) -> Vec<String> {
        self.keys.iter().map(|key| key.to_public().to_string()).collect()
    }
}

/// Opens an identity file; `passphrase` is called where it is locked.
///
/// # Errors
/// `Io` where it cannot be read, `Usage` where it is no identity file or the passphrase does not open it. Nothing of what is in the
/// file is said.
pub fn open(path: &Path, passphrase: &dyn Fn() -> Result<Secret>) -> Result<Identities> {
    let named = |key: &'static str| Message::new(key).with("file", path.display().to_string());
    let bytes = read(path)?;
    let binary = unarmoured(&bytes).unwrap_or(bytes);
    let plain = if binary.starts_with(BEGINS) { unlocked(&binary, path, passphrase)? } else { binary };
    let mut keys = Vec::new();
    let text = std::str::from_utf8(&plain).map_err(|_| Failure::usage(named("identity.none")))?;
    for (line, text) in text.lines().enumerate().filter(|(_, text)| !text.trim().is_empty() && !text.starts_with('#')) {
        let bad = |_| Failure::usage(named("identity.bad-line").with("line", line + 1));
        keys.push(text.trim().parse::<x25519::Identity>().map_err(bad)?);
    }
    if keys.is_empty() { Err(Failure::usage(named("identity.none"))) } else { Ok(Identities { keys }) }
}

fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>> {
    let files = RealFileSystem;
    let named = |key: &'static str| Message::new(key).with("file", path.display().to_string());
    let cannot = |error: std::io::Error| Failure::io(named("identity.cannot-read"), &error);
    let real = files.real_path(path).map_err(cannot)?;
    let entry = files.look(&real).map_err(cannot)?;
    let Some(entry) = entry.filter(|entry| entry.kind == EntryKind::File && entry.len <= LARGEST) else {
        return Err(Failure::usage(named("identity.none")));
    };
    // Room for all of it: a buffer that grows leaves copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(entry.len as usize + 64));
    files.open(&real).and_then(|file| file.take(LARGEST).read_to_end(&mut bytes)).map_err(cannot)?;
    Ok(bytes)
}

/// The bytes of an armoured age file.
fn unarmoured(bytes: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let text = std::str::from_utf8(bytes).ok()?.trim();
    let body: String = text.strip_prefix(ARMOUR.0)?.strip_suffix(ARMOUR.1)?.split_whitespace().collect();
    BASE64_STANDARD.decode(body).ok().map(Zeroizing::new)
}

fn unlocked(bytes: &[u8], path: &Path, passphrase: &dyn Fn() -> Result<Secret>) -> Result<Zeroizing<Vec<u8>>> {
    let failed = |key: &'static str| Failure::usage(Message::new(key).with("file", path.display().to_string()));
    let decryptor = Decryptor::new_buffered(bytes).map_err(|_| failed("identity.damaged"))?;
    if !decryptor.is_scrypt() {
        return Err(failed("identity.none"));
    }
    let passphrase = SecretString::from(passphrase()?.reveal().to_owned());
    let identity = scrypt::Identity::new(passphrase);
    let opened = decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity));
    let mut stream = opened.map_err(|error| match error {
        DecryptError::ExcessiveWork { .. } => failed("identity.too-much-work"),
        DecryptError::InvalidHeader | DecryptError::InvalidMac | DecryptError::Io(_) => failed("identity.damaged"),
        _ => failed("identity.wrong-passphrase"),
    })?;
    let mut plain = Zeroizing::new(Vec::with_capacity(bytes.len()));
    stream.read_to_end(&mut plain).map_err(|_| failed("identity.damaged"))?;
    Ok(plain)
}

/// A new secret key.
pub struct NewIdentity {
    key: x25519::Identity,
    made: Day,
}

impl NewIdentity {
    /// Makes a key by chance.
    #[must_use]
    pub fn generate(made: Day) -> Self {
        Self { key: x25519::Identity::generate(), made }
    }

    /// Its public key.
    #[must_use]
    pub fn public_key(&self) -> String {
        self.key.to_public().to_string()
    }

    /// It as identities, to open boxes with.
    #[must_use]
    pub fn identities(&self) -> Identities {
        Identities { keys: vec![self.key.clone()] }
    }

    /// Writes it to a new file that only the user may read, locked where there is a passphrase.
    ///
    /// # Errors
    /// `Usage` where something is there already, `Io` where the system says so.
    pub fn write(&self, path: &Path, passphrase: Option<&Secret>) -> Result<()> {
        let text = self.text();
        match passphrase {
            None => write_private(&RealFileSystem, path, &text),
            Some(passphrase) => {
                let locked = locked(&text, passphrase).map_err(|error| Failure::io(Message::new("sealed.not-sealed"), &error))?;
                write_private(&RealFileSystem, path, &locked)
            }
        }
    }

    /// As `age-keygen` writes it.
    fn text(&self) -> Zeroizing<Vec<u8>> {
        let secret = self.key.to_string();
        let head = format!("# created: {}\n# public key: {}\n", self.made, self.public_key());
        let mut text = Zeroizing::new(Vec::with_capacity(head.len() + secret.expose_secret().len() + 1));
        text.extend_from_slice(head.as_bytes());
        text.extend_from_slice(secret.expose_secret().as_bytes());
        text.push(b'\n');
        text
    }
}

fn locked(text: &[u8], passphrase: &Secret) -> std::io::Result<Vec<u8>> {
    let encryptor = Encryptor::with_user_passphrase(SecretString::from(passphrase.reveal().to_owned()));
    let mut stream = encryptor.wrap_output(Vec::new())?;
    stream.write_all(text)?;
    stream.finish()
}

/// Destroys an identity file: its bytes are written over, then it is removed. A disk or a backup may still keep the old ones.
///
/// # Errors
/// `Io` where the system says so.
#[expect(clippy::disallowed_methods, reason = "the store is the room that touches files")]
pub fn destroy(path: &Path) -> Result<()> {
    let cannot =
        |error: std::io::Error| Failure::io(Message::new("identity.not-destroyed").with("file", path.display().to_string()), &error);
    let mut noise = read(path)?;
    noise.as_mut_slice().zeroize();
    let overwritten = std::fs::OpenOptions::new().write(true).open(path).and_then(|mut file| {
        file.write_all(&noise)?;
        file.sync_all()
    });
    overwritten.and_then(|()| std::fs::remove_file(path)).map_err(cannot)
}
