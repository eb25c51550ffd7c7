//! What should never be committed (rules.md R10), found in the text of a file: identity numbers, mobile numbers, plain screening words
//! beside a person, secret keys, sealed records that somebody opened and kept. Pure: a line in, what is in it out; what was found is
//! never repeated. Not here: which files there are, how their bytes are read, the shapes of numbers (`personal_numbers`).

use std::borrow::Cow;
use std::collections::HashSet;

use super::personal_numbers;
use crate::model::character;
use crate::model::dataset::Core;
use crate::model::id::folded;
use crate::model::sealed::OPENED_MARK;
use crate::model::word::{OutcomeKind, Word};

/// What was found in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Leak {
    /// An 18-digit identity number whose check digit is right.
    IdentityNumber,
    /// A mobile number.
    MobileNumber,
    /// A screening word on a line that names a person.
    ScreeningWord,
    /// A secret key, plain or locked with a passphrase.
    SecretKey,
    /// A sealed record in the clear.
    OpenedRecord,
}

impl Leak {
    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::IdentityNumber => "identity-number",
            Self::MobileNumber => "mobile-number",
            Self::ScreeningWord => "screening-word",
            Self::SecretKey => "secret-key",
            Self::OpenedRecord => "opened-record",
        }
    }
}

const SECRET_KEY: &str = "AGE-SECRET-KEY-";
/// An identity file that is locked with a passphrase, and the same armoured.
const LOCKED: [&str; 2] = ["-> scrypt ", "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdC"];
/// How lists of opened records begin.
const LISTS: [&str; 2] = ["\"format\":\"bangfu/screening/1\",\"boxes\":[{", "box,kind,person,date,by,about,"];

/// What to look for.
#[derive(Default)]
pub struct Watch<'a> {
    ids: HashSet<&'a str>,
    /// Names of persons, and screening words that are no ASCII, in the form in which they are compared.
    names: Vec<String>,
    words: Vec<String>,
    /// Screening words that are ASCII, in lower case.
    keys: Vec<String>,
    boxes: HashSet<&'a str>,
}

impl<'a> Watch<'a> {
    /// Looks for the persons and the screening categories of a scheme, and for boxes by their ids. A key that is a word of another
    /// vocabulary as well (a topic is named `study`) tells nothing and is passed over.
    pub fn new(core: &'a Core, boxes: impl Iterator<Item = &'a str>) -> Self {
        let scheme = &core.scheme;
        let other = |key: &str| {
            let vocabularies = [&scheme.topics, &scheme.modes, &scheme.acts];
            OutcomeKind::parse(key).is_some() || vocabularies.iter().any(|words| words.index_of_word(key).is_some())
        };
        let words = scheme.needs.terms.iter().flat_map(|need| [need.key.as_str(), need.name.as_str()]);
        let (keys, words) = words.filter(|word| !word.is_empty() && !other(word)).partition::<Vec<_>, _>(|word| word.is_ascii());
        let people = || core.people.iter().map(|(person, _)| person);
        Self {
            ids: people().map(|person| core.people.id(person)).collect(),
            names: people().map(|person| tight(core.people.name(person))).filter(|name| name.chars().count() > 1).collect(),
            words: words.into_iter().map(tight).collect(),
            keys: keys.into_iter().map(str::to_ascii_lowercase).collect(),
            boxes: boxes.collect(),
        }
    }

    /// What is in a line of text of a file.
    #[must_use]
    pub fn scan(&self, line: &str, beside: Beside) -> Vec<Leak> {
        let plain = plain(line);
        let numbers = personal_numbers::find(&plain, &|run| self.ids.contains(run));
        let mut found = Vec::new();
        let mut has = |leak, is: bool| found.extend(is.then_some(leak));
        has(Leak::IdentityNumber, numbers.identity);
        has(Leak::MobileNumber, numbers.mobile);
        has(Leak::ScreeningWord, self.has_word(&plain) && (beside == Beside::Person || self.names_somebody(&plain)));
        has(Leak::SecretKey, has_secret_key(&plain) || LOCKED.iter().any(|mark| line.starts_with(mark)));
        has(Leak::OpenedRecord, line == OPENED_MARK || LISTS.iter().any(|mark| line.contains(mark)) || self.names_box(&plain));
        found
    }

    /// Whether the name of a file says whom the file is about.
    #[must_use]
    pub fn beside(&self, path: &str) -> Beside {
        let path = plain(path);
        // Behind an id stands the file's ending.
        if self.names_somebody(&path) || self.names_somebody(&path.replace('.', " ")) { Beside::Person } else { Beside::Nobody }
    }

    fn has_word(&self, line: &str) -> bool {
        let key = |word: &str| self.keys.iter().any(|key| word.eq_ignore_ascii_case(key));
        let mut parts = line.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')));
        parts.any(key) || !line.is_ascii() && holds_any(&tight(line), &self.words)
    }

    fn names_somebody(&self, line: &str) -> bool {
        let apart = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
        let id = |word: &str| self.ids.contains(word) || self.ids.contains(word.trim_end_matches('.'));
        // A Chinese word may stand right before or behind an id.
        let pieces = |word: &str| word.split(|c: char| !c.is_ascii()).any(|piece| self.ids.contains(piece));
        line.split(apart).any(|word| id(word) || pieces(word)) || holds_any(&tight(line), &self.names)
    }

    fn names_box(&self, line: &str) -> bool {
        !self.boxes.is_empty() && line.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| self.boxes.contains(word))
    }
}

/// Whether what stands around a line names a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// The name of its file does.
    Person,
    /// It does not.
    Nobody,
}

fn holds_any(line: &str, words: &[String]) -> bool {
    words.iter().any(|word| line.contains(word.as_str()))
}

/// A line as it is read by people: full-width digits and letters, dashes and blanks as the plain ones, without what is not seen.
fn plain(line: &str) -> Cow<'_, str> {
    if line.is_ascii() { Cow::Borrowed(line) } else { Cow::Owned(line.chars().filter_map(plain_character).collect()) }
}

fn plain_character(c: char) -> Option<char> {
    match c {
        // A full-width full stop parts names, as other dots do.
        '\u{FF0E}' => Some('·'),
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{3000}' => Some(' '),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        _ if character::is_unseen(c) => None,
        _ => Some(character::usual(c)),
    }
}

/// A text as names and words are compared: as data.md says of names, without blanks, which are put into short names.
fn tight(text: &str) -> String {
    folded(&plain(text)).chars().filter(|c| !c.is_whitespace()).collect()
}

fn has_secret_key(line: &str) -> bool {
    let body = |rest: &str| rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
    let upper = line.to_ascii_uppercase();
    upper.split(SECRET_KEY).skip(1).any(|rest| body(rest) >= 50)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Beside, Leak, OPENED_MARK, Watch};

    fn watch() -> Watch<'static> {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        Watch {
            ids: HashSet::from(["2012210101", "13812345678"]),
            names: owned(&["谭采葛", "阿依·买买提"]),
            words: owned(&["心理脆弱"]),
            keys: owned(&["money"]),
            boxes: HashSet::from(["bcdfghjkmnpqrstv"]),
        }
    }

    fn found(line: &str) -> Vec<Leak> {
        watch().scan(line, Beside::Nobody)
    }

    #[test]
    fn numbers_of_persons_are_found_unless_they_are_ids() {
        assert_eq!(found("身份证１１０１０５ 19491231 002Ｘ。"), [Leak::IdentityNumber]);
        assert_eq!(found("手机 139\u{2011}1234\u{2011}5678"), [Leak::MobileNumber]);
        assert_eq!(found("id 13812345678"), []);
        assert_eq!(found("2012-11-08,2012210101"), []);
    }

    #[test]
    fn a_screening_word_is_one_only_beside_a_person() {
        for line in ["2012210101,谈到心理脆弱的问题", "谭采葛 Money", "谭 采 葛：心　理脆弱", "阿依•买买提 money", "学号2012210101心理脆弱"]
        {
            assert_eq!(found(line), [Leak::ScreeningWord], "{line}");
        }
        for line in ["心理脆弱", "20122101019 心理脆弱", "谭采葛 moneyless", "谭采葛 心理"] {
            assert_eq!(found(line), [], "{line}");
        }
        assert_eq!(found("谭采葛 心\u{202a}理\u{2064}脆\u{3164}弱"), [Leak::ScreeningWord], "what is not seen hides nothing");
        assert_eq!(watch().scan("心理脆弱", watch().beside("表/谭采葛.txt")), [Leak::ScreeningWord]);
        assert_eq!(watch().scan("心理脆弱", watch().beside("表/2012210101.docx")), [Leak::ScreeningWord]);
        assert_eq!(watch().beside("表/心理.txt"), Beside::Nobody);
    }

    #[test]
    fn keys_and_opened_records_are_known_and_files_without_them_are_not() {
        let key = format!("AGE-SECRET-KEY-1{}", "Q".repeat(58));
        for line in [&key, &key.to_lowercase(), &format!("key={}", key.replace("KEY-1", "KEY-PQ-1"))] {
            assert_eq!(found(line), [Leak::SecretKey], "{line}");
        }
        assert_eq!(found("-> scrypt abc 18"), [Leak::SecretKey]);
        assert_eq!(found("AGE-SECRET-KEY-1… age-encryption.org/v1"), []);
        assert_eq!(found("-> X25519 abc"), []);
        assert_eq!(found(OPENED_MARK), [Leak::OpenedRecord]);
        assert_eq!(found("box,kind,person,date,by,about,severity,closed"), [Leak::OpenedRecord]);
        assert_eq!(found("| bcdfghjkmnpqrstv | 备注 |"), [Leak::OpenedRecord]);
        assert_eq!(found("{\"format\":\"bangfu/screening/1\",\"boxes\":[],\"closed\":2}"), []);
    }
}
