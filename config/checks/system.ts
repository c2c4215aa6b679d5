import { brokerCount } from "../brokerCount";
import { quantityToBytes, quantityToMillicores } from "../units";
import type { Path } from "../problem";
import type { StackSettings } from "../schema";
import type { Check } from "./check";

/** One of the guide's system requirements, summed over the brokers. */
interface Requirement {
  path: Path;
  has: (cluster: StackSettings["cluster"]) => number;
  minimum: number;
  recommended: number;
  unit: string;
}

const GIB = 1024 ** 3;
const GB = 1000 ** 3;

/** The deployment guide's system requirements at least; CPU cores, GiB of memory, GB of disk. */
export const GUIDE_MINIMUM = { cpus: 4, memoryGiB: 8, diskGB: 100 } as const;

/** The guide recommends twice as much CPU and memory as its minimum, and 500 GB. */
const REQUIREMENTS: readonly Requirement[] = [
  {
    path: ["cluster", "resources", "limits", "cpu"],
    has: ({ resources }) => quantityToMillicores(resources.limits.cpu) / 1000,
    minimum: GUIDE_MINIMUM.cpus,
    recommended: 8,
    unit: "CPU",
  },
  {
    path: ["cluster", "resources", "limits", "memory"],
    has: ({ resources }) => quantityToBytes(resources.limits.memory) / GIB,
    minimum: GUIDE_MINIMUM.memoryGiB,
    recommended: 16,
    unit: "GiB of memory",
  },
  {
    path: ["cluster", "storage", "size"],
    has: ({ storage }) => quantityToBytes(storage.size) / GB,
    minimum: GUIDE_MINIMUM.diskGB,
    recommended: 500,
    unit: "GB of disk",
  },
];

/** A production stack below the guide's minimum, over all brokers. */
export const minimumSystem: Check = ({ cluster, environment }, { stack }) =>
  /^prod/i.test(environment ?? stack)
    ? REQUIREMENTS.map((requirement) => ({ ...requirement, sum: requirement.has(cluster) * brokerCount(cluster) }))
        .filter(({ sum, minimum }) => sum < minimum)
        .map(({ path, sum, minimum, recommended, unit }) => ({
          path,
          text: `the ${brokerCount(cluster)} brokers have ${Number(sum.toFixed(2))} ${unit} together; the guide's minimum is ${minimum}, it recommends ${recommended} or more`,
        }))
    : [];
