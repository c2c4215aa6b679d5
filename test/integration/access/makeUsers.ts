import type { Connection } from "../../../provider/src/connection";
import { userFunctions } from "../../../provider/src/users/index";
import { testSessions } from "../brokers";
import { estate, secretsOf } from "./estate";

/** Makes users until it is killed, for `killed.test.ts`: `makeUsers.ts CONNECTION COUNT`. Says when the first of them is done. */
const [connection = "", count = ""] = process.argv.slice(2);
const users = userFunctions(testSessions(secretsOf(Number(count))));
for (const inputs of estate(JSON.parse(connection) as Connection, Number(count))) {
  void users.create(inputs).then(({ id }) => process.stdout.write(`${id}\n`));
}
