import type { Random, StoredObject } from './simulation.ts';

/** A machine whose life is played. */
export interface SimulatedMachine {
  /** As its own logs call it. */
  readonly name: string;
  /** The provider's id of it; null where no cloud knows it. */
  readonly uid: string | null;
  readonly account: string;
  readonly region: string;
  readonly compartment: string | null;
  readonly shape: string | null;
  readonly cores: number;
  /** By which others reach it from outside, and what its own network calls it. */
  readonly publicAddress: string | null;
  readonly privateAddress: string;
  /** The clock of its logs without a zone, in minutes east of UTC. */
  readonly offsetMinutes: number;
}

/** A process as the system sees it. */
export interface SimulatedProcess {
  readonly pid: number;
  readonly parent: { readonly pid: number; readonly name: string; readonly executable: string };
  readonly executable: string;
  readonly arguments: readonly string[];
  readonly folder: string;
  readonly sha256: string;
}

/** Who is at work on a machine: a person signed in, or a service of the system (`login` null). */
export interface Worker {
  readonly user: string;
  readonly uid: number;
  readonly login: {
    readonly user: string;
    readonly uid: number;
    readonly session: number;
    readonly tty: string;
  } | null;
}

/** What one thing that happens on a machine is; every source writes down what it sees of it. */
export type Deed =
  | {
      readonly is: 'sign-in';
      readonly user: string;
      readonly uid: number;
      readonly from: string;
      readonly port: number;
      readonly pid: number;
      readonly session: number;
      readonly method: 'publickey' | 'password';
      readonly key: { readonly type: string; readonly fingerprint: string } | null;
      readonly outcome: 'accepted' | 'refused' | 'unknown-user';
    }
  | {
      readonly is: 'sign-out';
      readonly user: string;
      readonly uid: number;
      readonly from: string;
      readonly port: number;
      readonly pid: number;
      readonly session: number;
    }
  /** `asked` is who asked for it by way of sudo. */
  | { readonly is: 'process'; readonly by: Worker; readonly asked: Worker | null; readonly process: SimulatedProcess }
  | { readonly is: 'file'; readonly by: Worker; readonly process: SimulatedProcess; readonly path: string }
  | {
      readonly is: 'user-made';
      readonly pid: number;
      readonly user: string;
      readonly uid: number;
      readonly home: string;
      readonly shell: string;
      /** Who made it, where somebody did who was signed in. */
      readonly by?: Worker;
    }
  | {
      readonly is: 'group-joined';
      readonly pid: number;
      readonly user: string;
      readonly group: string;
      readonly by?: Worker;
    }
  | { readonly is: 'timetable-changed'; readonly pid: number; readonly by: string; readonly user: string }
  | { readonly is: 'timetable-ran'; readonly pid: number; readonly user: string; readonly command: string }
  | { readonly is: 'look-up'; readonly domain: string; readonly answers: readonly string[] }
  /** A connection over a span of time, as one side of it sees it; `process` is whose it is, where that is known. */
  | {
      readonly is: 'connection';
      readonly isOutward: boolean;
      readonly address: string;
      readonly domain: string | null;
      readonly port: number;
      /** The port at the other end. */
      readonly otherPort: number;
      readonly protocol: 'tcp' | 'udp';
      readonly seconds: number;
      readonly bytesOut: number;
      readonly bytesIn: number;
      readonly isRefused: boolean;
      readonly process: SimulatedProcess | null;
    }
  /** One value of a metric over the minute that begins then: percent of all cores, or bytes. */
  | { readonly is: 'measure'; readonly metric: 'cpu' | 'memory' | 'bytes-out' | 'bytes-in'; readonly value: number }
  /** Processes that a tool lists at that moment. */
  | {
      readonly is: 'process-list';
      readonly processes: readonly (SimulatedProcess & { readonly user: string; readonly cpuPercent: number })[];
    }
  /** What a detector says, in its own words. */
  | {
      readonly is: 'alert';
      readonly by: string;
      readonly rule: string;
      readonly severity: 'low' | 'medium' | 'high' | 'critical';
      readonly text: string;
      readonly process: SimulatedProcess | null;
      readonly addresses: readonly string[];
      /** Told again under the same id as it goes on. */
      readonly uid: string;
      readonly state: 'open' | 'updated' | 'resolved' | 'dismissed';
    };

/** One thing that happens on a machine, at one moment. */
export interface Happening {
  /** Milliseconds since 1970, UTC. */
  readonly time: number;
  readonly machine: SimulatedMachine;
  readonly deed: Deed;
}

/** How a source writes down what it sees of machines, in its own form. */
export interface MachineRender {
  readonly source: string;
  /** How many days of the machine's own clock one object holds; 1 by default. */
  readonly spanDays?: number;
  /** The lines or records of one happening; none where this source does not see it. `random` is for ids alone. */
  readonly records: (happening: Happening, random: Random) => readonly string[];
  /**
   * What such records of one machine and span are stored as. `time` is that of the last; milliseconds since 1970.
   * `index` is 0 for the newest object of the machine and rises into the past, as rotated logs are numbered.
   */
  readonly object: (
    delivery: {
      readonly machine: SimulatedMachine;
      readonly time: number;
      readonly index: number;
      readonly random: Random;
    },
    records: readonly string[],
  ) => StoredObject;
}
