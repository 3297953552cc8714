//! A study as a paper: every form carries the same numbers, stands alone, and takes hostile texts for text.

use crate::levers::set;
use crate::worlds::{plan, world};
use kenju::analysis::explain::{Effort, Explanation, explain};
use kenju::baseline::{Baseline, Text};
use kenju::i18n::Messages;
use kenju::language::Language;
use kenju::num::units::Year;
use kenju::outcome::series::{Estimate, Expectancies, Group, Interval};
use kenju::plan::{Plan, Trialled};
use kenju::report::document::{Cell, Table};
use kenju::report::study::paper::{Item, Paper};
use kenju::report::study::{Commands, StudyFormat, StudyReport, StudyScenario, compose};
use kenju::report::{Format, RunReport};
use kenju::run::draws::dressed::{Check, Uncertainty};
use kenju::run::{Detail, Persons, RunOutput, RunSettings, Unwatched, World, compare};
use serde_json::Value;
use std::io::Read as _;
use std::sync::LazyLock;

/// What no form may take for anything but text.
const HOSTILE: [&str; 5] = [
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "=cmd|'/C calc'!A0",
    "\u{1b}]0;owned\u{7}\u{1b}[2J",
    "-20\u{202e}% \u{2066}@SUM(A1)",
    "]]></style></title>&lt;\"onload='x' <!-- `|` **x** https://example.org/",
];

/// One study on few persons, with hostile texts wherever a scenario has texts.
struct Study {
    baseline: Baseline,
    scenarios: Vec<StudyScenario>,
    output: RunOutput,
    explanations: Vec<Explanation>,
    commands: Commands,
}

fn hostile() -> Text {
    Text { ja: HOSTILE.join(" "), en: HOSTILE.join(" ") }
}

static STUDY: LazyLock<Study> = LazyLock::new(|| {
    let baseline = Baseline::japan().unwrap();
    let mut worlds: Vec<World> = vec![world("reference", plan())];
    let levers = vec![set("salt_food_environment", 2026, 0.6), set("specific_health_checkup", 2026, 0.9)];
    worlds.push(world("salt", Plan { levers, ..plan() }));
    worlds.push(world("half", Plan { limitation_pace: [-0.0077, -0.0068], ..plan() }));
    worlds[1].title = Text { ja: HOSTILE[1].into(), en: HOSTILE[1].into() };
    worlds[1].own_assumptions = vec![worlds[1].title.clone(), hostile()];
    worlds[2].title = hostile();
    let settings = RunSettings {
        persons: Persons::Count(1000),
        seed: 1,
        until: Year(2040),
        detail: Detail::All,
        raw: false,
    };
    let output = compare(&baseline, &worlds, &settings, &Unwatched).unwrap();
    let plain = RunSettings { detail: Detail::None, ..settings };
    let why = |to: &World| explain(&baseline, &worlds[0], to, &plain, Effort::default(), &Unwatched).unwrap();
    let explanations = worlds[1..].iter().map(why).collect();
    let scenarios = worlds.iter().map(|world| StudyScenario {
        world: world.clone(),
        note: Some(hostile()),
        policies: vec![hostile()],
    });
    let commands = Commands {
        report: format!("kenju report '{}'", HOSTILE[4]),
        compare: "kenju compare".into(),
        detail: "kenju run --detail".into(),
        explain: vec![format!("kenju explain {}", HOSTILE[2]); 2],
        levers: "kenju levers".into(),
        sources: "kenju sources".into(),
    };
    let scenarios = scenarios.collect();
    Study { baseline, scenarios, output, explanations, commands }
});

fn study() -> StudyReport<'static> {
    let Study { baseline, scenarios, output, explanations, commands } = &*STUDY;
    StudyReport { baseline, scenarios, output, explanations, commands, title: None, origin: None }
}

fn text(format: StudyFormat, language: Language) -> String {
    String::from_utf8(study().render(format, Messages::of(language))).unwrap()
}

fn paper(language: Language) -> Paper {
    compose::paper(&study(), Messages::of(language))
}

fn table<'a>(paper: &'a Paper, section: &str) -> &'a Table {
    let section = paper.sections.iter().find(|own| own.id == section).unwrap();
    let found = section.items.iter().find_map(|item| match item {
        Item::Table(one) => Some(&one.table),
        _ => None,
    });
    found.unwrap()
}

/// Opens and closes every element, and gives the names and attributes of all tags.
fn tags(page: &str) -> Vec<(String, String)> {
    let mut open: Vec<&str> = Vec::new();
    let mut seen = Vec::new();
    let mut rest = page.strip_prefix("<!DOCTYPE html>").unwrap();
    while let Some(start) = rest.find('<') {
        assert!(!rest[..start].contains('>') || open.last() == Some(&"style"), "a stray bracket");
        let end = start + rest[start..].find('>').unwrap();
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "closes what is open");
            continue;
        }
        let name = tag.split([' ', '/', '\n']).next().unwrap();
        assert!(!name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric()), "<{tag}>");
        seen.push((name.to_owned(), tag[name.len()..].to_owned()));
        if !tag.ends_with('/') && name != "meta" {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} stay open");
    seen
}

#[test]
fn the_page_is_well_formed_and_loads_nothing() {
    for language in Language::ALL {
        let page = text(StudyFormat::Html, language);
        let tags = tags(&page);
        assert!(tags.contains(&("html".into(), format!(" lang=\"{language}\""))));
        let known = [
            "html",
            "head",
            "meta",
            "title",
            "style",
            "body",
            "header",
            "nav",
            "main",
            "section",
            "h1",
            "h2",
            "h3",
            "p",
            "ul",
            "ol",
            "li",
            "a",
            "b",
            "pre",
            "code",
            "figure",
            "figcaption",
            "div",
            "details",
            "summary",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "svg",
            "desc",
            "polyline",
            "polygon",
            "line",
            "circle",
            "rect",
            "text",
        ];
        for (name, attributes) in &tags {
            assert!(known.contains(&name.as_str()), "{name}");
            let lower = attributes.to_lowercase();
            for loading in [" src=", " srcset=", " data=", " style=", " onload=", " onerror=", " on", "url("]
            {
                assert!(!lower.contains(loading), "{name}{attributes}");
            }
            if name == "a" {
                let to_source =
                    attributes.starts_with(" href=\"https://") || attributes.starts_with(" href=\"http://");
                assert!(to_source || attributes.starts_with(" href=\"#"), "{attributes}");
            } else {
                assert!(!attributes.contains("href="), "{name}{attributes}");
            }
        }
        assert!(page.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"));
        let style = &page[page.find("<style>").unwrap()..page.find("</style>").unwrap()];
        assert!(!style.contains("url(") && !style.contains("@import"));
        // Every chart has its alternative and its data.
        let charts = tags.iter().filter(|(name, _)| name == "svg").count();
        assert_eq!(charts, 4);
        assert_eq!(tags.iter().filter(|(name, _)| name == "desc").count(), charts);
        assert_eq!(tags.iter().filter(|(name, _)| name == "details").count(), 2);
        let ids: Vec<&str> =
            page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        let mut unique = ids.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), ids.len(), "identifiers are unique");
        for part in page.split("aria-labelledby=\"").skip(1) {
            for name in part.split('"').next().unwrap().split(' ') {
                assert!(ids.contains(&name), "{name} names nothing");
            }
        }
    }
}

#[test]
fn hostile_texts_stay_text_in_every_form() {
    for language in Language::ALL {
        for format in [StudyFormat::Html, StudyFormat::Md, StudyFormat::Csv] {
            let form = text(format, language);
            assert!(!form.contains(['\u{1b}', '\u{7}', '\u{202e}', '\u{2066}']), "{format:?}");
        }
        let page = text(StudyFormat::Html, language);
        assert!(!page.contains("<script") && !page.contains("<img"));
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
        let markdown = text(StudyFormat::Md, language);
        let verbatim = markdown.split("```").skip(1).step_by(2).collect::<String>();
        assert!(markdown.contains("\\<script\\>") && !verbatim.contains("<script"));
    }
    let tidy = text(StudyFormat::Csv, Language::En);
    for row in csv::Reader::from_reader(tidy.as_bytes()).records() {
        for cell in &row.unwrap() {
            let number = cell.parse::<f64>().is_ok();
            assert!(number || !cell.starts_with(['=', '+', '-', '@']), "{cell}");
        }
    }
    // JSON keeps what was written, escaped by its own rules.
    let numbers: Value = serde_json::from_str(&text(StudyFormat::Json, Language::En)).unwrap();
    assert_eq!(numbers["scenarios"][1]["title"]["en"], HOSTILE[1]);
}

/// The parts of a workbook by name.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

#[test]
fn the_workbook_has_the_numbers_and_no_formula() {
    let messages = Messages::of(Language::En);
    let bytes = study().render(StudyFormat::Xlsx, messages);
    assert_eq!(bytes, study().render(StudyFormat::Xlsx, messages), "the same study gives the same bytes");
    let parts = parts(&bytes);
    let paper = paper(Language::En);
    let sheets = parts.iter().filter(|(name, _)| name.starts_with("xl/worksheets/sheet")).count();
    assert_eq!(sheets, paper.tables().count() + 1);
    for (name, text) in &parts {
        assert!(!text.contains("<f>") && !text.contains("<f "), "{name} has a formula");
        assert!(!text.contains("<hyperlink") && !name.contains("externalLink"), "{name}");
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{name}");
    }
    // Each number of the paper stands in its sheet as a number, to the bit.
    for (index, (label, _, table, _)) in paper.tables().enumerate() {
        let name = format!("xl/worksheets/sheet{}.xml", index + 2);
        let sheet = &parts.iter().find(|(own, _)| *own == name).unwrap().1;
        let values: Vec<f64> = sheet
            .split("<c r=\"")
            .skip(1)
            .filter(|cell| !cell.split('>').next().unwrap().contains("t=\"s\""))
            .filter_map(|cell| cell.split("<v>").nth(1)?.split('<').next()?.parse().ok())
            .collect();
        let wanted: Vec<f64> = table
            .rows
            .iter()
            .flatten()
            .filter_map(|cell| match cell {
                Cell::Number { value, .. } => Some(*value),
                _ => None,
            })
            .collect();
        assert_eq!(values, wanted, "{label}");
        assert!(sheet.contains("<pane ") && sheet.contains("state=\"frozen\""), "{label}");
    }
}

/// Whether a number is written as it is in JSON, to the last digit.
fn same(value: f64, written: &Value) -> bool {
    value == written.as_f64().unwrap()
}

#[test]
fn the_comparison_has_the_numbers_of_the_json() {
    let numbers: Value = serde_json::from_str(&text(StudyFormat::Json, Language::Ja)).unwrap();
    let series = |place: &Value, sex: &str| {
        let rows = place["series"].as_array().unwrap();
        rows.iter().find(|row| row["year"] == 2040 && row["sex"] == sex).unwrap().clone()
    };
    let names = ["healthy_life_expectancy", "life_expectancy", "independent_life_expectancy"];
    let paper = paper(Language::Ja);
    let table = table(&paper, "comparison");
    let page = text(StudyFormat::Html, Language::Ja);
    let mut rows = table.rows.iter();
    for name in names {
        for sex in ["male", "female"] {
            for place in 0..3 {
                let row = rows.next().unwrap();
                let level = &series(&numbers["scenarios"][place], sex)[name]["value"];
                let Cell::Number { value, shown } = &row[3] else { panic!("{row:?}") };
                assert!(same(*value, level) && page.contains(shown.as_str()), "{name} {sex} {place}");
                if place == 0 {
                    assert_eq!(row[4], Cell::Empty);
                    continue;
                }
                let difference = &series(&numbers["differences"][place - 1], sex)[name];
                for (cell, key) in [(&row[4], "value"), (&row[5], "se")] {
                    // An error that cannot be told is said to be none in either form.
                    if key == "se" && difference["too_few_differ"].is_u64() {
                        assert!(difference["se"].is_null() && row[5].as_shown() == "人数不足", "{row:?}");
                        continue;
                    }
                    let Cell::Number { value, .. } = cell else { panic!("{row:?}") };
                    assert!(same(*value, &difference[key]), "{name} {sex} {place}");
                }
            }
        }
    }
    assert!(rows.next().is_none());
    // The rows of CSV hold the explanations too.
    let tidy = text(StudyFormat::Csv, Language::Ja);
    let share = &numbers["explanations"][0]["contributions"][0]["share"][2]["life_expectancy"]["value"];
    let id = numbers["explanations"][0]["contributions"][0]["id"].as_str().unwrap();
    let key = format!(",both,explain_{id}_share_life_expectancy,");
    let row =
        tidy.lines().find(|line| line.contains(&key)).unwrap_or_else(|| panic!("{key} is not in {tidy}"));
    let value = row.split(',').nth(3).unwrap().parse().unwrap();
    assert!(same(value, share), "{row}: {share}");
}

#[test]
fn every_table_and_figure_has_a_number_and_a_command() {
    for language in Language::ALL {
        let paper = paper(language);
        let commands = paper.sections.last().unwrap().items.iter().rev().find_map(|item| match item {
            Item::Table(one) => Some(one),
            _ => None,
        });
        let commands = &commands.unwrap().table;
        let listed: Vec<&str> = commands.rows.iter().map(|row| row[0].as_shown()).collect();
        // The list itself is the last table.
        let all: Vec<&str> = paper.tables().map(|(label, ..)| label).collect();
        assert_eq!(listed, all[..all.len() - 1]);
        assert!(commands.rows.iter().all(|row| row[2].as_shown().starts_with("kenju ")));
        for (label, caption, table, _) in paper.tables() {
            assert!(!caption.is_empty() && !table.rows.is_empty(), "{label}");
            assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{label}");
        }
    }
}

#[test]
fn the_summary_says_no_more_than_the_numbers() {
    let words = |language| {
        let paper = paper(language);
        let lists = paper.sections[0].items.iter().filter_map(|item| match item {
            Item::List(lines) => Some(lines.join("\n")),
            _ => None,
        });
        lists.collect::<Vec<_>>().join("\n")
    };
    // With 1000 persons nothing of two levers can be told; a trend moves levels exactly.
    let english = words(Language::En);
    let nothing = ["cannot be told from none", "no error can be told"];
    assert!(nothing.iter().any(|words| english.contains(words)), "{english}");
    assert!(english.contains("less than the survey error"), "{english}");
    assert!(english.contains("No parameter draws were made"), "{english}");
    let japanese = words(Language::Ja);
    let nothing = ["ゼロと区別できない", "誤差を推定できない"];
    assert!(nothing.iter().any(|words| japanese.contains(words)), "{japanese}");
}

/// The study with 40 parameter draws whose interval of the salt scenario holds the error of the persons as well:
/// its difference of healthy life expectancy for men in the last year, 52% of whose spread is that of the persons.
fn unresolved() -> RunOutput {
    let mut output = STUDY.output.clone();
    output.manifest.draws = 40;
    let check = Check {
        scenario: "salt".into(),
        from: Some("reference".into()),
        sex: Group::Male,
        monte_carlo_share: 0.52,
        end_error: 0.01,
        advice: "more_persons",
    };
    output.uncertainty = Some(Box::new(Uncertainty {
        draws: 40,
        inputs: 100,
        inputs_held: 10,
        tolerance: None,
        tolerance_met: None,
        checks: vec![check],
    }));
    let difference = &mut output.differences.as_mut().unwrap()[0];
    let row = difference.series.iter_mut().find(|row| row.year == Year(2040) && row.sex == Group::Male);
    row.unwrap().expectancies.healthy_life_expectancy.interval = Some(Interval {
        mean: 0.05,
        p025: -0.12,
        p05: -0.1,
        p50: 0.05,
        p95: 0.2,
        p975: 0.22,
        monte_carlo_share: Some(0.52),
        includes_monte_carlo: true,
    });
    output
}

/// No form drops the mark of an interval that holds both errors, nor turns its share into another number.
#[test]
fn an_interval_that_holds_both_errors_says_so_in_every_form() {
    let output = unresolved();
    let study = StudyReport { output: &output, ..study() };
    let form = |format: StudyFormat, language: Language| study.render(format, Messages::of(language));
    let text = |format: StudyFormat, language| String::from_utf8(form(format, language)).unwrap();
    for (language, no) in [(Language::En, "no"), (Language::Ja, "除けず")] {
        let found = compose::paper(&study, Messages::of(language));
        let table = table(&found, "comparison");
        let place = |key: &str| table.columns.iter().position(|column| column.key == key).unwrap();
        let own = table.rows.iter().find(|row| row[place("monte_carlo_share")] != Cell::Empty).unwrap();
        assert_eq!(own[place("monte_carlo_share")], Cell::shown(0.52, "52%".into()));
        assert_eq!(own[place("includes_monte_carlo")], Cell::text(no));
        let page = text(StudyFormat::Html, language);
        assert!(page.contains("52%") && page.contains(&format!(">{no}</td>")), "{language}");
        let markdown = text(StudyFormat::Md, language);
        let shown =
            markdown.lines().any(|line| line.contains("| 52% |") && line.contains(&format!("| {no} |")));
        assert!(shown, "{language}");
    }
    let parts = parts(&form(StudyFormat::Xlsx, Language::Ja));
    let part = |name: &str| &parts.iter().find(|(own, _)| own == name).unwrap().1;
    assert!(part("xl/sharedStrings.xml").contains(">除けず<"));
    // The share is shown in percent, not as a whole number.
    assert!(part("xl/styles.xml").contains("formatCode=\"#,##0%\""));
    let cell =
        parts.iter().find_map(|(_, text)| text.split("<c r=\"").find(|cell| cell.contains("<v>0.52</v>")));
    let style: usize =
        cell.unwrap().split(" s=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
    let styles = part("xl/styles.xml");
    let used = styles.split("<cellXfs").nth(1).unwrap().split("<xf ").nth(style + 1).unwrap();
    let number = used.split("numFmtId=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(styles.contains(&format!("numFmtId=\"{number}\" formatCode=\"#,##0%\"")), "{used}");

    let run = RunReport { baseline: study.baseline, worlds: &[], output: &output, detail: false };
    for tidy in [text(StudyFormat::Csv, Language::En), run.render(Format::Csv, Messages::of(Language::En))] {
        // A reader of equal rows takes the file: those of the explanations are as long.
        let mut reader = csv::Reader::from_reader(tidy.as_bytes());
        let header = reader.headers().unwrap().clone();
        assert_eq!(header.iter().next_back(), Some("includes_monte_carlo"));
        let marked: Vec<csv::StringRecord> = reader
            .records()
            .map(Result::unwrap)
            .filter(|row| row.iter().next_back() == Some("true"))
            .collect();
        assert_eq!(marked.len(), 1, "{marked:?}");
        assert_eq!(&marked[0][2], "difference_healthy_life_expectancy");
    }
    let numbers: Value = serde_json::from_str(&text(StudyFormat::Json, Language::En)).unwrap();
    let rows = numbers["differences"][0]["series"].as_array().unwrap();
    let row = rows.iter().find(|row| row["year"] == 2040 && row["sex"] == "male").unwrap();
    assert_eq!(row["healthy_life_expectancy"]["includes_monte_carlo"], true);
    let shown = run.render(Format::Table, Messages::of(Language::En));
    assert!(shown.lines().any(|line| line.contains("52%") && line.trim_end().ends_with("no")), "{shown}");
}

/// Beside draws of a scenario in which a trial decides stands what the central value and a draw of it are; nowhere else.
#[test]
fn what_a_draw_of_a_trial_means_is_said_where_there_is_one() {
    let output = unresolved();
    let mut scenarios = STUDY.scenarios.clone();
    let trials = vec!["exercise".to_owned()];
    scenarios[1].world.plan.levers[0].trialled =
        Some(Trialled { trials, anew: None, enablers: Vec::new(), falls: Vec::new() });
    let with_trial = StudyReport { scenarios: &scenarios, ..study() };
    for (language, words) in
        [(Language::En, "In A a prevention trial decides"), (Language::Ja, "Aでは、事業を行うか")]
    {
        let said = |study: &StudyReport<'_>| {
            let paper = compose::paper(study, Messages::of(language));
            paper.sections.iter().filter(|one| format!("{:?}", one.items).contains(words)).count()
        };
        assert_eq!(said(&StudyReport { output: &output, ..with_trial }), 2, "{language}");
        assert_eq!(said(&with_trial), 0, "no draws, {language}");
        assert_eq!(said(&StudyReport { output: &output, ..study() }), 0, "no trial, {language}");
    }
}

/// The summary says which of the two errors stands beside a change, and the comparison that being told from none by
/// the simulation is not being of one sign in the draws.
#[test]
fn the_two_kinds_of_error_are_named() {
    let mut output = unresolved();
    let difference = &mut output.differences.as_mut().unwrap()[0];
    let row =
        difference.series.iter_mut().find(|row| row.year == Year(2040) && row.sex == Group::Male).unwrap();
    let Expectancies { healthy_life_expectancy, life_expectancy, independent_life_expectancy, .. } =
        &mut row.expectancies;
    let both = healthy_life_expectancy.interval.unwrap();
    *healthy_life_expectancy = Estimate { interval: Some(both), ..Estimate::new(0.05, 0.01) };
    // The mark decides, not the share: mostly the persons' own and yet taken out.
    let own = Interval { includes_monte_carlo: false, monte_carlo_share: Some(0.6), p05: 0.02, ..both };
    *life_expectancy = Estimate { interval: Some(own), ..Estimate::new(0.05, 0.01) };
    *independent_life_expectancy = Estimate::new(0.05, 0.01);
    let study = StudyReport { output: &output, ..study() };
    for (language, words, told) in [
        (
            Language::En,
            [
                "(90% of the draws -0.100 to +0.200: the inputs and the simulation error together)",
                "(90% of the draws of the inputs +0.020 to +0.200)",
                "(plus or minus 0.020, twice the simulation error)",
            ],
            ["yes, but draws of both signs", "yes"],
        ),
        (
            Language::Ja,
            [
                "(抽出の90%は-0.100〜+0.200。入力の不確実性とシミュレーションの誤差の両方を含む)",
                "(入力の抽出の90%は+0.020〜+0.200)",
                "(シミュレーションの誤差の2倍は+/-0.020)",
            ],
            ["できる(抽出では正負の両方)", "できる"],
        ),
    ] {
        let paper = compose::paper(&study, Messages::of(language));
        let text = format!("{:?}", paper.sections[0]);
        for words in words {
            assert!(text.contains(words), "{words}: {text}");
        }
        let table = table(&paper, "comparison");
        let place = table.columns.iter().position(|column| column.key == "sure").unwrap();
        let of = |indicator: usize| table.rows[6 * indicator + 1][place].clone();
        assert_eq!([of(0), of(1)], told.map(Cell::text));
    }
}
