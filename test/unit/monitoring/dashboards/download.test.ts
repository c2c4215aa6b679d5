import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { dashboardFunctions } from "../../../../provider/src/dashboards";
import type { DashboardInputs } from "../../../../provider/src/dashboards";
import { CONFIG_MAP_LIMIT } from "../../../../provider/src/dashboards/verify";
import { Site } from "../../../dashboards/Site";
import { oldDashboard } from "../../../dashboards/oldDashboard";

const board = JSON.stringify(oldDashboard(), null, 2);
const sha256 = createHash("sha256").update(board).digest("hex");
const huge = JSON.stringify(oldDashboard({ description: "x".repeat(CONFIG_MAP_LIMIT) }));
const functions = dashboardFunctions({ timeoutMs: 1_000, attempts: 3, pauseMs: 1 });

describe("dashboards of the site", () => {
  let site: Site;
  let failures = 0;

  before(async () => {
    site = await Site.start({
      "1/1": "older",
      "1/2": board,
      "2/1": "<html>no JSON</html>",
      "3/1": JSON.stringify({ title: "no panels" }),
      "4/1": huge,
      // Never answers.
      "5/1": () => undefined,
      // Begins, and never ends.
      "6/1": (response) => response.write('{"title": '),
      "7/1": (response) => response.writeHead(failures++ < 2 ? 503 : 200).end(board),
      "8/1": (response) => response.writeHead(500).end(),
    });
  });
  after(() => site.stop());
  beforeEach(() => site.requests.splice(0));

  const inputs = (more: Partial<DashboardInputs>): DashboardInputs => ({
    site: site.address,
    ...{ dashboardId: 1, revision: 2, optional: false },
    ...more,
  });
  const refused = async (more: Partial<DashboardInputs>, reason: RegExp): Promise<void> => {
    const { dashboardId, revision } = inputs(more);
    await assert.rejects(functions.create(inputs(more)), (error: Error) => {
      assert.match(
        error.message,
        new RegExp(`^dashboard ${dashboardId} revision ${revision} \\(kafka:monitoring\\.dashboards\\.list\\)`),
      );
      assert.match(error.message, reason);
      assert.doesNotMatch(error.message, /\n/);
      return error.stack === error.message;
    });
  };

  it("are downloaded, checked and kept without white space", async () => {
    const { outs } = await functions.create(inputs({ sha256 }));
    assert.deepEqual([JSON.parse(outs.json), outs.checksum, outs.unavailable], [oldDashboard(), sha256, ""]);
    assert.deepEqual(site.requests, ["/api/dashboards/1/revisions/2/download"]);
  });

  it("need no network while nothing else is asked for, nor for a checksum, a mirror or a refresh", async () => {
    const { outs } = await functions.create(inputs({}));
    site.requests.splice(0);
    assert.equal((await functions.diff("1", outs, inputs({}))).changes, false);
    assert.equal((await functions.diff("1", outs, inputs({ sha256 }))).changes, true);
    const pinned = (await functions.update("1", outs, inputs({ sha256 }))).outs;
    assert.deepEqual([pinned.sha256, pinned.json], [sha256, outs.json]);
    const mirrored = (await functions.update("1", outs, inputs({ site: "https://mirror.example" }))).outs;
    assert.equal(mirrored.json, outs.json);
    assert.deepEqual((await functions.read("1", outs)).props, outs);
    assert.deepEqual(site.requests, []);
  });

  it("are downloaded again for another revision", async () => {
    const { outs } = await functions.create(inputs({}));
    await assert.rejects(functions.update("1", outs, inputs({ revision: 1 })), /no JSON/);
  });

  it("are refused with another checksum", () =>
    refused({ sha256: "0".repeat(64) }, new RegExp(`has the SHA-256 ${sha256}, and the stack file says 0{64}`)));
  it("are refused where there is no such dashboard", () =>
    refused({ dashboardId: 99 }, /no such dashboard or revision\. Mend that/));
  it("are refused where there is no such revision, with the one that there is", () =>
    refused({ revision: 9 }, /no such dashboard or revision \(its latest revision is 2\)/));
  it("are refused where they are no JSON", () =>
    refused({ dashboardId: 2, revision: 1 }, /no JSON \(it begins with "<html>/));
  it("are refused where they are no dashboard", () => refused({ dashboardId: 3, revision: 1 }, /no dashboard/));
  it("are refused where no ConfigMap holds them", () =>
    refused({ dashboardId: 4, revision: 1 }, /holds 1048576 at most/));
  it("don't wait for a site that hangs", () => refused({ dashboardId: 5, revision: 1 }, /no answer within 1 s/));
  it("don't wait for a site that hangs half-way", () =>
    refused({ dashboardId: 6, revision: 1 }, /no answer within 1 s/));

  it("are asked for again where the site has a fault of its own, and not for ever", async () => {
    assert.equal((await functions.create(inputs({ dashboardId: 7, revision: 1 }))).outs.checksum, sha256);
    await refused({ dashboardId: 8, revision: 1 }, /it answers 500/);
    assert.equal(site.requests.filter((path) => path.includes("/8/")).length, 3);
  });

  it("say what was refused where nobody listens", () =>
    refused({ site: "http://127.0.0.1:1" }, /ECONNREFUSED|bad port/));

  it("may be missing where they are optional, and are tried again by a refresh, not by an up", async () => {
    const { outs } = await functions.create(inputs({ dashboardId: 99, optional: true }));
    assert.equal(outs.json, "");
    assert.match(outs.unavailable, /^dashboard 99 revision 2/);
    assert.equal((await functions.diff("99", outs, inputs({ dashboardId: 99, optional: true }))).changes, false);
    const { props } = await functions.read("99", { ...outs, dashboardId: 1 });
    assert.deepEqual([props?.unavailable, props?.checksum], ["", sha256]);
  });
});
