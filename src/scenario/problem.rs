//! What can be wrong with a scenario's content, and how it is said in both languages.
//!
//! A problem is data: what was found, what is allowed, what was probably meant. The sentences are made
//! from it here and nowhere else, so both languages always say the same.

mod kind;
mod named;

use super::quantity::{Refusal, TextKind};
use super::schema::MOST_HAZARD_CHANGES;
use crate::baseline::Text;
use crate::language::Language;
use crate::nearest::nearest;
use crate::text::escape_untrusted;
pub use named::Named;
use unicode_segmentation::UnicodeSegmentation as _;

/// A mistake in the content of a scenario file.
#[derive(Debug, Clone, PartialEq)]
pub enum Problem {
    /// A field that does not exist here.
    UnknownField(Choice),
    /// A named value that does not exist here.
    UnknownValue(Choice),
    /// The same field twice.
    DuplicateField,
    /// A field that must be given is not.
    MissingField,
    /// A value of another type.
    WrongType {
        /// What stands there; `None` at the end of the file.
        found: Option<String>,
        /// What belongs there.
        expected: Expected,
    },
    /// A value of the right type that is not allowed.
    Refused {
        /// What stands there.
        found: String,
        /// Which rule it breaks.
        refusal: Refusal,
    },
    /// Brackets, commas and quotes do not fit.
    Syntax {
        /// What stands there; `None` at the end of the file.
        found: Option<String>,
        /// What belongs there.
        expected: Mark,
    },
    /// Brackets inside brackets without end.
    TooDeep,
    /// Nothing in the file but spaces and comments.
    Empty,
    /// Bytes that are not UTF-8.
    NotUtf8 {
        /// Position of the first such byte, from 0.
        offset: usize,
        /// That byte.
        byte: u8,
    },
    /// The file is UTF-16.
    Utf16,
    /// A base that lies outside the directory of the file named by the user, or an absolute path.
    BaseOutside {
        /// The base as written.
        found: String,
    },
    /// A base that is no embedded scenario.
    BaseUnknown(Choice),
    /// A base that leads back to itself.
    BaseCycle {
        /// The names from the first file to the repeated one.
        chain: Vec<String>,
    },
    /// Too many bases upon each other.
    BaseTooDeep {
        /// How many are allowed.
        limit: usize,
    },
    /// A lever that the pack does not have.
    LeverUnknown {
        /// What was found, and the levers of the pack.
        choice: Choice,
        /// Identifier of the pack.
        pack: String,
    },
    /// A channel that the lever does not have.
    ChannelUnknown {
        /// What was found, and the channels of the lever.
        choice: Choice,
        /// Identifier of the lever.
        lever: String,
    },
    /// A trial or enabler that the pack does not have.
    NamedUnknown {
        /// What it should be.
        kind: Named,
        /// What was found, and what the pack has.
        choice: Choice,
        /// Identifier of the pack.
        pack: String,
    },
    /// The same trial or enabler twice in one file.
    NamedTwice {
        /// What it is.
        kind: Named,
        /// Its identifier.
        found: String,
    },
    /// Trials with a pack that has none.
    NoTrials {
        /// Identifier of the pack.
        pack: String,
    },
    /// The same lever twice in one file.
    LeverTwice {
        /// Identifier of the lever.
        found: String,
    },
    /// A scenario of a study that is what the others are compared with.
    IsReference {
        /// Its identifier.
        found: String,
    },
    /// A study without anything to compare.
    NothingToRun,
    /// A last year that the pack does not reach, or that leaves nothing to run.
    YearOutside {
        /// The year found.
        found: u16,
        /// First and last year that the pack allows.
        allowed: (u16, u16),
    },
    /// A mistake in another kind of file, in the words of the layer that reads it.
    Told(Box<Told>),
    /// A mistake for which the RON reader has its own words.
    Unreadable {
        /// Those words, in English.
        message: String,
    },
}

/// A mistake in both languages, with what is allowed in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What is wrong, in one sentence without a full stop.
    pub headline: Text,
    /// What is allowed there.
    pub allowed: Text,
    /// The allowed name that was probably meant.
    pub nearest: Option<String>,
}

impl Choice {
    /// The name that was found, with those that are allowed and the nearest of them.
    #[must_use]
    pub fn among<'a>(found: &str, allowed: impl Iterator<Item = &'a str> + Clone) -> Self {
        Self {
            found: found.to_owned(),
            nearest: nearest(found, allowed.clone()).map(str::to_owned),
            allowed: allowed.map(str::to_owned).collect(),
        }
    }
}

/// A name that is not among the allowed ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The name.
    pub found: String,
    /// The allowed ones.
    pub allowed: Vec<String>,
    /// The allowed one it is probably a slip of.
    pub nearest: Option<String>,
}

/// A type of value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// A number.
    Number,
    /// A text in quotes.
    Text,
    /// `[...]`
    List,
    /// `(...)`
    Group,
    /// `(first, last)`
    Pair,
    /// A name.
    Name,
}

/// A mark of the notation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// `)`
    CloseGroup,
    /// `]`
    CloseList,
    /// `"`
    CloseText,
    /// `*/`
    CloseComment,
    /// One of the escapes of a text.
    Escape,
    /// Nothing more.
    End,
    /// More of the file.
    More,
}

/// A foreign text, short enough for a message and harmless.
#[must_use]
pub fn quoted(text: &str) -> String {
    const SHOWN: usize = 60;
    let mut letters = text.graphemes(true);
    let short: String = letters.by_ref().take(SHOWN).flat_map(|letter| letter.chars().take(8)).collect();
    let rest = if letters.next().is_some() { "…" } else { "" };
    format!("`{}{rest}`", escape_untrusted(&short))
}

fn listed(names: &[String]) -> String {
    names.iter().map(|name| escape_untrusted(name)).collect::<Vec<_>>().join(", ")
}

fn found_words(found: Option<&String>, language: Language) -> String {
    found.map_or_else(
        || language.pick("ファイルの終わり", "the end of the file").to_owned(),
        |text| quoted(text),
    )
}

impl Expected {
    fn words(self, language: Language) -> &'static str {
        match self {
            Self::Number => language.pick("数（例：0.9）", "a number such as 0.9"),
            Self::Text => language.pick("引用符で囲んだ文字列（例：\"...\"）", "a text in quotes, \"...\""),
            Self::List => language.pick("角括弧の一覧 [...]", "a list in brackets, [...]"),
            Self::Group => language.pick("丸括弧の組 (...)", "a group in parentheses, (...)"),
            Self::Pair => {
                language.pick("2つの値の組（例：(65, 110)）", "a pair of two values such as (65, 110)")
            }
            Self::Name => language.pick("名前", "a name"),
        }
    }
}

impl Mark {
    fn words(self, language: Language) -> &'static str {
        match self {
            Self::Comma => language.pick("コンマ `,` または閉じ括弧", "a comma `,` or a closing bracket"),
            Self::Colon => language.pick("コロン `:`", "a colon `:`"),
            Self::CloseGroup => language.pick("閉じ括弧 `)`", "a closing `)`"),
            Self::CloseList => language.pick("閉じ括弧 `]`", "a closing `]`"),
            Self::CloseText => language.pick("閉じの引用符 `\"`", "a closing quote `\"`"),
            Self::CloseComment => language.pick("コメントの終わり `*/`", "the end of the comment, `*/`"),
            Self::Escape => language.pick(
                r#"`\n`、`\t`、`\"`、`\\`、`\u{5065}` などのエスケープ"#,
                r#"an escape such as `\n`, `\t`, `\"`, `\\` or `\u{5065}`"#,
            ),
            Self::End => language
                .pick("ファイルの終わり（シナリオは1つだけ）", "the end of the file (one scenario only)"),
            Self::More => {
                language.pick("続き（括弧や引用符が閉じていない）", "more (a bracket or a quote is open)")
            }
        }
    }
}

impl Refusal {
    fn headline(self, found: &str, language: Language) -> String {
        let found = quoted(found);
        match self {
            Self::Number(_) => language
                .pick(format!("{found} は許される値ではありません"), format!("{found} is not allowed here")),
            Self::AgesReversed { first, last } => language.pick(
                format!("年齢の範囲が逆です：{first} から {last}"),
                format!("the ages run backwards: {first} to {last}"),
            ),
            Self::Character(character) => {
                let shown = format!("U+{:04X} ({})", u32::from(character), character.escape_unicode());
                language.pick(
                    format!("制御文字または見えない書式文字があります：{shown}"),
                    format!("found a control or invisible format character: {shown}"),
                )
            }
            Self::Blank(_) => language.pick("文字列が空です", "the text is empty").to_owned(),
            Self::Long { length, .. } => language.pick(
                format!("文字列が長すぎます：{length} 文字"),
                format!("the text is too long: {length} characters"),
            ),
            Self::Identifier => language
                .pick(format!("{found} は識別子ではありません"), format!("{found} is not an identifier")),
            Self::TooManyChanges(count) => language.pick(
                format!("ハザードの変更が多すぎます：{count} 件"),
                format!("too many hazard changes: {count}"),
            ),
            Self::TooMany { list, count } => {
                let words = list.words(language);
                language
                    .pick(format!("{words}が多すぎます：{count} 件"), format!("too many {words}: {count}"))
            }
            Self::YearsReversed { first, last } => language.pick(
                format!("年の順序が逆です：{first} から {last}"),
                format!("the years run backwards: {first} to {last}"),
            ),
            Self::EmptyList(list) => {
                let words = list.words(language);
                language.pick(format!("{words}が1つもありません"), format!("the list of {words} is empty"))
            }
            Self::NoPoints => {
                language.pick("点が1つもありません", "there is no point in the path").to_owned()
            }
            Self::ChannelTwice => language
                .pick("同じ経路の効果が2回書かれています", "the effect of one channel is given twice")
                .to_owned(),
        }
    }

    fn allowed(self, language: Language) -> String {
        match self {
            Self::Number(quantity) => quantity.allowed(language),
            Self::AgesReversed { .. } => {
                language.pick("(最初の年齢, 最後の年齢)", "(first age, last age)").to_owned()
            }
            Self::Character(_) => language
                .pick(
                    "目に見える文字と空白（説明文では改行も可）",
                    "visible characters and spaces (a note may also have line breaks)",
                )
                .to_owned(),
            Self::Blank(kind) => language
                .pick(format!("1〜{} 文字", kind.limit()), format!("1 to {} characters", kind.limit())),
            Self::Long { kind, .. } => language
                .pick(format!("{} 文字まで", kind.limit()), format!("at most {} characters", kind.limit())),
            Self::Identifier => {
                let most = TextKind::Condition.limit();
                language.pick(
                    format!("英小文字、数字、`-`、`_`（{most} 文字まで）"),
                    format!("lower-case letters, digits, `-` and `_` (at most {most})"),
                )
            }
            Self::TooManyChanges(_) => language.pick(
                format!("{MOST_HAZARD_CHANGES} 件まで（継承元を含む）"),
                format!("at most {MOST_HAZARD_CHANGES}, bases included"),
            ),
            Self::TooMany { list, .. } => {
                let most = list.limit();
                language.pick(format!("{most} 件まで"), format!("at most {most}"))
            }
            Self::YearsReversed { .. } => {
                language.pick("後の年ほど後に書く", "each year later than the one before").to_owned()
            }
            Self::EmptyList(_) => language.pick("1件以上", "at least one").to_owned(),
            Self::NoPoints => language.pick("[(年, 割合), ...]", "[(year, share), ...]").to_owned(),
            Self::ChannelTwice => language.pick("1回だけ", "once only").to_owned(),
        }
    }
}

impl Problem {
    /// What is wrong, in one sentence without a full stop. `field` is the field it is about.
    #[must_use]
    pub fn headline(&self, field: &str, language: Language) -> String {
        let last = field.rsplit('.').next().unwrap_or(field);
        match self {
            Self::UnknownField(choice) => {
                let found = quoted(&choice.found);
                language.pick(format!("{found} という項目はありません"), format!("there is no field {found}"))
            }
            Self::UnknownValue(choice) => {
                let found = quoted(&choice.found);
                language.pick(format!("{found} という値はありません"), format!("there is no value {found}"))
            }
            Self::DuplicateField => {
                let field = quoted(last);
                language.pick(format!("{field} が2回書かれています"), format!("{field} is given twice"))
            }
            Self::MissingField => {
                let field = quoted(last);
                language.pick(format!("{field} がありません"), format!("{field} is missing"))
            }
            Self::WrongType { found, expected } => {
                let (found, expected) = (found_words(found.as_ref(), language), expected.words(language));
                language.pick(
                    format!("{expected}が必要ですが、{found}があります"),
                    format!("expected {expected}, found {found}"),
                )
            }
            Self::Refused { found, refusal } => refusal.headline(found, language),
            Self::Syntax { found, expected } => {
                let (found, expected) = (found_words(found.as_ref(), language), expected.words(language));
                language.pick(
                    format!("{expected}が必要ですが、{found}があります"),
                    format!("expected {expected}, found {found}"),
                )
            }
            Self::TooDeep => {
                language.pick("括弧の入れ子が深すぎます", "the brackets are nested too deeply").to_owned()
            }
            Self::Empty => language.pick("ファイルが空です", "the file is empty").to_owned(),
            Self::NotUtf8 { offset, byte } => language.pick(
                format!("UTF-8 ではありません：{offset} バイト目（0から数える）に 0x{byte:02x}"),
                format!("the file is not UTF-8: byte 0x{byte:02x} at offset {offset}"),
            ),
            Self::Utf16 => language.pick("ファイルが UTF-16 です", "the file is UTF-16").to_owned(),
            Self::BaseOutside { found } => {
                let found = quoted(found);
                language.pick(
                    format!("継承元 {found} は最初のファイルのフォルダーの外にあります"),
                    format!("the base {found} lies outside the folder of the first file"),
                )
            }
            Self::BaseUnknown(choice) => {
                let found = quoted(&choice.found);
                language.pick(
                    format!("{found} という内蔵シナリオはありません"),
                    format!("there is no embedded scenario {found}"),
                )
            }
            Self::BaseCycle { chain } => {
                let chain = chain.iter().map(|name| escape_untrusted(name)).collect::<Vec<_>>().join(" -> ");
                language.pick(
                    format!("継承が循環しています：{chain}"),
                    format!("the bases run in a circle: {chain}"),
                )
            }
            Self::BaseTooDeep { limit } => language.pick(
                format!("継承が {limit} 段を超えています"),
                format!("more than {limit} bases upon each other"),
            ),
            Self::LeverUnknown { choice, pack } => {
                let (found, pack) = (quoted(&choice.found), quoted(pack));
                language.pick(
                    format!("データパック {pack} に {found} という施策はありません"),
                    format!("the pack {pack} has no lever {found}"),
                )
            }
            Self::ChannelUnknown { choice, lever } => {
                let (found, lever) = (quoted(&choice.found), quoted(lever));
                language.pick(
                    format!("施策 {lever} に {found} という経路はありません"),
                    format!("the lever {lever} has no channel {found}"),
                )
            }
            Self::NamedUnknown { kind, choice, pack } => kind.unknown(&choice.found, pack, language),
            Self::NamedTwice { kind, found } => kind.twice(found, language),
            Self::NoTrials { pack } => Named::Trial.none(pack, language),
            Self::IsReference { found } => {
                let found = quoted(found);
                language.pick(
                    format!("{found} は比較の相手であり、いつも計算されます"),
                    format!("{found} is what the others are compared with and is always run"),
                )
            }
            Self::NothingToRun => language
                .pick("比べるシナリオがありません", "there is no scenario to compare with the reference")
                .to_owned(),
            Self::YearOutside { found, .. } => language.pick(
                format!("データパックに {found} 年はありません"),
                format!("the pack has no year {found}"),
            ),
            Self::LeverTwice { found } => {
                let found = quoted(found);
                language.pick(
                    format!("施策 {found} が2回書かれています"),
                    format!("the lever {found} is given twice"),
                )
            }
            Self::Told(told) => language.pick(&told.headline.ja, &told.headline.en).clone(),
            Self::Unreadable { message } => {
                let message = escape_untrusted(message);
                language.pick(
                    format!("RON として読めません：{message}"),
                    format!("not readable as RON: {message}"),
                )
            }
        }
    }

    /// What is allowed there.
    #[must_use]
    pub fn allowed(&self, language: Language) -> String {
        let fixed = |ja: &str, en: &str| language.pick(ja, en).to_owned();
        match self {
            Self::UnknownField(choice) | Self::UnknownValue(choice) | Self::BaseUnknown(choice) => {
                if choice.allowed.is_empty() {
                    fixed("何も書けません", "nothing")
                } else {
                    listed(&choice.allowed)
                }
            }
            Self::LeverUnknown { choice, .. } if choice.allowed.is_empty() => fixed(
                "このデータパックには施策がないので、`levers` は使えません",
                "this pack has no levers, so `levers` cannot be used with it",
            ),
            Self::NamedUnknown { kind, choice, .. } if choice.allowed.is_empty() => {
                kind.unusable(language).to_owned()
            }
            Self::NoTrials { .. } => Named::Trial.unusable(language).to_owned(),
            Self::LeverUnknown { choice, .. }
            | Self::ChannelUnknown { choice, .. }
            | Self::NamedUnknown { choice, .. } => listed(&choice.allowed),
            Self::DuplicateField | Self::LeverTwice { .. } | Self::NamedTwice { .. } => {
                fixed("1回だけ", "once only")
            }
            Self::IsReference { .. } => fixed(
                "比較の相手（`reference`、書かなければ内蔵の reference）以外のシナリオ",
                "scenarios other than the reference of the plan (`reference:`; without it the embedded one)",
            ),
            Self::MissingField => fixed("必ず書く項目です", "this field must be given"),
            Self::NothingToRun => fixed(
                "`scenarios`、`grids`、`readings` のどれか",
                "at least one of `scenarios`, `grids` and `readings`",
            ),
            Self::YearOutside { allowed: (first, last), .. } => {
                language.pick(format!("{first} から {last} まで"), format!("{first} to {last}"))
            }
            Self::WrongType { expected, .. } => expected.words(language).to_owned(),
            Self::Refused { refusal, .. } => refusal.allowed(language),
            Self::Syntax { expected, .. } => expected.words(language).to_owned(),
            Self::TooDeep => {
                fixed("60段ほどまで（シナリオに必要なのは6段）", "about 60 levels (a scenario needs 6)")
            }
            Self::Empty => fixed(
                "`(schema: 1, title: (ja: \"...\", en: \"...\"), ...)` のような1つの組",
                "one group such as `(schema: 1, title: (ja: \"...\", en: \"...\"), ...)`",
            ),
            Self::NotUtf8 { .. } | Self::Utf16 => {
                fixed("UTF-8（BOM はあってもよい）", "UTF-8 (a BOM may stand before it)")
            }
            Self::BaseOutside { .. } => fixed(
                "内蔵シナリオの名前、または最初のファイルのフォルダー内への相対パス",
                "the id of an embedded scenario, or a relative path inside the folder of the first file",
            ),
            Self::BaseCycle { .. } => fixed("循環しない継承", "bases that end"),
            Self::BaseTooDeep { limit } => {
                language.pick(format!("{limit} 段まで"), format!("at most {limit}"))
            }
            Self::Told(told) => language.pick(&told.allowed.ja, &told.allowed.en).clone(),
            Self::Unreadable { .. } => fixed("RON の書き方", "the notation of RON"),
        }
    }

    /// The allowed name that was probably meant.
    #[must_use]
    pub fn nearest(&self) -> Option<&str> {
        match self {
            Self::UnknownField(choice)
            | Self::UnknownValue(choice)
            | Self::BaseUnknown(choice)
            | Self::LeverUnknown { choice, .. }
            | Self::ChannelUnknown { choice, .. }
            | Self::NamedUnknown { choice, .. } => choice.nearest.as_deref(),
            Self::Told(told) => told.nearest.as_deref(),
            _ => None,
        }
    }
}
