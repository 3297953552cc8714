//! Which language to speak when the user has not said it.
//!
//! Order: `--lang`, then `LC_ALL`, `LC_MESSAGES`, `LANG` (the first that is set decides, as in
//! POSIX), then what the operating system reports, then English.

use crate::language::Language;

/// The language to speak: `explicit` if given, otherwise from the environment.
#[must_use]
pub fn choose(explicit: Option<Language>) -> Language {
    explicit.unwrap_or_else(|| {
        from_environment(|name| std::env::var(name).ok())
            .unwrap_or_else(|| sys_locale::get_locale().map_or(Language::En, |name| from_locale_name(&name)))
    })
}

/// The language of a locale name such as `ja_JP.UTF-8` or `ja-JP`; everything else is English.
#[must_use]
pub fn from_locale_name(name: &str) -> Language {
    let primary = name.split(['_', '-', '.', '@']).next().unwrap_or_default();
    if primary.eq_ignore_ascii_case("ja") { Language::Ja } else { Language::En }
}

fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Option<Language> {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(variable)
        .find(|value| !value.is_empty())
        .map(|value| from_locale_name(&value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_variable_that_is_set_decides() {
        let environment = |pairs: &'static [(&str, &str)]| {
            from_environment(move |name| {
                pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(environment(&[]), None);
        assert_eq!(environment(&[("LANG", "ja_JP.UTF-8")]), Some(Language::Ja));
        assert_eq!(environment(&[("LANG", "ja_JP.UTF-8"), ("LC_ALL", "C")]), Some(Language::En));
        assert_eq!(environment(&[("LANG", "en_US"), ("LC_MESSAGES", "ja")]), Some(Language::Ja));
        assert_eq!(environment(&[("LANG", "ja_JP"), ("LC_ALL", "")]), Some(Language::Ja));
        assert_eq!(environment(&[("LANG", "tr_TR.UTF-8")]), Some(Language::En));
    }

    #[test]
    fn locale_names_of_all_systems() {
        for name in ["ja", "ja_JP.eucJP", "ja-JP", "JA", "ja@calendar=japanese"] {
            assert_eq!(from_locale_name(name), Language::Ja, "{name}");
        }
        for name in ["", "C", "POSIX", "jam_JM", "en_GB", "tr_TR", "\u{202e}ja"] {
            assert_eq!(from_locale_name(name), Language::En, "{name}");
        }
    }
}
