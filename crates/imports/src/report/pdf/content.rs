//! The content of a page: the operators that place and show text, and the forms that it draws.

use std::collections::HashMap;
use std::rc::Rc;

use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Dict, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::Resources;

use super::bound;
use super::font::Font;
use super::layout::{Layout, PenPosition};

/// How deep forms may draw forms.
const DEPTH: usize = 6;

/// How many operators are read in a whole file.
const OPERATORS: usize = 20_000_000;

/// Reads pages one by one and keeps count of what all of them took.
pub(super) struct Reader {
    /// How many bytes of content may still be read.
    pub(super) room: usize,
    operators: usize,
    fonts: HashMap<ObjectIdentifier, Rc<Font>>,
    /// Characters whose meaning the file does not tell.
    pub(super) unreadable: usize,
}

/// `x' = a x + c y + e`, `y' = b x + d y + f`.
type Matrix = [f64; 6];

const UNIT: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First one, then the other.
fn then(first: Matrix, second: Matrix) -> Matrix {
    let x = |at: usize| first[at] * second[0] + first[at + 1] * second[2];
    let y = |at: usize| first[at] * second[1] + first[at + 1] * second[3];
    [x(0), y(0), x(2), y(2), x(4) + second[4], y(4) + second[5]]
}

#[derive(Clone)]
struct GraphicsState {
    page: Matrix,
    text: Matrix,
    line: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    leading: f64,
    character_space: f64,
    word_space: f64,
    scale: f64,
}

impl Reader {
    pub(super) fn new() -> Self {
        Self {
            room: super::CONTENT,
            operators: OPERATORS,
            fonts: HashMap::new(),
            unreadable: 0,
        }
    }

    /// Whether there was more than is read, so that text may be missing.
    pub(super) fn cut_short(&self) -> bool {
        self.room == 0 || self.operators == 0
    }

    /// The lines of a page.
    pub(super) fn page(&mut self, content: &[u8], resources: &Resources<'_>) -> Vec<String> {
        let mut layout = Layout::default();
        let state = GraphicsState {
            page: UNIT,
            text: UNIT,
            line: UNIT,
            font: None,
            size: 1.0,
            leading: 0.0,
            character_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
        };
        self.content(content, resources, state, &mut layout, DEPTH);
        layout.finish()
    }

    fn content(
        &mut self,
        content: &[u8],
        resources: &Resources<'_>,
        mut state: GraphicsState,
        layout: &mut Layout,
        depth: usize,
    ) {
        let mut stack: Vec<GraphicsState> = Vec::new();
        let mut fonts = HashMap::new();
        let mut operators = UntypedIter::new(content);
        while let Some(operator) = operators.next() {
            self.operators = self.operators.saturating_sub(1);
            if self.operators == 0 {
                return;
            }
            let operands: Vec<Object<'_>> = operator.operands().cloned().collect();
            match &**operator.operator {
                b"q" if stack.len() < 512 => stack.push(state.clone()),
                b"Q" => state = stack.pop().unwrap_or(state),
                b"Tf" => {
                    if let Some(Object::Name(name)) = operands.first() {
                        state.font = self.font(name, resources, &mut fonts);
                    }
                    state.size = numbers(&operands).next_back().unwrap_or(1.0);
                }
                b"Do" if depth > 0 => {
                    if let Some(Object::Name(name)) = operands.first() {
                        self.form(name, resources, &state, layout, depth);
                    }
                }
                other => self.text(other, &operands, &mut state, layout),
            }
        }
    }

    /// A font by the name that it has here; the same font is read once in a file, however many pages use it.
    fn font(
        &mut self,
        name: &Name<'_>,
        resources: &Resources<'_>,
        here: &mut HashMap<Vec<u8>, Rc<Font>>,
    ) -> Option<Rc<Font>> {
        if let Some(font) = here.get(&**name) {
            return Some(Rc::clone(font));
        }
        let font = resources.get_font(name)?;
        let id = font.obj_id();
        let known = id.and_then(|id| self.fonts.get(&id)).map(Rc::clone);
        let font = known.unwrap_or_else(|| Rc::new(Font::read(&font, &mut self.room)));
        self.fonts.extend(id.map(|id| (id, Rc::clone(&font))));
        here.insert(name.to_vec(), Rc::clone(&font));
        Some(font)
    }

    /// Draws a form, which is content with resources of its own.
    fn form(
        &mut self,
        name: &Name<'_>,
        resources: &Resources<'_>,
        state: &GraphicsState,
        layout: &mut Layout,
        depth: usize,
    ) {
        let form = resources.get_x_object(name).filter(|form: &Stream<'_>| {
            form.dict()
                .get::<Name<'_>>("Subtype")
                .is_some_and(|kind| &*kind == b"Form")
        });
        let Some(form) = form else { return };
        let data = bound::unpack(&form, &mut self.room);
        let mut state = state.clone();
        let matrix = form.dict().get::<hayro_syntax::object::Array<'_>>("Matrix");
        if let Some(matrix) = matrix.and_then(|matrix| {
            six(matrix
                .iter::<hayro_syntax::object::Number>()
                .map(|number| number.as_f64()))
        }) {
            state.page = then(matrix, state.page);
        }
        match form.dict().get::<Dict<'_>>("Resources") {
            Some(own) => self.content(&data, &Resources::new(own), state, layout, depth - 1),
            None => self.content(&data, resources, state, layout, depth - 1),
        }
    }

    fn text(
        &mut self,
        operator: &[u8],
        operands: &[Object<'_>],
        state: &mut GraphicsState,
        layout: &mut Layout,
    ) {
        let mut numbers = numbers(operands);
        let mut number = || numbers.next().unwrap_or(0.0);
        match operator {
            b"cm" => {
                state.page = six(numbers).map_or(state.page, |matrix| then(matrix, state.page));
            }
            b"BT" => state.set(UNIT),
            b"Tm" => state.set(six(numbers).unwrap_or(state.line)),
            b"TL" => state.leading = number(),
            b"Tc" => state.character_space = number(),
            b"Tw" => state.word_space = number(),
            b"Tz" => state.scale = number() / 100.0,
            b"Td" => state.step(number(), number()),
            b"TD" => {
                let (x, y) = (number(), number());
                state.leading = -y;
                state.step(x, y);
            }
            b"T*" => state.step(0.0, -state.leading),
            b"Tj" | b"TJ" => self.show(operands, state, layout),
            b"'" => {
                state.step(0.0, -state.leading);
                self.show(operands, state, layout);
            }
            b"\"" => {
                (state.word_space, state.character_space) = (number(), number());
                state.step(0.0, -state.leading);
                self.show(operands.get(2..).unwrap_or_default(), state, layout);
            }
            _ => {}
        }
    }

    fn show(&mut self, operands: &[Object<'_>], state: &mut GraphicsState, layout: &mut Layout) {
        for operand in operands {
            match operand {
                Object::String(string) => self.string(string.as_bytes(), state, layout),
                Object::Number(number) => state.advance(-number.as_f64() / 1000.0 * state.size),
                Object::Array(array) => {
                    for object in array.iter::<Object<'_>>() {
                        if !matches!(object, Object::Array(_)) {
                            self.show(&[object], state, layout);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn string(&mut self, bytes: &[u8], state: &mut GraphicsState, layout: &mut Layout) {
        let Some(font) = state.font.clone() else {
            return;
        };
        let from = state.spot();
        let mut text = String::new();
        for shown in font.show(bytes) {
            match shown.text {
                Some(shown) => text.push_str(&shown),
                None => self.unreadable += 1,
            }
            let space = if shown.space { state.word_space } else { 0.0 };
            state.advance(shown.width * state.size + state.character_space + space);
        }
        if !text.is_empty() {
            layout.add(&text, from, state.spot());
        }
    }
}

impl GraphicsState {
    fn set(&mut self, matrix: Matrix) {
        (self.text, self.line) = (matrix, matrix);
    }

    /// To the start of another line.
    fn step(&mut self, x: f64, y: f64) {
        self.set(then([1.0, 0.0, 0.0, 1.0, x, y], self.line));
    }

    fn advance(&mut self, by: f64) {
        self.text = then([1.0, 0.0, 0.0, 1.0, by * self.scale, 0.0], self.text);
    }

    fn spot(&self) -> PenPosition {
        let [_, _, c, d, x, y] = then(self.text, self.page);
        PenPosition {
            x,
            y,
            size: c.hypot(d) * self.size.abs(),
        }
    }
}

fn numbers<'a>(operands: &'a [Object<'_>]) -> impl DoubleEndedIterator<Item = f64> + 'a {
    operands.iter().filter_map(|operand| match operand {
        Object::Number(number) => Some(number.as_f64()),
        _ => None,
    })
}

fn six(mut numbers: impl Iterator<Item = f64>) -> Option<Matrix> {
    let matrix: Vec<f64> = numbers.by_ref().take(6).collect();
    matrix.try_into().ok()
}
