import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeScenario, type WritingOptions, type WrittenScenario } from '../simulate/write-scenario.ts';
import { runInvestigate, type Investigation, type InvestigateRequest } from './run-investigate.ts';

type Given = Omit<
  InvestigateRequest,
  | 'logs'
  | 'suppressions'
  | 'intel'
  | 'identities'
  | 'since'
  | 'until'
  | 'asOf'
  | 'timezone'
  | 'ownPrices'
  | 'notes'
  | 'reportZone'
  | 'out'
  | 'isForced'
>;

export interface DemoRequest extends Given, Required<Pick<WritingOptions, 'clouds' | 'renders'>> {
  /** The folder of a scenario. */
  readonly scenario: string;
}

export interface Demo {
  readonly written: WrittenScenario;
  readonly investigation: Investigation;
}

const seed = 'demo';

/** Writes a synthetic attack as logs into the demo's own folder, which is emptied first, and investigates them. */
export async function runDemo(request: DemoRequest): Promise<Demo> {
  const { folder, scenario, clouds, renders, tell } = request;
  tell.show('  writing synthetic logs');
  rmSync(folder, { recursive: true, force: true });
  const written = writeScenario(scenario, folder, { clouds, renders, seed, scale: 1 });
  const investigation = await runInvestigate({
    ...request,
    logs: { paths: [written.logs], cwd: folder, stdin: nothing() },
    suppressions: [],
    intel: [],
    identities: [],
    since: null,
    until: null,
    asOf: null,
    timezone: 'UTC',
    ownPrices: null,
    notes: null,
    reportZone: null,
    out: join(folder, 'incidents'),
    isForced: true,
  });
  return { written, investigation };
}

async function* nothing(): AsyncGenerator<Buffer> {}
