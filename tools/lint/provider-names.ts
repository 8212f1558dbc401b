import type { LintRule, SyntaxNode } from './oxlint-rule.ts';
import { folderOf, isTest } from './layers.ts';

/** Folders of the core, which read columns and name no provider. */
const core = new Set(['model', 'lake', 'detect', 'investigate', 'respond', 'report', 'custody', 'simulate', 'app']);

/** Words that only a provider's own folder has reason to use. */
const providers = new Set(
  `aws amazon amazonaws cloudtrail guardduty ec2 arn
  gcp google googleapis gserviceaccount gke
  azure microsoft entra
  oci oracle oraclecloud ocid
  alibaba aliyun digitalocean tencent`.split(/\s+/),
);

/** Keeps providers' names out of the core: out of its identifiers, strings and patterns; comments are free. */
export const providerNames: LintRule = {
  create(context) {
    const folder = folderOf(context.filename);
    if (folder === null || !core.has(folder) || isTest(context.filename)) return {};
    const check = (node: SyntaxNode, text: string): void => {
      const name = wordsOf(text).find((word) => providers.has(word));
      if (name === undefined) return;
      context.report({
        node,
        message: `src/${folder} may not name a provider (${name}): let the provider's folder declare it as data`,
      });
    };
    return {
      Identifier: (node) => check(node, node.name),
      PrivateIdentifier: (node) => check(node, node.name),
      TemplateElement: (node) => check(node, node.value.raw),
      Literal: (node) => {
        if ('regex' in node) check(node, node.regex.pattern);
        else if (typeof node.value === 'string') check(node, node.value);
      },
    };
  },
};

/** `listAwsKeys`, `AWS_KEY` and `s3.amazonaws.com` in lower-case words. */
function wordsOf(text: string): readonly string[] {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
}
