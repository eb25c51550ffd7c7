#!/bin/sh
# A walk through the season of 外院党发[2012]7号, from an empty folder to the award lists. Every command is one that a
# committee, a branch or a helper types; the day is pinned, so that it runs the same at any time. People are made up.
# 从空文件夹走完一学年：每一步都是党委、支部或帮扶人会用的命令；日期固定，人物虚构。
#
#   season.sh [DIR]      DIR: where to put the records, default ./season (must be empty or absent)
#   BANGFU               the program, default bangfu
set -eu

bangfu=${BANGFU:-bangfu}
dir=${1:-season}
unset BANGFU_DATA BANGFU_TODAY

# b DAY COMMAND...: run a command as if on that day.
b() {
    day=$1
    shift
    "$bangfu" --data "$dir" --today "$day" "$@"
}

# `check` and `validate` answer "no" with exit code 1: an answer, not a failure of this walk.
answer() {
    b "$@" || [ "$?" -eq 1 ]
}

step() {
    printf '\n== %s\n' "$1"
}

step "2012-10-28 发文，建立数据文件夹 the document is issued"
"$bangfu" --today 2012-10-28 init "$dir" --template gzu-2012

step "2012-10-30 名册 the roster: three members, four other students"
b 2012-10-30 person add 2010210101 韩冬青 --stage full --branch ug1 --since 2011-05-27 --gender 女 --major 英语 --grade 2010 --class 英语1001
b 2012-10-30 person add 2010210102 沈南烛 --stage probationary --branch ug1 --since 2012-05-25 --gender 女 --major 英语 --grade 2010 --class 英语1001
b 2012-10-30 person add 2011310101 施青黛 --stage full --branch pg --since 2010-05-28 --gender 男 --major 英语语言文学 --grade 2011 --class 研1101
b 2012-10-30 person add 2011210201 吕寒梅 --stage candidate --branch ug1 --grade 2011 --class 英语1102
b 2012-10-30 person add 2011210202 夏鸢尾 --stage applicant --grade 2011 --class 英语1102
b 2012-10-30 person add 2012310102 季含章 --stage league --grade 2012 --class 研1201
b 2012-10-30 person add 2011210203 纪忘忧 --stage league --grade 2011 --class 英语1102
b 2012-10-30 outcome add 2011210201 grade gpa --value 2.40
b 2012-10-30 outcome add 2011210202 grade gpa --value 2.10

step "2012-11-02 动员 mobilisation"
b 2012-11-02 meeting record mobilisation --branches 'ug1;ug2;pg' --present 7 --minutes 宣读实施方案，说明记录和上交要求

step "2012-11-06 结对 pairing; the ids become ug1-001, ug1-002 and pg-001"
b 2012-11-06 pair add 2010210101 2011210201 --start 2012-11-06 --basis voluntary --topics 'thought;study'
b 2012-11-06 pair add 2010210102 2011210202 --start 2012-11-06 --basis assigned --topics study
b 2012-11-06 pair add 2011310101 2012310102 --start 2012-11-06 --basis voluntary --topics 'study;life'
b 2012-11-07 goal add ug1-001 每周背单词一百个 --id words --topic study --measure 抽查记录 --due 2013-01-18
b 2012-11-07 goal add ug1-002 综合英语期末提高十分 --id grade --topic study --measure 期末成绩 --due 2013-01-18

step "2012-11 交流记录 contacts: by date, by 昨天, by a person's name, and one that nobody answered"
b 2012-11-08 log ug1-001 定本学期目标，约好每周二晚自习 --topics study --mode face --minutes 40 --place 图书馆三楼
b 2012-11-09 log 沈南烛 看期中试卷，逐题找失分原因 --date 昨天 --topics study --mode face --minutes 30
b 2012-11-14 log pg-001 讨论读书报告的结构 --date 2012-11-13 --topics study --mode face --minutes 60
b 2012-11-20 log ug1-001 交流党课笔记，准备写思想汇报 --topics thought --mode face --minutes 30 --next 月底前交初稿
b 2012-11-22 log ug1-002 打电话未接，改约周末 --act attempt --mode phone --topics study
b 2012-11-25 log pg-001 电话商量作息和时间表 --topics life --mode phone --minutes 15
b 2012-11-27 inspect record ug1 --by 2011310101 --rating 90 --finding 一对联系未果，已提醒
b 2012-11-27 inspect record pg --by 2010210101 --rating 88
answer 2012-11-27 check

step "2012-12 首月记录表 the first month's forms: one returned and handed in again"
b 2012-12-02 form receive ug1-001 2012-11
b 2012-12-02 form receive ug1-002 2012-11
b 2012-12-03 form review ug1-001 2012-11 passed --score 95
b 2012-12-03 form review ug1-002 2012-11 returned --comment 内容过简
b 2012-12-04 log ug1-001 模拟四级听力一套并核对答案 --topics study --mode face --minutes 60
b 2012-12-05 form receive ug1-002 2012-11
b 2012-12-05 form review ug1-002 2012-11 passed --score 80
b 2012-12-05 form list 2012-11
b 2012-12-05 report send ug1 2012-11 --assessment 两对均见面，一份表退回后补正 --problems 一次联系未果 --plan 考前每周见面

step "2012-12-06 月度汇总 the month's rollup: the graduate branch's form is missing"
b 2012-12-06 rollup 2012-11
b 2012-12-06 status

step "2012-12 期末 the rest of the term"
b 2012-12-08 log ug1-002 补上两周没做的听力练习 --topics study --mode face --minutes 45
b 2012-12-10 log pg-001 看文献综述初稿 --topics study --mode face --minutes 45
b 2012-12-10 outcome add 2011210201 stage probationary
b 2012-12-17 log ug1-001 谈接收大会后的打算 --topics thought --mode face --minutes 30
b 2012-12-19 visit record 2011210201 --by 2011310101 --score 95 --said-contacts 2 --said-last 2012-12-17
b 2012-12-19 visit record 2011210202 --by 2011310101 --score 78 --said-contacts 1 --said-last 2012-12-08
b 2012-12-21 log ug1-002 排期末复习次序 --topics study --mode face --minutes 30
b 2012-12-23 log pg-001 商量期末论文的时间分配 --topics study --mode face --minutes 30
b 2012-12-27 outcome add 2010210101 honour 学院书法比赛一等奖 --level college
b 2012-12-28 meeting record symposium --branches 'ug1;pg' --present 6 --minutes 交流期末互助的做法
b 2012-12-30 log ug1-001 串讲语法重点 --topics study --mode face --minutes 60
b 2013-01-04 log ug1-002 抽查单词五十个 --topics study --mode face --minutes 20
b 2013-01-10 log ug1-001 抽查单词，约定假期阅读 --topics study --mode face --minutes 30
b 2013-01-10 goal met ug1-001 words
b 2013-01-15 log ug1-002 核对考试安排 --topics study --mode phone --minutes 10
b 2013-01-16 due --days 60

step "2013-03 新学期 the new term: the winter break stood outside the two weeks; one pair changes"
b 2013-02-27 log ug1-001 开学见面，看成绩单 --topics study --mode face --minutes 40
b 2013-03-01 log ug1-002 对照成绩单定目标 --topics study --mode face --minutes 40
b 2013-03-06 outcome add 2011210201 grade gpa --value 2.85
b 2013-03-06 outcome add 2011210202 grade gpa --value 2.32
b 2013-03-10 pair end pg-001 --on 2013-03-10 --reason 帮扶对象转专业，时间长期错开
b 2013-03-11 pair add 2011310101 2011210203 --start 2013-03-11 --basis assigned --topics study
b 2013-03-12 log pg-002 认识对方，了解课程安排 --topics 'study;life' --mode face --minutes 40
b 2013-03-14 log ug1-001 排专四复习表 --topics study --mode face --minutes 30
answer 2013-03-20 check --all
answer 2013-03-20 check --pair ug1-002 --explain

step "2013-05 提名与考核 nomination by the helper, review by the branch"
b 2013-04-24 outcome add 2011210201 other 教学评估 --points 8
b 2013-05-20 award nominate progress 2011210201 --by 2010210101 --reason 绩点提高，公开课展示主讲
b 2013-05-21 award nominate progress 2011210202 --by 2010210102 --reason 坚持一年，成绩上升
b 2013-06-04 award review progress 2011210201 passed --score 94 --opinion 进步突出
b 2013-06-04 award review progress 2011210202 returned --opinion 请补充事例
b 2013-06-04 award list

step "2013-06 候选名单 candidate lists; the committee decides"
b 2013-06-07 award compute star
b 2013-06-07 award compute progress
b 2013-06-07 award compute progress --explain 2011210201
b 2013-06-28 meeting record commendation --branches 'ug1;ug2;pg' --present 7
answer 2013-06-28 validate
