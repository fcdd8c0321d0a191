// The description of the API: valid OpenAPI 3.1 by a validator that others wrote, and true: every form and every score that it
// names is given, and no other is.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import { serve } from "./server.js";

/** @type {{address: string, stop: () => void}} */
let server;
/** @type {any} */
let description;

before(async () => {
  server = await serve();
  description = await (await fetch(`${server.address}/api/v1/openapi.json`)).json();
});

after(() => server?.stop());

test("it is valid", async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(description));
  assert.ok(valid, JSON.stringify(errors, null, 2));
  assert.equal(validator.version, "3.1");
});

test("a description that is damaged is not", async () => {
  const damaged = structuredClone(description);
  damaged.paths["/api/v1/align"].get.parameters[0].in = "nowhere";
  assert.equal((await new Validator().validate(damaged)).valid, false);
});

test("every form that it names is given, and no other", async () => {
  const formats = description.paths["/api/v1/control"].get.parameters.find(({ name }) => name === "format").schema.enum;
  assert.ok(formats.length >= 8);
  for (const [path, { get, post }] of Object.entries(description.paths)) {
    if (!post) continue;
    const query = example(post.requestBody.content["application/json"].example);
    const named = (wanted) => get.parameters.find(({ name }) => name === wanted)?.schema.enum ?? [];
    for (const format of formats) {
      const status = await ask(`${path}?${query}&format=${format}`);
      assert.equal(status, named("format").includes(format) ? 200 : 406, `${path} ${format}`);
    }
    if (named("score").length === 0) continue;
    for (const score of ["controls", "detections", "tests", "total", "potential", "rung", "gap", "weight"]) {
      for (const format of ["layer", "svg"]) {
        const status = await ask(`${path}?${query}&format=${format}&score=${score}`);
        assert.equal(status, named("score").includes(score) ? 200 : 400, `${path} ${format} ${score}`);
      }
    }
  }
});

/** The status of an answer. */
async function ask(place) {
  const answer = await fetch(server.address + place);
  await answer.arrayBuffer();
  return answer.status;
}

/** Arguments as they stand in an address. */
function example(given) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) {
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one));
  }
  return query;
}
