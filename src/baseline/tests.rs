//! Wrong packs: each is the illness-death fixture, or the Japanese pack, with one thing changed.

mod health;
mod programmes;
mod risk;

use super::error::{LoadError, LoadErrorKind};
use super::load::Files;
use super::{Baseline, Mortality, assemble};
use crate::num::units::{Sex, Year};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn data(pack: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(pack)
}

fn texts(pack: &str) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(data(pack)).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_file() {
            texts.push((name, fs::read_to_string(entry.path()).unwrap()));
        }
    }
    texts
}

fn load(texts: &[(String, String)]) -> Result<Baseline, LoadError> {
    assemble::baseline(&Files::from_texts(texts.iter().map(|(name, text)| (name.as_str(), text.as_str()))))
}

/// The message when `from` is replaced by `to` in one file of a pack.
fn message_of(pack: &str, file: &str, from: &str, to: &str) -> String {
    let mut texts = texts(pack);
    let text = &mut texts.iter_mut().find(|(name, _)| name == file).unwrap().1;
    assert!(text.contains(from), "{file} holds {from}");
    *text = text.replacen(from, to, 1);
    let error = load(&texts).unwrap_err();
    assert_eq!(error.kind(), LoadErrorKind::Content);
    error.to_string()
}

fn fixture_message(file: &str, from: &str, to: &str) -> String {
    message_of("illness-death", file, from, to)
}

#[test]
fn both_packs_load_and_hold_what_they_should() {
    let japan = Baseline::japan().unwrap();
    assert_eq!((japan.id.as_str(), japan.ages.last, japan.years.last), ("japan", 110, Year(2050)));
    let total: f64 =
        Sex::ALL.iter().map(|sex| japan.population.row(*sex, Year(2016)).iter().sum::<f64>()).sum();
    assert!((total / 126.9e6 - 1.0).abs() < 0.002, "{total}");
    let Mortality::Official(mortality) = &japan.mortality else { panic!("official rates") };
    assert_eq!((mortality.observed.years().len(), mortality.decline.years().first), (9, Year(2017)));
    let limitation = japan.limitation.as_ref().unwrap();
    assert_eq!(limitation.curve_years, [Year(2016), Year(2019)]);
    assert_eq!(limitation.targets.len(), 6);
    let care = japan.care.as_ref().unwrap();
    assert_eq!(care.prevalence[0].years().first, Year(2019));
    assert_eq!(care.alternative[0].years().first, Year(2024));
    assert!(japan.official.iter().any(|value| value.projected && value.year == Year(2040)));
    assert!(japan.net_migration.is_some());
    health::content(&japan);

    let fixture = Baseline::illness_death().unwrap();
    assert!(matches!(fixture.mortality, Mortality::WithoutConditions(_)));
    assert_eq!((fixture.sexes.as_slice(), fixture.conditions.len()), ([Sex::Female].as_slice(), 1));
    let total: f64 = fixture.population.row(Sex::Female, Year(2016)).iter().sum();
    assert!((total - 1e6).abs() < 1e-2, "{total}");
}

#[test]
fn a_folder_and_the_embedded_text_are_the_same_pack() {
    for (folder, embedded) in
        [("japan", Baseline::japan().unwrap()), ("illness-death", Baseline::illness_death().unwrap())]
    {
        let read = Baseline::from_directory(&data(folder)).unwrap();
        assert_eq!(read.digest, embedded.digest, "{folder}");
    }
}

#[test]
fn cells_are_checked_with_exact_lines() {
    for (file, from, to, message) in [
        (
            "population.csv",
            "female,41,",
            "female,41,x",
            "population.csv:3: column `persons`: found `x26878.7798`; allowed: a finite number of 0 or more",
        ),
        (
            "population.csv",
            "female,42",
            "female,41",
            "population.csv:4: female, age 41 is already given in line 3",
        ),
        (
            "population.csv",
            "female,42,",
            "female,142,",
            "population.csv:4: column `age`: found `142`; allowed: a whole number from 40 to 99",
        ),
        (
            "population.csv",
            "female,42,",
            "femal,42,",
            "population.csv:4: column `sex`: found `femal`; allowed: female (did you mean `female`?)",
        ),
        (
            "population.csv",
            "female,42,",
            "male,42,",
            "population.csv:4: column `sex`: found `male`; allowed: female",
        ),
        (
            "population.csv",
            "sex,age,persons",
            "sex,age,person",
            "population.csv:1: unknown column `person`; allowed: sex, age, persons (did you mean `persons`?)",
        ),
        (
            "population.csv",
            "sex,age,persons",
            "sex,age,age",
            "population.csv:1: the column `age` is there 2 times; it must be there once",
        ),
        (
            "population.csv",
            "female,42,",
            "female,42,1,",
            "population.csv:4: 4 cells in this row; 3 are allowed",
        ),
        (
            "entrants.csv",
            "2017,female",
            "2051,female",
            "entrants.csv:3: column `year`: found `2051`; allowed: a year from 2016 to 2050",
        ),
        (
            "mortality_without_conditions.csv",
            "female,40,",
            "female,40,1e999\nfemale,40,",
            "mortality_without_conditions.csv:2: column `rate`: found `1e999`; allowed: a finite number of 0 or more",
        ),
        (
            "mortality_without_conditions.csv",
            "female,40,",
            "female,40,-",
            "mortality_without_conditions.csv:2: column `rate`: found `-0.00191478473`; allowed: a finite number of 0 or more",
        ),
        (
            "condition_rates.csv",
            "illness,female,43",
            "ilness,female,43",
            "condition_rates.csv:5: column `condition`: found `ilness`; allowed: illness (did you mean `illness`?)",
        ),
    ] {
        assert_eq!(fixture_message(file, from, to), message);
    }
}

#[test]
fn blank_lines_and_windows_line_ends_do_not_move_line_numbers() {
    for (from, to) in [("sex,age,persons\n", "sex,age,persons\n\n\n"), ("\n", "\r\n")] {
        let mut texts = texts("illness-death");
        let text = &mut texts.iter_mut().find(|(name, _)| name == "population.csv").unwrap().1;
        *text = text.replace("female,43,", "female,43,nan").replace(from, to);
        let line = if to.contains('\r') { 5 } else { 7 };
        let message = load(&texts).unwrap_err().to_string();
        assert!(
            message.starts_with(&format!("population.csv:{line}: column `persons`: found `nan")),
            "{message}"
        );
    }
}

#[test]
fn byte_order_mark_and_windows_line_ends_give_the_same_pack() {
    let mut texts = texts("illness-death");
    for (_, text) in &mut texts {
        *text = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    }
    assert_eq!(load(&texts).unwrap().digest, Baseline::illness_death().unwrap().digest);
}

#[test]
fn missing_rows_are_named() {
    let mut texts = texts("illness-death");
    let text = &mut texts.iter_mut().find(|(name, _)| name == "population.csv").unwrap().1;
    let line = text.lines().find(|line| line.starts_with("female,77,")).unwrap().to_owned();
    *text = text.replace(&format!("{line}\n"), "");
    assert_eq!(load(&texts).unwrap_err().to_string(), "population.csv: there is no row for female, age 77");
    text_of(&mut texts, "population.csv").clear();
    assert_eq!(
        load(&texts).unwrap_err().to_string(),
        "population.csv:1: the file is empty; its first line must be sex,age,persons"
    );
}

fn text_of<'a>(texts: &'a mut [(String, String)], file: &str) -> &'a mut String {
    &mut texts.iter_mut().find(|(name, _)| name == file).unwrap().1
}

#[test]
fn the_manifest_is_checked() {
    for (from, to, start) in [
        ("sexes: [female]", "sexs: [female]", "pack.ron:5:"),
        ("sexes: [female]", "sexes: []", "pack.ron:5: sexes: each sex once"),
        ("last: 99", "last: 250", "pack.ron:6: ages: found 40 to 250; allowed"),
        ("last: 2050", "last: 2016", "pack.ron:7: years: found 2016 to 2016; allowed"),
        (
            "mortality_ratio: 2.0",
            "mortality_ratio: inf",
            "pack.ron:10: condition `illness`: mortality_ratio must be",
        ),
        (
            "mortality_ratio: 2.0",
            "mortality_ratio: -1.0",
            "pack.ron:10: condition `illness`: mortality_ratio must be",
        ),
        ("id: \"illness-death\"", "id: \"a/b\"", "pack.ron:3: id: found `a/b`; allowed"),
        ("\"Illness\"", "\"Ill\\u{202e}ness\"", "pack.ron: the text `Ill\\u{202e}ness` holds control"),
        (
            "file: \"population.csv\"",
            "file: \"populaton.csv\"",
            "pack.ron:18: no pack has a table `populaton.csv` (did you mean `population.csv`?)",
        ),
        (
            "sources: [\"kenju_fixture\"]",
            "sources: [\"kenju_fixtur\"]",
            "pack.ron:21: the table `population.csv` cites the source `kenju_fixtur`, which is not listed (did you mean `kenju_fixture`?)",
        ),
        (
            "sources: [\"kenju_fixture\"]",
            "sources: []",
            "pack.ron:18: the table `population.csv` cites no source",
        ),
        (
            "\"mortality_without_conditions.csv\"",
            "\"entrants.csv\"",
            "pack.ron:29: the table `entrants.csv` is given twice",
        ),
    ] {
        let message = fixture_message("pack.ron", from, to);
        assert!(message.starts_with(start), "{message}");
    }
}

#[test]
fn tables_and_files_must_agree() {
    let mut fixture = texts("illness-death");
    fixture.push(("net_migration.csv".to_owned(), "year,sex,age,persons\n".to_owned()));
    let message = load(&fixture).unwrap_err().to_string();
    assert!(message.contains("the file net_migration.csv is not listed in `tables`"), "{message}");
    let missing: Vec<_> = fixture.into_iter().filter(|(name, _)| !name.contains('r')).collect();
    assert!(load(&missing).unwrap_err().to_string().contains("pack.ron"), "nothing left to read");
}

#[test]
fn a_goal_lies_in_rising_years_of_the_pack_and_gains() {
    for (from, to, start) in [
        ("interim_year: 2024", "interim_year: 2041", "goal: found years 2016, 2041 and 2040; allowed"),
        ("year: 2040", "year: 2060", "goal: found years 2016, 2024 and 2060; allowed"),
        ("gain: 3.0", "gain: inf", "goal: found gains inf and 1; allowed"),
    ] {
        let message = message_of("japan", "pack.ron", from, to);
        assert!(message.contains(start), "{message}");
    }
}

#[test]
fn japanese_tables_are_checked() {
    let message = message_of("japan", "care_prevalence.csv", "2019,male,0,0,0,0", "2019,male,0,0.5,0.4,0.2");
    assert!(
        message.starts_with("care_prevalence.csv:2: the shares of the levels add up to 1.1"),
        "{message}"
    );
    let message =
        message_of("japan", "care_parameters.csv", "recovery,0.0075,0.005", "recovery,0.0075,0.008");
    assert!(
        message.starts_with("care_parameters.csv:2: `low`, `value` and `high` must not fall"),
        "{message}"
    );
    let message = message_of("japan", "limitation.csv", "2016,male,0,0.", "2016,male,0,1.");
    assert!(message.starts_with("limitation.csv:2: column `share`: found `1."), "{message}");
    let message = message_of("japan", "official.csv", "MHLW_healthy", "MHLW_heathy");
    assert!(message.contains("(did you mean `MHLW_healthy_life_expectancy`?)"), "{message}");
    let message =
        message_of("japan", "official.csv", "life_expectancy,2001,male", "life_expectancy,2001,female");
    assert!(
        message.ends_with("life_expectancy, year 2001, female, age 0 is already given in line 2"),
        "{message}"
    );
    let message =
        message_of("japan", "life_expectancy_anchor.csv", "ipss2017,male,2040", "ipss2017,male,2041");
    assert_eq!(message, "life_expectancy_anchor.csv: there is no row for ipss2017, male, year 2040");
}

#[test]
fn paths_of_mortality_name_anchors_that_are_there() {
    for (from, to, wanted) in [
        (
            "projection: \"ipss2017\", year: 2040",
            "projection: \"ipss2018\", year: 2040",
            "life_expectancy_anchor.csv: there is no row for ipss2018, male, year 2040, which mortality_paths names",
        ),
        (
            "projection: \"ipss2017\", year: 2040",
            "projection: \"ipss2017\", year: 2024",
            "pack.ron: mortality_paths: `ipss2017`, 2024: the year must be after 2024",
        ),
        (
            "(from: 2020, anchors",
            "(from: 2025, anchors",
            "pack.ron: mortality_paths: without_excess: found from 2025; allowed: a year of `mortality.csv`, 2016 to 2024",
        ),
    ] {
        assert_eq!(message_of("japan", "pack.ron", from, to), wanted);
    }
    // Mortality that ends before the calm year, as in a pack with older tables: no panic, a message.
    let mut japan = texts("japan");
    let mortality = text_of(&mut japan, "mortality.csv");
    *mortality = mortality
        .lines()
        .filter(|line| line.starts_with("year") || &line[..4] < "2020")
        .collect::<Vec<_>>()
        .join("\n");
    let message = load(&japan).unwrap_err().to_string();
    assert!(message.contains("without_excess: found from 2020; allowed"), "{message}");
}

#[test]
fn bounds_keep_every_later_computation_finite() {
    for (file, from, to, start) in [
        ("mortality.csv", "2016,male,0,0", "2016,male,0,-0", "mortality.csv:2: column `rate`: found `-0."),
        (
            "care_parameters.csv",
            "recovery,0.0075,0.005,0.01",
            "recovery,1e9,0.005,1e10",
            "care_parameters.csv:2: column `value`: found `1e9`; allowed: a number from 0 to 5",
        ),
        ("entrants.csv", "2017,male,", "2017,male,9999", "entrants.csv: year 2017: the persons add up to "),
        (
            "net_migration.csv",
            "2017,male,20,",
            "2017,male,20,-9999999",
            "net_migration.csv: year 2017: the persons add up to ",
        ),
        (
            "care_mortality_ratio.csv",
            "male,0,",
            "male,0,9999",
            "care_mortality_ratio.csv:2: column `level_1`: found `9999",
        ),
    ] {
        let message = message_of("japan", file, from, to);
        assert!(message.starts_with(start), "{message}");
    }
    for share in ["0", "1"] {
        let mut japan = texts("japan");
        let text = text_of(&mut japan, "limitation.csv");
        let line = text.lines().nth(1).unwrap().to_owned();
        *text = text.replacen(&line, &format!("2016,male,0,{share}"), 1);
        let message = load(&japan).unwrap_err().to_string();
        assert!(message.ends_with("allowed: a number above 0 and below 1"), "{message}");
    }
    let mut empty = texts("illness-death");
    let population = text_of(&mut empty, "population.csv");
    *population = population
        .lines()
        .map(|line| match line.rsplit_once(',') {
            Some((key, persons)) if persons != "persons" => format!("{key},0"),
            _ => line.to_owned(),
        })
        .collect::<Vec<_>>()
        .join("\n");
    let message = load(&empty).unwrap_err().to_string();
    assert_eq!(message, "population.csv: the persons add up to 0; allowed: a finite number above 0");
}

#[test]
fn migration_needs_official_mortality() {
    let mut fixture = texts("illness-death");
    let mut rows = "year,sex,age,persons\n".to_owned();
    for year in 2016..=2050 {
        for age in 40..=99 {
            writeln!(rows, "{year},female,{age},0").unwrap();
        }
    }
    fixture.push(("net_migration.csv".to_owned(), rows));
    let manifest = text_of(&mut fixture, "pack.ron");
    let table = "tables: [(file: \"net_migration.csv\", title: (ja: \"x\", en: \"x\"), unit: \"x\", sources: [\"kenju_fixture\"], status: assumed, transformation: (ja: \"x\", en: \"x\")),";
    *manifest = manifest.replacen("tables: [", table, 1);
    let message = load(&fixture).unwrap_err().to_string();
    assert!(message.contains("`net_migration.csv` needs official mortality"), "{message}");
}

#[test]
fn foreign_text_is_shown_escaped() {
    let message = fixture_message("population.csv", "female,40,", "female,40,\u{1b}[2J\u{202e}");
    assert!(message.contains("found `\\u{1b}[2J\\u{202e}") && !message.contains('\u{1b}'), "{message}");
}

#[test]
fn folders_are_read_with_care() {
    let place = tempfile::tempdir().unwrap();
    let kind = |path: &Path| Baseline::from_directory(path).unwrap_err().kind();
    assert_eq!(kind(&place.path().join("none")), LoadErrorKind::Input);
    let file = place.path().join("file");
    fs::write(&file, "").unwrap();
    assert_eq!(kind(&file), LoadErrorKind::Input);
    let folder = place.path().join("pack");
    fs::create_dir(&folder).unwrap();
    assert!(
        matches!(Baseline::from_directory(&folder).unwrap_err(), LoadError::Missing { path } if path.ends_with("pack.ron"))
    );
    for (name, text) in texts("illness-death") {
        fs::write(folder.join(name), text).unwrap();
    }
    fs::write(folder.join("README.md"), "notes").unwrap();
    fs::write(folder.join(".hidden"), "").unwrap();
    assert!(Baseline::from_directory(&folder).is_ok());
    fs::write(folder.join("populations.csv"), "").unwrap();
    let message = Baseline::from_directory(&folder).unwrap_err().to_string();
    assert!(
        message
            .ends_with("populations.csv: no pack has a file of this name (did you mean `population.csv`?)")
    );
    fs::remove_file(folder.join("populations.csv")).unwrap();
    fs::write(folder.join("population.csv"), b"sex,age,persons\nfemale,\xff40,1\n").unwrap();
    let message = Baseline::from_directory(&folder).unwrap_err().to_string();
    assert!(message.ends_with("population.csv:2: the text is not UTF-8"), "{message}");
    fs::remove_file(folder.join("population.csv")).unwrap();
    fs::create_dir(folder.join("population.csv")).unwrap();
    let message = Baseline::from_directory(&folder).unwrap_err().to_string();
    assert!(message.ends_with("population.csv: this is a folder, not a file"), "{message}");
    fs::remove_dir(folder.join("population.csv")).unwrap();
    let large = fs::File::create(folder.join("population.csv")).unwrap();
    large.set_len(super::load::LARGEST_BYTES + 1).unwrap();
    assert_eq!(kind(&folder), LoadErrorKind::TooLarge);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_refused_without_opening_it() {
    let place = tempfile::tempdir().unwrap();
    for (name, text) in texts("illness-death") {
        if name != "entrants.csv" {
            fs::write(place.path().join(name), text).unwrap();
        }
    }
    let pipe = place.path().join("entrants.csv");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let message = Baseline::from_directory(place.path()).unwrap_err().to_string();
    assert!(message.ends_with("entrants.csv: this is a named pipe, not a file"), "{message}");
}
