import type { Call, Random, Render, StoredObject } from '../model/simulation.ts';

const minuteMs = 60_000;

export interface DeliveryTerms {
  /** An object is closed when its records reach this many characters, … */
  readonly characters: number;
  /** … or this many records, … */
  readonly records: number;
  /** … or when this many minutes have passed since its window began. */
  readonly minutes: number;
  /** How much later than usual it reaches storage. */
  readonly lateMinutes?: number;
  readonly random: Random;
}

interface Parcel {
  readonly account: string;
  readonly region: string;
  readonly window: number;
  readonly records: string[];
  characters: number;
  last: number;
}

export interface Delivered extends StoredObject {
  readonly account: string;
  readonly region: string;
  readonly records: number;
}

/** Packs calls into the objects of a log, a few at a time: holds one open object an account and region. */
export function* deliver(calls: Iterable<Call>, render: Render, terms: DeliveryTerms): Generator<Delivered> {
  const open = new Map<string, Parcel>();
  const windowMs = terms.minutes * minuteMs;

  for (const call of calls) {
    const place = `${call.account}/${call.region}`;
    const window = Math.floor(call.time / windowMs);
    let parcel = open.get(place);
    if (parcel && window > parcel.window) {
      yield close(parcel, render, terms);
      parcel = undefined;
    }
    if (!parcel) {
      parcel = { account: call.account, region: call.region, window, records: [], characters: 0, last: 0 };
      open.set(place, parcel);
    }
    const record = render.record(call);
    parcel.records.push(record);
    parcel.characters += record.length + 1;
    parcel.last = Math.max(parcel.last, call.time);
    if (parcel.characters >= terms.characters || parcel.records.length >= terms.records) {
      yield close(parcel, render, terms);
      open.delete(place);
    }
  }
  for (const parcel of open.values()) yield close(parcel, render, terms);
}

function close(parcel: Parcel, render: Render, { random, lateMinutes = 0 }: DeliveryTerms): Delivered {
  const { account, region, records } = parcel;
  // A log reaches storage some minutes after the call.
  const time = parcel.last + (lateMinutes + random.between(2, 7)) * minuteMs;
  return { ...render.object({ account, region, time, random }, records), account, region, records: records.length };
}
