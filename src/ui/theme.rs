//! Colours by role, for terminals from true colour down to none.
//!
//! The rest of the interface names only roles. Series colours are those of Okabe and Ito, told
//! apart by colour-blind readers; colour is never the only mark. The background stays the
//! terminal's own, so the program is readable wherever the user's shell is.

use ratatui::style::{Color, Modifier, Style};

/// What a piece of the screen means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Text,
    /// Secondary text: axes, units, notes.
    Muted,
    /// The name of the program and titles of overlays.
    Title,
    /// The sentence that answers the question.
    Headline,
    /// The chosen option among others.
    Selected,
    /// A key to press.
    Key,
    /// Something the user should notice.
    Warning,
    /// The year cursor.
    Cursor,
    /// Life expectancy.
    Life,
    /// Healthy life expectancy.
    Healthy,
    /// Independent life expectancy.
    Independent,
    /// Goal lines.
    Goal,
    /// The range between readings.
    Band,
}

/// How many colours the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Bold, underlined and reversed only.
    Mono,
    /// The sixteen named colours.
    Ansi16,
    /// The indexed palette.
    Indexed256,
    /// 24-bit colour.
    True,
}

/// Whether the terminal's background is dark or light.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// Light text on a dark background.
    Dark,
    /// Dark text on a light background.
    Light,
    /// White, yellow and other full colours on black, whatever the terminal has.
    HighContrast,
}

/// What the user asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColourChoice {
    /// From the environment: `NO_COLOR`, `TERM`, `COLORTERM`, `COLORFGBG`.
    #[default]
    Auto,
    /// No colour at all.
    Never,
    /// This depth on this background.
    Exactly(Depth, Ground),
}

/// The styles of every role on one kind of terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    depth: Depth,
    ground: Ground,
}

impl Theme {
    /// The theme of a known terminal.
    #[must_use]
    pub const fn new(depth: Depth, ground: Ground) -> Self {
        Self { depth, ground }
    }

    /// The theme for a choice, reading variables through `variable` where it says `Auto`.
    pub fn choose(choice: ColourChoice, variable: impl Fn(&str) -> Option<String>) -> Self {
        match choice {
            ColourChoice::Never => Self::new(Depth::Mono, Ground::Dark),
            ColourChoice::Exactly(depth, ground) => Self::new(depth, ground),
            ColourChoice::Auto => Self::new(depth_from(&variable), ground_from(&variable)),
        }
    }

    /// How many colours it uses.
    #[must_use]
    pub const fn depth(self) -> Depth {
        self.depth
    }

    /// The same colours for another background.
    #[must_use]
    pub const fn on(self, ground: Ground) -> Self {
        Self { depth: self.depth, ground }
    }

    /// The style of a role.
    #[must_use]
    pub fn style(self, role: Role) -> Style {
        let style = Style::default().add_modifier(modifiers(role));
        if self.ground == Ground::HighContrast && self.depth != Depth::Mono {
            return style.fg(full(role)).bg(Color::Black);
        }
        match self.colour(role) {
            Some(colour) => style.fg(colour),
            None => style,
        }
    }

    fn colour(self, role: Role) -> Option<Color> {
        let light = self.ground == Ground::Light;
        // (true colour, index in the 256 palette, named colour), dark ground first.
        let (rgb, index, named) = match role {
            Role::Text | Role::Headline | Role::Selected | Role::Cursor => return None,
            Role::Muted if light => ((90, 90, 90), 240, Color::DarkGray),
            Role::Muted => ((160, 160, 160), 247, Color::Gray),
            Role::Title | Role::Life if light => ((0, 114, 178), 25, Color::Blue),
            Role::Title => ((86, 180, 233), 74, Color::Cyan),
            Role::Key if light => ((0, 100, 80), 23, Color::Blue),
            Role::Key => ((240, 228, 66), 227, Color::Yellow),
            Role::Warning if light => ((176, 58, 0), 130, Color::Red),
            Role::Life => ((86, 180, 233), 74, Color::LightCyan),
            Role::Healthy if light => ((190, 75, 0), 130, Color::Red),
            Role::Warning | Role::Healthy => ((230, 159, 0), 214, Color::LightYellow),
            Role::Independent if light => ((0, 120, 88), 29, Color::Green),
            Role::Independent => ((0, 186, 136), 36, Color::LightGreen),
            Role::Goal if light => ((160, 70, 120), 132, Color::Magenta),
            Role::Goal => ((204, 121, 167), 175, Color::LightMagenta),
            Role::Band if light => ((214, 150, 90), 179, Color::DarkGray),
            Role::Band => ((140, 100, 20), 136, Color::DarkGray),
        };
        match self.depth {
            Depth::Mono => None,
            Depth::Ansi16 => Some(named),
            Depth::Indexed256 => Some(Color::Indexed(index)),
            Depth::True => Some(Color::Rgb(rgb.0, rgb.1, rgb.2)),
        }
    }
}

/// The colours of high contrast: each at least seven times as bright as the black behind it.
const fn full(role: Role) -> Color {
    match role {
        Role::Key | Role::Warning | Role::Cursor | Role::Healthy => Color::LightYellow,
        Role::Title | Role::Life => Color::LightCyan,
        Role::Independent => Color::LightGreen,
        Role::Goal => Color::LightMagenta,
        Role::Band => Color::Gray,
        Role::Text | Role::Muted | Role::Headline | Role::Selected => Color::White,
    }
}

const fn modifiers(role: Role) -> Modifier {
    match role {
        Role::Title | Role::Headline | Role::Key | Role::Warning => Modifier::BOLD,
        Role::Selected | Role::Cursor => Modifier::REVERSED,
        _ => Modifier::empty(),
    }
}

/// Whether the terminal is known, or said by `KENJU_ASCII=1`, to have no braille glyphs.
pub fn ascii_wanted(variable: impl Fn(&str) -> Option<String>) -> bool {
    variable("KENJU_ASCII").is_some_and(|value| value == "1")
        || matches!(variable("TERM").as_deref(), Some("dumb" | "linux"))
}

fn depth_from(variable: &impl Fn(&str) -> Option<String>) -> Depth {
    let term = variable("TERM").unwrap_or_default();
    if variable("NO_COLOR").is_some_and(|value| !value.is_empty()) || term == "dumb" {
        return Depth::Mono;
    }
    if matches!(variable("COLORTERM").as_deref(), Some("truecolor" | "24bit")) || term.ends_with("-direct") {
        return Depth::True;
    }
    if term.contains("256color") { Depth::Indexed256 } else { Depth::Ansi16 }
}

/// `COLORFGBG` is `foreground;background`; terminals without it are taken for dark, as most are.
fn ground_from(variable: &impl Fn(&str) -> Option<String>) -> Ground {
    let value = variable("COLORFGBG").unwrap_or_default();
    match value.rsplit(';').next().and_then(|background| background.parse::<u8>().ok()) {
        Some(7 | 9..=15) => Ground::Light,
        _ => Ground::Dark,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLES: [Role; 13] = [
        Role::Text,
        Role::Muted,
        Role::Title,
        Role::Headline,
        Role::Selected,
        Role::Key,
        Role::Warning,
        Role::Cursor,
        Role::Life,
        Role::Healthy,
        Role::Independent,
        Role::Goal,
        Role::Band,
    ];

    fn theme(pairs: &'static [(&str, &str)]) -> Theme {
        Theme::choose(ColourChoice::Auto, |name| {
            pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_environment_decides() {
        assert_eq!(theme(&[("TERM", "xterm")]).depth, Depth::Ansi16);
        assert_eq!(theme(&[("TERM", "xterm-256color")]).depth, Depth::Indexed256);
        assert_eq!(theme(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")]).depth, Depth::True);
        assert_eq!(theme(&[("COLORTERM", "truecolor"), ("NO_COLOR", "1")]).depth, Depth::Mono);
        assert_eq!(theme(&[("TERM", "xterm"), ("NO_COLOR", "")]).depth, Depth::Ansi16);
        assert_eq!(theme(&[("TERM", "dumb"), ("COLORTERM", "truecolor")]).depth, Depth::Mono);
        assert_eq!(theme(&[("COLORFGBG", "0;15")]).ground, Ground::Light);
        assert_eq!(theme(&[("COLORFGBG", "15;0")]).ground, Ground::Dark);
        assert_eq!(theme(&[("COLORFGBG", "15;default")]).ground, Ground::Dark);
    }

    #[test]
    fn terminals_without_braille_get_ascii() {
        let wanted = |name: &'static str, value: &'static str| {
            ascii_wanted(|asked| (asked == name).then(|| value.to_owned()))
        };
        assert!(wanted("KENJU_ASCII", "1") && wanted("TERM", "linux") && wanted("TERM", "dumb"));
        assert!(!wanted("KENJU_ASCII", "0") && !wanted("TERM", "xterm-256color"));
    }

    #[test]
    fn without_colour_no_role_has_one() {
        let mono = Theme::choose(ColourChoice::Never, |_| None);
        for role in ROLES {
            let style = mono.style(role);
            assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
        }
    }

    #[test]
    fn series_and_goal_differ_on_every_terminal_with_colour() {
        for depth in [Depth::Ansi16, Depth::Indexed256, Depth::True] {
            for ground in [Ground::Dark, Ground::Light, Ground::HighContrast] {
                let theme = Theme::new(depth, ground);
                let series = [Role::Life, Role::Healthy, Role::Independent, Role::Goal];
                for (position, role) in series.iter().enumerate() {
                    for other in &series[position + 1..] {
                        assert_ne!(theme.style(*role).fg, theme.style(*other).fg, "{depth:?} {ground:?}");
                    }
                }
            }
        }
    }
}
