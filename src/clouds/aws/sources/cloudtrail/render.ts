import type { Actor, Call, Delivery, Failure, Render, StoredObject, Target } from '../../../../model/simulation.ts';
import { renderIdentity } from './render-identity.ts';

const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Services with one endpoint for all regions. */
const globalHosts: Readonly<Record<string, string>> = {
  'iam.amazonaws.com': 'iam.amazonaws.com',
  'organizations.amazonaws.com': 'organizations.us-east-1.amazonaws.com',
  'route53.amazonaws.com': 'route53.amazonaws.com',
  'cloudfront.amazonaws.com': 'cloudfront.amazonaws.com',
  'account.amazonaws.com': 'account.us-east-1.amazonaws.com',
};

/** Services whose endpoint is not called as their event source. */
const hostNames: Readonly<Record<string, string>> = { 'ecr.amazonaws.com': 'api.ecr', 'email.amazonaws.com': 'email' };

/** CloudTrail as it lies in S3: `{"Records":[…]}`, gzipped. */
export const render: Render = { source: 'aws.cloudtrail', record, object };

/**
 * One record of event version 1.11, fields in the order in which CloudTrail delivers them.
 * Source: CloudTrail user guide, "CloudTrail record contents".
 */
function record(call: Call): string {
  const { failure } = call;
  return (
    `{"eventVersion":"1.11","userIdentity":${identityText(call.actor)},"eventTime":"${instantText(call.time)}"` +
    `,"eventSource":"${call.service}","eventName":"${call.operation}","awsRegion":"${call.region}"` +
    `,"sourceIPAddress":"${call.network}","userAgent":${JSON.stringify(call.agent)}` +
    (failure ? failureText(failure) : '') +
    `,"requestParameters":${JSON.stringify(call.request)},"responseElements":${JSON.stringify(call.response)}` +
    (call.notes ? `,"additionalEventData":${JSON.stringify(call.notes)}` : '') +
    (call.kind === 'AwsConsoleSignIn' ? '' : `,"requestID":"${call.requestUid}"`) +
    `,"eventID":"${call.uid}","readOnly":${call.isRead}` +
    (call.targets ? `,"resources":${resourcesText(call.targets)}` : '') +
    `,"eventType":"${call.kind ?? 'AwsApiCall'}","managementEvent":${!call.isData},"recipientAccountId":"${call.account}"` +
    (call.sharedUid ? `,"sharedEventID":"${call.sharedUid}"` : '') +
    (call.endpoint ? `,"vpcEndpointId":"${call.endpoint.uid}","vpcEndpointAccountId":"${call.endpoint.account}"` : '') +
    `,"eventCategory":"${category(call)}"` +
    tlsText(call) +
    (isFromConsole(call) ? ',"sessionCredentialFromConsole":"true"' : '') +
    '}'
  );
}

function object(delivery: Delivery, records: readonly string[]): StoredObject {
  const { account, region } = delivery;
  const stamp = new Date(delivery.time).toISOString();
  const day = stamp.slice(0, 10).replaceAll('-', '/');
  const minute = `${stamp.slice(0, 16).replaceAll(/[-:]/g, '')}Z`;
  const name = `${account}_CloudTrail_${region}_${minute}_${delivery.random.text(alphanumeric, 16)}.json.gz`;
  return {
    key: `AWSLogs/${account}/CloudTrail/${region}/${day}/${name}`,
    text: `{"Records":[${records.join(',')}]}`,
    isCompressed: true,
  };
}

const identities = new WeakMap<Actor, string>();

/** A session makes many calls: its identity is written once. */
function identityText(actor: Actor): string {
  let text = identities.get(actor);
  if (text === undefined) {
    text = JSON.stringify(renderIdentity(actor));
    identities.set(actor, text);
  }
  return text;
}

function instantText(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

function failureText({ code, message }: Failure): string {
  return `${code === null ? '' : `,"errorCode":${JSON.stringify(code)}`},"errorMessage":${JSON.stringify(message)}`;
}

function resourcesText(targets: readonly Target[]): string {
  return JSON.stringify(
    targets.map(({ uid, kind, account, isPrefix }) => ({
      ...(account !== undefined && { accountId: account }),
      type: kind,
      [isPrefix ? 'ARNPrefix' : 'ARN']: uid,
    })),
  );
}

function category(call: Call): string {
  if (call.kind === 'AwsVpceEvent') return 'NetworkActivity';
  return call.isData ? 'Data' : 'Management';
}

/** Calls that come from inside AWS show no TLS. */
function tlsText(call: Call): string {
  const isInside =
    call.network.endsWith('.amazonaws.com') || call.network === 'AWS Internal' || call.kind === 'AwsVpceEvent';
  if (isInside) return '';
  const host =
    call.host ??
    globalHosts[call.service] ??
    `${hostNames[call.service] ?? call.service.replace('.amazonaws.com', '')}.${call.region}.amazonaws.com`;
  return `,"tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"${host}"}`;
}

function isFromConsole(call: Call): boolean {
  const { actor } = call;
  return 'session' in actor && actor.session?.isConsole === true && call.kind !== 'AwsConsoleSignIn';
}
