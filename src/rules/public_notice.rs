//! The days of a public notice (公示): its last day, counted in calendar days or in working days. A working day is a Monday to Friday in
//! no `[[holiday]]`, or a `[[workday]]` whatever day it is. Not here: what a notice says.

use crate::model::day::Day;
use crate::model::decision::{Counting, FirstDay, Notice};
use crate::model::scheme::Scheme;

/// Whether a day is a working day by the scheme's holidays and workdays.
#[must_use]
pub fn is_working(scheme: &Scheme, day: Day) -> bool {
    let weekday = day.weekday() <= 5 && !scheme.holidays.iter().any(|holiday| holiday.period.contains(day));
    weekday || scheme.workdays.contains(&day)
}

/// A notice from a day for so many days (at least 1). Nothing where the last of them lies beyond the years that days may have.
#[must_use]
pub fn notice(scheme: &Scheme, from: Day, days: u32, counted: Counting, first: FirstDay) -> Option<Notice> {
    let counts = |day: &Day| counted == Counting::Calendar || is_working(scheme, *day);
    let start = if first == FirstDay::Counted { from } else { from.next() };
    let after = std::iter::successors(Some(start), |day| Some(day.next())).take_while(|day| *day <= Day::MAX);
    let until = after.filter(counts).nth(days.checked_sub(1)? as usize)?;
    Some(Notice { from, until, days, counted, first, contact: None })
}

#[cfg(test)]
mod tests {
    use super::{is_working, notice};
    use crate::model::day::Period;
    use crate::model::decision::{Counting, FirstDay};
    use crate::model::scheme::{Pause, Scheme};
    use crate::rules::fixture::{Fixture, day};

    /// 端午节 2013: Monday to Wednesday off, the Saturday and Sunday before worked.
    fn scheme() -> Scheme {
        let mut scheme = Fixture::empty().scheme;
        scheme.holidays = vec![Pause { name: "端午".into(), period: Period::new(day("2013-06-10"), day("2013-06-12")), note: None }];
        scheme.workdays = vec![day("2013-06-08"), day("2013-06-09")];
        scheme
    }

    fn until(from: &str, days: u32, counted: Counting, first: FirstDay) -> String {
        notice(&scheme(), day(from), days, counted, first).unwrap().until.to_string()
    }

    #[test]
    fn weekends_and_holidays_do_not_work_but_workdays_do() {
        let works = |text: &str| is_working(&scheme(), day(text));
        assert!(works("2013-06-07") && works("2013-06-08") && works("2013-06-09"));
        assert!(!works("2013-06-10") && !works("2013-06-12") && works("2013-06-13") && !works("2013-06-15") && !works("2013-06-16"));
    }

    #[test]
    fn five_working_days_go_round_the_holiday() {
        let (working, calendar) = (Counting::Working, Counting::Calendar);
        assert_eq!(until("2013-06-07", 5, working, FirstDay::Counted), "2013-06-14"); // 7, 8, 9, 13, 14
        assert_eq!(until("2013-06-07", 5, working, FirstDay::NotCounted), "2013-06-17"); // 8, 9, 13, 14, 17
        assert_eq!(until("2013-06-10", 1, working, FirstDay::Counted), "2013-06-13");
        assert_eq!(until("2013-06-07", 5, calendar, FirstDay::Counted), "2013-06-11");
        assert_eq!(until("2013-06-07", 1, calendar, FirstDay::Counted), "2013-06-07");
        assert_eq!(until("2013-06-07", 7, calendar, FirstDay::NotCounted), "2013-06-14");
    }

    #[test]
    fn no_days_and_days_without_end_are_no_notice() {
        assert_eq!(notice(&scheme(), day("2013-06-07"), 0, Counting::Calendar, FirstDay::Counted), None);
        assert_eq!(notice(&scheme(), day("2100-12-31"), 2, Counting::Calendar, FirstDay::Counted), None);
    }
}
