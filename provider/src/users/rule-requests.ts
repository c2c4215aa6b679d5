import { Batcher } from "../batch/batcher";
import { inSlices } from "../batch/slices";
import { Deadline } from "../deadline";
import type { AclBinding, CreateAclResult, DeleteAclResult } from "../protocol/acls";
import { createAclsRequest, deleteAclsRequest, describeAclsRequest } from "../protocol/acls";
import { BrokerError, errorCode } from "../protocol/errors";
import { perSession } from "../session/per-session";
import type { ChangeResult, ChangeSpec } from "../session/send-change";
import { sendChange } from "../session/send-change";
import type { Session } from "../session/session";
import { KnownEverywhere } from "./known";
import { ruleText } from "./rules";

/**
 * Most rules to create in one request. The controller would take 10,000, and on a busy machine gave no answer within a request's 30 s then;
 * on one with less to do 2,000 took it 0.2 s, and 10,000 took 1.7 s.
 */
const mostRules = 2_000;

/**
 * Most rules to delete in one request: for each of them the controller looks through all rules that there are (Kafka 3.6.1). 500 among 55,000
 * took it 11 s.
 */
const mostDeletions = 250;

/** Rules that are to be, and not to be, on every broker. */
export interface ExpectedRules {
  /** Whose; what an error names. */
  name: string;
  present: readonly AclBinding[];
  absent: readonly AclBinding[];
}

/** The rules on one broker: by principal, each by its text. */
type RulesByPrincipal = ReadonlyMap<string, ReadonlyMap<string, AclBinding>>;

/** The requests about access rules over one session, each kind grouped with those of other callers. */
export class RuleRequests {
  /** Creates a rule; one that exists is no error. The result may be an error code, which is the caller's to judge. */
  readonly create: Batcher<AclBinding, ChangeResult<CreateAclResult>>;
  /** Deletes a rule; one that is gone is no error. */
  readonly remove: Batcher<AclBinding, ChangeResult<DeleteAclResult>>;
  /** The rules of a principal, by their texts; undefined where the brokers have no authorizer. */
  readonly describe: Batcher<string, ReadonlyMap<string, AclBinding> | undefined>;
  /** Waits until every live broker has heard of changes. */
  readonly known: KnownEverywhere<ExpectedRules, RulesByPrincipal>;

  constructor(private readonly session: Session) {
    const change = <R extends { binding: AclBinding; errorCode: number }>(
      request: ChangeSpec<AclBinding, R>["request"],
      limit: number,
    ) =>
      new Batcher<AclBinding, ChangeResult<R>>(
        async (items, report) => {
          const resultName = ({ binding }: R) => ruleText(binding);
          const spec = { request, itemName: ruleText, resultName };
          await sendChange(session, items, spec, new Deadline(120_000), report);
        },
        { key: ruleText, limit },
      );
    this.create = change<CreateAclResult>(createAclsRequest, mostRules);
    this.remove = change<DeleteAclResult>(deleteAclsRequest, mostDeletions);
    this.describe = new Batcher<string, ReadonlyMap<string, AclBinding> | undefined>(
      async (principals, report) => {
        const found = await this.describeFrom("any", principals);
        principals.forEach((principal, index) =>
          report(index, { value: found && (found.get(principal) ?? new Map()) }),
        );
      },
      { key: (principal) => principal, inFlight: 2 },
    );
    this.known = new KnownEverywhere<ExpectedRules, RulesByPrincipal>(session, {
      nameOf: ({ name }) => name,
      what: "its set of access rules",
      ask: async (nodeId, expected, deadline) => {
        const all = expected.flatMap(({ present, absent }) => [...present, ...absent]);
        const principals = new Set(all.map(({ principal }) => principal));
        return (await this.describeFrom(nodeId, [...principals], deadline)) ?? new Map();
      },
      holds,
    });
  }

  /** The rules of some principals as one broker knows them; undefined where it has no authorizer. */
  private async describeFrom(
    target: "any" | number,
    principals: readonly string[],
    deadline?: Deadline,
  ): Promise<RulesByPrincipal | undefined> {
    // A filter names one principal or none, and one request for everybody is less than one each.
    const request = describeAclsRequest(principals.length === 1 ? principals[0] : undefined);
    const answer = await this.session.cluster.send(target, request, deadline === undefined ? {} : { deadline });
    if (answer.errorCode === errorCode.securityDisabled) return undefined;
    if (answer.errorCode !== errorCode.none) throw new BrokerError(answer.errorCode, answer.errorMessage);
    const found = new Map(principals.map((principal) => [principal, new Map<string, AclBinding>()]));
    await inSlices(answer.bindings, (binding) => found.get(binding.principal)?.set(ruleText(binding), binding));
    return found;
  }
}

function holds(found: RulesByPrincipal, { present, absent }: ExpectedRules): boolean {
  const has = (binding: AclBinding) => found.get(binding.principal)?.has(ruleText(binding)) ?? false;
  return present.every(has) && !absent.some(has);
}

/** The requests of a session, the same for all its users. */
export const ruleRequests = perSession((session) => new RuleRequests(session));
