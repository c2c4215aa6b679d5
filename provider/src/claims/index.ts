import type { Connection } from "../connection";
import { liveTemplate } from "./live";
import type { StatefulSetTemplate } from "./refusal";
import { refusals } from "./refusal";

export type { StatefulSetTemplate } from "./refusal";

/** Inputs of the guard before the chart. */
export interface ClaimInputs {
  connection: Connection;
  templates: StatefulSetTemplate[];
}

/** The templates that differ from those of the last run. A StatefulSet that is new to the stack is none of them. */
export function changedTemplates(olds: StatefulSetTemplate[], news: StatefulSetTemplate[]): StatefulSetTemplate[] {
  const before = new Map(olds.map((template) => [template.statefulSet, JSON.stringify(template)]));
  return news.filter((template) => {
    const earlier = before.get(template.statefulSet);
    return earlier !== undefined && earlier !== JSON.stringify(template);
  });
}

/**
 * Behind the resource that stands before the chart and refuses, at preview, what would replace a StatefulSet. It makes nothing
 * itself, and looks at the live objects only where a template has changed, so an unchanged preview costs no request.
 */
export const claims = {
  async check(olds: Partial<ClaimInputs>, news: ClaimInputs) {
    const changed = changedTemplates(olds.templates ?? [], news.templates);
    const found = await Promise.all(
      changed.map(async (wanted) =>
        refusals(wanted, await liveTemplate(news.connection.kubernetes, wanted.statefulSet)),
      ),
    );
    return { inputs: news, failures: found.flat().map((reason) => ({ property: "templates", reason })) };
  },
  diff(_id: string, olds: ClaimInputs, news: ClaimInputs) {
    return { changes: JSON.stringify(olds.templates) !== JSON.stringify(news.templates) };
  },
  create(inputs: ClaimInputs) {
    return { id: inputs.templates.map(({ statefulSet }) => statefulSet).join(","), outs: inputs };
  },
  read(id: string, props: ClaimInputs) {
    return { id, props };
  },
  update(_id: string, _olds: ClaimInputs, news: ClaimInputs) {
    return { outs: news };
  },
  delete(): void {},
};
