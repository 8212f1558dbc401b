import type { Deed, Habit, Json, JsonObject, Scene, Target } from '../../../model/simulation.ts';
import { sealedReason, storageHostUid, storageRequestUid } from '../ids.ts';
import { sessionArn } from '../sources/cloudtrail/render-identity.ts';

type More = Partial<Omit<Deed, 'service' | 'operation' | 'request' | 'response' | 'isRead'>>;

export const habit = (weight: number, make: Habit['make']): Habit => ({ weight, make });

/** A call such as `ec2.DescribeInstances` that changes nothing: CloudTrail keeps no answer of it. */
export function read(name: string, request: Json = null, more: More = {}): Deed {
  return { ...named(name), isRead: true, request, response: null, ...more };
}

/** A call such as `ec2.StopInstances` that changes something. */
export function write(name: string, request: Json, more: More & { readonly response?: Json } = {}): Deed {
  return { ...named(name), isRead: false, request, response: null, ...more };
}

/** A call that changes something in EC2: its answer repeats the id of the request. */
export function writeEc2(
  scene: Scene,
  name: string,
  asked: { readonly request: Json; readonly response: JsonObject },
): Deed {
  const { requestUid } = scene;
  return write(`ec2.${name}`, asked.request, { response: { requestId: requestUid, ...asked.response }, requestUid });
}

function named(name: string): { readonly service: string; readonly operation: string } {
  const dot = name.indexOf('.');
  return { service: `${name.slice(0, dot)}.amazonaws.com`, operation: name.slice(dot + 1) };
}

/** A filter as EC2 writes it. */
export function filtered(name: string, ...values: readonly string[]): JsonObject {
  return { items: [{ name, valueSet: { items: values.map((value) => ({ value })) } }] };
}

/** A list of ids as EC2 writes it. */
export const listed = (key: string, ...uids: readonly string[]): JsonObject => ({
  items: uids.map((uid) => ({ [key]: uid })),
});

/** The same call refused. EC2 says it in a way of its own. */
export function refused(scene: Scene, deed: Deed): Deed {
  const action = `${deed.service.replace('.amazonaws.com', '')}:${plainName(deed.operation)}`;
  const who = `User: ${callerArn(scene)} is not authorized to perform: ${action}`;
  const why = `because no identity-based policy allows the ${action} action`;
  if (deed.service === 'ec2.amazonaws.com') {
    const sealed = deed.isRead ? '' : ` Encoded authorization failure message: ${sealedReason(scene.random)}`;
    const message = `You are not authorized to perform this operation. ${who} ${why}.${sealed}`;
    return { ...deed, response: null, failure: { code: 'Client.UnauthorizedOperation', message } };
  }
  return {
    ...deed,
    request: null,
    response: null,
    failure: { code: 'AccessDenied', message: `${who} on resource: * ${why}` },
  };
}

/** The same call about something that does not exist. */
export function absent(deed: Deed, code: string, message: string): Deed {
  return { ...deed, response: null, failure: { code, message } };
}

/** One call in eighty comes too fast. */
export function throttled(scene: Scene, deed: Deed): Deed {
  if (!scene.random.chance(0.0125)) return deed;
  if (deed.service === 'ec2.amazonaws.com')
    return absent(deed, 'Client.RequestLimitExceeded', 'Request limit exceeded.');
  return absent(deed, 'ThrottlingException', 'Rate exceeded');
}

/** The operation without the API version that Lambda puts at its end. */
export const plainName = (operation: string): string => operation.replace(/\d{8}(?:v\d)?$/, '');

function callerArn({ actor }: Scene): string {
  if (actor.is === 'role') return sessionArn(actor);
  if (actor.is === 'user') return `arn:aws:iam::${actor.account}:user/${actor.name}`;
  return 'anonymous';
}

/** The name of the session that acts: the machine, function or task. */
export const sessionName = (scene: Scene): string => (scene.actor.is === 'role' ? scene.actor.name : '');

export interface Place {
  readonly bucket: string;
  readonly account: string;
  readonly key?: string;
  /** The private way to S3, where one is taken. */
  readonly endpoint?: string;
  readonly keyArn?: string;
}

const versionAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._';

/** A call on one object of a bucket, as S3 records data events. */
export function objectCall(
  scene: Scene,
  operation: 'GetObject' | 'PutObject' | 'HeadObject' | 'DeleteObject',
  place: Place,
): Deed {
  const { random } = scene;
  const isPut = operation === 'PutObject';
  const bytes = random.between(400, 900_000);
  const sealed: JsonObject =
    place.keyArn === undefined
      ? { 'x-amz-server-side-encryption': 'AES256' }
      : { 'x-amz-server-side-encryption': 'aws:kms', 'x-amz-server-side-encryption-aws-kms-key-id': place.keyArn };
  const key = place.key ?? '';
  return {
    service: 's3.amazonaws.com',
    operation,
    isRead: operation === 'GetObject' || operation === 'HeadObject',
    isData: true,
    request: { bucketName: place.bucket, Host: hostOf(scene, place), key },
    response: isPut ? { ...sealed, 'x-amz-version-id': random.text(versionAlphabet, 32) } : null,
    ...storageFacts(scene, place, { in: isPut ? bytes : 0, out: operation === 'GetObject' ? bytes : 0 }),
    targets: [{ uid: `arn:aws:s3:::${place.bucket}/${key}`, kind: 'AWS::S3::Object' }, bucketTarget(place)],
    ...(place.endpoint !== undefined && { endpoint: { uid: place.endpoint, account: place.account } }),
  };
}

/** A call on a bucket itself, such as `GetBucketPolicy`. */
export function bucketRead(scene: Scene, operation: string, place: Place): Deed {
  const setting = operation.replace('GetBucket', '');
  const query = setting.charAt(0).toLowerCase() + setting.slice(1);
  return {
    ...read(`s3.${operation}`, { bucketName: place.bucket, Host: hostOf(scene, place), [query]: '' }),
    ...storageFacts(scene, place, { in: 0, out: scene.random.between(150, 4_000) }),
    targets: [bucketTarget(place)],
  };
}

/** What S3 notes of every call. */
function storageFacts(
  scene: Scene,
  place: Place,
  bytes: { readonly in: number; readonly out: number },
): Pick<Deed, 'notes' | 'requestUid' | 'host'> {
  return {
    notes: {
      SignatureVersion: 'SigV4',
      CipherSuite: 'TLS_AES_128_GCM_SHA256',
      bytesTransferredIn: bytes.in,
      AuthenticationMethod: 'AuthHeader',
      'x-amz-id-2': storageHostUid(scene.random),
      bytesTransferredOut: bytes.out,
    },
    requestUid: storageRequestUid(scene.random),
    host: hostOf(scene, place),
  };
}

const hostOf = (scene: Scene, place: Place): string => `${place.bucket}.s3.${scene.region}.amazonaws.com`;
const bucketTarget = (place: Place): Target => ({
  uid: `arn:aws:s3:::${place.bucket}`,
  kind: 'AWS::S3::Bucket',
  account: place.account,
});

/** Use of a key: `context` says what for. */
export function keyUse(
  operation: 'Decrypt' | 'GenerateDataKey',
  key: { readonly arn: string; readonly account: string },
  context: JsonObject,
): Deed {
  const request: JsonObject =
    operation === 'Decrypt'
      ? { encryptionContext: context, encryptionAlgorithm: 'SYMMETRIC_DEFAULT' }
      : { keyId: key.arn, encryptionContext: context, keySpec: 'AES_256' };
  const targets = [{ uid: key.arn, kind: 'AWS::KMS::Key', account: key.account }];
  return read(`kms.${operation}`, request, { targets, notes: { keyMaterialId: keyMaterial(key.arn) } });
}

/** The id of a key's material: the same for the same key. */
function keyMaterial(keyArn: string): string {
  const hex = keyArn.slice(-36).replaceAll('-', '');
  return hex + [...hex].reverse().join('');
}

export const roleTarget = (arn: string, account: string): Target => ({ uid: arn, kind: 'AWS::IAM::Role', account });
