import { expect, test } from 'vitest';
import { investigatedIdentities, rootIn } from './investigated-identities.ts';

// In one lake one incident's identities may be another's bystanders.
test('who asks for the root of one of several attacks is told what the investigation of everything tells', async () => {
  const names = ['aws-dangerdev', 'aws-leaked-key', 'aws-november-2025', 'aws-role-chain'];
  const { incidents, answers } = await investigatedIdentities(names, (incident) => [rootIn(incident)]);
  expect(incidents).toBeGreaterThanOrEqual(names.length);
  expect(answers.length).toBeGreaterThanOrEqual(incidents);
  for (const { asked, text, whole } of answers) expect({ asked, text }).toEqual({ asked, text: whole });
}, 600_000);
