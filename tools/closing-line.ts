import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';

/** A test may be skipped for want of data that is not part of this repository; its note or name then says so. */
const dataMarker = /shared data|BEEWOLF_TEST_DATA/;

/** Where that data is looked for: $BEEWOLF_TEST_DATA, else ../shared/data beside the repository. */
function dataFolder(): string {
  return resolve(process.env['BEEWOLF_TEST_DATA'] ?? join(import.meta.dirname, '../../shared/data'));
}

/**
 * Ends a test run with a line of its own, `N passed, N failed`, for people and scripts alike. Where
 * CI is set, a skipped test fails the run unless what it wants is missing from this machine.
 */
export default class ClosingLine implements Reporter {
  /** With `-t` the person at the keyboard has chosen what to leave out. */
  private isChosen = false;

  onInit(vitest: Vitest): void {
    this.isChosen = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string): number => tests.filter((test) => test.result().state === state).length;
    const broken = modules.filter((module) => module.state() === 'failed' && module.errors().length > 0).length;
    const failed = count('failed') + broken + unhandled.length;
    const skipped = tests.filter((test) => test.result().state === 'skipped');
    for (const test of this.isChosen ? [] : skipped) say(`skipped: ${test.fullName}${noteOf(test)}`);
    const needless = this.isChosen ? [] : skipped.filter((test) => !isForWantOfData(test));
    if (process.env['CI'] === 'true' && needless.length > 0) {
      say(`${needless.length} of the skipped tests could run here, and that counts as a failure`);
      process.exitCode = 1;
    }
    say(`\n${count('passed')} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`);
  }
}

function isForWantOfData(test: TestCase): boolean {
  return !existsSync(dataFolder()) && dataMarker.test(`${test.fullName}${noteOf(test)}`);
}

function noteOf(test: TestCase): string {
  const result = test.result();
  return result.state === 'skipped' && result.note !== undefined ? ` (${result.note})` : '';
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
