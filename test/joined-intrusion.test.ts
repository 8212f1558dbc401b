import { expect, test } from 'vitest';
import { investigatedFiles, type Files } from './investigated-files.ts';
import { launched, record, userIdentity, victim } from './investigation/trail.ts';
import {
  compartment,
  flows,
  host,
  instance,
  office,
  oneIntrusion,
  problem,
  ranAsRoot,
  said,
  stranger,
  tenancy,
  thief,
} from './joined-fixture.ts';

test('one intrusion that spans a host and its cloud is one incident', async () => {
  const { incidents } = await investigatedFiles('whole', [oneIntrusion]);
  const [incident] = incidents;
  expect(incidents.map(({ title }) => title)).toEqual([`Leaked key of devops ran a miner on ${host}`]);
  expect(incident?.entry).toMatchObject({ how: 'Accepted', address: thief });
  expect(incident?.resources).toMatchObject([
    {
      uid: instance,
      name: host,
      type: 'compute:instance',
      shape: 'VM.Standard.E4.Flex',
      account: tenancy,
      compartment,
      region: 'us-ashburn-1',
      state: 'terminated',
    },
  ]);
  expect(incident).toMatchObject({ accounts: [tenancy], regions: ['us-ashburn-1'] });
  expect(incident?.claims.filter(({ claim_uid: uid }) => uid.includes('-clock-gap-'))).toEqual([]);
  // What the provider says of the instance is an alert about this, and when it was noticed.
  expect(incident?.alerts).toMatchObject([{ source: 'oci.cloud-guard', verdict: 'supported' }]);
  expect(incident?.detected_at).toBe('2024-02-10T14:32:00Z');
  // Who cuts the machine off and ends it holds back the intruder; the launch ten days before is nobody's of them.
  expect(incident?.containment).toMatchObject([
    { action: 'UpdateVnic', by: 'responder', does: 'isolation' },
    { action: 'TerminateInstance', by: 'responder', does: 'removal' },
  ]);
  const claimed = (kind: string) => incident?.claims.find(({ claim_uid: uid }) => uid.endsWith(`-${kind}`));
  const [cut, end] = incident?.containment.map(({ time }) => time) ?? [];
  expect(claimed('outage-1')?.text).toMatch(new RegExp(`^${host} was cut off at ${cut} and ended at ${end}, `));
  expect(claimed('dwell-answer')).toMatchObject({ unit: 'minute', confidence: 'confirmed' });
  const told = incident?.timeline.map(({ action }) => action);
  // Nor is he one of the intruders who looks into it on its console once he has cut it off.
  expect(told).not.toContain('CreateInstanceConsoleConnection');
  expect(incident?.identities.map(({ name }) => name)).not.toContain('admin@example.com');
  expect(told).not.toContain('LaunchInstance');
  // The machine's own credentials: what it never called before is the intruder's, its nightly work is not.
  expect(told).toContain('GetSecretBundle');
  expect(told).not.toContain('PutObject');
  // It was ended before its disk was kept, and what the machine alone knows is cut off there.
  expect(incident?.plan?.steps.map(({ phase, status }) => [phase, status])).toEqual([
    ['preserve', 'too-late'],
    ['sweep', 'open'],
  ]);
  expect(incident?.manual_steps.find(({ text }) => text === 'Cut off devops by hand')?.how).toContain(
    'on the machine:',
  );
  expect(incident?.claims.find(({ subject }) => subject === instance)).toMatchObject({
    text: `${host} is most likely the instance ${instance}`,
    confidence: 'likely',
    method: 'it was the only one of that name at that time',
  });
});

test('whose a network interface is shows by who came in over it, where no record says so', async () => {
  const own = (oneIntrusion['auth.log'] ?? []).filter((line) => !line.includes('cloud-init'));
  const audit = (oneIntrusion['audit.ndjson'] ?? []).filter((line) => !line.includes('GetVnic'));
  const { incidents } = await investigatedFiles('interface', [
    { ...oneIntrusion, 'auth.log': own, 'audit.ndjson': audit },
  ]);
  expect(incidents.map(({ containment }) => containment.map(({ action }) => action))).toEqual([
    ['UpdateVnic', 'TerminateInstance'],
  ]);
});

test('an alert about an instance that nobody knows joins nothing, and is told by itself', async () => {
  const others = [
    problem('unknown', stranger, 'db-7'),
    // Of the same name, in somebody else's tenancy.
    problem('elsewhere', 'ocid1.instance.oc1.phx.exampleother', host, 'ocid1.tenancy.oc1..exampleother'),
  ];
  const { incidents, summary } = await investigatedFiles('unknown', [{ ...oneIntrusion, 'others.ndjson': others }]);
  expect(incidents).toHaveLength(1);
  expect(incidents[0]?.alerts).toHaveLength(1);
  expect(incidents[0]?.accounts).toEqual([tenancy]);
  expect(summary.unmatched_alerts).toMatchObject({
    count: 2,
    latest: [
      { claim: 'Cryptomining on an instance on build-server-03', account: 'ocid1.tenancy.oc1..exampleother' },
      { claim: 'Cryptomining on an instance on db-7', severity: 'CRITICAL', machine: stranger },
    ],
  });
});

const flowRule = `title: A flow to a port of mining pools
id: 6a1f3c8e-0b64-4d0e-9a51-1f8f1f0f7a11
status: test
level: medium
logsource: { product: oci, service: vcn-flow }
detection:
  flow: { dst_port: 3333 }
  condition: flow
`;

test('what rules see of its flows stands in the incident, and nothing of the flows of others', async () => {
  const others = flows.map((line) =>
    line
      .replaceAll('examplebuild03', 'exampleother')
      .replaceAll('10.0.0.5', '10.0.0.99')
      .replaceAll('"flow-', '"other-'),
  );
  const { incidents } = await investigatedFiles('flows', [{ ...oneIntrusion, 'other-flows.ndjson': others }], flowRule);
  expect(incidents).toHaveLength(1);
  const seen = incidents[0]?.timeline.filter(({ actor }) => actor?.name === 'oci.vcn-flow');
  expect(seen).toMatchObject([{ target: { uid: instance, name: host }, evidence_count: 20 }]);
  expect(seen?.[0]?.text).toContain('A flow to a port of mining pools, 20 records until');
  expect(incidents[0]?.findings.map(({ rule }) => rule.title)).toContain('A flow to a port of mining pools');
});

const cloudThief = { who: userIdentity('ci-uploader', 'AKIAEXAMPLECIUPLOAD1'), ip: thief, agent: 'aws-cli/2.15.0' };
const answered = {
  ...launched('p4d.24xlarge', 'i-0a1'),
  responseElements: {
    instancesSet: {
      items: [
        {
          instanceId: 'i-0a1',
          instanceType: 'p4d.24xlarge',
          privateDnsName: 'ip-10-1-0-7.ec2.internal',
          privateIpAddress: '10.1.0.7',
        },
      ],
    },
  },
};
/** A stolen key of another cloud, used from the same address, and what runs on the machine that it launched. */
const otherCloud: Files = {
  'trail.ndjson': [
    record('a-1', '2024-02-10T12:00:00Z', cloudThief, 'sts:GetCallerIdentity'),
    record('a-2', '2024-02-10T12:05:00Z', cloudThief, 'ec2:RunInstances', answered),
  ].map((one) => JSON.stringify(one)),
  'audit.log': [
    'node=ip-10-1-0-7 type=SYSCALL msg=audit(1707570000.101:501): arch=c000003e syscall=59 success=yes exit=0 a0=1 ppid=12 pid=13 auid=0 uid=0 gid=0 euid=0 suid=0 tty=(none) ses=31 comm="x" exe="/tmp/x" key="exec"',
    'node=ip-10-1-0-7 type=EXECVE msg=audit(1707570000.101:501): argc=3 a0="/tmp/x" a1="-o" a2="stratum+tcp://pool.example.net:3333"',
  ],
};
/** A third, on a machine that no cloud knows, by the same bastion over which the first machine's owner comes. */
const thirdHost: Files = {
  'web.log': [
    said('Feb 10 13:40:00', 'sshd[300]', `Accepted password for deploy from ${office} port 41000 ssh2`, 'web-1'),
    ranAsRoot('Feb 10 13:41:00', '/tmp/y -o stratum+tcp://pool.example.org:3333 --donate-level 1', 'web-1').replace(
      'devops',
      'deploy',
    ),
  ],
};
const folder: Files = { ...oneIntrusion, ...otherCloud, ...thirdHost };

test('of two clouds and three machines in one folder each intrusion is one incident, none glued to another', async () => {
  const { incidents, texts } = await investigatedFiles('folder', [folder]);
  expect(incidents.map(({ title }) => title).toSorted()).toEqual([
    `Leaked key of devops ran a miner on ${host}`,
    'Misused key of ci-uploader launched 1 instance on ip-10-1-0-7, in 1 account, 1 region',
    'Misused sign-in of deploy ran a miner on web-1',
  ]);
  const [first] = incidents.filter(({ title }) => title.includes('ci-uploader'));
  expect(first?.timeline.map(({ text }) => text).join('\n')).toContain('ran /tmp/x -o stratum');
  expect(first?.resources.map(({ uid, state }) => [uid, state])).toEqual([['i-0a1', 'running']]);
  expect(first?.accounts).toEqual([victim]);
  const later = await investigatedFiles('parts', shuffled(folder));
  expect(later.texts).toEqual(texts);
});

test('a host whose clock is an hour behind is told as such, and its incident is the same', async () => {
  const behind = (oneIntrusion['auth.log'] ?? []).map((line) =>
    line.replace(/^(Feb 10) (\d\d)/, (_, day: string, hour: string) => `${day} ${Number(hour) - 1}`),
  );
  const { incidents } = await investigatedFiles('behind', [{ ...oneIntrusion, 'auth.log': behind }]);
  expect(incidents).toHaveLength(1);
  expect(incidents[0]?.claims.find(({ claim_uid: uid }) => uid.includes('-clock-gap-'))).toMatchObject({
    subject: host,
    value: 3600,
    confidence: 'possible',
  });
  expect(incidents[0]?.resources).toMatchObject([{ uid: instance, state: 'terminated' }]);
});

/** The same lines in three runs, the later ones first. */
function shuffled(files: Files): readonly Files[] {
  return [2, 0, 1].map((part) => {
    const own: Record<string, readonly string[]> = {};
    for (const [name, lines] of Object.entries(files)) {
      const size = Math.ceil(lines.length / 3);
      const some = lines.slice(part * size, (part + 1) * size);
      // The lines of one record belong together, and a log of its own stands in the order of time.
      if (name === 'audit.log') own[name] = part === 0 ? lines : [];
      else own[`${part}-${name}`] = name.endsWith('.log') ? some : some.toReversed();
    }
    return Object.fromEntries(Object.entries(own).filter(([, some]) => some.length > 0));
  });
}
