import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { publishedNames, schemaText, schemaUrl } from './generate-schemas.ts';

test.each(publishedNames)(
  'the published schema of %s is the one of the model; run `node tools/generate-schemas.ts`',
  async (name) => {
    expect(await readFile(schemaUrl(name), 'utf8')).toBe(schemaText(name));
  },
);
