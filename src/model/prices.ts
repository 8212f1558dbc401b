import type { Range } from './range.ts';

/** What a record says of a thing beside its size that its price depends on, by names that semantics give; none is empty. */
export type Terms = Readonly<Record<string, readonly string[]>>;

/** Something that a provider may charge for, as the records of its making describe it. */
export interface Billable {
  /** `service:kind`, as semantics name it. */
  readonly kind: string;
  readonly shape: string | null;
  readonly region: string | null;
  readonly terms: Terms;
  /** What it was made from, where that is known: a task's definition, an endpoint's configuration. */
  readonly definition: Pick<Billable, 'shape' | 'terms'> | null;
}

/** A machine as people speak of it, without a record. */
export interface MachineNamed {
  readonly shape: string;
  /** As it is sold: whole cores where the shape is sold by cores. */
  readonly processors: number | null;
  readonly memoryGb: number | null;
  readonly region: string | null;
}

/** A list of prices of one day. Statements cite it as `table:<name>@<date>`. */
export interface PriceTable {
  readonly name: string;
  /** YYYY-MM-DD */
  readonly date: string;
  /** Where the list is published, or who says so. */
  readonly source: string;
}

/**
 * When a price is due. `running`: from a launch or start to the stop. `kept`: from the making to the
 * removal, stopped or not. `lasting`: from the making on, whatever happens to the thing itself.
 */
export type Due = 'running' | 'kept' | 'lasting';

/** One price of one thing. All prices are in USD: other currencies are not supported. */
export interface Charge {
  /** The line of the bill, such as `c5.large on demand`. */
  readonly what: string;
  readonly due: Due;
  /** USD for an hour of one unit. */
  readonly perHour: Range;
  /** What is billed at least for each start, in seconds. */
  readonly minimumSeconds: number;
  /** Seconds after which it has ended by itself, which no record tells; null where it does not. */
  readonly endsWithinSeconds: number | null;
  /** What the price rests on where it is not simply listed; null where it is. */
  readonly estimate: string | null;
  readonly tables: readonly PriceTable[];
  /** Processor threads that one unit computes with; 0 for what does not compute. */
  readonly threads: number;
}

/** What a thing is charged for, or why nobody can say. */
export interface Quote {
  readonly charges: readonly Charge[];
  /** A thing stands for as many units as were asked for: a service for its tasks. Otherwise each is one. */
  readonly isCounted: boolean;
  /** How many units there are where it is counted and no record asks for a number. */
  readonly unitsUnlessAsked: number;
  /** Why it is charged for and no price can be told; null where all is told. */
  readonly unpriced: string | null;
}

/**
 * What a provider charges, as dated data of its folder. `quote` is pure, and null for kinds that cost
 * nothing by themselves. Copy prices.ts of any folder of src/clouds as an example.
 */
export interface Prices {
  readonly cloud: string;
  readonly tables: readonly PriceTable[];
  quote(thing: Billable): Quote | null;
  /** The machine as a record of its making would describe it. */
  named(machine: MachineNamed): Billable;
}

export const definePrices = (prices: Prices): Prices => prices;
