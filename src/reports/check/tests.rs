//! The report on small schemes: the JSON byte for byte, the tables, the derivation.

use super::{CheckReport, Kept, Question, Show, Verdict, assemble, explain, part};
use crate::i18n::{Lang, Message};
use crate::model::dataset::{Core, Dataset};
use crate::model::records::{BranchIx, PairIx};
use crate::model::scheme::{Cadence, Per, Window};
use crate::model::word::Stage;
use crate::reports::sheet::{Cell, Sheets};
use crate::rules::cadence::CadenceFrame;
use crate::rules::fixture::{ATTEMPT, Fixture, day, two_weeks};

const WORKED: [&str; 8] = ["2012-11-08", "2012-11-20", "2012-12-05", "2012-12-18", "2012-12-30", "2013-01-10", "2013-02-27", "2013-03-14"];

/// The worked case as b1-001, a pair that is in good order as b1-002, and an overdue one of the other branch as b2-001.
fn fixture() -> Fixture {
    let mut fixture = Fixture::empty();
    for id in ["h1", "h2"] {
        fixture.person(id, Stage::Full, "b1");
    }
    fixture.person("h3", Stage::Full, "b2");
    for id in ["s1", "s2", "s3"] {
        fixture.person(id, Stage::Masses, "");
    }
    fixture.pair("b1-001", "h1", "s1", "2012-11-06", None).pair("b1-002", "h2", "s2", "2013-03-01", None);
    fixture.pair("b2-001", "h3", "s3", "2013-02-20", None);
    fixture.contacts("b1-001", &WORKED).contacts("b1-002", &["2013-03-14"]);
    fixture
}

fn report_of<'a>(data: &'a Dataset, question: Question) -> CheckReport<'a> {
    report_keeping(data, question, Kept::All)
}

fn report_keeping<'a>(data: &'a Dataset, question: Question, kept: Kept) -> CheckReport<'a> {
    let frames = question.frames(&data.core);
    let branches = question.branches(&data.core).into_iter().rev();
    let parts = branches.map(|branch| {
        let log = &data.branches[usize::from(branch.0)].contacts;
        part(&data.core, branch, log, &frames, (&question, kept))
    });
    let parts = parts.collect();
    assemble(&data.core, frames, parts, question)
}

fn texts(messages: &[Message], lang: Lang) -> Vec<String> {
    messages.iter().map(|message| message.text(lang)).collect()
}

#[test]
fn the_json_is_the_documented_one() {
    let data = fixture().dataset();
    let pair = data.core.pairs.find("b1-001");
    let json = serde_json::to_string(&report_of(&data, Question { pair, ..Question::of(day("2013-03-20")) })).unwrap();
    let expected = r#"{"format":"bangfu/check/1","as_of":"2013-03-20",
        "cadences":[{"key":"two-weeks","at_least":1,"every":14,"window":"rolling","pauses":"stop","clause":"八（四）"}],
        "pairs":[{"pair":"b1-001","branch":"b1","helper":"h1","helped":"s1","cadence":"two-weeks","status":"ok","contacts":8,
        "last_contact":"2013-03-14","next_due":"2013-03-28","late_days":2,"keeping_rate":"0.9789","gaps":[
        {"from":"2012-11-20","to":"2012-12-05","days":15,"over":1,"missed":1,"open":false},
        {"from":"2013-02-27","to":"2013-03-14","days":15,"over":1,"missed":1,"open":false}]}],
        "totals":{"rows":1,"pairs":1,"ok":1,"due":0,"overdue":0,"ended":0,"not_started":0,"breaches":2}}"#;
    assert_eq!(json, expected.replace("\n        ", ""));
}

#[test]
fn windows_and_runs_are_listed_in_their_own_shape() {
    let mut fixture = fixture();
    fixture.scheme.cadences = vec![
        Cadence { key: "twice".into(), clause: None, at_least: 2, ..two_weeks() },
        Cadence { key: "monthly".into(), window: Window::Month, every: 0, ..two_weeks() },
    ];
    let data = fixture.dataset();
    let report = report_of(&data, Question { branch: Some(BranchIx(1)), ..Question::of(day("2013-04-05")) });
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!((&json["cadences"][0]["clause"], &json["cadences"][1]["every"]), (&serde_json::Value::Null, &serde_json::Value::Null));
    let gaps = |row: usize| serde_json::to_string(&json["pairs"][row]["gaps"]).unwrap();
    assert_eq!(gaps(0), r#"[{"from":"2013-03-13","to":"2013-04-05","days":null,"over":24,"missed":null,"open":true}]"#);
    assert_eq!(gaps(1), r#"[{"from":"2013-03-01","to":"2013-03-31","contacts":0,"owed":1}]"#);
    let totals = serde_json::to_string(&json["totals"]).unwrap();
    assert_eq!(totals, r#"{"rows":2,"pairs":1,"ok":0,"due":0,"overdue":2,"ended":0,"not_started":0,"breaches":2}"#);
}

#[test]
fn a_program_is_told_where_minutes_are_owed() {
    let mut fixture = fixture();
    fixture.scheme.cadences = vec![Cadence { window: Window::Month, total_minutes: Some(60), ..two_weeks() }];
    let data = fixture.dataset();
    let json = serde_json::to_value(report_of(&data, Question { branch: Some(BranchIx(1)), ..Question::of(day("2013-04-05")) })).unwrap();
    assert_eq!((&json["cadences"][0]["total_minutes"], &json["pairs"][0]["gaps"][0]["owed"]), (&60.into(), &60.into()));
}

/// A table is the same where only the rows that it shows are kept.
#[test]
fn a_table_needs_no_other_rows_than_it_shows() {
    let data = fixture().dataset();
    for (as_of, show, verdict) in ["2012-11-06", "2012-12-20", "2013-03-20", "2013-04-30", "2013-07-01"]
        .into_iter()
        .flat_map(|day| [Show::All, Show::Noteworthy].map(|show| (day, show)))
        .flat_map(|(day, show)| [Verdict::Whole, Verdict::Present].map(|verdict| (day, show, verdict)))
    {
        for pair in [None, Some(PairIx(0))] {
            let question = Question { show, verdict, pair, ..Question::of(day(as_of)) };
            let [all, shown] = [Kept::All, Kept::Shown].map(|kept| report_keeping(&data, question, kept));
            assert_eq!((all.totals, all.is_broken()), (shown.totals, shown.is_broken()));
            assert_eq!(
                (format!("{:?}", all.sheets()), format!("{:?}", all.flat())),
                (format!("{:?}", shown.sheets()), format!("{:?}", shown.flat()))
            );
        }
    }
}

#[test]
fn rows_come_by_branch_pair_and_cadence_whatever_the_order_of_the_parts() {
    let mut fixture = fixture();
    fixture.scheme.cadences.push(Cadence { key: "monthly".into(), window: Window::Month, ..two_weeks() });
    let data = fixture.dataset();
    let report = report_of(&data, Question::of(day("2013-03-20")));
    let rows: Vec<(String, String)> =
        report.rows().map(|(frame, _, row)| (data.core.pairs.id(row.pair).to_owned(), frame.cadence.key.clone())).collect();
    let expected = ["b1-001", "b1-002", "b2-001"].map(|pair| [(pair, "two-weeks"), (pair, "monthly")]).concat();
    assert_eq!(rows, expected.iter().map(|(pair, key)| ((*pair).to_owned(), (*key).to_owned())).collect::<Vec<_>>());
    assert_eq!((report.totals.rows, report.totals.pairs), (6, 3));
    let one = Question { cadence: Some(1), ..Question::of(day("2013-03-20")) };
    assert_eq!(report_of(&data, one).totals.rows, 3);
}

#[test]
fn the_answer_is_no_for_a_breach_or_only_for_the_present() {
    let data = fixture().dataset();
    let broken = |pair: &str, verdict| {
        let pair = data.core.pairs.find(pair);
        report_of(&data, Question { pair, verdict, ..Question::of(day("2013-03-20")) }).is_broken()
    };
    assert_eq!(["b1-001", "b1-002", "b2-001"].map(|pair| broken(pair, Verdict::Whole)), [true, false, true]);
    assert_eq!(["b1-001", "b1-002", "b2-001"].map(|pair| broken(pair, Verdict::Present)), [false, false, true]);
}

#[test]
fn the_table_shows_what_needs_looking_at() {
    let data = fixture().dataset();
    let shown = |show, verdict| {
        let sheets = report_of(&data, Question { show, verdict, ..Question::of(day("2013-03-20")) }).sheets();
        sheets[0].rows.iter().map(|row| row[0].clone()).collect::<Vec<_>>()
    };
    let ids = |ids: &[&str]| ids.iter().map(|id| Cell::text(id)).collect::<Vec<_>>();
    assert_eq!(shown(Show::Noteworthy, Verdict::Whole), ids(&["b2-001", "b1-001"]));
    assert_eq!(shown(Show::Noteworthy, Verdict::Present), ids(&["b2-001"]));
    assert_eq!(shown(Show::All, Verdict::Whole), ids(&["b2-001", "b1-001", "b1-002"]));
}

#[test]
fn the_table_has_the_figures_and_says_its_readings() {
    let data = fixture().dataset();
    let sheets = report_of(&data, Question::of(day("2013-03-20"))).sheets();
    let [sheet] = sheets.as_slice() else { panic!("{}", sheets.len()) };
    let keys: Vec<_> = sheet.columns.iter().map(|column| column.key).collect();
    assert_eq!(keys.join(" "), "pair branch helper helped status last_contact next_due overdue_days late_days keeping_rate breaches");
    let overdue = &sheet.rows[0];
    assert_eq!(overdue[1..4], ["支部b2", "名h3", "名s3"].map(Cell::text));
    assert_eq!(overdue[4..7], [Cell::word("cadence.status.overdue"), Cell::Empty, Cell::Day(day("2013-03-12"))]);
    let rest = [Cell::Number(8), Cell::Number(8), Cell::Digits("0.6364".into()), Cell::Number(1)];
    assert_eq!(overdue[7..], rest);
    assert_eq!(
        texts(&sheet.footer, Lang::Zh),
        [
            "每两周至少交流一次（two-weeks，依据八（四））：每 14 个计入日至少 1 次交流，从开始日或上一次交流的次日起数，第 14 天交流仍算按时；\
             只计“帮扶”阶段（2012-11-06 至 2013-06-06）；停计区间不计日：寒假 2013-01-19 至 2013-02-26；只计这些形式：形式talk、形式help；\
             应交流日前 3 个计入日起列为临近。",
            "结对 3 个，判断 3 项：正常 2，临近 0，逾期 1，已结束 0，未开始 0；违反频次 3 处。",
            "另有 1 行未列出，加 --all 全部列出。",
        ]
    );
}

#[test]
fn one_pair_is_shown_with_its_breaches() {
    let data = fixture().dataset();
    let pair = data.core.pairs.find("b2-001");
    let sheets = report_of(&data, Question { pair, ..Question::of(day("2013-03-20")) }).sheets();
    let [_, breaches] = sheets.as_slice() else { panic!("{}", sheets.len()) };
    let row = &breaches.rows[0];
    assert_eq!(row[1..5], [Cell::Day(day("2013-02-20")), Cell::Day(day("2013-03-20")), Cell::Number(22), Cell::Number(8)]);
}

fn explained(fixture: &Fixture, pair: &str, as_of: &str, lang: Lang) -> Vec<String> {
    let data = fixture.dataset();
    let pair = data.core.pairs.find(pair).unwrap();
    let branch = data.core.pairs.get(pair).unwrap().branch;
    let frame = CadenceFrame::new(&data.core, 0, day(as_of)).unwrap();
    let derivation = explain(&data.core, &frame, pair, &data.branches[usize::from(branch.0)].contacts);
    let lines = texts(&derivation.lines, lang);
    assert!(lines.iter().chain([&derivation.title.text(lang)]).all(|line| !line.contains('{')), "{lines:?}");
    lines
}

#[test]
fn a_rolling_answer_is_told_with_the_places_of_its_records() {
    let mut fixture = fixture();
    fixture.contact("b1-001", "2013-03-19", ATTEMPT, 0);
    let lines = explained(&fixture, "b1-001", "2013-03-20", Lang::Zh);
    assert_eq!(
        lines[1..],
        [
            "结对在阶段内的有效日为 2012-11-06 至 2013-06-06，判断到 2013-03-20。",
            "2012-11-06（开始日，当天不欠交流） → 2012-11-08（branches/b1/contacts.csv:2）：2 天，限 14 天，按时。",
            "2012-11-08（branches/b1/contacts.csv:2） → 2012-11-20（branches/b1/contacts.csv:3）：12 天，限 14 天，按时。",
            "2012-11-20（branches/b1/contacts.csv:3） → 2012-12-05（branches/b1/contacts.csv:4）：15 天，限 14 天，\
             超期 1 天（2012-12-05 至 2012-12-05）。",
            "2012-12-05（branches/b1/contacts.csv:4） → 2012-12-18（branches/b1/contacts.csv:5）：13 天，限 14 天，按时。",
            "2012-12-18（branches/b1/contacts.csv:5） → 2012-12-30（branches/b1/contacts.csv:6）：12 天，限 14 天，按时。",
            "2012-12-30（branches/b1/contacts.csv:6） → 2013-01-10（branches/b1/contacts.csv:7）：11 天，限 14 天，按时。",
            "2013-01-10（branches/b1/contacts.csv:7） → 2013-02-27（branches/b1/contacts.csv:8）：日历 48 天 − 停计 39 天 = 9 天，限 14 天，按时。",
            "2013-02-27（branches/b1/contacts.csv:8） → 2013-03-14（branches/b1/contacts.csv:9）：15 天，限 14 天，\
             超期 1 天（2013-03-14 至 2013-03-14）。",
            "2013-03-19（branches/b1/contacts.csv:10）：不计，“形式attempt”这种形式不算。",
            "2013-03-14（branches/b1/contacts.csv:9） → 2013-03-20（判断日，没有交流）：6 天，限 14 天，按时。",
            "下一次：从 2013-03-14（branches/b1/contacts.csv:9） 起数，第 14 个计入日是 2013-03-28，当天仍算按时。",
            "履约率：95 个计入日中超期 2 天，1 − 2/95 = 0.9789。",
            "状态：正常，到 2013-03-28 还有 8 个计入日。",
        ]
    );
}

#[test]
fn a_due_day_before_a_pause_is_told_with_the_pause() {
    let mut fixture = fixture();
    fixture.contacts("b1-002", &["2013-01-04"]);
    fixture.pair("b1-003", "h2", "s2", "2012-11-06", Some("2013-02-28")).contacts("b1-003", &["2013-01-04"]);
    let lines = explained(&fixture, "b1-003", "2013-01-16", Lang::En);
    assert!(
        lines.contains(
            &"Next: counted from 2013-01-04 (branches/b1/contacts.csv:12), counted day 14 is 2013-01-18; then the clock stands still, \
          so up to 2013-02-26 a contact is in time."
                .to_owned()
        )
    );
    assert_eq!(lines.last().unwrap(), "Status: due; 2 counted day(s) left until 2013-02-26.");
    let ahead = explained(&fixture, "b1-003", "2012-11-01", Lang::En);
    assert_eq!(
        ahead[1..],
        ["Active in the phase from 2012-11-06 to 2013-02-28; not started yet.", "Status: not started, begins on 2012-11-06."]
    );
}

#[test]
fn windows_are_told_with_what_they_hold() {
    let mut fixture = fixture();
    fixture.scheme.cadences = vec![Cadence { window: Window::Month, per: Per::Helper, ..two_weeks() }];
    let lines = explained(&fixture, "b1-001", "2013-03-20", Lang::En);
    let months: Vec<&String> = lines.iter().filter(|line| line.contains(" (branches")).collect();
    assert_eq!(months.len(), 5, "{lines:#?}");
    assert!(months[0].starts_with(
        "2012-11-06 to 2012-11-30 (25 day(s)): 2 contact(s), 60 minutes: 2012-11-08 (branches/b1/contacts.csv:2), 2012-11-20"
    ));
    assert!(months[3].ends_with("fewer than 14 counted days, nothing is owed."), "{}", months[3]);
    assert!(lines.last().unwrap().starts_with("Status: ok"));
}

#[test]
fn a_helpers_other_pair_is_named_with_its_own_line() {
    let mut fixture = fixture();
    fixture.pair("b1-003", "h2", "s3", "2013-03-01", None).contacts("b1-003", &["2013-03-15"]);
    fixture.scheme.cadences[0].per = Per::Helper;
    let lines = explained(&fixture, "b1-002", "2013-03-20", Lang::En);
    assert!(lines.iter().any(|line| line.contains("2013-03-15 (branches/b1/contacts.csv:11)")), "{lines:#?}");
}

#[test]
fn names_are_looked_up_or_stand_as_ids() {
    let data = fixture().dataset();
    let core: &Core = &data.core;
    assert_eq!(super::name(core, PairIx(0), crate::model::word::Side::Helper), "名h1");
    assert_eq!(super::name(core, PairIx::UNKNOWN, crate::model::word::Side::Helper), "");
}
