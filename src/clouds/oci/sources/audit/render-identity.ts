import type { Actor, Call, JsonObject } from '../../../../model/simulation.ts';
import { kindOf, sessionToken } from '../../ids.ts';

const machines: ReadonlySet<string> = new Set(['instance']);

interface Principal {
  readonly id: string | null;
  readonly name: string | null;
  readonly authType: string | null;
  readonly tenancy: string;
  readonly credentials: string | null;
  readonly console?: string;
  readonly caller?: string;
}

/**
 * An actor as `data.identity` of Audit, fields in the order in which it delivers them.
 * Source: https://docs.oracle.com/en-us/iaas/Content/Audit/Reference/logeventreference.htm
 */
export function renderIdentity({ actor, account, network, agent }: Call): JsonObject {
  const who = principalOf(actor, account);
  return {
    principalName: who.name,
    principalId: who.id,
    authType: who.authType,
    callerName: who.caller ?? null,
    callerId: null,
    tenantId: who.tenancy,
    // Of a sign-in that failed, identity domains say so elsewhere.
    ipAddress: actor.is === 'unknown' ? null : network,
    credentials: who.credentials,
    userAgent: actor.is === 'unknown' ? null : agent,
    consoleSessionId: who.console ?? null,
  };
}

function principalOf(actor: Actor, account: string): Principal {
  switch (actor.is) {
    case 'user':
      return userOf(actor);
    // A person of an identity provider.
    case 'directory-user':
      return {
        id: `${actor.directory}/${actor.user}`,
        name: actor.user,
        authType: 'fed',
        tenancy: actor.account,
        credentials: sessionToken(actor.credential),
        console: actor.credential,
      };
    // A machine or another thing that signs with a certificate of its own.
    case 'role':
      return {
        id: actor.role.uid,
        name: machines.has(kindOf(actor.role.uid)) ? actor.role.name : null,
        authType: machines.has(kindOf(actor.role.uid)) ? 'instance' : 'resource',
        tenancy: actor.role.account,
        credentials: sessionToken(actor.credential),
        ...(actor.invokedBy !== undefined && { caller: actor.invokedBy }),
      };
    case 'service':
      return {
        id: `${actor.name}/${certificateOf(actor.name)}`,
        name: actor.name,
        authType: 'service',
        tenancy: account,
        credentials: certificateOf(actor.name),
      };
    case 'foreign':
      return { id: actor.uid, name: null, authType: 'natv', tenancy: actor.account, credentials: null };
    case 'unknown':
      return { id: null, name: null, authType: null, tenancy: actor.account, credentials: null };
    case 'root':
    case 'federated':
    case 'saml':
    case 'web':
      throw new TypeError(`Oracle Cloud has no ${actor.is}`);
  }
}

function userOf({ uid, name, account, credential, session, invokedBy }: Extract<Actor, { is: 'user' }>): Principal {
  const who = {
    id: uid,
    name,
    authType: 'natv',
    tenancy: account,
    ...(invokedBy !== undefined && { caller: invokedBy }),
  };
  if (credential === undefined) return { ...who, credentials: null };
  if (session?.isConsole) return { ...who, credentials: sessionToken(credential), console: credential };
  return { ...who, credentials: `${account}/${uid}/${credential}` };
}

/** The id of a service's certificate. */
const certificateOf = (name: string): string => `${name.replaceAll(/[^a-z0-9]/gi, '').toUpperCase()}EXAMPLE`;
