// Pictures of every page at three widths, light and dark: `npm run pictures -- FOLDER [OPTIONS OF SERVE]`.

import { mkdirSync } from "node:fs";
import { browser, pages, serve } from "./server.js";

const [folder = "pictures", ...options] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const [server, chromium] = await Promise.all([serve(...options), browser()]);
for (const colorScheme of ["light", "dark"]) {
  for (const [name, width, height] of [
    ["phone", 390, 844],
    ["desk", 1440, 900],
    ["wide", 2560, 1440],
  ]) {
    const context = await chromium.newContext({ colorScheme, viewport: { width, height } });
    const page = await context.newPage();
    for (const path of pages) {
      await page.goto(server.address + path);
      const file = path.replaceAll(/[^\w.]+/g, "-").replaceAll(/^-|-$/g, "") || "home";
      await page.screenshot({ path: `${folder}/${file}-${name}-${colorScheme}.png` });
    }
    await context.close();
  }
}
await chromium.close();
server.stop();
