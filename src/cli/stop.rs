//! Watches a run: shows its progress, and stops it when a signal asks for it.
//!
//! The first signal asks the run to stop at the next opportunity; a second one, or any signal once
//! the run is over and only output is left, ends the program at once with the same exit code.

use super::Context;
use super::failure::{Failure, Kind};
use crate::i18n::message;
use crate::run::Watch;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

#[cfg(unix)]
const SIGNALS: [i32; 3] = [SIGINT, SIGTERM, signal_hook::consts::SIGHUP];
#[cfg(not(unix))]
const SIGNALS: [i32; 2] = [SIGINT, SIGTERM];

/// Steps of the bar.
const STEPS: u64 = 1_000;

/// A run that ends sooner shows no bar: it would only flicker.
const PATIENCE: Duration = Duration::from_millis(400);

/// Progress on standard error and cancel by signal.
pub struct SignalWatch {
    bar: ProgressBar,
    begun: Instant,
    caught: Arc<AtomicUsize>,
    at_once: Arc<AtomicBool>,
}

impl SignalWatch {
    /// Begins to watch. The bar is hidden where standard error is not a terminal, and with `--quiet`.
    ///
    /// # Errors
    /// [`Kind::Internal`] when the system refuses a signal handler.
    pub fn begin(context: &Context) -> Result<Self, Failure> {
        Self::begin_as(context, "{msg} [{bar:40}] {percent:>3}%  {elapsed}", !context.quiet)
    }

    /// Begins to watch a study: its bar leaves room for what [`SignalWatch::say`] says, and may be hidden.
    ///
    /// # Errors
    /// As [`SignalWatch::begin`].
    pub fn begin_study(context: &Context, visible: bool) -> Result<Self, Failure> {
        Self::begin_as(context, "[{bar:25}] {percent:>3}%  {elapsed}  {msg}", visible && !context.quiet)
    }

    /// Says something beside the bar.
    pub fn say(&self, words: String) {
        self.bar.set_message(words);
    }

    fn begin_as(context: &Context, template: &str, visible: bool) -> Result<Self, Failure> {
        let caught = Arc::new(AtomicUsize::new(0));
        let at_once = Arc::new(AtomicBool::new(false));
        for signal in SIGNALS {
            // In this order: the shutdown looks at the flag before the first signal sets it.
            flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&at_once))
                .and_then(|_| flag::register(signal, Arc::clone(&at_once)))
                .and_then(|_| {
                    flag::register_usize(signal, Arc::clone(&caught), signal.unsigned_abs() as usize)
                })
                .map_err(|error| context.failure(Kind::Internal, error.to_string()))?;
        }
        let target = if visible { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(STEPS), target);
        let style = ProgressStyle::with_template(template)
            .map_err(|error| context.failure(Kind::Internal, error.to_string()))?;
        bar.set_style(style.progress_chars("=> "));
        bar.set_message(message!(context.messages, "progress"));
        Ok(Self { bar, begun: Instant::now(), caught, at_once })
    }

    /// Ends the watch: the bar goes, and signals end the program at once from here on.
    ///
    /// # Errors
    /// [`Failure::Signal`] when one arrived during the run.
    pub fn end(self, context: &Context) -> Result<(), Failure> {
        self.bar.finish_and_clear();
        self.at_once.store(true, Ordering::SeqCst);
        match u8::try_from(self.caught.load(Ordering::SeqCst)) {
            Ok(0) | Err(_) => Ok(()),
            Ok(number) => Err(Failure::Signal {
                number,
                message: context.worded(message!(context.messages, "error-interrupted")),
            }),
        }
    }
}

impl Watch for SignalWatch {
    fn progress(&self, share: f64) {
        if self.begun.elapsed() > PATIENCE {
            self.bar.set_position((share.clamp(0.0, 1.0) * STEPS as f64) as u64);
        }
    }

    fn cancelled(&self) -> bool {
        self.caught.load(Ordering::SeqCst) != 0
    }
}
