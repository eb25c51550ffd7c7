//! A decision written and read again, and broken files: each fault with its code, its line and a word of its message.

use std::collections::BTreeMap;
use std::path::Path;

use super::{read, text};
use crate::finding::{Code, Finding, Findings};
use crate::i18n::Lang;
use crate::model::dataset::Core;
use crate::model::decision::{DecisionFile, path};
use crate::rules::relations::Looking;
use crate::store::load::load_core;
use crate::store::needs::Needs;
use crate::store::open::Root;

const WHOLE: &str = r#"format = 1
award = "star"

[decision]
as_of = 2013-06-14
date = 2013-06-14
meeting = "党委会“\"第6次"
votes_for = 7
votes_against = 1
abstained = 0
document = "院党发〔2013〕6号"
pool = 56
seats = 2
criteria = ["forms", "visits"]
digest = "ab"

[[person]]
id = "2010210105"
rank = 1
score = "81.90"
fractions = ["1.0000", ""]
computed = "taken"
decided = "taken"

[[person]]
id = "2010210106"
rank = 2
score = "57.38"
fractions = ["1.0000", "0.9000"]
computed = "tied"
decided = "passed-over"
reason = "名额所限"

[[person]]
id = "2010210205"
computed = "barred"
code = "disciplined"
decided = "not-taken"

[notice]
from = 2013-06-17
until = 2013-06-21
days = 5
counted = "working"
first_day = "counted"
contact = "党委办公室"

[final]
date = 2013-06-22
note = "无异议"

[[reopened]]
date = 2013-06-10
reason = "重算"
decided = 2013-06-08
taken = ["2010210105"]

[readings]
"award.star.ratio" = "10%"

[records."committee/visits.csv"]
"2012-12-01 2010210206" = "0123456789abcdef"
"#;

fn core(root: &Root) -> Core {
    load_core(root, Needs::VALIDATE, Looking::Nothing).value
}

/// The example with a decision file in place.
fn reading(file: &str) -> (Core, Vec<DecisionFile>, Vec<Finding>) {
    let root = Root::new(Path::new("examples/gzu-2012")).with(BTreeMap::from([(path("star"), file.as_bytes().to_vec())]));
    let core = core(&root);
    let mut findings = Findings::default();
    let read = read(&root, &core.scheme, &core.people, &mut findings);
    (core, read, findings.listed().0)
}

#[test]
fn what_is_written_is_read_and_written_the_same_again() {
    let (core, files, findings) = reading(WHOLE);
    assert_eq!(findings, []);
    let [file] = files.as_slice() else { panic!("{files:?}") };
    assert_eq!(text(&core, "star", file.decision.as_ref(), &file.reopened), WHOLE);
    let reopened = text(&core, "star", None, &file.reopened);
    let (_, files, findings) = reading(&reopened);
    assert!(findings.is_empty() && files[0].decision.is_none() && files[0].reopened == file.reopened);
}

#[test]
fn odd_texts_survive() {
    let (core, mut files, _) = reading(WHOLE);
    let decision = files[0].decision.as_mut().unwrap();
    decision.meeting = "a\\b \"c\" 'd' = # [x]".into();
    decision.persons[1].reason = Some("第一行\n第二行\t\u{1}".replace('\u{1}', ""));
    let written = text(&core, "star", Some(decision), &[]);
    let decision = decision.clone();
    let (_, files, findings) = reading(&written);
    assert_eq!((findings, files[0].decision.as_ref()), (vec![], Some(&decision)));
}

/// What is replaced, by what, the code, the line and a word that the message or its help must hold.
const BROKEN: &[(&str, &str, Code, u32, &str)] = &[
    ("format = 1", "format = 2", Code::BadSetting, 1, "1"),
    ("award = \"star\"", "award = \"progress\"", Code::UnknownReference, 2, "star"),
    ("award = \"star\"\n", "", Code::MissingKey, 1, "award"),
    ("meeting =", "meating =", Code::UnknownKey, 7, "meeting"),
    ("date = 2013-06-14", "date = 2013-06-31", Code::ImpossibleDate, 6, "2013-06-31"),
    ("date = 2013-06-14", "date = \"2013-06-31\"", Code::ImpossibleDate, 6, "2013-06-31"),
    ("date = 2013-06-14", "date = 2013-06-13", Code::BadSetting, 6, "2013-06-14"),
    ("votes_for = 7", "votes_for = -7", Code::BadSetting, 8, "-7"),
    ("id = \"2010210106\"", "id = \"2010210160\"", Code::UnknownPerson, 26, "2010210160"),
    ("id = \"2010210106\"", "id = \"2010210105\"", Code::BadSetting, 26, "两次"),
    ("reason = \"名额所限\"\n", "", Code::BadSetting, 31, "理由"),
    ("decided = \"passed-over\"", "decided = \"not-taken\"", Code::BadSetting, 31, "并列"),
    ("decided = \"passed-over\"", "decided = \"passed\"", Code::UnknownWord, 31, "passed-over"),
    ("code = \"disciplined\"\ndecided = \"not-taken\"", "code = \"disciplined\"\ndecided = \"taken\"", Code::BadSetting, 38, "理由"),
    ("until = 2013-06-21", "until = 2013-06-16", Code::BadSetting, 42, "2013-06-17"),
    ("from = 2013-06-17", "from = 2013-06-13", Code::BadSetting, 41, "2013-06-14"),
    ("counted = \"working\"", "counted = \"works\"", Code::UnknownWord, 44, "working"),
    ("date = 2013-06-22", "date = 2013-06-21", Code::BadSetting, 49, "2013-06-21"),
    ("taken = [\"2010210105\"]", "taken = [\"2010210\"]", Code::UnknownPerson, 56, "2010210"),
    ("reason = \"重算\"\n", "", Code::MissingKey, 52, "reason"),
    ("\"award.star.ratio\" = \"10%\"", "\"award.star.ratio\" = 10", Code::WrongType, 59, "10"),
    ("[records.\"committee/visits.csv\"]", "[recrods.\"committee/visits.csv\"]", Code::UnknownKey, 61, "records"),
    ("[decision]\n", "[decision\n", Code::BadToml, 4, ""),
];

#[test]
fn every_fault_is_told_where_it_stands() {
    for (old, new, code, line, word) in BROKEN {
        assert!(WHOLE.contains(old), "{old}");
        let (_, _, findings) = reading(&WHOLE.replacen(old, new, 1));
        let found = findings.iter().find(|found| found.code == *code && found.place.line == *line);
        let Some(found) = found else { panic!("{new}: {findings:?}") };
        let said = format!("{}{}", found.message(Lang::Zh), found.help(Lang::Zh));
        assert!(said.contains(word), "{new}: {said}");
    }
}

#[test]
fn a_notice_or_persons_without_a_decision_are_told() {
    let (before, rest) = WHOLE.split_once("[decision]").unwrap();
    let (_, persons) = rest.split_once("[[person]]").unwrap();
    let (_, files, findings) = reading(&format!("{before}[[person]]{persons}"));
    assert!(files[0].decision.is_none() && findings.iter().any(|found| found.code == Code::MissingKey), "{findings:?}");
    let (before, rest) = WHOLE.split_once("[notice]").unwrap();
    let (_, end) = rest.split_once("[final]").unwrap();
    let (_, _, findings) = reading(&format!("{before}[final]{end}"));
    assert_eq!(findings.iter().map(|found| found.code).collect::<Vec<_>>(), [Code::BadSetting]);
}
