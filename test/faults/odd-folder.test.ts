import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nimbusRecord } from '../nimbus-source.ts';
import { run } from './child.ts';

test.each(['\u{1f41d}\u{1f41d}', "it's [a*b?]", 'e\u0301'])(
  'rules match in a workspace whose path holds %j, the second time too',
  async (name) => {
    const parent = mkdtempSync(join(tmpdir(), 'beewolf-odd-'));
    const folder = join(parent, name);
    mkdirSync(join(folder, 'logs'), { recursive: true });
    writeFileSync(join(folder, 'logs/a.json'), JSON.stringify([nimbusRecord(1), nimbusRecord(2)]));
    const task = { folder, logs: ['logs'], isDetecting: true, point: null };
    const { matches } = await run(task);
    expect(matches).toEqual(['0 nimbus.log:id-1', '0 nimbus.log:id-2']);
    expect((await run(task)).matches).toEqual(matches);
    rmSync(parent, { recursive: true, force: true });
  },
);
