//! Every refusal of a lever, and every reason why one can do nothing.

use super::super::{check_plan, stream_names};
use super::*;
use crate::baseline::Text;
use crate::baseline::levers::{
    Coverage, Distribution, Eligibility, EvidenceTier, Lasting, LeverGroup, MeasuredIn, Onset, Uncertain,
};
use crate::num::units::Sex;
use crate::plan::CoveragePath;
use crate::run::RunError;

fn text() -> Text {
    Text { ja: "試験".to_owned(), en: "test".to_owned() }
}

fn channel(id: &str, acts: Target, effect: Option<f64>) -> Channel {
    let effect = effect.map(|value| Uncertain {
        pessimistic: value,
        default: value,
        optimistic: value,
        distribution: Distribution::Fixed,
    });
    Channel {
        id: id.to_owned(),
        title: text(),
        acts,
        effect,
        unit: "1".to_owned(),
        measured_in: MeasuredIn::Participants,
        shrink: (1.0, 1.0, 1.0),
        onset: Onset::Immediate,
        lasting: Lasting::WhileReached,
        stacking: None,
        study_reach: None,
        timing: None,
        tier: None,
        grade: "A".to_owned(),
        basis: text(),
        sources: Vec::new(),
    }
}

/// Reaches a tenth until 2030 and then a fifth.
fn lever(eligibility: Eligibility, channels: Vec<Channel>) -> Lever {
    Lever {
        id: "salons".to_owned(),
        title: text(),
        group: LeverGroup::Community,
        mechanism: text(),
        tier: EvidenceTier::Mixed,
        strength: text(),
        eligibility,
        coverage: Coverage {
            of: text(),
            reference: vec![(Year(2030), 0.1), (Year(2031), 0.2)],
            ambitious: 0.3,
            maximum: 0.5,
            reached: Year(2035),
            among: None,
            offered: Vec::new(),
            profile: Vec::new(),
            adherence: 1.0,
            correlation: 0.0,
            basis: text(),
            sources: Vec::new(),
        },
        channels,
        costs: Vec::new(),
    }
}

fn everyone() -> Eligibility {
    Eligibility { sex: None, ages: (0, 110), employed: false, state: None }
}

fn pack(lever: Lever) -> Baseline {
    let mut baseline = Baseline::japan().unwrap();
    baseline.levers.levers = vec![lever];
    baseline
}

fn usual() -> Lever {
    let channels = vec![
        channel("care", Target::CareOnset, Some(0.9)),
        channel("weight", Target::Exposure("bmi".to_owned()), Some(0.0)),
        channel("quit", Target::Abstinence, None),
        channel("reach", Target::ReachPoints("salons".to_owned()), None),
        channel("text", Target::Shown, Some(5.0)),
    ];
    lever(everyone(), channels)
}

fn set(from: u16, shares: &[f64]) -> LeverSetting {
    let coverage = CoveragePath { from: Year(from), shares: shares.to_vec() };
    LeverSetting { coverage: Some(coverage), ..LeverSetting::of("salons") }
}

fn plan(levers: Vec<LeverSetting>) -> Plan {
    Plan { levers, ..Plan::default_trends() }
}

fn misfit(baseline: &Baseline, levers: Vec<LeverSetting>) -> Misfit {
    match check_plan(baseline, &plan(levers)) {
        Err(RunError::Unfit(misfit)) => misfit,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_the_pack_cannot_carry_out_is_refused_with_what_is_allowed() {
    let baseline = pack(usual());
    assert_eq!(check_plan(&baseline, &plan(vec![set(2026, &[0.0, 1.0])])), Ok(()));
    let other = LeverSetting { lever: "saloons".to_owned(), ..set(2026, &[0.5]) };
    assert_eq!(
        misfit(&baseline, vec![other]).to_string(),
        "the pack `japan` has no lever `saloons`; its levers: salons"
    );
    let mut bare = baseline.clone();
    bare.levers.levers.clear();
    assert!(misfit(&bare, vec![set(2026, &[0.5])]).to_string().ends_with("its levers: -"));
    let mut full = baseline.clone();
    full.levers.levers = (0..65).map(|number| Lever { id: format!("l{number}"), ..usual() }).collect();
    assert_eq!(misfit(&full, vec![set(2026, &[0.5])]), Misfit::TooManyLevers { found: 65, most: 64 });
    assert_eq!(check_plan(&full, &plan(Vec::new())), Ok(()), "nobody asks for them");
    let twice = misfit(&baseline, vec![set(2026, &[0.5]), set(2027, &[0.5])]);
    assert_eq!(twice, Misfit::RepeatedLever { lever: "salons".to_owned() });
    for (shares, year) in
        [(&[0.5, 1.001][..], 2027), (&[-0.001], 2026), (&[0.5, 0.5, f64::NAN], 2028), (&[], 2026)]
    {
        let found = misfit(&baseline, vec![set(2026, shares)]);
        assert!(matches!(found, Misfit::Coverage { year: at, .. } if at == Year(year)), "{found}");
    }
}

#[test]
fn numbers_of_another_kind_are_refused() {
    let baseline = pack(usual());
    let own = |channel: &str, effect: f64| {
        let effects = vec![(channel.to_owned(), effect)];
        check_plan(&baseline, &plan(vec![LeverSetting { effects, ..set(2026, &[0.5]) }]))
    };
    for (channel, good, bad) in [
        ("care", &[0.001, 1.0, 3.0][..], &[0.0, -1.0, f64::NAN, f64::INFINITY][..]),
        ("weight", &[-3.0, 0.0, 100.0], &[f64::NEG_INFINITY]),
        ("quit", &[0.0, 1.0], &[-0.1, 1.1]),
        ("reach", &[-1.0, 0.03], &[1.5, f64::NAN]),
    ] {
        for effect in good {
            assert_eq!(own(channel, *effect), Ok(()), "{channel} {effect}");
        }
        for effect in bad {
            let found = own(channel, *effect);
            assert!(
                matches!(&found, Err(RunError::Unfit(Misfit::ChannelEffect { channel: at, .. })) if at == channel),
                "{channel} {effect} {found:?}"
            );
        }
    }
    let unknown = own("car", 0.5);
    assert!(matches!(unknown, Err(RunError::Unfit(Misfit::UnknownChannel { .. }))), "{unknown:?}");
    for adherence in [-0.1, 1.1, f64::NAN] {
        let found = misfit(&baseline, vec![LeverSetting { adherence: Some(adherence), ..set(2026, &[0.5]) }]);
        assert!(matches!(found, Misfit::LeverValue { field: "adherence", .. }), "{found}");
    }
    let found = misfit(&baseline, vec![LeverSetting { correlation: Some(0.95), ..set(2026, &[0.5]) }]);
    assert!(matches!(found, Misfit::LeverValue { field: "correlation", .. }), "{found}");
}

fn why(lever: Lever, setting: LeverSetting) -> Option<LeverIdleness> {
    idle_levers(&pack(lever), &plan(vec![setting]), Year(2040)).first().map(|idle| idle.why)
}

#[test]
fn a_lever_that_can_do_nothing_is_named_with_its_reason() {
    use LeverIdleness::{AtReferencePath, NoEvidence, NobodyTakesPart, SetToNothing, StartsTooLate};
    assert_eq!(why(usual(), set(2040, &[0.5])), None, "the last year counts");
    assert_eq!(why(usual(), LeverSetting { coverage: None, ..set(2026, &[]) }), Some(AtReferencePath));
    assert_eq!(why(usual(), set(2026, &[0.1, 0.1, 0.1, 0.1, 0.1, 0.2])), Some(AtReferencePath));
    assert_eq!(why(usual(), set(2026, &[0.1])), None, "held while the reference grows");
    assert_eq!(why(usual(), set(2041, &[0.5])), Some(StartsTooLate(Year(2040))));
    let nobody = LeverSetting { adherence: Some(0.0), ..set(2026, &[0.5]) };
    assert_eq!(why(usual(), nobody), Some(NobodyTakesPart));

    let own = |channel: &str, effect: f64| {
        let effects = vec![(channel.to_owned(), effect)];
        LeverSetting { effects, ..set(2026, &[0.5]) }
    };
    assert_eq!(why(usual(), own("care", 1.0)), Some(SetToNothing), "its only effect taken away");
    let mut null = usual();
    null.channels.remove(0);
    assert_eq!(why(null.clone(), set(2026, &[0.5])), Some(NoEvidence));
    assert_eq!(why(null.clone(), own("weight", -1.0)), None, "the user's own effect");
    assert_eq!(why(null, own("text", 9.0)), Some(NoEvidence), "shown, never applied");
    let mut shrunk = usual();
    shrunk.channels[0].shrink = (0.0, 0.0, 0.0);
    assert_eq!(why(shrunk, set(2026, &[0.5])), Some(NoEvidence), "nothing of it is believed");
}

#[test]
fn nobody_eligible_and_nothing_to_act_on_are_found() {
    use LeverIdleness::{NobodyEligible, TargetsAbsent};
    let care = || vec![channel("care", Target::CareOnset, Some(0.9))];
    let of = |eligibility| why(lever(eligibility, care()), set(2026, &[0.5]));
    assert_eq!(of(everyone()), None);
    assert_eq!(of(Eligibility { ages: (111, 120), ..everyone() }), Some(NobodyEligible));
    assert_eq!(of(Eligibility { employed: true, ..everyone() }), None.or(of_employment()));
    let absent = PersonState::Condition("dragon_pox".to_owned());
    assert_eq!(of(Eligibility { state: Some(absent), ..everyone() }), Some(NobodyEligible));
    let factor = |factor: &str| PersonState::RankFrom { factor: factor.to_owned(), rank: 0.5 };
    assert_eq!(of(Eligibility { state: Some(factor("bmi")), ..everyone() }), None);
    assert_eq!(of(Eligibility { state: Some(factor("x")), ..everyone() }), Some(NobodyEligible));
    assert_eq!(of(Eligibility { state: Some(PersonState::Smoker), ..everyone() }), None);
    assert_eq!(of(Eligibility { state: Some(PersonState::CareLevelFrom(2)), ..everyone() }), None);

    for (acts, effect, there) in [
        (Target::Exposure("sbp".to_owned()), -1.0, true),
        (Target::Exposure("luck".to_owned()), -1.0, false),
        (Target::Onset("stroke".to_owned()), 0.5, true),
        (Target::Onset("dragon_pox".to_owned()), 0.5, false),
        (Target::Death(vec!["stroke".to_owned(), "x".to_owned()]), 0.5, true),
        (Target::Death(vec!["x".to_owned()]), 0.5, false),
        (Target::Limitation, 0.5, true),
        (Target::ReachOdds { lever: "nobody".to_owned(), usual: 0.1 }, 2.0, false),
    ] {
        let expected = (!there).then_some(TargetsAbsent);
        let found = why(lever(everyone(), vec![channel("x", acts.clone(), Some(effect))]), set(2026, &[0.5]));
        assert_eq!(found, expected, "{acts:?}");
    }
    let mut fixture = Baseline::illness_death().unwrap();
    fixture.levers.levers = vec![lever(everyone(), care())];
    let idle = idle_levers(&fixture, &plan(vec![set(2026, &[0.5])]), Year(2030));
    assert_eq!(idle.first().map(|idle| idle.why), Some(TargetsAbsent), "a pack without care need");
    let men = Eligibility { sex: Some(Sex::Male), ..everyone() };
    fixture.levers.levers =
        vec![lever(men, vec![channel("x", Target::Onset("illness".to_owned()), Some(0.5))])];
    let idle = idle_levers(&fixture, &plan(vec![set(2026, &[0.5])]), Year(2030));
    assert_eq!(idle.first().map(|idle| idle.why), Some(NobodyEligible), "a pack without men");
}

/// What a lever for the employed is in the Japanese pack: without the shares of employment nobody is.
fn of_employment() -> Option<LeverIdleness> {
    Baseline::japan().unwrap().levers.employment.is_none().then_some(LeverIdleness::NobodyEligible)
}

#[test]
fn ranks_of_participation_are_among_the_streams_that_are_checked() {
    let names = stream_names(&pack(usual()));
    for name in ["participation in salons", "employment"] {
        assert!(names.iter().any(|known| known == name), "{name}");
    }
}
