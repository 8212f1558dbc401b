import { describe, expect, test } from 'vitest';
import { type Timer, hasGnuTime, measure } from './measure.ts';

const busy =
  'while (process.cpuUsage().user < 300_000); console.log("done"); console.error("said"); process.exitCode = 3;';
const timers: readonly Timer[] = hasGnuTime() ? ['gnu', 'bash'] : ['bash'];

describe.runIf(process.platform === 'linux').each(timers)('measured by %s', (timer) => {
  test('a command is counted with what it started, and keeps its output and status', async () => {
    const cost = await measure(['bash', '-c', `"${process.execPath}" -e '${busy}'; exit $?`], timer);

    expect(cost.cpuSeconds).toBeGreaterThanOrEqual(0.29);
    expect(cost.wallSeconds).toBeGreaterThanOrEqual(0.29);
    expect(cost.peakMiB).toBeGreaterThan(20);
    expect([cost.exitCode, cost.stdout, cost.stderr]).toEqual([3, 'done\n', 'said\n']);
  });
});
