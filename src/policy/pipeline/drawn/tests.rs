//! A draw has one result of each trial: its chance, its effect, and what stays of the reference path.

use super::super::design::power;
use super::super::{ANEW, World, settings};
use super::*;
use crate::num::units::{Year, YearSpan};
use crate::plan::Trialled;

const DRAWS: u32 = 4_000;

fn expected(baseline: &Baseline) -> Vec<LeverSetting> {
    settings(baseline, |_| true, ANEW, &[], World::Expected)
}

/// The pack with the effect of a channel at a value.
fn with_effect(baseline: &Baseline, lever: &str, channel: &str, value: f64) -> Baseline {
    let mut own = baseline.clone();
    let lever = own.levers.levers.iter_mut().find(|known| known.id == lever).unwrap();
    let channel = lever.channels.iter_mut().find(|known| known.id == channel).unwrap();
    channel.effect.as_mut().unwrap().default = value;
    own
}

/// With the effect of the drawn pack known, adoption has the chance that follows from power, mass at zero and the two
/// chances of being taken up.
#[test]
fn a_lever_is_scaled_up_as_often_as_its_trial_says() {
    let baseline = Baseline::japan().unwrap();
    let mut held = 0;
    for setting in expected(&baseline) {
        let trial = baseline.pipelines.trial(&setting.trialled.as_ref().unwrap().trials[0]).unwrap();
        let pipeline = Pipeline::of(&baseline, trial, ANEW, &[]);
        let (Ok(prior), Some(lever)) = (&pipeline.prior, pipeline.lever) else { continue };
        if prior.per_measured == 0.0 {
            continue;
        }
        let critical = critical_value(trial.design.arms);
        let system = &pipeline.system;
        let taken_up = |benefit: f64| {
            let positive = power(benefit, pipeline.error, critical);
            positive * system.positive_adopted + (1.0 - positive) * system.null_adopted
        };
        let benefit = acting(&pipeline, lever) / prior.per_measured;
        let chance = prior.zero_mass * taken_up(0.0) + (1.0 - prior.zero_mass) * taken_up(benefit);
        let path = pipeline.path_given_adoption(baseline.years.last);
        let adopted = (1..=DRAWS)
            .map(|draw| in_draw(&baseline, &baseline, &setting, (7, draw)))
            .filter(|drawn| drawn.coverage.is_some())
            .inspect(|drawn| {
                assert_eq!(
                    drawn.coverage.as_ref().unwrap().shares.last(),
                    path.as_ref().unwrap().shares.last()
                );
            })
            .count();
        let share = adopted as f64 / f64::from(DRAWS);
        let error = (chance * (1.0 - chance) / f64::from(DRAWS)).sqrt();
        assert!((share - chance).abs() <= 4.0 * error, "{}: {share} for {chance}", trial.id);
        held += 1;
    }
    assert!(held >= 8, "{held}");
}

/// The effect is that of the drawn pack or none: never a factor on top of it.
#[test]
fn an_effect_is_drawn_once() {
    let baseline = Baseline::japan().unwrap();
    let all = expected(&baseline);
    let setting = all.iter().find(|setting| setting.lever == "exercise_programme").unwrap();
    let adopted = |own: &Baseline| -> Vec<LeverSetting> {
        let drawn = (1..=DRAWS).map(|draw| in_draw(&baseline, own, setting, (3, draw)));
        drawn.filter(|drawn| drawn.coverage.is_some()).collect()
    };
    let strong = adopted(&with_effect(&baseline, "exercise_programme", "ltc_certification", 0.5));
    assert!(
        strong
            .iter()
            .all(|drawn| matches!(drawn.effect_factor, None | Some(0.0)) && drawn.trialled.is_none())
    );
    let idle = strong.iter().filter(|drawn| drawn.effect_factor.is_some()).count();
    assert!(idle > 0 && idle < strong.len());
    // What does not work is found to work less often, and harm hardly ever.
    let harmful = adopted(&with_effect(&baseline, "exercise_programme", "ltc_certification", 1.5));
    assert!(harmful.len() * 3 < strong.len(), "{} {}", harmful.len(), strong.len());
}

#[test]
fn what_is_not_taken_up_keeps_to_the_reference_and_to_its_shocks() {
    let baseline = Baseline::japan().unwrap();
    let lever = baseline.levers.lever("specific_health_guidance").unwrap();
    let all = expected(&baseline);
    let mut setting = all.into_iter().find(|setting| setting.lever == lever.id).unwrap();
    let refused = (1..=DRAWS)
        .find(|draw| in_draw(&baseline, &baseline, &setting, (1, *draw)).coverage.is_none())
        .unwrap();
    let lost = YearSpan { first: Year(2030), last: Year(2031) };
    setting.trialled = setting.trialled.map(|trialled| Trialled { falls: vec![(lost, 0.2)], ..trialled });
    let drawn = in_draw(&baseline, &baseline, &setting, (1, refused)).coverage.unwrap();
    let reference = |year| lever.reference_coverage(Year(year));
    assert_eq!(drawn.from, Year(2030));
    assert!((drawn.at(Year(2030)).unwrap() - 0.8 * reference(2030)).abs() < 1e-12);
    assert_eq!(drawn.at(Year(2040)).unwrap(), reference(2040));
}

#[test]
fn a_setting_that_no_trial_decides_stays_as_it_is() {
    let baseline = Baseline::japan().unwrap();
    let plain = crate::policy::samples::set("salons", 2026, 0.1);
    assert_eq!(in_draw(&baseline, &baseline, &plain, (1, 1)), plain);
}
