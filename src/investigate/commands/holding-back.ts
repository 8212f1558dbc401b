import type { Verb } from '../../model/semantics.ts';
import { optionsOf } from './program-options.ts';
import { pipelinesOf, type SimpleCommand } from './simple-commands.ts';

/** What a command ends, deletes or locks on its machine. */
export interface HoldingBack {
  readonly verb: Extract<Verb, 'stop' | 'delete' | 'disable-credential'>;
  readonly kind: 'service' | 'process' | 'user' | 'jobs' | 'file';
  /** Names, or paths of files. */
  readonly of: readonly string[];
}

/** Left out is what names nobody's: the number of a process, and the jobs of whoever runs it. */
export const holdingBackIn = (command: string): readonly HoldingBack[] =>
  pipelinesOf(command).flatMap((pipeline) =>
    pipeline.flatMap((simple) => {
      const held = holders.get(simple.program)?.(simple) ?? null;
      return held === null ? [] : [held];
    }),
  );

type Read = (simple: SimpleCommand) => HoldingBack | null;

/** A unit by its name, with or without what kind of unit it is. */
export const unitName = (unit: string): string => unit.replace(/\.(?:service|timer|socket)$/, '');

const some = (held: HoldingBack): HoldingBack | null => (held.of.length === 0 ? null : held);

const stoppedUnits = (units: readonly string[]): HoldingBack | null =>
  some({ verb: 'stop', kind: 'service', of: units.map(unitName) });

const systemctl: Read = ({ args }) => {
  const [deed = '', ...units] = optionsOf(args, 't p H M s signal type host machine').rest;
  return /^(?:stop|disable|mask|kill)$/.test(deed) ? stoppedUnits(units) : null;
};

const service: Read = ({ args: [unit = '', deed] }) => (deed === 'stop' ? stoppedUnits([unit]) : null);

const crontab: Read = ({ args }) => {
  const { has, values } = optionsOf(args, 'u');
  return has('r') ? some({ verb: 'delete', kind: 'jobs', of: values('u') }) : null;
};

const locking =
  (valued: string, ...letters: readonly string[]): Read =>
  ({ args }) => {
    const { has, rest } = optionsOf(args, valued);
    return has(...letters) ? some({ verb: 'disable-credential', kind: 'user', of: rest.slice(-1) }) : null;
  };

const deletingUser: Read = ({ args }) =>
  some({ verb: 'delete', kind: 'user', of: optionsOf(args, 'R P').rest.slice(0, 1) });

const ending: Read = ({ args }) => {
  const names = optionsOf(
    args.filter((word) => !/^-(?:\d+|SIG[A-Z]+|KILL|TERM|HUP|INT|STOP)$/.test(word)),
    's u U g G t P signal user',
  ).rest;
  return some({ verb: 'stop', kind: 'process', of: names });
};

const removing: Read = ({ args }) => some({ verb: 'delete', kind: 'file', of: optionsOf(args, '').rest });

const holders: ReadonlyMap<string, Read> = new Map(
  Object.entries({
    systemctl,
    service,
    crontab,
    passwd: locking('n x w i', 'l', 'lock'),
    usermod: locking('c d e f g G l p s u Z', 'L', 'lock', 'e', 'expiredate'),
    chage: locking('d E I m M W', 'E', 'expiredate'),
    userdel: deletingUser,
    deluser: deletingUser,
    pkill: ending,
    killall: ending,
    rm: removing,
    shred: removing,
  }),
);

/** Whatever may hold something back names one of these. */
export const holdingPrograms: readonly string[] = [...holders.keys()];
