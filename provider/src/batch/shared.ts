/** Lets those who ask for the same at the same time share one answer, or one error. Nothing of it is kept when it has come. */
export function shared<T>(): (key: string, run: () => Promise<T>) => Promise<T> {
  const onTheirWay = new Map<string, Promise<T>>();
  return (key, run) => {
    const known = onTheirWay.get(key);
    if (known !== undefined) return known;
    const asked = run().finally(() => onTheirWay.delete(key));
    onTheirWay.set(key, asked);
    return asked;
  };
}
