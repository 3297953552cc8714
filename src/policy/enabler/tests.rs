//! Enablers act on evidence, reach and adherence, never on a hazard.

use super::*;
use crate::policy::samples::{japan, lever, set};

fn off(id: &str) -> EnablerSetting {
    EnablerSetting { id: id.into(), strength: 0.0, reading: Reading::Central }
}

fn high(id: &str) -> EnablerSetting {
    EnablerSetting { id: id.into(), strength: 1.0, reading: Reading::High }
}

fn item<'a>(baseline: &'a Baseline, id: &str) -> &'a Enabler {
    baseline.pipelines.enablers.as_ref().unwrap().items.iter().find(|item| item.id == id).unwrap()
}

const APP: &str = "id: \"steps\", acts: Exposure(\"steps\"), unit: \"steps/day\", \
    effect: Some((pessimistic: 1247.0, default: 1850.0, optimistic: 2457.0, distribution: normal))";

#[test]
fn the_planned_enablers_give_the_planned_lag_and_all_of_them_the_least() {
    let baseline = Baseline::japan().unwrap();
    let enablers = baseline.pipelines.enablers.as_ref();
    let planned = EvidenceSystem::of(enablers, &[], Year(2020));
    assert!((planned.evidence_lag - 5.0).abs() < 1e-9, "{planned:?}");
    assert!((0.05..=0.2).contains(&planned.null_adopted) && (0.8..=1.0).contains(&planned.interval_width));
    let ids: Vec<&str> = enablers.unwrap().items.iter().map(|item| item.id.as_str()).collect();
    let all = |setting: fn(&str) -> EnablerSetting| ids.iter().map(|id| setting(id)).collect::<Vec<_>>();
    let without = EvidenceSystem::of(enablers, &all(off), Year(2026));
    assert_eq!((without.evidence_lag, without.null_adopted, without.interval_width), (8.0, 0.2, 1.0));
    let best = EvidenceSystem::of(enablers, &all(high), Year(2026));
    assert!((best.evidence_lag - 3.0).abs() < 1e-9 && (best.null_adopted - 0.05).abs() < 1e-9, "{best:?}");
    assert!((best.interval_width - 0.8).abs() < 1e-9, "{best:?}");
}

#[test]
fn each_enabler_moves_its_figure_the_right_way_or_not_at_all() {
    let baseline = Baseline::japan().unwrap();
    let enablers = baseline.pipelines.enablers.as_ref();
    let planned = EvidenceSystem::of(enablers, &[], Year(2026));
    for item in &enablers.unwrap().items {
        let without = EvidenceSystem::of(enablers, &[off(&item.id)], Year(2026));
        assert!(without.evidence_lag >= planned.evidence_lag - 1e-12, "{}", item.id);
        assert!(without.null_adopted >= planned.null_adopted - 1e-12, "{}", item.id);
        assert!(without.interval_width >= planned.interval_width - 1e-12, "{}", item.id);
    }
    // The review platform is what keeps nulls from being scaled up.
    assert!(EvidenceSystem::of(enablers, &[off("erp")], Year(2026)).null_adopted > planned.null_adopted);
}

#[test]
fn capabilities_follow_their_dates() {
    let baseline = Baseline::japan().unwrap();
    let amed = item(&baseline, "amed_data_use");
    let levels: Vec<f64> =
        [2021.5, 2022.5, 2023.5, 2024.5].iter().map(|year| capability(amed, *year)).collect();
    assert!(levels[0] == 0.0 && levels[3] == 1.0 && levels.windows(2).all(|pair| pair[0] < pair[1]));
    // Only the smaller side of e-prescription works.
    assert!((capability(item(&baseline, "e_prescription"), 2026.0) - 0.134).abs() < 1e-12);
    assert!((capability(item(&baseline, "online_elig"), 2030.0) - 0.293).abs() < 1e-12);
    assert_eq!(capability(item(&baseline, "e_prescription"), 2020.0), 0.0);
}

#[test]
fn as_planned_the_settings_come_back_as_they_were() {
    let baseline = japan(vec![lever("phr_app", "weak", "[(2016, 0.1)]", &[APP])]);
    let levers = vec![set("phr_app", 2026, 0.4)];
    assert_eq!(supported(&baseline, &[], &levers), levers);
    // The high reading reaches more and keeps more; nothing else of the setting differs.
    let more = supported(&baseline, &[high("phr_public_data")], &levers);
    assert!((more[0].coverage.as_ref().unwrap().shares[0] - 0.45).abs() < 1e-12);
    assert_eq!(more[0].adherence, None, "adherence cannot pass 1");
    let some = [LeverSetting { adherence: Some(0.5), ..levers[0].clone() }];
    let kept = supported(&baseline, &[high("phr_public_data")], &some)[0].adherence.unwrap();
    assert!((kept - 0.5 * 1.02).abs() < 1e-12, "{kept}");
}

/// Every lever of the pack, set in all its fields, with this adherence.
fn whole_catalogue(baseline: &Baseline, adherence: Option<f64>) -> Vec<LeverSetting> {
    let setting = |lever: &crate::baseline::levers::Lever| LeverSetting {
        effects: lever.channels.iter().map(|channel| (channel.id.clone(), 0.5)).collect(),
        effect_factor: Some(0.7),
        adherence,
        correlation: Some(-0.1),
        trialled: None,
        ..set(&lever.id, 2026, 0.2)
    };
    baseline.levers.levers.iter().map(setting).collect()
}

#[test]
fn no_enabler_changes_more_of_a_lever_than_coverage_and_adherence() {
    let baseline = Baseline::japan().unwrap();
    let ids = baseline.pipelines.enablers.as_ref().unwrap().items.iter().map(|item| item.id.clone());
    let levers = whole_catalogue(&baseline, Some(0.8));
    let mut moved = Vec::new();
    for id in ids {
        for setting in [off(&id), high(&id)] {
            let after = supported(&baseline, &[setting], &levers);
            assert_eq!(after.len(), levers.len());
            for (before, after) in levers.iter().zip(after) {
                if after != *before {
                    moved.push((id.clone(), before.lever.clone()));
                }
                // All the rest, effects and their factor among it, is as it was.
                let rest =
                    LeverSetting { coverage: before.coverage.clone(), adherence: before.adherence, ..after };
                assert_eq!(rest, *before, "{id}");
            }
        }
    }
    // The comparison can fail: these do act at the high end of their range, and no other.
    let expected = [("online_elig", "aggravation_prevention"), ("phr_public_data", "phr_app")];
    assert_eq!(moved, expected.map(|(id, lever)| (id.to_owned(), lever.to_owned())));
}

#[test]
fn adherence_of_one_cannot_be_raised() {
    let baseline = Baseline::japan().unwrap();
    let items = &baseline.pipelines.enablers.as_ref().unwrap().items;
    let all: Vec<EnablerSetting> = items.iter().map(|item| high(&item.id)).collect();
    let levers = whole_catalogue(&baseline, None);
    let mut acted_on = 0;
    for (before, after) in levers.iter().zip(supported(&baseline, &all, &levers)) {
        assert_eq!(
            after.adherence, before.adherence,
            "{}: by default there is nothing to raise",
            before.lever
        );
        let named =
            |act: &EnablerAct| matches!(act, EnablerAct::Adherence { lever, .. } if *lever == before.lever);
        if items.iter().flat_map(|item| &item.acts).any(named) {
            assert_eq!(baseline.levers.lever(&before.lever).unwrap().coverage.adherence, 1.0);
            acted_on += 1;
        }
    }
    assert_eq!(acted_on, 2);
}
