import pinned from "./versions.json";

/** Every pinned version and checksum of the embedded default; the numbers live in `versions.json` alone. */
export const versions = pinned;
