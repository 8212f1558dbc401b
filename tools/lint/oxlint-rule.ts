import type { RuleTester } from 'oxlint/plugins-dev';

// oxlint exports these types from a package of their own, @oxlint/plugins; its rule tester shows them too.

/** A lint rule: called once a file, answers with what to do at each kind of syntax node. */
export type LintRule = Extract<Parameters<RuleTester['run']>[1], { create: unknown }>;

/** Any node of a file's syntax tree, as a report wants it. */
export type SyntaxNode = NonNullable<Parameters<Parameters<LintRule['create']>[0]['report']>[0]['node']>;
