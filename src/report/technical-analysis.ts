import type { Tampering } from '../model/act.ts';
import type { Traced, TracedIncident } from '../model/traced.ts';
import { ownHops } from '../model/own-hops.ts';
import type { Resource } from '../model/resource.ts';
import type { Block, Row, Section } from './document.ts';
import { distinctCredentials } from './distinct-credentials.ts';
import { rootLine } from './executive.ts';
import { measureBlocks } from './measure-table.ts';
import { earningsLine } from './money.ts';
import { toldClaims, toldOfDoors, toldOfMining, toldOfTraffic } from './told-claims.ts';
import {
  recordsIn,
  clock,
  data,
  heading,
  listed,
  moment,
  nameOf,
  orUnknown,
  prose,
  row,
  say,
  section,
  span,
  state,
  unknown,
  who,
} from './wording.ts';

/** Rows of one table; the whole stands in incident.json and the CSV files. */
const mostRows = 200;

/** Section 2: how the intruder came in and moved, what it did, made, was refused and left behind. */
export function technicalAnalysis(incident: TracedIncident): Section {
  const traffic = toldClaims(incident, toldOfTraffic);
  return section(
    '2. Technical Analysis',
    [heading('Compromise details'), ...compromise(incident), ...toldClaims(incident, toldOfDoors)],
    [heading('Identities'), identities(incident)],
    [heading('Attacker actions'), actions(incident)],
    [heading('Resources'), resources(incident)],
    incident.failed.length === 0 ? [] : [heading('Refused'), refused(incident)],
    incident.kind === 'cryptojacking'
      ? [heading('Mining activity'), ...mining(incident), ...toldClaims(incident, toldOfMining)]
      : [],
    traffic.length === 0 ? [] : [heading('Network traffic'), ...traffic],
    measureBlocks(incident),
    [
      heading('Persistence'),
      tampering(incident.persistence, 'Ways back in', 'whether there is a way back in; the records read name none'),
    ],
    [
      heading('Defences touched'),
      tampering(
        incident.impairment,
        'Logs, alarms and other defences that the intruder touched',
        'whether logs or alarms were touched; the records read name no such act',
      ),
    ],
    incident.credentials.length === 0 ? [] : [heading('Credentials within reach'), credentials(incident)],
  );
}

function compromise(incident: TracedIncident): readonly Block[] {
  const { entry, root, chains } = incident;
  const rows = [
    { label: 'Root identity', line: rootLine(incident) },
    ...(root === null ? [] : [{ label: 'Why this one', line: state(prose(root.why), root) }]),
    {
      label: 'Entry',
      line:
        entry === null
          ? unknown(prose('how and when'))
          : state(say`${entry.how} from ${orUnknown(entry.address)}, ${moment(entry.time)}`, entry),
    },
  ];
  if (chains.length === 0) return [{ is: 'facts', rows }];
  return [
    { is: 'facts', rows },
    {
      is: 'table',
      caption:
        ownHops(incident).length > 0 ? 'Chain from the root identity' : 'Who opened the session of the root identity',
      columns: ['Time (UTC)', 'From', 'By', 'To', 'Account', 'Joined by', 'Confidence'],
      rows: firstRows(chains).map((hop) =>
        row(
          hop,
          prose(clock(hop.time)),
          nameOf(hop.from),
          data(hop.how),
          nameOf(hop.to),
          orUnknown(hop.account),
          prose(hop.join),
          prose(hop.confidence),
        ),
      ),
      more: moreThan(chains.length, 'incident.json'),
    },
  ];
}

/** Every operation of the intruder once for each identity; responders and alerts stand in the timeline only. */
function actions(incident: TracedIncident): Block {
  const aside = new Set([...incident.containment, ...incident.alerts].map(({ evidence }) => evidence.join('\n')));
  const own = incident.timeline.filter(({ evidence }) => !aside.has(evidence.join('\n')));
  const groups = [...Map.groupBy(own, ({ actor, action }) => JSON.stringify([actor?.uid ?? null, action])).values()];
  if (groups.length === 0) return unknown(prose('what the intruder did; no act is among the records read'));
  return {
    is: 'table',
    caption: 'What the intruder did, by identity and operation',
    columns: ['First to last (UTC)', 'Identity', 'Operation', 'Records', 'What'],
    rows: firstRows(groups).flatMap((acts): readonly Row[] => {
      const [first] = acts;
      if (first === undefined) return [];
      const texts = [...new Set(acts.map(({ text }) => text))];
      const what =
        texts.length > 2
          ? prose(`${texts.slice(0, 2).join('; ')}; and ${texts.length - 2} more`)
          : prose(texts.join('; '));
      return [
        row(
          acts,
          prose(span(first.time, acts.at(-1)?.time ?? first.time)),
          nameOf(first.actor),
          data(first.action),
          say`${recordsIn(acts)}`,
          what,
        ),
      ];
    }),
    more: moreThan(groups.length, 'timeline.csv'),
  };
}

function identities({ identities: all }: TracedIncident): Block {
  if (all.length === 0) return unknown(prose('which identities; the records read name none'));
  return {
    is: 'table',
    caption: 'Identities that the intruder used, made or took over; a shared one is in use by its owner too',
    columns: ['Name', 'Id', 'Type', 'Account', 'Role'],
    rows: firstRows(all).map((one) =>
      row(one, data(one.name), data(one.uid), prose(one.type), orUnknown(one.account), prose(one.role)),
    ),
    more: moreThan(all.length, 'incident.json'),
  };
}

function resources({ resources: all }: TracedIncident): Block {
  if (all.length === 0) return unknown(prose('what was made; the records read name no resource of the intruder'));
  const kindOf = ({ account, region, type, shape, state: now, actor }: Resource): string =>
    JSON.stringify([account, region, type, shape, now, actor?.uid]);
  const groups = [...Map.groupBy(all, kindOf).values()];
  return {
    is: 'table',
    caption: 'Resources made, changed or taken over',
    columns: ['Account', 'Region', 'Kind', 'State', 'Count', 'By', 'Authorised', 'Resources'],
    rows: firstRows(groups).flatMap((alike): readonly Row[] => {
      const [first] = alike;
      if (first === undefined) return [];
      const kind = first.shape === null ? data(first.type) : say`${first.type} ${first.shape}`;
      return [
        row(
          alike,
          orUnknown(first.account),
          orUnknown(first.region),
          kind,
          prose(first.state),
          say`${alike.length}`,
          nameOf(first.actor),
          authorised(alike),
          names(alike),
        ),
      ];
    }),
    more: moreThan(groups.length, 'incident.json'),
  };
}

function names(alike: readonly Resource[]) {
  const respawners = [...new Set(alike.flatMap(({ respawned_by: by }) => (by === null ? [] : [by])))];
  const ids = listed(
    alike.map(({ uid, name }) => (name === null ? uid : `${uid} (${name})`)),
    8,
  );
  if (respawners.length === 0) return ids;
  // Nobody starts a role.
  const isRole = alike.every(({ type }) => type.endsWith(':role'));
  return isRole ? say`${ids}; made for ${listed(respawners)}` : say`${ids}; started anew by ${listed(respawners)}`;
}

function authorised(alike: readonly Resource[]) {
  const answers = new Set(alike.map((resource) => resource.authorised));
  if (answers.size > 1) return prose('in part');
  return prose(answers.has(true) ? 'yes' : answers.has(false) ? 'no' : 'unknown');
}

function refused({ failed }: TracedIncident): Block {
  return {
    is: 'table',
    caption: 'What the intruder tried and was refused',
    columns: ['First (UTC)', 'By', 'Operation', 'Asked for', 'Account', 'Region', 'Error'],
    rows: firstRows(failed).map((act) =>
      row(
        act,
        prose(clock(act.time)),
        nameOf(act.actor),
        data(act.operation),
        act.shape === null ? say`${act.count}` : say`${act.count} × ${act.shape}`,
        orUnknown(act.account),
        orUnknown(act.region),
        data(act.error),
      ),
    ),
    more: moreThan(failed.length, 'incident.json'),
  };
}

const ofMining = /\b(?:pool|miner|mining|mines|wallet)\b/i;

/** What an indicator is must say that it is of mining: a port or file by itself does not. */
function mining({ indicators, earnings, claims }: TracedIncident): readonly Block[] {
  const signs = indicators.filter(({ type, role }) => type === 'wallet' || ofMining.test(role));
  const seen: Block =
    signs.length === 0
      ? unknown(prose('software, pool and wallet; no record read names them'))
      : {
          is: 'table',
          caption: 'Software, pools and wallets',
          columns: ['Type', 'Value', 'Role', 'First to last (UTC)'],
          rows: firstRows(signs).map((sign) =>
            row(
              sign,
              prose(sign.type),
              data(sign.value),
              prose(sign.role),
              prose(span(sign.first_seen, sign.last_seen)),
            ),
          ),
          more: moreThan(signs.length, 'indicators.csv'),
        };
  return [seen, earningsLine({ earnings, claims })];
}

function tampering(acts: readonly Traced<Tampering>[], caption: string, none: string): Block {
  if (acts.length === 0) return unknown(prose(none));
  return {
    is: 'table',
    caption,
    columns: ['Time (UTC)', 'Operation', 'Target', 'Account', 'Region', 'Outcome'],
    rows: firstRows(acts).map((act) =>
      row(
        act,
        prose(clock(act.time)),
        data(act.operation),
        act.target === null ? prose('not recorded') : who(act.target),
        orUnknown(act.account),
        orUnknown(act.region),
        prose(act.outcome),
      ),
    ),
    more: moreThan(acts.length, 'incident.json'),
  };
}

function credentials(incident: TracedIncident): Block {
  const all = distinctCredentials(incident.credentials);
  return {
    is: 'table',
    caption: 'Credentials held, created or readable by the intruder',
    columns: ['Credential', 'Type', 'Of', 'Account', 'Access', 'State'],
    rows: firstRows(all).map(({ one: key, access, ground }) =>
      row(
        ground,
        data(key.uid),
        prose(key.type),
        nameOf(key.identity),
        orUnknown(key.account),
        prose(access),
        prose(key.state),
      ),
    ),
    more: moreThan(all.length, 'incident.json'),
  };
}

export const moreThan = (count: number, where: string): string | null =>
  count > mostRows ? `The first ${mostRows} of ${count.toLocaleString('en-US')}; all stand in ${where}.` : null;

export const firstRows = <Item>(items: readonly Item[]): readonly Item[] => items.slice(0, mostRows);
