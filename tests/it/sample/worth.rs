//! What a run in detail, parameter draws and trials would answer.

use super::*;

/// Puts intervals of a year and chances into results, as parameter draws would.
pub(super) fn draw(output: &mut RunOutput, draws: u32) {
    output.manifest.draws = draws;
    let share = |share: f64| chance_of(share, draws as usize);
    for result in &mut output.scenarios {
        for row in &mut result.series {
            for estimate in row.expectancies.all_mut() {
                let at = |more: f64| estimate.value + more;
                estimate.interval = Some(Interval {
                    mean: at(0.0),
                    p025: at(-0.6),
                    p05: at(-0.5),
                    p50: at(0.0),
                    p95: at(0.5),
                    p975: at(0.6),
                    monte_carlo_share: None,
                    includes_monte_carlo: false,
                });
            }
        }
        for status in result.goal.values_mut() {
            status.chance_by_reading = Some([0.0, 0.25, 0.97, 0.4].map(share).into());
        }
    }
}

/// What the trials of the pack would be worth.
pub(super) fn trials(baseline: &Baseline, settings: &RunSettings) -> Trials {
    let until = settings.until;
    let estimate = |value| Estimate::new(value, 900.0);
    let sum = Summed {
        discount_rate: 0.0,
        trial_first: estimate(12_000.0),
        at_once: estimate(20_000.0),
        of_trialling: estimate(-8_000.0),
        waiting: 7_000.0,
        missed: 1_500.0,
        harm_avoided: 500.0,
        break_even: Some(0.6),
    };
    let gain = |(sex, factor): (Group, f64)| {
        let value = Value { trial_first: 0.012 * factor, at_once: 0.02 * factor, ..Value::default() };
        Gain { sex, last_year: value, mean: value, relative_se: 0.05 }
    };
    let row = |trial: &kenju::baseline::trials::Trial| TrialRow {
        id: trial.id.clone(),
        title: trial.title.clone(),
        lever: trial.lever.clone(),
        channel: trial.channel.clone(),
        unit: trial.endpoint.unit.clone(),
        standard_error: 0.1,
        power_at_default: Some(0.3),
        zero_mass: 0.0,
        positive: 0.24,
        real_given_positive: 0.99,
        effect: 0.9,
        effect_given_positive: 0.8,
        estimate_given_positive: 0.7,
        effect_factor: Some(1.2),
        no_prior: None,
        system: EvidenceSystem {
            evidence_lag: 5.0,
            null_adopted: 0.0,
            positive_adopted: 1.0,
            interval_width: 1.0,
        },
        adopted: 0.24,
        first_use: Year(2029),
        coverage: Some([0.06, 0.08, 0.15]),
        worth: Some(Worth { sums: vec![sum], by_year: Vec::new(), price: None }),
        worth_it: Advice::AtOnce,
        gains: Some([(Group::Male, 1.0), (Group::Female, 0.5), (Group::Both, 0.75)].map(gain).to_vec()),
        cost: None,
    };
    Trials {
        kenju: "0.1.0",
        manifest: Some(manifest(baseline, settings)),
        start: ANEW,
        until,
        trials: baseline.pipelines.trials.iter().map(row).collect(),
    }
}

/// What the salons cost: 100 yen for each of a hundred million persons beyond the reference. Levers other than
/// these have no known cost.
pub(super) fn costs(plan: &Plan, year: Year) -> Option<Costs> {
    if plan.levers.is_empty() {
        return None;
    }
    let beyond = added(plan, year) / 2.0;
    let of = |setting: &kenju::plan::LeverSetting| {
        let yen = (setting.lever == "salons").then_some(beyond * 1e10);
        (setting.lever.clone(), yen)
    };
    let programme: BTreeMap<String, Option<f64>> = plan.levers.iter().map(of).collect();
    let total: Option<f64> = programme.values().copied().sum();
    Some(Costs {
        programme,
        care: exact(-3e8),
        care_longer_life: exact(0.0),
        medical_conditions: 0.0,
        medical_longer_life: exact(0.0),
        net: total.map(|total| total - 3e8),
        since_start: Vec::new(),
        intervals: BTreeMap::new(),
    })
}

/// Persons with conditions in three age groups.
pub(super) fn health_by_age(plan: &Plan, year: Year) -> Vec<AgeHealth> {
    let group = |(age_from, age_to, population, share): (u8, u8, f64, f64)| {
        let has = |prevalence| ConditionInAge {
            prevalence,
            onset_rate: 0.1 * prevalence,
            limited: Some(0.3),
            certified: Some(0.2),
            dependent: Some(0.1),
        };
        AgeHealth {
            age_from,
            age_to,
            population,
            conditions: BTreeMap::from([
                ("stroke".to_owned(), has(share)),
                ("dementia".to_owned(), has(2.0 * share - 0.01 * added(plan, year))),
            ]),
            deaths_by_cause: BTreeMap::new(),
        }
    };
    [(0, 64, 4e7, 0.01), (65, 74, 8e6, 0.04), (75, 110, 9e6, 0.09)].map(group).to_vec()
}
