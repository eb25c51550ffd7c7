//! `visit draw`: what it keeps, that anyone gets the same again whatever the order of the rows, and that a change is named.

use std::path::Path;

use super::example::Example;

const DRAWS: &str = "committee/draws.csv";

#[test]
fn a_draw_is_kept_with_seed_digest_and_list_and_can_be_drawn_again() {
    let example = Example::on("2013-03-20");
    let (_, come) = example.writes(DRAWS, &["visit", "draw", "--count", "6", "--seed", "2013-03"]);
    let line = come.iter().find(|line| line.starts_with("draw-2013-03-20,")).unwrap();
    let cells: Vec<&str> = line.split(',').collect();
    assert_eq!((cells[1], cells[2], cells[3].len(), cells[4].split(';').count()), ("2013-03-20", "2013-03", 64, 6));
    let again = example.json(&["visit", "draw", "--verify", "draw-2013-03-20"]);
    assert_eq!((&again["follows"], &again["recorded"]), (&true.into(), &again["drawn"]));
    let redrawn = example.json(&["visit", "draw", "--redraw", "draw-2013-03-20", "--reason", "出国"]);
    assert_eq!((redrawn["persons"].as_array().unwrap().len(), &redrawn["replaces"]), (6, &"draw-2013-03-20".into()));
    assert_eq!(redrawn["seed"].as_str().unwrap().len(), 16);
    assert_eq!(example.json(&["visit", "draws"])["records"].as_array().unwrap().len(), 2);
    example.fine(&["visit", "draw", "--verify", redrawn["id"].as_str().unwrap()]);
}

#[test]
fn seats_follow_the_branches_and_the_rows_may_stand_in_any_order() {
    let example = Example::on("2013-03-20");
    let words = ["visit", "draw", "--count", "10", "--seed", "s", "--dry-run"];
    let before = example.fine(&words);
    let files = example.files();
    let mut turned = 0;
    for name in ["people.csv", "branches/ug1/pairs.csv", "branches/ug2/pairs.csv", "committee/visits.csv"] {
        let text = String::from_utf8(files[Path::new(name)].clone()).unwrap();
        let (header, rows) = text.split_once('\n').unwrap();
        let mut rows: Vec<&str> = rows.lines().collect();
        rows.reverse();
        turned += rows.len();
        example.write(Path::new(name), &format!("{header}\n{}\n", rows.join("\n")));
    }
    assert!(turned > 200);
    assert_eq!(example.fine(&words), before);
    let drawn = example.json(&words[..words.len() - 1]);
    // 22, 20 and 13 of 55 helped: 4.0, 3.63…, 2.36….
    let seats: Vec<_> = drawn["branches"].as_array().unwrap().iter().map(|branch| branch["seats"].as_u64().unwrap()).collect();
    assert_eq!(seats, [4, 4, 2]);
}

#[test]
fn two_seeds_of_the_system_are_two() {
    let seed = || Example::on("2013-03-20").json(&["visit", "draw", "--share", "5%"])["seed"].as_str().unwrap().to_owned();
    assert_ne!(seed(), seed());
}

#[test]
fn a_tampered_list_is_seen() {
    let example = Example::on("2013-03-20");
    let drawn = example.json(&["visit", "draw", "--count", "3", "--seed", "s"]);
    let out = drawn["persons"][0]["person"].as_str().unwrap();
    let inside = ["2011210211", "2011210403", "2012310118", "2010210112"].into_iter().find(|id| !drawn.to_string().contains(id)).unwrap();
    example.replace(DRAWS, out, inside);
    let run = example.run(&["visit", "draw", "--verify", "draw-2013-03-20"]);
    assert!(run.code == 1 && run.stdout.contains(&format!("not drawn now: {inside}")), "{run:?}");
    assert!(run.stdout.contains(&format!("not on the list: {out}")), "{run:?}");
}

#[test]
fn faulty_records_are_not_drawn_from() {
    let example = Example::on("2013-03-20");
    example.replace("committee/visits.csv", "2012-12-19,2010210206", "2012-13-19,2010210206");
    let run = example.run(&["visit", "draw", "--count", "3"]);
    assert!(run.code == 4 && run.stdout.is_empty() && run.stderr.contains("committee/visits.csv:2"), "{run:?}");
}

#[test]
fn a_redraw_without_a_reason_is_no_record() {
    let example = Example::on("2013-06-14");
    example.fine(&["visit", "draw", "--count", "3", "--seed", "s", "--on", "2013-03-20"]);
    example.fine(&["visit", "draw", "--redraw", "draw-2013-03-20", "--seed", "t", "--reason", "出国", "--on", "2013-03-20"]);
    example.replace(DRAWS, ",出国", ",");
    let run = example.run(&["-q", "validate"]);
    assert!(run.code == 1 && run.stdout.contains("committee/draws.csv:3") && run.stdout.contains("missing-value"), "{run:?}");
}

#[test]
fn a_second_draw_of_a_day_is_a_redraw_and_needs_a_reason() {
    let example = Example::on("2013-03-20");
    example.fine(&["visit", "draw", "--count", "3", "--seed", "s"]);
    let told = example.refuses(&["visit", "draw", "--count", "3", "--seed", "t"]);
    assert!(told.contains("draw-2013-03-20") && told.contains("--redraw"), "{told}");
    example.refuses(&["visit", "draw", "--share", "20%", "--seed", "s"]);
    // The same again is no other draw.
    let kept = example.text(DRAWS);
    let run = example.run(&["visit", "draw", "--count", "3", "--seed", "s"]);
    assert!(run.code == 0 && run.stdout.contains("draw-2013-03-20") && run.stderr.contains("nothing was written"), "{run:?}");
    assert_eq!(example.text(DRAWS), kept);
    // The one that took its place is the one that stands.
    example.fine(&["visit", "draw", "--redraw", "draw-2013-03-20", "--seed", "t", "--reason", "出国"]);
    assert!(example.refuses(&["visit", "draw", "--count", "3", "--seed", "u"]).contains("--redraw draw-2013-03-20-2"));
    // Once somebody was visited, others are drawn from.
    let drawn = example.json(&["visit", "draw", "--verify", "draw-2013-03-20-2"])["recorded"][0].as_str().unwrap().to_owned();
    example.fine(&["visit", "record", &drawn, "--by", "x", "--on", "2013-03-19"]);
    example.fine(&["visit", "draw", "--count", "3", "--seed", "u"]);
}

#[test]
fn a_seed_is_drawn_with_as_it_is_recorded() {
    for (at, seed) in ["a\nb", " 双 色 球 2013↵047 ", "a,\"b\"", "a\r\nb\tc"].iter().enumerate() {
        let example = Example::on("2013-05-01");
        let draw = example.json(&["visit", "draw", "--count", "3", "--seed", seed]);
        let id = draw["id"].as_str().unwrap();
        let run = example.run(&["visit", "draw", "--verify", id]);
        assert_eq!(run.code, 0, "{at}: {seed:?}: {run:?}");
        assert_eq!(example.run(&["validate"]).code, 0, "{seed:?}");
    }
    let example = Example::on("2013-05-01");
    assert!(example.refuses(&["visit", "draw", "--count", "3", "--seed", " \n "]).contains("empty"));
}
