import type { Claim } from '../model/claim.ts';
import type { Credential } from '../model/exposure.ts';
import { notSeen } from '../model/coverage-words.ts';
import type { Incident } from '../model/incident.ts';
import type { ProviderCase, ShownBy } from '../model/provider-case.ts';
import { redactSecrets } from '../model/redact.ts';
import { traceClaims, type Traced, type TracedIncident } from '../model/traced.ts';
import type { Block, Letter, Line, Section } from './document.ts';
import { renderLetter } from './markdown.ts';
import { runningLine } from './executive.ts';
import { ofKind, usdOf } from './money.ts';
import { referencesOf } from './references.ts';
import { distinctCredentials } from './distinct-credentials.ts';
import { firstRows, moreThan } from './technical-analysis.ts';
import {
  blank,
  clock,
  data,
  many,
  nameOf,
  orUnknown,
  pending,
  prose,
  row,
  say,
  section,
  state,
  unknown,
} from './wording.ts';

/**
 * `provider-ticket.md`: asks the provider to waive what the intruder ran up. Every figure is a claim and names it;
 * addresses and ids are whole, since the provider looks for them. Null where no provider of the incident is known.
 */
export function renderProviderTicket(whole: Incident, cases: readonly ProviderCase[]): string | null {
  const incident = traceClaims(redactSecrets(whole));
  const clouds = new Set(incident.coverage.map(({ cloud }) => cloud?.toLowerCase() ?? null));
  const own = cases.filter(({ cloud }) => clouds.has(cloud));
  const asked = own.length > 0 || clouds.size > 0 || isOnMachinesOnly(incident) ? own : cases;
  return asked.length === 0 ? null : asked.map((one) => renderLetter(ticketOf(incident, one))).join('\n');
}

/** Whom it is about is of no account: machines that no cloud is known to have. */
const isOnMachinesOnly = ({ accounts, identities }: TracedIncident): boolean =>
  accounts.length === 0 && identities.length > 0 && identities.every(({ account }) => account === null);

function ticketOf(incident: TracedIncident, { subject, provider, ...terms }: ProviderCase): Letter {
  const sections = [
    section(
      `To ${provider}`,
      { is: 'list', lines: terms.openedAt.map((text) => pending(prose(text))) },
      pending(say`Our reference: incident ${incident.incident_uid}.`),
    ),
    askSection(incident, terms.asks),
    section(
      '2. Window',
      ...claimed(incident, ['first-seen', 'last-seen', 'duration', 'answered-before', 'contained-from'], 'the window'),
    ),
    identitiesSection(incident, terms),
    resourcesSection(incident, terms),
    actionsSection(incident, terms),
    costSection(incident),
    unseenSection(incident),
    section('8. Filled in by hand', { is: 'list', lines: terms.toFillIn.map((text) => pending(prose(`${text}: …`))) }),
  ];
  return {
    title: subject,
    sections,
    references: referencesOf(incident.timeline, { summary: [], facts: [], cards: [], sections }),
  };
}

/** Nobody is asked to waive what was never charged. */
function askSection(incident: TracedIncident, asks: readonly string[]): Section {
  const { cost } = incident;
  const isFree = cost !== null && cost.high === 0 && cost.per_hour === 0;
  return isFree
    ? section('1. What we ask', {
        is: 'list',
        lines: [state(prose('Nothing: what these records show cost nothing'), cost)],
      })
    : section('1. What we ask', ...claimed(incident, ['cost', 'cost-per-hour', 'cost-diverted'], 'what it cost'), {
        is: 'list',
        lines: asks.map((text) => pending(prose(text))),
      });
}

/** The claims of these kinds, each with its uid; that it is unknown where there is none at all. */
function claimed({ claims }: TracedIncident, kinds: readonly string[], what: string): readonly Block[] {
  const lines = kinds.flatMap((kind) => claims.filter(({ claim_uid: uid }) => isOfKind(uid, kind))).map(claimLine);
  return lines.length === 0 ? [unknown(prose(`${what}; no claim tells`))] : [{ is: 'list', lines }];
}

const isOfKind = (uid: string, kind: string): boolean => new RegExp(`-${kind}(?:-\\d+)?$`).test(uid);

const claimLine = (claim: Claim): Line =>
  state(say`${prose(claim.text)} (claim ${claim.claim_uid})`, claim, claim.confidence);

type Terms = Pick<ProviderCase, 'account' | 'compartment'>;

function identitiesSection(incident: TracedIncident, { account }: Terms): Section {
  const { identities, credentials } = incident;
  const distinct = distinctCredentials(credentials);
  return section(
    '3. Accounts, identities and credentials',
    ...claimed(incident, ['root', 'accounts', 'regions', 'left-out', 'held'], 'whose access was used'),
    identities.length === 0
      ? []
      : {
          is: 'table',
          caption: 'Identities that the unauthorized party used or made; a shared one is in use by its owner too',
          columns: [account, 'Identity', 'Id', 'Role'],
          rows: firstRows(identities).map((one) =>
            row(one, orUnknown(one.account), data(one.name), data(one.uid), prose(one.role)),
          ),
          more: moreThan(identities.length, 'incident.json'),
        },
    credentials.length === 0
      ? []
      : {
          is: 'table',
          caption: 'Credentials in its hands or within its reach',
          columns: [account, 'Credential', 'Of', 'How', 'State'],
          rows: firstRows(distinct).map(({ one, access, ground }) =>
            row(ground, orUnknown(one.account), data(one.uid), nameOf(one.identity), prose(access), prose(one.state)),
          ),
          more: moreThan(distinct.length, 'incident.json'),
        },
    addressTable(incident),
  );
}

/** Where it called from and what it spoke to, whole: the provider looks for the same in other accounts. */
function addressTable({ indicators }: TracedIncident): readonly Block[] {
  const places = indicators.filter(({ type }) => type === 'ip' || type === 'domain' || type === 'url');
  if (places.length === 0) return [];
  return [
    {
      is: 'table',
      caption: 'Where the unauthorized party called from, and what it spoke to',
      columns: ['Address', 'Kind', 'What it is', 'First seen (UTC)', 'Last seen (UTC)'],
      rows: firstRows(places).map((one) =>
        row(
          one,
          data(one.value),
          prose(one.type),
          prose(one.role),
          prose(clock(one.first_seen)),
          prose(clock(one.last_seen)),
        ),
      ),
      more: moreThan(places.length, 'indicators.csv'),
    },
  ];
}

function resourcesSection(incident: TracedIncident, { account, compartment }: Terms): Section {
  const { resources } = incident;
  const divisions = compartment !== null && resources.some((one) => one.compartment !== null) ? [compartment] : [];
  return section(
    '4. Resources of the unauthorized activity',
    ...claimed(incident, ['launched', 'gpu', 'running', 'refused', 'made'], 'what was made'),
    resources.length === 0
      ? []
      : {
          is: 'table',
          caption: 'Each resource made, changed or taken over',
          columns: [account, ...divisions, 'Region', 'Kind', 'Resource', 'From (UTC)', 'Last act on it (UTC)', 'State'],
          rows: firstRows(resources).map((one) =>
            row(
              one,
              orUnknown(one.account),
              ...divisions.map(() => orUnknown(one.compartment)),
              orUnknown(one.region),
              one.shape === null ? data(one.type) : say`${one.type} ${one.shape}`,
              data(one.uid),
              prose(clock(one.first_seen)),
              prose(clock(one.last_seen)),
              prose(one.state),
            ),
          ),
          more: moreThan(resources.length, 'incident.json'),
        },
  );
}

function actionsSection(incident: TracedIncident, { conditions }: Pick<ProviderCase, 'conditions'>): Section {
  const { containment, plan } = incident;
  const open = plan?.steps.filter(({ status }) => status === 'open') ?? [];
  return section(
    '5. Actions taken',
    containment.length === 0
      ? unknown(prose('what was done; the records read hold no act of containment'))
      : {
          is: 'table',
          caption: 'What responders and the provider did',
          columns: ['Time (UTC)', 'Who', 'Operation', 'What'],
          rows: firstRows(containment).map((act) =>
            row(act, prose(clock(act.time)), nameOf(act.actor), data(act.action), prose(act.text)),
          ),
          more: moreThan(containment.length, 'incident.json'),
        },
    conditions.flatMap(({ text, shownBy }): readonly Block[] => [
      pending(prose(`Condition: ${text}`)),
      { is: 'list', lines: shownLines(incident, shownBy) },
    ]),
    open.length === 0 ? [] : state(say`${many(open.length, 'step')} of containment still to be taken`, open),
  );
}

function shownLines(incident: TracedIncident, shownBy: ShownBy): readonly Line[] {
  switch (shownBy) {
    case 'hand':
      return [pending(prose('To be confirmed by hand: …'))];
    case 'resources':
      return [...claimLines(incident, ['launched', 'running']), runningLine(incident)];
    case 'ways-back':
      return orNobodyTells([...claimLines(incident, ['persistence']), ...waysBack(incident)]);
    case 'credentials':
      return incident.credentials.length === 0
        ? [unknown(prose('which credentials; the records read name none'))]
        : [...Map.groupBy(incident.credentials, ({ uid }) => uid).values()].map(credentialLine);
  }
}

function waysBack({ persistence, resources }: TracedIncident): readonly Line[] {
  return persistence
    .filter(({ outcome }) => outcome === 'success')
    .map((act) => {
      const made = resources.find(({ evidence }) => act.evidence.some((ref) => evidence.includes(ref)));
      const now = made === undefined ? '' : `, now ${made.state}`;
      return state(
        say`${act.operation} ${act.target === null ? blank : data(act.target.name)}${prose(now)}`,
        made === undefined ? act : [act, made],
      );
    });
}

const outcomes: Readonly<Record<Credential['state'], string>> = {
  disabled: 'deactivated',
  expired: 'expired',
  deleted: 'deleted',
  active: 'still active',
  unknown: 'no record says whether it still works',
};

/** One credential that may have been held and made. */
const credentialLine = (same: readonly Traced<Credential>[]): Line =>
  state(say`${same[0]?.uid ?? ''}: ${prose(outcomes[same[0]?.state ?? 'unknown'])}`, same);

const claimLines = ({ claims }: TracedIncident, kinds: readonly string[]): readonly Line[] =>
  kinds.flatMap((kind) => claims.filter(({ claim_uid: uid }) => isOfKind(uid, kind))).map(claimLine);

const orNobodyTells = (lines: readonly Line[]): readonly Line[] =>
  lines.length === 0 ? [unknown(prose('no claim tells'))] : lines;

function costSection(incident: TracedIncident): Section {
  const lines = ofKind(incident.claims, 'cost-line');
  return section(
    '6. Cost',
    ...claimed(incident, ['cost', 'cost-per-hour', 'bills-on', 'not-priced'], 'what it cost'),
    lines.length === 0
      ? []
      : {
          is: 'table',
          caption: 'How the cost adds up, at list prices; the bill is what counts',
          columns: ['What', 'USD', 'How it was worked out', 'Claim'],
          rows: lines.map((claim) =>
            row(
              claim,
              prose(claim.text),
              prose(typeof claim.value === 'number' ? usdOf(claim.value) : ''),
              prose(claim.method),
              data(claim.claim_uid),
            ),
          ),
          more: null,
        },
  );
}

function unseenSection({ coverage }: TracedIncident): Section {
  const unseen = coverage.filter((cell) => cell.state !== 'seen');
  return section(
    '7. What we cannot see',
    unseen.length === 0
      ? unknown(prose('whether there was more where no log was read; every log that was read is whole'))
      : {
          is: 'list',
          lines: unseen.map((cell) =>
            state(
              say`${orUnknown(cell.region)} of ${orUnknown(cell.account)}: ${cell.source} ${prose(notSeen[cell.state])}`,
              cell,
            ),
          ),
        },
  );
}
