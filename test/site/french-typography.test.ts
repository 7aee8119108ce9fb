import { describe, expect, test } from 'vitest'
import { renderNote } from '../../worker/site/note-markdown'
import { parsePage } from '../../worker/site/page-markdown'
import { renderPage } from '../../worker/site/page-renderer'
import { stringsFor } from '../../worker/site/strings'
import { typeset, unbroken } from '../../worker/site/typography'

/** A narrow no-break space, shown. */
const shown = (text: string) => text.replaceAll('\u202f', '~')
const page = (source: string, lang = 'fr') => shown(renderPage(parsePage(source, lang), stringsFor(lang)))

describe('French words are set as printers do', () => {
  test.each([
    ['Vrai ? Oui ! Donc : ceci ; cela', 'Vrai~? Oui~! Donc~: ceci~; cela'],
    ['Vrai? Oui! Donc: ceci; cela', 'Vrai~? Oui~! Donc~: ceci~; cela'],
    ['« mot » et «mot»', '«~mot~» et «~mot~»'],
    ["l'eau, aujourd'hui, c'hoazh", 'l’eau, aujourd’hui, c’hoazh'],
    ['Il dit "bonjour" !', 'Il dit «~bonjour~»~!'],
    ['Quoi ?! « Vrai ! »', 'Quoi~?! «~Vrai~!~»'],
  ])('%s', (typed, set) => {
    expect(shown(typeset(typed, 'fr'))).toBe(set)
    expect(typeset(typeset(typed, 'fr'), 'fr')).toBe(typeset(typed, 'fr'))
  })

  test.each([
    ['à 10 h 30, puis 9 h', 'à 10_h_30, puis 9_h'],
    ['le 8 juillet, le 1er août', 'le 8_juillet, le 1er_août'],
    ['du 8\njuillet à 18\nh', 'du 8_juillet à 18_h'],
    ['400 personnes, 8 heures, 3 mains, 12 30', '400 personnes, 8 heures, 3 mains, 12 30'],
  ])('an hour or a date stays on one line: %s', (typed, set) => {
    expect(typeset(typed, 'fr').replaceAll('\u00a0', '_')).toBe(set)
    expect(typeset(typeset(typed, 'fr'), 'fr')).toBe(typeset(typed, 'fr'))
    expect(typeset(typed, 'en')).toBe(typed)
  })

  test.each(['10:30', 'https://a.example/?x=1', 'a:b', 'caf&eacute; noir', '5" de long', 'prix 3:2', 'déjà là…'])(
    '%s stays as it is',
    (text) => {
      expect(typeset(text, 'fr')).toBe(text)
    },
  )

  test.each(['en', 'br'])('other languages stay as they are: %s', (lang) => {
    expect(typeset(`It's "so" !`, lang)).toBe(`It's "so" !`)
  })
})

describe('what the program itself says in French', () => {
  test.each([
    ['Retirer cette note ? « Oui »', 'Retirer cette note~? «~Oui~»'],
    ['Au plus 20 000 signes ; en 2022, 12 notes', 'Au plus 20~000 signes~; en 2022, 12 notes'],
  ])('keeps its marks on the line of their word: %s', (typed, set) => {
    expect(shown(unbroken(typed))).toBe(set)
  })

  test('keeps commands and what people wrote', () => {
    const kept = 'Authorization: Bearer KEY "x" l\'eau https://a.example/?x=1'
    expect(unbroken(kept)).toBe(kept)
  })

  test('is set wherever it stands in the catalogue, with blanks to fill or without; English is left', () => {
    const [fr, en] = [stringsFor('fr'), stringsFor('en')]
    expect(shown(fr.moderation.lookCloser)).toBe('Donnée personnelle~?')
    expect(shown(fr.moderation.authorChange('a', 'b'))).toBe('Nom~: «~a~» devient «~b~».')
    expect(shown(fr.moderation.keys.flat().join())).toContain('dans la file~: la suivante')
    expect(en.moderation.lookCloser).toBe('Personal data?')
  })

  test.each([
    ['Naïg', 'Note de Naïg'],
    ['Enora', 'Note d’Enora'],
    ['Élouan', 'Note d’Élouan'],
    ['Yves', 'Note d’Yves'],
    ['Yann', 'Note de Yann'],
    ['Hoel', 'Note de Hoel'],
  ])('names whose note it is: %s', (author, title) => {
    expect(stringsFor('fr').permalink.title(author)).toBe(title)
  })
})

describe('a page', () => {
  test('is set across its markup, in its headings, lists, tables and boxes', () => {
    expect(page('**Attention** ! "un **mot**" l\'**eau**\n')).toContain(
      '<strong>Attention</strong>~! «~un <strong>mot</strong>~» l’<strong>eau</strong>',
    )
    expect(
      page('## Quoi ?\n\n- oui !\n\n| a ? |\n|---|\n| b ! |\n\n!!! note "Bien !"\n    c ;\n').match(/~/g),
    ).toHaveLength(6)
  })

  test('keeps an hour on one line across its markup', () => {
    expect(page('À **10** h 30\n')).toContain('<strong>10</strong>\u00a0h\u00a030')
  })

  test('keeps code, raw HTML, addresses and other languages as they were written', () => {
    const kept = ["`a' !`", "<kbd>b' !</kbd>", "https://c.example/l'eau", "[d' !]{lang=en}"]
    const html = page(`${kept.join(' et ')}\n\n    e' !\n\nf' !\n{: lang=en }\n`)
    expect(html).not.toContain('~')
    expect(html).not.toContain('’')
  })

  test('in English is left as it is', () => {
    expect(page(`It's "so" !\n`, 'en')).toBe('<p>It&#39;s &quot;so&quot; !</p>\n')
  })

  test('keeps the anchors that its headings had', () => {
    expect(page("## Qu'est-ce que c'est ?\n")).toContain('<h2 id="quest-ce-que-cest">Qu’est-ce que c’est~?</h2>')
  })
})

describe('a note', () => {
  const note = (body: string, lang?: string) => shown(renderNote(body, lang))

  test('is set as pages are, but for its code and its addresses', () => {
    expect(note("L'**idée** : \"oui\" ! `l'eau !` https://a.example/l'eau ?")).toBe(
      '<p>L’<strong>idée</strong>~: «~oui~»~! ' +
        `<code>l'eau !</code> <a href="https://a.example/l'eau" rel="nofollow ugc noopener">https://a.example/l'eau</a>~?</p>`,
    )
  })

  test('on an English page is left as it is', () => {
    expect(note('So "it" is !', 'en')).toBe('<p>So "it" is !</p>')
  })
})
