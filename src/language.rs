//! The two languages of the product.
//!
//! Only the choice itself lives here, in the lowest layer, so that titles, diagnostics and messages
//! name the same thing; the messages are in [`crate::i18n`].

use std::fmt;
use std::str::FromStr;

/// A language kenju speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// Japanese.
    Ja,
    /// English.
    En,
}

impl Language {
    /// Every language, in the order a switch goes through them.
    pub const ALL: [Self; 2] = [Self::Ja, Self::En];

    /// The ISO 639-1 code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
        }
    }

    /// The other language.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Ja => Self::En,
            Self::En => Self::Ja,
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A language code other than `ja` and `en`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the language must be `ja` or `en`")]
pub struct UnknownLanguage;

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|language| language.as_str() == code).ok_or(UnknownLanguage)
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn codes_read_back() {
        for language in Language::ALL {
            assert_eq!(language.as_str().parse(), Ok(language));
            assert_ne!(language.other(), language);
        }
        assert!("JA".parse::<Language>().is_err());
        assert!("fr".parse::<Language>().is_err());
    }
}
