import type { Deed, Habit, Scene } from '../../../model/simulation.ts';
import { bucketRead, filtered, habit, listed, objectCall, read, refused, write, writeEc2 } from './deeds.ts';
import type { Estate } from './estate.ts';

const home = { region: 'us-east-1' } as const;

/** What people look at, and the little that they change. */
export function personHabits(estate: Estate): readonly Habit[] {
  return [...looksAtMachines(estate), ...looksAtSoftware(estate), ...looksAtAccount(estate), ...changes(estate)];
}

function looksAtMachines(estate: Estate): readonly Habit[] {
  const states = filtered('instance-state-name', 'running', 'pending', 'stopping');
  const instance = (scene: Scene): string => scene.random.pick(estate.in(scene.region).instances);
  return [
    habit(9, (scene) =>
      read('ec2.DescribeInstances', {
        maxResults: 100,
        instancesSet: {},
        filterSet: scene.random.chance(0.5) ? states : {},
      }),
    ),
    habit(4, () =>
      read('ec2.DescribeSecurityGroups', {
        maxResults: 100,
        securityGroupSet: {},
        securityGroupIdSet: {},
        filterSet: {},
      }),
    ),
    habit(4, (scene) =>
      read('ec2.DescribeVolumes', { volumeSet: {}, filterSet: filtered('attachment.instance-id', instance(scene)) }),
    ),
    habit(3, (scene) => read('ec2.DescribeInstanceAttribute', { instanceId: instance(scene), attribute: 'userData' })),
    habit(3, () => read('ec2.DescribeRegions', { allRegions: true, regionSet: {} })),
    habit(3, () =>
      read('ec2.DescribeAccountAttributes', {
        accountAttributeNameSet: listed('attributeName', 'default-vpc'),
      }),
    ),
    habit(4, () => read('elasticloadbalancing.DescribeLoadBalancers', { pageSize: 400 })),
    habit(4, (scene) =>
      read('autoscaling.DescribeAutoScalingGroups', scene.random.chance(0.5) ? { maxRecords: 100 } : null),
    ),
    habit(2, () => read('rds.DescribeDBInstances', { maxRecords: 100 })),
  ];
}

function looksAtSoftware(estate: Estate): readonly Habit[] {
  const name = (scene: Scene): string => scene.random.pick(estate.functions);
  const group = (scene: Scene): string => `/aws/lambda/${name(scene)}`;
  const place = (scene: Scene) => ({ bucket: scene.random.pick(estate.buckets), account: estate.account.uid });
  return [
    habit(6, (scene) =>
      read('logs.DescribeLogStreams', {
        logGroupName: group(scene),
        orderBy: 'LastEventTime',
        descending: true,
        limit: 50,
      }),
    ),
    habit(5, (scene) => {
      const request = {
        logGroupName: group(scene),
        startTime: scene.time - 3_600_000,
        endTime: scene.time,
        interleaved: true,
        limit: 100,
      };
      return read('logs.FilterLogEvents', request);
    }),
    habit(3, () => read('logs.DescribeLogGroups', { limit: 50 })),
    habit(4, (scene) => {
      const stateValue = scene.random.chance(0.4) ? 'ALARM' : 'OK';
      return read('monitoring.DescribeAlarms', { maxRecords: 100, stateValue });
    }),
    habit(5, (scene) => read('lambda.GetFunction20150331v2', { functionName: name(scene) })),
    habit(3, () => read('lambda.ListFunctions20150331', { maxItems: 50 })),
    habit(3, (scene) =>
      read('ecs.DescribeServices', { cluster: estate.cluster, services: [scene.random.pick(estate.services)] }),
    ),
    habit(4, (scene) => bucketRead(scene, 'GetBucketLocation', place(scene))),
    habit(3, (scene) => {
      const key = `exports/${scene.random.between(2024, 2026)}/${scene.random.hex(8)}.csv`;
      return objectCall(scene, scene.random.chance(0.8) ? 'GetObject' : 'HeadObject', { ...place(scene), key });
    }),
  ];
}

function looksAtAccount(estate: Estate): readonly Habit[] {
  const events = { aggregateField: 'eventTypeCategory', filter: { eventStatusCodes: ['open', 'upcoming'] } };
  const changesOnly = [{ attributeKey: 'ReadOnly', attributeValue: 'false' }];
  return [
    habit(2, () => read('iam.ListRoles', { maxItems: 100 }, home)),
    habit(2, (scene) => read('iam.GetRole', { roleName: `${scene.random.pick(estate.functions)}-role` }, home)),
    habit(2, () => read('sts.GetCallerIdentity')),
    habit(2, () => read('health.DescribeEventAggregates', events, home)),
    habit(2, () => read('cloudtrail.LookupEvents', { maxResults: 50, lookupAttributes: changesOnly })),
    habit(1.6, () => read('notifications.ListNotificationHubs', null, home)),
    habit(2, (scene) => refused(scene, read('organizations.ListDelegatedAdministrators', null, home))),
    habit(1, (scene) => refused(scene, read('ce.GetCostAndUsage', null, home))),
    habit(1, (scene) => refused(scene, read('kms.ListKeyPolicies'))),
  ];
}

function changes(estate: Estate): readonly Habit[] {
  return [
    habit(1.2, (scene) => startQuery(scene, estate)),
    habit(0.5, (scene) => changeState(scene, estate)),
    habit(0.5, (scene) => {
      const resourcesSet = listed('resourceId', scene.random.pick(estate.in(scene.region).instances));
      const tagSet = { items: [{ key: 'owner', value: scene.random.pick(estate.people) }] };
      return writeEc2(scene, 'CreateTags', { request: { resourcesSet, tagSet }, response: { _return: true } });
    }),
    habit(0.4, (scene) => {
      const serviceName = scene.random.pick(estate.services);
      const clusterArn = `arn:aws:ecs:${scene.region}:${estate.account.uid}:cluster/${estate.cluster}`;
      const service = {
        serviceName,
        status: 'ACTIVE',
        desiredCount: 4,
        runningCount: 3,
        pendingCount: 1,
        launchType: 'FARGATE',
        clusterArn,
      };
      const request = { cluster: estate.cluster, service: serviceName, desiredCount: 4, forceNewDeployment: true };
      return write('ecs.UpdateService', request, { response: { service } });
    }),
  ];
}

function startQuery(scene: Scene, estate: Estate): Deed {
  const endTime = Math.floor(scene.time / 1000);
  const queryString = 'fields @timestamp, @message | filter @message like /error/ | sort @timestamp desc | limit 100';
  const logGroupName = `/aws/eks/${estate.cluster}/cluster`;
  const request = { logGroupName, startTime: endTime - 3_600, endTime, queryString, limit: 1_000 };
  return write('logs.StartQuery', request, { response: { queryId: scene.random.uuid() } });
}

function changeState(scene: Scene, estate: Estate): Deed {
  const instanceId = scene.random.pick(estate.in(scene.region).instances);
  const instancesSet = listed('instanceId', instanceId);
  const [running, stopped] = [
    { code: 16, name: 'running' },
    { code: 80, name: 'stopped' },
  ];
  if (scene.random.chance(0.5)) {
    const change = { instanceId, currentState: { code: 64, name: 'stopping' }, previousState: running };
    return writeEc2(scene, 'StopInstances', {
      request: { instancesSet, force: false },
      response: { instancesSet: { items: [change] } },
    });
  }
  const change = { instanceId, currentState: { code: 0, name: 'pending' }, previousState: stopped };
  return writeEc2(scene, 'StartInstances', {
    request: { instancesSet },
    response: { instancesSet: { items: [change] } },
  });
}
