/** A defanged address or name as it was: `hxxp://a[.]example` is `http://a.example`. */
export function arm(text: string): string {
  return text
    .replace(/[[({]\s?(?:\.|dot)\s?[\])}]/gi, '.')
    .replace(/\[:\]/g, ':')
    .replace(/\[:\/\/\]|\[\/\/\]/g, '://')
    .replace(/^h(?:xx|\*\*|tt)p/i, 'http')
    .replace(/\\\./g, '.');
}
