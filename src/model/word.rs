//! The stages of development towards Party membership (发展阶段) and other words built into the program, each with its key and its
//! Chinese form. Words that a scheme defines for itself (topics, modes, acts) are in `scheme`.

use crate::i18n::{Lang, say};

/// A word that the program knows: its key in files and its Chinese form, both read.
pub trait Word: Sized + Copy + 'static {
    /// Every word of the kind, in its natural order.
    const ALL: &'static [Self];
    /// The key written to files.
    fn key(self) -> &'static str;
    /// The Chinese form, read as well.
    fn zh(self) -> &'static str;
    /// The catalogue key under which the word is shown.
    fn label(self) -> &'static str;

    /// All of them with their Chinese forms, for those who look for one.
    #[must_use]
    fn listed() -> String {
        Self::ALL.iter().map(|word| key_and_name(word.key(), word.zh())).collect::<Vec<_>>().join(" ")
    }

    /// The word of a text, by key or Chinese form.
    #[must_use]
    fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|word| word.key() == text || word.zh() == text)
    }

    /// The word of a text from elsewhere: also as the program shows it, in any language.
    #[must_use]
    fn parse_shown(text: &str) -> Option<Self> {
        let is_shown = |word: &Self| Lang::ALL.into_iter().any(|lang| say(lang, word.label()) == text);
        Self::parse(text).or_else(|| Self::ALL.iter().copied().find(is_shown))
    }
}

/// A key with its name behind it, where that is another.
#[must_use]
pub fn key_and_name(key: &str, name: &str) -> String {
    if name.is_empty() || name == key { key.to_owned() } else { format!("{key} ({name})") }
}

/// The word of a value in a list of words with their meanings; empty where it has none.
#[must_use]
pub fn word_of<T: PartialEq>(words: &[(&'static str, T)], value: &T) -> &'static str {
    words.iter().find(|(_, known)| known == value).map_or("", |(word, _)| *word)
}

/// What a word of such a list means.
#[must_use]
pub fn meaning<T: Clone>(words: &[(&'static str, T)], text: &str) -> Option<T> {
    words.iter().find(|(word, _)| *word == text).map(|(_, meaning)| meaning.clone())
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $prefix:literal { $($(#[$vdoc:meta])* $variant:ident = $key:literal $zh:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),* }

        impl Word for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),*];
            fn key(self) -> &'static str { match self { $(Self::$variant => $key),* } }
            fn zh(self) -> &'static str { match self { $(Self::$variant => $zh),* } }
            fn label(self) -> &'static str { match self { $(Self::$variant => concat!($prefix, ".", $key)),* } }
        }
    };
}

words! {
    /// 发展阶段, in order from the masses to full membership (rules.md R1).
    Stage, "stage" {
        /// 群众.
        Masses = "masses" "群众",
        /// 共青团员.
        League = "league" "共青团员",
        /// 入党申请人.
        Applicant = "applicant" "入党申请人",
        /// 入党积极分子.
        Activist = "activist" "入党积极分子",
        /// 发展对象.
        Candidate = "candidate" "发展对象",
        /// 预备党员.
        Probationary = "probationary" "预备党员",
        /// 正式党员.
        Full = "full" "正式党员",
    }
}

impl Stage {
    /// Whether a person at this stage is a Party member.
    #[must_use]
    pub fn is_member(self) -> bool {
        matches!(self, Self::Probationary | Self::Full)
    }
}

words! {
    /// 结对方式: how a pair came about (rules.md R3).
    Basis, "basis" {
        /// 自愿.
        Voluntary = "voluntary" "自愿",
        /// 组织分配.
        Assigned = "assigned" "组织分配",
    }
}

words! {
    /// The two sides of a pair.
    Side, "side" {
        /// 帮扶人.
        Helper = "helper" "帮扶人",
        /// 帮扶对象.
        Helped = "helped" "帮扶对象",
    }
}

words! {
    /// 审核结果 of a form or a nomination.
    Review, "review" {
        /// 合格.
        Passed = "passed" "合格",
        /// 退回.
        Returned = "returned" "退回",
    }
}

words! {
    /// 类别 of an outcome.
    OutcomeKind, "outcome" {
        /// 获奖.
        Honour = "honour" "获奖",
        /// 违纪.
        Discipline = "discipline" "违纪",
        /// 发展.
        Stage = "stage" "发展",
        /// 成绩.
        Grade = "grade" "成绩",
        /// 其他.
        Other = "other" "其他",
    }
}

words! {
    /// 会议类型.
    MeetingKind, "meeting" {
        /// 动员.
        Mobilisation = "mobilisation" "动员",
        /// 座谈.
        Symposium = "symposium" "座谈",
        /// 表彰.
        Commendation = "commendation" "表彰",
        /// 其他.
        Other = "other" "其他",
    }
}

words! {
    /// 严重: yes or no.
    YesNo, "yesno" {
        /// 是.
        Yes = "yes" "是",
        /// 否.
        No = "no" "否",
    }
}

words! {
    /// 处理 of a duty proposal (rules.md R8).
    Measure, "measure" {
        /// 通报批评.
        Criticism = "criticism" "通报批评",
        /// 延长预备期.
        Extension = "extension" "延长预备期",
        /// 不处理.
        None = "none" "不处理",
    }
}

words! {
    /// How far a criticism is made known (rules.md R8).
    CriticismScope, "scope" {
        /// Within the branch.
        Branch = "branch" "支部",
        /// Within the department.
        Department = "department" "系",
        /// Within the college.
        College = "college" "学院",
    }
}

words! {
    /// How far a good case may be made known.
    CaseScope, "casescope" {
        /// Within the branch.
        Branch = "branch" "支部",
        /// Within the college.
        College = "college" "学院",
        /// To everybody.
        Public = "public" "公开",
    }
}

words! {
    /// What a sealed record is (data.md, sealed records).
    SealedKind, "sealedkind" {
        /// 排查: categories and severity.
        Screening = "screening" "排查",
        /// 信息采集: family, character, ethnicity, home, interests, skills.
        Profile = "profile" "信息采集",
        /// 转介: a concern passed on to the counsellor.
        Referral = "referral" "转介",
        /// 备注.
        Note = "note" "备注",
        /// 已删除: what an erasure leaves; it names nobody.
        Erased = "erased" "已删除",
    }
}

#[cfg(test)]
mod tests {
    use super::{Stage, Word};

    #[test]
    fn a_stage_reads_by_key_and_by_its_chinese_name() {
        for stage in Stage::ALL {
            assert_eq!(Stage::parse(stage.key()), Some(*stage));
            assert_eq!(Stage::parse(stage.zh()), Some(*stage));
        }
        assert_eq!(Stage::parse("member"), None);
    }
}
