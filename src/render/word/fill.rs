//! How a school's own document is filled: `{{place}}`, which Word may have cut into several runs, becomes what stands in the place, in the
//! looks of its first letter; a row of a table that has places of a list is repeated for each thing of the list. Nothing else changes.
//! Not here: the package (`package`), the markup (`markup`).

use std::collections::{BTreeMap, HashMap};

use super::super::text_of;
use super::super::visible::visible;
use super::markup::{Token, escaped, tokens};
use super::package::Template;
use crate::failure::{Failure, Result};
use crate::i18n::{Lang, Message};
use crate::model::word_distance::nearest;
use crate::model::xml_text::plain;
use crate::reports::places::Filling;
use crate::reports::sheet::Cell;

/// How many faults of a template are told.
const MOST_TOLD: usize = 8;
/// Elements of a run between texts over which no place goes.
const BREAKS: [&str; 5] = ["w:br", "w:cr", "w:tab", "w:drawing", "w:pict"];

/// A document that was filled.
#[derive(Debug)]
pub struct Filled {
    /// The bytes of the docx file.
    pub bytes: Vec<u8>,
    /// The places for which there is nothing, of a list in none of its rows, as the document names them.
    pub empty: Vec<String>,
}

/// Fills a document.
///
/// # Errors
/// `Usage` where it has no place, or one that is not known, not closed, or that stands where it cannot.
pub fn fill(template: &Template, filling: &Filling, lang: Lang) -> Result<Filled> {
    let mut filler = Filler { known: Known::of(filling), lang, found: 0, faults: Vec::new(), has_content: BTreeMap::new() };
    let mut changed = BTreeMap::new();
    for (name, text) in template.parts() {
        let tokens = tokens(text).ok_or_else(|| Failure::usage(Message::new("template.damaged").with("reason", name)))?;
        let filled = filler.part(&tokens);
        if filled != text {
            changed.insert(name.to_owned(), filled);
        }
    }
    let mut faults = filler.faults.into_iter();
    match faults.next() {
        Some(first) => return Err(Failure::usage(first).faults(faults.collect::<Vec<_>>().into_iter(), MOST_TOLD - 1)),
        None if filler.found == 0 => return Err(Failure::usage(Message::new("template.no-places"))),
        None => {}
    }
    let cannot = |error| Failure::io(Message::new("failure.cannot-render"), &std::io::Error::other(error));
    let empty = filler.has_content.into_iter().filter(|(_, has)| !has).map(|(name, _)| name).collect();
    Ok(Filled { bytes: template.with(&changed).map_err(cannot)?, empty })
}

/// What a name stands for.
#[derive(Clone, Copy)]
enum Known<'f> {
    Once(&'f Cell),
    /// The list and the column, by their numbers.
    OfList(usize, usize),
}

/// The names of all places.
struct Names<'f> {
    by_name: HashMap<String, Known<'f>>,
    filling: &'f Filling,
}

impl<'f> Known<'f> {
    fn of(filling: &'f Filling) -> Names<'f> {
        let once = filling.places.iter().flat_map(|place| place.names().iter().map(|name| (name.clone(), Known::Once(&place.cell))));
        let of_list = filling.lists.iter().enumerate().flat_map(|(list, own)| {
            own.names().enumerate().flat_map(move |(column, names)| names.map(|name| (name, Known::OfList(list, column))))
        });
        Names { by_name: once.chain(of_list).collect(), filling }
    }
}

/// A row of a list that is being written: the list and, where it has any, the row.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Turn {
    list: usize,
    row: usize,
}

struct Filler<'f> {
    known: Names<'f>,
    lang: Lang,
    found: usize,
    faults: Vec<Message>,
    /// Each place that was met: whether something stood in it.
    has_content: BTreeMap<String, bool>,
}

impl Filler<'_> {
    fn part(&mut self, tokens: &[Token<'_>]) -> String {
        let mut repeated = Vec::new();
        self.repeat(tokens, None, &mut repeated);
        let texts = self.filled(&repeated);
        let mut out = String::new();
        for (at, (token, _)) in repeated.iter().enumerate() {
            match (texts.get(&at), texts.contains_key(&(at + 1))) {
                (Some(text), _) => out.push_str(text),
                (None, true) => out.push_str("<w:t xml:space=\"preserve\">"),
                (None, false) => out.push_str(token.raw()),
            }
        }
        out
    }

    /// The tokens with rows of lists as often as the list has rows, once where it has none; each with its turn.
    fn repeat<'t>(&mut self, tokens: &[Token<'t>], turn: Option<Turn>, out: &mut Vec<(Token<'t>, Option<Turn>)>) {
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let row = if token.opens() == Some("w:tr") && !token.is_empty_element() { element(tokens, at) } else { &[] };
            let list = if turn.is_none() { self.list_of(row) } else { None };
            let Some(list) = list else {
                out.push((*token, turn));
                at += 1;
                continue;
            };
            let count = self.known.filling.lists.get(list).map_or(0, |list| list.rows.len());
            for number in 0..count.max(1) {
                let copy: Vec<Token<'t>> = row.iter().copied().filter(|token| number == 0 || !is_mark(*token)).collect();
                self.repeat(&copy, Some(Turn { list, row: number }), out);
            }
            at += row.len();
        }
    }

    /// The list of which a row of a table has places, tables within it left out.
    fn list_of(&self, row: &[Token<'_>]) -> Option<usize> {
        let mut depth = 0_usize;
        let mut own = Vec::new();
        for token in row {
            depth += usize::from(token.opens() == Some("w:tbl"));
            if depth == 0 {
                own.push((*token, None));
            }
            depth = depth.saturating_sub(usize::from(token.closes() == Some("w:tbl")));
        }
        let lists =
            paragraphs(&own).into_iter().flat_map(|paragraph| paragraph.places()).filter_map(|place| match self.meant(&place.name?) {
                Some(Known::OfList(list, _)) => Some(list),
                _ => None,
            });
        lists.min()
    }

    fn meant(&self, name: &str) -> Option<Known<'_>> {
        self.known.by_name.get(name).copied()
    }

    /// The texts that change, as markup, by the numbers of their tokens.
    fn filled(&mut self, tokens: &[(Token<'_>, Option<Turn>)]) -> HashMap<usize, String> {
        let mut changed = HashMap::new();
        for paragraph in paragraphs(tokens) {
            let mut contents = Vec::new();
            for place in paragraph.places() {
                self.found += 1;
                let content = self.content(&place, paragraph.turn).unwrap_or_else(|fault| {
                    if !self.faults.contains(&fault) {
                        self.faults.push(fault);
                    }
                    String::new()
                });
                contents.push((place, content));
            }
            changed.extend(paragraph.with(&contents));
        }
        changed
    }

    /// What stands in a place, as text. Errors: the place is not known, or stands where it cannot.
    fn content(&mut self, place: &Found, turn: Option<Turn>) -> std::result::Result<String, Message> {
        let Some(name) = &place.name else { return Err(Message::new("template.open").with("text", place.text.as_str())) };
        let cell = match (self.meant(name), turn) {
            (None, _) => return Err(self.unknown(name)),
            (Some(Known::Once(cell)), _) => cell.clone(),
            (Some(Known::OfList(list, column)), Some(turn)) if turn.list == list => {
                let rows = self.known.filling.lists.get(list).map(|list| &list.rows);
                rows.and_then(|rows| rows.get(turn.row)?.get(column)).cloned().unwrap_or(Cell::Empty)
            }
            (Some(Known::OfList(..)), _) => return Err(Message::new("template.not-in-row").with("place", name.as_str())),
        };
        let text = visible(&text_of(&cell, self.lang));
        self.has_content.entry(name.clone()).and_modify(|has| *has |= !text.is_empty()).or_insert(!text.is_empty());
        Ok(text)
    }

    fn unknown(&self, name: &str) -> Message {
        let mut known: Vec<&str> = self.known.by_name.keys().map(String::as_str).collect();
        known.sort_unstable();
        Message::new("template.unknown").with("place", visible(name)).with("nearest", nearest(name, known))
    }
}

/// Names that must not be twice in a document: a repeated row has them once.
fn is_mark(token: Token<'_>) -> bool {
    matches!(token.opens().or(token.closes()), Some("w:bookmarkStart" | "w:bookmarkEnd"))
}

/// The element that begins at a token, with its end.
fn element<'s, 't>(tokens: &'s [Token<'t>], at: usize) -> &'s [Token<'t>] {
    let rest = tokens.get(at..).unwrap_or_default();
    let name = rest.first().and_then(|token| token.opens());
    let mut depth = 0_usize;
    let end = rest.iter().position(|token| {
        depth += usize::from(token.opens() == name && !token.is_empty_element());
        depth -= usize::from(depth > 0 && token.closes() == name);
        depth == 0
    });
    rest.get(..end.map_or(0, |end| end + 1)).unwrap_or_default()
}

/// A paragraph's texts: each with the number of its token and where it lies in the whole.
#[derive(Default)]
struct Paragraph {
    letters: Vec<char>,
    pieces: Vec<(usize, std::ops::Range<usize>)>,
    turn: Option<Turn>,
}

/// A place that was found in a paragraph.
struct Found {
    /// From its first brace to behind its last.
    range: std::ops::Range<usize>,
    /// As it stands.
    text: String,
    /// Its name; none where it is not closed.
    name: Option<String>,
}

/// The paragraphs of some tokens; one within another, as in a text box, has its own texts.
fn paragraphs(tokens: &[(Token<'_>, Option<Turn>)]) -> Vec<Paragraph> {
    let (mut done, mut open) = (Vec::new(), vec![Paragraph::default()]);
    let mut in_text = false;
    for (at, (token, turn)) in tokens.iter().enumerate() {
        match (token.opens(), token.closes()) {
            (Some("w:p"), _) if !token.is_empty_element() => open.push(Paragraph { turn: *turn, ..Paragraph::default() }),
            (_, Some("w:p")) if open.len() > 1 => done.extend(open.pop()),
            (Some("w:t"), _) => in_text = !token.is_empty_element(),
            (_, Some("w:t")) => in_text = false,
            (Some(name), _) if BREAKS.contains(&name) => open.last_mut().into_iter().for_each(|paragraph| paragraph.letters.push('\n')),
            _ => {}
        }
        if let (Token::Text(text), true, Some(paragraph)) = (token, in_text, open.last_mut()) {
            let from = paragraph.letters.len();
            paragraph.letters.extend(plain(text).chars());
            paragraph.pieces.push((at, from..paragraph.letters.len()));
        }
    }
    done.extend(open);
    done
}

impl Paragraph {
    /// The places in it, in order. Braces may be those of a Chinese keyboard.
    fn places(&self) -> Vec<Found> {
        let double = |at: usize, braces: [char; 2]| self.letters.get(at..at + 2).is_some_and(|two| two.iter().all(|c| braces.contains(c)));
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.letters.len() {
            if !double(at, ['{', '｛']) {
                at += 1;
                continue;
            }
            let inner = at + 2;
            let ends = |to: &usize| double(*to, ['}', '｝']) || double(*to, ['{', '｛']) || self.letters.get(*to) == Some(&'\n');
            let end = (inner..self.letters.len()).find(ends).unwrap_or(self.letters.len());
            let is_closed = double(end, ['}', '｝']);
            let name = is_closed.then(|| name(self.letters.get(inner..end).unwrap_or_default()));
            let range = at..if is_closed { end + 2 } else { end };
            at = range.end.max(inner);
            found.push(Found { text: self.letters.get(range.clone()).unwrap_or_default().iter().take(40).collect(), range, name });
        }
        found
    }

    /// The pieces that change when the places get their contents, as markup.
    fn with(&self, contents: &[(Found, String)]) -> Vec<(usize, String)> {
        let touches = |piece: &std::ops::Range<usize>| {
            contents.iter().any(|(place, _)| place.range.start < piece.end && piece.start < place.range.end)
        };
        let changed = self.pieces.iter().filter(|(_, piece)| touches(piece));
        changed.map(|(token, piece)| (*token, self.piece(piece, contents))).collect()
    }

    fn piece(&self, piece: &std::ops::Range<usize>, contents: &[(Found, String)]) -> String {
        let mut out = String::new();
        for at in piece.clone() {
            match contents.iter().find(|(place, _)| place.range.contains(&at)) {
                Some((place, content)) if place.range.start == at => out.push_str(&lines(content)),
                Some(_) => {}
                None => out.push_str(&escaped(&self.letters.get(at).map_or(String::new(), char::to_string))),
            }
        }
        out
    }
}

/// A name without what people put into braces for the eye, and with the point of a Chinese keyboard as a point.
fn name(letters: &[char]) -> String {
    let point = |c: &char| if matches!(c, '．' | '。') { '.' } else { *c };
    letters.iter().filter(|c| !c.is_whitespace()).map(point).collect()
}

/// A content as markup within a text: a line break is one of the document.
fn lines(content: &str) -> String {
    content.split('\n').map(|line| escaped(&line.replace('\t', " "))).collect::<Vec<_>>().join("</w:t><w:br/><w:t xml:space=\"preserve\">")
}

#[cfg(test)]
mod tests;
