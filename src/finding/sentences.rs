//! What is said of many findings in a language: the texts of a code are looked up once, and what is nearest to a word is not worked out
//! again for the next one. Not here: how one finding is put into words (`Finding`).

use std::borrow::Cow;
use std::sync::Arc;

use super::{Code, Finding, Known};
use crate::i18n::{Lang, Value, fill, say};

/// So many words are remembered with what is nearest to them.
const MOST_NEAR: usize = 8;

/// Puts findings into words.
#[derive(Debug)]
pub struct Sentences {
    lang: Lang,
    /// For each code that was met.
    texts: Vec<Option<Texts>>,
    near: Vec<Near>,
    oldest: usize,
}

/// What is said of a code.
#[derive(Clone, Debug)]
struct Texts {
    message: String,
    help: String,
    /// Whether the help says the same of every finding.
    help_is_plain: bool,
}

impl Texts {
    fn of(code: Code, lang: Lang) -> Self {
        let help = say(lang, code.help_key());
        Self { message: say(lang, code.message_key()), help_is_plain: fill(&help, &[], lang) == help && !help.contains('{'), help }
    }

    fn filled(&self, args: &[(&'static str, Value)], lang: Lang) -> Said<'_> {
        let help = if self.help_is_plain { Cow::Borrowed(self.help.as_str()) } else { Cow::Owned(fill(&self.help, args, lang)) };
        Said { message: fill(&self.message, args, lang), help }
    }
}

/// A word and the known one that is nearest to it.
#[derive(Debug)]
struct Near {
    among: Arc<Known>,
    word: String,
    nearest: String,
}

/// What is said of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said<'t> {
    /// The sentence.
    pub message: String,
    /// What to do.
    pub help: Cow<'t, str>,
}

impl Sentences {
    /// In a language; nothing is looked up yet.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self { lang, texts: vec![None; Code::ALL.len()], near: Vec::new(), oldest: 0 }
    }

    /// What is said of a finding, as `Finding::message` and `Finding::help` say it.
    pub fn of(&mut self, finding: &Finding) -> Said<'_> {
        let args = finding.arguments_by(|among, word| self.nearest(among, word));
        let (lang, code) = (self.lang, finding.code);
        match self.texts.get_mut(code as usize) {
            Some(texts) => texts.get_or_insert_with(|| Texts::of(code, lang)).filled(&args, lang),
            None => Said { message: finding.message(lang), help: Cow::Owned(finding.help(lang)) },
        }
    }

    fn nearest(&mut self, among: &Arc<Known>, word: &str) -> String {
        if let Some(near) = self.near.iter().find(|near| near.word == word && Arc::ptr_eq(&near.among, among)) {
            return near.nearest.clone();
        }
        let near = Near { among: Arc::clone(among), word: word.to_owned(), nearest: among.nearest(word) };
        let nearest = near.nearest.clone();
        if self.near.len() < MOST_NEAR {
            self.near.push(near);
        } else if let Some(oldest) = self.near.get_mut(self.oldest) {
            *oldest = near;
            self.oldest = (self.oldest + 1) % MOST_NEAR;
        }
        nearest
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{MOST_NEAR, Said, Sentences};
    use crate::finding::{Code, Finding, Known};
    use crate::i18n::Lang;
    use crate::source::Place;

    fn alone(finding: &Finding, lang: Lang) -> Said<'static> {
        Said { message: finding.message(lang), help: finding.help(lang).into() }
    }

    /// Whatever came before, each finding is told as if it were the only one.
    #[test]
    fn each_is_told_as_if_it_were_alone() {
        let lists: [&[&str]; 3] = [&["talk", "attempt"], &["full", "masses"], &["full", "masses"]];
        let known = lists.map(|words| Arc::new(Known::keys(words.iter().copied())));
        let words: Vec<String> = (0..2 * MOST_NEAR).map(|at| ["tlak", "fulk", "massse"][at % 3].repeat(1 + at / 9)).collect();
        for lang in Lang::ALL {
            let mut sentences = Sentences::new(lang);
            for turn in 0..5 {
                for (at, word) in words.iter().enumerate() {
                    let finding = Finding::new(Code::UnknownWord, Place::whole("a")).with("value", word.as_str());
                    for finding in [finding.clone().among(Arc::clone(&known[(at + turn) % 3])), finding] {
                        assert_eq!(sentences.of(&finding), alone(&finding, lang), "{lang:?} {turn} {word}");
                    }
                }
            }
        }
    }

    proptest! {
        #[test]
        fn every_code_is_told_as_by_itself(codes in proptest::collection::vec(0..Code::ALL.len(), 1..20), value in "[a{⟦}中]{0,5}") {
            for lang in Lang::ALL {
                let mut sentences = Sentences::new(lang);
                for code in &codes {
                    let finding = Finding::new(Code::ALL[*code], Place::whole("a")).with("value", value.as_str()).with("have", 3_u32);
                    prop_assert_eq!(sentences.of(&finding), alone(&finding, lang));
                }
            }
        }
    }
}
