//! The state of a lesson in the interface.

use crate::baseline::Baseline;
use crate::language::Language;
use crate::lesson::Lesson;
use crate::lesson::code::{ClassCode, Model};
use crate::lesson::play::{Player, Wait};
use crate::lesson::record::{Identity, Lever, Reach as Kept, Record, Versions};
use crate::num::units::Year;
use crate::run::{Detail, Persons, RunSettings, engine_digest};
use crate::ui::draft::Reach;
use crate::ui::settings::Settings;
use crate::ui::state::{Ending, State};
use crate::ui::task::Request;
use crate::ui::theme::ColourChoice;
use std::path::PathBuf;
use std::sync::Arc;

/// How to start a lesson.
#[derive(Debug, Clone)]
pub struct LessonOptions {
    /// Language to begin with.
    pub language: Language,
    /// The pack.
    pub baseline: Arc<Baseline>,
    /// The lesson.
    pub lesson: Arc<Lesson>,
    /// The class code.
    pub class: Option<ClassCode>,
    /// Number of the student in the class.
    pub student: Option<u32>,
    /// File that keeps what was done; `None` keeps nothing.
    pub record: Option<PathBuf>,
    /// Whether an earlier record is left aside.
    pub fresh: bool,
    /// File for the result slip; without it the student asks for it.
    pub slip: Option<PathBuf>,
    /// Whether it begins in the large mode.
    pub large: bool,
    /// Colours.
    pub colour: ColourChoice,
    /// Keys, colours and marks as the user wants them.
    pub own: Settings,
}

impl LessonOptions {
    /// Everything that decides the numbers, and the number of the student.
    #[must_use]
    pub fn identity(&self) -> Identity {
        identity(&self.lesson, &self.baseline, self.class.as_ref(), self.student)
    }

    /// The class code in full.
    #[must_use]
    pub fn full_code(&self) -> Option<String> {
        self.class.as_ref().map(|code| code.full(&self.lesson, model(&self.baseline)))
    }
}

/// What decides the numbers beside the lesson.
#[must_use]
pub fn model(baseline: &Baseline) -> Model<'_> {
    Model { baseline: baseline.digest.as_str(), engine: engine_digest() }
}

/// Everything that decides the numbers, and the number of the student.
#[must_use]
pub fn identity(
    lesson: &Lesson,
    baseline: &Baseline,
    class: Option<&ClassCode>,
    student: Option<u32>,
) -> Identity {
    Identity {
        lesson: lesson.id.clone(),
        lesson_digest: lesson.digest.to_string(),
        model: Versions {
            kenju: env!("CARGO_PKG_VERSION").to_owned(),
            baseline: baseline.digest.to_string(),
            engine: engine_digest().to_owned(),
        },
        class: class.map(|code| code.word().to_owned()),
        student,
        seed: class.map_or_else(|| lesson.seed(), ClassCode::seed),
        persons: lesson.persons(),
    }
}

/// Something to tell once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// Why a step cannot be left.
    Wait(Wait),
    /// A prediction is recorded.
    Recorded,
    /// The slip was written under this path.
    Written(String),
    /// It could not be written.
    NotWritten(String),
    /// The lesson is finished and no slip written: asked once before leaving.
    Unwritten,
    /// Numbers are still computed.
    NotYet,
    /// There is no change to replay.
    NothingToReplay,
    /// The record cannot be kept.
    NotKept(String),
    /// There is no shell to go back to.
    NoShell,
    /// The large mode, or not.
    Large(bool),
    /// The reference is hidden, or not.
    Hidden(bool),
}

/// The state of a lesson.
#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of its own on the screen")]
pub struct LessonState {
    /// The student.
    pub player: Player,
    /// The usual screens: charts and levers.
    pub inner: State,
    /// The class code in full.
    pub code: Option<String>,
    /// An unfinished lesson of an earlier session, until it is taken up or left.
    pub offered: Option<Box<Player>>,
    /// Whether what was offered is to be set aside before anything is written.
    pub begins_anew: bool,
    /// Whether leaving was asked about just now.
    pub leaving: bool,
    /// Whether it is played by lines: then no keys are named.
    pub by_lines: bool,
    /// Whether the page of keys is on top.
    pub help: bool,
    /// Double spacing, full contrast and large figures for a room.
    pub large: bool,
    /// The page of a text longer than the screen, from 0.
    pub page: usize,
    /// Told in the last row until the next key.
    pub told: Option<Told>,
    /// Why the numbers could not be computed.
    pub failure: Option<String>,
    /// The path of the slip once it is written.
    pub slip: Option<String>,
}

impl LessonState {
    /// The state at the beginning, and the request of the usual screens.
    #[must_use]
    pub fn new(options: &LessonOptions, size: (u16, u16), now: u64) -> (Self, Request) {
        let identity = options.identity();
        let lesson = Arc::clone(&options.lesson);
        let world = lesson.worlds[0].clone();
        let until = options.baseline.goal.map_or(options.baseline.years.last, |goal| goal.year);
        let settings = RunSettings {
            persons: Persons::Count(identity.persons),
            seed: identity.seed,
            until: Year(until.0),
            detail: Detail::None,
            raw: false,
        };
        let (mut inner, _) =
            State::new(options.language, Arc::clone(&options.baseline), world, settings, size);
        inner.keys = Arc::new(options.own.keys.clone());
        inner.marks = options.own.marks;
        inner.ground = options.own.theme;
        inner.place = crate::ui::place::Place::WhatIf;
        inner.unlocked = Some(lesson.unlocked.clone());
        inner.lever = lesson.unlocked.first().copied().unwrap_or(0);
        let offered = options
            .record
            .as_deref()
            .filter(|_| !options.fresh)
            .and_then(|file| Record::read(file, &lesson, &identity))
            .and_then(|record| Player::resume(Arc::clone(&lesson), record))
            .filter(touched);
        let player = Player::begin(lesson, identity, now);
        let mut state = Self {
            player,
            inner,
            code: options.full_code(),
            offered: offered.map(Box::new),
            begins_anew: false,
            leaving: false,
            by_lines: false,
            help: false,
            large: options.large,
            page: 0,
            told: None,
            failure: None,
            slip: None,
        };
        let request = state.inner.request();
        (state, request)
    }

    /// Takes up what an earlier session has left; the request of its levers.
    pub fn take_up(&mut self) -> Option<Request> {
        let mut known = self.offered.take()?;
        known.found = std::mem::take(&mut self.player.found);
        self.player = *known;
        self.page = 0;
        let levers = self.player.record.levers.clone();
        if levers.is_empty() {
            return None;
        }
        for lever in levers {
            let place = self.inner.baseline.levers.levers.iter().position(|known| known.id == lever.id);
            if let Some(place) = place {
                self.inner.draft.put(place, Some(reach(lever.reach)));
            }
        }
        Some(self.inner.request())
    }

    /// Copies the levers as they are set into the record.
    pub fn keep_levers(&mut self) {
        let levers = &self.inner.baseline.levers.levers;
        let own = |(place, reach): (usize, &Reach)| {
            Some(Lever { id: levers.get(place)?.id.clone(), reach: kept(reach)? })
        };
        self.player.record.levers = self.inner.draft.levers().filter_map(own).collect();
    }

    /// How the interface ends, once it does.
    #[must_use]
    pub const fn ending(&self) -> Option<Ending> {
        self.inner.ending
    }
}

/// Whether anything was done.
fn touched(player: &Player) -> bool {
    let (lesson, identity) = (Arc::clone(&player.lesson), player.record.identity.clone());
    player.record != Player::begin(lesson, identity, player.record.started).record
}

const fn reach(kept: Kept) -> Reach {
    match kept {
        Kept::Nothing => Reach::Nothing,
        Kept::Today => Reach::Today,
        Kept::Ambitious => Reach::Ambitious,
        Kept::Maximum => Reach::Maximum,
        Kept::Share(share) => Reach::Share(share),
    }
}

const fn kept(reach: &Reach) -> Option<Kept> {
    Some(match reach {
        Reach::Nothing => Kept::Nothing,
        Reach::Today => Kept::Today,
        Reach::Ambitious => Kept::Ambitious,
        Reach::Maximum => Kept::Maximum,
        Reach::Share(share) => Kept::Share(*share),
        // The reference sets no lever, so a lesson never has a path of its own.
        Reach::Given(_) => return None,
    })
}
