import { describe } from 'vitest';
import { describeIdentities, endsIn, rootIn } from './describe-identities.ts';

const attacks = ['aws-ambersquid', 'aws-dangerdev', 'aws-leaked-key', 'aws-november-2025', 'aws-role-chain'];

describe.each([...attacks.map((name) => [name]), attacks])('asked for the ends of the chains of %s', (...names) => {
  describeIdentities(names, (incident) => [rootIn(incident), ...endsIn(incident)]);
});
