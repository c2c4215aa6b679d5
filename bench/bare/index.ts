import { ConfigMap } from "@pulumi/kubernetes/core/v1";

new ConfigMap("bare", { metadata: { name: "bare", namespace: "default" }, data: { key: "value" } });
