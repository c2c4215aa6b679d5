import * as pulumi from "@pulumi/pulumi";
import type { Read, Shape } from "./shape";
import { Mismatch } from "./shape";
import * as v1 from "./v1";

type Plain = typeof v1.outputs;
type Secret = typeof v1.secrets;

/** Where outputs come from: the part of a StackReference that is needed, so that a test can bring its own. */
export interface OutputSource {
  getOutput(name: string): pulumi.Output<unknown>;
}

/** Reads the outputs of one stack, each by itself and only when it is asked for, and checks version and type. */
export class OutputsReader {
  public constructor(
    /** The stack's full name, for messages. */
    public readonly stack: string,
    private readonly source: OutputSource,
  ) {}

  /** A plain output. */
  public plain<K extends keyof Plain & string>(name: K): pulumi.Output<Read<Plain[K]>> {
    return this.checked(name, v1.outputs[name] as Shape<Read<Plain[K]>>);
  }

  /** A secret output, marked as such. */
  public secret<K extends keyof Secret & string>(name: K): pulumi.Output<Read<Secret[K]>> {
    const read = this.checked(name, v1.secrets[name] as Shape<Read<Secret[K]>>);
    return pulumi.secret(read) as pulumi.Output<Read<Secret[K]>>;
  }

  /** An error about this stack: one line, without a stack trace. */
  public error(line: string): pulumi.RunError {
    return new pulumi.RunError(`stack ${this.stack}: ${line}`);
  }

  private checked<T>(name: string, shape: Shape<T>): pulumi.Output<T> {
    const version = this.source.getOutput("outputsVersion");
    return pulumi.all([version, this.source.getOutput(name)]).apply(([found, value]) => {
      const wrong = wrongVersion(found);
      if (wrong !== undefined) throw this.error(wrong);
      try {
        return shape.read(value, name);
      } catch (error) {
        if (!(error instanceof Mismatch)) throw error;
        throw this.error(`output ${error.message}, as outputs of version ${String(found)} have it. ${REDEPLOY}`);
      }
    });
  }
}

const REDEPLOY = "Run `pulumi up` on that stack with the current program";

/** What is wrong with a version of the outputs, if anything. */
export function wrongVersion(found: unknown): string | undefined {
  const needed = `this program reads version ${v1.VERSION}`;
  if (found === undefined || found === null) {
    return `found no output outputsVersion; ${needed}. Either it was never deployed (\`pulumi up\`), or it is no stack of kafka-on-kubernetes`;
  }
  if (typeof found !== "number") return `output outputsVersion is no number; ${needed}`;
  if (found < v1.VERSION) return `found outputs of version ${found}; ${needed}. ${REDEPLOY}`;
  if (found > v1.VERSION) {
    return `found outputs of version ${found}; ${needed}. Update the package @kafka-on-kubernetes/consumer to one that reads it`;
  }
  return undefined;
}
