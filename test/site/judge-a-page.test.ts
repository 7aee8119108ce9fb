import { expect, test } from 'vitest'
import { complaintsAboutPage } from '../../cli/corpora/page-oracle'

const page = (head: string, note: string) =>
  `<!doctype html><html><head><style>p{}</style>${head}</head><body><div class="texte">${note}</div></body></html>`

test('a page with its own scripts and a harmless note gives no reason to complain', () => {
  expect(complaintsAboutPage(page('<script src="/writing.js" defer></script>', '<p>Bonjour</p>'))).toEqual([])
})

test.each([
  ['a script in the note', page('', '<script>alert(1)</script>')],
  ['one of our scripts in the note', page('', '<script src="/writing.js"></script>')],
  ['a script from elsewhere', page('<script src="https://a.example/writing.js"></script>', '')],
  ['words in our script', page('<script src="/writing.js">alert(1)</script>', '')],
  ['an attribute that runs', page('', '<p onclick="alert(1)">x</p>')],
  ['a second style', page('<style>*{}</style>', '')],
])('%s is a reason', (_, html) => {
  expect(complaintsAboutPage(html)).not.toEqual([])
})
