//! All pages of a list as one answer, for whoever needs the list whole.

use std::collections::BTreeSet;

use catalogue::Catalogue;

use crate::list::{Items, MOST, Page, PageRequest};
use crate::{Ask, Error};

/// A list of which an answer holds one page.
pub trait List {
    /// How many items this page has.
    fn shown(&self) -> usize;

    /// How many items there are in all.
    fn total(&self) -> u32;

    /// The cursor of the next page; absent on the last.
    fn next(&self) -> Option<&str>;

    /// Moves the items of the next page behind those of this one, which then ends where that one ends.
    fn append(&mut self, next: &mut Self)
    where
        Self: Sized;
}

impl<T> List for Items<T> {
    fn shown(&self) -> usize {
        self.items.len()
    }

    fn total(&self) -> u32 {
        self.total
    }

    fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }

    fn append(&mut self, next: &mut Self) {
        self.items.append(&mut next.items);
        self.next = next.next.take();
    }
}

impl<T> List for Page<T> {
    fn shown(&self) -> usize {
        self.items.len()
    }

    fn total(&self) -> u32 {
        self.total
    }

    fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }

    fn append(&mut self, next: &mut Self) {
        self.items.append(&mut next.items);
        self.next = next.next.take();
    }
}

/// Where the arguments of a question hold the page that is asked for, and its answer the list. Who gives one has given both.
pub struct Paging<Q: Ask> {
    request: fn(&mut Q::Arguments) -> &mut PageRequest,
    list: Box<dyn Access<Q::Answer>>,
}

impl<Q: Ask> Paging<Q> {
    /// The page in the arguments, and the list in the answer, to read and to join.
    pub fn new<L: List + 'static>(
        request: fn(&mut Q::Arguments) -> &mut PageRequest,
        list: fn(&Q::Answer) -> &L,
        list_mut: fn(&mut Q::Answer) -> &mut L,
    ) -> Self {
        let list = Box::new(Accessors { list, list_mut });
        Self { request, list }
    }

    pub(crate) fn request<'a>(&self, arguments: &'a mut Q::Arguments) -> &'a mut PageRequest {
        (self.request)(arguments)
    }

    /// The list of an answer.
    pub fn list<'a>(&self, answer: &'a Q::Answer) -> &'a dyn List {
        self.list.list(answer)
    }
}

/// The list in an answer, whatever its items are.
trait Access<A> {
    fn list<'a>(&self, answer: &'a A) -> &'a dyn List;
    fn append(&self, answer: &mut A, next: A);
}

struct Accessors<A, L> {
    list: fn(&A) -> &L,
    list_mut: fn(&mut A) -> &mut L,
}

impl<A, L: List + 'static> Access<A> for Accessors<A, L> {
    fn list<'a>(&self, answer: &'a A) -> &'a dyn List {
        (self.list)(answer)
    }

    fn append(&self, answer: &mut A, mut next: A) {
        (self.list_mut)(answer).append((self.list_mut)(&mut next));
    }
}

/// Asks a question for its list from the page that its arguments name to the end; once where its answer is no list in pages.
/// Pages have as many items as the arguments say, or as many as they may.
pub fn ask_all<Q: Ask>(catalogue: &Catalogue, arguments: Q::Arguments) -> Result<Q::Answer, Error> {
    match Q::paging() {
        Some(paging) => all_pages(&paging, arguments, |arguments| Q::ask(catalogue, arguments)),
        None => Q::ask(catalogue, &arguments),
    }
}

fn all_pages<Q: Ask>(
    paging: &Paging<Q>,
    mut arguments: Q::Arguments,
    ask: impl Fn(&Q::Arguments) -> Result<Q::Answer, Error>,
) -> Result<Q::Answer, Error> {
    paging.request(&mut arguments).limit.get_or_insert(MOST);
    let mut answer = ask(&arguments)?;
    let mut known = BTreeSet::new();
    while let Some(cursor) = paging.list(&answer).next().map(str::to_owned) {
        // A cursor that comes again would lead through the same pages for ever.
        if !known.insert(cursor.clone()) {
            return Err(Error::Endless(Q::NAME));
        }
        paging.request(&mut arguments).cursor = Some(cursor);
        paging.list.append(&mut answer, ask(&arguments)?);
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use catalogue::CatalogueSummary;
    use schemars::JsonSchema;
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::*;

    #[derive(Default, Deserialize, JsonSchema)]
    struct Arguments {
        page: PageRequest,
    }

    /// Counts from 0.
    struct Counting;

    impl Ask for Counting {
        type Arguments = Arguments;
        type Answer = Items<u32>;

        const NAME: &'static str = "counting";
        const ABOUT: &'static str = "Numbers from 0";

        fn ask(_: &Catalogue, arguments: &Arguments) -> Result<Items<u32>, Error> {
            numbers(arguments)
        }

        fn example() -> Value {
            json!({})
        }

        fn catalogue(_: &Items<u32>) -> &CatalogueSummary {
            unreachable!("nobody asks where numbers come from")
        }

        fn paging() -> Option<Paging<Self>> {
            Some(Paging::<Self>::new(
                |arguments| &mut arguments.page,
                |answer| answer,
                |answer| answer,
            ))
        }
    }

    fn numbers(arguments: &Arguments) -> Result<Items<u32>, Error> {
        Items::cut((0..10).collect(), &arguments.page, 50)
    }

    fn check(
        limit: Option<u32>,
        cursor: Option<&str>,
        ask: impl Fn(&Arguments) -> Result<Items<u32>, Error>,
    ) -> Result<Items<u32>, Error> {
        let cursor = cursor.map(str::to_owned);
        let page = PageRequest { limit, cursor };
        let paging = Counting::paging().unwrap();
        all_pages(&paging, Arguments { page }, ask)
    }

    #[test]
    fn pages_of_any_size_become_one_list_from_the_cursor_to_the_end() {
        for limit in [Some(1), Some(3), Some(10), None] {
            for (cursor, first) in [(None, 0), (Some("4"), 4), (Some("10"), 10)] {
                let all = check(limit, cursor, numbers).unwrap();
                assert_eq!(all.items, (first..10).collect::<Vec<u32>>());
                assert_eq!((all.total, all.next), (10, None));
            }
        }
    }

    #[test]
    fn a_cursor_that_leads_back_is_an_error_and_no_endless_loop() {
        let stays = |arguments: &Arguments| {
            let next = Some("3".to_owned());
            Ok(Items {
                next,
                ..numbers(arguments)?
            })
        };
        let turns = |arguments: &Arguments| {
            let cursor = match arguments.page.cursor.as_deref() {
                Some("3") => "6",
                _ => "3",
            };
            let next = Some(cursor.to_owned());
            Ok(Items {
                next,
                ..numbers(arguments)?
            })
        };
        for cursor in [None, Some("3")] {
            let error = check(None, cursor, stays).unwrap_err();
            assert_eq!(error.to_string(), "the pages of `counting` do not end");
            assert!(check(Some(2), cursor, turns).is_err());
        }
    }
}
