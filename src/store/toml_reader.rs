//! How a TOML file of the data directory is read: bytes become text, text a tree, each fault with its line and column. Not here: what
//! the settings mean.

use std::sync::Arc;

use toml::de::DeTable;

use super::encoding_guess::explained;
use super::scheme::syntax;
use super::scheme::walker::{Document, Section};
use crate::finding::{Code, Findings};

/// The text of a file; a byte that is no UTF-8 is a finding at the first of them.
pub(super) fn text<'b>(file: &Arc<str>, bytes: &'b [u8], findings: &mut Findings) -> Option<&'b str> {
    std::str::from_utf8(bytes)
        .map_err(|error| {
            let sound = bytes.get(..error.valid_up_to()).and_then(|sound| std::str::from_utf8(sound).ok()).unwrap_or_default();
            findings.push(explained(Document::new(file, sound).finding(Code::BadEncoding, sound.len()), bytes));
        })
        .ok()
}

/// What is read from the top of a file, which knows these keys; nothing of a file whose structure is broken.
pub(super) fn read<T>(
    file: &Arc<str>,
    bytes: &[u8],
    known: &[&'static str],
    findings: &mut Findings,
    read: impl FnOnce(Section<'_>) -> T,
) -> Option<T> {
    let text = text(file, bytes, findings)?;
    let document = Document::new(file, text);
    let (table, errors) = DeTable::parse_recoverable(text);
    if let Some(broken) = syntax::structural(&document, &errors) {
        findings.extend(broken);
        return None;
    }
    let value = read(Section::open(&document, table.get_ref(), "", 0, known));
    findings.extend(syntax::leftover(&document, &errors));
    findings.extend(document.into_findings());
    Some(value)
}
