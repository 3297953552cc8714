//! Both languages are complete: the message files have the same ids and placeholders, every id is
//! used, and no form of output mixes the languages.

use assert_cmd::cargo::cargo_bin_cmd;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Message id to its text, continuation lines included.
fn messages(language: &str) -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language).join("kenju.ftl");
    let text = fs::read_to_string(path).unwrap();
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut current = String::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if !line.starts_with(' ') {
            let (id, _) = line.split_once(" =").unwrap();
            id.clone_into(&mut current);
        }
        found.entry(current.clone()).or_default().push_str(line);
    }
    found
}

fn placeholders(message: &str) -> Vec<String> {
    let mut names: Vec<String> = message
        .split('$')
        .skip(1)
        .map(|part| part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect())
        .collect();
    names.sort();
    names.dedup();
    names
}

#[test]
fn the_languages_have_the_same_ids_and_placeholders() {
    let (japanese, english) = (messages("ja"), messages("en"));
    assert_eq!(japanese.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>());
    for (id, text) in &english {
        assert_eq!(placeholders(text), placeholders(&japanese[id]), "{id}");
    }
}

#[test]
fn every_message_is_used() {
    let mut sources = String::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                sources += &fs::read_to_string(path).unwrap();
            }
        }
    }
    for id in messages("en").keys() {
        assert!(sources.contains(&format!("\"{id}\"")), "{id} is not used");
    }
}

#[test]
fn english_messages_have_no_japanese_and_japanese_ones_have_some() {
    let japanese =
        |text: &str| text.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'));
    for (id, text) in messages("en") {
        assert!(!japanese(&text), "{id}: {text}");
    }
    for (id, text) in messages("ja") {
        let mut content = text.split_once('=').unwrap().1.to_owned();
        while let (Some(start), Some(end)) = (content.find('{'), content.find('}')) {
            content.replace_range(start..=end, "");
        }
        let foreign = content.contains(|c: char| c.is_ascii_lowercase()) && !content.contains("kenju");
        assert!(japanese(&content) || !foreign, "{id}: {text}");
    }
}

#[test]
fn no_table_is_out_of_line_in_either_language() {
    for language in ["ja", "en"] {
        let assert =
            cargo_bin_cmd!("kenju").args(["run", "--until", "2018", "--lang", language]).assert().success();
        let text = String::from_utf8(assert.get_output().stdout.clone()).unwrap();
        let mut tables = 0;
        let lines: Vec<&str> = text.lines().collect();
        for (index, rule) in lines.iter().enumerate().filter(|(_, line)| line.starts_with("----  -")) {
            tables += 1;
            let width = unicode_width::UnicodeWidthStr::width(*rule);
            for line in [lines[index - 1], lines[index + 1], lines[index + 2], lines[index + 3]] {
                assert_eq!(unicode_width::UnicodeWidthStr::width(line), width, "{line}");
            }
            assert!(width <= 80, "{width} cells");
        }
        assert_eq!(tables, 3);
    }
}
