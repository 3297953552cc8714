//! Reading users' tables: the official life tables, accepted variants, and every fault.

use super::*;
use crate::outcome::life_table::life_table;
use crate::outcome::sullivan::sullivan;
use std::collections::BTreeMap;

const OFFICIAL: &str = include_str!("../../../tests/data/official_life_tables.csv");

/// Published life expectancy at birth of these tables, men and women.
const OFFICIAL_AT_BIRTH: [(&str, f64, f64); 6] = [
    ("2005", 78.56, 85.52),
    ("2010", 79.55, 86.30),
    ("2018", 81.25, 87.32),
    ("2020", 81.56, 87.71),
    ("2023", 81.09, 87.14),
    ("2024", 81.09, 87.13),
];

#[test]
fn the_official_tables_give_the_official_life_expectancy() {
    let (header, body) = OFFICIAL.split_once('\n').unwrap();
    let mut files: BTreeMap<(&str, &str), String> = BTreeMap::new();
    for line in body.lines() {
        let mut cells = line.split(',');
        let key = (cells.next().unwrap(), cells.next().unwrap());
        let file = files.entry(key).or_insert_with(|| format!("{header}\n"));
        file.push_str(line);
        file.push('\n');
    }
    assert_eq!(files.len(), 12);
    for (year, men, women) in OFFICIAL_AT_BIRTH {
        for (sex, official) in [("M", men), ("F", women)] {
            let input = read_life_table_csv(&files[&(year, sex)], "official.csv").unwrap();
            let table = life_table(&input);
            let found = table.rows[0].life_expectancy;
            assert!((found - official).abs() <= 0.005, "{year} {sex}: {found} against {official}");
        }
    }
}

const COUNTED: &str = "age,population,deaths\n0,1000,5\n1,4000,2\n5,5000,1\n10,20000,900\n";
const SURVEYED: &str = "age,population,deaths,limited_share,sample_size,qx,ax\n\
    0,1000,5,0.01,50,0.004,\n1,4000,2,0.02,,,\n5,5000,1,0.03,100,,0.4\n10,20000,900,0.5,100,,\n";

#[test]
fn counts_and_probabilities_are_read() {
    let table = life_table(&read_life_table_csv(COUNTED, "a.csv").unwrap());
    assert_eq!(table.rows.len(), 4);
    assert!((table.rows[0].m - 0.005).abs() < 1e-15);
    // a(0) = 0.2 in a table with the ages 0, 1, 5.
    assert!((table.rows[0].q - 0.005 / 1.004).abs() < 1e-15);
    assert!((table.rows[3].life_expectancy - 20_000.0 / 900.0).abs() < 1e-12);

    let both = "age,population,deaths,qx,ax,ex\n0,1000,5,0.004,0.1,9\n1,4000,2,,,9\n5,5000,9,,3.5,17.5\n";
    let table = life_table(&read_life_table_csv(both, "a.csv").unwrap());
    assert_eq!(table.rows[0].q, 0.004);
    assert!((table.rows[0].person_years - 1e5 * (1.0 - 0.9 * 0.004)).abs() < 1e-9);
    assert_eq!(table.rows[2].life_expectancy, 17.5);
    assert!((table.rows[2].person_years - 17.5 * table.rows[2].l).abs() < 1e-9);
}

#[test]
fn marks_line_ends_blanks_and_companions_are_accepted() {
    let plain = read_life_table_csv(COUNTED, "a.csv").unwrap();
    let changed = [
        format!("\u{feff}{COUNTED}"),
        COUNTED.replace('\n', "\r\n"),
        COUNTED.replace('\n', "\n\n,,\n"),
        COUNTED.replace('\n', ",,\n"),
        COUNTED.trim_end().to_owned(),
        COUNTED.replace(',', " , "),
        COUNTED.replace("age,", "Age,").replace("deaths", "\"deaths\""),
        COUNTED.replace("5\n", "5.0\n"),
        COUNTED
            .lines()
            .map(|line| if line.starts_with('a') { format!("sex,{line}\n") } else { format!("M,{line}\n") })
            .collect(),
    ];
    for text in changed {
        assert_eq!(read_life_table_csv(&text, "a.csv").as_ref(), Ok(&plain), "{text:?}");
    }
    assert!(read_life_table_csv(SURVEYED, "a.csv").is_ok(), "a table for sullivan is a life table too");
}

#[test]
fn empty_optional_cells_mean_none() {
    let rows = sullivan(&read_sullivan_csv(SURVEYED, "a.csv").unwrap()).rows;
    assert_eq!(rows[0].q, 0.004);
    assert!((rows[2].q - 5.0 * 0.0002 / (1.0 + 3.0 * 0.0002)).abs() < 1e-15);
    assert!(rows[0].se_total.is_none() && rows[1].se_total.is_none() && rows[2].se_total.is_some());
    let json = serde_json::to_value(sullivan(&read_sullivan_csv(SURVEYED, "a.csv").unwrap())).unwrap();
    let first = json["rows"][0].as_object().unwrap();
    for key in ["age", "m", "q", "l", "L", "life_expectancy", "healthy_life_expectancy", "share_healthy"] {
        assert!(first[key].is_number(), "{key}");
    }
    assert!(first["se_prevalence"].is_null() && first["se_total"].is_null());
    assert!(json["rows"][2]["se_total"].is_number());
}

#[test]
fn the_json_of_a_life_table_has_the_agreed_keys() {
    let json = serde_json::to_value(life_table(&read_life_table_csv(COUNTED, "a.csv").unwrap())).unwrap();
    let keys: Vec<_> = json["rows"][0].as_object().unwrap().keys().cloned().collect();
    let mut expected = vec!["age", "m", "q", "l", "L", "life_expectancy"];
    expected.sort_unstable();
    let mut keys = keys;
    keys.sort_unstable();
    assert_eq!(keys, expected);
}

fn life_error(text: &str) -> String {
    read_life_table_csv(text, "a.csv").unwrap_err().to_string()
}

fn sullivan_error(text: &str) -> String {
    read_sullivan_csv(text, "a.csv").unwrap_err().to_string()
}

#[test]
fn faults_of_the_header_are_named() {
    assert_eq!(life_error(""), "a.csv:1: the file is empty");
    assert_eq!(life_error("\u{feff}\r\n\r\n"), "a.csv:1: the file is empty");
    assert_eq!(life_error("age,qx\n"), "a.csv:1: there is no row below the header");
    assert_eq!(
        sullivan_error("age,population,deaths,limited_share"),
        "a.csv:1: there is no row below the header"
    );
    assert_eq!(
        life_error("age,populaton,deaths\n0,1,1\n"),
        "a.csv:1: unknown column `populaton`; did you mean `population`? allowed: age, population, deaths, qx, ax, ex"
    );
    assert!(sullivan_error("age,population,deaths,limited\n").contains("did you mean `limited_share`?"));
    assert!(sullivan_error("age,population,deaths,limited_share,smaple_size\n").contains("`sample_size`?"));
    let unlike = life_error("age,qx,weather\n");
    assert!(unlike.contains("unknown column `weather`; allowed: age"), "{unlike}");
    assert_eq!(life_error("age,qx,QX\n0,1,1\n"), "a.csv:1: column `qx`: the column appears twice");
    assert_eq!(
        life_error("age,population\n0,1\n"),
        "a.csv:1: missing columns: deaths (`qx` will do in place of population and deaths)"
    );
    assert_eq!(life_error("qx\n0.1\n"), "a.csv:1: missing columns: age");
    assert_eq!(sullivan_error("age,deaths\n0,1\n"), "a.csv:1: missing columns: population, limited_share");
}

#[test]
fn faults_of_a_cell_name_line_column_found_and_allowed() {
    let with = |from: &str, to: &str| sullivan_error(&SURVEYED.replace(from, to));
    assert_eq!(
        with("0,1000,5", "0,1000,five"),
        "a.csv:2: column `deaths`: found `five`; allowed: a number from 0"
    );
    assert_eq!(
        with("0,1000,5", "0,1000,-5"),
        "a.csv:2: column `deaths`: found `-5`; allowed: a number from 0"
    );
    for number in ["NaN", "inf", "-inf", "1e999"] {
        let error = with("0,1000,5", &format!("0,{number},5"));
        assert_eq!(
            error,
            format!("a.csv:2: column `population`: found `{number}`; allowed: a number above 0")
        );
    }
    assert_eq!(
        with("1,4000,2,0.02", "1,4000,2,2.0"),
        "a.csv:3: column `limited_share`: found `2.0`; allowed: a share from 0 to 1 (12% is 0.12)"
    );
    assert_eq!(
        with("1,4000,2,0.02", "1,4000,,0.02"),
        "a.csv:3: column `deaths`: the cell is empty; allowed: a number from 0"
    );
    assert!(
        with(",0.4\n", ",1.4\n")
            .starts_with("a.csv:4: column `ax`: found `1.4`; allowed: a fraction above 0")
    );
    assert!(with(",50,0.004", ",0,0.004").starts_with("a.csv:2: column `sample_size`: found `0`"));
    assert!(with(",0.004", ",1.004").starts_with("a.csv:2: column `qx`: found `1.004`"));
    for age in ["-1", "1.5", "131", "abc", "85+"] {
        let error = with("\n1,4000", &format!("\n{age},4000"));
        assert_eq!(
            error,
            format!("a.csv:3: column `age`: found `{age}`; allowed: a whole age from 0 to 130")
        );
    }
    assert!(with("\n5,5000", "\n1,5000").starts_with("a.csv:4: column `age`: age 1 does not rise above 1"));
    assert!(
        with("20000,900", "20000,0")
            .starts_with("a.csv:5: column `deaths`: found `0`; the last row is an open")
    );
    assert_eq!(
        with("20000,900", "20,000,900"),
        "a.csv:5: the row has 8 cells, the header 7 (numbers are written without thousands separators)"
    );
}

#[test]
fn faults_of_a_life_table_row() {
    assert_eq!(
        life_error("age,qx\n0,0.01\n\n1,\n2,1\n"),
        "a.csv:4: column `qx`: the cell is empty; allowed: a share from 0 to 1 (12% is 0.12)"
    );
    assert!(life_error("age,qx\n0,0.01\n1,0\n").starts_with("a.csv:3: column `qx`: found `0`; the last row"));
    assert!(life_error("age,qx,ex\n0,0.01,9\n1,,0\n").starts_with("a.csv:3: column `ex`: found `0`"));
    assert!(
        life_error("age,population,deaths\n0,10,1\n1,,3\n")
            .starts_with("a.csv:3: column `population`: the cell is empty")
    );
    assert!(
        life_error("age,population,deaths\n0,10,1\n1,,\n")
            .starts_with("a.csv:3: column `deaths`: the cell is empty")
    );
    for text in ["age,qx\n0,0.01\n85,0.4\n", "age,qx,ex\n0,0.01,\n85,0.999,\n"] {
        let error = life_error(text);
        assert!(error.starts_with("a.csv:3: column `qx`: found `0.") && error.contains("`ex`"), "{error}");
    }
    assert!(read_life_table_csv("age,qx\n0,0.01\n85,1\n", "a.csv").is_ok());
    assert!(read_life_table_csv("age,qx,ex\n0,0.01,\n85,0.4,6\n", "a.csv").is_ok());
    assert_eq!(
        life_error("age,population,deaths\n0,10,11\n1,10,11\n"),
        "a.csv:2: column `deaths`: found `11`, more than the population `10`; allowed only in the open last row"
    );
    assert!(read_life_table_csv("age,population,deaths\n0,10,10\n1,10,11\n", "a.csv").is_ok());
    for ends in ["\n", "\r\n", "\r"] {
        let text = "age,qx\n\n0,0.01\n\n\n1,two\n".replace('\n', ends);
        assert!(life_error(&text).starts_with("a.csv:6: column `qx`: found `two`"), "{ends:?}");
    }
    // Expectancies of other rows are not used, whatever they say.
    assert!(read_life_table_csv("age,qx,ex\n0,0.01,none\n1,,8\n", "a.csv").is_ok());
}

#[test]
fn foreign_text_is_escaped_and_cut() {
    let error = read_life_table_csv("age,q\u{1b}[31m\u{202e}x\n", "b\u{7}.csv").unwrap_err();
    let text = error.text();
    for message in [&text.ja, &text.en] {
        assert!(message.starts_with("b\\u{7}.csv:1:"), "{message}");
        assert!(message.contains("q\\u{1b}[31m\\u{202e}x"), "{message}");
        assert!(!message.chars().any(char::is_control));
    }
    let long = life_error(&format!("age,qx\n0,{}\n1,1\n", "9".repeat(4000)));
    assert!(long.chars().count() < 200 && long.contains('…'), "{long}");
}

#[test]
fn messages_exist_in_japanese() {
    let error = read_sullivan_csv(&SURVEYED.replace("1,4000,2,0.02", "1,4000,2,2.0"), "表.csv").unwrap_err();
    assert_eq!(
        error.text().ja,
        "表.csv:3: limited_share 列: 「2.0」は使えません。使える値: 0から1までの割合(12%は0.12)"
    );
}
