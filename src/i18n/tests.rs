//! Holds both message files together: same ids, same placeholders, no glyph of ambiguous width.

use super::{Files, Messages};
use crate::language::Language;
use std::collections::{BTreeMap, BTreeSet};
use unicode_width::UnicodeWidthChar as _;

/// Message id to placeholder names, read straight from the file.
///
/// Continuation lines are indented in Fluent; an id starts in the first column.
fn placeholders(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        if !line.starts_with(' ') {
            let (id, _) = line.split_once(" =").unwrap_or_else(|| panic!("not a message: {line}"));
            current = id.to_owned();
            assert!(found.insert(current.clone(), BTreeSet::new()).is_none(), "{id} twice");
        }
        let names = found.get_mut(&current).expect("the id was just inserted");
        for part in line.split('$').skip(1) {
            let end = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-');
            names.insert(part[..end.unwrap_or(part.len())].to_owned());
        }
    }
    found
}

#[test]
fn both_languages_have_the_same_messages() {
    let [(_, japanese), (_, english)] = Files::ALL;
    let (japanese, english) = (placeholders(japanese), placeholders(english));
    assert!(english.len() > 50);
    assert_eq!(japanese.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>());
    for (id, names) in &english {
        assert_eq!(&japanese[id], names, "placeholders of {id}");
    }
}

#[test]
fn every_message_is_known_to_the_loader() {
    for (language, (_, text)) in Language::ALL.into_iter().zip(Files::ALL) {
        let loader = Messages::of(language).loader();
        for id in placeholders(text).keys() {
            assert!(loader.has(id), "{language}: {id} does not parse");
        }
    }
}

#[test]
fn no_glyph_is_of_ambiguous_or_no_width() {
    for (path, text) in Files::ALL {
        for (number, line) in text.lines().enumerate() {
            for glyph in line.chars() {
                assert_eq!(glyph.width(), glyph.width_cjk(), "{path}:{}: {glyph:?}", number + 1);
                assert_ne!(glyph.width(), Some(0), "{path}:{}: {glyph:?}", number + 1);
            }
        }
    }
}

#[test]
fn the_same_id_speaks_both_languages_without_isolation_marks() {
    let japanese = message!(Messages::of(Language::Ja), "goal-reached", year = "2040");
    let english = message!(Messages::of(Language::En), "goal-reached", year = "2040");
    assert!(japanese.contains("2040") && english.contains("2040"));
    assert_ne!(japanese, english);
    for text in [japanese, english] {
        assert!(!text.contains(['\u{2068}', '\u{2069}']), "{text:?}");
    }
}
