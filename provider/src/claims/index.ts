import type { Connection } from "../connection";
import { claimOf } from "./live";
import type { ClaimTemplate } from "./refusal";
import { refusal } from "./refusal";

/** Inputs of the claim guard. */
export interface ClaimInputs {
  connection: Connection;
  claims: ClaimTemplate[];
}

const byName = (claims: ClaimTemplate[]): Map<string, string> =>
  new Map(claims.map(({ statefulSet, size, storageClass }) => [statefulSet, `${size} ${storageClass ?? ""}`]));

/** The templates that differ from those of the last run; a new StatefulSet is none of them. */
export function changedClaims(olds: ClaimTemplate[], news: ClaimTemplate[]): ClaimTemplate[] {
  const before = byName(olds);
  const now = byName(news);
  return news.filter(({ statefulSet }) => before.has(statefulSet) && before.get(statefulSet) !== now.get(statefulSet));
}

/** Behind the resource that stands before the chart and refuses what would replace a StatefulSet. It makes nothing itself. */
export const claims = {
  async check(olds: Partial<ClaimInputs>, news: ClaimInputs) {
    const failures = [];
    for (const wanted of changedClaims(olds.claims ?? [], news.claims)) {
      const reason = refusal(wanted, await claimOf(news.connection.kubernetes, wanted.statefulSet));
      if (reason !== undefined) failures.push({ property: "claims", reason });
    }
    return { inputs: news, failures };
  },
  diff(_id: string, olds: ClaimInputs, news: ClaimInputs) {
    return { changes: JSON.stringify(olds.claims) !== JSON.stringify(news.claims) };
  },
  create(inputs: ClaimInputs) {
    return { id: inputs.claims.map(({ statefulSet }) => statefulSet).join(","), outs: inputs };
  },
  read(id: string, props: ClaimInputs) {
    return { id, props };
  },
  update(_id: string, _olds: ClaimInputs, news: ClaimInputs) {
    return { outs: news };
  },
  delete(): void {},
};
