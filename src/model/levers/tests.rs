//! Participation: ranks stay uniform whatever the correlation, and order persons by risk as it says.

use super::participation::OwnRanks;
use super::table::CohortYears;
use super::{LeverSet, Processes};
use crate::baseline::Baseline;
use crate::baseline::levers::Lever;
use crate::model::exposure::Exposures;
use crate::num::draws::{Draws, PersonKey, StreamId};
use crate::num::units::{Sex, Year, YearSpan};
use crate::plan::{LeverSetting, Plan};

pub(super) const YEARS: YearSpan = YearSpan { first: Year(2016), last: Year(2040) };

/// What `ask` says of the set that these levers make, for men aged 40 in 2016.
pub(super) fn among_men_of_forty<T>(
    levers: Vec<Lever>,
    settings: Vec<LeverSetting>,
    ask: impl FnOnce(&Baseline, &LeverSet<'_>, &Exposures<'_>, &CohortYears<'_>) -> T,
) -> T {
    let mut baseline = Baseline::japan().unwrap();
    baseline.levers.levers = levers;
    let processes = Processes::of(&baseline);
    let exposures = Exposures::of(&baseline, &processes).unwrap();
    let plan = Plan { levers: settings, ..Plan::default_trends() };
    let found = LeverSet::new(&baseline, &plan, &processes, Some(&exposures), YEARS);
    let ages: Vec<u8> = (40..65).collect();
    let cohort =
        CohortYears { sex: Sex::Male, first_year: YEARS.first, first_age: 40, ages: &ages, last_age: 110 };
    ask(&baseline, &found, &exposures, &cohort)
}

#[test]
fn ranks_are_uniform_and_follow_risk_by_the_correlation() {
    let baseline = Baseline::japan().unwrap();
    let processes = Processes::of(&baseline);
    let exposures = Exposures::of(&baseline, &processes).unwrap();
    let (draws, stream) = (Draws::new(3, 0), StreamId::of("participation in a test"));
    for correlation in [0.0, -0.2, 0.6] {
        let (mut mean, mut square, mut product) = (0.0, 0.0, 0.0);
        let persons = 20_000_u32;
        for serial in 0..persons {
            let key = PersonKey { cell: 1, serial };
            let exposure = exposures.enter(draws, key, Sex::Male, 50, false);
            let mut ranks = OwnRanks::new(Some(&exposures), Some(&exposure), key, draws);
            let own = ranks.of(0, stream, correlation) - 0.5;
            mean += own;
            square += own * own;
            product += own * exposures.model.ranks().overall_risk(&exposure.ranks);
        }
        let count = f64::from(persons);
        // A uniform has variance 1/12; its mean over so many has a standard error of 0.002.
        assert!((mean / count).abs() < 0.009, "{correlation}: {}", mean / count);
        assert!((square / count - 1.0 / 12.0).abs() < 0.002, "{correlation}");
        // Covariance of Phi(X) and Y for normal scores of correlation -r is -r / (2 sqrt(pi)).
        let expected = -correlation / (2.0 * std::f64::consts::PI.sqrt());
        assert!((product / count - expected).abs() < 0.009, "{correlation}: {}", product / count);
    }
}
