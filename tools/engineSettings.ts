/**
 * What the engine is told wherever this project starts it. It asks the providers for the differences of a preview's resources one after the
 * other, unless it is asked to do so side by side: the prod stack's preview takes 0.4 s less (`docs/bench/preview.md`).
 */
export const engineSettings = { PULUMI_PARALLEL_DIFF: "true" };
