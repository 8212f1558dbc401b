import type { Remedy } from '../../../model/howto.ts';
import { aws, each } from './command.ts';

/** What the intruder could read is renewed, at its source first. */
export const secretRemedies: readonly Remedy[] = [
  {
    id: 'aws.rotate-secret',
    phase: 'renew',
    on: ['secretsmanager:secret'],
    does: 'Rotate',
    permissions: ['secretsmanager:RotateSecret'],
    isReversible: false,
    breaks: 'every-use',
    doneBy: [],
    cli: each((one) => aws('secretsmanager rotate-secret', one, { 'secret-id': one.uid })),
    undo: null,
    verify: {
      text: 'A version newer than the step is current, and the old value opens nothing any more',
      cli: each((one) => aws('secretsmanager describe-secret', one, { 'secret-id': one.uid })),
    },
  },
];
