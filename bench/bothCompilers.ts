/** Both of the JVM's compilers, as in the chart's pods: the tests' own JVMs have the first one alone, since most of them live for seconds. */
export const BOTH_COMPILERS = ["-XX:TieredStopAtLevel=4"];
