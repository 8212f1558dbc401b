import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readOwnRules } from '../src/registry/rules.ts';
import { filesIn } from './data-sets.ts';
import { correlationTexts, feedTexts } from './correlation-texts.ts';
import { type RuleText, variantsOf } from './rule-variants.ts';

const seed = 'bench';

/** Folders of rules to measure with, for `--rules`. */
export interface RuleSets {
  readonly fifty: string;
  /** Those fifty and 250 more. */
  readonly threeHundred: string;
  readonly threeThousand: string;
  /** Fifty rules for correlations: forty of the above, and ten that match much. */
  readonly fed: string;
  /** Fifty correlations over these; the rules raise their findings all the same. */
  readonly correlations: string;
  /** Our own correlations for the cloud's calls, each with the rules that it counts. */
  readonly own: { readonly counted: string; readonly correlated: string; readonly correlations: number };
  /** Where the rules come from, in words. */
  readonly origin: string;
}

/**
 * Writes the folders below `cache`. The first three hundred are SigmaHQ's for AWS and ours that speak of
 * single events, filled up with variants; the three thousand begin with all that is there.
 */
export async function makeRuleSets(cache: string, testData: string): Promise<RuleSets> {
  const folder = join(cache, 'rules');
  rmSync(folder, { recursive: true, force: true });
  const published = textsIn(join(testData, 'sigma/rules'));
  const own = (await readOwnRules()).map(({ path, text }) => ({ name: `own-${basename(dirname(path))}`, text }));
  const original = [...published, ...own].filter(({ text }) => !isCorrelation(text));
  const ofCloud = original.filter(({ text }) => ofCalls.test(text));

  const spread = ofCloud.length / 50;
  const fifty = Array.from({ length: 50 }, (_, index) => ofCloud[Math.floor(index * spread)]).filter(
    (rule) => rule !== undefined,
  );
  const others = ofCloud.filter((rule) => !fifty.includes(rule)).slice(0, 250);
  const filler = variantsOf(ofCloud, 250 - others.length, `${seed}/300`);
  const many = variantsOf(original, Math.max(0, 3_000 - original.length), `${seed}/3000`);

  const put = (name: string, rules: readonly RuleText[]): string => write(join(folder, name), rules);
  const fed = [...fifty.slice(0, 40), ...feedTexts];
  const correlated = own.filter(({ text }) => isCorrelation(text) && ofCalls.test(text));
  return {
    fifty: put('50', fifty),
    threeHundred: put('300', [...fifty, ...others, ...filler]),
    threeThousand: put('3000', [...original, ...many]),
    fed: put('fed', fed),
    correlations: put('correlations', correlationTexts(fed, 50, `${seed}/correlations`)),
    own: {
      counted: put('own-counted', correlated.map(withoutCorrelations)),
      correlated: put('own-correlated', correlated.map(findingsKept)),
      correlations: correlated.flatMap(({ text }) => documentsOf(text).filter(isCorrelation)).length,
    },
    origin: `${published.length} of SigmaHQ, ${own.length} of ours, ${filler.length} and ${many.length} variants`,
  };
}

const ofCalls = /^ +service: cloudtrail$/m;
const isCorrelation = (text: string): boolean => /^correlation:/m.test(text);
const documentsOf = (text: string): readonly string[] => text.split(/^---$/m);

const withoutCorrelations = ({ name, text }: RuleText): RuleText => ({
  name,
  text: documentsOf(text)
    .filter((document) => !isCorrelation(document))
    .join('---'),
});

/** The rules that are counted raise their findings all the same, so that what is measured is only what is added. */
const findingsKept = ({ name, text }: RuleText): RuleText => ({
  name,
  text: text.replaceAll(/^correlation:$/gm, 'correlation:\n  generate: true'),
});

function textsIn(folder: string): readonly RuleText[] {
  if (!existsSync(folder)) return [];
  return filesIn(folder)
    .filter((file) => file.endsWith('.yml'))
    .toSorted()
    .map((file) => ({ name: basename(file, '.yml'), text: readFileSync(file, 'utf8') }));
}

function write(folder: string, rules: readonly RuleText[]): string {
  mkdirSync(folder, { recursive: true });
  for (const { name, text } of rules) writeFileSync(join(folder, `${name}.yml`), text);
  return folder;
}
