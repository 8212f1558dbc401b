import type { Order, Remedy, Subject } from '../../../model/howto.ts';
import { each, global, inner, json, keep, keptAs, answered, queried } from './command.ts';
import type { Options } from './command.ts';
import { blocks } from './hcl.ts';

/** What a user may hold, as the options of the call name it. */
const capabilities = [
  'can-use-console-password',
  'can-use-api-keys',
  'can-use-auth-tokens',
  'can-use-smtp-credentials',
  'can-use-db-credentials',
  'can-use-customer-secret-keys',
  'can-use-o-auth2-client-credentials',
] as const;
type Capability = (typeof capabilities)[number];

/** Switches what a user may hold off or on: nothing else can, for the state of a user can only be unblocked. */
export const setCapabilities = (one: Subject, user: Options[string], set: Readonly<Record<string, string>>): string =>
  global('iam user update-user-capabilities', one, { 'user-id': user, ...set });

const allOff = Object.fromEntries(capabilities.map((name) => [name, 'false']));

const sessionsLast = 'tokens and console sessions that were opened before live for up to an hour, so watch that long';

/** The URL of the default domain; users of another one are looked up there. */
const domain = (one: Subject) =>
  inner(
    global('iam domain list', one, {
      ...tenancy(one),
      ...answered('data[0].url'),
    }),
  );

const setActive = (active: 'true' | 'false') =>
  each((one) => {
    const user = global('identity-domains users list', one, {
      endpoint: domain(one),
      filter: `ocid eq ${json(one.uid)}`,
      ...answered('data.resources[0].id'),
    });
    return global('identity-domains user-status-changer put', one, {
      endpoint: domain(one),
      'user-status-changer-id': inner(user),
      schemas: json(['urn:ietf:params:scim:schemas:oracle:idcs:UserStatusChanger']),
      active,
      force: true,
    });
  });

/** Users stand in the root compartment, which is the tenancy. */
export const tenancy = ({ account }: Subject): Options => (account === null ? {} : { 'compartment-id': account });

/** The user whose credential it is: records name him by OCID or by name. */
function ownerOf(one: Subject): Options[string] | null {
  if (one.owner === null || one.owner === '') return null;
  if (one.owner.startsWith('ocid1.user.')) return one.owner;
  return inner(
    global('iam user list', one, { ...tenancy(one), name: one.owner, all: true, ...answered('data[0].id') }),
  );
}

const ofOwner = (
  write: (one: Subject, owner: Options[string]) => readonly string[],
): ((order: Order) => readonly string[]) =>
  each((one) => {
    const owner = ownerOf(one);
    return owner === null ? [] : write(one, owner);
  });

/** A kind of credential that can only be deleted for good: what its user may hold is switched off instead. */
const switchedOff = (kind: string, noun: string, capability: Capability): Remedy => ({
  id: `oci.switch-off-${kind}`,
  phase: 'disable',
  on: [`iam:${kind}`],
  does: `Switch off, with all others of its user, ${noun}`,
  permissions: ['manage users'],
  isReversible: true,
  breaks: 'every-use',
  doneBy: ['disable-credential'],
  cli: ofOwner((one, owner) => [setCapabilities(one, owner, { [capability]: 'false' })]),
  undo: {
    text: 'Switch the capability on again, once this one is deleted',
    cli: ofOwner((one, owner) => [setCapabilities(one, owner, { [capability]: 'true' })]),
  },
  verify: {
    text: 'The capability of its user is false, and no call with the credential is accepted',
    cli: ofOwner((one, owner) => [global('iam user get', one, { 'user-id': owner, query: 'data.capabilities' })]),
  },
});

/** What lets the intruder act: users, and what they sign with. */
export const identityRemedies: readonly Remedy[] = [
  {
    id: 'oci.switch-off-user',
    phase: 'deny',
    on: ['iam:user'],
    does: 'Switch off all capabilities of user',
    permissions: ['manage users'],
    isReversible: true,
    breaks: 'every-use',
    doneBy: ['restrict'],
    cli: each((one) => [
      keep(global('iam user get', one, { 'user-id': one.uid }), one),
      setCapabilities(one, one.uid, allOff),
    ]),
    undo: { text: 'Switch those capabilities on again that stand in what was kept of the user' },
    terraform: blocks((one) => ({
      type: 'oci_identity_user_capabilities_management',
      attributes: {
        user_id: one.uid,
        can_use_api_keys: false,
        can_use_auth_tokens: false,
        can_use_console_password: false,
        can_use_customer_secret_keys: false,
        can_use_smtp_credentials: false,
      },
    })),
    verify: {
      text: `All capabilities are false and no call of this user is accepted in any region; ${sessionsLast}`,
      cli: each((one) => global('iam user get', one, { 'user-id': one.uid, query: 'data.capabilities' })),
    },
  },
  {
    id: 'oci.deactivate-user',
    phase: 'deny',
    on: ['iam:user'],
    does: 'Deactivate, in its identity domain where the tenancy has them, user',
    permissions: ['manage users'],
    isReversible: true,
    breaks: 'every-use',
    doneBy: ['restrict'],
    cli: setActive('false'),
    undo: { text: 'Activate the user again', cli: setActive('true') },
    verify: { text: `The user is inactive in its domain; ${sessionsLast}` },
  },
  {
    id: 'oci.delete-api-key',
    phase: 'disable',
    on: ['iam:api-key'],
    does: 'Delete, with its public half kept, since it can only be uploaded or deleted, API key',
    permissions: ['manage users'],
    isReversible: true,
    breaks: 'every-use',
    doneBy: ['disable-credential', 'delete'],
    cli: ofOwner((one, owner) => [
      keep(
        global('iam user api-key list', one, {
          'user-id': owner,
          ...answered(`data[?fingerprint==${queried(one.uid)}]."key-value" | [0]`),
        }),
        one,
      ),
      global('iam user api-key delete', one, { 'user-id': owner, fingerprint: one.uid, force: true }),
    ]),
    undo: {
      text: 'Upload the public half again that was kept',
      cli: ofOwner((one, owner) => [
        global('iam user api-key upload', one, { 'user-id': owner, 'key-file': keptAs(one) }),
      ]),
    },
    verify: {
      text: `The fingerprint is no longer listed, and the file holds a public key; ${sessionsLast}`,
      cli: ofOwner((one, owner) => [
        global('iam user api-key list', one, { 'user-id': owner, query: 'data[].fingerprint' }),
      ]),
    },
  },
  switchedOff('auth-token', 'auth token', 'can-use-auth-tokens'),
  switchedOff('swift-password', 'Swift password', 'can-use-auth-tokens'),
  switchedOff('customer-secret-key', 'customer secret key', 'can-use-customer-secret-keys'),
  switchedOff('smtp-credential', 'SMTP credential', 'can-use-smtp-credentials'),
  switchedOff('db-credential', 'database credential', 'can-use-db-credentials'),
  switchedOff('oauth-client-credential', 'OAuth client credential', 'can-use-o-auth2-client-credentials'),
];
