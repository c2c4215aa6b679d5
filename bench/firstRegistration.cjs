// Prints the seconds from the program's first import to its first registration. Plain JavaScript, since the program brings its own
// loader of TypeScript.
const pulumi = require("@pulumi/pulumi");

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
    require("../start.cjs");
  });
