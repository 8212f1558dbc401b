import { inert } from '../model/inert.ts';
import { shorten } from './terminal.ts';

/** What a person may want to know while a command works; standard error, never data. */
export interface Progress {
  /** A line that stays. */
  readonly note: (text: string) => void;
  /** The one line that says how far the work is; replaced by the next, shown only on a terminal. */
  readonly show: (text: string) => void;
  /** Takes that line away: before data is printed, and at the end. */
  readonly clear: () => void;
}

interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Often enough to look alive, seldom enough to cost nothing. */
const pauseMs = 100;
const eraseLine = '\r\u001b[2K';

/** Text is made inert here. Quiet means neither notes nor progress. */
export function openProgress(
  stream: Stream,
  options: { readonly isQuiet: boolean; readonly now?: () => number },
): Progress {
  if (options.isQuiet) return { note: () => {}, show: () => {}, clear: () => {} };
  const now = options.now ?? Date.now;
  let isShown = false;
  let shownAt = -Infinity;
  const clear = (): void => {
    if (isShown) stream.write(eraseLine);
    isShown = false;
  };
  return {
    note: (text) => {
      clear();
      stream.write(`${inert(text)}\n`);
    },
    show: (text) => {
      if (!stream.isTTY || now() - shownAt < pauseMs) return;
      shownAt = now();
      stream.write(eraseLine + shorten(inert(text), (stream.columns || 80) - 1));
      isShown = true;
    },
    clear,
  };
}
