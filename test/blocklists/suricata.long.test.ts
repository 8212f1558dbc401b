import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { blocklists } from '../../src/registry/blocklists.ts';
import { sharedNetworks } from '../../src/detect/intel/shared-networks.ts';
import { blocklistFiles } from '../../src/report/blocklists/blocklist-files.ts';
import { hostileIncident, richIncident } from '../incident-fixture.ts';
import { payloads } from '../ticket/payloads.ts';

const isInstalled = spawnSync('suricata', ['--build-info']).status === 0;
if (!isInstalled) process.stderr.write('skipped: what Suricata itself says of our rules (it is not installed)\n');

/** No package of ours brings Suricata along: whoever has it runs this. */
test.skipIf(!isInstalled).each([richIncident, ...payloads.map(hostileIncident)])(
  'Suricata takes the rules of an incident',
  (incident) => {
    const folder = mkdtempSync(join(tmpdir(), 'beewolf-suricata-'));
    try {
      const files = blocklistFiles(incident, { forms: blocklists, networks: sharedNetworks });
      writeFileSync(join(folder, 'own.rules'), files['blocklists/suricata.rules'] ?? '');
      const { status, stderr } = spawnSync('suricata', ['-T', '-S', join(folder, 'own.rules'), '-l', folder]);
      expect(status, stderr.toString()).toBe(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
