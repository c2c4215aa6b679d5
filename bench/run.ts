import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, oneLine, runMain } from "../commands/failure";
import type { Measured } from "./figures";
import { line, page, reached } from "./figures";
import { monitoringBench } from "./monitoring";
import { previewBench } from "./preview";
import { singleTopicsBench, topicsBench } from "./topics";
import { usersBench } from "./users";

const AREAS: Record<string, { what: string; measure: () => Promise<Measured> }> = {
  preview: { what: "what a preview of the unchanged prod stack costs", measure: previewBench },
  monitoring: {
    what: "a scrape of a broker with 1,000 topics, beside the chart's own rules",
    measure: monitoringBench,
  },
  topics: { what: "topics, beside bare requests and a provider that does nothing", measure: topicsBench },
  "topics-single": { what: "a thousand resources of one topic each (half an hour)", measure: singleTopicsBench },
  users: { what: "users beside bare requests: a thousand, and twenty thousand", measure: usersBench },
};

const HELP = `Measures side by side, prints a line a figure, and writes docs/bench/AREA.md. Exits 1 when a figure is short.

  npm run bench -- AREA

${Object.entries(AREAS)
  .map(([area, { what }]) => `  ${area.padEnd(12)}${what}`)
  .join("\n")}
`;

async function bench(args: string[]): Promise<number> {
  const [area = "", ...more] = args;
  if (area === "--help") {
    process.stdout.write(HELP);
    return 0;
  }
  const chosen = AREAS[area];
  if (chosen === undefined || more.length > 0) {
    process.stderr.write(
      `bench: there is no area "${args.join(" ")}"; name one of: ${Object.keys(AREAS).join(", ")} (npm run bench -- --help)\n`,
    );
    return 2;
  }
  const { figures, method, versions } = await chosen.measure().catch((error: unknown) => {
    throw new Failure(`the benchmark ${area} ended before it had its figures: ${oneLine(error)}`, { cause: error });
  });
  for (const figure of figures) process.stdout.write(`${line(figure)}\n`);
  const folder = join(__dirname, "..", "docs", "bench");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${area}.md`), page(area, figures, method, versions));
  return figures.every(reached) ? 0 : 1;
}

runMain(async () => {
  process.exitCode = await bench(process.argv.slice(2));
});
