import { once } from 'node:events';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '../model/errors.ts';
import type { TypstSource } from './typst.ts';

/** What the thread answers: a PDF, null where nothing on this machine can set one, or what went wrong. */
export type PagesSet = { readonly pdf: Uint8Array | null } | { readonly fault: string };

/** Sets PDFs on a thread of its own; one at a time may be asked for. */
export interface PageSetter {
  /**
   * The PDF of a source, or null where the compiler, which is native, was built for no such machine. Throws AppError
   * where it cannot be set, which is an error of ours.
   */
  set(source: TypstSource): Promise<Uint8Array | null>;
  close(): Promise<void>;
}

/** Setting pages takes as long as all else that is made of a report: begun early, it costs no time of its own. */
export function openPageSetter(): PageSetter {
  // Compiled, this file and the thread's end in .js.
  const thread = new Worker(join(import.meta.dirname, `set-pages${extname(import.meta.filename)}`));
  return {
    set: async (source) => {
      thread.postMessage(source);
      const [told] = (await once(thread, 'message')) as [PagesSet];
      if ('fault' in told) throw new AppError('internal', told.fault);
      return told.pdf;
    },
    close: async () => void (await thread.terminate()),
  };
}
