import type { Deed, Json, JsonObject, Scene, Target } from '../../../model/simulation.ts';
import { sealedReason, storageHostUid, storageRequestUid } from '../ids.ts';
import { sessionArn } from '../sources/cloudtrail/render-identity.ts';

type More = Partial<Omit<Deed, 'service' | 'operation' | 'request' | 'response' | 'isRead'>>;

/** A call that changes nothing: CloudTrail keeps no answer of it. */
export function read(service: string, operation: string, request: Json = null, more: More = {}): Deed {
  return { service: `${service}.amazonaws.com`, operation, isRead: true, request, response: null, ...more };
}

export function write(service: string, operation: string, request: Json, response: Json = null, more: More = {}): Deed {
  return { service: `${service}.amazonaws.com`, operation, isRead: false, request, response, ...more };
}

/** The same call refused. EC2 says it in a way of its own. */
export function refused(scene: Scene, deed: Deed): Deed {
  const action = `${deed.service.replace('.amazonaws.com', '')}:${deed.operation.replace(/\d{8}(?:v\d)?$/, '')}`;
  const who = `User: ${callerArn(scene)} is not authorized to perform: ${action}`;
  const why = 'because no identity-based policy allows the';
  if (deed.service === 'ec2.amazonaws.com') {
    const sealed = deed.isRead ? '' : ` Encoded authorization failure message: ${sealedReason(scene.random)}`;
    return { ...deed, response: null, failure: { code: 'Client.UnauthorizedOperation', message: `You are not authorized to perform this operation. ${who} ${why} ${action} action.${sealed}` } };
  }
  return { ...deed, request: null, response: null, failure: { code: 'AccessDenied', message: `${who} on resource: * ${why} ${action} action` } };
}

/** The same call about something that does not exist. */
export function absent(deed: Deed, code: string, message: string): Deed {
  return { ...deed, response: null, failure: { code, message } };
}

/** One call in eighty comes too fast. */
export function throttled(scene: Scene, deed: Deed): Deed {
  if (!scene.random.chance(0.0125)) return deed;
  const isEc2 = deed.service === 'ec2.amazonaws.com';
  return { ...deed, response: null, failure: { code: isEc2 ? 'Client.RequestLimitExceeded' : 'ThrottlingException', message: isEc2 ? 'Request limit exceeded.' : 'Rate exceeded' } };
}

export function callerArn(scene: Scene): string {
  const { actor } = scene;
  if (actor.is === 'role') return sessionArn(actor);
  if (actor.is === 'user') return `arn:aws:iam::${actor.account}:user/${actor.name}`;
  return 'anonymous';
}

/** A call on one object of a bucket, as S3 records data events. */
export function objectCall(scene: Scene, operation: 'GetObject' | 'PutObject' | 'HeadObject' | 'DeleteObject', place: { bucket: string; key: string; account: string; endpoint?: string; keyArn?: string }): Deed {
  const { random, region } = scene;
  const host = `${place.bucket}.s3.${region}.amazonaws.com`;
  const isRead = operation === 'GetObject' || operation === 'HeadObject';
  const bytes = random.between(400, 900_000);
  const encryption: JsonObject = place.keyArn === undefined ? {} : { 'x-amz-server-side-encryption': 'aws:kms', 'x-amz-server-side-encryption-aws-kms-key-id': place.keyArn };
  return {
    service: 's3.amazonaws.com',
    operation,
    isRead,
    isData: true,
    request: { bucketName: place.bucket, Host: host, key: place.key, ...(operation === 'PutObject' && encryption) },
    response: operation === 'PutObject' ? { 'x-amz-server-side-encryption': 'AES256', ...encryption, 'x-amz-version-id': random.text('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._', 32) } : null,
    notes: {
      SignatureVersion: 'SigV4',
      CipherSuite: 'TLS_AES_128_GCM_SHA256',
      bytesTransferredIn: operation === 'PutObject' ? bytes : 0,
      AuthenticationMethod: 'AuthHeader',
      'x-amz-id-2': storageHostUid(random),
      bytesTransferredOut: operation === 'GetObject' ? bytes : 0,
    },
    requestUid: storageRequestUid(random),
    targets: [
      { uid: `arn:aws:s3:::${place.bucket}/${place.key}`, kind: 'AWS::S3::Object' },
      { uid: `arn:aws:s3:::${place.bucket}`, kind: 'AWS::S3::Bucket', account: place.account },
    ],
    host,
    ...(place.endpoint !== undefined && { endpoint: { uid: place.endpoint, account: place.account } }),
  };
}

/** A call on a bucket itself. */
export function bucketRead(scene: Scene, operation: string, query: string, place: { bucket: string; account: string }): Deed {
  const host = `${place.bucket}.s3.${scene.region}.amazonaws.com`;
  return {
    ...read('s3', operation, { bucketName: place.bucket, Host: host, [query]: '' }),
    notes: { SignatureVersion: 'SigV4', CipherSuite: 'TLS_AES_128_GCM_SHA256', bytesTransferredIn: 0, AuthenticationMethod: 'AuthHeader', 'x-amz-id-2': storageHostUid(scene.random), bytesTransferredOut: scene.random.between(150, 4_000) },
    requestUid: storageRequestUid(scene.random),
    targets: [{ uid: `arn:aws:s3:::${place.bucket}`, kind: 'AWS::S3::Bucket', account: place.account }],
    host,
  };
}

/** Use of a key: `context` says what for. */
export function keyUse(operation: 'Decrypt' | 'GenerateDataKey' | 'GenerateDataKeyWithoutPlaintext', keyArn: string, account: string, context: JsonObject): Deed {
  const request: JsonObject = operation === 'Decrypt'
    ? { encryptionContext: context, encryptionAlgorithm: 'SYMMETRIC_DEFAULT' }
    : { keyId: keyArn, encryptionContext: context, keySpec: 'AES_256' };
  return read('kms', operation, request, {
    targets: [{ uid: keyArn, kind: 'AWS::KMS::Key', account }],
    notes: { keyMaterialId: keyMaterial(keyArn) },
  });
}

/** The id of a key's material: the same for the same key. */
function keyMaterial(keyArn: string): string {
  const hex = keyArn.slice(-36).replaceAll('-', '');
  return hex + hex.split('').reverse().join('');
}

export const roleTarget = (arn: string, account: string): Target => ({ uid: arn, kind: 'AWS::IAM::Role', account });
