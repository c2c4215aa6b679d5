import { checkout } from "../commands/checkout";
import { Failure } from "../commands/failure";
import { typeOf } from "../render/kubernetes/objects";
import { programResources } from "../render/kubernetes/programResources";
import { revealed } from "../render/kubernetes/registered";
import { readSettings } from "../render/settings";
import type { Change, Inputs } from "./change";
import type { Held } from "./compare";
import { compare } from "./compare";
import type { Engine } from "./engine";
import { readState } from "./stateExport";

/** Where the stack file and the chart are. */
export interface OfflineOptions {
  stack: string;
  configFile?: string;
  chart?: string;
}

/** Whether an error is that the API server does not answer (pulumi-kubernetes 4.18 and kubeconfig's own words). */
export function isUnreachable(error: string): boolean {
  return /Kubernetes cluster is unreachable|kafka:kubernetes\.(context|kubeconfig): there is no/.test(error);
}

/**
 * What the stack file asks for against what the last run left, without the Kubernetes cluster: the program's components are run
 * without an engine, and compared with the state.
 *
 * @throws Failure where the chart can't be had, or the stack has no state.
 */
export async function offlineChanges(engine: Engine, options: OfflineOptions): Promise<Change[]> {
  const { code, stdout, stderr } = await engine.run("stack", "export");
  if (code !== 0) throw new Failure(`the stack's state can't be read: ${stderr.trim().split("\n").at(-1)}`);
  return compare(readState(stdout), await wanted(options));
}

/** What the program would register. */
async function wanted({ stack, configFile, chart }: OfflineOptions): Promise<Held[]> {
  const { settings } = readSettings(checkout, stack, configFile);
  const { objects, others } = await programResources({ stack, settings, root: checkout, ...(chart && { chart }) });
  return [
    ...objects.map(({ object }) => ({
      type: typeOf(object),
      name: object.metadata.name,
      inputs: object as unknown as Inputs,
      retained: false,
    })),
    ...others.map(({ type, name, inputs }) => ({ type, name, inputs: revealed(inputs) as Inputs, retained: false })),
  ];
}
