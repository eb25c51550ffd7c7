//! The stopwatch: processor seconds of this thread, the mean of enough runs.

use std::time::Instant;

/// The result of the last run and the mean seconds of a run, with as many runs as take `enough` seconds.
pub fn seconds<T>(enough: f64, work: impl Fn() -> T) -> (T, f64) {
    let start = Instant::now();
    let before = clock(start);
    let mut runs = 0.0;
    loop {
        let result = work();
        runs += 1.0;
        let passed = clock(start) - before;
        if passed >= enough {
            return (result, passed / runs);
        }
    }
}

/// Processor seconds of this thread where the system tells them (Linux), else seconds since `start`.
fn clock(start: Instant) -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|text| text.split(' ').next()?.parse::<u64>().ok());
    nanoseconds.map_or_else(|| start.elapsed().as_secs_f64(), |nanoseconds| nanoseconds as f64 / 1e9)
}
