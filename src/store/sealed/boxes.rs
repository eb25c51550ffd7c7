//! The boxes of `sealed.csv`: read, looked at from outside, opened with an identity, changed one line at a time. A box that is damaged
//! or sealed for others is a finding with its line and id, and the rest goes on. Not here: what is decided by what is in them.

use std::collections::HashSet;
use std::io::Read;
use std::sync::Arc;

use age::{DecryptError, Decryptor};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use zeroize::Zeroizing;

use super::identity::Identities;
use super::plaintext::decode;
use super::seal::{ERASED, Sealer};
use crate::failure::{Failure, Result};
use crate::finding::{Code, Finding, Findings};
use crate::i18n::Message;
use crate::model::id::is_ascii_id;
use crate::model::scheme::Scheme;
use crate::model::sealed::{BOXES, OpenBox, SealedRecord};
use crate::model::table::SEALED;
use crate::model::word::SealedKind;
use crate::source::Place;
use crate::store::decode::Reading;
use crate::store::edit::{Change, edited};
use crate::store::needs::Needs;
use crate::store::open::Root;
use crate::store::table_reader::{Buffers, Depth};
use crate::store::threads;

/// A box as it lies in the file.
#[derive(Clone, Debug)]
pub struct ClosedBox {
    /// Its id.
    pub id: String,
    /// Its line.
    pub line: u32,
    data: String,
}

/// What to do with a box.
#[derive(Clone, Debug)]
pub enum BoxChange {
    /// A new box for a record.
    Add(SealedRecord),
    /// The box has another record from now on, or the same one sealed anew.
    Replace {
        /// Which box.
        id: String,
        /// What is in it from now on.
        record: SealedRecord,
    },
    /// No such box any more.
    Remove {
        /// Which box.
        id: String,
    },
}

/// Boxes that could be opened, and what is to be said of the others.
#[derive(Debug)]
pub struct Opening {
    /// Opened, in the order of the file.
    pub boxes: Vec<OpenBox>,
    /// Opened as well, but an erasure names them: they came back, as by a merge, and nothing is to rest on them.
    pub erased: Vec<OpenBox>,
    /// Damaged or foreign ones.
    pub findings: Vec<Finding>,
}

/// Every box of the file. Lines that are none are findings.
pub fn read(root: &Root, scheme: &Scheme, findings: &mut Findings) -> Vec<ClosedBox> {
    let path: Arc<str> = Arc::from(SEALED.file);
    let reading = Reading { root, scheme, needs: Needs::ALL };
    let mut boxes = Vec::new();
    reading.rows(&SEALED, &path, Depth::Everything, &mut Buffers::default(), findings, |row| {
        let id = row.text(0).to_owned();
        if is_ascii_id(id.as_bytes()) && row.required(1) {
            boxes.push(ClosedBox { id, line: row.line, data: row.text(1).to_owned() });
        } else {
            // What stands there is not said: it may be what should have been sealed.
            row.fault(Code::DamagedBox, 0, |_, finding| finding.with("box", "?"));
        }
    });
    findings.extend(doubled(&boxes));
    boxes
}

/// Lines with an id that another has already, as a merge leaves them where both sides amended a box.
fn doubled(boxes: &[ClosedBox]) -> Vec<Finding> {
    let mut sorted: Vec<&ClosedBox> = boxes.iter().collect();
    sorted.sort_by_key(|closed| (&closed.id, closed.line));
    let twice = sorted.windows(2).filter_map(|two| if let [a, b] = two { (a.id == b.id).then_some((a, b)) } else { None });
    let finding = |(first, second): (&&ClosedBox, &&ClosedBox)| {
        second.finding(Code::DuplicateKey).with("value", second.id.as_str()).with("other", format!("{}:{}", SEALED.file, first.line))
    };
    twice.map(finding).collect()
}

/// Looks at every box from outside: what can be said without a key.
pub fn check(root: &Root, scheme: &Scheme, findings: &mut Findings) {
    let boxes = read(root, scheme, findings);
    findings.extend(boxes.iter().filter(|closed| !is_age_file(&closed.data)).map(|closed| closed.finding(Code::DamagedBox)));
    let gone: HashSet<String> = boxes.iter().flat_map(|closed| erased_by(&closed.data)).collect();
    findings.extend(boxes.iter().filter(|closed| gone.contains(&closed.id)).map(|closed| closed.finding(Code::ErasedBox)));
}

/// The boxes that a box says were erased, in its head, which can be read without a key.
fn erased_by(data: &str) -> Vec<String> {
    let bytes = BASE64_STANDARD.decode(data).unwrap_or_default();
    let mut head = bytes.split(|byte| *byte == b'\n').take_while(|line| !line.starts_with(b"---"));
    let says = |line: &[u8]| line.strip_prefix(b"-> ")?.strip_prefix(ERASED.as_bytes())?.strip_prefix(b" ").map(<[u8]>::to_vec);
    let listed = head.find_map(says).and_then(|ids| String::from_utf8(ids).ok()).unwrap_or_default();
    listed.split(' ').filter(|id| is_ascii_id(id.as_bytes())).map(str::to_owned).collect()
}

fn is_age_file(data: &str) -> bool {
    let Ok(bytes) = BASE64_STANDARD.decode(data) else { return false };
    Decryptor::new_buffered(bytes.as_slice()).is_ok_and(|file| !file.is_scrypt())
}

impl ClosedBox {
    fn finding(&self, code: Code) -> Finding {
        let place = Place { file: Arc::from(SEALED.file), line: self.line, column: 0 };
        Finding::in_cell(code, place, "box").with("box", self.id.as_str())
    }

    fn open(&self, identities: &Identities) -> std::result::Result<SealedRecord, Code> {
        let bytes = BASE64_STANDARD.decode(&self.data).map_err(|_| Code::DamagedBox)?;
        let file = Decryptor::new_buffered(bytes.as_slice()).map_err(|_| Code::DamagedBox)?;
        let opened = file.decrypt(identities.keys());
        let mut stream = opened.map_err(|error| match error {
            DecryptError::NoMatchingKeys => Code::ForeignBox,
            _ => Code::DamagedBox,
        })?;
        // Room for all of it: a buffer that grows leaves copies behind.
        let mut text = Zeroizing::new(Vec::with_capacity(bytes.len()));
        stream.read_to_end(&mut text).map_err(|_| Code::DamagedBox)?;
        decode(&text).ok_or(Code::DamagedBox)
    }
}

/// Opens all boxes.
#[must_use]
pub fn open_all(boxes: &[ClosedBox], identities: &Identities) -> Opening {
    let results = threads::in_parallel(boxes.len(), |index, _| boxes.get(index).map(|closed| closed.open(identities)));
    let mut opening = Opening { boxes: Vec::new(), erased: Vec::new(), findings: Vec::new() };
    for (closed, result) in boxes.iter().zip(results.into_iter().flatten()) {
        match result {
            Ok(record) => opening.boxes.push(OpenBox { id: closed.id.clone(), line: closed.line, record }),
            Err(code) => opening.findings.push(closed.finding(code)),
        }
    }
    set_erased_apart(boxes, &mut opening);
    opening
}

/// What an erasure took away is known by the ids that it names, whoever brought it back.
fn set_erased_apart(boxes: &[ClosedBox], opening: &mut Opening) {
    let marks = opening.boxes.iter().filter(|open| open.record.kind == SealedKind::Erased);
    let gone: HashSet<String> = marks.flat_map(|open| open.record.field(BOXES).split(';').map(str::to_owned)).collect();
    opening.findings.extend(boxes.iter().filter(|closed| gone.contains(&closed.id)).map(|closed| closed.finding(Code::ErasedBox)));
    let (erased, boxes) = std::mem::take(&mut opening.boxes).into_iter().partition(|open| gone.contains(&open.id));
    (opening.erased, opening.boxes) = (erased, boxes);
}

/// The bytes of the file after some changes, and the ids of the new boxes in the order of the changes. Of a box that lies there twice all
/// lines are taken away, but none is replaced: which of them holds is for people to say.
///
/// # Errors
/// `Refused` where the file has an error in its lines or a box that is to be replaced twice, `Usage` where a record is too long or a box
/// is not there.
pub fn changed(sealer: Option<&Sealer>, old: Option<&[u8]>, changes: &[BoxChange]) -> Result<(Vec<u8>, Vec<String>)> {
    let mut rows = Vec::with_capacity(changes.len());
    let mut ids = Vec::new();
    let mut gone = HashSet::new();
    let removed = changes.iter().filter_map(|change| if let BoxChange::Remove { id } = change { Some(id.as_bytes()) } else { None });
    let old = old.map(|bytes| once(bytes, &removed.collect()));
    for change in changes {
        let key = |id: &String| vec![id.clone()];
        rows.push(match change {
            BoxChange::Remove { id } if !gone.insert(id) => continue,
            BoxChange::Remove { id } => Change::Remove { key: key(id) },
            BoxChange::Add(record) => {
                let Some(sealed) = sealer.map(|sealer| sealer.seal(record)).transpose()? else { continue };
                ids.push(sealed.id.clone());
                Change::Insert(vec![("box", sealed.id), ("data", sealed.data)])
            }
            BoxChange::Replace { id, .. } if old.as_deref().is_some_and(|bytes| lines_of(bytes, id).count() > 1) => {
                let told = |key| Message::new(key).with("box", id.as_str());
                return Err(Failure::refused(told("sealed.doubled")).hint(told("sealed.doubled-hint")));
            }
            BoxChange::Replace { id, record } => {
                let Some(sealed) = sealer.map(|sealer| sealer.seal(record)).transpose()? else { continue };
                Change::Amend { key: key(id), cells: vec![("data", sealed.data)] }
            }
        });
    }
    Ok((edited(&SEALED, SEALED.file, old.as_deref(), &rows)?, ids))
}

/// The id that a line begins with.
fn id_of(line: &[u8]) -> &[u8] {
    line.split(|byte| *byte == b',').next().unwrap_or_default()
}

fn lines_of<'b>(bytes: &'b [u8], id: &str) -> impl Iterator<Item = &'b [u8]> {
    bytes.split(|byte| *byte == b'\n').filter(move |line| id_of(line) == id.as_bytes())
}

/// The file with one line of each of these boxes.
fn once(bytes: &[u8], ids: &HashSet<&[u8]>) -> Vec<u8> {
    let mut seen = HashSet::new();
    let kept = bytes.split_inclusive(|byte| *byte == b'\n').filter(|line| !ids.contains(id_of(line)) || seen.insert(id_of(line)));
    kept.flatten().copied().collect()
}
