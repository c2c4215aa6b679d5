/** Compares the addresses of two API servers: host, port (443 for https without one) and path, whatever the trailing slash. */
export function sameServer(wanted: string, found: string | undefined): boolean {
  if (found === undefined || !URL.canParse(wanted) || !URL.canParse(found)) return wanted === found;
  const [left, right] = [new URL(wanted), new URL(found)];
  const path = (url: URL) => url.pathname.replace(/\/+$/, "");
  return left.origin === right.origin && path(left) === path(right);
}
