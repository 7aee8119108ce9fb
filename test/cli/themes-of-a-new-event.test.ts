import { expect, test } from 'vitest'
import { askForEvent } from '../../cli/fresh-event/questions'

async function themesOf(themes: string) {
  const given = { name: 'Fête', start: '2027-05-20', end: '2027-05-20', place: 'Brest', themes }
  return (await askForEvent(given, 'Europe/Paris', new Date())).themes
}

test('each theme of its own name has an id of its own', async () => {
  expect(await themesOf('Low-tech, C++, C#, C 2, été, ete, 日本語, 中文')).toEqual([
    { id: 'low-tech', name: 'Low-tech' },
    { id: 'c', name: 'C++' },
    { id: 'c-2', name: 'C#' },
    { id: 'c-2-2', name: 'C 2' },
    { id: 'ete', name: 'été' },
    { id: 'ete-2', name: 'ete' },
    { id: 'theme', name: '日本語' },
    { id: 'theme-2', name: '中文' },
  ])
})

test('the same name is one theme, however its letters are written', async () => {
  expect(await themesOf('Mer, mer, , Éco, e\u0301co')).toEqual([
    { id: 'mer', name: 'Mer' },
    { id: 'eco', name: 'Éco' },
  ])
})

test('ids of long names that begin alike differ at their end, and are no longer for it', async () => {
  const begin = 'Les communs numériques et leurs outils pour'
  const themes = await themesOf(`${begin} apprendre, ${begin} réparer`)
  expect(themes.map(({ id }) => id)).toEqual([
    'les-communs-numeriques-et-leurs-outils-p',
    'les-communs-numeriques-et-leurs-outils-2',
  ])
})
