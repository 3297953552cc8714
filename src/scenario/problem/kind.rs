//! A file of another kind than the one wanted, told by its fields.

use super::Problem;
use crate::language::Language;

impl Problem {
    /// What to do with a file of another kind, where an unknown field tells that it is one.
    #[must_use]
    pub fn other_kind(&self, language: Language) -> Option<String> {
        let Self::UnknownField(choice) = self else { return None };
        let (of_plan, of_scenario) =
            (["scenarios", "grids", "readings", "draws", "seeds"], ["base", "levers", "shocks"]);
        let wanted = |field: &str| choice.allowed.iter().any(|allowed| allowed == field);
        let found = choice.found.as_str();
        if wanted("shocks") && of_plan.contains(&found) {
            Some(
                language
                    .pick(
                        "研究の計画のようです：`kenju batch ファイル --dry-run`",
                        "this looks like the plan of a study: `kenju batch FILE --dry-run`",
                    )
                    .to_owned(),
            )
        } else if wanted("grids") && of_scenario.contains(&found) {
            Some(
                language
                    .pick(
                        "シナリオのようです：計画の `scenarios: [\"./ファイル.ron\"]` に書くか、`kenju compare reference ファイル`",
                        "this looks like a scenario: name it in a plan, `scenarios: [\"./FILE.ron\"]`, or `kenju compare reference FILE`",
                    )
                    .to_owned(),
            )
        } else {
            None
        }
    }
}
