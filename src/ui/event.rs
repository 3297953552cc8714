//! Everything the loop waits for, in one channel, and the threads that feed it.
//!
//! Keys and sizes come from a thread that blocks on the terminal, signals from a thread that blocks
//! on them, and the end of the terminal from a thread that blocks on its hang-up: a waiting program
//! costs no processor time.

use super::action::{Action, Mouse, MouseDeed};
use super::keymap::Key;
use crate::lesson::results::Found;
use crossterm::event::{
    self as terminal, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use std::io;
use std::sync::mpsc::Sender;
use std::thread;

/// What the loop can receive.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "few are on their way at a time, and answers are the rule")]
pub enum Event {
    /// A key press.
    Key(Key),
    /// The terminal has another size; which one is read when it is drawn.
    Resized,
    /// The mouse did something.
    Mouse(Mouse),
    /// Progress or an answer.
    Worker(Action),
    /// Numbers of a lesson, or why there are none.
    Lesson(Result<Vec<Found>, String>),
    /// The system asks to end or to stop.
    Signal(Signal),
    /// The program runs again after a stop.
    Continued,
    /// There is no terminal any more.
    TerminalGone,
    /// Keys can no longer be read.
    InputFailed(io::Error),
}

/// A request from outside, by signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// SIGINT.
    Interrupt,
    /// SIGTERM.
    Terminate,
    /// SIGHUP.
    HangUp,
    /// SIGQUIT.
    Quit,
    /// SIGTSTP.
    Stop,
}

/// Reads keys and sizes for as long as someone listens.
pub(super) fn read_keys(events: Sender<Event>) -> io::Result<()> {
    thread::Builder::new().name("keys".to_owned()).spawn(move || {
        inject_delay();
        loop {
            let next = match terminal::read() {
                Ok(event) => match translate(&event) {
                    Some(event) => event,
                    None => continue,
                },
                Err(error) => {
                    let _ = events.send(Event::InputFailed(error));
                    return;
                }
            };
            if events.send(next).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}

/// Lets a test see what happens before the first key can be read; not in release builds.
fn inject_delay() {
    if cfg!(debug_assertions) && std::env::var_os("KENJU_INJECT_DELAY").is_some_and(|place| place == "keys") {
        thread::sleep(std::time::Duration::from_secs(1));
    }
}

fn translate(event: &terminal::Event) -> Option<Event> {
    if let terminal::Event::Resize(..) = event {
        // Where there are signals, that of a new size has told it already.
        return if cfg!(unix) { None } else { Some(Event::Resized) };
    }
    if let terminal::Event::Mouse(event) = event {
        return mouse(*event).map(Event::Mouse);
    }
    event.as_key_press_event().and_then(key).map(Event::Key)
}

const fn mouse(event: MouseEvent) -> Option<Mouse> {
    let deed = match event.kind {
        MouseEventKind::Down(MouseButton::Left) => MouseDeed::Press,
        MouseEventKind::ScrollUp => MouseDeed::WheelUp,
        MouseEventKind::ScrollDown => MouseDeed::WheelDown,
        _ => return None,
    };
    Some(Mouse { deed, column: event.column, row: event.row })
}

fn key(event: KeyEvent) -> Option<Key> {
    let large = event.modifiers.intersects(KeyModifiers::SHIFT | KeyModifiers::CONTROL);
    Some(match event.code {
        KeyCode::Char(letter) if event.modifiers.contains(KeyModifiers::CONTROL) => {
            Key::Control(letter.to_ascii_lowercase())
        }
        KeyCode::Char(letter) if !event.modifiers.contains(KeyModifiers::ALT) => Key::Char(narrow(letter)),
        KeyCode::F(number) => Key::Function(number),
        KeyCode::Left if large => Key::LargeLeft,
        KeyCode::Right if large => Key::LargeRight,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Enter => Key::Enter,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Esc => Key::Escape,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        _ => return None,
    })
}

/// A Japanese input method in full-width mode sends other characters for the same keys.
pub(super) fn narrow(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        '\u{3000}' => ' ',
        '「' => '[',
        '」' => ']',
        _ => letter,
    }
}

/// Listens to signals until dropped.
#[cfg(unix)]
#[derive(Debug)]
pub(super) struct Signals {
    handle: signal_hook::iterator::Handle,
}

#[cfg(unix)]
impl Signals {
    /// Takes over the signals that would end or stop the program with the terminal in disorder, and that of a
    /// new size: the reader of keys hears of sizes too, but only once its thread has begun to read.
    pub(super) fn listen(events: Sender<Event>) -> io::Result<Self> {
        use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
        let numbers = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH];
        let mut signals = signal_hook::iterator::Signals::new(numbers)?;
        let handle = signals.handle();
        thread::Builder::new().name("signals".to_owned()).spawn(move || {
            for number in signals.forever() {
                let event = match number {
                    SIGINT => Event::Signal(Signal::Interrupt),
                    SIGTERM => Event::Signal(Signal::Terminate),
                    SIGHUP => Event::Signal(Signal::HangUp),
                    SIGQUIT => Event::Signal(Signal::Quit),
                    SIGTSTP => Event::Signal(Signal::Stop),
                    SIGWINCH => Event::Resized,
                    _ => Event::Continued,
                };
                if events.send(event).is_err() {
                    return;
                }
            }
        })?;
        Ok(Self { handle })
    }
}

#[cfg(unix)]
impl Drop for Signals {
    fn drop(&mut self) {
        self.handle.close();
    }
}

/// Tells when the terminal has gone away without a signal.
///
/// The reader of keys cannot: at the end of input it finds nothing, for ever.
#[cfg(unix)]
pub(super) fn watch_terminal(events: Sender<Event>) -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, poll};
    thread::Builder::new().name("hang-up".to_owned()).spawn(move || {
        let input = io::stdin();
        if !io::IsTerminal::is_terminal(&input) {
            return;
        }
        loop {
            // No event is asked for: only hang-up and error are reported.
            let mut descriptors = [PollFd::new(&input, PollFlags::empty())];
            match poll(&mut descriptors, None) {
                Err(rustix::io::Errno::INTR) => {}
                Err(_) => return,
                Ok(_) => {
                    if descriptors[0].revents().intersects(PollFlags::HUP | PollFlags::ERR) {
                        let _ = events.send(Event::TerminalGone);
                    }
                    return;
                }
            }
        }
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::KeyEventKind;

    fn pressed(code: KeyCode, modifiers: KeyModifiers) -> Option<Key> {
        key(KeyEvent::new(code, modifiers))
    }

    #[test]
    fn keys_lose_their_terminal_types() {
        assert_eq!(pressed(KeyCode::Char('c'), KeyModifiers::CONTROL), Some(Key::Control('c')));
        assert_eq!(pressed(KeyCode::Char('L'), KeyModifiers::SHIFT), Some(Key::Char('L')));
        assert_eq!(pressed(KeyCode::F(1), KeyModifiers::NONE), Some(Key::Function(1)));
        assert_eq!(pressed(KeyCode::Char('q'), KeyModifiers::ALT), None);
        assert_eq!(pressed(KeyCode::Insert, KeyModifiers::NONE), None);
    }

    #[test]
    fn full_width_input_works_like_half_width() {
        assert_eq!(pressed(KeyCode::Char('ｑ'), KeyModifiers::NONE), Some(Key::Char('q')));
        assert_eq!(pressed(KeyCode::Char('？'), KeyModifiers::NONE), Some(Key::Char('?')));
        assert_eq!(pressed(KeyCode::Char('「'), KeyModifiers::NONE), Some(Key::Char('[')));
    }

    #[test]
    fn releases_are_not_presses() {
        let mut event = KeyEvent::new(KeyCode::Char('q'), KeyModifiers::NONE);
        event.kind = KeyEventKind::Release;
        assert!(translate(&terminal::Event::Key(event)).is_none());
    }
}
