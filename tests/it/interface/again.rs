//! What a session leaves for the next one: the scenario with its assumptions, the sets kept, the screen.

use super::*;
use kenju::baseline::Baseline;
use kenju::ui::{autosave, files, request, view_file};
use std::path::PathBuf;

struct Home {
    folder: tempfile::TempDir,
    pack: Arc<Baseline>,
}

impl Home {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), pack: Arc::new(Baseline::japan().unwrap()) }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("kenju/draft.ron")
    }

    /// A session that begins on a scenario, with what the one before has left.
    fn session(&self, scenario: &str) -> State {
        let world = *files::open(&scenario.into(), &self.pack, Language::En).unwrap();
        let (mut state, _) =
            State::new(Language::En, Arc::clone(&self.pack), world, sample::settings(), (80, 24));
        state.autosaves = true;
        view_file::restore(&mut state, &self.file());
        state
    }

    /// Whether the next session can be offered everything.
    fn keep(&self, state: &State) -> bool {
        let scenario = autosave::keep(state, &self.file());
        view_file::keep(state, &self.file()) && scenario
    }

    fn choose(&self, state: &mut State, lever: &str) {
        state.lever = self.pack.levers.levers.iter().position(|known| known.id == lever).unwrap();
    }
}

#[test]
fn scenario_sets_and_screen_of_a_session_are_offered_to_the_next() {
    let home = Home::new();
    let mut state = home.session("reference");
    assert!(state.offered.is_none() && state.notice.is_none(), "nothing was left");
    home.choose(&mut state, "salt_food_environment");
    press(&mut state, Command::Set(Word::Maximum));
    press(&mut state, Command::Keep);
    state.kept[0].name = "減塩 \"all\" \\ end".to_owned();
    press(&mut state, Command::Move(-1));
    press(&mut state, Command::Keep);
    press(&mut state, Command::Set(Word::Ambitious));
    press(&mut state, Command::ChooseTrend(Trend::Half));
    press(&mut state, Command::NextMortality);
    press(&mut state, Command::GoTo(Place::Compare));
    assert!(home.keep(&state));
    assert!(!state.is_unsaved(), "the next session is offered all of it");

    let mut next = home.session("reference");
    assert_eq!(next.notice, Some(Notice::DraftOffered));
    assert!(next.kept.is_empty() && next.draft.is_empty(), "nothing is taken up unasked");
    // What is offered outlives changes of the screen until it is taken up.
    press(&mut next, Command::GoTo(Place::Sources));
    home.keep(&next);
    assert_eq!(home.session("reference").offered.unwrap().kept, state.kept);
    let taken = computing(press(&mut next, Command::TakeDraft));
    assert_eq!((&next.draft, next.trend, next.assumptions), (&state.draft, state.trend, state.assumptions));
    assert_eq!((&next.kept, next.place), (&state.kept, Place::Compare));
    assert_eq!(next.notice, Some(Notice::TakenUp(2)));
    assert!(taken.jobs.iter().any(|job| job.part == Part::Comparison { trend: Trend::Half }));
    press(&mut next, Command::Undo);
    assert!(next.draft.is_empty(), "taking up is a change like any other");
    assert!(press(&mut next, Command::TakeDraft).is_none());
    assert_eq!(next.notice, Some(Notice::NoDraft));
}

#[test]
fn sets_alone_are_offered_and_stand_behind_those_of_the_session() {
    let home = Home::new();
    let mut state = home.session("reference");
    for lever in ["salt_food_environment", "tobacco_control", "kayoi_no_ba"] {
        home.choose(&mut state, lever);
        press(&mut state, Command::Set(Word::Maximum));
        press(&mut state, Command::Keep);
    }
    press(&mut state, Command::ResetAll);
    assert!(home.keep(&state) && !home.file().exists());
    let mut next = home.session("reference");
    assert!(next.offered.as_ref().unwrap().scenario.is_none());
    home.choose(&mut next, "exercise_programme");
    press(&mut next, Command::Set(Word::Maximum));
    press(&mut next, Command::Keep);
    let own = next.draft.clone();
    press(&mut next, Command::TakeDraft);
    assert_eq!(next.draft, own, "there was no scenario to take up");
    let sets: Vec<_> = next.kept.iter().map(|kept| (kept.letter, &kept.draft)).collect();
    assert_eq!(sets, [('A', &own), ('B', &state.kept[0].draft), ('C', &state.kept[1].draft)]);
    press(&mut next, Command::Forget);
    home.keep(&next);
    assert!(home.session("reference").offered.as_ref().is_none_or(|offered| offered.kept.is_empty()));
}

#[test]
fn a_scenario_comes_back_with_that_in_which_it_was_made() {
    let home = Home::new();
    // This one changes hazards, which no lever does.
    let mut state = home.session("example-care-onset");
    assert!(!state.world.plan.hazard_changes.is_empty());
    home.choose(&mut state, "salt_food_environment");
    press(&mut state, Command::Set(Word::Maximum));
    assert!(home.keep(&state));
    let mut next = home.session("reference");
    computing(press(&mut next, Command::TakeDraft));
    assert_eq!(next.world.id, "example-care-onset");
    assert_eq!(request::plan(&next), request::plan(&state));
    // What rests on a file of the user's cannot be read from where sessions are kept: leaving is asked.
    state.world.id = "mine".to_owned();
    state.autosaves = home.keep(&state);
    press(&mut state, Command::Quit);
    assert_eq!((state.ending, state.notice), (None, Some(Notice::Unsaved)));
}
