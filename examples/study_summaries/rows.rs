//! The rows of `scenarios/studies/summaries.csv`, read off a finished store.

use super::summary::{Anything, witness};
use kenju::baseline::Baseline;
use kenju::num::units::Year;
use kenju::outcome::series::Group;
use kenju::run::draws::spread::{chance, noise, spread};
use kenju::study::Store;
use kenju::study::read::Sample;

/// Names of the columns.
pub const COLUMNS: &str = "study,scenario,compared_with,sex,persons,draws,seeds,\
difference,se,mean,p05,p50,p95,monte_carlo_share,gain_chance\n";

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
            let mean = |of: fn(&Sample) -> Option<f64>| -> f64 {
                central.iter().filter_map(|one| of(one)).sum::<f64>() / central.len().max(1) as f64
            };
            let (values, errors) = pairs(&drawn, |one| one.difference.zip(one.difference_se));
            let own = spread(&values, noise(&errors)).map(|own| own.interval);
            let gains = of("gain_trend_own", goal.year)?;
            let (gained, halves) = pairs(&gains.iter().collect::<Vec<_>>(), |one| one.value.zip(one.se));
            let numbers = [
                mean(|one| one.difference),
                mean(|one| one.difference_se),
                own.map_or(0.0, |own| own.mean),
                own.map_or(0.0, |own| own.p05),
                own.map_or(0.0, |own| own.p50),
                own.map_or(0.0, |own| own.p95),
                own.and_then(|own| own.monte_carlo_share).unwrap_or(0.0),
                chance(&gained, noise(&halves), goal.gain).map_or(0.0, |found| found.share),
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
            fields.extend(numbers.map(number));
            text.push_str(&(fields.join(",") + "\n"));
        }
    }
    Ok(text)
}

fn pairs(samples: &[&Sample], of: impl Fn(&Sample) -> Option<(f64, f64)>) -> (Vec<f64>, Vec<f64>) {
    samples.iter().filter_map(|one| of(one)).unzip()
}

/// Five decimals, and no minus before a zero.
fn number(value: f64) -> String {
    let text = format!("{value:.5}");
    if text == "-0.00000" { text[1..].to_owned() } else { text }
}
