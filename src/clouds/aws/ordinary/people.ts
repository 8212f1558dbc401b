import type { Deed, Opening, Presence, Resident, Scene } from '../../../model/simulation.ts';
import { permanentKey, temporaryKey, userUid } from '../ids.ts';
import { browser, commandLine, oldCommandLine, withCommand } from './agents.ts';
import { habit, objectCall, plainName, read, refused, write } from './deeds.ts';
import type { Estate } from './estate.ts';
import { consoleLogin, openedBySignIn } from './issuance.ts';
import { personHabits } from './person-habits.ts';
import { inRole } from './presence.ts';

const power = 'AWSReservedSSO_PowerUserAccess_1f3a5c7e9b2d4f60';
const readOnly = 'AWSReservedSSO_ReadOnlyAccess_8a6c4e2f0b1d3f57';
const admin = 'AWSReservedSSO_AdministratorAccess_0c2e4a6b8d1f3579';
const home = { region: 'us-east-1' } as const;

/** People: in the console and at the command line through the directory, and some of other kinds. */
export function people(estate: Estate): readonly Resident[] {
  return [inConsole(estate), atTerminal(estate), veteran(estate), rootOwner(estate), directoryPerson(estate)];
}

function inConsole(estate: Estate): Resident {
  return {
    name: 'person-in-console',
    count: 10,
    share: 9,
    rhythm: 'office',
    calls: [6, 30],
    paceMs: [40, 1_400],
    sessionMinutes: 480,
    arrive: (opening) => person(estate, opening, true),
    open: openedBySignIn({ provider: estate.directory.provider, isConsole: true }),
    habits: personHabits(estate),
  };
}

function atTerminal(estate: Estate): Resident {
  return {
    name: 'person-at-terminal',
    count: 8,
    share: 4,
    rhythm: 'office',
    calls: [1, 9],
    paceMs: [900, 25_000],
    sessionMinutes: 480,
    arrive: (opening) => person(estate, opening, false),
    open: openedBySignIn({ provider: estate.directory.provider, isConsole: false }),
    habits: personHabits(estate).map(({ weight, make }) => habit(weight, (scene) => fromTerminal(scene, make(scene)))),
  };
}

function fromTerminal(scene: Scene, deed: Deed): Deed {
  return { ...deed, agent: withCommand(scene.agent, deed.service, plainName(deed.operation)) };
}

function person(estate: Estate, opening: Opening, isConsole: boolean): Presence {
  const { random, index } = opening;
  const name = estate.people[index % estate.people.length] ?? '';
  const rights = index % 7 === 0 ? admin : index % 2 === 0 ? power : readOnly;
  const onBehalfOf = { user: estate.userUidOf(name), directory: estate.directory.arn };
  return inRole(opening, estate.role(rights, `/aws-reserved/sso.amazonaws.com/${estate.account.home}/`), {
    name,
    network: random.chance(0.7) ? `203.0.113.${random.between(10, 14)}` : `198.51.100.${random.between(2, 120)}`,
    agent: isConsole ? browser(random) : commandLine(random),
    session: { isConsole, onBehalfOf },
  });
}

/** A user of the old kind, whose key a script uses. */
function veteran(estate: Estate): Resident {
  const place = (scene: Scene) => ({
    bucket: estate.buckets[1] ?? '',
    account: estate.account.uid,
    key: `uploads/${scene.random.hex(12)}.tar.gz`,
  });
  return {
    name: 'legacy-user',
    count: 1,
    share: 1.6,
    rhythm: 'steady',
    calls: [4, 40],
    paceMs: [60, 900],
    sessionMinutes: 100_000,
    isAtHome: true,
    arrive: ({ random }) => ({
      actor: {
        is: 'user',
        uid: userUid(random),
        name: 'deploy-legacy',
        account: estate.account.uid,
        credential: permanentKey(random),
      },
      network: '192.0.2.61',
      agent: oldCommandLine,
    }),
    habits: [
      habit(8, (scene) => objectCall(scene, 'PutObject', place(scene))),
      habit(3, (scene) => objectCall(scene, 'HeadObject', place(scene))),
      habit(1, () => read('sts.GetCallerIdentity')),
      habit(1, (scene) => refused(scene, read('s3.ListBuckets'))),
    ],
  };
}

/** Once in a while somebody signs in as root, with the second factor, and looks at the bill. */
function rootOwner(estate: Estate): Resident {
  const { uid } = estate.account;
  return {
    name: 'root-owner',
    count: 1,
    share: 0.012,
    rhythm: 'office',
    calls: [3, 9],
    paceMs: [800, 20_000],
    sessionMinutes: 60,
    isAtHome: true,
    arrive: ({ random, time }) => ({
      actor: {
        is: 'root',
        account: uid,
        credential: temporaryKey(random),
        session: { opened: time, hasMfa: true, isConsole: true },
      },
      network: '203.0.113.10',
      agent: browser(random),
    }),
    open: (scene) => [{ ...consoleLogin(scene, { hasMfa: true }), actor: { is: 'root', account: uid } }],
    habits: [
      habit(2, () => read('billingconsole.GetBillingPreferences', null, { ...home, kind: 'AwsConsoleAction' })),
      habit(2, () => read('account.GetContactInformation', null, home)),
      habit(2, () => read('iam.GetAccountSummary', null, home)),
      habit(1, () => read('payments.ListPaymentInstruments', null, home)),
    ],
  };
}

/** A person of the directory in a tool that needs no role. */
function directoryPerson(estate: Estate): Resident {
  const account = estate.organisation.accounts[0]?.uid ?? estate.account.uid;
  const directory = estate.directory.arn;
  return {
    name: 'directory-person',
    count: 6,
    share: 0.5,
    rhythm: 'office',
    calls: [2, 12],
    paceMs: [3_000, 60_000],
    sessionMinutes: 480,
    isAtHome: true,
    arrive: ({ random, index }) => ({
      actor: {
        is: 'directory-user',
        account,
        user: estate.userUidOf(estate.people[index] ?? ''),
        directory,
        credential: random.hex(64),
      },
      network: `203.0.113.${random.between(10, 14)}`,
      agent: `aws-sdk-js/3.888.0 ua/2.1 os/darwin#25.0.0 lang/js md/nodejs#22.20.0 api/codewhispererruntime#1.0.0 m/E AWS-Toolkit-For-VSCode/3.${random.between(70, 82)}.0`,
    }),
    habits: [
      habit(6, () =>
        write(
          'codewhisperer.GenerateCompletions',
          { fileContext: 'HIDDEN_DUE_TO_SECURITY_REASONS', maxResults: 1 },
          home,
        ),
      ),
      habit(2, () => write('codewhisperer.SendTelemetryEvent', { optOutPreference: 'OPTOUT' }, home)),
    ],
  };
}
