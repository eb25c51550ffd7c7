//! Seats through the program itself: classes of one to a hundred persons, every rounding.

use super::{late_day, run, words};
use crate::cases::SCHEME;
use std::fmt::Write;

/// Ratios as written, and over and under.
const RATIOS: [(&str, i64, i64); 5] = [("10%", 1, 10), ("5%", 1, 20), ("12.5%", 1, 8), ("1/3", 1, 3), ("0.07", 7, 100)];

#[test]
fn seats_of_classes_of_every_size() {
    let folder = tempfile::tempdir().unwrap();
    let mut people = String::from("id,name,class,stage\n");
    for size in 1..=100 {
        for number in 1..=size {
            let _ = writeln!(people, "p{size:03}{number:03},P,c{size:03},league");
        }
    }
    let mut settings = SCHEME.to_owned();
    for (place, (ratio, _, _)) in RATIOS.iter().enumerate() {
        for rounding in ["down", "nearest", "up"] {
            let _ = write!(
                settings,
                "[[award]]\nkey = \"a{place}-{rounding}\"\nname = \"{ratio} {rounding}\"\nfor = \"helped\"\npool = \"members\"\n\
                 pool_stages = [\"league\"]\ncutoff = 2013-06-06\nlevel = \"class\"\nratio = \"{ratio}\"\n\
                 rounding = \"{rounding}\"\n[[award.criterion]]\nkey = \"goals\"\nweight = 1\n"
            );
        }
    }
    std::fs::write(folder.path().join("people.csv"), people).unwrap();
    std::fs::write(folder.path().join("bangfu.toml"), settings).unwrap();
    for (place, (ratio, over, under)) in RATIOS.iter().enumerate() {
        for rounding in ["down", "nearest", "up"] {
            let award = format!("a{place}-{rounding}");
            let (_, answer, complaint) = run(folder.path(), late_day(), &words(&["award", "compute", &award]));
            let Some(answer) = answer else { panic!("{award}: {complaint}") };
            let units = answer["units"].as_array().unwrap();
            assert_eq!(units.len(), 100, "{award}");
            for unit in units {
                let pool = unit["pool"].as_i64().unwrap();
                assert_eq!(unit["unit"], format!("c{pool:03}"), "{award}");
                let seats = match rounding {
                    "down" => over * pool / under,
                    "nearest" => (2 * over * pool + under) / (2 * under),
                    _ => (over * pool + under - 1) / under,
                };
                assert_eq!(unit["seats"], seats, "{ratio} of {pool} {rounding}");
            }
        }
    }
}
