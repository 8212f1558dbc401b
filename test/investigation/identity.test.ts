import { describe } from 'vitest';
import { describeIdentities, rootIn } from './describe-identities.ts';

// In one lake one incident's identities may be another's bystanders.
describe('asked for the root of each of several attacks', () => {
  describeIdentities(['aws-dangerdev', 'aws-leaked-key', 'aws-november-2025', 'aws-role-chain'], (incident) => [
    rootIn(incident),
  ]);
});
