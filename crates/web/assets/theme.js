// Before anything is drawn: the theme that the reader chose, so that it does not flash.
(function () {
  "use strict";
  try {
    var theme = localStorage.getItem("theme");
    if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
  } catch (error) {
    /* Storage is refused: the system's theme stays. */
  }
})();
