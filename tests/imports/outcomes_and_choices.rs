//! Outcomes and voluntary choices.

use super::{Given, again_changes_nothing, answer, effects, told};
use crate::example::Example;

#[test]
fn outcomes_are_taken_and_what_cannot_be_true_is_refused() {
    let example = Example::on("2013-03-20");
    let given = Given::new();
    let file = given.file(
        "a.csv",
        "日期,学号,姓名,类别,内容,级别,数值,分值\n\
         2013-03-01,2010210111,,获奖,演讲比赛二等奖,院级,,\n2013-03-01,,顾南斗,成绩,gpa,,3.5,\n2013-03-02,2010210111,,成绩,gpa,,,\n\
         2013-03-02,2010210111,顾南斗,获奖,x,,,\n2013-03-02,2010210111,,获奖,x,宇宙级,,\n2013-03-02,2010210111,,违纪,旷课,,,5\n2013-03-02,2010210111,,表扬,x,,,\n\
         2013-03-02,2012210301,,发展,入党申请人,,,\n2013-03-02,2012210301,,发展,入党积极分子,,,\n2012-10-22,2010210111,,成绩,gpa,,3.020,\n2012-10-22,2010210112,,成绩,gpa,,2.41,\n",
    );
    let answer = answer(&example, &["outcomes", &file, "--yes"]);
    let found: Vec<_> = effects(&answer).into_iter().map(|(effect, _, code)| (effect, code)).collect();
    let codes: Vec<_> = found.iter().map(|(effect, code)| (effect.as_str(), code.as_str())).collect();
    let expected = [
        ("new", ""),
        ("new", ""),
        ("refused", "missing"),
        ("refused", "other-name"),
        ("refused", "no-level"),
        ("refused", "wrong-sign"),
        ("refused", "no-kind"),
        ("conflict", "doubled"),
        ("conflict", "doubled"),
        ("same", ""),
        ("same", ""),
    ];
    assert_eq!(codes, expected, "of two stages on one day neither is taken");
    again_changes_nothing(&example, &["outcomes", &file]);
}

#[test]
fn choices_lie_with_the_helpers_branch() {
    let example = Example::on("2012-11-06");
    let given = Given::new();
    let file = given.file(
        "a.csv",
        "帮扶人,帮扶对象,选择方,日期\n顾南斗,2010210111,帮扶人,2012-11-02\n2009210102,2011210104,帮扶对象,2012年11月5日\n顾南斗,顾南斗,帮扶人,2012-11-05\n\
         2009210102,2011210104,帮扶人,2012-11-04\n2009210102,2011210104,谁,2012-11-04\n",
    );
    let answer = answer(&example, &["choices", &file, "--yes"]);
    let expected =
        [("same", "", ""), ("new", "", ""), ("refused", "4:5", "helps-oneself"), ("changed", "", ""), ("refused", "6:23", "no-side")];
    assert_eq!(effects(&answer), told(&expected));
    let log = example.text("branches/ug1/choices.csv");
    assert!(log.contains("2009210102,2011210104,helped,2012-11-05"), "{log}");
    assert!(log.contains("2009210102,2011210104,helper,2012-11-04"), "{log}");
    again_changes_nothing(&example, &["choices", &file]);
}
