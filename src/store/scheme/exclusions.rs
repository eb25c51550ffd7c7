//! Which awards bar which, and which is chosen from the winners of which: names in `excludes` and `winners_of` become keys, and no
//! award may wait for itself, not even round a circle.

use hashbrown::HashMap;

use super::walker::{Section, Setting};
use crate::finding::Code;
use crate::i18n::Message;
use crate::model::word::{Side, Word};

/// An award with all its names.
pub(super) struct Named<'d> {
    /// Its section.
    pub section: Section<'d>,
    /// Key; empty if it has none.
    pub key: &'d str,
    /// Name.
    pub name: &'d str,
    /// Other names.
    pub aliases: Vec<&'d str>,
}

/// What an award says of others, by their keys.
pub(super) struct Bonds {
    /// The awards that bar it.
    pub excludes: Vec<String>,
    /// The award among whose winners it is given.
    pub winners_of: Option<String>,
}

/// For each award its bonds.
pub(super) fn resolve(awards: &[Named<'_>]) -> Vec<Bonds> {
    let mut index: HashMap<&str, usize> = HashMap::new();
    for (at, award) in awards.iter().enumerate() {
        for name in [award.key, award.name].into_iter().chain(award.aliases.iter().copied()).filter(|name| !name.is_empty()) {
            index.entry(name).or_insert(at);
        }
    }
    let barring: Vec<Vec<(usize, Setting<'_>)>> = awards.iter().map(|award| barred_by(award, &index, awards)).collect();
    let chosen: Vec<Option<(usize, Setting<'_>)>> = awards.iter().map(|award| chosen_from(award, &index, awards)).collect();
    let edges: Vec<Vec<_>> = barring.iter().zip(&chosen).map(|(barring, chosen)| barring.iter().chain(chosen).copied().collect()).collect();
    refuse_circles(&edges);
    let key = |at: &usize| awards.get(*at).map(|award| award.key.to_owned());
    let bonds = barring.iter().zip(&chosen).map(|(barring, chosen)| Bonds {
        excludes: barring.iter().filter_map(|(at, _)| key(at)).collect(),
        winners_of: chosen.and_then(|(at, _)| key(&at)),
    });
    bonds.collect()
}

/// `winners_of` is one name, of an award for the same side.
fn chosen_from<'d>(award: &Named<'d>, index: &HashMap<&str, usize>, awards: &[Named<'d>]) -> Option<(usize, Setting<'d>)> {
    let setting = award.section.get("winners_of")?;
    let name = setting.string()?;
    let Some(at) = index.get(name) else {
        setting.unknown_word(Code::UnknownReference, awards.iter().map(|award| award.key));
        return None;
    };
    let side = |award: &Named<'d>| award.section.table.get("for").and_then(|side| Side::parse(side.get_ref().as_str()?));
    if awards.get(*at).is_some_and(|other| side(other) != side(award)) {
        setting.bad(Message::new("setting.other-side"));
    }
    Some((*at, setting))
}

/// `excludes` is one name or a list of names.
fn barred_by<'d>(award: &Named<'d>, index: &HashMap<&str, usize>, awards: &[Named<'d>]) -> Vec<(usize, Setting<'d>)> {
    let Some(setting) = award.section.get("excludes") else { return Vec::new() };
    let items = if setting.value.is_str() { vec![setting] } else { setting.list() };
    let mut found: Vec<(usize, Setting<'d>)> = Vec::new();
    for item in items {
        let Some(name) = item.string() else { continue };
        match index.get(name) {
            None => item.unknown_word(Code::UnknownReference, awards.iter().map(|award| award.key)),
            Some(at) if found.iter().any(|(other, _)| other == at) => item.blame(item.finding(Code::DoubledWord)),
            Some(at) => found.push((*at, item)),
        }
    }
    found
}

/// Walks from each award along what bars it; an edge that leads back is said where it stands.
fn refuse_circles(named: &[Vec<(usize, Setting<'_>)>]) {
    let mut done = vec![Visit::New; named.len()];
    for start in 0..named.len() {
        walk(start, named, &mut done);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    New,
    Open,
    Done,
}

/// A walk in depth with a stack of its own, so that a long chain of awards cannot exhaust the thread's.
fn walk(start: usize, named: &[Vec<(usize, Setting<'_>)>], visits: &mut [Visit]) {
    let mut stack = vec![(start, 0)];
    while let Some((at, edge)) = stack.pop() {
        let next = named.get(at).and_then(|edges| edges.get(edge));
        if let Some(visit) = visits.get_mut(at).filter(|visit| edge > 0 || **visit == Visit::New) {
            *visit = if next.is_some() { Visit::Open } else { Visit::Done };
        } else {
            continue;
        }
        let Some((target, setting)) = next else { continue };
        stack.push((at, edge + 1));
        match visits.get(*target) {
            Some(Visit::Open) => setting.bad(Message::new("setting.circle")),
            Some(Visit::New) => stack.push((*target, 0)),
            _ => {}
        }
    }
}
