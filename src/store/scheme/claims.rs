//! Which words of a list are taken: keys that must not occur twice, and names that must not mean two things.

use std::borrow::Cow;

use hashbrown::HashMap;
use hashbrown::hash_map::Entry;

use super::walker::{Section, Setting};
use crate::finding::Code;

/// The words taken so far, each with the section that took it and the place where it did.
#[derive(Default)]
pub(in crate::store) struct Claims<'d> {
    taken: HashMap<Cow<'d, str>, (usize, usize)>,
}

impl<'d> Claims<'d> {
    /// Takes a word for a section; if another section has it, that is a finding and the answer is no.
    pub fn claim(&mut self, owner: Section<'d>, setting: Setting<'d>, word: impl Into<Cow<'d, str>>) -> bool {
        let (first_owner, first_at) = match self.taken.entry(word.into()) {
            Entry::Vacant(free) => {
                free.insert((owner.at, setting.start));
                return true;
            }
            Entry::Occupied(held) => *held.get(),
        };
        if first_owner != owner.at {
            let other = owner.document.place(first_at).to_string();
            setting.blame(setting.finding(Code::DuplicateEntry).with("section", owner.name).with("other", other));
        }
        first_owner == owner.at
    }

    /// The key of a section, which must be an id and not taken.
    pub fn key(&mut self, owner: Section<'d>) -> Option<&'d str> {
        let setting = owner.must("key")?;
        let key = setting.id()?;
        self.claim(owner, setting, key).then_some(key)
    }

    /// The name of a section, which must not be the key or name of another; the key where it is missing.
    pub fn name(&mut self, owner: Section<'d>, key: &'d str) -> &'d str {
        let Some((setting, name)) = owner.must("name").and_then(|setting| Some((setting, setting.line()?))) else { return key };
        self.claim(owner, setting, name);
        name
    }
}
