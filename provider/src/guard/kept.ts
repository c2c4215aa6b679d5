/** What a guard does beside looking: it keeps its inputs as they are, and makes and removes nothing. */
export function inputsKept<Inputs>(idOf: (inputs: Inputs) => string) {
  return {
    async create(inputs: Inputs) {
      return { id: idOf(inputs), outs: inputs };
    },
    async read(id: string, props: Inputs) {
      return { id, props };
    },
    async update(_id: string, _olds: Inputs, news: Inputs) {
      return { outs: news };
    },
    async delete(): Promise<void> {},
  };
}
