// kafkajs counts a negative time-out as 1 ms on Node 24 and says so; the warning is known and of no consequence.
process.on("warning", (warning) => {
  if (warning.name !== "TimeoutNegativeWarning") process.stderr.write(`${warning.name}: ${warning.message}\n`);
});
