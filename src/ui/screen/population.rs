//! The population by age in the year read out: men to the left, women to the right, all of them, those in a state
//! (limited, certified, dependent) or those with a condition, and what policies change.
//!
//! ```text
//!    +0.12  14.2      ++=========== 85-89 ====================++  24.8   +0.20
//! ```
//!
//! `=` stands for persons of both worlds, `+` for those the policies add, `-` for those they take away.

use super::{OverlayLine, headline, words};
use crate::baseline::Baseline;
use crate::i18n::numbers::{fixed, signed};
use crate::i18n::{Messages, message};
use crate::num::units::Sex;
use crate::outcome::series::{CARE_STATE_NAMES, Group, YearResult};
use crate::text::escape_untrusted;
use crate::ui::action::Command;
use crate::ui::answer::{Answer, Which};
use crate::ui::state::State;
use crate::ui::text;
use crate::ui::theme::Role;

/// Years of age in a row of all persons.
const STEP: usize = 5;

/// First age of the open row.
const OPEN: usize = 100;

/// Persons in a unit of the page.
const UNIT: f64 = 1e4;

/// Who is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum People {
    /// Everybody.
    #[default]
    All,
    /// Those in a state.
    In(Standing),
    /// Those with a condition, by its place in the pack.
    With(usize),
}

/// A state that persons of any age are counted in, at the anchored level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Activities are limited.
    Limited,
    /// Care need is certified, at any level.
    Certified,
    /// Care level 2 or above.
    Dependent,
}

impl Standing {
    /// Whether a state of the results is part of it.
    fn holds(self, state: &str) -> bool {
        let level = CARE_STATE_NAMES.iter().position(|name| *name == state);
        match self {
            Self::Limited => level.is_none(),
            Self::Certified => level >= Some(1),
            Self::Dependent => level >= Some(2),
        }
    }
}

impl People {
    /// The next: states, conditions, and after the last everybody again.
    #[must_use]
    pub const fn next(self, pack: &Baseline) -> Self {
        let place = match self {
            Self::All => return Self::In(Standing::Limited),
            Self::In(Standing::Limited) if pack.care.is_some() => return Self::In(Standing::Certified),
            Self::In(Standing::Certified) => return Self::In(Standing::Dependent),
            Self::In(_) => 0,
            Self::With(place) => place + 1,
        };
        if place < pack.conditions.len() { Self::With(place) } else { Self::All }
    }
}

/// Persons of one age group: its ages, and how many there are without and with the policies.
#[derive(Debug, Clone, PartialEq)]
pub struct Rung {
    /// Youngest completed age.
    pub from: usize,
    /// Oldest one; `None`: the open group.
    pub to: Option<usize>,
    /// Persons in the reference and in the scenario.
    pub persons: [f64; 2],
}

/// The age groups of a sex in the year read out, youngest first; empty while they are not known.
#[must_use]
pub fn rungs(state: &State, answer: &Answer, sex: Sex) -> Vec<Rung> {
    let of = |which| match state.people {
        People::All | People::In(_) => by_age(state, answer, which, sex),
        People::With(place) => with_condition(state, answer, which, sex, place),
    };
    let (Some(reference), Some(scenario)) = (of(Which::Reference), of(Which::Scenario)) else {
        return Vec::new();
    };
    let pairs = reference.into_iter().zip(scenario);
    pairs.map(|((from, to, one), (_, _, other))| Rung { from, to, persons: [one, other] }).collect()
}

/// Youngest and oldest age and persons.
type Counted = (usize, Option<usize>, f64);

fn by_age(state: &State, answer: &Answer, which: Which, sex: Sex) -> Option<Vec<Counted>> {
    let mut rows = answer.rows_of(which, state.trend, Group::of(Some(sex)));
    let row = rows.find(|row| row.year == state.year)?;
    let people = match state.people {
        People::In(standing) => in_state(row, standing)?,
        _ => row.population_by_age.clone()?,
    };
    let first = usize::from(state.baseline.ages.first);
    let groups = (0..people.len()).step_by(STEP).take_while(|from| from + first <= OPEN);
    let group = |from: usize| {
        let open = from + first >= OPEN;
        let to = if open { people.len() } else { (from + STEP).min(people.len()) };
        (from + first, (!open).then_some(to + first - 1), people[from..to].iter().sum())
    };
    Some(groups.map(group).collect())
}

/// Persons of each age in a state.
fn in_state(row: &YearResult, standing: Standing) -> Option<Vec<f64>> {
    let all = row.states_by_age.as_ref()?.iter().filter(|(state, _)| standing.holds(state));
    let ages = all.map(|(_, persons)| persons.clone());
    ages.reduce(|one, other| one.iter().zip(&other).map(|(one, other)| one + other).collect())
}

fn with_condition(
    state: &State,
    answer: &Answer,
    which: Which,
    sex: Sex,
    place: usize,
) -> Option<Vec<Counted>> {
    let id = &state.baseline.conditions.get(place)?.id;
    let mut rows = answer.rows_of(which, state.trend, Group::of(Some(sex)));
    let groups = rows.find(|row| row.year == state.year)?.health_by_age.as_ref()?;
    let last = groups.len().saturating_sub(1);
    let counted = groups.iter().enumerate().map(|(number, group)| {
        let persons = group.conditions.get(id).map_or(0.0, |one| one.prevalence * group.population);
        (usize::from(group.age_from), (number < last).then_some(usize::from(group.age_to)), persons)
    });
    Some(counted.collect())
}

/// Who is drawn, in words.
#[must_use]
pub fn people(state: &State, messages: &Messages) -> String {
    match state.people {
        People::All => message!(messages, "ui-people-all"),
        People::In(Standing::Limited) => message!(messages, "ui-people-limited"),
        People::In(Standing::Certified) => message!(messages, "ui-people-certified"),
        People::In(Standing::Dependent) => message!(messages, "ui-people-dependent"),
        People::With(place) => {
            let title = state.baseline.conditions.get(place).map(|one| messages.choose(&one.title));
            let title = escape_untrusted(title.unwrap_or_default());
            message!(messages, "ui-people-with", condition = title)
        }
    }
}

/// All lines of the page, oldest first.
#[must_use]
pub fn lines(state: &State, messages: &Messages, cells: usize) -> Vec<OverlayLine> {
    let who = people(state, messages);
    let title = message!(messages, "ui-population-title", who = who, year = state.year.to_string());
    let mut lines = vec![(Role::Title, text::cut(&title, cells).into_owned())];
    let found = state.current().map(|answer| {
        [Sex::Male, Sex::Female].map(|sex| {
            let known = state.baseline.sexes.contains(&sex);
            if known { rungs(state, answer, sex) } else { Vec::new() }
        })
    });
    let Some([men, women]) = found.filter(|[men, women]| !men.is_empty() || !women.is_empty()) else {
        let line = match state.failure() {
            Some(_) => message!(messages, "ui-body-failed", key = state.key_name(Command::Recompute)),
            None => message!(messages, "ui-body-computing"),
        };
        lines.push((Role::Muted, line));
        return lines;
    };
    let lone = state.draft.is_empty() && state.world.plan.hazard_changes.is_empty();
    ladder(&mut lines, [&men, &women], lone, messages, cells);
    for from in [0, 65, 75] {
        let total = |place: usize| -> f64 {
            let older = men.iter().chain(&women).filter(|rung| rung.from >= from);
            older.map(|rung| rung.persons[place]).sum::<f64>() / UNIT
        };
        let age = from.to_string();
        lines.push((
            Role::Headline,
            if lone {
                message!(messages, "ui-population-sum", age = age, persons = fixed(total(1), 1))
            } else {
                let added = headline::small(total(1) - total(0), 3);
                message!(
                    messages,
                    "ui-population-total",
                    age = age,
                    persons = fixed(total(1), 1),
                    added = added
                )
            },
        ));
    }
    if state.people != People::All {
        let note = message!(messages, "ui-conditions-note");
        lines.extend(text::wrap(&note, cells).into_iter().map(|line| (Role::Muted, line)));
    }
    lines
}

/// Cells of the parts of a row.
struct Widths {
    number: usize,
    change: usize,
    bar: usize,
}

/// Cells of the name of an age group.
const AGE: usize = 8;

/// Heading and one row for each age group.
fn ladder(
    lines: &mut Vec<OverlayLine>,
    [men, women]: [&[Rung]; 2],
    lone: bool,
    messages: &Messages,
    cells: usize,
) {
    let (number, change) = (8, if lone { 0 } else { 9 });
    let bar = (cells.saturating_sub(2 * (number + change) + AGE + 2) / 2).max(4);
    let widths = Widths { number, change, bar };
    let side = number + change + bar;
    let heads = [Sex::Male, Sex::Female].map(|sex| words::sex(messages, sex));
    let age = message!(messages, "ui-population-age");
    lines.push((
        Role::Muted,
        format!("{}{}{}", text::right(&heads[0], side), text::centre(&age, AGE), text::left(&heads[1], side)),
    ));
    let most = men.iter().chain(women).flat_map(|rung| rung.persons).fold(f64::MIN_POSITIVE, f64::max);
    let count = men.len().max(women.len());
    for place in (0..count).rev() {
        let (left, right) = (men.get(place), women.get(place));
        let Some(either) = left.or(right) else { continue };
        let name =
            either.to.map_or_else(|| format!("{}+", either.from), |to| format!("{}-{to}", either.from));
        let [left, right] =
            [left, right].map(|rung| rung.map_or_else(Parts::default, |rung| parts(rung, most, &widths)));
        let mirrored: String = left.bar.chars().rev().collect();
        lines.push((
            Role::Text,
            format!(
                "{}{}{}{}{}{}{}",
                text::right(&left.change, widths.change),
                text::right(&left.number, widths.number),
                text::right(&mirrored, widths.bar),
                text::centre(&name, AGE),
                text::left(&right.bar, widths.bar),
                text::right(&right.number, widths.number),
                text::right(&right.change, widths.change),
            ),
        ));
    }
}

#[derive(Default)]
struct Parts {
    change: String,
    number: String,
    bar: String,
}

fn parts(rung: &Rung, most: f64, widths: &Widths) -> Parts {
    let [reference, scenario] = rung.persons;
    let cells = |persons: f64| ((persons / most) * widths.bar as f64).round() as usize;
    let (before, after) = (cells(reference), cells(scenario));
    let rest = if after > before { "+".repeat(after - before) } else { "-".repeat(before - after) };
    let change = (scenario - reference) / UNIT;
    Parts {
        change: if change == 0.0 { signed(0.0, 1) } else { headline::small(change, 3) },
        number: fixed(scenario / UNIT, 1),
        bar: format!("{}{rest}", "=".repeat(before.min(after))),
    }
}
