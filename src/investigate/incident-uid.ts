import { createHash } from 'node:crypto';

/** The name of an incident: a hash of its anchor, the root principal and the first hostile event. */
export function incidentUid(rootPrincipal: string, firstEventUid: string): string {
  return createHash('sha256')
    .update(JSON.stringify([rootPrincipal, firstEventUid]))
    .digest('hex')
    .slice(0, 12);
}
