//! Reads just enough Rust to count: strings and comments blanked, braces matched.
//!
//! Never understands the language; clippy does.

use std::ops::Range;

/// A function and the lines it takes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Function {
    /// Its name.
    pub(super) name: String,
    /// Its first line, counted from 0.
    pub(super) line: usize,
    /// Number of lines from `fn` to the closing brace.
    pub(super) lines: usize,
}

/// Replaces the content of comments, strings and characters by blanks; lines stay where they are.
pub(super) fn blanked(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = skipped(&chars, at);
        if end > at {
            out.extend(chars.iter().take(end).skip(at).map(|&c| if c == '\n' { c } else { ' ' }));
            at = end;
        } else {
            out.extend(chars.get(at));
            at += 1;
        }
    }
    out
}

/// The end of the comment, string or character that starts here; `at` itself if none does.
fn skipped(chars: &[char], at: usize) -> usize {
    let rest = chars.get(at..).unwrap_or_default();
    let before = at.checked_sub(1).and_then(|before| chars.get(before));
    let in_word = before.is_some_and(|&c| c.is_alphanumeric() || c == '_');
    let len = match rest {
        ['/', '/', ..] => rest.iter().position(|&c| c == '\n').unwrap_or(rest.len()),
        ['/', '*', ..] => block_comment(rest),
        ['"', ..] => quoted(rest, '"'),
        ['r', '"' | '#', ..] if !in_word => raw_string(rest, 1),
        ['b' | 'c', 'r', '"' | '#', ..] if !in_word => raw_string(rest, 2),
        ['\'', '\\', ..] | ['\'', _, '\'', ..] => quoted(rest, '\''),
        _ => 0,
    };
    at + len
}

fn block_comment(rest: &[char]) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(two) = rest.get(at..at + 2) {
        match two {
            ['/', '*'] => (depth, at) = (depth + 1, at + 2),
            ['*', '/'] => (depth, at) = (depth.saturating_sub(1), at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

fn quoted(rest: &[char], quote: char) -> usize {
    let mut at = 1;
    while let Some(&c) = rest.get(at) {
        match c {
            '\\' => at += 2,
            _ if c == quote => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

fn raw_string(rest: &[char], prefix: usize) -> usize {
    let marks = rest.iter().skip(prefix).take_while(|&&c| c == '#').count();
    if rest.get(prefix + marks) != Some(&'"') {
        return 0;
    }
    let mut at = prefix + marks + 1;
    while at < rest.len() {
        let closing = rest.iter().skip(at + 1).take(marks).filter(|&&c| c == '#').count();
        if rest.get(at) == Some(&'"') && closing == marks {
            return at + 1 + marks;
        }
        at += 1;
    }
    rest.len()
}

/// The functions of a blanked text.
pub(super) fn functions(blanked: &str) -> Vec<Function> {
    let mut found = Vec::new();
    for (start, _) in blanked.match_indices("fn ") {
        let (before, rest) = blanked.split_at(start);
        if before.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let name: String = rest
            .chars()
            .skip(3)
            .skip_while(|c| *c == ' ')
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        if let Some(end) = body_end(rest)
            && !name.is_empty()
        {
            let lines = rest.chars().take(end).filter(|&c| c == '\n').count() + 1;
            found.push(Function { name, line: before.matches('\n').count(), lines });
        }
    }
    found
}

/// Characters up to the closing brace of the body; nothing for a mere signature.
fn body_end(rest: &str) -> Option<usize> {
    let mut round = 0_usize;
    let mut curly = 0_usize;
    for (index, c) in rest.chars().enumerate() {
        match c {
            '(' | '[' => round += 1,
            ')' | ']' => round = round.saturating_sub(1),
            ';' if round == 0 && curly == 0 => return None,
            '{' => curly += 1,
            '}' => curly = curly.saturating_sub(1),
            _ => {}
        }
        if c == '}' && curly == 0 {
            return Some(index + 1);
        }
    }
    None
}

/// The lines of test modules inside a blanked text.
pub(super) fn test_lines(blanked: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (start, _) in blanked.match_indices("#[cfg(test)]") {
        let (before, rest) = blanked.split_at(start);
        let first = before.matches('\n').count();
        if let Some(end) = body_end(rest) {
            let lines = rest.chars().take(end).filter(|&c| c == '\n').count() + 1;
            found.push(first..first + lines);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{blanked, functions, test_lines};

    #[test]
    fn braces_in_text_do_not_count() {
        let text = "fn a<'x>(b: &'x str) {\n  // }\n  c(\"}\", '}', r#\"}\"#);\n}\nfn d();\n";
        let found = functions(&blanked(text));
        assert_eq!(
            found.iter().map(|f| (f.name.as_str(), f.lines)).collect::<Vec<_>>(),
            [("a", 4)]
        );
    }

    #[test]
    fn comments_nest_and_lines_stay() {
        assert_eq!(blanked("a/* /* \n */ */b"), "a      \n      b");
    }

    #[test]
    fn test_modules_are_found() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n  fn b() {}\n}\n";
        assert_eq!(test_lines(&blanked(text)).first(), Some(&(1..5)));
    }
}
