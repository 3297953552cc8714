//! A number large enough for the last row of a room, drawn with plain characters.

/// Five rows of each glyph.
const fn glyph(letter: char) -> [&'static str; 5] {
    match letter {
        '0' => ["#####", "#   #", "#   #", "#   #", "#####"],
        '1' => ["  #  ", " ##  ", "  #  ", "  #  ", " ### "],
        '2' => ["#####", "    #", "#####", "#    ", "#####"],
        '3' => ["#####", "    #", " ####", "    #", "#####"],
        '4' => ["#   #", "#   #", "#####", "    #", "    #"],
        '5' => ["#####", "#    ", "#####", "    #", "#####"],
        '6' => ["#####", "#    ", "#####", "#   #", "#####"],
        '7' => ["#####", "    #", "   # ", "  #  ", "  #  "],
        '8' => ["#####", "#   #", "#####", "#   #", "#####"],
        '9' => ["#####", "#   #", "#####", "    #", "#####"],
        '+' => ["     ", "  #  ", "#####", "  #  ", "     "],
        '-' => ["     ", "     ", "#####", "     ", "     "],
        '.' => ["  ", "  ", "  ", "  ", "##"],
        ',' => ["  ", "  ", "  ", " #", "# "],
        _ => ["  "; 5],
    }
}

/// The rows of a number.
#[must_use]
pub fn rows(number: &str) -> [String; 5] {
    std::array::from_fn(|row| {
        let parts: Vec<&str> = number.chars().map(|letter| glyph(letter)[row]).collect();
        parts.join("  ").trim_end().to_owned()
    })
}
