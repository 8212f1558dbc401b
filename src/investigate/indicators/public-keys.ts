import { createHash } from 'node:crypto';

/** A public key as a line of authorized_keys holds it. */
export interface PublicKey {
  /** As the SSH daemon's log names it. */
  readonly fingerprint: string;
  /** What its owner wrote behind it; null where nothing stands there. */
  readonly comment: string | null;
}

const line =
  /\b(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-nistp\d{3}|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com) +([A-Za-z0-9+/]{20,8000}={0,2})(?: +([\w.@:+-]{1,100}))?/g;

/** The public keys in a command that writes them somewhere, each once. */
export function publicKeysIn(command: string): readonly PublicKey[] {
  const found = [...command.matchAll(line)].map(([, blob = '', comment]) => ({
    fingerprint: `SHA256:${createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64').replace(/=+$/, '')}`,
    comment: comment ?? null,
  }));
  return [...new Map(found.map((one) => [one.fingerprint, one])).values()];
}
