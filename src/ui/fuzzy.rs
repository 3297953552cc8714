//! How well a name fits a few typed letters, for lists that are searched while typing.

/// Points of a word that stands in the name as typed.
const WHOLE: i32 = 100;

/// More points where it begins a word of the name.
const BEGINS: i32 = 40;

/// The points of a name: every typed word must be found, as it is or with letters left out between;
/// `None` if one is not. Case does not count; nothing typed fits everything alike.
#[must_use]
pub fn score(typed: &str, name: &str) -> Option<i32> {
    let name: Vec<char> = name.to_lowercase().chars().collect();
    let mut points = 0;
    for word in typed.to_lowercase().split_whitespace() {
        let word: Vec<char> = word.chars().collect();
        points += whole(&word, &name).or_else(|| scattered(&word, &name))?;
    }
    Some(points)
}

fn whole(word: &[char], name: &[char]) -> Option<i32> {
    let at = name.windows(word.len()).position(|part| part == word)?;
    let begins = at == 0 || !name[at - 1].is_alphanumeric();
    // Of two that fit as well, the one that says it earlier.
    Some(WHOLE + if begins { BEGINS } else { 0 } - i32::try_from(at).map_or(20, |at| at.min(20)))
}

/// The letters in their order, few gaps before many.
fn scattered(word: &[char], name: &[char]) -> Option<i32> {
    let mut from = 0;
    let mut gaps = 0;
    for letter in word {
        let found = name[from..].iter().position(|known| known == letter)?;
        gaps += i32::from(found > 0);
        from += found + 1;
    }
    Some(20 - gaps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_come_before_middles_and_middles_before_scattered_letters() {
        let beginning = score("salt", "Salt reduction").unwrap();
        let middle = score("salt", "Unsalted food").unwrap();
        let scattered = score("salt", "Small alterations today").unwrap();
        assert!(beginning > middle && middle > scattered, "{beginning} {middle} {scattered}");
        assert_eq!(score("salt", "Tobacco"), None);
    }

    #[test]
    fn every_typed_word_must_be_found() {
        assert!(score("red salt", "Salt reduction").is_some());
        assert_eq!(score("salt tax", "Salt reduction"), None);
        assert_eq!(score("", "anything"), Some(0));
        assert!(score("減塩", "減塩と食環境づくり").is_some());
    }
}
