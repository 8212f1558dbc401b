import type { Call, Delivery, Failure, Json, JsonObject, Render, StoredObject } from '../../../../model/simulation.ts';
import { namedUid } from '../../ids.ts';
import { renderIdentity } from './render-identity.ts';

/** Audit as a service connector puts it into a bucket: records as Logging keeps them, one a line, gzipped. */
export const render: Render = { source: 'oci.audit', record, object };

/**
 * What a deed notes beside its parameters (`request`) and its answer (`response`), under the names that the record
 * itself has for it.
 */
export interface Notes {
  readonly compartmentId: string;
  readonly compartmentName: string | null;
  readonly resourceId: string | null;
  readonly resourceName: string | null;
  readonly availabilityDomain: string | null;
  readonly freeformTags: JsonObject | null;
  readonly previous: JsonObject | null;
  readonly current: JsonObject | null;
  readonly additionalDetails: JsonObject | null;
  readonly path: string;
  readonly action: string;
  /** The session that a sign-in opened, which its own record carries. */
  readonly consoleSessionId?: string;
}

/** Endpoints that are not called as their service. */
const hosts: Readonly<Record<string, string>> = {
  computeapi: 'iaas',
  computemanagement: 'iaas',
  virtualnetwork: 'iaas',
  natgateway: 'iaas',
  blockvolumes: 'iaas',
  identitycontrolplane: 'identity',
  identitysignon: 'login',
  clustersapi: 'containerengine',
  loadbalancing: 'iaas',
  monitoring: 'telemetry',
  cloudguard: 'cloudguard-cp-api',
  secretretrieval: 'secrets.vaults',
};

const statuses: Readonly<Record<string, string>> = {
  InternalError: '500',
  IncorrectState: '409',
  Conflict: '409',
  NotAuthenticated: '401',
  NotAuthorized: '403',
  NotAuthorizedOrNotFound: '404',
  NotFound: '404',
  TooManyRequests: '429',
  ServiceUnavailable: '503',
};

/**
 * One record of version 2, fields in the order in which Logging delivers them.
 * Source: https://docs.oracle.com/en-us/iaas/Content/Audit/Reference/logeventreference.htm
 */
function record(call: Call): string {
  const notes = notesOf(call);
  const { operation, failure } = call;
  return JSON.stringify({
    data: {
      additionalDetails: notes.additionalDetails,
      availabilityDomain: notes.availabilityDomain,
      compartmentId: notes.compartmentId,
      compartmentName: notes.compartmentName,
      definedTags: notes.freeformTags && {},
      eventGroupingId: groupOf(call),
      eventName: operation,
      freeformTags: notes.freeformTags,
      identity: { ...renderIdentity(call), ...opened(notes) },
      message: `${notes.resourceName ? `${notes.resourceName} ` : ''}${operation} ${failure?.code ? 'failed' : 'succeeded'}`,
      request: requestOf(call, notes),
      resourceId: notes.resourceId,
      response: responseOf(call),
      stateChange: { current: notes.current, previous: notes.previous },
    },
    dataschema: '2.0',
    id: call.uid,
    oracle: {
      compartmentid: notes.compartmentId,
      ingestedtime: new Date(call.time + 9_000).toISOString(),
      loggroupid: '_Audit',
      tenantid: call.account,
    },
    source: notes.resourceName ?? '',
    specversion: '1.0',
    time: new Date(call.time).toISOString(),
    type: typeOf(call),
  });
}

/** Source: https://docs.oracle.com/en-us/iaas/Content/connector-hub/overview.htm (Object Storage targets). */
function object({ account, region, time, random }: Delivery, records: readonly string[]): StoredObject {
  const connector = namedUid('serviceconnector', `${account}/audit`, region);
  const stamp = `${new Date(time).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  return {
    key: `audit/${connector}/${stamp}.${random.between(0, 99_999)}.log.gz`,
    text: `${records.join('\n')}\n`,
    isCompressed: true,
  };
}

const opened = ({ consoleSessionId }: Notes): JsonObject =>
  consoleSessionId === undefined ? {} : { credentials: null, consoleSessionId };

const notesOf = (call: Call): Notes => ({ ...plainNotes(call), ...call.notes });

const plainNotes = ({ account, isRead }: Call): Notes => ({
  compartmentId: account,
  compartmentName: null,
  resourceId: null,
  resourceName: null,
  availabilityDomain: null,
  freeformTags: null,
  previous: null,
  current: null,
  additionalDetails: null,
  path: '/',
  action: isRead ? 'GET' : 'POST',
});

/** Object Storage writes its names in lower case. */
function typeOf({ service, operation, kind }: Call): string {
  const name = service === 'objectstorage' ? operation.toLowerCase() : operation;
  return `com.oraclecloud.${service}.${name}${kind === undefined ? '' : `.${kind}`}`;
}

const group = (uid: string): string => uid.replaceAll('-', '').toUpperCase();

/** What joins begin and end, and the calls of one page of the console. */
const groupOf = ({ requestUid, isRead, kind }: Call): string | null =>
  isRead && kind === undefined ? null : `${group(requestUid)}/${group(requestUid).slice(8)}`;

function requestOf({ service, region, uid, requestUid, agent, request }: Call, { path, action }: Notes): JsonObject {
  const host = hosts[service.toLowerCase()] ?? service.toLowerCase();
  return {
    action,
    headers: {
      Accept: ['application/json'],
      'Content-Type': ['application/json'],
      'User-Agent': [agent],
      'oci-original-url': [`https://${host}.${region}.oraclecloud.com${path}`],
      'opc-request-id': [group(requestUid)],
    },
    id: `${group(requestUid)}/${group(requestUid).slice(8)}/${group(uid)}`,
    parameters: request ?? {},
    path,
  };
}

function responseOf({ service, time, response, failure, kind }: Call): JsonObject {
  const headers = { 'Content-Type': ['application/json'] };
  const responseTime = new Date(time + 240).toISOString();
  // Who fails to sign in gets no status.
  if (service === 'identitySignOn' && failure) return answered({ headers, responseTime, status: null, payload: {} });
  // What fails on its way was accepted.
  if (!failure?.code || kind !== undefined)
    return answered({ headers, responseTime, status: '200', payload: response ?? {} });
  return { ...answered({ headers, responseTime, ...refusal(failure) }), message: failure.message };
}

const answered = (parts: {
  readonly [key in 'headers' | 'responseTime' | 'status' | 'payload']: Json;
}): JsonObject => ({
  headers: parts.headers,
  message: null,
  payload: parts.payload,
  responseTime: parts.responseTime,
  status: parts.status,
});

function refusal({ code, message }: Failure): { readonly status: string; readonly payload: JsonObject } {
  return { status: statuses[code ?? ''] ?? '400', payload: { code, message } };
}
