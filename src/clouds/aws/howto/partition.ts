import type { Subject } from '../../../model/howto.ts';

/** Each partition by how its regions begin, with the region where the calls to IAM are recorded. */
const partitions = [
  { name: 'aws-cn', regions: 'cn-', home: 'cn-north-1' },
  { name: 'aws-us-gov', regions: 'us-gov-', home: 'us-gov-west-1' },
  { name: 'aws-iso', regions: 'us-iso-', home: 'us-iso-east-1' },
  { name: 'aws-iso-b', regions: 'us-isob-', home: 'us-isob-east-1' },
  { name: 'aws-iso-e', regions: 'eu-isoe-', home: 'eu-isoe-west-1' },
  { name: 'aws-iso-f', regions: 'us-isof-', home: 'us-isof-south-1' },
  { name: 'aws-eusc', regions: 'eusc-', home: 'eusc-de-east-1' },
] as const;

type Place = Pick<Subject, 'uid' | 'region'>;

/** The part of AWS that a subject stands in, by its ARN, else by its region: `aws`, `aws-cn`, `aws-us-gov`, … */
export function partitionOf({ uid, region }: Place): string {
  const [, named] = /^arn:(aws[a-z-]*):/.exec(uid) ?? [];
  return named ?? partitions.find(({ regions }) => region?.startsWith(regions))?.name ?? 'aws';
}

/** The region in which that partition records what is done to users and roles. */
export const homeRegionOf = (place: Place): string =>
  partitions.find(({ name }) => name === partitionOf(place))?.home ?? 'us-east-1';
