import { UserError } from "../errors";
import { fewerPartitions } from "./check";
import { type Attempt, attempts, type Refusal, throwIfRefused } from "./failure";
import type { TopicInputs, TopicOutputs } from "./inputs";
import type { MoveJournal } from "./journal";
import { hasReplicas, layoutOf } from "./layout";
import { planConfig, TopicState } from "./plan";
import { isMisplaced } from "./reassign/brokers";
import { leadsTo } from "./reassign/goals";
import { isMarked } from "./reassign/mark";
import type { Throttle } from "./reassign/release";
import type { TopicRequests } from "./requests";

/**
 * Brings an existing topic to its inputs. The brokers check everything first, so that a bad value changes nothing.
 * @param journal where is noted that replicas are moved, until the engine is told what became of it
 * @param managed config keys of the last run; those that are no longer wanted go back to the broker's default
 * @returns the topic as the state is to have it
 * @throws UserError when the topic is gone, for a change that is refused, or with the broker's own text
 */
export async function applyChanges(
  requests: TopicRequests,
  journal: MoveJournal,
  managed: Iterable<string>,
  inputs: TopicInputs,
): Promise<TopicOutputs> {
  const { name } = inputs;
  const { partitions: wanted, placement } = layoutOf(inputs);
  const state = await requests.describe.add(name);
  if (state === undefined) {
    throw new UserError(`topic "${name}" is gone from the brokers. Run a refresh, and the next run creates it again`);
  }
  refuse(inputs, state);
  const changes = planConfig(inputs.config, managed, state);
  const partitions = wanted ?? state.replicas.length;
  const grows = partitions > state.replicas.length;
  const moves =
    !hasReplicas(inputs, state) || isMisplaced(inputs, state) || isMarked(state) || (await isLedAway(requests, inputs));
  const more = { name, partitions, ...(placement && { placement: placement.slice(state.replicas.length) }) };

  const refuseIf = (attempt: Attempt, result: Refusal) => throwIfRefused(name, attempt, result, requests.user);

  if (changes.length > 0) refuseIf(attempts.change, await requests.checkAlter.add({ name, changes }));
  if (grows) refuseIf(attempts.addPartitions, await requests.checkPartitions.add(more));
  if (moves) await requests.checkReassign.add(inputs);
  if (changes.length > 0) {
    refuseIf(attempts.change, await requests.alter.add({ name, changes }));
    await requests.configured.add({ name, changes });
  }
  if (grows) {
    const result = await requests.addPartitions.add(more);
    // After a lost answer the brokers refuse the second try, because the partitions are there; the wait below then sees them.
    if (!result.lost) refuseIf(attempts.addPartitions, result);
    await requests.ready.add({ name, partitions });
  }
  let throttle: Throttle = "off";
  // The brokers place new partitions wherever they like.
  if (moves || (grows && inputs.reassignment?.brokers !== undefined)) {
    journal.beginMove(inputs);
    await requests.reassign.add(inputs);
    await requests.ready.add({ name, partitions });
    throttle = await requests.release.add(name);
  }
  journal.finishMove(inputs);
  // A broker that went away meanwhile may have kept its throttle, and the topic the mark of it, for the next run to take both off.
  return throttle === "on" ? { ...inputs, moving: true } : inputs;
}

/** Whether a move is under way after which the replicas would not be as asked for: until its end the brokers count those that go as well. */
async function isLedAway(requests: TopicRequests, inputs: TopicInputs): Promise<boolean> {
  const free = layoutOf(inputs).replicationFactor === undefined && inputs.reassignment?.brokers === undefined;
  if (free) return false;
  return (await requests.underWay.add(inputs.name)).some((move) => !leadsTo(move, inputs));
}

function refuse(inputs: TopicInputs, state: TopicState): void {
  const { partitions = state.replicas.length, replicationFactor } = layoutOf(inputs);
  if (partitions < state.replicas.length) {
    throw new UserError(fewerPartitions(inputs.name, state.replicas.length, partitions));
  }
  const key = "min.insync.replicas";
  const inSync = Number(inputs.config[key] ?? state.config.get(key)?.value ?? 1);
  if (replicationFactor !== undefined && replicationFactor < inSync && !hasReplicas(inputs, state)) {
    throw new UserError(
      `topic "${inputs.name}" has ${key} ${inSync} and replication factor ${replicationFactor} is asked for: no write with acks=all would succeed. Set ${key} to ${replicationFactor} or less`,
    );
  }
}
