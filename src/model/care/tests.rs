//! Care transitions against matrix exponentials and their own fixed points.

use super::*;
use nalgebra::SMatrix;

const DEATH: CareShares = [0.02, 0.06, 0.11, 0.2];

fn by_matrix_exponential(start: &CareShares, transitions: &Transitions, death: &CareShares) -> CareShares {
    let mut rates = SMatrix::<f64, 5, 5>::zeros();
    for state in 0..CARE_STATES {
        rates[(state, 4)] = death[state];
        if state < CARE_LEVELS {
            rates[(state, state + 1)] = transitions.up[state];
        }
    }
    rates[(1, 0)] = transitions.recovery;
    for state in 0..5 {
        rates[(state, state)] = -rates.row(state).sum();
    }
    let end =
        SMatrix::<f64, 1, 5>::from_row_slice(&[start[0], start[1], start[2], start[3], 0.0]) * rates.exp();
    let alive = 1.0 - end[4];
    std::array::from_fn(|state| end[state] / alive)
}

#[test]
fn survivors_follow_the_matrix_exponential() {
    let start = [0.7, 0.15, 0.1, 0.05];
    for scale in [0.1, 1.0, 5.0, 10.0] {
        let transitions = Transitions { up: [0.06 * scale, 0.2 * scale, 0.3 * scale], recovery: 0.0075 };
        let death = DEATH.map(|hazard| hazard * scale);
        let ours = survivors(&start, &transitions, &death);
        let exact = by_matrix_exponential(&start, &transitions, &death);
        for state in 0..CARE_STATES {
            assert!((ours[state] - exact[state]).abs() < 1e-8, "scale {scale}: {ours:?} {exact:?}");
        }
    }
}

#[test]
fn solved_hazards_lead_to_the_goal() {
    let (start, goal) = ([0.7, 0.15, 0.1, 0.05], [0.66, 0.165, 0.115, 0.06]);
    let (transitions, reached) = solve_step(&start, &goal, 0.0075, &DEATH);
    let check = by_matrix_exponential(&start, &transitions, &DEATH);
    for state in 0..CARE_STATES {
        assert!((reached[state] - goal[state]).abs() < 1e-9, "{reached:?}");
        assert!((check[state] - goal[state]).abs() < 1e-8, "{check:?}");
    }
    assert!(transitions.up.iter().all(|hazard| *hazard > 0.0));
}

#[test]
fn a_goal_below_what_death_and_recovery_leave_gives_no_negative_hazard() {
    let (start, goal) = ([0.7, 0.15, 0.1, 0.05], [0.9, 0.06, 0.03, 0.01]);
    let (transitions, reached) = solve_step(&start, &goal, 0.0075, &DEATH);
    assert!(transitions.up.iter().all(|hazard| *hazard >= 0.0), "{transitions:?}");
    assert!(reached[0] < goal[0], "the excess is carried on: {reached:?}");
}

#[test]
fn limitation_odds_meet_the_cell_mean() {
    let shares = [0.7, 0.15, 0.1, 0.05];
    let odds = limitation_odds(&shares, 0.4, 4.0);
    let one = odds * 4.0;
    let mean = 0.15 + 0.7 * odds / (1.0 + odds) + 0.15 * one / (1.0 + one);
    assert!((mean - 0.4).abs() < 1e-12);
    assert!(limitation_odds(&shares, 0.1, 4.0) < 1e-12, "care level 2 and above alone exceed 10%");
}
