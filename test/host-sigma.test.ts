/** SigmaHQ's rules for Linux over the sources that see into machines: in each one's own field names. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadRules, type LoadedRules } from '../src/detect/sigma/load.ts';
import { servedBy } from '../src/detect/sigma/logsource.ts';
import type { Source } from '../src/model/source.ts';
import { sources } from '../src/registry/sources.ts';
import { FixtureLake } from './fixture-lake.ts';
import { sharedData, sharedRules, type SharedFile } from './oracle/shared-data.ts';
import { projectRoot } from './project-copy.ts';

const data = sharedData("SigmaHQ's rules for Linux over host sources");
const files: readonly SharedFile[] =
  data === null
    ? []
    : ['process_creation', 'file_event', 'network_connection'].flatMap((folder) =>
        sharedRules(data, `linux/${folder}`),
      );
const loaded: LoadedRules = loadRules(
  files.map((file) => ({ ...file, origin: 'shared' })),
  { resolve: (name) => ({ path: name.split('.') }) },
);

const sourceOf = (id: string): Source => {
  const source = sources.find((one) => one.id === id);
  if (source === undefined) throw new Error(`no source ${id}`);
  return source;
};

/** Fields of a rule that a source has no name for; a test of one never passes. */
const unknownIn = (source: Source, fields: readonly { readonly name: string }[]): readonly string[] =>
  fields.map(({ name }) => name).filter((name) => source.sigmaFields?.[name] === undefined);

describe.runIf(data !== null).each([
  [
    'falco',
    {
      knows: 133,
      fires: {
        'file_event_lnx_persistence_sudoers_files.yml': [5],
        'file_event_lnx_susp_cron_file_created.yml': [4],
        'proc_creation_lnx_crypto_mining.yml': [0],
        'proc_creation_lnx_susp_execution_tmp_folder.yml': [0, 14],
      },
    },
  ],
  [
    'osquery',
    {
      knows: 119,
      fires: {
        'file_event_lnx_susp_cron_file_created.yml': [12, 14],
        'proc_creation_lnx_crypto_mining.yml': [0],
        'proc_creation_lnx_susp_execution_tmp_folder.yml': [0],
      },
    },
  ],
  [
    'crowdstrike',
    {
      knows: 127,
      fires: {
        'file_event_lnx_susp_cron_file_created.yml': [6],
        'proc_creation_lnx_crypto_mining.yml': [0],
        'proc_creation_lnx_susp_execution_tmp_folder.yml': [0],
      },
    },
  ],
])('%s', (id, { knows, fires }) => {
  const source = sourceOf(id);
  let lake: FixtureLake;
  beforeAll(async () => {
    lake = await FixtureLake.open(source, join(projectRoot, 'src/hosts', id));
  });
  afterAll(() => lake.close());

  test('is asked all rules, most of them with all that they ask for', () => {
    expect(loaded.refused).toEqual([]);
    expect(loaded.rules.length).toBe(135);
    const served = loaded.rules.filter(({ identity }) => servedBy(identity.logsource, source.sigma));
    expect(served.length).toBe(135);
    expect(served.filter(({ fields }) => unknownIn(source, fields).length === 0).length).toBe(knows);
  });

  test('is matched by rules in its records, and in nothing innocent', async () => {
    expect(await lake.firing(Object.fromEntries(files.map(({ path, text }) => [path, text])))).toEqual(fires);
  });
});
