//! Proposals against independent answers: every assignment tried, a maximum matching, and the same college with its files turned over.

use std::collections::HashMap;

use super::filling::filled_by;
use super::{Asked, Bar, Levels, Made, Named, Profiles, Programme, Proposal, Question, Rematch, Standing, Touched, rematch_question};
use crate::matching::assignment::Assignment;
use crate::matching::graph::Costs;
use crate::matching::oracle::{Numbers, maximum_matching};
use crate::matching::verify::{Flaw, verify};
use crate::model::dataset::Core;
use crate::model::decimal::Decimal;
use crate::model::pairing_words::{CollegeRule, FitAttribute, PairingScope, SexRule};
use crate::model::records::{Apart, Choice, PairIx, PersonIx};
use crate::model::scheme::PairingPolicy;
use crate::model::word::{Side, Stage};
use crate::rules::fixture::{Fixture, day};

const MAJORS: [&str; 3] = ["英语", "俄语", "日语"];
const GRADES: [&str; 4] = ["2009", "2010", "2011", "2012"];
const FIRST: &str = "2012-11-06";

/// A helper and a student.
type Two = (PersonIx, PersonIx);

/// A small college, its choices, and what is to be kept apart, all by id.
#[derive(Clone)]
struct College {
    fixture: Fixture,
    choices: Vec<(String, String, Side)>,
    apart: Vec<(String, String)>,
    levels: HashMap<String, u8>,
}

impl College {
    fn made(seed: u64, helpers: u64, students: u64) -> Self {
        let mut numbers = Numbers(seed);
        let mut fixture = Fixture::empty();
        let rules = &mut fixture.scheme.pairing;
        rules.scope = [PairingScope::All, PairingScope::OwnFirst, PairingScope::Own][numbers.below(3) as usize];
        rules.grade_distance = [None, Some(1), Some(2)][numbers.below(3) as usize];
        rules.helper_capacity = 1 + numbers.below(2) as u32;
        rules.policy = [PairingPolicy::NeedFirst, PairingPolicy::VoluntaryFirst][numbers.below(2) as usize];
        rules.fit = vec![(FitAttribute::Major, Decimal::whole(3)), (FitAttribute::HigherGrade, Decimal::parse("1.5").unwrap())];
        let mut levels = HashMap::new();
        for (prefix, count, stage) in [("h", helpers, Stage::Full), ("s", students, Stage::League)] {
            for number in 0..count {
                let texts = ["", MAJORS[numbers.below(3) as usize], GRADES[numbers.below(4) as usize]];
                let branch = ["b1", "b2", ""][numbers.below(if prefix == "h" { 2 } else { 3 }) as usize];
                let sex_and_college = (["男", "女", ""][numbers.below(3) as usize], ["", "外院"][usize::from(numbers.below(6) == 0)]);
                fixture.student(&format!("{prefix}{number}"), stage, branch, texts).of(sex_and_college.0, sex_and_college.1);
                levels.insert(format!("{prefix}{number}"), 1 + numbers.below(3) as u8);
            }
        }
        let two = |numbers: &mut Numbers| (format!("h{}", numbers.below(helpers)), format!("s{}", numbers.below(students)));
        let choices = (0..numbers.below(helpers + students)).map(|_| {
            let ((helper, helped), by) = (two(&mut numbers), [Side::Helper, Side::Helped][numbers.below(2) as usize]);
            (helper, helped, by)
        });
        let choices = choices.collect();
        let apart = (0..numbers.below(3)).map(|_| two(&mut numbers)).collect();
        Self { fixture, choices, apart, levels }
    }

    fn core(&self) -> Core {
        let mut core = self.fixture.dataset().core;
        let person = |id: &str| core.people.find(id).unwrap();
        let row = |(a, b): &(String, String)| Apart { line: 2, a: person(a), b: person(b), since: None, until: None };
        core.committee.apart.rows = self.apart.iter().map(row).collect();
        core
    }

    fn choices(&self, core: &Core) -> Vec<Choice> {
        let person = |id: &str| core.people.find(id).unwrap();
        let row = |(helper, helped, by): &(String, String, Side)| Choice {
            line: 2,
            helper: person(helper),
            helped: person(helped),
            by: *by,
            date: day("2012-11-01"),
        };
        self.choices.iter().map(row).collect()
    }

    fn known_levels(&self, core: &Core) -> Levels {
        Levels::Known(self.levels.iter().map(|(id, level)| (core.people.find(id).unwrap(), *level)).collect())
    }

    /// The proposal with a seed, given to a check.
    fn with_proposal<T>(&self, seed: Option<&str>, check: impl FnOnce(Proposal<'_>) -> T) -> T {
        let core = self.core();
        let choices = self.choices(&core);
        let mut question = Question::new(&core, &choices, day(FIRST));
        question.seed = seed.map(str::to_owned);
        question.levels = self.known_levels(&core);
        check(Proposal::best(question).unwrap())
    }

    fn pairs(&self, seed: &str) -> Vec<(String, String)> {
        self.with_proposal(Some(seed), |proposal| {
            assert!(proposal.is_unique());
            let people = &proposal.programme.question.core.people;
            proposal.pairs().iter().map(|made| (people.id(made.helper).to_owned(), people.id(made.helped).to_owned())).collect()
        })
    }
}

/// Everything that counts for some pairs, in the order that the policy gives, by plain definition.
fn value(proposal: &Proposal<'_>, pairs: &[Two]) -> Vec<i64> {
    let programme = &proposal.programme;
    let (mut level, mut kept, mut branch, mut mutual, mut named, mut fit, mut lot) = (0, 0, 0, 0, 0, 0, 0);
    let bereft = pairs.iter().filter(|(_, helped)| programme.question.bereft.contains(helped)).count() as i64;
    for &(helper, helped) in pairs {
        let worth = programme.worth(helper, helped);
        level += programme.question.levels.of(helped) as i64;
        kept += worth.kept as i64;
        branch += worth.own_branch as i64;
        mutual += i64::from(worth.named == Named::Both);
        named += i64::from(worth.named != Named::Nobody);
        fit += worth.fit as i64;
        lot += worth.lot as i64;
    }
    match programme.question.policy {
        PairingPolicy::NeedFirst => vec![level, kept, bereft, branch, mutual, named, fit, lot],
        PairingPolicy::VoluntaryFirst => vec![mutual, level, kept, bereft, branch, named, fit, lot],
    }
}

/// The best value of all assignments that `accept` lets pass, student by student.
fn best_of_all(proposal: &Proposal<'_>, accept: &dyn Fn(&[Two]) -> bool) -> Option<Vec<i64>> {
    fn each(proposal: &Proposal<'_>, student: usize, pairs: &mut Vec<Two>, visit: &mut dyn FnMut(&[Two])) {
        let programme = &proposal.programme;
        let Some(candidate) = programme.students.get(student) else { return visit(pairs) };
        each(proposal, student + 1, pairs, visit);
        for helper in &programme.helpers {
            let taken = pairs.iter().filter(|(other, _)| *other == helper.person).count() as u32;
            if taken < helper.free && programme.bar(helper, candidate).is_none() {
                pairs.push((helper.person, candidate.person));
                each(proposal, student + 1, pairs, visit);
                pairs.pop();
            }
        }
    }
    let mut best: Option<Vec<i64>> = None;
    each(proposal, 0, &mut Vec::new(), &mut |pairs| {
        if accept(pairs) {
            best = best.take().max(Some(value(proposal, pairs)));
        }
    });
    best
}

fn both(pairs: &[Made]) -> Vec<Two> {
    pairs.iter().map(|made| (made.helper, made.helped)).collect()
}

/// Columns and costs of every row, against each pair by itself.
fn check_instance(proposal: &Proposal<'_>) -> usize {
    let programme = &proposal.programme;
    for row in 0..programme.instance.rows() {
        let student = programme.student(row);
        for column in 0..programme.instance.columns() {
            let helper = programme.helper(column);
            let worth = programme.worth(helper.person, student.person);
            let cost = programme.bar(helper, student).is_none().then(|| programme.packing.pair(&worth).unwrap());
            assert_eq!(programme.instance.pair(row, column), cost, "{helper:?} {student:?}");
        }
    }
    programme.eligible()
}

#[test]
fn an_instance_has_the_pairs_that_no_rule_bars_at_their_worth() {
    let mut seen = 0;
    for seed in 0..300 {
        let mut college = College::made(seed, 8, 9);
        let rules = &mut college.fixture.scheme.pairing;
        rules.sex = [SexRule::Any, SexRule::Same][(seed / 2 % 2) as usize];
        rules.college = [CollegeRule::Same, CollegeRule::Any][(seed / 4 % 2) as usize];
        let lot = [None, Some("s")][(seed % 2) as usize];
        seen += college.with_proposal(lot, |proposal| check_instance(&proposal));
    }
    assert!(seen > 5_000, "{seen}");
}

#[test]
fn threads_change_no_cost() {
    let mut college = College::made(3, 60, 150);
    college.fixture.scheme.pairing.scope = PairingScope::OwnFirst;
    college.with_proposal(Some("s"), |proposal| {
        let programme = &proposal.programme;
        assert!(programme.eligible() > 1_000);
        for threads in [1, 2, 3, 4, 7] {
            let instance = filled_by(programme, threads).unwrap();
            assert_eq!(instance.pair_costs(), programme.instance.pair_costs());
            assert_eq!(instance.pair_columns(), programme.instance.pair_columns());
            assert_eq!(instance.offsets(), programme.instance.offsets());
        }
    });
}

/// Asks of every pair by the costs of only those pairs that the question touches; how many questions left some costs alone.
fn check_parts(proposal: &Proposal<'_>) -> usize {
    let (programme, whole) = (&proposal.programme, proposal.asked());
    let mut spared = 0;
    for (helper, student) in programme.helpers.iter().flat_map(|helper| programme.students.iter().map(move |student| (helper, student))) {
        let touched = Touched::new(programme, &proposal.assignment).unwrap();
        let part = Asked::new(programme, &touched, &proposal.assignment);
        let (one, other) = (helper.person, student.person);
        assert_eq!(part.explain(one, other), whole.explain(one, other), "{helper:?} {student:?}");
        assert_eq!((part.ranks(one, other), part.eligible(other)), (whole.ranks(one, other), whole.eligible(other)));
        assert!(touched.is_sound());
        spared += usize::from(touched.looked_at() < programme.row_count() + programme.column_count());
    }
    spared
}

#[test]
fn a_part_of_the_costs_gives_the_answers_of_all() {
    let mut spared = 0;
    for seed in 0..60 {
        let mut college = College::made(seed, 7, 8);
        let rules = &mut college.fixture.scheme.pairing;
        rules.helped_capacity = 1 + (seed / 2 % 2) as u32;
        rules.sex = [SexRule::Any, SexRule::Same][(seed / 4 % 2) as usize];
        let lot = [None, Some("s")][(seed % 2) as usize];
        spared += college.with_proposal(lot, |proposal| check_parts(&proposal));
    }
    let mut college = College::made(0, 20, 24);
    (college.fixture.scheme.pairing.scope, college.fixture.scheme.pairing.grade_distance) = (PairingScope::All, None);
    spared += college.with_proposal(Some("s"), |proposal| check_parts(&proposal));
    assert!(spared > 1_500, "{spared}");
}

/// Prices that are wrong somewhere, though each pair that is made still has its cost.
fn bent(assignment: &Assignment, numbers: &mut Numbers) -> Assignment {
    let mut bent = assignment.clone();
    let pair = assignment.pairs[numbers.below(assignment.pairs.len() as u64) as usize];
    let step = [-1, 1][numbers.below(2) as usize] * (1_i128 << numbers.below(44));
    (bent.row_prices[pair.row], bent.column_prices[pair.column]) =
        (bent.row_prices[pair.row] + step, bent.column_prices[pair.column] - step);
    bent
}

#[test]
fn wrong_prices_are_found_where_they_are_looked_at() {
    let (mut before, mut looking) = (0, 0);
    for seed in 0..200 {
        let college = College::made(seed, 7, 8);
        college.with_proposal(Some("s"), |proposal| {
            let programme = &proposal.programme;
            if proposal.assignment.pairs.is_empty() {
                return;
            }
            let bent = bent(&proposal.assignment, &mut Numbers(seed));
            assert_ne!(programme.grounds(&bent), programme.grounds(&proposal.assignment));
            match (verify(&programme.instance, &bent), Touched::new(programme, &bent)) {
                (Err(Flaw::PairUndercuts { row, column }), Ok(touched)) => {
                    assert!(touched.is_sound());
                    let asked = Asked::new(programme, &touched, &bent);
                    let (helper, helped) = (programme.helper(column).person, programme.student(row).person);
                    let told = (asked.explain(helper, helped), asked.ranks(helper, helped));
                    assert!(!touched.is_sound(), "seed {seed}: {told:?}");
                    looking += 1;
                }
                (Err(_), touched) => before += usize::from(touched.is_err()),
                (Ok(_), touched) => assert!(touched.is_ok()),
            }
        });
    }
    assert!(before > 20 && looking > 20, "{before} {looking}");
}

/// One change of a college, the number says which; the last two change only the order of its files.
fn changed(college: &College, which: u64, numbers: &mut Numbers) -> College {
    let mut other = college.clone();
    let rules = &mut other.fixture.scheme.pairing;
    match which {
        0 => rules.scope = [PairingScope::All, PairingScope::OwnFirst, PairingScope::Own][numbers.below(3) as usize],
        1 => rules.grade_distance = [None, Some(1), Some(2)][numbers.below(3) as usize],
        2 => rules.helper_capacity = 1 + numbers.below(2) as u32,
        3 => rules.policy = [PairingPolicy::NeedFirst, PairingPolicy::VoluntaryFirst][numbers.below(2) as usize],
        4 => rules.fit[0].1 = Decimal::whole(3 + numbers.below(2) as i64),
        5 => rules.sex = SexRule::Same,
        6 => rules.college = [CollegeRule::Any, CollegeRule::Same][numbers.below(2) as usize],
        7 => other.choices.push(("h1".into(), "s1".into(), [Side::Helper, Side::Helped][numbers.below(2) as usize])),
        8 => other.apart.push(("h2".into(), "s2".into())),
        9 => drop(other.levels.insert("s3".into(), numbers.below(4) as u8)),
        10 => drop(other.fixture.person("s99", Stage::League, "")),
        11 => drop(other.fixture.person("h99", Stage::Full, "b1")),
        12 => other.fixture.turn_people(1 + numbers.below(10) as usize),
        _ => numbers.shuffle(&mut other.choices),
    }
    other
}

#[test]
fn the_same_grounds_are_the_same_costs() {
    let told = |college: &College| {
        let core = college.core();
        let choices = college.choices(&core);
        let question =
            Question { seed: Some("s".to_owned()), levels: college.known_levels(&core), ..Question::new(&core, &choices, day(FIRST)) };
        let programme = Programme::new(question).unwrap();
        let nothing = Assignment { pairs: Vec::new(), row_prices: Vec::new(), column_prices: Vec::new() };
        (programme.grounds(&nothing), programme.digest())
    };
    let (mut same, mut differ) = (0, 0);
    for seed in 0..280 {
        let college = College::made(seed, 5, 6);
        let other = changed(&college, seed % 14, &mut Numbers(seed));
        let ((grounds, costs), (others, other_costs)) = (told(&college), told(&other));
        assert!(grounds != others || costs == other_costs, "seed {seed}");
        assert!(seed % 14 < 12 || grounds == others, "seed {seed}");
        (same, differ) = if costs == other_costs { (same + 1, differ) } else { (same, differ + 1) };
    }
    assert!(same > 60 && differ > 100, "{same} {differ}");
}

#[test]
fn proposals_are_the_best_of_all_assignments() {
    for seed in 0..300 {
        let college = College::made(seed, 3, 4);
        college.with_proposal(Some("s"), |proposal| {
            let own = value(&proposal, &both(&proposal.pairs()));
            assert_eq!(Some(own), best_of_all(&proposal, &|_| true), "seed {seed}");
        });
    }
}

#[test]
fn as_many_are_covered_as_can_be() {
    for seed in 0..400 {
        let mut college = College::made(seed, 12, 15);
        college.fixture.scheme.pairing.helper_capacity = 1;
        college.fixture.scheme.pairing.policy = PairingPolicy::NeedFirst;
        college.with_proposal(Some("s"), |proposal| {
            assert_eq!(proposal.objective().covered, maximum_matching(&proposal.programme.instance), "seed {seed}");
        });
    }
}

#[test]
fn the_order_of_the_files_changes_no_pair() {
    let mut seen = 0;
    for seed in 0..10_000 {
        let college = College::made(seed, 5, 6);
        let mut turned = college.clone();
        let mut numbers = Numbers(seed);
        turned.fixture.turn_people(1 + numbers.below(10) as usize);
        numbers.shuffle(&mut turned.choices);
        numbers.shuffle(&mut turned.apart);
        let pairs = college.pairs("lot");
        seen += pairs.len();
        assert_eq!(pairs, turned.pairs("lot"), "seed {seed}");
    }
    assert!(seen > 20_000, "{seen}");
}

#[test]
fn another_seed_changes_nothing_but_equals() {
    let mut differ = 0;
    for seed in 0..200 {
        let college = College::made(seed, 6, 8);
        let told = |lot: &str| college.with_proposal(Some(lot), |proposal| (proposal.objective(), proposal.assignment.pairs.clone()));
        let ((one, pairs), (other, others)) = (told("a"), told("b"));
        assert_eq!(one, other, "seed {seed}");
        differ += usize::from(pairs != others);
    }
    assert!(differ > 20, "{differ}");
}

#[test]
fn what_would_be_lost_is_what_is_lost() {
    let (mut made, mut absent, mut barred) = (0, 0, 0);
    for seed in 0..60 {
        let college = College::made(seed, 3, 4);
        college.with_proposal(Some("s"), |proposal| {
            let own = value(&proposal, &both(&proposal.pairs()));
            for helper in &proposal.programme.helpers {
                for student in &proposal.programme.students {
                    let pair = (helper.person, student.person);
                    let (loss, other) = match proposal.asked().explain(pair.0, pair.1) {
                        Standing::Barred(bars) => {
                            assert_eq!(bars.first().copied(), proposal.programme.bar(helper, student));
                            barred += 1;
                            continue;
                        }
                        Standing::Made(loss) => {
                            made += 1;
                            (loss.unwrap(), best_of_all(&proposal, &|pairs| !pairs.contains(&pair)).unwrap())
                        }
                        Standing::Absent(loss) => {
                            absent += 1;
                            (loss, best_of_all(&proposal, &|pairs| pairs.contains(&pair)).unwrap())
                        }
                    };
                    let (need, rest) = (loss.urgency, [loss.kept, loss.own_branch]);
                    let (named, fit) = ([loss.mutual, loss.named], [loss.fit, loss.lot]);
                    let told = match proposal.programme.question.policy {
                        PairingPolicy::NeedFirst => vec![need, rest[0], 0, rest[1], named[0], named[1], fit[0], fit[1]],
                        PairingPolicy::VoluntaryFirst => vec![named[0], need, rest[0], 0, rest[1], named[1], fit[0], fit[1]],
                    };
                    let lost: Vec<i64> = own.iter().zip(&other).map(|(own, other)| own - other).collect();
                    assert_eq!(told, lost, "seed {seed}, {pair:?}");
                }
            }
        });
    }
    assert!(made > 80 && absent > 100 && barred > 80, "{made} {absent} {barred}");
}

#[test]
fn a_drop_out_moves_as_few_as_can_be() {
    let mut changed = 0;
    for seed in 0..150 {
        let mut college = College::made(seed, 4, 4);
        let rules = &mut college.fixture.scheme.pairing;
        (rules.policy, rules.helper_capacity) = (PairingPolicy::NeedFirst, 1);
        let pairs = college.pairs("first");
        if pairs.is_empty() {
            continue;
        }
        for (number, (helper, helped)) in pairs.iter().enumerate() {
            college.fixture.pair(&format!("b1-{number:03}"), helper, helped, FIRST, None);
        }
        let core = college.core();
        let choices = college.choices(&core);
        let ending = [PairIx(0)];
        let mut question = rematch_question(&core, &choices, &ending, day("2013-03-10"));
        question.levels = college.known_levels(&core);
        question.seed = Some("again".to_owned());
        let proposal = Proposal::best(question).unwrap();
        check_instance(&proposal);
        let helper = core.pairs.rows[0].helper;
        assert_eq!(proposal.programme.question.out, [helper]);
        assert!(proposal.pairs().iter().all(|made| made.helper != helper));
        assert_eq!(Some(value(&proposal, &both(&proposal.pairs()))), best_of_all(&proposal, &|_| true), "seed {seed}");
        let rematch = Rematch::of(proposal, &ending);
        let named = rematch.ended.iter().filter(|ended| ended.named).count();
        assert_eq!((named, rematch.begun.len() <= rematch.ended.len()), (1, true), "seed {seed}");
        changed += rematch.ended.len() - 1;
    }
    assert!(changed > 3, "{changed}");
}

#[test]
fn rules_are_told_by_name() {
    let mut fixture = Fixture::empty();
    fixture.person("h1", Stage::Full, "b1").person("h2", Stage::Full, "").person("h3", Stage::Full, "b1");
    fixture.person("s1", Stage::League, "").person("s2", Stage::League, "");
    fixture.pair("b1-001", "h3", "s2", "2012-11-06", None);
    let college = College { fixture, choices: Vec::new(), apart: vec![("h1".into(), "s1".into())], levels: HashMap::new() };
    let core = college.core();
    let mut question = Question::new(&core, &[], day("2012-12-01"));
    question.profiles = Profiles::default();
    let proposal = Proposal::best(question).unwrap();
    let person = |id: &str| core.people.find(id).unwrap();
    let bars = |helper: &str, helped: &str| match proposal.asked().explain(person(helper), person(helped)) {
        Standing::Barred(bars) => bars,
        other => panic!("{other:?}"),
    };
    assert_eq!(bars("h1", "s1"), [Bar::Apart]);
    assert_eq!(bars("h2", "s1"), [Bar::NoBranch]);
    assert_eq!(bars("h3", "s1"), [Bar::HelperTaken]);
    assert_eq!(bars("h1", "s2"), [Bar::HelpedTaken]);
    assert_eq!(bars("s1", "s1"), [Bar::HelperStage, Bar::SamePerson]);
    assert_eq!(bars("s2", "h1"), [Bar::HelpedStage, Bar::HelperStage]);
    assert_eq!(proposal.programme.instance.rows(), 1);
    let left = proposal.unpaired_helped();
    let counts = vec![(Bar::NoBranch, 1), (Bar::Apart, 1), (Bar::HelperTaken, 1)];
    assert_eq!(left[0].why, super::LeftOverWhy::NobodyEligible(counts));
    let helpers: Vec<&str> = proposal.unpaired_helpers().iter().map(|left| core.people.id(left.person)).collect();
    assert_eq!(helpers, ["h1", "h2"]);
}

#[test]
fn profiles_earn_points_for_what_is_alike_and_skills_for_what_is_needed() {
    let mut fixture = Fixture::empty();
    fixture.person("h1", Stage::Full, "b1").person("h2", Stage::Full, "b1");
    fixture.person("s1", Stage::League, "").person("s2", Stage::League, "");
    fixture.scheme.pairing.fit = vec![(FitAttribute::Interests, Decimal::whole(2)), (FitAttribute::Skills, Decimal::whole(5))];
    let college = College { fixture, choices: Vec::new(), apart: Vec::new(), levels: HashMap::new() };
    let core = college.core();
    let person = |id: &str| core.people.find(id).unwrap();
    let mut question = Question::new(&core, &[], day(FIRST));
    question.seed = Some("s".to_owned());
    let mut profiles = Profiles::default();
    for (who, entry) in [("h1", "go"), ("s1", "go"), ("s1", "chess"), ("h2", "chess")] {
        profiles.add(FitAttribute::Interests, person(who), entry);
    }
    // What a helper needs is no skill, and what a student is good at is no need.
    profiles.add(FitAttribute::Skills, person("h1"), "study");
    profiles.add(FitAttribute::Skills, person("s1"), "study");
    profiles.add_need(person("s2"), "study");
    profiles.add_need(person("h2"), "study");
    question.profiles = profiles;
    assert!(question.is_sealed() && question.has_profiles());
    let proposal = Proposal::best(question).unwrap();
    check_instance(&proposal);
    let fit = |helper: &str, helped: &str| proposal.programme.worth(person(helper), person(helped)).fit;
    assert_eq!([fit("h1", "s1"), fit("h2", "s1"), fit("h1", "s2"), fit("h2", "s2")], [2, 2, 5, 0]);
    assert_eq!(both(&proposal.pairs()), [(person("h1"), person("s2")), (person("h2"), person("s1"))]);
}
