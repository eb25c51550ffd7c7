//! Which awards bar which: names in `excludes` become keys, and no award may bar itself, not even round a circle.

use hashbrown::HashMap;

use super::walker::{Section, Setting};
use crate::finding::Code;
use crate::i18n::Message;

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

/// For each award the keys of the awards that bar it.
pub(super) fn resolve(awards: &[Named<'_>]) -> Vec<Vec<String>> {
    let mut index: HashMap<&str, usize> = HashMap::new();
    for (at, award) in awards.iter().enumerate() {
        for name in [award.key, award.name].into_iter().chain(award.aliases.iter().copied()).filter(|name| !name.is_empty()) {
            index.entry(name).or_insert(at);
        }
    }
    let named: Vec<Vec<(usize, Setting<'_>)>> = awards.iter().map(|award| barred_by(award, &index, awards)).collect();
    refuse_circles(&named);
    let keys =
        |list: &Vec<(usize, Setting<'_>)>| list.iter().filter_map(|(at, _)| awards.get(*at)).map(|award| award.key.to_owned()).collect();
    named.iter().map(keys).collect()
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
