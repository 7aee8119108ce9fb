import type * as v from 'valibot'
import type { ErrorCode, YAMLError } from 'yaml'

type Path = (string | number)[]

/**
 * What a schema refuses, in the words of the person who wrote the value.
 * @param written The value as it stands in the file, where it is a single one.
 */
export function explainValue(issue: v.BaseIssue<unknown>, path: Path, written: string | undefined): string {
  if (issue.type === 'strict_object' && issue.received === 'undefined') return `il manque la clé « ${keyWords(path)} »`
  const subject = path.length === 0 ? '' : `« ${keyWords(path)} » : `
  if (issue.received === 'null' || issue.type === 'min_length') return `${subject}il manque la valeur`
  return `${subject}${written ?? 'ce qui est écrit'} ne convient pas (attendu : ${expectation(issue)})`
}

/**
 * @param known The keys that may stand there.
 * @param holders Those of them that it may stand below.
 */
export function explainUnknown(path: Path, { known, holders }: { known: string[]; holders: string[] }): string {
  const instead =
    holders.length === 1
      ? ` : elle se met sous ${holders[0]}:, en retrait de deux espaces`
      : ` (${knownWords('connues', known, String(path.at(-1)))})`
  return `clé inconnue « ${keyWords(path)} »${instead}`
}

/** More is read by nobody. */
const MOST_KNOWN = 8

/** `connues : a, b`: what could have been written; of many, what looks most like it. */
export function knownWords(adjective: string, known: string[], written: string): string {
  if (known.length === 0) return 'site.yml n’en nomme pas'
  if (known.length <= MOST_KNOWN) return `${adjective} : ${known.join(', ')}`
  const nearest = known.toSorted((a, b) => likeness(b, written) - likeness(a, written)).slice(0, MOST_KNOWN)
  return `${adjective}, entre autres : ${nearest.join(', ')}`
}

/** Of the pairs of letters of both, the share that both have: 0 to 1. */
function likeness(one: string, other: string): number {
  const [a, b] = [pairsOf(one), pairsOf(other)]
  const shared = [...a].filter((pair) => b.has(pair)).length
  return shared / Math.max(1, a.size + b.size - shared)
}

function pairsOf(text: string): Set<string> {
  const letters = text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
  return new Set(Array.from(letters, (letter, n) => letter + (letters[n + 1] ?? '')))
}

/** A syntax error of YAML: what to do about it. */
export function explainUnreadable(error: YAMLError, text: string): string {
  const code = isOfTab(error, text) ? 'TAB_AS_INDENT' : error.code
  const advice =
    code === 'DUPLICATE_KEY'
      ? `la clé « ${/^[^:\n]*/.exec(text.slice(error.pos[0]))?.[0].trim()} » est là deux fois`
      : unreadable[code]
  return `illisible : ${advice ?? 'mettez les textes entre guillemets, et vérifiez le retrait et les deux-points'}`
}

/** Whether its line is indented by a tab: whatever the parser makes of it, there and elsewhere, comes of that. */
export function isOfTab({ pos: [at] }: YAMLError, text: string): boolean {
  return /^ *\t/.test(text.slice(text.lastIndexOf('\n', at - 1) + 1))
}

/** `title: Atelier #2` is « Atelier »; a comment has a space behind its #, as everybody writes them. */
export function cutText(cut: string): string {
  return `« ${cut} » n’est pas lu, car un # après une espace commence un commentaire : mettez le texte entre guillemets, ou une espace après le #`
}

/** `*` begins what yaml calls an alias: only a name that was given above may follow. */
export const unknownAlias = 'illisible : mettez le texte entre guillemets, il ne peut pas commencer par *'

/** https://en.wikipedia.org/wiki/Billion_laughs_attack */
export const endlessAliases = 'illisible : trop de renvois (&nom, *nom) les uns dans les autres ; écrivez leurs valeurs'

/** Of a file from elsewhere, where either may be. */
export const unusableAliases =
  'illisible : des renvois (&nom, *nom) ne mènent nulle part ou n’en finissent pas ; écrivez leurs valeurs'

/** `rooms, 1re entrée, id`, `session.start`. */
function keyWords(path: Path): string {
  return path
    .map((key, n) => {
      if (typeof key === 'number') return `, ${key === 0 ? '1re' : `${key + 1}e`} entrée`
      return n === 0 ? key : `${typeof path[n - 1] === 'number' ? ', ' : '.'}${key}`
    })
    .join('')
}

function expectation(issue: v.BaseIssue<unknown>): string {
  if (issue.type === 'regex' || issue.type === 'check') return issue.message
  const expected = expectations[issue.type]
  if (expected !== undefined) return expected
  if (issue.type === 'picklist')
    return `un mot parmi ${[...(issue.expected?.matchAll(/"(.*?)"/g) ?? [])].map(([, word]) => word).join(', ')}`
  if (issue.type === 'min_value') return `${issue.requirement} ou plus`
  if (issue.type === 'max_value') return `${issue.requirement} ou moins`
  return 'une valeur d’une autre sorte'
}

/** By the kind of valibot's issue. */
const expectations: Record<string, string> = {
  string: 'un texte ; mettez-le entre guillemets',
  number: 'un nombre, sans guillemets',
  integer: 'un nombre entier',
  array: 'une liste : chaque élément sur sa ligne après un tiret, ou tous entre crochets',
  strict_object: 'des lignes « clé: valeur »',
  record: 'des lignes « clé: valeur »',
  uuid: 'un identifiant comme 852dcb53-bf49-4a07-9d33-01a029b969f5',
}

const colon = 'mettez le texte entre guillemets : un deux-points suivi d’une espace y sépare une clé de sa valeur'

/** https://eemeli.org/yaml/#errors */
const unreadable: Partial<Record<ErrorCode, string>> = {
  BLOCK_AS_IMPLICIT_KEY: colon,
  BLOCK_IN_FLOW: colon,
  MULTILINE_IMPLICIT_KEY: 'cette ligne ou la suivante n’est pas « clé: valeur », au même retrait que ses voisines',
  BAD_INDENT: 'le retrait diffère de celui des lignes voisines, ou un crochet ou une accolade reste ouvert au-dessus',
  TAB_AS_INDENT: 'une tabulation ne peut pas servir de retrait : mettez des espaces',
  MISSING_CHAR: 'un guillemet reste ouvert plus haut, ou une ligne n’est pas « clé: valeur »',
  UNEXPECTED_TOKEN: 'mettez tout le texte entre guillemets : un guillemet, un tiret ou une virgule y a un autre sens',
  BAD_SCALAR_START: 'mettez le texte entre guillemets : il ne peut pas commencer par ce signe',
  BAD_ALIAS: 'mettez le texte entre guillemets : il ne peut pas commencer par & ou *',
  BAD_DQ_ESCAPE: 'doublez la barre \\ entre guillemets doubles',
  MULTIPLE_DOCS: 'une ligne --- ne peut pas couper le texte en deux',
}
