import { canonical } from "../canonical";
import type { Connection } from "../connection";
import type { ResourceFunctions } from "../resource";
import { defaultSessions, Sessions } from "../session/sessions";
import { hasUnknown } from "../unknown";
import { quotaFailures } from "./check-rules";
import type { UserQuotas } from "./inputs";
import { quotaRequests } from "./quota-requests";
import { changeQuotas, lookAtQuotas, quotaChanges } from "./quotas";

/** The quotas of every user that has none of its own. */
export interface DefaultQuotasInputs {
  connection: Connection;
  quotas: UserQuotas;
}

const everybody = [null];

/** The functions of the resource that looks after the default quotas. Those that it doesn't name stay as they are. */
export function defaultQuotasFunctions(
  sessions: Sessions = defaultSessions,
): ResourceFunctions<DefaultQuotasInputs, DefaultQuotasInputs> {
  const change = (olds: UserQuotas, { connection, quotas }: DefaultQuotasInputs) =>
    sessions.with(connection, (session) => changeQuotas(quotaRequests(session), everybody, quotaChanges(olds, quotas)));
  return {
    check: async (_, news) => ({
      inputs: news as unknown as DefaultQuotasInputs,
      failures: hasUnknown(news["quotas"])
        ? []
        : quotaFailures(news["quotas"]).map(({ path, found, allowed }) => ({
            property: "quotas",
            reason: `kafka:security.${path.replace(/^quotas/, "defaultQuotas")}: found ${JSON.stringify(found)}, allowed is ${allowed}`,
          })),
    }),
    diff: async (_, olds, news) => ({
      changes: hasUnknown(news.quotas) || canonical(olds.quotas) !== canonical(news.quotas),
    }),
    create: async (inputs) => {
      await change({}, inputs);
      return { id: "default", outs: inputs };
    },
    read: (id, props) =>
      sessions.with(props.connection, async (session) => {
        const { quotas } = await lookAtQuotas(quotaRequests(session), everybody, everybody, props.quotas);
        const found = { ...props, quotas };
        return { id, props: found, inputs: found };
      }),
    update: async (_, olds, news) => {
      await change(olds.quotas, news);
      return { outs: news };
    },
    delete: (_, props) => change(props.quotas, { ...props, quotas: {} }),
  };
}
