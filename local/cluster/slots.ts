import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { checkout } from "../../commands/checkout";
import { Failure } from "../../commands/failure";
import { bootId } from "../../commands/identity";
import { SLOTS, slotFolder } from "./plan";

/** Who a slot belongs to: a cluster's name within one checkout. */
export interface SlotOwner {
  name: string;
  checkout: string;
  /** Of the boot that started it: after another one nothing of it runs. */
  bootId: string;
}

/** Outside the checkout, and short: sockets below it may have 107 characters, and overlay mounts don't work on every file system. */
export const stateRoot = () => process.env.KAFKA_LOCAL_STATE ?? "/var/lib/kafka-on-kubernetes";

export function lockFile(name: string): string {
  const place = createHash("sha256").update(checkout).digest("hex").slice(0, 8);
  return join(stateRoot(), `${name}-${place}.lock`);
}

export interface Slot {
  slot: number;
  owner: SlotOwner;
}

/** The slots of this checkout's clusters. */
export function slotsOfCheckout(): Slot[] {
  return Array.from({ length: SLOTS }, (_, slot) => ({ slot, owner: ownerOf(slot) })).filter(
    (entry): entry is Slot => entry.owner?.checkout === checkout,
  );
}

export function slotOf(name: string): number | undefined {
  return slotsOfCheckout().find(({ owner }) => owner.name === name)?.slot;
}

/** Takes the first free slot: a folder that appears with its owner's name in it, at once or not at all. */
export function claimSlot(name: string): number {
  const root = stateRoot();
  mkdirSync(root, { recursive: true });
  const prepared = mkdtempSync(join(root, ".claim-"));
  writeFileSync(join(prepared, "owner.json"), JSON.stringify({ name, checkout, bootId: bootId() } satisfies SlotOwner));
  for (let slot = 0; slot < SLOTS; slot++) {
    if (isTaken(slot)) continue;
    try {
      renameSync(prepared, slotFolder(root, slot));
      return slot;
    } catch (error) {
      // Another checkout took it in between: a folder with content is never replaced.
      if (!["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    }
  }
  rmSync(prepared, { recursive: true });
  throw new Failure(`all ${SLOTS} places for clusters under ${root} are taken: stop some with \`npm run local:down\``);
}

/** Gives a slot back. The rename makes it free at once, even when the removal of the files is killed half-way. */
export function releaseSlot(slot: number): void {
  const root = stateRoot();
  const folder = slotFolder(root, slot);
  if (existsSync(folder)) renameSync(folder, join(root, `.gone-${slot}-${process.pid}`));
  for (const name of readdirSync(root).filter((entry) => entry.startsWith(".gone-"))) {
    rmSync(join(root, name), { recursive: true, force: true });
  }
}

function ownerOf(slot: number): SlotOwner | undefined {
  try {
    return JSON.parse(readFileSync(join(slotFolder(stateRoot(), slot), "owner.json"), "utf8")) as SlotOwner;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** By a folder (of any checkout), or by a network of the machine's own that uses the link's addresses. */
function isTaken(slot: number): boolean {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list?.map(({ address }) => address) ?? []);
  return (
    existsSync(slotFolder(stateRoot(), slot)) || addresses.some((address) => address.startsWith(`198.19.${slot}.`))
  );
}
