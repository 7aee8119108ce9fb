/**
 * The one stylesheet, inlined in every page: paper on a footing of slate, glaz (the sea's grey-green), ajonc (gorse yellow).
 * Change the colours in the two blocks of tokens; axe measures them in both (`test/browser/for-every-reader.test.ts`).
 * No font file, no shadow, no movement; the one ornament is a 4 px gorse bar.
 * Colours never hang on :is() or a list in :not(): a browser of 2020 would drop the background and keep the text's.
 * A note may be written right to left: what belongs to a side of its text follows that, where a browser knows how.
 * Words in a row stand apart by margins: iPhones before iOS 14.5 know no `gap` in flex boxes.
 */
const source = `
:root {
  color-scheme: light dark;
  --fond: #fbf9f4; --surface: #f1eee6; --texte: #1b2326; --doux: #4c585c;
  --lien: #00596b; --survol: #003c49; --visite: #5a3c78; --sur: #fff;
  --faute: #a1231d; --bien: #1f6a3f; --alerte: #7a4b00;
  --bord: #6b777a; --filet: #d5d3ca; --ajonc: #f2b705; --cerne: #1b2326;
  --titre: Charter, "Bitstream Charter", "Sitka Text", Cambria, "Noto Serif", serif;
}
footer { --surface: #1b2529; --doux: #a9b4b6; --lien: #7ccbdb; --survol: #b5e4ee; --visite: #c9aeea; --cerne: #f2b705; }
@media (prefers-color-scheme: dark) {
  :root {
    --fond: #12191c; --surface: #1b2529; --doux: #a9b4b6; --lien: #7ccbdb; --survol: #b5e4ee; --visite: #c9aeea; --cerne: #f2b705;
    --texte: #e9e6df; --sur: #08262c; --faute: #ff9a8f; --bien: #7fd1a0; --alerte: #f5c26b; --bord: #84918f; --filet: #33403f;
  }
}
* { box-sizing: border-box; }
html { background: #1b2529; font-size: 106.25%; line-height: 1.55; -webkit-text-size-adjust: 100%; scroll-padding: 1rem; }
body {
  margin: 0; background: var(--fond); color: var(--texte); overflow-wrap: break-word; overflow-wrap: anywhere;
  font-family: system-ui, sans-serif;
}
header, main, footer > *, .annonce { max-width: 42rem; margin: 0 auto; padding: 0 1rem; }
h1, h2, h3, h4, .logo { font-family: var(--titre); line-height: 1.2; font-weight: 700; text-wrap: balance; }
h1 { font-size: 1.9rem; font-size: clamp(1.7rem, 1.4rem + 1.4vw, 2.15rem); margin: 0 0 1rem; }
h2 { font-size: 1.5rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
h4 { font-size: 1.0625rem; margin: 1.5rem 0 .5rem; }
p, ul, ol, dl, pre, table, blockquote, figure, details { margin: 0 0 1rem; }
ul, ol { padding-left: 1.4rem; padding-inline: 1.4rem 0; }
li { margin-bottom: .25rem; }
li::marker { color: var(--doux); }
a { color: var(--lien); text-underline-offset: .15em; text-decoration-thickness: 1px; }
a:visited { color: var(--visite); }
a:hover { color: var(--survol); text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--cerne); outline-offset: 2px; box-shadow: 0 0 0 6px var(--ajonc); border-radius: 2px; }
main:focus { outline: 0; box-shadow: none; }
img, svg { max-width: 100%; height: auto; }
hr { border: 0; border-top: 1px solid var(--filet); margin: 3rem 0; }
blockquote { padding-left: 1rem; padding-inline: 1rem 0; border: 0 solid var(--ajonc); border-left-width: 4px; border-inline-width: 4px 0; }
code, pre { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .875em; }
code { background: var(--surface); padding: .1em .3em; border-radius: 4px; }
pre { background: var(--surface); padding: 1rem; border-radius: 4px; white-space: pre-wrap; }
pre code { background: none; padding: 0; }
.defile { overflow-x: auto; overflow-wrap: break-word; margin: 0 0 1rem; }
table { border-collapse: collapse; margin: 0; font-variant-numeric: tabular-nums; }
th, td { text-align: start; vertical-align: top; padding: .5rem .75rem; border-bottom: 1px solid var(--filet); }
thead th { border-color: var(--bord); }
.center { text-align: center; }
.right { text-align: right; }
tbody th { font-weight: 400; }
summary { cursor: pointer; padding: .5rem 0; }
dt { font-weight: 600; }
dd { margin: 0 0 .5rem 1.4rem; }
sup { line-height: 0; }
.encart { border-left: 4px solid var(--lien); background: var(--surface); padding: .75rem 1rem; margin: 0 0 1rem; }
.encart > :last-child { margin-bottom: 0; }
.encart summary { font-weight: 600; padding: 0; }
.encart.bien { border-color: var(--bien); }
.encart.alerte { border-color: var(--alerte); }
.encart.faute { border-color: var(--faute); }
.bas { border-top: 1px solid var(--filet); padding-top: 1rem; font-size: .875rem; }
.fil { font-size: .875rem; margin: 0 0 1rem; }

.skip { position: absolute; left: -99rem; background: var(--ajonc); color: #1b2326; padding: .75rem 1rem; z-index: 1; }
.skip:focus { left: 0; }
.skip:visited { color: #1b2326; }
header { padding-top: 1.25rem; display: flex; flex-wrap: wrap; align-items: baseline; }
.logo { margin-right: 2rem; font-size: 1.5rem; text-decoration: none; letter-spacing: -.01em; box-shadow: inset 0 -4px var(--ajonc); padding: .25rem 0 .3rem; }
.logo, .logo:visited, .logo:hover { color: var(--texte); }
nav ul { list-style: none; padding: 0; margin: 0; }
header ul { display: flex; flex-wrap: wrap; margin: 0 -.625rem; }
header li { margin: 0 .625rem; }
header li a { display: block; padding: .6rem 0; }
[aria-current] { color: var(--texte); font-weight: 600; text-decoration: underline 4px var(--ajonc); text-underline-offset: .35em; }
a[aria-current]:visited { color: var(--texte); }
.annonce { margin-top: 1rem; }
.annonce p { background: var(--surface); border-left: 4px solid var(--ajonc); padding: .75rem 1rem; margin: 0; }
main { padding-top: 2rem; padding-top: clamp(1.5rem, 4vw, 3rem); padding-bottom: 3rem; }
h1 + p:not([class]) { font: 1.15rem/1.5 var(--titre); }
.encours li { border-color: var(--ajonc); }
.toc { border-left: 4px solid var(--filet); padding-left: 1rem; }
.toc li { margin: 0; }
.toc li li { padding-left: 1rem; }
.toc a { display: inline-block; padding: .2rem 0; }
.faits { color: var(--doux); }
.faits strong { color: var(--texte); }
.seances { list-style: none; padding: 0; }
.seances li { padding: .4rem 0 .5rem 1rem; border-left: 4px solid var(--filet); margin: 0 0 1rem; }
.seances a { font-weight: 600; }
.seances span { display: block; font-size: .875rem; color: var(--doux); }
.etat { color: var(--alerte); font-weight: 600; }
a.bouton, a.bouton:visited { display: inline-block; margin: 0 .5rem .5rem 0; padding: .6rem 1rem; border: 1px solid var(--lien); border-radius: 4px; background: var(--lien); color: var(--sur); font-weight: 600; text-decoration: none; }
a.bouton.second { background: none; color: var(--lien); }
a.bouton:hover { background: var(--survol); color: var(--sur); }
.note { border-top: 1px solid var(--filet); padding: 1.25rem 0 .25rem; }
.note h3 { margin: 0 0 .5rem; }
.note .faits { font-size: .875rem; }
.suite { list-style: none; padding: 0; margin: 0 -.75rem 1rem; display: flex; flex-wrap: wrap; }
.suite a { display: inline-block; padding: .4rem 0; }
.suite > * { margin: 0 .75rem; }
footer { border-top: 4px solid var(--ajonc); background: var(--surface); color: var(--doux); font-size: .875rem; padding: 1.5rem 0 2rem; }
footer > * { margin: 0 auto .5rem; }
footer li { margin: 0; }
footer a { display: inline-block; padding: .25rem 0; }
.pied { list-style: none; padding: 0 .375rem; display: flex; flex-wrap: wrap; align-items: baseline; }
.pied li { margin: 0 .625rem; }

@media print {
  :root, footer { --fond: #fff; --surface: #fff; --texte: #000; --doux: #333; --lien: #000; --visite: #000; }
  html { background: none; font-size: 11pt; }
  nav, .skip, .toc, .annonce, .bouton, .pied, .pied + p { display: none !important; }
  p.papier { display: block !important; }
  header, main, footer > * { max-width: none; }
  main a[href^="http"]::after, main a[href^="/"]::after { content: " (" attr(href) ")"; font-size: .8em; }
  main :is(.faits, .seances, h2) a::after { content: none; }
  .defile { overflow: visible; }
  details::details-content { content-visibility: visible; }
  h2, h3 { break-after: avoid; }
  li, blockquote, pre, tr, .note { break-inside: avoid; }
}
@media (forced-colors: active) { .logo, [aria-current] { border-bottom: 4px solid; } }
`

/** What forms and the moderators' pages need besides. Not sent with pages that are only read. */
const working = `
label, legend { font-weight: 600; display: block; }
fieldset { border: 0; padding: 0; margin: 0 0 1.5rem; }
.champ { margin-bottom: 1.5rem; }
.aide { color: var(--doux); font-size: .875rem; margin: 0 0 .4rem; }
.coche + .aide { margin: .25rem 0 0 2.25rem; }
input, textarea, select, button { font: inherit; color: inherit; }
input:not([type=checkbox]):not([type=radio]), textarea, select {
  width: 100%; background: var(--fond); border: 1px solid var(--bord); border-radius: 4px; padding: .6rem .75rem; min-height: 44px;
}
textarea { resize: vertical; line-height: 1.5; }
[aria-invalid=true] { border: 2px solid var(--faute) !important; }
.faute { color: var(--faute); font-weight: 600; margin: 0 0 .25rem; }
.coche { display: flex; align-items: flex-start; font-weight: 400; }
.coche > div { min-width: 0; }
.coche > input { margin-right: .75rem; }
[type=checkbox], [type=radio] { width: 1.5rem; height: 1.5rem; flex: none; margin: 0; accent-color: var(--lien); }
button {
  display: inline-block; min-height: 44px; padding: .6rem 1.25rem; border: 1px solid var(--lien); border-radius: 4px;
  background: var(--lien); color: var(--sur); font-weight: 600; cursor: pointer;
}
button:hover { background: var(--survol); color: var(--sur); }
button.second:not(:hover) { background: none; color: var(--lien); }
button.grave:not(:hover) { background: none; color: var(--faute); border-color: var(--faute); }
.boutons { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem 0; margin: 1.5rem -.375rem; }
.boutons > * { margin: 0 .375rem; }
.resume, .etat-note { border-left: 4px solid var(--faute); background: var(--surface); padding: 1rem; margin: 0 0 1.5rem; }
.resume h2, .etat-note h2 { margin: 0 0 .5rem; font-size: 1.25rem; }
.resume ul { margin: 0; }
.etat-note { border-color: var(--ajonc); }
.resume > :last-child, .etat-note > :last-child { margin-top: 0; margin-bottom: 0; }
.reference { font-family: var(--titre); font-size: 1.5rem; letter-spacing: .05em; }
.piege { display: none; }
.lien-suivi { font-size: .875rem; }
[hidden] { display: none !important; }
@media print { form, #appareil, #corriger { display: none; } }
.outils { display: flex; flex-wrap: wrap; gap: 0 1.5rem; align-items: center; justify-content: space-between; margin: -1rem 0 2rem; padding: 0 0 .75rem; border-bottom: 1px solid var(--filet); }
.outils ul { display: flex; flex-wrap: wrap; margin: 0 -.5rem; }
.outils li { margin: 0 .5rem; }
.outils ~ h1 + p:not([class]) { font: inherit; }
.outils form { display: flex; flex-wrap: wrap; row-gap: 1rem; align-items: center; }
.outils span { margin-right: 1rem; }
.outils a, .ouvrir, .suite a { display: inline-block; padding: .6rem 0; }
.file { list-style: none; padding: 0; }
.file > li { border-top: 1px solid var(--filet); padding: 1rem 0; margin: 0; }
.file p { margin-top: .25rem; margin-bottom: .25rem; }
.file .faits { font-size: .875rem; }
.file .ouvrir { font-weight: 600; padding-top: 0; }
.boutons + p > a, .resume form + p > a { display: inline-block; padding: .6rem 0; }
ins { font-weight: 600; text-underline-offset: .15em; }
del { color: var(--faute); }
mark { background: var(--ajonc); color: #1b2326; }
dialog { background: var(--fond); color: var(--texte); border: 1px solid var(--bord); border-radius: 4px; max-width: 32rem; }
.touches div { display: flex; gap: 1rem; }
.touches dt { min-width: 3rem; }
.touches dd, .chiffres dd { margin: 0; }
.chiffres { display: grid; grid-template-columns: auto 1fr; gap: .5rem 2rem; }
h1 small { display: block; font: 1rem/1.5 system-ui, sans-serif; color: var(--doux); }
`

/**
 * The posters for the doors: an A4 page each, letters that can be read from two metres. The code gives way to a title
 * of more lines, down to a size that a phone still reads; only of some nine hundred letters is the end left out.
 */
const poster = `
.affiche { border: 1px solid var(--filet); padding: 2rem 1rem; margin: 0 0 2rem; text-align: center; font-size: 1.25rem; }
.affiche h1, .affiche h2 { margin: 0 0 1rem; font-size: clamp(1.9rem, 6vw, 2.75rem); }
.affiche .appel { font-size: 1.5rem; font-weight: 700; }
.qr { display: block; width: 18rem; margin: 0 auto 1rem; }
.adresse { font-size: 1.5rem; }
.adresse strong { display: block; font-size: clamp(3rem, 16vw, 5.5rem); line-height: 1.1; letter-spacing: .08em; }
@page { size: A4; margin: 15mm; }
@media print {
  header, footer, .mode { display: none; }
  main { padding: 0; }
  .affiche { display: flex; flex-direction: column; height: 266mm; border: 0; padding: 0; margin: 0; break-inside: avoid; font-size: 18pt; }
  .affiche + .affiche { break-before: page; }
  .affiche h1, .affiche h2 { font-size: 34pt; }
  .affiche .long { font-size: 20pt; }
  .affiche .tres-long { display: -webkit-box; flex: none; overflow: hidden; -webkit-box-orient: vertical; -webkit-line-clamp: 14; font-size: 13pt; }
  .affiche .appel { font-size: 24pt; }
  .qr { flex: 0 1 90mm; min-height: 40mm; width: auto; }
  .adresse { font-size: 26pt; }
  .adresse strong { font-size: 76pt; }
}
`

export type Sheet = 'reading' | 'working' | 'poster'

/** The stylesheets as they are sent: no space that CSS does not need. */
export const style: Record<Sheet, string> = {
  reading: compact(source),
  working: compact(source + working),
  poster: compact(source + poster),
}

function compact(css: string): string {
  return css
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/;}/g, '}')
    .trim()
}
