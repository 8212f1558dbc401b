import type { Actor, Habit, Resident, Scene } from '../../../model/simulation.ts';
import { agentOfSystemsManager, boto, goClient, javaClient } from './agents.ts';
import { absent, habit, objectCall, read, sessionName, write } from './deeds.ts';
import type { Estate } from './estate.ts';
import { openedByService } from './issuance.ts';
import { inRole, onInstance } from './presence.ts';
import { decrypt, functionArn, objectRead, secretRead } from './things.ts';

const services = {
  ec2: { is: 'service', name: 'ec2.amazonaws.com' },
  lambda: { is: 'service', name: 'lambda.amazonaws.com' },
  tasks: { is: 'service', name: 'ecs-tasks.amazonaws.com' },
} as const satisfies Record<string, Actor>;

/** Machines, functions and tasks. */
export function compute(estate: Estate): readonly Resident[] {
  return [machineAgent(estate), lambda(estate), task(estate)];
}

/** The management agent of every machine reports that it is there. */
function machineAgent(estate: Estate): Resident {
  return {
    name: 'systems-manager-agent',
    count: 28,
    share: 6,
    rhythm: 'steady',
    calls: [1, 5],
    paceMs: [100, 2_000],
    sessionMinutes: 60,
    isRegional: true,
    arrive: (opening) => {
      const role = estate.role(`${estate.account.name}-instance-profile`);
      return onInstance(opening, estate, { role, agent: agentOfSystemsManager });
    },
    open: openedByService(services.ec2, 21_600),
    habits: agentHabits(),
  };
}

function agentHabits(): readonly Habit[] {
  const agent = { agentName: 'amazon-ssm-agent', agentVersion: '3.3.3050.0', agentStatus: 'Active' };
  const platform = { platformType: 'Linux', platformName: 'Amazon Linux', platformVersion: '2023' };
  const executionSummary = '1 out of 1 plugin processed, 1 success, 0 failed, 0 timedout, 0 skipped. ';
  return [
    habit(8, (scene) => {
      const address = `10.20.${scene.random.between(0, 63)}.${scene.random.between(4, 250)}`;
      const computerName = `ip-${address.replaceAll('.', '-')}.${scene.region}.compute.internal`;
      const place = {
        iPAddress: address,
        computerName,
        availabilityZone: `${scene.region}a`,
        instanceId: sessionName(scene),
      };
      return write('ssm.UpdateInstanceInformation', { ...agent, ...platform, ...place });
    }),
    habit(4, (scene) => read('ssm.ListInstanceAssociations', { instanceId: sessionName(scene), maxResults: 20 })),
    habit(2, (scene) => {
      const captureTime = `${new Date(scene.time).toISOString().slice(0, 19)}Z`;
      const item = {
        typeName: 'AWS:InstanceInformation',
        schemaVersion: '1.0',
        captureTime,
        contentHash: `${scene.random.hex(22)}==`,
      };
      return write('ssm.PutInventory', { instanceId: sessionName(scene), items: [item] });
    }),
    habit(1, (scene) => {
      const executionResult = { executionSummary, status: 'Success', outputUrl: { s3OutputUrl: { outputUrl: '' } } };
      return write('ssm.UpdateInstanceAssociationStatus', {
        associationId: scene.random.uuid(),
        instanceId: sessionName(scene),
        executionResult,
      });
    }),
  ];
}

function lambda(estate: Estate): Resident {
  return {
    name: 'function',
    count: estate.functions.length * 3,
    share: 12,
    rhythm: 'steady',
    calls: [1, 8],
    paceMs: [4, 250],
    sessionMinutes: 20,
    isRegional: true,
    arrive: (opening) => {
      const name = estate.functions[opening.index % estate.functions.length] ?? '';
      const network = estate.in(opening.region).gateway;
      return inRole(opening, estate.role(`${name}-role`, '/service-role/'), {
        name,
        network,
        agent: boto('exec-env/AWS_Lambda_python3.12 '),
      });
    },
    open: openedByService(services.lambda),
    habits: lambdaHabits(estate),
  };
}

function lambdaHabits(estate: Estate): readonly Habit[] {
  const parameter = (scene: Scene): string => `/${estate.account.name}/${sessionName(scene)}/config`;
  return [
    habit(5, (scene) => {
      const day = new Date(scene.time).toISOString().slice(0, 10).replaceAll('-', '/');
      const request = {
        logGroupName: `/aws/lambda/${sessionName(scene)}`,
        logStreamName: `${day}/[$LATEST]${scene.random.hex(32)}`,
      };
      return write('logs.CreateLogStream', request, { agent: 'awslambda-worker/1.0 rusoto/0.48.0 rust/1.88.0 linux' });
    }),
    habit(5, (scene) =>
      decrypt(scene, estate, { 'aws:lambda:FunctionArn': functionArn(scene, estate, sessionName(scene)) }),
    ),
    habit(4, (scene) => secretRead(scene, estate)),
    habit(0.4, () => {
      const deed = read('ssm.GetParameter', { name: `/${estate.account.name}/feature-flags`, withDecryption: true });
      return absent(deed, 'ParameterNotFound', '');
    }),
    habit(3, (scene) => {
      const uid = `arn:aws:ssm:${scene.region}:${estate.account.uid}:parameter${parameter(scene)}`;
      const targets = [{ uid, kind: 'AWS::SSM::Parameter', account: estate.account.uid }];
      return read('ssm.GetParameter', { name: parameter(scene), withDecryption: true }, { targets });
    }),
    habit(4, (scene) => {
      const place = {
        bucket: scene.random.pick(estate.buckets),
        key: `events/${scene.random.uuid()}.json.gz`,
        account: estate.account.uid,
      };
      return objectCall(scene, scene.random.chance(0.6) ? 'GetObject' : 'PutObject', place);
    }),
  ];
}

function task(estate: Estate): Resident {
  return {
    name: 'task',
    count: 24,
    share: 4,
    rhythm: 'steady',
    calls: [2, 8],
    paceMs: [20, 900],
    sessionMinutes: 15,
    isRegional: true,
    arrive: (opening) => {
      const role = estate.role(`${estate.services[opening.index % estate.services.length] ?? ''}-task-role`);
      return inRole(opening, role, {
        name: opening.random.hex(32),
        network: estate.in(opening.region).gateway,
        agent: javaClient,
      });
    },
    open: openedByService(services.tasks, 3_600),
    habits: [
      habit(4, (scene) => secretRead(scene, estate)),
      habit(4, (scene) =>
        decrypt(scene, estate, { 'aws:s3:arn': `arn:aws:s3:::${scene.random.pick(estate.buckets)}` }),
      ),
      habit(5, (scene) => objectRead(scene, estate, `config/${scene.random.hex(6)}.yaml`)),
      habit(2, (scene) => {
        const request = {
          logGroupName: `/ecs/${scene.random.pick(estate.services)}`,
          logStreamName: `ecs/app/${sessionName(scene)}`,
        };
        return write('logs.CreateLogStream', request, { agent: goClient('Fargate/1.4.0') });
      }),
    ],
  };
}
