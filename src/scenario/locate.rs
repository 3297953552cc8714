//! Where in a scenario text a byte lies: its line, its token and its field.
//!
//! The RON reader tells line and column of a mistake but not which field it belongs to, nor what
//! stands there. A scan over the tokens before it does. The scan takes any text whatever: it is used
//! on files that could not be read.

use std::ops::Range;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// `(`, `[` or `{`.
    Open,
    /// `)`, `]` or `}`.
    Close,
    /// `:`
    Colon,
    /// `,`
    Comma,
    /// A text in quotes.
    Text,
    /// A name, a number, or anything else.
    Word,
}

/// A run of bytes that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands, in bytes.
    pub span: Range<usize>,
}

/// The tokens of a text; spaces and comments are left out.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        let rest = &text[at..];
        let (kind, length) = match character {
            _ if character.is_whitespace() => (None, character.len_utf8()),
            '/' if rest.starts_with("//") => (None, rest.find('\n').unwrap_or(rest.len())),
            '/' if rest.starts_with("/*") => match block_comment_length(rest) {
                Some(length) => (None, length),
                // A comment without end is a mistake, not nothing.
                None => (Some(TokenKind::Word), rest.len()),
            },
            '(' | '[' | '{' => (Some(TokenKind::Open), 1),
            ')' | ']' | '}' => (Some(TokenKind::Close), 1),
            ':' => (Some(TokenKind::Colon), 1),
            ',' => (Some(TokenKind::Comma), 1),
            '"' => (Some(TokenKind::Text), quoted_length(rest, '"')),
            '\'' => (Some(TokenKind::Text), quoted_length(rest, '\'')),
            'r' if raw_text_length(rest).is_some() => {
                (Some(TokenKind::Text), raw_text_length(rest).unwrap_or(rest.len()))
            }
            _ => (Some(TokenKind::Word), word_length(rest)),
        };
        if let Some(kind) = kind {
            found.push(Token { kind, span: at..at + length });
        }
        at += length;
    }
    found
}

fn block_comment_length(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let (mut at, mut depth) = (0, 0_usize);
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"/*" => (depth, at) = (depth + 1, at + 2),
            b"*/" => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

fn quoted_length(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in rest.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if character == '\\' {
            escaped = true;
        } else if character == quote {
            return at + 1;
        }
    }
    rest.len()
}

/// Length of `r"..."`, `r#"..."#` and so on; `None` if this is no raw text.
fn raw_text_length(rest: &str) -> Option<usize> {
    let hashes = rest[1..].bytes().take_while(|&byte| byte == b'#').count();
    let start = 1 + hashes;
    if !rest[start..].starts_with('"') {
        return None;
    }
    let end = format!("\"{}", "#".repeat(hashes));
    Some(rest[start + 1..].find(&end).map_or(rest.len(), |at| start + 1 + at + end.len()))
}

fn word_length(rest: &str) -> usize {
    let ends = |character: char| character.is_whitespace() || "()[]{}:,\"'/".contains(character);
    // At least one character: a lone slash is a word too.
    rest.char_indices().skip(1).find(|&(_, character)| ends(character)).map_or(rest.len(), |(at, _)| at)
}

/// Byte offset of a line and column (both from 1, columns in characters); the end if beyond it.
#[must_use]
pub fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let start = if line <= 1 {
        0
    } else {
        text.match_indices('\n').nth(line - 2).map_or(text.len(), |(at, _)| at + 1)
    };
    text[start..].char_indices().nth(column.saturating_sub(1)).map_or(text.len(), |(at, _)| start + at)
}

/// Line and column (both from 1, columns in characters) of a byte offset.
#[must_use]
pub fn position_of(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..offset];
    let line = 1 + before.matches('\n').count();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    (line, 1 + before[start..].chars().count())
}

/// Index of the token that contains `offset` or, between tokens, of the next one.
#[must_use]
pub fn token_at(tokens: &[Token], offset: usize) -> Option<usize> {
    let index = tokens.partition_point(|token| token.span.end <= offset);
    (index < tokens.len()).then_some(index)
}

/// Index of the last token that ends at or before `offset`.
#[must_use]
pub fn token_before(tokens: &[Token], offset: usize) -> Option<usize> {
    tokens.partition_point(|token| token.span.end <= offset).checked_sub(1)
}

/// Index of the bracket that opens the group which the bracket at `close` closes.
#[must_use]
pub fn opening_of(tokens: &[Token], close: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for index in (0..=close).rev() {
        match tokens[index].kind {
            TokenKind::Close => depth += 1,
            TokenKind::Open if depth == 1 => return Some(index),
            TokenKind::Open => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// The brackets that are open at a token of a scan from the beginning, with the field named in each.
#[derive(Default)]
struct Levels(Vec<Level>);

struct Level {
    open: char,
    item: usize,
    field: Option<String>,
}

impl Levels {
    /// A token that names a field, or a key of a map.
    fn name(&mut self, text: &str, tokens: &[Token], at: usize) {
        let named = tokens.get(at + 1).is_some_and(|next| next.kind == TokenKind::Colon);
        let Some(level) = self.0.last_mut().filter(|_| named) else { return };
        let token = &text[tokens[at].span.clone()];
        match tokens[at].kind {
            TokenKind::Word => level.field = Some(token.to_owned()),
            TokenKind::Text if level.open == '{' => level.field = Some(token.trim_matches('"').to_owned()),
            _ => {}
        }
    }

    /// Goes past a token.
    fn pass(&mut self, text: &str, token: &Token) {
        match token.kind {
            TokenKind::Comma => {
                if let Some(level) = self.0.last_mut() {
                    level.field = None;
                    level.item += 1;
                }
            }
            TokenKind::Open => {
                let open = text[token.span.clone()].chars().next().unwrap_or('(');
                self.0.push(Level { open, item: 0, field: None });
            }
            TokenKind::Close => {
                self.0.pop();
            }
            _ => {}
        }
    }

    fn path(&self) -> Vec<Option<String>> {
        let part = |level: &Level| {
            if level.open == '[' { Some(format!("[{}]", level.item)) } else { level.field.clone() }
        };
        self.0.iter().map(part).collect()
    }
}

/// The fields that lead to a token, such as `hazard_changes[1].factor`, from outside to inside; one
/// entry per bracket that is open there, `None` where no field is named yet.
#[must_use]
pub fn field_path(text: &str, tokens: &[Token], index: usize) -> Vec<Option<String>> {
    let mut levels = Levels::default();
    for (at, token) in tokens.iter().enumerate().take(index + 1) {
        levels.name(text, tokens, at);
        if at < index {
            levels.pass(text, token);
        }
    }
    levels.path()
}

/// The first token of the value at a path such as `levers[2].id` or `levers[0].effects.walking`, as bytes
/// of the text; the key itself for a key of a map.
#[must_use]
pub fn find(text: &str, path: &str) -> Option<Range<usize>> {
    let tokens = tokens(text);
    let mut levels = Levels::default();
    for (at, token) in tokens.iter().enumerate() {
        levels.name(text, &tokens, at);
        let key = levels.0.last().is_some_and(|level| level.open == '{');
        let name = tokens.get(at + 1).is_some_and(|next| next.kind == TokenKind::Colon);
        let value = matches!(token.kind, TokenKind::Text | TokenKind::Word | TokenKind::Open);
        if value && (key || !name) && join_path(&levels.path()) == path {
            return Some(token.span.clone());
        }
        levels.pass(text, token);
    }
    None
}

/// Writes a path of fields: `a.b[2].c`; a path of absurd depth or
/// length is cut.
#[must_use]
pub fn join_path(path: &[Option<String>]) -> String {
    const SHOWN: usize = 12;
    const LETTERS: usize = 60;
    let mut joined = String::new();
    for (depth, part) in path.iter().flatten().enumerate() {
        if depth == SHOWN {
            joined.push('…');
            break;
        }
        if !joined.is_empty() && !part.starts_with('[') {
            joined.push('.');
        }
        joined.extend(part.chars().take(LETTERS));
        if part.chars().nth(LETTERS).is_some() {
            joined.push('…');
        }
    }
    joined
}

/// The value of a field of the outermost struct, as bytes of the text.
#[must_use]
pub fn value_of(text: &str, field: &str) -> Option<Range<usize>> {
    let tokens = tokens(text);
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Open => depth += 1,
            TokenKind::Close => depth = depth.saturating_sub(1),
            TokenKind::Word
                if depth == 1
                    && text[token.span.clone()] == *field
                    && tokens.get(at + 1).is_some_and(|next| next.kind == TokenKind::Colon) =>
            {
                let words = tokens[at + 2..].iter();
                // `Some("x")`: the text itself, not the wrapper.
                let mut value = words.take_while(|next| next.kind != TokenKind::Comma);
                let first = value.next()?;
                let text = value.find(|next| next.kind == TokenKind::Text);
                let shown = if first.kind == TokenKind::Text { first } else { text.unwrap_or(first) };
                return Some(shown.span.clone());
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "(\n  title: (ja: \"健, 寿\", en: r#\"a\"b\"#), // x: (\n  list: [(a: 1), (a: Own(male: 2, b: 3))],\n)";

    fn path(needle: &str) -> String {
        let tokens = tokens(TEXT);
        let index = token_at(&tokens, TEXT.find(needle).unwrap()).unwrap();
        join_path(&field_path(TEXT, &tokens, index))
    }

    #[test]
    fn fields_lead_to_values() {
        assert_eq!(path("\"健"), "title.ja");
        assert_eq!(path("r#"), "title.en");
        assert_eq!(path("1)"), "list[0].a");
        assert_eq!(path("3)"), "list[1].a.b");
    }

    #[test]
    fn positions_and_offsets_agree_after_wide_letters() {
        for (offset, _) in TEXT.char_indices() {
            let (line, column) = position_of(TEXT, offset);
            assert_eq!(offset_of(TEXT, line, column), offset);
        }
        assert_eq!(offset_of(TEXT, 99, 1), TEXT.len());
    }

    #[test]
    fn values_and_keys_are_found_by_their_path() {
        let text =
            "(id: 0, list: [(id: \"a\"), Some((id: Some(\"b\"), map: {\"x, :\": 1, \"y\": 2}))], id: 3)";
        for (path, found) in [
            ("id", Some("0")),
            ("list", Some("[")),
            ("list[0]", Some("(")),
            ("list[0].id", Some("\"a\"")),
            ("list[1].map", Some("{")),
            ("list[1].map.y", Some("\"y\"")),
            ("list[2].id", None),
            ("none", None),
        ] {
            assert_eq!(find(text, path).map(|bytes| &text[bytes]), found, "{path}");
        }
        let tokens = tokens(text);
        let index = token_at(&tokens, text.find("2}").unwrap()).unwrap();
        assert_eq!(join_path(&field_path(text, &tokens, index)), "list[1].map.y");
    }

    #[test]
    fn the_value_of_a_field_is_found_behind_its_wrapper() {
        let text = "(base: Some( /* base: */ \"x\"), title: (base: 1))";
        assert_eq!(value_of(text, "base").map(|span| &text[span]), Some("\"x\""));
        assert_eq!(value_of(text, "none"), None);
    }

    proptest::proptest! {
        #[test]
        fn any_text_splits_into_ordered_tokens(text in "[()\\[\\]:,\"'r#/*\\\\ \na健]{0,60}") {
            let tokens = tokens(&text);
            let mut end = 0;
            for (index, token) in tokens.iter().enumerate() {
                assert!(token.span.start >= end && token.span.end > token.span.start);
                end = token.span.end;
                let _ = field_path(&text, &tokens, index);
            }
            assert!(end <= text.len());
        }
    }
}
