import type { Semantics } from '../../../model/semantics.ts';
import { act, on, req } from './record.ts';

/** Under whose name mail is sent, by both versions of the service's API. */
export const mail: Semantics['acts'] = {
  'ses.amazonaws.com': {
    CreateEmailIdentity: act('create', 'ses:identity', { made: req('emailIdentity') }),
    VerifyEmailIdentity: act('create', 'ses:identity', { made: req('emailAddress') }),
    VerifyDomainIdentity: act('create', 'ses:identity', { made: req('domain') }),
    DeleteEmailIdentity: on('delete', 'ses:identity', 'emailIdentity'),
    DeleteIdentity: on('delete', 'ses:identity', 'identity'),
  },
};
