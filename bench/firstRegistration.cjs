// Prints the seconds from the program's first import to its first registration. Plain JavaScript, since it sets up the same
// TypeScript loader as Pulumi's own start does, with the same option (transpile only).
const pulumi = require("@pulumi/pulumi");
require("@pulumi/pulumi/vendor/ts-node@7.0.1").register({ transpileOnly: true, project: "tsconfig.pulumi.json" });

let start;
pulumi.runtime
  .setMocks(
    {
      newResource: ({ name, inputs }) => {
        if (start !== undefined) process.stdout.write(`${(performance.now() - start) / 1000}`, () => process.exit(0));
        start = undefined;
        return { id: name, state: inputs };
      },
      call: ({ inputs }) => inputs,
    },
    "kafka",
    "prod",
    true,
  )
  .then(() => {
    start = performance.now();
    require("../index");
  });
