import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '../model/errors.ts';
import { type Scenario, parseScenario, quietTwin } from './scenario.ts';

/**
 * The scenario of a folder, from its `scenario.yaml`; that of a quiet twin is made from the folder beside
 * it that it names. Errors: `usage.invalid`, `input.not-found`.
 */
export function readScenario(folder: string): Scenario {
  const path = join(folder, 'scenario.yaml');
  const file = parseScenario(readText(path), path);
  if (file.is === 'scenario') return file.scenario;
  const other = join(dirname(folder), file.of, 'scenario.yaml');
  const original = parseScenario(readText(other), other);
  if (original.is === 'scenario') return quietTwin(original.scenario, file.title);
  throw new AppError('usage.invalid', `${path} is the twin of ${file.of}, which is itself a twin`);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new AppError('input.not-found', `${path} cannot be read`, { cause });
  }
}
