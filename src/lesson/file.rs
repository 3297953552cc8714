//! Finding, reading and checking a lesson.
//!
//! What the RON reader cannot know is checked here: names that belong together, predictions before what
//! they are about, levers of the pack. Every mistake names its place in the file, what is allowed and what
//! was probably meant, in the messages of scenarios.

use super::results::{REFERENCE, hand_table};
use super::schema::{Answer, Asked, Claim, LessonFile, Step, View, What, title};
use crate::baseline::{Baseline, Text};
use crate::nearest::nearest;
use crate::num::digest::Digest;
use crate::num::units::Year;
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
    /// The file cannot be read or is wrong.
    File(ScenarioError),
    /// Neither an embedded lesson nor a file.
    Unknown(Choice),
}

impl<E: Into<ScenarioError>> From<E> for LessonError {
    fn from(error: E) -> Self {
        Self::File(error.into())
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
    fn mistake(&self, path: &str, problem: Problem) -> LessonError {
        let bytes = locate::find(&self.text, path).unwrap_or(0..0);
        let diagnostic = Diagnostic::at(&self.file, &self.text, bytes, problem);
        LessonError::File(Diagnostic { field: path.to_owned(), ..diagnostic }.into())
    }

    fn told(&self, path: &str, headline: (&str, &str), allowed: (&str, &str)) -> LessonError {
        let text = |(ja, en): (&str, &str)| Text { ja: ja.to_owned(), en: en.to_owned() };
        let told = Told { headline: text(headline), allowed: text(allowed), nearest: None };
        self.mistake(path, Problem::Told(Box::new(told)))
    }

    /// A name that this file does not have.
    fn unknown(&self, path: &str, kind: (&str, &str), found: &str, known: &[&str]) -> LessonError {
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
                return Err(source.told(
                    field,
                    (&format!("{field} が多すぎます：{count}"), &format!("too many {field}: {count}")),
                    (&format!("{MOST} まで"), &format!("at most {MOST}")),
                ));
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
        let mut unlocked = Vec::new();
        let levers = &baseline.levers.levers;
        for (number, lever) in form.unlocked.iter().enumerate() {
            let place = levers.iter().position(|known| known.id == lever.as_str()).ok_or_else(|| {
                let choice = Choice::among(lever.as_str(), levers.iter().map(|known| known.id.as_str()));
                let problem = Problem::LeverUnknown { choice, pack: baseline.id.clone() };
                source.mistake(&format!("unlocked[{number}]"), problem)
            })?;
            unlocked.push(place);
        }
        check_results(&source, &form, baseline, hand.is_some())?;
        check_claims(&source, &form)?;
        check_steps(&source, &form, &worlds)?;
        let mut parts: Vec<(String, Vec<u8>)> = vec![("lesson".to_owned(), source.text.into_bytes())];
        for world in &worlds {
            parts.push((world.id.clone(), world.plan.digest().as_str().as_bytes().to_vec()));
        }
        let digest = Digest::of(parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
        Ok(Self { id: source.id, form, digest, worlds, hand, unlocked })
    }

    /// Title in both languages.
    #[must_use]
    pub fn title(&self) -> Text {
        title(&self.form.title)
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
            return Err(twice(source, &format!("worlds[{number}].id"), id));
        }
        // A file outside the folder, an unknown id: said about the lesson, not about a scenario made up.
        let name = &entry.scenario;
        if !name.is_file() && library.get(name.as_str()).is_none() {
            let choice = Choice::among(name.as_str(), library.ids().collect::<Vec<_>>().into_iter());
            let path = format!("worlds[{number}].scenario");
            return Err(source.mistake(&path, Problem::BaseUnknown(choice)));
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

fn twice(source: &Source, path: &str, found: &str) -> LessonError {
    let headline =
        (format!("`{found}` という名前はもう使われています"), format!("the name `{found}` is taken already"));
    source.told(
        path,
        (&headline.0, &headline.1),
        (
            "このファイルで1つだけの名前（`reference` と `hand` は使えません）",
            "a name that stands once in this file, and neither `reference` nor `hand`",
        ),
    )
}

fn check_results(
    source: &Source,
    form: &LessonFile,
    baseline: &Baseline,
    hand: bool,
) -> Result<(), LessonError> {
    let mut known = vec![REFERENCE];
    known.extend(hand.then_some(HAND));
    known.extend(form.worlds.iter().map(|world| world.id.as_str()));
    for (number, asked) in form.results.iter().enumerate() {
        let at = |field: &str| format!("results[{number}].{field}");
        if form.results[..number].iter().any(|before| before.id == asked.id) {
            return Err(twice(source, &at("id"), asked.id.as_str()));
        }
        let world = asked.what.world();
        if !known.contains(&world) {
            return Err(source.unknown(&at("what.world"), ("世界", "world"), world, &known));
        }
        if world == HAND {
            if matches!(asked.what, What::Effect { .. } | What::Gain { .. }) {
                return Err(source.told(
                    &at("what"),
                    ("手計算の表には年も施策もありません", "the small table has neither years nor policies"),
                    ("Level(...)、Gap(...)", "Level(...) or Gap(...)"),
                ));
            }
            continue;
        }
        if asked.sex.is_none() {
            return Err(source.mistake(&at("sex"), Problem::MissingField));
        }
        let (first, last) = (baseline.years.first, baseline.years.last);
        let allowed = (first.0, last.0);
        if let Some(year) = asked.year.map(crate::scenario::schema::ChangeYear::year)
            && !(first..=last).contains(&year)
        {
            return Err(source.mistake(&at("year"), Problem::YearOutside { found: year.0, allowed }));
        }
        if let What::Gain { from, .. } = asked.what
            && !(first..=last).contains(&Year(from))
        {
            return Err(source.mistake(&at("what.from"), Problem::YearOutside { found: from, allowed }));
        }
    }
    Ok(())
}

fn check_claims(source: &Source, form: &LessonFile) -> Result<(), LessonError> {
    let known: Vec<&str> = form.results.iter().map(|asked| asked.id.as_str()).collect();
    for (number, claim) in form.claims.iter().enumerate() {
        let named = match claim {
            Claim::Rises(of) | Claim::Falls(of) | Claim::Noise(of) | Claim::Between { of, .. } => {
                vec![of.as_str()]
            }
            Claim::More { of, than } => vec![of.as_str(), than.as_str()],
        };
        for name in named {
            if !known.contains(&name) {
                return Err(source.unknown(&format!("claims[{number}]"), ("結果", "result"), name, &known));
            }
        }
        if let Claim::Between { low, high, .. } = claim
            && !(low.is_finite() && high.is_finite() && low <= high)
        {
            return Err(source.told(
                &format!("claims[{number}]"),
                ("範囲が逆か、有限の数ではありません", "the bounds run backwards or are no finite numbers"),
                ("low <= high", "low <= high"),
            ));
        }
    }
    Ok(())
}

/// Names of steps, and that nothing is shown before it was asked for.
fn check_steps(source: &Source, form: &LessonFile, worlds: &[World]) -> Result<(), LessonError> {
    if form.steps.is_empty() {
        return Err(source.told(
            "steps",
            ("手順が1つもありません", "there is no step"),
            ("1つ以上の手順", "at least one step"),
        ));
    }
    let results: Vec<&str> = form.results.iter().map(|asked| asked.id.as_str()).collect();
    let mut ids: Vec<&str> = Vec::new();
    let mut predicted: Vec<(&str, &str)> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    // Charts of the reference show its levels and its readings, levers that are moved what they do.
    let (mut charts, mut moved) = (false, false);
    let on_charts = |asked: &Asked| {
        let world = worlds.iter().find(|world| world.id == asked.what.world());
        world.is_some_and(|world| world.plan.digest() == world.plan.trends_only().digest())
    };
    let by_levers = |asked: &Asked| {
        let world = worlds.iter().find(|world| world.id == asked.what.world());
        let free = |id: &str| form.unlocked.iter().any(|lever| lever.as_str() == id);
        world.is_some_and(|world| {
            let plain = world.plan.levers.iter().all(|setting| {
                free(&setting.lever)
                    && setting.effects.is_empty()
                    && setting.adherence.is_none()
                    && setting.correlation.is_none()
            });
            let many = asked.persons.is_none() && asked.draw == 0;
            plain && !world.plan.levers.is_empty() && world.plan.hazard_changes.is_empty() && many
        })
    };
    for (number, step) in form.steps.iter().enumerate() {
        let at = |field: &str| format!("steps[{number}].{field}");
        if let Some(id) = step.id() {
            if ids.contains(&id) {
                return Err(twice(source, &at("id"), id));
            }
            ids.push(id);
        }
        let result = |field: &str, name: &str| -> Result<(), LessonError> {
            if results.contains(&name) {
                Ok(())
            } else {
                Err(source.unknown(&at(field), ("結果", "result"), name, &results))
            }
        };
        match step {
            Step::Look { at: View::Results(shown), .. } => {
                for name in shown {
                    result("at", name.as_str())?;
                    seen.push(name.as_str());
                }
            }
            Step::Look { at: View::Hand, .. } if form.hand.is_empty() => {
                return Err(source.told(
                    &at("at"),
                    ("`hand` の表がありません", "there is no table `hand`"),
                    ("`hand` に年齢の行を書く", "give the rows of ages in `hand`"),
                ));
            }
            Step::Look { at: View::Reference, .. } => charts = true,
            Step::Predict { id, of, line, .. } => {
                result("of", of.as_str())?;
                let asked = form.results.iter().find(|asked| asked.id == *of);
                if asked.is_some_and(|asked| matches!(asked.what, What::Level { .. })) {
                    return Err(source.told(
                        &at("of"),
                        ("水準の向きは予想できません", "a level has no direction that could be predicted"),
                        (
                            "差の結果（`Effect`、`Gain`、`Gap`）",
                            "a result that is a difference (`Effect`, `Gain`, `Gap`)",
                        ),
                    ));
                }
                check_line(source, &at("line"), *line)?;
                let shown =
                    asked.is_some_and(|asked| (charts && on_charts(asked)) || (moved && by_levers(asked)));
                if shown || seen.contains(&of.as_str()) {
                    return Err(source.told(
                        &at("of"),
                        ("この結果はもう見せています", "this result has been shown already"),
                        ("まだ見せていない結果", "a result that no earlier step shows"),
                    ));
                }
                predicted.push((id.as_str(), of.as_str()));
            }
            Step::Act { after: name, .. } | Step::Reveal { of: name, .. } => {
                let field = if matches!(step, Step::Act { .. }) { "after" } else { "of" };
                let known: Vec<&str> = predicted.iter().map(|(id, _)| *id).collect();
                let Some((_, of)) = predicted.iter().find(|(id, _)| id == &name.as_str()) else {
                    let kind = ("これより前の予想", "earlier prediction");
                    return Err(source.unknown(&at(field), kind, name.as_str(), &known));
                };
                seen.push(of);
                if let Step::Reveal { also, .. } = step {
                    for name in also {
                        result("also", name.as_str())?;
                        seen.push(name.as_str());
                    }
                }
                if matches!(step, Step::Act { .. }) {
                    (charts, moved) = (true, true);
                }
                if matches!(step, Step::Act { .. }) && form.unlocked.is_empty() {
                    return Err(source.told(
                        &at("after"),
                        ("動かせる施策がありません", "no lever is unlocked"),
                        ("`unlocked` に施策を書く", "name levers in `unlocked`"),
                    ));
                }
            }
            Step::Quiz { answer, .. } => check_answer(source, &at("answer"), answer, &result)?,
            _ => {}
        }
    }
    Ok(())
}

fn check_line(source: &Source, path: &str, (low, high, step): (f64, f64, f64)) -> Result<(), LessonError> {
    let finite = [low, high, step].into_iter().all(f64::is_finite);
    let marks = (high - low) / step;
    if finite && low <= 0.0 && high >= 0.0 && low < high && step > 0.0 && (2.0..=400.0).contains(&marks) {
        return Ok(());
    }
    Err(source.told(
        path,
        ("数直線になりません", "this makes no number line"),
        (
            "(始め, 終わり, 刻み)：0 を含み、刻みは2から400個",
            "(first, last, step) with 0 between first and last, and 2 to 400 steps",
        ),
    ))
}

fn check_answer(
    source: &Source,
    path: &str,
    answer: &Answer,
    result: &dyn Fn(&str, &str) -> Result<(), LessonError>,
) -> Result<(), LessonError> {
    match answer {
        Answer::One { options, right } => {
            let count = options.len();
            if !(2..=9).contains(&count) || *right == 0 || usize::from(*right) > count {
                return Err(source.told(
                    path,
                    (
                        "選択肢か正答の番号が合いません",
                        "the options and the number of the right one do not fit",
                    ),
                    (
                        "2から9個の選択肢と、そのうちの1つの番号",
                        "2 to 9 options, and the number of one of them",
                    ),
                ));
            }
        }
        Answer::Number { of, tolerance } => {
            result("answer.of", of.as_str())?;
            if !(tolerance.is_finite() && *tolerance >= 0.0) {
                return Err(source.told(
                    path,
                    ("許す誤差が数ではありません", "the tolerance is no number"),
                    ("0 以上の数", "a number from 0 up"),
                ));
            }
        }
        Answer::Order { items } => {
            if !(2..=9).contains(&items.len()) {
                return Err(source.told(
                    path,
                    ("並べるものの数が合いません", "so many things cannot be put in order"),
                    ("2から9個", "2 to 9"),
                ));
            }
        }
    }
    Ok(())
}
