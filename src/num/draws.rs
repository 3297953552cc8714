//! Random draws by name: who, for what, in which year.
//!
//! A uniform is `f(seed, draw, person, stream, year, k)`: the Philox block whose counter holds
//! serial number, cell, stream, and year and k, under a key made of seed and draw number. The
//! stream of a process is a hash of its name, so adding a process never changes the numbers of
//! another, and the same person in two scenarios meets the same luck until a policy touches them.

use super::philox;
use super::special::{MIDDLE, middle_quantile, normal_quantile};
use rand::TryRng;
use std::convert::Infallible;

/// Highest byte of the last counter word: person draws leave it 0, [`KeyedRng`] sets this one.
const GENERATOR_DOMAIN: u32 = 1 << 24;

/// What a draw is for: a process, decision or parameter, identified by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamId(u32);

impl StreamId {
    /// The stream of a name (32-bit FNV-1a of its bytes). Names that are given by data should be
    /// checked with [`colliding`].
    #[must_use]
    pub const fn of(name: &str) -> Self {
        let bytes = name.as_bytes();
        let mut hash: u32 = 0x811c_9dc5;
        let mut index = 0;
        while index < bytes.len() {
            hash = (hash ^ bytes[index] as u32).wrapping_mul(0x0100_0193);
            index += 1;
        }
        Self(hash)
    }

    /// The number that stands in the counter.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }
}

/// The first two different names that share a stream, if any.
#[must_use]
pub fn colliding<'a>(names: &[&'a str]) -> Option<(&'a str, &'a str)> {
    names.iter().enumerate().find_map(|(index, first)| {
        let twin = names[index + 1..]
            .iter()
            .find(|second| *second != first && StreamId::of(second) == StreamId::of(first))?;
        Some((*first, *twin))
    })
}

/// Who a draw is for: the cell in which the person entered and the serial number within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonKey {
    /// Origin, sex, birth cohort and entry year, packed by the model.
    pub cell: u32,
    /// Position within the cell.
    pub serial: u32,
}

/// All random numbers of one seed and one parameter draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draws {
    key: [u32; 2],
}

impl Draws {
    /// The draws of `seed`; `draw` numbers the samples of the uncertain parameters (0: central).
    #[must_use]
    pub const fn new(seed: u64, draw: u32) -> Self {
        let mixed = philox::block([draw, 0, 0, 0], [seed as u32, (seed >> 32) as u32]);
        Self { key: [mixed[0], mixed[1]] }
    }

    /// Four independent 32-bit uniforms of a person for a process, a year (0 if it has none) and
    /// a repetition `k`.
    #[inline]
    #[must_use]
    pub const fn uniforms(&self, person: PersonKey, stream: StreamId, year: u16, k: u8) -> [u32; 4] {
        let counter = [person.serial, person.cell, stream.0, (year as u32) << 8 | k as u32];
        philox::block(counter, self.key)
    }

    /// The first of the four uniforms of [`Draws::uniforms`] for many streams at a time.
    #[inline]
    #[must_use]
    pub fn first_uniforms<const N: usize>(
        &self,
        person: PersonKey,
        streams: &[StreamId; N],
        year: u16,
        k: u8,
    ) -> [u32; N] {
        let third = streams.map(|stream| stream.0);
        philox::first_words(
            [person.serial, person.cell],
            &third,
            u32::from(year) << 8 | u32::from(k),
            self.key,
        )
    }

    /// A generator for a stream that belongs to no person, such as a parameter.
    #[must_use]
    pub const fn generator(&self, stream: StreamId) -> KeyedRng {
        KeyedRng { key: self.key, stream, next_block: 0, buffer: [0; 4], used: 4 }
    }
}

/// The uniform in the open interval (0, 1) that a 32-bit draw stands for: (u + 0.5) / 2^32.
#[inline]
#[must_use]
pub const fn open_unit(draw: u32) -> f64 {
    (draw as f64 + 0.5) / 4_294_967_296.0
}

/// A unit exponential by inversion: -ln((u + 0.5) / 2^32), between 1e-10 and 22.9.
#[inline]
#[must_use]
pub fn unit_exponential(draw: u32) -> f64 {
    -libm::log(open_unit(draw))
}

/// A value to nine significant digits: samplers call the system's mathematics, whose last bits differ
/// between machines, so what they give is rounded before it is used.
#[must_use]
pub fn rounded(value: f64) -> f64 {
    format!("{value:.8e}").parse().unwrap_or(value)
}

/// Many unit exponentials at a time, each the same to the bit as [`unit_exponential`].
///
/// The logarithm is that of `libm` for normal numbers below 1 (after FreeBSD's `e_log.c`), written
/// without a branch so that the compiler turns it into vector code.
#[must_use]
#[allow(clippy::excessive_precision, reason = "the digits are those of the published constants")]
pub fn unit_exponentials<const N: usize>(draws: &[u32; N]) -> [f64; N] {
    const LN2_HIGH: f64 = 6.931_471_803_691_238_164_90e-01;
    const LN2_LOW: f64 = 1.908_214_929_270_587_700_02e-10;
    const SERIES: [f64; 7] = [
        6.666_666_666_666_735_130e-01,
        3.999_999_999_940_941_908e-01,
        2.857_142_874_366_239_149e-01,
        2.222_219_843_214_978_396e-01,
        1.818_357_216_161_805_012e-01,
        1.531_383_769_920_937_332e-01,
        1.479_819_860_511_658_591e-01,
    ];
    /// Upper half of the bits of sqrt(1/2): the fraction is brought between it and sqrt(2).
    const ROOT: u32 = 0x3fe6_a09e;
    const ONE: u32 = 0x3ff0_0000;
    let mut values = [0.0; N];
    for (value, draw) in values.iter_mut().zip(draws) {
        let bits = open_unit(*draw).to_bits();
        let upper = ((bits >> 32) as u32).wrapping_add(ONE - ROOT);
        let exponent = f64::from((upper >> 20).cast_signed() - 0x3ff);
        let fraction = u64::from((upper & 0x000f_ffff) + ROOT) << 32 | (bits & 0xffff_ffff);
        let excess = f64::from_bits(fraction) - 1.0;
        let half_square = 0.5 * excess * excess;
        let ratio = excess / (2.0 + excess);
        let square = ratio * ratio;
        let fourth = square * square;
        let even = fourth * (SERIES[1] + fourth * (SERIES[3] + fourth * SERIES[5]));
        let odd = square * (SERIES[0] + fourth * (SERIES[2] + fourth * (SERIES[4] + fourth * SERIES[6])));
        let rest = odd + even;
        *value =
            -(ratio * (half_square + rest) + exponent * LN2_LOW - half_square + excess + exponent * LN2_HIGH);
    }
    values
}

/// Many standard normal scores at a time, each the same to the bit as [`normal_quantile`] of [`open_unit`]: the
/// middle of the distribution, where most are, without a branch, so that the compiler turns it into vector code.
#[must_use]
pub fn normal_scores<const N: usize>(draws: &[u32; N]) -> [f64; N] {
    let units = draws.map(open_unit);
    let mut scores = units.map(|unit| middle_quantile(unit - 0.5));
    for (score, unit) in scores.iter_mut().zip(units) {
        if (unit - 0.5).abs() > MIDDLE {
            *score = normal_quantile(unit);
        }
    }
    scores
}

/// A generator over the successive blocks of one stream, for samplers that need an unknown
/// number of draws.
///
/// The blocks differ from those of [`Draws::uniforms`] in the highest byte of the counter.
#[derive(Debug, Clone)]
pub struct KeyedRng {
    key: [u32; 2],
    stream: StreamId,
    next_block: u64,
    buffer: [u32; 4],
    used: usize,
}

impl KeyedRng {
    fn next_word(&mut self) -> u32 {
        if self.used == self.buffer.len() {
            let counter =
                [self.next_block as u32, (self.next_block >> 32) as u32, self.stream.0, GENERATOR_DOMAIN];
            self.buffer = philox::block(counter, self.key);
            self.next_block = self.next_block.wrapping_add(1);
            self.used = 0;
        }
        let word = self.buffer[self.used];
        self.used += 1;
        word
    }
}

impl TryRng for KeyedRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.next_word())
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let low = u64::from(self.next_word());
        let high = u64::from(self.next_word());
        Ok(high << 32 | low)
    }

    fn try_fill_bytes(&mut self, destination: &mut [u8]) -> Result<(), Infallible> {
        for chunk in destination.chunks_mut(4) {
            let bytes = self.next_word().to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
