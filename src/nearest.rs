//! "Did you mean": the nearest of the names that are allowed.

/// The allowed name that `found` is most likely a slip of, or else the only one it is a part of; `None` if none
/// is near.
#[must_use]
pub fn nearest<'a>(found: &str, allowed: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    match candidates(found, &allowed.into_iter().collect::<Vec<_>>())[..] {
        [only] => Some(only),
        _ => None,
    }
}

fn slip<'a>(found: &str, allowed: &[&'a str]) -> Option<&'a str> {
    // A name longer than any of ours is no slip, and the distance costs its length.
    if found.chars().count() > 64 {
        return None;
    }
    let folded: Vec<char> = fold(found);
    let reach = (folded.len() / 3).max(1);
    allowed
        .iter()
        .map(|name| (distance(&folded, &fold(name)), *name))
        .filter(|&(distance, _)| distance <= reach)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, name)| name)
}

/// The allowed names that `found` may stand for: the one it is most likely a slip of, or else all that it is
/// a part of, such as `kayoi` of `kayoi_no_ba`, shortest first.
#[must_use]
pub fn candidates<'a>(found: &str, allowed: &[&'a str]) -> Vec<&'a str> {
    if let Some(name) = slip(found, allowed) {
        return vec![name];
    }
    let folded = fold(found);
    if folded.len() < SHORTEST_PART {
        return Vec::new();
    }
    // A part begins where a word does: `male` is no part of `female`.
    let holds = |name: &&&str| {
        let words = name.match_indices(['_', '-', ' ']).map(|(at, _)| at).chain([0]);
        words.map(|at| fold(&name[at..])).any(|rest| rest.starts_with(&folded[..]))
    };
    let mut names: Vec<&str> = allowed.iter().filter(holds).copied().collect();
    names.sort_by_key(|name| (name.chars().count(), *name));
    names
}

/// Characters from which a part of a name says something.
const SHORTEST_PART: usize = 3;

/// Case and separators are the commonest slips, so they cost nothing.
fn fold(name: &str) -> Vec<char> {
    name.chars()
        .filter(|character| !matches!(character, '_' | '-' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Optimal string alignment distance: insertions, deletions, replacements, swaps of neighbours.
fn distance(from: &[char], to: &[char]) -> usize {
    let mut rows = vec![vec![0; to.len() + 1]; from.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=from.len() {
        for j in 1..=to.len() {
            let replaced = rows[i - 1][j - 1] + usize::from(from[i - 1] != to[j - 1]);
            let mut least = replaced.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = least;
        }
    }
    rows[from.len()][to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 4] = ["Anchored", "Frozen", "WorldPopulationProspects", "care_need"];

    #[test]
    fn slips_are_understood() {
        for (found, meant) in [
            ("Frozn", Some("Frozen")),
            ("frozen", Some("Frozen")),
            ("Ancohred", Some("Anchored")),
            ("world_population_prospects", Some("WorldPopulationProspects")),
            ("careneed", Some("care_need")),
            ("xyz", None),
            ("", None),
        ] {
            assert_eq!(nearest(found, NAMES), meant, "{found}");
        }
        assert_eq!(nearest(&"Frozen".repeat(1000), NAMES), None);
    }

    #[test]
    fn parts_of_names_are_understood() {
        let names = ["kayoi_no_ba", "cancer_screening_lung", "cancer_screening_breast", "salt"];
        assert_eq!(candidates("kayoi", &names), ["kayoi_no_ba"]);
        assert_eq!(candidates("No-Ba", &names), ["kayoi_no_ba"]);
        assert_eq!(candidates("screening", &names), ["cancer_screening_lung", "cancer_screening_breast"]);
        assert_eq!(candidates("slat", &names), ["salt"]);
        assert_eq!((nearest("kayoi", names), nearest("screening", names)), (Some("kayoi_no_ba"), None));
        assert!(candidates("male", &["female"]).is_empty());
        assert!(candidates("ba", &names).is_empty() && candidates("xyz", &names).is_empty());
    }

    #[test]
    fn swapped_neighbours_are_one_step() {
        assert_eq!(distance(&fold("fatcor"), &fold("factor")), 1);
    }
}
