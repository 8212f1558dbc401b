import type { Actor, Deed, Habit, JsonObject, Resident, Scene } from '../../../model/simulation.ts';
import { terraform, withApi } from './agents.ts';
import { absent, bucketRead, filtered, habit, listed, read, writeEc2 } from './deeds.ts';
import type { Estate } from './estate.ts';
import { openedFromAfar } from './issuance.ts';
import { inRole } from './presence.ts';

/** Terraform: a refresh reads everything that it knows, service by service; now and then it changes something. */
export function infrastructure(estate: Estate): Resident {
  const account = estate.organisation.accounts[0]?.uid ?? estate.account.uid;
  const caller: Actor = {
    is: 'user',
    uid: 'AIDATERRAFORM0EXAMPLE',
    name: 'terraform-runner',
    account,
    credential: 'AKIATERRAFORMEXAMPLE',
  };
  const steps = [
    ...identitySteps(estate),
    ...storageSteps(estate),
    ...functionSteps(estate),
    ...networkSteps(estate),
    ...otherSteps(estate),
  ];
  return {
    name: 'infrastructure-as-code',
    count: 2,
    share: 9,
    rhythm: 'office',
    calls: [60, 320],
    paceMs: [5, 90],
    sessionMinutes: 15,
    isOrderly: true,
    arrive: (opening) =>
      inRole(opening, estate.role('terraform-apply'), {
        name: `tfc-run-${opening.random.hex(8)}`,
        network: '192.0.2.40',
        agent: terraform,
      }),
    open: openedFromAfar(caller, { seconds: 3_600 }),
    habits: steps.map((make) => habit(1, (scene) => byTerraform(scene, make(scene)))),
  };
}

type Step = Habit['make'];

const byTerraform = (scene: Scene, deed: Deed): Deed => ({
  ...deed,
  agent: withApi(terraform, deed.service, scene.random),
});
const ask =
  (name: string, request: (scene: Scene) => JsonObject): Step =>
  (scene) =>
    read(name, request(scene));

function identitySteps(estate: Estate): readonly Step[] {
  const operations = [
    'GetRole',
    'ListRolePolicies',
    'GetRolePolicy',
    'ListAttachedRolePolicies',
    'ListInstanceProfilesForRole',
  ];
  return operations.map((operation): Step => (scene) => {
    const roleName = `${scene.random.pick(estate.functions)}-role`;
    const policy = operation === 'GetRolePolicy' ? { policyName: 'inline' } : {};
    return read(`iam.${operation}`, { roleName, ...policy }, { region: 'us-east-1' });
  });
}

/** What S3 answers where a bucket has no such setting. */
const missing: Readonly<Record<string, readonly [string, string]>> = {
  GetBucketPolicy: ['NoSuchBucketPolicy', 'The bucket policy does not exist'],
  GetBucketLifecycle: ['NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist'],
  GetBucketTagging: ['NoSuchTagSet', 'The TagSet does not exist'],
};

function storageSteps(estate: Estate): readonly Step[] {
  const settings = ['Policy', 'Acl', 'Versioning', 'Encryption', 'Lifecycle', 'Tagging', 'PublicAccessBlock'];
  return settings.map((setting): Step => (scene) => {
    const operation = `GetBucket${setting}`;
    const deed = bucketRead(scene, operation, {
      bucket: scene.random.pick(estate.buckets),
      account: estate.account.uid,
    });
    const [code, message] = missing[operation] ?? [];
    return code !== undefined && message !== undefined && scene.random.chance(0.5) ? absent(deed, code, message) : deed;
  });
}

function functionSteps(estate: Estate): readonly Step[] {
  const name = (scene: Scene) => ({ functionName: scene.random.pick(estate.functions) });
  const noPolicy = 'The resource you requested does not exist.';
  return [
    ask('lambda.GetFunction20150331v2', name),
    (scene) => absent(read('lambda.GetPolicy20150331v2', name(scene)), 'ResourceNotFoundException', noPolicy),
    ask('lambda.ListVersionsByFunction20150331', name),
  ];
}

function networkSteps(estate: Estate): readonly Step[] {
  const group = (scene: Scene): string => scene.random.pick(estate.in(scene.region).groups);
  const subnet = (scene: Scene): string => scene.random.pick(estate.in(scene.region).subnets);
  return [
    ask('ec2.DescribeSecurityGroups', (scene) => ({
      securityGroupSet: {},
      securityGroupIdSet: listed('groupId', group(scene)),
      filterSet: {},
    })),
    ask('ec2.DescribeSubnets', (scene) => ({ subnetSet: listed('subnetId', subnet(scene)), filterSet: {} })),
    ask('ec2.DescribeVpcAttribute', (scene) => ({
      vpcId: estate.in(scene.region).vpc,
      attribute: 'enableDnsHostnames',
    })),
    ask('ec2.DescribeRouteTables', (scene) => ({
      routeTableIdSet: {},
      filterSet: filtered('vpc-id', estate.in(scene.region).vpc),
    })),
    (scene) =>
      scene.random.chance(0.12)
        ? groupChange(scene, group(scene), estate.account.uid)
        : read('ec2.DescribeTags', { filterSet: {} }),
  ];
}

function groupChange(scene: Scene, groupId: string, groupOwnerId: string): Deed {
  const ports = { ipProtocol: 'tcp', fromPort: 443, toPort: 443 };
  const ranges = { items: [{ cidrIp: '10.0.0.0/8', description: 'internal' }] };
  const permission = { ...ports, groups: {}, ipRanges: ranges, ipv6Ranges: {}, prefixListIds: {} };
  const securityGroupRuleId = `sgr-0${scene.random.hex(16)}`;
  const rule = { securityGroupRuleId, groupId, groupOwnerId, isEgress: false, ...ports, cidrIpv4: '10.0.0.0/8' };
  return writeEc2(scene, 'AuthorizeSecurityGroupIngress', {
    request: { groupId, ipPermissions: { items: [permission] } },
    response: { _return: true, securityGroupRuleSet: { items: [rule] } },
  });
}

function otherSteps(estate: Estate): readonly Step[] {
  const { uid, name } = estate.account;
  const service = (scene: Scene): string => scene.random.pick(estate.services);
  return [
    ask('kms.DescribeKey', (scene) => ({ keyId: estate.in(scene.region).keyArn })),
    ask('kms.GetKeyRotationStatus', (scene) => ({ keyId: estate.in(scene.region).keyArn })),
    ask('logs.ListTagsForResource', (scene) => ({
      resourceArn: `arn:aws:logs:${scene.region}:${uid}:log-group:/ecs/${service(scene)}`,
    })),
    ask('sqs.GetQueueAttributes', (scene) => ({
      queueUrl: `https://sqs.${scene.region}.amazonaws.com/${uid}/${service(scene)}`,
      attributeNames: ['All'],
    })),
    ask('sns.GetTopicAttributes', (scene) => ({ topicArn: `arn:aws:sns:${scene.region}:${uid}:${service(scene)}` })),
    ask('dynamodb.DescribeTable', (scene) => ({ tableName: `${name}-${service(scene)}` })),
  ];
}
