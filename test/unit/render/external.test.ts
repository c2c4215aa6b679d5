import assert from "node:assert/strict";
import { anySchema } from "../../../config/schema";
import { render } from "../../../render/kubernetes";

const cluster = { type: "external" as const, bootstrapServers: ["a.example:9093"], brokers: 1 };

describe("a render of what the program makes on brokers that exist already", () => {
  it("names the setting that holds the password, and shows topics and users alone", async () => {
    const settings = anySchema.parse({ cluster, administratorPassword: { secure: "v1:abc" }, users: { worker: {} } });
    const files = await render({ stack: "test", settings, root: "/" });
    const text = files.map((file) => `${file.path}\n${file.text}`).join("\n");
    assert.match(text, /setting: kafka:administratorPassword/);
    assert.match(text, /resources\/KafkaTopic\.yaml[^]*name: model-events/);
    assert.doesNotMatch(text, /v1:abc|StatefulSet|Namespace/);
  });

  it("is refused in one line without that setting", async () => {
    const request = { stack: "test", settings: anySchema.parse({ cluster }), root: "/" };
    await assert.rejects(render(request), { name: "Failure", message: /^kafka:administratorPassword: found nothing/ });
  });
});
