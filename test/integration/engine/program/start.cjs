// As the main program is started.
module.exports = require("../../../../start/bundle.cjs").start("test/integration/engine/program/index.ts");
