//! Days, pairs and persons as people say them: `11-08`, `昨天`, `上周五`, `yesterday`; a pair by its id or by a name on either side.

use crate::app::written_day;
use crate::commands::plain::plain;
use crate::failure::{Failure, Result};
use crate::finding::Code;
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::day::{Day, Month, Period};
use crate::model::records::{BranchIx, Pair, PairIx, PersonIx};
use crate::model::scheme::Vocabulary;
use crate::model::word::Word;
use crate::model::word_distance::nearest;

/// Words for days near today, in days from it.
const NEAR: [(&str, i32); 8] =
    [("今天", 0), ("today", 0), ("昨天", -1), ("昨日", -1), ("yesterday", -1), ("前天", -2), ("大前天", -3), ("明天", 1)];

/// Words for days near today, ahead.
const NEAR_AHEAD: [(&str, i32); 5] = [("今天", 0), ("today", 0), ("明天", 1), ("tomorrow", 1), ("后天", 2)];

/// Weekdays in Chinese (after 周, 星期 or 礼拜) and English.
const WEEKDAYS: [(&str, &str, u8); 8] = [
    ("一", "monday", 1),
    ("二", "tuesday", 2),
    ("三", "wednesday", 3),
    ("四", "thursday", 4),
    ("五", "friday", 5),
    ("六", "saturday", 6),
    ("日", "sunday", 7),
    ("天", "sunday", 7),
];

/// The day that a text means, spoken on `today`. A day without a year is the latest such day that is not after today.
pub fn day(text: &str, today: Day) -> Result<Day> {
    let text = plain(text.trim());
    let text = text.as_ref();
    let near = NEAR.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)).map(|(_, days)| today.plus(*days));
    let near = near.or_else(|| weekday(text, today)).map(Ok);
    near.or_else(|| with_year(text)).or_else(|| without_year(text, today)).unwrap_or_else(|| written_day(text, "failure.bad-spoken-day"))
}

/// The day that a text begins with and goes on from, with what says it: `昨天谈了选课`, `11月7日晚上`, `上周五一起自习`.
#[must_use]
pub fn day_at_start(text: &str, today: Day) -> Option<(&str, Day)> {
    let ends = text.char_indices().skip(2).map(|(at, _)| at).filter(|at| *at <= LONGEST_DAY);
    let starts = ends.filter_map(|end| text.get(..end)).filter(|start| is_nothing_but_day(start));
    starts.filter_map(|start| Some((start, day(start, today).ok()?))).last()
}

/// Whether a text that reads as a day can hardly be anything else. `11-20`, `8/10` and `2号` may be pages, marks and houses, `周一` the
/// beginning of a name, `sun` no weekday.
#[must_use]
pub fn is_nothing_but_day(text: &str) -> bool {
    let text = plain(text.trim()).to_lowercase();
    let has_year = text.len() >= 8 && text.starts_with("20") && text.bytes().filter(|byte| matches!(byte, b'-' | b'/')).count() == 2;
    let begins =
        ["昨", "前天", "大前天", "上周", "上个", "上星期", "上礼拜", "yesterday", "last "].iter().any(|start| text.starts_with(start));
    begins || has_year || (text.contains('月') && text.ends_with(['日', '号']))
}

/// The most bytes in which a day is said (`2012年11月08日`).
const LONGEST_DAY: usize = 17;

/// The day on which something happened, as said, else today. Errors: a day that is none, or one after today.
pub fn past_day(text: Option<&str>, today: Day) -> Result<Day> {
    let said = text.map_or(Ok(today), |text| day(text, today))?;
    if said > today {
        return Err(Failure::usage(Message::new("failure.future").with("day", said).with("today", today)));
    }
    Ok(said)
}

/// The day that a text means where days lie ahead (a goal's, the end of a time): without a year the next such day from `today` on.
pub fn coming_day(text: &str, today: Day) -> Result<Day> {
    let text = plain(text.trim());
    let text = text.as_ref();
    let near = NEAR_AHEAD.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)).map(|(_, days)| today.plus(*days));
    let found = near.map(Ok).or_else(|| with_year(text)).or_else(|| coming_without_year(text, today));
    found.unwrap_or_else(|| written_day(text, "failure.bad-coming-day"))
}

/// A day as people divide it, divided by dashes.
fn with_dashes(text: &str) -> String {
    text.trim_end_matches(['日', '号']).replace(['月', '/', '.'], "-")
}

/// The first of some days that is wanted. Errors: the calendar has none of them.
fn first(text: &str, days: impl IntoIterator<Item = Option<Day>>, is_wanted: impl Fn(Day) -> bool) -> Result<Day> {
    let wanted = days.into_iter().flatten().find(|day| is_wanted(*day));
    wanted.ok_or_else(|| Failure::usage(Message::new(Code::ImpossibleDate.message_key()).with("value", text)))
}

/// Month and day, where some year may have such a day.
fn of_a_year(month: u32, day: u32) -> Option<(u32, u32)> {
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((month, day))
}

/// `01-18`, `1/18`, `1月18日`, ahead.
fn coming_without_year(text: &str, today: Day) -> Option<Result<Day>> {
    let plain = with_dashes(text);
    let (month, day) = plain.split_once('-')?;
    let (month, day) = of_a_year(month.parse().ok()?, day.parse().ok()?)?;
    let year = today.month().year();
    Some(first(text, [year, year + 1].map(|year| Day::of(year, month, day)), |day| day >= today))
}

/// `上周五`, `本周三`, `周一`, `last friday`, `friday`: without 上 or last the latest such day that is not after today.
fn weekday(text: &str, today: Day) -> Option<Day> {
    let lower = text.to_lowercase();
    let (last_week, rest) = match lower.strip_prefix("上").or_else(|| lower.strip_prefix("last ")) {
        Some(rest) => (true, rest),
        None => (false, lower.as_str()),
    };
    let this_week = rest.strip_prefix("本").or_else(|| rest.strip_prefix("这"));
    let rest_of = this_week.unwrap_or(rest);
    let chinese = ["个星期", "星期", "个礼拜", "礼拜", "周"].iter().find_map(|word| rest_of.strip_prefix(word));
    let number = match chinese {
        Some(day) => WEEKDAYS.iter().find(|(zh, _, _)| *zh == day).map(|(_, _, number)| *number)?,
        None => WEEKDAYS.iter().find(|(_, en, _)| *en == rest_of || en.get(..3) == Some(rest_of)).map(|(_, _, number)| *number)?,
    };
    let this = today.monday().plus(i32::from(number) - 1);
    Some(match (last_week, this_week.is_some()) {
        (true, _) => this.plus(-7),
        (false, false) if this > today => this.plus(-7),
        (false, _) => this,
    })
}

/// `2012-11-8`, `2012/11/8`, `2012.11.8`, `2012年11月8日`, `20121108`.
fn with_year(text: &str) -> Option<Result<Day>> {
    let (year, month, day) = if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let number: u32 = text.parse().ok()?;
        (number / 10_000, number / 100 % 100, number % 100)
    } else {
        let plain = with_dashes(&text.replace('年', "-"));
        let (year, rest) = plain.split_once('-').filter(|(year, _)| year.len() == 4)?;
        let (month, day) = rest.split_once('-')?;
        (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    };
    Some(written_day(&format!("{year:04}-{month:02}-{day:02}"), "failure.bad-spoken-day"))
}

/// `11-08`, `11/8`, `11月8日`, `8日`.
fn without_year(text: &str, today: Day) -> Option<Result<Day>> {
    let plain = with_dashes(text);
    let mut parts = plain.split('-').map(|part| part.parse::<u32>().ok());
    let year = today.month().year();
    match (parts.next()?, parts.next(), parts.next()) {
        (Some(month), Some(Some(day)), None) => {
            let (month, day) = of_a_year(month, day)?;
            Some(first(text, [year, year - 1].map(|year| Day::of(year, month, day)), |day| day <= today))
        }
        (Some(day), None, None) if text.ends_with(['日', '号']) => {
            let of = |month: Month| Day::of(month.year(), month.number(), day);
            Some(first(text, [today.month(), today.month().previous()].map(of), |day| day <= today))
        }
        _ => None,
    }
}

/// The pair with an id, as it is written or in plain letters and digits.
#[must_use]
pub fn pair_with_id(core: &Core, text: &str) -> Option<PairIx> {
    core.pairs.find(text).or_else(|| core.pairs.find(&plain(text)))
}

/// The pair that a text means on a day: its id, or the id or name of one of the two. Errors: nobody, or several (they are listed).
pub fn pair(core: &Core, text: &str, on: Day) -> Result<PairIx> {
    pair_in(core, text, Period::new(on, on), || Message::new("failure.on-day").with("day", on))
}

/// The same, on some day of a month.
pub fn pair_of_month(core: &Core, text: &str, month: Month) -> Result<PairIx> {
    pair_in(core, text, month.period(), || Message::new("failure.in-month").with("month", month))
}

fn pair_in(core: &Core, text: &str, time: Period, when: impl FnOnce() -> Message) -> Result<PairIx> {
    if let Some(pair) = pair_with_id(core, text) {
        return Ok(pair);
    }
    let persons = persons(core, text);
    let mut pairs: Vec<PairIx> = persons.iter().flat_map(|person| core.pairs_of(*person).iter().map(|(_, _, pair)| *pair)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let active: Vec<PairIx> =
        pairs.iter().copied().filter(|pair| core.pairs.get(*pair).is_some_and(|row| core.active(row).overlaps(time))).collect();
    match (active.as_slice(), pairs.as_slice(), persons.as_slice()) {
        ([one], _, _) => Ok(*one),
        ([], [one], _) => Ok(*one),
        ([], [], []) if core.lost.pairs.has(text) || core.lost.persons.has(text) => {
            Err(Failure::refused(Message::new("failure.lost-line").with("value", text)).hint(Message::new("failure.lost-line-hint")))
        }
        ([], [], []) => {
            let near = nearest(text, core.pairs.ids().chain(people_near(core, text)));
            Err(Failure::usage(Message::new("failure.unknown-pair-or-name").with("value", text).with("nearest", near)))
        }
        ([], [], _) => Err(Failure::usage(Message::new("failure.not-paired").with("value", text))),
        ([], all, _) => Err(listing(core, Message::new("failure.no-pair-then").with("value", text).with("when", when()), all)),
        (several, _, _) => Err(listing(core, Message::new("failure.ambiguous-pair").with("value", text), several)),
    }
}

/// A failure that lists the pairs one of which may be meant.
fn listing(core: &Core, said: Message, pairs: &[PairIx]) -> Failure {
    pairs.iter().take(20).fold(Failure::usage(said), |failure, pair| failure.hint(described(core, *pair)))
}

/// A pair with its id, its two persons and its time.
#[must_use]
pub fn described(core: &Core, pair: PairIx) -> Message {
    let Some(row) = core.pairs.get(pair) else { return Message::new("pair.unknown") };
    let active = core.active(row);
    with_names(Message::new("pair.described"), core, pair).with("first", active.first).with("last", active.last)
}

/// What is said of a pair, with its id and the names of its two persons.
#[must_use]
pub fn with_names(message: Message, core: &Core, pair: PairIx) -> Message {
    let name = |of: fn(&Pair) -> PersonIx| core.pairs.get(pair).map_or("", |row| core.people.name(of(row)));
    message.with("pair", core.pairs.id(pair)).with("helper", name(|row| row.helper)).with("helped", name(|row| row.helped))
}

/// The persons with this id or name.
#[must_use]
pub fn persons(core: &Core, text: &str) -> Vec<PersonIx> {
    core.people.find(text).or_else(|| core.people.find(&plain(text))).map_or_else(|| core.people.named(text), |person| vec![person])
}

/// The one person with this id or name.
pub fn person(core: &Core, text: &str) -> Result<PersonIx> {
    match persons(core, text).as_slice() {
        [one] => Ok(*one),
        [] => {
            let near = nearest(text, people_near(core, text));
            Err(Failure::usage(Message::new("failure.unknown-person").with("value", text).with("nearest", near)))
        }
        several => {
            let failure = Failure::usage(Message::new("failure.ambiguous-person").with("value", text));
            let described = |person: &PersonIx| {
                let message = Message::new("person.described").with("person", core.people.id(*person));
                let branch = core.people.get(*person).map_or(BranchIx::NONE, |person| person.branch);
                let message = message.with("name", core.people.name(*person)).with("class", core.people.text(*person, "class"));
                message.with("branch", core.scheme.branch_name(branch))
            };
            Err(several.iter().take(20).fold(failure, |failure, person| failure.hint(described(person))))
        }
    }
}

/// What people are called by, for a text that may be nearly one of them. Of a name of two characters half is one: too many have that.
pub fn people_near<'c>(core: &'c Core, text: &str) -> impl Iterator<Item = &'c str> {
    let long_enough = text.chars().count() > 2;
    let people = core.people.iter().filter(move |_| long_enough);
    people.flat_map(|(person, _)| [core.people.id(person), core.people.name(person)])
}

/// The one person who is asked for, where somebody is.
pub fn asked_person(core: &Core, text: Option<&str>) -> Result<Option<PersonIx>> {
    text.map(|text| person(core, text)).transpose()
}

/// The id of the one person who is asked for, where somebody is.
pub fn asked_id<'c>(core: &'c Core, text: Option<&str>) -> Result<Option<&'c str>> {
    asked_person(core, text).map(|person| person.map(|person| core.people.id(person)))
}

/// Who acted, as it is written: the id of the one person with this id or name, else the words as they are.
#[must_use]
pub fn actor(core: &Core, text: &str) -> String {
    match persons(core, text).as_slice() {
        [one] => core.people.id(*one).to_owned(),
        _ => text.to_owned(),
    }
}

/// Whether a text says nothing: blanks, or the dots that stand in a command of `status` for what is to be filled in.
#[must_use]
pub fn is_placeholder(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '.' | '…' | '⋯' | '。' | '．' | '·'))
}

/// Several who acted, as they are written.
#[must_use]
pub fn actors<'t>(core: &Core, said: impl Iterator<Item = &'t str>) -> String {
    said.map(|one| actor(core, one)).collect::<Vec<_>>().join(";")
}

/// Several things said in one word or in several, however they are joined.
pub fn several(words: &[String]) -> impl Iterator<Item = &str> {
    words.iter().flat_map(|word| parts(word))
}

/// Several things said in one text, however they are joined.
pub fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', ',', '；', '，', '、']).map(str::trim).filter(|part| !part.is_empty())
}

/// A word built into the program, by its key or its Chinese form.
pub fn word<W: Word>(text: &str) -> Result<W> {
    W::parse(text.trim()).ok_or_else(|| {
        let near = nearest(text, W::ALL.iter().flat_map(|word| [word.key(), word.zh()]));
        Failure::usage(Message::new("failure.unknown-word").with("value", text).with("nearest", near).with("known", W::listed()))
    })
}

/// The key of a vocabulary's word given by key or name.
pub fn term(vocabulary: &Vocabulary, word: &str, unknown: &'static str) -> Result<String> {
    let found = vocabulary.index_of_word(word).and_then(|index| vocabulary.get(index));
    found.map(|term| term.key.clone()).ok_or_else(|| {
        let near = nearest(word, vocabulary.terms.iter().flat_map(|term| [term.key.as_str(), term.name.as_str()]));
        Failure::usage(Message::new(unknown).with("value", word).with("nearest", near).with("known", vocabulary.listed()))
    })
}

/// Fields of help given by key or name and joined by commas, as the files keep them.
pub fn topics(core: &Core, words: &str) -> Result<String> {
    let keys = parts(words).map(|part| term(&core.scheme.topics, part, "log.no-topic")).collect::<Result<Vec<_>>>()?;
    Ok(keys.join(";"))
}

#[cfg(test)]
mod tests {
    use super::{coming_day, day, day_at_start, is_nothing_but_day};
    use crate::model::day::Day;

    #[test]
    fn a_day_is_seen_from_which_a_text_goes_on() {
        let today = Day::parse(b"2012-11-14").unwrap();
        for (text, said, expected) in [
            ("昨天谈了选课", "昨天", "2012-11-13"),
            ("11月7日晚上在图书馆", "11月7日", "2012-11-07"),
            ("2012年11月08日谈心", "2012年11月08日", "2012-11-08"),
            ("上周五一起自习", "上周五", "2012-11-09"),
            ("2012-11-08谈选课", "2012-11-08", "2012-11-08"),
        ] {
            let (found, day) = day_at_start(text, today).unwrap();
            assert_eq!((found, day.to_string().as_str()), (said, expected), "{text}");
        }
        for text in ["周一平来谈心", "谈昨天的课", "11-08", "", "11-12345", "friday talk", "3小时谈心", "1.5小时谈心", "一起自习"]
        {
            assert_eq!(day_at_start(text, today), None, "{text}");
        }
    }

    #[test]
    fn what_may_be_something_else_is_not_taken_for_a_day() {
        let sure =
            ["昨天", "前天", "大前天", "上周五", "上个星期三", "11月8日", "11月8号", "2012-11-08", "2012/11/8", "yesterday", "last friday"];
        assert!(sure.iter().all(|text| is_nothing_but_day(text)));
        let open = ["1-3", "11-20", "8/10", "2号", "周五", "今天", "sun", "sat", "friday", "3.2", "目标", ""];
        assert!(!open.iter().any(|text| is_nothing_but_day(text)));
    }

    #[test]
    fn a_day_ahead_without_a_year_is_the_next_one() {
        let today = Day::parse(b"2012-11-14").unwrap();
        for (text, expected) in [
            ("2012-11-08", "2012-11-08"),
            ("11-14", "2012-11-14"),
            ("01-18", "2013-01-18"),
            ("1月18日", "2013-01-18"),
            ("明天", "2012-11-15"),
            ("Tomorrow", "2012-11-15"),
            ("2013年1月8日", "2013-01-08"),
        ] {
            assert_eq!(coming_day(text, today).unwrap().to_string(), expected, "{text}");
        }
        for text in ["", "02-30", "昨天", "18", "1-1-1"] {
            assert!(coming_day(text, today).is_err(), "{text}");
        }
    }

    #[test]
    fn a_day_that_the_calendar_lacks_is_told_as_such() {
        let today = Day::parse(b"2013-03-14").unwrap();
        for text in ["2013-2-30", "2013/2/30", "2013年2月30日", "20130230", "2-30", "2月30日"] {
            for failure in [day(text, today).unwrap_err(), coming_day(text, today).unwrap_err()] {
                assert_eq!(failure.message.key, "finding.impossible-date", "{text}");
            }
        }
        assert_eq!(day("30号", Day::parse(b"2013-02-14").unwrap()).unwrap().to_string(), "2013-01-30");
        for text in ["1-1-1", "31-12", "13-5"] {
            assert_eq!(day(text, today).unwrap_err().message.key, "failure.bad-spoken-day", "{text}");
        }
    }

    #[test]
    fn days_are_understood_as_people_say_them() {
        let today = Day::parse(b"2012-11-14").unwrap(); // A Wednesday.
        for (text, expected) in [
            ("2012-11-08", "2012-11-08"),
            ("11-08", "2012-11-08"),
            ("2012-1-8", "2012-01-08"),
            ("2012/11/8", "2012-11-08"),
            ("2012.11.8", "2012-11-08"),
            ("2012年11月8号", "2012-11-08"),
            ("20121108", "2012-11-08"),
            ("11/8", "2012-11-08"),
            ("11月8日", "2012-11-08"),
            ("8日", "2012-11-08"),
            ("20号", "2012-10-20"),
            ("12-30", "2011-12-30"),
            ("今天", "2012-11-14"),
            ("昨天", "2012-11-13"),
            ("Yesterday", "2012-11-13"),
            ("上周五", "2012-11-09"),
            ("上星期日", "2012-11-11"),
            ("周一", "2012-11-12"),
            ("周五", "2012-11-09"),
            ("本周二", "2012-11-13"),
            ("last friday", "2012-11-09"),
            ("mon", "2012-11-12"),
        ] {
            assert_eq!(day(text, today).unwrap().to_string(), expected, "{text}");
        }
        for text in ["", "02-30", "周八", "soon", "2012/11/6x", "2012-02-30"] {
            assert!(day(text, today).is_err(), "{text}");
        }
    }
}
