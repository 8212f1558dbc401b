import { expect, test } from 'vitest';
import { endsIn, investigatedIdentities, rootIn } from './investigated-identities.ts';

const attacks = ['aws-ambersquid', 'aws-dangerdev', 'aws-leaked-key', 'aws-november-2025', 'aws-role-chain'];

test.each([...attacks.map((name) => [name]), attacks])(
  'who asks for an end of the chains of %s is told what the investigation of everything tells',
  async (...names) => {
    const { incidents, answers } = await investigatedIdentities(names, (incident) => [
      rootIn(incident),
      ...endsIn(incident),
    ]);
    expect(incidents).toBeGreaterThanOrEqual(names.length);
    expect(answers.length).toBeGreaterThanOrEqual(incidents);
    for (const { asked, text, whole } of answers) expect({ asked, text }).toEqual({ asked, text: whole });
  },
);
