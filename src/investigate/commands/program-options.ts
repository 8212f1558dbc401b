/** The options of a program and what else it is given. */
export interface Options {
  /** Values of any of these options, in their order. */
  readonly values: (...names: readonly string[]) => readonly string[];
  readonly has: (...names: readonly string[]) => boolean;
  readonly rest: readonly string[];
}

/**
 * Reads arguments as most programs do: `-o value`, `-ovalue`, `-xo value`, `--option value`, `--option=value`.
 * @param valued the letters and names of options that a value belongs to, with blanks between; `p?` where it only
 *   follows in the same word
 */
export function optionsOf(args: readonly string[], valued: string): Options {
  const takesValue = new Set(valued.split(' '));
  const found: (readonly [string, string | null])[] = [];
  const rest: string[] = [];
  const next = args[Symbol.iterator]();
  const following = (): string | null => {
    const { value, done } = next.next();
    return done === true ? null : value;
  };
  for (let word = following(); word !== null; word = following()) {
    const [, long, glued] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    const single = word.slice(1);
    if (long !== undefined) found.push([long, glued ?? (takesValue.has(long) ? following() : null)]);
    else if (!/^-./.test(word)) rest.push(word);
    // Some programs take whole words after one dash.
    else if (single.length > 1 && takesValue.has(single)) found.push([single, following()]);
    else {
      const letters = [...single];
      const at = letters.findIndex((letter) => takesValue.has(letter) || takesValue.has(`${letter}?`));
      for (const letter of at < 0 ? letters : letters.slice(0, at)) found.push([letter, null]);
      const letter = letters[at];
      if (letter !== undefined)
        found.push([letter, letters.slice(at + 1).join('') || (takesValue.has(letter) ? following() : null)]);
    }
  }
  return {
    values: (...names) => found.flatMap(([name, value]) => (names.includes(name) && value !== null ? [value] : [])),
    has: (...names) => found.some(([name]) => names.includes(name)),
    rest,
  };
}
