//! Boxes sealed, opened, damaged and changed.
#![expect(clippy::disallowed_methods, reason = "tests look at the files themselves")]

use std::collections::BTreeSet;
use std::io::Read;
use std::path::PathBuf;

use age::secrecy::ExposeSecret;
use age::x25519;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::boxes::{BoxChange, Opening, changed, check, open_all, read};
use super::identity::{Identities, NewIdentity, destroy, open};
use super::seal::{STEP, Sealer};
use crate::failure::Kind;
use crate::finding::{Code, Findings};
use crate::model::day::Day;
use crate::model::scheme::{Recipient, Scheme};
use crate::model::sealed::SealedRecord;
use crate::model::secret::Secret;
use crate::model::word::SealedKind;
use crate::store::open::Root;

fn day() -> Day {
    Day::parse(b"2012-10-20").unwrap()
}

fn record(category: &str, note: &str) -> SealedRecord {
    let mut record = SealedRecord::new(SealedKind::Screening, "2012210101".into(), day(), "甲".into());
    record.set("category", category.into());
    record.set("note", note.into());
    record
}

fn recipient(key: &NewIdentity) -> Recipient {
    Recipient { name: "甲".to_owned(), role: String::new(), key: key.public_key() }
}

fn sealer(keys: &[&NewIdentity]) -> Sealer {
    Sealer::new(&keys.iter().map(|key| recipient(key)).collect::<Vec<_>>()).unwrap()
}

/// A folder with a sealed.csv.
fn folder(bytes: &[u8]) -> (tempfile::TempDir, Root) {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("sealed.csv"), bytes).unwrap();
    let root = Root::new(dir.path());
    (dir, root)
}

fn opened(bytes: &[u8], identities: &Identities) -> Opening {
    let (_dir, root) = folder(bytes);
    let mut findings = Findings::default();
    let boxes = read(&root, &Scheme::default(), &mut findings);
    assert!(findings.is_empty());
    open_all(&boxes, identities)
}

#[test]
fn the_plain_age_format_opens_a_box_and_its_length_tells_nothing() {
    let key = NewIdentity::generate(day());
    let sealer = sealer(&[&key, &NewIdentity::generate(day()), &NewIdentity::generate(day())]);
    let mut lengths = BTreeSet::new();
    let categories = "study belief mind money registration internet job illness dependence discipline";
    for category in categories.split(' ').chain([categories]) {
        for note in ["", "一", &"长".repeat(900)] {
            let sealed = sealer.seal(&record(category, note)).unwrap();
            lengths.insert(sealed.data.len());
            let bytes = BASE64_STANDARD.decode(&sealed.data).unwrap();
            let mut stream = age::Decryptor::new(bytes.as_slice()).unwrap().decrypt(key.identities().keys().take(1)).unwrap();
            let mut text = String::new();
            stream.read_to_string(&mut text).unwrap();
            assert!(text.contains(&format!("note = \"{note}\"\n")) || note.is_empty(), "{text}");
            assert!(text.ends_with(" \n") && bytes.len() == STEP);
        }
    }
    assert_eq!(lengths.len(), 1);
    let long = sealer.seal(&record("mind", &"长".repeat(2000))).unwrap();
    assert_eq!(BASE64_STANDARD.decode(long.data).unwrap().len(), 2 * STEP);
    let failure = sealer.seal(&record("mind", &"长".repeat(30_000))).unwrap_err();
    assert_eq!((failure.kind, failure.message.key), (Kind::Usage, "sealed.too-long"));
}

#[test]
fn boxes_are_added_replaced_and_removed_one_line_each() {
    let key = NewIdentity::generate(day());
    let sealer = sealer(&[&key]);
    let (first, ids) = changed(Some(&sealer), None, &[BoxChange::Add(record("mind", "a")), BoxChange::Add(record("mind", "a"))]).unwrap();
    assert!(ids.len() == 2 && ids[0] != ids[1] && ids.iter().all(|id| id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_lowercase())));
    let replace = BoxChange::Replace { id: ids[0].clone(), record: record("study", "b") };
    let (second, none) = changed(Some(&sealer), Some(&first), &[replace]).unwrap();
    let lines = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap().lines().map(str::to_owned).collect::<BTreeSet<_>>();
    assert_eq!((lines(&first).intersection(&lines(&second)).count(), none.len()), (2, 0));
    let opening = opened(&second, &key.identities());
    let of = |id: &str| opening.boxes.iter().find(|open| open.id == id).unwrap().record.field("note").to_owned();
    assert_eq!((of(&ids[0]), of(&ids[1]), opening.findings.len()), ("b".to_owned(), "a".to_owned(), 0));
    let (third, _) = changed(None, Some(&second), &[BoxChange::Remove { id: ids[1].clone() }]).unwrap();
    assert_eq!(opened(&third, &key.identities()).boxes.len(), 1);
    assert!(changed(None, Some(&third), &[BoxChange::Remove { id: ids[1].clone() }]).is_err());
}

#[test]
fn a_box_that_lies_there_twice_is_told_taken_away_whole_and_never_replaced() {
    let key = NewIdentity::generate(day());
    let sealer = sealer(&[&key]);
    let (bytes, ids) = changed(Some(&sealer), None, &[BoxChange::Add(record("mind", "a")), BoxChange::Add(record("mind", "b"))]).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let other = sealer.seal(&record("mind", "later")).unwrap().data;
    let merged = format!("{text}{},{other}\n", ids[0]).into_bytes();
    let (_dir, root) = folder(&merged);
    let mut findings = Findings::default();
    read(&root, &Scheme::default(), &mut findings);
    assert_eq!(findings.iter().map(|finding| (finding.place.line, finding.code)).collect::<Vec<_>>(), [(4, Code::DuplicateKey)]);
    let remove = |id: &String| BoxChange::Remove { id: id.clone() };
    let (kept, _) = changed(None, Some(&merged), &[remove(&ids[0]), remove(&ids[0])]).unwrap();
    assert_eq!(opened(&kept, &key.identities()).boxes.iter().map(|open| &open.id).collect::<Vec<_>>(), [&ids[1]]);
    let replace = BoxChange::Replace { id: ids[0].clone(), record: record("study", "c") };
    let failure = changed(Some(&sealer), Some(&merged), &[replace]).unwrap_err();
    assert_eq!((failure.kind, failure.message.key), (Kind::Refused, "sealed.doubled"));
    // The other box is nobody's trouble.
    let replace = BoxChange::Replace { id: ids[1].clone(), record: record("study", "c") };
    assert!(changed(Some(&sealer), Some(&merged), &[replace]).is_ok());
}

#[test]
fn a_damaged_or_foreign_box_is_named_by_line_and_id_and_the_others_open() {
    let (mine, theirs) = (NewIdentity::generate(day()), NewIdentity::generate(day()));
    let seal = |key: &NewIdentity| sealer(&[key]).seal(&record("mind", "s")).unwrap().data;
    let good = seal(&mine);
    let mut flipped = BASE64_STANDARD.decode(seal(&mine)).unwrap();
    let last = flipped.len() - 40;
    flipped[last] ^= 1;
    let flipped = BASE64_STANDARD.encode(flipped);
    let cut = good.get(..good.len() - 400).unwrap();
    let text = format!("box,data\na,{good}\nb,{}\nc,{flipped}\nd,{cut}\ne,***\nf,{}\n", seal(&theirs), good.get(..40).unwrap());
    let opening = opened(text.as_bytes(), &mine.identities());
    assert_eq!(opening.boxes.iter().map(|open| open.id.as_str()).collect::<Vec<_>>(), ["a"]);
    let found: Vec<_> = opening.findings.iter().map(|finding| (finding.place.line, finding.code)).collect();
    let damaged = [4, 5, 6, 7].map(|line| (line, Code::DamagedBox));
    assert_eq!(found, [&[(3, Code::ForeignBox)], &damaged[..]].concat());
    assert!(opening.findings.iter().all(|finding| !format!("{finding:?}").contains("mind")));
    let (_dir, root) = folder(text.as_bytes());
    let mut findings = Findings::default();
    check(&root, &Scheme::default(), &mut findings);
    assert_eq!(findings.iter().map(|finding| finding.place.line).collect::<Vec<_>>(), [6, 7], "what is seen without a key");
}

#[test]
fn lines_that_hold_no_box_and_doubled_ids_are_found_without_a_key() {
    let key = NewIdentity::generate(day());
    let data = sealer(&[&key]).seal(&record("mind", "s")).unwrap().data;
    let (_dir, root) = folder(format!("box,data\na,{data}\n心理脆弱,{data}\na,{data}\nb,\n").as_bytes());
    let mut findings = Findings::default();
    check(&root, &Scheme::default(), &mut findings);
    let (findings, _) = findings.listed();
    let codes: Vec<_> = findings.iter().map(|finding| (finding.place.line, finding.code)).collect();
    assert!(codes.contains(&(3, Code::DamagedBox)) && codes.contains(&(4, Code::DuplicateKey)) && codes.iter().any(|(line, _)| *line == 5));
    assert!(!format!("{findings:?}").contains("心理"), "{findings:?}");
}

#[test]
fn what_an_erasure_took_away_is_known_without_a_key_and_names_nobody() {
    let key = NewIdentity::generate(day());
    let sealer = sealer(&[&key]);
    let ids: Vec<String> = (0..40).map(|n| format!("bcdfghjkmnpq{}", ["bc", "df", "gh", "jk"][n % 4].repeat(1 + n / 20))).collect();
    let mut stone = SealedRecord::new(SealedKind::Erased, Secret::default(), day(), Secret::default());
    stone.set("boxes", Secret::from(ids.join(";")));
    let (usual, stone) = (sealer.seal(&record("mind", "s")).unwrap().data, sealer.seal(&stone).unwrap().data);
    assert_eq!(usual.len(), stone.len(), "its length tells nothing");
    let (_dir, root) = folder(format!("box,data\nstone,{stone}\n{},{usual}\nother,{usual}\n", ids[3]).as_bytes());
    let mut findings = Findings::default();
    check(&root, &Scheme::default(), &mut findings);
    let (findings, _) = findings.listed();
    assert_eq!(findings.iter().map(|finding| (finding.place.line, finding.code)).collect::<Vec<_>>(), [(3, Code::ErasedBox)]);
    // Any reader of age files opens it all the same.
    let bytes = BASE64_STANDARD.decode(&stone).unwrap();
    let mut plain = String::new();
    let opened = age::Decryptor::new_buffered(bytes.as_slice()).unwrap();
    let dir = tempfile::tempdir().unwrap();
    key.write(&dir.path().join("id"), None).unwrap();
    let own = open(&dir.path().join("id"), &|| Ok(Secret::default())).unwrap();
    opened.decrypt(own.keys()).unwrap().read_to_string(&mut plain).unwrap();
    assert!(plain.contains(&ids[39]) && plain.contains("person = \"\""), "{plain}");
    let head: Vec<u8> = bytes.split(|byte| *byte == b'\n').take_while(|line| !line.starts_with(b"---")).flatten().copied().collect();
    assert!(String::from_utf8(head).unwrap().contains(&format!("bangfu-erased {}", ids[0])), "nothing else is in its head");
}

#[test]
fn identity_files_open_plain_and_locked_and_others_say_nothing_of_what_is_in_them() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| -> PathBuf { dir.path().join(name) };
    let key = NewIdentity::generate(day());
    let no = || -> crate::failure::Result<Secret> { panic!("nobody is asked") };
    key.write(&at("plain"), None).unwrap();
    assert_eq!(open(&at("plain"), &no).unwrap().public_keys(), [key.public_key()]);
    assert_eq!(key.write(&at("plain"), None).unwrap_err().message.key, "output.exists");
    key.write(&at("locked"), Some(&"一二三四".into())).unwrap();
    assert_eq!(open(&at("locked"), &|| Ok("一二三四".into())).unwrap().public_keys(), [key.public_key()]);
    assert_eq!(open(&at("locked"), &|| Ok("x".into())).err().unwrap().message.key, "identity.wrong-passphrase");
    let other = x25519::Identity::generate();
    std::fs::write(at("two"), format!("{}\r\n\n# c\n{}\n", other.to_string().expose_secret(), other.to_string().expose_secret())).unwrap();
    assert_eq!(open(&at("two"), &no).unwrap().public_keys().len(), 2);
    std::fs::write(at("bad"), "# c\nAGE-SECRET-KEY-1GEHEIM\n").unwrap();
    std::fs::write(at("empty"), "# c\n").unwrap();
    std::fs::write(at("cut"), "age-encryption.org/v1\n-> scrypt").unwrap();
    std::fs::write(at("bytes"), b"\xff\xfe").unwrap();
    for (name, key) in [("bad", "identity.bad-line"), ("empty", "identity.none"), ("cut", "identity.damaged"), ("bytes", "identity.none")] {
        let failure = open(&at(name), &no).err().unwrap();
        assert!(failure.message.key == key && !failure.to_string().contains("GEHEIM"), "{name}: {failure}");
    }
    assert_eq!(open(&at("none"), &no).err().unwrap().kind, Kind::Io);
    destroy(&at("plain")).unwrap();
    assert!(!at("plain").exists());
}
