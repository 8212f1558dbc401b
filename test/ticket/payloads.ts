/** What an attacker may have written into any text of an incident. */
export const payloads: readonly string[] = [
  '<img src=x onerror=alert(1)>',
  '[a](javascript:alert(1)) ![x](https://evil.example.com/x.png)',
  'https://evil.example.com www.evil.example.com mail@example.com',
  '\n# heading\n\n- item\n---\ntitle: x',
  '\u001b[31m\u202e\u200b\ud800',
  '{code} [~accountid:1] @here !x.png!',
  '[code]<a href="https://evil.example.com">x</a>[/code]',
  "=cmd|'/C calc'!A0",
  '"; } ${x} %{ if true } |22| \\',
];
