// With --continue-on-error the SDK fails what a resource that could not be made would have given, and reports that with a stack trace of its own
// inside. The engine has told already what failed and why: the resource's name is enough.
const ofTheSdk = /^resource .+ \[.+\] failed to register$/;

process.prependListener("unhandledRejection", (error) => {
  if (error instanceof Error && ofTheSdk.test(error.message)) error.stack = error.message;
});
