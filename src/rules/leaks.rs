//! What should never be committed (rules.md R10), found in the text of a file: identity numbers, mobile numbers, plain screening words
//! beside a person, secret keys, sealed records that somebody opened and kept. Pure: bytes in, lines out; what was found is never
//! repeated. Not here: which files there are.

use std::collections::HashSet;

use crate::model::dataset::Core;
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

/// The weights of the digits of an identity number (GB 11643), and the check digit by remainder.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK: &[u8; 11] = b"10X98765432";

const SECRET_KEY: &str = "AGE-SECRET-KEY-1";
/// An identity file that is locked with a passphrase, and the same armoured.
const LOCKED: [&str; 2] = ["-> scrypt ", "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdC"];
/// How lists of opened records begin.
const LISTS: [&str; 2] = ["\"format\":\"bangfu/screening/1\",\"boxes\":[{", "box,kind,person,date,by,about,"];

/// What to look for.
pub struct Watch<'a> {
    ids: HashSet<&'a str>,
    names: Vec<&'a str>,
    words: Vec<&'a str>,
}

impl<'a> Watch<'a> {
    /// Looks for the persons and the screening categories of a scheme. A key that is a word of another vocabulary as well (a topic is
    /// named `study`) tells nothing and is passed over.
    #[must_use]
    pub fn new(core: &'a Core) -> Self {
        let scheme = &core.scheme;
        let other = |key: &str| {
            let vocabularies = [&scheme.topics, &scheme.modes, &scheme.acts];
            OutcomeKind::parse(key).is_some() || vocabularies.iter().any(|words| words.index_of_word(key).is_some())
        };
        let words = scheme.needs.terms.iter().flat_map(|need| [need.key.as_str(), need.name.as_str()]);
        let people = || core.people.iter().map(|(person, _)| person);
        Self {
            ids: people().map(|person| core.people.id(person)).collect(),
            names: people().map(|person| core.people.name(person)).filter(|name| name.chars().count() > 1).collect(),
            words: words.filter(|word| !word.is_empty() && !other(word)).collect(),
        }
    }

    /// What is in a file, by line.
    #[must_use]
    pub fn scan(&self, bytes: &[u8]) -> Vec<(u32, Leak)> {
        let text = String::from_utf8_lossy(bytes);
        let mut found = Vec::new();
        for (line, number) in text.lines().zip(1_u32..) {
            let mut has = |leak, is: bool| found.extend(is.then_some((number, leak)));
            let runs = || digit_runs(line);
            has(Leak::IdentityNumber, runs().any(is_identity_number));
            has(Leak::MobileNumber, runs().any(|run| !self.ids.contains(run) && is_mobile_number(run)));
            has(Leak::ScreeningWord, self.words.iter().any(|word| holds(line, word)) && self.names_somebody(line));
            has(Leak::SecretKey, has_secret_key(line) || LOCKED.iter().any(|mark| line.starts_with(mark)));
            has(Leak::OpenedRecord, line == OPENED_MARK || LISTS.iter().any(|mark| line.contains(mark)));
        }
        found
    }

    fn names_somebody(&self, line: &str) -> bool {
        let apart = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
        line.split(apart).any(|word| self.ids.contains(word)) || self.names.iter().any(|name| line.contains(name))
    }
}

/// Whether a line holds a word: a word of letters as a whole, a Chinese one anywhere.
fn holds(line: &str, word: &str) -> bool {
    if !word.is_ascii() {
        return line.contains(word);
    }
    line.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).any(|part| part == word)
}

/// Runs of digits that no letter touches; an X may end one.
fn digit_runs(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_ascii_alphanumeric()).filter(|run| {
        let digits = run.strip_suffix(['X', 'x']).unwrap_or(run);
        digits.len() >= 11 && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn is_identity_number(run: &str) -> bool {
    let bytes = run.as_bytes();
    let Some((last, digits)) = bytes.split_last().filter(|(_, digits)| digits.len() == WEIGHTS.len()) else { return false };
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit.saturating_sub(b'0')) * weight).sum();
    CHECK.get((sum % 11) as usize) == Some(&last.to_ascii_uppercase())
}

/// Eleven digits that begin with 13 to 19, with or without the country's 86.
fn is_mobile_number(run: &str) -> bool {
    let own = if run.len() == 13 { run.strip_prefix("86").unwrap_or(run) } else { run };
    own.len() == 11 && own.starts_with('1') && matches!(own.as_bytes().get(1), Some(b'3'..=b'9')) && !own.ends_with(['X', 'x'])
}

fn has_secret_key(line: &str) -> bool {
    let body = |rest: &str| rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    line.split(SECRET_KEY).skip(1).any(|rest| body(rest) >= 50)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Leak, OPENED_MARK, Watch};

    fn watch() -> Watch<'static> {
        Watch { ids: HashSet::from(["2012210101", "13812345678"]), names: vec!["谭采葛"], words: vec!["money", "心理脆弱"] }
    }

    fn found(text: &str) -> Vec<Leak> {
        watch().scan(text.as_bytes()).into_iter().map(|(_, leak)| leak).collect()
    }

    #[test]
    fn numbers_of_persons_are_known_by_their_shape_and_check_digit() {
        for (text, leaks) in [
            ("身份证11010519491231002X。", &[Leak::IdentityNumber][..]),
            ("11010519491231002x", &[Leak::IdentityNumber]),
            ("110105194912310021", &[]),
            ("a11010519491231002X", &[]),
            ("911010519491231002X", &[]),
            ("call 13912345678 now", &[Leak::MobileNumber]),
            ("+8613912345678", &[Leak::MobileNumber]),
            ("12912345678 139123456789 1391234567X", &[]),
            ("id 13812345678", &[]),
            ("2012-11-08,2012210101", &[]),
        ] {
            assert_eq!(found(text), leaks, "{text}");
        }
    }

    #[test]
    fn a_screening_word_is_one_only_beside_a_person() {
        assert_eq!(found("2012210101,谈到心理脆弱的问题"), [Leak::ScreeningWord]);
        assert_eq!(found("谭采葛 money"), [Leak::ScreeningWord]);
        for text in ["心理脆弱", "谭采葛\n心理脆弱", "20122101019 心理脆弱", "谭采葛 moneyless", "谭采葛 心理"] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn keys_and_opened_records_are_known_and_files_without_them_are_not() {
        let key = format!("AGE-SECRET-KEY-1{}", "Q".repeat(58));
        assert_eq!(watch().scan(format!("# x\n{key}\n").as_bytes()), [(2, Leak::SecretKey)]);
        assert_eq!(found("age-encryption.org/v1\n-> scrypt abc 18\n"), [Leak::SecretKey]);
        assert_eq!(found("AGE-SECRET-KEY-1… age-encryption.org/v1\n-> X25519 abc\n"), []);
        assert_eq!(found(&format!("{OPENED_MARK}\nkind = \"note\"\n")), [Leak::OpenedRecord]);
        assert_eq!(found("box,kind,person,date,by,about,severity,closed"), [Leak::OpenedRecord]);
        assert_eq!(found("{\"format\":\"bangfu/screening/1\",\"boxes\":[],\"closed\":2}"), []);
    }
}
