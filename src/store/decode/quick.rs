//! Lines of the usual shape are taken without their cells being told apart, and what lies behind the list is only counted: neither may
//! change what is read or what is said. Records with faults of every kind, read the quick way and cell by cell.

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::{ProptestConfig, Strategy, prop_assert_eq, proptest};
use proptest::sample::select;

use crate::finding::{Finding, Findings};
use crate::model::day::Day;
use crate::rules::relations::Looking;
use crate::store::load::{Loaded, gather_branches, gather_core, load};
use crate::store::needs::Needs;
use crate::store::open::Root;

const SCHEME: &str = include_str!("../../../data-template/gzu-2012/bangfu.toml");

/// What a column may hold; the first is right, and stands there most often.
type Cells = &'static [&'static str];

const PEOPLE: &[Cells] = &[
    &["1", "2", "3", "4", "2.0E+09", "1", "", "a b"],
    &["甲", "甲", ""],
    &[""],
    &["英语"],
    &["2010"],
    &["一班", "\"一,班\""],
    &["ug1", "ug1", "ug2", "", "ug9"],
    &["full", "probationary", "masses", "preparatory", ""],
    &["2010-06-27", "", "2012-02-30"],
    &["", "甲", "2.0E+09", "甲;2.0E+09", "甲2e9"],
    &[""],
    &[""],
    &["", "2012-12-01", "soon"],
    &["", "a\u{7}b", "\"x\"y"],
];

const PAIRS: &[Cells] = &[
    &["p1", "p2", "p3", "p4", "p5", "p1", ""],
    &["1", "2", "9", "2.0E+09"],
    &["3", "4", "2", "\"4\"", ""],
    &["assigned", "chosen"],
    &["study", "study;life", "studying", "life;life"],
    &["2012-11-06", "2012-11-06", "2012-11-31", "6.11.2012"],
    &["", "2012-11-01", "2013-01-01"],
    &["", "x,y"],
];

const CONTACTS: &[Cells] = &[
    &["p1", "p2", "p3", "p4", "p5", "p6", "p6", "\"p6\"", "p7", ""],
    &["2012-11-19", "2012-11-20", "2012-12-19", "2012-12-20", "2012-02-30", "2012/11/6", "", "2014-01-01"],
    &["", "1", "2", "0", "12", "300", "x"],
    &["talk", "attempt", "tlak", ""],
    &["face", "phone", "", "telepathy", "\"face\""],
    &["study", "life;mind", "study;sport", "mind;mind", ""],
    &["", "30", "00030", "70000", "half an hour"],
    &["", "操场"],
    &["谈了本周的学习安排", "\"谈,\"\"了\"\"\"", "", "a\u{7}"],
    &["", "\u{85}"],
    &["", "a\"b"],
    &["", "2013-01-20", "2012-10-20", "then"],
    &["", "1", "1,2", "甲; 2.0E+09", "-2E9", "e2"],
];

const FORMS: &[Cells] = &[
    &["p1", "p2", "p3", "p6", "p6", "p7", ""],
    &["2012-11", "2012-12", "2013-01", "2012-13", "2014-01"],
    &["", "1", "2", "12", "0"],
    &["2013-01-30", "2012-10-01", "", "2013-02-30"],
    &["passed", "returned", "", "fine"],
    &["", "2013-02-01", "2012-10-02", "soon"],
    &["", "1", "甲、2.0E+09"],
    &["", "92", "9", "92.5", "101", "\"92\""],
    &["", "x\r"],
];

/// A line: most of its cells are right.
fn line(columns: &'static [Cells]) -> impl Strategy<Value = String> {
    let cells: Vec<_> = columns.iter().map(|cells| (0..16_usize, select(*cells)).prop_map(|(turn, any)| (turn, any, cells[0]))).collect();
    let odd = select(&["", "", "", "", "", "", "", "", "short", "empty", "\r", "\u{0}", "<<<<<<< a", "\"open"][..]);
    (cells, odd, 1..16_usize).prop_map(|(cells, odd, faults)| {
        let cell = |(turn, any, right): (usize, &'static str, &'static str)| if turn < faults { any } else { right };
        let line = cells.into_iter().map(cell).collect::<Vec<_>>().join(",");
        match odd {
            "short" => line.rsplit_once(',').map_or_else(String::new, |(start, _)| start.to_owned()),
            "empty" => String::new(),
            "<<<<<<< a" => odd.to_owned(),
            _ => line + odd,
        }
    })
}

fn lines(columns: &'static [Cells]) -> impl Strategy<Value = String> {
    proptest::collection::vec(line(columns), 0..12).prop_map(|lines| lines.iter().map(|line| format!("{line}\n")).collect())
}

const PERSONS: &str = "1,甲,,英语,2010,一班,ug1,full,2010-06-27,,,,,\n3,乙,,英语,2012,一班,ug1,league,,,,,,\n";
const CONTACTS_HEADER: &str = "pair,date,n,act,mode,topics,minutes,place,content,problem,next,entered,by";

fn root(people: &str, pairs: &str, contacts: (&str, &str), forms: &str) -> Root {
    let of = |header: &str, lines: &str| format!("{header}\n{lines}").into_bytes();
    let files = [
        ("bangfu.toml", SCHEME.as_bytes().to_vec()),
        ("people.csv", of("id,name,gender,major,grade,class,branch,stage,stage_since,counsellor,college,dormitory,left,note", people)),
        ("branches/ug1/pairs.csv", of("id,helper,helped,basis,topics,start,end,end_reason", pairs)),
        ("branches/ug2/pairs.csv", of("id,helper,helped,basis,topics,start,end,end_reason", "p7,1,3,assigned,study,2012-11-06,,\n")),
        ("branches/ug1/contacts.csv", of(contacts.0, contacts.1)),
        ("branches/ug1/forms.csv", of("pair,month,n,received,review,reviewed,by,score,comment", forms)),
    ];
    Root::new(Path::new("/nowhere")).with(files.into_iter().map(|(path, bytes)| (path.to_owned(), bytes)).collect())
}

/// What is said where at most so many are listed: those, and how many others there are of each code.
fn said(root: &Root, needs: Needs, looking: Looking, most: usize) -> (Vec<Finding>, Vec<(&'static str, usize)>) {
    let mut findings = Findings::new(most);
    let core = gather_core(root, needs, looking, &mut findings);
    gather_branches(root, &core, needs, looking, &mut findings);
    let (listed, rest) = findings.listed();
    (listed, rest.by_code().collect())
}

fn expected(all: &[Finding], most: usize) -> (Vec<Finding>, Vec<(&'static str, usize)>) {
    let mut counts = BTreeMap::new();
    all.iter().skip(most).for_each(|finding| *counts.entry(finding.code.word()).or_insert(0) += 1);
    (all.iter().take(most).cloned().collect(), counts.into_iter().collect())
}

/// Rows of one pair follow each other: each is told of, or none.
#[test]
fn every_row_of_an_unknown_pair_is_told_and_none_of_one_that_was_lost() {
    let pairs = "p1,1,3,assigned,study,2012-11/06,,\n";
    let contact = |pair: &str, day: u32| format!("{pair},2012-11-{day},,talk,face,study,30,,谈,,,,\n");
    let contacts: String = ["p1", "p1", "p9", "p9", "p1", "p9"].into_iter().zip(10..).map(|(pair, day)| contact(pair, day)).collect();
    let form = |pair: &str| format!("{pair},2012-11,,2012-12-01,,,,,\n");
    let forms: String = ["p9", "p9", "p1", "p1"].into_iter().map(form).collect();
    let root = root(PERSONS, pairs, (CONTACTS_HEADER, &contacts), &forms);
    for (needs, told) in [(Needs::CHECK, 3), (Needs::ROLLUP, 5), (Needs::VALIDATE, 5), (Needs::ALL, 5)] {
        for most in [0, 2, usize::MAX] {
            let (listed, rest) = said(&root, needs, Looking::Errors, most);
            let listed = listed.iter().map(|finding| (finding.code.word(), 1));
            let unknown: usize = listed.chain(rest).filter(|(code, _)| *code == "unknown-pair").map(|(_, count)| count).sum();
            assert_eq!(unknown, told, "{needs:?} {most}");
        }
    }
}

/// A header without the last columns says how many cells a line has, whoever reads it.
#[test]
fn a_cell_too_many_is_told_under_a_shorter_header_too() {
    let pairs = "p1,1,3,assigned,study,2012-11-06,,\n";
    let contact = "p1,2012-11-19,1,talk,face,study,30,,谈,,,2012-11-20,1\n";
    let shorter = CONTACTS_HEADER.strip_suffix(",by").unwrap();
    for (header, told) in [(CONTACTS_HEADER, 0), (shorter, 1)] {
        let root = root(PERSONS, pairs, (header, contact), "");
        for needs in [Needs::ROLLUP, Needs::VALIDATE, Needs::ALL] {
            let counts = said(&root, needs, Looking::Errors, 0).1;
            let ragged = counts.iter().filter(|(code, _)| *code == "ragged-row").map(|(_, count)| count).sum::<usize>();
            assert_eq!(ragged, told, "{header} {needs:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_same_is_read_and_said_the_quick_way(
        people in lines(PEOPLE), pairs in lines(PAIRS), contacts in lines(CONTACTS), forms in lines(FORMS), most in 0..30_usize,
    ) {
        let root = root(&people, &pairs, (CONTACTS_HEADER, &contacts), &forms);
        let looking = Looking::Warnings(Day::parse(b"2013-06-30").unwrap());
        let Loaded { value: slow, findings: all } = load(&root, Needs::ALL, looking);
        let quick = load(&root, Needs::VALIDATE, looking);
        prop_assert_eq!(&quick.findings, &all);
        for (quick, slow) in quick.value.branches.iter().zip(&slow.branches) {
            prop_assert_eq!(&quick.contacts.contacts, &slow.contacts.contacts);
            prop_assert_eq!(&quick.contacts.lines, &slow.contacts.lines);
            prop_assert_eq!(&quick.contacts.details, &slow.contacts.details);
            prop_assert_eq!(&quick.forms.rows, &slow.forms.rows);
        }
        for needs in [Needs::VALIDATE, Needs::ALL] {
            prop_assert_eq!(said(&root, needs, looking, most), expected(&all, most));
        }
        for needs in [Needs::CHECK, Needs::ROLLUP] {
            let all = said(&root, needs, looking, usize::MAX).0;
            prop_assert_eq!(said(&root, needs, looking, most), expected(&all, most));
        }
    }
}
