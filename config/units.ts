import { z } from "zod";

/** A Kubernetes quantity such as `500m` or `4Gi`, kept as written. */
export const quantity = z.string().regex(/^\d+(\.\d+)?(m|k|Ki|M|Mi|G|Gi|T|Ti|P|Pi|E|Ei)?$/, "a Kubernetes quantity such as 500m, 4Gi");

const SECONDS: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86400, w: 604800 };

/** A duration as people write it (`30s`, `7d`) or a plain number of `unit`, normalised to a number of `unit`. */
export const duration = (unit: "ms" | "s") => z.union([z.number(), z.string().regex(/^\d+(\.\d+)?(ms|s|m|h|d|w)$/)]).transform((v): number => {
  if (typeof v === "number") return v;
  const [, n, u] = /^([\d.]+)([a-z]+)$/.exec(v)!;
  return Math.round((Number(n) * SECONDS[u!]!) / SECONDS[unit]!);
});

export const size = z.string();
