import { brokerValue } from "../../config/kafka/brokerValue";
import type { StackSettings } from "../../config/schema";

/** Maps a broker needs at most: two a segment; Kafka's documentation asks for more than Linux' own 65,530. */
export const MAX_MAP_COUNT = 262_144;

/** Socket buffers of a fast network, the least that is set, in bytes. */
const LEAST_SOCKET_BUFFER = 2_097_152;

/** The kernel's settings for a broker, for `/etc/sysctl.d`. */
export function kernelSettings(settings: StackSettings): string {
  const buffer = (name: string): number => Math.max(LEAST_SOCKET_BUFFER, Number(brokerValue(settings, name)));
  return [
    "# The kernel for a Kafka broker.",
    `net.core.rmem_max = ${buffer("socket.receive.buffer.bytes")}`,
    `net.core.wmem_max = ${buffer("socket.send.buffer.bytes")}`,
    `vm.max_map_count = ${MAX_MAP_COUNT}`,
    "# The heap stays in memory; the page cache gives way first.",
    "vm.swappiness = 1",
    "",
  ].join("\n");
}
