import type { Incident } from '../../model/incident.ts';
import { inert } from '../../model/inert.ts';
import { redactSecrets } from '../../model/redact.ts';
import { defang } from '../defang.ts';
import { blockable, type Blockable, type SharedPlaces } from './blockable.ts';
import { suricataRules } from './suricata.ts';

/**
 * What to cut off, in the forms that firewalls, sensors and resolvers read, by the name of the file; only where there
 * is anything in it. `review.txt`, which blocks nothing, holds what would hit the organisation itself or others.
 */
export function blocklistFiles(incident: Incident, places: SharedPlaces): Readonly<Record<string, string>> {
  const { incident_uid: uid } = incident;
  const all = blockable({ ...incident, indicators: redactSecrets(incident.indicators) }, places);
  const { addresses, domains, urls, review } = all;
  const files: readonly (readonly [string, string])[] = [
    ['ip.txt', lines(addresses.map(({ address }) => address))],
    ['domain.txt', lines(domains.map(({ domain }) => domain))],
    ['url.txt', lines(urls.map(({ url }) => url.href))],
    ['hosts.txt', lines(domains.map(({ domain }) => `0.0.0.0 ${domain}`))],
    ['suricata.rules', suricataRules(all, uid)],
    ...places.forms.flatMap(({ rules }) =>
      rules === null || addresses.length === 0 ? [] : [[rules.file, rules.render(uid, addresses)] as const],
    ),
    ['review.txt', reviewText(review)],
  ];
  return Object.fromEntries(files.flatMap(([name, text]) => (text === '' ? [] : [[`blocklists/${name}`, text]])));
}

const lines = (values: readonly string[]): string => values.map((value) => `${value}\n`).join('');

/** Comments alone, defanged: no program that reads it takes anything for a block. */
function reviewText(review: Blockable['review']): string {
  if (review.length === 0) return '';
  const told = review.map(
    ({ indicator, why }) =>
      `# ${indicator.type} ${inert(defang(indicator))} (${inert(indicator.role)}): ${inert(why)}\n`,
  );
  return `# Not blocked. Look at each before you block it.\n${told.join('')}`;
}
