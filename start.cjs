// Where Pulumi starts the program.
module.exports = require("./start/bundle.cjs").start("index.ts");
