import { join } from "node:path";
import { editorSchema } from "./editorSchema";
import { settingsPage } from "./table";

/** A file that is made from the schema. */
export interface GeneratedFile {
  /** Full path. */
  path: string;
  /** Its text. */
  text: string;
}

/** The files that are made from the schema, as they should be. */
export function generatedFiles(): GeneratedFile[] {
  return [
    { path: join(__dirname, "stack-file.schema.json"), text: `${JSON.stringify(editorSchema(), null, 1)}\n` },
    { path: join(__dirname, "..", "docs", "settings.md"), text: settingsPage() },
  ];
}
