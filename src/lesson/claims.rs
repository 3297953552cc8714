//! Whether what a lesson claims holds with this version of the model, beyond the noise of the simulation.
//!
//! A difference counts from twice its standard error. Of two numbers the errors add up: that is the most the
//! error of their difference can be, whatever their correlation.

use super::file::Lesson;
use super::results::{Direction, Found, NOISE};
use super::schema::{Claim, Unit};

/// A claim with what the model says.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Place of the claim in the lesson.
    pub place: usize,
    /// Whether it holds beyond the noise, with every seed that was tried.
    pub holds: bool,
    /// With how many seeds it holds.
    pub held: usize,
    /// How many seeds were tried.
    pub seeds: usize,
    /// The numbers it is about: of the first seed with which it does not hold, or of the first seed.
    pub numbers: Vec<Found>,
}

/// The verdicts of several seeds as one for each claim.
#[must_use]
pub fn together(seeds: Vec<Vec<Verdict>>) -> Vec<Verdict> {
    let join = |all: Vec<Verdict>, next: Vec<Verdict>| {
        let one = |(known, next): (Verdict, Verdict)| Verdict {
            numbers: if known.holds && !next.holds { next.numbers } else { known.numbers },
            holds: known.holds && next.holds,
            held: known.held + next.held,
            seeds: known.seeds + next.seeds,
            place: known.place,
        };
        all.into_iter().zip(next).map(one).collect()
    };
    seeds.into_iter().reduce(join).unwrap_or_default()
}

/// The verdict on every claim.
#[must_use]
pub fn judge(lesson: &Lesson, found: &[Found]) -> Vec<Verdict> {
    let of = |id: &str| found.iter().find(|one| one.id == id).cloned();
    let unit = |id: &str| {
        let asked = lesson.form.results.iter().find(|asked| asked.id.as_str() == id);
        asked.map_or(Unit::Years, |asked| asked.unit)
    };
    let verdict = |(place, claim): (usize, &Claim)| {
        let (holds, ids) = match claim {
            Claim::Rises(id) => {
                (of(id.as_str()).map(|one| one.direction() == Direction::Up), vec![id.as_str()])
            }
            Claim::Falls(id) => {
                (of(id.as_str()).map(|one| one.direction() == Direction::Down), vec![id.as_str()])
            }
            Claim::Noise(id) => (
                of(id.as_str())
                    .map(|one| one.se > 0.0 && !one.value.is_nan() && one.direction() == Direction::Same),
                vec![id.as_str()],
            ),
            Claim::LessSure { of: more, than } => {
                let pair = of(more.as_str()).zip(of(than.as_str()));
                (pair.map(|(more, less)| more.se > less.se), vec![more.as_str(), than.as_str()])
            }
            Claim::More { of: more, than } => {
                let pair = of(more.as_str()).zip(of(than.as_str()));
                let holds = pair.map(|(more, less)| more.value - less.value > NOISE * (more.se + less.se));
                (holds, vec![more.as_str(), than.as_str()])
            }
            Claim::Between { of: id, low, high } => {
                let scale = unit(id.as_str()).per_year();
                let holds = of(id.as_str()).map(|one| {
                    let noise = NOISE * one.se;
                    (one.value - noise) * scale >= *low && (one.value + noise) * scale <= *high
                });
                (holds, vec![id.as_str()])
            }
        };
        let holds = holds.unwrap_or(false);
        let numbers = ids.into_iter().filter_map(of).collect();
        Verdict { place, holds, held: usize::from(holds), seeds: 1, numbers }
    };
    lesson.form.claims.iter().enumerate().map(verdict).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::baseline::Baseline;

    fn lesson(claims: &str) -> Lesson {
        let text = format!(
            "(schema: 1, title: (ja: \"a\", en: \"a\"), aim: (ja: \"a\", en: \"a\"), persons: 1000,
              results: [(id: \"a\", title: (ja: \"a\", en: \"a\"), what: Effect(world: \"reference\"),
                         measure: LifeExpectancy, sex: Male, unit: Days),
                        (id: \"b\", title: (ja: \"a\", en: \"a\"), what: Effect(world: \"reference\"),
                         measure: LifeExpectancy, sex: Male)],
              claims: [{claims}],
              steps: [Read(minutes: 1, title: (ja: \"a\", en: \"a\"), text: (ja: \"a\", en: \"a\"))])"
        );
        let baseline = Baseline::japan().unwrap();
        Lesson::from_bytes("a", "a.ron", text.as_bytes(), None, &baseline).unwrap()
    }

    fn found(id: &str, value: f64, se: f64) -> Found {
        Found { id: id.to_owned(), value, se, persons: 1000 }
    }

    #[test]
    fn a_claim_holds_beyond_the_noise_only() {
        let lesson = lesson(
            "Rises(\"a\"), Falls(\"a\"), Noise(\"a\"), More(of: \"a\", than: \"b\"), \
             Between(of: \"a\", low: 30, high: 45), LessSure(of: \"a\", than: \"b\")",
        );
        let holds = |a: Found, b: Found| -> Vec<bool> {
            judge(&lesson, &[a, b]).into_iter().map(|verdict| verdict.holds).collect()
        };
        let b = || found("b", 0.0, 0.01);
        assert_eq!(holds(found("a", 0.1, 0.004), b()), [true, false, false, true, true, false]);
        // Within twice its error: noise, and nothing else can be claimed.
        assert_eq!(holds(found("a", 0.1, 0.06), b()), [false, false, true, false, false, true]);
        assert_eq!(holds(found("a", -0.1, 0.01), b()), [false, true, false, false, false, false]);
        // Exactly nothing is no noise: nothing was simulated that could differ.
        assert_eq!(holds(found("a", 0.0, 0.0), b()), [false, false, false, false, false, false]);
        // A number that is none at all holds nothing.
        assert_eq!(holds(found("a", f64::NAN, 0.001), b()), [false; 6]);
        // A number that is missing holds nothing.
        assert_eq!(judge(&lesson, &[]).iter().filter(|verdict| verdict.holds).count(), 0);
    }

    #[test]
    fn a_claim_holds_with_every_seed_or_not() {
        let lesson = lesson("Rises(\"a\"), Falls(\"b\")");
        let seed = |a: f64| judge(&lesson, &[found("a", a, 0.01), found("b", -1.0, 0.01)]);
        let verdicts = together(vec![seed(0.1), seed(0.01), seed(0.2), seed(0.005)]);
        assert_eq!((verdicts[0].holds, verdicts[0].held, verdicts[0].seeds), (false, 2, 4));
        // Shown are the numbers of the first seed that fails.
        assert_eq!(verdicts[0].numbers, [found("a", 0.01, 0.01)]);
        assert_eq!((verdicts[1].holds, verdicts[1].held, verdicts[1].seeds), (true, 4, 4));
    }
}
