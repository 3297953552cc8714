//! The population by age in the year read out: men to the left, women to the right, and what policies change.

use super::{OverlayLine, words};
use crate::i18n::numbers::{fixed, signed};
use crate::i18n::{Messages, message};
use crate::num::units::Sex;
use crate::outcome::series::Group;
use crate::ui::answer::{Answer, Which};
use crate::ui::state::State;
use crate::ui::text;
use crate::ui::theme::Role;

/// Years of age in a row.
const STEP: usize = 5;

/// First age of the open row.
const OPEN: usize = 100;

/// All lines of the page, oldest first.
#[must_use]
pub fn lines(state: &State, messages: &Messages, cells: usize) -> Vec<OverlayLine> {
    let title = message!(messages, "ui-population-title", year = state.year.to_string());
    let mut lines = vec![(Role::Title, title)];
    let Some(answer) = state.current() else {
        lines.push((Role::Muted, message!(messages, "ui-body-computing")));
        return lines;
    };
    let ages = state.baseline.ages.len();
    let first = usize::from(state.baseline.ages.first);
    let people = |which, sex| by_age(state, answer, which, sex);
    let (men, women) = (people(Which::Scenario, Sex::Male), people(Which::Scenario, Sex::Female));
    let (men, women) = match (men, women) {
        (None, None) => {
            lines.push((Role::Muted, message!(messages, "ui-body-computing")));
            return lines;
        }
        (men, women) => (men.unwrap_or_default(), women.unwrap_or_default()),
    };
    let before = [Sex::Male, Sex::Female].map(|sex| people(Which::Reference, sex).unwrap_or_default());
    let rows: Vec<(usize, usize)> = (0..ages)
        .step_by(STEP)
        .take_while(|from| from + first <= OPEN)
        .map(|from| (from, if from + first >= OPEN { ages } else { (from + STEP).min(ages) }))
        .collect();
    let sum = |people: &[f64], (from, to): (usize, usize)| -> f64 {
        people.get(from..to.min(people.len())).map_or(0.0, |part| part.iter().sum::<f64>()) / 1e4
    };
    let most =
        rows.iter().flat_map(|row| [sum(&men, *row), sum(&women, *row)]).fold(f64::MIN_POSITIVE, f64::max);
    let number = 8;
    let bar = cells.saturating_sub(2 * number + 10).max(8) / 2;
    let cells_of = |value: f64| ((value / most) * bar as f64).round() as usize;
    let heads = [Sex::Male, Sex::Female].map(|sex| words::sex(messages, sex));
    lines.push((
        Role::Muted,
        format!(
            "{}{}{}",
            text::right(&heads[0], number + bar),
            text::centre(&message!(messages, "ui-population-age"), 8),
            text::left(&heads[1], number + bar)
        ),
    ));
    for row in rows.iter().rev() {
        let (left, right) = (sum(&men, *row), sum(&women, *row));
        let name = if row.0 + first >= OPEN {
            format!("{OPEN}+")
        } else {
            format!("{}-{}", row.0 + first, row.1 + first - 1)
        };
        lines.push((
            Role::Text,
            format!(
                "{}{}{}{}{}",
                text::right(&fixed(left, 1), number),
                text::right(&"=".repeat(cells_of(left)), bar),
                text::centre(&name, 8),
                text::left(&"=".repeat(cells_of(right)), bar),
                text::right(&fixed(right, 1), number)
            ),
        ));
    }
    let total = |people: &[f64], from: usize| {
        people.get(from.saturating_sub(first)..).map_or(0.0, |part| part.iter().sum::<f64>()) / 1e4
    };
    for from in [0, 65, 75] {
        let all = total(&men, from) + total(&women, from);
        let reference = total(&before[0], from) + total(&before[1], from);
        lines.push((
            Role::Headline,
            message!(
                messages,
                "ui-population-total",
                age = from.to_string(),
                persons = fixed(all, 1),
                added = signed(all - reference, 2)
            ),
        ));
    }
    lines
}

fn by_age(state: &State, answer: &Answer, which: Which, sex: Sex) -> Option<Vec<f64>> {
    let mut rows = answer.rows_of(which, state.trend, Group::of(Some(sex)));
    rows.find(|row| row.year == state.year)?.population_by_age.clone()
}
