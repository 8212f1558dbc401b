import { findings } from '../detect/findings.ts';
import { findingTexts } from '../investigate/finding-texts.ts';
import type { Finding } from '../model/finding.ts';
import type { Case } from './pipeline.ts';

/** The findings of a case, those of baselines with what they saw. */
export async function* toldFindings({
  workspace: { engine, scratch },
  detectors,
  baselines,
}: Pick<Case, 'workspace' | 'detectors' | 'baselines'>): AsyncGenerator<Finding> {
  const textOf = await findingTexts(engine, baselines);
  const identities = detectors.map(({ identity }) => identity);
  for await (const finding of findings(engine, identities, scratch)) {
    const text = textOf(finding);
    yield text === null ? finding : { ...finding, text };
  }
}
