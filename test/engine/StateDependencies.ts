interface StateResource {
  urn: string;
  parent?: string;
  provider?: string;
  dependencies?: string[];
  propertyDependencies?: Record<string, string[] | null>;
}

/** What of a stack the engine deletes before what: an exported state's resources and what each of them depends on, by itself or through others. */
export class StateDependencies {
  private readonly direct: Map<string, readonly string[]>;

  /** @param state The text of a stack's state file. */
  public constructor(state: string) {
    const { checkpoint } = JSON.parse(state) as { checkpoint: { latest: { resources: StateResource[] } } };
    this.direct = new Map(
      checkpoint.latest.resources.map(({ urn, parent, provider, dependencies, propertyDependencies }) => [
        urn,
        [
          ...(parent === undefined ? [] : [parent]),
          ...(provider === undefined ? [] : [provider.slice(0, provider.lastIndexOf("::"))]),
          ...(dependencies ?? []),
          ...Object.values(propertyDependencies ?? {}).flatMap((urns) => urns ?? []),
        ],
      ]),
    );
  }

  /** The URNs of all resources of a kind, by how the type in their URN ends. */
  public ofType(type: string): string[] {
    return [...this.direct.keys()].filter((urn) => urn.split("::")[2]?.endsWith(type));
  }

  /** All that is still there when this resource is deleted. */
  public of(urn: string): Set<string> {
    const found = new Set<string>();
    const open = [urn];
    for (let next = open.pop(); next !== undefined; next = open.pop())
      for (const needed of this.direct.get(next) ?? [])
        if (!found.has(needed)) {
          found.add(needed);
          open.push(needed);
        }
    return found;
  }
}
