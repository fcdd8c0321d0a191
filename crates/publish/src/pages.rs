//! The pages of one list as one answer, for formats that hold all of it in one document.

use questions::Answer;

/// Puts the next page of a list behind those before it. What is no next page of the same question changes nothing.
pub fn join(answer: &mut Answer, next: Answer) {
    match (answer, next) {
        (Answer::Search(all), Answer::Search(page)) => {
            all.items.extend(page.items);
            all.next = page.next;
        }
        (Answer::Resources(all), Answer::Resources(page)) => {
            all.items.extend(page.items);
            all.next = page.next;
        }
        (Answer::Problems(all), Answer::Problems(page)) => {
            all.items.extend(page.items);
            all.next = page.next;
        }
        (Answer::Drift(all), Answer::Drift(page)) => {
            all.items.extend(page.items);
            all.next = page.next;
        }
        (Answer::Adversaries(all), Answer::Adversaries(page)) => {
            all.items.extend(page.items);
            all.next = page.next;
        }
        (Answer::Categories(all), Answer::Categories(page)) => {
            all.items.extend(page.items);
            all.next = page.next;
        }
        (Answer::Matrix(all), Answer::Matrix(page)) => extend(&mut all.list, page.list),
        (Answer::Align(all), Answer::Align(page)) => extend(&mut all.list, page.list),
        (Answer::Gaps(all), Answer::Gaps(page)) => extend(&mut all.list, page.list),
        (Answer::Telemetry(all), Answer::Telemetry(page)) => extend(&mut all.list, page.list),
        (Answer::Compare(all), Answer::Compare(page)) => extend(&mut all.list, page.list),
        (Answer::Fit(all), Answer::Fit(page)) => extend(&mut all.list, page.list),
        (Answer::LogSource(all), Answer::LogSource(page)) => extend(&mut all.list, page.list),
        _ => {}
    }
}

fn extend<T>(all: &mut questions::Items<T>, page: questions::Items<T>) {
    all.items.extend(page.items);
    all.next = page.next;
}
