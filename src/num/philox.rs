//! Philox4x32-10, the counter-based generator behind every random draw.
//!
//! A counter-based generator is a pure function of a key and a counter: a draw depends on what it
//! is for, never on how many draws came before it, so results cannot depend on thread, order or on
//! which other processes exist. Philox multiplies two words by constants and swaps halves, ten
//! times, adding a round key that grows by the golden ratio and by sqrt(3) - 1.
//!
//! Reference: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.

const MULTIPLIER_0: u32 = 0xD251_1F53;
const MULTIPLIER_1: u32 = 0xCD9E_8D57;
const KEY_STEP_0: u32 = 0x9E37_79B9;
const KEY_STEP_1: u32 = 0xBB67_AE85;
const ROUNDS: usize = 10;

#[inline]
const fn multiply(multiplier: u32, word: u32) -> (u32, u32) {
    let product = multiplier as u64 * word as u64;
    ((product >> 32) as u32, product as u32)
}

#[inline]
const fn round(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let (high_0, low_0) = multiply(MULTIPLIER_0, counter[0]);
    let (high_1, low_1) = multiply(MULTIPLIER_1, counter[2]);
    [high_1 ^ counter[1] ^ key[0], low_1, high_0 ^ counter[3] ^ key[1], low_0]
}

/// The 128 random bits that belong to `counter` under `key`.
#[inline]
#[must_use]
pub const fn block(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let mut counter = counter;
    let mut key = key;
    let mut index = 0;
    while index < ROUNDS {
        counter = round(counter, key);
        key = [key[0].wrapping_add(KEY_STEP_0), key[1].wrapping_add(KEY_STEP_1)];
        index += 1;
    }
    counter
}

/// The first words of the blocks of many counters that differ in their third word only.
///
/// The same numbers as [`block`], several at a time: the rounds are straight arithmetic over arrays,
/// which the compiler turns into vector code.
#[inline]
#[must_use]
pub fn first_words<const N: usize>(
    first_two: [u32; 2],
    third: &[u32; N],
    fourth: u32,
    key: [u32; 2],
) -> [u32; N] {
    let mut words = [[first_two[0]; N], [first_two[1]; N], *third, [fourth; N]];
    let mut key = key;
    for _ in 0..ROUNDS {
        let [first, second, third, fourth] = &mut words;
        for lane in 0..N {
            let (high_0, low_0) = multiply(MULTIPLIER_0, first[lane]);
            let (high_1, low_1) = multiply(MULTIPLIER_1, third[lane]);
            first[lane] = high_1 ^ second[lane] ^ key[0];
            second[lane] = low_1;
            third[lane] = high_0 ^ fourth[lane] ^ key[1];
            fourth[lane] = low_0;
        }
        key = [key[0].wrapping_add(KEY_STEP_0), key[1].wrapping_add(KEY_STEP_1)];
    }
    words[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors of `philox4x32 10` in `kat_vectors` of the Random123 library.
    const KNOWN_ANSWERS: [([u32; 4], [u32; 2], [u32; 4]); 3] = [
        ([0; 4], [0; 2], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
        ([u32::MAX; 4], [u32::MAX; 2], [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]),
        (
            [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
            [0xa409_3822, 0x299f_31d0],
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1],
        ),
    ];

    #[test]
    fn published_vectors_are_reproduced() {
        for (counter, key, expected) in KNOWN_ANSWERS {
            assert_eq!(block(counter, key), expected);
        }
    }

    #[test]
    fn many_at_a_time_are_the_same_numbers() {
        let third: [u32; 7] = std::array::from_fn(|index| 0x9E37_79B9_u32.wrapping_mul(index as u32 + 1));
        let found = first_words([3, 5], &third, 11, [17, 19]);
        for (word, third) in found.into_iter().zip(third) {
            assert_eq!(word, block([3, 5, third, 11], [17, 19])[0]);
        }
    }
}
