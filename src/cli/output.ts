import type { Writable } from 'node:stream';

/** Standard output, which carries data only. When its reader has gone, what is written goes nowhere, without a word. */
export interface Output {
  readonly isTerminal: boolean;
  /** Whether the reader has gone, so that a long listing can stop. */
  readonly isClosed: () => boolean;
  /** Text exactly as given; resolves when the stream can take more. */
  readonly write: (text: string) => Promise<void>;
  /** Text and a line break. */
  readonly line: (text: string) => Promise<void>;
  /** One value a line, as compact JSON. */
  readonly jsonLine: (value: unknown) => Promise<void>;
  /** A whole document, indented. */
  readonly json: (value: unknown) => Promise<void>;
  /** A whole document that is JSON text already; what would act on a terminal is escaped, its value is the same. */
  jsonText(text: string): Promise<void>;
}

export function openOutput(stream: Writable & { readonly isTTY?: boolean }): Output {
  let isClosed = false;
  const close = (error: NodeJS.ErrnoException): void => {
    isClosed = true;
    if (error.code !== 'EPIPE') throw error;
  };
  stream.on('error', close);
  const write = async (text: string): Promise<void> => {
    if (isClosed || stream.write(text)) return;
    await drained(stream);
  };
  const line = (text: string): Promise<void> => write(`${text}\n`);
  return {
    isTerminal: stream.isTTY === true,
    isClosed: () => isClosed,
    write,
    line,
    jsonLine: (value) => line(inertJson(JSON.stringify(value))),
    json: (value) => line(inertJson(JSON.stringify(value, null, 2))),
    jsonText: (text) => line(inertJson(text)),
  };
}

function drained(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      for (const event of ['drain', 'error', 'close']) stream.removeListener(event, done);
      resolve();
    };
    for (const event of ['drain', 'error', 'close']) stream.once(event, done);
  });
}

/** What acts on a terminal and JSON.stringify leaves as it is; line breaks stand between values only. */
const active = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Default_Ignorable_Code_Point}]/gu;

/** JSON that parses to the same value and holds no active character. */
function inertJson(json: string): string {
  return json.replace(active, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
