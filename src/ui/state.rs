//! The state of the interface: what the user has chosen and what is known. No terminal types.

use super::action::{Command, Trend};
use super::answer::{Answer, Assumptions};
use super::autosave::Offered;
use super::draft::Draft;
use super::history::{Choice, History};
use super::keymap::Keymap;
use super::marks::Marks;
use super::outcome::Outcome;
use super::panes::Panes;
use super::picker::Picker;
use super::place::Place;
use super::request;
use super::runs::Run;
use super::screen::population::People;
use super::screen::whatif::list;
use super::task::{Failure, Part, Request};
use super::theme::Ground;
use crate::analysis::trials::Trials;
use crate::baseline::{Baseline, Mortality};
use crate::i18n::Messages;
use crate::language::Language;
use crate::num::units::{Sex, Year};
use crate::plan::{CareNeedAssumption, MortalityAssumption};
use crate::run::{Persons, RunOutput, RunSettings, World};
use std::sync::Arc;
use std::time::Duration;

/// Chart or its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Curves over the years.
    Chart,
    /// The same numbers, year by year.
    Table,
}

/// A page over the main screen; the number is the first line shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlay {
    /// All keys.
    Help(usize),
    /// What the chart shows and where it comes from.
    About(usize),
    /// Why a scenario could not be opened.
    Fault(usize),
}

/// Whether the numbers on screen are up to date.
#[derive(Debug, Clone, PartialEq)]
pub enum Computation {
    /// Under way, this share done.
    Running(f64),
    /// Done.
    Done,
    /// No results.
    Failed(Failure),
}

/// Something to tell the user once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// This pack or scenario has no such trend reading.
    NoSuchTrend,
    /// This pack knows only one mortality.
    OneMortality,
    /// This pack has no care need.
    NoCareNeed,
    /// This pack describes one sex only.
    OneSex,
    /// There is no shell to go back to.
    NoShell,
    /// Nothing to take back or to do again.
    NothingToUndo,
    /// This pack has no levers.
    NoLevers,
    /// The scenario was kept for the comparison; so many are kept now.
    Kept(usize),
    /// No more scenarios can be kept.
    KeptEnough,
    /// There is nothing to keep: the scenario is the reference, or kept already.
    NothingToKeep,
    /// What an earlier session has left is offered.
    DraftOffered,
    /// There is none.
    NoDraft,
    /// It was taken up; so many sets are kept now.
    TakenUp(usize),
    /// A file was written under this path.
    Written(String),
    /// A file could not be written.
    NotWritten(String),
    /// The numbers were handed to the terminal's clipboard, so many lines.
    Copied(usize),
    /// No set of policies is kept.
    NoneKept,
    /// There is nothing to copy yet.
    NothingToCopy,
    /// The text looked for stands nowhere here.
    NotFound,
    /// No text is looked for.
    NothingLookedFor,
    /// There is no change to replay.
    NothingToReplay,
    /// The mouse is listened to, or not.
    Mouse(bool),
    /// The colours in force.
    Theme(Ground),
    /// A scenario was opened; whether the set that was on screen is kept, if it is in no file.
    Opened(Option<bool>),
    /// The tour is over: its last step has written this file.
    TourDone(String),
    /// The work under way was stopped.
    Stopped,
    /// There is no work under way.
    NothingToStop,
    /// This job is given up; the others, if any, go on.
    Skipped {
        /// What it was for.
        part: Part,
        /// Whether none is left.
        last: bool,
    },
    /// The lever stands where it was to be moved.
    AlreadyThere,
    /// A report is being computed of this scenario.
    Reporting(String),
    /// It was given up, because something else is computed now.
    ReportDropped,
    /// Leaving would lose what is in no file; asked once.
    Unsaved,
    /// The screen is held still, or let go.
    Held(bool),
    /// Charts cannot be drawn in or out any further.
    ZoomEnd,
}

/// How the interface ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The user left.
    Quit,
    /// SIGINT from outside.
    Interrupted,
    /// SIGTERM.
    Terminated,
    /// SIGHUP, or the terminal went away.
    HungUp,
    /// SIGQUIT from outside.
    QuitSignal,
}

impl Ending {
    /// The exit code the contract gives it.
    #[must_use]
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Quit => 0,
            Self::Interrupted => 130,
            Self::Terminated => 143,
            Self::HungUp => 129,
            Self::QuitSignal => 131,
        }
    }
}

/// A scenario kept for the comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// A letter: A for the first.
    pub letter: char,
    /// The user's name for it; empty if it has none.
    pub name: String,
    /// Its policies.
    pub draft: Draft,
}

impl Kept {
    /// Its letter, and its name if it has one.
    #[must_use]
    pub fn title(&self) -> String {
        let name = crate::text::escape_untrusted(&self.name);
        if name.is_empty() { self.letter.to_string() } else { format!("{} {name}", self.letter) }
    }
}

/// Fewest years a chart is drawn in on.
const LEAST_YEARS: u16 = 6;

/// An answer that waits until the screen is let go.
#[derive(Debug, Clone)]
pub struct Held {
    /// The request.
    pub generation: u64,
    /// Which of its jobs.
    pub part: Part,
    /// Whether nothing more will come.
    pub last: bool,
    /// Its results or why there are none.
    pub result: Result<RunOutput, Failure>,
}

/// Most scenarios kept.
pub const MOST_KEPT: usize = 3;

/// The state of the interface.
#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of its own on the screen")]
pub struct State {
    /// Language on screen.
    pub language: Language,
    /// The pack.
    pub baseline: Arc<Baseline>,
    /// The scenario that was opened.
    pub world: World,
    /// How runs are made.
    pub settings: RunSettings,
    /// The screen shown.
    pub place: Place,
    /// The policies as set.
    pub draft: Draft,
    /// Earlier choices.
    pub history: History,
    /// The lever chosen, by its place in the catalogue.
    pub lever: usize,
    /// What the two charts show.
    pub panes: Panes,
    /// Whether the chart takes the whole body of the screen.
    pub expanded: bool,
    /// How far the charts are drawn in on the year read out: each step halves the years.
    pub zoom: u32,
    /// Answers that came while the screen was held still; `None`: it is not.
    pub held: Option<Vec<Held>>,
    /// Parameter draws behind bands and chances; 0: none are made.
    pub draws: u32,
    /// What the trials are worth, once it was computed.
    pub trials: Option<Arc<Trials>>,
    /// Persons drawn by age: all, or those in a state.
    pub people: People,
    /// Jobs of the newest request that are not answered yet, the one under way first, and how many it had.
    pub waiting: (Vec<(Part, Persons)>, usize),
    /// Time that the work under way will take, as far as it can be told.
    pub left: Option<Duration>,
    /// The choice that was written as a file last.
    pub saved: Option<Choice>,
    /// Whether the scenario on screen and the sets kept are there for the next session.
    pub autosaves: bool,
    /// Whether charts show what the policies add instead of levels.
    pub difference: bool,
    /// First line shown, or line chosen, on screens that are lists.
    pub line: usize,
    /// Scenarios kept for the comparison.
    pub kept: Vec<Kept>,
    /// What an earlier session has left, until it is taken up.
    pub offered: Option<Box<Offered>>,
    /// Text that lists are searched for.
    pub filter: String,
    /// The line of a page where it was found last.
    pub found: Option<usize>,
    /// Text that the list of keys is searched for.
    pub help_filter: String,
    /// Whether keys are typed into it, or into that of the list of keys while that is open.
    pub typing: bool,
    /// An open list.
    pub picker: Option<Picker>,
    /// A name that is being typed.
    pub naming: Option<String>,
    /// Why a scenario could not be opened, in lines.
    pub fault: Option<String>,
    /// The keys in force.
    pub keys: Arc<Keymap>,
    /// Whether the mouse is listened to.
    pub mouse: bool,
    /// Colours the user has chosen; `None`: those of the terminal.
    pub ground: Option<Ground>,
    /// Step of the tour.
    pub tour: Option<usize>,
    /// The answer before the last change.
    pub before: Option<Box<Answer>>,
    /// The last answer that was refined before it was left, for the first answer to the next change.
    pub last_settled: Option<Box<Answer>>,
    /// Whether what was before the last change is shown.
    pub replaying: bool,
    /// What was computed in this session.
    pub runs: Vec<Run>,
    /// The reading shown.
    pub trend: Trend,
    /// What is assumed besides.
    pub assumptions: Assumptions,
    /// The sex shown where there is room for one.
    pub sex: Sex,
    /// The year read out.
    pub year: Year,
    /// Chart or table.
    pub view: View,
    /// The page on top.
    pub overlay: Option<Overlay>,
    /// With which glyphs charts are drawn.
    pub marks: Marks,
    /// Number of the newest request.
    pub generation: u64,
    /// Where it stands.
    pub computation: Computation,
    /// The newest results.
    pub answer: Option<Answer>,
    /// Told in the footer until the next command.
    pub notice: Option<Notice>,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The levers that may be moved, by their place in the catalogue; `None`: all of them.
    pub unlocked: Option<Vec<usize>>,
    /// Whether the curve of the reference is left out beside a scenario.
    pub reference_hidden: bool,
    /// Set when the interface is to end.
    pub ending: Option<Ending>,
}

impl State {
    /// The outcome of the chosen chart.
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        self.panes.outcome()
    }

    /// First and last year that charts show.
    #[must_use]
    pub fn window(&self) -> (Year, Year) {
        let (first, last) = self.years();
        let span = last.0.saturating_sub(first.0);
        let shown = (span >> self.zoom.min(15)).max(span.min(LEAST_YEARS));
        let from = self.year.0.saturating_sub(shown / 2).clamp(first.0, last.0 - shown);
        (Year(from), Year(from + shown))
    }

    /// The text that is typed now.
    #[must_use]
    pub fn typed(&self) -> &str {
        if matches!(self.overlay, Some(Overlay::Help(_))) { &self.help_filter } else { &self.filter }
    }

    /// As [`Self::typed`], to be changed.
    pub(super) fn typed_mut(&mut self) -> &mut String {
        if matches!(self.overlay, Some(Overlay::Help(_))) { &mut self.help_filter } else { &mut self.filter }
    }

    /// Whether there is something that leaving would lose: what the next session is not offered, and is in no file.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        let changed = self.is_changed() && self.saved.as_ref() != Some(&self.choice());
        !self.autosaves && (changed || !self.kept.is_empty())
    }

    /// The first state, and the request it waits for.
    #[must_use]
    pub fn new(
        language: Language,
        baseline: Arc<Baseline>,
        world: World,
        settings: RunSettings,
        size: (u16, u16),
    ) -> (Self, Request) {
        let assumptions = Assumptions { mortality: world.plan.mortality, care_need: world.plan.care_need };
        let mut state = Self {
            language,
            place: if baseline.levers.levers.is_empty() { Place::Outlook } else { Place::WhatIf },
            draft: Draft::opened(&baseline, &world.plan.levers),
            history: History::default(),
            lever: 0,
            panes: Panes::default(),
            expanded: false,
            zoom: 0,
            held: None,
            draws: 0,
            trials: None,
            people: People::default(),
            waiting: (Vec::new(), 0),
            left: None,
            saved: None,
            autosaves: false,
            difference: false,
            line: 0,
            kept: Vec::new(),
            offered: None,
            filter: String::new(),
            found: None,
            help_filter: String::new(),
            typing: false,
            picker: None,
            naming: None,
            fault: None,
            keys: Arc::default(),
            mouse: false,
            ground: None,
            tour: None,
            before: None,
            last_settled: None,
            replaying: false,
            runs: Vec::new(),
            trend: request::opened_trend(&baseline, &world.plan),
            assumptions,
            sex: baseline.sexes.first().copied().unwrap_or(Sex::Male),
            year: baseline.goal.map_or(baseline.years.last, |goal| goal.year).min(settings.until),
            view: View::Chart,
            overlay: None,
            marks: Marks::default(),
            generation: 0,
            computation: Computation::Running(0.0),
            answer: None,
            notice: None,
            size,
            unlocked: None,
            reference_hidden: false,
            ending: None,
            baseline,
            world,
            settings,
        };
        state.lever = list::order(&state).first().copied().unwrap_or(0);
        let request = state.request();
        (state, request)
    }

    /// Messages in the language on screen.
    #[must_use]
    pub fn messages(&self) -> &'static Messages {
        Messages::of(self.language)
    }

    /// The key to teach for a command, by name; empty if it has none.
    #[must_use]
    pub fn key_name(&self, command: Command) -> String {
        self.keys.name(command, self.messages())
    }

    /// Whether the user has changed policies or assumptions of the scenario that was opened.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        let opened = &self.world.plan;
        self.draft != Draft::opened(&self.baseline, &opened.levers)
            || self.assumptions.mortality != opened.mortality
            || self.assumptions.care_need != opened.care_need
            || self.trend != request::opened_trend(&self.baseline, opened)
    }

    /// The state as it was before the last change, as far as it is known: for replaying.
    #[must_use]
    pub fn earlier(&self) -> Option<Self> {
        let before = self.before.as_ref()?;
        let mut earlier = self.clone();
        earlier.draft = before.choice.draft.clone();
        earlier.assumptions = before.choice.assumptions;
        earlier.trend = before.choice.trend;
        earlier.answer = Some((**before).clone());
        earlier.computation = Computation::Done;
        Some(earlier)
    }

    /// Why the newest request has no results.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        match &self.computation {
            Computation::Failed(failure) => Some(failure),
            Computation::Running(_) | Computation::Done => None,
        }
    }

    /// First and last year of the results, or those expected before there are any.
    #[must_use]
    pub fn years(&self) -> (Year, Year) {
        let expected = (self.baseline.years.first, self.baseline.years.last.min(self.settings.until));
        self.answer.as_ref().and_then(Answer::years).unwrap_or(expected)
    }

    /// The last year whose mortality is observed; later numbers are assumptions.
    #[must_use]
    pub fn observed_until(&self) -> Option<Year> {
        match &self.baseline.mortality {
            Mortality::Official(official) => Some(official.observed.years().last),
            Mortality::WithoutConditions(_) => None,
        }
    }

    /// The readings this pack and scenario have.
    #[must_use]
    pub fn trends(&self) -> Vec<Trend> {
        let opened = request::opened_trend(&self.baseline, &self.world.plan);
        if self.baseline.limitation.is_none() {
            return vec![opened];
        }
        let mut trends = vec![Trend::None, Trend::Half, Trend::Full];
        if opened == Trend::Own {
            trends.push(Trend::Own);
        }
        trends
    }

    /// The mortality assumptions to go through; the scenario's own comes first if it is none of the standard ones.
    #[must_use]
    pub fn mortalities(&self) -> Vec<MortalityAssumption> {
        let own = self.world.plan.mortality;
        if self.observed_until().is_none() {
            return vec![own];
        }
        let standard = [
            MortalityAssumption::Anchored,
            MortalityAssumption::ExcessVanishes { by: Year(2030) },
            MortalityAssumption::WorldPopulationProspects,
            MortalityAssumption::Frozen,
            MortalityAssumption::Ipss2023Check,
        ];
        let first = (!standard.contains(&own)).then_some(own);
        first.into_iter().chain(standard).collect()
    }

    /// A new request for whatever the present choice needs.
    pub(super) fn request(&mut self) -> Request {
        if self.waiting.0.iter().any(|(part, _)| *part == Part::Report) {
            self.notice = Some(Notice::ReportDropped);
        }
        let wanted = request::of(self);
        self.asked(wanted)
    }

    /// Takes a request as the newest one.
    pub(super) fn asked(&mut self, mut request: Request) -> Request {
        self.generation += 1;
        self.computation = Computation::Running(0.0);
        self.left = None;
        self.waiting = (request.jobs.iter().map(|job| (job.part, job.persons)).collect(), request.jobs.len());
        request.generation = self.generation;
        request
    }

    /// What the user has chosen, as a value.
    #[must_use]
    pub fn choice(&self) -> Choice {
        Choice { draft: self.draft.clone(), trend: self.trend, assumptions: self.assumptions }
    }

    /// Whether the results on screen belong to what is chosen.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.answer.as_ref().is_some_and(|answer| answer.choice.runs_as(&self.choice()))
    }

    /// The last refined answer under a reading to another choice of policies with the same assumptions, if policies
    /// act in it.
    #[must_use]
    pub fn settled(&self, trend: Trend) -> Option<&Answer> {
        let all = self.answer.iter().chain(self.last_settled.as_deref());
        let mut refined = all.filter(|answer| answer.is_settled(trend));
        refined.find(|answer| {
            let choice = &answer.choice;
            choice.assumptions == self.assumptions && choice.draft != self.draft && !choice.draft.is_empty()
        })
    }

    /// The results of the present choice, if there are any yet.
    #[must_use]
    pub fn current(&self) -> Option<&Answer> {
        self.answer.as_ref().filter(|_| self.is_current())
    }

    /// The other assumption on care need.
    pub(super) const fn other_care_need(&self) -> CareNeedAssumption {
        match self.assumptions.care_need {
            CareNeedAssumption::Unchanged => CareNeedAssumption::ObservedFall,
            CareNeedAssumption::ObservedFall => CareNeedAssumption::Unchanged,
        }
    }
}
