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
  readonly #setAside = new Map<string, number>();
  #ingested = 0;
  #known = 0;
  #read = 0;
  #events = 0;
  #duplicates = 0;
  #conflicts = 0;

  refuse(refusal: Refusal): void {
    this.#refused.push(refusal);
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

  sum(): Accounting {
    return {
      objects: {
        seen: this.#ingested + this.#known + this.#refused.length,
        ingested: this.#ingested,
        known: this.#known,
        refused: this.#refused.toSorted((a, b) => compareText(a.path, b.path)),
      },
      records: {
        read: this.#read,
        events: this.#events,
        duplicates: this.#duplicates,
        conflicts: this.#conflicts,
        set_aside: [...this.#setAside].map(([reason, count]) => ({ reason, count })).toSorted((a, b) => compareText(a.reason, b.reason)),
      },
    };
  }
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
