//! The tables of two screens of words: what the difference is made of, and what is assumed.

use super::mortality;
use super::table::{Table, number};
use crate::analysis::explain::Effect;
use crate::plan::CareNeedAssumption;
use crate::ui::action::Trend;
use crate::ui::draft::POLICY_START;
use crate::ui::request;
use crate::ui::state::State;

/// What each part adds to each expectancy; `None` where it is not known under the reading on screen.
pub(super) fn why(state: &State) -> Option<Table> {
    let known = state.current()?.explanation.as_ref();
    let (_, found) = known.filter(|(trend, _)| *trend == state.trend)?;
    let mut rows = Vec::new();
    let mut add = |part: &str, effects: &[Effect]| {
        for effect in effects {
            for (word, estimate) in [
                ("life_expectancy_years", effect.life_expectancy),
                ("healthy_life_expectancy_years", effect.healthy_life_expectancy),
                ("independent_life_expectancy_years", effect.independent_life_expectancy),
            ] {
                rows.push(vec![
                    part.to_owned(),
                    effect.sex.as_str().to_owned(),
                    found.year.to_string(),
                    word.to_owned(),
                    number(Some(estimate.value)),
                    number(Some(estimate.se)),
                    found.manifest.persons.to_string(),
                ]);
            }
        }
    };
    for one in &found.contributions {
        add(&one.id, &one.share);
    }
    add("total", &found.total);
    Some(Table::new(vec!["part", "sex", "year", "outcome", "difference", "difference_se", "persons"], rows))
}

/// What is assumed, and what the opened scenario assumes; limits where there are any.
pub(super) fn assumptions(state: &State) -> Table {
    let opened = &state.world.plan;
    let trend = |trend: Trend| format!("{trend:?}").to_lowercase();
    let care = |care: CareNeedAssumption| format!("{care:?}");
    let same =
        |word: &str, value: String| [word.to_owned(), value.clone(), value, String::new(), String::new()];
    let choice = |word: &str, chosen: String, opened: String| {
        [word.to_owned(), chosen, opened, String::new(), String::new()]
    };
    let caps = state.baseline.levers.caps;
    let mut rows = vec![
        choice("limitation_trend", trend(state.trend), trend(request::opened_trend(&state.baseline, opened))),
        choice("mortality", mortality(state.assumptions.mortality), mortality(opened.mortality)),
        choice("care_need", care(state.assumptions.care_need), care(opened.care_need)),
        same("policy_start", POLICY_START.to_string()),
        same("most_fall_of_blood_pressure_mmhg", caps.blood_pressure.to_string()),
        same("least_ratio_of_first_care_need", caps.care_onset.to_string()),
    ];
    if let Some(costs) = &state.baseline.costs {
        let [usual, low, high] = costs.discount.map(|rate| rate.to_string());
        rows.push(["discount_rate_a_year".to_owned(), usual.clone(), usual, low, high]);
    }
    let heads = vec!["assumption", "chosen", "opened", "low", "high"];
    Table::new(heads, rows.into_iter().map(Vec::from).collect())
}
