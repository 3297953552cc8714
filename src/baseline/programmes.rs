//! The programme register: every item of the national strategy that a pack describes, what it is, its
//! numbers with dates and targets, and what of it the model can honestly represent.
//!
//! A programme never acts. Some point to levers, which act; the rest are shown with the sentence that no
//! domestic health effect is modelled. Key figures of programmes (KPI) are observed series against their
//! targets; a series may lead the reach of a lever and never health.

mod period;
mod read;

use super::Text;
use super::provenance::{Source, TableInfo};
pub use period::Period;
pub(super) use read::fill;
use serde::{Deserialize, Serialize};

/// The register of a pack.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Register {
    /// The document the register follows.
    pub title: Option<Text>,
    /// Its sections; a programme names one by its place from 1.
    pub sections: Vec<Text>,
    /// Programmes in the order of the document.
    pub programmes: Vec<Programme>,
    /// Key figures with their observed points.
    pub kpis: Vec<Kpi>,
}

/// The content of `programmes.ron`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RegisterFile {
    schema: u32,
    title: Text,
    sections: Vec<Text>,
    programmes: Vec<Programme>,
    kpis: Vec<Kpi>,
    /// What this file and the series hold: the register describes itself.
    tables: Vec<TableInfo>,
    sources: Vec<Source>,
}

/// An item of the strategy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// Identifier.
    pub id: String,
    /// Name as the document has it, and in English.
    pub title: Text,
    /// Section of the register, from 1.
    pub section: u8,
    /// What sort of item it is first of all.
    pub class: Class,
    /// What it is besides.
    #[serde(default)]
    pub also: Option<Class>,
    /// One of the large-scale prevention trials.
    #[serde(default)]
    pub trial: bool,
    /// Who is responsible, as far as the document says.
    #[serde(default)]
    pub ministries: Vec<Ministry>,
    /// What it is, in full sentences.
    pub what: Text,
    /// Its numbers.
    #[serde(default)]
    pub figures: Vec<Figure>,
    /// By which kind of mechanism the model represents it.
    pub mode: Mode,
    /// The same in full sentences.
    pub representation: Text,
    /// Enabler of the pack that it is, or is part of.
    #[serde(default)]
    pub enabler: Option<String>,
    /// Levers it acts through.
    #[serde(default)]
    pub levers: Vec<String>,
    /// Key figures that follow it.
    #[serde(default)]
    pub kpis: Vec<String>,
    /// A remark on the text of the document.
    #[serde(default)]
    pub note: Option<Text>,
}

/// What sort of item a programme is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// A target or an outcome.
    Target,
    /// Acts on risk, disease or a transition.
    Direct,
    /// Acts on evidence, reach, adherence or speed.
    Enabler,
    /// Resilience to a shock.
    Shock,
    /// A key figure without a domestic way to health.
    Kpi,
    /// Context.
    Context,
}

impl Class {
    /// Every class in the order of the register.
    pub const ALL: [Self; 6] =
        [Self::Target, Self::Direct, Self::Enabler, Self::Shock, Self::Kpi, Self::Context];

    /// The letter of the register.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Target => 'T',
            Self::Direct => 'D',
            Self::Enabler => 'E',
            Self::Shock => 'S',
            Self::Kpi => 'K',
            Self::Context => 'C',
        }
    }
}

/// By which kind of mechanism the model represents a programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Computed as an outcome and held against its marks.
    Outcome,
    /// Through levers that the user sets.
    Lever,
    /// Through a lever whose trial, review and scale-up come first.
    Pipeline,
    /// Through an enabler of the pack, or the reach of a lever that the user sets; never on risk.
    Enabler,
    /// In years of a shock only.
    Shock,
    /// Shown; no domestic health effect is modelled.
    Shown,
}

/// A ministry or agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ministry {
    /// 内閣官房
    CabinetSecretariat,
    /// 内閣府
    CabinetOffice,
    /// 総務省
    InternalAffairs,
    /// 外務省
    ForeignAffairs,
    /// 文部科学省
    Education,
    /// 厚生労働省
    Health,
    /// 経済産業省
    Economy,
    /// 日本医療研究開発機構
    Amed,
}

/// A number of a programme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// What is counted.
    pub what: Text,
    /// Value.
    pub value: f64,
    /// Unit.
    pub unit: Text,
    /// When, as the source dates it.
    pub period: Period,
    /// Observed, aimed at or planned.
    #[serde(default)]
    pub kind: FigureKind,
    /// Identifier of its source; without it the strategy document.
    #[serde(default = "document")]
    pub source: String,
}

/// Identifier of the strategy document among the sources.
pub const DOCUMENT: &str = "Strategy2022";

fn document() -> String {
    DOCUMENT.to_owned()
}

/// How far a number stands from an observation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FigureKind {
    /// It was counted.
    #[default]
    Observed,
    /// Arithmetic on observed numbers.
    Derived,
    /// It is to be reached.
    Target,
    /// It was planned at the time of the document.
    Planned,
}

/// A key figure over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kpi {
    /// Identifier.
    pub id: String,
    /// Name shown to users.
    pub title: Text,
    /// Unit of the values.
    pub unit: Text,
    /// What sort of number it is.
    pub scale: Scale,
    /// Decimals shown to readers; of a share, those of its percentage.
    pub decimals: u8,
    /// Whether it can level off, so that a logistic curve is tried.
    #[serde(default)]
    pub saturates: bool,
    /// What is to be reached.
    #[serde(default)]
    pub targets: Vec<KpiTarget>,
    /// Lever whose reach it may lead.
    #[serde(default)]
    pub drives: Option<String>,
    /// Why no curve is laid through it, however many points there are.
    #[serde(default)]
    pub unfitted: Option<Text>,
    /// What a reader must know of it.
    #[serde(default)]
    pub note: Option<Text>,
    /// Observed values in order of time (`kpi_series.csv`).
    #[serde(skip_deserializing, default)]
    pub points: Vec<KpiPoint>,
}

/// What sort of number a key figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// A share from 0 to 1, shown as a percentage.
    Share,
    /// A number of things or an amount of money, 0 or more.
    Count,
    /// Years of life.
    Years,
}

/// A value to be reached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KpiTarget {
    /// The target in words.
    pub what: Text,
    /// Value.
    pub value: f64,
    /// When it is to be reached.
    pub by: Period,
    /// Observed point that the way counts from.
    pub start: Period,
    /// Identifier of its source.
    #[serde(default = "document")]
    pub source: String,
}

/// An observed value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KpiPoint {
    /// When, as the source dates it.
    pub period: Period,
    /// The same on the model's calendar ([`Period::year`]).
    pub year: f64,
    /// Value.
    pub value: f64,
    /// Identifier of its source.
    pub source: String,
    /// Address.
    pub url: String,
    /// Remark, as data files have it.
    pub note: String,
}

impl Register {
    /// The programme with this identifier.
    #[must_use]
    pub fn programme(&self, id: &str) -> Option<&Programme> {
        self.programmes.iter().find(|programme| programme.id == id)
    }

    /// The key figure with this identifier.
    #[must_use]
    pub fn kpi(&self, id: &str) -> Option<&Kpi> {
        self.kpis.iter().find(|kpi| kpi.id == id)
    }

    /// The key figures of a programme.
    pub fn kpis_of<'a>(&'a self, programme: &'a Programme) -> impl Iterator<Item = &'a Kpi> {
        programme.kpis.iter().filter_map(|id| self.kpi(id))
    }
}

impl Programme {
    /// The letters of its classes, such as `D/E`.
    #[must_use]
    pub fn letters(&self) -> String {
        match self.also {
            Some(also) => format!("{}/{}", self.class.letter(), also.letter()),
            None => self.class.letter().to_string(),
        }
    }
}
