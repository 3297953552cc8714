//! The key table holds together: no key twice, every command in words, the ways out everywhere.

use super::*;
use crate::language::Language;
use std::collections::BTreeSet;

fn commands() -> Vec<Command> {
    let mut commands: Vec<Command> = Vec::new();
    for binding in BINDINGS {
        if !commands.contains(&binding.command) {
            commands.push(binding.command);
        }
    }
    commands
}

#[test]
fn no_key_does_two_things_on_a_screen() {
    assert_eq!(Keymap::default().conflict(), None);
}

#[test]
fn every_command_is_explained_in_both_languages_and_differently() {
    for language in Language::ALL {
        let messages = Messages::of(language);
        let texts: BTreeSet<String> =
            commands().into_iter().map(|command| description(command, messages)).collect();
        assert_eq!(texts.len(), commands().len(), "{language}");
    }
}

#[test]
fn every_command_has_a_word_of_its_own() {
    let words: BTreeSet<String> = commands().into_iter().map(word).collect();
    assert_eq!(words.len(), commands().len());
    assert!(
        words
            .iter()
            .all(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c.is_ascii_digit()))
    );
}

#[test]
fn every_key_is_read_as_it_is_written() {
    for key in BINDINGS.iter().flat_map(|binding| binding.keys) {
        assert_eq!(Key::parse(&key.word()), Some(*key), "{key:?}");
    }
    assert_eq!(Key::parse("nonsense"), None);
}

#[test]
fn what_matters_on_a_screen_works_there_and_has_a_word() {
    for place in Place::ALL {
        for wanted in most_wanted(place) {
            assert!(hint(wanted, Messages::of(Language::Ja)).is_some(), "{wanted:?}");
            let works = BINDINGS.iter().any(|one| one.command == wanted && one.on.works(place));
            assert!(works, "{wanted:?} on {place:?}");
        }
    }
}

#[test]
fn the_ways_out_are_known_everywhere() {
    let keys = Keymap::default();
    for place in Place::ALL {
        assert_eq!(keys.command(Key::Char('q'), place), Some(Command::Quit));
        assert_eq!(keys.command(Key::Control('c'), place), Some(Command::Quit));
        assert_eq!(keys.command(Key::Escape, place), Some(Command::Close));
        assert_eq!(keys.command(Key::Char('U'), place), None);
    }
}

#[test]
fn own_keys_take_the_place_of_the_default_ones() {
    let keys = Keymap::own([("undo", &["U", "Ctrl-U"][..])]).unwrap();
    assert_eq!(keys.command(Key::Char('U'), Place::Why), Some(Command::Undo));
    assert_eq!(keys.command(Key::Control('u'), Place::Why), Some(Command::Undo));
    assert_eq!(keys.command(Key::Char('u'), Place::Why), None);
    assert_eq!(keys.name(Command::Undo, Messages::of(Language::En)), "U");
}

#[test]
fn own_keys_are_held_against_each_other() {
    let fault = |pairs: &[(&str, &[&str])]| Keymap::own(pairs.iter().copied()).unwrap_err();
    assert_eq!(
        fault(&[("unod", &["x"])]),
        KeyError::UnknownAction { found: "unod".to_owned(), nearest: Some("undo".to_owned()) }
    );
    assert_eq!(
        fault(&[("undo", &["Strg-x"])]),
        KeyError::UnknownKey { action: "undo".to_owned(), found: "Strg-x".to_owned() }
    );
    assert!(matches!(fault(&[("undo", &["q"])]), KeyError::Conflict { .. }));
    assert_eq!(fault(&[("quit", &[])]), KeyError::NoWayOut { action: "quit".to_owned() });
}
