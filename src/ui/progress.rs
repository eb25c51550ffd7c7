//! Says on a terminal that the work goes on, once it has taken more than a moment. Not here: whether there is a terminal.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Work that is done sooner is not worth a word.
const MOMENT: Duration = Duration::from_secs(1);

/// How often the display moves.
const TICK: Duration = Duration::from_millis(120);

/// What is shown while work goes on; it goes away by itself.
#[derive(Debug, Default)]
pub struct Progress {
    running: Mutex<Option<Running>>,
    /// A person is asked: nothing is to move on the terminal any more.
    over: AtomicBool,
    counted: Arc<Counted>,
}

/// How much of the work is done, and how much there is; 0 where that is not known.
#[derive(Debug, Default)]
struct Counted {
    done: AtomicU64,
    all: AtomicU64,
}

#[derive(Debug)]
struct Running {
    stop: Sender<()>,
    thread: JoinHandle<()>,
}

impl Progress {
    /// Begins to wait; after a moment the text is shown with the time that the work has taken.
    pub fn start(&self, text: String) {
        self.stop();
        if self.over.load(Ordering::Relaxed) {
            return;
        }
        self.advance(0, 0);
        let counted = Arc::clone(&self.counted);
        let (stop, stopped) = channel();
        // Where the system gives no thread nothing is shown.
        let spawned = Builder::new().spawn(move || {
            if stopped.recv_timeout(MOMENT) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = ProgressBar::new_spinner().with_message(text).with_elapsed(MOMENT);
            // Anything but the time means that the work is done.
            while stopped.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                counted.show(&bar);
            }
            bar.finish_and_clear();
        });
        if let (Ok(mut running), Ok(thread)) = (self.running.lock(), spawned) {
            *running = Some(Running { stop, thread });
        }
    }

    /// Says how much is done, of how much; 0 where that is not known.
    pub fn advance(&self, done: u64, all: u64) {
        self.counted.done.store(done, Ordering::Relaxed);
        self.counted.all.store(all, Ordering::Relaxed);
    }

    /// Takes the display away for good: whoever is asked sees the question and nothing else.
    pub fn end(&self) {
        self.over.store(true, Ordering::Relaxed);
        self.stop();
    }

    /// Takes the display away, before anything else is written to the terminal.
    pub fn stop(&self) {
        let running = self.running.lock().ok().and_then(|mut running| running.take());
        if let Some(Running { stop, thread }) = running {
            drop(stop);
            // A thread that failed has shown what it could.
            let _ = thread.join();
        }
    }
}

impl Counted {
    fn show(&self, bar: &ProgressBar) {
        let (done, all) = (self.done.load(Ordering::Relaxed), self.all.load(Ordering::Relaxed));
        let template = if all > 0 { "{spinner} {msg} {bar:30} {pos}/{len} {elapsed}" } else { "{spinner} {msg} {elapsed}" };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        if all > 0 {
            bar.set_length(all);
            bar.set_position(done);
        }
        bar.tick();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.stop();
    }
}

#[cfg(test)]
mod tests {
    use super::Progress;

    #[test]
    fn nothing_moves_once_a_person_is_asked() {
        let progress = Progress::default();
        let is_running = || progress.running.lock().unwrap().is_some();
        progress.start("working".to_owned());
        assert!(is_running());
        progress.end();
        progress.start("working".to_owned());
        assert!(!is_running());
    }

    #[test]
    fn it_stops_at_once_and_as_often_as_asked() {
        let started = crate::clock::instant();
        let progress = Progress::default();
        progress.start("working".to_owned());
        progress.stop();
        progress.stop();
        drop(progress);
        assert!(started.elapsed() < super::MOMENT);
    }
}
