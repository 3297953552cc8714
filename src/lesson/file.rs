//! Finding, reading and checking a lesson.
//!
//! What the RON reader cannot know is checked here: names that belong together, predictions before what
//! they are about, levers of the pack. Every mistake names its place in the file, what is allowed and what
//! was probably meant, in the messages of scenarios.

mod checks;

use super::results::{REFERENCE, hand_table};
use super::schema::{Asked, LessonFile, What, Wording, title};
use crate::baseline::{Baseline, Text};
use crate::nearest::nearest;
use crate::num::digest::Digest;
use crate::outcome::sullivan::SullivanRows;
use crate::run::World;
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::document::Document;
use crate::scenario::error::IoProblem;
use crate::scenario::problem::{Choice, Problem, Told};
use crate::scenario::schema::{BaseName, HazardChanges, Scenario, Shocks, is_path_like};
use crate::scenario::{Library, ScenarioError, locate, parse, resolve};
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

/// The world of the small table.
pub const HAND: &str = "hand";

/// Most steps, results and worlds of a lesson.
const MOST: usize = 60;

/// Ids and texts of the lessons that come with the program, in the order they are taught.
const EMBEDDED: [(&str, &str); 4] = [
    ("three-expectancies", include_str!("../../scenarios/lessons/three-expectancies.ron")),
    ("smoking-over-time", include_str!("../../scenarios/lessons/smoking-over-time.ron")),
    ("trend-or-policy", include_str!("../../scenarios/lessons/trend-or-policy.ron")),
    ("difference-or-noise", include_str!("../../scenarios/lessons/difference-or-noise.ron")),
];

/// Why there is no lesson.
#[derive(Debug, Clone, PartialEq)]
pub enum LessonError {
    /// The file cannot be read or is wrong: everything that is, at least one.
    File(Vec<Fault>),
    /// Neither an embedded lesson nor a file.
    Unknown(Choice),
}

/// One thing that is wrong with a lesson file.
pub type Fault = ScenarioError;

impl<E: Into<Fault>> From<E> for LessonError {
    fn from(error: E) -> Self {
        Self::File(vec![error.into()])
    }
}

/// A lesson that can be taught: everything it names exists.
#[derive(Debug, Clone)]
pub struct Lesson {
    /// Identifier: the file's name without ending.
    pub id: String,
    /// What its author wrote.
    pub form: LessonFile,
    /// Digest of its text and of the plans of its worlds.
    pub digest: Digest,
    /// The reference, then the worlds of the file, by their names in it.
    pub worlds: Vec<World>,
    /// The small table, computed by the code of `kenju sullivan`.
    pub hand: Option<SullivanRows>,
    /// Places of the unlocked levers in the catalogue of the pack.
    pub unlocked: Vec<usize>,
    /// Their titles.
    pub unlocked_titles: Vec<Text>,
}

/// Ids of the lessons that come with the program.
pub fn ids() -> impl Iterator<Item = &'static str> + Clone {
    EMBEDDED.iter().map(|(id, _)| *id)
}

/// The text of a lesson with its names.
struct Source {
    id: String,
    file: String,
    text: String,
    path: Option<std::path::PathBuf>,
}

impl Source {
    fn mistake(&self, path: &str, problem: Problem) -> Fault {
        let bytes = locate::find(&self.text, path).unwrap_or(0..0);
        let diagnostic = Diagnostic::at(&self.file, &self.text, bytes, problem);
        Diagnostic { field: path.to_owned(), ..diagnostic }.into()
    }

    fn told(&self, path: &str, headline: (&str, &str), allowed: (&str, &str)) -> Fault {
        let text = |(ja, en): (&str, &str)| Text { ja: ja.to_owned(), en: en.to_owned() };
        let told = Told { headline: text(headline), allowed: text(allowed), nearest: None };
        self.mistake(path, Problem::Told(Box::new(told)))
    }

    /// A name that is taken.
    fn twice(&self, path: &str, found: &str) -> Fault {
        let headline = (
            format!("`{found}` という名前はもう使われています"),
            format!("the name `{found}` is taken already"),
        );
        self.told(
            path,
            (&headline.0, &headline.1),
            (
                "このファイルで1つだけの名前（`reference` と `hand` は使えません）",
                "a name that stands once in this file, and neither `reference` nor `hand`",
            ),
        )
    }

    /// A name that this file does not have.
    fn unknown(&self, path: &str, kind: (&str, &str), found: &str, known: &[&str]) -> Fault {
        let shown = crate::text::escape_untrusted(found);
        let list = known.join(", ");
        let none = ("このファイルにはまだありません", "this file has none so far");
        let told = Told {
            headline: Text {
                ja: format!("`{shown}` という{}はありません", kind.0),
                en: format!("there is no {} `{shown}`", kind.1),
            },
            allowed: if known.is_empty() {
                Text { ja: none.0.to_owned(), en: none.1.to_owned() }
            } else {
                Text { ja: list.clone(), en: list }
            },
            nearest: nearest(found, known.iter().copied()).map(str::to_owned),
        };
        self.mistake(path, Problem::Told(Box::new(told)))
    }
}

impl Lesson {
    /// Finds and reads what the user named: the id of an embedded lesson, or a file.
    ///
    /// # Errors
    /// Any [`LessonError`].
    pub fn find(argument: &OsStr, baseline: &Baseline) -> Result<Self, LessonError> {
        let shown = argument.to_string_lossy();
        if let Some((id, text)) = EMBEDDED.iter().find(|(id, _)| *id == shown) {
            let file = format!("scenarios/lessons/{id}.ron");
            return Self::from_bytes(id, &file, text.as_bytes(), None, baseline);
        }
        let path = Path::new(argument);
        let missing = fs::symlink_metadata(path).map_err(|error| IoProblem::from(&error)).err()
            == Some(IoProblem::Missing);
        if missing && !is_path_like(&shown) {
            return Err(LessonError::Unknown(Choice::among(&shown, ids())));
        }
        let bytes = parse::read(path, &shown)?;
        let id = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        Self::from_bytes(&crate::text::escape_untrusted(&id), &shown, &bytes, Some(path), baseline)
    }

    /// A lesson from its bytes; `path` is where the scenarios it names are looked for.
    ///
    /// # Errors
    /// [`LessonError::File`].
    pub fn from_bytes(
        id: &str,
        file: &str,
        bytes: &[u8],
        path: Option<&Path>,
        baseline: &Baseline,
    ) -> Result<Self, LessonError> {
        let text = parse::decode(bytes, file)?;
        let form: LessonFile = parse::parse_as(&text, file)?;
        let source =
            Source { id: id.to_owned(), file: file.to_owned(), text, path: path.map(Path::to_owned) };
        for (field, count) in [
            ("steps", form.steps.len()),
            ("results", form.results.len()),
            ("worlds", form.worlds.len()),
            ("claims", form.claims.len()),
        ] {
            if count > MOST {
                return Err(source
                    .told(
                        field,
                        (&format!("{field} が多すぎます：{count}"), &format!("too many {field}: {count}")),
                        (&format!("{MOST} まで"), &format!("at most {MOST}")),
                    )
                    .into());
            }
        }
        let worlds = worlds(&source, &form, baseline)?;
        let hand = hand_table(&form.hand).map_err(|(row, reason)| {
            let path = format!("hand[{row}]");
            source.told(
                &path,
                ("年齢の表が計算できません", &format!("the table of ages cannot be computed: {reason}")),
                (
                    "年齢の順の行。最後の行は開いた年齢階級",
                    "rows in the order of age; the last one is the open group",
                ),
            )
        })?;
        let mut faults = Vec::new();
        let mut unlocked = Vec::new();
        let mut unlocked_titles = Vec::new();
        let levers = &baseline.levers.levers;
        for (number, lever) in form.unlocked.iter().enumerate() {
            let Some(place) = levers.iter().position(|known| known.id == lever.as_str()) else {
                let choice = Choice::among(lever.as_str(), levers.iter().map(|known| known.id.as_str()));
                let problem = Problem::LeverUnknown { choice, pack: baseline.id.clone() };
                faults.push(source.mistake(&format!("unlocked[{number}]"), problem));
                continue;
            };
            unlocked.push(place);
            unlocked_titles.push(levers[place].title.clone());
        }
        faults.extend(checks::results(&source, &form, baseline, hand.is_some()));
        faults.extend(checks::claims(&source, &form));
        faults.extend(checks::steps(&source, &form, &worlds));
        if !faults.is_empty() {
            return Err(LessonError::File(faults));
        }
        let mut parts: Vec<(String, Vec<u8>)> = vec![("lesson".to_owned(), source.text.into_bytes())];
        for world in &worlds {
            parts.push((world.id.clone(), world.plan.digest().as_str().as_bytes().to_vec()));
        }
        let digest = Digest::of(parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
        Ok(Self { id: source.id, form, digest, worlds, hand, unlocked, unlocked_titles })
    }

    /// Title in both languages.
    #[must_use]
    pub fn title(&self) -> Text {
        title(&self.form.title)
    }

    /// Whether a result is a difference that only simulated persons can tell, and so has noise. Readings of a
    /// trend move everybody alike: what they change is computed exactly.
    #[must_use]
    pub fn is_simulated(&self, asked: &Asked) -> bool {
        let world = self.worlds.iter().find(|world| world.id == asked.what.world());
        matches!(asked.what, What::Effect { .. })
            && world.is_some_and(|world| world.plan.digest() != world.plan.trends_only().digest())
    }

    /// In which words the directions of a result are told.
    #[must_use]
    pub fn wording(&self, asked: &Asked) -> Wording {
        if asked.what.is_gap() {
            Wording::Gap
        } else if self.is_simulated(asked) {
            Wording::Noisy
        } else {
            Wording::Change
        }
    }

    /// Minutes of all steps together.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        self.form.steps.iter().map(|step| u32::from(step.parts().0)).sum()
    }

    /// The seed without a class code.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.form.seed.map_or(1, |seed| seed.get() as u64)
    }

    /// Simulated persons unless a result says otherwise.
    #[must_use]
    pub fn persons(&self) -> u64 {
        self.form.persons.get() as u64
    }
}

/// The reference and the worlds of the file, resolved for the pack.
fn worlds(source: &Source, form: &LessonFile, baseline: &Baseline) -> Result<Vec<World>, LessonError> {
    let library = Library::embedded();
    let reference = BaseName::try_from(REFERENCE.to_owned())
        .map_err(|refusal| source.mistake("worlds", Problem::Refused { found: REFERENCE.into(), refusal }))?;
    let empty = Scenario {
        schema: form.schema,
        base: Some(reference),
        title: form.title.clone(),
        note: None,
        assumptions: crate::scenario::schema::Overrides::default(),
        hazard_changes: HazardChanges::default(),
        start: None,
        levers: crate::scenario::schema::Levers::default(),
        trials: None,
        shocks: Shocks::default(),
    };
    let place = Document::holder(&source.file, source.text.clone(), source.path.clone(), empty.clone());
    let run = |id: &str, scenario: Scenario| -> Result<World, LessonError> {
        let document = Document::made_up(id.to_owned(), &place, scenario);
        let resolved = resolve(document, library, baseline)?;
        let (title, plan, own_assumptions) = (resolved.title, resolved.plan, resolved.own_assumptions);
        Ok(World { id: id.to_owned(), title, plan, own_assumptions })
    };
    let mut worlds = vec![run(REFERENCE, empty.clone())?];
    for (number, entry) in form.worlds.iter().enumerate() {
        let id = entry.id.as_str();
        if id == HAND || worlds.iter().any(|known| known.id == id) {
            return Err(source.twice(&format!("worlds[{number}].id"), id).into());
        }
        // A file outside the folder, an unknown id: said about the lesson, not about a scenario made up.
        let name = &entry.scenario;
        if !name.is_file() && library.get(name.as_str()).is_none() {
            let choice = Choice::among(name.as_str(), library.ids().collect::<Vec<_>>().into_iter());
            let path = format!("worlds[{number}].scenario");
            return Err(source.mistake(&path, Problem::BaseUnknown(choice)).into());
        }
        let scenario = Scenario {
            base: Some(name.clone()),
            levers: entry.levers.clone(),
            assumptions: entry.assumptions,
            ..empty.clone()
        };
        worlds.push(run(id, scenario)?);
    }
    Ok(worlds)
}
