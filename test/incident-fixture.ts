import { cite, coverageRef, noteRef } from '../src/model/evidence.ts';
import type { Cited } from '../src/model/evidence.ts';
import type { Incident } from '../src/model/incident.ts';
import type { Plan } from '../src/model/plan.ts';
import type { Resource } from '../src/model/resource.ts';

/** An invented intrusion, rich enough to fill every part of a report. Names in it that look hostile are meant to. */
const build = '123456789012';
const research = '111122223333';
const sandbox = '444455556666';

const at = (clock: string): string => `2026-11-03T${clock}Z`;
const event = (name: string): string => `aws.cloudtrail:${name}`;

/** Evidence by event names; their order here is the order of time. */
const by = (...names: readonly string[]): Cited =>
  cite(names.map((name, index) => ({ ref: event(name), time: at(`11:00:${String(index % 60).padStart(2, '0')}`) })));
const unseen = (account: string, region: string, source = 'aws.cloudtrail'): Cited =>
  cite([{ ref: coverageRef({ cloud: 'aws', account, region, source }), time: null }]);

const uploader = { uid: 'AIDAEXAMPLEUPLOADER01', name: 'ci-uploader' };
const deployer = { uid: 'AROAEXAMPLEDEPLOYER1:ci', name: 'Deployer/ci' };
const trainer = { uid: 'AROAEXAMPLETRAINER01:ci', name: 'Trainer/ci' };
const operator = { uid: 'AROAEXAMPLEOPERATOR1:alice', name: 'Operator/alice' };
const autoscaling = { uid: 'autoscaling.amazonaws.com', name: 'autoscaling.amazonaws.com' };
const guard = { uid: 'aws.guardduty', name: 'GuardDuty' };

const regions = ['ap-south-1', 'eu-central-1', 'eu-west-1', 'us-east-1', 'us-east-2', 'us-west-2'] as const;

interface Fleet {
  readonly account: string;
  readonly region: (typeof regions)[number];
  readonly count: number;
  readonly shape: string;
  readonly clock: string;
  readonly stopped: number;
}

const fleets: readonly Fleet[] = [
  { account: build, region: 'us-east-1', count: 8, shape: 'p4d.24xlarge', clock: '11:09:02', stopped: 8 },
  { account: build, region: 'us-west-2', count: 4, shape: 'g5.48xlarge', clock: '11:10:40', stopped: 0 },
  { account: research, region: 'us-east-1', count: 6, shape: 'g5.48xlarge', clock: '11:17:20', stopped: 0 },
  { account: research, region: 'eu-west-1', count: 5, shape: 'g5.48xlarge', clock: '11:18:31', stopped: 0 },
  { account: research, region: 'eu-central-1', count: 3, shape: 'c6a.48xlarge', clock: '11:19:55', stopped: 1 },
  { account: sandbox, region: 'ap-south-1', count: 4, shape: 'c6a.48xlarge', clock: '11:26:12', stopped: 0 },
];

const fleetEvent = ({ account, region }: Fleet): string => `run-${account.slice(0, 4)}-${region}`;
const fleetActor = ({ account }: Fleet) => (account === build ? deployer : trainer);

const instances: readonly Resource[] = fleets.flatMap((fleet, at_) =>
  Array.from({ length: fleet.count }, (_, n): Resource => {
    const isStopped = n < fleet.stopped;
    const uid = `i-0${at_}${String(n).padStart(2, '0')}example`;
    return {
      uid,
      name: n === 0 && at_ === 2 ? '<img src=x onerror=alert(1)>' : null,
      type: 'ec2:instance',
      shape: fleet.shape,
      account: fleet.account,
      compartment: null,
      region: fleet.region,
      state: isStopped ? 'terminated' : 'running',
      first_seen: at(fleet.clock),
      last_seen: isStopped ? at('16:40:11') : at(fleet.clock),
      actor: fleetActor(fleet),
      respawned_by: fleet.region === 'eu-west-1' ? 'asg-web-blue' : null,
      authorised: false,
      ...by(fleetEvent(fleet), ...(isStopped ? [`stop-${uid}`] : [])),
    };
  }),
);

const others: readonly Resource[] = [
  {
    uid: 'asg-web-blue',
    name: 'web-blue',
    type: 'autoscaling:group',
    shape: null,
    account: research,
    compartment: null,
    region: 'eu-west-1',
    state: 'active',
    first_seen: at('11:18:20'),
    last_seen: at('11:18:20'),
    actor: trainer,
    respawned_by: null,
    authorised: false,
    ...by('asg-1'),
  },
  {
    uid: 'arn:aws:lambda:us-east-1:123456789012:function:health-check',
    name: 'health-check',
    type: 'lambda:function',
    shape: null,
    account: build,
    compartment: null,
    region: 'us-east-1',
    state: 'active',
    first_seen: at('11:31:08'),
    last_seen: at('11:31:08'),
    actor: deployer,
    respawned_by: null,
    authorised: null,
    ...by('lambda-1'),
  },
];

const launches: Incident['timeline'] = fleets.map((fleet) => ({
  time: at(fleet.clock),
  actor: fleetActor(fleet),
  action: 'RunInstances',
  target: null,
  text: `${fleet.count} × ${fleet.shape} started in ${fleet.region} of ${fleet.account}`,
  ...by(fleetEvent(fleet)),
}));

const refusals: Incident['timeline'] = Array.from({ length: 12 }, (_, n) => ({
  time: at(`11:11:${String(n * 4).padStart(2, '0')}`),
  actor: deployer,
  action: 'RunInstances',
  target: null,
  text: 'refused: VcpuLimitExceeded',
  ...by(`refused-${n}`),
}));

const containment: Incident['containment'] = [
  {
    time: at('11:21:40'),
    actor: { uid: 'aws.internal', name: 'AWS Internal' },
    action: 'AttachUserPolicy',
    text: 'the provider put its quarantine policy on ci-uploader',
    by: 'provider',
    does: 'isolation',
    ...by('quarantine'),
  },
  {
    time: at('16:31:02'),
    actor: operator,
    action: 'UpdateAccessKey',
    text: 'AKIAIOSFODNN7EXAMPLE made inactive',
    by: 'responder',
    does: 'credentials',
    ...by('key-off'),
  },
  {
    time: at('16:40:11'),
    actor: operator,
    action: 'TerminateInstances',
    text: '9 instances terminated in 2 regions',
    by: 'responder',
    does: 'removal',
    ...by('terminate-1', 'terminate-2'),
  },
];

/** As the timeline tells them. */
const acts = containment.map(({ time, actor, action, text, evidence, evidence_count }) => ({
  time,
  actor,
  action,
  text,
  evidence,
  evidence_count,
}));

const fleetOf = fleets[2] as Fleet;

const plan: Plan = {
  schema_version: '1.0',
  plan_uid: '7c1e90a4d2b8-plan',
  incident_uid: '7c1e90a4d2b8',
  status: 'draft',
  as_of: at('17:00:00'),
  uses_since: at('00:00:00'),
  steps: [
    {
      step_uid: '7c1e90a4d2b8-s1',
      order: 1,
      phase: 'disable',
      action: 'aws.disable-access-key',
      title: 'Deactivate access key AKIAIOSFODNN7EXAMPLE',
      targets: [{ uid: 'AKIAIOSFODNN7EXAMPLE', name: 'AKIAIOSFODNN7EXAMPLE', type: 'iam:access-key' }],
      account: build,
      region: null,
      status: 'done',
      done: [{ time: at('16:31:02'), actor: operator, action: 'UpdateAccessKey', ...by('key-off') }],
      reason: { text: 'the intruder holds it', claims: ['c002'] },
      permissions: ['iam:UpdateAccessKey'],
      is_reversible: true,
      undo: { text: 'Set it active again', cli: [] },
      breaks: {
        text: 'every use of others stops until it is undone (14 calls since 2026-11-03T00:00:00Z)',
        uses: [
          {
            who: uploader,
            session: null,
            network: '198.51.100.0/24',
            agent: 'aws-cli',
            uses: 14,
            operations: ['PutObject', 'GetCallerIdentity'],
            first: at('07:30:00'),
            last: at('16:30:00'),
            ...by('owner-1'),
          },
        ],
      },
      cli: [],
      terraform: null,
      verify: { text: 'The key is listed as Inactive', cli: [] },
      after: [],
      ...by('caller', 'key-off'),
    },
    {
      step_uid: '7c1e90a4d2b8-s2',
      order: 2,
      phase: 'freeze',
      action: 'aws.suspend-scaling-group',
      title: 'Suspend all processes, with the capacity as it is, of scaling group web-blue',
      targets: [{ uid: 'asg-web-blue', name: 'web-blue', type: 'autoscaling:group' }],
      account: research,
      region: 'eu-west-1',
      status: 'open',
      done: [],
      reason: { text: 'it starts machines by itself, 5 so far', claims: ['c001'] },
      permissions: ['autoscaling:SuspendProcesses'],
      is_reversible: true,
      undo: {
        text: 'Resume the processes',
        cli: [
          'aws autoscaling resume-processes --profile 111122223333 --region eu-west-1 --auto-scaling-group-name web-blue',
        ],
      },
      breaks: { text: 'nothing of others that these logs know of', uses: [] },
      cli: [
        'aws autoscaling suspend-processes --profile 111122223333 --region eu-west-1 --auto-scaling-group-name web-blue',
      ],
      terraform: null,
      verify: { text: 'All processes are listed as suspended', cli: [] },
      after: [],
      ...by('asg-1'),
    },
    {
      step_uid: '7c1e90a4d2b8-s3',
      order: 3,
      phase: 'preserve',
      action: 'aws.snapshot-instance',
      title: 'Snapshot all disks and keep console output and metadata of i-0000example and 7 more',
      targets: [{ uid: 'i-0000example', name: 'i-0000example', type: 'ec2:instance' }],
      account: build,
      region: 'us-east-1',
      status: 'too-late',
      done: [{ time: at('16:40:11'), actor: operator, action: 'TerminateInstances', ...by('terminate-1') }],
      reason: { text: 'it was ended, and no copy of it is in these logs', claims: ['c001'] },
      permissions: ['ec2:CreateSnapshots'],
      is_reversible: true,
      undo: null,
      breaks: { text: 'nothing of others that these logs know of', uses: [] },
      cli: [],
      terraform: null,
      verify: { text: 'A snapshot for each volume is listed', cli: [] },
      after: [],
      ...by('terminate-1'),
    },
    {
      step_uid: '7c1e90a4d2b8-s4',
      order: 4,
      phase: 'terminate',
      action: 'aws.terminate-instance',
      title: 'Terminate i-0200example and 4 more',
      targets: [{ uid: 'i-0200example', name: "<img src=x onerror=alert(1)>'; rm -rf ~; '", type: 'ec2:instance' }],
      account: research,
      region: 'eu-west-1',
      status: 'open',
      done: [],
      reason: { text: 'web-blue started it for the intruder', claims: ['c001'] },
      permissions: ['ec2:TerminateInstances'],
      is_reversible: false,
      undo: null,
      breaks: { text: 'nothing of others that these logs know of', uses: [] },
      cli: [],
      terraform: null,
      verify: { text: 'It is gone from the list of its region, and nothing brings it back', cli: [] },
      after: ['7c1e90a4d2b8-s2'],
      ...by(fleetEvent(fleetOf)),
    },
  ],
  manual_steps: [],
};

export const richIncident: Incident = {
  schema_version: '1.0',
  incident_uid: '7c1e90a4d2b8',
  title: 'Leaked key of ci-uploader mined in 3 accounts, 6 regions',
  kind: 'cryptojacking',
  severity: {
    level: 'critical',
    score: 94,
    why: 'GPU fleets run in three accounts from a key used by two parties; a trail was stopped and two ways back in are open',
  },
  status: 'new',
  first_seen: at('11:02:41'),
  last_seen: at('11:41:07'),
  detected_at: at('11:20:14'),
  alerts: [
    {
      source: 'aws.guardduty',
      claim: 'CryptoCurrency:EC2/BitcoinTool.B!DNS on i-0000example',
      verdict: 'supported',
      ...by('guard-1'),
    },
    {
      source: 'ticket',
      claim: 'Brute force on ci-uploader',
      verdict: 'contradicted',
      ...cite([
        { ref: noteRef(1), time: null },
        { ref: event('caller'), time: at('11:02:41') },
      ]),
    },
  ],
  root: {
    identity: uploader,
    credential: 'AKIAIOSFODNN7EXAMPLE',
    why: 'every later session leads back to this key, first misused from 203.0.113.9 while its owner worked from 198.51.100.20',
    ...by('caller', 'assume-1', 'assume-2'),
  },
  root_absent_reason: null,
  root_cause: {
    text: 'The access key was used by a second party whose network and tool were never seen before; how it left its owner is not in these logs',
    confidence: 'likely',
    alternatives: ['the tokens of a machine were taken: the first misuse was signed with a lasting key of a user'],
    ...by('caller'),
  },
  entry: { time: at('11:02:41'), how: 'GetCallerIdentity', address: '203.0.113.9', ...by('caller') },
  chains: [
    {
      from: uploader,
      to: deployer,
      how: 'AssumeRole',
      join: 'issued key id and session creation time',
      confidence: 'confirmed',
      account: build,
      time: at('11:06:10'),
      ...by('assume-1'),
    },
    {
      from: deployer,
      to: trainer,
      how: 'AssumeRole',
      join: 'issued key id and session creation time',
      confidence: 'confirmed',
      account: research,
      time: at('11:15:44'),
      ...by('assume-2'),
    },
    {
      from: trainer,
      to: { uid: 'AROAEXAMPLESANDBOX01:ci', name: 'Admin/ci' },
      how: 'AssumeRole',
      join: 'session name and time; the issuing record is missing',
      confidence: 'likely',
      account: sandbox,
      time: at('11:24:30'),
      ...by('assume-3'),
    },
  ],
  identities: [
    {
      uid: uploader.uid,
      name: uploader.name,
      type: 'user',
      account: build,
      role: 'shared',
      ...by('caller', 'owner-1'),
    },
    {
      uid: deployer.uid,
      name: deployer.name,
      type: 'role session',
      account: build,
      role: 'intruder',
      ...by('assume-1'),
    },
    {
      uid: trainer.uid,
      name: trainer.name,
      type: 'role session',
      account: research,
      role: 'intruder',
      ...by('assume-2'),
    },
    {
      uid: 'AIDAEXAMPLEBACKUP0001',
      name: 'backup-svc',
      type: 'user',
      account: research,
      role: 'intruder',
      ...by('create-user'),
    },
  ],
  accounts: [research, build, sandbox],
  regions,
  resources: [...instances, ...others],
  failed: [
    {
      time: at('11:11:00'),
      actor: deployer,
      operation: 'RunInstances',
      shape: 'p5.48xlarge',
      count: 24,
      account: build,
      region: 'us-east-2',
      error: 'VcpuLimitExceeded',
      ...by(...refusals.map((_, n) => `refused-${n}`)),
    },
    {
      time: at('11:28:03'),
      actor: trainer,
      operation: 'LeaveOrganization',
      shape: null,
      count: 1,
      account: sandbox,
      region: 'us-east-1',
      error: 'AccessDenied',
      ...by('leave'),
    },
  ],
  timeline: [
    {
      time: at('11:02:41'),
      actor: uploader,
      action: 'GetCallerIdentity',
      target: null,
      text: 'first misuse of AKIAIOSFODNN7EXAMPLE, from 203.0.113.9',
      ...by('caller'),
    },
    {
      time: at('11:03:20'),
      actor: uploader,
      action: 'GetServiceQuota',
      target: { uid: 'L-417A185B', name: 'L-417A185B' },
      text: 'asked how many GPU machines it may start',
      ...by('quota'),
    },
    {
      time: at('11:06:10'),
      actor: uploader,
      action: 'AssumeRole',
      target: { uid: 'arn:aws:iam::123456789012:role/Deployer', name: 'Deployer' },
      text: 'became Deployer/ci',
      ...by('assume-1'),
    },
    {
      time: at('11:07:15'),
      actor: deployer,
      action: 'StopLogging',
      target: { uid: 'arn:aws:cloudtrail:ap-south-1:123456789012:trail/org', name: 'org' },
      text: 'stopped the trail org',
      ...by('stop-trail'),
    },
    ...launches.slice(0, 2),
    ...refusals,
    {
      time: at('11:15:44'),
      actor: deployer,
      action: 'AssumeRole',
      target: { uid: 'arn:aws:iam::111122223333:role/Trainer', name: 'Trainer' },
      text: 'became Trainer/ci in 111122223333',
      ...by('assume-2'),
    },
    ...launches.slice(2, 5),
    {
      time: at('11:20:14'),
      actor: guard,
      action: 'CryptoCurrency:EC2/BitcoinTool.B!DNS',
      target: { uid: 'i-0000example', name: 'i-0000example' },
      text: 'alert: an instance asks for pool.example.com',
      ...by('guard-1'),
    },
    { ...acts[0], target: uploader } as Incident['timeline'][number],
    {
      time: at('11:22:05'),
      actor: trainer,
      action: 'CreateUser',
      target: { uid: 'AIDAEXAMPLEBACKUP0001', name: 'backup-svc' },
      text: 'made the user backup-svc',
      ...by('create-user'),
    },
    {
      time: at('11:22:30'),
      actor: trainer,
      action: 'CreateAccessKey',
      target: { uid: 'AKIAEXAMPLEBACKUPKEY', name: 'AKIAEXAMPLEBACKUPKEY' },
      text: 'made a key for backup-svc',
      ...by('create-key'),
    },
    ...launches.slice(5),
    {
      time: at('11:28:03'),
      actor: trainer,
      action: 'LeaveOrganization',
      target: null,
      text: 'refused: AccessDenied',
      ...by('leave'),
    },
    {
      time: at('11:31:08'),
      actor: deployer,
      action: 'CreateFunction',
      target: { uid: 'health-check', name: 'health-check' },
      text: 'made a function that anyone may call',
      ...by('lambda-1'),
    },
    {
      time: at('11:41:07'),
      actor: trainer,
      action: 'DescribeInstances',
      target: null,
      text: 'looked at the fleet | with | `pipes` and [a link](https://evil.example.com)',
      ...by('describe'),
    },
    {
      ...acts[1],
      target: { uid: 'AKIAIOSFODNN7EXAMPLE', name: 'AKIAIOSFODNN7EXAMPLE' },
    } as Incident['timeline'][number],
    { ...acts[2], target: autoscaling } as Incident['timeline'][number],
  ],
  containment,
  persistence: [
    {
      operation: 'CreateAccessKey',
      target: { uid: 'AKIAEXAMPLEBACKUPKEY', name: 'backup-svc' },
      account: research,
      region: 'us-east-1',
      time: at('11:22:30'),
      outcome: 'success',
      ...by('create-key'),
    },
    {
      operation: 'CreateFunction',
      target: { uid: 'health-check', name: 'health-check' },
      account: build,
      region: 'us-east-1',
      time: at('11:31:08'),
      outcome: 'success',
      ...by('lambda-1'),
    },
  ],
  impairment: [
    {
      operation: 'StopLogging',
      target: { uid: 'arn:aws:cloudtrail:ap-south-1:123456789012:trail/org', name: 'org' },
      account: build,
      region: 'ap-south-1',
      time: at('11:07:15'),
      outcome: 'success',
      ...by('stop-trail'),
    },
  ],
  credentials: [
    {
      uid: 'AKIAIOSFODNN7EXAMPLE',
      type: 'access key',
      identity: uploader,
      account: build,
      access: 'held',
      state: 'disabled',
      first_seen: at('11:02:41'),
      last_seen: at('11:06:10'),
      ...by('caller', 'key-off'),
    },
    {
      uid: 'AKIAEXAMPLEBACKUPKEY',
      type: 'access key',
      identity: { uid: 'AIDAEXAMPLEBACKUP0001', name: 'backup-svc' },
      account: research,
      access: 'created',
      state: 'active',
      first_seen: at('11:22:30'),
      last_seen: null,
      ...by('create-key'),
    },
  ],
  data_exposure: {
    read: [],
    unknown: [{ what: 'objects in the storage of 3 accounts', why: 'object-level events are not in these logs' }],
    ...unseen(build, 'us-east-1', 'aws.s3-access'),
  },
  indicators: [
    {
      type: 'ip',
      value: '203.0.113.9',
      role: 'used the stolen key',
      confidence: 'confirmed',
      first_seen: at('11:02:41'),
      last_seen: at('11:41:07'),
      ...by('caller', 'describe'),
    },
    {
      type: 'domain',
      value: 'pool.example.com',
      role: 'mining pool',
      confidence: 'likely',
      first_seen: at('11:20:14'),
      last_seen: at('11:20:14'),
      ...by('guard-1'),
    },
    {
      type: 'user-agent',
      value: "=cmd|' /C calc'!A0",
      role: 'tool of the intruder',
      first_seen: at('11:02:41'),
      last_seen: at('11:06:10'),
      ...by('caller'),
    },
    {
      type: 'user',
      value: 'backup-svc',
      role: 'made by the intruder',
      first_seen: at('11:22:05'),
      last_seen: at('11:22:30'),
      ...by('create-user'),
    },
  ],
  techniques: [
    { id: 'T1496.001', attack_version: '19.1', ...by(...fleets.map(fleetEvent)) },
    { id: 'T1078.004', attack_version: '19.1', ...by('caller') },
    { id: 'T1685.002', attack_version: '19.1', ...by('stop-trail') },
  ],
  findings: [
    {
      finding_uid: 'f0a1b2c3d4e5',
      rule: {
        uid: 'aws/gpu-launch-by-fresh-session',
        title: 'GPU instances launched by a session less than an hour old',
        level: 'high',
        origin: 'beewolf',
        author: 'Beewolf',
      },
      severity: 'high',
      techniques: ['T1496.001'],
      first_seen: at('11:09:02'),
      last_seen: at('11:10:40'),
      count: 2,
      actors: ['arn:aws:iam::123456789012:role/Deployer', deployer.uid],
      accounts: [build],
      regions: ['us-east-1', 'us-west-2'],
      resources: [],
      ...by(fleetEvent(fleets[0] as Fleet), fleetEvent(fleets[1] as Fleet)),
    },
    {
      finding_uid: 'f1a1b2c3d4e5',
      rule: {
        uid: '07330162-dba1-4746-8121-a9647d49d297',
        title: 'AWS CloudTrail Important Change',
        level: 'medium',
        origin: 'sigma',
        author: 'vitaliy0x1',
      },
      severity: 'medium',
      techniques: ['T1685.002'],
      first_seen: at('11:07:15'),
      last_seen: at('11:07:15'),
      count: 1,
      actors: ['arn:aws:iam::123456789012:role/Deployer', deployer.uid],
      accounts: [build],
      regions: ['ap-south-1'],
      resources: ['arn:aws:cloudtrail:ap-south-1:123456789012:trail/org'],
      ...by('stop-trail'),
    },
  ],
  claims: [
    {
      claim_uid: 'c001',
      subject: '7c1e90a4d2b8',
      text: '30 instances were accepted in 6 regions within 18 minutes',
      value: 30,
      unit: 'instance',
      confidence: 'confirmed',
      method: 'instances named in accepted launch responses',
      contradicts: [],
      ...by(...fleets.map(fleetEvent)),
    },
    {
      claim_uid: 'c002',
      subject: uploader.uid,
      text: 'Two parties used one key at once: its owner from 198.51.100.20, the intruder from 203.0.113.9',
      value: 2,
      unit: 'strand',
      confidence: 'likely',
      method: 'network, tool and operations of each use compared',
      contradicts: ['c003'],
      ...by('caller', 'owner-1'),
    },
    {
      claim_uid: 'c003',
      subject: uploader.uid,
      text: 'ci-uploader was broken into by brute force',
      value: null,
      unit: null,
      confidence: 'possible',
      method: 'as the ticket says',
      contradicts: ['c002'],
      ...cite([{ ref: noteRef(1), time: null }]),
    },
  ],
  contradictions: [
    {
      statements: ['Brute force on ci-uploader', 'The first use of the key succeeded and no failed use precedes it'],
      why: 'a guessed key would leave failed uses',
      ...by('caller'),
    },
  ],
  cost: null,
  earnings: null,
  measurements: [
    {
      machine: 'build-agent-07',
      measure: 'cpu-percent',
      from: at('06:00:00'),
      values: [14.2, 15.8, null, 17.1, 31.5, 97.9, 98.3, 98.1],
      usual: { low: 11, high: 19.4 },
      ...by('cpu-06', 'cpu-11', 'cpu-12'),
    },
    {
      machine: 'build-agent-07',
      measure: 'bytes-out',
      from: at('06:00:00'),
      values: [1_204_000, 988_000, null, 1_310_500, 2_400_118, 48_000_000, 1_176_406_367, 0],
      usual: null,
      ...by('flow-06', 'flow-12'),
    },
  ],
  coverage: [
    ...[build, research].flatMap((account) =>
      regions.map((region) => ({
        cloud: 'aws',
        account,
        region,
        source: 'aws.cloudtrail',
        state: 'seen' as const,
        first: at('00:00:00'),
        last: at('17:00:00'),
        count: 400,
      })),
    ),
    {
      cloud: 'aws',
      account: sandbox,
      region: 'ap-south-1',
      source: 'aws.cloudtrail',
      state: 'seen',
      first: at('11:24:30'),
      last: at('11:41:07'),
      count: 31,
    },
    {
      cloud: 'aws',
      account: build,
      region: 'ap-south-1',
      source: 'aws.cloudtrail',
      state: 'gap',
      first: at('11:07:15'),
      last: at('17:00:00'),
      count: 0,
    },
    {
      cloud: 'aws',
      account: sandbox,
      region: 'us-east-1',
      source: 'aws.cloudtrail',
      state: 'denied',
      first: null,
      last: null,
      count: 0,
    },
    {
      cloud: 'aws',
      account: sandbox,
      region: 'eu-west-1',
      source: 'aws.cloudtrail',
      state: 'unknown',
      first: null,
      last: null,
      count: 0,
    },
    {
      cloud: 'aws',
      account: build,
      region: 'us-east-1',
      source: 'aws.s3-access',
      state: 'off',
      first: null,
      last: null,
      count: 0,
    },
  ],
  questions: [
    {
      text: 'What ran in eu-west-1 of 444455556666?',
      why: 'an Admin session was open there and no log of that region was read',
      how: 'beewolf collect aws --account 444455556666 --region eu-west-1',
      ...unseen(sandbox, 'eu-west-1'),
    },
    {
      text: 'How did the key leave its owner?',
      why: 'logs of the control plane do not show it',
      how: 'beewolf scan-repo PATH',
      ...by('caller'),
    },
  ],
  recommendations: [
    {
      text: 'Cut all sessions of Deployer, Trainer and Admin',
      why: 'they outlive the key that was made inactive',
      how: 'deny on aws:TokenIssueTime for each role',
      ...by('assume-1', 'assume-2', 'assume-3'),
    },
    {
      text: 'Disable AKIAEXAMPLEBACKUPKEY of backup-svc',
      why: 'a way back in that is still open',
      how: 'aws iam update-access-key --status Inactive',
      ...by('create-key'),
    },
    {
      text: 'Suspend web-blue before stopping its instances',
      why: 'it starts them anew',
      how: 'aws autoscaling suspend-processes',
      ...by('asg-1'),
    },
    {
      text: 'Start the trail org in ap-south-1 again',
      why: 'nothing has been recorded there since 11:07:15',
      how: 'aws cloudtrail start-logging',
      ...by('stop-trail'),
    },
  ],
  manual_steps: [
    {
      text: 'Ask the provider to waive the charges',
      why: 'the launches were not authorised',
      how: 'support case, with provider-ticket.md',
      owner: 'incident lead',
      due: at('18:00:00'),
      ...by(...fleets.map(fleetEvent)),
    },
  ],
  plan,
};

/** The least that an incident can hold: everything that may be unknown is. */
export const bareIncident: Incident = {
  ...richIncident,
  title: 'Access refused to an unknown caller',
  kind: 'other',
  severity: { level: 'low', score: 22, why: 'one refused call' },
  last_seen: richIncident.first_seen,
  detected_at: null,
  alerts: [],
  root: null,
  root_absent_reason: 'the records name no caller',
  root_cause: null,
  entry: null,
  chains: [],
  identities: [],
  accounts: [],
  regions: [],
  resources: [],
  failed: [],
  timeline: [
    {
      time: richIncident.first_seen,
      actor: null,
      action: 'GetCallerIdentity',
      target: null,
      text: 'refused',
      ...by('caller'),
    },
  ],
  containment: [],
  persistence: [],
  impairment: [],
  credentials: [],
  data_exposure: null,
  indicators: [],
  techniques: [],
  findings: [],
  claims: [],
  contradictions: [],
  measurements: [],
  coverage: [],
  questions: [],
  recommendations: [],
  manual_steps: [],
  plan: null,
};

const freeText = new Set([
  'title',
  'why',
  'text',
  'claim',
  'name',
  'uid',
  'how',
  'join',
  'error',
  'shape',
  'action',
  'operation',
  'what',
  'value',
  'statements',
  'credential',
  'address',
  'account',
  'region',
  'accounts',
  'regions',
  'source',
  'author',
  'origin',
  'actors',
  'subject',
  'method',
  'unit',
  'root_absent_reason',
  'owner',
  'machine',
  'cli',
  'terraform',
  'permissions',
  'claims',
  'after',
  'session',
  'network',
  'agent',
  'operations',
  'evidence',
]);

/** The incident as an attacker would have it: the payload stands in every text that a record or a person wrote. */
export function hostileIncident(payload: string): Incident {
  return poison(richIncident, '') as Incident;

  function poison(value: unknown, key: string): unknown {
    if (typeof value === 'string')
      return freeText.has(key)
        ? key === 'evidence'
          ? `aws.cloudtrail:${value}${payload}`
          : `${payload}${value}${payload}`
        : value;
    if (Array.isArray(value)) return value.map((item) => poison(item, key));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, poison(inner, name)]));
  }
}
