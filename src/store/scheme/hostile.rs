//! The reader of `bangfu.toml` against bytes and values at random: it never panics, and whatever it says has a place and whole sentences.

use std::sync::Arc;

use proptest::prelude::{Strategy, any, prop_assert, proptest};
use proptest::sample::{Index, select};
use proptest::test_runner::TestCaseError;

use super::broken::WHOLE;
use super::read_scheme;
use crate::i18n::Lang;

const GZU: &str = include_str!("../../../data-template/gzu-2012/bangfu.toml");
/// Values that could stand anywhere, and mostly should not.
const VALUES: [&str; 24] = [
    "\"\"",
    "\" \"",
    "[]",
    "[[]]",
    "[1, \"x\"]",
    "-1",
    "0",
    "9223372036854775808",
    "0x10",
    "1.5",
    "nan",
    "true",
    "2012-11-31",
    "2012-11-06",
    "07:32:00",
    "\"2012/11/6\"",
    "\"10%\"",
    "\"-1/2\"",
    "\"helping\"",
    "\"star\"",
    "'''a\nb'''",
    "<x>",
    "\"\\u0000\"",
    "",
];
/// Pieces of the grammar to insert.
const PIECES: [&str; 16] = ["\"", "'", "[", "]", "[[", "=", "#", "\n", "\r", "\0", "。", "“", ",", ".", "\u{feff}", "<<<<<<< HEAD\n"];

fn sound(text: &str) -> Result<(), TestCaseError> {
    let mut findings = Vec::new();
    read_scheme(&Arc::from("bangfu.toml"), text, &mut findings);
    let lines = text.matches('\n').count() as u32 + 1;
    for finding in &findings {
        prop_assert!((1..=lines).contains(&finding.place.line) && finding.place.column >= 1, "{:?}", finding);
        for lang in Lang::ALL {
            for said in [finding.message(lang), finding.help(lang)] {
                prop_assert!(!has_place(&said) && said.chars().count() < 600, "{}", said);
            }
        }
    }
    Ok(())
}

/// Whether a place of a template was left unfilled.
fn has_place(said: &str) -> bool {
    let name = |part: &str| part.split_once('}').is_some_and(|(name, _)| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase()));
    said.contains(['⟦', '⟧']) || said.split('{').skip(1).any(name)
}

/// A text with the value of one setting replaced.
fn with_value(text: &str, at: Index, value: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let settings: Vec<usize> = (0..lines.len()).filter(|line| lines[*line].contains(" = ") && !lines[*line].starts_with('#')).collect();
    let changed = settings[at.index(settings.len())];
    let line = |(index, line): (usize, &&str)| match line.split_once(" = ") {
        Some((key, _)) if index == changed => format!("{key} = {value}\n"),
        _ => format!("{line}\n"),
    };
    lines.iter().enumerate().map(line).collect()
}

fn boundary(text: &str, at: Index) -> usize {
    let mut place = at.index(text.len() + 1);
    while !text.is_char_boundary(place) {
        place -= 1;
    }
    place
}

fn document() -> impl Strategy<Value = &'static str> {
    select(vec![GZU, WHOLE])
}

proptest! {
    #[test]
    fn bytes_at_random(text in document(), changes: Vec<(Index, u8)>) {
        let mut bytes = text.as_bytes().to_vec();
        for (at, byte) in changes.iter().take(6) {
            let place = at.index(bytes.len());
            bytes[place] = *byte;
        }
        let damaged = String::from_utf8_lossy(&bytes);
        sound(&damaged)?;
    }

    #[test]
    fn pieces_put_in_and_cut_out(text in document(), at: Index, piece in select(PIECES.to_vec()), cut: bool, to: Index) {
        let (before, after) = text.split_at(boundary(text, at));
        let rest = if cut { after.split_at(boundary(after, to)).1 } else { after };
        let damaged = format!("{before}{piece}{rest}");
        sound(&damaged)?;
    }

    #[test]
    fn values_in_the_wrong_places(text in document(), changes in proptest::collection::vec((any::<Index>(), select(VALUES.to_vec())), 1..5)) {
        let damaged = changes.iter().fold(text.to_owned(), |text, (at, value)| with_value(&text, *at, value));
        sound(&damaged)?;
    }
}
