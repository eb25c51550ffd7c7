//! Made-up names and texts. Nobody is meant.

use crate::chance::Chance;

const SURNAMES: &[&str] = &[
    "赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨", "朱", "秦", "尤", "许", "何", "吕",
    "施", "张", "欧阳", "令狐", "上官",
];
const GIVEN: &[&str] = &[
    "一", "之", "文", "思", "安", "晓", "明", "雨", "佳", "宁", "子", "涵", "天", "远", "若", "云", "书", "恒", "清", "和", "立", "言",
    "知", "行", "乐", "然", "青", "山", "海", "月",
];
const PHRASES: &[&str] = &[
    "一起复习了英语四级听力",
    "谈了本周的学习安排",
    "帮助整理课堂笔记",
    "了解近期思想状况",
    "讨论入党申请书的写法",
    "到宿舍看望",
    "聊了家里的情况",
    "介绍学校的助学政策",
    "约定每天早读半小时",
    "分析期中考试的失分原因",
    "陪同去图书馆借书",
    "练习口语对话",
    "交流读书心得",
    "情绪比上次稳定",
    "建议多参加班级活动",
    "商量选课和补考的事",
    "讲解作业中的难点",
    "提醒按时作息",
    "谈到就业方向和实习",
    "制定下一阶段计划",
    "一起参加志愿服务",
    "上课出勤有明显好转",
];
const ASIDES: &[&str] = &["语法还要再练", "词汇量不足", "容易紧张", "作息不规律", "暂无", "缺课两次"];
const PLACES: &[&str] = &["图书馆", "宿舍", "外语楼301", "操场", "食堂", "教学楼自习室"];
const PLANS: &[&str] = &["下周检查单词", "周末一起自习", "联系任课老师", "继续跟进"];

/// A name of two to four characters.
pub fn name(chance: &mut Chance) -> String {
    let mut name = chance.pick(SURNAMES).to_owned();
    for _ in 0..chance.between(1, 2) {
        name.push_str(chance.pick(GIVEN));
    }
    name
}

/// What a contact was about: 20 to 80 characters, three of a hundred with commas (which CSV must quote).
pub fn content(chance: &mut Chance) -> String {
    let length = chance.between(20, 80);
    let comma = if chance.percent(3) { "," } else { "，" };
    let mut text = String::with_capacity(length * 3 + 3);
    let mut characters = 0;
    while characters < length {
        if characters > 0 {
            text.push_str(comma);
            characters += 1;
        }
        for letter in chance.pick(PHRASES).chars().take(length - characters) {
            text.push(letter);
            characters += 1;
        }
    }
    text
}

/// A problem, in some of the contacts.
pub fn problem(chance: &mut Chance) -> String {
    sometimes(chance, 6, ASIDES)
}

/// A place, in some of the contacts.
pub fn place(chance: &mut Chance) -> String {
    sometimes(chance, 30, PLACES)
}

/// The next step, in some of the contacts.
pub fn plan(chance: &mut Chance) -> String {
    sometimes(chance, 4, PLANS)
}

fn sometimes(chance: &mut Chance, share: usize, list: &[&str]) -> String {
    if chance.percent(share) { chance.pick(list).to_owned() } else { String::new() }
}
