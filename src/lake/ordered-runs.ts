/** Something that is done at once, and what is then made of it in the order in which it began. */
interface Run<Result> {
  /** Two of these may run together. */
  readonly isLight: boolean;
  readonly work: () => Promise<Result>;
  readonly use: (result: Result) => Promise<void>;
}

/** Works at one thing, or at two light ones, while more is being made ready; results are used in the order of `start`. */
export class OrderedRuns<Result> {
  #running: readonly { readonly isLight: boolean; readonly used: Promise<void> }[] = [];

  /** Waits for what began before, of light things for all but one, then begins and returns. Throws what one of them threw. */
  async start({ isLight, work, use }: Run<Result>): Promise<void> {
    const isOneOfTwo = isLight && this.#running.every((each) => each.isLight);
    await this.#waitFor(isOneOfTwo ? 1 : 0);
    const before = this.#running.at(-1)?.used;
    const used = Promise.all([work(), before]).then(async ([result]) => use(result));
    used.catch(() => undefined);
    this.#running = [...this.#running, { isLight, used }];
  }

  async idle(): Promise<void> {
    await this.#waitFor(0);
  }

  async #waitFor(most: number): Promise<void> {
    const ending = this.#running.slice(0, Math.max(0, this.#running.length - most));
    this.#running = this.#running.slice(ending.length);
    for (const { used } of ending) await used;
  }
}
