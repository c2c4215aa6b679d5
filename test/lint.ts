import { spawnSync } from "node:child_process";

/** Where each check keeps what it found of files that have not changed. */
const kept = (name: string): string => `node_modules/.cache/${name}`;
const types = (project: string, name: string): string[] => [
  ...["--noEmit", "-p", project],
  ...["--incremental", "--tsBuildInfoFile", kept(`${name}.tsbuildinfo`)],
];
const cache = (name: string): string[] => ["--cache", "--cache-strategy", "content", "--cache-location", kept(name)];

/** The checks of `npm run lint`, also run as tests. */
export const CHECKS: { name: string; command: string; args: string[] }[] = [
  { name: "types of the program and the tests", command: "tsc", args: types(".", "program") },
  { name: "types of the provider package", command: "tsc", args: types("provider", "provider") },
  { name: "types of the consumer package", command: "tsc", args: types("consumer", "consumer") },
  { name: "eslint", command: "eslint", args: ["--max-warnings", "0", ...cache("lint-eslint"), "."] },
  { name: "prettier", command: "prettier", args: ["--check", "--log-level", "warn", ...cache("lint-prettier"), "."] },
];

/** Runs one check and returns what it printed, empty when all is well. */
export function check({ command, args }: (typeof CHECKS)[number]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", timeout: 300_000 });
  return status === 0 ? "" : `${stdout}${stderr}`;
}

if (require.main === module) {
  const found = CHECKS.map(check).join("");
  process.stdout.write(found === "" ? "lint: nothing to mend\n" : found);
  process.exitCode = found === "" ? 0 : 1;
}
