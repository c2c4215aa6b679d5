import { Encoder, KafkaRequest, readArray } from "./codec";

/** The versions of one kind of request that a broker takes. */
export interface ApiVersions {
  apiKey: number;
  least: number;
  most: number;
}

/** Answer of ApiVersions. */
export interface SupportedApis {
  errorCode: number;
  apis: ApiVersions[];
}

/**
 * ApiVersions (API 18, version 0): which requests a broker takes. A broker closes the connection on any other, so what isn't everywhere
 * is asked for first.
 */
export function apiVersionsRequest(): KafkaRequest<SupportedApis> {
  return {
    apiKey: 18,
    apiVersion: 0,
    apiName: "ApiVersions",
    encode: () => new Encoder(),
    decode: (decoder) => ({
      errorCode: decoder.readInt16(),
      apis: readArray(decoder, () => ({
        apiKey: decoder.readInt16(),
        least: decoder.readInt16(),
        most: decoder.readInt16(),
      })),
    }),
  };
}
