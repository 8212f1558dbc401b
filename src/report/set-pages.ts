import { parentPort } from 'node:worker_threads';
import type { PagesSet } from './page-setter.ts';
import type { TypstSource } from './typst.ts';

// The thread of page-setter.ts: one source in, one PDF out, in the order in which they come.

/** Null where the compiler, which is native, was built for no such machine. */
const compiler = await import('./compile-typst.ts').catch(() => null);

parentPort?.on('message', (source: TypstSource) => parentPort?.postMessage(pagesOf(source)));

function pagesOf(source: TypstSource): PagesSet {
  try {
    return { pdf: compiler === null ? null : compiler.compileTypst(source) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}
