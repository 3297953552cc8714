//! Participation: ranks stay uniform whatever the correlation, and order persons by risk as it says.

use super::participation::OwnRanks;
use crate::baseline::Baseline;
use crate::model::exposure::Exposures;
use crate::model::process::Processes;
use crate::num::draws::{Draws, PersonKey, StreamId};
use crate::num::units::Sex;

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
