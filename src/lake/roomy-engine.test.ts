import { expect, test } from 'vitest';
import { AppError } from '../model/errors.ts';
import type { Engine } from './engine.ts';
import { roomyEngine } from './roomy-engine.ts';

/** An engine that has room for `large` only once it was given more. */
function tight(said: string[]): Engine {
  let isRoomy = false;
  const answer = async (sql: string): Promise<readonly []> => {
    said.push(sql);
    if (sql.startsWith('SET memory_limit')) isRoomy = true;
    if (sql === 'large' && !isRoomy) throw new AppError('engine.no-memory', 'no memory');
    if (sql === 'wrong') throw new AppError('engine.failed', 'wrong');
    return [];
  };
  return {
    run: async (sql) => void (await answer(sql)),
    runBeside: async (sql) => void (await answer(sql)),
    beside: async () => tight(said),
    rows: answer,
    stream: () => {
      throw new Error('not asked');
    },
    interrupt: () => {},
    close: async () => {},
  };
}

test('a statement that does not fit is given more memory and tried again', async () => {
  const said: string[] = [];
  const engine = roomyEngine(tight(said));
  await engine.run('large');
  expect(await engine.rows('large')).toEqual([]);
  expect(said).toEqual(['large', "SET memory_limit = '2048MiB'", 'large', 'large']);
});

test('any other failure is told as it is, once', async () => {
  const said: string[] = [];
  await expect(roomyEngine(tight(said)).rows('wrong')).rejects.toMatchObject({ code: 'engine.failed' });
  expect(said).toEqual(['wrong']);
});
