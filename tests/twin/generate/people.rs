//! Generated people with the stages they pass through, and pairs of them.

use super::sheet::Sheet;
use super::text::HELPED_STAGES;
use super::{day_between, helping, maybe};
use crate::calendar::{Day, days, shifted};
use crate::chance::Chance;
use crate::records::Scheme;

/// A person, with the later stages and their days.
pub struct PersonDraft {
    pub id: String,
    pub branch: Option<String>,
    stage: &'static str,
    pub later: Vec<(Day, &'static str)>,
    cells: [String; 4],
}

impl PersonDraft {
    fn stage_on(&self, day: Day) -> &'static str {
        let known = self.later.iter().filter(|(from, _)| *from <= day);
        known.max_by_key(|(from, _)| *from).map_or(self.stage, |(_, stage)| stage)
    }

    fn may_help_on(&self, day: Day) -> bool {
        self.branch.is_some() && !HELPED_STAGES.contains(&self.stage_on(day))
    }

    fn may_be_helped_on(&self, day: Day) -> bool {
        HELPED_STAGES.contains(&self.stage_on(day))
    }
}

/// A pair.
#[derive(Clone)]
pub struct PairDraft {
    pub branch: String,
    pub id: String,
    pub helper: String,
    pub helped: String,
    pub start: Day,
    end: Option<Day>,
    /// Last active day.
    pub last: Day,
}

/// Five to twenty-five people: members of each branch, students, and some of either.
pub fn people(chance: &mut Chance, scheme: &Scheme) -> Vec<PersonDraft> {
    let everyone_in_a_branch = scheme.awards.iter().any(|award| award.level == "branch");
    let mut people: Vec<PersonDraft> = Vec::new();
    let mut add = |chance: &mut Chance, member: bool, branch: Option<String>| {
        let number = people.len();
        let id = if chance.percent(10) { format!("学-{number}") } else { format!("0{}{number:03}", chance.between(9, 12)) };
        people.push(person(chance, scheme, id, member, branch));
    };
    for branch in &scheme.branches {
        for _ in 0..chance.between(1, 3) {
            add(chance, true, Some(branch.clone()));
        }
    }
    for _ in 0..chance.between(3, 10) {
        let branch = everyone_in_a_branch || chance.percent(60);
        let branch = branch.then(|| chance.pick(&scheme.branches).clone());
        add(chance, false, branch);
    }
    for _ in 0..chance.between(0, 3) {
        let member = chance.percent(50);
        let branch = Some(chance.pick(&scheme.branches).clone());
        add(chance, member, branch);
    }
    people
}

fn person(chance: &mut Chance, scheme: &Scheme, id: String, member: bool, branch: Option<String>) -> PersonDraft {
    let place = usize::try_from(chance.between(0, 4)).unwrap();
    let mut stage = if member { *chance.pick(&["full", "probationary"]) } else { HELPED_STAGES[place] };
    let mut path: Vec<&'static str> = HELPED_STAGES[place + 1..].to_vec();
    path.extend(["probationary", "full"]);
    if member {
        path = if stage == "full" { Vec::new() } else { vec!["full"] };
        if chance.percent(10) {
            stage = "candidate";
            path = vec!["probationary"];
        }
    }
    let mut later: Vec<(Day, &'static str)> = Vec::new();
    let mut day = shifted(scheme.start, chance.between(-20, 100));
    for next in path {
        if chance.percent(45) {
            continue;
        }
        later.push((day, next));
        day = shifted(day, chance.between(1, 90));
    }
    let number = chance.between(1, 3);
    let cells = [
        format!("姓名{id}"),
        format!("专业{number}"),
        format!("201{}", chance.between(0, 2)),
        format!("英语{number}-{}班", chance.between(1, 2)),
    ];
    PersonDraft { id, branch, stage, later, cells }
}

/// The roster.
pub fn roster(people: &[PersonDraft]) -> Sheet {
    let columns = ["id", "name", "gender", "major", "grade", "class", "branch", "stage"];
    let mut sheet = Sheet::new("people.csv", 1, &columns);
    for person in people {
        let [name, major, grade, class] = person.cells.clone();
        sheet.add(vec![
            person.id.clone(),
            name,
            String::new(),
            major,
            grade,
            class,
            person.branch.clone().unwrap_or_default(),
            person.stage.to_owned(),
        ]);
    }
    sheet
}

/// Three to twelve pairs within the capacities, some ended and followed by others.
pub fn pairs(chance: &mut Chance, scheme: &Scheme, people: &[PersonDraft]) -> Vec<PairDraft> {
    let wanted = usize::try_from(chance.between(3, 12)).unwrap();
    let mut pairs: Vec<PairDraft> = Vec::new();
    for _ in 0..300 {
        if pairs.len() == wanted {
            break;
        }
        if let Some(pair) = attempt(chance, scheme, people, &pairs) {
            pairs.push(pair);
        }
    }
    pairs
}

/// A random pair, if the rules allow it.
fn attempt(chance: &mut Chance, scheme: &Scheme, people: &[PersonDraft], pairs: &[PairDraft]) -> Option<PairDraft> {
    let (mut helper, mut helped) = (chance.pick(people), chance.pick(people));
    let mut start = start(chance, scheme);
    if chance.percent(40)
        && let Some(before) = pairs.last().filter(|pair| pair.end.is_some())
    {
        // A successor: one of the two goes on with someone else the day after.
        start = shifted(before.last, chance.between(1, 2));
        let same = |id: &str| people.iter().find(|person| person.id == id).unwrap();
        if chance.percent(50) {
            helper = same(&before.helper);
        } else {
            helped = same(&before.helped);
        }
    }
    let (_, phase_end) = helping(scheme);
    let end = chance.percent(40).then(|| shifted(start, chance.between(0, 120)));
    let last = end.unwrap_or(phase_end);
    let pair = PairDraft {
        branch: helper.branch.clone()?,
        id: pair_id(chance, helper.branch.as_ref()?, pairs),
        helper: helper.id.clone(),
        helped: helped.id.clone(),
        start,
        end,
        last,
    };
    let fits = helper.id != helped.id
        && start <= last
        && start <= scheme.end
        && helper.may_help_on(start)
        && helped.may_be_helped_on(start)
        && has_room(scheme, pairs, &pair);
    fits.then_some(pair)
}

fn start(chance: &mut Chance, scheme: &Scheme) -> Day {
    let (first, last) = helping(scheme);
    match chance.between(0, 9) {
        0 => shifted(first, -chance.between(0, 5)),
        1 | 2 => day_between(chance, first, last),
        3..=5 => first,
        _ => shifted(first, chance.between(0, 20)),
    }
}

fn pair_id(chance: &mut Chance, branch: &str, pairs: &[PairDraft]) -> String {
    let number = pairs.len() + 1;
    if chance.percent(15) { format!("{branch}-{number}") } else { format!("{branch}-{number:03}") }
}

fn has_room(scheme: &Scheme, pairs: &[PairDraft], new: &PairDraft) -> bool {
    days(new.start, new.last).into_iter().all(|day| {
        let active: Vec<&PairDraft> = pairs.iter().filter(|pair| pair.start <= day && day <= pair.last).collect();
        let helping = active.iter().filter(|pair| pair.helper == new.helper).count();
        let helped = active.iter().filter(|pair| pair.helped == new.helped).count();
        let doubled = active.iter().any(|pair| pair.helper == new.helper && pair.helped == new.helped);
        helping < scheme.helper_capacity && helped < scheme.helped_capacity && !doubled
    })
}

/// The pairs of a branch.
pub fn sheet(chance: &mut Chance, scheme: &Scheme, pairs: &[PairDraft]) -> Sheet {
    let columns = ["id", "helper", "helped", "basis", "topics", "start", "end", "end_reason"];
    let mut sheet = Sheet::new("pairs.csv", 1, &columns);
    for pair in pairs {
        sheet.add(vec![
            pair.id.clone(),
            pair.helper.clone(),
            pair.helped.clone(),
            (*chance.pick(&["voluntary", "assigned"])).to_owned(),
            chance.some_at_least_one(&scheme.topics).join(";"),
            pair.start.to_string(),
            maybe(pair.end),
            pair.end.map_or("", |_| "换人").to_owned(),
        ]);
    }
    sheet
}
