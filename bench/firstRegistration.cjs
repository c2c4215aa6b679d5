// Prints the seconds from the program's first import to its first registration. Plain JavaScript, since the program brings its own
// loader of TypeScript.
const pulumi = require("@pulumi/pulumi");

let start;

/** Ends early on purpose, without the SDK's word that registrations are left. */
function end() {
  process.removeAllListeners("exit");
  process.exit(0);
}

pulumi.runtime
  .setMocks(
    {
      newResource: ({ name, inputs }) => {
        if (start !== undefined) process.stdout.write(`${(performance.now() - start) / 1000}`, end);
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
