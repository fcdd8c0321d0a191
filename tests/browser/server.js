// Starts the program on a free port of this machine, and a browser beside it.

import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("../..", import.meta.url));
const target = process.env.CARGO_TARGET_DIR ?? `${root}/target`;
export const program = process.env.RHUMB_PROGRAM ?? `${target}/debug/rhumb`;
/** The catalogue that is asked, as the program takes it: default: the built-in one. */
export const catalogue = process.env.RHUMB_CATALOGUE ? ["--catalogue", process.env.RHUMB_CATALOGUE] : [];
const browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Serves the catalogue and tells where. */
export async function serve(...options) {
  const child = spawn(program, [...catalogue, "serve", "--listen", "127.0.0.1:0", "--rate", "0", ...options], {
    cwd: "/",
  });
  const address = await new Promise((resolve, reject) => {
    let said = "";
    const hear = (text) => {
      said += text;
      const found = said.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (found) resolve(found[0]);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`ended with ${code}: ${said}`)));
  });
  return { address, stop: () => child.kill("SIGTERM") };
}

/** Writes the static site of a catalogue (default: the built-in one). */
export function site(out, ...options) {
  execFileSync(program, ["site", out, ...options], { cwd: "/", stdio: ["ignore", "ignore", "inherit"] });
}

/** What the program answers, of the same catalogue. */
export function ask(args, ...options) {
  return JSON.parse(execFileSync(program, [...args, ...options, "--format", "json"], { cwd: "/", maxBuffer: 1 << 28 }));
}

/** Builds a catalogue of fixtures: a release of ATT&CK of our own, and what sources say of its techniques and groups. */
export function small(out) {
  const fixtures = ["categorized-adversary-ttps", "misp-galaxy", "sigma", "art", "car"].map(
    (id) => `${id}=${root}crates/sources/fixtures/${id}/tree`,
  );
  const from = [`attack=${root}crates/questions/tests/attack`, ...fixtures].flatMap((one) => ["--from", one]);
  execFileSync(program, ["build", "--out", out, ...from], {
    cwd: "/",
    stdio: "ignore",
    env: { ...process.env, RHUMB_CACHE: `${out}.cache` },
  });
}

/** A plain web host that has a folder below a path. */
export async function host(folder, path) {
  const types = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
  };
  const server = createServer((request, answer) => {
    const asked = decodeURIComponent(new URL(request.url, "http://host").pathname);
    const file = join(folder, asked.startsWith(path) ? asked.slice(path.length) : "../none");
    if (!asked.startsWith(path) || file.includes("..") || !existsSync(file)) {
      answer.writeHead(404).end();
      return;
    }
    answer
      .writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" })
      .end(readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `http://127.0.0.1:${server.address().port}${path}`, stop: () => server.close() };
}

/** A browser without a window. */
export async function browser() {
  const executablePath = process.env.CHROMIUM ?? browsers.find((path) => existsSync(path));
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

/** The pages that are walked: one of each kind, the largest among them. */
export const pages = [
  "/",
  "/matrix",
  "/matrix?view=tests&subs=1&tactic=execution",
  "/matrix?part=table&tactic=exfiltration",
  "/technique/T1021",
  "/technique/T1059.001",
  "/technique/T1562.001",
  "/threats",
  "/threats?threat=APT29",
  "/alignment",
  "/alignment?threat=S0266",
  "/controls",
  "/control/M1032?framework=attack",
  "/framework/mapex-nist-800-53-r5",
  "/sources",
  "/source/sigma",
  "/problems",
  "/drift",
  "/changed",
  "/search?words=kerberoasting",
  "/adversaries",
  "/adversary/G0016",
  "/software/S0266",
  "/campaign/C0024",
  "/log-source?name=windows%2Fprocess_creation",
  "/api/v1/",
  "/nothing/here",
];
