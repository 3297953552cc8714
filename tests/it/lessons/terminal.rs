//! Lessons in a real (pseudo) terminal: played from start to end, looked at in both languages and at two
//! sizes at every step, and killed at every step.

use crate::terminal::Flow;
use kenju::baseline::Baseline;
use kenju::language::Language;
use kenju::lesson::Lesson;
use kenju::lesson::schema::{Answer, Kind, Step};
use kenju::lesson::slip::Slip;
use std::ffi::OsStr;
use std::time::{Duration, Instant};
use unicode_width::UnicodeWidthStr as _;

const RIGHT: &str = "\u{1b}[C";
const PAGE_DOWN: &str = "\u{1b}[6~";
const LANGUAGE: &str = "\u{1b}[15~";
const LARGE: &str = "\u{1b}[17~";

/// Every way a room looks at a lesson.
const LOOKS: [(Language, (u16, u16)); 4] = [
    (Language::En, (80, 24)),
    (Language::En, (160, 48)),
    (Language::Ja, (160, 48)),
    (Language::Ja, (80, 24)),
];

/// A text without spaces: how it is broken into lines does not matter.
fn dense(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

struct Play {
    flow: Flow,
    lesson: Lesson,
    language: Language,
    size: (u16, u16),
}

impl Play {
    fn start(id: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let baseline = Baseline::japan().unwrap();
        let lesson = Lesson::find(OsStr::new(id), &baseline).unwrap();
        let arguments = [&["lesson", "start", id, "--lang", "en"], arguments].concat();
        let flow = Flow::spawn(OsStr::new(env!("CARGO_BIN_EXE_kenju")), &arguments, variables);
        Self { flow, lesson, language: Language::En, size: (80, 24) }
    }

    fn rows(&self) -> Vec<String> {
        let (columns, _) = self.size;
        self.flow.screen.screen().rows(0, columns).collect()
    }

    /// Page on screen and how many there are.
    fn page(&self) -> (usize, usize) {
        let head = self.rows().get(1).cloned().unwrap_or_default();
        let words: Vec<&str> = head.split([' ', '　']).filter(|word| !word.is_empty()).collect();
        let pair = |word: &&str| {
            let (one, all) = word.split_once('/')?;
            Some((one.parse().ok()?, all.parse().ok()?))
        };
        // "page 1/2" at the end of the row, "1/2 ページ" in Japanese; the step stands at its beginning.
        match words.last() {
            Some(&"ページ") => words.get(words.len() - 2).and_then(pair).unwrap_or((1, 1)),
            Some(last) if words.len() > 1 && words[words.len() - 2] == "page" => pair(last).unwrap_or((1, 1)),
            _ => (1, 1),
        }
    }

    /// Everything between head and last row, on all pages.
    fn body(&mut self) -> String {
        let mut body = String::new();
        let (_, pages) = self.page();
        for number in 0..pages.max(1) {
            let rows = self.rows();
            for row in &rows[2..rows.len() - 1] {
                body.push_str(row);
                body.push('\n');
            }
            if pages > 1 {
                let next = (number + 1) % pages + 1;
                self.flow.press(PAGE_DOWN);
                let deadline = Instant::now() + Duration::from_secs(5);
                while self.page() != (next, pages) && Instant::now() < deadline {
                    self.breathe(20);
                }
            }
        }
        body
    }

    /// Lets the terminal take in what the program has written for so many milliseconds.
    fn breathe(&mut self, milliseconds: u64) {
        let end = Instant::now() + Duration::from_millis(milliseconds);
        self.flow.take_in(end);
    }

    /// Waits until every text is on screen, whole, on whatever pages; and nothing is cut.
    fn shows(&mut self, texts: &[String], acts: bool) {
        let deadline = Instant::now() + Duration::from_mins(2);
        loop {
            let body = self.body();
            let found = dense(&body);
            let missing: Vec<&String> = texts.iter().filter(|text| !found.contains(&dense(text))).collect();
            if missing.is_empty() {
                let last = self.rows().last().cloned().unwrap_or_default();
                let cut = |line: &str| line.trim_end().ends_with("..") && !line.trim_end().ends_with("...");
                assert!(!cut(&last), "the last row is cut: {last}");
                assert!(acts || !body.lines().any(cut), "something is cut:\n{body}");
                return;
            }
            let screen = self.flow.screen.screen().contents();
            assert!(
                Instant::now() < deadline,
                "{missing:?} is not whole at {:?}:\n{body}\n---\n{screen}",
                self.size
            );
            self.breathe(50);
        }
    }

    /// Another size and language, each waited for.
    fn look(&mut self, language: Language, size: (u16, u16)) {
        if size != self.size {
            self.size = size;
            self.flow.resize(size.0, size.1);
            self.flow.wait_for("the new size", |screen| {
                let head = screen.rows(0, size.0).next().unwrap_or_default();
                head.trim_end().width() + 2 >= usize::from(size.0)
            });
            self.breathe(50);
        }
        if language != self.language {
            self.language = language;
            let other = language.pick(": English", ": 日本語");
            self.press_until(LANGUAGE, |screen| {
                screen.rows(0, size.0).next().is_some_and(|head| head.contains(other))
            });
        }
    }

    /// Presses a key once and waits for what it does. A key that meets a new size in the same moment is read
    /// only with the key after it; so one that changes nothing follows where it takes long.
    fn press_until(&mut self, key: &str, done: impl Fn(&vt100::Screen) -> bool) {
        const REPAINT: &str = "\u{c}";
        self.flow.press(key);
        let deadline = Instant::now() + Duration::from_mins(1);
        while !done(self.flow.screen.screen()) {
            assert!(Instant::now() < deadline, "{key:?}:\n{}", self.flow.screen.screen().contents());
            let end = Instant::now() + Duration::from_millis(400);
            while !done(self.flow.screen.screen()) && Instant::now() < end {
                self.breathe(10);
            }
            if !done(self.flow.screen.screen()) {
                self.flow.press(REPAINT);
            }
        }
    }

    /// The large mode, or back.
    fn turn_large(&mut self, large: bool) {
        // Large mode spaces the lines; what is told in the last row is gone with the next key.
        let told = if large {
            ["大きな表示です", "Large mode"]
        } else {
            ["普通の表示です", "Normal mode"]
        };
        self.flow.press(LARGE);
        self.flow.wait_for("the large mode or back", |screen| {
            told.iter().any(|words| screen.contents().contains(words))
        });
    }

    fn text(&self, ja: &str, en: &str) -> String {
        self.language.pick(ja, en).to_owned()
    }

    /// The lines of a text of the lesson in the language on screen.
    fn lines(&self, ja: &str, en: &str) -> Vec<String> {
        self.text(ja, en).lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
    }

    /// Looks at a step in every language and size.
    fn look_at(&mut self, step: &Step, number: usize, answered: bool) {
        let steps = self.lesson.form.steps.len();
        for (language, size) in LOOKS {
            self.look(language, size);
            let head = format!("{}/{steps} ", number + 1);
            self.flow.wait_for(&head, |screen| {
                screen.rows(0, size.0).nth(1).is_some_and(|row| row.contains(&head))
            });
            let (_, title, text) = step.parts();
            let mut texts = vec![self.text(title.ja.as_str(), title.en.as_str())];
            texts.extend(self.lines(text.ja.as_str(), text.en.as_str()));
            if let Step::Quiz { answer, why, .. } = step {
                if let Answer::One { options, .. } | Answer::Order { items: options } = answer {
                    texts.extend(options.iter().map(|one| self.text(one.ja.as_str(), one.en.as_str())));
                }
                if answered {
                    texts.extend(self.lines(why.ja.as_str(), why.en.as_str()));
                }
            }
            if step.kind() == Kind::Reveal {
                texts.push(self.text("あなたの予想", "You said"));
                texts.push(self.text("モデルの答え", "The model says"));
            }
            // Names of levers are cut apart in their list, on purpose.
            self.shows(&texts, step.kind() == Kind::Act);
        }
    }

    /// The same for a room.
    fn look_large(&mut self, step: &Step) {
        self.look(Language::Ja, (80, 24));
        self.breathe(100);
        self.turn_large(true);
        let (_, title, text) = step.parts();
        let mut texts = vec![title.ja.as_str().to_owned()];
        texts.extend(text.ja.as_str().lines().filter(|line| !line.trim().is_empty()).map(str::to_owned));
        self.shows(&texts, false);
        self.turn_large(false);
    }

    /// Does what a step asks for.
    fn answer(&mut self, step: &Step) {
        match step {
            Step::Predict { .. } => {
                // There is no way around a prediction.
                self.flow.press("n");
                self.flow.wait_for("the refusal", |screen| {
                    let contents = screen.contents();
                    contents.contains("まず予想を") || contents.contains("First the prediction")
                });
                let both = |screen: &vt100::Screen, ja: &str, en: &str| {
                    screen.contents().contains(ja) || screen.contents().contains(en)
                };
                self.flow.press(RIGHT);
                self.flow.press("\r");
                self.flow.press(&RIGHT.repeat(3));
                self.flow.press("\r");
                self.flow.press(RIGHT);
                self.flow.press("\r");
                self.flow.wait_for("the record", |screen| {
                    both(screen, "予想を記録しました", "The prediction is recorded")
                });
            }
            Step::Quiz { answer, .. } => {
                self.flow.press(match answer {
                    Answer::One { .. } => "1\r",
                    Answer::Number { .. } => "70\r",
                    Answer::Order { .. } => "\u{1b}[C\r",
                });
            }
            Step::Act { .. } => {
                self.flow.press("m");
                self.flow.wait_for("the effect", |screen| {
                    let contents = dense(&screen.contents());
                    let effect =
                        ["Healthylifeexpectancyin2040", "健康寿命への効果", "tobetold", "効果は言えません"];
                    effect.iter().any(|words| contents.contains(words))
                });
                self.flow.press("r");
                self.flow.wait_for("the replay", |screen| {
                    screen.contents().contains("最後に動かす前")
                        || screen.contents().contains("before the last change")
                });
                self.flow.press("rbb");
            }
            Step::Reflect { .. } => {
                self.flow.press("because n q 3");
                self.flow.wait_for_text("because n q 3_");
            }
            _ => {}
        }
    }

    fn play(mut self) {
        let steps = self.lesson.form.steps.clone();
        for (number, step) in steps.iter().enumerate() {
            self.look_at(step, number, false);
            if step.kind() != Kind::Act {
                self.look_large(step);
            }
            self.answer(step);
            if step.kind() == Kind::Quiz {
                self.look_at(step, number, true);
            }
            self.flow.press("\t");
        }
        for (language, size) in LOOKS {
            self.look(language, size);
            let end = self.text("おわり: 予想と結果", "The end: what you predicted");
            let score = self.text("ブライアスコア", "Brier score");
            self.shows(&[end, score], false);
        }
        self.flow.press("w");
        self.flow.wait_for("the slip", |screen| {
            let contents = screen.contents();
            contents.contains("結果票を書き出しました") || contents.contains("The slip was written")
        });
        let folder = self.flow.record.path().to_owned();
        let slips = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let slips: Vec<_> =
            slips.filter(|path| path.extension().is_some_and(|ending| ending == "ron")).collect();
        assert_eq!(slips.len(), 1);
        let slip = Slip::read(&std::fs::read(&slips[0]).unwrap()).unwrap();
        assert_eq!(slip.content.identity.lesson, self.lesson.id);
        assert!(slip.content.answers.iter().all(|answer| answer.given.is_some()));
        self.flow.press("q");
        self.flow.assert_ends_with(0);
    }
}

#[test]
fn three_expectancies_from_start_to_end() {
    Play::start("three-expectancies", &["--fresh"], &[]).play();
}

#[test]
fn smoking_over_time_from_start_to_end() {
    Play::start("smoking-over-time", &["--fresh"], &[]).play();
}

#[test]
fn trend_or_policy_from_start_to_end() {
    Play::start("trend-or-policy", &["--fresh"], &[]).play();
}

#[test]
fn difference_or_noise_from_start_to_end() {
    Play::start("difference-or-noise", &["--fresh"], &[]).play();
}

#[test]
fn a_kill_at_any_step_loses_at_most_the_keystroke() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().to_string_lossy().into_owned();
    let variables = [("XDG_STATE_HOME", folder.as_str())];
    let start = |number: usize| {
        let mut play = Play::start("three-expectancies", &[], &variables);
        if number > 0 {
            play.flow.wait_for_text("An unfinished lesson was found");
            play.flow.press("\r");
        }
        let head = format!(" {}/", number + 1);
        play.flow.wait_for("the step", |screen| {
            screen.rows(0, 80).nth(1).is_some_and(|row| format!(" {row}").starts_with(&head))
        });
        play
    };
    let steps = start(0).lesson.form.steps.len();
    let mut play = start(0);
    for number in 0..steps {
        let step = play.lesson.form.steps[number].clone();
        // Half of what the step asks for, seen on the screen, then the end without a warning.
        let half = match &step {
            Step::Predict { .. } => {
                play.flow.press(RIGHT);
                play.flow.press("\r");
                play.flow.press(&RIGHT.repeat(3));
                play.flow.wait_for_text("+2.00 years");
                "+2.00 years"
            }
            Step::Quiz { answer: Answer::Number { .. }, .. } => {
                play.flow.press("6");
                play.flow.press("8");
                play.flow.wait_for_text("> 68_");
                "> 68_"
            }
            Step::Quiz { answer: Answer::One { .. }, .. } => {
                play.flow.press("2");
                play.flow.wait_for_text("> 2");
                "> 2"
            }
            Step::Reflect { .. } => {
                play.flow.press("half a sen");
                play.flow.wait_for_text("half a sen_");
                "half a sen_"
            }
            _ => "",
        };
        if !half.is_empty() {
            play.flow.send("KILL");
            play.flow.wait_for_text("ended with 137.");
            play = start(number);
            play.flow.wait_for_text(half);
        }
        match &step {
            Step::Predict { .. } => {
                play.flow.press("\r");
                play.flow.press(RIGHT);
                play.flow.press("\r");
                play.flow.wait_for_text("The prediction is recorded");
            }
            Step::Quiz { .. } => {
                play.flow.press("\r");
                play.flow.wait_for("a verdict", |screen| {
                    screen.contents().contains("Right.") || screen.contents().contains("Not right.")
                });
            }
            _ => {}
        }
        play.flow.press("\t");
        let head = format!(" {}/", (number + 2).min(steps));
        play.flow.wait_for("the next step", |screen| {
            screen.rows(0, 80).nth(1).is_some_and(|row| format!(" {row}").starts_with(&head))
        });
        if number + 1 < steps {
            play.flow.send("KILL");
            play.flow.wait_for_text("ended with 137.");
            play = start(number + 1);
        }
    }
    play.flow.wait_for_text("The end");
    // A finished lesson without a slip is not left by accident.
    play.flow.press("q");
    play.flow.wait_for_text("No result slip is written yet");
    play.flow.press("q");
    play.flow.assert_ends_with(0);
}
