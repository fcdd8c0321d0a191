// The official client of the Model Context Protocol against the program, over pipes and over HTTP: everything that an
// assistant can ask, rightly and wrongly, at once and given up.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { catalogue, program, serve } from "./server.js";

const most = 25_000;
const most_of_a_list = 30_000;

/** One call of each tool that has an answer in any catalogue of the public sources. */
const calls = {
  search: { words: ["powershell"] },
  technique: { id: "T1059.001" },
  resources: { technique: ["T1059.001"], kind: ["detection"] },
  resource_text: { id: "S0002" },
  threat_profile: { name: "APT29" },
  align: { threat: ["APT29"], platform: ["Windows"] },
  gaps: { threat: ["APT29"] },
  plan: { threat: ["APT29"], budget: 5 },
  drift: {},
  sources: {},
};

/** The longest question that there is. */
const long = { name: "plan", arguments: { threat: ["all"], budget: 500 } };

const ways = {
  "over pipes": async () => ({
    transport: new StdioClientTransport({ command: program, args: [...catalogue, "mcp"], cwd: "/" }),
    stop: () => {},
  }),
  "over HTTP": async () => {
    const server = await serve("--mcp");
    return { transport: new StreamableHTTPClientTransport(new URL(`${server.address}/mcp`)), stop: server.stop };
  },
};

for (const [way, open] of Object.entries(ways)) {
  describe(way, () => {
    /** @type {Client} */
    let client;
    let stop = () => {};
    /** Every message that came, as it came. @type {any[]} */
    const came = [];
    let largest = { size: 0, of: "" };

    before(async () => {
      const opened = await open();
      stop = opened.stop;
      client = new Client({ name: "tests", version: "1" });
      await client.connect(opened.transport);
      const hear = opened.transport.onmessage;
      opened.transport.onmessage = (message, extra) => {
        came.push(message);
        hear?.(message, extra);
      };
    });

    after(async () => {
      console.log(`largest answer ${way}: ${largest.size} bytes (${largest.of})`);
      await client?.close();
      stop();
    });

    /** Calls a tool; the client holds its answer against the schema of the tool. */
    async function call(name, given, options) {
      const answer = await client.callTool({ name, arguments: given }, undefined, options);
      const size = Buffer.byteLength(JSON.stringify(answer));
      if (size > largest.size) largest = { size, of: `${name} ${JSON.stringify(given)}` };
      assert.ok(size <= most, `${name} ${JSON.stringify(given)}: ${size} bytes`);
      return answer;
    }

    test("it says what it is and what it can", () => {
      assert.equal(client.getServerVersion()?.name, "rhumb");
      assert.deepEqual(Object.keys(client.getServerCapabilities() ?? {}).sort(), [
        "completions",
        "prompts",
        "resources",
        "tools",
      ]);
      assert.ok(client.getInstructions());
    });

    test("all tools are listed, small enough to be read", async () => {
      const listed = await client.listTools();
      assert.deepEqual(
        listed.tools.map(({ name }) => name),
        Object.keys(calls),
      );
      for (const tool of listed.tools) {
        assert.ok(tool.description && tool.inputSchema.properties && tool.outputSchema?.properties, tool.name);
        assert.equal(tool.annotations?.readOnlyHint, true);
      }
      const size = Buffer.byteLength(JSON.stringify(listed));
      console.log(`list of tools ${way}: ${size} bytes`);
      assert.ok(size <= most_of_a_list, `${size} bytes`);
    });

    test("every tool answers at every level of detail, each item with where it comes from", async () => {
      for (const [name, given] of Object.entries(calls)) {
        for (const detail of ["brief", "normal", "full"]) {
          const { isError, structuredContent, content } = await call(name, { ...given, detail });
          assert.ok(!isError, `${name}: ${JSON.stringify(content)}`);
          assert.deepEqual(JSON.parse(content[0].text), structuredContent);
          const items = structuredContent.items;
          assert.ok(items.length > 0 || structuredContent.provenance, name);
          for (const item of items) assert.ok(item.provenance.source, name);
        }
      }
    });

    test("pages lead through a list to its end, without a gap or a double", async () => {
      const given = { technique: ["T1059.001"], kind: ["detection"], detail: "brief", limit: 40 };
      const keys = [];
      let cursor;
      let total;
      do {
        const { structuredContent } = await call("resources", cursor ? { ...given, cursor } : given);
        keys.push(...structuredContent.items.map((item) => item.key));
        ({ cursor, total } = structuredContent);
      } while (cursor && keys.length < 5_000);
      assert.ok(total > 40);
      assert.equal(keys.length, total);
      assert.equal(new Set(keys).size, total);
    });

    test("resources are listed to their end, and read", async () => {
      const uris = [];
      let cursor;
      do {
        const page = await client.listResources({ cursor });
        uris.push(...page.resources.map(({ uri }) => uri));
        cursor = page.nextCursor;
      } while (cursor);
      assert.ok(uris.length > 600 && new Set(uris).size === uris.length);
      const { resourceTemplates } = await client.listResourceTemplates();
      assert.equal(resourceTemplates.length, 6);
      for (const uri of [
        "rhumb://technique/T1059.001",
        "rhumb://source/sigma",
        "rhumb://adversary/APT29",
        "rhumb://software/S0002",
      ]) {
        const { contents } = await client.readResource({ uri });
        assert.equal(contents[0].uri, uri);
        assert.ok(JSON.parse(contents[0].text).catalogue.attack);
      }
      for (const uri of [
        "rhumb://technique/T9999",
        "rhumb://nothing/x",
        "file:///etc/passwd",
        "rhumb://source/../../etc",
      ]) {
        await assert.rejects(client.readResource({ uri }), { code: -32002 }, uri);
      }
    });

    test("names are completed", async () => {
      const technique = { type: "ref/resource", uri: "rhumb://technique/{id}" };
      const { completion } = await client.complete({ ref: technique, argument: { name: "id", value: "T1059" } });
      assert.ok(completion.values.includes("T1059.001"));
      const prompt = { type: "ref/prompt", name: "gaps_of_my_stack" };
      const named = await client.complete({ ref: prompt, argument: { name: "threat", value: "apt2" } });
      assert.ok(named.completion.values.length > 0, JSON.stringify(named));
    });

    test("prompts are listed, and filled in", async () => {
      const { prompts } = await client.listPrompts();
      assert.equal(prompts.length, 4);
      for (const prompt of prompts) {
        const given = Object.fromEntries((prompt.arguments ?? []).map(({ name }) => [name, `{stack} of ${name}`]));
        const { messages } = await client.getPrompt({ name: prompt.name, arguments: given });
        for (const value of Object.values(given))
          assert.ok(messages[0].content.text.includes(JSON.stringify(value)), prompt.name);
        await assert.rejects(client.getPrompt({ name: prompt.name, arguments: {} }), { code: -32602 }, prompt.name);
        await assert.rejects(client.getPrompt({ name: prompt.name, arguments: { ...given, other: "x" } }), {
          code: -32602,
        });
      }
      await assert.rejects(client.getPrompt({ name: "nothing" }), { code: -32602 });
    });

    test("what is asked wrongly is told, with what is near", async () => {
      for (const [name, given, near] of [
        ["technique", { id: "T9999" }, undefined],
        ["technique", { idd: "T1059" }, "id"],
        ["threat_profile", { name: "APT92x" }, undefined],
        ["resources", { limit: -1 }, undefined],
        ["resources", { detail: "everything" }, "brief"],
        ["resources", { cursor: "x" }, undefined],
        ["search", { words: ["a".repeat(1 << 20)] }, undefined],
        ["search", {}, undefined],
        ["align", { threat: ["https://127.0.0.1/layer.json"] }, undefined],
        ["drift", { attack: "1.0" }, undefined],
      ]) {
        const { isError, content } = await call(name, given);
        assert.equal(isError, true, `${name} ${JSON.stringify(given).slice(0, 80)}`);
        const problem = JSON.parse(content[0].text);
        assert.ok(problem.status >= 400 && problem.status < 500, content[0].text);
        if (near)
          assert.ok(
            problem.near.some(({ id }) => id === near),
            content[0].text,
          );
      }
      await assert.rejects(client.callTool({ name: "technic", arguments: {} }), { code: -32602 });
      await assert.rejects(client.request({ method: "nothing/there" }, /** @type {any} */ ({ parse: (x) => x })), {
        code: -32601,
      });
    });

    test("a call that is given up is not answered any more, and others are meanwhile", async () => {
      const giving_up = new AbortController();
      const before_it = came.length;
      const given_up = assert.rejects(client.callTool(long, undefined, { signal: giving_up.signal }));
      const beside = call("technique", { id: "T1059" });
      await new Promise((resolve) => setTimeout(resolve, 20));
      giving_up.abort();
      await given_up;
      assert.equal((await beside).isError ?? false, false);
      const { structuredContent } = await call("technique", { id: "T1021" });
      assert.equal(structuredContent.about.technique.id, "T1021");
      // As long as the question would have taken, and some more.
      await call(long.name, long.arguments);
      const results = came.slice(before_it).filter((message) => message.result);
      assert.equal(results.length, 3, "an answer came for what was given up");
    });

    test("two calls at once have each its own answer", async () => {
      const [first, second] = await Promise.all([
        call("technique", { id: "T1021" }),
        call("technique", { id: "T1059" }),
      ]);
      assert.equal(first.structuredContent.about.technique.id, "T1021");
      assert.equal(second.structuredContent.about.technique.id, "T1059");
    });

    test("no answer is too large", { timeout: 300_000 }, async () => {
      const techniques = ["T1059", "T1021.002", "T1055", "T1003.001", "T1562.001", "T1027", "T0800", "T1398"];
      const threats = ["all", "G0016", "G0032", "G0007", "S0154", "S0266", "C0024"];
      for (const detail of ["brief", "normal", "full"]) {
        const rest = { detail, limit: 100 };
        for (const id of techniques) await call("technique", { id, detail });
        for (const id of techniques.slice(0, 4)) await call("resources", { technique: [id], ...rest });
        for (const name of threats.slice(1)) await call("threat_profile", { name, ...rest });
        for (const threat of threats.slice(0, 3))
          for (const tool of ["align", "gaps"]) await call(tool, { threat: [threat], ...rest });
        await call("align", { threat: ["all"], explain: "T1059.001", ...rest });
        for (const words of ["powershell", "credential dumping", "cmd.exe /c", "\u202e"])
          await call("search", { words: [words], ...rest });
        await call("drift", rest);
        await call("sources", rest);
      }
    });
  });
}
