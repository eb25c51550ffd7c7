//! The journal of a change over several files: for each its path, what it was and what it becomes. One journal is one commit point:
//! with it the change can be finished by anybody, at any time, as often as needed. Not here: when it is written and applied.

/// What a file is known by: its length and a checksum. Against mistakes and torn writes, not against an enemy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Print {
    len: u64,
    sum: u64,
}

impl Print {
    /// The print of bytes.
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self { len: bytes.len() as u64, sum: checksum(bytes) }
    }
}

/// FNV-1a, 64 bits.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// What becomes of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct JournalEntry {
    /// Path in the data directory, links followed.
    pub(super) path: String,
    /// What it was; `None` where there was no file.
    pub(super) old: Option<Print>,
    /// What it becomes; `None` where it is removed.
    pub(super) new: Option<Vec<u8>>,
}

/// A change over several files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Journal {
    pub(super) entries: Vec<JournalEntry>,
}

const HEAD: &str = "bangfu journal 1";
const NOTHING: &str = "-";

impl Journal {
    /// What becomes of a file, if the change touches it.
    pub(super) fn entry(&self, path: &str) -> Option<&JournalEntry> {
        self.entries.iter().find(|entry| entry.path == path)
    }

    /// The journal as bytes.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut out = format!("{HEAD}\n").into_bytes();
        for entry in &self.entries {
            let old = entry.old.map_or_else(|| NOTHING.to_owned(), |old| format!("{} {}", old.len, old.sum));
            let new = entry.new.as_ref().map_or_else(|| NOTHING.to_owned(), |new| new.len().to_string());
            out.extend_from_slice(format!("{}\n{old}\n{new}\n", entry.path).as_bytes());
            out.extend_from_slice(entry.new.as_deref().unwrap_or_default());
            out.push(b'\n');
        }
        let sum = checksum(&out);
        out.extend_from_slice(format!("end {sum}\n").as_bytes());
        out
    }

    /// Reads a journal; `None` where the bytes are not all of one.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let (mut rest, end) = split_end(bytes)?;
        if end != format!("end {}", checksum(rest)) || line(&mut rest)? != HEAD {
            return None;
        }
        let mut entries = Vec::new();
        while !rest.is_empty() {
            entries.push(entry(&mut rest)?);
        }
        Some(Self { entries })
    }
}

/// Parts the last line from the bytes before it.
fn split_end(bytes: &[u8]) -> Option<(&[u8], &str)> {
    let body = bytes.strip_suffix(b"\n")?;
    let start = memchr::memrchr(b'\n', body)? + 1;
    let (before, last) = body.split_at_checked(start)?;
    Some((before, std::str::from_utf8(last).ok()?))
}

/// Takes the next line off.
fn line<'a>(rest: &mut &'a [u8]) -> Option<&'a str> {
    let (line, after) = rest.split_at_checked(memchr::memchr(b'\n', rest)?)?;
    *rest = after.get(1..)?;
    std::str::from_utf8(line).ok()
}

fn entry(rest: &mut &[u8]) -> Option<JournalEntry> {
    let path = line(rest)?.to_owned();
    let old = match line(rest)? {
        NOTHING => None,
        print => {
            let (len, sum) = print.split_once(' ')?;
            Some(Print { len: len.parse().ok()?, sum: sum.parse().ok()? })
        }
    };
    let len = match line(rest)? {
        NOTHING => None,
        len => Some(len.parse::<usize>().ok()?),
    };
    let (new, after) = rest.split_at_checked(len.unwrap_or(0))?;
    *rest = after.strip_prefix(b"\n")?;
    Some(JournalEntry { path, old, new: len.map(|_| new.to_vec()) })
}

#[cfg(test)]
mod tests {
    use super::{Journal, JournalEntry, Print};

    fn sample() -> Journal {
        let entry = |path: &str, old: Option<&[u8]>, new: Option<&[u8]>| JournalEntry {
            path: path.to_owned(),
            old: old.map(Print::of),
            new: new.map(<[u8]>::to_vec),
        };
        Journal {
            entries: vec![
                entry("branches/本科 一/pairs.csv", Some(b"id\n"), Some("id\n甲\nend 1\n".as_bytes())),
                entry("committee/draws.csv", None, Some(b"")),
                entry("people.csv", Some(b""), None),
            ],
        }
    }

    #[test]
    fn a_journal_comes_back_as_it_was() {
        for journal in [sample(), Journal::default()] {
            assert_eq!(Journal::decode(&journal.encode()), Some(journal));
        }
    }

    #[test]
    fn no_damage_goes_unnoticed() {
        let bytes = sample().encode();
        for len in 0..bytes.len() {
            assert_eq!(Journal::decode(&bytes[..len]), None, "cut at {len}");
        }
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert_ne!(Journal::decode(&damaged), Some(sample()), "flipped at {at}");
        }
        assert_eq!(Journal::decode(&vec![0; bytes.len()]), None);
    }
}
