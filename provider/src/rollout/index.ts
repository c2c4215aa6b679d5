export { converge, type Summary } from "./converge";
export type { RolloutInputs } from "./inputs";
export { consoleProgress, type Progress } from "../progress";
export { rollout, rolloutResource, rollOut } from "./resource";
