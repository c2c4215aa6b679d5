import { join } from "node:path";

/** The folder that this project lies in: stack files are found there, and state that is kept beside the code. */
export const checkout = join(__dirname, "..");
