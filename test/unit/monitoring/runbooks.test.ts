import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ALERT_NAMES } from "../../../config/schema/monitoring/alertNames";

const folder = join(__dirname, "..", "..", "..", "docs", "runbooks");
const pages = readdirSync(folder);
const text = (page: string): string => readFileSync(join(folder, page), "utf8");

describe("runbooks", () => {
  it("have one page an alert, and no page is left over", () => {
    const ofAlerts = pages.filter((file) => file.startsWith("Kafka"));
    assert.deepEqual(ofAlerts.sort(), ALERT_NAMES.map((name) => `${name}.md`).sort());
  });

  it("say what to look at, with commands, and what to do", () => {
    const short = ALERT_NAMES.filter((name) => !/## See\n[^]*```\n[^]+```[^]*## Do\n+\S/.test(text(`${name}.md`)));
    assert.deepEqual(short, []);
  });

  it("link to pages that exist, and the list has them all", () => {
    const links = pages.flatMap((page) =>
      [...text(page).matchAll(/\]\(([\w./-]+\.md)\)/g)].map(([, target = ""]) => ({ page, target })),
    );
    assert.deepEqual(
      links.filter(({ target }) => !existsSync(join(folder, target))),
      [],
    );
    const listed = links.filter(({ page }) => page === "README.md").map(({ target }) => target);
    assert.deepEqual(listed.sort(), pages.filter((page) => page !== "README.md").sort());
  });
});
