import type { Check } from '../check.ts';
import type { Happening, Statement } from '../statement.ts';
import { found, judged, nothingFound } from './found.ts';
import { textsOf, told } from './told.ts';

const revoked: readonly Happening[] = ['credential-revoked', 'user-disabled'];
const revoking =
  /\b(revok\w*|rotat\w*|disabl\w*|deactivat\w*|delet\w*|remov\w*|reset)\b.{0,60}\b(keys?|credentials?|sessions?|tokens?|passwords?|users?|accounts?)\b|\b(keys?|credentials?|sessions?|tokens?|passwords?)\b.{0,60}\b(revok\w*|rotat\w*|disabl\w*|deactivat\w*|delet\w*|reset)\b/i;

/** With the key that let the intruder in still valid, nothing is contained. */
export const stillOpen: Check = {
  id: 'door-still-open',
  asks: 'Was the door closed before all access is said to be removed?',
  run(statements, beside) {
    const claims = statements.filter(
      (statement) =>
        (statement.about === 'denial' && statement.of === 'remaining-access') ||
        (statement.about === 'deed' &&
          statement.of === 'containment' &&
          /\b(full|complet|entire)/i.test(statement.quote.text)),
    );
    const doors = told(statements, 'cause').filter(
      ({ cause, isDenied }) =>
        !isDenied &&
        (cause === 'leaked-key' || cause === 'stolen-key' || cause === 'phishing' || cause === 'password-guessed'),
    );
    const [claim] = claims;
    const [door] = doors;
    if (claim === undefined || door === undefined || statements.some(isRevoked)) return nothingFound;
    if (textsOf(statements, beside).some((text) => revoking.test(text))) return nothingFound;
    return found([
      judged('unsupported', claim, {
        why: `The intruder came in by "${door.quote.text}", and nothing says that this key or its sessions were revoked`,
      }),
    ]);
  },
};

const isRevoked = (statement: Statement): boolean =>
  (statement.about === 'moment' || statement.about === 'span' || statement.about === 'deed') &&
  revoked.some((of) => of === statement.of);
