import { join } from "node:path";
import { endOnSignal } from "../../../interrupt";
import { runFiles } from "../../../runFiles";

/** A run of one file, which starts a process and then waits. */
endOnSignal();
void runFiles([join(__dirname, "waits.ts")], { jobs: 1 });
