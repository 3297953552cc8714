//! The rows of `scenarios/studies/summaries.csv`, read off a finished store.

use super::summary::{Anything, witness};
use kenju::baseline::Baseline;
use kenju::num::units::Year;
use kenju::outcome::series::Group;
use kenju::run::draws::spread::{chance, noise, spread};
use kenju::study::Store;
use kenju::study::read::Sample;

/// Names of the columns. What is not known is an empty cell, never a zero. `too_few_differ` says that no error can
/// be told of the difference, `includes_monte_carlo` that the percentiles hold the error of the persons as well.
pub const COLUMNS: &str = "study,scenario,compared_with,sex,persons,draws,seeds,\
difference,se,too_few_differ,mean,p05,p50,p95,monte_carlo_share,includes_monte_carlo,\
gain_chance,gain_chance_low,gain_chance_high\n";

/// What says which numbers a study has, as a line of the head.
///
/// # Errors
/// As the store.
pub fn identity(store: &Store) -> Anything<String> {
    let (manifest, id) = (store.manifest(), &store.about().id);
    let unit = store.digest_of(witness(manifest))?.ok_or("a unit of the study is missing")?;
    let (own, content) = (manifest.digest(), store.content()?);
    Ok(format!("# {id} manifest {own} content {content} unit {unit}\n"))
}

/// The rows of a study: scenarios in their order, men and women.
///
/// # Errors
/// As the store.
pub fn rows(store: &Store, baseline: &Baseline) -> Anything<String> {
    let (manifest, goal) = (store.manifest(), baseline.goal.ok_or("the pack has no goal")?);
    let mut text = String::new();
    for (at, scenario) in manifest.scenarios.iter().enumerate() {
        for sex in [Group::Male, Group::Female] {
            let of = |name: &str, year: Year| store.samples(at, name, year, sex);
            let healthy = of("healthy_life_expectancy", Year(manifest.until))?;
            let central: Vec<&Sample> = healthy.iter().filter(|one| one.draw == 0).collect();
            let drawn: Vec<&Sample> = healthy.iter().filter(|one| one.draw > 0).collect();
            let difference = mean(&central, |one| one.difference);
            let se = mean(&central, |one| one.difference_se);
            let (values, errors) = pairs(&drawn, |one| one.difference.zip(one.difference_se));
            let own = spread(&values, noise(&errors)).map(|own| own.interval);
            let gains = of("gain_trend_own", goal.year)?;
            let (gained, halves) = pairs(&gains.iter().collect::<Vec<_>>(), |one| one.value.zip(one.se));
            let reached = chance(&gained, noise(&halves), goal.gain);
            let numbers = [
                number(difference),
                number(se),
                difference.map(|_| se.is_none().to_string()).unwrap_or_default(),
                number(own.map(|own| own.mean)),
                number(own.map(|own| own.p05)),
                number(own.map(|own| own.p50)),
                number(own.map(|own| own.p95)),
                number(own.and_then(|own| own.monte_carlo_share)),
                own.map(|own| own.includes_monte_carlo.to_string()).unwrap_or_default(),
                number(reached.map(|found| found.share)),
                number(reached.map(|found| found.limits.low)),
                number(reached.map(|found| found.limits.high)),
            ];
            let mut fields = vec![
                store.about().id.clone(),
                scenario.id.clone(),
                manifest.scenarios[scenario.compared_with].id.clone(),
                sex.as_str().to_owned(),
                manifest.persons.to_string(),
                store.draws().to_string(),
                manifest.seeds.len().to_string(),
            ];
            fields.extend(numbers);
            text.push_str(&(fields.join(",") + "\n"));
        }
    }
    Ok(text)
}

fn pairs(samples: &[&Sample], of: impl Fn(&Sample) -> Option<(f64, f64)>) -> (Vec<f64>, Vec<f64>) {
    samples.iter().filter_map(|one| of(one)).unzip()
}

/// Mean over the seeds; not known where that of a seed is not.
fn mean(samples: &[&Sample], of: impl Fn(&Sample) -> Option<f64>) -> Option<f64> {
    let all: Option<Vec<f64>> = samples.iter().map(|one| of(one)).collect();
    let all = all.filter(|all| !all.is_empty())?;
    Some(all.iter().sum::<f64>() / all.len() as f64)
}

/// Five decimals, and no minus before a zero; nothing where it is not known.
fn number(value: Option<f64>) -> String {
    let text = value.map(|value| format!("{value:.5}")).unwrap_or_default();
    if text == "-0.00000" { text[1..].to_owned() } else { text }
}
