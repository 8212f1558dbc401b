/** Text that means something to a browser, a terminal, Markdown, a spreadsheet, a typesetter or a word processor. */
export const hostilePayloads = [
  '<img src=x onerror=alert(1)>',
  '</style><script>alert(1)</script>',
  '" onload="alert(1)',
  "' onload='alert(1)",
  '[a](javascript:alert(1))',
  '![x](https://evil.example.com/x.png)',
  '`` ` |',
  '\\|',
  '\n# heading\n\n- item',
  'https://evil.example.com www.evil.example.com mail@example.com',
  '\u001b[31m\u202e\u200b\ud800',
  '    indented',
  '1. item',
  '--- === &lt;b&gt; $x$ ~~s~~ **b** _i_',
  "=cmd|'/C calc'!A0",
  ';=1+1',

  '#eval("1") #import "/etc/passwd" #read("/etc/passwd") $x$ <e1> @e1 // x */',
  ']]></w:t><w:hyperlink r:id="rId1"/>&#x0; {HYPERLINK "https://evil.example.com"} \u0001\uffff',
] as const;
