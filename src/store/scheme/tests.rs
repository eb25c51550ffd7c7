//! The reader of `bangfu.toml` against the document's own scheme, broken copies of it, and bytes at random.

use std::sync::Arc;

use super::read_scheme;
use crate::finding::Finding;
use crate::i18n::Lang;
use crate::model::award_rule::{CriterionKey, Level, Missing, Nominator, Pool, Quota, Rounding, Ties};
use crate::model::decimal::{Decimal, fraction};
use crate::model::scheme::{PairingPolicy, PauseReading, Per, Scheme, Window};
use crate::model::word::Stage;

const GZU: &str = include_str!("../../../data-template/gzu-2012/bangfu.toml");
const BLANK: &str = include_str!("../../../data-template/blank/bangfu.toml");

fn read(text: &str) -> (Scheme, Vec<Finding>) {
    let mut findings = Vec::new();
    let scheme = read_scheme(&Arc::from("bangfu.toml"), text, &mut findings);
    (scheme, findings)
}

#[test]
fn both_templates_read_without_a_finding() {
    for text in [GZU, BLANK] {
        assert_eq!(read(text).1, []);
    }
}

#[test]
fn the_document_of_2012_reads_as_it_says() {
    let scheme = read(GZU).0;
    assert_eq!(scheme.info.document, "外院党发[2012]7号");
    assert_eq!(scheme.info.period.last.to_string(), "2013-06-06");
    assert_eq!(scheme.branches.iter().map(|branch| branch.key.as_str()).collect::<Vec<_>>(), ["ug1", "ug2", "pg"]);
    assert_eq!(scheme.helping().first.to_string(), "2012-11-06");
    assert_eq!((scheme.pauses.len(), scheme.leaders.len(), scheme.needs.terms.len()), (1, 6, 10));
    assert_eq!((scheme.acts.index("attempt"), scheme.acts.terms[1].counts), (Some(1), false));
    let cadence = &scheme.cadences[0];
    assert_eq!((cadence.every, cadence.window, cadence.pauses, cadence.per), (14, Window::Rolling, PauseReading::Stop, Per::Pair));
    assert_eq!(cadence.clause.as_deref(), Some("八（四）"));
    assert_eq!(
        scheme.honour_points,
        [("school", 10), ("college", 5), ("class", 2)].map(|(level, points)| (level.to_owned(), Decimal::whole(points)))
    );
    assert_eq!(scheme.duty.min_keeping, Some(fraction(3, 5)));
}

#[test]
fn the_awards_of_2012_read_as_they_say() {
    let scheme = read(GZU).0;
    let star = scheme.award("党员之星").unwrap();
    assert!(matches!(&star.quota, Quota::Ratio(share, written) if *share == fraction(1, 10) && written == "10%"));
    assert_eq!((star.pool, star.rounding, star.level, star.at_least), (Pool::Paired, Rounding::Down, Level::College, 1));
    assert_eq!((&star.ties, star.missing, star.bar_disciplined, star.needs_review), (&Ties::LeaveOut, Missing::Zero, true, false));
    let progress = scheme.award("progress").unwrap();
    assert_eq!((progress.needs_nomination, progress.needs_review), (Some(Nominator::Helper), true));
    assert_eq!(progress.criteria[1].key, CriterionKey::Evaluation);
    assert_eq!(progress.criteria[1].what.as_deref(), Some("教学评估"));
    assert_eq!(progress.criteria[0].full_marks.unwrap().to_string(), "1.0");
}

const LEAST: &str = "format = 1
[scheme]
name = \"一帮一\"
start = \"2012-10-16\"
end = 2013-06-06
[[branch]]
key = \"一支部\"
name = \"第一党支部\"
[[phase]]
key = \"helping\"
name = \"帮扶\"
start = 2012-11-06
end = 2013-06-06
[[cadence]]
key = \"c\"
name = \"两周\"
every = 14
[[award]]
key = \"a\"
name = \"奖\"
for = \"helped\"
ratio = \"1/10\"
[[award.criterion]]
key = \"forms\"
weight = \"0.5\"
";

#[test]
fn what_is_left_out_has_the_default_of_the_data_description() {
    let (scheme, findings) = read(LEAST);
    assert_eq!(findings, []);
    let cadence = &scheme.cadences[0];
    assert_eq!((cadence.at_least, cadence.min_days, cadence.remind_days, cadence.minutes), (1, 0, 3, 0));
    assert_eq!(
        (cadence.window, cadence.pauses, cadence.per, cadence.phase.as_str()),
        (Window::Rolling, PauseReading::Stop, Per::Pair, "helping")
    );
    assert_eq!((cadence.acts.len(), cadence.weekdays.len(), cadence.total_minutes), (0, 0, None));
    assert_eq!((scheme.entry_days, scheme.form.due_day, scheme.form.min_days, scheme.report_due_day), (7, 5, 7, 10));
    assert_eq!((scheme.inspections_per_month, scheme.symposium_months, scheme.visit_rest_days), (1, 2, 60));
    assert_eq!((scheme.privacy.min_cell, scheme.max_per_day), (3, 4));
    let pairing = &scheme.pairing;
    assert_eq!(pairing.helper_stages, [Stage::Probationary, Stage::Full]);
    assert_eq!((pairing.helped_stages.len(), pairing.helper_capacity, pairing.helped_capacity), (5, 1, 1));
    assert_eq!((pairing.max_choices, pairing.policy), (3, PairingPolicy::NeedFirst));
    let award = &scheme.awards[0];
    assert_eq!((award.pool, award.rounding, award.at_least, award.level), (Pool::Paired, Rounding::Down, 0, Level::College));
    assert_eq!((&award.ties, award.missing, award.bar_disciplined, award.needs_review), (&Ties::LeaveOut, Missing::Zero, false, false));
    assert_eq!(award.criteria[0].late_credit, fraction(1, 2));
}

#[test]
fn every_problem_of_a_file_is_found_at_once() {
    let text = LEAST.replace("every = 14", "every = -1\nwindo = 1").replace("\"第一党支部\"", "1").replace("name = \"两周\"\n", "");
    let mut findings = read(&text).1;
    crate::finding::sort(&mut findings);
    let found: Vec<(u32, u32, &str)> = findings.iter().map(|found| (found.place.line, found.place.column, found.code.word())).collect();
    assert_eq!(found, [(8, 8, "wrong-type"), (14, 1, "missing-key"), (16, 9, "bad-setting"), (17, 1, "unknown-key")]);
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_move_no_place() {
    let text = LEAST.replace("start = \"2012-10-16\"", "start = \"2012-10-1六\"");
    let place = |text: &str| read(text).1.iter().map(|finding| finding.place.clone()).collect::<Vec<_>>();
    let plain = place(&text);
    assert_eq!(plain.iter().map(ToString::to_string).collect::<Vec<_>>(), ["bangfu.toml:4:9"]);
    assert_eq!(place(&format!("\u{feff}{text}")), plain);
    assert_eq!(place(&text.replace('\n', "\r\n")), plain);
    let first = place("\u{feff}format = 2\n");
    assert_eq!(first[0].to_string(), "bangfu.toml:1:10");
}

#[test]
fn an_unreadable_structure_gives_the_bare_defaults_and_says_nothing_else() {
    let (scheme, findings) = read(&LEAST.replace("[[branch]]", "[[branch"));
    assert_eq!(findings.iter().map(|finding| finding.code.word()).collect::<Vec<_>>(), ["bad-toml"]);
    assert_eq!((scheme.branches.len(), scheme.entry_days), (0, 7));
}

#[test]
fn one_bad_value_does_not_make_the_rest_unknown() {
    let (scheme, findings) = read(&LEAST.replace("end = 2013-06-06\n[[cadence]]", "end = 2013-06-31\n[[cadence]]"));
    assert_eq!(findings.iter().map(|finding| finding.code.word()).collect::<Vec<_>>(), ["impossible-date"]);
    assert_eq!((scheme.phases[0].period, scheme.branches.len()), (scheme.info.period, 1));
}

#[test]
fn awards_that_exclude_one_another_in_a_circle_are_told_once() {
    let award = |key: &str, bars: &str| {
        format!(
            "[[award]]\nkey = \"{key}\"\nname = \"奖{key}\"\nfor = \"helper\"\nseats = 1\nexcludes = [{bars}]\n[[award.criterion]]\nkey = \"goals\"\nweight = 1\n"
        )
    };
    let base = LEAST.split("[[award]]").next().unwrap();
    let circle = [award("x", "\"y\""), award("y", "\"z\""), award("z", "\"w\", \"x\""), award("w", "")].concat();
    let findings = read(&format!("{base}{circle}")).1;
    assert_eq!(findings.iter().map(|finding| finding.code.word()).collect::<Vec<_>>(), ["bad-setting"]);
    let chain = [award("x", "\"y\", \"z\""), award("y", "\"z\""), award("z", "\"奖w\""), award("w", "")].concat();
    let (scheme, findings) = read(&format!("{base}{chain}"));
    assert_eq!(findings, []);
    assert_eq!(scheme.awards[2].excludes, ["w"]);
}

#[test]
fn steps_may_begin_anywhere_and_the_last_may_be_open() {
    let steps = "steps = [{ from = 30, to = 59, seats = 2 }, { from = 60, seats = 3 }]";
    let (scheme, findings) = read(&LEAST.replace("ratio = \"1/10\"", steps));
    assert_eq!(findings, []);
    let Quota::Steps(steps) = &scheme.awards[0].quota else { panic!("no steps") };
    assert_eq!(steps.iter().map(|step| (step.from, step.to, step.seats)).collect::<Vec<_>>(), [(30, Some(59), 2), (60, None, 3)]);
}

#[test]
fn keys_in_chinese_free_levels_and_clauses() {
    let more = "[outcome_points.honour]\nclause = \"七\"\n\"国家级\" = 20\n\"校级\" = \"7.5\"\n[form]\nclause = \"八（四）\"\n[[topic]]\nkey = \"思想\"\nname = \"思想\"\n";
    let (scheme, findings) = read(&format!("{LEAST}{more}"));
    assert_eq!(findings, []);
    let levels: Vec<String> = scheme.honour_points.iter().map(|(level, points)| format!("{level} {points}")).collect();
    assert_eq!(levels, ["国家级 20", "校级 7.5"]);
    assert_eq!((scheme.clause("form"), scheme.clause("report")), (Some("八（四）"), None));
    assert_eq!(scheme.topics.index("思想"), Some(0));
}

#[test]
fn sixty_four_words_and_no_more() {
    let words = |count: usize| (0..count).map(|n| format!("[[need]]\nkey = \"n{n}\"\nname = \"类{n}\"\n")).collect::<String>();
    assert_eq!(read(&format!("{LEAST}{}", words(64))).1, []);
    let (scheme, findings) = read(&format!("{LEAST}{}", words(65)));
    assert_eq!(findings.iter().map(|finding| finding.code.word()).collect::<Vec<_>>(), ["bad-setting"]);
    assert_eq!(scheme.needs.terms.len(), 64);
}

#[test]
fn a_university_of_branches_is_read_and_one_double_is_found() {
    let branches = |last: &str| {
        let many: String = (0..21_000).map(|n| format!("[[branch]]\nkey = \"b{n}\"\nname = \"支部\"\n")).collect();
        format!("{LEAST}{many}[[branch]]\nkey = \"{last}\"\nname = \"支部\"\n")
    };
    assert_eq!(read(&branches("b21000")).1, []);
    let found = read(&branches("B7")).1;
    assert_eq!(found.iter().map(|finding| finding.place.line).collect::<Vec<_>>(), [LEAST.lines().count() as u32 + 63_000 + 2]);
}

/// "Take the leading # away to use them": each setting that the blank template offers is one that can be read.
#[test]
fn what_the_blank_template_offers_can_be_used() {
    let is_setting = |rest: &str| rest.split_once(" = ").is_some_and(|(key, _)| key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
    let offered = |line: &str| line.strip_prefix("# ").filter(|rest| rest.starts_with('[') || is_setting(rest)).map(str::to_owned);
    let opened: Vec<String> = BLANK.lines().map(|line| offered(line).unwrap_or_else(|| line.to_owned())).collect();
    let (scheme, findings) = read(&opened.join("\n").replace("window = \"rolling\"", "window = \"week\""));
    let shown: Vec<String> = findings.iter().map(|found| format!("{} {}", found.place, found.message(Lang::En))).collect();
    assert_eq!(shown, ["bangfu.toml:0:0"; 0]);
    assert_eq!((scheme.awards.len(), scheme.holidays.len(), scheme.needs.terms.len()), (1, 1, 1));
}
