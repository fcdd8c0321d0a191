// What scripts know of each other. `words.js` is made by the crate, the data by the static site.

declare var rhumbWords: any;
/** Puts this in the place of the main part of the page. */
declare var rhumbExchange: (main: HTMLElement, title: string) => void;
declare var rhumbSizes: { compass: number; names: number; resources: boolean };
