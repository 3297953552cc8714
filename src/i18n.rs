//! Messages in Japanese and English, and the choice between them.
//!
//! Every user-visible sentence has an id in `locales/ja/kenju.ftl` and `locales/en/kenju.ftl`
//! (Fluent). The `message!` macro checks the id and its placeholders when
//! the program is compiled. Both languages are always loaded, so a screen switches at once, and no
//! language falls back to the other in silence: a missing message is a failing test, not a mixture.

mod locale;
pub mod numbers;

pub use locale::{choose, from_locale_name};

use crate::baseline::Text;
use crate::language::Language;
use i18n_embed::fluent::FluentLanguageLoader;
use i18n_embed::{I18nAssets, LanguageLoader as _};
use std::borrow::Cow;
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;

/// Looks up a message: `message!(messages, "id")`, `message!(messages, "id", name = value)`.
///
/// Id and placeholders are checked at compile time against `locales/en/kenju.ftl`. Numbers are
/// passed as text made by [`numbers`], so that no locale of the machine can change them.
macro_rules! message {
    ($messages:expr, $($rest:tt)*) => {
        i18n_embed_fl::fl!($messages.loader(), $($rest)*)
    };
}
#[allow(unused_imports, reason = "used as soon as a layer above speaks")]
pub(crate) use message;

/// The message files, compiled into the program.
struct Files;

impl Files {
    const ALL: [(&'static str, &'static str); 2] = [
        ("ja/kenju.ftl", include_str!("../locales/ja/kenju.ftl")),
        ("en/kenju.ftl", include_str!("../locales/en/kenju.ftl")),
    ];
}

impl I18nAssets for Files {
    fn get_files(&self, file_path: &str) -> Vec<Cow<'_, [u8]>> {
        let found = Self::ALL.iter().filter(|(path, _)| *path == file_path);
        found.map(|(_, text)| Cow::Borrowed(text.as_bytes())).collect()
    }

    fn filenames_iter(&self) -> Box<dyn Iterator<Item = String> + '_> {
        Box::new(Self::ALL.iter().map(|(path, _)| (*path).to_owned()))
    }
}

/// All messages of one language.
#[derive(Debug)]
pub struct Messages {
    language: Language,
    loader: FluentLanguageLoader,
}

impl Messages {
    /// The messages of a language; loaded once, then shared.
    #[must_use]
    pub fn of(language: Language) -> &'static Self {
        static JAPANESE: LazyLock<Messages> = LazyLock::new(|| Messages::load(Language::Ja));
        static ENGLISH: LazyLock<Messages> = LazyLock::new(|| Messages::load(Language::En));
        match language {
            Language::Ja => &JAPANESE,
            Language::En => &ENGLISH,
        }
    }

    fn load(language: Language) -> Self {
        let identifier: LanguageIdentifier =
            language.as_str().parse().expect("a two-letter code is a language identifier");
        let loader = FluentLanguageLoader::new("kenju", identifier.clone());
        loader
            .load_languages(&Files, &[identifier])
            .expect("the message files are compiled in and a test parses both of them");
        // Isolation marks are invisible characters that break the measuring of table columns.
        loader.set_use_isolating(false);
        Self { language, loader }
    }

    /// Which language these messages are in.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The Fluent loader, for the `message!` macro.
    #[must_use]
    pub const fn loader(&self) -> &FluentLanguageLoader {
        &self.loader
    }

    /// The half of a bilingual text that is in this language.
    #[must_use]
    pub fn choose<'text>(&self, text: &'text Text) -> &'text str {
        match self.language {
            Language::Ja => &text.ja,
            Language::En => &text.en,
        }
    }
}

#[cfg(test)]
mod tests;
