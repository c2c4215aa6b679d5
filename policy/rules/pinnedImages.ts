import { containers, workloads } from "../kubernetes";
import { rule } from "../rule";

/** What runs is what was tested. The chart's own version is pinned by the stack file's schema. */
export const pinnedImages = rule({
  name: "pinned-images",
  description: "Every image is pinned: by a tag that is not latest, or, with `digest`, by its digest.",
  limits: { digest: false },
  check: (resources, { digest }) =>
    (["StatefulSet", "Deployment"] as const)
      .flatMap((kind) => workloads(resources, kind))
      .flatMap((workload) =>
        containers(workload).flatMap(({ name, image }) => {
          const byDigest = /@sha256:[0-9a-f]{64}$/.test(image);
          const tag = /:([\w][\w.-]*)$/.exec(image.split("/").at(-1) ?? "")?.[1];
          if (byDigest || (!digest && tag !== undefined && tag !== "latest")) return [];
          const mend = digest ? "Set its digest under kafka:images" : "Set its tag under kafka:images";
          return [{ resource: workload.resource, message: `container ${name} has image ${image}. ${mend}` }];
        }),
      ),
});
