import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { simulation } from '../src/clouds/aws/simulation.ts';
import type { Organisation, SimulatedAccount } from '../src/model/simulation.ts';
import { deliver } from '../src/simulate/deliver.ts';
import { type Span, ordinaryLife } from '../src/simulate/ordinary-life.ts';
import { createRandom } from '../src/simulate/random.ts';

/** One account's part of a data set, written by one thread. */
export interface Share {
  readonly path: string;
  readonly organisation: Organisation;
  readonly account: SimulatedAccount;
  readonly span: Span;
  /** An object is closed at this size. */
  readonly characters: number;
}

export interface Written {
  readonly events: number;
  readonly files: number;
  readonly rawBytes: number;
  readonly storedBytes: number;
}

if (parentPort) parentPort.postMessage(writeShare(workerData as Share));

function writeShare(share: Share): Written {
  const { path, organisation, account, span, characters } = share;
  let events = 0;
  let files = 0;
  let rawBytes = 0;
  let storedBytes = 0;
  const calls = ordinaryLife(simulation, { organisation, account }, span);
  const random = createRandom(`${span.seed}/${account.uid}`);
  const terms = { characters, records: Infinity, minutes: Infinity, random };
  for (const object of deliver(calls, simulation.render, terms)) {
    const stored = gzipSync(object.text, { level: 6 });
    const target = join(path, object.key);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, stored);
    events += object.records;
    files += 1;
    rawBytes += object.text.length;
    storedBytes += stored.length;
  }
  return { events, files, rawBytes, storedBytes };
}
