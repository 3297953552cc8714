//! The programme register against the document it follows: every item is there, its numbers add up as the
//! document says, nothing without a domestic way to health claims one, and what users see of it.

use assert_cmd::cargo::cargo_bin_cmd;
use kenju::baseline::Baseline;
use kenju::baseline::enablers::{Enabler, EnablerAct};
use kenju::baseline::programmes::{Class, FigureKind, Ministry, Mode, Period, Programme, Register};
use kenju::policy::kpi::projection;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static REGISTER: LazyLock<Register> = LazyLock::new(|| Baseline::japan().unwrap().register);

/// The items of the document by section, each with the letters of its class.
const ITEMS: [&str; 12] = [
    "hp_strategy_phase2:C kpi_hle:T kpi_aip:T kpi_hpm_orgs:K/E kpi_venture_funding:K kpi_intl_market:K hlep_plan:C",
    "hpm_concept:C hpm_certification:E hpm_coverage:E hpm_nikkei225:K hpm_intl_forum:K hpm_sme:E \
     hpm_award_reform:E",
    "phr_environment:E phr_guideline:E phr_public_data:E phr_emr_data:E phr_lifelog:D phr_use1:D phr_use2:E \
     phr_use3:E mynaportal:E",
    "trial_shc_shg:D trial_cancer_access:D/E trial_aggravation:D trial_periodontal:D trial_ict_ai:D \
     trial_exercise:D trial_women:D trial_urine_food:D trial_healthy_town:D trial_dementia_prev:D \
     trial_dementia_symb:E trial_collabo:E trial_mental:D trial_platform:E",
    "erp:E erp_crosscut:E erp_budget:C erp_symposium:K",
    "mediso:K innohub:K mediso_innohub_link:K jhebc:K",
    "amed_data_use:E amed_consent:E amed_arch_fy22:E amed_arch_fy23:E amed_arch_fy24:E amed_visiting:E \
     amed_control_group:E",
    "asia_health:K africa_health:K moc_countries:K fuji_model:C intl_council:K ghs:S/C ghs_ppr:S ghs_uhc:K \
     ghs_partners:K ghs_challenges:S/K",
    "ndb:E ndb_use:E ndb_content:E ndb_access:E hic:E ltc_db:E dpc_link:E cancer_reg_link:E death_link:E \
     rare_link:E link_principles:C ngmi_act:E ngmi_coverage:E dementia_data:E",
    "online_elig:E online_elig_features:E online_expand:E welfare_ticket:E e_prescription:E",
    "emergency_approval:S covid_policy:S ecmo:S vaccine_strategy:S",
    "young_researchers:E ds_training:E ai_training:E biostat:E rd_prize:K",
];

/// The large-scale trials as the document names them, with their mark: ● of the health ministry, ○ of the
/// ministry of economy.
const TRIALS: &str = "\
●歯周病予防に関する実証事業
●AI・ICT等を活用した介護予防ツール等の効果・普及実証事業
●健康増進施設における標準的な運動プログラム検証のための実証事業
●女性特有の健康課題に関するスクリーニング及び介入方法検証のための実証事業
●食行動の変容に向けた尿検査及び食環境整備に係る実証事業
●健康にやさしいまちづくりのための環境整備に係る実証事業
●特定健診・保健指導の効果的な実施方法に係る実証事業
●がん検診のアクセシビリティ向上策等の実証事業
●重症化予防プログラムの効果検証事業
○認知症予防プログラムの効果検証事業
○認知症共生社会に向けた製品・サービスの効果検証事業
○複数コラボヘルスを連携させた健康経営の効果検証事業
○心の健康保持増進の効果検証事業";

fn programme(id: &str) -> &'static Programme {
    REGISTER.programme(id).unwrap()
}

/// The figures of a programme whose English name begins with these words.
fn figures(id: &str, start: &str) -> Vec<f64> {
    let figures = programme(id).figures.iter().filter(|figure| figure.what.en.starts_with(start));
    figures.map(|figure| figure.value).collect()
}

fn figure(id: &str, start: &str) -> f64 {
    let [value] = figures(id, start)[..] else { panic!("{id}: one figure `{start}`") };
    value
}

/// Output of the program in a language.
fn shown(language: &str, arguments: &[&str]) -> String {
    let mut command = cargo_bin_cmd!("kenju");
    let assert = command.arg("programmes").args(arguments).args(["--lang", language]).assert().success();
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

#[test]
fn every_item_of_the_document_is_there_in_its_order() {
    let expected: Vec<(u8, String)> = (1_u8..)
        .zip(ITEMS)
        .flat_map(|(section, items)| items.split_whitespace().map(move |item| (section, item.to_owned())))
        .collect();
    let found: Vec<(u8, String)> = REGISTER
        .programmes
        .iter()
        .map(|each| (each.section, format!("{}:{}", each.id, each.letters())))
        .collect();
    assert_eq!(found, expected);
    assert_eq!((found.len(), REGISTER.sections.len()), (90, 12));
    let of = |class: Class| REGISTER.programmes.iter().filter(|each| each.class == class).count();
    assert_eq!(Class::ALL.map(of), [2, 13, 45, 7, 17, 6]);
}

#[test]
fn the_thirteen_trials_are_those_of_the_document() {
    let trials: BTreeSet<String> = REGISTER
        .programmes
        .iter()
        .filter(|each| each.trial)
        .map(|each| match each.ministries[..] {
            [Ministry::Health] => format!("●{}", each.title.ja),
            [Ministry::Economy] => format!("○{}", each.title.ja),
            _ => panic!("{}: one ministry", each.id),
        })
        .collect();
    assert_eq!(trials, TRIALS.lines().map(str::to_owned).collect());
    assert_eq!(figure("trial_platform", "Trials of the Ministry of Health"), 9.0);
    assert_eq!(figure("trial_platform", "Trials of the Ministry of Economy"), 4.0);
}

#[test]
fn what_has_no_domestic_way_to_health_says_so_in_both_languages() {
    for each in &REGISTER.programmes {
        let says = each.representation.ja.contains("国内の健康への効果はモデル化していない")
            && each.representation.en.contains("No domestic health effect is modelled");
        assert_eq!(each.mode == Mode::Shown, says, "{}", each.id);
        if matches!(each.class, Class::Kpi | Class::Context) {
            assert!(says && each.levers.is_empty(), "{}", each.id);
        }
        let direct = each.class == Class::Direct;
        assert!(!direct || matches!(each.mode, Mode::Lever | Mode::Pipeline), "{}", each.id);
    }
}

/// Words in Japanese and English, and of which enablers they are true.
type Claim<'a> = (&'a str, &'a str, &'a dyn Fn(&Enabler) -> bool);

/// What a programme is said to move is what its enabler moves, in both languages, and nothing else.
#[test]
fn programmes_claim_of_an_enabler_what_it_does() {
    let pack = Baseline::japan().unwrap();
    let items = &pack.pipelines.enablers.as_ref().unwrap().items;
    let claims = |acts: fn(&EnablerAct) -> bool| move |item: &Enabler| item.acts.iter().any(acts);
    let kinds: [Claim<'_>; 6] = [
        (
            "実証から普及までの年数",
            "the years from trial to programme-wide use",
            &claims(|act| matches!(act, EnablerAct::EvidenceLag(_))),
        ),
        (
            "効果のない施策を広げてしまう確率",
            "the chance that a null programme is scaled up",
            &claims(|act| matches!(act, EnablerAct::NullAdopted(_))),
        ),
        ("区間の幅", "the width of intervals", &claims(|act| matches!(act, EnablerAct::IntervalWidth(_)))),
        ("継続の割合", "adherence", &claims(|act| matches!(act, EnablerAct::Adherence { .. }))),
        ("届く割合", "the reach of the lever", &claims(|act| matches!(act, EnablerAct::Reach { .. }))),
        // Without a size of its own it says so.
        ("標準では何も変え", "By default it is credited with nothing", &|item| {
            !item.acts.iter().any(|act| match act {
                EnablerAct::Adherence { factor, .. } => factor.value != 1.0,
                EnablerAct::EvidenceLag(own)
                | EnablerAct::NullAdopted(own)
                | EnablerAct::IntervalWidth(own)
                | EnablerAct::Reach { points: own, .. } => own.value != 0.0,
            })
        }),
    ];
    let mut named = BTreeSet::new();
    for each in REGISTER.programmes.iter().filter(|each| each.mode == Mode::Enabler) {
        let Some(id) = &each.enabler else {
            assert!(!each.levers.is_empty(), "{}: an enabler of the pack or a lever", each.id);
            continue;
        };
        let item = items.iter().find(|item| item.id == *id).unwrap();
        for (ja, en, does) in kinds {
            let said = (each.representation.ja.contains(ja), each.representation.en.contains(en));
            assert_eq!(said, (does(item), does(item)), "{}: \"{en}\"", each.id);
        }
        named.insert(id.as_str());
    }
    // Each enabler stands for something in the document.
    assert_eq!(named, items.iter().map(|item| item.id.as_str()).collect());
}

#[test]
fn texts_are_whole_sentences_in_their_language() {
    let japanese =
        |text: &str| text.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'));
    for each in &REGISTER.programmes {
        for text in [&each.what, &each.representation] {
            assert!(text.ja.ends_with('。') && japanese(&text.ja), "{}", each.id);
            assert!(text.en.ends_with('.') && !japanese(&text.en), "{}", each.id);
        }
        assert!(!japanese(&each.title.en), "{}", each.id);
        assert_ne!(each.title.ja, each.title.en, "{}", each.id);
    }
}

#[test]
fn sums_of_the_document_hold() {
    let id = "ngmi_coverage";
    let prefectures = figures(id, "Beds: ");
    assert_eq!(
        (prefectures.len() as f64, prefectures.iter().sum()),
        (figure(id, "Prefectures"), figure(id, "Beds, total"))
    );
    assert_eq!(figure(id, "Beds, total"), 42_045.0);
    assert_eq!(figure(id, "Beds of J-MIMO") + figure(id, "Beds of LDI"), 42_045.0);
    assert_eq!(figure(id, "of these J-MIMO") + figure(id, "of these LDI"), figure(id, "Institutions"));
    let persons = figure(id, "Persons covered: Aomori") + figure(id, "Persons covered: Kanagawa");
    assert_eq!((persons, figure(id, "Persons covered by")), (227_193.0, 227_193.0));
    let [men, women] = [figures("kpi_hle", "Men"), figures("kpi_hle", "Women")];
    assert!((men[1] - men[0] - figure("kpi_hle", "Change from 2016 to 2019, men")).abs() < 1e-9);
    assert!((women[1] - women[0] - figure("kpi_hle", "Change from 2016 to 2019, women")).abs() < 1e-9);
    // Employees: 7.7 million are 13% of 59.2 million.
    let implied = figure("hpm_coverage", "Employees of") / (figure("hpm_coverage", "Share of all") / 100.0);
    assert!((implied - figure("hpm_coverage", "Implied")).abs() < 5.0, "{implied}");
    let budget = figure("ds_training", "Hubs") * figure("ds_training", "Per hub") / 1000.0;
    assert!((budget - figure("ds_training", "Budget for data")).abs() < 0.5, "{budget}");
    let countries = programme("moc_countries").figures.iter().map(|figure| figure.value).sum::<f64>();
    assert_eq!(countries, 12.0);
}

#[test]
fn targets_of_key_figures_are_the_multiples_of_the_document() {
    for (id, kpi, start) in [
        ("kpi_hpm_orgs", "hpm_orgs", 6_200.0),
        ("kpi_venture_funding", "venture_funding", 777.0),
        ("kpi_intl_market", "intl_market", 63.1),
    ] {
        let multiple = figure(id, "Target as a multiple");
        let target = &REGISTER.kpi(kpi).unwrap().targets[0];
        assert!((multiple * start - target.value).abs() < 1e-9, "{id}");
        let derived: Vec<f64> = programme(id)
            .figures
            .iter()
            .filter(|figure| figure.kind == FigureKind::Derived)
            .map(|figure| figure.value)
            .collect();
        assert_eq!(derived, [target.value], "{id}");
    }
    for (kpi, interim, goal) in [("hle_men", 73.14, 75.14), ("hle_women", 75.79, 77.79)] {
        let targets: Vec<(f64, Period)> =
            REGISTER.kpi(kpi).unwrap().targets.iter().map(|target| (target.value, target.by)).collect();
        assert_eq!(targets, [(interim, Period::FiscalEnd(2024)), (goal, Period::Calendar(2040))]);
    }
}

#[test]
fn figures_and_series_agree_where_both_have_a_value() {
    // The register's numbers of a key figure are those of its series.
    for (id, kpi, start) in [
        ("kpi_hle", "hle_men", "Men"),
        ("kpi_hle", "hle_women", "Women"),
        ("kpi_aip", "aip_men", "Men"),
        ("kpi_aip", "aip_women", "Women"),
        ("kpi_hpm_orgs", "hpm_orgs", "Certified"),
        ("kpi_venture_funding", "venture_funding", "Funds raised"),
        ("ndb_use", "ndb_uses", "Uses"),
        ("mediso", "mediso", "Consultations"),
    ] {
        let points = &REGISTER.kpi(kpi).unwrap().points;
        let mut compared = 0;
        for figure in programme(id).figures.iter().filter(|figure| figure.what.en.starts_with(start)) {
            let point = points.iter().find(|point| point.period == figure.period).unwrap();
            assert_eq!(point.value, figure.value, "{id}, {}", figure.period);
            compared += 1;
        }
        assert!(compared > 0, "{id}");
    }
    // Rounded in the document, exact by division.
    let value = |kpi: &str, year| {
        let points = &REGISTER.kpi(kpi).unwrap().points;
        points.iter().find(|point| point.period == Period::FiscalEnd(year)).unwrap().value
    };
    for year in 2019..=2021 {
        let sum = value("hpm_large", year) + value("hpm_sme", year);
        assert!((sum / value("hpm_orgs", year) - 1.0).abs() < 0.016, "{year}: {sum}");
    }
}

#[test]
fn every_key_figure_belongs_to_a_programme_and_none_acts_on_health() {
    for kpi in &REGISTER.kpis {
        assert!(REGISTER.programmes.iter().any(|each| each.kpis.contains(&kpi.id)), "{}", kpi.id);
        let years = kenju::num::units::YearSpan::new(2016, 2040);
        let path = kenju::policy::kpi::coverage_path(kpi, years);
        assert!(path.is_none() || kpi.drives.is_some(), "{}", kpi.id);
        for (year, share) in path.into_iter().flatten() {
            assert!((0.0..1.0).contains(&share), "{} in {year}: {share}", kpi.id);
        }
        assert_eq!(projection(kpi).gaps.len(), kpi.targets.len(), "{}", kpi.id);
    }
}

#[test]
fn the_list_and_details_look_as_they_did() {
    for language in ["en", "ja"] {
        insta::assert_snapshot!(format!("list_{language}"), shown(language, &[]));
        for id in ["kpi_hle", "kpi_hpm_orgs", "hpm_coverage", "trial_shc_shg", "mynaportal"] {
            insta::assert_snapshot!(format!("{id}_{language}"), shown(language, &[id]));
        }
    }
}

#[test]
fn machines_get_all_of_it() {
    let all: serde_json::Value = serde_json::from_str(&shown("en", &["--format", "json"])).unwrap();
    let all = all.as_array().unwrap();
    assert_eq!(all.len(), 90);
    assert_eq!(shown("en", &["--format", "json"]), shown("ja", &["--format", "json"]));
    let find = |id: &str| all.iter().find(|each| each["id"] == id).unwrap();
    let orgs = &find("kpi_hpm_orgs")["series"][0];
    assert_eq!(
        (&orgs["gaps"][0]["target"], &orgs["gaps"][0]["met"]),
        (&18_600.0.into(), &"FY2023-end".into())
    );
    let share = &find("hpm_coverage")["series"][0]["projection"];
    assert_eq!(
        (&share["form"], &share["points"], &share["points_needed"]),
        (&"too_few_points".into(), &2.into(), &5.into())
    );
    assert!(share.get("path").is_none());
    let card = &find("mynaportal")["series"][0]["projection"];
    assert!(card["form"] == "unfitted" && card["reason"]["ja"].is_string());
    let one: serde_json::Value =
        serde_json::from_str(&shown("en", &["kpi_hle", "--format", "json"])).unwrap();
    assert_eq!(one.as_array().unwrap().len(), 1);

    let list = shown("en", &["--format", "csv"]);
    assert_eq!(list.lines().count(), 91);
    assert!(list.starts_with("section,id,class,mode,progress,title,levers,representation\n"), "{list}");
    let values = shown("en", &["kpi_hle", "--format", "csv"]);
    assert!(
        values.starts_with("programme,series,kind,what,period,year,value,low,high,unit,source\n"),
        "{values}"
    );
    for kind in ["observed", "derived", "target", "projection"] {
        assert!(values.lines().any(|line| line.split(',').nth(2) == Some(kind)), "{kind}");
    }
    let markdown = shown("ja", &["--format", "md"]);
    assert!(markdown.starts_with("| 節 |") && markdown.lines().count() == 92, "{markdown}");
}

#[test]
fn slips_are_met_with_the_nearest_name() {
    for (language, expected) in
        [("en", "did you mean trial_periodontal?"), ("ja", "trial_periodontal のことか")]
    {
        let mut command = cargo_bin_cmd!("kenju");
        let assert = command.args(["programmes", "trial_peridontal", "--lang", language]).assert().code(2);
        let message = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
        assert!(message.contains(expected), "{message}");
    }
    // A pack without a register says so.
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/illness-death");
    let mut command = cargo_bin_cmd!("kenju");
    let assert = command.args(["programmes", "--lang", "en", "--baseline", folder]).assert().code(2);
    assert!(String::from_utf8_lossy(&assert.get_output().stderr).contains("no programme register"));
}
