/** Beyond this depth brackets are no longer indented: a record may be a hundred thousand brackets deep. */
const deepestIndent = 64;

/**
 * JSON as text, laid out over lines, two blanks a level. Only white space between tokens changes:
 * repeated keys, escapes and the digits of numbers stay as they were written.
 */
export function indentJson(json: string): string {
  const tokens = json.match(/"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/gs) ?? [];
  const parts: string[] = [];
  let depth = 0;
  const breakLine = (): void => void parts.push('\n', '  '.repeat(Math.min(depth, deepestIndent)));
  for (const [index, token] of tokens.entries()) {
    if (token === '{' || token === '[') {
      parts.push(token);
      depth += 1;
      if (!isClosing(tokens[index + 1])) breakLine();
    } else if (isClosing(token)) {
      depth -= 1;
      if (!isOpening(tokens[index - 1])) breakLine();
      parts.push(token);
    } else {
      parts.push(token);
      if (token === ',') breakLine();
      else if (token === ':') parts.push(' ');
    }
  }
  return parts.join('');
}

const isOpening = (token: string | undefined): boolean => token === '{' || token === '[';
const isClosing = (token: string | undefined): boolean => token === '}' || token === ']';
