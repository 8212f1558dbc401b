import { cite } from '../../model/evidence.ts';
import type { Citation } from '../../model/evidence.ts';
import type { Advice } from '../../model/incident.ts';
import type { Links, Need } from '../../model/links.ts';
import { isPlainArgument, shellWord } from '../../model/shell-word.ts';
import { identityOf } from '../chain/root.ts';
import type { Origin } from '../chain/root.ts';

type Draft = Pick<Advice, 'text' | 'why' | 'how'> & { readonly citations: readonly Citation[] };

export type Blanks = Readonly<Partial<Record<'credential' | 'identity' | 'account' | 'region', string>>> & {
  readonly resource?: readonly string[];
};

/** An advice where it is needed and rests on something. */
export function advice(isNeeded: boolean | undefined, { citations, ...said }: Draft): readonly Advice[] {
  return isNeeded && citations.length > 0 ? [{ ...said, ...cite(citations) }] : [];
}

export const originCitations = (origin: Origin | null): readonly Citation[] =>
  origin === null ? [] : [{ ref: origin.strand.firstUid, time: origin.strand.first }];
export const citationsOf = (evidence: readonly string[]): readonly Citation[] =>
  evidence.map((ref) => ({ ref, time: null }));

export function blanksOf({ strand }: Origin): Blanks {
  return { credential: strand.credential ?? '', identity: identityOf(strand).name, account: strand.actorAccount ?? '' };
}

export const howTo = (links: readonly Links[], need: Need, blanks: Blanks): string | null =>
  filled(
    linksAt(links, blanks)
      .map((one) => one.howTo[need])
      .find((text) => text !== undefined) ?? null,
    blanks,
  );

/** What is said to be of no account was found on a machine. */
function linksAt(links: readonly Links[], { account }: Blanks): readonly Links[] {
  const own = links.filter(({ cloud }) => account === undefined || (cloud === null) === (account === ''));
  return own.length > 0 ? own : links;
}

export const howToLook = (links: readonly Links[], type: string, blanks: Blanks): string | null =>
  filled(links.map((one) => one.howToLook[type]).find((text) => text !== undefined) ?? null, blanks);

export const howToStop = (links: readonly Links[], type: string, blanks: Blanks): string | null =>
  filled(links.map((one) => one.howToStop[type]).find((text) => text !== undefined) ?? null, blanks);

/**
 * A provider's command or console path; every value becomes one word of a shell, an unknown one `…`. All
 * blanks are filled at once: what a name holds is never taken for a blank.
 */
function filled(template: string | null, blanks: Blanks): string | null {
  return (
    template?.replaceAll(/\{(credential|identity|resource|account|region)\}/g, (_, name: keyof Blanks) => {
      const values = [blanks[name] ?? []].flat().filter((value) => isPlainArgument(value) && !value.startsWith('-'));
      return values.length === 0 ? '…' : values.map(shellWord).join(' ');
    }) ?? null
  );
}
