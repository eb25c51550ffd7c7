//! Contacts that seem to be recorded twice: of one pair on one day, of one act, with the same content. Texts are not kept of a log that is
//! looked at as a whole but for a mark of each content; the lines of those with the same mark are read again. Not here: doubled keys
//! (`contacts`).

use std::collections::HashMap;
use std::sync::Arc;

use crate::finding::{Code, Finding, Findings};
use crate::model::contact_log::ContactLog;
use crate::model::dataset::Core;
use crate::model::records::BranchIx;
use crate::model::table::CONTACTS;
use crate::source::Place;
use crate::store::csv::{Fields, without_mark};
use crate::store::header::Header;
use crate::store::lines::Lines;
use crate::store::open::Root;

/// A mark of a text, the same for the same text: of its ends and its length.
#[inline]
pub(super) fn mark(text: &[u8]) -> u32 {
    let [first, last] = [text.first_chunk::<8>(), text.last_chunk()].map(|chunk| chunk.map_or(0, |chunk| u64::from_le_bytes(*chunk)));
    let mixed = first.rotate_left(29) ^ last;
    (mixed ^ mixed >> 32) as u32 ^ text.len() as u32
}

/// Warns of each contact whose content one of the same pair, day and act has before it.
pub fn tell(root: &Root, core: &Core, branch: BranchIx, log: &ContactLog, findings: &mut Findings) {
    let said_of = |index: usize| Some((log.contacts.get(index)?.act, log.details.get(index)?.mark));
    // A day of a pair has few contacts, which lie together.
    let is_of_day = |index: usize, other: usize| match (log.contacts.get(index), log.contacts.get(other)) {
        // The same number is told as a doubled key.
        (Some(one), Some(other)) => (one.pair, one.date) == (other.pair, other.date) && one.n != other.n,
        _ => false,
    };
    let alike =
        |index: usize| (0..index).rev().take_while(|other| is_of_day(index, *other)).find(|other| said_of(*other) == said_of(index));
    let suspects: Vec<(usize, usize)> = (1..log.contacts.len()).filter_map(|index| Some((index, alike(index)?))).collect();
    if suspects.is_empty() {
        return;
    }
    let path = &Arc::from(CONTACTS.path(core.scheme.branch_key(branch)));
    let bytes = root.read(path, &mut Findings::default()).unwrap_or_default();
    let line = |index: usize| log.lines.get(index).copied().unwrap_or(0);
    let said = contents(&bytes, path, suspects.iter().flat_map(|(one, other)| [line(*one), line(*other)]).collect());
    for (index, before) in suspects {
        let Some(contact) = log.contacts.get(index).filter(|_| said.get(&line(index)) == said.get(&line(before))) else { continue };
        findings.tell(Code::SameContactTwice, (path, line(index)), "content", |finding: Finding| {
            let value = format!("{} {} {}", core.pairs.id(contact.pair), contact.date, contact.n);
            finding.with("value", value).with("other", Place::new(path, line(before), 0).to_string())
        });
    }
}

/// The content of the contacts in some lines.
fn contents(bytes: &[u8], path: &Arc<str>, mut numbers: Vec<u32>) -> HashMap<u32, Vec<u8>> {
    numbers.sort_unstable();
    let mut lines = Lines::of(without_mark(bytes));
    let header = lines.to(1).and_then(|line| Header::read(&CONTACTS, path, line, &mut Findings::default()));
    let Some(at) = header.and_then(|header| header.position(CONTACTS.column("content")?)) else { return HashMap::new() };
    let mut fields = Fields::default();
    let content = |number| {
        let line = lines.to(number)?;
        fields.split(line, usize::MAX).ok()?;
        Some((number, fields.bytes(line, at).to_vec()))
    };
    numbers.into_iter().filter_map(content).collect()
}
