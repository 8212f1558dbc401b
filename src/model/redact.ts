/**
 * Secrets (secret keys, tokens, passwords, private keys) leave no output but `evidence/`. Identifiers
 * (access-key ids, fingerprints, session and account ids) are not secrets and stay whole.
 */
export const redacted = '[redacted]';

/** Names of fields whose value is a secret, in lower case without punctuation: the name ends so. */
const secretName =
  /(?:password|passwd|passphrase|secretkey|secretaccesskey|clientsecret|sessiontoken|securitytoken|accesstoken|refreshtoken|idtoken|authtoken|bearertoken|privatekey|privatekeydata|privatekeypem|keymaterial|secretstring|secretbinary|sharedaccesskey|accountkey|connectionstring|authorization)$|^(?:token|secret|pwd|apikey|plaintext)$/;

/** Names whose value is an identifier or a reference, whatever it looks like. */
const identifierName = /^(?:evidence|ref|contradicts|object)$|(?:^|_)uids?$|sha256$/;

/** Base64 of a start-up script: shown unless it holds a secret. */
const scriptName = /^(?:userdata|startupscript|customdata)$/;
const base64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;

const quoted = String.raw`\\*"(?:[^"\\]|\\(?!")){0,4096}|\\*'[^']{0,4096}`;

/** What secrets look like in running text. A first group is kept. */
const patterns: readonly RegExp[] = [
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|$)/g,
  new RegExp(
    String.raw`((?:(?<!no)pass(?:word|wd|phrase)|secret[_\s-]?(?:access[_\s-]?)?key|client[_-]?secret|(?:session|security|access|refresh|auth|id)[_-]?token|private[_-]?key|api[_-]?key|account[_-]?key)(?:\\*["'])?\s{0,8}[:=]\s{0,8})(?:${quoted}|[^\s"'&,;\\<>]+)`,
    'gi',
  ),
  /(--(?:password|passwd|pass|token|secret)[= ]\s{0,8})\S+/gi,
  /([?&](?:sig|signature|token|key|x-amz-signature|x-amz-security-token)=)[^\s&"'#]+/gi,
  /(:\/\/[^\s/:@]{1,256}:)[^\s/@]{1,256}(?=@)/g,
  /(\b(?:bearer|basic)\s{1,8})[\w.~+/=-]{16,}/gi,
  // A signed token of three parts, and the prefixes under which issuers publish their tokens.
  /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*/g,
  /\b(?:IQoJ|FwoG|FQoG)[A-Za-z0-9+/=]{60,}/g,
  /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,}|glpat-[\w-]{20,}|xox[abeoprs]-[\w-]{10,}|[sr]k_live_\w{16,}|AIza[\w-]{35}|ya29\.[\w-]{20,}|npm_[A-Za-z0-9]{36}|pypi-[\w-]{50,}|hv[sb]\.[\w-]{20,}|dop_v1_[0-9a-f]{64}|[\w~.-]{3}\dQ~[\w~.-]{31,34})/g,
];

/** Forty characters of base64 that stand alone, as a secret key does. */
const bareKey = /(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=_-])/g;

/** The same text or JSON value with every secret replaced by `[redacted]`; the input is left as it was. */
export function redactSecrets<Value>(value: Value): Value {
  return redactValue(value, '') as Value;
}

/**
 * The same for JSON as text, for a provider's record that must otherwise stay as it was written: numbers
 * beyond double precision, repeated keys and spacing are kept.
 */
export function redactJsonText(json: string): string {
  let name = '';
  return json.replace(
    /"((?:[^"\\]|\\.)*)"(\s*:)?|[^"]+/gs,
    (part: string, inner: string | undefined, colon: string | undefined) => {
      if (inner === undefined) {
        if (/[\]}]/.test(part) || /\{/.test(part)) name = '';
        return part;
      }
      const text = decode(part.slice(0, inner.length + 2));
      if (colon !== undefined) {
        name = text ?? '';
        return part;
      }
      const safe = text === null ? part : redactValue(text, name);
      return safe === text ? part : JSON.stringify(safe);
    },
  );
}

function redactValue(value: unknown, name: string): unknown {
  if (typeof value === 'string') return redactNamed(value, name);
  if (typeof value === 'number') return secretName.test(plain(name)) ? redacted : value;
  if (Array.isArray(value)) return value.map((item) => redactValue(item, name));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redactValue(inner, key)]));
}

function redactNamed(text: string, name: string): string {
  if (identifierName.test(name)) return text;
  const bare = plain(name);
  if (secretName.test(bare) && text !== '') return redacted;
  return scriptName.test(bare) && base64.test(text) ? redactScript(text) : redactText(text);
}

function redactScript(encoded: string): string {
  const script = Buffer.from(encoded, 'base64').toString();
  return redactText(script) === script ? encoded : redacted;
}

function redactText(text: string): string {
  const known = patterns.reduce(
    (rest, pattern) =>
      rest.replace(pattern, (_, kept: unknown) => (typeof kept === 'string' ? kept + redacted : redacted)),
    text,
  );
  return known.replace(bareKey, (candidate) => (isRandom(candidate) ? redacted : candidate));
}

// A path or a hash of the same length has no such mixture: hex lacks capitals or repeats letters, words repeat theirs.
function isRandom(text: string): boolean {
  if (!/[a-z]/.test(text) || !/[A-Z]/.test(text) || !/\d/.test(text)) return false;
  const counts = Map.groupBy(text, (letter) => letter).values();
  const bits = [...counts].reduce(
    (sum, { length }) => sum - (length / text.length) * Math.log2(length / text.length),
    0,
  );
  return bits >= 4.3;
}

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

function decode(json: string): string | null {
  try {
    return JSON.parse(json) as string;
  } catch {
    return null;
  }
}
