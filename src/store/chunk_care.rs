//! Which lines of a chunk may hold what no text holds: bytes that are no UTF-8, control characters, characters that were lost.
//! Not here: what is said of them (`table_reader`).

use memchr::{memchr3_iter, memmem};

use super::csv::without_line_end;

/// Whether the lines of a chunk need to be looked at one by one for encoding and control characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Care {
    /// UTF-8 without control characters and lost ones.
    Sound,
    /// UTF-8 with a control character somewhere.
    Controls,
    /// No UTF-8, or with characters that were lost.
    Suspect,
}

/// U+FFFD, which a program puts in place of bytes that it cannot read, and keeps when it saves the file.
pub(super) const LOST: &[u8] = "\u{FFFD}".as_bytes();

impl Care {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let is_suspect = simdutf8::basic::from_utf8(bytes).is_err() || memmem::find(bytes, LOST).is_some();
        if is_suspect { Self::Suspect } else { Self::of_text(bytes) }
    }

    /// Of bytes that are known to be UTF-8.
    fn of_text(bytes: &[u8]) -> Self {
        if has_low_control(bytes) || has_other_control(bytes) { Self::Controls } else { Self::Sound }
    }
}

/// The lines of a chunk one after the other, of which those are to be looked at that may have a control character.
pub(super) struct ChunkCare<'b> {
    chunk: &'b [u8],
    care: Care,
    /// Where the next control character is, not before the line that was asked for last; the chunk's end if there is none.
    next: usize,
}

impl<'b> ChunkCare<'b> {
    pub(super) fn of(chunk: &'b [u8], care: Care) -> Self {
        let next = if care == Care::Controls { next_control(chunk, 0).unwrap_or(chunk.len()) } else { 0 };
        Self { chunk, care, next }
    }

    pub(super) fn of_line(&mut self, start: usize, end: usize) -> Care {
        match self.care {
            Care::Sound => Care::Sound,
            Care::Suspect => Care::of(without_line_end(self.chunk.get(start..end).unwrap_or_default())),
            Care::Controls => {
                if self.next < start {
                    self.next = next_control(self.chunk, start).unwrap_or(self.chunk.len());
                }
                if self.next < end { Care::Controls } else { Care::Sound }
            }
        }
    }
}

/// Where the first control character from a place on is, in bytes that are known to be UTF-8: none of them is the tab, the line feed,
/// and the carriage return before one.
pub(super) fn next_control(bytes: &[u8], from: usize) -> Option<usize> {
    let suspicious = |byte: u8| ((byte < b' ') & (byte != b'\n') & (byte != b'\t')) | (byte == DELETE) | (byte == 0xC2);
    let (blocks, tail) = bytes.get(from..).unwrap_or_default().as_chunks::<BLOCK>();
    let suspects = |(_, block): &(usize, &[u8; BLOCK])| block.iter().fold(false, |found, byte| found | suspicious(*byte));
    let mut suspects = (from..).step_by(BLOCK).zip(blocks).filter(suspects);
    let in_blocks = suspects.find_map(|(start, _)| (start..start + BLOCK).find(|at| is_control(bytes, *at)));
    in_blocks.or_else(|| (bytes.len() - tail.len()..bytes.len()).find(|at| is_control(bytes, *at)))
}

/// So many bytes are looked at together for characters that are rare.
const BLOCK: usize = 64;

/// Whether the byte there is or begins a control character other than tab and line end.
fn is_control(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at).copied() {
        // U+0080–U+009F: C2 80 to C2 9F.
        Some(0xC2) => matches!(bytes.get(at + 1), Some(0x80..=0x9F)),
        Some(b'\r') => bytes.get(at + 1) != Some(&b'\n'),
        Some(byte) => is_low_control(byte) || byte == DELETE,
        None => false,
    }
}

const DELETE: u8 = 0x7F;

/// Whether there is a control character that does not lie below the blank, or a carriage return that no line feed follows.
fn has_other_control(bytes: &[u8]) -> bool {
    memchr3_iter(b'\r', DELETE, 0xC2, bytes).any(|at| is_control(bytes, at))
}

/// Whether a byte lies below the blank and is neither tab nor of a line end. Most blocks have none such but line feeds, which is counted
/// without a branch.
fn has_low_control(bytes: &[u8]) -> bool {
    let (blocks, tail) = bytes.as_chunks::<CONTROLS_AT_A_TIME>();
    let has = |block: &[u8]| block.iter().any(|byte| is_low_control(*byte));
    blocks.iter().any(|block| low_but_line_feeds(block) > 0 && has(block)) || has(tail)
}

/// So many of a block's bytes fit a byte.
const CONTROLS_AT_A_TIME: usize = 240;

fn low_but_line_feeds(block: &[u8; CONTROLS_AT_A_TIME]) -> u8 {
    block.iter().fold(0_u8, |count, byte| count.wrapping_add(u8::from(*byte < b' ')).wrapping_sub(u8::from(*byte == b'\n')))
}

/// Written without a branch, so that many bytes are looked at together.
fn is_low_control(byte: u8) -> bool {
    (byte < b' ') & (byte != b'\n') & (byte != b'\t') & (byte != b'\r')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{Care, ChunkCare, LOST, next_control};
    use crate::model::text::is_forbidden;

    #[test]
    fn lines_with_lost_characters_are_looked_at() {
        let chunk = [b"a\n", LOST, "\n中\n".as_bytes()].concat();
        let mut care = ChunkCare::of(&chunk, Care::of(&chunk));
        assert_eq!([(0, 1), (2, 5), (6, 9)].map(|(start, end)| care.of_line(start, end)), [Care::Sound, Care::Suspect, Care::Sound]);
    }

    fn has_lone_return(text: &str) -> bool {
        text.replace("\r\n", "").contains('\r')
    }

    proptest! {
        #[test]
        fn a_control_character_is_seen_wherever_it_is(mut text in "[a\n\t\r中]{0,600}", control in 0..0x21_u8, at: usize) {
            prop_assert_eq!(Care::of(text.as_bytes()), if has_lone_return(&text) { Care::Controls } else { Care::Sound });
            let control = if control == 0x20 { 0x7F } else { control };
            let at = (0..=at % (text.len() + 1)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            text.insert(at, char::from(control));
            let controls = has_lone_return(&text) || !matches!(control, b'\n' | b'\t' | b'\r');
            prop_assert_eq!(Care::of(text.as_bytes()), if controls { Care::Controls } else { Care::Sound });
        }
    }

    proptest! {
        /// Line by line the same is said of controls as of the text as a whole, whatever lies between them.
        #[test]
        fn control_characters_are_found_one_after_the_other(text in "([a中·\t]{0,70}|\r\n|\n|\u{85}|\u{7}|\u{7f}|\0|\r){0,12}") {
            let bytes = text.as_bytes();
            let is_end = |at: usize, c: char| c == '\n' || c == '\r' && bytes.get(at + 1) == Some(&b'\n');
            let all: Vec<usize> = text.char_indices().filter(|(at, c)| is_forbidden(*c) && !is_end(*at, *c)).map(|(at, _)| at).collect();
            let mut found = Vec::new();
            while let Some(at) = next_control(bytes, found.last().map_or(0, |last| last + 1)) {
                found.push(at);
            }
            prop_assert_eq!(&found, &all);
            let mut care = ChunkCare::of(bytes, Care::of(bytes));
            let mut start = 0;
            for line in bytes.split(|byte| *byte == b'\n') {
                let end = start + line.len();
                let said = if all.iter().any(|at| (start..end).contains(at)) { Care::Controls } else { Care::Sound };
                prop_assert_eq!(care.of_line(start, end), said);
                start = end + 1;
            }
        }
    }
}
