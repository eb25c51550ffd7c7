//! A sealed record as the text that is encrypted: lines `name = "text"`, which are TOML, so that whoever opens a box with the standard
//! tool can read it. Every buffer is wiped when it is let go. Not here: how it is padded and encrypted (`seal`).

use zeroize::Zeroizing;

use crate::model::day::Day;
use crate::model::sealed::{OPENED_MARK, SealedRecord};
use crate::model::secret::Secret;
use crate::model::word::{SealedKind, Word};

/// The record as text.
#[must_use]
pub fn encode(record: &SealedRecord) -> Zeroizing<Vec<u8>> {
    let date = Secret::from(record.date.to_string());
    let kind = Secret::from(record.kind.key());
    let head = [("kind", &kind), ("person", &record.person), ("date", &date), ("by", &record.by)];
    let lines: Vec<(&str, &Secret)> = head.into_iter().chain(record.all()).collect();
    let room = lines.iter().map(|(name, text)| name.len() + 2 * text.reveal().len() + 8).sum::<usize>();
    // With room for all of it nothing is moved, and nothing is left behind unwiped.
    let mut out = Zeroizing::new(Vec::with_capacity(OPENED_MARK.len() + 1 + room));
    out.extend_from_slice(OPENED_MARK.as_bytes());
    out.push(b'\n');
    for (name, text) in lines {
        line(&mut out, name, text.reveal());
    }
    out
}

fn line(out: &mut Vec<u8>, name: &str, text: &str) {
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b" = \"");
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\t' => out.extend_from_slice(b"\\t"),
            _ => out.push(byte),
        }
    }
    out.extend_from_slice(b"\"\n");
}

/// The record that a text says; `None` where it is none.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<SealedRecord> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut head: [Secret; 4] = Default::default();
    let mut fields = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        let (name, quoted) = line.split_once(" = ")?;
        let text = unquoted(quoted)?;
        match ["kind", "person", "date", "by"].iter().position(|known| *known == name).and_then(|at| head.get_mut(at)) {
            Some(part) => *part = text,
            None => fields.push((name, text)),
        }
    }
    let [kind, person, date, by] = head;
    let kind = SealedKind::parse(kind.reveal())?;
    let mut record = SealedRecord::new(kind, person, Day::parse(date.reveal().as_bytes()).ok()?, by);
    fields.into_iter().for_each(|(name, text)| record.set(name, text));
    Some(record)
}

fn unquoted(quoted: &str) -> Option<Secret> {
    let inner = quoted.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = Zeroizing::new(String::with_capacity(inner.len()));
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        text.push(match character {
            '"' => return None,
            '\\' => match characters.next()? {
                'n' => '\n',
                't' => '\t',
                same @ ('"' | '\\') => same,
                _ => return None,
            },
            other => other,
        });
    }
    Some(Secret::from(std::mem::take(&mut *text)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, any, proptest};

    use super::{decode, encode};
    use crate::model::day::Day;
    use crate::model::sealed::SealedRecord;
    use crate::model::secret::Secret;
    use crate::model::word::{SealedKind, Word};

    fn record(note: &str) -> SealedRecord {
        let day = Day::parse(b"2012-10-20").unwrap();
        let mut record = SealedRecord::new(SealedKind::Screening, "2012210101".into(), day, "辅导员".into());
        record.set("note", note.into());
        record.set("severity", "3".into());
        record
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_text_comes_back_and_the_text_is_toml(note in any::<String>(), kind in 0..SealedKind::ALL.len()) {
            let fit: String = note.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
            let mut sealed = record(&fit);
            sealed.kind = SealedKind::ALL[kind];
            let text = encode(&sealed);
            assert!(decode(&text).unwrap().says_the_same(&sealed));
            let table: toml::Table = toml::from_str(std::str::from_utf8(&text).unwrap()).unwrap();
            assert_eq!(table.get("note").and_then(toml::Value::as_str).unwrap_or(""), fit);
        }
    }

    #[test]
    fn fields_of_a_later_version_are_kept_and_padding_is_passed_over() {
        let mut text = encode(&record("a")).to_vec();
        text.extend_from_slice(b"colour = \"red\"\n#          \n");
        let read = decode(&text).unwrap();
        assert_eq!(read.field("colour"), "red");
        assert!(decode(&encode(&read)).unwrap().says_the_same(&read));
    }

    #[test]
    fn what_is_no_record_is_not_read_as_one() {
        for bad in ["", "kind = \"screening\"\n", "kind = \"x\"\ndate = \"2012-10-20\"\n", "kind = \"note\"\ndate = \"2012-02-30\"\n"] {
            assert!(decode(bad.as_bytes()).is_none(), "{bad}");
        }
        for bad in ["kind = note", "kind = \"note\" ", "kind = \"a\\x\"", "kind = \"a\"b\"", "kind=\"note\"", "kind = \""] {
            assert!(decode(format!("date = \"2012-10-20\"\n{bad}\n").as_bytes()).is_none(), "{bad}");
        }
        assert!(decode(b"\xff").is_none());
        assert_eq!(Secret::default().reveal(), "");
    }
}
