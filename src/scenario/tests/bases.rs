//! Bases in files: what is followed, and what is refused as an escape, a circle or a tower.

use super::super::error::{ErrorKind, IoProblem};
use super::super::problem::Problem;
use super::*;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A folder with files; their names may have folders in them.
fn folder<N: AsRef<Path>, C: AsRef<[u8]>>(files: impl IntoIterator<Item = (N, C)>) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn load(path: &Path) -> Result<ResolvedScenario, ScenarioError> {
    Library::embedded().load(path, pack())
}

/// The problem with the base of a file.
fn refused(path: &Path) -> Problem {
    let error = load(path).unwrap_err();
    for language in Language::ALL {
        let text = message(&error, language);
        assert!(text.contains(": base\n"), "{text}");
    }
    match error {
        ScenarioError::Content(diagnostic) => {
            assert_eq!(diagnostic.field, "base");
            diagnostic.problem
        }
        other => panic!("{other}"),
    }
}

#[test]
fn a_base_is_found_beside_the_file_that_names_it() {
    let folder = folder([
        ("top.ron", with("base: \"parts/middle.ron\", assumptions: (care_need: ObservedFall),")),
        ("parts/middle.ron", with("base: \"./last.ron\", assumptions: (limitation: Full),")),
        ("parts/last.ron", with("base: \"mortality-frozen\",")),
        ("parts/up.ron", with("base: \"../top.ron\",")),
    ]);
    let scenario = load(&folder.path().join("top.ron")).unwrap();
    assert_eq!(scenario.id, "top");
    assert_eq!(scenario.plan.limitation_pace, PACE);
    assert_eq!(scenario.plan.mortality, crate::plan::MortalityAssumption::Frozen);
    // From inside the folder of the first file, `..` leads out.
    assert!(matches!(refused(&folder.path().join("parts/up.ron")), Problem::BaseOutside { .. }));
}

#[test]
fn a_base_may_climb_inside_the_folder_of_the_first_file() {
    let folder = folder([
        ("top.ron", with("base: \"parts/middle.ron\",")),
        ("parts/middle.ron", with("base: \"../other/last.ron\",")),
        ("other/last.ron", with("assumptions: (limitation: Full),")),
    ]);
    assert_eq!(load(&folder.path().join("top.ron")).unwrap().plan.limitation_pace, PACE);
}

#[test]
fn nothing_outside_the_folder_is_read() {
    for base in [
        "../../etc/passwd",
        "/etc/passwd",
        "//server/share.ron",
        "a/../../x.ron",
        "..\\\\x.ron",
        "./../x.ron",
    ] {
        let folder = folder([("in/top.ron", with(&format!("base: \"{base}\","))), ("x.ron", with(""))]);
        assert!(matches!(refused(&folder.path().join("in/top.ron")), Problem::BaseOutside { .. }), "{base}");
    }
    // A scenario that lies in no folder has no files beside it.
    assert_eq!(resolved(with("base: \"./Cargo.toml\",")).unwrap_err().kind(), ErrorKind::Content);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_refused_and_one_inside_is_followed() {
    use std::os::unix::fs::symlink;
    let folder = folder([
        ("in/out.ron", with("base: \"./link.ron\",")),
        ("in/inside.ron", with("base: \"./good.ron\",")),
        ("in/loop.ron", with("base: \"./round.ron\",")),
        ("in/real.ron", with("assumptions: (limitation: Full),")),
        ("secret.ron", with("")),
    ]);
    let inside = folder.path().join("in");
    symlink(folder.path().join("secret.ron"), inside.join("link.ron")).unwrap();
    symlink("real.ron", inside.join("good.ron")).unwrap();
    symlink("round.ron", inside.join("round.ron")).unwrap();
    assert!(matches!(refused(&inside.join("out.ron")), Problem::BaseOutside { .. }));
    assert_eq!(load(&inside.join("inside.ron")).unwrap().plan.limitation_pace, PACE);
    assert_eq!(load(&inside.join("loop.ron")).unwrap_err().kind(), ErrorKind::Io);
}

#[test]
fn a_circle_is_shown_as_a_chain() {
    let folder = folder([
        ("a.ron", with("base: \"./b.ron\",")),
        ("b.ron", with("base: \"c.ron\",")),
        ("c.ron", with("base: \"././a.ron\",")),
        ("self.ron", with("base: \"self.ron\",")),
    ]);
    let Problem::BaseCycle { chain } = refused(&folder.path().join("a.ron")) else { panic!("no circle") };
    let names: Vec<&str> = chain.iter().map(|file| file.rsplit('/').next().unwrap()).collect();
    assert_eq!(names, ["a.ron", "b.ron", "c.ron", "a.ron"]);
    assert!(matches!(refused(&folder.path().join("self.ron")), Problem::BaseCycle { .. }));
}

#[test]
fn sixteen_bases_are_allowed_and_seventeen_are_not() {
    let folder = folder((0..=17).map(|number| {
        let fields = match number {
            0 => "assumptions: (limitation: Full),".to_owned(),
            _ => format!("base: \"./n{}.ron\",", number - 1),
        };
        (format!("n{number}.ron"), with(&fields))
    }));
    assert_eq!(load(&folder.path().join("n16.ron")).unwrap().plan.limitation_pace, PACE);
    assert_eq!(refused(&folder.path().join("n17.ron")), Problem::BaseTooDeep { limit: 16 });
}

#[test]
fn a_chain_of_large_files_is_refused() {
    let padding = format!("// {}\n", "x".repeat(1_000_000));
    let folder = folder((0..10).map(|number| {
        let base = if number == 0 { String::new() } else { format!("base: \"./n{}.ron\",", number - 1) };
        (format!("n{number}.ron"), padding.clone() + &with(&base))
    }));
    assert!(load(&folder.path().join("n7.ron")).is_ok());
    assert_eq!(load(&folder.path().join("n9.ron")).unwrap_err().kind(), ErrorKind::TooLarge);
}

#[test]
fn a_base_that_cannot_be_read_names_both_files() {
    let folder = folder([
        ("a.ron", with("base: \"./none.ron\",")),
        ("b.ron", with("base: \"./directory.ron\",")),
        ("directory.ron/x", String::new()),
        ("c.ron", with("base: \"./broken.ron\",")),
        ("broken.ron", "(schema: 1, titel: (ja: \"a\", en: \"b\"))".to_owned()),
    ]);
    for (name, base, expected) in
        [("a.ron", "none.ron", IoProblem::Missing), ("b.ron", "directory.ron", IoProblem::Directory)]
    {
        let error = load(&folder.path().join(name)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Io);
        let ScenarioError::Io { problem, .. } = &error else { panic!("{error}") };
        assert_eq!(*problem, expected);
        let text = message(&error, Language::En);
        assert!(
            text.contains(&format!("/{base}\n"))
                && text.contains(&format!("{} names it", folder.path().join(name).display())),
            "{text}"
        );
    }
    // The mistake of a base is shown in the base.
    let error = load(&folder.path().join("c.ron")).unwrap_err();
    let text = message(&error, Language::En);
    assert!(text.contains("broken.ron:1:13") && text.contains("did you mean `title`?"), "{text}");
}

#[test]
fn a_scenario_of_the_same_name_as_its_base_is_no_circle() {
    let text = with("base: \"trend-full\",");
    let document = Document::from_bytes("trend-full", "trend-full.ron", text.as_bytes()).unwrap();
    assert_eq!(resolve(document, Library::embedded(), pack()).unwrap().plan.limitation_pace, PACE);
    let folder = folder([("trend-full.ron", text)]);
    assert_eq!(load(&folder.path().join("trend-full.ron")).unwrap().plan.limitation_pace, PACE);
}

#[test]
fn an_unknown_base_is_guessed() {
    let error = resolved(with("base: \"refernce\",")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Content);
    let text = message(&error, Language::En);
    assert!(text.contains("did you mean `reference`?") && text.contains("case.ron:4:11"), "{text}");
}

#[test]
fn hazard_changes_of_a_whole_chain_are_limited() {
    let changes = "(process: Death, ages: (0, 1), from: 2030, factor: 1.0),".repeat(600);
    let folder = folder([
        ("a.ron", with(&format!("base: \"./b.ron\", hazard_changes: [{changes}],"))),
        ("b.ron", with(&format!("hazard_changes: [{changes}],"))),
    ]);
    let error = load(&folder.path().join("a.ron")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Content);
    assert!(message(&error, Language::En).contains("1200"));
    assert!(load(&folder.path().join("b.ron")).is_ok());
}
