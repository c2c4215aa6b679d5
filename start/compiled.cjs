// Loaded in the process behind the dynamic resources. The engine kills it at the end of a run, so that what V8 compiled in it would never come into the
// cache of lazySdk.cjs: it is written while the process works.
const Module = require("node:module");

/** Everything is loaded by then, in a run that changes something. */
const LOADED = 1_000;

setTimeout(() => Module.flushCompileCache?.(), LOADED).unref();
