// What scripts know of each other. `words.js` is made by the crate, the data by the static site.

declare var rhumbWords: any;
/** Puts this in the place of the main part of the page. */
declare var rhumbExchange: (main: HTMLElement, title: string) => void;
/** The main part of the page as the server made it. */
declare var rhumbPristine: HTMLElement;
declare var rhumbSizes: { compass: number; names: number; resources: boolean };
