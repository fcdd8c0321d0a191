//! Python, as far as a file states data in it: the keyword arguments of one call, where they are plain values.
//! Nothing is run, and nothing else of the language is understood.

use model::Problem;
use serde_json::{Map, Value};

use super::text;
use crate::File;

/// Lists in lists beyond this are no metadata.
const DEEPEST: usize = 16;

/// One call.
pub(crate) struct Call<'text> {
    /// Its keyword arguments.
    pub(crate) arguments: Value,
    /// The line at which it begins.
    pub(crate) line: Option<u32>,
    /// The text below it.
    pub(crate) below: &'text str,
}

/// The first call of `name` whose value is kept: `metadata = Name(key="value")`.
pub(crate) fn call<'tree>(file: &File<'tree>, name: &str) -> Result<Call<'tree>, Problem> {
    let text = text::small(file)?;
    let opening = format!("= {name}(");
    let Some(start) = text.find(&opening) else {
        return Err(file.problem(None, format!("states no {name}")));
    };
    let mut reader = Reader {
        text,
        at: start + opening.len(),
    };
    match reader.arguments() {
        Ok(arguments) => Ok(Call {
            arguments: Value::Object(arguments),
            line: text::line_at(text, start),
            below: reader.rest(),
        }),
        Err(wrong) => Err(file.problem(
            text::line_at(text, reader.at),
            format!("is not the Python expected here: {wrong}"),
        )),
    }
}

type SyntaxError = &'static str;

struct Reader<'text> {
    text: &'text str,
    at: usize,
}

impl<'text> Reader<'text> {
    fn arguments(&mut self) -> Result<Map<String, Value>, SyntaxError> {
        let mut arguments = Map::new();
        while !self.next_is(")") {
            let name = self.word();
            if name.is_empty() || !self.next_is("=") {
                return Err("an argument with its name should be here");
            }
            let value = self.value(DEEPEST)?;
            arguments.insert(name.to_owned(), value);
            self.separated(")")?;
        }
        Ok(arguments)
    }

    fn value(&mut self, deepest: usize) -> Result<Value, SyntaxError> {
        let deepest = deepest.checked_sub(1).ok_or("it is nested too deep")?;
        if self.next_is("[") {
            self.list("]", deepest)
        } else if self.next_is("(") {
            self.list(")", deepest)
        } else if self.next_is("{") {
            self.dictionary(deepest)
        } else if self.rest().starts_with(['"', '\'']) {
            self.texts().map(Value::String)
        } else {
            match self.word() {
                "None" => Ok(Value::Null),
                "True" => Ok(Value::Bool(true)),
                "False" => Ok(Value::Bool(false)),
                _ => Err("a plain value should be here"),
            }
        }
    }

    fn list(&mut self, end: &str, deepest: usize) -> Result<Value, SyntaxError> {
        let mut items = Vec::new();
        while !self.next_is(end) {
            items.push(self.value(deepest)?);
            self.separated(end)?;
        }
        Ok(Value::Array(items))
    }

    fn dictionary(&mut self, deepest: usize) -> Result<Value, SyntaxError> {
        let mut fields = Map::new();
        while !self.next_is("}") {
            let key = self.texts()?;
            if !self.next_is(":") {
                return Err("a colon should be here");
            }
            fields.insert(key, self.value(deepest)?);
            self.separated("}")?;
        }
        Ok(Value::Object(fields))
    }

    /// One text, or several side by side, which are one.
    fn texts(&mut self) -> Result<String, SyntaxError> {
        let mut texts = self.one_text()?;
        self.skip_space();
        while self.rest().starts_with(['"', '\'']) {
            texts += &self.one_text()?;
            self.skip_space();
        }
        Ok(texts)
    }

    fn one_text(&mut self) -> Result<String, SyntaxError> {
        let quote = ["\"\"\"", "'''", "\"", "'"]
            .into_iter()
            .find(|quote| self.rest().starts_with(quote))
            .ok_or("a text should be here")?;
        self.at += quote.len();
        let mut text = String::new();
        while !self.rest().starts_with(quote) {
            match self.letter() {
                Some('\\') => text.extend(self.letter().map(unescaped)),
                Some('\n') if quote.len() == 1 => return Err("a text ends with its line"),
                Some(letter) => text.push(letter),
                None => return Err("a text has no end"),
            }
        }
        self.at += quote.len();
        Ok(text)
    }

    /// After an item: a comma, or the end of all.
    fn separated(&mut self, end: &str) -> Result<(), SyntaxError> {
        self.skip_space();
        if self.next_is(",") || self.rest().starts_with(end) {
            Ok(())
        } else {
            Err("a comma should be here")
        }
    }

    /// Whether this comes next, after white space and comments; then it is passed.
    fn next_is(&mut self, what: &str) -> bool {
        self.skip_space();
        let is = self.rest().starts_with(what);
        if is {
            self.at += what.len();
        }
        is
    }

    fn skip_space(&mut self) {
        loop {
            let rest = self.rest().trim_start();
            self.at = self.text.len() - rest.len();
            if !rest.starts_with('#') {
                return;
            }
            self.at += rest.find('\n').unwrap_or(rest.len());
        }
    }

    fn word(&mut self) -> &'text str {
        let rest = self.rest();
        let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        let end = rest.find(|letter| !is_word(letter)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn letter(&mut self) -> Option<char> {
        let letter = self.rest().chars().next()?;
        self.at += letter.len_utf8();
        Some(letter)
    }

    fn rest(&self) -> &'text str {
        &self.text[self.at..]
    }
}

fn unescaped(letter: char) -> char {
    match letter {
        'n' => '\n',
        't' => '\t',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<Value, String> {
        let file = File {
            path: "a.py",
            bytes: text.as_bytes(),
        };
        call(&file, "Lamp")
            .map(|call| call.arguments)
            .map_err(|problem| problem.what)
    }

    #[test]
    fn plain_values_are_read_and_nothing_else() {
        let read_whole = read(
            "# = Lamp\nlamp = Lamp(\n  a='x' # one\n  \"\\\"y\", b=[None, True, {\"k\": ('v',)}], c=[],\n)\nrun()",
        );
        assert_eq!(
            read_whole.unwrap().to_string(),
            r#"{"a":"x\"y","b":[null,true,{"k":["v"]}],"c":[]}"#
        );
        for (text, wrong) in [
            ("lamp = 1", "states no Lamp"),
            ("l = Lamp(a=run())", "a plain value should be here"),
            ("l = Lamp('a')", "an argument with its name should be here"),
            ("l = Lamp(a=['b' 'c'", "a comma should be here"),
            ("l = Lamp(a='b", "a text has no end"),
            ("l = Lamp(a='b\n'", "a text ends with its line"),
            ("l = Lamp(a={'b'})", "a colon should be here"),
        ] {
            let what = read(text).unwrap_err();
            assert!(what.ends_with(wrong), "{text}: {what}");
        }
        assert!(read(&format!("l = Lamp(a={})", "[".repeat(99))).is_err());
    }

    proptest! {
        #[test]
        fn a_text_is_read_as_it_was_written(text in "[a-z\"'\\\\é #,)]*") {
            let written = text.replace('\\', "\\\\").replace('"', "\\\"");
            let read = read(&format!("l = Lamp(a=\"{written}\")")).unwrap();
            prop_assert_eq!(read["a"].as_str(), Some(text.as_str()));
        }

        #[test]
        fn any_text_is_safe(text in ".*") {
            let _ = read(&format!("l = Lamp({text}"));
        }
    }
}
