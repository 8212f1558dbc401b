import type { Refusal } from './staging/stored-object.ts';

/** Where every object and every record of a run went. `read = events + duplicates + conflicts + Σ set_aside`. */
export interface Accounting {
  readonly objects: {
    readonly seen: number;
    readonly ingested: number;
    readonly known: number;
    readonly refused: readonly Refusal[];
  };
  readonly records: {
    readonly read: number;
    readonly events: number;
    readonly duplicates: number;
    readonly conflicts: number;
    readonly set_aside: readonly { readonly reason: string; readonly count: number }[];
  };
}

/** Adds up an accounting while a run goes on. */
export class Tally {
  readonly #refused: Refusal[] = [];
  readonly #reasons = new Map<string, string>();
  readonly #repeated: { readonly path: string; readonly sha256: string }[] = [];
  readonly #setAside = new Map<string, number>();
  #ingested = 0;
  #known = 0;
  #read = 0;
  #events = 0;
  #duplicates = 0;
  #conflicts = 0;

  /** @param sha256 of an object that could be read, if others of this run may hold the same bytes */
  refuse(refusal: Refusal, sha256?: string): void {
    this.#refused.push(refusal);
    if (sha256 !== undefined) this.#reasons.set(sha256, refusal.reason);
  }

  /** An object with the bytes of an earlier one of this run: it shares that one's fate, which is not settled yet. */
  repeat(object: { readonly path: string; readonly sha256: string }): void {
    this.#repeated.push(object);
  }

  know(): void {
    this.#known += 1;
  }

  ingest(records: number): void {
    this.#ingested += 1;
    this.#read += records;
  }

  setAside(reason: string, count: number): void {
    this.#setAside.set(reason, (this.#setAside.get(reason) ?? 0) + count);
  }

  settle(day: { readonly events: number; readonly duplicates: number; readonly conflicts: number }): void {
    this.#events += day.events;
    this.#duplicates += day.duplicates;
    this.#conflicts += day.conflicts;
  }

  get read(): number {
    return this.#read;
  }

  /** To be called once all is settled. */
  sum(): Accounting {
    const again = this.#repeated.flatMap(({ path, sha256 }) => {
      const reason = this.#reasons.get(sha256);
      return reason === undefined ? [] : [{ path, reason }];
    });
    const refused = [...this.#refused, ...again];
    const known = this.#known + this.#repeated.length - again.length;
    return {
      objects: {
        seen: this.#ingested + known + refused.length,
        ingested: this.#ingested,
        known,
        refused: refused.toSorted((a, b) => compareText(a.path, b.path)),
      },
      records: {
        read: this.#read,
        events: this.#events,
        duplicates: this.#duplicates,
        conflicts: this.#conflicts,
        set_aside: [...this.#setAside]
          .map(([reason, count]) => ({ reason, count }))
          .toSorted((a, b) => compareText(a.reason, b.reason)),
      },
    };
  }
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
