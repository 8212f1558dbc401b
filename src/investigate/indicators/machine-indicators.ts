import type { IndicatorType } from '../../model/indicator.ts';
import type { Timed } from '../cells.ts';
import { bytesText } from '../claims/amounts.ts';
import type { MachineFacts, MiningSign } from '../machines/machine-facts.ts';
import type { MachineStory } from '../machines/machine-story.ts';
import { plainText } from '../plain-text.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { commandTraces } from './command-traces.ts';
import { isInside } from './inside.ts';
import { publicKeysIn } from './public-keys.ts';

/** Something to look for elsewhere, before it has its times and its list of evidence. */
export interface Noted {
  readonly type: IndicatorType;
  readonly value: string;
  readonly role: string;
  readonly citations: readonly Timed[];
}

/** Programs of every system, by which miners are fetched and started. */
const ordinaryPrograms =
  /^(?:.*\/)?(?:bash|sh|dash|zsh|sudo|su|env|nohup|setsid|timeout|nice|screen|tmux|python[\d.]*|perl|ruby|node|java|wget|curl|systemd|cron|sshd(?:-session)?|busybox|docker|containerd(?:-shim.*)?|runc|install|cp|mv|ln|rm|chmod|chown|chattr|touch|tar|gzip|gunzip|unzip|tee|cat|echo|ls|ps|grep|pgrep|kill|pkill|killall|crontab|systemctl|service|mkdir|base64|sed|awk|find|xargs|git|make|apt(?:-get)?|dpkg|yum|dnf|rpm|pip[\d.]*|sysctl|modprobe|insmod|wrmsr|rdmsr|user(?:add|mod|del)|passwd|chpasswd|apk|dnf|zypper|snap|ssh|scp|rsync|nc|ncat|socat|iptables|ufw|uname|id|whoami|nproc|lscpu|head|tail)$/;
const absolute = /^\/[^\s]{1,300}$/;

/** The files that ran as miners, by the records that call them so; without those of every system. */
const minerFiles = (signs: readonly MiningSign[]): readonly Noted[] =>
  signs.flatMap(({ process, what, is, uid, time }) => {
    if (is === 'handled')
      return laidDown(what).map((value) => ({
        type: 'file' as const,
        value,
        role: 'laid down as a miner',
        citations: [{ ref: uid, time }],
      }));
    const run = is === 'command' ? firstProgram(what) : null;
    return [process, run]
      .flatMap((path) => (path !== null && absolute.test(path) && !ordinaryPrograms.test(path) ? path : []))
      .map((value) => ({ type: 'file' as const, value, role: 'ran as a miner', citations: [{ ref: uid, time }] }));
  });

const copying = /^(?:.*\/)?(?:install|cp|mv|ln|chmod)$/;

/** The files that a command which rules call mining copies or makes ready to run. */
function laidDown(command: string): readonly string[] {
  const words = command.split(/\s+/, 20).filter((word) => word !== '' && !launchers.test(word));
  return copying.test(words[0] ?? '')
    ? words.slice(1).filter((word) => absolute.test(word) && !ordinaryPrograms.test(word))
    : [];
}

/** What starts another program, with what may stand between. */
const launchers = /^(?:.*\/)?(?:sudo|env|nohup|setsid|timeout|nice|ionice|screen|exec|sh|bash|dash)$/;

/** Whether a command starts a program of its own, or names a pool; others only handle files. */
export function runsMiner(command: string): boolean {
  const [first] = command
    .split(/\s+/, 20)
    .filter((word) => word !== '' && !launchers.test(word) && !/^(?:-|\d+[smh]?$|\w+=)/.test(word));
  const starts = first !== undefined && !ordinaryPrograms.test(first);
  return starts || commandTraces(command).some(({ type }) => type === 'domain' || type === 'ip' || type === 'port');
}

/** The first word of a command that is no program of every system. */
const firstProgram = (command: string): string | null =>
  command.split(/\s+/, 20).find((word) => !word.startsWith('-') && !ordinaryPrograms.test(word)) ?? null;

/** Paths that commands, signs and their records name: those whose hashes are looked for. */
export const oddFiles = (acts: readonly ActGroup[], signs: readonly MiningSign[]): readonly string[] => [
  ...new Set([
    ...minerFiles(signs).map(({ value }) => value),
    ...acts.flatMap(({ command }) =>
      commandTraces(command ?? '').flatMap(({ type, value }) => (type === 'file' ? value : [])),
    ),
  ]),
];

/** What the records of machines give to look for elsewhere: miners and their hashes, pools, keys laid down, and where data went. */
export function machineIndicators(stories: readonly MachineStory[], own: readonly ActGroup[]): readonly Noted[] {
  const keys = own.flatMap(({ command, host, outcome, citations }) =>
    command === null || host === null || outcome !== 'accepted'
      ? []
      : publicKeysIn(command).map(({ fingerprint, comment }) => ({
          type: 'key' as const,
          value: fingerprint,
          role: `laid down by the intruder${comment === null ? '' : ` under the name ${plainText(comment)}`}`,
          citations,
        })),
  );
  return [
    ...stories.flatMap((story) => [
      ...receivers(story),
      ...pools(story.facts),
      ...minerFiles(story.facts.signs),
      ...hashes(story.facts),
    ]),
    ...keys,
  ];
}

const hashes = ({ hashes: all }: MachineFacts): readonly Noted[] =>
  all.map(({ path, sha256, citations }) => ({
    type: 'hash',
    value: sha256,
    role: `SHA-256 of ${plainText(path)}`,
    citations,
  }));

const endpoint = /^(.+?)(?::(\d{1,5}))?$/;

/** Where miners were spoken to and asked for. */
const pools = ({ signs }: MachineFacts): readonly Noted[] =>
  signs.flatMap(({ is, what, uid, time }): readonly Noted[] => {
    const citations = [{ ref: uid, time }];
    if (is === 'lookup') return [{ type: 'domain', value: what.toLowerCase(), role: 'a pool', citations }];
    if (is !== 'connection') return [];
    const [, address = '', port] = /^[0-9a-f:]*:[0-9a-f:]*$/i.test(what) ? [what, what] : (endpoint.exec(what) ?? []);
    if (isInside(address)) return [];
    return [
      { type: 'ip', value: address, role: 'a pool', citations },
      ...(port === undefined ? [] : [{ type: 'port' as const, value: port, role: 'of a pool', citations }]),
    ];
  });

/** Bytes from which a receiver is worth a look where nothing bounds what mining sends. */
const notable = 100_000_000;
/** Share of all that was sent, so that what the machine does by itself is none. */
const greatShare = 0.1;

/** Who was sent much and was never spoken to before. */
const receivers = ({ facts: { sent } }: MachineStory): readonly Noted[] =>
  (sent?.destinations ?? [])
    .filter(
      ({ isInside: inner, isKnown, bytes }) =>
        !inner && !isKnown && bytes >= notable && bytes >= greatShare * (sent?.bytes ?? 0),
    )
    .flatMap(({ address, port, bytes, citations }): readonly Noted[] => [
      { type: 'ip', value: address, role: `was sent ${bytesText(bytes)}`, citations },
      ...(port === null
        ? []
        : [{ type: 'port' as const, value: port, role: `${address} was sent ${bytesText(bytes)} there`, citations }]),
    ]);
