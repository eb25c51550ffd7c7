//! Work on many items by as many threads as the machine has; results come back in the order of the items.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};
use std::thread::Builder;

use super::table_reader::Buffers;

/// How much work an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// A small file is read.
    Small,
    /// A branch's records are read.
    Large,
}

impl Effort {
    /// With fewer items than this a second thread costs more than it saves: a year of eleven branches takes as long with one as with two.
    fn worth_a_thread(self) -> usize {
        match self {
            Self::Small => 60,
            Self::Large => 16,
        }
    }
}

/// How many threads the machine has for us, which it takes longer to find out than to read a small file.
fn of_the_machine() -> usize {
    static THREADS: OnceLock<usize> = OnceLock::new();
    *THREADS.get_or_init(|| std::thread::available_parallelism().map_or(1, usize::from))
}

/// Does the work for each item, which is a large one, giving each thread buffers of its own.
pub fn in_parallel<T: Send>(items: usize, work: impl Fn(usize, &mut Buffers) -> T + Sync) -> Vec<T> {
    with_effort(Effort::Large, items, work)
}

/// Does the work for each item, giving each thread buffers of its own.
pub fn with_effort<T: Send>(effort: Effort, items: usize, work: impl Fn(usize, &mut Buffers) -> T + Sync) -> Vec<T> {
    let most = items / effort.worth_a_thread() + 1;
    let threads = if most > 1 { of_the_machine().min(most) } else { 1 };
    if threads <= 1 {
        let mut buffers = Buffers::default();
        return (0..items).map(|item| work(item, &mut buffers)).collect();
    }
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::with_capacity(items));
    let worker = || {
        let mut buffers = Buffers::default();
        loop {
            let item = next.fetch_add(1, Ordering::Relaxed);
            if item >= items {
                break;
            }
            let done = work(item, &mut buffers);
            // At once, since lists of their own that grow would take as much memory again.
            if let Ok(mut results) = results.lock() {
                results.push((item, done));
            }
        }
    };
    std::thread::scope(|scope| {
        // Where the system gives no more threads, those that there are do all.
        (1..threads).for_each(|_| drop(Builder::new().spawn_scoped(scope, worker)));
        worker();
    });
    let mut results = results.into_inner().unwrap_or_default();
    results.sort_unstable_by_key(|(item, _)| *item);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::{Effort, in_parallel, with_effort};

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let squares = with_effort(Effort::Small, 1000, |item, _| item * item);
        assert!(squares.iter().enumerate().all(|(item, square)| *square == item * item));
        assert_eq!(squares.len(), 1000);
        assert!(in_parallel(0, |item, _| item).is_empty());
    }
}
