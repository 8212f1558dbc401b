import { layers } from './layers.ts';
import type { LintRule } from './oxlint-rule.ts';
import { providerNames } from './provider-names.ts';

/** Our own lint rules; oxlint wants a default export here. */
const plugin = {
  meta: { name: 'beewolf' },
  rules: { layers, 'provider-names': providerNames } satisfies Readonly<Record<string, LintRule>>,
};

export default plugin;
