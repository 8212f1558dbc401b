import { afterAll, expect, test } from 'vitest';
import { richIncident } from '../../test/incident-fixture.ts';
import { buildReport } from './build-report.ts';
import { compileTypst } from './compile-typst.ts';
import { openPageSetter } from './page-setter.ts';
import { renderTypst } from './typst.ts';

const pages = openPageSetter();
afterAll(() => pages.close());
const source = renderTypst(buildReport(richIncident));

test('a thread sets the same PDF as would be set here', async () => {
  const pdf = await pages.set(source);
  expect(Buffer.from(pdf ?? []).equals(Buffer.from(compileTypst(source)))).toBe(true);
});

test('what cannot be set is an error that says why, and the next source is set all the same', async () => {
  await expect(pages.set({ ...source, main: '#let (' })).rejects.toMatchObject({
    code: 'internal',
    message: expect.stringContaining('the PDF cannot be set'),
  });
  expect(await pages.set(source)).not.toBeNull();
});
