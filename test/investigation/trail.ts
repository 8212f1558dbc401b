import { tmpdir } from 'node:os';
import { howto } from '../../src/clouds/aws/howto.ts';
import { links } from '../../src/clouds/aws/links.ts';
import { prices } from '../../src/clouds/aws/prices.ts';
import { semantics } from '../../src/clouds/aws/semantics.ts';
import { source as cloudtrail } from '../../src/clouds/aws/sources/cloudtrail/source.ts';
import { alerts } from '../../src/investigate/alerts/alerted.ts';
import { sightings } from '../../src/investigate/machines/sightings.ts';
import { investigate } from '../../src/investigate/investigate.ts';
import type { Investigation, Outcome } from '../../src/investigate/investigate.ts';
import { uses } from '../../src/investigate/uses.ts';
import { openDuckDb } from '../../src/lake/duckdb/engine.ts';
import { calls } from '../../src/lake/calls.ts';
import type { Engine } from '../../src/lake/engine.ts';
import { fieldsSql, mappedColumns, shapeOf, uidSql } from '../../src/lake/mapping.ts';
import { identifier, literal } from '../../src/lake/sql.ts';
import { touched } from '../../src/lake/touched.ts';
import { miningRates } from '../../src/model/mining.ts';
import { withPlan } from '../../src/respond/draft-plan.ts';
import { explainedSchema } from '../../src/model/explained.ts';
import type { Explained } from '../../src/model/explained.ts';
import { incidentSchema } from '../../src/model/incident.ts';
import type { Incident } from '../../src/model/incident.ts';
import type { Level, RuleIdentity } from '../../src/model/rule.ts';
import type { Source } from '../../src/model/source.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type TrailRecord = { readonly eventID: string; readonly [key: string]: Json };

export const victim = '123456789012';

/** An IAM user's lasting key at work from one address with one program. */
export const userIdentity = (name: string, key: string, account = victim): Json => ({
  type: 'IAMUser',
  principalId: `AIDA${name.toUpperCase()}`,
  arn: `arn:aws:iam::${account}:user/${name}`,
  accountId: account,
  accessKeyId: key,
  userName: name,
});

export interface Session {
  readonly role: string;
  readonly name: string;
  readonly key: string;
  readonly created: string;
  readonly account?: string;
}

export const roleIdentity = ({ role, name, key, created, account = victim }: Session): Json => ({
  type: 'AssumedRole',
  principalId: `AROA${role.toUpperCase()}:${name}`,
  arn: `arn:aws:sts::${account}:assumed-role/${role}/${name}`,
  accountId: account,
  accessKeyId: key,
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: `AROA${role.toUpperCase()}`,
      arn: `arn:aws:iam::${account}:role/${role}`,
      accountId: account,
      userName: role,
    },
    attributes: { creationDate: created, mfaAuthenticated: 'false' },
  },
});

interface Caller {
  readonly who: Json;
  readonly ip: string;
  readonly agent: string;
  readonly account?: string;
}

/** A CloudTrail record; `more` overrides any field. */
export function record(
  uid: string,
  time: string,
  caller: Caller,
  call: string,
  more: Readonly<Record<string, Json>> = {},
): TrailRecord {
  const [service = '', operation = ''] = call.split(':');
  return {
    eventVersion: '1.09',
    eventID: uid,
    eventTime: time,
    eventSource: `${service}.amazonaws.com`,
    eventName: operation,
    awsRegion: 'us-east-1',
    eventType: 'AwsApiCall',
    recipientAccountId: caller.account ?? victim,
    sourceIPAddress: caller.ip,
    userAgent: caller.agent,
    userIdentity: caller.who,
    requestParameters: null,
    responseElements: null,
    ...more,
  };
}

/** The answer of AssumeRole; without a key the record names the session only. */
export const assumed = (
  { role, name, key, account = victim }: Session,
  withKey = true,
): Readonly<Record<string, Json>> => ({
  requestParameters: { roleArn: `arn:aws:iam::${account}:role/${role}`, roleSessionName: name },
  responseElements: {
    ...(withKey && { credentials: { accessKeyId: key, expiration: 'Nov 20, 2026, 12:00:00 PM' } }),
    assumedRoleUser: {
      assumedRoleId: `AROA${role.toUpperCase()}:${name}`,
      arn: `arn:aws:sts::${account}:assumed-role/${role}/${name}`,
    },
  },
});

export const launched = (shape: string, ...ids: readonly string[]): Readonly<Record<string, Json>> => ({
  requestParameters: {
    instanceType: shape,
    instancesSet: { items: [{ imageId: 'ami-0abc', minCount: ids.length, maxCount: ids.length }] },
  },
  responseElements: { instancesSet: { items: ids.map((instanceId) => ({ instanceId, instanceType: shape })) } },
});

export const onInstances = (...ids: readonly string[]): Readonly<Record<string, Json>> => ({
  requestParameters: { instancesSet: { items: ids.map((instanceId) => ({ instanceId })) } },
});

/** The clock of a case, unless a test gives another. */
const asOf = '2026-11-20T23:00:00Z';

export interface Match extends Pick<RuleIdentity, 'isAnnounceable'> {
  readonly level: Level;
  readonly uids: readonly string[];
}

export interface TrailOptions extends Partial<Investigation> {
  /** Records of another cloud are given with their source, and what is known of that cloud. */
  readonly source?: Source;
  /** Records of other sources that lie beside the trail. */
  readonly beside?: { readonly source: Source; readonly records: readonly Json[] };
}

/** Investigates records in a fresh engine; every incident, with its plan, is checked against the contract. */
export async function investigateTrail(
  records: readonly (TrailRecord | Json)[],
  matches: readonly Match[],
  options: TrailOptions = {},
): Promise<readonly Incident[]> {
  return (await outcomeOfTrail(records, matches, options)).incidents;
}

/** The same with what is no incident, and why. */
export async function outcomeOfTrail(
  records: readonly (TrailRecord | Json)[],
  matches: readonly Match[],
  options: TrailOptions = {},
): Promise<{ readonly incidents: readonly Incident[]; readonly explained: readonly Explained[] }> {
  const { investigated, explained } = await investigatedTrail(records, matches, options);
  const planned = investigated.map((one) => withPlan(one, options.howtos ?? [howto]));
  for (const incident of planned) incidentSchema.parse(incident);
  for (const work of explained) explainedSchema.parse(work);
  return { incidents: planned, explained };
}

/** The same before anything is planned. */
async function investigatedTrail(
  records: readonly (TrailRecord | Json)[],
  matches: readonly Match[],
  options: TrailOptions = {},
): Promise<Outcome> {
  const { source = cloudtrail } = options;
  const engine = await openDuckDb({ memoryMiB: 512, threads: 1, tempDirectory: tmpdir() });
  try {
    await loadTrail(engine, source, records);
    if (options.beside) await loadTrail(engine, options.beside.source, options.beside.records);
    await engine.run('CREATE TABLE matches (rule INTEGER, event_uid VARCHAR, "time" TIMESTAMP, actor_uid VARCHAR)');
    for (const [rule, { uids }] of matches.entries()) {
      const named = uids.map((uid) => literal(`${source.id}:${uid}`));
      await engine.run(`INSERT INTO matches SELECT ${rule}, event_uid, "time", actor_uid FROM events
        WHERE event_uid IN (${['NULL', ...named].join(', ')})`);
    }
    const known = `(SELECT * FROM events WHERE time <= CAST(${literal(options.asOf ?? asOf)} AS TIMESTAMP))`;
    const summaries = [calls, uses, alerts, sightings, touched(engine, options.semantics ?? [semantics])];
    for (const { name, query } of summaries) await engine.run(`CREATE TABLE ${name} AS ${await query(known)}`);
    const rules = matches.map((match, index) => ruleOf(match, index));
    return await investigate(engine, {
      rules,
      findings: [],
      semantics: [semantics],
      links: [links],
      prices: [prices],
      mining: miningRates,
      howtos: [howto],
      asOf,
      identities: [],
      since: null,
      until: null,
      ...options,
    });
  } finally {
    await engine.close();
  }
}

/** Records into the relation `events`, by their source's own mapping. */
async function loadTrail(engine: Engine, source: Source, records: readonly (TrailRecord | Json)[]): Promise<void> {
  const columns = mappedColumns(source).map(({ column, sql }) => `${sql} AS ${identifier(column)}`);
  await engine.run('CREATE OR REPLACE TEMP TABLE lines (raw JSON)');
  for (let start = 0; start < records.length; start += 500) {
    const some = records.slice(start, start + 500).map((one) => `(${literal(JSON.stringify(one))})`);
    await engine.run(`INSERT INTO lines VALUES ${some.join(', ')}`);
  }
  const mapped = `SELECT ${uidSql(source)} AS event_uid, ${literal(source.id)} AS source, ${columns.join(', ')}, raw, 'o' AS object, 0 AS record, 'p' AS partition
    FROM (SELECT raw, ${fieldsSql(source)} FROM (SELECT raw, from_json(raw, ${shapeOf(source)}) AS record FROM lines))`;
  await engine.run(`CREATE TABLE IF NOT EXISTS events AS ${mapped} LIMIT 0`);
  await engine.run(`INSERT INTO events BY NAME ${mapped}`);
}

const ruleOf = ({ level, isAnnounceable }: Match, index: number): RuleIdentity => ({
  ...(isAnnounceable && { isAnnounceable }),
  uid: `rule-${index}`,
  title: `Rule ${index}`,
  level,
  origin: 'beewolf',
  author: null,
  techniques: [{ id: 'T1496.001', attackVersion: '19.1' }],
  description: null,
  references: [],
  falsePositives: [],
  logsource: {},
  path: `rule-${index}.yml`,
  document: 1,
});
