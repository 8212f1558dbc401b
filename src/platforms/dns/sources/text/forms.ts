import type { LineForm, Lines } from '../../../../model/source.ts';
import { heads, objects, recognise } from './heads.ts';

const begins = (...starts: readonly string[]) => ({ key: 'message', starts });
const holds = (...contains: readonly string[]) => ({ key: 'message', contains });
const message = (form: Omit<LineForm, 'of'>): LineForm => ({ of: 'message', ...form });

/** Who asked, as BIND writes it in front of all that it says of a client; the journal and syslog may name the category again. */
const client =
  '^(?:[a-z-]+: )?(?:(?:info|notice|warning|error): )?client (?:@0x[0-9a-f]+ )?([0-9A-Fa-f.:]+)[^ #]*#([0-9]+)(?:/key [^ ]+)?(?: \\([^ ]+\\))?: (?:view [^ ]+: )?';
const ofClient = holds('client ');

/** BIND escapes blanks in names: a word is a whole name. */
const bindForms: readonly LineForm[] = [
  message({
    when: [ofClient, holds(': query: ')],
    pattern: `${client}(query): ([^ ]+?)\\.? ([A-Z0-9]+) ([A-Z0-9-]+)(?: ([-+][^ ]*))?(?: \\(([0-9A-Fa-f.:]+)[^)]*\\))?(?: \\[ECS .*\\])?$`,
    keys: ['address', 'port', 'act', 'name', 'class', 'type', 'flags', 'server'],
  }),
  message({
    when: [ofClient, holds(': query failed (')],
    pattern: `${client}(query failed) \\(([^)]+)\\) for ([^ ]+)/([A-Z0-9]+)/([A-Z0-9-]+) at .*$`,
    keys: ['address', 'port', 'act', 'code', 'name', 'class', 'type'],
  }),
  message({
    when: [ofClient, holds("' denied")],
    pattern: `${client}query(?: \\(cache\\))? '([^ ]+)/([A-Z0-9-]+)/([A-Z0-9]+)' (denied).*$`,
    keys: ['address', 'port', 'name', 'type', 'class', 'act'],
  }),
  message({
    when: [ofClient, holds(': rpz ')],
    pattern: `${client}(rpz) [A-Z-]+ ([A-Za-z-]+) rewrite ([^ ]+?)(?:/([A-Z0-9-]+)/([A-Z0-9]+))? via ([^ ]+)$`,
    keys: ['address', 'port', 'act', 'policy', 'name', 'type', 'class', 'list'],
  }),
];

/** With `log-queries=extra` a number and the one who asked stand first. */
const extra = '^(?:[0-9]+ [^ ]+ )?';

const dnsmasqForms: readonly LineForm[] = [
  message({
    when: [holds('query[')],
    pattern: `${extra}(query)\\[(?:type=)?([A-Z0-9-]+)\\] (.*) from ([^ ]+)$`,
    keys: ['act', 'type', 'name', 'address'],
  }),
  message({
    when: [holds('forwarded ')],
    pattern: `${extra}(forwarded) (.*) to ([0-9A-Fa-f.:]+)(?:#[0-9]+)?$`,
    keys: ['act', 'name', 'server'],
  }),
  message({
    when: [holds(' is ')],
    pattern: `${extra}(reply|cached|cached-stale|config|gravity blocked|DHCP|/[^ ]+) (.*) is (NXDOMAIN|SERVFAIL|REFUSED|FORMERR|NOTIMP)$`,
    keys: ['act', 'name', 'code'],
  }),
  message({
    when: [holds(' is ')],
    pattern: `${extra}(reply|cached|cached-stale|config|gravity blocked|DHCP|/[^ ]+) (.*) is ([^ ]+)$`,
    keys: ['act', 'name', 'answer'],
  }),
];

const coreForms: readonly LineForm[] = [
  message({
    when: [begins('[INFO] ')],
    pattern:
      '^\\[INFO\\] \\[?([0-9A-Fa-f.:]+?)\\]?:([0-9]+) - [0-9]+ "([A-Z0-9-]+) ([A-Z0-9]+) ([^ ]*?)\\.? ([a-z]+) ([0-9]+) (?:true|false) [0-9]+" ([A-Z0-9]+|-) ([^ ]+) ([0-9]+) ([0-9.]+)s.*$',
    keys: ['address', 'port', 'type', 'class', 'name', 'protocol', 'size', 'code', 'flags', 'answer_size', 'seconds'],
  }),
];

/** How lines of name servers are read; of any other line of theirs the head alone. */
export const lines: Lines = {
  recognise,
  forms: [...heads, ...bindForms, ...dnsmasqForms, ...coreForms],
  objects,
};
