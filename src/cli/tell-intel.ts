import type { IntelList } from '../model/intel.ts';
import { counted } from './counted.ts';
import type { Progress } from './progress.ts';

/** Says on standard error what each list holds, how old it says it is, and what of it could not be used. */
export function noteIntel(lists: readonly IntelList[], progress: Pick<Progress, 'note'>): void {
  for (const { name, asOf, domains, words, networks, ports, setAside } of lists) {
    const held = [
      [networks.length, 'network'],
      [domains.length, 'name'],
      [words.length, 'word'],
      [ports.length, 'port'],
    ] as const;
    const kinds = held.filter(([count]) => count > 0).map(([count, noun]) => counted(count, noun));
    const age = asOf === null ? 'bears no date, so it weighs half' : `of ${asOf}`;
    progress.note(`  list ${name}: ${kinds.length === 0 ? 'nothing that could be used' : kinds.join(', ')}; ${age}`);
    for (const { reason, count } of setAside)
      progress.note(`    set aside: ${counted(count, 'entry').replace('entrys', 'entries')} (${reason})`);
  }
}
