import { z } from "zod";
import type { KnownSetting } from "../kafka/knownSetting";
import { settingValue } from "../kafka/settingValue";
import { nearest } from "../nearest";

/** Where the known names come from, and what is not for the stack file. */
export interface KafkaNames {
  /** Which of Kafka's tables. */
  kind: "broker" | "topic";
  /** "broker setting" or "topic config", for messages. */
  what: string;
  find: (name: string) => KnownSetting | undefined;
  names: () => string[];
  /** Names that aren't known pass as they are written: a check between the keys judges them. @default they are refused */
  open?: true;
  /** Why a known name may not be set here; undefined where it may. */
  refusal?: (setting: KnownSetting) => string | undefined;
  /** Why a name may not be set here, known or not; undefined where it may. */
  owner?: (name: string) => string | undefined;
}

/** Settings by Kafka's own names, written as people do; they become Kafka's plain text. */
export const kafkaValues = (known: KafkaNames) =>
  z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()], { error: "text, a number, true or false" }))
    .transform((written, context): Record<string, string> => {
      const entries = Object.entries(written).flatMap(([name, value]) => {
        const read = readOne(known, name, value);
        if (read.ok) return [[name, read.value] as const];
        context.addIssue({ code: "custom", path: [name], message: read.allowed, params: { whole: read.whole } });
        return [];
      });
      return Object.fromEntries(entries);
    })
    .meta({ kafkaNames: known.kind, typeName: "Kafka's names" });

/** A value in Kafka's plain text, or what is wrong. `whole`: it is a sentence of its own, as the name is wrong, not the value. */
type Read = { ok: true; value: string } | { ok: false; allowed: string; whole: boolean };

function readOne(known: KafkaNames, name: string, value: string | number | boolean): Read {
  const setting = known.find(name);
  if (setting === undefined && known.open === true) return plainText(value);
  const wrongName =
    known.owner?.(name) ?? (setting === undefined ? unknownName(known, name) : known.refusal?.(setting));
  if (setting === undefined || wrongName !== undefined) return { ok: false, allowed: wrongName ?? "", whole: true };
  const read = settingValue(setting, value);
  return read.ok ? read : { ...read, whole: false };
}

/** A value of a setting that only the brokers know: any text. */
function plainText(value: string | number | boolean): Read {
  const read = settingValue({ name: "", type: "STRING", internal: false }, value);
  return read.ok ? read : { ...read, whole: false };
}

/** What is wrong with a name that isn't among the known ones. */
export function unknownName({ what, names }: Pick<KafkaNames, "what" | "names">, name: string): string {
  return `Kafka 3.6 knows no such ${what}; the nearest is ${nearest(name, names())}`;
}
