//! `life-table` and `sullivan` on good, bad and hostile tables.

use super::{failure, json, output};
use std::fmt::Write as _;
use std::fs;
use tempfile::{TempDir, tempdir};

fn file(folder: &TempDir, content: impl AsRef<[u8]>) -> String {
    let path = folder.path().join("table.csv");
    fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_life_table_of_constant_hazard_has_its_closed_form() {
    // Rate 0.02 in every group: with a = 0.5 and an open group of L = l / m, e is near 1 / 0.02.
    let folder = tempdir().unwrap();
    let mut table = String::from("age,population,deaths\n");
    for age in 0..=100 {
        writeln!(table, "{age},1000,20").unwrap();
    }
    let path = file(&folder, &table);
    let result = json(&["life-table", &path, "--format", "json"]);
    let rows = result["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 101);
    let first = &rows[0];
    for key in ["age", "m", "q", "l", "L", "life_expectancy"] {
        assert!(first[key].is_number(), "{key}");
    }
    assert!((first["life_expectancy"].as_f64().unwrap() - 50.0).abs() < 1e-9);
    assert!((first["q"].as_f64().unwrap() - 0.02 / 1.01).abs() < 1e-15);
    let windows = file(&folder, format!("\u{feff}{}", table.replace('\n', "\r\n")));
    assert_eq!(json(&["life-table", &windows, "--format", "json"]), result);
    assert!(output(&["life-table", &windows, "--lang", "ja"]).contains("平均余命"));
    let csv = output(&["life-table", &windows, "--format", "csv"]);
    assert!(csv.starts_with("age,m,q,l,L,life_expectancy\n0,0.02,"), "{csv}");
}

#[test]
fn half_limited_everywhere_halves_the_expectancy() {
    let folder = tempdir().unwrap();
    let mut table = String::from("age,population,deaths,limited_share,sample_size\n");
    for age in (0..=85).step_by(5) {
        writeln!(table, "{age},1000,20,0.5,400").unwrap();
    }
    let path = file(&folder, &table);
    let result = json(&["sullivan", &path, "--format", "json"]);
    for row in result["rows"].as_array().unwrap() {
        let (all, healthy) = (&row["life_expectancy"], &row["healthy_life_expectancy"]);
        assert!((healthy.as_f64().unwrap() * 2.0 - all.as_f64().unwrap()).abs() < 1e-9);
        assert!(row["se_prevalence"].as_f64().unwrap() > 0.0);
        assert!(row["se_total"].as_f64().unwrap() >= row["se_prevalence"].as_f64().unwrap());
    }
    for format in ["table", "md", "csv"] {
        assert!(!output(&["sullivan", &path, "--format", format]).is_empty());
    }
}

#[test]
fn bad_tables_are_refused_with_line_and_column() {
    let folder = tempdir().unwrap();
    let cases: [(&[u8], &str); 9] = [
        (b"", "empty"),
        (b"age,population,deaths\n", "row"),
        (b"age,population,death\n0,1,1\n", "deaths"),
        (b"age,population,deaths\n0,1000,x\n", ":2"),
        (b"age,population,deaths\n0,1000,nan\n", ":2"),
        (b"age,population,deaths\n0,1000,1e999\n", ":2"),
        (b"age,population,deaths\n5,1000,1\n0,1000,1\n", ":3"),
        (b"age,qx\n0,1.5\n", "qx"),
        (b"age,population,deaths\n0,1000,\xff\n", "UTF-8"),
    ];
    for (content, expected) in cases {
        let path = file(&folder, content);
        let message = failure(&["life-table", &path], 3);
        assert!(message.contains("table.csv") && message.contains(expected), "{expected}: {message}");
        failure(&["sullivan", &path], 3);
    }
    let path = file(&folder, "age,population,deaths,limited_share\n0,1000,1,\u{1b}[31m2\n");
    let message = failure(&["sullivan", &path, "--lang", "ja"], 3);
    assert!(!message.contains('\u{1b}') && message.contains("エラー"), "{message:?}");
}
