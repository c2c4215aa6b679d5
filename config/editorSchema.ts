import { z } from "zod";
import { brokerSetting, brokerSettingNames, onlyModeOf, ownerOf } from "./kafka/brokerSettings";
import type { KnownSetting } from "./kafka/knownSetting";
import { allowedValues } from "./kafka/settingValue";
import { topicConfig, topicConfigNames } from "./kafka/topicConfigs";
import { stackFile } from "./schema";

/** A JSON schema, as far as it is built here. */
export type JsonSchema = Record<string, unknown>;

/** Name of the project, Pulumi's namespace of its settings. */
const NAMESPACE = "kafka";

/** What the schema of a map from Kafka's own names becomes, by the kind of name. */
const KAFKA_NAMES: Readonly<Record<string, () => (KnownSetting | undefined)[]>> = {
  broker: () =>
    brokerSettingNames()
      .filter((name) => ownerOf(name) === undefined)
      .map(brokerSetting)
      .filter((setting) => setting?.type !== "PASSWORD"),
  topic: () => topicConfigNames().map(topicConfig),
};

/** The JSON schema of a whole `Pulumi.<stack>.yaml`, for editors: keys with `kafka:` before them, and Kafka's own names. */
export function editorSchema(): JsonSchema {
  const { properties, additionalProperties, type, ...rest } = z.toJSONSchema(stackFile, {
    io: "input",
    target: "draft-7",
    override: ({ jsonSchema }) => {
      const known = KAFKA_NAMES[String(jsonSchema["kafkaNames"])]?.();
      if (known !== undefined)
        Object.assign(jsonSchema, { properties: kafkaProperties(known), additionalProperties: false });
      for (const key of ["kafkaNames", "typeName", "propertyNames"]) Reflect.deleteProperty(jsonSchema, key);
    },
  });
  return {
    ...rest,
    title: "Stack file of a Kafka stack",
    type: "object",
    properties: {
      config: {
        type,
        properties: Object.fromEntries(
          Object.entries(properties ?? {}).map(([key, value]) => [`${NAMESPACE}:${key}`, value]),
        ),
        // Pulumi's own keys and those of its providers have other namespaces.
        patternProperties: { [`^(?!${NAMESPACE}:)`]: {} },
        additionalProperties,
      },
    },
  };
}

function kafkaProperties(known: readonly (KnownSetting | undefined)[]): JsonSchema {
  return Object.fromEntries(
    known.flatMap((setting) => (setting === undefined ? [] : [[setting.name, kafkaProperty(setting)]])),
  );
}

function kafkaProperty(setting: KnownSetting): JsonSchema {
  const { name, fallback, type } = setting;
  const mode = onlyModeOf(name);
  const words = [allowedValues(setting), ...(mode === undefined ? [] : [`in ${mode} mode only`])].join(", ");
  return {
    description: `${words}. Kafka's default: ${fallback === undefined || fallback === "" ? "none" : fallback}.`,
    type: type === "BOOLEAN" ? ["boolean", "string"] : ["string", "number"],
  };
}
