//! Why two scenarios differ: shares that add up, links, and a reason for every lever without effect.

use crate::levers::{channel, lever, set, with};
use crate::worlds::{plan, world};
use kenju::analysis::explain::reason::NoEffect;
use kenju::analysis::explain::{Contribution, Effect, Effort, Explanation, Part, explain};
use kenju::baseline::Baseline;
use kenju::baseline::levers::{EvidenceTier, Lasting, Lever, Onset, PersonState, Target};
use kenju::i18n::Messages;
use kenju::language::Language;
use kenju::num::units::Year;
use kenju::outcome::differing::LEAST;
use kenju::plan::{HazardChange, MortalityAssumption, Plan, ProcessId};
use kenju::report::Format;
use kenju::report::explain::ExplainReport;
use kenju::run::{Detail, Persons, RunSettings, Unwatched};

fn settings(persons: u64) -> RunSettings {
    RunSettings {
        persons: Persons::Count(persons),
        seed: 1,
        until: Year(2030),
        detail: Detail::None,
        raw: false,
    }
}

/// A lever that nobody has been reached by, for all from 40 on.
fn fresh(id: &str, acts: Target, effect: Option<f64>) -> Lever {
    let mut own = lever(id, (40, 110), vec![channel("one", acts, effect)]);
    own.coverage.reference = vec![(Year(2016), 0.0)];
    own
}

fn japan(levers: Vec<Lever>) -> Baseline {
    let mut baseline = Baseline::japan().unwrap();
    baseline.levers.levers = levers;
    baseline
}

fn found(baseline: &Baseline, from: Plan, to: Plan, persons: u64, effort: Effort) -> Explanation {
    let worlds = [world("from", from), world("to", to)];
    explain(baseline, &worlds[0], &worlds[1], &settings(persons), effort, &Unwatched).unwrap()
}

fn part<'a>(explanation: &'a Explanation, id: &str) -> &'a Contribution {
    explanation.contributions.iter().find(|one| one.id == id).unwrap_or_else(|| panic!("{id} has a part"))
}

/// The shares add up to the whole difference for every group and outcome.
fn assert_efficient(explanation: &Explanation) {
    for (index, total) in explanation.total.iter().enumerate() {
        for which in 0..3 {
            let sum: f64 =
                explanation.contributions.iter().map(|one| one.share[index].three()[which].value).sum();
            assert!((sum - total.three()[which].value).abs() < 1e-12, "{sum} for {total:?}");
        }
    }
}

#[test]
fn shares_add_up_a_null_gets_nothing_and_equal_levers_get_the_same() {
    let baseline = japan(vec![
        fresh("first", Target::Death(vec!["stroke".into(), "other".into()]), Some(0.8)),
        fresh("second", Target::Death(vec!["stroke".into(), "other".into()]), Some(0.8)),
        fresh("care", Target::CareOnset, Some(0.9)),
        Lever { tier: EvidenceTier::StrongNull, ..fresh("null", Target::CareOnset, Some(1.0)) },
    ]);
    let levers = ["first", "second", "care", "null"].map(|id| set(id, 2026, 1.0));
    let to = Plan {
        mortality: MortalityAssumption::Frozen,
        hazard_changes: vec![HazardChange {
            process: ProcessId::CareOnset,
            sex: None,
            ages: (65, 110),
            from: Year(2027),
            until: None,
            factor: 0.95,
        }],
        ..with(levers.to_vec())
    };
    let explanation = found(&baseline, plan(), to, 3000, Effort::default());
    assert_efficient(&explanation);
    let order: Vec<Part> = explanation.contributions.iter().map(|one| one.part).collect();
    assert_eq!(order[..2], [Part::Mortality, Part::HazardChanges]);
    let [first, second] = ["first", "second"].map(|id| part(&explanation, id));
    for (one, other) in first.share.iter().zip(&second.share) {
        for (one, other) in one.three().iter().zip(other.three()) {
            assert!((one.value - other.value).abs() < 1e-12);
            assert_eq!(one.too_few_differ, other.too_few_differ);
            assert!(one.se == other.se || (one.se - other.se).abs() < 1e-12);
        }
    }
    assert!(first.share[2].life_expectancy.value > 0.0 && first.share[2].life_expectancy.se > 0.0);
    let null = part(&explanation, "null");
    assert_eq!(null.no_effect, Some(NoEffect::NullEvidence));
    for effect in &null.share {
        assert!(effect.three().iter().all(|one| one.value == 0.0 && one.se == 0.0));
    }
    assert!(null.chain.as_ref().unwrap().reach.more > 0.0, "a null still reaches persons");
    // The links of the lever on deaths show these causes and nothing else among deaths.
    let chain = first.chain.as_ref().unwrap();
    let stroke = chain.links.iter().find(|link| link.id == "stroke" && link.change < 0.0).unwrap();
    // Deaths by cause are summed over real states: within four of their own errors.
    let relative = stroke.relative.unwrap();
    let error = stroke.se / (stroke.change / relative).abs();
    assert!((relative + 0.2).abs() < 4.0 * error && error < 0.1, "{stroke:?}");
    assert_eq!(chain.reach.coverage, 1.0);
}

#[test]
fn sampled_orders_agree_with_all_orders() {
    let baseline = japan(vec![
        fresh("a", Target::Death(vec!["other".into()]), Some(0.7)),
        fresh("b", Target::Death(vec!["other".into()]), Some(0.8)),
        fresh("c", Target::CareOnset, Some(0.7)),
        fresh("d", Target::Exposure("sbp".into()), Some(-4.0)),
    ]);
    let to = with(["a", "b", "c", "d"].map(|id| set(id, 2026, 0.8)).to_vec());
    let exact = found(&baseline, plan(), to.clone(), 1000, Effort::default());
    let sampled = found(&baseline, plan(), to, 1000, Effort { exact: 3, pairs: 10 });
    assert_eq!((exact.sampled_orders, sampled.sampled_orders), (None, Some(20)));
    assert_efficient(&sampled);
    for (exact, sampled) in exact.contributions.iter().zip(&sampled.contributions) {
        let errors = sampled.sampling_se.as_ref().unwrap();
        for (index, (one, other)) in exact.share.iter().zip(&sampled.share).enumerate() {
            for ((one, other), error) in one.three().iter().zip(other.three()).zip(&errors[index]) {
                let miss = (one.value - other.value).abs();
                assert!(miss <= 4.5 * error + 1e-12, "{miss} {error}");
            }
        }
    }
}

#[test]
fn equal_scenarios_have_no_parts_and_a_lever_taken_back_loses_what_it_gave() {
    let baseline = japan(vec![fresh("a", Target::Death(vec!["other".into()]), Some(0.7))]);
    let own = with(vec![set("a", 2026, 0.5)]);
    let same = found(&baseline, own.clone(), own.clone(), 1000, Effort::default());
    assert!(same.contributions.is_empty());
    assert!(same.total.iter().all(|effect| effect.three().iter().all(|one| one.value == 0.0)));
    let [there, back] = [(plan(), own.clone()), (own, plan())]
        .map(|(from, to)| found(&baseline, from, to, 1000, Effort::default()));
    let [there, back] = [there, back].map(|one| one.total[2].life_expectancy);
    assert!(there.value > 0.0 && there.value == -back.value && (there.se - back.se).abs() < 1e-15);
}

fn reason_of(baseline: &Baseline, from: Plan, to: Plan, id: &str) -> Option<NoEffect> {
    part(&found(baseline, from, to, 1000, Effort::default()), id).no_effect.clone()
}

#[test]
fn every_lever_without_effect_says_why() {
    let deaths = || Target::Death(vec!["other".into()]);
    let reason = |own: Lever, setting| {
        let id = own.id.clone();
        reason_of(&japan(vec![own]), plan(), with(vec![setting]), &id)
    };
    let usual = |own: Lever| {
        let setting = set(&own.id, 2026, 0.5);
        reason(own, setting)
    };
    let mut at_reference = set("a", 2026, 0.5);
    at_reference.coverage = None;
    assert_eq!(reason(fresh("a", deaths(), Some(0.5)), at_reference), Some(NoEffect::AtReferencePath));
    let mut reached = fresh("a", deaths(), Some(0.5));
    reached.coverage.reference = vec![(Year(2016), 0.5)];
    assert_eq!(usual(reached), Some(NoEffect::AlreadyReached));
    let late = reason(fresh("a", deaths(), Some(0.5)), set("a", 2035, 0.5));
    assert_eq!(late, Some(NoEffect::StartsTooLate { from: Some(Year(2035)) }));
    assert_eq!(usual(fresh("a", deaths(), None)), Some(NoEffect::NoEvidence));
    assert_eq!(usual(fresh("a", deaths(), Some(1.0))), Some(NoEffect::NoEvidence));
    let null = Lever { tier: EvidenceTier::StrongNull, ..fresh("a", deaths(), Some(1.0)) };
    assert_eq!(usual(null), Some(NoEffect::NullEvidence));
    assert_eq!(usual(fresh("a", Target::Onset("gout".into()), Some(0.5))), Some(NoEffect::NotInModel));
    let mut idle = set("a", 2026, 0.5);
    idle.adherence = Some(0.0);
    assert_eq!(reason(fresh("a", deaths(), Some(0.5)), idle), Some(NoEffect::NobodyTakesPart));
    let mut nobody = fresh("a", deaths(), Some(0.5));
    nobody.eligibility.ages = (120, 125);
    assert_eq!(usual(nobody), Some(NoEffect::NobodyEligible));
    let mut state = fresh("a", deaths(), Some(0.5));
    state.eligibility.ages = (0, 3);
    state.eligibility.state = Some(PersonState::Condition("dialysis".into()));
    assert_eq!(usual(state), Some(NoEffect::NobodyEligible));
    let few = reason(fresh("a", deaths(), Some(0.5)), set("a", 2026, 1e-7));
    assert_eq!(few, Some(NoEffect::NobodySimulated));
    // A lever of reach touches many itself, but its effect is in those whom the other one reaches.
    let chained = |points: f64, persons: u64| {
        let through = fresh("a", Target::ReachPoints("b".into()), Some(points));
        let baseline = japan(vec![through, fresh("b", deaths(), Some(0.5))]);
        let explanation =
            found(&baseline, plan(), with(vec![set("a", 2026, 0.5)]), persons, Effort::default());
        part(&explanation, "a").no_effect.clone()
    };
    let Some(NoEffect::TooFewThroughOthers { lever, more }) = chained(1e-6, 1000) else {
        panic!("{:?}", chained(1e-6, 1000))
    };
    assert!(!lever.en.is_empty() && (more - 0.5e-6).abs() < 1e-9, "{lever:?} {more}");
    assert_eq!(chained(0.9, 1000), None, "with a large effect it acts");
    let mut decayed = fresh("a", Target::Limitation, Some(0.5));
    decayed.channels[0].lasting = Lasting::LinearToZero(1.0);
    // Only those who reach 40 are new in 2030: look at those who were reached at once.
    decayed.eligibility.ages = (50, 50);
    decayed.coverage.reference = vec![(Year(2016), 0.0)];
    let mut once = set("a", 2026, 0.5);
    once.coverage.as_mut().unwrap().shares = vec![0.5, 0.0];
    assert_eq!(reason(decayed, once), Some(NoEffect::Decayed));
    let mut latent = fresh("a", deaths(), Some(0.5));
    latent.channels[0].onset = Onset::After(10.0);
    assert_eq!(usual(latent), Some(NoEffect::NotBegun));
    let mut capped = japan(vec![fresh("a", Target::CareOnset, Some(0.5))]);
    capped.levers.caps.care_onset = 1.0;
    assert_eq!(reason_of(&capped, plan(), with(vec![set("a", 2026, 0.5)]), "a"), Some(NoEffect::Capped));
    let stacked = |id: &str, ratio: f64| {
        let mut own = fresh(id, deaths(), Some(ratio));
        own.channels[0].stacking = Some("group".into());
        own
    };
    let both = japan(vec![stacked("strong", 0.5), stacked("weak", 0.9)]);
    let (strong, weak) = (set("strong", 2026, 1.0), set("weak", 2026, 1.0));
    assert_eq!(
        reason_of(&both, with(vec![strong.clone()]), with(vec![strong, weak]), "weak"),
        Some(NoEffect::Overshadowed)
    );
}

/// What differs by no more than its error is no link: it stands apart by name, and nothing is counted twice. The reach
/// of each year is that of the run.
#[test]
fn noise_is_no_link_and_reach_is_told_year_by_year() {
    let baseline = japan(vec![fresh("a", Target::Onset("stroke".into()), Some(0.5))]);
    let explanation = found(&baseline, plan(), with(vec![set("a", 2026, 0.5)]), 5000, Effort::default());
    let chain = part(&explanation, "a").chain.as_ref().unwrap();
    for link in &chain.links {
        assert!(link.change.abs() > 2.0 * link.se && link.too_few_differ.is_none(), "{link:?}");
    }
    assert!(chain.links.iter().any(|link| link.id == "stroke" && link.change < 0.0), "{chain:?}");
    assert!(!chain.below_error.is_empty() && chain.below_error.len() <= chain.unmoved);
    for link in &chain.below_error {
        assert!(link.change != 0.0 && link.change.abs() <= 2.0 * link.se, "{link:?}");
        assert!(link.too_few_differ.is_none_or(|groups| groups < LEAST && link.se.is_infinite()));
    }
    let years: Vec<u16> = chain.reach_by_year.iter().map(|own| own.year.0).collect();
    assert_eq!(years, (2026..=2030).collect::<Vec<_>>());
    let last = chain.reach_by_year.last().unwrap();
    assert_eq!((last.more, last.fewer, last.coverage), (chain.reach.more, chain.reach.fewer, 0.5));
    let sum: f64 = chain.reach_by_year.iter().map(|own| own.more - own.fewer).sum();
    assert!((sum - chain.reach.person_years).abs() < 1e-6 * sum);
    for language in [Language::En, Language::Ja] {
        let report = ExplainReport { baseline: &baseline, explanation: &explanation };
        let text = report.render(Format::Md, Messages::of(language));
        let line = |words: &str| text.lines().find(|line| line.contains(words)).unwrap_or_default();
        for link in &chain.below_error {
            let line = if link.too_few_differ.is_some() {
                line(
                    language.pick("誤差を推定できない項目", "So few lives differ that no error can be told:"),
                )
            } else {
                line(language.pick("2倍以内)", "Not told from chance"))
            };
            let titles = baseline.conditions.iter().map(|own| (&own.id, &own.title));
            let titles = titles.chain(baseline.causes.iter().map(|own| (&own.id, &own.title)));
            let mut title = titles.filter(|(id, _)| **id == link.id).map(|(_, title)| title);
            assert!(
                title.all(|title| line.contains(Messages::of(language).choose(title))),
                "{link:?} in {line}"
            );
        }
        assert!(
            text.contains("| 2026 |") && text.contains("| 2030 |") && !text.contains("| 2028 |"),
            "{text}"
        );
    }
}

/// Where nobody among the simulated persons is reached, the zero has no error: it is not exact.
#[test]
fn a_zero_of_nobody_is_not_exact() {
    let baseline = japan(vec![fresh("a", Target::Death(vec!["other".into()]), Some(0.5))]);
    let explanation = found(&baseline, plan(), with(vec![set("a", 2026, 1e-7)]), 1000, Effort::default());
    let own = part(&explanation, "a");
    assert_eq!(own.no_effect, Some(NoEffect::NobodySimulated));
    for one in own.share.iter().flat_map(Effect::three) {
        assert_eq!((one.value, one.too_few_differ, one.se), (0.0, Some(0), f64::INFINITY));
    }
}
