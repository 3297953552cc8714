//! Takes the terminal and gives it back, whatever happens in between.
//!
//! The screen is entered by one guard; leaving is safe to repeat, and happens on return, on error,
//! on a signal, on suspension and, by a panic hook, before the message of a panic on the screen's
//! own thread. A panic on another thread must not touch the screen: the worker turns it into an
//! answer.

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor;
use crossterm::event::{DisableMouseCapture, EnableMouseCapture};
use crossterm::execute;
use crossterm::terminal::{self as control, EnterAlternateScreen, LeaveAlternateScreen};
use ratatui::layout::Rect;
use std::io::{self, IsTerminal as _, Stdout, Write as _};
use std::panic::{self, PanicHookInfo};
use std::sync::Arc;
use std::thread;

/// The terminal of the interface.
pub(super) type Screen = ratatui::Terminal<ratatui::backend::CrosstermBackend<Stdout>>;

type Hook = dyn Fn(&PanicHookInfo<'_>) + Send + Sync + 'static;

/// Whether an error of input or output says that there is no terminal any more, or comes of that: asked for the size
/// of one that hung up, the terminal library gives the last error of whatever it tried instead.
pub(super) fn is_gone(error: &io::Error) -> bool {
    #[cfg(unix)]
    if rustix::io::Errno::from_io_error(error) == Some(rustix::io::Errno::IO) {
        return true;
    }
    matches!(error.kind(), io::ErrorKind::BrokenPipe | io::ErrorKind::NotConnected)
        || !io::stdout().is_terminal()
}

/// Raw mode and alternate screen for as long as it lives.
pub(super) struct Session {
    screen: Screen,
    previous_hook: Arc<Hook>,
    mouse: bool,
}

impl Session {
    /// Enters raw mode and the alternate screen, and listens to the mouse if that is wanted.
    pub(super) fn enter(mouse: bool) -> io::Result<Self> {
        let screen = Screen::new(ratatui::backend::CrosstermBackend::new(io::stdout()))?;
        let previous_hook: Arc<Hook> = Arc::from(panic::take_hook());
        let inherited = Arc::clone(&previous_hook);
        let own_thread = thread::current().id();
        panic::set_hook(Box::new(move |information| {
            if thread::current().id() == own_thread {
                restore();
                inherited(information);
            }
        }));
        // From here on dropping the session restores everything, also half-way.
        let session = Self { screen, previous_hook, mouse };
        take(mouse)?;
        Ok(session)
    }

    /// Where to draw.
    pub(super) const fn screen(&mut self) -> &mut Screen {
        &mut self.screen
    }

    /// Gives the terminal back, stops the program until it is continued, and takes the terminal again.
    ///
    /// Returns whether there was anything to stop for: without a shell that could continue it, the
    /// program would hang for ever.
    #[cfg(unix)]
    pub(super) fn suspend(&mut self) -> io::Result<bool> {
        let without_shell =
            rustix::process::getsid(None).is_ok_and(|session| session == rustix::process::getpid());
        if without_shell {
            return Ok(false);
        }
        restore();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        self.resume()?;
        Ok(true)
    }

    /// There is no job control to give the terminal to.
    #[cfg(not(unix))]
    pub(super) fn suspend(&mut self) -> io::Result<bool> {
        Ok(false)
    }

    /// Takes the terminal again after a stop: the shell has set its own modes in between.
    pub(super) fn resume(&mut self) -> io::Result<()> {
        control::disable_raw_mode()?;
        take(self.mouse)?;
        self.repaint()
    }

    /// Listens to the mouse, or leaves it to the terminal, which then can select text.
    pub(super) fn listen_to_mouse(&mut self, listens: bool) -> io::Result<()> {
        self.mouse = listens;
        if listens {
            execute!(io::stdout(), EnableMouseCapture)
        } else {
            execute!(io::stdout(), DisableMouseCapture)
        }
    }

    /// Hands a text to the clipboard of the user's own machine, also through ssh (OSC 52).
    #[allow(clippy::unused_self, reason = "only who holds the terminal may write to it")]
    pub(super) fn copy(&mut self, text: &str) -> io::Result<()> {
        execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text))
    }

    /// Makes the next drawing paint every cell.
    ///
    /// Not `Terminal::clear`: that asks the terminal where its cursor is, and the thread that reads
    /// keys would take the answer away.
    pub(super) fn repaint(&mut self) -> io::Result<()> {
        let size = self.screen.size()?;
        self.screen.resize(Rect::new(0, 0, size.width, size.height))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        restore();
        if !thread::panicking() {
            let previous = Arc::clone(&self.previous_hook);
            panic::set_hook(Box::new(move |information| previous(information)));
        }
    }
}

fn take(mouse: bool) -> io::Result<()> {
    control::enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen, cursor::Hide)?;
    if mouse { execute!(io::stdout(), EnableMouseCapture) } else { Ok(()) }
}

/// Gives the terminal back. Errors are ignored: there is nothing left to do about them.
fn restore() {
    let mut output = io::stdout();
    // Also when it was never listened to: a terminal left in this mode prints rubbish at every click.
    let _ = execute!(output, DisableMouseCapture, LeaveAlternateScreen, cursor::Show);
    let _ = output.flush();
    let _ = control::disable_raw_mode();
}
