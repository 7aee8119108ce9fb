import { describe, expect, test } from 'vitest'
import { MAX_RATIO, ordinaryTime, timed } from '../../cli/corpora/rendering-time'
import { renderNote } from '../../worker/site/note-markdown'
import { refusedMarkup } from '../../worker/site/note-tokens'
import { amount } from '../support/amount'

describe('a text that would take long is refused, and all others are quick', () => {
  const ordinary = ordinaryTime()
  const pieces = hostileRuns().filter((_, n) => n % amount({ slice: 3, whole: 1 }) === 0)

  test.each(pieces.map((piece): [string] => [piece]))('%j, again and again', (piece) => {
    expect(timed(longestLetIn(piece), ordinary).ratio).toBeLessThan(MAX_RATIO)
    const whole = fill(piece).trim()
    if (refusedMarkup(whole) !== null) expect(renderNote(whole)).toMatch(/^<p>/)
  })

  test.each([
    ['a word that ends in an @', `${'a'.repeat(19_999)}@`],
    ['the same with dots', `${'a.'.repeat(9_999)}@`],
    ['the same with hyphens', `${'-a'.repeat(9_999)}@`],
    ['beginnings of addresses in one word', 'http'.repeat(5_000)],
    ['a line of spaces between two words', `a${' '.repeat(19_990)}b`],
    ['words that might be struck, and accents without letters', `${'~A&#1;'.repeat(400)}${'\u0301'.repeat(17_000)}`],
    ['question marks that end in another sign', `${'?'.repeat(19_999)}_`],
  ])('what might look far ahead from each sign takes no longer than an ordinary note: %s', (_, body) => {
    expect(refusedMarkup(body)).toBeNull()
    expect(timed(body, ordinary).ratio).toBeLessThan(4)
  })

  test('a line of thousands of quotes is refused as too nested', () => {
    expect(refusedMarkup('>'.repeat(3_000))).toBe('nested')
    expect(refusedMarkup(`${'- '.repeat(2_000)}a`)).toBe('nested')
    expect(refusedMarkup('**_* '.repeat(4_000))).toBe('costly')
  })

  test.each([
    [
      '500 bold words in one paragraph',
      fill('**mot** et un autre mot qui suit ici ').split(' ').slice(0, 4_000).join(' '),
    ],
    ['lists eight deep', fill([0, 1, 2, 3, 4, 5, 6, 7].map((depth) => `${'    '.repeat(depth)}- point\n`).join(''))],
    [
      'lists eight deep, with tabs',
      fill([0, 1, 2, 3, 4, 5, 6, 7].map((depth) => `${'\t'.repeat(depth)}- point\n`).join('')),
    ],
    [
      'a bibliography of 150 links',
      fill('- [Un titre de livre](https://exemple.example/un/livre), 2021\n').slice(0, 9_000),
    ],
    ['a long table', fill('| 10 h 30 | Amphi | Low-tech | une séance assez longue à décrire ici |\n')],
    ['rules and underlines', `${'-'.repeat(200)}\n\n${'* '.repeat(80)}\n\nTitre\n${'='.repeat(100)}\n`],
    ['a conversation quoted five times', fill('> > > > > Je suis d’accord\n> > > Moi aussi\n\n')],
    ['code with many signs', `\`\`\`\n${'a[i] = *p && b[j] | c;\n'.repeat(120)}\`\`\``],
    ['a list of five hundred terms', fill('- **Un mot** : ce qu’il veut dire ici\n')],
    [
      'the same with stars, deep in other lists',
      `* a\n  * b\n    * c\n${fill('      * **Un mot** : son sens\n').slice(0, 14_000)}`,
    ],
    ['the same as a quotation', fill('> 1. **Un mot** : son sens\n')],
    ['a program between its fences', `\`\`\`\n${fill('un_nom_de_plus(a_b, c_d)\n').slice(0, 8_000)}\`\`\``],
    ['lines drawn with signs', fill(`${'-'.repeat(79)}\n${'.'.repeat(79)}\n${'_'.repeat(40)}\n\n`)],
    ['a picture pasted as its letters', `data:image/png;base64,${fill('iVBORw0KGgo+/9j4AAQSkZJRg')}`.slice(0, 20_000)],
    ['a long address', `https://exemple.example/${fill('chemin/vers/la_page?a=1&b=2/').slice(0, 8_000)}`],
    ['columns set apart by spaces', fill(`10 h 30${' '.repeat(600)}Amphi${' '.repeat(600)}Low-tech\n`)],
    ['stars as footnotes', fill('Un mot* et un autre** dans une phrase ordinaire, assez longue pour en être une.\n\n')],
  ])('an honest note passes: %s', (_, body) => {
    expect(refusedMarkup(body)).toBeNull()
  })
})

function fill(piece: string): string {
  return piece.repeat(Math.floor(20_000 / piece.length))
}

/** As often as it is let in. */
function longestLetIn(piece: string): string {
  let least = 0
  let most = Math.floor(20_000 / piece.length)
  while (least < most) {
    const middle = Math.ceil((least + most) / 2)
    if (refusedMarkup(piece.repeat(middle)) === null) least = middle
    else most = middle - 1
  }
  return piece.repeat(least)
}

function hostileRuns(): string[] {
  return [
    ...[
      '**_* ',
      '*a_ ',
      '_a ',
      '~~a ',
      '[',
      '[a',
      '[a](',
      '![',
      '`',
      '`a ',
      '<',
      '<a ',
      '&',
      '&#',
      '\\',
      '> ',
      '>',
      '- ',
    ],
    ...[
      '+ ',
      '1. ',
      '* a\n',
      '- a\n|',
      '| a ',
      '|',
      'a|b\n',
      '[a]: /b\n',
      'www.',
      'http://*',
      'a@b.c ',
      '***a ',
      '[[a]]',
    ],
    ...[
      '[a](b "',
      '<!--',
      '<?',
      '<![CDATA[',
      '> - ',
      '- - \n',
      '- a\n  - b\n    - c\n',
      '    a\n',
      '~~~\n',
      'a*b*c',
      '“**a” ',
      '- x\n          * “**a”\n',
      '    * “**a”\n',
      '-->*a —',
      'AB12 —_',
      '(*a',
      '" 😀_a\n|"',
      '\n \n',
    ],
  ]
}
