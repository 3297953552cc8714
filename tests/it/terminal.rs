//! The interface in a real (pseudo) terminal: what it leaves behind, however it ends.
//!
//! The program under test is this test binary itself, started again as [`child`] with the stand-in
//! engine, so that the flows need neither the real pack nor time. A shell runs it, keeps the terminal
//! open afterwards and says how it ended; then its modes can be looked at.

use crate::sample;
use expectrl::process::unix::Signal;
use expectrl::session::OsSession;
use kenju::language::Language;
use kenju::ui::theme::ColourChoice;
use kenju::ui::{UiOptions, start_with};
use rustix::termios::{LocalModes, tcgetattr};
use std::ffi::OsStr;
use std::io::Write as _;
use std::num::NonZeroU16;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_mins(1);

/// Not a test: the program that the flows start.
#[test]
#[ignore = "started by the flows of this file, with a terminal of its own"]
fn child() {
    let Some(record) = std::env::var_os("KENJU_TEST_RECORD") else { return };
    let levers = std::env::var_os("KENJU_TEST_LEVERS").is_some();
    let options = UiOptions {
        language: Language::En,
        baseline: Arc::new(if levers { sample::pack_with_levers() } else { sample::baseline() }),
        world: sample::world(),
        settings: sample::settings(),
        marks: Some(kenju::ui::marks::Marks::Ascii),
        draws: 0,
        tour: false,
        colour: ColourChoice::Never,
        own: kenju::ui::settings::Settings::default(),
        draft: kenju::ui::draft_place(|name| std::env::var(name).ok()).filter(|_| levers),
    };
    let engine = |baseline: &_, worlds: &[_], settings: &_, _: &dyn kenju::run::Watch| {
        Ok(sample::output(baseline, worlds, settings))
    };
    let ended = start_with(options, Arc::new(engine));
    let code = ended.as_ref().map_or(1, |ending| ending.exit_code());
    // To the file first: without a terminal there is nothing to print to.
    let told = ended.as_ref().map_or_else(ToString::to_string, |_| code.to_string());
    std::fs::write(record, told).unwrap();
    if let Err(error) = &ended {
        eprintln!("kenju: {error}\r");
    }
    std::process::exit(i32::from(code));
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}

/// A terminal with the program running in it.
pub struct Flow {
    session: OsSession,
    pub screen: vt100::Parser,
    /// Everything the program has written.
    seen: Vec<u8>,
    pub record: tempfile::TempDir,
}

impl Flow {
    /// Starts the stand-in.
    fn start(variables: &[(&str, &str)]) -> Self {
        let child = std::env::current_exe().unwrap();
        let arguments = ["terminal::child", "--exact", "--ignored", "--nocapture"];
        let mut flow = Self::spawn(child.as_os_str(), &arguments, variables);
        flow.wait_for("numbers", |screen| {
            let contents = screen.contents();
            contents.contains("HLE 74.0") || contents.contains("no policy")
        });
        flow
    }

    pub fn spawn(program: &OsStr, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let record = tempfile::tempdir().unwrap();
        let mut shell = Command::new("sh");
        shell.arg("-c").arg("stty sane; \"$@\"; echo \"ended with $?.\"; read line").arg("sh");
        shell.arg(program).args(arguments);
        shell.env("TERM", "xterm-256color").env("KENJU_TEST_RECORD", record.path().join("code"));
        shell.env("XDG_STATE_HOME", record.path()).env("XDG_CONFIG_HOME", record.path());
        shell.current_dir(record.path());
        shell.env_remove("NO_COLOR").env_remove("KENJU_ASCII").env("LC_ALL", "C");
        shell.envs(variables.iter().copied());
        let session = OsSession::spawn(shell).unwrap();
        Self { session, screen: vt100::Parser::new(cells(24), cells(80), 0), seen: Vec::new(), record }
    }

    /// Feeds the terminal until its screen looks as wanted.
    pub fn wait_for(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        let mut bytes = [0; 4096];
        while !wanted(self.screen.screen()) {
            assert!(Instant::now() < deadline, "waiting for {what}:\n{}", self.screen.screen().contents());
            match self.session.try_read(&mut bytes) {
                Ok(count) if count > 0 => {
                    self.screen.process(&bytes[..count]);
                    self.seen.extend_from_slice(&bytes[..count]);
                }
                _ => std::thread::sleep(Duration::from_millis(5)),
            }
        }
    }

    /// Feeds the terminal until a moment, whatever comes.
    pub fn take_in(&mut self, until: Instant) {
        let mut bytes = [0; 4096];
        while Instant::now() < until {
            match self.session.try_read(&mut bytes) {
                Ok(count) if count > 0 => self.screen.process(&bytes[..count]),
                _ => std::thread::sleep(Duration::from_millis(2)),
            }
        }
    }

    pub fn wait_for_text(&mut self, text: &str) {
        self.wait_for(text, |screen| screen.contents().contains(text));
    }

    pub fn press(&mut self, keys: &str) {
        self.session.write_all(keys.as_bytes()).unwrap();
        self.session.flush().unwrap();
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.screen.screen_mut().set_size(cells(rows), cells(columns));
        self.session.get_process_mut().set_window_size(columns, rows).unwrap();
    }

    /// The program, not the shell around it.
    fn program(&self) -> String {
        let shell = self.session.get_process().pid();
        let children = format!("/proc/{shell}/task/{shell}/children");
        std::fs::read_to_string(children).unwrap().trim().to_owned()
    }

    pub fn send(&self, signal: &str) {
        let status = Command::new("kill").arg(format!("-{signal}")).arg(self.program()).status().unwrap();
        assert!(status.success());
    }

    fn modes(&self) -> LocalModes {
        let terminal = self.session.get_process().get_raw_handle().unwrap();
        tcgetattr(&terminal).unwrap().local_modes
    }

    pub fn assert_taken(&self) {
        assert!(self.screen.screen().alternate_screen() && self.screen.screen().hide_cursor());
        assert!(!self.modes().intersects(LocalModes::ICANON | LocalModes::ECHO));
    }

    /// The terminal as a shell needs it: own screen, cursor, line input, echo.
    fn assert_given_back(&self) {
        assert!(!self.screen.screen().alternate_screen());
        assert!(!self.screen.screen().hide_cursor());
        assert!(self.modes().contains(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG));
    }

    pub fn assert_ends_with(&mut self, code: u8) {
        self.wait_for_text(&format!("ended with {code}."));
        self.assert_given_back();
    }
}

#[test]
fn start_switch_language_read_and_quit() {
    let mut flow = Flow::start(&[]);
    flow.assert_taken();
    flow.press("L");
    flow.wait_for_text("健康寿命の延び");
    flow.press("T");
    flow.wait_for_text("公表値");
    flow.press("\u{1b}[D\u{1b}[D");
    flow.wait_for_text("2038 <");
    flow.press("o");
    flow.wait_for_text("超過分が2030年に解消");
    flow.press("?");
    flow.wait_for_text("キー操作");
    // Another assumption than that of the scenario is in no file: leaving is asked once, where it can be seen.
    flow.press("q");
    flow.wait_for_text("まだ保存していません");
    flow.press("q");
    flow.assert_ends_with(0);
}

#[test]
fn the_program_itself_opens_on_the_embedded_pack() {
    let mut flow = Flow::spawn(OsStr::new(env!("CARGO_BIN_EXE_kenju")), &[], &[]);
    flow.wait_for_text("Specific health");
    flow.wait_for_text("no policy");
    flow.assert_taken();
    flow.press("2");
    flow.wait_for_text("healthy life expectancy gains 2016-2040 (goal +3.0 years)");
    flow.press("L");
    flow.wait_for_text("健康寿命の延び");
    flow.press("q");
    flow.assert_ends_with(0);
}

#[test]
fn move_a_lever_undo_save_and_find_the_draft_again() {
    let mut flow = Flow::start(&[("KENJU_TEST_LEVERS", "1")]);
    flow.press("\u{1b}[Bm");
    flow.wait_for_text("Community salons: from 6% to 30%");
    flow.wait_for_text("+0.48 SE 0.09");
    flow.press("u");
    flow.wait_for_text("no policy");
    flow.press("a");
    flow.wait_for_text("from 6% to 15%");
    flow.press("S");
    flow.wait_for_text("Written: ");
    let folder = flow.record.path().to_owned();
    let written = |ending: &str| {
        let names = std::fs::read_dir(&folder).unwrap();
        let names = names.map(|entry| entry.unwrap().path());
        names.filter(|path| path.extension().is_some_and(|found| found == ending)).collect::<Vec<_>>()
    };
    let saved = written("ron");
    assert_eq!(saved.len(), 1);
    let text = std::fs::read_to_string(&saved[0]).unwrap();
    assert!(text.contains("(id: \"salons\", coverage: Ambitious)"), "{text}");
    flow.press("Lw");
    flow.wait_for_text("数値の表");
    flow.press("\r");
    flow.wait_for_text("書き出しました");
    assert_eq!(written("csv").len(), 1);
    let draft = std::fs::read_to_string(folder.join("kenju/draft.ron")).unwrap();
    assert!(draft.contains("Ambitious"), "{draft}");
    flow.send("TERM");
    flow.assert_ends_with(143);
}

#[test]
fn compare_export_and_copy() {
    let mut flow = Flow::start(&[("KENJU_TEST_LEVERS", "1")]);
    flow.press("\u{1b}[BaA");
    flow.wait_for_text("Name of this set");
    flow.press("salons\r");
    flow.wait_for_text("Kept (1 of 3)");
    flow.press("m3");
    flow.wait_for_text("A salons");
    flow.wait_for_text("persons; SE");
    flow.press("w");
    flow.wait_for_text("Write this screen as a file");
    flow.press("pic\r");
    flow.wait_for_text("Written: ");
    let folder = flow.record.path().to_owned();
    let svg = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let svg = svg.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "svg")).unwrap();
    let picture = std::fs::read_to_string(svg).unwrap();
    assert!(picture.starts_with("<svg") && picture.contains("<desc id=\"desc\">"), "{picture}");
    flow.press("y");
    flow.wait_for_text("Copied");
    // OSC 52 with the beginning of the table in base64: `scenario`.
    let seen = String::from_utf8_lossy(&flow.seen).into_owned();
    assert!(seen.contains("\u{1b}]52;c;c2NlbmFyaW8"), "no clipboard");
    flow.press("b");
    flow.wait_for_text("back to A salons");
    flow.press("\r1");
    flow.wait_for_text("Kept: A salons");
    // The next session is offered the set: leaving loses nothing, so nothing is asked.
    let view = std::fs::read_to_string(folder.join("kenju/view.ron")).unwrap();
    assert!(view.contains("kept:[(\"salons\",") && view.contains("coverage: Ambitious"), "{view}");
    flow.press("q");
    flow.assert_ends_with(0);
}

#[test]
fn a_scenario_with_a_fault_is_told_with_its_place_and_changes_nothing() {
    let mut flow = Flow::start(&[("KENJU_TEST_LEVERS", "1")]);
    let file = |name: &str, text: &str| std::fs::write(flow.record.path().join(name), text).unwrap();
    file("broken.ron", "(schema: 1, title: (ja: \"壊れた\", en: \"Broken\"), levrs: [])");
    file(
        "sound.ron",
        "(schema: 1, title: (ja: \"健全\", en: \"Sound\"), assumptions: (mortality: Frozen), levers: [(id: \"salons\", coverage: Ambitious)])",
    );
    flow.press("O");
    flow.wait_for_text("broken.ron");
    flow.press("broken\r");
    flow.wait_for_text("This scenario cannot be opened");
    flow.wait_for_text("^");
    flow.press("\u{1b}");
    flow.wait_for("the page closed", |screen| !screen.contents().contains("cannot be opened"));
    assert!(flow.screen.screen().contents().contains("no policy"));
    flow.press("Osound\r");
    flow.wait_for_text("Opened.");
    flow.wait_for_text("+0.18 SE");
    flow.press("q");
    flow.assert_ends_with(0);
}

#[test]
fn the_mouse_chooses_levers_and_screens_and_is_given_back() {
    let mut flow = Flow::start(&[("KENJU_TEST_LEVERS", "1")]);
    assert_ne!(flow.screen.screen().mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    let row = flow.screen.screen().contents().lines().position(|line| line.contains("Community salons"));
    // Presses are told in columns and rows from 1.
    flow.press(&format!("\u{1b}[<0;3;{}M", row.unwrap() + 1));
    flow.wait_for_text(">Community salons");
    flow.press("\u{1b}[<0;14;2M");
    flow.wait_for_text("healthy life expectancy gains");
    flow.press("\u{1b}OS");
    flow.wait_for_text("Mouse off");
    assert_eq!(flow.screen.screen().mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    flow.press("\u{1b}OS");
    flow.wait_for_text("Mouse on");
    flow.send("TERM");
    flow.assert_ends_with(143);
    assert_eq!(flow.screen.screen().mouse_protocol_mode(), vt100::MouseProtocolMode::None);
}

#[test]
fn control_c_quits() {
    let mut flow = Flow::start(&[]);
    flow.press("\u{3}");
    flow.assert_ends_with(0);
}

#[test]
fn a_storm_of_sizes_ends_in_the_right_one() {
    // With the second, the sizes come before the reader of keys has begun: it alone would miss them all.
    for variables in [&[][..], &[("KENJU_INJECT_DELAY", "keys")]] {
        let mut flow = Flow::start(variables);
        for step in 0..60_u16 {
            flow.resize(30 + step * 3, 10 + step % 40);
        }
        flow.resize(40, 12);
        flow.wait_for_text("60x18 needed");
        flow.resize(130, 40);
        flow.wait_for("men beside women", |screen| {
            let contents = screen.contents();
            contents.contains("Men: years") && contents.contains("Women: years")
        });
        // Smaller for a moment and back: the terminal has lost cells though the size is what it was.
        flow.resize(70, 20);
        flow.resize(130, 40);
        flow.wait_for("men beside women again", |screen| screen.contents().contains("Women: years"));
        flow.press("q");
        flow.assert_ends_with(0);
    }
}

/// A key and a new size that come in the same moment: the key is not kept back until the next one.
#[test]
fn a_key_beside_a_new_size_is_read_at_once() {
    let mut flow = Flow::start(&[]);
    for step in 0..10_u16 {
        flow.send("STOP");
        flow.resize(100 + step, 30);
        flow.press("L");
        flow.send("CONT");
        let other = if step % 2 == 0 { "健康寿命の延び" } else { "HLE 74.0" };
        flow.wait_for_text(other);
    }
    flow.press("q");
    flow.assert_ends_with(0);
}

#[test]
fn signals_give_the_terminal_back() {
    for (signal, code) in [("TERM", 143), ("HUP", 129), ("INT", 130), ("QUIT", 131)] {
        let mut flow = Flow::start(&[]);
        flow.send(signal);
        flow.assert_ends_with(code);
    }
}

#[cfg(debug_assertions)]
#[test]
fn a_panic_gives_the_terminal_back_and_says_what_happened() {
    let mut flow = Flow::start(&[("KENJU_INJECT_PANIC", "draw")]);
    flow.press("?");
    flow.assert_ends_with(1);
    let contents = flow.screen.screen().contents();
    assert!(contents.contains("injected panic in drawing"), "{contents}");
    assert!(contents.contains("internal error"), "{contents}");
}

#[test]
fn stop_and_continue() {
    for by_key in [true, false] {
        let mut flow = Flow::start(&[]);
        if by_key {
            flow.press("\u{1a}");
        } else {
            flow.send("TSTP");
        }
        flow.wait_for("the shell's screen", |screen| !screen.alternate_screen());
        let stopped = |program: &str| {
            let status = std::fs::read_to_string(format!("/proc/{program}/stat")).unwrap();
            status.rsplit(')').next().unwrap().trim_start().starts_with('T')
        };
        let program = flow.program();
        let deadline = Instant::now() + PATIENCE;
        while !stopped(&program) {
            assert!(Instant::now() < deadline, "not stopped");
            std::thread::sleep(Duration::from_millis(5));
        }
        flow.assert_given_back();
        flow.send("CONT");
        flow.wait_for("the interface again", |screen| {
            screen.alternate_screen() && screen.hide_cursor() && screen.contents().contains("HLE 74.0")
        });
        flow.assert_taken();
        flow.press("q");
        flow.assert_ends_with(0);
    }
}

#[test]
fn a_terminal_that_goes_away_ends_the_program() {
    let flow = Flow::start(&[]);
    let program = flow.program();
    let Flow { mut session, record, .. } = flow;
    // The shell dies first, so that nobody but the terminal itself can tell the program.
    session.get_process_mut().kill(Signal::SIGKILL).unwrap();
    drop(session);
    let deadline = Instant::now() + PATIENCE;
    let code = loop {
        if let Ok(code) = std::fs::read_to_string(record.path().join("code"))
            && !code.is_empty()
        {
            break code;
        }
        assert!(Instant::now() < deadline, "process {program} lives on without a terminal");
        std::thread::sleep(Duration::from_millis(10));
    };
    assert_eq!(code, "129");
}

#[test]
fn waiting_costs_no_processor_time() {
    let mut flow = Flow::start(&[]);
    let ticks = |program: &str| -> u64 {
        let stat = std::fs::read_to_string(format!("/proc/{program}/stat")).unwrap();
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
        // User and system time are fields 14 and 15 of the line, 12 and 13 after the name.
        fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
    };
    let program = flow.program();
    std::thread::sleep(Duration::from_millis(200));
    let before = ticks(&program);
    std::thread::sleep(Duration::from_secs(2));
    assert!(ticks(&program) - before <= 1, "two idle seconds cost {} ticks", ticks(&program) - before);
    flow.press("q");
    flow.assert_ends_with(0);
}
