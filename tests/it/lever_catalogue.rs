//! The lever catalogue of the Japanese pack: complete, with the agreed defaults; nulls stay null.

use kenju::baseline::Baseline;
use kenju::baseline::levers::{Channel, Distribution, LeverGroup, TODAY, Target, Uncertain};
use std::path::Path;

fn japan() -> Baseline {
    Baseline::japan().unwrap()
}

fn channel<'a>(pack: &'a Baseline, lever: &str, id: &str) -> &'a Channel {
    let lever = pack.levers.lever(lever).unwrap_or_else(|| panic!("{lever}"));
    lever.channel(id).unwrap_or_else(|| panic!("{} {id}", lever.id))
}

#[test]
fn every_lever_of_the_strategy_is_there_once() {
    let wanted = [
        "specific_health_checkup",
        "specific_health_guidance",
        "aggravation_prevention",
        "cancer_screening_colorectal",
        "cancer_screening_stomach",
        "cancer_screening_stomach_endoscopy",
        "cancer_screening_breast",
        "cancer_screening_cervix",
        "cancer_screening_lung",
        "screening_uptake_nudge",
        "periodontal_care",
        "oral_care_dependent",
        "exercise_programme",
        "kayoi_no_ba",
        "salt_food_environment",
        "womens_health_screening",
        "tobacco_control",
        "partial_smoking_ban",
        "phr_app",
        "blood_pressure_app",
        "healthy_town",
        "walking_points",
        "dementia_prevention",
        "workplace_mental_health",
        "stress_check",
        "ict_ai_care_prevention",
        "social_participation",
        "health_productivity_management",
        "digital_infrastructure",
        "data_infrastructure",
        "training",
    ];
    let pack = japan();
    for id in wanted {
        assert!(pack.levers.lever(id).is_some(), "{id}");
    }
    assert_eq!(pack.levers.levers.len(), wanted.len());
    assert_eq!((pack.levers.evidence.len(), pack.levers.adoption.len()), (141, 354));
    // A share of the employed exists for every lever that asks for it.
    assert!(pack.levers.employment.is_some());
}

#[test]
fn effects_are_the_agreed_defaults_with_their_ranges() {
    let pack = japan();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/lever_defaults.csv");
    let mut rows = 0;
    for row in csv::Reader::from_path(path).unwrap().records() {
        let row = row.unwrap();
        let (id, years) = row[1].split_once(":years").map_or((&row[1], false), |(id, _)| (id, true));
        let channel = channel(&pack, &row[0], id);
        let found = if years { channel.timing } else { channel.effect };
        let number = |column: usize| row[column].parse::<f64>().unwrap();
        let distribution = match &row[5] {
            "fixed" => Distribution::Fixed,
            "normal" => Distribution::Normal,
            "lognormal" => Distribution::Lognormal,
            "triangular" => Distribution::Triangular,
            "uniform" => Distribution::Uniform,
            other => panic!("{other}"),
        };
        let expected =
            Uncertain { pessimistic: number(2), default: number(3), optimistic: number(4), distribution };
        assert_eq!(found, Some(expected), "{} {}", &row[0], &row[1]);
        // These values already are shrunk; they are not shrunk twice.
        assert_eq!(channel.shrink, (1.0, 1.0, 1.0), "{} {}", &row[0], &row[1]);
        rows += 1;
    }
    assert_eq!(rows, 45);
}

#[test]
fn channels_without_an_agreed_default_have_a_published_row_or_nothing() {
    let pack = japan();
    // Self-selected cohorts keep half of the logarithm.
    for (id, published) in [("care_onset", 0.82), ("death", 0.78)] {
        let channel = channel(&pack, "social_participation", id);
        assert_eq!((channel.effect.unwrap().default, channel.shrink), (published, (0.5, 0.2, 1.0)));
        let row = |row: &&kenju::baseline::levers::Evidence| {
            row.lever == "social_participation" && row.value == Some(published)
        };
        assert_eq!(pack.levers.evidence.iter().filter(row).count(), 1, "{id}");
    }
    for (lever, id) in [
        ("walking_points", "steps"),
        ("tobacco_control", "tax"),
        ("phr_app", "records"),
        ("training", "evidence"),
        ("womens_health_screening", "workplace"),
    ] {
        assert_eq!(channel(&pack, lever, id).effect, None, "{lever} {id}");
    }
    // Derived: an odds ratio as a difference from the trial's control arm; minutes a week as steps.
    let quit = |odds_ratio: f64| {
        let odds = 0.415 / (1.0 - 0.415) * odds_ratio;
        odds / (1.0 + odds) - 0.415
    };
    let app = channel(&pack, "tobacco_control", "quit_app").effect.unwrap();
    for (found, odds_ratio) in [(app.pessimistic, 1.11), (app.default, 1.55), (app.optimistic, 2.16)] {
        assert!((found - quit(odds_ratio)).abs() < 0.001, "{found} {}", quit(odds_ratio));
    }
    let town = channel(&pack, "healthy_town", "mvpa_decline").effect.unwrap();
    assert!(
        (town.default - 50.0 / 7.0 * 100.0).abs() < 0.5 && (town.optimistic - 99.7 / 7.0 * 100.0).abs() < 0.5
    );
}

#[test]
fn nulls_are_exactly_null() {
    let pack = japan();
    for (lever, id) in [
        ("specific_health_checkup", "mortality"),
        ("specific_health_guidance", "sbp"),
        ("specific_health_guidance", "hba1c"),
        ("specific_health_guidance", "ldl"),
        ("aggravation_prevention", "dialysis_onset"),
        ("cancer_screening_lung", "death"),
        ("partial_smoking_ban", "partial_ban"),
        ("dementia_prevention", "dementia_incidence"),
        ("stress_check", "distress"),
    ] {
        let channel = channel(&pack, lever, id);
        assert!(channel.effect.is_some_and(|effect| effect.default == channel.acts.null()), "{lever} {id}");
        assert!(channel.of_reached(channel.acts.null()) == channel.acts.null(), "{lever} {id}");
    }
    for lever in &pack.levers.levers {
        for channel in &lever.channels {
            let reach = channel.acts.lever().is_some() || channel.acts == Target::Shown;
            assert!(lever.group != LeverGroup::Enabler || reach, "{} {}", lever.id, channel.id);
        }
    }
    // Certification itself never acts.
    assert_eq!(channel(&pack, "health_productivity_management", "mortality_direct").acts, Target::Shown);
}

#[test]
fn coverage_follows_the_published_series() {
    let pack = japan();
    for (lever, series) in [
        ("specific_health_checkup", "shc_rate_total"),
        ("specific_health_guidance", "shg_completion_total"),
        ("cancer_screening_cervix", "cancer_cervical_women_2y"),
        ("cancer_screening_breast", "cancer_breast_women_2y"),
        ("periodontal_care", "dental_checkup_past_year"),
        ("health_productivity_management", "hpm_employees_share"),
        ("stress_check", "stress_check_under_50"),
    ] {
        let lever = pack.levers.lever(lever).unwrap();
        let mut points = 0;
        for point in pack.levers.adoption.iter().filter(|point| point.series == series) {
            let year = point.year.round();
            let found = lever.coverage.reference.iter().find(|(known, _)| f64::from(known.0) == year);
            if let Some((_, share)) = found {
                assert_eq!(*share, point.value, "{} {}", lever.id, point.period);
                points += 1;
            }
        }
        assert!(points >= 2, "{}: {points} points", lever.id);
    }
    // Guidance: those who complete, as a share of all persons of 40-74, are about 2.8% in 2023.
    let guidance = pack.levers.lever("specific_health_guidance").unwrap();
    let year = kenju::num::units::Year(2023);
    let reached = guidance.reach(guidance.reference_coverage(year), kenju::num::units::Sex::Male, year, 50);
    let completing = reached * 0.1875;
    assert!((completing - 0.599 * 0.17 * 0.276).abs() < 0.0001, "{completing}");
    // The whole effect belongs to them: at the completion of the study years it is the published one.
    let bmi = guidance.channel("bmi").unwrap();
    assert!((bmi.of_reached(-0.1) * 0.185 + 0.1).abs() < 1e-12);
    // Women and the old are more often at the salons; over all the factors give the published total.
    let salons = pack.levers.lever("kayoi_no_ba").unwrap();
    assert!((salons.reference_coverage(TODAY) - 0.0615).abs() < 1e-12);
}

/// A Japanese reader is told in Japanese what was measured, in whom and how; only studies keep their citations.
#[test]
fn what_the_tables_say_has_japanese_words() {
    let pack = japan();
    let catalogue = &pack.levers;
    let is_japanese = |text: &str| text.chars().any(|one| ('\u{3040}'..='\u{9fff}').contains(&one));
    let evidence = catalogue.evidence.iter().flat_map(|row| {
        [&row.target, &row.population, &row.design, &row.country].into_iter().filter(|text| !text.is_empty())
    });
    let adoption = catalogue.adoption.iter().flat_map(|row| [&row.series, &row.population, &row.unit]);
    let mut told = 0;
    for text in evidence.chain(adoption).filter(|text| !text.is_empty()) {
        let japanese = catalogue.words.get(text);
        assert!(
            is_japanese(text) && !text.is_ascii() && japanese.is_none()
                || japanese.is_some_and(|own| is_japanese(own)),
            "{text}: {japanese:?}"
        );
        told += 1;
    }
    assert!(told > 1000, "{told}");
    let known: std::collections::BTreeSet<&str> = catalogue
        .evidence
        .iter()
        .flat_map(|row| [&row.target, &row.population, &row.design, &row.country, &row.note])
        .chain(
            catalogue
                .adoption
                .iter()
                .flat_map(|row| [&row.series, &row.period, &row.population, &row.unit, &row.source]),
        )
        .chain(pack.sources.iter().flat_map(|source| [&source.location, &source.publisher]))
        .map(String::as_str)
        .collect();
    for word in catalogue.words.keys() {
        assert!(known.contains(word.as_str()), "nothing in the tables says {word}");
    }
}
