//! What a policy brings and costs, against sums made from the other results of the same run.

use crate::levers::{channel, lever, set, with};
use crate::worlds::{plan, world};
use kenju::baseline::levers::{CostBasis, Lever, Target, UnitCost};
use kenju::baseline::{Baseline, Text};
use kenju::i18n::Messages;
use kenju::language::Language;
use kenju::num::units::{Sex, Year};
use kenju::outcome::economics::{CostRange, NoRatio};
use kenju::outcome::series::{Estimate, Group, YearResult};
use kenju::report::economics::why;
use kenju::run::{Detail, Persons, RunOutput, RunSettings, Unwatched, compare};

fn cost(yen: f64, per: CostBasis) -> UnitCost {
    let text = || Text { ja: "x".into(), en: "x".into() };
    UnitCost {
        item: text(),
        yen,
        per,
        payer: text(),
        year: "2026".into(),
        basis: text(),
        sources: Vec::new(),
    }
}

fn priced(id: &str, effect: f64) -> Lever {
    let mut own = lever(id, (40, 110), vec![channel("one", Target::CareOnset, Some(effect))]);
    own.coverage.reference = vec![(Year(2016), 0.0)];
    own.costs = vec![
        cost(1000.0, CostBasis::PersonYear),
        cost(500.0, CostBasis::PersonOnce),
        cost(1e9, CostBasis::Year),
    ];
    own
}

fn compared(levers: Vec<Lever>, id: &str) -> RunOutput {
    let mut baseline = Baseline::japan().unwrap();
    baseline.levers.levers = levers;
    let settings = RunSettings {
        persons: Persons::Count(5000),
        seed: 1,
        until: Year(2032),
        detail: Detail::All,
        raw: false,
    };
    let worlds = [world("reference", plan()), world("policy", with(vec![set(id, 2026, 0.6)]))];
    compare(&baseline, &worlds, &settings, &Unwatched).unwrap()
}

fn both(output: &RunOutput, scenario: usize) -> Vec<&YearResult> {
    output.scenarios[scenario].series.iter().filter(|row| row.sex == Group::Both).collect()
}

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-6 * expected.abs().max(1.0), "{found} for {expected}");
}

#[test]
fn costs_are_what_reach_care_need_and_ages_say() {
    let output = compared(vec![priced("walks", 0.7)], "walks");
    let unit = Baseline::japan().unwrap().costs.unwrap();
    let difference = &output.differences.as_ref().unwrap()[0];
    let mut sums = [0.0; 4];
    for (base, own) in both(&output, 0).into_iter().zip(both(&output, 1)) {
        assert!(base.costs.is_none() && base.outcomes.is_none(), "the reference costs nothing more");
        let costs = own.costs.as_ref().unwrap();
        let outcomes = own.outcomes.as_ref().unwrap();
        let reach = own.reach.as_ref().unwrap()["walks"];
        let year = if reach.more > reach.fewer { 1e9 } else { 0.0 };
        let programme = 1000.0 * (reach.more - reach.fewer) + 500.0 * reach.new + year;
        close(costs.programme["walks"].unwrap(), programme);
        let persons = |row: &YearResult, level: &str| row.care_need.as_ref().unwrap()[level];
        let care: f64 = ["support_or_care_1", "care_2_3", "care_4_5"]
            .iter()
            .zip(unit.care)
            .map(|(level, yen)| yen * (persons(own, level) - persons(base, level)))
            .sum();
        close(costs.care.value / 1e6, care / 1e6);
        let ages = |row: &YearResult| -> f64 {
            row.population_by_age.as_ref().unwrap().iter().zip(&unit.per_capita).map(|(n, yen)| n * yen).sum()
        };
        let longer = ages(own) - ages(base);
        assert!((costs.medical_longer_life.value - longer).abs() < 1e6, "{longer}");
        // Care of added years: people of the added ages at the usual care need of their sex and age.
        let of_sex = |scenario: usize, sex: Sex| -> f64 {
            let rows = &output.scenarios[scenario].series;
            let row = rows.iter().find(|row| (row.year, row.sex) == (own.year, Group::of(Some(sex))));
            let persons = row.unwrap().population_by_age.as_ref().unwrap().iter();
            persons.zip(&unit.care_per_capita[sex.index()]).map(|(n, yen)| n * yen).sum()
        };
        let care_longer: f64 = Sex::ALL.iter().map(|sex| of_sex(1, *sex) - of_sex(0, *sex)).sum();
        assert!((costs.care_longer_life.value - care_longer).abs() < 1e6, "{care_longer}");
        let without = costs.net_without_longer_life().unwrap();
        close(without, costs.net.unwrap() - longer - care_longer);
        close(outcomes.person_years.value / 1e3, (own.population - base.population) / 1e3);
        close(
            costs.net.unwrap(),
            programme + costs.care.value + costs.medical_conditions + costs.medical_longer_life.value,
        );
        // Another way to the same: the difference from a first world that is the reference.
        let row =
            difference.series.iter().find(|row| (row.year, row.sex) == (own.year, Group::Both)).unwrap();
        close(row.costs.as_ref().unwrap().net.unwrap(), costs.net.unwrap());
        if own.year >= Year(2026) {
            let discount = 1.02_f64.powi(i32::from(own.year.0) - 2026);
            let healthy = outcomes.healthy_person_years.value;
            for (sum, value) in sums.iter_mut().zip([
                costs.net.unwrap(),
                costs.net.unwrap() / discount,
                healthy,
                healthy / discount,
            ]) {
                *sum += value;
            }
        } else {
            assert_eq!(costs.net, Some(0.0));
        }
    }
    let last = both(&output, 1).pop().unwrap().costs.as_ref().unwrap();
    let [plain, discounted] = [0, 1].map(|index: usize| &last.since_start[index]);
    assert_eq!((plain.discount_rate, discounted.discount_rate, plain.from), (0.0, 0.02, Year(2026)));
    close(plain.net.unwrap(), sums[0]);
    close(discounted.net.unwrap(), sums[1]);
    close(plain.healthy_person_years.value, sums[2]);
    close(discounted.healthy_person_years.value, sums[3]);
    assert!(plain.healthy_person_years.se > 0.0 && last.care.se > 0.0 && last.care.value < 0.0);
    let ratio = plain.cost_per_healthy_year.unwrap();
    close(ratio, sums[0] / sums[2]);
    let range = plain.cost_per_healthy_year_range.unwrap();
    assert!(range.at_least < ratio && ratio < range.at_most.unwrap(), "{range:?} around {ratio}");
    assert_eq!(plain.no_cost_per_healthy_year, None);
    // Fewer persons in need of care live longer: care falls at given ages by more than it falls in all.
    let short = plain.cost_per_healthy_year_without_longer_life.unwrap();
    let added = plain.medical_longer_life.value + plain.care_longer_life.value;
    close(short, (plain.net.unwrap() - added) / plain.healthy_person_years.value);
    assert!(plain.care_longer_life.value > 0.0 && short < ratio, "{short} {ratio}");
}

/// One reason, the first that holds, and a lower bound where a gain may be none but a cost is sure.
#[test]
fn a_missing_cost_per_healthy_year_gives_its_one_reason() {
    let gain = |value, se| Estimate::new(value, se);
    let priced = |one: Estimate| NoRatio::of(&one, Vec::new());
    let unknown = NoRatio::of(&gain(9.0, 1.0), vec!["walks".into()]);
    assert_eq!(unknown, Some(NoRatio::CostUnknown { levers: vec!["walks".into()] }));
    assert_eq!(priced(gain(0.0, 0.0)), Some(NoRatio::NothingGained));
    assert_eq!(priced(gain(3.0, 2.0)), Some(NoRatio::GainNotSure));
    assert_eq!(priced(gain(-9.0, 2.0)), Some(NoRatio::HealthLost));
    assert_eq!(priced(Estimate::jackknifed(9.0, &[9.0, 9.1], Some(3))), Some(NoRatio::TooFewDiffer));
    assert_eq!(priced(gain(9.0, 2.0)), None);
    let range = |net, one: Estimate| CostRange::of(net, &one);
    assert_eq!(range(100.0, gain(3.0, 1.0)), Some(CostRange { at_least: 20.0, at_most: Some(100.0) }));
    assert_eq!(range(100.0, gain(3.0, 3.5)), Some(CostRange { at_least: 10.0, at_most: None }));
    assert_eq!(range(-100.0, gain(3.0, 3.5)), None);
    assert_eq!(range(100.0, Estimate::jackknifed(9.0, &[9.0, 9.1], Some(3))), None);
    let baseline = Baseline::japan().unwrap();
    for language in [Language::En, Language::Ja] {
        let messages = Messages::of(language);
        let told: Vec<String> = [
            NoRatio::CostUnknown { levers: vec!["salt_food_environment".into()] },
            NoRatio::NothingGained,
            NoRatio::HealthLost,
            NoRatio::TooFewDiffer,
            NoRatio::GainNotSure,
        ]
        .iter()
        .map(|reason| why(reason, &baseline, messages))
        .collect();
        assert!(told[0].contains(language.pick("減塩", "Salt reduction")), "{told:?}");
        assert!(
            told[4].contains(language.pick("モンテカルロ誤差のみ", "Monte-Carlo error only")),
            "{told:?}"
        );
        let distinct: std::collections::BTreeSet<&String> = told.iter().collect();
        assert_eq!(distinct.len(), 5, "each reason says one thing");
        assert!(told.iter().all(|text| !text.contains(" or ") && !text.contains("または")), "{told:?}");
    }
}

#[test]
fn without_a_gain_or_a_known_cost_there_is_no_cost_per_year() {
    let null = compared(vec![priced("null", 1.0)], "null");
    let costs = both(&null, 1).pop().unwrap().costs.as_ref().unwrap();
    let sum = &costs.since_start[0];
    assert!(sum.programme.unwrap() > 0.0 && sum.net == sum.programme);
    assert_eq!((sum.healthy_person_years.value, sum.cost_per_healthy_year), (0.0, None));
    assert_eq!(sum.no_cost_per_healthy_year, Some(NoRatio::NothingGained));
    let mut unknown = priced("walks", 0.7);
    unknown.costs.clear();
    let unknown = compared(vec![unknown], "walks");
    let costs = both(&unknown, 1).pop().unwrap().costs.as_ref().unwrap();
    assert_eq!((costs.programme["walks"], costs.net), (None, None));
    assert!(costs.since_start.iter().all(|sum| sum.cost_per_healthy_year.is_none() && sum.net.is_none()));
    let reason = NoRatio::CostUnknown { levers: vec!["walks".into()] };
    assert!(costs.since_start.iter().all(|sum| sum.no_cost_per_healthy_year.as_ref() == Some(&reason)));
    assert!(costs.care.value < 0.0, "savings are there, but never alone a result per year");
}
