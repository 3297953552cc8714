//! Levers, shocks and the start of policies: what they become, and what is refused.

use super::super::error::ErrorKind;
use super::*;
use crate::baseline::levers::{AdoptionPoint, Lever, LeverCatalogue};
use crate::num::units::{Sex, Year};
use crate::plan::{CoveragePath, LeverSetting, ProcessId};

fn lever(id: &str, group: &str, reference: &str, [ambitious, maximum]: [f64; 2], channels: &str) -> Lever {
    let text = "(ja: \"試験\", en: \"test\")";
    let channel = |channel: &str| {
        let (id, acts) = channel.split_once(' ').unwrap();
        format!(
            "(id: \"{id}\", title: {text}, acts: {acts}, unit: \"x\", measured_in: assigned, grade: \"A\", basis: {text}, sources: [])"
        )
    };
    let channels: Vec<String> = channels.split(", ").map(channel).collect();
    ron::from_str(&format!(
        "(id: \"{id}\", title: {text}, group: {group}, mechanism: {text}, tier: mixed, strength: {text},
        eligibility: (ages: (40, 74)), channels: [{}],
        coverage: (of: {text}, reference: {reference}, ambitious: {ambitious}, maximum: {maximum}, reached: 2029,
            correlation: -0.1, basis: {text}, sources: []))",
        channels.join(", ")
    ))
    .unwrap()
}

/// Three levers: a service that grows, a service of today's size, and one that does not exist yet.
pub fn catalogue() -> LeverCatalogue {
    let attendance = |year: f64, value: f64| AdoptionPoint {
        population: String::new(),
        series: "shc_rate_total".to_owned(),
        lever: "checkup".to_owned(),
        period: String::new(),
        year,
        value,
        unit: String::new(),
        source: String::new(),
        url: String::new(),
        note: String::new(),
    };
    LeverCatalogue {
        levers: vec![
            lever(
                "checkup",
                "checkups",
                "[(2020, 0.5), (2030, 0.75)]",
                [0.74, 0.9],
                "bmi Exposure(\"bmi\"), death Death([\"all\"])",
            ),
            lever(
                "salons",
                "community",
                "[(2020, 0.0625)]",
                [0.125, 0.25],
                "care CareOnset, more ReachPoints(\"checkup\")",
            ),
            lever("quit-app", "digital", "[]", [0.25, 0.5], "quit Abstinence"),
        ],
        adoption: vec![attendance(2019.5, 0.5), attendance(2020.5, 0.375)],
        ..LeverCatalogue::default()
    }
}

fn settings(fields: &str) -> Vec<LeverSetting> {
    resolved(with(fields)).unwrap().plan.levers
}

fn coverage(lever: &str, coverage: &str) -> Option<CoveragePath> {
    let settings = settings(&format!("levers: [(id: \"{lever}\", coverage: {coverage})],"));
    assert_eq!(settings.len(), 1);
    settings[0].coverage.clone()
}

#[test]
fn words_become_paths_on_the_catalogue() {
    for word in ["Observed", "Today"] {
        assert_eq!(coverage("salons", word), None, "{word}: it stays where it is");
    }
    // 2026 to 2029 in four equal steps.
    let path = coverage("salons", "Ambitious").unwrap();
    assert_eq!(path.from, Year(2026));
    assert_eq!(path.shares[..5], [0.078_125, 0.093_75, 0.109_375, 0.125, 0.125]);
    assert_eq!(path.at(pack().years.last), Some(0.125), "to the end of the pack");
    assert_eq!(path.shares.len(), usize::from(pack().years.last.0 - 2026 + 1));
    let path = coverage("salons", "Maximum").unwrap();
    assert_eq!(path.shares[..4], [0.109_375, 0.156_25, 0.203_125, 0.25]);
    let path = coverage("salons", "Nothing").unwrap();
    assert_eq!(path.shares[..5], [0.046_875, 0.031_25, 0.015_625, 0.0, 0.0]);
    // The reference grows: held is less, an ambition below it is the reference.
    let path = coverage("checkup", "Today").unwrap();
    assert_eq!((path.from, path.at(Year(2040))), (Year(2027), Some(0.65)));
    let path = coverage("checkup", "Ambitious").unwrap();
    assert_eq!((path.at(Year(2029)), path.at(Year(2040))), (Some(0.74), Some(0.75)), "never below");
    assert_eq!(coverage("quit-app", "Nothing"), None);
}

#[test]
fn numbers_become_paths_with_or_without_years() {
    let path = coverage("salons", "Reach(share: 0.1875, from: 2030, by: 2031)").unwrap();
    assert_eq!((path.from, &path.shares[..3]), (Year(2030), &[0.125, 0.1875, 0.1875][..]));
    let path = coverage("salons", "Reach(share: 0.1875, from: 2030, by: 2030)").unwrap();
    assert_eq!((path.from, path.shares[0]), (Year(2030), 0.1875), "a step");
    let path = coverage("salons", "Reach(share: 0.1875, from: 2030)").unwrap();
    assert_eq!(path.at(Year(2033)), Some(0.1875), "as long as the catalogue says");
    assert!(path.at(Year(2032)).unwrap() < 0.1875);
    let path = coverage("quit-app", "Logistic(share: 0.5, from: 2026, by: 2034)").unwrap();
    assert_eq!((path.from, path.at(Year(2034))), (Year(2026), Some(0.5)));
    assert!(path.shares[0] < 0.02 && path.shares[..9].windows(2).all(|pair| pair[0] < pair[1]));
    assert!((path.shares[3] + path.shares[4] - 0.5).abs() < 1e-12, "symmetric");
    let path = coverage("salons", "Points([(2028, 0.0625), (2030, 0.5), (2032, 0.25)])").unwrap();
    assert_eq!((path.from, &path.shares[..4]), (Year(2029), &[0.281_25, 0.5, 0.375, 0.25][..]));
    assert_eq!(path.at(Year(2045)), Some(0.25));
    assert_eq!(coverage("salons", "Reach(share: 0.0625)"), None, "the reference path by another name");
}

#[test]
fn the_start_moves_what_names_no_year() {
    let fields = "start: 2032, levers: [(id: \"salons\", coverage: Ambitious),
        (id: \"quit-app\", coverage: Reach(share: 0.5, from: 2027, by: 2027))],";
    let scenario = resolved(with(fields)).unwrap();
    let path = |index: usize| scenario.plan.levers[index].coverage.clone().unwrap();
    assert_eq!((path(0).from, path(0).at(Year(2035))), (Year(2032), Some(0.125)));
    assert_eq!(path(1).from, Year(2027));
    assert_eq!(scenario.policies.len(), 2);
    assert_eq!(
        scenario.policies[0].en,
        "test (salons): ambitious, coverage 6.2% in 2031 to 12.5% in 2035 (reference 6.2%)"
    );
}

#[test]
fn the_order_of_levers_and_effects_means_nothing() {
    let one = "(id: \"salons\", coverage: Maximum, effects: {\"care\": 0.5, \"more\": 0.25})";
    let other = "(id: \"checkup\", coverage: Maximum)";
    let forward = resolved(with(&format!("levers: [{one}, {other}],"))).unwrap();
    let one = "(id: \"salons\", coverage: Maximum, effects: {\"more\": 0.25, \"care\": 0.5})";
    let backward = resolved(with(&format!("levers: [{other}, {one}],"))).unwrap();
    assert_eq!(forward, backward);
    assert_eq!(forward.plan.digest(), backward.plan.digest());
    let ids: Vec<&str> = forward.plan.levers.iter().map(|lever| lever.lever.as_str()).collect();
    assert_eq!(ids, ["checkup", "salons"]);
}

#[test]
fn own_effects_reach_adherence_and_selection_are_kept_and_marked() {
    let scenario = resolved(with(
        "levers: [(id: \"salons\", coverage: Reach(share: 0.5), effects: {\"care\": 0.8}, adherence: 0.9,
            correlation: -0.2)],",
    ))
    .unwrap();
    let setting = &scenario.plan.levers[0];
    assert_eq!(setting.effects, [("care".to_owned(), 0.8)]);
    assert_eq!((setting.adherence, setting.correlation), (Some(0.9), Some(-0.2)));
    let marks: Vec<&str> = scenario.own_assumptions.iter().map(|text| text.en.as_str()).collect();
    assert_eq!(
        marks,
        [
            "own assumption for the lever \"test\": coverage of 50.0%, above the maximum of 25.0%",
            "own assumption for the lever \"test\": an effect \"care\" of 0.8 (no usable evidence)",
            "own assumption for the lever \"test\": adherence of 90.0% (default 100.0%)",
            "own assumption for the lever \"test\": a correlation of -0.2 between participation and risk (default -0.1)",
        ]
    );
    assert!(scenario.own_assumptions.iter().all(|text| text.ja.starts_with("独自の仮定：")));
    let within = resolved(with("levers: [(id: \"salons\", coverage: Reach(share: 0.25))],")).unwrap();
    assert!(within.own_assumptions.is_empty());
}

#[test]
fn a_file_replaces_its_bases_setting_of_the_same_lever_and_adds_shocks() {
    let folder = tempfile::TempDir::new().unwrap();
    let write = |name: &str, fields: &str| std::fs::write(folder.path().join(name), with(fields)).unwrap();
    write(
        "base.ron",
        "start: 2027, levers: [(id: \"salons\", coverage: Maximum, adherence: 0.5),
            (id: \"quit-app\", coverage: Reach(share: 0.5, by: 2030))], shocks: [Pandemic(year: 2040)],",
    );
    write(
        "top.ron",
        "base: \"./base.ron\", levers: [(id: \"salons\", coverage: Ambitious)], shocks: [Pandemic(year: 2030)],",
    );
    let scenario = Library::embedded().load(folder.path().join("top.ron"), pack()).unwrap();
    // The shocks lower the attendance of checkups, which no file speaks of.
    let ids: Vec<&str> = scenario.plan.levers.iter().map(|lever| lever.lever.as_str()).collect();
    assert_eq!(ids, ["checkup", "salons", "quit-app"]);
    assert_eq!(scenario.plan.levers[1].adherence, None, "replaced as a whole");
    assert_eq!(scenario.plan.levers[1].coverage.as_ref().unwrap().at(Year(2030)), Some(0.125));
    assert_eq!(scenario.plan.levers[1].coverage.as_ref().unwrap().from, Year(2027), "the base's start holds");
    let years: Vec<u16> = scenario.plan.hazard_changes.iter().map(|change| change.from.0).collect();
    assert_eq!(years, [2030, 2030, 2040, 2040]);
    // A start after the base's arrival: the mistake is the base's setting, unless it is replaced.
    write("late.ron", "base: \"./base.ron\", start: 2035,");
    let error = Library::embedded().load(folder.path().join("late.ron"), pack()).unwrap_err();
    assert!(message(&error, Language::En).contains("the years run backwards: 2035 to 2030"), "{error}");
    write(
        "mended.ron",
        "base: \"./base.ron\", start: 2035, levers: [(id: \"quit-app\", coverage: Ambitious)],",
    );
    assert!(Library::embedded().load(folder.path().join("mended.ron"), pack()).is_ok());
}

#[test]
fn a_pandemic_raises_deaths_in_its_years_and_lowers_attendance() {
    let scenario = resolved(with("shocks: [Pandemic(year: 2030, years: 2)],")).unwrap();
    let changes = &scenario.plan.hazard_changes;
    assert_eq!(changes.iter().map(|change| change.sex).collect::<Vec<_>>(), Sex::ALL.map(Some));
    for change in changes {
        assert_eq!((change.process.clone(), change.ages), (ProcessId::Death, (0, pack().ages.last)));
        assert_eq!((change.from, change.until), (Year(2030), Some(Year(2031))));
        assert!((1.012..1.02).contains(&change.factor), "{}", change.factor);
    }
    // A quarter of the attendance, as in the test series; the salons are not screening.
    let [checkup] = scenario.plan.levers.as_slice() else { panic!("{:?}", scenario.plan.levers) };
    let path = checkup.coverage.as_ref().unwrap();
    assert_eq!((checkup.lever.as_str(), path.from), ("checkup", Year(2030)));
    assert_eq!(path.shares[..3], [0.5625, 0.5625, 0.75]);
    assert_eq!(scenario.own_assumptions.len(), 1);
    assert!(scenario.own_assumptions[0].en.starts_with("scenario assumption: pandemic (2030-2031)"));

    let factor = |fields: &str| {
        resolved(with(&format!("shocks: [Pandemic(year: 2030, {fields})],"))).unwrap().plan.hazard_changes[0]
            .factor
            - 1.0
    };
    let plain = factor("");
    assert!((factor("emergency_approval_days_saved: 14") / plain - 0.9).abs() < 1e-9);
    assert!((factor("vaccine_delay_days: 14, averted_per_14_days: 0.5") / plain - 2.0).abs() < 1e-9);
    assert!((factor("emergency_approval_days_saved: 28, vaccine_delay_days: 28") / plain - 1.0).abs() < 1e-9);
    let none =
        resolved(with("shocks: [Pandemic(year: 2030, severity: 0, attendance_fall: 0)],")).unwrap().plan;
    assert_eq!(none, resolved(with("")).unwrap().plan);
}

#[test]
fn what_the_pack_does_not_have_is_refused_where_it_stands() {
    for (fields, needles) in [
        (
            "levers: [(id: \"salons\", coverage: Today), (id: \"chekup\", coverage: Today)],",
            [
                "case.ron:4:52",
                "field: levers[1].id\n",
                "`japan` has no lever `chekup`",
                "did you mean `checkup`?",
            ],
        ),
        (
            "levers: [(id: \"salons\", coverage: Today, effects: {\"care\": 0.9, \"moer\": 0.5})],",
            [":4:69", "field: levers[0].effects.moer\n", "allowed: care, more", "did you mean `more`?"],
        ),
        (
            "levers: [(id: \"salons\", coverage: Today), (id: \"salons\", coverage: Maximum)],",
            [":4:52", "field: levers[1].id\n", "`salons` is given twice", "once only"],
        ),
        (
            "levers: [(id: \"salons\", coverage: Today, effects: {\"care\": 0})],",
            [":4:56", "levers[0].effects.care\n", "`0`", "a ratio, 0.01 to 20"],
        ),
        (
            "levers: [(id: \"quit-app\", coverage: Today, effects: {\"quit\": 1.5})],",
            [":4:58", "levers[0].effects.quit\n", "`1.5`", "a share, 0 to 1"],
        ),
        (
            "levers: [(id: \"salons\", coverage: Reach(share: 0.5, from: 2030, by: 2029))],",
            [":4:39", "field: levers[0].coverage\n", "2030 to 2029", "each year later"],
        ),
    ] {
        let error = resolved(with(fields)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Content);
        let text = message(&error, Language::En);
        for needle in needles {
            assert!(text.contains(needle), "{needle} is not in\n{text}");
        }
        message(&error, Language::Ja);
    }
}

#[test]
fn a_pack_without_levers_says_so() {
    let bare = Baseline::illness_death().unwrap();
    let text = with("levers: [(id: \"salons\", coverage: Today)],");
    let document = Document::from_bytes("case", "case.ron", text.as_bytes()).unwrap();
    let error = resolve(document, Library::embedded(), &bare).unwrap_err();
    let text = message(&error, Language::En);
    assert!(text.contains("has no lever `salons`") && text.contains("this pack has no levers"), "{text}");
}

fn on_japan(coverage: &str) -> Result<ResolvedScenario, ScenarioError> {
    let text = with(&format!("start: 2027, levers: [{coverage}],"));
    resolve(Document::from_bytes("case", "case.ron", text.as_bytes())?, Library::embedded(), japan())
}

#[test]
fn a_fitted_curve_is_followed_from_the_start() {
    let lever =
        |figure: &str| format!("(id: \"specific_health_checkup\", coverage: Fitted(figure: \"{figure}\"))");
    let scenario = on_japan(&lever("shc_rate")).unwrap();
    let path = scenario.plan.levers[0].coverage.clone().unwrap();
    let figure = japan().register.kpi("shc_rate").unwrap();
    let curve = crate::policy::kpi::coverage_path(figure, japan().years).unwrap();
    assert_eq!(path.from, Year(2027));
    for (year, share) in curve.iter().filter(|(year, _)| *year >= Year(2027)) {
        assert_eq!(path.at(*year), Some(*share), "{year}");
    }
    assert!(scenario.policies[0].en.contains("along the curve fitted to an observed series"));
    // Written and read again it is the same.
    let text = crate::scenario::write::to_ron(&scenario);
    let document = Document::from_bytes("case", "case.ron", text.as_bytes()).unwrap();
    assert_eq!(resolve(document, Library::embedded(), japan()).unwrap(), scenario);
    // A figure that leads another lever, and a lever without one.
    let error = on_japan(&lever("shc_rat")).unwrap_err();
    let text = message(&error, Language::En);
    assert!(
        text.contains("has no fitted key figure `shc_rat`") && text.contains("did you mean `shc_rate`?"),
        "{text}"
    );
    let error = on_japan("(id: \"kayoi_no_ba\", coverage: Fitted(figure: \"shc_rate\"))").unwrap_err();
    let text = message(&error, Language::En);
    assert!(text.contains("no key figure with a curve leads this lever"), "{text}");
}

#[test]
fn ceilings_and_speed_of_health_and_productivity_management_are_free() {
    let path = |fields: &str| {
        let lever = format!("(id: \"health_productivity_management\", coverage: Diffusion({fields}))");
        let scenario = on_japan(&lever).unwrap();
        let text = crate::scenario::write::to_ron(&scenario);
        let document = Document::from_bytes("case", "case.ron", text.as_bytes()).unwrap();
        assert_eq!(resolve(document, Library::embedded(), japan()).unwrap(), scenario);
        scenario.plan.levers[0].coverage.clone()
    };
    assert_eq!(path(""), None, "the reference");
    let at = |fields: &str| path(fields).unwrap().at(Year(2040)).unwrap();
    let usual =
        japan().levers.lever("health_productivity_management").unwrap().reference_coverage(Year(2040));
    assert!(at("ceiling_large: 0.9") > usual && at("speed: 2.0") > usual && at("speed: 0.0") < usual);
    assert!(at("ceiling_large: 0.9, ceiling_small: 0.3, speed: 2.0") > at("ceiling_large: 0.9"));
    assert_eq!(path("speed: 2.0").unwrap().from, Year(2027), "not before policies start");
    let error = on_japan("(id: \"kayoi_no_ba\", coverage: Diffusion(speed: 2))").unwrap_err();
    let text = message(&error, Language::En);
    assert!(text.contains("`kayoi_no_ba` has no curves of diffusion"), "{text}");
    assert!(text.contains("allowed: health_productivity_management"), "{text}");
}

#[test]
fn a_bare_share_is_told_where_it_belongs() {
    for value in ["0.3", "\"0.3\""] {
        let error = on_japan(&format!("(id: \"kayoi_no_ba\", coverage: {value})")).unwrap_err();
        let text = message(&error, Language::En);
        assert!(text.contains("did you mean `Reach(share: 0.3, from: 2026, by: 2032)`?"), "{text}");
    }
}

#[test]
fn own_adherence_without_a_path_begins_when_policies_start() {
    let settings = settings("start: 2030, levers: [(id: \"salons\", coverage: Observed, adherence: 0.5)],");
    let path = settings[0].coverage.clone().unwrap();
    assert_eq!((path.from, path.shares[0], settings[0].adherence), (Year(2030), 0.0625, Some(0.5)));
}
