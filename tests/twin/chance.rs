//! Reproducible chance for the generator: splitmix64. The same seed gives the same numbers on
//! every machine.

/// A stream of pseudo-random numbers.
pub struct Chance {
    state: u64,
}

impl Chance {
    /// The stream of a seed.
    pub fn new(seed: u64) -> Chance {
        Chance { state: seed }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        assert!(low <= high, "empty range {low}..={high}");
        let width = u64::try_from(high - low).unwrap() + 1;
        low + i64::try_from(self.next() % width).unwrap()
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, share: i64) -> bool {
        self.between(1, 100) <= share
    }

    /// One of the things.
    pub fn pick<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        let last = i64::try_from(things.len()).unwrap() - 1;
        &things[usize::try_from(self.between(0, last)).unwrap()]
    }

    /// The things in another order.
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for place in (1..things.len()).rev() {
            let other = self.between(0, i64::try_from(place).unwrap());
            things.swap(place, usize::try_from(other).unwrap());
        }
    }

    /// Each thing with an even chance, in the order given.
    pub fn some<T: Clone>(&mut self, things: &[T]) -> Vec<T> {
        things.iter().filter(|_| self.percent(50)).cloned().collect()
    }

    /// As `some`, but at least one.
    pub fn some_at_least_one<T: Clone>(&mut self, things: &[T]) -> Vec<T> {
        let chosen = self.some(things);
        if chosen.is_empty() { vec![self.pick(things).clone()] } else { chosen }
    }
}

#[test]
fn the_stream_is_splitmix64() {
    let mut chance = Chance::new(1_234_567);
    assert_eq!(chance.next(), 6_457_827_717_110_365_317);
    assert_eq!(chance.next(), 3_203_168_211_198_807_973);
}
